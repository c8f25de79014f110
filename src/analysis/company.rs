//! The company rank-breakers kept: the outsiders who stood where they stood;
//! and the entities that joined, beside the status of their home state.

use std::collections::BTreeMap;

use super::facts::{ActorRef, BlocFacts, Group};
use super::view::{BlocView, Lens, Member};
use crate::coding::Position;
use crate::model::*;

/// Who stood with one bloc's rank-breakers.
#[derive(Clone, Debug)]
pub struct Company {
    /// The bloc.
    pub bloc: BlocFacts,
    /// The position the rank-breakers took.
    pub position: Position,
    /// The rank-breakers in that position.
    pub breakers: Vec<ActorRef>,
    /// The outsiders in that position, members of the most blocs of note first.
    pub outsiders: Vec<Outsider>,
    /// How many outsiders had a position.
    pub of: usize,
    /// The blocs of note whose every member with a position stood there: short name and size.
    pub whole_blocs: Vec<(String, usize)>,
}

/// A state outside the bloc that stood where its rank-breakers stood.
#[derive(Clone, Debug)]
pub struct Outsider {
    /// Its standing.
    pub member: Member,
    /// Short names of the blocs of note it belonged to.
    pub blocs: Vec<String>,
}

/// Entities that had joined, by home state.
#[derive(Clone, Debug)]
pub struct HomeState {
    /// The state; none where no seat is recorded.
    pub state: Option<Member>,
    /// The entities.
    pub entities: Vec<NonState>,
}

/// An entity that had joined.
#[derive(Clone, Debug)]
pub struct NonState {
    /// Its standing.
    pub member: Member,
}

impl Lens<'_> {
    /// The company kept by the rank-breakers of a bloc, one entry for each position they took.
    pub fn company(&self, bloc: &BlocView, group: &Group, of_note: &[Group]) -> Vec<Company> {
        let mut positions: Vec<Position> = bloc.breakers().filter_map(|m| m.position).collect();
        positions.sort_unstable();
        positions.dedup();
        positions.into_iter().map(|position| self.company_in(position, bloc, group, of_note)).collect()
    }

    fn company_in(&self, position: Position, bloc: &BlocView, group: &Group, of_note: &[Group]) -> Company {
        let standings = self.standings();
        let inside = group.roll(self.snapshot);
        let states = self.snapshot.states().members;
        let others: Vec<Member> =
            states.into_iter().filter(|id| !inside.has(*id)).map(|id| self.member(&standings, id)).collect();
        let of = others.iter().filter(|m| m.position.is_some()).count();
        let rolls: Vec<_> = of_note.iter().map(|g| (g, g.roll(self.snapshot))).collect();
        let belongs = |member: &Member| -> Vec<String> {
            let id = self.snapshot.data.actor_id(&member.actor.id);
            let in_it = rolls.iter().filter(|(_, roll)| id.is_some_and(|id| roll.has(id)));
            in_it.map(|(g, _)| g.facts.short_name.clone()).collect()
        };
        let there = others.into_iter().filter(|m| m.position == Some(position));
        let mut outsiders: Vec<Outsider> =
            there.map(|member| Outsider { blocs: belongs(&member), member }).collect();
        outsiders.sort_by(|a, b| {
            let key = |o: &Outsider| {
                (o.member.certainty, std::cmp::Reverse(o.blocs.len()), o.member.actor.name.clone())
            };
            key(a).cmp(&key(b))
        });
        Company {
            bloc: bloc.bloc.clone(),
            position,
            breakers: bloc
                .breakers()
                .filter(|m| m.position == Some(position))
                .map(|m| m.actor.clone())
                .collect(),
            of,
            whole_blocs: self.whole_blocs(position, group, of_note),
            outsiders,
        }
    }

    /// Blocs of note, apart from the bloc itself, all of whose members stood certainly in `position`.
    fn whole_blocs(&self, position: Position, group: &Group, of_note: &[Group]) -> Vec<(String, usize)> {
        let standings = self.standings();
        let whole = of_note.iter().filter(|other| other.facts.id != group.facts.id).filter_map(|other| {
            let roll = other.roll(self.snapshot).members;
            let states = roll.iter().filter(|id| self.snapshot.data.actor(**id).is_state());
            let members: Vec<Member> = states.map(|id| self.member(&standings, *id)).collect();
            let there = |m: &Member| m.position == Some(position) && m.certainty == Certainty::Certain;
            (members.len() >= 2 && members.iter().all(there))
                .then(|| (other.facts.short_name.clone(), members.len()))
        });
        whole.collect()
    }

    /// The entities that had joined or may have joined, by home state: most entities first.
    pub fn non_state(&self) -> Vec<HomeState> {
        let standings = self.standings();
        let data = self.snapshot.data;
        let mut homes: BTreeMap<Option<ActorId>, Vec<NonState>> = BTreeMap::new();
        for acts in data.acts_on(self.agreement).chunk_by(|a, b| a.actor == b.actor) {
            let actor = data.actor(acts[0].actor);
            if actor.is_state() {
                continue;
            }
            let member = self.member(&standings, acts[0].actor);
            let joined = |s: Status| self.coding.position(s).is_some_and(|p| p != Position::Out);
            if joined(member.status) || joined(member.at_earliest) {
                homes.entry(actor.home).or_default().push(NonState { member });
            }
        }
        let rows = homes.into_iter().map(|(home, mut entities)| {
            entities.sort_by(|a, b| a.member.actor.name.cmp(&b.member.actor.name));
            HomeState { state: home.map(|id| self.member(&standings, id)), entities }
        });
        let mut rows: Vec<HomeState> = rows.collect();
        rows.sort_by_key(|row| (row.state.is_none(), std::cmp::Reverse(row.entities.len())));
        rows
    }
}
