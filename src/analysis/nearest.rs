//! The company rank-breakers keep: the outsiders whose record over all
//! agreements is nearest to theirs.

use super::agreement::{default_groups, used};
use super::ballot::{Ballot, item};
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
    let side = bloc.sure_breakers().filter(|m| m.position == Some(position));
    let breakers: Vec<ActorRef> = side.map(|m| m.actor.clone()).collect();
    let ids: Vec<ActorId> = breakers.iter().filter_map(|a| data.actor_id(&a.id)).collect();
    let ballots = ballots_by(data, on);
    let (members, outside) = split(&lens, group);
    let (neighbours, fewest) = ranked(&lens, &ballots, &outside, &ids);
    let rest = members.iter().filter(|id| !ids.contains(id)).map(|id| pooled(&ballots, *id, &ids));
    let own = rest.reduce(|a, b| sum(&a, &b));
    Some(Nearest {
        agreement: AgreementFacts::of(data, agreement),
        on,
        bloc: bloc.bloc.clone(),
        position,
        items: ballots.len(),
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

/// Every agreement that was open on the day: a vote as of its own day, any other as of this one, or of
/// the day its record is complete to.
fn ballots_by(data: &Dataset, on: Day) -> Vec<Ballot> {
    let open = data.agreement_ids().filter(|id| data.agreement(*id).opened <= on);
    open.map(|id| Ballot::of(data, item(data, id, Some(on)), coding::DEFAULT)).collect()
}

/// The states inside the bloc and those outside it.
fn split(lens: &Lens, group: &Group) -> (Vec<ActorId>, Vec<ActorId>) {
    let roll = group.roll(lens.snapshot);
    lens.snapshot.states().members.into_iter().partition(|id| roll.has(*id))
}

/// The outsiders that share at least half as many comparisons as the one that shares most, nearest
/// first; and how many those are.
fn ranked(lens: &Lens, ballots: &[Ballot], outside: &[ActorId], ids: &[ActorId]) -> (Vec<Neighbour>, u64) {
    let joints: Vec<(ActorId, Joint)> = outside.iter().map(|id| (*id, pooled(ballots, *id, ids))).collect();
    let fewest = joints.iter().map(|(_, joint)| joint.n()).max().unwrap_or(0).div_ceil(2).max(1);
    let standings = lens.standings();
    let enough = joints.iter().filter(|(_, joint)| joint.n() >= fewest);
    let neighbour = |(id, joint): &(ActorId, Joint)| {
        let stood = lens.coding.position(standings.standing(*id).status);
        neighbour(ActorRef::of(lens.snapshot.data, *id), joint, stood)
    };
    let mut neighbours: Vec<Neighbour> = enough.filter_map(neighbour).collect();
    neighbours.sort_by(|a, b| {
        b.agreement.total_cmp(&a.agreement).then(b.n.cmp(&a.n)).then_with(|| a.actor.name.cmp(&b.actor.name))
    });
    (neighbours, fewest)
}

/// One actor's record against those of several, added up.
fn pooled(ballots: &[Ballot], actor: ActorId, others: &[ActorId]) -> Joint {
    let levels = Position::ALL;
    let mut counts = vec![0; levels.len() * levels.len()];
    for ballot in ballots {
        let Some(own) = ballot.position(actor) else { continue };
        for theirs in others.iter().filter_map(|id| ballot.position(*id)) {
            counts[own as usize * levels.len() + theirs as usize] += 1;
        }
    }
    Joint { levels: levels.map(Position::value).to_vec(), counts }
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
