//! The supporters of the Paris Call, from the official site's own repository:
//! states, public authorities, civil society and firms. The day a row first
//! stood there is the last day on which its support can have begun.

use super::acts::ActRow;
use super::input::text;
use super::undl::one;
use super::{Draft, Import, Input, vet};
use crate::model::Edtf;
use crate::read::Problems;

/// The format.
pub const PARIS_CALL: Import = Import {
    id: "pariscall",
    title: "Supporters of the Paris Call (ambanum/pariscall.international)",
    files: "supporters (name, category, nationality, nature, date_signed, first_seen)",
    marks: &[&["name", "category", "nationality", "first_seen"]],
    alone: false,
    run,
};

const SOURCE: &str = "paris-call-supporters";
const OPENED: &str = "2018-11-12";

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    let input = one(inputs, "first_seen", "supporters")?;
    let [name, category, nationality, signed, seen] =
        input.columns(["name", "category", "nationality", "date_signed", "first_seen"])?;
    let publisher = "French Ministry for Europe and Foreign Affairs (ambanum/pariscall.international)";
    let url = "https://github.com/ambanum/pariscall.international";
    draft.source(SOURCE, "Supporters of the Paris Call", publisher, url, input);
    let mut last = OPENED.to_owned();
    let mut acts: Vec<(String, String, u64)> = vec![];
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let entry = row.iter().map(text).collect::<Vec<_>>().join(",");
        let Some(date) = date(&cell(signed), &cell(seen)) else {
            return draft.aside(input, line, &cell(name), "no date that can be read", &entry);
        };
        if cell(name).is_empty() {
            return draft.aside(input, line, "", "no name", &entry);
        }
        let end = date.rsplit('/').next().unwrap_or(&date).to_owned();
        last = last.clone().max(end);
        let actor = match cell(category).as_str() {
            "state" | "states" | "country" => state(&cell(nationality), &cell(name), &date, draft),
            "private-sector" => Ok(entity(&cell(name), "company", &cell(nationality), draft)),
            "civil-society" => Ok(entity(&cell(name), "civil-society", &cell(nationality), draft)),
            "public-authority" | "public-authorities" | "public-sector" => {
                Ok(entity(&cell(name), "public-authority", &cell(nationality), draft))
            }
            _ => Err("no category that says what it is"),
        };
        match actor {
            Ok(actor) => acts.push((actor, date, line)),
            Err(reason) => {
                draft.resolver.miss(&cell(name));
                draft.aside(input, line, &cell(name), reason, &entry);
            }
        }
    })?;
    write(acts, &last, input, draft);
    Ok(())
}

/// The day signed where it is given; else some day from the launch to the day first seen.
fn date(signed: &str, seen: &str) -> Option<String> {
    let day = |text: &str| Edtf::parse(text).ok().filter(|d| d.is_exact()).map(|d| d.to_string());
    if let Some(day) = day(signed).filter(|d| d.as_str() > OPENED) {
        return Some(day);
    }
    let seen = day(seen)?;
    if seen.as_str() <= OPENED { Some(OPENED.to_owned()) } else { Some(format!("{OPENED}/{seen}")) }
}

/// The site writes some old codes: ROM, SCG, MTG.
fn state(code: &str, name: &str, date: &str, draft: &Draft) -> Result<String, &'static str> {
    let on = Edtf::parse(date).ok().map(|d| Edtf::day(d.latest));
    let code = match code {
        "ROM" => "ROU",
        "SCG" => "SRB",
        "MTG" => "MNE",
        code => code,
    };
    let found = draft.resolver.name(code, on).or_else(|_| draft.resolver.name(name, on));
    found.map(str::to_owned).map_err(super::resolve::Miss::words)
}

/// The id of an entity, its row added where there is none yet.
fn entity(name: &str, kind: &str, nationality: &str, draft: &mut Draft) -> String {
    if let Some(id) = draft.resolver.entity(name) {
        return id.to_owned();
    }
    let plain = crate::import::resolve::key(name);
    let mut id = vet::id(name, "supporter", |_| false);
    if id.is_empty() {
        id = unlettered(if plain.is_empty() { name } else { &plain });
    }
    let home = state(nationality, nationality, "2020-01-01", draft).unwrap_or_default();
    if draft.has("entities.csv", &id) {
        return id;
    }
    let cells = [("id", id.as_str()), ("name", name), ("kind", kind), ("home", &home), ("source", SOURCE)];
    draft.row("entities.csv", &cells);
    id
}

/// An id for a name without a Latin letter: the numbers of its characters, as many as fit in.
fn unlettered(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut id = "supporter".to_owned();
    for number in name.chars().map(|c| format!("-{}", u32::from(c))) {
        if id.len() + number.len() <= LONGEST {
            id.push_str(&number);
        }
    }
    id
}

fn write(mut acts: Vec<(String, String, u64)>, last: &str, input: &Input, draft: &mut Draft) {
    draft.row(
        "agreements.csv",
        &[
            ("id", "paris-call"),
            ("name", "Paris Call for Trust and Security in Cyberspace"),
            ("short_name", "Paris Call"),
            ("kind", "declaration"),
            ("binding", "no"),
            ("opened", OPENED),
            ("depositary", "France"),
            ("eligible", "states"),
            ("entities", "company|civil-society|public-authority|international-organisation"),
            ("coverage", "states"),
            ("coverage_until", last),
            ("note", "As the site's repository lists them: a supporter is dated between the launch and the day it was first listed."),
            ("source", SOURCE),
        ],
    );
    acts.sort();
    let mut before: Option<&str> = None;
    for (actor, date, line) in &acts {
        if before == Some(actor) {
            draft.aside(input, *line, actor, "the same supporter again: the earliest is kept", date);
            continue;
        }
        before = Some(actor);
        let (agreement, kind) = ("paris-call", "endorsement");
        match draft.act(ActRow { actor, agreement, kind, date, source: SOURCE, ..ActRow::default() }) {
            Ok(()) => draft.used(1),
            Err(reason) => draft.aside(input, *line, actor, reason, date),
        }
    }
}
