//! Who agrees with whom: every pair of actors over many agreements. Positions
//! are read once, as bits; pairs come in runs, so that a long answer can be
//! made on every core and written in order.

use std::ops::Range;

use rayon::prelude::*;

use super::ballot::Item;
use super::facts::ActorRef;
use super::view::Lens;
use crate::coding::{Coding, Position};
use crate::dataset::Dataset;
use crate::measure::bits::{Bits, Mark, PairCounts};
use crate::measure::convention::Convention;
use crate::measure::dyad::Joint;
use crate::model::*;
use crate::snapshot::{Snapshot, Standing};

/// What the states did on the items of one span of time.
pub struct Positions {
    /// The first day asked about.
    pub from: Day,
    /// The last day asked about.
    pub to: Day,
    /// The states that took a position, or were absent, on some item; in order.
    pub actors: Vec<ActorRef>,
    /// How many items.
    pub items: usize,
    /// The session that the items belong to, where they were chosen by session.
    pub session: Option<String>,
    /// Whether anybody is recorded as absent: where nobody is, the record leaves absences out.
    pub tells_absence: bool,
    ids: Vec<ActorId>,
    bits: Bits,
}

/// Two of [`Positions::actors`] compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The place of the one.
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// How often they took each pair of positions.
    pub counts: PairCounts,
}

/// Some of the pairs, to be compared in one go.
#[derive(Clone, Debug)]
pub enum Run {
    /// One actor with every other.
    One(usize),
    /// Each of these actors with all that come after it.
    Later(Range<usize>),
}

/// How many actors a run of all pairs takes.
const RUN: usize = 16;

impl Positions {
    /// Reads the positions of all states, as a convention counts them.
    pub fn new(
        data: &Dataset,
        (from, to): (Day, Day),
        items: &[Item],
        coding: &'static Coding,
        convention: Option<&Convention>,
    ) -> Self {
        let states: Vec<ActorId> = data.state_ids().collect();
        let mut bits = Bits::new(states.len(), items.len());
        let mut tells_absence = false;
        for (item, marks) in marks(data, items, coding).into_iter().enumerate() {
            for (actor, mark) in marks {
                bits.mark(actor as usize, item, mark);
                tells_absence |= mark == Mark::Absent;
            }
        }
        if convention.is_some_and(|c| !c.unanimous) {
            bits.drop_unanimous();
        }
        if convention.is_some_and(|c| !c.abstentions) {
            bits.drop_half();
        }
        Self { tells_absence, ..Self::observed(data, (from, to), items.len(), &bits) }
    }

    /// The same, said to be of a session.
    pub fn in_session(self, session: Option<String>) -> Self {
        Self { session, ..self }
    }

    /// Which blocs each state belonged to on a day, as positions: in those it was a member of, out of
    /// all others that had a state as a member. Analytic groupings are left out: nobody joined them.
    pub fn of_blocs(data: &Dataset, on: Day) -> Self {
        let snapshot = Snapshot::new(data, on);
        let joined = data.bloc_ids().filter(|id| data.bloc(*id).kind != BlocKind::Analytic);
        let rolls = joined.map(|id| snapshot.members(id).members);
        let states = snapshot.states().members;
        let rolls: Vec<_> = rolls.filter(|members| !members.is_disjoint(&states)).collect();
        let mut bits = Bits::new(data.state_ids().count(), rolls.len());
        for (item, members) in rolls.iter().enumerate() {
            for id in &states {
                let mark = if members.contains(id) { Mark::In } else { Mark::Out };
                bits.mark(id.0 as usize, item, mark);
            }
        }
        Self::observed(data, (on, on), rolls.len(), &bits)
    }

    /// Keeps the states that something is known of.
    fn observed(data: &Dataset, (from, to): (Day, Day), items: usize, bits: &Bits) -> Self {
        let seen: Vec<usize> = (0..bits.actors()).filter(|i| bits.is_observed(*i)).collect();
        let ids: Vec<ActorId> = seen.iter().map(|i| ActorId(*i as u32)).collect();
        let actors = ids.iter().map(|id| ActorRef::of(data, *id)).collect();
        let bits = bits.only(&seen);
        Self { from, to, actors, items, session: None, tells_absence: false, ids, bits }
    }

    /// Runs that hold one actor's pairs, or every pair once, in order.
    pub fn runs(&self, of: Option<ActorId>) -> Vec<Run> {
        match of {
            Some(id) => self.ids.binary_search(&id).ok().map(Run::One).into_iter().collect(),
            None => {
                let starts = (0..self.ids.len()).step_by(RUN);
                starts.map(|start| Run::Later(start..(start + RUN).min(self.ids.len()))).collect()
            }
        }
    }

    /// The pairs of a run that had something to do with each other: a pair that was never called
    /// upon together is left out.
    pub fn pairs(&self, run: &Run) -> Vec<Pair> {
        let mut pairs = match run {
            Run::One(a) => self.with_every_other(*a),
            Run::Later(range) => self.with_later(range.clone()),
        };
        pairs.retain(|p| p.counts.n() > 0 || self.bits.shares_an_item(p.a, p.b));
        pairs
    }

    fn with_every_other(&self, a: usize) -> Vec<Pair> {
        let mut counts = vec![];
        self.bits.one_with(a, 0..self.ids.len(), &mut counts);
        let all = counts.into_iter().enumerate().map(|(b, counts)| Pair { a, b, counts });
        all.filter(|pair| pair.b != a).collect()
    }

    fn with_later(&self, range: Range<usize>) -> Vec<Pair> {
        let runs = self.bits.run_with_later(range.clone());
        let pairs = range.zip(runs).flat_map(|(a, counts)| {
            counts.into_iter().enumerate().map(move |(i, counts)| Pair { a, b: a + 1 + i, counts })
        });
        pairs.collect()
    }

    /// How often two actors took each pair of positions, by their places.
    pub fn joint(&self, a: usize, b: usize) -> Joint {
        let mut counts = vec![];
        self.bits.one_with(a, b..b + 1, &mut counts);
        joint(&counts[0])
    }

    /// Every pair, or those of one actor.
    pub fn all(&self, of: Option<ActorId>) -> Vec<Pair> {
        self.runs(of).par_iter().map(|run| self.pairs(run)).collect::<Vec<_>>().concat()
    }
}

/// What every state did on every item, as far as it is counted.
pub(super) fn marks(data: &Dataset, items: &[Item], coding: &'static Coding) -> Vec<Vec<(u32, Mark)>> {
    let of_item = |(agreement, on): &Item| {
        let lens = Lens { snapshot: Snapshot::new(data, *on), agreement: *agreement, coding };
        let standings = lens.standings();
        let mark = |status: Status| match (coding.position(status), status) {
            (Some(Position::Out), _) => Some(Mark::Out),
            (Some(Position::Half), _) => Some(Mark::Half),
            (Some(Position::In), _) => Some(Mark::In),
            (None, Status::Absent) => Some(Mark::Absent),
            (None, _) => None,
        };
        let is_state = |(id, _): &(ActorId, Standing)| data.actor(*id).is_state();
        let marked = |(id, standing): (ActorId, Standing)| Some((id.0, mark(standing.status)?));
        match standings.covers_silence() {
            true => data.state_ids().map(|id| (id, standings.standing(id))).filter_map(marked).collect(),
            // Whoever is not on record has no known position.
            false => standings.on_record().filter(is_state).filter_map(marked).collect(),
        }
    };
    items.par_iter().map(of_item).collect()
}

/// The counts of a pair as measures take them.
pub fn joint(counts: &PairCounts) -> Joint {
    let mut joint = empty_joint();
    fill(&mut joint, counts);
    joint
}

/// No counts yet; for [`fill`].
pub fn empty_joint() -> Joint {
    Joint { levels: Position::ALL.map(Position::value).to_vec(), counts: vec![0; 9] }
}

/// Puts the counts of a pair in place of another's: a table of millions of pairs needs one joint.
pub fn fill(joint: &mut Joint, counts: &PairCounts) {
    for (to, from) in joint.counts.iter_mut().zip(counts.cells) {
        *to = u64::from(from);
    }
}
