//! `blocs export`: the alliance graph and tidy panels as files for other
//! programs.

use std::path::PathBuf;

use clap::builder::PossibleValue;

use super::{Answer, CliError, resolve};
use crate::analysis::Group;
use crate::analysis::network::{self, Network};
use crate::analysis::panel::{self, PanelKind};
use crate::dataset::Dataset;
use crate::export::{GRAPHS, GraphFormat, PANELS, PanelFormat};
use crate::model::{BlocKind, Day};
use crate::output::write_one;

/// Write the alliance graph (graphml, gexf, dot, json) or a tidy panel (csv, parquet) for other programs
///
/// In the graph actors are tied by the blocs they share. GEXF without --on says from when to when.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  blocs export graphml --on 2018-11-12 --bloc five-eyes --out ties.graphml\n  blocs export gexf --bloc nato --out nato.gexf\n  blocs export csv --panel bloc-year"
)]
pub(super) struct Export {
    /// The format
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(formats()))]
    format: String,
    /// The day the graph, or a panel's treaties and declarations, are taken on
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// Ties by this bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: all but analytic groupings]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    /// What each actor had done on this agreement, and which ties it cuts
    #[arg(long, value_name = "AGREEMENT")]
    agreement: Option<String>,
    /// Which panel
    #[arg(long, value_name = "PANEL", value_parser = clap::builder::PossibleValuesParser::new(panel::ALL.iter().map(|p| PossibleValue::new(p.id).help(p.row))))]
    panel: Option<String>,
    /// The file to write [default: print it]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Every format with what reads it.
fn formats() -> impl Iterator<Item = PossibleValue> {
    let graphs = GRAPHS.iter().map(|g| PossibleValue::new(g.id).help(g.title));
    graphs.chain(PANELS.iter().map(|p| PossibleValue::new(p.id).help(p.title)))
}

impl Export {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let graph = GRAPHS.iter().find(|format| format.id == self.format);
        let panel = PANELS.iter().find(|format| format.id == self.format);
        let bytes = match (graph, panel) {
            (Some(format), _) => self.graph(data, format)?.into_bytes(),
            (None, Some(format)) => self.panel(data, format)?,
            (None, None) => return Err(CliError::Misuse(format!("no format {}", self.format))),
        };
        let Some(path) = &self.out else {
            return Ok(Answer::stream(move |out| out.write_all(&bytes)));
        };
        write_one(path, &bytes)?;
        Ok(Answer::ok(format!("wrote {} bytes to {}\n", bytes.len(), path.display())))
    }

    fn graph(&self, data: &Dataset, format: &GraphFormat) -> Result<String, CliError> {
        if self.panel.is_some() {
            return Err(CliError::Misuse(format!("--panel goes with csv and parquet, not {}", format.id)));
        }
        let groups = match self.bloc.is_empty() {
            true => all_blocs(data),
            false => resolve::groups(data, &self.bloc)?,
        };
        let agreement = self.agreement.as_deref().map(|name| resolve::agreement(data, name)).transpose()?;
        let network: Network = match self.on {
            Some(on) => network::on_day(data, groups, on, agreement),
            None if !format.has_spells => {
                return Err(CliError::Misuse(format!("{} needs a day: --on DATE", format.id)));
            }
            None if agreement.is_some() => {
                return Err(CliError::Misuse("--agreement needs a day: --on DATE".to_owned()));
            }
            None => network::over_time(data, groups),
        };
        if network.nodes.is_empty() {
            return Err(CliError::Failure("none of these blocs had a member".to_owned()));
        }
        Ok((format.write)(&network))
    }

    fn panel(&self, data: &Dataset, format: &PanelFormat) -> Result<Vec<u8>, CliError> {
        if !self.bloc.is_empty() || self.agreement.is_some() {
            return Err(CliError::Misuse(
                "--bloc and --agreement go with graphs; panels hold all".to_owned(),
            ));
        }
        let kind = self.panel_kind()?;
        let columns = (kind.make)(data, self.on);
        Ok((format.write)(&columns))
    }

    fn panel_kind(&self) -> Result<&'static PanelKind, CliError> {
        let asked = |kind: &&PanelKind| Some(kind.id) == self.panel.as_deref();
        panel::ALL.iter().find(asked).ok_or_else(|| {
            let known: Vec<String> = panel::ALL.iter().map(|p| format!("{} ({})", p.id, p.row)).collect();
            CliError::Misuse(format!("which panel? --panel {}", known.join("; or ")))
        })
    }
}

fn all_blocs(data: &Dataset) -> Vec<Group> {
    let real = data.bloc_ids().filter(|id| data.bloc(*id).kind != BlocKind::Analytic);
    real.map(|id| Group::bloc(data, id)).collect()
}
