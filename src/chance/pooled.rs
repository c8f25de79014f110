//! What a pooled test gives: where a bloc's mean agreement lies among draws
//! from a null, and whether the draws had settled. The nulls are in
//! [`super::random_group`] and [`super::fixed_margins`].

use super::untestable::Untestable;

/// Two means nearer than this are equal: they are sums of the same fractions in another order.
const TIE: f64 = 1e-9;

/// How many draws, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How many.
    pub number: usize,
    /// The same seed gives the same draws; print it.
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Self {
        Self { number: 2_000, seed: 1 }
    }
}

/// A bloc's mean pairwise agreement among random draws.
///
/// p = (b + 1) / (m + 1), b of m draws as extreme or more: never 0 (Phipson and Smyth 2010, Statistical
/// Applications in Genetics and Molecular Biology 9: 39).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// The bloc's mean pairwise agreement over agreements, in 0..=1.
    pub observed: f64,
    /// The mean over draws; print it beside the p, with the name of the null.
    pub mean_null: f64,
    /// The standard deviation over draws.
    pub sd_null: f64,
    /// p that chance alone gives as much agreement or more.
    pub p_more_united: f64,
    /// p that chance alone gives as little agreement or less.
    pub p_more_divided: f64,
    /// How many draws.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// Whether chains of draws had settled; `None` where draws are independent.
    pub convergence: Option<Convergence>,
}

/// Signs that chains of draws had not yet settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// Mean of the chains' second halves less that of the first, in standard deviations of the draws; near 0 is good.
    pub drift: f64,
    /// Spread between half-chains against that within; near 1 is good (Gelman and Rubin 1992, Statistical
    /// Science 7: 457-472, on split chains).
    pub r_hat: f64,
}

impl Convergence {
    /// Whether both signs are small: a drift within a quarter, and an r-hat under 1.05.
    pub fn settled(&self) -> bool {
        self.drift.abs() < 0.25 && self.r_hat < 1.05
    }

    /// `None` for chains of fewer than four draws or different lengths, and where no draw differs.
    fn of(chains: &[Vec<f64>]) -> Option<Self> {
        let half = chains.iter().map(Vec::len).min()? / 2;
        let firsts: Vec<&[f64]> = chains.iter().map(|chain| &chain[..half]).collect();
        let seconds: Vec<&[f64]> = chains.iter().map(|chain| &chain[chain.len() - half..]).collect();
        let halves: Vec<&[f64]> = firsts.iter().chain(&seconds).copied().collect();
        let means: Vec<f64> = halves.iter().map(|half| mean(half)).collect();
        let within = mean(&halves.iter().map(|half| variance(half)).collect::<Vec<_>>());
        if half < 2 || within <= 0.0 {
            return None;
        }
        let (early, late) = means.split_at(firsts.len());
        let n = half as f64;
        let r_hat = ((n - 1.0) / n + variance(&means) / within).sqrt();
        Some(Self { drift: (mean(late) - mean(early)) / within.sqrt(), r_hat })
    }
}

/// Where the observed value lies among the draws, by chain; a draw without a value counts on both sides.
pub(super) fn pooled(observed: f64, chains: &[Vec<Option<f64>>], seed: u64) -> Result<Pooled, Untestable> {
    let draws = chains.iter().map(Vec::len).sum::<usize>();
    let values: Vec<Vec<f64>> =
        chains.iter().map(|chain| chain.iter().flatten().copied().collect()).collect();
    let defined: Vec<f64> = values.concat();
    if defined.iter().all(|value| (value - observed).abs() < TIE) {
        return Err(if draws == 0 { Untestable::NoDraws } else { Untestable::NoVariation });
    }
    let p = |holds: &dyn Fn(f64) -> bool| {
        let against = defined.iter().filter(|value| !holds(**value)).count();
        (draws - against + 1) as f64 / (draws + 1) as f64
    };
    Ok(Pooled {
        observed,
        mean_null: mean(&defined),
        sd_null: variance(&defined).sqrt(),
        p_more_united: p(&|value| at_least(value, observed)),
        p_more_divided: p(&|value| at_least(observed, value)),
        draws,
        seed,
        convergence: if chains.len() > 1 { Convergence::of(&values) } else { None },
    })
}

/// Whether `a` is as large as `b` or larger, but for rounding.
pub(super) fn at_least(a: f64, b: f64) -> bool {
    a >= b - TIE
}

/// The mean; 0 of nothing, which no caller asks for.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The sample variance; 0 of fewer than two values, which no caller prints.
fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    squares / values.len().saturating_sub(1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn the_smallest_p_of_four_draws_is_a_fifth() {
        let result = pooled(0.9, &[chain(&[0.5, 0.6, 0.5, 0.6])], 1).expect("varies");
        assert_eq!((result.p_more_united, result.p_more_divided), (0.2, 1.0));
        assert!((result.mean_null - 0.55).abs() < 1e-12);
    }

    #[test]
    fn a_draw_equal_but_for_rounding_counts_on_both_sides() {
        let result = pooled(0.3, &[chain(&[0.1 + 0.2, 0.5, 0.5])], 1).expect("varies");
        assert_eq!((result.p_more_united, result.p_more_divided), (1.0, 0.5));
    }

    #[test]
    fn a_draw_without_a_value_is_held_against_both_findings() {
        let result = pooled(0.9, &[vec![None, Some(0.5), Some(0.5)]], 1).expect("varies");
        assert_eq!((result.p_more_united, result.p_more_divided, result.draws), (0.5, 1.0, 3));
    }

    #[test]
    fn draws_that_never_differ_test_nothing() {
        assert_eq!(pooled(0.5, &[chain(&[0.5, 0.5])], 1), Err(Untestable::NoVariation));
        assert_eq!(pooled(0.5, &[], 1), Err(Untestable::NoDraws));
    }

    #[test]
    fn chains_that_stay_apart_or_drift_have_not_settled() {
        let settled = |chains: &[Vec<f64>]| Convergence::of(chains).expect("varies").settled();
        let mixed: Vec<f64> = (0..100).map(|i| f64::from(i % 7)).collect();
        let shifted: Vec<f64> = mixed.iter().map(|value| value + 5.0).collect();
        let rising: Vec<f64> = (0..100).map(f64::from).collect();
        assert!(settled(&[mixed.clone(), mixed.clone()]));
        assert!(!settled(&[mixed, shifted]));
        assert!(!settled(&[rising.clone(), rising]));
        assert_eq!(Convergence::of(&[vec![1.0; 10], vec![1.0; 10]]), None);
    }
}
