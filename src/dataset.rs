//! The dataset: every table linked, indexed and immutable. Built once by
//! [`crate::read`], asked many times. Ids are interned: an [`ActorId`] is a
//! place in [`Dataset::actors`], and so for the rest. Acts are sorted by
//! agreement and actor, so that a status is found without a scan.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::*;

/// All facts, linked.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// States, then entities, each in the order of their ids.
    pub actors: Vec<Actor>,
    /// In the order of their ids.
    pub blocs: Vec<Bloc>,
    /// By bloc, then actor, then start.
    pub memberships: Vec<Membership>,
    /// By pair, then kind, then start; none where the folder has no such table.
    pub obligations: Vec<Obligation>,
    /// In the order of their ids.
    pub agreements: Vec<Agreement>,
    /// By agreement, in the order of the text.
    pub provisions: Vec<Provision>,
    /// By agreement, then actor, then the day they take effect.
    pub acts: Vec<Act>,
    /// In the order of their ids.
    pub sources: Vec<Source>,
    /// In the order of the table.
    pub counts: Vec<PublishedCount>,
    /// Notes of acts; the first is empty.
    pub notes: Vec<String>,
    /// SHA-256 over the tables, in hexadecimal.
    pub hash: String,
    /// What is only supposed, in words; empty where everything is on record.
    pub suppositions: Vec<String>,
    /// The folder the tables were read from, as it was named; nothing for those compiled in.
    pub folder: Option<String>,
    index: Index,
}

/// What a reader hands over to be linked: the same tables, in any order.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// See [`Dataset::actors`].
    pub actors: Vec<Actor>,
    /// See [`Dataset::blocs`].
    pub blocs: Vec<Bloc>,
    /// See [`Dataset::memberships`].
    pub memberships: Vec<Membership>,
    /// See [`Dataset::obligations`].
    pub obligations: Vec<Obligation>,
    /// See [`Dataset::agreements`].
    pub agreements: Vec<Agreement>,
    /// See [`Dataset::provisions`].
    pub provisions: Vec<Provision>,
    /// See [`Dataset::acts`].
    pub acts: Vec<Act>,
    /// See [`Dataset::sources`].
    pub sources: Vec<Source>,
    /// See [`Dataset::counts`].
    pub counts: Vec<PublishedCount>,
    /// See [`Dataset::notes`].
    pub notes: Vec<String>,
    /// See [`Dataset::hash`].
    pub hash: String,
    /// See [`Dataset::suppositions`].
    pub suppositions: Vec<String>,
    /// See [`Dataset::folder`].
    pub folder: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Index {
    actor_by_id: HashMap<String, ActorId>,
    bloc_by_id: HashMap<String, BlocId>,
    agreement_by_id: HashMap<String, AgreementId>,
    /// Where each agreement's acts start; one more entry than agreements.
    acts_of_agreement: Vec<u32>,
    /// Where each bloc's memberships start; one more entry than blocs.
    memberships_of_bloc: Vec<u32>,
}

impl Dataset {
    /// Sorts and indexes tables whose references already hold.
    ///
    /// Actors, blocs, agreements and sources must come in their final order:
    /// the other tables refer to them by place.
    pub fn link(tables: Tables) -> Self {
        let Tables {
            actors,
            blocs,
            mut memberships,
            mut obligations,
            agreements,
            mut provisions,
            mut acts,
            sources,
            counts,
            notes,
            hash,
            suppositions,
            folder,
        } = tables;
        memberships.sort_by_key(|m| (m.bloc, m.actor, m.period, m.line));
        obligations.sort_by_key(|o| (o.a, o.b, o.kind, o.period, o.line));
        provisions.sort_by_key(|p| p.agreement);
        // Most acts are told apart by their first two keys; only the others are looked at further.
        acts.sort_unstable_by(|a, b| {
            let first = |a: &Act| (u64::from(a.agreement.0) << 32) | u64::from(a.actor.0);
            let rest = |a: &Act| (a.effective.latest, a.date.latest, a.kind, a.line);
            first(a).cmp(&first(b)).then_with(|| rest(a).cmp(&rest(b)))
        });
        let index = Index {
            actor_by_id: ids(&actors, |a| &a.id, ActorId),
            bloc_by_id: ids(&blocs, |b| &b.id, BlocId),
            agreement_by_id: ids(&agreements, |a| &a.id, AgreementId),
            acts_of_agreement: starts(agreements.len(), acts.iter().map(|a| a.agreement.0)),
            memberships_of_bloc: starts(blocs.len(), memberships.iter().map(|m| m.bloc.0)),
        };
        Self {
            actors,
            blocs,
            memberships,
            obligations,
            agreements,
            provisions,
            acts,
            sources,
            counts,
            notes,
            hash,
            suppositions,
            folder,
            index,
        }
    }

    /// The tables again, to be changed and linked anew.
    pub fn unlink(self) -> Tables {
        Tables {
            actors: self.actors,
            blocs: self.blocs,
            memberships: self.memberships,
            obligations: self.obligations,
            agreements: self.agreements,
            provisions: self.provisions,
            acts: self.acts,
            sources: self.sources,
            counts: self.counts,
            notes: self.notes,
            hash: self.hash,
            suppositions: self.suppositions,
            folder: self.folder,
        }
    }

    /// The actor of this exact id.
    pub fn actor_id(&self, id: &str) -> Option<ActorId> {
        self.index.actor_by_id.get(id).copied()
    }

    /// The bloc of this exact id.
    pub fn bloc_id(&self, id: &str) -> Option<BlocId> {
        self.index.bloc_by_id.get(id).copied()
    }

    /// The agreement of this exact id.
    pub fn agreement_id(&self, id: &str) -> Option<AgreementId> {
        self.index.agreement_by_id.get(id).copied()
    }

    /// The actor at a place.
    pub fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    /// The bloc at a place.
    pub fn bloc(&self, id: BlocId) -> &Bloc {
        &self.blocs[id.0 as usize]
    }

    /// The agreement at a place.
    pub fn agreement(&self, id: AgreementId) -> &Agreement {
        &self.agreements[id.0 as usize]
    }

    /// The source at a place.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The note of an act; empty when it has none.
    pub fn note(&self, act: &Act) -> &str {
        &self.notes[act.note as usize]
    }

    /// Every actor's place, in order.
    pub fn actor_ids(&self) -> impl Iterator<Item = ActorId> + use<> {
        (0..self.actors.len() as u32).map(ActorId)
    }

    /// Every state's place, in order.
    pub fn state_ids(&self) -> impl Iterator<Item = ActorId> + '_ {
        self.actor_ids().take_while(|id| self.actor(*id).is_state())
    }

    /// Every bloc's place, in order.
    pub fn bloc_ids(&self) -> impl Iterator<Item = BlocId> + use<> {
        (0..self.blocs.len() as u32).map(BlocId)
    }

    /// Every agreement's place, in order.
    pub fn agreement_ids(&self) -> impl Iterator<Item = AgreementId> + use<> {
        (0..self.agreements.len() as u32).map(AgreementId)
    }

    /// The acts on an agreement, by actor.
    pub fn acts_on(&self, agreement: AgreementId) -> &[Act] {
        &self.acts[range(&self.index.acts_of_agreement, agreement.0)]
    }

    /// The acts of one actor on one agreement, in the order they take effect.
    pub fn acts_of(&self, actor: ActorId, agreement: AgreementId) -> &[Act] {
        let acts = self.acts_on(agreement);
        let first = acts.partition_point(|a| a.actor < actor);
        let count = acts[first..].partition_point(|a| a.actor == actor);
        &acts[first..first + count]
    }

    /// The memberships of a bloc, by actor and start.
    pub fn memberships_of(&self, bloc: BlocId) -> &[Membership] {
        &self.memberships[range(&self.index.memberships_of_bloc, bloc.0)]
    }

    /// The provisions of an agreement, in the order of its text.
    pub fn provisions_of(&self, agreement: AgreementId) -> &[Provision] {
        let first = self.provisions.partition_point(|p| p.agreement < agreement);
        let count = self.provisions[first..].partition_point(|p| p.agreement == agreement);
        &self.provisions[first..first + count]
    }

    /// The last day to which the record on an agreement is complete: the data's cut-off.
    pub fn cutoff(&self, agreement: AgreementId) -> Day {
        let agreement = self.agreement(agreement);
        agreement.coverage_until.max(agreement.opened)
    }
}

fn ids<T, I>(rows: &[T], id: impl Fn(&T) -> &str, make: impl Fn(u32) -> I) -> HashMap<String, I> {
    rows.iter().enumerate().map(|(place, row)| (id(row).to_owned(), make(place as u32))).collect()
}

/// Where the rows of each of `groups` groups start, for rows sorted by group.
fn starts(groups: usize, sorted: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut counts = vec![0u32; groups + 1];
    for group in sorted {
        counts[group as usize + 1] += 1;
    }
    for i in 1..counts.len() {
        counts[i] += counts[i - 1];
    }
    counts
}

fn range(starts: &[u32], group: u32) -> Range<usize> {
    let group = group as usize;
    starts[group] as usize..starts[group + 1] as usize
}
