//! `blocs list`: what there is to ask about.

use clap::ValueEnum;

use super::terminal::{dim, lines, table};
use super::{Answer, CliError};
use crate::analysis::AgreementFacts;
use crate::dataset::Dataset;
use crate::measure::{Page, Sense, Set};
use crate::model::*;
use crate::read::suggest::nearest;
use crate::snapshot::Snapshot;
use crate::{chart, measure};

/// List the blocs, agreements, states, measures or charts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  blocs list agreements\n  blocs list measures pairwise-agreement")]
pub(super) struct List {
    /// What to list
    what: What,
    /// The measure to explain; only with `measures`
    id: Option<String>,
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
    Imports,
}

impl List {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        if let Some(id) = &self.id {
            return self.explain(id);
        }
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
                &["id", "title", "of", "set", "range", "definition", "source"],
                measures(),
                "`blocs list measures ID` explains one; where it is undefined, an empty cell or n/a is printed, never 0",
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
            What::Imports => (
                &["id", "record", "files, told by their columns"],
                imports(),
                "and `table` for any other CSV or TSV; read by `blocs import`",
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

impl List {
    /// One measure, in full.
    fn explain(&self, id: &str) -> Result<Answer, CliError> {
        if !matches!(self.what, What::Measures) {
            return Err(CliError::Misuse(
                "only measures are explained one by one: `blocs list measures ID`".into(),
            ));
        }
        let pages = measure::pages();
        let Some(found) = pages.iter().find(|p| p.id == id) else {
            let near = nearest(id, pages.iter().map(|p| p.id));
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(CliError::Misuse(format!("there is no measure {id}{near}")));
        };
        if self.csv {
            let (header, row): (Vec<&str>, Vec<_>) =
                page(found).into_iter().map(|(name, text)| (name, crate::table::Cell::Text(text))).unzip();
            return Ok(Answer::ok(crate::table::csv(&header, &[row])));
        }
        let line = |(name, text): (&str, String)| format!("{name:<12}{text}\n");
        Ok(Answer::ok(page(found).into_iter().map(line).collect::<String>()))
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
    let row = |page: Page| {
        let range = page.range_text();
        let [id, title, of, set] = [page.id, page.title, page.takes, set(page.set)].map(str::to_owned);
        vec![id, title, of, set, range, page.definition.to_owned(), page.source.to_owned()]
    };
    measure::pages().into_iter().map(row).collect()
}

fn set(set: Set) -> &'static str {
    match set {
        Set::Default => "default",
        Set::Advanced => "advanced",
    }
}

/// One measure's page as labelled lines.
fn page(page: &Page) -> Vec<(&'static str, String)> {
    let higher = match page.sense {
        Sense::Agreement => "more agreement",
        Sense::Division => "more division",
    };
    vec![
        ("id", page.id.to_owned()),
        ("title", page.title.to_owned()),
        ("of", page.takes.to_owned()),
        ("set", set(page.set).to_owned()),
        ("definition", page.definition.to_owned()),
        ("formula", page.formula.to_owned()),
        ("range", page.range_text()),
        ("higher", higher.to_owned()),
        ("undefined", format!("when {}", page.undefined_when)),
        ("example", page.example.to_owned()),
        ("source", page.source.to_owned()),
    ]
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

fn imports() -> Vec<Vec<String>> {
    crate::import::ALL.iter().map(|i| [i.id, i.title, i.files].map(str::to_owned).to_vec()).collect()
}
