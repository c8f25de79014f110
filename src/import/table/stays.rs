//! Memberships of a table: one stay a row, its first day in and its first day
//! out.

use std::collections::BTreeMap;

use super::{Column, Entry, NO_DATE, Sheet, slug, text};
use crate::import::{Draft, vet};
use crate::model::{Day, Edtf, Period};
use crate::read::Problems;

/// A stay, and whether it ends only because its state did.
#[derive(Clone, Copy)]
struct Stay {
    period: Period,
    open: bool,
}

/// The stays of the table in one bloc.
#[derive(Default)]
struct Roll {
    name: String,
    stays: BTreeMap<String, Vec<Stay>>,
    last: Option<Day>,
}

pub(super) fn run(sheet: &Sheet, draft: &mut Draft) -> Result<Option<String>, Problems> {
    let read = read(sheet, draft)?;
    let entries: Vec<&Entry> = read.iter().map(|(entry, _)| entry).collect();
    let (scheme, note) = sheet.scheme(&entries, draft);
    let mut rolls: BTreeMap<String, Roll> = BTreeMap::new();
    for (entry, period) in read {
        let Some(state) = sheet.state(&entry, scheme, draft) else { continue };
        let id = id(&entry.about, sheet, draft);
        let roll = rolls.entry(id.clone()).or_default();
        let life = vet::life(draft, &state);
        let told = [period.from, period.until].into_iter().flatten().map(|date| date.latest);
        // Who is no more is in nothing, whether or not the table says so.
        let open = period.until.is_none() && life.until.is_some();
        let period = Period { until: period.until.or(life.until), ..period };
        let stays = roll.stays.entry(state).or_default();
        let reason = if slug(&entry.about).is_empty() {
            "no bloc is named"
        } else if !period.lies_within(life) {
            "outside the time of the state"
        } else if period.is_surely_empty() {
            "the first day out does not come after the first day in"
        } else if stays.iter().any(|other| other.period.surely_overlaps(period)) {
            "a stay that overlaps an earlier one in the table"
        } else {
            stays.push(Stay { period, open });
            roll.name.clone_from(&entry.about);
            roll.last = roll.last.into_iter().chain(told).max();
            draft.used(1);
            continue;
        };
        sheet.aside(&entry, &entry.about, reason, draft);
    }
    rolls
        .iter()
        .filter(|(_, roll)| !roll.name.is_empty())
        .for_each(|(id, roll)| write(id, roll, sheet, draft));
    Ok(note)
}

/// A bloc's id; a bloc of that id with a roll of its own is not mixed with the table's.
fn id(about: &str, sheet: &Sheet, draft: &Draft) -> String {
    let tables = ["blocs.csv", "entities.csv", "agreements.csv"];
    vet::id(about, &sheet.stem, |id| tables.iter().any(|file| draft.has(file, id)))
}

fn read(sheet: &Sheet, draft: &mut Draft) -> Result<Vec<(Entry, Period)>, Problems> {
    let (actor, bloc) = (sheet.place(Column::Actor).unwrap_or_default(), sheet.place(Column::Bloc));
    let (from, until) = (sheet.place(Column::From), sheet.place(Column::Until));
    let mut stays = vec![];
    sheet.input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let about = bloc.map_or_else(|| sheet.stem.clone(), cell);
        let (first, last) = (from.map(cell).unwrap_or_default(), until.map(cell).unwrap_or_default());
        let words = format!("{}: in {about} from {first:?} until {last:?}", cell(actor));
        let mut entry = Entry { line, actor: cell(actor), about, date: None, words };
        let date = |cell: &str| match cell.is_empty() {
            true => Ok(None),
            false => sheet.date(cell).map(|(date, _)| Some(date)).ok_or(()),
        };
        match (date(&first), date(&last)) {
            (Ok(from), Ok(until)) => {
                entry.date = from;
                stays.push((entry, Period { from, until }));
            }
            (Err(()), _) => sheet.aside(&entry, &first, NO_DATE, draft),
            _ => sheet.aside(&entry, &last, NO_DATE, draft),
        }
    })?;
    Ok(stays)
}

fn write(id: &str, roll: &Roll, sheet: &Sheet, draft: &mut Draft) {
    let coverage = roll.last.map(|day| day.to_string()).unwrap_or_default();
    draft.row(
        "blocs.csv",
        &[
            ("id", id),
            ("name", &roll.name),
            ("short_name", &roll.name),
            ("kind", "organisation"),
            ("coverage_until", &coverage),
            ("note", "Coverage: the last day in the table; set it to the day to which the roll is complete."),
            ("source", &sheet.source),
        ],
    );
    let date = |date: Option<Edtf>| date.map(|d| d.to_string()).unwrap_or_default();
    for (state, stays) in &roll.stays {
        for stay in stays {
            let (from, until) = (date(stay.period.from), date(stay.period.until));
            let note = if stay.open { "The table gives no end; the state has ended." } else { "" };
            draft.row(
                "memberships.csv",
                &[
                    ("actor", state),
                    ("bloc", id),
                    ("role", "member"),
                    ("from", &from),
                    ("until", &until),
                    ("note", note),
                    ("source", &sheet.source),
                ],
            );
        }
    }
}
