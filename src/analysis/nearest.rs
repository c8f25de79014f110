//! The company rank-breakers keep: the outsiders whose record over all
//! agreements is nearest to theirs.

use std::collections::BTreeSet;

use super::agreement::{default_groups, used};
use super::dyads::{Item, Positions, positions};
use super::facts::{ActorRef, AgreementFacts, BlocFacts, Citation, Group};
use super::view::{BlocView, Lens, View};
use crate::coding;
use crate::coding::Position;
use crate::dataset::Dataset;
use crate::measure::dyad::{AGREEMENT, Joint, KAPPA};
use crate::model::*;
use crate::snapshot::Snapshot;

/// The outsiders nearest to those who broke ranks with one bloc.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// The agreement on which ranks were broken.
    pub agreement: AgreementFacts,
    /// The day.
    pub on: Day,
    /// The bloc.
    pub bloc: BlocFacts,
    /// The position the rank-breakers took.
    pub position: Position,
    /// The rank-breakers in it.
    pub breakers: Vec<ActorRef>,
    /// How many agreements their records span.
    pub items: usize,
    /// How many comparisons an outsider needed to be ranked.
    pub fewest: u64,
    /// Outsiders with enough comparisons: nearest first.
    pub neighbours: Vec<Neighbour>,
    /// The same measure between the rank-breakers and the rest of their bloc.
    pub own_bloc: Option<(f64, u64)>,
    /// Hash of the data.
    pub data_hash: String,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
}

/// One outsider's nearness.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// Who.
    pub actor: ActorRef,
    /// The share of comparisons in which it took a rank-breaker's position.
    pub agreement: f64,
    /// How many comparisons: an agreement and a rank-breaker where both have a position.
    pub n: u64,
    /// In how many it took the same position.
    pub same: u64,
    /// Agreement beyond what both sides' habits would give.
    pub kappa: Option<f64>,
    /// Where it stood on the agreement in question.
    pub stood: Option<Position>,
}

/// Who stood nearest to those who broke ranks; none where nobody surely did.
pub fn nearest(data: &Dataset, agreement: AgreementId, asked: &[Group], on: Option<Day>) -> Option<Nearest> {
    let on = on.unwrap_or_else(|| super::agreement::default_day(data, agreement));
    let lens = Lens { snapshot: Snapshot::new(data, on), agreement, coding: coding::DEFAULT };
    let groups = if asked.is_empty() { default_groups(&lens) } else { asked.to_vec() };
    let view = View { asked: !asked.is_empty(), ..lens.view(&groups) };
    let bloc = view.foremost()?;
    let group = groups.iter().find(|g| g.facts.id == bloc.bloc.id)?;
    let position = side(bloc)?;
    let breakers: Vec<ActorRef> =
        bloc.sure_breakers().filter(|m| m.position == Some(position)).map(|m| m.actor.clone()).collect();
    let items: Vec<Item> = open_by(data, on);
    let records = positions(data, &items, coding::DEFAULT);
    let joint = |actor: &ActorRef| pooled(&records, actor, &breakers);
    let (members, outside) = split(&lens, group);
    let mut found: Vec<(ActorId, ActorRef, Joint)> = outside
        .into_iter()
        .map(|(id, actor)| {
            let joint = joint(&actor);
            (id, actor, joint)
        })
        .collect();
    let fewest = found.iter().map(|(.., j)| j.n()).max().unwrap_or(0).div_ceil(2).max(1);
    found.retain(|(.., joint)| joint.n() >= fewest);
    let standings = lens.standings();
    let mut neighbours: Vec<Neighbour> = found
        .into_iter()
        .filter_map(|(id, actor, joint)| {
            let stood = lens.coding.position(standings.standing(id).status);
            neighbour(actor, &joint, stood)
        })
        .collect();
    neighbours.sort_by(|a, b| {
        b.agreement.total_cmp(&a.agreement).then(b.n.cmp(&a.n)).then_with(|| a.actor.name.cmp(&b.actor.name))
    });
    let rest = members.iter().filter(|actor| !breakers.contains(actor)).map(joint);
    let own = rest.reduce(|a, b| sum(&a, &b));
    Some(Nearest {
        agreement: AgreementFacts::of(data, agreement),
        on,
        bloc: bloc.bloc.clone(),
        position,
        items: items.len(),
        fewest,
        neighbours,
        own_bloc: own.and_then(|joint| Some(((AGREEMENT.compute)(&joint)?, joint.n()))),
        breakers,
        data_hash: data.hash.clone(),
        sources: Citation::list(data, &used(data, agreement, &groups)),
    })
}

/// The position that most of the sure rank-breakers took; of two, the one farther out.
fn side(bloc: &BlocView) -> Option<Position> {
    let count = |p: Position| bloc.sure_breakers().filter(|m| m.position == Some(p)).count();
    let taken = Position::ALL.into_iter().filter(|p| count(*p) > 0);
    taken.min_by_key(|p| (std::cmp::Reverse(count(*p)), *p))
}

/// Every agreement that was open on the day, a vote on its own day.
fn open_by(data: &Dataset, on: Day) -> Vec<Item> {
    let open = data.agreement_ids().filter(|id| data.agreement(*id).opened <= on);
    let day = |id: AgreementId| match data.agreement(id).kind {
        AgreementKind::Vote => data.agreement(id).opened,
        _ => on,
    };
    open.map(|id| (id, day(id))).collect()
}

/// The states inside the bloc and those outside it.
fn split(lens: &Lens, group: &Group) -> (Vec<ActorRef>, Vec<(ActorId, ActorRef)>) {
    let data = lens.snapshot.data;
    let roll = group.roll(lens.snapshot);
    let states: BTreeSet<ActorId> = lens.snapshot.states().members;
    let (inside, outside): (Vec<ActorId>, Vec<ActorId>) = states.into_iter().partition(|id| roll.has(*id));
    let inside = inside.into_iter().map(|id| ActorRef::of(data, id)).collect();
    (inside, outside.into_iter().map(|id| (id, ActorRef::of(data, id))).collect())
}

/// One actor's record against those of several, added up.
fn pooled(records: &Positions, actor: &ActorRef, breakers: &[ActorRef]) -> Joint {
    let place = |wanted: &ActorRef| records.actors.iter().position(|a| a.id == wanted.id);
    let empty = Joint { levels: Position::ALL.map(Position::value).to_vec(), counts: vec![0; 9] };
    let Some(own) = place(actor) else { return empty };
    let joints = breakers.iter().filter_map(place).map(|other| records.dyad(own, other).joint);
    joints.fold(empty, |all, joint| sum(&all, &joint))
}

fn sum(a: &Joint, b: &Joint) -> Joint {
    let counts = a.counts.iter().zip(&b.counts).map(|(x, y)| x + y).collect();
    Joint { levels: a.levels.clone(), counts }
}

fn neighbour(actor: ActorRef, joint: &Joint, stood: Option<Position>) -> Option<Neighbour> {
    let agreement = (AGREEMENT.compute)(joint)?;
    Some(Neighbour {
        actor,
        agreement,
        n: joint.n(),
        same: joint.same(),
        kappa: (KAPPA.compute)(joint),
        stood,
    })
}
