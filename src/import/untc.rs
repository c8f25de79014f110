//! Participant tables of the UN Treaty Collection: one file a treaty, with a
//! column for signatures and one or more for consent to be bound, told apart
//! by the letters behind the dates (a, d, A, AA, s, n, c, p, P) that each
//! file's own header explains; and an index with the treaties' names.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{ActRow, Rolls};
use super::input::text;
use super::undl::slug;
use super::{Draft, Import, Input};
use crate::model::{Day, Edtf};
use crate::read::Problems;

/// The format.
pub const UNTC: Import = Import {
    id: "untc",
    title: "UN Treaty Collection: participant tables and their index",
    files: "index.csv (chapter_no, treaty_no, treaty_name, ...) and a folder of tables (Participant, Signature, ...)",
    marks: &[&["chapter_no", "treaty_no", "treaty_name"], &["Participant"]],
    alone: false,
    run,
};

const INDEX: &str = "untc-index";

/// What the index says of a treaty.
struct Entry {
    name: String,
    url: String,
}

/// One dated act of a participant.
#[derive(Clone)]
struct Done {
    /// The participant, as it is written.
    name: String,
    actor: String,
    kind: &'static str,
    date: Day,
    note: String,
}

/// What one table holds.
#[derive(Default)]
struct TableRead {
    acts: Vec<Done>,
    /// Participants of whom an entry was set aside.
    aside: BTreeSet<String>,
}

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    let (indexes, tables): (Vec<&Input>, Vec<&Input>) =
        inputs.iter().partition(|input| input.header.iter().any(|h| h == "treaty_name"));
    let mut index: BTreeMap<String, Entry> = BTreeMap::new();
    for input in indexes {
        read_index(input, &mut index, draft)?;
    }
    let mut read: Vec<(&Input, TableRead)> = vec![];
    for input in tables {
        let table = read_table(input, draft)?;
        read.push((input, table));
    }
    // The tables carry no status date: the latest act in any of them is a day to which they were kept.
    let Some(until) = read.iter().flat_map(|(_, table)| &table.acts).map(|act| act.date).max() else {
        return Ok(());
    };
    for (input, table) in &mut read {
        succeed(table, until, draft);
        write(input, table, index.get(&stem(&input.name)), until, draft);
    }
    Ok(())
}

/// `4-9-a` of `4-9-a.csv`.
fn stem(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_lowercase()
}

fn read_index(input: &Input, index: &mut BTreeMap<String, Entry>, draft: &mut Draft) -> Result<(), Problems> {
    let [chapter, number, name, url] = input.columns(["chapter_no", "treaty_no", "treaty_name", "url"])?;
    let publisher = "United Nations, Treaty Section";
    draft.source(
        INDEX,
        "Multilateral Treaties Deposited with the Secretary-General: index",
        publisher,
        "https://treaties.un.org/",
        input,
    );
    input.each(|_, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let key = format!("{}-{}", cell(chapter), cell(number).replace('.', "-")).to_lowercase();
        index.insert(key, Entry { name: cell(name), url: cell(url) });
    })
}

/// What a column's cells stand for: by letter, and without one.
struct Column {
    title: String,
    by_letter: BTreeMap<String, &'static str>,
    plain: Option<&'static str>,
}

impl Column {
    fn of(header: &str) -> Self {
        let mut column = Self { title: header.to_owned(), by_letter: BTreeMap::new(), plain: None };
        let mut only = vec![];
        for part in header.split(", ") {
            let (words, letter) = match part.strip_suffix(')').and_then(|p| p.rsplit_once('(')) {
                Some((words, letter)) if letter.len() <= 2 => (words, Some(letter)),
                _ => (part, None),
            };
            let Some(kind) = kind_of(words) else { continue };
            only.push(kind);
            match letter {
                Some(letter) => {
                    column.by_letter.insert(letter.to_owned(), kind);
                }
                None => column.plain = column.plain.or(Some(kind)),
            }
        }
        if let (None, [kind]) = (column.plain, only.as_slice()) {
            column.plain = Some(kind);
        }
        column
    }

    /// The act that a letter stands for; some tables use a letter that their header does not explain.
    fn act(&self, letter: &str) -> Option<&'static str> {
        match letter {
            "" => self.plain,
            letter => self.by_letter.get(letter).copied().or(match letter {
                "a" => Some("accession"),
                "d" => Some("succession"),
                "A" => Some("acceptance"),
                "AA" => Some("approval"),
                "s" => Some("definitive-signature"),
                "c" | "C" => Some("formal-confirmation"),
                "n" => Some("provisional-application"),
                _ => None,
            }),
        }
    }
}

/// The act that a heading names.
fn kind_of(words: &str) -> Option<&'static str> {
    let words = words.trim().to_lowercase();
    let starts = [
        ("succession to signature", "succession-to-signature"),
        ("definitive signature", "definitive-signature"),
        ("confirmation of signature", "definitive-signature"),
        ("signature", "signature"),
        ("ratification", "ratification"),
        ("definitive acceptance", "acceptance"),
        ("acceptance", "acceptance"),
        ("approval", "approval"),
        ("accession", "accession"),
        ("succession", "succession"),
        ("formal confirmation", "formal-confirmation"),
        ("provisional", "provisional-application"),
        ("undertaking of provisional", "provisional-application"),
        ("simplified procedure", "definitive-signature"),
        ("consent to be bound", "accession"),
        ("participation", "accession"),
        ("application", "accession"),
    ];
    starts.iter().find(|(start, _)| words.starts_with(start)).map(|(_, kind)| *kind)
}

/// What stands behind an act that our words name only nearly.
fn note_of(title: &str, letter: &str) -> &'static str {
    match letter {
        "p" => "By simplified procedure.",
        "P" => "By consent to be bound, or by participation.",
        _ if title == "Application" => "The day from which the regulation is applied.",
        _ => "",
    }
}

fn read_table(input: &Input, draft: &mut Draft) -> Result<TableRead, Problems> {
    let columns: Vec<Column> = input.header.iter().skip(1).map(|h| Column::of(h)).collect();
    let mut table = TableRead::default();
    input.each(|line, row| {
        let name = text(row.get(0).unwrap_or_default()).into_owned();
        // Some tables hold two lists below each other, each with a header of its own.
        if name == "Participant" {
            return;
        }
        for (column, cell) in columns.iter().zip(row.iter().skip(1)) {
            let cell = text(cell);
            if !cell.is_empty() {
                entry((input, line), &name, column, &cell, &mut table, draft);
            }
        }
    })?;
    table.acts.sort_by(|a, b| (&a.actor, a.date, a.kind).cmp(&(&b.actor, b.date, b.kind)));
    Ok(table)
}

fn entry(
    (input, line): (&Input, u64),
    name: &str,
    column: &Column,
    cell: &str,
    table: &mut TableRead,
    draft: &mut Draft,
) {
    let mut aside = |what: &str, shown: &str, draft: &mut Draft| {
        table.aside.insert(name.to_owned());
        draft.aside(input, line, name, what, shown);
    };
    let words: Vec<&str> = cell.split_whitespace().collect();
    let letter = words.get(3).copied().unwrap_or_default();
    let shown = format!("{name}: {cell} ({})", column.title);
    let Some(date) = day(&words) else {
        return aside("not a date like 3 Jun 2013", &shown, draft);
    };
    let Some(kind) = column.act(letter) else {
        return aside("a column or letter that names no act of consent", &shown, draft);
    };
    let actor = match draft.resolver.name(name, Some(Edtf::day(date))) {
        Ok(state) => state.to_owned(),
        Err(miss) => match organisation(name, draft) {
            Some(id) => id,
            None => {
                draft.resolver.miss(name);
                return aside(miss.words(), &shown, draft);
            }
        },
    };
    if table.acts.iter().any(|a| (&a.actor, a.kind, a.date) == (&actor, kind, date)) {
        return draft.aside(input, line, name, "the same act again", &shown);
    }
    let note = note_of(&column.title, letter).to_owned();
    table.acts.push(Done { name: name.to_owned(), actor, kind, date, note });
    draft.used(1);
}

/// Gives a participant that continues another what it took over. The depositary lists the acts of the
/// Soviet Union under "Russian Federation", those of Yugoslavia under "Serbia"; each act stays with the
/// state of its day, and every state after it, up to the one listed, succeeds to it on its first day.
fn succeed(table: &mut TableRead, until: Day, draft: &Draft) {
    let mut more: BTreeMap<(String, &'static str), Done> = BTreeMap::new();
    let rolls = Rolls::new(draft, "un");
    for act in &table.acts {
        let Ok(listed) = draft.resolver.name(&act.name, Some(Edtf::day(until))) else { continue };
        if act.actor.len() != 3 || listed == act.actor {
            continue;
        }
        let kind = match act.kind {
            "signature" | "succession-to-signature" | "provisional-application" => "succession-to-signature",
            _ => "succession",
        };
        let before = draft.resolver.name_of(&act.actor).unwrap_or(&act.actor).to_owned();
        for (heir, first) in draft.resolver.line(&act.actor, listed) {
            // Who spoke for China before the United Nations changed on 25 October 1971 (resolution 2758 (XXVI)).
            let day = if act.actor == "TWN" { rolls.admission(heir, until).unwrap_or(first) } else { first };
            let note = format!("Continues {before}, whose act the depositary lists under {}.", act.name);
            let key = (heir.to_owned(), kind);
            let own = |a: &Done| {
                a.actor == heir && a.kind != "signature" && (kind == a.kind || kind == "succession")
            };
            if !table.acts.iter().any(own) {
                let done = Done { name: act.name.clone(), actor: heir.to_owned(), kind, date: day, note };
                more.entry(key).or_insert(done);
            }
        }
    }
    table.acts.extend(more.into_values());
    table.acts.sort_by(|a, b| (&a.actor, a.date, a.kind).cmp(&(&b.actor, b.date, b.kind)));
}

/// The states whose record is complete: all but those of whom an entry was set aside.
fn coverage(table: &TableRead, until: Day, draft: &Draft) -> String {
    let state = |name: &String| draft.resolver.name(name, Some(Edtf::day(until))).ok();
    let without: BTreeSet<&str> = table.aside.iter().filter_map(state).collect();
    let minus: String = without.iter().map(|id| format!(" minus {id}")).collect();
    format!("states{minus}")
}

/// `3 Jun 2013`.
fn day(words: &[&str]) -> Option<Day> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let [day, month, year, ..] = words else { return None };
    let month = MONTHS.iter().position(|m| month.starts_with(m))? as i8 + 1;
    Day::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// The entity of an international organisation, its row added where there is none yet.
fn organisation(name: &str, draft: &mut Draft) -> Option<String> {
    if let Some(id) = draft.resolver.entity(name) {
        return Some(id.to_owned());
    }
    const WORDS: [&str; 9] = [
        "Organization",
        "Organisation",
        "Union",
        "Agency",
        "Community",
        "Council of",
        "United Nations",
        "Commission",
        "Authority",
    ];
    if !WORDS.iter().any(|word| name.contains(word)) {
        return None;
    }
    let id = slug(name);
    if !draft.has("entities.csv", &id) {
        let cells =
            [("id", id.as_str()), ("name", name), ("kind", "international-organisation"), ("source", INDEX)];
        draft.row("entities.csv", &cells);
    }
    Some(id)
}

fn write(input: &Input, table: &TableRead, entry: Option<&Entry>, until: Day, draft: &mut Draft) {
    let acts = &table.acts;
    let Some(first) = acts.iter().map(|a| a.date).min() else { return };
    let coverage = coverage(table, until, draft);
    let stem = stem(&input.name);
    let id = format!("untc-{stem}");
    let full = entry.map_or_else(|| format!("UN treaty {stem}"), |e| e.name.clone());
    let name = full.split(". ").next().unwrap_or(&full).trim_end_matches('*').to_owned();
    let opened = opened(&full).map_or(first, |day| day.min(first));
    let url = entry.map_or("https://treaties.un.org/", |e| e.url.as_str());
    draft.source(&id, &full, "United Nations, Treaty Section", url, input);
    let organisations: BTreeSet<&String> = acts.iter().map(|a| &a.actor).filter(|a| a.len() != 3).collect();
    let short: String = match name.chars().count() > 60 {
        true => format!("{} ({stem})", name.split_whitespace().take(7).collect::<Vec<_>>().join(" ")),
        false => name.clone(),
    };
    let (opened, until) = (opened.to_string(), until.to_string());
    draft.row(
        "agreements.csv",
        &[
            ("id", &id),
            ("name", &name),
            ("short_name", &short),
            ("kind", "treaty"),
            ("binding", "yes"),
            ("opened", &opened),
            ("depositary", "Secretary-General of the United Nations"),
            ("eligible", "states"),
            ("entities", if organisations.is_empty() { "" } else { "international-organisation" }),
            ("coverage", &coverage),
            ("coverage_until", &until),
            ("note", "Opened: the day in the treaty's title, or the first act if that is earlier. Withdrawals are not in the tables."),
            ("source", &id),
        ],
    );
    for act in acts {
        let (date, note) = (act.date.to_string(), act.note.as_str());
        draft.act(ActRow {
            actor: &act.actor,
            agreement: &id,
            kind: act.kind,
            date: &date,
            note,
            source: &id,
            ..ActRow::default()
        });
    }
}

/// The last date in a treaty's title: `San Francisco, 26 June 1945`.
fn opened(title: &str) -> Option<Day> {
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(3).rev().find_map(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_explains_the_letters_behind_dates() {
        let column = Column::of("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)");
        let acts = ["", "A", "AA", "a", "d", "z"].map(|letter| column.act(letter));
        let expected = ["ratification", "acceptance", "approval", "accession", "succession"].map(Some);
        assert_eq!(acts[..5], expected);
        assert_eq!(acts[5], None);
        let column = Column::of("Signature, Succession to signature(d)");
        assert_eq!(["", "d"].map(|l| column.act(l)), [Some("signature"), Some("succession-to-signature")]);
        assert_eq!(Column::of("Acceptance(A)").act("A"), Some("acceptance"));
        assert_eq!(Column::of("Extension").act(""), None);
    }

    #[test]
    fn the_day_of_a_treaty_stands_in_its_title() {
        let title = "Charter of the United Nations (deposited ...). San Francisco, 26 June 1945";
        assert_eq!(opened(title).map(|d| d.to_string()).as_deref(), Some("1945-06-26"));
    }
}
