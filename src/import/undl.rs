//! The UN Digital Library's recorded votes: one file of resolutions, one of
//! votes (Y, A, N; blank for not voting), of the General Assembly and the
//! Security Council. Adopted texts only.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::draft::ActRow;
use super::input::text;
use super::{Draft, Import, Input};
use crate::model::{Day, Edtf};
use crate::read::{Problem, Problems};

/// The format.
pub const UNDL: Import = Import {
    id: "undl",
    title: "UN Digital Library: recorded votes of the General Assembly and the Security Council",
    files: "votes (record_id, country, vote) and resolutions (record_id, symbol, date, title, ...)",
    marks: &[&["record_id", "country", "vote"], &["record_id", "symbol", "date", "title"]],
    run,
};

const SOURCE: &str = "undl-votes";
const PUBLISHER: &str = "United Nations, Dag Hammarskjöld Library";
const URL: &str = "https://digitallibrary.un.org/";

/// A resolution that was voted on.
struct Resolution {
    id: String,
    symbol: String,
    title: String,
    on: Day,
    day: String,
    council: bool,
}

/// One vote, as read.
#[derive(Clone, Copy)]
struct Vote {
    resolution: u32,
    country: u16,
    word: u8,
    line: u32,
}

/// Why a vote of a state that is no member is set aside.
pub(super) const NO_MEMBER: &str = "no member of the United Nations on that day, by the roll of its members";

const WORDS: [&str; 4] = ["yes", "abstain", "no", "absent"];

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    let resolutions_file = one(inputs, "symbol", "resolutions")?;
    let votes_file = one(inputs, "vote", "votes")?;
    let (resolutions, places) = resolutions(resolutions_file, draft)?;
    draft.source(SOURCE, "Recorded votes: voting data", PUBLISHER, URL, votes_file);
    let (votes, countries) = read_votes(votes_file, draft, &places)?;
    write(&votes, &countries, &resolutions, votes_file, draft);
    Ok(())
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

fn resolutions(input: &Input, draft: &mut Draft) -> Result<(Vec<Resolution>, Places), Problems> {
    let [id, symbol, date, title] = input.columns(["record_id", "symbol", "date", "title"])?;
    let agenda = input.header.iter().position(|h| h == "agenda");
    draft.source("undl-resolutions", "Recorded votes: resolutions", PUBLISHER, URL, input);
    let mut list: Vec<Resolution> = vec![];
    let mut places: Places = HashMap::new();
    let mut taken = std::collections::HashSet::new();
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let record = row.get(id).unwrap_or_default().to_vec();
        let Ok(on) = Edtf::parse(&cell(date))
            .and_then(|d| if d.is_exact() { Ok(d.earliest) } else { Err(String::new()) })
        else {
            draft.aside(input, line, &cell(symbol), "a resolution without a full date", &cell(title));
            places.insert(record, None);
            return;
        };
        let mut slug = slug(&cell(symbol));
        if slug.is_empty() || !taken.insert(slug.clone()) {
            slug = format!("undl-{}", cell(id));
        }
        let (symbol, title, day) = (cell(symbol), cell(title), on.to_string());
        let council = symbol.starts_with("S/");
        let resolution = Resolution { id: slug, symbol, title, on, day, council };
        for theme in agenda.map(|i| themes(&cell(i))).unwrap_or_default() {
            provision(&resolution.id, &theme, "undl-resolutions", draft);
        }
        draft.used();
        places.insert(record, Some(list.len() as u32));
        list.push(resolution);
    })?;
    Ok((list, places))
}

/// The row of a resolution. Who sat on the Council is known from who is listed; everybody else could not vote.
fn agreement(resolution: &Resolution, listed: &[String], draft: &mut Draft) {
    let title = resolution.title.split(" : resolution /").next().unwrap_or_default().trim();
    let name = if title.is_empty() { &resolution.symbol } else { title };
    let council = listed.join(" or ");
    let (eligible, note) = match resolution.council && !listed.is_empty() {
        true => (council.as_str(), "A vote of the Security Council: those listed could vote."),
        false => ("un", ""),
    };
    draft.row(
        "agreements.csv",
        &[
            ("id", &resolution.id),
            ("name", name),
            ("short_name", &resolution.symbol),
            ("kind", "vote"),
            ("binding", "no"),
            ("opened", &resolution.day),
            ("depositary", "United Nations"),
            ("eligible", eligible),
            ("coverage_until", &resolution.day),
            ("note", note),
            ("source", "undl-resolutions"),
        ],
    );
}

/// A theme of a vote, so that votes can be chosen by it.
pub(super) fn provision(agreement: &str, theme: &str, source: &str, draft: &mut Draft) {
    let summary = format!("Subject: {}.", theme.replace('-', " "));
    let cells = [
        ("agreement", agreement),
        ("number", theme),
        ("theme", theme),
        ("summary", &summary),
        ("source", source),
    ];
    draft.row("provisions.csv", &cells);
}

/// The subject headings at the end of each agenda item, which the Library writes in capitals.
fn themes(agenda: &str) -> Vec<String> {
    let mut themes: Vec<String> = vec![];
    for item in agenda.split(" | ") {
        let words: Vec<&str> = item.split_whitespace().collect();
        let small = |w: &&str| w.chars().any(char::is_lowercase) || w.chars().all(|c| !c.is_alphabetic());
        let start = words.iter().rposition(|w| small(w) || w.starts_with('[')).map_or(0, |i| i + 1);
        let heading = words[start..].join(" ");
        let heading = heading.split("--").next().unwrap_or_default();
        let theme = slug(heading);
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

/// The votes with a known resolution and word, and the countries' names by number.
fn read_votes(
    input: &Input,
    draft: &mut Draft,
    places: &Places,
) -> Result<(Vec<Vote>, Vec<String>), Problems> {
    let [id, country, vote] = input.columns(["record_id", "country", "vote"])?;
    let mut votes: Vec<Vote> = vec![];
    let mut countries: Vec<String> = vec![];
    let mut numbers: HashMap<Vec<u8>, u16> = HashMap::new();
    input.each(|line, row| {
        let cell = |i: usize| row.get(i).unwrap_or_default();
        let entry = || row.iter().map(text).collect::<Vec<_>>().join(",");
        let mut aside = |what: &str, reason: &str| draft.aside(input, line, what, reason, &entry());
        let word = match cell(vote) {
            b"Y" => 0,
            b"A" => 1,
            b"N" => 2,
            b"" | b"X" => 3,
            other => return aside(&text(other), "not a vote: Y, A, N or blank"),
        };
        let resolution = match places.get(cell(id)) {
            Some(Some(place)) => *place,
            Some(None) => return aside(&text(cell(id)), "its resolution has no full date"),
            None => return aside(&text(cell(id)), "its resolution is not in the file of resolutions"),
        };
        let number = match numbers.get(cell(country)) {
            Some(number) => *number,
            None => {
                let number = countries.len() as u16;
                countries.push(text(cell(country)).into_owned());
                numbers.insert(cell(country).to_vec(), number);
                number
            }
        };
        votes.push(Vote { resolution, country: number, word, line: line as u32 });
    })?;
    Ok((votes, countries))
}

/// Resolves each country on each day once, and writes the votes by resolution and state.
fn write(votes: &[Vote], countries: &[String], resolutions: &[Resolution], input: &Input, draft: &mut Draft) {
    let mut known: HashMap<(u16, u32), Option<String>> = HashMap::new();
    let rolls = super::draft::Rolls::new(draft, "un");
    let mut order: Vec<usize> = (0..votes.len()).collect();
    order.sort_by_key(|i| (votes[*i].resolution, votes[*i].line));
    let mut voted = std::collections::HashSet::new();
    for chunk in order.chunk_by(|a, b| votes[*a].resolution == votes[*b].resolution) {
        let resolution = &resolutions[votes[chunk[0]].resolution as usize];
        let mut rows: Vec<(String, Vote)> = vec![];
        for i in chunk {
            let vote = votes[*i];
            let name = &countries[usize::from(vote.country)];
            let day = Edtf::day(resolution.on);
            let state = known
                .entry((vote.country, vote.resolution))
                .or_insert_with(|| draft.resolver.name(name, Some(day)).map(str::to_owned).ok());
            let entry = || format!("{} {name} {}", resolution.id, WORDS[usize::from(vote.word)]);
            let Some(state) = state.clone() else {
                let reason =
                    draft.resolver.name(name, Some(day)).err().map_or("", super::resolve::Miss::words);
                draft.resolver.miss(name);
                draft.aside(input, vote.line.into(), name, reason, &entry());
                continue;
            };
            match rolls.seat(&state, resolution.on) {
                Some(member) => rows.push((member.to_owned(), vote)),
                None => draft.aside(input, vote.line.into(), &state, NO_MEMBER, &entry()),
            }
        }
        rows.sort_by(|a, b| (&a.0, a.1.line).cmp(&(&b.0, b.1.line)));
        let mut listed: Vec<String> = rows.iter().map(|(state, _)| state.clone()).collect();
        listed.dedup();
        agreement(resolution, &listed, draft);
        voted.insert(votes[chunk[0]].resolution);
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            one_state(same, resolution, input, draft);
        }
    }
    let without = (0..resolutions.len()).filter(|i| !voted.contains(&(*i as u32)));
    for i in without {
        agreement(&resolutions[i], &[], draft);
    }
}

/// One state's entries on one resolution: one, or the same again, or several that disagree.
fn one_state(entries: &[(String, Vote)], resolution: &Resolution, input: &Input, draft: &mut Draft) {
    let (state, first) = &entries[0];
    let word = |vote: &Vote| WORDS[usize::from(vote.word)];
    let entry = |vote: &Vote| format!("{} {state} {}", resolution.id, word(vote));
    if entries.iter().any(|(_, vote)| vote.word != first.word) {
        let lines: Vec<String> = entries.iter().map(|(_, vote)| vote.line.to_string()).collect();
        let reason = "votes of one state on one resolution that disagree";
        for (_, vote) in entries {
            let what = format!("{state}, lines {}", lines.join(" and "));
            draft.aside(input, vote.line.into(), &what, reason, &entry(vote));
        }
        return;
    }
    for (_, vote) in &entries[1..] {
        draft.aside(input, vote.line.into(), state, "the same vote again", &entry(vote));
    }
    let (kind, source) = (word(first), SOURCE);
    draft.act(ActRow {
        actor: state,
        agreement: &resolution.id,
        kind,
        date: &resolution.day,
        source,
        ..ActRow::default()
    });
    draft.used();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_capitals_become_themes() {
        let agenda = "A/41/251 62 Review of the decisions. DISARMAMENT--UN. GENERAL ASSEMBLY";
        assert_eq!(themes(agenda), ["disarmament"]);
        let agenda =
            "S/52 [60] FORMER YUGOSLAVIA SITUATION | S/52 [76] INTERNATIONAL TRIBUNAL--FORMER YUGOSLAVIA";
        assert_eq!(themes(agenda), ["former-yugoslavia-situation", "international-tribunal"]);
    }

    #[test]
    fn a_symbol_becomes_an_id() {
        assert_eq!(slug("A/RES/1906(XVIII)"), "a-res-1906-xviii");
    }
}
