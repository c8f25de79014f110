//! The names of states and blocs as English sets them in a sentence.
//!
//! A few names take "the", some by their form and some by custom. The tables
//! here hold the customs; they are not a list of states, and a name that they
//! miss stands as the data spell it.

use std::borrow::Cow;

/// Names that take "the" inside a sentence and do not show it by their form.
const WITH_ARTICLE: [&str; 49] = [
    "ALBA",
    "AU",
    "Bahamas",
    "CIS",
    "CSTO",
    "Central African Republic",
    "CoE",
    "Commonwealth",
    "Comoros",
    "Congo",
    "EAC",
    "EU",
    "European Commission",
    "FOC",
    "Five Eyes",
    "G20",
    "G7",
    "G77",
    "G8",
    "GCC",
    "Gambia",
    "Global Partnership",
    "Holy See",
    "IAEA",
    "ICC",
    "Isle of Man",
    "Ivory Coast",
    "Maldives",
    "Netherlands",
    "Non-Aligned Movement",
    "OAS",
    "OECD",
    "OIC",
    "OIF",
    "OSCE",
    "OTS",
    "PIF",
    "Philippines",
    "Quad",
    "SCO",
    "Seychelles",
    "UAE",
    "UK",
    "UN",
    "US",
    "USA",
    "USSR",
    "V4",
    "Warsaw Pact",
];

/// Last words that ask for "the": the Czech Republic, the Marshall Islands.
const LAST_WORDS: [&str; 13] = [
    "Assembly",
    "Community",
    "Council",
    "Emirates",
    "Federation",
    "Group",
    "Islands",
    "Kingdom",
    "League",
    "Nations",
    "Republic",
    "States",
    "Union",
];

/// First words that ask for "the": the Republic of Korea, the United States of America.
const FIRST_WORDS: [&str; 13] = [
    "Commonwealth",
    "Cooperation Council",
    "Council of",
    "Democratic",
    "Federal",
    "Federated",
    "Federation",
    "Islamic Republic",
    "Kingdom of",
    "League of",
    "Organisation",
    "Organization",
    "Republic of",
];

/// The name as it stands inside a sentence: "the United States", "Australia".
pub fn the(name: &str) -> Cow<'_, str> {
    if let Some(rest) = name.strip_prefix("The ") {
        return Cow::Owned(format!("the {rest}"));
    }
    if takes_article(name) { Cow::Owned(format!("the {name}")) } else { Cow::Borrowed(name) }
}

/// The names as they stand inside a sentence, see [`the`].
pub fn the_each<T: AsRef<str>>(names: &[T]) -> Vec<String> {
    names.iter().map(|name| the(name.as_ref()).into_owned()).collect()
}

/// A name in the long form of the United Nations, "Netherlands (Kingdom of the)", goes by what
/// stands before the bracket.
fn takes_article(name: &str) -> bool {
    let short = name.split(" (").next().unwrap_or(name);
    let ends = |word: &str| short.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '));
    let of_states = short.starts_with("United ") && short.contains(" of ");
    let people = short.contains("People's") || short.ends_with("Republic of the Congo");
    WITH_ARTICLE.contains(&short)
        || LAST_WORDS.iter().any(|word| ends(word))
        || FIRST_WORDS.iter().any(|word| short.starts_with(word))
        || of_states
        || people
}

/// Whose it is: "Australia's", "Cyprus's", but "the Netherlands'" for a name that is a plural.
pub fn possessive(name: &str) -> String {
    let plural = name.ends_with('s') && takes_article(name.strip_prefix("the ").unwrap_or(name));
    format!("{name}{}", if plural { "'" } else { "'s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_article_that_english_gives_them() {
        let with = [
            "United States",
            "United Kingdom",
            "United Republic of Tanzania",
            "Netherlands",
            "Netherlands (Kingdom of the)",
            "Philippines",
            "Czech Republic",
            "Marshall Islands",
            "Republic of Korea",
            "Lao People's Democratic Republic",
            "Democratic Republic of the Congo",
            "European Union",
            "Five Eyes",
            "United Arab Emirates",
            "Russian Federation",
        ];
        let without = [
            "Australia",
            "Bolivia (Plurinational State of)",
            "Micronesia",
            "NATO",
            "Sri Lanka",
            "Czechia",
            "Unionland",
        ];
        assert!(with.iter().all(|name| the(name) == format!("the {name}")));
        assert!(without.iter().all(|name| the(name) == *name));
        assert_eq!(the("The Gambia"), "the Gambia");
    }

    #[test]
    fn only_a_plural_name_drops_the_s_of_possession() {
        assert_eq!(possessive("Australia"), "Australia's");
        assert_eq!(possessive("Cyprus"), "Cyprus's");
        assert_eq!(possessive("the Netherlands"), "the Netherlands'");
        assert_eq!(possessive("the United States"), "the United States'");
    }
}
