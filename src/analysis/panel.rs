//! Tidy panels for statistics programs: one row an actor and agreement, a pair
//! and year, or a bloc and year; one column a variable. Kept by column, with
//! every word once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::ballot::{Item, item};
use super::dyads::{Positions, joint, marks};
use super::view::Lens;
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::measure::bits::Mark;
use crate::measure::dyad::{AGREEMENT, DyadMeasure, KAPPA, LIJPHART, S};
use crate::measure::{AGREEMENT_INDEX, Counts, Measure, PAIRWISE_AGREEMENT, RICE};
use crate::model::*;
use crate::snapshot::Snapshot;

/// Rows of variables.
#[derive(Clone, Debug)]
pub struct Panel {
    /// The variables.
    pub columns: Vec<Column>,
    /// How many rows each has.
    pub rows: usize,
}

/// One variable.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its values.
    pub values: Values,
}

/// The values of a variable; an empty text or none is not known or not defined.
#[derive(Clone, Debug)]
pub enum Values {
    /// Words, and the place of each row's word.
    Text(Vec<String>, Vec<u32>),
    /// Whole numbers.
    Whole(Vec<Option<u32>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
}

/// A panel that can be asked for.
#[derive(Debug)]
pub struct PanelKind {
    /// Kebab-case name.
    pub id: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Makes it; a day moves every treaty and declaration to that day, and leaves out what came later.
    pub make: fn(&Dataset, Option<Day>) -> Panel,
}

/// Every panel.
pub const ALL: &[PanelKind] = &[
    PanelKind {
        id: "actor-agreement",
        row: "a state that could act, or another actor that did, and an agreement: as of the day given, or of the vote's day and the day the record is complete to",
        make: actor_agreement,
    },
    PanelKind {
        id: "dyad-year",
        row: "a pair of states and a year: the agreements opened in it on which both were called upon",
        make: dyad_year,
    },
    PanelKind {
        id: "bloc-year",
        row: "a bloc and a year: the agreements opened in it, votes by the members of their day and others by those of the year's last, and how united these were on average",
        make: bloc_year,
    },
];

/// Words while a column is being written.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    known: BTreeMap<String, u32>,
    places: Vec<u32>,
}

impl Words {
    fn push(&mut self, word: &str) {
        let place = match self.known.get(word) {
            Some(place) => *place,
            None => {
                let place = self.words.len() as u32;
                self.words.push(word.to_owned());
                self.known.insert(word.to_owned(), place);
                place
            }
        };
        self.places.push(place);
    }

    fn column(self, name: &'static str) -> Column {
        Column { name, values: Values::Text(self.words, self.places) }
    }
}

fn whole(name: &'static str, values: Vec<Option<u32>>) -> Column {
    Column { name, values: Values::Whole(values) }
}

fn number(name: &'static str, values: Vec<Option<f64>>) -> Column {
    Column { name, values: Values::Number(values) }
}

/// The agreements with the day each is asked about, earliest opened first.
fn items(data: &Dataset, on: Option<Day>) -> Vec<(Day, Item)> {
    let ids = data.agreement_ids().filter(|id| on.is_none_or(|on| data.agreement(*id).opened <= on));
    let mut items: Vec<(Day, Item)> = ids.map(|id| (data.agreement(id).opened, item(data, id, on))).collect();
    items.sort_unstable();
    items
}

fn actor_agreement(data: &Dataset, on: Option<Day>) -> Panel {
    let items = items(data, on);
    let of_item = |(_, (agreement, as_of)): &(Day, Item)| {
        let lens =
            Lens { snapshot: Snapshot::new(data, *as_of), agreement: *agreement, coding: coding::DEFAULT };
        let standings = lens.standings();
        let could = |id: &ActorId| data.actor(*id).is_state() || !data.acts_of(*id, *agreement).is_empty();
        let all = data.actor_ids().filter(could).map(|id| (id, standings.standing(id)));
        all.filter(|(_, s)| !matches!(s.status, Status::NotEligible | Status::NotAState)).collect::<Vec<_>>()
    };
    let found: Vec<_> = items.par_iter().map(of_item).collect();
    let mut texts: [Words; 7] = Default::default();
    let mut positions = vec![];
    for ((_, (agreement, as_of)), standings) in items.iter().zip(&found) {
        let (agreement, day) = (data.agreement(*agreement), as_of.to_string());
        for (actor, standing) in standings {
            let actor = data.actor(*actor);
            let cells = [
                actor.id.as_str(),
                &actor.name,
                &agreement.id,
                agreement.kind.word(),
                &day,
                standing.status.word(),
                standing.certainty.word(),
            ];
            texts.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
            positions.push(coding::DEFAULT.position(standing.status).map(Position::value));
        }
    }
    let names = ["actor", "name", "agreement", "kind", "on", "status", "certainty"];
    let rows = positions.len();
    let mut columns: Vec<Column> =
        texts.into_iter().zip(names).map(|(words, name)| words.column(name)).collect();
    columns.push(number("position", positions));
    Panel { columns, rows }
}

/// Agreements by the year they opened in.
fn by_year(items: &[(Day, Item)]) -> Vec<(i16, Vec<Item>)> {
    let years = items.chunk_by(|a, b| a.0.year() == b.0.year());
    years.map(|chunk| (chunk[0].0.year(), chunk.iter().map(|(_, item)| *item).collect())).collect()
}

fn dyad_year(data: &Dataset, on: Option<Day>) -> Panel {
    const MEASURES: [(&str, &DyadMeasure); 4] =
        [("agreement", &AGREEMENT), ("lijphart", &LIJPHART), ("s", &S), ("kappa", &KAPPA)];
    let mut ends: [Words; 2] = Default::default();
    let mut counts: [Vec<Option<u32>>; 6] = Default::default();
    let mut values: [Vec<Option<f64>>; 4] = Default::default();
    for (year, items) in by_year(&items(data, on)) {
        let days = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
        let positions = Positions::new(data, days, &items, coding::DEFAULT, None);
        for pair in positions.all(None) {
            let joint = joint(&pair.counts);
            let (n, same, opposite) = (joint.n(), joint.same(), joint.opposite());
            let cells = [year as u64, n, same, n - same - opposite, opposite, u64::from(pair.counts.absent)];
            ends.iter_mut().zip([pair.a, pair.b]).for_each(|(c, i)| c.push(&positions.actors[i].id));
            counts.iter_mut().zip(cells).for_each(|(column, n)| column.push(Some(n as u32)));
            values.iter_mut().zip(MEASURES).for_each(|(column, (_, m))| column.push((m.compute)(&joint)));
        }
    }
    let rows = counts[0].len();
    let ends = ends.into_iter().zip(["a", "b"]).map(|(words, name)| words.column(name));
    let names = ["year", "n", "same", "partial", "opposite", "absent"];
    let counts = counts.into_iter().zip(names).map(|(values, name)| whole(name, values));
    let values = values.into_iter().zip(MEASURES).map(|(values, (name, _))| number(name, values));
    Panel { columns: ends.chain(counts).chain(values).collect(), rows }
}

/// The measures of how united a bloc was, with the columns that hold their means.
const COHESION: [(&str, &Measure); 3] =
    [("pairwise_agreement", &PAIRWISE_AGREEMENT), ("rice", &RICE), ("agreement_index", &AGREEMENT_INDEX)];

/// How one bloc stood over the agreements of a year.
#[derive(Clone, Copy, Default)]
struct Unity {
    agreements: u32,
    unanimous: u32,
    sums: [f64; 3],
    defined: [u32; 3],
}

impl Unity {
    fn add(&mut self, counts: &Counts) {
        if counts.n() < 2 {
            return;
        }
        self.agreements += 1;
        self.unanimous += u32::from(counts.largest() == counts.n());
        for (i, (_, measure)) in COHESION.iter().enumerate() {
            if let Some(value) = (measure.compute)(counts) {
                self.sums[i] += value;
                self.defined[i] += 1;
            }
        }
    }

    fn mean(&self, i: usize) -> Option<f64> {
        (self.defined[i] > 0).then(|| self.sums[i] / f64::from(self.defined[i]))
    }
}

fn bloc_year(data: &Dataset, on: Option<Day>) -> Panel {
    let mut texts: [Words; 2] = Default::default();
    let mut counts: [Vec<Option<u32>>; 4] = Default::default();
    let mut values: [Vec<Option<f64>>; 3] = Default::default();
    for (year, items) in by_year(&items(data, on)) {
        let last = jiff::civil::date(year, 12, 31);
        let year_end = Snapshot::new(data, last);
        let items: Vec<Item> = items.into_iter().map(|(id, as_of)| (id, as_of.min(last))).collect();
        for (bloc, unity) in data.bloc_ids().zip(unity(data, &items)) {
            let members = year_end.members(bloc).members.len() as u32;
            if members == 0 && unity.agreements == 0 {
                continue;
            }
            let facts = data.bloc(bloc);
            texts.iter_mut().zip([facts.id.as_str(), facts.kind.word()]).for_each(|(c, w)| c.push(w));
            let cells = [year as u32, members, unity.agreements, unity.unanimous];
            counts.iter_mut().zip(cells).for_each(|(column, n)| column.push(Some(n)));
            values.iter_mut().enumerate().for_each(|(i, column)| column.push(unity.mean(i)));
        }
    }
    let rows = counts[0].len();
    let texts = texts.into_iter().zip(["bloc", "kind"]).map(|(words, name)| words.column(name));
    let names = ["year", "members", "agreements", "unanimous"];
    let counts = counts.into_iter().zip(names).map(|(values, name)| whole(name, values));
    let values = values.into_iter().zip(COHESION).map(|(values, (name, _))| number(name, values));
    Panel { columns: texts.chain(counts).chain(values).collect(), rows }
}

/// Each bloc's unity over some agreements, each taken with the members of its own day.
fn unity(data: &Dataset, items: &[Item]) -> Vec<Unity> {
    let marks = marks(data, items, coding::DEFAULT);
    let of_bloc = |bloc: BlocId| {
        let mut unity = Unity::default();
        let mut roll: Option<(Day, Vec<bool>)> = None;
        for ((agreement, day), marks) in items.iter().zip(&marks) {
            if roll.as_ref().is_none_or(|(on, _)| on != day) {
                let mut in_it = vec![false; data.actors.len()];
                for id in Snapshot::new(data, *day).members(bloc).members {
                    in_it[id.0 as usize] = true;
                }
                roll = Some((*day, in_it));
            }
            let Some((_, in_it)) = &roll else { continue };
            let positions = if data.agreement(*agreement).kind == AgreementKind::Declaration { 2 } else { 3 };
            let mut counts = Counts { positions, ..Counts::default() };
            for (_, mark) in marks.iter().filter(|(id, _)| in_it[*id as usize]) {
                match mark {
                    Mark::In => counts.inside += 1,
                    Mark::Half => counts.half += 1,
                    Mark::Out => counts.out += 1,
                    Mark::Absent => {}
                }
            }
            unity.add(&counts);
        }
        unity
    };
    data.bloc_ids().collect::<Vec<_>>().into_par_iter().map(of_bloc).collect()
}
