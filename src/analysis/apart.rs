//! One actor's record over many agreements: how often it stood apart from the
//! rest of each of its blocs, who stood apart with it, and whose record is
//! nearest to its own. Likeness of conduct, never a reason for it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::ballot::{Ballot, Item};
use super::facts::{ActorRef, BlocFacts, Group};
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::measure::dyad::Joint;
use crate::measure::{Counts, PAIRWISE_AGREEMENT};
use crate::model::*;
use crate::snapshot::Snapshot;

/// How an actor stood to its blocs and to others.
#[derive(Clone, Debug)]
pub struct Record {
    /// The actor.
    pub actor: ActorRef,
    /// Agreements on which it has a position.
    pub items: usize,
    /// The first and last day of them.
    pub span: Option<(Day, Day)>,
    /// Its blocs: those from which it stood apart most often first.
    pub blocs: Vec<InBloc>,
    /// Every other state with a record in common, the nearest (by Cohen's kappa) first.
    pub near: Vec<Neighbour>,
}

/// An actor in one bloc, over the agreements on whose day it was a member.
#[derive(Clone, Debug)]
pub struct InBloc {
    /// The bloc.
    pub bloc: BlocFacts,
    /// Agreements on which it had a position and the rest of the bloc a majority.
    pub opportunities: usize,
    /// Those on which its position differed from that majority.
    pub apart: usize,
    /// Those on which all the others with a position stood together.
    pub alone: usize,
    /// Mean gain in the bloc's pairwise agreement without it, over agreements with three members or more in a position.
    pub gain: Option<f64>,
    /// Members that stood apart in the same position, most often first.
    pub members: Vec<Partner>,
    /// States outside that stood there too, most often against expectation first.
    pub outsiders: Vec<Partner>,
}

/// How often another state stood apart from the same majority.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Who.
    pub actor: ActorRef,
    /// Agreements on which both have a position and the rest of the bloc a majority.
    pub n: usize,
    /// How often the actor stood apart on them.
    pub own: usize,
    /// How often the other did.
    pub theirs: usize,
    /// How often both did, in the same position.
    pub together: usize,
}

/// How near another state's record is.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// Who.
    pub actor: ActorRef,
    /// How often they took each pair of positions.
    pub joint: Joint,
    /// Ids of the blocs considered that both belonged to on the last day.
    pub shared: Vec<String>,
}

impl Partner {
    /// How often both would have stood apart if neither's conduct told anything of the other's.
    pub fn expected(&self) -> Option<f64> {
        (self.n > 0).then(|| self.own as f64 * self.theirs as f64 / self.n as f64)
    }

    /// Together beyond expectation.
    pub fn surplus(&self) -> f64 {
        self.together as f64 - self.expected().unwrap_or(0.0)
    }
}

/// The record of an actor over items, in the blocs given (those that never had it as a member are left out).
pub fn record(data: &Dataset, actor: ActorId, items: &[Item], groups: &[Group]) -> Record {
    let ballots: Vec<Ballot> = items
        .iter()
        .map(|item| Ballot::of(data, *item, coding::DEFAULT))
        .filter(|b| b.position(actor).is_some())
        .collect();
    let first = ballots.iter().map(|b| b.on).min();
    let last = ballots.iter().map(|b| b.on).max();
    let mut blocs: Vec<InBloc> =
        groups.iter().filter_map(|group| in_bloc(data, actor, &ballots, group)).collect();
    blocs.sort_by(|a, b| {
        let share = |r: &InBloc| r.apart as f64 / r.opportunities as f64;
        share(b).total_cmp(&share(a)).then_with(|| a.bloc.id.cmp(&b.bloc.id))
    });
    let near = last.map(|last| neighbours(data, actor, &ballots, groups, last)).unwrap_or_default();
    Record { actor: ActorRef::of(data, actor), items: ballots.len(), span: first.zip(last), blocs, near }
}

/// One item, as a bloc that an actor belongs to stood on it.
struct Occasion<'a> {
    ballot: &'a Ballot,
    /// The bloc without the actor.
    others: BTreeSet<ActorId>,
    counts: Counts,
    own: Position,
}

impl Occasion<'_> {
    fn majority(&self) -> Option<Position> {
        self.counts.majority().filter(|_| self.counts.n() >= 2)
    }

    /// The majority of the bloc without the actor and without another; what the two did against it.
    fn against(&self, other: ActorId) -> Option<(bool, bool, bool)> {
        let theirs = self.ballot.position(other)?;
        let counts = match self.others.contains(&other) {
            true => self.counts.without(theirs),
            false => self.counts,
        };
        let majority = counts.majority().filter(|_| counts.n() >= 2)?;
        let (own, their) = (self.own != majority, theirs != majority);
        Some((own, their, own && their && self.own == theirs))
    }
}

fn in_bloc(data: &Dataset, actor: ActorId, ballots: &[Ballot], group: &Group) -> Option<InBloc> {
    let occasions: Vec<Occasion> = ballots
        .iter()
        .filter_map(|ballot| {
            let mut others = group.roll(Snapshot::new(data, ballot.on)).members;
            let own = ballot.position(actor).filter(|_| others.remove(&actor))?;
            let counts = ballot.counts(&others);
            Some(Occasion { ballot, others, counts, own })
        })
        .collect();
    let judged: Vec<(&Occasion, Position)> =
        occasions.iter().filter_map(|o| Some((o, o.majority()?))).collect();
    let apart = |o: &Occasion, majority: Position| o.own != majority;
    let alone =
        |o: &Occasion, majority: Position| apart(o, majority) && o.counts.of(majority) == o.counts.n();
    let gains: Vec<f64> = occasions.iter().filter_map(gain).collect();
    let ever: BTreeSet<ActorId> = occasions.iter().flat_map(|o| o.others.iter().copied()).collect();
    let partners = partners(data, actor, &occasions);
    let (members, outsiders) = partners.into_iter().partition(|(id, _)| ever.contains(id));
    (!judged.is_empty()).then(|| InBloc {
        bloc: group.facts.clone(),
        opportunities: judged.len(),
        apart: judged.iter().filter(|(o, m)| apart(o, *m)).count(),
        alone: judged.iter().filter(|(o, m)| alone(o, *m)).count(),
        gain: (!gains.is_empty()).then(|| gains.iter().sum::<f64>() / gains.len() as f64),
        members: ranked(members),
        outsiders: ranked(outsiders),
    })
}

/// The bloc's pairwise agreement without the actor less that with it; from three members in a position on.
fn gain(occasion: &Occasion) -> Option<f64> {
    let own = |p: Position| usize::from(p == occasion.own);
    let c = occasion.counts;
    let all = Counts {
        inside: c.inside + own(Position::In),
        half: c.half + own(Position::Half),
        out: c.out + own(Position::Out),
        ..c
    };
    let agreement = PAIRWISE_AGREEMENT.compute;
    (all.n() >= 3).then(|| Some(agreement(&c)? - agreement(&all)?)).flatten()
}

fn partners(data: &Dataset, actor: ActorId, occasions: &[Occasion]) -> Vec<(ActorId, Partner)> {
    let states = data.state_ids().filter(|id| *id != actor);
    let partner = |id: ActorId| {
        let seen: Vec<(bool, bool, bool)> = occasions.iter().filter_map(|o| o.against(id)).collect();
        let count = |which: fn(&(bool, bool, bool)) -> bool| seen.iter().filter(|s| which(s)).count();
        let partner = Partner {
            actor: ActorRef::of(data, id),
            n: seen.len(),
            own: count(|s| s.0),
            theirs: count(|s| s.1),
            together: count(|s| s.2),
        };
        (id, partner)
    };
    states.map(partner).filter(|(_, p)| p.together > 0).collect()
}

/// Those who stood apart together beyond expectation most, first.
fn ranked(partners: Vec<(ActorId, Partner)>) -> Vec<Partner> {
    let mut list: Vec<Partner> = partners.into_iter().map(|(_, p)| p).collect();
    list.sort_by(|a, b| {
        b.surplus()
            .total_cmp(&a.surplus())
            .then_with(|| (Reverse(a.together), &a.actor.name).cmp(&(Reverse(b.together), &b.actor.name)))
    });
    list
}

fn neighbours(
    data: &Dataset,
    actor: ActorId,
    ballots: &[Ballot],
    groups: &[Group],
    last: Day,
) -> Vec<Neighbour> {
    let rolls: Vec<(String, BTreeSet<ActorId>)> = groups
        .iter()
        .map(|g| (g.facts.id.clone(), g.roll(Snapshot::new(data, last)).members))
        .filter(|(_, roll)| roll.contains(&actor))
        .collect();
    let states = data.state_ids().filter(|id| *id != actor);
    let mut near: Vec<Neighbour> = states
        .map(|id| Neighbour {
            actor: ActorRef::of(data, id),
            joint: joint(ballots, actor, id),
            shared: rolls.iter().filter(|(_, roll)| roll.contains(&id)).map(|(b, _)| b.clone()).collect(),
        })
        .filter(|n| n.joint.n() > 0)
        .collect();
    let kappa = |n: &Neighbour| (crate::measure::dyad::KAPPA.compute)(&n.joint).unwrap_or(f64::NEG_INFINITY);
    near.sort_by(|a, b| {
        kappa(b)
            .total_cmp(&kappa(a))
            .then_with(|| (Reverse(a.joint.n()), &a.actor.name).cmp(&(Reverse(b.joint.n()), &b.actor.name)))
    });
    near
}

fn joint(ballots: &[Ballot], a: ActorId, b: ActorId) -> Joint {
    let mut counts = vec![0u64; 9];
    for ballot in ballots {
        if let (Some(x), Some(y)) = (ballot.position(a), ballot.position(b)) {
            counts[x as usize * 3 + y as usize] += 1;
        }
    }
    Joint { levels: Position::ALL.map(Position::value).to_vec(), counts }
}
