//! Indices at a common size: the mean of an index over all the subsamples of m
//! members, without replacement, so that blocs of different sizes compare. In
//! closed form; nothing is simulated.

use super::{AGREEMENT_INDEX, Counts, Measure, Sense, Set};

/// The Rice index over pairs of members.
pub const RICE_ADJUSTED: Measure = Measure {
    id: "rice-adjusted",
    title: "Rice index, adjusted to m = 2",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the mean Rice index of all pairs of members that are in or out; \
                 the same at every bloc size for members that decide independently",
    formula: "sum over j of C(in, j) C(out, m - j) / C(in + out, m) x |2j - m| / m, m = 2",
    range: (0.0, 1.0),
    undefined_when: "fewer than m members are in or out",
    example: "3 in, 0 half-way, 2 out of 3 positions: (1 + 3) / 10 x 1 + 6 / 10 x 0 = 0.4",
    source: "Desposato 2005, British Journal of Political Science 35: 731-744",
    compute: |counts| rice_at(counts, 2),
};

/// The Agreement Index over pairs of members.
pub const AGREEMENT_INDEX_ADJUSTED: Measure = Measure {
    id: "agreement-index-adjusted",
    title: "Agreement Index, adjusted to m = 2",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the mean Agreement Index of all pairs of members; \
                 the same at every bloc size for members that decide independently",
    formula: "mean of the Agreement Index over all subsamples of m members, m = 2; for three positions 1/4 + 3/4 P",
    range: (0.0, 1.0),
    undefined_when: "fewer than m members are counted",
    example: "3 in, 0 half-way, 2 out of 3 positions: 4 / 10 x 1 + 6 / 10 x 0.25 = 0.55",
    source: "Desposato 2005, British Journal of Political Science 35: 731-744",
    compute: |counts| agreement_index_at(counts, 2),
};

/// The mean Rice index over all the subsamples of `m` members that are in or out.
///
/// In 0..=1; `None` for m = 0 or when fewer than m are in or out. Desposato 2005.
pub fn rice_at(counts: &Counts, m: usize) -> Option<f64> {
    let sides = counts.inside + counts.out;
    let rice = |j: usize| (2 * j).abs_diff(m) as f64 / m as f64;
    (m > 0 && sides >= m).then(|| drawn(counts.inside, counts.out, m).map(|(j, p)| p * rice(j)).sum())
}

/// The mean Agreement Index over all the subsamples of `m` counted members.
///
/// In 0..=1; `None` for m = 0, when fewer than m are counted, or when one position is offered. Desposato 2005.
pub fn agreement_index_at(counts: &Counts, m: usize) -> Option<f64> {
    if m == 0 || counts.n() < m || counts.positions < 2 {
        return None;
    }
    let mut mean = 0.0;
    for (inside, p) in drawn(counts.inside, counts.half + counts.out, m) {
        for (half, q) in drawn(counts.half, counts.out, m - inside) {
            let sample = Counts { inside, half, out: m - inside - half, positions: counts.positions };
            mean += p * q * (AGREEMENT_INDEX.compute)(&sample)?;
        }
    }
    Some(mean)
}

/// How many of `ones` are among `m` drawn from `ones` and `others`, each with its probability.
/// Built from the ratios of neighbouring terms, so that no binomial coefficient overflows.
fn drawn(ones: usize, others: usize, m: usize) -> impl Iterator<Item = (usize, f64)> {
    let (first, last) = (m.saturating_sub(others), m.min(ones));
    // Start at the most likely term, where the weight is 1: all others are smaller and none is lost.
    let top = ((ones + 1) * (m + 1) / (ones + others + 2)).clamp(first, last);
    let mut weights = vec![1.0; last - first + 1];
    for j in top + 1..=last {
        let ratio = ((ones - j + 1) * (m - j + 1)) as f64 / (j * (others + j - m)) as f64;
        weights[j - first] = weights[j - 1 - first] * ratio;
    }
    for j in (first..top).rev() {
        let ratio = ((j + 1) * (others + j + 1 - m)) as f64 / ((ones - j) * (m - j)) as f64;
        weights[j - first] = weights[j + 1 - first] * ratio;
    }
    let total: f64 = weights.iter().sum();
    weights.into_iter().enumerate().map(move |(place, weight)| (first + place, weight / total))
}

#[cfg(test)]
mod tests {
    use super::super::PAIRWISE_AGREEMENT;
    use super::*;

    #[test]
    fn a_subsample_of_everybody_is_the_index_itself() {
        let counts = Counts { inside: 4, half: 2, out: 1, positions: 3 };
        let whole = (AGREEMENT_INDEX.compute)(&counts).expect("defined");
        assert!((agreement_index_at(&counts, 7).expect("defined") - whole).abs() < 1e-12);
        assert!((rice_at(&counts, 5).expect("defined") - 0.6).abs() < 1e-12);
        assert_eq!(rice_at(&counts, 6), None);
        assert_eq!(agreement_index_at(&counts, 8), None);
    }

    #[test]
    fn over_pairs_the_agreement_index_is_a_quarter_and_three_quarters_of_pairwise_agreement() {
        let counts = Counts { inside: 7, half: 3, out: 5, positions: 3 };
        let pairwise = (PAIRWISE_AGREEMENT.compute)(&counts).expect("defined");
        assert!((agreement_index_at(&counts, 2).expect("defined") - 0.25 - 0.75 * pairwise).abs() < 1e-12);
    }

    #[test]
    fn thousands_of_members_overflow_nothing() {
        let counts = Counts { inside: 4000, half: 0, out: 4000, positions: 3 };
        let value = rice_at(&counts, 3000).expect("defined");
        assert!(value > 0.0 && value < 0.05, "{value}");
    }
}
