//! Who held a seat on which day, by the memberships of a draft.

use std::collections::BTreeMap;

use super::Draft;
use crate::model::{Day, Edtf, Period, Role};

/// Who was a member of a bloc on a day, by the tables of a draft.
pub struct Rolls {
    stays: BTreeMap<String, Vec<Period>>,
}

impl Rolls {
    /// The rolls of a bloc.
    pub fn new(draft: &Draft, bloc: &str) -> Self {
        let mut stays: BTreeMap<String, Vec<Period>> = BTreeMap::new();
        let date = |cell: &str| Edtf::parse(cell).ok();
        for row in draft.rows("memberships.csv", &[]) {
            if &row[1] == bloc && &row[2] == Role::Member.word() {
                let period = Period { from: date(&row[3]), until: date(&row[4]) };
                stays.entry(row[0].to_owned()).or_default().push(period);
            }
        }
        Self { stays }
    }

    /// The day on which a state that was a member on a day had first been admitted.
    pub fn admission(&self, state: &str, on: Day) -> Option<Day> {
        let days = self.stays.get(state)?.iter().map(|stay| stay.from.map(|from| from.latest));
        days.min()?.filter(|day| *day <= on)
    }

    /// The members that a state's name can have stood for: the state itself, or who held its seat.
    ///
    /// UN records write "China" for the seat that the Republic of China held until 25 October 1971
    /// (General Assembly resolution 2758 (XXVI)).
    pub fn seats<'a>(&'a self, state: &'a str) -> SeatOf<'a> {
        let held = if state == "CHN" { "TWN" } else { state };
        SeatOf([state, held].map(|id| (id, self.stays.get(id).map_or(&[][..], Vec::as_slice))))
    }
}

/// A state and who held its seat (or the state once more), each with its stays in a bloc.
#[derive(Clone, Copy)]
pub struct SeatOf<'a>([(&'a str, &'a [Period]); 2]);

impl<'a> SeatOf<'a> {
    /// Who was, or may have been, a member on a day.
    pub fn on(self, day: Day) -> Option<&'a str> {
        let was_in = |stays: &[Period]| stays.iter().any(|p| !p.surely_excludes(Edtf::day(day)));
        self.0.into_iter().find(|(_, stays)| was_in(stays)).map(|(id, _)| id)
    }
}
