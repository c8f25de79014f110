//! `blocs overview`: all agreements at a glance.

use serde_json::json;

use super::analyze::VERSION;
use super::chart::unreadable;
use super::folder::{Target, bloc_arguments, drawn};
use super::selection::Which;
use super::terminal::bold;
use super::{Answer, CliError, resolve};
use crate::analysis::Group;
use crate::analysis::ballot::Selection;
use crate::analysis::overview::{MOST_AGREEMENTS, overview_of};
use crate::brief::citation::Provenance;
use crate::brief::overview::compose;
use crate::dataset::Dataset;
use crate::finding::{dissent_title, survey_title};
use crate::model::Day;
use crate::{chart, table};

/// Survey all agreements: blocs by agreements, the largest splits, who stands apart most
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs overview --bloc five-eyes --bloc eu --bloc brics")]
pub(super) struct Overview {
    /// The day membership and status are taken on [default: for each agreement, the day its record is complete to]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// A bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: the best known]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    target: Target,
}

impl Overview {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let groups = resolve::groups(data, &self.bloc)?;
        let chosen = self.which.selection(data)?;
        write(data, self.on, &groups, (&chosen, self.which.arguments()), &self.target)
    }
}

/// Surveys all agreements and writes the folder.
pub(super) fn write(
    data: &Dataset,
    on: Option<Day>,
    groups: &[Group],
    (chosen, arguments): (&Selection, String),
    target: &Target,
) -> Result<Answer, CliError> {
    let n = chosen.items(data).len();
    if n == 0 || n > MOST_AGREEMENTS {
        return Err(CliError::Failure(format!(
            "{n} agreements fit, and a survey takes 1 to {MOST_AGREEMENTS}: choose with --agreements, --topic, --from and --to, \
             or see `blocs cohesion --by year`"
        )));
    }
    let overview = overview_of(data, on, groups, chosen);
    let scenes = chart::of_overview(&overview);
    let day = on.map(|day| format!(" --on {day}")).unwrap_or_default();
    let file = |t: &table::SurveyTable| format!("tables/{}.csv", t.id);
    let provenance = Provenance {
        version: VERSION,
        command: format!(
            "blocs overview{day}{arguments}{}",
            bloc_arguments(groups.iter().map(|g| g.facts.id.as_str()))
        ),
        tables: table::SURVEY.iter().map(|t| (file(t), t.row.to_owned())).collect(),
    };
    let brief = compose(&overview, &drawn(&scenes), &provenance);
    let tables = table::SURVEY.iter().map(|t| (file(t), t.csv(&overview))).collect();
    let manifest = json!({
        "tool": "blocs",
        "version": VERSION,
        "command": provenance.command,
        "as_of": on.map(|day| day.to_string()),
        "data_sha256": overview.data_hash,
        "coding": overview.coding.0,
    });
    let written = target.write(&target.files(&scenes, tables, &brief, manifest)?, "overview")?;
    let text = format!("{}\n  {}\n{written}", bold(&survey_title(&overview)), dissent_title(&overview));
    Ok(Answer::ok(text + &unreadable(&scenes)))
}
