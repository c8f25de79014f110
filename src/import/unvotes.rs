//! Voeten's roll calls of the General Assembly, as the `unvotes` package and
//! TidyTuesday publish them: votes, roll calls and issues. Absences are left
//! out of the record, so silence is not known.

use std::collections::{BTreeSet, HashMap};

use super::draft::{ActRow, Rolls};
use super::input::text;
use super::undl::{NO_MEMBER, one, provision, slug};
use super::{Draft, Import, Input};
use crate::model::{Day, Edtf};
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

struct RollCall {
    id: String,
    on: Day,
    day: String,
}

type Calls = HashMap<u32, Option<RollCall>>;

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
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
    let mut calls: Calls = HashMap::new();
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let Some(number) = number(row.get(rcid).unwrap_or_default()) else {
            return draft.aside(input, line, &cell(rcid), "not a roll-call number", &cell(descr));
        };
        let day = Edtf::parse(&cell(date)).ok().filter(|d| d.is_exact());
        let Some(day) = day else {
            calls.insert(number, None);
            return draft.aside(input, line, &cell(rcid), "a roll call without a full date", &cell(descr));
        };
        let call = RollCall { id: format!("rcid-{number}"), on: day.earliest, day: day.to_string() };
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
        draft.used();
        calls.insert(number, Some(call));
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
        let call = number(cell).and_then(|n| Some((n, calls.get(&n)?.as_ref()?)));
        match call {
            None => draft.aside(input, line, &text(cell), "no roll call of this number", &issue),
            Some((n, _)) if !seen.insert((n, slug(&issue))) => {
                draft.aside(input, line, &text(cell), "the same issue again", &issue);
            }
            Some((_, call)) => {
                provision(&call.id, &slug(&issue), "unvotes-issues", draft);
                draft.used();
            }
        }
    })
}

fn read_votes(input: &Input, calls: &Calls, draft: &mut Draft) -> Result<(), Problems> {
    let [rcid, country, vote] = input.columns(["rcid", "country", "vote"])?;
    let rolls = Rolls::new(draft, "un");
    let mut first: HashMap<(u32, String), (&'static str, u64)> = HashMap::new();
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default());
        let entry = || row.iter().map(text).collect::<Vec<_>>().join(",");
        let kind = match cell(vote).as_ref() {
            "yes" => "yes",
            "no" => "no",
            "abstain" => "abstain",
            _ => return draft.aside(input, line, &cell(vote), "not a vote: yes, no or abstain", &entry()),
        };
        let found = number(row.get(rcid).unwrap_or_default()).and_then(|n| Some((n, calls.get(&n)?)));
        let Some((n, Some(call))) = found else {
            return draft.aside(input, line, &cell(rcid), "no roll call of this number and date", &entry());
        };
        let name = cell(country);
        let state = match draft.resolver.name(&name, Some(Edtf::day(call.on))) {
            Ok(state) => state.to_owned(),
            Err(miss) => {
                draft.resolver.miss(&name);
                return draft.aside(input, line, &name, miss.words(), &entry());
            }
        };
        let Some(state) = rolls.seat(&state, call.on).map(str::to_owned) else {
            return draft.aside(input, line, &state, NO_MEMBER, &entry());
        };
        if let Some((before, at)) = first.get(&(n, state.clone())) {
            let what = format!("{state}, lines {at} and {line}");
            let reason = if *before == kind {
                "the same vote again"
            } else {
                "votes of one state on one roll call that disagree: the first is kept"
            };
            return draft.aside(input, line, &what, reason, &entry());
        }
        let (agreement, date, source) = (call.id.as_str(), call.day.as_str(), "unvotes-votes");
        draft.act(ActRow { actor: &state, agreement, kind, date, source, ..ActRow::default() });
        draft.used();
        first.insert((n, state), (kind, line));
    })
}
