//! How alike two states' alliances are, year by year: Signorino and Ritter's S
//! on what each owes every member of the state system, by rank. A state's
//! portfolio has one entry a member, itself among them.

use super::facts::ActorRef;
use crate::dataset::Dataset;
use crate::model::*;

/// The bloc that holds the state system, where a folder has it.
pub const STATE_SYSTEM: &str = "cow-state-system";

/// What each member of the state system owed each other in one year.
pub struct Portfolios {
    /// The year.
    pub year: i16,
    /// Its members, in order.
    pub actors: Vec<ActorRef>,
    ids: Vec<ActorId>,
    /// One row a member, one column a member.
    ranks: Vec<u8>,
}

/// Two portfolios compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// The place of the one in [`Portfolios::actors`].
    pub a: usize,
    /// The place of the other.
    pub b: usize,
    /// S with absolute distances.
    pub s: f64,
    /// S with squared distances.
    pub s_squared: f64,
}

/// The members of the system in one year; a state that continues another from the very day it
/// ended, under the same Correlates of War number, takes its place for the whole year.
struct Seats {
    ids: Vec<ActorId>,
    /// For each actor of the dataset, its place among `ids`.
    places: Vec<Option<u32>>,
}

impl Portfolios {
    /// The portfolios of a year over the members of a bloc on any of its days, or over the states
    /// that existed. An obligation counts in a year if it held on any of its days.
    pub fn new(data: &Dataset, system: Option<BlocId>, year: i16) -> Self {
        let (first, last) = days_of(year);
        let seats = Seats::new(data, stays(data, system, first, last));
        let n = seats.ids.len();
        let mut ranks = vec![0u8; n * n];
        for i in 0..n {
            ranks[i * n + i] = ObligationKind::HIGHEST;
        }
        for o in data.obligations.iter().filter(|o| o.period.touches(first, last)) {
            let (Some(a), Some(b)) = (seats.places[o.a.0 as usize], seats.places[o.b.0 as usize]) else {
                continue;
            };
            for place in [a as usize * n + b as usize, b as usize * n + a as usize] {
                ranks[place] = ranks[place].max(o.kind.rank());
            }
        }
        let actors = seats.ids.iter().map(|id| ActorRef::of(data, *id)).collect();
        Self { year, actors, ids: seats.ids, ranks }
    }

    fn row(&self, i: usize) -> &[u8] {
        let n = self.ids.len();
        &self.ranks[i * n..(i + 1) * n]
    }

    /// Every pair once, or one member's pairs.
    pub fn pairs(&self, of: Option<ActorId>) -> Vec<Likeness> {
        let n = self.ids.len();
        match of {
            Some(id) => match self.ids.binary_search(&id) {
                Ok(a) => (0..n).filter(|b| *b != a).map(|b| self.likeness(a, b)).collect(),
                Err(_) => vec![],
            },
            None => (0..n)
                .flat_map(|a| (a + 1..n).map(move |b| (a, b)))
                .map(|(a, b)| self.likeness(a, b))
                .collect(),
        }
    }

    /// S is a fraction of whole numbers, divided once: the last digit is right.
    fn likeness(&self, a: usize, b: usize) -> Likeness {
        let (mut apart, mut squared) = (0u32, 0u32);
        for (x, y) in self.row(a).iter().zip(self.row(b)) {
            let d = u32::from(x.abs_diff(*y));
            apart += d;
            squared += d * d;
        }
        let span = u32::from(ObligationKind::HIGHEST);
        let n = self.ids.len() as u32;
        let s = |apart: u32, most: u32| (f64::from(most) - 2.0 * f64::from(apart)) / f64::from(most);
        Likeness { a, b, s: s(apart, span * n), s_squared: s(squared, span * span * n) }
    }
}

/// The years that can be asked about: from the first in which the system has a member to the last
/// in which its roll is complete or an obligation starts or ends.
pub fn years(data: &Dataset, system: Option<BlocId>) -> Option<(i16, i16)> {
    let (obligations, bloc) = (&data.obligations, system.map(|id| data.bloc(id)));
    let starts = obligations.iter().filter_map(|o| o.period.from).map(|d| d.latest.year());
    let ends = obligations.iter().filter_map(|o| o.period.until).filter_map(|d| d.latest.yesterday().ok());
    let first = match system {
        Some(id) => {
            data.memberships_of(id).iter().filter_map(|m| m.period.from).map(|d| d.latest.year()).min()
        }
        None => starts.clone().min(),
    };
    let last = starts.chain(ends.map(|d| d.year())).chain(bloc.map(|b| b.coverage_until.year())).max();
    Some((first?, last?))
}

fn days_of(year: i16) -> (Day, Day) {
    (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31))
}

/// Who was in the system between two days, and from when to when.
fn stays(data: &Dataset, system: Option<BlocId>, first: Day, last: Day) -> Vec<(ActorId, Period)> {
    let all: Vec<(ActorId, Period)> = match system {
        Some(bloc) => {
            let rows = data.memberships_of(bloc).iter().filter(|m| m.role == Role::Member);
            rows.map(|m| (m.actor, m.period)).collect()
        }
        None => data.state_ids().map(|id| (id, data.actor(id).period)).collect(),
    };
    let mut stays: Vec<_> = all.into_iter().filter(|(_, period)| period.touches(first, last)).collect();
    stays.sort_unstable();
    stays
}

impl Seats {
    fn new(data: &Dataset, stays: Vec<(ActorId, Period)>) -> Self {
        let heir = |id: ActorId| -> Option<ActorId> {
            let ends = stays.iter().filter(|(other, _)| *other == id).map(|(_, period)| period.until);
            let end = ends.collect::<Option<Vec<Edtf>>>()?.into_iter().max()?;
            let continues = |other: ActorId| {
                other != id && data.actor(other).cow.iter().any(|n| data.actor(id).cow.contains(n))
            };
            stays.iter().find(|(other, p)| p.from == Some(end) && continues(*other)).map(|(other, _)| *other)
        };
        let mut ids: Vec<ActorId> =
            stays.iter().map(|(id, _)| *id).filter(|id| heir(*id).is_none()).collect();
        ids.dedup();
        let mut places = vec![None; data.actors.len()];
        for (id, _) in &stays {
            let mut holder = *id;
            while let Some(next) = heir(holder) {
                holder = next;
            }
            places[id.0 as usize] = ids.binary_search(&holder).ok().map(|place| place as u32);
        }
        Self { ids, places }
    }
}
