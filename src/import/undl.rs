//! The UN Digital Library's recorded votes: one file of resolutions, one of
//! votes (Y, A, N; blank for not voting), of the General Assembly and the
//! Security Council. Adopted texts only.

use std::collections::{BTreeSet, HashMap, HashSet};

use csv::StringRecord;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::input::text;
use super::roll_call::{self, ASSEMBLY, COUNCIL, Call, Names, Record, Vote};
use super::{Draft, Import, Input, draft, seats, vet};
use crate::model::{Day, Edtf};
use crate::read::{Problem, Problems};

/// The format.
pub const UNDL: Import = Import {
    id: "undl",
    title: "UN Digital Library: recorded votes of the General Assembly and the Security Council",
    files: "votes (record_id, country, vote) and resolutions (record_id, symbol, date, title, ...)",
    marks: &[&["record_id", "country", "vote"], &["record_id", "symbol", "date", "title"]],
    alone: false,
    run,
};

const VOTES: &str = "undl-votes";
const TEXTS: &str = "undl-resolutions";
const PUBLISHER: &str = "United Nations, Dag Hammarskjöld Library";
const URL: &str = "https://digitallibrary.un.org/";

/// What a resolution's row says beyond its call.
struct Resolution {
    symbol: String,
    title: String,
}

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    needs_members(draft)?;
    let resolutions_file = one(inputs, "symbol", "resolutions")?;
    let votes_file = one(inputs, "vote", "votes")?;
    let (texts, cast) = rayon::join(|| read_texts(resolutions_file), || read_votes(votes_file));
    draft.source(TEXTS, "Recorded votes: resolutions", PUBLISHER, URL, resolutions_file);
    let (mut calls, resolutions, places) = resolutions(texts?, resolutions_file, draft);
    draft.source(VOTES, "Recorded votes: voting data", PUBLISHER, URL, votes_file);
    let (votes, countries) = votes_on(cast?, &places, votes_file, draft)?;
    let seats = seats::seats(&mut calls, &countries, &votes, draft);
    let record =
        Record { calls: &calls, countries: &countries, votes: &votes, source: VOTES, input: votes_file };
    let listed = roll_call::write(&record, &seats, draft);
    let row =
        |(i, (call, resolution))| agreement(call, resolution, listed.get(&i).map_or(&[], Vec::as_slice));
    let rows: Vec<_> = calls.par_iter().zip(&resolutions).enumerate().map(row).collect();
    draft.add("agreements.csv", rows);
    Ok(())
}

/// Refuses a folder that does not say who could vote.
pub(super) fn needs_members(draft: &Draft) -> Result<(), Problems> {
    if draft.has("blocs.csv", "un") {
        return Ok(());
    }
    let mut problems = Problems::default();
    let help = "add the United Nations and their members, under the id `un`";
    problems.push(Problem::of_file("blocs.csv", "no bloc `un`", "the bloc whose members vote", help));
    Err(problems)
}

/// The one input that has a column.
pub(super) fn one<'a>(inputs: &'a [Input], column: &str, what: &str) -> Result<&'a Input, Problems> {
    let mut fit = inputs.iter().filter(|input| input.header.iter().any(|h| h == column));
    match (fit.next(), fit.next()) {
        (Some(input), None) => Ok(input),
        (found, _) => {
            let mut problems = Problems::default();
            let found = if found.is_some() { "several" } else { "none" };
            let expected = format!("one file of {what}, with a column {column:?}");
            problems.push(Problem::of_file("the files", found, expected, "name it, and only it"));
            Err(problems)
        }
    }
}

/// Where each record id's resolution stands; none for one that cannot be used.
type Places = HashMap<Vec<u8>, Option<u32>>;

/// A row of the file of resolutions.
struct Text {
    line: u64,
    record: Vec<u8>,
    symbol: String,
    title: String,
    /// Its day, if it is known.
    on: Option<Day>,
    themes: Vec<String>,
    session: Option<String>,
}

fn read_texts(input: &Input) -> Result<Vec<Text>, Problems> {
    let [id, symbol, date, title] = input.columns(["record_id", "symbol", "date", "title"])?;
    let agenda = input.header.iter().position(|h| h == "agenda");
    let mut texts = vec![];
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let symbol = cell(symbol);
        texts.push(Text {
            line,
            record: row.get(id).unwrap_or_default().to_vec(),
            title: cell(title),
            on: Edtf::parse(&cell(date)).ok().filter(|date| date.is_exact()).map(|date| date.earliest),
            themes: agenda.map(|i| themes(&cell(i))).unwrap_or_default(),
            session: session(&symbol),
            symbol,
        });
    })?;
    Ok(texts)
}

fn resolutions(texts: Vec<Text>, input: &Input, draft: &mut Draft) -> (Vec<Call>, Vec<Resolution>, Places) {
    let (mut calls, mut list): (Vec<Call>, Vec<Resolution>) = (vec![], vec![]);
    let mut places: Places = HashMap::new();
    let mut taken = HashSet::new();
    let mut themed: Vec<(String, Vec<String>, Option<String>)> = vec![];
    for Text { line, record, symbol, title, on, themes, session } in texts {
        let Some(on) = on else {
            draft.aside(input, line, &symbol, "a resolution without a full date", &title);
            places.entry(record).or_insert(None);
            continue;
        };
        let is_free = |id: &String| !id.is_empty() && !taken.contains(id);
        let by_number = || vet::id(&format!("undl {}", text(&record)), "", |_| false);
        let free = Some(draft.agreement_id(&symbol)).filter(is_free);
        let free = free.or_else(|| Some(by_number()).filter(is_free));
        let known = matches!(places.get(&record), Some(Some(_)));
        let Some(id) = free.filter(|_| !known) else {
            draft.aside(input, line, &symbol, "the same resolution again", &title);
            continue;
        };
        taken.insert(id.clone());
        themed.push((id.clone(), themes, session));
        draft.used(1);
        places.insert(record, Some(list.len() as u32));
        let symbol = if symbol.is_empty() { id.to_uppercase() } else { symbol };
        // Who sat on the Council is known from who is listed; everybody else could not vote.
        calls.push(Call { closed: symbol.starts_with("S/"), ..Call::new(id, on) });
        list.push(Resolution { symbol, title });
    }
    let rows = |(id, themes, session): &(String, Vec<String>, Option<String>)| {
        let of_themes = themes.iter().map(|theme| provision(id, theme, TEXTS));
        let of_session = session.iter().map(|session| roll_call::in_session(id, session, TEXTS));
        of_themes.chain(of_session).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<StringRecord>> = themed.par_iter().map(rows).collect();
    draft.add("provisions.csv", rows.into_iter().flatten());
    (calls, list, places)
}

/// The row of a resolution.
fn agreement(call: &Call, resolution: &Resolution, listed: &[String]) -> StringRecord {
    let title = resolution.title.split(" : resolution /").next().unwrap_or_default().trim();
    let name = if title.is_empty() { &resolution.symbol } else { title };
    let council = listed.join(" or ");
    let (eligible, note) = match call.closed && !listed.is_empty() {
        true => (council.as_str(), "A vote of the Security Council: those listed could vote."),
        false => ("un", ""),
    };
    draft::row(
        "agreements.csv",
        &[
            ("id", &call.id),
            ("name", name),
            ("short_name", &resolution.symbol),
            ("kind", "vote"),
            ("binding", "no"),
            ("opened", &call.day),
            ("depositary", if call.closed { COUNCIL } else { ASSEMBLY }),
            ("eligible", eligible),
            ("coverage_until", &call.day),
            ("note", [note, &call.note].join(" ").trim()),
            ("source", TEXTS),
        ],
    )
}

/// The session that a symbol of the General Assembly names: `A/RES/74/1`, `A/RES/1906(XVIII)`, and of
/// special and emergency sessions `A/RES/ES-8/2`, `A/RES/1622(S-III)`.
fn session(symbol: &str) -> Option<String> {
    let rest = symbol.strip_prefix("A/RES/")?;
    let end = rest.find(['/', '('])?;
    let name = match rest[end..].strip_prefix('(') {
        Some(bracket) => bracket.split(')').next()?,
        None => &rest[..end],
    };
    let (kind, number) = match name.rsplit_once('-') {
        Some((kind @ ("ES" | "S"), number)) => (format!("{}-", kind.to_lowercase()), number),
        Some(_) => return None,
        None => (String::new(), name),
    };
    let number = number.parse().ok().or_else(|| roman(number))?;
    Some(format!("{kind}{number}"))
}

/// A number in Roman numerals.
fn roman(numerals: &str) -> Option<u32> {
    const VALUES: [(char, u32); 5] = [('I', 1), ('V', 5), ('X', 10), ('L', 50), ('C', 100)];
    let value = |c: char| VALUES.iter().find(|(letter, _)| *letter == c).map(|(_, value)| *value);
    let values: Vec<u32> = numerals.chars().map(value).collect::<Option<_>>()?;
    let before_larger = |i: usize| values.get(i + 1).is_some_and(|next| *next > values[i]);
    let sum = values
        .iter()
        .enumerate()
        .fold(0_i64, |sum, (i, v)| sum + if before_larger(i) { -i64::from(*v) } else { i64::from(*v) });
    u32::try_from(sum).ok().filter(|n| *n > 0)
}

/// A theme of a vote, so that votes can be chosen by it.
pub(super) fn provision(agreement: &str, theme: &str, source: &str) -> StringRecord {
    let summary = format!("Subject: {}.", theme.replace('-', " "));
    let cells = [
        ("agreement", agreement),
        ("number", theme),
        ("theme", theme),
        ("summary", &summary),
        ("source", source),
    ];
    draft::row("provisions.csv", &cells)
}

/// The most agenda items that are read; a resolution has one or two.
const MOST_THEMES: usize = 100;

/// The subject headings at the end of each agenda item, which the Library writes in capitals.
fn themes(agenda: &str) -> Vec<String> {
    let mut themes: Vec<String> = vec![];
    for item in agenda.split(" | ").take(MOST_THEMES) {
        let words: Vec<&str> = item.split_whitespace().collect();
        let small = |w: &&str| w.chars().any(char::is_lowercase) || w.starts_with('[');
        let start = words.iter().rposition(small).map_or(0, |i| i + 1);
        let numbers = |w: &&&str| w.contains('/') || !w.chars().any(char::is_alphabetic);
        let heading: Vec<&str> = words[start..].iter().skip_while(numbers).copied().collect();
        let heading = heading.join(" ");
        let main = heading.split("--").next().unwrap_or_default();
        // What is bracketed tells a conference's year and place.
        let theme = slug(main.split(" (").next().unwrap_or_default());
        if theme.len() > 3 && !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    themes
}

/// Kebab-case, letters and digits only, no longer than an id may be.
pub(super) fn slug(words: &str) -> String {
    const LONGEST: usize = 80;
    let plain: String = words
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    let mut id = plain.split_whitespace().collect::<Vec<_>>().join("-");
    id.truncate(LONGEST);
    id.trim_end_matches('-').to_owned()
}

/// The votes as they were read: each vote's call is a place among `records`.
struct Cast {
    votes: Vec<Vote>,
    countries: Vec<String>,
    /// The resolutions' record ids, one for each run of votes.
    records: Vec<Vec<u8>>,
    /// Lines with a word that is no vote.
    odd: Vec<u64>,
}

/// The place of a vote's word in [`roll_call::WORDS`].
fn word(cell: &[u8]) -> Option<u8> {
    match cell {
        b"Y" => Some(0),
        b"A" => Some(1),
        b"N" => Some(2),
        b"" | b"X" => Some(3),
        _ => None,
    }
}

fn read_votes(input: &Input) -> Result<Cast, Problems> {
    let [id, country, vote] = input.columns(["record_id", "country", "vote"])?;
    let (mut votes, mut countries): (Vec<Vote>, Names) = (vec![], Names::default());
    let (mut records, mut odd): (Vec<Vec<u8>>, Vec<u64>) = (vec![], vec![]);
    input.each(|line, row| {
        let cell = |i: usize| row.get(i).unwrap_or_default();
        let Some(word) = word(cell(vote)) else { return odd.push(line) };
        // The votes on one resolution stand together.
        if records.last().is_none_or(|last| last != cell(id)) {
            records.push(cell(id).to_vec());
        }
        let call = records.len() as u32 - 1;
        votes.push(Vote { call, country: countries.place(cell(country)), word, line: line as u32 });
    })?;
    Ok(Cast { votes, countries: countries.list, records, odd })
}

/// The votes with a known resolution and word, and the countries' names by number; others are set aside.
fn votes_on(
    cast: Cast,
    places: &Places,
    input: &Input,
    draft: &mut Draft,
) -> Result<(Vec<Vote>, Vec<String>), Problems> {
    let Cast { mut votes, countries, records, odd } = cast;
    let calls: Vec<Option<u32>> = records.iter().map(|id| places.get(id).copied().flatten()).collect();
    let lost = votes.iter().filter(|vote| calls[vote.call as usize].is_none()).map(|vote| vote.line.into());
    let aside: BTreeSet<u64> = lost.chain(odd).collect();
    if !aside.is_empty() {
        let [id, _, vote] = input.columns(["record_id", "country", "vote"])?;
        input.each(|line, row| {
            if !aside.contains(&line) {
                return;
            }
            let cell = |i: usize| row.get(i).unwrap_or_default();
            let entry = row.iter().map(text).collect::<Vec<_>>().join(",");
            let (what, reason) = match (word(cell(vote)), places.get(cell(id))) {
                (None, _) => (cell(vote), "not a vote: Y, A, N or blank"),
                (_, Some(_)) => (cell(id), "its resolution has no full date"),
                (_, None) => (cell(id), "its resolution is not in the file of resolutions"),
            };
            draft.aside(input, line, &text(what), reason, &entry);
        })?;
    }
    votes.retain_mut(|vote| match calls[vote.call as usize] {
        Some(call) => {
            vote.call = call;
            true
        }
        None => false,
    });
    Ok((votes, countries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_capitals_become_themes() {
        let agenda = "A/41/251 62 Review of the decisions. DISARMAMENT--UN. GENERAL ASSEMBLY";
        assert_eq!(themes(agenda), ["disarmament"]);
        let agenda = "A/62/251 116 Follow-up to the outcome. MILLENNIUM SUMMIT (2000 : NEW YORK)";
        assert_eq!(themes(agenda), ["millennium-summit"]);
        let agenda = "A/40/251 65 Review at its special session. DISARMAMENT--UN. GENERAL ASSEMBLY (10TH SPECIAL SESS. : 1978)--RECOMMENDATIONS";
        assert_eq!(themes(agenda), ["disarmament"]);
        assert!(themes("A/33/251/Rev.1 100 Programme budget for the biennium 1978-1979.").is_empty());
        let agenda =
            "S/52 [60] FORMER YUGOSLAVIA SITUATION | S/52 [76] INTERNATIONAL TRIBUNAL--FORMER YUGOSLAVIA";
        assert_eq!(themes(agenda), ["former-yugoslavia-situation", "international-tribunal"]);
    }

    #[test]
    fn a_symbol_names_its_session() {
        for (symbol, expected) in [
            ("A/RES/32/198", Some("32")),
            ("A/RES/34/222A", Some("34")),
            ("A/RES/33/116[B-IX]", Some("33")),
            ("A/RES/117(II)", Some("2")),
            ("A/RES/1906(XVIII)", Some("18")),
            ("A/RES/181(II)[A]", Some("2")),
            ("A/RES/ES-8/2", Some("es-8")),
            ("A/RES/1008(ES-II)", Some("es-2")),
            ("A/RES/1622(S-III)", Some("s-3")),
            ("A/RES/107(S-1)", Some("s-1")),
            ("A/RES/S-9/2", Some("s-9")),
            ("S/RES/15(1946)", None),
            ("A/RES/X-/", None),
        ] {
            assert_eq!(session(symbol).as_deref(), expected, "{symbol}");
        }
    }

    #[test]
    fn a_symbol_becomes_an_id() {
        assert_eq!(slug("A/RES/1906(XVIII)"), "a-res-1906-xviii");
    }
}
