//! `blocs list`: what there is to ask about.

use clap::ValueEnum;

use super::terminal::{dim, lines, table};
use super::{Answer, CliError};
use crate::analysis::AgreementFacts;
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;
use crate::{chart, measure};

/// List the blocs, agreements, states, measures or charts
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs list agreements")]
pub(super) struct List {
    /// What to list
    what: What,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    Blocs,
    Agreements,
    States,
    Measures,
    Codings,
    Charts,
}

impl List {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let (header, rows, note): (&[&str], _, &str) = match self.what {
            What::Blocs => (
                &["id", "name", "kind", "members", "roll complete to"],
                blocs(data),
                "members as of the day the roll is complete to",
            ),
            What::Agreements => (
                &["id", "name", "kind", "opened", "in", "half-way", "coverage", "complete to"],
                agreements(data),
                "in: states that endorsed, are bound, or voted yes; half-way: signed only, or abstained; as of the day the record is complete to",
            ),
            What::States => (
                &["id", "name", "region", "from", "until"],
                states(data),
                "empty from: before the record; empty until: still",
            ),
            What::Measures => (
                &["id", "title", "range", "definition", "source"],
                measures(),
                "`undefined` is printed as an empty cell or n/a, never 0",
            ),
            What::Codings => (
                &["id", "declaration", "treaty", "vote", "definition"],
                codings(),
                "the first is the default",
            ),
            What::Charts => (
                &["id", "what it shows"],
                charts(),
                "drawn by `blocs chart`; `blocs gallery` draws an example of each",
            ),
        };
        if self.csv {
            let rows: Vec<Vec<crate::table::Cell>> =
                rows.into_iter().map(|row| row.into_iter().map(crate::table::Cell::Text).collect()).collect();
            return Ok(Answer::ok(crate::table::csv(header, &rows)));
        }
        let mut shown = table(header);
        let n = rows.len();
        for row in rows {
            shown.add_row(row);
        }
        Ok(Answer::ok(format!("{}{}\n", lines(&shown), dim(&format!("n = {n}; {note}")))))
    }
}

fn blocs(data: &Dataset) -> Vec<Vec<String>> {
    let rows = data.bloc_ids().map(|id| {
        let bloc = data.bloc(id);
        let last = bloc.period.until.and_then(|until| until.latest.yesterday().ok());
        let on = last.map_or(bloc.coverage_until, |last| last.min(bloc.coverage_until));
        let members = Snapshot::new(data, on).members(id).members.len();
        vec![bloc.id.clone(), bloc.name.clone(), bloc.kind.to_string(), members.to_string(), on.to_string()]
    });
    rows.collect()
}

fn agreements(data: &Dataset) -> Vec<Vec<String>> {
    let mut ids: Vec<AgreementId> = data.agreement_ids().collect();
    ids.sort_by_key(|id| (data.agreement(*id).opened, *id));
    let rows = ids.into_iter().map(|id| {
        let facts = AgreementFacts::of(data, id);
        let lens = crate::analysis::view::Lens {
            snapshot: Snapshot::new(data, facts.cutoff),
            agreement: id,
            coding: crate::coding::DEFAULT,
        };
        let world = lens.view(&[]).world;
        vec![
            facts.id,
            facts.short_name,
            facts.kind.to_string(),
            facts.opened.to_string(),
            world.inside.to_string(),
            world.half.to_string(),
            facts.coverage.unwrap_or_else(|| "those with an act".to_owned()),
            facts.cutoff.to_string(),
        ]
    });
    rows.collect()
}

fn states(data: &Dataset) -> Vec<Vec<String>> {
    let text = |date: Option<Edtf>| date.map(|d| d.to_string()).unwrap_or_default();
    let rows = data.state_ids().map(|id| {
        let state = data.actor(id);
        vec![
            state.id.clone(),
            state.name.clone(),
            state.region.clone(),
            text(state.period.from),
            text(state.period.until),
        ]
    });
    rows.collect()
}

fn measures() -> Vec<Vec<String>> {
    let row = |m: &&measure::Measure| {
        let range = format!("{} to {}", m.range.0, m.range.1);
        vec![m.id.to_owned(), m.title.to_owned(), range, m.definition.to_owned(), m.source.to_owned()]
    };
    let dyad = |m: &&measure::dyad::DyadMeasure| {
        let range = format!("{} to {}", m.range.0, m.range.1);
        vec![m.id.to_owned(), m.title.to_owned(), range, m.definition.to_owned(), m.source.to_owned()]
    };
    measure::ALL.iter().map(row).chain(measure::dyad::ALL.iter().map(dyad)).collect()
}

fn charts() -> Vec<Vec<String>> {
    chart::ALL.iter().map(|c| vec![c.id.to_owned(), c.shows.to_owned()]).collect()
}

fn codings() -> Vec<Vec<String>> {
    let row = |coding: &crate::coding::Coding| {
        let applies = |kind| if coding.applies_to(kind) { "yes" } else { "" }.to_owned();
        vec![
            coding.id.to_owned(),
            applies(AgreementKind::Declaration),
            applies(AgreementKind::Treaty),
            applies(AgreementKind::Vote),
            coding.definition.to_owned(),
        ]
    };
    crate::coding::ALL.iter().map(row).collect()
}
