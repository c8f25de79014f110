//! `blocs cohesion`: how united blocs were, by agreement or by year.

use clap::ValueEnum;

use super::selection::Which;
use super::terminal::{bold, dim, lines, percent, table};
use super::{Answer, CliError, resolve};
use crate::analysis::overview::best_known;
use crate::analysis::series::{By, SeriesRow, series};
use crate::dataset::Dataset;
use crate::model::AgreementKind;
use crate::table::{Cell, csv};

/// Show how united blocs were, by agreement or by year
///
/// Pairwise agreement: the share of pairs of members that took the same position. A vote is taken on its day; other agreements at the end of each year, or on the day their record is complete to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  blocs cohesion --bloc five-eyes --bloc brics\n  blocs cohesion --bloc eu --by year --csv"
)]
pub(super) struct Cohesion {
    /// A bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: the best known]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// What a row stands for
    #[arg(long, value_name = "ROW", default_value = "agreement")]
    by: Rows,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Rows {
    Agreement,
    Year,
    /// A session of the UN General Assembly
    Session,
}

impl Cohesion {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let groups = match self.bloc.is_empty() {
            true => best_known(data),
            false => resolve::groups(data, &self.bloc)?,
        };
        let selection = self.which.selection(data)?;
        let (items, by) = match self.by {
            Rows::Agreement => (selection.items(data), By::Agreement),
            Rows::Year => (selection.items_by_year(data), By::Year),
            Rows::Session => (selection.items_by_year(data), By::Session),
        };
        let mut rows = series(data, &items, &groups, by);
        rows.retain(|row| row.items > 0);
        if rows.is_empty() {
            return Err(CliError::Failure(
                "no bloc has two members with a known position on any agreement that fits".to_owned(),
            ));
        }
        Ok(Answer::ok(if self.csv { as_csv(&rows) } else { as_text(&rows, by) }))
    }
}

const COLUMNS: [&str; 23] = [
    "bloc",
    "agreement",
    "kind",
    "from",
    "to",
    "items",
    "members",
    "in",
    "half",
    "out",
    "pairwise_agreement",
    "lowest",
    "highest",
    "unanimous",
    "rice",
    "agreement_index",
    "fixed",
    "fixed_members",
    "world",
    "joined",
    "left",
    "name",
    "session",
];

fn as_csv(rows: &[SeriesRow]) -> String {
    let number = |value: Option<f64>| Cell::Number(value.map(|v| format!("{v:.6}")).unwrap_or_default());
    let count = |n: usize| Cell::Number(n.to_string());
    let ids = |actors: &[crate::analysis::ActorRef]| {
        Cell::Text(actors.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join(" "))
    };
    let cells = rows.iter().map(|row| {
        vec![
            Cell::Text(row.bloc.id.clone()),
            Cell::Text(row.agreement.as_ref().map(|a| a.id.clone()).unwrap_or_default()),
            Cell::Text(row.kind.to_string()),
            Cell::Text(row.from.to_string()),
            Cell::Text(row.to.to_string()),
            count(row.items),
            count(row.members),
            count(row.counts.inside),
            count(row.counts.half),
            count(row.counts.out),
            number(row.agreement_mean),
            number(row.range.map(|r| r.0)),
            number(row.range.map(|r| r.1)),
            count(row.unanimous),
            number(row.rice),
            number(row.agreement_index),
            number(row.fixed),
            count(row.fixed_members),
            number(row.world),
            ids(&row.joined),
            ids(&row.left),
            Cell::Text(row.bloc.short_name.clone()),
            Cell::Text(row.session.clone().unwrap_or_default()),
        ]
    });
    csv(&COLUMNS, &cells.collect::<Vec<_>>())
}

fn as_text(rows: &[SeriesRow], by: By) -> String {
    let mut text = String::new();
    for chunk in rows.chunk_by(|a, b| a.bloc.id == b.bloc.id) {
        text.push_str(&format!("{}\n", bold(&chunk[0].bloc.name)));
        text.push_str(&match by {
            By::Agreement => by_agreement(chunk),
            By::Year | By::Session => by_year(chunk),
        });
        text.push('\n');
    }
    text.push_str(&format!(
        "{}\n",
        dim("agreement: share of pairs of members in the same position; world: the same of all states; n/a: fewer than two; --csv gives more measures")
    ));
    text
}

fn by_agreement(rows: &[SeriesRow]) -> String {
    let mut shown = table(&["on", "agreement", "in", "half-way", "out", "n", "agreement", "world"]);
    for row in rows {
        let c = &row.counts;
        let name = row.agreement.as_ref().map(|a| a.short_name.clone()).unwrap_or_default();
        let counts = [c.inside, c.half, c.out, c.n()].map(|n| n.to_string());
        let shares = [percent(row.agreement_mean), percent(row.world)];
        shown.add_row([row.to.to_string(), name].into_iter().chain(counts).chain(shares));
    }
    lines(&shown)
}

fn by_year(rows: &[SeriesRow]) -> String {
    let mut shown = table(&[
        "period",
        "kind",
        "items",
        "members",
        "agreement",
        "lowest",
        "highest",
        "same members",
        "world",
        "changes",
    ]);
    for row in rows {
        let kind = match row.kind {
            AgreementKind::Treaty => "treaties",
            AgreementKind::Declaration => "declarations",
            AgreementKind::Vote => "votes",
        };
        let named = |sign: &str, actors: &[crate::analysis::ActorRef]| -> Vec<String> {
            actors.iter().map(|a| format!("{sign}{}", a.id)).collect()
        };
        let changes = [named("+", &row.joined), named("-", &row.left)].concat();
        let changes = match changes.len() {
            0..=8 => changes.join(" "),
            n => format!("{n} members joined or left"),
        };
        shown.add_row([
            row.session.clone().unwrap_or_else(|| row.from.year().to_string()),
            kind.to_owned(),
            row.items.to_string(),
            row.members.to_string(),
            percent(row.agreement_mean),
            percent(row.range.map(|r| r.0)),
            percent(row.range.map(|r| r.1)),
            format!("{} (n = {})", percent(row.fixed), row.fixed_members),
            percent(row.world),
            changes,
        ]);
    }
    lines(&shown)
}
