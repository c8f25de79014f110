//! 95 % intervals of a share of cases that are taken as a sample of similar
//! ones. Not for the members of a bloc: a bloc is counted in full.

use super::distribution::{from_ratios, total};

/// The standard normal quantile of .975: every interval printed is a 95 % one.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// The probability left out at each end.
pub(super) const TAIL: f64 = 0.025;

/// Two bounds, the lower one first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
}

/// Wilson's score interval of `cases` in `n`, in 0..=1: short, and never outside the range.
///
/// `None` when n is 0, or there are more cases than n. Source: Wilson 1927, Journal of the American
/// Statistical Association 22: 209-212.
pub fn wilson(cases: usize, n: usize) -> Option<Interval> {
    if n == 0 || cases > n {
        return None;
    }
    let (share, n, z2) = (cases as f64 / n as f64, n as f64, Z_95 * Z_95);
    let centre = share + z2 / (2.0 * n);
    let reach = Z_95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let bound = |value: f64| (value / (1.0 + z2 / n)).clamp(0.0, 1.0);
    let lower = if cases == 0 { 0.0 } else { bound(centre - reach) };
    let upper = if share == 1.0 { 1.0 } else { bound(centre + reach) };
    Some(Interval { lower, upper })
}

/// Clopper and Pearson's exact interval of `cases` in `n`, in 0..=1: never too short, often too long.
///
/// `None` when n is 0, or there are more cases than n. Source: Clopper and Pearson 1934, Biometrika 26: 404-413.
pub fn clopper_pearson(cases: usize, n: usize) -> Option<Interval> {
    if n == 0 || cases > n {
        return None;
    }
    let lower = if cases == 0 { 0.0 } else { share_where(|share| at_least(cases, n, share) > TAIL) };
    let upper =
        if cases == n { 1.0 } else { share_where(|share| 1.0 - at_least(cases + 1, n, share) <= TAIL) };
    Some(Interval { lower, upper })
}

/// The probability of `cases` or more in `n` independent ones that each happen with probability `share`.
fn at_least(cases: usize, n: usize, share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        return if share >= 1.0 || cases == 0 { 1.0 } else { 0.0 };
    }
    let ratio = |k: usize| (n - k) as f64 / (k + 1) as f64 * share / (1.0 - share);
    let mode = ((n + 1) as f64 * share) as usize;
    total(from_ratios(0..=n, mode, ratio).into_iter().skip(cases))
}

/// The share in 0..=1 from which on a condition holds, by halving.
fn share_where(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_of_one_leaves_all_but_the_highest_fortieth_open() {
        let Interval { lower, upper } = clopper_pearson(0, 1).expect("one case");
        assert!(lower == 0.0 && (upper - 0.975).abs() < 1e-12);
    }

    #[test]
    fn half_of_a_hundred_is_between_forty_and_sixty_per_cent() {
        let Interval { lower, upper } = wilson(50, 100).expect("a hundred cases");
        assert_eq!([lower, upper].map(|bound| (bound * 1000.0).round()), [404.0, 596.0]);
    }

    #[test]
    fn no_cases_have_no_interval() {
        assert_eq!((wilson(0, 0), clopper_pearson(0, 0)), (None, None));
        assert_eq!((wilson(2, 1), clopper_pearson(2, 1)), (None, None));
    }

    #[test]
    fn intervals_hold_the_share_and_mirror_each_other() {
        for interval in [wilson, clopper_pearson] {
            for (cases, n) in (1..30).flat_map(|n| (0..=n).map(move |cases| (cases, n))) {
                let (here, mirrored) =
                    (interval(cases, n).expect("n > 0"), interval(n - cases, n).expect("n > 0"));
                let share = cases as f64 / n as f64;
                assert!(here.lower <= share && share <= here.upper, "{cases} of {n}");
                assert!((here.lower + mirrored.upper - 1.0).abs() < 1e-9, "{cases} of {n}");
            }
        }
    }
}
