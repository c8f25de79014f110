//! `blocs analyze`: from a question to a folder that can be handed on.

use serde_json::json;

use super::chart::unreadable;
use super::folder::{Target, bloc_arguments, drawn, program};
use super::overview;
use super::terminal::bold;
use super::what_if::WhatIf;
use super::{Answer, CliError, resolve};
use crate::analysis::ballot::Selection;
use crate::analysis::{AgreementAnalysis, Question, analyze};
use crate::brief::agreement::compose;
use crate::brief::citation::Provenance;
use crate::dataset::Dataset;
use crate::finding::{as_of, bloc_sentence, headline};
use crate::model::Day;
use crate::output::Files;
use crate::{chart, table};

pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Analyse an agreement: who broke ranks, as figures, tables and a brief
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs analyze paris-call --on 2018-11-12 --bloc five-eyes --bloc eu")]
pub(super) struct Analyze {
    /// Which agreement: its id or name; without one, all of them (the same as `blocs overview`)
    agreement: Option<String>,
    /// The day membership and status are taken on [default: a declaration's or vote's own day, and for a treaty the data's cut-off; the other of the two days is shown beside it]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// A bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: a few best known, and those that split]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    /// Test each bloc against all groups of its size, with the smallest p such a test could reach (in the annex and tables/exact.csv)
    #[arg(long)]
    advanced: bool,
    #[command(flatten)]
    what_if: WhatIf,
    #[command(flatten)]
    target: Target,
}

impl Analyze {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let data = self.what_if.lay(data)?;
        let data = data.as_ref();
        let groups = resolve::groups(data, &self.bloc)?;
        let Some(name) = &self.agreement else {
            if !data.suppositions.is_empty() {
                return Err(CliError::Misuse("--what-if goes with an agreement".to_owned()));
            }
            return overview::survey(
                data,
                (self.on, None),
                &groups,
                (&Selection::default(), String::new()),
                &self.target,
            );
        };
        let agreement = resolve::agreement(data, name)?;
        let analysis = analyze(data, &Question { agreement, on: self.on, groups, advanced: self.advanced });
        let scenes = chart::of_agreement(&analysis);
        let files = self.files(data, &analysis, &scenes)?;
        let folder = format!("{}{}", analysis.agreement.id, self.what_if.suffix());
        let written = self.target.write(&files, &folder)?;
        Ok(Answer::ok(format!("{}{written}{}", summary(&analysis), unreadable(&scenes))))
    }

    /// The command that makes the same files again, wherever they are written.
    fn command(&self, data: &Dataset, analysis: &AgreementAnalysis) -> String {
        let on = self.on.map(|day| format!(" --on {day}")).unwrap_or_default();
        let asked = analysis.view.blocs.iter().filter(|_| analysis.blocs_asked);
        let blocs = bloc_arguments(asked.map(|b| b.bloc.id.as_str()));
        let advanced = if self.advanced { " --advanced" } else { "" };
        let (id, what_if) = (&analysis.agreement.id, self.what_if.arguments());
        format!("{} analyze {id}{on}{blocs}{advanced}{what_if}", program(data))
    }

    fn files(
        &self,
        data: &Dataset,
        analysis: &AgreementAnalysis,
        scenes: &[chart::Scene],
    ) -> Result<Files, CliError> {
        let file = |t: &table::Table| format!("tables/{}.csv", t.id);
        let due = || table::ALL.iter().filter(|t| t.is_due(analysis));
        let tables = due().map(|t| (file(t), t.csv(analysis))).collect();
        let provenance = Provenance {
            version: VERSION,
            command: self.command(data, analysis),
            tables: due().map(|t| (file(t), t.row.to_owned())).collect(),
        };
        let brief = compose(analysis, &drawn(scenes), &provenance);
        let manifest = json!({
            "tool": "blocs",
            "version": VERSION,
            "command": provenance.command,
            "agreement": analysis.agreement.id,
            "as_of": analysis.on.to_string(),
            "data_cutoff": analysis.cutoff.to_string(),
            "data_sha256": analysis.data_hash,
            "coding": analysis.coding.0,
            "hypothesis": analysis.suppositions,
        });
        self.target.files(scenes, tables, &brief, manifest)
    }
}

fn summary(analysis: &AgreementAnalysis) -> String {
    let mut text =
        format!("{}, {}\n", bold(&headline(&analysis.agreement, &analysis.view)), as_of(analysis.on));
    text.push_str(&hypothesis(&analysis.suppositions));
    for bloc in &analysis.view.blocs {
        text.push_str(&format!("  {}\n", bloc_sentence(&analysis.agreement, bloc, analysis.on)));
    }
    text
}

/// A line that says what is only supposed; nothing where all is on record.
pub(super) fn hypothesis(suppositions: &[String]) -> String {
    match suppositions.is_empty() {
        true => String::new(),
        false => format!("{} {}\n", bold("Hypothesis, not fact."), suppositions.join("; ")),
    }
}
