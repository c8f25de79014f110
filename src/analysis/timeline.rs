//! Who moved when: every act on an agreement by the members of each bloc, with
//! dates as precise as their sources.

use super::agreement::{default_groups, used};
use super::facts::{ActorRef, AgreementFacts, BlocFacts, Citation, Group};
use super::view::Lens;
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;

/// Acts on an agreement over time.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The day on which the blocs' members are taken.
    pub on: Day,
    /// The first day shown.
    pub from: Day,
    /// The last day shown.
    pub until: Day,
    /// Hash of the data.
    pub data_hash: String,
    /// One lane a bloc.
    pub lanes: Vec<Lane>,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
}

/// The acts of one bloc's members.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The bloc.
    pub bloc: BlocFacts,
    /// How many members it had that could act, or did.
    pub n: usize,
    /// How many of them were surely in on the last day.
    pub inside: usize,
    /// Their acts: by the last day each can have been done, then by name.
    pub acts: Vec<Moved>,
}

/// An act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub actor: ActorRef,
    /// What it did.
    pub act: ActKind,
    /// When.
    pub date: Edtf,
    /// The position it came to hold; none where the coding gives none.
    pub position: Option<Position>,
    /// Whether it thereby stood farther out than before.
    pub back: bool,
    /// Whether the act brought it in for the first time.
    pub joins: bool,
    /// The source.
    pub source: String,
}

/// What is asked of a course of events: an agreement, blocs, the day of their composition, and the span.
#[derive(Clone, Debug)]
pub struct Course {
    /// The agreement.
    pub agreement: AgreementId,
    /// The blocs; none for a few.
    pub groups: Vec<Group>,
    /// The day of the blocs' composition; none for the agreement's own default.
    pub on: Option<Day>,
    /// The first day; none for the opening day.
    pub from: Option<Day>,
    /// The last day; none for the data's cut-off.
    pub until: Option<Day>,
}

impl Course {
    /// The first and the last day.
    pub fn span(&self, data: &Dataset) -> (Day, Day) {
        let opened = data.agreement(self.agreement).opened;
        (self.from.unwrap_or(opened), self.until.unwrap_or_else(|| data.cutoff(self.agreement)))
    }

    /// The world on the day of the blocs' composition.
    pub fn lens<'a>(&self, data: &'a Dataset) -> Lens<'a> {
        let on = self.on.unwrap_or_else(|| super::agreement::default_day(data, self.agreement));
        Lens { snapshot: Snapshot::new(data, on), agreement: self.agreement, coding: coding::DEFAULT }
    }

    /// The blocs asked for, or a few best known and those that split.
    pub fn chosen(&self, data: &Dataset) -> Vec<Group> {
        match self.groups.is_empty() {
            true => default_groups(&self.lens(data)),
            false => self.groups.clone(),
        }
    }

    /// The sources of what is used.
    pub fn sources(&self, data: &Dataset, groups: &[Group]) -> Vec<Citation> {
        Citation::list(data, &used(data, self.agreement, groups))
    }
}

/// Lays out who moved when.
pub fn timeline(data: &Dataset, course: &Course) -> Timeline {
    let lens = course.lens(data);
    let groups = course.chosen(data);
    let (from, until) = course.span(data);
    Timeline {
        agreement: AgreementFacts::of(data, course.agreement),
        on: lens.snapshot.on,
        from,
        until,
        data_hash: data.hash.clone(),
        lanes: groups.iter().map(|group| lane(&lens, group, from, until)).collect(),
        sources: course.sources(data, &groups),
    }
}

fn lane(lens: &Lens, group: &Group, from: Day, until: Day) -> Lane {
    let data = lens.snapshot.data;
    let standings = lens.standings();
    let able = |id: &ActorId| standings.is_eligible(*id) || !data.acts_of(*id, lens.agreement).is_empty();
    let members: Vec<ActorId> = group.roll(lens.snapshot).members.into_iter().filter(able).collect();
    let last = Lens { snapshot: Snapshot::new(data, until), ..*lens }.standings();
    let is_in = |status| lens.coding.position(status) == Some(Position::In);
    let sure = |id: &&ActorId| {
        let standing = last.standing(**id);
        is_in(standing.status) && is_in(standing.at_earliest)
    };
    let inside = members.iter().filter(sure).count();
    let mut acts: Vec<Moved> = members.iter().flat_map(|id| moves(lens, *id)).collect();
    acts.retain(|act| act.date.latest >= from && act.date.earliest <= until);
    acts.sort_by(|a, b| (a.date.latest, a.date, &a.actor.name).cmp(&(b.date.latest, b.date, &b.actor.name)));
    Lane { bloc: group.facts.clone(), n: members.len(), inside, acts }
}

/// One actor's acts, each with the position it led to.
fn moves(lens: &Lens, actor: ActorId) -> Vec<Moved> {
    let data = lens.snapshot.data;
    let (mut status, mut joined) = (Status::None, false);
    let acts = data.acts_of(actor, lens.agreement).iter().map(|act| {
        let before = lens.coding.position(status);
        status = act.kind.after(status);
        let position = lens.coding.position(status);
        let joins = position == Some(Position::In) && !joined;
        joined |= joins;
        Moved {
            actor: ActorRef::of(data, actor),
            act: act.kind,
            date: act.date,
            position,
            back: position < before,
            joins,
            source: data.source(act.source).id.clone(),
        }
    });
    acts.collect()
}
