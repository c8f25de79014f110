//! Voeten's roll calls of the General Assembly, as the `unvotes` package and
//! TidyTuesday publish them: votes, roll calls and issues. Absences are left
//! out of the record, so silence is not known.

use std::collections::{BTreeSet, HashMap};

use super::input::text;
use super::roll_call::{self, Call, Names, Record, Vote, WORDS};
use super::undl::{OTHER, needs_members, one, provision, slug};
use super::{Draft, Import, Input};
use crate::model::Edtf;
use crate::read::Problems;

/// The format.
pub const UNVOTES: Import = Import {
    id: "unvotes",
    title: "Voeten's roll calls of the UN General Assembly (unvotes, TidyTuesday)",
    files: "votes (rcid, country, country_code, vote), roll calls (rcid, session, date, unres, ...), and issues (rcid, short_name, issue)",
    marks: &[&["rcid", "country", "vote"], &["rcid", "session", "date"], &["rcid", "short_name", "issue"]],
    run,
};

const PUBLISHER: &str = "Erik Voeten, Anton Strezhnev and Michael Bailey; package unvotes";
const URL: &str = "https://doi.org/10.7910/DVN/LEJUQZ";

/// The roll calls, and where each number's stands; none for one that cannot be used.
#[derive(Default)]
struct Calls {
    list: Vec<Call>,
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
    let calls = roll_calls(calls_file, draft)?;
    if inputs.iter().any(|input| input.header.iter().any(|h| h == "issue")) {
        issues(one(inputs, "issue", "issues")?, &calls, draft)?;
    }
    read_votes(votes, &calls, draft)
}

/// Roll-call numbers are written `3` in one file and `3.0` in another.
fn number(cell: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(cell).ok()?.trim();
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

fn roll_calls(input: &Input, draft: &mut Draft) -> Result<Calls, Problems> {
    let [rcid, date, unres, short, descr] = input.columns(["rcid", "date", "unres", "short", "descr"])?;
    draft.source(
        "unvotes-roll-calls",
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
        let (id, day_text) = (format!("rcid-{number}"), day.to_string());
        let reason = match calls.get(number) {
            Some(_) => Some("the same roll call again"),
            None => Some(OTHER).filter(|_| draft.has_other(&id, &day_text)),
        };
        if let Some(reason) = reason {
            return draft.aside(input, line, &cell(rcid), reason, &cell(descr));
        }
        let call = Call { id, on: day.earliest, day: day_text, closed: false };
        let unres = if cell(unres).is_empty() { format!("Roll call {number}") } else { cell(unres) };
        let name = [cell(short), cell(descr), unres.clone()].into_iter().find(|n| !n.is_empty());
        draft.row(
            "agreements.csv",
            &[
                ("id", &call.id),
                ("name", &name.unwrap_or_else(|| unres.clone())),
                ("short_name", &unres),
                ("kind", "vote"),
                ("binding", "no"),
                ("opened", &call.day),
                ("depositary", "United Nations"),
                ("eligible", "un"),
                ("coverage_until", &call.day),
                ("source", "unvotes-roll-calls"),
            ],
        );
        draft.used(1);
        calls.places.insert(number, Some(calls.list.len() as u32));
        calls.list.push(call);
    })?;
    Ok(calls)
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
                provision(&call.id, &slug(&issue), "unvotes-issues", draft);
                draft.used(1);
            }
        }
    })
}

fn read_votes(input: &Input, calls: &Calls, draft: &mut Draft) -> Result<(), Problems> {
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
    let (calls, countries) = (calls.list.as_slice(), countries.list.as_slice());
    roll_call::write(&Record { calls, countries, votes: &votes, source: "unvotes-votes", input }, draft);
    Ok(())
}
