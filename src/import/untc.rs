//! Participant tables of the UN Treaty Collection: one file a treaty, with a
//! column for signatures and one or more for consent to be bound, told apart
//! by the letters behind the dates (a, d, A, AA, s, n, c, p, P) that each
//! file's own header explains; and an index with the treaties' names.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::ActRow;
use super::input::text;
use super::rolls::Rolls;
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
    /// Where it stands in the table and how; nothing for one that was taken over from another state.
    read: Option<(u64, String)>,
}

/// What one table holds.
#[derive(Default)]
struct TableRead {
    acts: Vec<Done>,
    /// Who did what when, so far.
    seen: BTreeSet<(String, &'static str, Day)>,
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
    let stem = slug(name.split('.').next().unwrap_or_default());
    let stem = stem[..stem.len().min(64)].trim_end_matches('-');
    if stem.is_empty() { "table".to_owned() } else { stem.to_owned() }
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
        let key = slug(&format!("{}-{}", cell(chapter), cell(number)));
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
        for (place, cell) in row.iter().skip(1).enumerate().map(|(i, cell)| (i, text(cell))) {
            match columns.get(place) {
                _ if cell.is_empty() => {}
                Some(column) => entry((input, line), &name, column, &cell, &mut table, draft),
                None => {
                    draft.aside(input, line, &name, "a cell beyond the header", &format!("{name}: {cell}"));
                }
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
        Err(miss) => match organisation(name, &id_of(input), draft) {
            Some(id) => id,
            None => {
                draft.resolver.miss(name);
                return aside(miss.words(), &shown, draft);
            }
        },
    };
    if !table.seen.insert((actor.clone(), kind, date)) {
        return draft.aside(input, line, name, "the same act again", &shown);
    }
    let (name, note) = (name.to_owned(), note_of(&column.title, letter).to_owned());
    table.acts.push(Done { name, actor, kind, date, note, read: Some((line, shown)) });
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
                let (name, actor) = (act.name.clone(), heir.to_owned());
                let done = Done { name, actor, kind, date: day, note, read: None };
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
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !digits(day) {
        return None;
    }
    Day::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// The entity of an international organisation, its row added where there is none yet.
fn organisation(name: &str, source: &str, draft: &mut Draft) -> Option<String> {
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
            [("id", id.as_str()), ("name", name), ("kind", "international-organisation"), ("source", source)];
        draft.row("entities.csv", &cells);
    }
    Some(id)
}

/// The id of a table's treaty, and of the table as a source.
fn id_of(input: &Input) -> String {
    format!("untc-{}", stem(&input.name))
}

/// The short form of a title; none for a title without words.
fn name_of(title: &str) -> Option<String> {
    let name = title.split(". ").next().unwrap_or(title).trim_end_matches('*').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn write(input: &Input, table: &TableRead, entry: Option<&Entry>, until: Day, draft: &mut Draft) {
    let acts = &table.acts;
    let Some(first) = acts.iter().map(|a| a.date).min() else { return };
    let coverage = coverage(table, until, draft);
    let stem = stem(&input.name);
    let id = id_of(input);
    let title = |entry: &Entry| Some((entry.name.clone(), name_of(&entry.name)?));
    let untitled = || (format!("UN treaty {stem}"), format!("UN treaty {stem}"));
    let (full, name) = entry.and_then(title).unwrap_or_else(untitled);
    let opened = opened(&full).map_or(first, |day| day.min(first));
    let url = entry.map_or("https://treaties.un.org/", |e| e.url.as_str());
    draft.source(&id, &full, "United Nations, Treaty Section", url, input);
    let organisations = acts.iter().any(|act| draft.has("entities.csv", &act.actor));
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
            ("entities", if organisations { "international-organisation" } else { "" }),
            ("coverage", &coverage),
            ("coverage_until", &until),
            ("note", "Opened: the day in the treaty's title, or the first act if that is earlier. Withdrawals are not in the tables."),
            ("source", &id),
        ],
    );
    for act in acts {
        let (date, note) = (act.date.to_string(), act.note.as_str());
        let (actor, kind) = (act.actor.as_str(), act.kind);
        let row = ActRow { actor, agreement: &id, kind, date: &date, note, source: &id, ..ActRow::default() };
        match (draft.act(row), &act.read) {
            (Ok(()), Some(_)) => draft.used(1),
            (Err(reason), Some((line, shown))) => draft.aside(input, *line, actor, reason, shown),
            (Err(_), None) => draft.report.kept.push(format!("acts.csv {actor} {id} {kind} {date}")),
            (Ok(()), None) => {}
        }
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
