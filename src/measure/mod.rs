//! Measures: each a row of an `ALL` slice with its definition, its range, when
//! it is undefined, an example by hand, and where it comes from. Undefined is
//! `None`, never 0. This file has those of one bloc on one agreement; the
//! others stand by what they take: [`record`], [`two_blocs`], [`dyad`], [`network`].

pub mod bits;
pub mod convention;
pub mod dyad;
pub mod ladder;
pub mod network;
pub mod record;
pub mod subsample;
pub mod two_blocs;

mod agreement_index;
mod page;
mod pairwise;
mod rice;
mod spread;

pub use agreement_index::AGREEMENT_INDEX;
pub use page::{Page, pages};
pub use pairwise::PAIRWISE_AGREEMENT;
pub use rice::RICE;
pub use spread::{ATTINA, COHESION_FROM_ENTROPY, FRACTIONALISATION, MODAL_SHARE};

use crate::coding::Position;

/// The positions of one bloc's counted members on one agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many were in.
    pub inside: usize,
    /// How many were half-way.
    pub half: usize,
    /// How many were out.
    pub out: usize,
    /// How many positions the agreement offers: 2 for a declaration, 3 for a treaty or a vote.
    pub positions: usize,
}

impl Counts {
    /// How many members are counted.
    pub fn n(&self) -> usize {
        self.inside + self.half + self.out
    }

    /// How many took a position.
    pub fn of(&self, position: Position) -> usize {
        match position {
            Position::In => self.inside,
            Position::Half => self.half,
            Position::Out => self.out,
        }
    }

    /// The counts without one member that is in a position.
    pub fn without(self, position: Position) -> Self {
        let less = |p: Position, n: usize| if p == position { n - 1 } else { n };
        Self {
            inside: less(Position::In, self.inside),
            half: less(Position::Half, self.half),
            out: less(Position::Out, self.out),
            ..self
        }
    }

    /// The counts from the lowest declared position to the highest.
    pub fn levels(&self) -> Vec<usize> {
        match (self.positions, self.half) {
            (..=2, 0) => vec![self.out, self.inside],
            _ => vec![self.out, self.half, self.inside],
        }
    }

    /// How one of the counted members stood to all the others: nothing to tell unless they are two at
    /// least and have a majority. The member itself has no part in that majority.
    pub fn stand_of(self, position: Position) -> Option<Stand> {
        let others = self.without(position);
        let majority = others.majority().filter(|_| others.n() >= 2)?;
        Some(match (position == majority, others.of(majority) == others.n()) {
            (true, _) => Stand::With,
            (false, true) => Stand::Alone,
            (false, false) => Stand::Apart,
        })
    }

    /// The counts had one of the counted members stood with the majority of the others; nothing where they have none.
    pub fn healed(self, position: Position) -> Option<Self> {
        let others = self.without(position);
        let majority = others.majority().filter(|_| others.n() >= 2)?;
        let more = |p: Position, n: usize| n + usize::from(p == majority);
        Some(Self {
            inside: more(Position::In, others.inside),
            half: more(Position::Half, others.half),
            out: more(Position::Out, others.out),
            ..others
        })
    }

    /// The largest of the counts.
    pub fn largest(&self) -> usize {
        self.inside.max(self.half).max(self.out)
    }

    /// The one most frequent position; `None` when nobody counts or two tie.
    pub fn majority(&self) -> Option<Position> {
        let largest = self.largest();
        let mut modes = Position::ALL.into_iter().filter(|p| self.of(*p) == largest);
        let mode = modes.next()?;
        (largest > 0 && modes.next().is_none()).then_some(mode)
    }
}

/// How a member stood to the majority of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// In the same position.
    With,
    /// In another, and so was at least one more.
    Apart,
    /// In another, and all the others in one.
    Alone,
}

/// Whether a measure is printed unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// What briefs and tables rest on.
    Default,
    /// For comparison with the literature.
    Advanced,
}

/// What a higher value means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// More agreement.
    Agreement,
    /// More division.
    Division,
}

/// A measure of a `T`: by default of one bloc on one agreement.
#[derive(Debug)]
pub struct Measure<T: 'static = Counts> {
    /// Kebab-case name.
    pub id: &'static str,
    /// Name that prints.
    pub title: &'static str,
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
    /// A case by hand: the case, a colon, the working, and the value after the last `=`.
    pub example: &'static str,
    /// Author, year and work.
    pub source: &'static str,
    /// The value.
    pub compute: fn(&T) -> Option<f64>,
}

/// Every measure of one bloc on one agreement; the default ones first.
pub const ALL: &[&Measure] = &[
    &PAIRWISE_AGREEMENT,
    &MODAL_SHARE,
    &RICE,
    &AGREEMENT_INDEX,
    &ATTINA,
    &FRACTIONALISATION,
    &COHESION_FROM_ENTROPY,
    &subsample::RICE_ADJUSTED,
    &subsample::AGREEMENT_INDEX_ADJUSTED,
    &ladder::ORDINAL_AGREEMENT,
    &ladder::VAN_DER_EIJK,
    &ladder::CONSENSUS,
    &ladder::LEIK,
    &ladder::BERRY_MIELKE,
    &ladder::BLAIR_LACY,
    &ladder::REARDON,
    &ladder::ESTEBAN_RAY,
];

/// The number after the last `=` of a worked example, and the case before its first colon.
#[cfg(test)]
fn worked(example: &str) -> (&str, f64) {
    let case = example.split(':').next().expect("the case");
    let value = example.rsplit('=').next().expect("the value").trim();
    (case, value.parse().unwrap_or_else(|_| panic!("{value} is no number: {example}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads "3 in, 0 half-way, 2 out of 3 positions".
    pub(super) fn counts(text: &str) -> Counts {
        let numbers: Vec<usize> = text.split(' ').filter_map(|word| word.parse().ok()).collect();
        let [inside, half, out, positions] = numbers[..] else { panic!("{text} is no case") };
        Counts { inside, half, out, positions }
    }

    #[test]
    fn every_worked_example_holds() {
        for measure in ALL {
            let (case, value) = worked(measure.example);
            let found = (measure.compute)(&counts(case)).expect("defined");
            assert!((found - value).abs() < 0.0006, "{}: {found}, the example says {value}", measure.id);
        }
    }

    #[test]
    fn nobody_counted_gives_no_value() {
        for measure in ALL {
            for positions in [0, 1, 2, 3] {
                let nobody = Counts { positions, ..Counts::default() };
                assert_eq!((measure.compute)(&nobody), None, "{} of {positions}", measure.id);
            }
        }
    }

    #[test]
    fn full_agreement_gives_the_end_of_the_range() {
        for measure in ALL {
            for united in [(5, 0, 0), (0, 0, 5), (0, 5, 0)] {
                let (inside, half, out) = united;
                let end = if measure.sense == Sense::Agreement { measure.range.1 } else { measure.range.0 };
                match (measure.compute)(&Counts { inside, half, out, positions: 3 }) {
                    Some(value) => assert!((value - end).abs() < 1e-12, "{} {united:?} {value}", measure.id),
                    // Those that leave half-way positions out have nothing to say of them.
                    None => assert!(half == 5 && measure.id.starts_with("rice"), "{}", measure.id),
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn every_value_lies_in_its_range_and_yes_and_no_may_change_places(
            inside in 0usize..30, half in 0usize..30, out in 0usize..30, two in proptest::bool::ANY,
        ) {
            let (half, positions) = if two { (0, 2) } else { (half, 3) };
            let counts = Counts { inside, half, out, positions };
            let mirrored = Counts { inside: out, out: inside, ..counts };
            for measure in ALL {
                let (a, b) = ((measure.compute)(&counts), (measure.compute)(&mirrored));
                proptest::prop_assert_eq!(a.is_some(), b.is_some(), "{}", measure.id);
                let (Some(a), Some(b)) = (a, b) else { continue };
                proptest::prop_assert!((a - b).abs() < 1e-9, "{} {:?}", measure.id, counts);
                let range = measure.range.0 - 1e-12..=measure.range.1 + 1e-12;
                proptest::prop_assert!(range.contains(&a), "{} {:?} {}", measure.id, counts, a);
            }
        }
    }

    #[test]
    fn a_member_has_no_part_in_the_majority_it_is_held_against() {
        let three_two = Counts { inside: 3, half: 0, out: 2, positions: 2 };
        assert_eq!(three_two.stand_of(Position::In), None, "the others tie, two against two");
        assert_eq!(three_two.stand_of(Position::Out), Some(Stand::Apart));
        let four_one = Counts { inside: 4, half: 0, out: 1, positions: 2 };
        assert_eq!(four_one.stand_of(Position::Out), Some(Stand::Alone));
        assert_eq!(four_one.stand_of(Position::In), Some(Stand::With));
        assert_eq!(four_one.healed(Position::Out), Some(Counts { inside: 5, out: 0, ..four_one }));
        assert_eq!(three_two.healed(Position::In), None);
    }

    #[test]
    fn two_members_are_no_majority_against_each_other() {
        assert_eq!(Counts { inside: 1, half: 0, out: 1, positions: 2 }.stand_of(Position::In), None);
    }

    #[test]
    fn a_tie_has_no_majority() {
        assert_eq!(Counts { inside: 2, half: 0, out: 2, positions: 2 }.majority(), None);
        assert_eq!(Counts { inside: 3, half: 0, out: 2, positions: 2 }.majority(), Some(Position::In));
    }
}
