//! Plain, grammatical English for sentences that are put together from counts,
//! lists and dates.
//!
//! Every function is total: an empty list, one member and fifty all give words
//! that can stand in a sentence. None of them infers anything; what is said is
//! what was counted.

use crate::model::{Day as Date, Edtf};

mod names;

pub use names::{possessive, the, the_each};

/// The number in a sentence: words below ten, digits from 10, thousands apart.
pub fn number(n: usize) -> String {
    const WORDS: [&str; 10] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(n).map_or_else(|| thousands(n), |word| (*word).to_string())
}

/// The number in digits, with a comma between thousands.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let first = digits.len() % 3;
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == first {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The number with its noun: "no members", "one member", "three members", "1,234 members".
pub fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("one {one}"),
        n => format!("{} {many}", number(n)),
    }
}

/// The word that agrees with the number: `one` for exactly one, otherwise `many`.
pub fn agree<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// "was" or "were", as the number asks.
pub fn was(n: usize) -> &'static str {
    agree(n, "was", "were")
}

/// "is" or "are", as the number asks.
pub fn is(n: usize) -> &'static str {
    agree(n, "is", "are")
}

/// "has" or "have", as the number asks.
pub fn has(n: usize) -> &'static str {
    agree(n, "has", "have")
}

/// The part of a whole: "3 of 5, 60%"; of nothing there is no percentage.
pub fn share(k: usize, n: usize) -> String {
    let part = format!("{} of {}", thousands(k), thousands(n));
    percent(k, n).map_or(part.clone(), |percent| format!("{part}, {percent}"))
}

/// The percentage, a half rounded up; `None` of nothing.
///
/// Only none is 0% and only all is 100%: what would round to them is "under 1%" or "over 99%".
pub fn percent(k: usize, n: usize) -> Option<String> {
    let rounded = (200 * k + n).checked_div(2 * n)?;
    Some(match rounded {
        0 if k > 0 => "under 1%".to_string(),
        100 if k < n => "over 99%".to_string(),
        rounded => format!("{rounded}%"),
    })
}

/// The place in a row: "first" to "ninth", then "10th", "21st".
pub fn ordinal(n: usize) -> String {
    const WORDS: [&str; 9] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
    if let Some(word) = n.checked_sub(1).and_then(|at| WORDS.get(at)) {
        return (*word).to_string();
    }
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", thousands(n))
}

/// The names in one breath: "A", "A and B", "A, B and C"; of nothing "none".
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    joined(&items)
}

/// As [`list`], but at most `limit` names and then how many more: "A, B, C and four others".
///
/// A single name left over is named, as "one other" is no shorter than most names.
pub fn list_up_to<T: AsRef<str>>(items: &[T], limit: usize) -> String {
    let rest = items.len().saturating_sub(limit);
    if rest <= 1 {
        return list(items);
    }
    if limit == 0 {
        return number(items.len());
    }
    let others = count(rest, "other", "others");
    let named = items[..limit].iter().map(AsRef::as_ref);
    joined(&named.chain([others.as_str()]).collect::<Vec<_>>())
}

/// A name that itself holds "and" or a comma asks for a mark before the last "and".
fn joined(items: &[&str]) -> String {
    let comma = items.iter().any(|item| item.contains(','));
    let pair = items.iter().any(|item| item.contains(" and "));
    let between = if comma { "; " } else { ", " };
    let last = if comma {
        "; and "
    } else if pair {
        ", and "
    } else {
        " and "
    };
    match items {
        [] => "none".to_string(),
        [one] => (*one).to_string(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., end] => format!("{}{last}{end}", first.join(between)),
    }
}

/// The words at the start of a sentence: the first letter is a capital.
pub fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// An act's date as records write it, but an open interval in words: "2018-11-12", "by 2019-11-10".
pub fn dated(date: Edtf) -> String {
    match date.is_open() {
        true => format!("by {}", date.latest),
        false => date.to_string(),
    }
}

/// The day in words: "12 November 2018".
pub fn date(day: Date) -> String {
    format!("{} {}", day.day(), month(day))
}

/// The month of the day in words: "November 2018".
pub fn month(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(day.month() - 1).expect("months run from 1 to 12");
    format!("{} {}", MONTHS[month], day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_words_below_ten_and_digits_from_ten() {
        assert_eq!(
            [0, 9, 10, 999, 1000, 1_234_567].map(number),
            ["zero", "nine", "10", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn a_count_agrees_with_its_noun() {
        assert_eq!(
            [0, 1, 2, 12].map(|n| count(n, "party", "parties")),
            ["no parties", "one party", "two parties", "12 parties"]
        );
        assert_eq!([0, 1, 2].map(was), ["were", "was", "were"]);
    }

    #[test]
    fn a_share_of_nothing_has_no_percentage() {
        assert_eq!(share(3, 5), "3 of 5, 60%");
        assert_eq!(share(0, 0), "0 of 0");
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn only_none_is_0_percent_and_only_all_is_100() {
        assert_eq!(percent(0, 193).as_deref(), Some("0%"));
        assert_eq!(percent(193, 193).as_deref(), Some("100%"));
        assert_eq!(percent(1, 500).as_deref(), Some("under 1%"));
        assert_eq!(percent(499, 500).as_deref(), Some("over 99%"));
    }

    #[test]
    fn a_half_percent_is_rounded_up() {
        assert_eq!(percent(1, 8).as_deref(), Some("13%"));
        assert_eq!(percent(1, 200).as_deref(), Some("1%"));
        assert_eq!(percent(2, 3).as_deref(), Some("67%"));
    }

    #[test]
    fn lists_read_well_at_every_length() {
        assert_eq!(list::<&str>(&[]), "none");
        assert_eq!(list(&["A"]), "A");
        assert_eq!(list(&["Australia", "the United States"]), "Australia and the United States");
        assert_eq!(list(&["A", "B", "C"]), "A, B and C");
    }

    #[test]
    fn a_name_with_and_or_a_comma_keeps_its_edges() {
        assert_eq!(list(&["A", "Bosnia and Herzegovina", "C"]), "A, Bosnia and Herzegovina, and C");
        assert_eq!(list(&["A", "B, C", "D"]), "A; B, C; and D");
    }

    #[test]
    fn a_long_list_ends_in_a_number_and_never_in_one_other() {
        let letters = ["A", "B", "C", "D", "E", "F", "G"];
        assert_eq!(list_up_to(&letters, 3), "A, B, C and four others");
        assert_eq!(list_up_to(&letters[..4], 3), "A, B, C and D");
        assert_eq!(list_up_to(&letters[..3], 1), "A and two others");
        assert_eq!(list_up_to(&letters[..3], 0), "three");
    }

    #[test]
    fn a_sentence_starts_with_a_capital() {
        assert_eq!(sentence("the United States"), "The United States");
        assert_eq!(sentence(""), "");
        assert_eq!(sentence("état"), "État");
    }

    #[test]
    fn ordinals_are_words_up_to_ninth_and_the_teens_end_in_th() {
        assert_eq!(
            [1, 9, 10, 11, 12, 13, 21, 22, 23, 111, 101].map(ordinal),
            ["first", "ninth", "10th", "11th", "12th", "13th", "21st", "22nd", "23rd", "111th", "101st"]
        );
        assert_eq!(ordinal(0), "0th");
    }

    #[test]
    fn dates_are_day_month_year() {
        assert_eq!(date(Date::constant(2018, 11, 12)), "12 November 2018");
        assert_eq!(month(Date::constant(1945, 6, 26)), "June 1945");
    }
}
