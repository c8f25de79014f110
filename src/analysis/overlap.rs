//! How blocs, and the states in agreements, overlap on a day: every combination
//! of sets that some actor is in, exactly those, with who is in it.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::{BEST_KNOWN, known};
use super::facts::{ActorRef, AgreementFacts, Citation, Group};
use super::view::Lens;
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;

/// How sets overlap.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// The day.
    pub on: Day,
    /// The sets, in the order asked: blocs, then agreements.
    pub sets: Vec<Set>,
    /// Every combination that exists: of most sets first, then the largest.
    pub combinations: Vec<Combination>,
    /// Hash of the data.
    pub data_hash: String,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
}

/// A bloc, or the states in an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// The name that fits a chart.
    pub name: String,
    /// Whether it is an agreement.
    pub is_agreement: bool,
    /// How many actors it held.
    pub size: usize,
}

/// The actors that were in these sets and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// Places in [`Overlap::sets`].
    pub sets: Vec<usize>,
    /// Who, by name.
    pub actors: Vec<ActorRef>,
}

/// Finds every combination of `groups`, and of the states in `agreements`.
pub fn overlap(data: &Dataset, agreements: &[AgreementId], asked: &[Group], on: Option<Day>) -> Overlap {
    let default = asked.is_empty() && agreements.len() < 2;
    let groups = if default { known(data, BEST_KNOWN) } else { asked.to_vec() };
    let on = on.unwrap_or_else(|| complete_to(data, agreements, &groups));
    let snapshot = Snapshot::new(data, on);
    let mut rolls: Vec<(Set, BTreeSet<ActorId>)> = vec![];
    for group in &groups {
        let members = group.roll(snapshot).members;
        let set = Set { name: group.facts.short_name.clone(), is_agreement: false, size: members.len() };
        rolls.push((set, members));
    }
    for id in agreements {
        let inside = states_in(&Lens { snapshot, agreement: *id, coding: coding::DEFAULT });
        let name = AgreementFacts::of(data, *id).short_name;
        rolls.push((Set { name, is_agreement: true, size: inside.len() }, inside));
    }
    let combinations = combinations(data, &rolls);
    let sources = Citation::list(data, &sources(data, agreements, &groups));
    let sets = rolls.into_iter().map(|(set, _)| set).collect();
    Overlap { on, sets, combinations, data_hash: data.hash.clone(), sources }
}

/// The last day to which every roll and record is complete.
fn complete_to(data: &Dataset, agreements: &[AgreementId], groups: &[Group]) -> Day {
    let rolls = groups.iter().map(|g| g.facts.coverage_until);
    let records = agreements.iter().map(|id| data.cutoff(*id));
    rolls.chain(records).min().unwrap_or(Day::ZERO)
}

fn states_in(lens: &Lens) -> BTreeSet<ActorId> {
    let standings = lens.standings();
    let inside = |id: &ActorId| lens.coding.position(standings.standing(*id).status) == Some(Position::In);
    lens.snapshot.states().members.into_iter().filter(inside).collect()
}

fn combinations(data: &Dataset, rolls: &[(Set, BTreeSet<ActorId>)]) -> Vec<Combination> {
    let everyone: BTreeSet<ActorId> = rolls.iter().flat_map(|(_, roll)| roll.iter().copied()).collect();
    let mut found: BTreeMap<Vec<usize>, Vec<ActorRef>> = BTreeMap::new();
    for actor in everyone {
        let sets = (0..rolls.len()).filter(|i| rolls[*i].1.contains(&actor)).collect();
        found.entry(sets).or_default().push(ActorRef::of(data, actor));
    }
    let mut list: Vec<Combination> =
        found.into_iter().map(|(sets, actors)| Combination { sets, actors }).collect();
    for combination in &mut list {
        combination.actors.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let key = |c: &Combination| {
        (std::cmp::Reverse(c.sets.len()), std::cmp::Reverse(c.actors.len()), c.sets.clone())
    };
    list.sort_by_key(key);
    list
}

fn sources(data: &Dataset, agreements: &[AgreementId], groups: &[Group]) -> Vec<SourceId> {
    let names = groups.iter().flat_map(|g| g.expr.names());
    let blocs: Vec<BlocId> = names.filter_map(|name| data.bloc_id(name)).collect();
    let memberships = blocs.iter().flat_map(|id| data.memberships_of(*id)).map(|m| m.source);
    let acts = agreements.iter().flat_map(|id| data.acts_on(*id)).map(|act| act.source);
    memberships.chain(acts).collect()
}
