//! Votes of the United Nations, from whichever publisher: each country's name
//! is resolved for the day of the vote, must have had a seat, and counts once.
//! What does not is set aside with its line.

use std::collections::{BTreeMap, HashMap};

use csv::StringRecord;
use rayon::prelude::*;

use super::acts::{ActRow, Acts, Alike};
use super::input::text;
use super::seats::{Seat, Seats};
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
