//! Measures: one a file, each a row of [`ALL`] with its definition, its range,
//! when it is undefined, and where it comes from. Undefined is `None`, never 0.

pub mod bits;
pub mod convention;
pub mod dyad;

mod agreement_index;
mod pairwise;
mod rice;

pub use agreement_index::AGREEMENT_INDEX;
pub use pairwise::PAIRWISE_AGREEMENT;
pub use rice::RICE;

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

/// A measure of cohesion of one bloc on one agreement.
pub struct Measure {
    /// Kebab-case name.
    pub id: &'static str,
    /// Name that prints.
    pub title: &'static str,
    /// What it says, in words.
    pub definition: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Lowest and highest value.
    pub range: (f64, f64),
    /// When there is no value.
    pub undefined_when: &'static str,
    /// Author, year and work.
    pub source: &'static str,
    /// The value.
    pub compute: fn(&Counts) -> Option<f64>,
}

/// Every measure.
pub const ALL: &[&Measure] = &[&PAIRWISE_AGREEMENT, &RICE, &AGREEMENT_INDEX];

#[cfg(test)]
mod tests {
    use super::*;

    fn small_counts() -> impl Iterator<Item = Counts> {
        (0..6).flat_map(|inside| {
            (0..6).flat_map(move |half| (0..6).map(move |out| Counts { inside, half, out, positions: 3 }))
        })
    }

    #[test]
    fn every_value_lies_in_its_range() {
        for measure in ALL {
            for counts in small_counts() {
                if let Some(value) = (measure.compute)(&counts) {
                    assert!(
                        (measure.range.0..=measure.range.1).contains(&value),
                        "{} {counts:?}",
                        measure.id
                    );
                }
            }
        }
    }

    #[test]
    fn nobody_counted_gives_no_value() {
        for measure in ALL {
            assert_eq!(
                (measure.compute)(&Counts { positions: 3, ..Counts::default() }),
                None,
                "{}",
                measure.id
            );
        }
    }

    #[test]
    fn full_agreement_gives_the_maximum() {
        for measure in ALL {
            let united = Counts { inside: 5, half: 0, out: 0, positions: 3 };
            assert_eq!((measure.compute)(&united), Some(measure.range.1), "{}", measure.id);
        }
    }

    #[test]
    fn yes_and_no_may_change_places() {
        for measure in ALL {
            for counts in small_counts() {
                let mirrored = Counts { inside: counts.out, out: counts.inside, ..counts };
                assert_eq!((measure.compute)(&counts), (measure.compute)(&mirrored), "{}", measure.id);
            }
        }
    }

    #[test]
    fn a_tie_has_no_majority() {
        assert_eq!(Counts { inside: 2, half: 0, out: 2, positions: 2 }.majority(), None);
        assert_eq!(Counts { inside: 3, half: 0, out: 2, positions: 2 }.majority(), Some(Position::In));
    }
}
