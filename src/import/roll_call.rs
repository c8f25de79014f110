//! Votes of the United Nations, from whichever publisher: each country's name
//! is resolved for the day of the vote, must have had a seat, and counts once.
//! What does not is set aside with its line.

use std::collections::{BTreeMap, HashMap};

use csv::StringRecord;
use rayon::prelude::*;

use super::acts::{ActRow, Acts, Alike};
use super::input::text;
use super::resolve::{Miss, Named};
use super::rolls::{Rolls, SeatOf};
use super::{Draft, Input, draft};
use crate::model::Day;

/// A vote that was taken.
pub(super) struct Call {
    /// Its agreement's id.
    pub(super) id: String,
    /// Its day.
    pub(super) on: Day,
    /// Its day, as it is written.
    pub(super) day: String,
    /// Whether only those listed could vote.
    pub(super) closed: bool,
    /// What a reader should know of its day.
    pub(super) note: String,
}

impl Call {
    /// A vote that all members could take part in.
    pub(super) fn new(id: String, on: Day) -> Self {
        Self { id, on, day: on.to_string(), closed: false, note: String::new() }
    }
}

/// The bodies whose votes these are, as `depositary` names them.
pub(super) const ASSEMBLY: &str = "UN General Assembly";
pub(super) const COUNCIL: &str = "UN Security Council";

/// The session that a vote was taken in, as a theme by which votes can be chosen.
pub(super) fn in_session(agreement: &str, session: &str, source: &str) -> StringRecord {
    let theme = format!("session-{session}");
    let summary = match session.rsplit_once('-') {
        Some(("es", number)) => format!("Emergency special session {number} of the General Assembly."),
        Some((_, number)) => format!("Special session {number} of the General Assembly."),
        None => format!("Session {session} of the General Assembly."),
    };
    let cells = [
        ("agreement", agreement),
        ("number", "session"),
        ("theme", &theme),
        ("summary", &summary),
        ("source", source),
    ];
    draft::row("provisions.csv", &cells)
}

/// How many days before its admission a member may be found voting: publishers date some early votes by
/// the start of their session.
const EARLY: i64 = 366;

/// Whom each country's name stood for on each call's day. A call whose day, as published, is before somebody who voted
/// was admitted, by a session at most, is moved to that admission: who cast a vote had a seat.
pub(super) fn seats(calls: &mut [Call], countries: &[String], votes: &[Vote], draft: &Draft) -> Seats {
    let mut seats = Seats::of(calls, countries, draft);
    let rolls = Rolls::new(draft, "un");
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
    seats.add_days(moved.values().map(|(day, _)| *day).collect(), &rolls, countries, draft);
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

/// How one country voted, as read.
#[derive(Clone, Copy)]
pub(super) struct Vote {
    /// The place of its call.
    pub(super) call: u32,
    /// The place of the country's name.
    pub(super) country: u32,
    /// The place of the word in [`WORDS`].
    pub(super) word: u8,
    /// Its line.
    pub(super) line: u32,
}

/// Names of countries as they are written, each with its place.
#[derive(Default)]
pub(super) struct Names {
    /// In the order in which they first appear.
    pub(super) list: Vec<String>,
    places: HashMap<Vec<u8>, u32>,
    /// For each name, the one that came after it the last time: lists of countries repeat.
    next: Vec<Option<(Vec<u8>, u32)>>,
    last: u32,
}

impl Names {
    /// The place of a name.
    pub(super) fn place(&mut self, cell: &[u8]) -> u32 {
        if let Some(Some((name, place))) = self.next.get(self.last as usize)
            && name == cell
        {
            self.last = *place;
            return *place;
        }
        let place = self.places.get(cell).copied().unwrap_or_else(|| self.add(cell));
        if let Some(next) = self.next.get_mut(self.last as usize) {
            *next = Some((cell.to_vec(), place));
        }
        self.last = place;
        place
    }

    fn add(&mut self, cell: &[u8]) -> u32 {
        let place = self.list.len() as u32;
        self.list.push(text(cell).into_owned());
        self.next.push(None);
        self.places.insert(cell.to_vec(), place);
        place
    }
}

/// The kinds of act that a vote can be.
pub(super) const WORDS: [&str; 4] = ["yes", "abstain", "no", "absent"];

const NO_MEMBER: &str = "no member of the United Nations on that day, by the roll of its members";
const DISAGREE: &str = "votes of one state in one roll call that disagree";
const OTHER: &str = "the folder has another agreement of this id";
const OTHERWISE: &str = "the folder has another vote of this state on it";
const AGAIN: &str = "the same vote again";

/// What was read, all of it.
pub(super) struct Record<'a> {
    pub(super) calls: &'a [Call],
    pub(super) countries: &'a [String],
    pub(super) votes: &'a [Vote],
    /// The id of the votes' source.
    pub(super) source: &'a str,
    /// Where the votes were read.
    pub(super) input: &'a Input,
}

/// Writes the acts in the order of their agreements' ids, and says who was listed in the closed calls.
pub(super) fn write(record: &Record, seats: &Seats, draft: &mut Draft) -> BTreeMap<usize, Vec<String>> {
    const BATCH: usize = 2048;
    let (votes, starts) = grouped(record.votes, record.calls.len(), |vote| vote.call as usize);
    let of_call = |call: usize| &votes[starts[call] as usize..starts[call + 1] as usize];
    let mut order: Vec<usize> = (0..record.calls.len()).collect();
    order.sort_by_key(|i| &record.calls[*i].id);
    let mut listed = BTreeMap::new();
    for batch in order.chunks(BATCH) {
        let (there, room) = (&*draft, Room { record, seats });
        let sheet = |i: &usize| room.sheet(*i, of_call(*i), there);
        let sheets: Vec<Sheet> = batch.par_iter().map(sheet).collect();
        for (i, sheet) in batch.iter().zip(sheets) {
            if record.calls[*i].closed {
                let ids = sheet.listed.iter().map(|state| seats.ids[usize::from(*state)].clone());
                listed.insert(*i, ids.collect());
            }
            sheet.add_to(record.input, draft);
        }
    }
    listed
}

/// Puts what belongs to one group together, the groups in order, each in the order it came; and says where each starts.
fn grouped<T: Copy>(items: &[T], groups: usize, group: impl Fn(&T) -> usize) -> (Vec<T>, Vec<u32>) {
    let mut starts = vec![0_u32; groups + 1];
    for item in items {
        starts[group(item) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let (mut next, mut sorted) = (starts.clone(), items.to_vec());
    for item in items {
        let to = &mut next[group(item)];
        sorted[*to as usize] = *item;
        *to += 1;
    }
    (sorted, starts)
}

/// Whom a country's name stood for on a day; states by their place in [`Seats::ids`].
#[derive(Clone, Copy)]
enum Seat {
    Member(u16),
    Outside(u16),
    Nobody(Miss),
}

/// Whom each country's name stood for on each day of a vote.
pub(super) struct Seats {
    ids: Vec<String>,
    /// For each country's name its column: names of the same states share one, unknown names have none.
    columns: Vec<Option<u32>>,
    /// By day, then column.
    by_day: HashMap<Day, Box<[Seat]>>,
}

/// The seats of one day.
#[derive(Clone, Copy)]
struct Row<'a> {
    columns: &'a [Option<u32>],
    seats: &'a [Seat],
}

impl Row<'_> {
    fn of(self, country: u32) -> Seat {
        self.columns[country as usize]
            .map_or(Seat::Nobody(Miss::Unknown), |column| self.seats[column as usize])
    }
}

impl Seats {
    fn of(calls: &[Call], countries: &[String], draft: &Draft) -> Self {
        let mut ids: Vec<String> = draft.resolver.ids().map(str::to_owned).collect();
        ids.sort_unstable();
        let mut seats = Self { ids, columns: vec![], by_day: HashMap::new() };
        let days = calls.iter().map(|call| call.on).collect();
        seats.add_days(days, &Rolls::new(draft, "un"), countries, draft);
        seats
    }

    /// Looks up the seats of further days.
    fn add_days(&mut self, mut days: Vec<Day>, rolls: &Rolls, countries: &[String], draft: &Draft) {
        const DAYS: usize = 64;
        days.sort_unstable();
        days.dedup();
        let (columns, named) = columns(countries, draft);
        let of_days = |days: &[Day]| {
            let mut rows = vec![vec![Seat::Nobody(Miss::Unknown); named.len()]; days.len()];
            for (column, name) in named.iter().enumerate() {
                let seats = rows.iter_mut().map(|row| &mut row[column]);
                seat_by_day(*name, days, rolls, &self.ids, seats);
            }
            days.iter().copied().zip(rows.into_iter().map(Vec::into_boxed_slice)).collect::<Vec<_>>()
        };
        let found: Vec<_> = days.par_chunks(DAYS).flat_map_iter(of_days).collect();
        self.columns = columns;
        self.by_day.extend(found);
    }

    /// Whom every country's name stood for on one day.
    fn on(&self, day: Day) -> Row<'_> {
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

/// An entry that gave no fact.
struct Aside {
    line: u64,
    what: String,
    reason: &'static str,
    entry: String,
    /// Whether `what` is a name that could not be resolved.
    unknown: bool,
}

/// What became of the entries of one call.
#[derive(Default)]
struct Sheet {
    acts: Acts,
    used: usize,
    aside: Vec<Aside>,
    listed: Vec<u16>,
}

impl Sheet {
    fn add_to(self, input: &Input, draft: &mut Draft) {
        draft.used(self.used);
        draft.acts(self.acts);
        for aside in self.aside {
            if aside.unknown {
                draft.resolver.miss(&aside.what);
            }
            draft.aside(input, aside.line, &aside.what, aside.reason, &aside.entry);
        }
    }
}

/// Where votes are counted.
struct Room<'a> {
    record: &'a Record<'a>,
    seats: &'a Seats,
}

impl Room<'_> {
    fn sheet(&self, call: usize, votes: &[Vote], draft: &Draft) -> Sheet {
        let mut sheet = Sheet::default();
        let call = &self.record.calls[call];
        if draft.has_other(&call.id, &call.day) {
            let name = |vote: &Vote| self.record.countries[vote.country as usize].as_str();
            sheet.aside = votes.iter().map(|vote| self.aside(call, vote, name(vote), OTHER)).collect();
            return sheet;
        }
        let seats = self.seats.on(call.on);
        let mut cast: Vec<(u16, Vote)> = Vec::with_capacity(votes.len());
        for vote in votes {
            match seats.of(vote.country) {
                Seat::Member(state) => cast.push((state, *vote)),
                Seat::Outside(state) => {
                    let state = &self.seats.ids[usize::from(state)];
                    sheet.aside.push(self.aside(call, vote, state, NO_MEMBER));
                }
                Seat::Nobody(miss) => {
                    let name = &self.record.countries[vote.country as usize];
                    sheet.aside.push(Aside { unknown: true, ..self.aside(call, vote, name, miss.words()) });
                }
            }
        }
        let (agreement, date, source) = (call.id.as_str(), call.day.as_str(), self.record.source);
        let alike =
            WORDS.map(|kind| Alike::new(ActRow { agreement, kind, date, source, ..ActRow::default() }));
        let mut counted = Vec::with_capacity(cast.len());
        let (cast, _) = grouped(&cast, self.seats.ids.len(), |(state, _)| usize::from(*state));
        let voted_before = draft.has_votes();
        for same in cast.chunk_by(|a, b| a.0 == b.0) {
            if call.closed {
                sheet.listed.push(same[0].0);
            }
            if let Some((state, vote)) = self.one_vote(call, same, &mut sheet) {
                let alike = &alike[usize::from(vote.word)];
                match voted_before && draft.voted_otherwise(state, alike) {
                    true => sheet.aside.push(self.aside(call, &vote, state, OTHERWISE)),
                    false => counted.push((state, alike)),
                }
            }
        }
        sheet.used = counted.len();
        sheet.acts.extend(&counted, draft);
        sheet
    }

    /// One state's entries in one call: one, or the same again, or several that disagree.
    fn one_vote(&self, call: &Call, entries: &[(u16, Vote)], sheet: &mut Sheet) -> Option<(&str, Vote)> {
        let (state, first) = &entries[0];
        let state = self.seats.ids[usize::from(*state)].as_str();
        if entries.iter().any(|(_, vote)| vote.word != first.word) {
            let lines: Vec<String> = entries.iter().map(|(_, vote)| vote.line.to_string()).collect();
            let what = format!("{state}, lines {}", lines.join(" and "));
            sheet.aside.extend(entries.iter().map(|(_, vote)| self.aside(call, vote, &what, DISAGREE)));
            return None;
        }
        sheet.aside.extend(entries[1..].iter().map(|(_, vote)| self.aside(call, vote, state, AGAIN)));
        Some((state, *first))
    }

    fn aside(&self, call: &Call, vote: &Vote, what: &str, reason: &'static str) -> Aside {
        let name = &self.record.countries[vote.country as usize];
        let entry = format!("{} {name} {}", call.id, WORDS[usize::from(vote.word)]);
        Aside { line: vote.line.into(), what: what.to_owned(), reason, entry, unknown: false }
    }
}
