//! What changed between two days: who switched on which agreement, who joined
//! or left which bloc, and what that did to each bloc's cohesion, with its
//! members as they were on each day and with the same members on both.

use std::collections::BTreeSet;

use super::facts::{ActorRef, AgreementFacts, BlocFacts, Group};
use super::view::{BlocView, Lens, Member};
use crate::coding;
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;

/// What changed between two days.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The first day.
    pub from: Day,
    /// The second day.
    pub to: Day,
    /// Actors whose status on an agreement changed, by agreement and name.
    pub switches: Vec<Switch>,
    /// Actors that joined or left a bloc, by bloc and name.
    pub moves: Vec<Move>,
    /// Blocs whose cohesion on an agreement changed.
    pub effects: Vec<Effect>,
}

/// An actor whose status changed.
#[derive(Clone, Debug)]
pub struct Switch {
    /// On which agreement.
    pub agreement: AgreementFacts,
    /// Its standing on the first day.
    pub before: Member,
    /// Its standing on the second day.
    pub after: Member,
    /// Short names of the blocs it belonged to on the second day.
    pub blocs: Vec<String>,
}

/// An actor that joined or left a bloc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The bloc.
    pub bloc: BlocFacts,
    /// Who.
    pub actor: ActorRef,
    /// Whether it joined; it left otherwise.
    pub joined: bool,
}

/// What the changes did to one bloc on one agreement.
#[derive(Clone, Debug)]
pub struct Effect {
    /// On which agreement.
    pub agreement: AgreementFacts,
    /// The bloc on the first day.
    pub before: BlocView,
    /// The bloc on the second day.
    pub after: BlocView,
    /// Pairwise agreement on the first day of those who were members on both.
    pub fixed_before: Option<f64>,
    /// The same on the second day.
    pub fixed_after: Option<f64>,
}

/// Compares two days over `agreements` for `groups`.
pub fn diff(data: &Dataset, agreements: &[AgreementId], groups: &[Group], from: Day, to: Day) -> Difference {
    let (first, second) = (Snapshot::new(data, from), Snapshot::new(data, to));
    let lens = |snapshot, agreement| Lens { snapshot, agreement, coding: coding::DEFAULT };
    let pairs: Vec<(Lens, Lens)> = agreements.iter().map(|a| (lens(first, *a), lens(second, *a))).collect();
    Difference {
        from,
        to,
        switches: pairs.iter().flat_map(|(a, b)| switches(a, b, groups)).collect(),
        moves: groups.iter().flat_map(|g| moves(g, first, second)).collect(),
        effects: pairs.iter().flat_map(|(a, b)| groups.iter().filter_map(|g| effect(a, b, g))).collect(),
    }
}

fn switches(before: &Lens, after: &Lens, groups: &[Group]) -> Vec<Switch> {
    let data = before.snapshot.data;
    let (first, second) = (before.standings(), after.standings());
    let acted: BTreeSet<ActorId> = data.acts_on(before.agreement).iter().map(|act| act.actor).collect();
    let status = |id: ActorId| (first.standing(id).status, second.standing(id).status);
    // Who only could join by the second day, and had not, did nothing; nor did a state that ended.
    let idle = |change| {
        use Status::{NotAState, NotEligible, NotKnown};
        matches!(change, (_, NotAState) | (NotEligible | NotAState, Status::None | NotKnown))
    };
    let changed = acted.into_iter().filter(|id| status(*id).0 != status(*id).1 && !idle(status(*id)));
    let mut rows: Vec<Switch> = changed
        .map(|id| Switch {
            agreement: AgreementFacts::of(data, before.agreement),
            before: before.member(&first, id),
            after: after.member(&second, id),
            blocs: groups
                .iter()
                .filter(|g| g.roll(after.snapshot).has(id))
                .map(|g| g.facts.short_name.clone())
                .collect(),
        })
        .collect();
    rows.sort_by(|a, b| a.after.actor.name.cmp(&b.after.actor.name));
    rows
}

fn moves(group: &Group, first: Snapshot, second: Snapshot) -> Vec<Move> {
    let (before, after) = (group.roll(first).members, group.roll(second).members);
    let row = |id: &ActorId, joined| Move {
        bloc: group.facts.clone(),
        actor: ActorRef::of(first.data, *id),
        joined,
    };
    let joined = after.difference(&before).map(|id| row(id, true));
    let left = before.difference(&after).map(|id| row(id, false));
    joined.chain(left).collect()
}

/// The effect on a bloc; none when neither its counts nor its members changed.
fn effect(before: &Lens, after: &Lens, group: &Group) -> Option<Effect> {
    let view = |lens: &Lens| lens.blocs(std::slice::from_ref(group)).pop();
    let (first, second) = (view(before)?, view(after)?);
    if first.tally == second.tally && first.agreement == second.agreement {
        return None;
    }
    let (old, new) = (group.roll(before.snapshot).members, group.roll(after.snapshot).members);
    let both: BTreeSet<ActorId> = old.intersection(&new).copied().collect();
    Some(Effect {
        agreement: AgreementFacts::of(before.snapshot.data, before.agreement),
        fixed_before: before.agreement_of(&both),
        fixed_after: after.agreement_of(&both),
        before: first,
        after: second,
    })
}
