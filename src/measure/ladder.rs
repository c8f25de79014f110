//! Measures for ordered positions, such as none, signed, bound: how far apart
//! members are counts, not only that they are. Each takes the counts of the
//! levels from the lowest to the highest; rows of the slice in `mod.rs` apply
//! them to a bloc's counts.

use super::{Measure, Sense, Set};

/// Pairwise agreement with part credit for neighbouring levels.
pub const ORDINAL_AGREEMENT: Measure = Measure {
    id: "ordinal-agreement",
    title: "Pairwise ordinal agreement",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "one less the mean distance of two members picked at random, as a share of the whole ladder",
    formula: "1 - mean over pairs of |i - j| / (k - 1), k positions offered",
    range: (0.0, 1.0),
    undefined_when: "fewer than two members are counted",
    example: "3 in, 1 half-way, 1 out of 3 positions: 1 - (3 x 0.5 + 3 x 1 + 1 x 0.5) / 10 = 0.5",
    source: "Berry and Mielke 1992, Perceptual and Motor Skills 74: 63-66; divided by the number of pairs, so that bloc size has no part in it",
    compute: |counts| ordinal_agreement(&counts.levels()),
};

/// Van der Eijk's coefficient of agreement A.
pub const VAN_DER_EIJK: Measure = Measure {
    id: "van-der-eijk",
    title: "Van der Eijk's A",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "agreement on an ordered scale: 1 all on one level, 0 spread evenly, -1 half at each end",
    formula: "sum over layers of w U (1 - (S - 1) / (K - 1)), U = ((K-2) TU - (K-1) TDU) / ((K-2) (TU + TDU))",
    range: (-1.0, 1.0),
    undefined_when: "no member is counted, or fewer than three positions are offered",
    example: "0 in, 3 half-way, 2 out of 3 positions: 4/5 x 1 x (1 - 1/2) + 1/5 x 1 = 0.6",
    source: "van der Eijk 2001, Quality and Quantity 35: 325-341",
    compute: |counts| van_der_eijk(&counts.levels()),
};

/// Tastle and Wierman's consensus.
pub const CONSENSUS: Measure = Measure {
    id: "consensus",
    title: "Tastle and Wierman's consensus",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "nearness of the members to their mean level: 1 all on one level, 0 half at each end",
    formula: "1 + sum p_i log2(1 - |i - mean| / (k - 1)), k positions offered",
    range: (0.0, 1.0),
    undefined_when: "no member is counted",
    example: "0 in, 1 half-way, 1 out of 3 positions: 1 + log2(1 - 0.5 / 2) = 0.585",
    source: "Tastle and Wierman 2007, International Journal of Approximate Reasoning 45: 531-545",
    compute: |counts| consensus(&counts.levels()),
};

/// Leik's ordinal dispersion.
pub const LEIK: Measure = Measure {
    id: "leik",
    title: "Leik's D",
    set: Set::Advanced,
    sense: Sense::Division,
    definition: "ordinal dispersion: 0 all on one level, 1 half at each end",
    formula: "2 sum over i < k of min(F_i, 1 - F_i) / (k - 1), F_i the share at level i or below",
    range: (0.0, 1.0),
    undefined_when: "no member is counted",
    example: "0 in, 3 half-way, 2 out of 3 positions: 2 x (0.4 + 0) / 2 = 0.4",
    source: "Leik 1966, Pacific Sociological Review 9: 85-90",
    compute: |counts| leik(&counts.levels()),
};

/// Berry and Mielke's index of ordinal variation.
pub const BERRY_MIELKE: Measure = Measure {
    id: "berry-mielke",
    title: "Berry and Mielke's IOV",
    set: Set::Advanced,
    sense: Sense::Division,
    definition: "ordinal variation: the distances of all pairs as a share of the largest sum possible for n members",
    formula: "sum over i < j of n_i n_j (j - i) / T, T = (k - 1) (n^2 - n mod 2) / 4",
    range: (0.0, 1.0),
    undefined_when: "fewer than two members are counted",
    example: "0 in, 3 half-way, 2 out of 3 positions: 2 x 3 x 1 / (2 x 24 / 4) = 0.5",
    source: "Berry and Mielke 1992, Perceptual and Motor Skills 74: 63-66",
    compute: |counts| berry_mielke(&counts.levels()),
};

/// Blair and Lacy's measure of ordinal concentration.
pub const BLAIR_LACY: Measure = Measure {
    id: "blair-lacy",
    title: "Blair and Lacy's l",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "ordinal concentration: 1 all on one level, 0 half at each end",
    formula: "sqrt(sum over i < k of (F_i - 1/2)^2 / ((k - 1) / 4)), F_i the share at level i or below",
    range: (0.0, 1.0),
    undefined_when: "no member is counted",
    example: "0 in, 3 half-way, 2 out of 3 positions: sqrt((0.01 + 0.25) / 0.5) = 0.721",
    source: "Blair and Lacy 2000, Sociological Methods and Research 28: 251-280",
    compute: |counts| blair_lacy(&counts.levels()),
};

/// Reardon's ordinal variation from entropy.
pub const REARDON: Measure = Measure {
    id: "reardon",
    title: "Reardon's ordinal variation",
    set: Set::Advanced,
    sense: Sense::Division,
    definition: "the mean entropy of the ladder's cuts: 0 all on one level, 1 half at each end",
    formula: "mean over i < k of -F_i log2 F_i - (1 - F_i) log2(1 - F_i), F_i the share at level i or below",
    range: (0.0, 1.0),
    undefined_when: "no member is counted",
    example: "0 in, 1 half-way, 1 out of 3 positions: (1 + 0) / 2 = 0.5",
    source: "Reardon 2009, Research on Economic Inequality 17: 129-155",
    compute: |counts| reardon(&counts.levels()),
};

/// Esteban and Ray's polarization, with exponent 1 and the ladder's ends one apart.
pub const ESTEBAN_RAY: Measure = Measure {
    id: "esteban-ray",
    title: "Esteban and Ray's polarization (alpha = 1)",
    set: Set::Advanced,
    sense: Sense::Division,
    definition: "division into few large camps far apart; its scale is arbitrary, so only ranks compare",
    formula: "sum p_i^(1 + alpha) p_j |y_i - y_j|, alpha = 1, y from 0 to 1",
    range: (0.0, 0.25),
    undefined_when: "no member is counted",
    example: "3 in, 0 half-way, 3 out of 3 positions: 2 x 0.25 x 0.5 x 1 = 0.25",
    source: "Esteban and Ray 1994, Econometrica 62: 819-851",
    compute: |counts| {
        let (levels, n) = (counts.levels(), counts.n() as f64);
        let shares: Vec<f64> = levels.iter().map(|c| *c as f64 / n).collect();
        let places: Vec<f64> = (0..levels.len()).map(|i| i as f64 / (levels.len() - 1) as f64).collect();
        if counts.n() == 0 { None } else { esteban_ray(&shares, &places, 1.0) }
    },
};

/// One less the mean distance of two members, as a share of the ladder. In 0..=1; `None` below two members.
pub fn ordinal_agreement(levels: &[usize]) -> Option<f64> {
    let n: usize = levels.iter().sum();
    let span = levels.len().checked_sub(1).filter(|span| *span > 0)?;
    (n > 1).then(|| 1.0 - distances(levels) as f64 / (span * n * (n - 1) / 2) as f64)
}

/// Van der Eijk's A, in -1..=1; `None` with nobody counted or fewer than three levels.
pub fn van_der_eijk(levels: &[usize]) -> Option<f64> {
    let n: usize = levels.iter().sum();
    if n == 0 || levels.len() < 3 {
        return None;
    }
    let mut left = levels.to_vec();
    let mut sum = 0.0;
    // Each layer takes the same number from every level that still has members.
    while let Some(height) = left.iter().copied().filter(|c| *c > 0).min() {
        let pattern: Vec<bool> = left.iter().map(|c| *c > 0).collect();
        let size = pattern.iter().filter(|full| **full).count();
        sum += (height * size) as f64 / n as f64 * layer_agreement(&pattern, size);
        left.iter_mut().filter(|c| **c > 0).for_each(|c| *c -= height);
    }
    Some(sum)
}

/// The agreement of a layer, in which each level is either empty or as full as the others.
fn layer_agreement(pattern: &[bool], size: usize) -> f64 {
    let k = pattern.len();
    let (mut unimodal, mut not) = (0usize, 0usize);
    for a in 0..k {
        for b in a + 1..k {
            for c in b + 1..k {
                match (pattern[a], pattern[b], pattern[c]) {
                    (true, true, false) | (false, true, true) => unimodal += 1,
                    (true, false, true) => not += 1,
                    _ => {}
                }
            }
        }
    }
    let (k, tu, tdu) = (k as f64, unimodal as f64, not as f64);
    let shape = match unimodal + not {
        0 => 1.0,
        all => ((k - 2.0) * tu - (k - 1.0) * tdu) / ((k - 2.0) * all as f64),
    };
    shape * (1.0 - (size as f64 - 1.0) / (k - 1.0))
}

/// Tastle and Wierman's consensus, in 0..=1; `None` with nobody counted or fewer than two levels.
pub fn consensus(levels: &[usize]) -> Option<f64> {
    let n: usize = levels.iter().sum();
    if n == 0 || levels.len() < 2 {
        return None;
    }
    let mean = levels.iter().enumerate().map(|(i, c)| i * c).sum::<usize>() as f64 / n as f64;
    let span = (levels.len() - 1) as f64;
    let terms = levels.iter().enumerate().filter(|(_, c)| **c > 0);
    Some(
        1.0 + terms
            .map(|(i, c)| *c as f64 / n as f64 * libm::log2(1.0 - (i as f64 - mean).abs() / span))
            .sum::<f64>(),
    )
}

/// Leik's D, in 0..=1; `None` with nobody counted or fewer than two levels.
pub fn leik(levels: &[usize]) -> Option<f64> {
    mean_over_cuts(levels, |below| 2.0 * below.min(1.0 - below))
}

/// Berry and Mielke's index of ordinal variation, in 0..=1; `None` below two members or two levels.
pub fn berry_mielke(levels: &[usize]) -> Option<f64> {
    let n: usize = levels.iter().sum();
    let most = (levels.len().checked_sub(1)? * (n * n - n % 2)) as f64 / 4.0;
    (most > 0.0).then(|| distances(levels) as f64 / most)
}

/// Blair and Lacy's l, in 0..=1; `None` with nobody counted or fewer than two levels.
pub fn blair_lacy(levels: &[usize]) -> Option<f64> {
    mean_over_cuts(levels, |below| 4.0 * (below - 0.5) * (below - 0.5)).map(f64::sqrt)
}

/// Reardon's ordinal variation, in 0..=1; `None` with nobody counted or fewer than two levels.
pub fn reardon(levels: &[usize]) -> Option<f64> {
    let bits = |p: f64| if p > 0.0 { -p * libm::log2(p) } else { 0.0 };
    mean_over_cuts(levels, |below| bits(below) + bits(1.0 - below))
}

/// Esteban and Ray's polarization of camps with these shares at these places; `None` with no camp, or
/// outside 0 < alpha <= 1.6, where the measure is not one of polarization.
pub fn esteban_ray(shares: &[f64], places: &[f64], alpha: f64) -> Option<f64> {
    if shares.is_empty() || shares.len() != places.len() || !(alpha > 0.0 && alpha <= 1.6) {
        return None;
    }
    let camps = || shares.iter().zip(places);
    let felt = |(p, y): (&f64, &f64)| -> f64 {
        camps().map(|(q, z)| libm::pow(*p, 1.0 + alpha) * q * (y - z).abs()).sum()
    };
    Some(camps().map(felt).sum())
}

/// The sum of the distances of all pairs of members, in levels.
fn distances(levels: &[usize]) -> usize {
    let pairs = (0..levels.len()).flat_map(|i| (i + 1..levels.len()).map(move |j| (i, j)));
    pairs.map(|(i, j)| levels[i] * levels[j] * (j - i)).sum()
}

/// The mean over the ladder's cuts of a value of the share at or below each.
fn mean_over_cuts(levels: &[usize], value: impl Fn(f64) -> f64) -> Option<f64> {
    let n: usize = levels.iter().sum();
    let (_, cuts) = levels.split_last().filter(|(_, cuts)| !cuts.is_empty() && n > 0)?;
    let mut below = 0;
    let values = cuts.iter().map(|count| {
        below += count;
        value(below as f64 / n as f64)
    });
    Some(values.sum::<f64>() / cuts.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_at_each_end_is_as_divided_as_it_gets() {
        let ends = [3, 0, 3];
        assert_eq!(van_der_eijk(&ends), Some(-1.0));
        assert_eq!(consensus(&ends), Some(0.0));
        assert_eq!((leik(&ends), berry_mielke(&ends), reardon(&ends)), (Some(1.0), Some(1.0), Some(1.0)));
        assert_eq!(blair_lacy(&ends), Some(0.0));
    }

    #[test]
    fn one_who_signed_beside_two_bound_is_nearer_than_one_who_did_not() {
        assert!(ordinal_agreement(&[0, 1, 2]) > ordinal_agreement(&[1, 0, 2]));
    }

    #[test]
    fn one_level_is_no_ladder() {
        for measure in [ordinal_agreement, van_der_eijk, consensus, leik, berry_mielke, blair_lacy, reardon] {
            assert_eq!(measure(&[4]), None);
            assert_eq!(measure(&[]), None);
        }
    }
}
