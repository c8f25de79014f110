//! `blocs dyads`: who agrees with whom, who belongs with whom, and whose
//! alliances are alike.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::dyads_text;
use super::progress::{Course, WRITING, watched};
use super::selection::Which;
use super::{Answer, CliError, resolve};
use crate::analysis::ballot::{self, Item};
use crate::analysis::dyads::{Positions, Run};
use crate::analysis::in_order::in_order;
use crate::analysis::obligations::{self, Portfolios};
use crate::coding;
use crate::dataset::Dataset;
use crate::measure::convention::{self, Convention};
use crate::measure::dyad::{self, DyadMeasure};
use crate::model::{ActorId, BlocId, Day};
use crate::table::dyads::{DyadTable, MEASURES, OBLIGATIONS, SHARED_BLOCS, obligations, shared_blocs};

/// Show who agrees with whom over many agreements, who shares blocs, or whose alliances are alike
///
/// A vote is an item on its day; a treaty or declaration is an item as of --to, or of the day its record is complete to.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  blocs dyads --of USA\n  blocs dyads --over blocs --on 2018-11-12 --of FRA --csv\n  blocs dyads --of GBR --convention state-2017 --csv"
)]
pub(super) struct Dyads {
    /// Only this state's pairs
    #[arg(long, value_name = "STATE")]
    of: Option<String>,
    #[command(flatten)]
    which: Which,
    /// One row a pair and year of opening, or session of the UN General Assembly
    #[arg(long, value_name = "PERIOD")]
    by: Option<By>,
    /// What pairs are compared over
    #[arg(long, value_name = "WHAT", default_value = "agreements")]
    over: Over,
    /// With --over blocs: the day membership is taken on
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// With --over obligations: the bloc whose members are the state system [default: cow-state-system, or all states where a folder has no such bloc]
    #[arg(long, value_name = "BLOC")]
    system: Option<String>,
    /// Count by a published convention, named in every row: votes of the UN General Assembly only, where there are any
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(convention::ALL.iter().map(|c| PossibleValue::new(c.id).help(c.definition))))]
    convention: Option<String>,
    /// Only this measure (repeatable)
    #[arg(long, value_name = "ID", value_parser = clap::builder::PossibleValuesParser::new(dyad::ALL.iter().map(|m| PossibleValue::new(m.id).help(m.definition))))]
    measure: Vec<String>,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Year,
    Session,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Over {
    /// Positions on agreements: votes, treaties, declarations
    Agreements,
    /// Memberships on one day
    Blocs,
    /// What states owe each other by alliance, year by year
    Obligations,
}

impl Dyads {
    pub(super) fn run(self, data: &'static Dataset) -> Result<Answer, CliError> {
        self.sound()?;
        let of = self.of.as_deref().map(|name| resolve::state(data, name)).transpose()?;
        match self.over {
            Over::Agreements => self.over_agreements(data, of),
            Over::Blocs => self.over_blocs(data, of),
            Over::Obligations => self.over_obligations(data, of),
        }
    }

    /// Options that do not go together are refused rather than passed over.
    fn sound(&self) -> Result<(), CliError> {
        let misuse = |text: &str| Err(CliError::Misuse(text.to_owned()));
        let agreements = self.over == Over::Agreements;
        if !agreements && (self.which.chooses() || self.convention.is_some() || !self.measure.is_empty()) {
            return misuse("--agreements, --topic, --body, --convention and --measure are about agreements");
        }
        if self.over == Over::Blocs && (self.by.is_some() || self.which.days() != (None, None)) {
            return misuse("--over blocs is asked of one day: give it by --on");
        }
        match self.over {
            Over::Blocs if self.on.is_none() => misuse("--over blocs needs a day: --on DATE"),
            Over::Agreements | Over::Obligations if self.on.is_some() => {
                misuse("--on goes with --over blocs; --from and --to bound agreements and years")
            }
            Over::Obligations if self.by != Some(By::Year) => {
                misuse("--over obligations goes by year: add --by year")
            }
            _ if self.system.is_some() && self.over != Over::Obligations => {
                misuse("--system goes with --over obligations")
            }
            _ => Ok(()),
        }
    }

    fn convention(&self) -> Option<&'static Convention> {
        self.convention.as_deref().and_then(convention::find)
    }

    fn over_agreements(&self, data: &Dataset, of: Option<ActorId>) -> Result<Answer, CliError> {
        let items = self.items(data)?;
        if items.is_empty() {
            return Err(CliError::Failure(
                "no agreement fits; `blocs list agreements` shows what there is".to_owned(),
            ));
        }
        let spans: Vec<Span> = match self.by {
            Some(By::Year) => by_year(items),
            Some(By::Session) => by_session(data, items)?,
            None => vec![whole(self, items)],
        };
        let read = |span: &Span| {
            let of_span = Positions::new(data, span.days, &span.items, coding::DEFAULT, self.convention());
            of_span.in_session(span.session.clone())
        };
        let spans: Vec<Positions> = spans.iter().map(read).collect();
        if !self.csv {
            return Ok(Answer::ok(dyads_text::agreements(&spans, of, self.convention(), &self.measures())));
        }
        let table = DyadTable {
            measures: self.measures(),
            convention: self.convention(),
            by_session: self.by == Some(By::Session),
        };
        Ok(streamed(table.header(), spans, of, move |positions, run| {
            table.rows(positions, &positions.pairs(run))
        }))
    }

    fn measures(&self) -> Vec<&'static DyadMeasure> {
        let asked = self.measure.iter().filter_map(|id| dyad::ALL.iter().find(|m| m.id == id)).copied();
        if self.measure.is_empty() { MEASURES.to_vec() } else { asked.collect() }
    }

    fn over_blocs(&self, data: &Dataset, of: Option<ActorId>) -> Result<Answer, CliError> {
        let on = self.on.expect("checked above: --over blocs has a day");
        let positions = Positions::of_blocs(data, on);
        if positions.items == 0 {
            return Err(CliError::Failure(format!("no bloc has a member on {on}")));
        }
        if !self.csv {
            return Ok(Answer::ok(dyads_text::blocs(&positions, of)));
        }
        Ok(streamed(SHARED_BLOCS.to_owned(), vec![positions], of, |positions, run| {
            shared_blocs(positions, &positions.pairs(run))
        }))
    }

    fn over_obligations(self, data: &'static Dataset, of: Option<ActorId>) -> Result<Answer, CliError> {
        if data.obligations.is_empty() {
            let help = "no obligations in the data: fill obligations.csv of a folder and name it by --data";
            return Err(CliError::Failure(help.to_owned()));
        }
        let system = self.system(data)?;
        let Some((first, last)) = obligations::years(data, system) else {
            return Err(CliError::Failure("the state system never has a member".to_owned()));
        };
        let (from, to) = self.which.days();
        let (from, to) = (from.map_or(first, |d| d.year()), to.map_or(last, |d| d.year()));
        let years: Vec<i16> = (from.max(first)..=to).collect();
        if !self.csv {
            return Ok(Answer::ok(dyads_text::obligations(data, system, of, &years)));
        }
        Ok(Answer::stream(move |out| {
            out.write_all(OBLIGATIONS.as_bytes())?;
            let year = |year: &i16| obligations(&Portfolios::new(data, system, *year), of);
            written(&years, year, out)
        }))
    }

    /// The bloc whose members are compared; none for all states.
    fn system(&self, data: &Dataset) -> Result<Option<BlocId>, CliError> {
        match self.system.as_deref() {
            None => Ok(data.bloc_id(obligations::STATE_SYSTEM)),
            Some("states") => Ok(None),
            Some(name) => resolve::bloc(data, name).map(Some),
        }
    }

    /// The items that fit, each with the day its agreement opened.
    fn items(&self, data: &Dataset) -> Result<Vec<(Day, Item)>, CliError> {
        let mut selection = self.which.selection(data)?;
        if self.convention.is_some() {
            selection.members_of = data.bloc_id(convention::BODY);
            if selection.items(data).is_empty() {
                selection.members_of = None;
            }
        }
        let opened = |item: Item| (data.agreement(item.0).opened, item);
        Ok(selection.items(data).into_iter().map(opened).collect())
    }
}

/// Rows made run by run on every core, and printed in order.
fn streamed(
    header: String,
    spans: Vec<Positions>,
    of: Option<ActorId>,
    rows: impl Fn(&Positions, &Run) -> Vec<u8> + Sync + 'static,
) -> Answer {
    Answer::stream(move |out| {
        out.write_all(header.as_bytes())?;
        let runs = spans.iter().flat_map(|p| p.runs(of).into_iter().map(move |run| (p, run)));
        let runs: Vec<(&Positions, Run)> = runs.collect();
        written(&runs, |(positions, run)| rows(positions, run), out)
    })
}

/// Makes rows of each piece and prints them in order; where that takes long, tells how far it has come.
fn written<T: Sync>(
    pieces: &[T],
    rows: impl Fn(&T) -> Vec<u8> + Sync,
    out: &mut dyn Write,
) -> io::Result<()> {
    let done = AtomicU64::new(0);
    let so_far = || done.load(Ordering::Relaxed);
    let mut take = |rows: Vec<u8>| {
        done.fetch_add(1, Ordering::Relaxed);
        out.write_all(&rows)
    };
    // On a terminal the rows themselves tell.
    if io::stdout().is_terminal() {
        return in_order(pieces, rows, &mut take);
    }
    let course = Course { total: pieces.len() as u64, done: &so_far, shown: WRITING, then: WRITING };
    watched(&course, || in_order(pieces, rows, &mut take))
}

/// Items that make one row a pair.
struct Span {
    days: (Day, Day),
    session: Option<String>,
    items: Vec<Item>,
}

fn whole(asked: &Dyads, items: Vec<(Day, Item)>) -> Span {
    let first = items.iter().map(|(day, _)| *day).min().unwrap_or(Day::ZERO);
    let last = items.iter().map(|(_, (_, on))| *on).max().unwrap_or(Day::ZERO);
    let (from, to) = asked.which.days();
    let days = (from.unwrap_or(first), to.unwrap_or(last));
    Span { days, session: None, items: items.into_iter().map(|(_, item)| item).collect() }
}

fn by_year(mut items: Vec<(Day, Item)>) -> Vec<Span> {
    items.sort();
    let years = items.chunk_by(|a, b| a.0.year() == b.0.year());
    let spans = years.map(|chunk| {
        let (day, items) = (chunk[0].0, chunk.iter().map(|(_, i)| *i).collect());
        Span { days: (day.first_of_year(), day.last_of_year()), session: None, items }
    });
    spans.collect()
}

/// Sessions in the order of their first votes; what belongs to none is left out.
fn by_session(data: &Dataset, items: Vec<(Day, Item)>) -> Result<Vec<Span>, CliError> {
    let mut sessions: BTreeMap<&str, Vec<(Day, Item)>> = BTreeMap::new();
    for item in items {
        if let Some(session) = ballot::session(data, item.1.0) {
            sessions.entry(session).or_default().push(item);
        }
    }
    if sessions.is_empty() {
        let none = "nothing that fits belongs to a session: imported votes of the UN General Assembly do";
        return Err(CliError::Failure(none.to_owned()));
    }
    let span = |(session, mut items): (&str, Vec<(Day, Item)>)| {
        items.sort();
        let days = (items[0].0, items[items.len() - 1].0);
        let items = items.into_iter().map(|(_, item)| item).collect();
        Span { days, session: Some(session.to_owned()), items }
    };
    let mut spans: Vec<Span> = sessions.into_iter().map(span).collect();
    spans.sort_by(|a, b| (a.days, &a.session).cmp(&(b.days, &b.session)));
    Ok(spans)
}
