//! The Agreement Index of Hix, Noury and Roland, for any number of positions.

use super::{Counts, Measure, Sense, Set};

/// The share of the largest group, scaled so that an even spread gives 0.
pub const AGREEMENT_INDEX: Measure = Measure {
    id: "agreement-index",
    title: "Agreement Index",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the share of members in the most frequent position, scaled so that an even spread over all positions gives 0",
    formula: "(k max / n - 1) / (k - 1), k positions offered, max members in the most frequent one, n in all",
    range: (0.0, 1.0),
    undefined_when: "no member is counted",
    example: "10 in, 100 half-way, 10 out of 3 positions: (3 x 100 / 120 - 1) / (3 - 1) = 0.75",
    source: "Hix, Noury and Roland 2005, British Journal of Political Science 35: 209-234",
    compute,
};

fn compute(counts: &Counts) -> Option<f64> {
    let (k, n) = (counts.positions as f64, counts.n() as f64);
    (counts.n() > 0 && counts.positions > 1).then(|| (k * counts.largest() as f64 - n) / (n * (k - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(inside: usize, half: usize, out: usize) -> Option<f64> {
        compute(&Counts { inside, half, out, positions: 3 })
    }

    #[test]
    fn the_published_example_holds() {
        assert_eq!(value(10, 100, 10), Some(0.75));
    }

    #[test]
    fn an_even_spread_gives_zero_and_an_even_split_a_quarter() {
        assert_eq!(value(2, 2, 2), Some(0.0));
        assert_eq!(value(3, 0, 3), Some(0.25));
    }
}
