//! The alliance graph as plain data for other programs: who is tied to whom by
//! shared blocs, on one day or from when to when.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ActorRef, Group};
use crate::coding;
use crate::dataset::Dataset;
use crate::graph::AllianceGraph;
use crate::model::*;
use crate::snapshot::{Roll, Snapshot, turns};

/// Actors and their ties.
#[derive(Clone, Debug)]
pub struct Network {
    /// The day; none when nodes and ties have spells.
    pub on: Option<Day>,
    /// The groups ties come from.
    pub groups: Vec<Group>,
    /// The agreement whose positions the nodes carry, by id.
    pub agreement: Option<String>,
    /// The actors, in order.
    pub nodes: Vec<Node>,
    /// The ties, in order.
    pub ties: Vec<Tie>,
}

/// An actor in the network.
#[derive(Clone, Debug)]
pub struct Node {
    /// Who.
    pub actor: ActorRef,
    /// UN M49 sub-region; empty where unknown.
    pub region: String,
    /// Ids of the groups it belongs to, or ever belonged to.
    pub groups: Vec<String>,
    /// What it had done on the agreement, and the number that counts.
    pub status: Option<(Status, Option<f64>)>,
    /// When it belonged to some group; empty in a network of one day.
    pub spells: Vec<Spell>,
}

/// Two actors that share groups.
#[derive(Clone, Debug)]
pub struct Tie {
    /// The place of the one in [`Network::nodes`].
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// Ids of the shared groups.
    pub shared: Vec<String>,
    /// Whether the ends took different positions on the agreement, where both have one.
    pub cut: Option<bool>,
    /// When they shared some group; empty in a network of one day.
    pub spells: Vec<Spell>,
    /// How many groups they shared, and when; empty in a network of one day.
    pub counts: Vec<(Spell, usize)>,
}

/// A half-open stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// The first day; none for since before the record.
    pub from: Option<Day>,
    /// The first day no longer; none for still.
    pub until: Option<Day>,
}

/// Who was tied to whom on a day, and what each had done on an agreement.
pub fn on_day(data: &Dataset, groups: Vec<Group>, on: Day, agreement: Option<AgreementId>) -> Network {
    let snapshot = Snapshot::new(data, on);
    let rolls: Vec<Roll> = groups.iter().map(|g| g.roll(snapshot)).collect();
    let graph = AllianceGraph::new(&rolls);
    let actors: BTreeSet<ActorId> = rolls.iter().flat_map(|r| r.members.iter().copied()).collect();
    let places: BTreeMap<ActorId, usize> = actors.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let view = agreement.map(|id| snapshot.on_agreement(id));
    let mut nodes: Vec<Node> = actors.iter().map(|id| node(data, *id)).collect();
    for (node, id) in nodes.iter_mut().zip(&actors) {
        let belongs = groups.iter().zip(&rolls).filter(|(_, roll)| roll.has(*id));
        node.groups = belongs.map(|(group, _)| group.facts.id.clone()).collect();
        node.status = view
            .as_ref()
            .map(|v| v.standing(*id).status)
            .map(|status| (status, coding::DEFAULT.position(status).map(coding::Position::value)));
    }
    let ties = graph.ties().into_iter().map(|tie| {
        let (a, b) = (places[&tie.a], places[&tie.b]);
        let positions = [a, b].map(|place| nodes[place].status.and_then(|(_, position)| position));
        let cut = match positions {
            [Some(x), Some(y)] => Some(x != y),
            _ => None,
        };
        let shared = tie.shared.iter().map(|g| groups[g.0 as usize].facts.id.clone()).collect();
        Tie { a, b, shared, cut, spells: vec![], counts: vec![] }
    });
    let ties = ties.collect();
    Network {
        on: Some(on),
        groups,
        agreement: agreement.map(|id| data.agreement(id).id.clone()),
        nodes,
        ties,
    }
}

fn node(data: &Dataset, id: ActorId) -> Node {
    let region = data.actor(id).region.clone();
    Node { actor: ActorRef::of(data, id), region, groups: vec![], status: None, spells: vec![] }
}

/// Who was tied to whom, from when to when, over the whole record.
pub fn over_time(data: &Dataset, groups: Vec<Group>) -> Network {
    let stays: Vec<BTreeMap<ActorId, Vec<Spell>>> = groups.iter().map(|g| stays(data, g)).collect();
    let actors: BTreeSet<ActorId> = stays.iter().flat_map(|s| s.keys().copied()).collect();
    let actors: Vec<ActorId> = actors.into_iter().collect();
    let mut nodes: Vec<Node> = actors.iter().map(|id| node(data, *id)).collect();
    for (node, id) in nodes.iter_mut().zip(&actors) {
        let belongs = || groups.iter().zip(&stays).filter_map(|(g, s)| Some((g, s.get(id)?)));
        node.groups = belongs().map(|(group, _)| group.facts.id.clone()).collect();
        let all: Vec<Spell> = belongs().flat_map(|(_, spells)| spells.iter().copied()).collect();
        node.spells = joined(&all);
    }
    let mut ties: BTreeMap<(usize, usize), (Vec<String>, Vec<Spell>)> = BTreeMap::new();
    for (group, stays) in groups.iter().zip(&stays) {
        let members: Vec<(usize, &Vec<Spell>)> =
            stays.iter().filter_map(|(id, spells)| Some((actors.binary_search(id).ok()?, spells))).collect();
        for (i, (a, x)) in members.iter().enumerate() {
            for (b, y) in &members[i + 1..] {
                let together = common(x, y);
                if !together.is_empty() {
                    let tie = ties.entry((*a, *b)).or_default();
                    tie.0.push(group.facts.id.clone());
                    tie.1.extend(together);
                }
            }
        }
    }
    let ties = ties.into_iter().map(|((a, b), (shared, spells))| Tie {
        a,
        b,
        shared,
        cut: None,
        spells: joined(&spells),
        counts: counted(&spells),
    });
    Network { on: None, groups, agreement: None, nodes, ties: ties.collect() }
}

/// From when to when each actor belonged to a group: asked on every day on which that can change.
fn stays(data: &Dataset, group: &Group) -> BTreeMap<ActorId, Vec<Spell>> {
    let days: Vec<Option<Day>> =
        std::iter::once(None).chain(turns(data, &group.expr).into_iter().map(Some)).collect();
    let mut found: BTreeMap<ActorId, Vec<Spell>> = BTreeMap::new();
    for (i, day) in days.iter().enumerate() {
        let until = days.get(i + 1).copied().flatten();
        for id in group.roll(Snapshot::new(data, day.unwrap_or(Day::MIN))).members {
            let spells = found.entry(id).or_default();
            match spells.last_mut() {
                Some(last) if last.until == *day && day.is_some() => last.until = until,
                _ => spells.push(Spell { from: *day, until }),
            }
        }
    }
    found
}

/// The stretches that lie in both of two lists.
fn common(x: &[Spell], y: &[Spell]) -> Vec<Spell> {
    let pairs = x.iter().flat_map(|a| y.iter().map(move |b| (a, b)));
    let both = pairs.map(|(a, b)| Spell { from: a.from.max(b.from), until: sooner(a.until, b.until) });
    both.filter(|s| s.until.is_none_or(|until| s.from.is_none_or(|from| from < until))).collect()
}

fn sooner(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    [a, b].into_iter().flatten().min()
}

/// The stretches on which at least one of `spells` holds.
fn joined(spells: &[Spell]) -> Vec<Spell> {
    let mut joined: Vec<Spell> = vec![];
    for (spell, _) in counted(spells) {
        match joined.last_mut() {
            Some(last) if last.until == spell.from && spell.from.is_some() => last.until = spell.until,
            _ => joined.push(spell),
        }
    }
    joined
}

/// How many of `spells` hold, stretch by stretch; stretches with none are left out.
fn counted(spells: &[Spell]) -> Vec<(Spell, usize)> {
    let mut days: BTreeSet<Option<Day>> = spells.iter().map(|s| s.from).collect();
    days.extend(spells.iter().filter_map(|s| s.until).map(Some));
    let days: Vec<Option<Day>> = days.into_iter().collect();
    let mut found: Vec<(Spell, usize)> = vec![];
    for (i, from) in days.iter().enumerate() {
        let holds =
            |s: &&Spell| s.from <= *from && s.until.is_none_or(|until| from.is_none_or(|d| d < until));
        let n = spells.iter().filter(holds).count();
        let until = days.get(i + 1).copied().flatten();
        match found.last_mut() {
            Some((last, before)) if last.until == *from && *before == n && i > 0 => last.until = until,
            _ if n > 0 => found.push((Spell { from: *from, until }, n)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn spell(from: i16, until: i16) -> Spell {
        let day = |year| (year > 0).then(|| date(year, 1, 1));
        Spell { from: day(from), until: day(until) }
    }

    #[test]
    fn shared_blocs_are_counted_stretch_by_stretch() {
        let spells = [spell(1950, 1960), spell(1955, 0), spell(0, 1952)];
        let expected = [
            (spell(0, 1950), 1),
            (spell(1950, 1952), 2),
            (spell(1952, 1955), 1),
            (spell(1955, 1960), 2),
            (spell(1960, 0), 1),
        ];
        assert_eq!(counted(&spells), expected);
        assert_eq!(joined(&spells), [spell(0, 0)]);
    }

    #[test]
    fn a_gap_is_kept() {
        let spells = [spell(1950, 1955), spell(1960, 1965)];
        assert_eq!(joined(&spells), spells);
        assert_eq!(counted(&spells), [(spells[0], 1), (spells[1], 1)]);
    }

    #[test]
    fn two_stays_meet_where_both_hold() {
        assert_eq!(common(&[spell(1950, 1960)], &[spell(1955, 0)]), [spell(1955, 1960)]);
        assert_eq!(common(&[spell(1950, 1955)], &[spell(1955, 0)]), []);
    }
}
