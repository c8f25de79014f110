//! Pairwise agreement: the headline measure of cohesion, because it reads in a
//! sentence and does not grow as blocs get smaller.

use super::{Counts, Measure, Sense, Set};

/// Two members picked at random took the same position in this share of cases.
pub const PAIRWISE_AGREEMENT: Measure = Measure {
    id: "pairwise-agreement",
    title: "Pairwise agreement",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "the share of pairs of members that took the same position",
    formula: "P = sum of n_i (n_i - 1) / (n (n - 1)), n_i members in position i, n in all",
    range: (0.0, 1.0),
    undefined_when: "fewer than two members are counted",
    example: "3 in, 0 half-way, 2 out of 3 positions: (3 x 2 + 2 x 1) / (5 x 4) = 0.4",
    source: "Nevison 1979, UMAP Module 271; the complement of the unbiased Gini-Simpson index",
    compute,
};

fn compute(counts: &Counts) -> Option<f64> {
    let pairs = |n: usize| (n * n.saturating_sub(1)) as f64;
    let same = pairs(counts.inside) + pairs(counts.half) + pairs(counts.out);
    (counts.n() >= 2).then(|| same / pairs(counts.n()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(inside: usize, half: usize, out: usize) -> Option<f64> {
        compute(&Counts { inside, half, out, positions: 3 })
    }

    #[test]
    fn three_against_two_agree_in_four_of_ten_pairs() {
        assert_eq!(value(3, 0, 2), Some(0.4));
    }

    #[test]
    fn four_against_one_agree_in_six_of_ten_pairs() {
        assert_eq!(value(4, 0, 1), Some(0.6));
    }

    #[test]
    fn one_member_has_nobody_to_agree_with() {
        assert_eq!(value(1, 0, 0), None);
    }
}
