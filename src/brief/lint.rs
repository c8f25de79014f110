//! A second reader for generated text: it finds the slips that templates make.
//!
//! It is no grammar: it knows the handful of faults that come from an empty
//! list, a missing value or a count of one, and names each with the words around
//! it. It never mends anything.

use super::document::{Block, Document};
use super::plain::words;

/// Nouns of the field, in the singular, that a number must agree with.
const NOUNS: [&str; 22] = [
    "act",
    "actor",
    "agreement",
    "ally",
    "bloc",
    "case",
    "country",
    "endorser",
    "entity",
    "finding",
    "firm",
    "government",
    "member",
    "neighbour",
    "organisation",
    "pair",
    "party",
    "signatory",
    "source",
    "state",
    "supporter",
    "vote",
];

/// Abbreviations after whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 12] =
    ["approx.", "art.", "cf.", "e.g.", "etc.", "i.e.", "no.", "p.", "para.", "pp.", "v.", "vs."];

/// The slips in a document: in its prose, and in the captions, text alternatives and rows of its figures.
pub fn lint_document(document: &Document) -> Vec<String> {
    let title = [document.title.clone(), document.subtitle.clone()];
    let blocks = document.all_blocks();
    let next = blocks.iter().skip(1).map(Some).chain([None]);
    let body = blocks.iter().zip(next).flat_map(|(block, next)| {
        let leads = next.is_some_and(|next| matches!(next, Block::Bullets(_) | Block::Code { .. }));
        if leads { led(pieces(block)) } else { pieces(block) }
    });
    title.into_iter().chain(body).flat_map(|piece| lint(&piece)).collect()
}

/// A paragraph that leads to the list or the code below it may end in a colon.
fn led(mut pieces: Vec<String>) -> Vec<String> {
    if let Some(last) = pieces.last_mut() {
        *last = last.strip_suffix(':').unwrap_or(last).to_owned();
    }
    pieces
}

fn pieces(block: &Block) -> Vec<String> {
    let mut pieces: Vec<String> = match block {
        Block::Heading { text, .. } => vec![text.clone()],
        Block::KeyFindings { title, .. } => vec![title.clone()],
        Block::Figure(f) => {
            [f.caption.clone(), f.alt.clone()].into_iter().chain(f.description.clone()).collect()
        }
        Block::Table(table) => return vec![table.caption.clone(), words(&table.note)],
        Block::Notice { label, .. } => vec![label.clone()],
        Block::Details { summary, .. } => return vec![summary.clone()],
        Block::Paragraph(_) | Block::Bullets(_) | Block::Code { .. } | Block::References(_) => Vec::new(),
    };
    pieces.extend(block.runs().into_iter().map(words));
    pieces
}

/// The slips in a text, line by line, each with the words around it; none in an empty text.
pub fn lint(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.is_empty()).flat_map(lint_line).collect()
}

fn lint_line(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut slips = Vec::new();
    slips.extend(unfilled(line, &words));
    slips.extend(spacing(line));
    slips.extend(punctuation(line));
    slips.extend(doubled(&words));
    slips.extend(disagreement(&words));
    slips.extend(lower_case_start(&words));
    slips
}

fn unfilled(line: &str, words: &[&str]) -> Vec<String> {
    let marks = ["{", "}", "TODO", "FIXME", "Some(", "None)", "NaN", "%!"];
    let mut slips = found(line, &marks, "an unfilled slot");
    for (at, word) in words.iter().enumerate() {
        let core = bare(word);
        let loose_none = core == "None"
            && !(starts_sentence(words, at)
                && words.get(at + 1).is_some_and(|w| w.starts_with(char::is_lowercase)));
        if loose_none || ["inf", "-inf", "nan", "null", "N/A"].contains(&core) {
            slips.push(format!(
                "an unfilled slot, '{core}', in '{}'",
                around(line, line.find(word).unwrap_or(0))
            ));
        }
    }
    slips
}

fn spacing(line: &str) -> Vec<String> {
    let mut slips = found(line, &["  ", "\t", " ,", " .", " ;", " )", "( "], "a stray space");
    if line.trim() != line {
        slips.push(format!(
            "a space at the edge of '{}'",
            around(line, if line.starts_with(' ') { 0 } else { line.len() })
        ));
    }
    slips.extend(
        line.split_whitespace()
            .filter(|word| is_joined(word))
            .map(|word| format!("no space within '{word}'")),
    );
    slips
}

/// Two sentences without the space between them, as "left.Then"; a firm's name such as "Firm.Technology" is none.
fn is_joined(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let ends =
        |three: &[char]| three[0].is_lowercase() && ".;:!?".contains(three[1]) && three[2].is_uppercase();
    chars.first().is_some_and(|first| first.is_lowercase()) && chars.windows(3).any(ends)
}

fn punctuation(line: &str) -> Vec<String> {
    let mut slips = found(
        line,
        &["..", ",,", ",.", ";.", ":.", "()", "[]", ":;", ":,", ".,", "''", "\"\""],
        "empty words between marks",
    );
    if line.ends_with([':', ',', ';']) || line.contains(": .") {
        slips.push(format!("a dangling mark at the end of '{}'", around(line, line.len())));
    }
    if line.starts_with(['.', ',', ';', ':']) {
        slips.push(format!("an empty start in '{}'", around(line, 0)));
    }
    slips
}

/// Each mark that the line holds, once, with the words around it.
fn found(line: &str, marks: &[&str], what: &str) -> Vec<String> {
    let places = marks.iter().filter_map(|mark| Some((mark, line.find(mark)?)));
    places.map(|(mark, at)| format!("{what}, '{mark}', in '{}'", around(line, at))).collect()
}

/// Some 30 characters before the place and after it.
fn around(line: &str, at: usize) -> String {
    let before: Vec<char> = line[..at].chars().rev().take(30).collect();
    before.into_iter().rev().chain(line[at..].chars().take(30)).collect()
}

/// A word and the same again; one in brackets after it, as in "the Convention (Convention on ...)", is none.
fn doubled(words: &[&str]) -> Vec<String> {
    let same = |pair: &&[&str]| {
        pair[0].chars().all(char::is_alphabetic)
            && pair[1].starts_with(char::is_alphabetic)
            && pair[0].eq_ignore_ascii_case(bare(pair[1]))
    };
    words.windows(2).filter(same).map(|pair| format!("the word '{}' stands twice", pair[0])).collect()
}

/// A number against its noun, and that noun against its verb unless the number is part of a whole.
fn disagreement(words: &[&str]) -> Vec<String> {
    let mut slips = Vec::new();
    for at in 0..words.len().saturating_sub(1) {
        let Some(single) = is_single(words[at]) else {
            continue;
        };
        let noun = bare(words[at + 1]);
        let adjunct = words.get(at + 2).is_some_and(|next| is_noun(bare(next), false));
        if is_noun(noun, !single) && !adjunct {
            slips.push(format!("'{} {noun}' do not agree", words[at]));
        }
        let part = at > 0 && ["of", "or", "to", "and", "by", "with", "for"].contains(&words[at - 1]);
        let ends = words[at + 1] != noun;
        let verb = words.get(at + 2).map_or("", |word| bare(word));
        let wrong: &[&str] =
            if single { &["were", "are", "have", "do"] } else { &["was", "is", "has", "does"] };
        if !part && !ends && is_noun(noun, single) && wrong.contains(&verb) {
            slips.push(format!("'{} {noun} {verb}' do not agree", words[at]));
        }
    }
    slips
}

/// Whether the word is the number one (`true`) or a larger or empty count (`false`), if it is a number.
fn is_single(word: &str) -> Option<bool> {
    const MANY: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "zero"];
    let lower = word.to_lowercase();
    if lower == "one" || lower == "1" || lower == "a" || lower == "an" {
        return Some(true);
    }
    let digits = !lower.is_empty() && lower.chars().all(|c| c.is_ascii_digit() || c == ',');
    (digits || MANY.contains(&lower.as_str())).then_some(false)
}

/// Whether the word is a noun of the field in that number: `single`, or else plural.
fn is_noun(word: &str, single: bool) -> bool {
    NOUNS.iter().any(|noun| if single { word == *noun } else { word == plural(noun) })
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    }
}

fn lower_case_start(words: &[&str]) -> Vec<String> {
    let starts = (0..words.len()).filter(|at| starts_sentence(words, *at));
    let lower = starts
        .map(|at| words[at].trim_start_matches(['(', '"', '\'', '“', '‘']))
        .filter(|word| word.starts_with(char::is_lowercase) && !is_name(bare(word)));
    lower.map(|word| format!("a sentence starts with '{word}' in lower case")).collect()
}

/// The program's name, a file's, or a sign such as "n", "p" and "n/a": lower case wherever it stands.
fn is_name(word: &str) -> bool {
    ["blocs", "n", "p"].contains(&word) || word.contains(['/', '_', '.'])
}

fn starts_sentence(words: &[&str], at: usize) -> bool {
    let Some(before) =
        at.checked_sub(1).map(|before| words[before].trim_end_matches([')', '"', '\'', '”', '’']))
    else {
        return true;
    };
    let initial = before.len() == 2 || before.split('.').all(|part| part.len() <= 1);
    let abbreviated = initial || ABBREVIATIONS.contains(&before.to_lowercase().trim_start_matches('('));
    before.ends_with(['!', '?']) || (before.ends_with('.') && !abbreviated)
}

/// The word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| ".,;:!?()[]\"“”‘’".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::sample;

    #[test]
    fn good_sentences_have_no_slips() {
        for good in [
            "",
            "Three of five members had signed as of 12 November 2018.",
            "None of the members had signed.",
            "One of 5 members was bound.",
            "Australia and the U.S. and others (e.g. in a group of three states) had signed. No. 5 had not.",
            "A state of 1 million people.",
            "Two states each had 1 vote; one had 3 of 5, 60%.",
            "One remains.",
            "Bosnia and Herzegovina's status is \"signed\".",
            "The two party states agreed: both signed.",
            "blocs 0.1.0 made it. n/a: undefined. p of more.",
            "The Convention (Convention on Words), see Firm.Technology.",
        ] {
            assert_eq!(lint(good), Vec::<String>::new(), "{good}");
        }
        assert_eq!(lint_document(&sample::document()), Vec::<String>::new());
    }

    #[test]
    fn each_kind_of_slip_is_found() {
        for bad in [
            "The the state signed.",
            "It had {} members.",
            "TODO: write.",
            "The mean is NaN%.",
            "The mean was None.",
            "A ratio of inf.",
            "There were 1 members.",
            "One states signed.",
            "5 member signed.",
            "Three parties was bound.",
            "1 member were bound.",
            "The members were:",
            "The members were: .",
            "The end..",
            "The end .",
            "A, , B.",
            "A  B.",
            "the state signed.",
            "It signed. then it left.",
            "It left ().",
            " It left.",
            "A members signed.",
            "It left.Then it signed.",
            "It was was signed.",
        ] {
            assert!(!lint(bad).is_empty(), "{bad}");
        }
    }

    #[test]
    fn a_colon_may_lead_to_a_list_but_not_to_nothing() {
        let lead = || Block::paragraph(["The members are:"]);
        let document = |blocks| Document { blocks, ..Document::default() };
        assert_eq!(lint_document(&document(vec![lead(), Block::bullets(["Alpha."])])).len(), 0);
        assert_eq!(lint_document(&document(vec![lead(), lead()])).len(), 2);
    }

    #[test]
    fn a_slip_in_a_text_alternative_is_found() {
        let figure = super::super::document::Figure {
            number: 1,
            alt: "Bars of 1 members".into(),
            ..Default::default()
        };
        let document = Document { blocks: vec![Block::Figure(figure)], ..Document::default() };
        assert_eq!(lint_document(&document).len(), 1);
    }
}
