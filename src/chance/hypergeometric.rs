//! One agreement, one bloc: how many members would have joined had the bloc
//! been picked at random among the eligible states. Tests who joined, not how
//! united the bloc was; that is [`super::unity`].

use super::distribution::{from_ratios, total};

/// How much larger than the observed one a probability may be and still count as no larger (R's rule).
const TOLERANCE: f64 = 1e-7;

/// The distribution of the number of joiners in a random group of a given size.
///
/// p(k) = C(K, k) C(N - K, n - k) / C(N, n); N eligible states, K joined, n members.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypergeometric {
    lowest: usize,
    probabilities: Vec<f64>,
    expected: f64,
}

impl Hypergeometric {
    /// `joined` of `states` eligible states joined; `members` of them form the bloc.
    ///
    /// `None` when more joined, or are members, than there are states.
    pub fn new(states: usize, joined: usize, members: usize) -> Option<Self> {
        if joined.max(members) > states {
            return None;
        }
        let (lowest, highest) = ((joined + members).saturating_sub(states), joined.min(members));
        let mode = (joined + 1) * (members + 1) / (states + 2);
        let ratio = |k: usize| {
            let [up, down] = [(joined - k) * (members - k), (k + 1) * (states + k + 1 - joined - members)];
            up as f64 / down as f64
        };
        let probabilities = from_ratios(lowest..=highest, mode.max(lowest), ratio);
        let expected = if states == 0 { 0.0 } else { (joined * members) as f64 / states as f64 };
        Some(Self { lowest, probabilities, expected })
    }

    /// Every possible number of joiners with its probability.
    pub fn outcomes(&self) -> impl Iterator<Item = (usize, f64)> {
        self.probabilities.iter().enumerate().map(|(place, p)| (self.lowest + place, *p))
    }

    /// The mean number of joiners, n K / N; 0 when there are no states.
    pub fn expected(&self) -> f64 {
        self.expected
    }

    /// The probability of exactly `k` joiners; 0 when that is impossible.
    pub fn exactly(&self, k: usize) -> f64 {
        self.where_count(|j| j == k)
    }

    /// The probability of `k` joiners or more.
    pub fn at_least(&self, k: usize) -> f64 {
        self.where_count(|j| j >= k)
    }

    /// The probability of `k` joiners or fewer.
    pub fn at_most(&self, k: usize) -> f64 {
        self.where_count(|j| j <= k)
    }

    /// The probability of all outcomes no more probable than `k` joiners, with a relative tolerance of 1e-7.
    pub fn two_sided(&self, k: usize) -> f64 {
        let limit = self.exactly(k) * (1.0 + TOLERANCE);
        total(self.probabilities.iter().copied().filter(|p| *p <= limit))
    }

    /// Whether more than one outcome was possible; if not, every p is 1 and says nothing.
    pub fn is_informative(&self) -> bool {
        self.probabilities.len() > 1
    }

    fn where_count(&self, holds: impl Fn(usize) -> bool) -> f64 {
        total(self.outcomes().filter(|(k, _)| holds(*k)).map(|(_, p)| p))
    }
}

/// The test of one bloc on one agreement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JoinTest {
    /// Mean number of joiners in a random group of this size.
    pub expected: f64,
    /// p that a random group has as many joiners or more.
    pub p_at_least: f64,
    /// p that a random group has as many joiners or fewer.
    pub p_at_most: f64,
    /// `p_at_least` with the observed outcome counted half.
    pub p_mid_at_least: f64,
    /// p of all outcomes no more probable than the observed one.
    pub p_two_sided: f64,
    /// Whether any other outcome was possible. Where none was, all p are 1.
    pub informative: bool,
}

/// Tests `members_joined` of `members` against `joined` of `states` (which include the members).
///
/// `None` when these counts are impossible together. Source: Fisher's exact test with the margins
/// fixed; two-sided as in R's `fisher.test`.
pub fn join_test(states: usize, joined: usize, members: usize, members_joined: usize) -> Option<JoinTest> {
    let by_chance = Hypergeometric::new(states, joined, members)?;
    let point = by_chance.exactly(members_joined);
    by_chance.outcomes().any(|(k, _)| k == members_joined).then(|| JoinTest {
        expected: by_chance.expected(),
        p_at_least: by_chance.at_least(members_joined),
        p_at_most: by_chance.at_most(members_joined),
        p_mid_at_least: by_chance.at_least(members_joined) - point / 2.0,
        p_two_sided: by_chance.two_sided(members_joined),
        informative: by_chance.is_informative(),
    })
}

/// The most that a bloc's size allows a test on one agreement to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attainable {
    /// The smallest two-sided p that any outcome gives.
    pub p_two_sided: f64,
    /// The number of joiners that gives it; the lowest, if several do.
    pub members_joined: usize,
    /// p that all of a random group join.
    pub p_all: f64,
    /// p that none of a random group joins.
    pub p_none: f64,
}

/// The smallest p in reach for `members` members when `joined` of `states` joined.
///
/// `None` when these counts are impossible together.
pub fn attainable(states: usize, joined: usize, members: usize) -> Option<Attainable> {
    let by_chance = Hypergeometric::new(states, joined, members)?;
    let p_of = |(k, _)| (k, by_chance.two_sided(k));
    let (members_joined, p_two_sided) = by_chance.outcomes().map(p_of).min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (p_all, p_none) = (by_chance.exactly(members), by_chance.exactly(0));
    Some(Attainable { p_two_sided, members_joined, p_all, p_none })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn two_of_two_among_two_of_four_happens_once_in_six() {
        let test = join_test(4, 2, 2, 2).expect("possible counts");
        assert!(close(test.p_at_least, 1.0 / 6.0) && close(test.p_two_sided, 1.0 / 3.0));
        assert!(close(test.p_mid_at_least, 1.0 / 12.0) && close(test.expected, 1.0));
    }

    #[test]
    fn impossible_counts_have_no_test() {
        assert_eq!(join_test(4, 2, 2, 3), None);
        assert_eq!(join_test(4, 5, 2, 1), None);
        assert_eq!(join_test(4, 4, 2, 0), None, "all joined, so the members did");
    }

    #[test]
    fn where_all_or_none_joined_the_test_says_nothing() {
        for (joined, of_members) in [(0, 0), (193, 5)] {
            let test = join_test(193, joined, 5, of_members).expect("possible counts");
            assert!(!test.informative && test.p_two_sided == 1.0);
        }
    }

    #[test]
    fn no_states_at_all_are_no_panic() {
        assert_eq!(join_test(0, 0, 0, 0).map(|t| t.p_two_sided), Some(1.0));
    }

    #[test]
    fn the_two_tails_share_the_observed_outcome() {
        for states in 1..9 {
            for (joined, members) in (0..=states).flat_map(|a| (0..=states).map(move |b| (a, b))) {
                let by_chance = Hypergeometric::new(states, joined, members).expect("possible counts");
                for (k, p) in by_chance.outcomes() {
                    assert!(close(by_chance.at_least(k) + by_chance.at_most(k), 1.0 + p));
                }
            }
        }
    }

    #[test]
    fn the_smallest_p_of_five_members_at_even_odds_is_three_in_a_hundred() {
        let reach = attainable(193, 97, 5).expect("possible counts");
        assert_eq!((reach.members_joined, (reach.p_two_sided * 100.0).round()), (0, 3.0));
    }
}
