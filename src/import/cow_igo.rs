//! Memberships in intergovernmental organisations: spells by year and
//! Correlates of War number (COW IGO data, version 3). Years are those of full
//! membership; before 1965 the record was taken every five years.

use std::collections::BTreeMap;

use super::input::text;
use super::undl::{one, slug};
use super::{Draft, Import, Input, vet};
use crate::model::{Edtf, Period};
use crate::read::Problems;

/// The format.
pub const COW_IGO: Import = Import {
    id: "cow-igo",
    title: "Correlates of War: memberships in intergovernmental organisations (spells)",
    files: "spells (igo, ccode, state, first_year_full, last_year_full)",
    marks: &[&["igo", "ccode", "first_year_full", "last_year_full"]],
    alone: true,
    run,
};

const SOURCE: &str = "cow-igo-3";
/// The last year that a date can be in, and that a stay can end after.
const LAST_YEAR: i16 = 9998;

/// One stay, as read.
struct Spell {
    igo: String,
    number: u32,
    first: i16,
    last: i16,
    line: u64,
}

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    let input = one(inputs, "first_year_full", "spells")?;
    let [igo, ccode, first, last] = input.columns(["igo", "ccode", "first_year_full", "last_year_full"])?;
    draft.source(
        SOURCE,
        "Intergovernmental Organizations, version 3 (Pevehouse, Nordstrom, McManus, Jamison 2020)",
        "Correlates of War Project",
        "https://correlatesofwar.org/data-sets/igos/",
        input,
    );
    let mut spells: Vec<Spell> = vec![];
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let entry = row.iter().map(text).collect::<Vec<_>>().join(",");
        let (number, first, last) = (cell(ccode).parse(), cell(first).parse(), cell(last).parse());
        match (number, first, last) {
            _ if slug(&cell(igo)).is_empty() => {
                draft.aside(input, line, &cell(igo), "no organisation is named", &entry);
            }
            (Ok(number), Ok(first), Ok(last)) if (0..=last).contains(&first) && last <= LAST_YEAR => {
                spells.push(Spell { igo: cell(igo), number, first, last, line });
            }
            _ => draft.aside(input, line, &cell(igo), "not a number and two years in order", &entry),
        }
    })?;
    let end = spells.iter().map(|s| s.last).max().unwrap_or(0);
    blocs(&spells, end, draft);
    for spell in &spells {
        stays(spell, end, input, draft);
    }
    Ok(())
}

fn id(igo: &str) -> String {
    let mut id = format!("cow-{}", slug(igo));
    id.truncate(80);
    id.trim_end_matches('-').to_owned()
}

/// A bloc for each organisation, ended where its last members are before the record's end.
fn blocs(spells: &[Spell], end: i16, draft: &mut Draft) {
    let mut life: BTreeMap<String, (&str, i16)> = BTreeMap::new();
    for spell in spells {
        let (_, last) = life.entry(id(&spell.igo)).or_insert((&spell.igo, spell.last));
        *last = (*last).max(spell.last);
    }
    for (id, (igo, last)) in life {
        let coverage = format!("{end:04}-12-31");
        let until = if last < end { format!("{:04}-01-01", last + 1) } else { String::new() };
        let name = igo.to_uppercase();
        draft.row(
            "blocs.csv",
            &[
                ("id", &id),
                ("name", &format!("{name} (COW IGO)")),
                ("short_name", &name),
                ("kind", "organisation"),
                ("until", &until),
                ("coverage_until", &coverage),
                ("note", "By the acronym of the COW IGO data; full members only. The data's unit is the year: days are those of whole years."),
                ("source", SOURCE),
            ],
        );
    }
}

/// The stays of a spell: one for each state that had the number while it lasted.
fn stays(spell: &Spell, end: i16, input: &Input, draft: &mut Draft) {
    let first_day = |year: i16| Some(Edtf::day(jiff::civil::date(year, 1, 1)));
    let until = if spell.last < end { first_day(spell.last + 1) } else { None };
    let period = Period { from: first_day(spell.first), until };
    let entry = format!("{} {} {}-{}", spell.igo, spell.number, spell.first, spell.last);
    let spans: Vec<(String, Period)> = draft
        .resolver
        .cow_spans(spell.number, period)
        .into_iter()
        .map(|(state, span)| (state.to_owned(), span))
        .collect();
    if spans.is_empty() {
        let number = spell.number.to_string();
        draft.resolver.miss(&number);
        let reason = "no state had this number then";
        return draft.aside(input, spell.line, &number, reason, &entry);
    }
    let bloc = id(&spell.igo);
    let barred = spans.iter().find_map(|(state, span)| vet::stay(draft, state, &bloc, *span).err());
    if let Some(reason) = barred {
        return draft.aside(input, spell.line, &spell.number.to_string(), reason, &entry);
    }
    for (state, span) in spans {
        let date = |d: Option<Edtf>| d.map(|d| d.to_string()).unwrap_or_default();
        draft.row(
            "memberships.csv",
            &[
                ("actor", &state),
                ("bloc", &bloc),
                ("role", "member"),
                ("from", &date(span.from)),
                ("until", &date(span.until)),
                ("source", SOURCE),
            ],
        );
    }
    draft.used(1);
}
