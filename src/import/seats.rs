//! Whom the names of countries stood for in the United Nations, on each day of a vote.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::Draft;
use super::resolve::{Miss, Named};
use super::roll_call::{Call, Vote, WORDS};
use super::rolls::{Rolls, SeatOf};
use crate::model::Day;

/// How many days before its admission a member may be found voting: publishers date some early votes by
/// the start of their session.
const EARLY: i64 = 366;

/// Whom each country's name stood for on each call's day. A call whose day, as published, is before somebody who voted
/// was admitted, by a session at most, is moved to that admission: who cast a vote had a seat.
pub(super) fn seats(calls: &mut [Call], countries: &[String], votes: &[Vote], draft: &Draft) -> Seats {
    let rolls = Rolls::new(draft, "un");
    let mut ids: Vec<String> = draft.resolver.ids().map(str::to_owned).collect();
    ids.sort_unstable();
    let (columns, named) = columns(countries, draft);
    let mut seats = Seats { ids, columns, by_day: HashMap::new() };
    seats.add_days(calls.iter().map(|call| call.on).collect(), &named, &rolls);
    let mut moved: BTreeMap<u32, (Day, String)> = BTreeMap::new();
    // The votes of one call stand together.
    for cast in votes.chunk_by(|a, b| a.call == b.call) {
        let on = calls[cast[0].call as usize].on;
        let row = seats.on(on);
        let seated = |vote: &&Vote| !matches!(row.of(vote.country), Seat::Member(_));
        let voted = cast.iter().filter(|vote| WORDS[usize::from(vote.word)] != "absent");
        for vote in voted.filter(seated) {
            let name = draft.resolver.named(&countries[vote.country as usize]);
            let Some((day, state)) = admission(name, &rolls, on) else { continue };
            if moved.get(&vote.call).is_none_or(|(other, _)| day > *other) {
                moved.insert(vote.call, (day, state));
            }
        }
    }
    seats.add_days(moved.values().map(|(day, _)| *day).collect(), &named, &rolls);
    for (call, (day, state)) in moved {
        let call = &mut calls[call as usize];
        call.note = format!("Published as of {}; {state}, which voted, was admitted on {day}.", call.on);
        (call.on, call.day) = (day, day.to_string());
    }
    seats
}

/// When the state that a name stands for was admitted, if that was within a session after a day on which it had no seat.
fn admission(name: Named, rolls: &Rolls, on: Day) -> Option<(Day, String)> {
    let later = on.checked_add(jiff::Span::new().days(EARLY)).ok()?;
    let member = rolls.seats(name.on(later).ok()?).on(later)?;
    let day = rolls.admission(member, later).filter(|day| *day > on)?;
    Some((day, member.to_owned()))
}

/// Whom a country's name stood for on a day; states by their place in [`Seats::ids`].
#[derive(Clone, Copy)]
pub(super) enum Seat {
    Member(u16),
    Outside(u16),
    Nobody(Miss),
}

/// Whom each country's name stood for on each day of a vote.
pub(super) struct Seats {
    pub(super) ids: Vec<String>,
    /// For each country's name its column: names of the same states share one, unknown names have none.
    columns: Vec<Option<u32>>,
    /// By day, then column.
    by_day: HashMap<Day, Box<[Seat]>>,
}

/// The seats of one day.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    columns: &'a [Option<u32>],
    seats: &'a [Seat],
}

impl Row<'_> {
    pub(super) fn of(self, country: u32) -> Seat {
        self.columns[country as usize]
            .map_or(Seat::Nobody(Miss::Unknown), |column| self.seats[column as usize])
    }
}

impl Seats {
    /// Looks up the seats of further days.
    fn add_days(&mut self, mut days: Vec<Day>, named: &[Named], rolls: &Rolls) {
        const DAYS: usize = 64;
        days.sort_unstable();
        days.dedup();
        let of_days = |days: &[Day]| {
            let mut rows = vec![vec![Seat::Nobody(Miss::Unknown); named.len()]; days.len()];
            for (column, name) in named.iter().enumerate() {
                let seats = rows.iter_mut().map(|row| &mut row[column]);
                seat_by_day(*name, days, rolls, &self.ids, seats);
            }
            days.iter().copied().zip(rows.into_iter().map(Vec::into_boxed_slice)).collect::<Vec<_>>()
        };
        let found: Vec<_> = days.par_chunks(DAYS).flat_map_iter(of_days).collect();
        self.by_day.extend(found);
    }

    /// Whom every country's name stood for on one day.
    pub(super) fn on(&self, day: Day) -> Row<'_> {
        Row { columns: &self.columns, seats: &self.by_day[&day] }
    }
}

/// The column of each name, and what stands for each column.
fn columns<'a>(countries: &[String], draft: &'a Draft) -> (Vec<Option<u32>>, Vec<Named<'a>>) {
    let mut named: Vec<Named> = vec![];
    let mut places: HashMap<&[u32], u32> = HashMap::new();
    let mut column = |name: &String| {
        let name = draft.resolver.named(name);
        let next = places.len() as u32;
        let place = *places.entry(name.places()).or_insert(next);
        if place == next {
            named.push(name);
        }
        place
    };
    let known = |name: &&String| !draft.resolver.named(name).places().is_empty();
    let columns = countries.iter().map(|name| Some(name).filter(known).map(&mut column)).collect();
    (columns, named)
}

/// Fills in whom a name stood for on each day.
fn seat_by_day<'a>(
    name: Named,
    days: &[Day],
    rolls: &Rolls,
    ids: &[String],
    column: impl Iterator<Item = &'a mut Seat>,
) {
    let place = |id: &str| {
        ids.binary_search_by(|i| i.as_str().cmp(id)).expect("rolls and names lead to states") as u16
    };
    let mut last: Option<(&str, SeatOf, u16)> = None;
    for (day, seat) in days.iter().zip(column) {
        *seat = match name.on(*day) {
            Err(miss) => Seat::Nobody(miss),
            Ok(state) => {
                let same = last.filter(|(id, ..)| *id == state);
                let (_, seats, own) = same.unwrap_or_else(|| (state, rolls.seats(state), place(state)));
                last = Some((state, seats, own));
                match seats.on(*day) {
                    Some(member) => Seat::Member(if member == state { own } else { place(member) }),
                    None => Seat::Outside(own),
                }
            }
        };
    }
}
