//! How a bloc's members spread over the positions offered: the share of the
//! largest group and its scalings, fractionalisation, and entropy.

use super::{Counts, Measure, Sense, Set};

/// The share of the most frequent position.
pub const MODAL_SHARE: Measure = Measure {
    id: "modal-share",
    title: "Modal share",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "the share of members in the most frequent position",
    formula: "max / n; lowest value 1 / k, k positions offered",
    range: (1.0 / 3.0, 1.0),
    undefined_when: "no member is counted",
    example: "3 in, 0 half-way, 2 out of 3 positions: 3 / 5 = 0.6",
    source: "the variation ratio's complement: Freeman 1965, Elementary Applied Statistics",
    compute: |counts| (counts.n() > 0).then(|| counts.largest() as f64 / counts.n() as f64),
};

/// Attinà's index.
pub const ATTINA: Measure = Measure {
    id: "attina",
    title: "Attinà's index",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the margin of the most frequent position over all others together, as a share of all",
    formula: "(2 max - n) / n; lowest value 2 / k - 1, k positions offered",
    range: (-1.0 / 3.0, 1.0),
    undefined_when: "no member is counted",
    example: "3 in, 1 half-way, 1 out of 3 positions: (2 x 3 - 5) / 5 = 0.2",
    source: "Attinà 1990, European Journal of Political Research 18: 557-579",
    compute: |counts| {
        let n = counts.n() as f64;
        (counts.n() > 0).then(|| (2.0 * counts.largest() as f64 - n) / n)
    },
};

/// Fractionalisation.
pub const FRACTIONALISATION: Measure = Measure {
    id: "fractionalisation",
    title: "Fractionalisation",
    set: Set::Advanced,
    sense: Sense::Division,
    definition: "the chance that two members drawn with replacement are in different positions; \
                 for small blocs too low by (n - 1) / n, which pairwise agreement is not",
    formula: "1 - sum (n_i / n)^2; highest value 1 - 1 / k, k positions offered",
    range: (0.0, 2.0 / 3.0),
    undefined_when: "no member is counted",
    example: "3 in, 0 half-way, 2 out of 3 positions: 1 - (9 + 4) / 25 = 0.48",
    source: "Rae 1967, The Political Consequences of Electoral Laws",
    compute: |counts| {
        let n = counts.n() as f64;
        let squares: usize = counts.levels().iter().map(|c| c * c).sum();
        (counts.n() > 0).then(|| 1.0 - squares as f64 / (n * n))
    },
};

/// Cohesion from entropy.
pub const COHESION_FROM_ENTROPY: Measure = Measure {
    id: "cohesion-from-entropy",
    title: "Cohesion from entropy",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "one less the entropy of the positions as a share of the highest possible; \
                 all positions offered count, not only those taken",
    formula: "1 - H / ln k, H = -sum p_i ln p_i, k positions offered",
    range: (0.0, 1.0),
    undefined_when: "no member is counted, or only one position is offered",
    example: "2 in, 0 half-way, 2 out of 3 positions: 1 - ln 2 / ln 3 = 0.369",
    source: "Shannon 1948, Bell System Technical Journal 27: 379-423",
    compute: cohesion_from_entropy,
};

fn cohesion_from_entropy(counts: &Counts) -> Option<f64> {
    let n = counts.n();
    let share = |count: usize| count as f64 / n as f64;
    let entropy: f64 =
        counts.levels().into_iter().filter(|c| *c > 0).map(|c| -share(c) * libm::log(share(c))).sum();
    (n > 0 && counts.positions > 1).then(|| 1.0 - entropy / libm::log(counts.positions as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_spread_over_three_positions_is_the_lowest_of_each() {
        let even = Counts { inside: 2, half: 2, out: 2, positions: 3 };
        for measure in [&MODAL_SHARE, &ATTINA, &COHESION_FROM_ENTROPY] {
            let value = (measure.compute)(&even).expect("defined");
            assert!((value - measure.range.0).abs() < 1e-12, "{} {value}", measure.id);
        }
        let divided = (FRACTIONALISATION.compute)(&even).expect("defined");
        assert!((divided - FRACTIONALISATION.range.1).abs() < 1e-12);
    }

    #[test]
    fn entropy_knows_the_positions_nobody_took() {
        let two = Counts { inside: 2, half: 0, out: 2, positions: 2 };
        assert_eq!(cohesion_from_entropy(&two), Some(0.0));
        assert!(cohesion_from_entropy(&Counts { positions: 3, ..two }) > Some(0.36));
    }
}
