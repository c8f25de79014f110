//! Voeten's roll calls of the General Assembly, as the `unvotes` package and
//! TidyTuesday publish them: votes, roll calls and issues. Absences are left
//! out of the record, so silence is not known.

use std::collections::{BTreeSet, HashMap};

use super::input::text;
use super::roll_call::{self, ASSEMBLY, Call, Names, Record, Vote, WORDS};
use super::undl::{needs_members, one, provision, slug};
use super::{Draft, Import, Input, seats};
use crate::model::Edtf;
use crate::read::Problems;

/// The format.
pub const UNVOTES: Import = Import {
    id: "unvotes",
    title: "Voeten's roll calls of the UN General Assembly (unvotes, TidyTuesday)",
    files: "votes (rcid, country, country_code, vote), roll calls (rcid, session, date, unres, ...), and issues (rcid, short_name, issue)",
    marks: &[&["rcid", "country", "vote"], &["rcid", "session", "date"], &["rcid", "short_name", "issue"]],
    alone: false,
    run,
};

const PUBLISHER: &str = "Erik Voeten, Anton Strezhnev and Michael Bailey; package unvotes";
const ROLL_CALLS: &str = "unvotes-roll-calls";
const URL: &str = "https://doi.org/10.7910/DVN/LEJUQZ";

/// The roll calls, and where each number's stands; none for one that cannot be used.
#[derive(Default)]
struct Calls {
    list: Vec<Call>,
    /// For each its name and its short name.
    names: Vec<(String, String)>,
    places: HashMap<u32, Option<u32>>,
}

impl Calls {
    fn get(&self, number: u32) -> Option<&Call> {
        self.places.get(&number).copied().flatten().map(|place| &self.list[place as usize])
    }
}

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    needs_members(draft)?;
    let votes = one(inputs, "vote", "votes")?;
    let calls_file = one(inputs, "session", "roll calls")?;
    draft.source(
        "unvotes-votes",
        "United Nations General Assembly voting data: votes",
        PUBLISHER,
        URL,
        votes,
    );
    let mut calls = roll_calls(calls_file, draft)?;
    if inputs.iter().any(|input| input.header.iter().any(|h| h == "issue")) {
        issues(one(inputs, "issue", "issues")?, &calls, draft)?;
    }
    let (read, countries) = read_votes(votes, &calls, draft)?;
    let seats = seats::seats(&mut calls.list, &countries, &read, draft);
    calls.list.iter().zip(&calls.names).for_each(|(call, names)| agreement(call, names, draft));
    let (calls, countries) = (calls.list.as_slice(), countries.as_slice());
    let record = Record { calls, countries, votes: &read, source: "unvotes-votes", input: votes };
    roll_call::write(&record, &seats, draft);
    Ok(())
}

/// Roll-call numbers are written `3` in one file and `3.0` in another.
fn number(cell: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(cell).ok()?.trim();
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

fn roll_calls(input: &Input, draft: &mut Draft) -> Result<Calls, Problems> {
    let [rcid, date, unres, short, descr] = input.columns(["rcid", "date", "unres", "short", "descr"])?;
    let session = input.header.iter().position(|h| h == "session");
    draft.source(
        ROLL_CALLS,
        "United Nations General Assembly voting data: roll calls",
        PUBLISHER,
        URL,
        input,
    );
    let mut calls = Calls::default();
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let Some(number) = number(row.get(rcid).unwrap_or_default()) else {
            return draft.aside(input, line, &cell(rcid), "not a roll-call number", &cell(descr));
        };
        let day = Edtf::parse(&cell(date)).ok().filter(|d| d.is_exact());
        let Some(day) = day else {
            calls.places.entry(number).or_insert(None);
            return draft.aside(input, line, &cell(rcid), "a roll call without a full date", &cell(descr));
        };
        if calls.get(number).is_some() {
            return draft.aside(input, line, &cell(rcid), "the same roll call again", &cell(descr));
        }
        let call = Call::new(format!("rcid-{number}"), day.earliest);
        let session = session.and_then(|i| self::number(row.get(i).unwrap_or_default()));
        if let Some(session) = session {
            draft.add("provisions.csv", [roll_call::in_session(&call.id, &session.to_string(), ROLL_CALLS)]);
        }
        let unres = if cell(unres).is_empty() { format!("Roll call {number}") } else { cell(unres) };
        let name = [cell(short), cell(descr), unres.clone()].into_iter().find(|n| !n.is_empty());
        draft.used(1);
        calls.places.insert(number, Some(calls.list.len() as u32));
        calls.list.push(call);
        calls.names.push((name.unwrap_or_default(), unres));
    })?;
    Ok(calls)
}

fn agreement(call: &Call, (name, short_name): &(String, String), draft: &mut Draft) {
    draft.row(
        "agreements.csv",
        &[
            ("id", &call.id),
            ("name", name),
            ("short_name", short_name),
            ("kind", "vote"),
            ("binding", "no"),
            ("opened", &call.day),
            ("depositary", ASSEMBLY),
            ("eligible", "un"),
            ("coverage_until", &call.day),
            ("note", &call.note),
            ("source", ROLL_CALLS),
        ],
    );
}

fn issues(input: &Input, calls: &Calls, draft: &mut Draft) -> Result<(), Problems> {
    let [rcid, issue] = input.columns(["rcid", "issue"])?;
    draft.source(
        "unvotes-issues",
        "United Nations General Assembly voting data: issues",
        PUBLISHER,
        URL,
        input,
    );
    let mut seen: BTreeSet<(u32, String)> = BTreeSet::new();
    input.each(|line, row| {
        let (cell, issue) = (row.get(rcid).unwrap_or_default(), text(row.get(issue).unwrap_or_default()));
        let call = number(cell).and_then(|n| Some((n, calls.get(n)?)));
        match call {
            None => draft.aside(input, line, &text(cell), "no roll call of this number", &issue),
            Some(_) if slug(&issue).is_empty() => {
                draft.aside(input, line, &text(cell), "no issue is named", &issue);
            }
            Some((n, _)) if !seen.insert((n, slug(&issue))) => {
                draft.aside(input, line, &text(cell), "the same issue again", &issue);
            }
            Some((_, call)) => {
                draft.add("provisions.csv", [provision(&call.id, &slug(&issue), "unvotes-issues")]);
                draft.used(1);
            }
        }
    })
}

fn read_votes(input: &Input, calls: &Calls, draft: &mut Draft) -> Result<(Vec<Vote>, Vec<String>), Problems> {
    let [rcid, country, vote] = input.columns(["rcid", "country", "vote"])?;
    let (mut votes, mut countries): (Vec<Vote>, Names) = (vec![], Names::default());
    input.each(|line, row| {
        let cell = |i: usize| row.get(i).unwrap_or_default();
        let entry = || row.iter().map(text).collect::<Vec<_>>().join(",");
        let Some(word) = WORDS.iter().position(|word| cell(vote).trim_ascii() == word.as_bytes()) else {
            return draft.aside(
                input,
                line,
                &text(cell(vote)),
                "not a vote: yes, no, abstain or absent",
                &entry(),
            );
        };
        let Some(Some(call)) = number(cell(rcid)).and_then(|n| calls.places.get(&n).copied()) else {
            let reason = "no roll call of this number and date";
            return draft.aside(input, line, &text(cell(rcid)), reason, &entry());
        };
        votes.push(Vote {
            call,
            country: countries.place(cell(country)),
            word: word as u8,
            line: line as u32,
        });
    })?;
    Ok((votes, countries.list))
}
