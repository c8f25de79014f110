//! Who is near whom over many agreements: how alike each two states' records
//! are, the tree and the map that follow, the groups that form of themselves,
//! and where they differ from the blocs. Only pairs that share enough
//! agreements are compared; a state without enough is left out by name.

use super::ballot::{Ballot, Item};
use super::dyads::joint;
use super::facts::{ActorRef, BlocFacts, Group};
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::measure::bits::{Bits, Mark, PairCounts};
use crate::measure::dyad::LIJPHART;
use crate::model::*;
use crate::snapshot::Snapshot;
use crate::structure::Square;
use crate::structure::communities::{Communities, RUNS, communities};
use crate::structure::hierarchy::{Linkage, Tree, cluster};
use crate::structure::partition::Comparison;
use crate::structure::scaling::{Scaling, scale};
use crate::structure::silhouette::silhouette;

/// The fewest agreements that two compared states must share.
pub const FEWEST_SHARED: usize = 5;
/// The most states that are compared: more cannot be read in one figure.
pub const MOST_STATES: usize = 60;
/// The state that a position map shows on the right, where it is among those compared.
pub const ANCHOR: &str = "USA";
/// The fewest members of a bloc among the states for it to be held against the groups.
pub const FEWEST_MEMBERS: usize = 3;

/// The fewest states among which groups are looked for.
pub const FEWEST_FOR_GROUPS: usize = 8;

/// Why there is no structure to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shapeless {
    /// Too few agreements.
    #[error("{items} agreements: at least {FEWEST_SHARED} must be shared")]
    TooFewAgreements {
        /// How many there are.
        items: usize,
    },
    /// Too few states share enough of them.
    #[error("{states} states share {FEWEST_SHARED} agreements with one another: three are needed")]
    TooFewStates {
        /// How many do.
        states: usize,
    },
    /// Groups of very few states are chance.
    #[error("{states} states: at least {FEWEST_FOR_GROUPS} are needed to look for groups")]
    TooFewForGroups {
        /// How many there are.
        states: usize,
    },
    /// No ties.
    #[error("no two states agree more than the agreements alone would have it")]
    NoTies,
    /// All distances are equal.
    #[error("all states are equally alike: there is no direction to tell them apart by")]
    AllAlike,
}

/// The states compared and what follows.
#[derive(Clone, Debug)]
pub struct Structure {
    /// The states, by id; every table below has a row for each.
    pub states: Vec<ActorRef>,
    /// For each state the blocs it is in, as places in [`Structure::blocs`].
    pub memberships: Vec<Vec<usize>>,
    /// The blocs the states were taken from, and how alike their members are.
    pub blocs: Vec<BlocShape>,
    /// Short names of the blocs that were asked for and left out, as there would be too many states.
    pub left_out: Vec<String>,
    /// States of these blocs that share too few agreements with others.
    pub unshared: Vec<ActorRef>,
    /// How many states of the first bloc were left out, as it alone has too many.
    pub cut: usize,
    /// How many agreements.
    pub items: usize,
    /// Lijphart's index of agreement for each two.
    pub similarity: Square,
    /// On how many agreements each two were compared.
    pub shared: Square,
    /// The day of membership: the last of the agreements' days.
    pub on: Day,
    /// Average-linkage clustering of 1 - similarity.
    pub tree: Tree,
    /// Two axes of classical scaling, and the place of the anchor among the states.
    pub map: Result<(Scaling, usize), Shapeless>,
    /// The groups that form of themselves, or why none are looked for or found.
    pub groups: Result<FoundGroups, Shapeless>,
}

/// A bloc among the states compared.
#[derive(Clone, Debug)]
pub struct BlocShape {
    /// The bloc.
    pub bloc: BlocFacts,
    /// How many of its members are among the states.
    pub members: usize,
    /// Their mean similarity; `None` below two.
    pub likeness: Option<f64>,
    /// Members against all others, compared with the groups found: ARI and NMI (arithmetic).
    pub match_with_groups: Option<(f64, f64)>,
}

/// Groups of states that agree more than the agreements alone would have it.
#[derive(Clone, Debug)]
pub struct FoundGroups {
    /// The division and how stable it is.
    pub found: Communities,
    /// How many groups.
    pub count: usize,
    /// Members found in another group than most of their bloc.
    pub misplaced: Vec<Misplaced>,
    /// States that sit between groups, those nearest to another first.
    pub bridges: Vec<Bridge>,
}

/// A member found elsewhere than most of its bloc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// The member.
    pub actor: ActorRef,
    /// The bloc.
    pub bloc: BlocFacts,
    /// The group it is in.
    pub group: usize,
    /// The group most of its bloc is in, how many are, and of how many.
    pub most: (usize, usize, usize),
}

/// A state that is about as near to another group as to its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The state.
    pub actor: ActorRef,
    /// Its group and the next.
    pub between: (usize, usize),
    /// Its mean similarity to its own group and to the next.
    pub likeness: (f64, f64),
    /// Its silhouette, at most [`BRIDGE`].
    pub silhouette: f64,
}

/// Up to this silhouette a state is said to stand between groups.
pub const BRIDGE: f64 = 0.1;

/// Every state's positions on the items.
struct Record {
    actors: Vec<ActorRef>,
    items: usize,
    bits: Bits,
    positions: Vec<Vec<Option<Position>>>,
}

impl Record {
    fn of(data: &Dataset, items: &[Item]) -> Self {
        let states: Vec<ActorId> = data.state_ids().collect();
        let mut bits = Bits::new(states.len(), items.len());
        let mut positions = vec![Vec::with_capacity(items.len()); states.len()];
        for (place, item) in items.iter().enumerate() {
            let ballot = Ballot::of(data, *item, coding::DEFAULT);
            for (i, id) in states.iter().enumerate() {
                let position = ballot.position(*id);
                positions[i].push(position);
                match position {
                    Some(Position::Out) => bits.mark(i, place, Mark::Out),
                    Some(Position::Half) => bits.mark(i, place, Mark::Half),
                    Some(Position::In) => bits.mark(i, place, Mark::In),
                    None => {}
                }
            }
        }
        let actors = states.iter().map(|id| ActorRef::of(data, *id)).collect();
        Self { actors, items: items.len(), bits, positions }
    }

    fn is_observed(&self, actor: usize) -> bool {
        self.bits.is_observed(actor)
    }

    fn known(&self, actor: usize) -> usize {
        self.positions[actor].iter().flatten().count()
    }

    fn position(&self, actor: usize, item: usize) -> Option<Position> {
        self.positions[actor][item]
    }

    fn pair(&self, a: usize, b: usize) -> PairCounts {
        let mut counts = vec![];
        self.bits.one_with(a, b..b + 1, &mut counts);
        counts[0]
    }
}

/// Compares the states of blocs over agreements, each as of a day.
pub fn structure(data: &Dataset, items: &[Item], groups: &[Group]) -> Result<Structure, Shapeless> {
    let on = items.iter().map(|(_, on)| *on).max();
    let Some(on) = on.filter(|_| items.len() >= FEWEST_SHARED) else {
        return Err(Shapeless::TooFewAgreements { items: items.len() });
    };
    let record = Record::of(data, items);
    let chosen = Chosen::of(data, on, groups, &record);
    let (kept, unshared) = sharing(&record, chosen.rows);
    if kept.len() < 3 {
        return Err(Shapeless::TooFewStates { states: kept.len() });
    }
    let ids: Vec<String> = kept.iter().map(|i| record.actors[*i].id.clone()).collect();
    let pair = |i: usize, j: usize| record.pair(kept[i], kept[j]);
    let likeness =
        |i: usize, j: usize| (LIJPHART.compute)(&joint(&pair(i, j))).expect("kept states share agreements");
    let similarity = Square::of(kept.len(), likeness);
    let shared = Square::of(kept.len(), |i, j| f64::from(pair(i, j).n()));
    let distances = Square::of(kept.len(), |i, j| 1.0 - similarity.at(i, j));
    let anchor = ids.iter().position(|id| id == ANCHOR).unwrap_or(0);
    let rolls: Vec<Vec<bool>> =
        chosen.rolls.iter().map(|roll| ids.iter().map(|id| roll.contains(id)).collect()).collect();
    let found = found(&record, &kept, &similarity);
    let mut shape = Structure {
        states: kept.iter().map(|i| record.actors[*i].clone()).collect(),
        memberships: (0..kept.len()).map(|i| (0..rolls.len()).filter(|b| rolls[*b][i]).collect()).collect(),
        blocs: chosen
            .blocs
            .iter()
            .zip(&rolls)
            .map(|(b, roll)| bloc_shape(b, roll, &similarity, found.as_ref().ok()))
            .collect(),
        left_out: chosen.left_out,
        unshared: unshared.iter().map(|i| record.actors[*i].clone()).collect(),
        cut: chosen.cut,
        items: items.len(),
        tree: cluster(&distances, Linkage::Average).expect("there are three states"),
        map: scale(&distances, 2, anchor).map(|map| (map, anchor)).ok_or(Shapeless::AllAlike),
        similarity,
        shared,
        on,
        groups: Err(Shapeless::NoTies),
    };
    shape.groups = found.map(|found| FoundGroups::of(found, &shape, &distances));
    Ok(shape)
}

/// The groups that the states fall into by how much more than expected they agree.
fn found(record: &Record, kept: &[usize], similarity: &Square) -> Result<Communities, Shapeless> {
    if kept.len() < FEWEST_FOR_GROUPS {
        return Err(Shapeless::TooFewForGroups { states: kept.len() });
    }
    communities(&ties(record, kept, similarity), RUNS, SEED).ok_or(Shapeless::NoTies)
}

/// The seed of the runs that look for groups.
const SEED: u64 = 1;

/// The states taken from blocs.
struct Chosen {
    rows: Vec<usize>,
    blocs: Vec<BlocFacts>,
    rolls: Vec<Vec<String>>,
    left_out: Vec<String>,
    cut: usize,
}

impl Chosen {
    /// The states of the first blocs that together are not too many; of a first bloc that alone is
    /// too large, those with the most known positions.
    fn of(data: &Dataset, on: Day, groups: &[Group], record: &Record) -> Self {
        let mut chosen = Self { rows: vec![], blocs: vec![], rolls: vec![], left_out: vec![], cut: 0 };
        for (k, group) in groups.iter().enumerate() {
            let roll = group.roll(Snapshot::new(data, on)).members;
            let ids: Vec<String> = roll.iter().map(|id| data.actor(*id).id.clone()).collect();
            let seen = |i: &usize| ids.contains(&record.actors[*i].id) && record.is_observed(*i);
            let mut rows: Vec<usize> = (0..record.actors.len()).filter(seen).collect();
            if k == 0 && rows.len() > MOST_STATES {
                chosen.cut = rows.len() - MOST_STATES;
                rows.sort_by_key(|i| (std::cmp::Reverse(record.known(*i)), *i));
                rows.truncate(MOST_STATES);
            }
            rows.extend(chosen.rows.iter().filter(|i| !rows.contains(i)).copied().collect::<Vec<_>>());
            if rows.len() > MOST_STATES {
                chosen.left_out.push(group.facts.short_name.clone());
                continue;
            }
            rows.sort_unstable();
            chosen.rows = rows;
            chosen.blocs.push(group.facts.clone());
            chosen.rolls.push(ids);
        }
        chosen
    }
}

/// Leaves out, one by one, the state that lacks enough shared agreements with the most others, until
/// all pairs have enough; the second answer is those left out.
fn sharing(record: &Record, mut rows: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut left = vec![];
    loop {
        let few = |i: usize, j: usize| i != j && (record.pair(i, j).n() as usize) < FEWEST_SHARED;
        let lacks = |i: usize| rows.iter().filter(|j| few(i, **j)).count();
        let worst = rows.iter().map(|i| (lacks(*i), *i)).max_by_key(|(n, i)| (*n, std::cmp::Reverse(*i)));
        match worst.filter(|(n, _)| *n > 0) {
            None => return (rows, left),
            Some((_, i)) => {
                rows.retain(|j| *j != i);
                left.push(i);
            }
        }
    }
}

/// By how much two agree more than two of these states would on the same agreements, if positions
/// were dealt out at random: agreements that all have joined tie nobody. Never below 0.
fn ties(record: &Record, kept: &[usize], similarity: &Square) -> Square {
    let expected: Vec<Option<f64>> = (0..record.items).map(|item| by_chance(record, kept, item)).collect();
    Square::of(kept.len(), |i, j| {
        let both = |item: &usize| [i, j].iter().all(|k| record.position(kept[*k], *item).is_some());
        let on: Vec<f64> = (0..record.items).filter(both).filter_map(|item| expected[item]).collect();
        (similarity.at(i, j) - on.iter().sum::<f64>() / on.len().max(1) as f64).max(0.0)
    })
}

/// The mean likeness of two different states on one agreement.
fn by_chance(record: &Record, kept: &[usize], item: usize) -> Option<f64> {
    let count = |p: Position| kept.iter().filter(|i| record.position(**i, item) == Some(p)).count() as f64;
    let [out, half, inside] = [Position::Out, Position::Half, Position::In].map(count);
    let n = out + half + inside;
    let same = out * (out - 1.0) + half * (half - 1.0) + inside * (inside - 1.0);
    // A half-way position against another counts one half, and each pair counts both ways.
    (n >= 2.0).then(|| (same + half * (out + inside)) / (n * (n - 1.0)))
}

fn bloc_shape(
    bloc: &BlocFacts,
    roll: &[bool],
    similarity: &Square,
    found: Option<&Communities>,
) -> BlocShape {
    let members = roll.iter().filter(|m| **m).count();
    let pairs: Vec<f64> = similarity.pairs().filter(|(i, j, _)| roll[*i] && roll[*j]).map(|p| p.2).collect();
    let formal: Vec<usize> = roll.iter().map(|m| usize::from(*m)).collect();
    let fits = |found: &Communities| {
        let compared = Comparison::of(&found.groups, &formal)?;
        Some((compared.adjusted_rand(), compared.normalised_information()))
    };
    let partial = members >= FEWEST_MEMBERS && members < roll.len();
    BlocShape {
        bloc: bloc.clone(),
        members,
        likeness: (!pairs.is_empty()).then(|| pairs.iter().sum::<f64>() / pairs.len() as f64),
        match_with_groups: found.filter(|_| partial).and_then(fits),
    }
}

impl FoundGroups {
    fn of(found: Communities, shape: &Structure, distances: &Square) -> Self {
        Self {
            count: found.groups.iter().max().map_or(0, |most| most + 1),
            misplaced: misplaced(&found.groups, shape),
            bridges: bridges(&found.groups, shape, distances),
            found,
        }
    }

    /// Ids of the blocs most of whose members are in another group than this one.
    pub fn elsewhere(&self, actor: &str) -> Vec<&str> {
        self.misplaced.iter().filter(|m| m.actor.id == actor).map(|m| m.bloc.id.as_str()).collect()
    }
}

/// Members of a bloc that are in another group than more than half of it.
fn misplaced(groups: &[usize], shape: &Structure) -> Vec<Misplaced> {
    let mut list = vec![];
    for (b, bloc) in shape.blocs.iter().enumerate().filter(|(_, b)| b.members >= FEWEST_MEMBERS) {
        let members: Vec<usize> = (0..groups.len()).filter(|i| shape.memberships[*i].contains(&b)).collect();
        let size = |g: usize| members.iter().filter(|i| groups[**i] == g).count();
        let most = members.iter().map(|i| groups[*i]).max_by_key(|g| (size(*g), std::cmp::Reverse(*g)));
        let Some(most) = most.filter(|g| 2 * size(*g) > members.len()) else { continue };
        let elsewhere = members.iter().filter(|i| groups[**i] != most);
        list.extend(elsewhere.map(|i| Misplaced {
            actor: shape.states[*i].clone(),
            bloc: bloc.bloc.clone(),
            group: groups[*i],
            most: (most, size(most), members.len()),
        }));
    }
    list
}

fn bridges(groups: &[usize], shape: &Structure, distances: &Square) -> Vec<Bridge> {
    let seats = silhouette(distances, groups);
    let bridge = |(i, seat): (usize, &Option<crate::structure::silhouette::Seat>)| {
        let seat = (*seat)?;
        let silhouette = seat.width.filter(|w| *w <= BRIDGE)?;
        let likeness = (1.0 - seat.own?, 1.0 - seat.other);
        let actor = shape.states[i].clone();
        Some(Bridge { actor, between: (groups[i], seat.next), likeness, silhouette })
    };
    let mut list: Vec<Bridge> = seats.iter().enumerate().filter_map(bridge).collect();
    list.sort_by(|a, b| a.silhouette.total_cmp(&b.silhouette).then_with(|| a.actor.id.cmp(&b.actor.id)));
    list
}

impl Structure {
    /// The two most alike and the two least alike, the earlier pair of equals, as places.
    pub fn extremes(&self) -> ((usize, usize, f64), (usize, usize, f64)) {
        let first = self.similarity.pairs().next().expect("there are three states");
        self.similarity.pairs().fold((first, first), |(most, least), pair| {
            (if pair.2 > most.2 { pair } else { most }, if pair.2 < least.2 { pair } else { least })
        })
    }

    /// Fewest and most agreements on which two were compared.
    pub fn shared_range(&self) -> (usize, usize) {
        let n = || self.shared.pairs().map(|(.., n)| n as usize);
        (n().min().unwrap_or(0), n().max().unwrap_or(0))
    }

    /// The states of a group.
    pub fn group(&self, number: usize) -> Vec<&ActorRef> {
        let Ok(groups) = &self.groups else { return vec![] };
        let places = self.states.iter().zip(&groups.found.groups);
        places.filter(|(_, g)| **g == number).map(|(state, _)| state).collect()
    }
}
