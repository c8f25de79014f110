//! Cohesion over time: each bloc's pairwise agreement on one agreement, on
//! every day on which an act or a change of members can have moved it; with its
//! members as they were, and with those who belonged to it throughout.

use std::collections::BTreeSet;

use super::facts::{ActorRef, AgreementFacts, BlocFacts, Citation, Group};
use super::timeline::Course;
use super::view::{Lens, Tally};
use crate::dataset::Dataset;
use crate::measure::PAIRWISE_AGREEMENT;
use crate::model::*;
use crate::snapshot::{Snapshot, turns};

/// Cohesion of blocs over time.
#[derive(Clone, Debug)]
pub struct Cohesion {
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Hash of the data.
    pub data_hash: String,
    /// One course a bloc.
    pub blocs: Vec<BlocCourse>,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
}

/// One bloc's cohesion over time.
#[derive(Clone, Debug)]
pub struct BlocCourse {
    /// The bloc.
    pub bloc: BlocFacts,
    /// How many belonged to it on every day it had members.
    pub throughout: usize,
    /// Its levels, each from its day to the next.
    pub levels: Vec<Level>,
}

/// A bloc from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The day.
    pub on: Day,
    /// Pairwise agreement of its members; none with fewer than two positions.
    pub agreement: Option<f64>,
    /// How many of them had a position.
    pub n: usize,
    /// Pairwise agreement of those who were members throughout.
    pub fixed: Option<f64>,
    /// Who joined the bloc that day.
    pub joined: Vec<ActorRef>,
    /// Who left it that day.
    pub left: Vec<ActorRef>,
}

/// Follows each bloc's cohesion.
pub fn cohesion(data: &Dataset, course: &Course) -> Cohesion {
    let groups = course.chosen(data);
    let (from, until) = course.span(data);
    let lens = course.lens(data);
    Cohesion {
        agreement: AgreementFacts::of(data, course.agreement),
        from,
        until,
        data_hash: data.hash.clone(),
        blocs: groups.iter().map(|group| follow(&lens, group, from, until)).collect(),
        sources: course.sources(data, &groups),
    }
}

fn follow(lens: &Lens, group: &Group, from: Day, until: Day) -> BlocCourse {
    let days = days(lens, group, from, until);
    let at = |on: Day| Lens { snapshot: Snapshot::new(lens.snapshot.data, on), ..*lens };
    let rolls: Vec<BTreeSet<ActorId>> =
        days.iter().map(|day| group.roll(at(*day).snapshot).members).collect();
    let throughout =
        rolls.iter().filter(|r| !r.is_empty()).cloned().reduce(|a, b| &a & &b).unwrap_or_default();
    let mut levels: Vec<Level> = vec![];
    for (i, (day, roll)) in days.iter().zip(&rolls).enumerate() {
        let before = if i == 0 { roll } else { &rolls[i - 1] };
        let named =
            |ids: BTreeSet<ActorId>| ids.iter().map(|id| ActorRef::of(lens.snapshot.data, *id)).collect();
        let lens = at(*day);
        let (agreement, n) = lens.unity(roll);
        let fixed = if roll.is_empty() { None } else { lens.unity(&throughout).0 };
        levels.push(Level {
            on: *day,
            agreement,
            n,
            fixed,
            joined: named(roll - before),
            left: named(before - roll),
        });
    }
    let same = |a: &mut Level, b: &mut Level| {
        (a.agreement, a.n, a.fixed) == (b.agreement, b.n, b.fixed) && a.joined.is_empty() && a.left.is_empty()
    };
    levels.dedup_by(|later, earlier| same(later, earlier));
    BlocCourse { bloc: group.facts.clone(), throughout: throughout.len(), levels }
}

/// The days on which the bloc's cohesion can have moved: the first, those of acts, and those on which
/// somebody joined or left it.
fn days(lens: &Lens, group: &Group, from: Day, until: Day) -> BTreeSet<Day> {
    let data = lens.snapshot.data;
    let acts = data.acts_on(lens.agreement).iter().map(|act| act.effective);
    let moved = acts.flat_map(|date| [date.earliest, date.latest]).chain(turns(data, &group.expr));
    moved.chain([from]).filter(|day| *day >= from && *day <= until).collect()
}

impl Lens<'_> {
    /// Pairwise agreement among actors, and how many of them have a position.
    fn unity(&self, actors: &BTreeSet<ActorId>) -> (Option<f64>, usize) {
        let standings = self.standings();
        let members: Vec<_> = actors.iter().map(|id| self.member(&standings, *id)).collect();
        let tally = Tally::of(&members, self.coding);
        let kind = self.snapshot.data.agreement(self.agreement).kind;
        ((PAIRWISE_AGREEMENT.compute)(&tally.counts(kind)), tally.n)
    }
}

impl BlocCourse {
    /// The first and the last defined agreement, each with its n.
    pub fn ends(&self) -> Option<((f64, usize), (f64, usize))> {
        let mut defined = self.levels.iter().filter_map(|l| Some((l.agreement?, l.n)));
        let first = defined.next()?;
        Some((first, defined.next_back().unwrap_or(first)))
    }

    /// On how many days somebody joined or left.
    pub fn changes(&self) -> usize {
        self.levels.iter().filter(|l| !l.joined.is_empty() || !l.left.is_empty()).count()
    }
}
