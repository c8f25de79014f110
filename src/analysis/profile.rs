//! One state, or one bloc, across all agreements on a day.

use super::facts::{ActorRef, AgreementFacts, BlocFacts, Group};
use super::view::{BlocView, Lens, Member};
use crate::coding;
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;

/// What one actor belonged to and had done on a day.
#[derive(Clone, Debug)]
pub struct ActorProfile {
    /// Who.
    pub actor: ActorRef,
    /// The day.
    pub on: Day,
    /// The blocs it belonged to: role, since when, and whether that is uncertain on the day.
    pub blocs: Vec<Belonging>,
    /// What it had done on each agreement that was open.
    pub agreements: Vec<(AgreementFacts, Member)>,
}

/// One membership that holds on the day.
#[derive(Clone, Debug)]
pub struct Belonging {
    /// The bloc.
    pub bloc: BlocFacts,
    /// In what role.
    pub role: Role,
    /// Since when and until when.
    pub period: Period,
    /// Whether it holds whatever the uncertain dates turn out to be.
    pub certainty: Certainty,
}

/// One bloc's members, and where they stood on each agreement, on a day.
#[derive(Clone, Debug)]
pub struct BlocProfile {
    /// The bloc.
    pub bloc: BlocFacts,
    /// What a reader should know of it.
    pub note: String,
    /// The day.
    pub on: Day,
    /// Who belonged, in which role, since when; members first, then by start and name.
    pub roll: Vec<(ActorRef, Belonging)>,
    /// Where its members stood on each agreement that was open.
    pub agreements: Vec<(AgreementFacts, BlocView)>,
}

/// The profile of an actor.
pub fn actor(data: &Dataset, id: ActorId, on: Day) -> ActorProfile {
    let snapshot = Snapshot::new(data, on);
    let mine = data.memberships.iter().filter(|m| m.actor == id);
    let blocs = mine.filter_map(|m| belonging(data, m, on)).collect();
    let agreements = open(data, on).map(|agreement| {
        let lens = Lens { snapshot, agreement, coding: coding::DEFAULT };
        (AgreementFacts::of(data, agreement), lens.member(&lens.standings(), id))
    });
    ActorProfile { actor: ActorRef::of(data, id), on, blocs, agreements: agreements.collect() }
}

/// The profile of a bloc.
pub fn bloc(data: &Dataset, id: BlocId, on: Day) -> BlocProfile {
    let snapshot = Snapshot::new(data, on);
    let group = Group::bloc(data, id);
    let rows = data
        .memberships_of(id)
        .iter()
        .filter_map(|m| Some((ActorRef::of(data, m.actor), belonging(data, m, on)?)));
    let mut roll: Vec<_> = rows.collect();
    roll.sort_by(|(a, x), (b, y)| (x.role, x.period.from, &a.name).cmp(&(y.role, y.period.from, &b.name)));
    let agreements = open(data, on).filter_map(|agreement| {
        let lens = Lens { snapshot, agreement, coding: coding::DEFAULT };
        let view = lens.view(std::slice::from_ref(&group)).blocs.pop()?;
        Some((AgreementFacts::of(data, agreement), view))
    });
    BlocProfile {
        agreements: agreements.collect(),
        bloc: group.facts,
        note: data.bloc(id).note.clone(),
        on,
        roll,
    }
}

fn open(data: &Dataset, on: Day) -> impl Iterator<Item = AgreementId> + '_ {
    let mut ids: Vec<AgreementId> =
        data.agreement_ids().filter(|id| data.agreement(*id).opened <= on).collect();
    ids.sort_by_key(|id| (data.agreement(*id).opened, *id));
    ids.into_iter()
}

fn belonging(data: &Dataset, membership: &Membership, on: Day) -> Option<Belonging> {
    let (point, early) = (membership.period.covers(on), membership.period.covers_at_earliest(on));
    let certainty = if point == early { Certainty::Certain } else { Certainty::Uncertain };
    (point || early).then(|| Belonging {
        bloc: Group::bloc(data, membership.bloc).facts,
        role: membership.role,
        period: membership.period,
        certainty,
    })
}
