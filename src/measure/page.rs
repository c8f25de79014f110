//! The catalogue: every measure, whatever it takes, as text to print.

use super::{Measure, Sense, Set, dyad, network, record, two_blocs};

/// What a measure's page says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// Kebab-case name.
    pub id: &'static str,
    /// Name that prints.
    pub title: &'static str,
    /// What it measures.
    pub takes: &'static str,
    /// Whether it is printed unasked.
    pub set: Set,
    /// What a higher value means.
    pub sense: Sense,
    /// What it says, in words.
    pub definition: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Lowest and highest value.
    pub range: (f64, f64),
    /// When there is no value.
    pub undefined_when: &'static str,
    /// A case by hand.
    pub example: &'static str,
    /// Author, year and work.
    pub source: &'static str,
}

/// The page of every measure, grouped by what they take.
pub fn pages() -> Vec<Page> {
    [
        of("a bloc on one agreement", super::ALL),
        of("a bloc over many agreements", record::ALL),
        of("two blocs on one agreement", two_blocs::ALL),
        of("two states", dyad::ALL),
        of("the alliance graph", network::ALL),
    ]
    .concat()
}

fn of<T>(takes: &'static str, all: &[&'static Measure<T>]) -> Vec<Page> {
    let page = |measure: &&'static Measure<T>| Page {
        id: measure.id,
        title: measure.title,
        takes,
        set: measure.set,
        sense: measure.sense,
        definition: measure.definition,
        formula: measure.formula,
        range: measure.range,
        undefined_when: measure.undefined_when,
        example: measure.example,
        source: measure.source,
    };
    all.iter().map(page).collect()
}

impl Page {
    /// The lowest and highest value as printed.
    pub fn range_text(&self) -> String {
        let short = |value: f64| {
            let text = format!("{value:.3}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        format!("{} to {}", short(self.range.0), short(self.range.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_every_field_is_filled() {
        let pages = pages();
        let mut ids: Vec<&str> = pages.iter().map(|p| p.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), pages.len());
        for page in pages {
            for text in
                [page.title, page.definition, page.formula, page.undefined_when, page.example, page.source]
            {
                assert!(!text.is_empty(), "{}", page.id);
            }
        }
    }

    #[test]
    fn each_group_starts_with_a_default_measure() {
        let pages = pages();
        for group in pages.chunk_by(|a, b| a.takes == b.takes) {
            assert_eq!(group[0].set, Set::Default, "{}", group[0].takes);
        }
    }
}
