//! Cohesion as a series: each bloc on each agreement, or over the years, with
//! its members as they were on each day and with the same members throughout.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::ballot::{Ballot, Item, session};
use super::facts::{ActorRef, AgreementFacts, BlocFacts, Group};
use crate::coding;
use crate::dataset::Dataset;
use crate::measure::{AGREEMENT_INDEX, Counts, PAIRWISE_AGREEMENT, RICE};
use crate::model::*;
use crate::snapshot::{Snapshot, turns};

/// What one row of a series stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One agreement.
    Agreement,
    /// A year, and a kind of agreement in it: kinds are never averaged together.
    Year,
    /// A session of the UN General Assembly; what belongs to none is left out.
    Session,
}

/// One bloc over the items of one row.
#[derive(Clone, Debug)]
pub struct SeriesRow {
    /// The bloc.
    pub bloc: BlocFacts,
    /// The agreement, in a series by agreement.
    pub agreement: Option<AgreementFacts>,
    /// The session, in a series by session.
    pub session: Option<String>,
    /// The kind of agreement.
    pub kind: AgreementKind,
    /// The first day of the items (of the year, in a series by year).
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Items on which two members or more have a position.
    pub items: usize,
    /// Members on the last item's day.
    pub members: usize,
    /// The counts of positions, added up over the items.
    pub counts: Counts,
    /// Mean pairwise agreement, members as on each day.
    pub agreement_mean: Option<f64>,
    /// The lowest and highest item.
    pub range: Option<(f64, f64)>,
    /// Items on which all who have a position took one.
    pub unanimous: usize,
    /// Mean Rice index.
    pub rice: Option<f64>,
    /// Mean Agreement Index.
    pub agreement_index: Option<f64>,
    /// Mean pairwise agreement of those who were members on every item's day of the series.
    pub fixed: Option<f64>,
    /// How many those are.
    pub fixed_members: usize,
    /// Mean pairwise agreement of all states on the same items.
    pub world: Option<f64>,
    /// Who had joined since the row before.
    pub joined: Vec<ActorRef>,
    /// Who had left since the row before.
    pub left: Vec<ActorRef>,
}

/// A bloc's members on each item's day, in order.
pub(super) struct Rolls {
    rolls: Vec<Vec<ActorId>>,
    /// The place of each item's roll.
    of_item: Vec<usize>,
    throughout: Vec<ActorId>,
}

/// Where every actor stood on items.
pub(super) fn ballots(data: &Dataset, items: &[Item]) -> Vec<Ballot> {
    items.par_iter().map(|item| Ballot::of(data, *item, coding::DEFAULT)).collect()
}

/// The series of every bloc over items, which must be in the order of their days.
pub fn series(data: &Dataset, items: &[Item], groups: &[Group], by: By) -> Vec<SeriesRow> {
    series_of(data, &ballots(data, items), groups, by)
}

/// The same of ballots.
pub(super) fn series_of(data: &Dataset, ballots: &[Ballot], groups: &[Group], by: By) -> Vec<SeriesRow> {
    let states: Vec<ActorId> = data.state_ids().collect();
    let world: Vec<Option<f64>> =
        ballots.par_iter().map(|b| (PAIRWISE_AGREEMENT.compute)(&b.counts(&states))).collect();
    let rows = rows_of(data, ballots, by);
    let of_bloc = |group| of_bloc(data, ballots, &world, &rows, group, by);
    groups.par_iter().flat_map_iter(of_bloc).collect()
}

/// The places of the ballots of each row, in order.
fn rows_of(data: &Dataset, ballots: &[Ballot], by: By) -> Vec<Vec<usize>> {
    let mut places: Vec<usize> = (0..ballots.len()).collect();
    match by {
        By::Agreement => places.into_iter().map(|i| vec![i]).collect(),
        By::Year => {
            let key = |i: &usize| (ballots[*i].on.year(), ballots[*i].kind);
            places.sort_by_key(|i| (key(i), *i));
            places.chunk_by(|a, b| key(a) == key(b)).map(<[usize]>::to_vec).collect()
        }
        By::Session => {
            let mut sessions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for i in places {
                if let Some(session) = session(data, ballots[i].agreement) {
                    sessions.entry(session).or_default().push(i);
                }
            }
            let mut rows: Vec<Vec<usize>> = sessions.into_values().collect();
            rows.sort();
            rows
        }
    }
}

fn of_bloc(
    data: &Dataset,
    ballots: &[Ballot],
    world: &[Option<f64>],
    rows: &[Vec<usize>],
    group: &Group,
    by: By,
) -> Vec<SeriesRow> {
    let rolls = Rolls::of(data, ballots, group);
    let mut before: Option<&[ActorId]> = None;
    let mut series = vec![];
    for places in rows {
        let mut row = row(data, ballots, world, places, &rolls, group);
        if by == By::Agreement {
            row.agreement = Some(AgreementFacts::of(data, ballots[places[0]].agreement));
        } else {
            match by {
                By::Year => (row.from, row.to) = (row.from.first_of_year(), row.from.last_of_year()),
                _ => row.session = session(data, ballots[places[0]].agreement).map(str::to_owned),
            }
            let last = rolls.on(places[places.len() - 1]);
            let named = |a: &[ActorId], b: &[ActorId]| -> Vec<ActorRef> {
                let only = a.iter().filter(|id| b.binary_search(id).is_err());
                only.map(|id| ActorRef::of(data, *id)).collect()
            };
            row.joined = before.map(|before| named(last, before)).unwrap_or_default();
            row.left = before.map(|before| named(before, last)).unwrap_or_default();
            before = Some(last);
        }
        series.push(row);
    }
    series
}

fn row(
    data: &Dataset,
    ballots: &[Ballot],
    world: &[Option<f64>],
    places: &[usize],
    rolls: &Rolls,
    group: &Group,
) -> SeriesRow {
    let first = &ballots[places[0]];
    let last = places[places.len() - 1];
    let counted = places.iter().map(|i| (*i, ballots[*i].counts(rolls.on(*i))));
    let (decided, counts): (Vec<usize>, Vec<Counts>) = counted.filter(|(_, c)| c.n() >= 2).unzip();
    let fixed: Vec<Counts> = places.iter().map(|i| ballots[*i].counts(&rolls.throughout)).collect();
    let each = |compute: fn(&Counts) -> Option<f64>, counts: &[Counts]| -> Vec<f64> {
        counts.iter().filter_map(compute).collect()
    };
    let agreement = each(PAIRWISE_AGREEMENT.compute, &counts);
    let lowest = agreement.iter().copied().min_by(f64::total_cmp);
    let highest = agreement.iter().copied().max_by(f64::total_cmp);
    let is_state = |id: &&ActorId| data.actor(**id).is_state();
    SeriesRow {
        bloc: group.facts.clone(),
        agreement: None,
        session: None,
        kind: first.kind,
        from: first.on,
        to: ballots[last].on,
        items: counts.len(),
        members: rolls.on(last).len(),
        counts: total(&counts, first),
        range: lowest.zip(highest),
        unanimous: counts.iter().filter(|c| c.largest() == c.n()).count(),
        agreement_mean: mean(agreement.into_iter()),
        rice: mean(each(RICE.compute, &counts).into_iter()),
        agreement_index: mean(each(AGREEMENT_INDEX.compute, &counts).into_iter()),
        fixed: mean(each(PAIRWISE_AGREEMENT.compute, &fixed).into_iter()),
        fixed_members: rolls.throughout.iter().filter(is_state).count(),
        world: mean(decided.iter().filter_map(|i| world[*i])),
        joined: vec![],
        left: vec![],
    }
}

fn total(counts: &[Counts], ballot: &Ballot) -> Counts {
    let positions = ballot.counts([]).positions;
    let none = Counts { positions, ..Counts::default() };
    counts.iter().fold(none, |sum, c| Counts {
        inside: sum.inside + c.inside,
        half: sum.half + c.half,
        out: sum.out + c.out,
        positions,
    })
}

pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values.fold((0usize, 0.0), |(n, sum), value| (n + 1, sum + value));
    (n > 0).then(|| sum / n as f64)
}

impl Rolls {
    /// The bloc's members on each ballot's day; ballots between which nobody joined or left share a roll.
    pub(super) fn of(data: &Dataset, ballots: &[Ballot], group: &Group) -> Self {
        let turns = turns(data, &group.expr);
        let mut rolls: Vec<Vec<ActorId>> = vec![];
        let mut of_item: Vec<usize> = vec![];
        let mut known = None;
        for ballot in ballots {
            let after = turns.partition_point(|day| *day <= ballot.on);
            if known.replace(after) != Some(after) {
                let roll = group.roll(Snapshot::new(data, ballot.on)).members.into_iter().collect();
                if rolls.last() != Some(&roll) {
                    rolls.push(roll);
                }
            }
            of_item.push(rolls.len() - 1);
        }
        let mut kept = rolls.iter().filter(|roll| !roll.is_empty());
        let mut throughout = kept.next().cloned().unwrap_or_default();
        for roll in kept {
            throughout.retain(|id| roll.binary_search(id).is_ok());
        }
        Self { rolls, of_item, throughout }
    }

    /// The members on the day of an item.
    pub(super) fn on(&self, item: usize) -> &[ActorId] {
        &self.rolls[self.of_item[item]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_average_is_no_mean() {
        assert_eq!(mean([].into_iter()), None);
        assert_eq!(mean([0.5, 1.0].into_iter()), Some(0.75));
    }
}
