//! Who agrees with whom: every pair of actors over many agreements. Positions
//! are kept as bits, one row an actor and position, so that a pair is counted
//! by a few machine words.

use super::facts::ActorRef;
use super::view::Lens;
use crate::coding::{Coding, Position};
use crate::dataset::Dataset;
use crate::measure::dyad::Joint;
use crate::model::*;
use crate::snapshot::Snapshot;

/// The positions of actors on items, as bits.
pub struct Positions {
    /// The actors, in order.
    pub actors: Vec<ActorRef>,
    /// How many items.
    pub items: usize,
    words: usize,
    /// For each actor: out, half-way, in, absent; `words` words each.
    bits: Vec<u64>,
}

const ROWS: usize = 4;
const ABSENT: usize = 3;

/// Two actors compared.
#[derive(Clone, Debug)]
pub struct Dyad {
    /// The one.
    pub a: ActorRef,
    /// The other.
    pub b: ActorRef,
    /// How often they took each pair of positions.
    pub joint: Joint,
    /// Items on which the one had a position and the other was absent.
    pub absent: u64,
}

/// An item: an agreement as of a day.
pub type Item = (AgreementId, Day);

/// Reads the positions of all states that exist on some item's day.
pub fn positions(data: &Dataset, items: &[Item], coding: &'static Coding) -> Positions {
    let states: Vec<ActorId> = data.state_ids().collect();
    let words = items.len().div_ceil(64);
    let mut bits = vec![0u64; states.len() * ROWS * words];
    for (place, (agreement, on)) in items.iter().enumerate() {
        let lens = Lens { snapshot: Snapshot::new(data, *on), agreement: *agreement, coding };
        let standings = lens.standings();
        for (i, id) in states.iter().enumerate() {
            let status = standings.standing(*id).status;
            let row = match (coding.position(status), status) {
                (Some(Position::Out), _) => 0,
                (Some(Position::Half), _) => 1,
                (Some(Position::In), _) => 2,
                (None, Status::Absent) => ABSENT,
                (None, _) => continue,
            };
            bits[(i * ROWS + row) * words + place / 64] |= 1 << (place % 64);
        }
    }
    let actors = states.iter().map(|id| ActorRef::of(data, *id)).collect();
    Positions { actors, items: items.len(), words, bits }
}

impl Positions {
    fn row(&self, actor: usize, row: usize) -> &[u64] {
        let start = (actor * ROWS + row) * self.words;
        &self.bits[start..start + self.words]
    }

    /// Whether an actor has a position on any item.
    pub fn is_observed(&self, actor: usize) -> bool {
        (0..ABSENT).any(|row| self.row(actor, row).iter().any(|w| *w != 0))
    }

    /// On how many items an actor has a position.
    pub fn known(&self, actor: usize) -> usize {
        (0..ABSENT).flat_map(|row| self.row(actor, row)).map(|w| w.count_ones() as usize).sum()
    }

    /// An actor's position on an item.
    pub fn position(&self, actor: usize, item: usize) -> Option<Position> {
        let here = |row: &usize| self.row(actor, *row)[item / 64] >> (item % 64) & 1 == 1;
        (0..ABSENT).find(here).map(|row| Position::ALL[row])
    }

    /// Two actors compared.
    pub fn dyad(&self, a: usize, b: usize) -> Dyad {
        let both = |i: usize, j: usize| -> u64 {
            self.row(a, i).iter().zip(self.row(b, j)).map(|(x, y)| u64::from((x & y).count_ones())).sum()
        };
        let counts =
            (0..ABSENT).flat_map(|i| (0..ABSENT).map(move |j| (i, j))).map(|(i, j)| both(i, j)).collect();
        Dyad {
            a: self.actors[a].clone(),
            b: self.actors[b].clone(),
            joint: Joint { levels: Position::ALL.map(Position::value).to_vec(), counts },
            absent: (0..ABSENT).map(|i| both(i, ABSENT)).sum(),
        }
    }

    /// One actor with every other, or every pair once, where both are observed.
    pub fn dyads(&self, of: Option<usize>) -> Vec<Dyad> {
        let seen: Vec<usize> = (0..self.actors.len()).filter(|i| self.is_observed(*i)).collect();
        match of {
            Some(a) => seen.iter().filter(|b| **b != a).map(|b| self.dyad(a, *b)).collect(),
            None => {
                let pairs =
                    seen.iter().enumerate().flat_map(|(i, a)| seen[i + 1..].iter().map(move |b| (*a, *b)));
                pairs.map(|(a, b)| self.dyad(a, b)).collect()
            }
        }
    }
}
