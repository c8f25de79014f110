//! `blocs overview`: all agreements at a glance.

use serde_json::json;

use super::analyze::VERSION;
use super::chart::unreadable;
use super::cohesion::Rows;
use super::folder::{Target, bloc_arguments, drawn, program};
use super::selection::Which;
use super::terminal::bold;
use super::{Answer, CliError, resolve};
use crate::analysis::ballot::Selection;
use crate::analysis::overview::{MOST_AGREEMENTS, overview_of};
use crate::analysis::series::By;
use crate::analysis::{Group, history};
use crate::brief::citation::Provenance;
use crate::brief::history::compose as history_brief;
use crate::brief::overview::compose;
use crate::dataset::Dataset;
use crate::finding::{dissent_title, history_title, survey_title};
use crate::model::Day;
use crate::{chart, table};

/// Survey all agreements: blocs by agreements, the largest splits, who stands apart most
///
/// Up to 200 agreements are shown one by one; more, such as the votes of an assembly, by year.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  blocs overview --bloc five-eyes --bloc eu --bloc brics\n  blocs overview --bloc eu --by year --from 2000-01-01"
)]
pub(super) struct Overview {
    /// The day membership and status are taken on [default: for each agreement, the day its record is complete to]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// A bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: the best known]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// Whether agreements stand one by one, or years or sessions of the UN General Assembly in their place [default: agreement, or year where more than 200 fit]
    #[arg(long, value_name = "ROW")]
    by: Option<Rows>,
    #[command(flatten)]
    target: Target,
}

impl Overview {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let groups = resolve::groups(data, &self.bloc)?;
        let chosen = self.which.selection(data)?;
        survey(data, (self.on, self.by), &groups, (&chosen, self.which.arguments()), &self.target)
    }
}

/// Surveys agreements one by one or, where they are too many or where that is asked for, by year or session.
pub(super) fn survey(
    data: &Dataset,
    (on, by): (Option<Day>, Option<Rows>),
    groups: &[Group],
    (chosen, arguments): (&Selection, String),
    target: &Target,
) -> Result<Answer, CliError> {
    let n = chosen.items(data).len();
    let (by, asked) = match (by, n) {
        (_, 0) => {
            let none = "no agreement fits; `blocs list agreements` shows what there is";
            return Err(CliError::Failure(none.to_owned()));
        }
        (Some(Rows::Agreement) | None, ..=MOST_AGREEMENTS) => {
            return write(data, on, groups, (chosen, arguments), target);
        }
        (Some(Rows::Agreement), _) => {
            return Err(CliError::Failure(format!(
                "{n} agreements fit, and one by one at most {MOST_AGREEMENTS} can be read: choose with --agreements, \
                 --topic, --body, --from and --to, or take --by year"
            )));
        }
        (None, _) => (By::Year, ""),
        (Some(Rows::Year), _) => (By::Year, " --by year"),
        (Some(Rows::Session), _) => (By::Session, " --by session"),
    };
    if on.is_some() {
        let misuse = "--on is about one day, and this survey goes by year or session: use --from and --to";
        return Err(CliError::Misuse(misuse.to_owned()));
    }
    write_history(data, by, groups, (chosen, format!("{arguments}{asked}")), target)
}

/// Surveys many agreements, period by period, and writes the folder.
fn write_history(
    data: &Dataset,
    by: By,
    groups: &[Group],
    (chosen, arguments): (&Selection, String),
    target: &Target,
) -> Result<Answer, CliError> {
    let history = history(data, groups, chosen, by).expect("some agreement fits");
    if history.totals.iter().all(|total| total.agreements == 0) {
        let none = "no bloc has two members with a known position on any agreement that fits";
        return Err(CliError::Failure(none.to_owned()));
    }
    let scenes = chart::of_history(&history);
    let file = |t: &table::HistoryTable| format!("tables/{}.csv", t.id);
    let provenance = Provenance {
        version: VERSION,
        command: format!(
            "{} overview{arguments}{}",
            program(data),
            bloc_arguments(groups.iter().map(|g| g.facts.id.as_str()))
        ),
        tables: table::HISTORY.iter().map(|t| (file(t), t.row.to_owned())).collect(),
    };
    let brief = history_brief(&history, &drawn(&scenes), &provenance);
    let tables = table::HISTORY.iter().map(|t| (file(t), t.csv(&history))).collect();
    let manifest = json!({
        "tool": "blocs",
        "version": VERSION,
        "command": provenance.command,
        "from": history.days.0.to_string(),
        "to": history.days.1.to_string(),
        "data_sha256": history.survey.data_hash,
        "coding": history.survey.coding.0,
    });
    let written = target.write(&target.files(&scenes, tables, &brief, manifest)?, "overview")?;
    let title = history_title(&history);
    let text = format!("{}\n  {}\n{written}", bold(&title), dissent_title(&history.survey));
    Ok(Answer::ok(text + &unreadable(&scenes)))
}

/// Surveys all agreements and writes the folder.
fn write(
    data: &Dataset,
    on: Option<Day>,
    groups: &[Group],
    (chosen, arguments): (&Selection, String),
    target: &Target,
) -> Result<Answer, CliError> {
    let overview = overview_of(data, on, groups, chosen);
    let scenes = chart::of_overview(&overview);
    let day = on.map(|day| format!(" --on {day}")).unwrap_or_default();
    let file = |t: &table::SurveyTable| format!("tables/{}.csv", t.id);
    let provenance = Provenance {
        version: VERSION,
        command: format!(
            "{} overview{day}{arguments}{}",
            program(data),
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
