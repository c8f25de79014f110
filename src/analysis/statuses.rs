//! Every actor's status on one agreement as rows: one for each bloc and member,
//! and one with an empty bloc for each actor in none.

use std::collections::BTreeSet;

use super::facts::{ActorRef, Group};
use super::view::{Lens, Member};
use crate::model::*;
use crate::snapshot::Roll;

/// One row: an actor, as a member of a bloc or of none.
#[derive(Clone, Debug)]
pub struct StatusRow {
    /// The bloc's id; empty for an actor in none.
    pub bloc: String,
    /// The actor and its standing.
    pub member: Member,
}

/// The rows for `groups`, in their order and by actor, then the actors in none of them:
/// all states, and the entities with a recorded act.
pub fn statuses(lens: &Lens, groups: &[Group]) -> Vec<StatusRow> {
    let standings = lens.standings();
    let rolls: Vec<Roll> = groups.iter().map(|g| g.roll(lens.snapshot)).collect();
    let mut rows = vec![];
    for (group, roll) in groups.iter().zip(&rolls) {
        for id in &roll.members {
            let mut member = lens.member(&standings, *id);
            if roll.is_uncertain(*id) {
                member.certainty = Certainty::Uncertain;
            }
            rows.push(StatusRow { bloc: group.facts.id.clone(), member });
        }
    }
    let placed: BTreeSet<ActorId> = rolls.iter().flat_map(|r| r.members.iter().copied()).collect();
    let data = lens.snapshot.data;
    let acted: BTreeSet<ActorId> = data.acts_on(lens.agreement).iter().map(|act| act.actor).collect();
    let everyone = data.actor_ids().filter(|id| data.actor(*id).is_state() || acted.contains(id));
    for id in everyone.filter(|id| !placed.contains(id)) {
        rows.push(StatusRow { bloc: String::new(), member: lens.member(&standings, id) });
    }
    rows
}

/// The blocs that a status table lists when none are named: all that had members on the day.
pub fn all_groups(lens: &Lens) -> Vec<Group> {
    let data = lens.snapshot.data;
    let groups = data.bloc_ids().map(|id| Group::bloc(data, id));
    groups.filter(|g| !g.roll(lens.snapshot).members.is_empty()).collect()
}

/// Who a result is about, for lists of names.
pub fn names<'a>(members: impl IntoIterator<Item = &'a Member>) -> Vec<&'a ActorRef> {
    members.into_iter().map(|m| &m.actor).collect()
}
