//! Any table of acts or memberships: acts with a column for the date of each
//! kind, or with a column for the kind and one for the date; memberships with
//! their first day in and out. Which column is what stands in a mapping.

mod date;
pub mod mapping;
mod stays;

use std::collections::{BTreeMap, BTreeSet};

pub use mapping::{Column, Mapping, read};

use super::acts::ActRow;
use super::codes::{Scheme, number};
use super::input::text;
use super::undl::slug;
use super::{Draft, Input};
use crate::model::{ActKind, AgreementKind, Day, Edtf};
use crate::read::Problems;

/// One statement of a table, before its state is known.
struct Entry {
    line: u64,
    actor: String,
    /// The agreement or bloc.
    about: String,
    date: Option<Edtf>,
    /// As it is kept when it is set aside.
    words: String,
}

/// Reads tables by a mapping that fits them; says what was told from their cells.
///
/// # Errors
/// When a file breaks off.
pub fn run(inputs: &[Input], mapping: &Mapping, draft: &mut Draft) -> Result<Vec<String>, Problems> {
    let sheets: Vec<Sheet> = inputs.iter().map(|input| Sheet::of(input, mapping, draft)).collect();
    let mut notes = vec![];
    let mut known: Vec<Known> = vec![];
    for sheet in &sheets {
        notes.extend(match mapping.is_of_memberships() {
            true => stays::run(sheet, draft)?,
            false => acts(sheet, &mut known, draft)?,
        });
    }
    write(known, draft);
    Ok(notes)
}

/// A stem that leaves room for a suffix in an id.
fn short(stem: &str) -> &str {
    stem[..stem.len().min(64)].trim_end_matches('-')
}

/// A table with its mapping.
struct Sheet<'a> {
    input: &'a Input,
    mapping: &'a Mapping,
    /// What the table is about where no column says so.
    stem: String,
    source: String,
}

/// An act whose state is known.
struct Known<'a> {
    sheet: &'a Sheet<'a>,
    state: String,
    entry: Entry,
    kind: ActKind,
}

impl<'a> Sheet<'a> {
    /// The sheet, its source written down.
    fn of(input: &'a Input, mapping: &'a Mapping, draft: &mut Draft) -> Self {
        let stem = slug(input.name.split('.').next().unwrap_or_default());
        let source = if stem.is_empty() { "table".to_owned() } else { format!("{}-table", short(&stem)) };
        draft.source(&source, &format!("Table {}", input.name), "", "", input);
        Self { input, mapping, stem, source }
    }

    fn place(&self, column: Column) -> Option<usize> {
        self.input.column(self.mapping.columns.get(&column)?).ok()
    }

    /// A date by the mapping; a workbook's own dates are ISO days whatever its format.
    fn date(&self, cell: &str) -> Option<(Edtf, Option<ActKind>)> {
        let format = self.mapping.date_format.as_deref();
        let own = || date::read(cell, None).filter(|(date, _)| self.input.is_workbook() && date.is_exact());
        date::read(cell, format).or_else(own)
    }

    /// The scheme of the numbers among the actors, and a sentence that says so.
    fn scheme(&self, entries: &[&Entry], draft: &Draft) -> (Option<Scheme>, Option<String>) {
        if let Some(given) = self.mapping.codes.as_deref().and_then(Scheme::of) {
            return (Some(given), None);
        }
        let numbers: Vec<_> = entries.iter().filter_map(|e| Some((number(&e.actor)?, e.date))).collect();
        let Some((scheme, fit)) = Scheme::told(&draft.resolver, &numbers) else { return (None, None) };
        let note = format!(
            "{}: numbers for states were read as {}, which fit {fit} of {} entries; --codes names another scheme ({})",
            self.input.name,
            scheme.title(),
            numbers.len(),
            Scheme::ALL.map(Scheme::word).join(", ")
        );
        (Some(scheme), Some(note))
    }

    /// The state of an entry; else the entry is set aside.
    fn state(&self, entry: &Entry, scheme: Option<Scheme>, draft: &mut Draft) -> Option<String> {
        let found = match (number(&entry.actor), scheme) {
            (Some(number), Some(scheme)) => scheme.state(&draft.resolver, number, entry.date),
            _ => draft.resolver.name(&entry.actor, entry.date),
        };
        match found.map(str::to_owned) {
            Ok(state) => Some(state),
            Err(miss) => {
                draft.resolver.miss(&entry.actor);
                self.aside(entry, &entry.actor, miss.words(), draft);
                None
            }
        }
    }

    fn aside(&self, entry: &Entry, what: &str, reason: &str, draft: &mut Draft) {
        draft.aside(self.input, entry.line, what, reason, &entry.words);
    }
}

const NO_DATE: &str = "not a date in the format of the mapping, of the years 1600 to 2200";

/// An act as read.
struct Read {
    entry: Entry,
    kind: ActKind,
}

fn acts<'a>(
    sheet: &'a Sheet,
    known: &mut Vec<Known<'a>>,
    draft: &mut Draft,
) -> Result<Option<String>, Problems> {
    let read = match sheet.mapping.columns.contains_key(&Column::Kind) {
        true => by_word(sheet, draft)?,
        false => by_column(sheet, draft)?,
    };
    let entries: Vec<&Entry> = read.iter().map(|act| &act.entry).collect();
    let (scheme, note) = sheet.scheme(&entries, draft);
    for Read { entry, kind } in read {
        if let Some(state) = sheet.state(&entry, scheme, draft) {
            known.push(Known { sheet, state, entry, kind });
        }
    }
    Ok(note)
}

/// One act for each filled column of dates.
fn by_column(sheet: &Sheet, draft: &mut Draft) -> Result<Vec<Read>, Problems> {
    let (actor, agreement) = (sheet.place(Column::Actor).unwrap_or_default(), sheet.place(Column::Agreement));
    let dated: Vec<(usize, ActKind)> = sheet
        .mapping
        .dated()
        .into_iter()
        .filter_map(|(n, k)| Some((sheet.input.column(n).ok()?, k)))
        .collect();
    let mut acts = vec![];
    sheet.input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let about = agreement.map_or_else(|| sheet.stem.clone(), cell);
        for (column, kind) in &dated {
            let written = cell(*column);
            if written.is_empty() {
                continue;
            }
            let words = format!("{}: {} of {about} on {written}", cell(actor), kind.word());
            let mut entry = Entry { line, actor: cell(actor), about: about.clone(), date: None, words };
            match sheet.date(&written) {
                None => sheet.aside(&entry, &written, NO_DATE, draft),
                Some((date, mark)) => {
                    entry.date = Some(date);
                    acts.push(Read { entry, kind: mark.unwrap_or(*kind) });
                }
            }
        }
    })?;
    Ok(acts)
}

/// One act a row, of the kind that a word says.
fn by_word(sheet: &Sheet, draft: &mut Draft) -> Result<Vec<Read>, Problems> {
    let place = |column| sheet.place(column).unwrap_or_default();
    let (actor, kind, day) = (place(Column::Actor), place(Column::Kind), place(Column::Date));
    let agreement = sheet.place(Column::Agreement);
    let mut acts = vec![];
    sheet.input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let about = agreement.map_or_else(|| sheet.stem.clone(), cell);
        let words = format!("{}: {} on {about} on {}", cell(actor), cell(kind), cell(day));
        let mut entry = Entry { line, actor: cell(actor), about, date: None, words };
        match (kind_of(&cell(kind)), sheet.date(&cell(day))) {
            (None, _) => sheet.aside(&entry, &cell(kind), "not a vote or an act that has a name", draft),
            (_, None) => sheet.aside(&entry, &cell(day), NO_DATE, draft),
            (Some(kind), Some((date, _))) => {
                entry.date = Some(date);
                acts.push(Read { entry, kind });
            }
        }
    })?;
    Ok(acts)
}

/// Other words for acts than our own.
const WORDS: &[(&str, ActKind)] = &[
    ("y", ActKind::Yes),
    ("for", ActKind::Yes),
    ("in-favour", ActKind::Yes),
    ("in-favor", ActKind::Yes),
    ("n", ActKind::No),
    ("against", ActKind::No),
    ("abstention", ActKind::Abstain),
    ("abstained", ActKind::Abstain),
    ("abstaining", ActKind::Abstain),
    ("non-voting", ActKind::Absent),
    ("not-voting", ActKind::Absent),
    ("did-not-vote", ActKind::Absent),
    ("signed", ActKind::Signature),
    ("ratified", ActKind::Ratification),
    ("accepted", ActKind::Acceptance),
    ("approved", ActKind::Approval),
    ("acceded", ActKind::Accession),
    ("succeeded", ActKind::Succession),
    ("endorsed", ActKind::Endorsement),
    ("withdrawn", ActKind::Withdrawal),
    ("withdrew", ActKind::Withdrawal),
    ("denunciation", ActKind::Withdrawal),
    ("denounced", ActKind::Withdrawal),
];

fn kind_of(word: &str) -> Option<ActKind> {
    let word = slug(word);
    let own = ActKind::ALL.iter().find(|kind| kind.word() == word).copied();
    own.or_else(|| WORDS.iter().find(|(other, _)| *other == word).map(|(_, kind)| *kind))
}

/// One agreement of the table.
struct Agreement {
    name: String,
    kind: AgreementKind,
    dates: BTreeSet<Day>,
    /// Where it was first read.
    source: String,
}

impl Agreement {
    /// An agreement of the first kind that an act suits.
    fn new(name: &str, act: ActKind, source: &str) -> Self {
        let kind = AgreementKind::ALL.iter().copied().find(|agreement| act.suits(*agreement));
        let kind = kind.unwrap_or(AgreementKind::Treaty);
        Self { name: name.to_owned(), kind, dates: BTreeSet::new(), source: source.to_owned() }
    }
}

/// Writes acts that are told once, suit their agreement, and do not contradict each other.
fn write(acts: Vec<Known>, draft: &mut Draft) {
    let votes = disagreeing(&acts);
    let mut agreements: BTreeMap<String, Agreement> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut found = vec![];
    for act in acts {
        let Some(date) = act.entry.date else { continue };
        let (state, kind, about) = (&act.state, act.kind, &act.entry.about);
        let id = draft.agreement_id(about);
        let reason = if id.is_empty() {
            "no agreement is named"
        } else if !agreements.get(&id).is_none_or(|known| kind.suits(known.kind)) {
            "an act that the agreement's first in the table does not go with: votes, endorsements and acts on treaties are apart"
        } else if let Some(lines) = votes.get(&(state.clone(), slug(about))) {
            let what = format!("{state}, lines {lines}");
            act.sheet.aside(&act.entry, &what, "votes of one state that disagree", draft);
            continue;
        } else if !seen.insert((state.clone(), id.clone(), kind, (!is_vote(kind)).then_some(date))) {
            "the same act again"
        } else {
            let agreement = agreements
                .entry(id.clone())
                .or_insert_with(|| Agreement::new(about, kind, &act.sheet.source));
            agreement.dates.extend([date.earliest, date.latest]);
            found.push((act, date, id));
            continue;
        };
        act.sheet.aside(&act.entry, about, reason, draft);
    }
    agreements.iter().for_each(|(id, agreement)| row(id, agreement, draft));
    for (act, date, id) in &found {
        match add(act, *date, id, draft) {
            Ok(()) => draft.used(1),
            Err(reason) => act.sheet.aside(&act.entry, &act.entry.about, reason, draft),
        }
    }
}

fn add(act: &Known, date: Edtf, agreement: &str, draft: &mut Draft) -> Result<(), &'static str> {
    let words = date.to_string();
    let effective = if act.kind.is_leaving() { words.as_str() } else { "" };
    let (actor, kind, source) = (act.state.as_str(), act.kind.word(), act.sheet.source.as_str());
    draft.act(ActRow { actor, agreement, kind, date: &words, effective, note: "", source })
}

fn is_vote(kind: ActKind) -> bool {
    kind.suits(AgreementKind::Vote)
}

/// Who voted in more than one way on what, with the lines.
fn disagreeing(acts: &[Known]) -> BTreeMap<(String, String), String> {
    let mut votes: BTreeMap<(String, String), Vec<(ActKind, u64)>> = BTreeMap::new();
    for act in acts.iter().filter(|act| is_vote(act.kind)) {
        let who = (act.state.clone(), slug(&act.entry.about));
        votes.entry(who).or_default().push((act.kind, act.entry.line));
    }
    votes.retain(|_, cast| cast.iter().any(|(kind, _)| *kind != cast[0].0));
    let lines = |cast: Vec<(ActKind, u64)>| {
        cast.iter().map(|(_, line)| line.to_string()).collect::<Vec<_>>().join(" and ")
    };
    votes.into_iter().map(|(who, cast)| (who, lines(cast))).collect()
}

/// The agreement of a table: open from its first act, its silences unknown, for a table need not be complete.
fn row(id: &str, agreement: &Agreement, draft: &mut Draft) {
    let day = |d: Option<&Day>| d.map(ToString::to_string).unwrap_or_default();
    // An open start is before every day.
    let dates: BTreeSet<Day> = agreement.dates.iter().copied().filter(|d| *d != Day::MIN).collect();
    let (first, last) = (day(dates.first()), day(dates.last()));
    let binding = if agreement.kind == AgreementKind::Treaty { "yes" } else { "no" };
    draft.row(
        "agreements.csv",
        &[
            ("id", id),
            ("name", &agreement.name),
            ("short_name", &agreement.name),
            ("kind", agreement.kind.word()),
            ("binding", binding),
            ("opened", &first),
            ("eligible", "states"),
            ("coverage_until", &last),
            ("note", "Opened: its first act in the table. Coverage: name the states whose acts are complete, and silence becomes a no."),
            ("source", &agreement.source),
        ],
    );
}
