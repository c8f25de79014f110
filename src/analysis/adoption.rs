//! Adoption over time: when the members of each bloc joined, with uncertain
//! dates as intervals, and who joined after the day asked about.

use super::facts::{ActorRef, BlocFacts, Group};
use super::view::Lens;
use crate::coding::Position;
use crate::model::*;

/// When the members of one bloc joined.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// The bloc, as composed on the day asked about.
    pub bloc: BlocFacts,
    /// How many members it had that could join.
    pub n: usize,
    /// Who joined and when: by the last day it can have been, then by name.
    pub joins: Vec<Joined>,
    /// How many were in on each day on which that may have changed: low and high.
    pub steps: Vec<Step>,
}

/// How many members were in from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub on: Day,
    /// Surely in.
    pub low: usize,
    /// Perhaps in.
    pub high: usize,
}

/// An actor that joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Who.
    pub actor: ActorRef,
    /// When.
    pub date: Edtf,
    /// By which act.
    pub act: ActKind,
    /// Short names of the blocs asked about that it belonged to.
    pub blocs: Vec<String>,
    /// The source.
    pub source: String,
}

impl Lens<'_> {
    /// When each bloc's members, as composed on the day asked about, joined up to the cut-off.
    pub fn adoption(&self, groups: &[Group]) -> Vec<Adoption> {
        groups.iter().map(|group| self.adoption_of(group)).collect()
    }

    fn adoption_of(&self, group: &Group) -> Adoption {
        let standings = self.standings();
        let roll = group.roll(self.snapshot).members;
        let able: Vec<ActorId> =
            roll.into_iter().filter(|id| standings.is_eligible(*id) || self.joining(*id).is_some()).collect();
        let mut joins: Vec<Joined> =
            able.iter().filter_map(|id| Some(self.joined(*id, self.joining(*id)?, &[]))).collect();
        joins.sort_by(|a, b| {
            (a.date.latest, a.date, &a.actor.name).cmp(&(b.date.latest, b.date, &b.actor.name))
        });
        Adoption { bloc: group.facts.clone(), n: able.len(), steps: self.steps(&able), joins }
    }

    /// The first act that brought an actor in.
    pub(super) fn joining(&self, actor: ActorId) -> Option<Act> {
        let acts = self.snapshot.data.acts_of(actor, self.agreement);
        acts.iter().find(|act| self.brings_in(act)).copied()
    }

    fn brings_in(&self, act: &Act) -> bool {
        self.coding.position(act.kind.after(Status::None)) == Some(Position::In)
    }

    fn joined(&self, actor: ActorId, act: Act, groups: &[Group]) -> Joined {
        let data = self.snapshot.data;
        let member_of = groups.iter().filter(|g| g.roll(self.snapshot).has(actor));
        Joined {
            actor: ActorRef::of(data, actor),
            date: act.date,
            act: act.kind,
            blocs: member_of.map(|g| g.facts.short_name.clone()).collect(),
            source: data.source(act.source).id.clone(),
        }
    }

    /// How many of `actors` were in, on every day on which that may have changed.
    fn steps(&self, actors: &[ActorId]) -> Vec<Step> {
        let data = self.snapshot.data;
        let opened = data.agreement(self.agreement).opened;
        let acts = actors.iter().flat_map(|id| data.acts_of(*id, self.agreement));
        let mut days: Vec<Day> =
            acts.flat_map(|act| [act.effective.earliest, act.effective.latest]).collect();
        days.push(opened);
        days.retain(|day| *day >= opened && *day <= data.cutoff(self.agreement));
        days.sort_unstable();
        days.dedup();
        let in_by = |id: ActorId, day: Day, dated: fn(Edtf) -> Day| {
            let done = data.acts_of(id, self.agreement).iter().filter(|act| dated(act.effective) <= day);
            let status = done.fold(Status::None, |status, act| act.kind.after(status));
            self.coding.position(status) == Some(Position::In)
        };
        let steps = days.into_iter().map(|on| {
            let reading = |id: &ActorId| (in_by(*id, on, |d| d.latest), in_by(*id, on, |d| d.earliest));
            let readings: Vec<(bool, bool)> = actors.iter().map(reading).collect();
            let low = readings.iter().filter(|(a, b)| *a && *b).count();
            let high = readings.iter().filter(|(a, b)| *a || *b).count();
            Step { on, low, high }
        });
        steps.collect()
    }

    /// The actors that joined after the day asked about, or may have, by date and name.
    pub fn joined_since(&self, groups: &[Group]) -> Vec<Joined> {
        let data = self.snapshot.data;
        let mut rows = vec![];
        for acts in data.acts_on(self.agreement).chunk_by(|a, b| a.actor == b.actor) {
            let first = acts.iter().find(|act| self.brings_in(act));
            if let Some(act) = first
                && act.date.latest > self.snapshot.on
            {
                rows.push(self.joined(act.actor, *act, groups));
            }
        }
        rows.sort_by(|a, b| {
            (a.date.latest, a.date, &a.actor.name).cmp(&(b.date.latest, b.date, &b.actor.name))
        });
        rows
    }
}
