//! The log-rank test: did groups of states join at the same pace? By chi-square
//! for any number of groups, and exactly, over all splits, for two small ones.
//! Groups are blocs as of the agreement's opening.

use super::chi_square;
use super::random_group::{combinations, groups_of};
use super::survival::Wait;

/// The most splits that [`exact`] goes through.
pub const MOST_SPLITS: usize = 100_000;

/// Joiners against what an equal pace would give.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// Joiners in each group.
    pub joined: Vec<usize>,
    /// Joiners expected in each group, had all joined at the same pace.
    pub expected: Vec<f64>,
    /// How far they differ.
    pub chi_square: f64,
    /// Groups that could be compared, less one.
    pub df: usize,
    /// p from the chi-square distribution; rough for small groups.
    pub p: f64,
}

/// Compares groups; `None` if fewer than two had anybody at risk when somebody joined.
///
/// Sources: Mantel 1966, Cancer Chemotherapy Reports 50: 163-170; Peto and Peto 1972, Journal of the Royal
/// Statistical Society A 135: 185-207.
pub fn log_rank(groups: &[&[Wait]]) -> Option<LogRank> {
    let mut sums = Sums::new(groups.len());
    for day in days_of_joining(groups) {
        sums.add(groups, day);
    }
    let compared: Vec<usize> = (0..groups.len()).filter(|group| sums.expected[*group] > 0.0).collect();
    let rest = compared.get(1..).filter(|rest| !rest.is_empty())?;
    let excess: Vec<f64> = rest.iter().map(|i| sums.joined[*i] as f64 - sums.expected[*i]).collect();
    let covariance = rest.iter().map(|i| rest.iter().map(|j| sums.covariance[*i][*j]).collect()).collect();
    let weights = solve(covariance, &excess)?;
    let chi_square: f64 = excess.iter().zip(weights).map(|(a, b)| a * b).sum::<f64>().max(0.0);
    let (df, Sums { joined, expected, .. }) = (rest.len(), sums);
    Some(LogRank { joined, expected, chi_square, df, p: chi_square::upper(chi_square, df)? })
}

/// The log-rank test without an approximation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactLogRank {
    /// The statistic of [`log_rank`].
    pub chi_square: f64,
    /// The share of splits into groups of these sizes that have as large a statistic or larger.
    pub p: f64,
    /// How many splits there are.
    pub splits: usize,
}

/// Compares two groups over all splits of their states; a split without a statistic counts as no larger.
///
/// `None` where [`log_rank`] is, or where there are more than [`MOST_SPLITS`] splits. It takes states as
/// exchangeable, late ones too.
pub fn exact(one: &[Wait], other: &[Wait]) -> Option<ExactLogRank> {
    let observed = log_rank(&[one, other])?.chi_square;
    let (states, size) = ([one, other].concat(), one.len());
    let splits = combinations(states.len(), size).filter(|splits| *splits <= MOST_SPLITS)?;
    let as_large = |group: &Vec<usize>| {
        let (inside, outside): (Vec<_>, Vec<_>) = (0..states.len()).partition(|state| group.contains(state));
        let [inside, outside] =
            [inside, outside].map(|places| places.iter().map(|i| states[*i]).collect::<Vec<_>>());
        log_rank(&[&inside, &outside]).is_some_and(|test| test.chi_square >= observed - 1e-9)
    };
    let larger = groups_of(states.len(), size).filter(as_large).count();
    Some(ExactLogRank { chi_square: observed, p: larger as f64 / splits as f64, splits })
}

/// What the days of joining add up to.
struct Sums {
    joined: Vec<usize>,
    expected: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Self {
            joined: vec![0; groups],
            expected: vec![0.0; groups],
            covariance: vec![vec![0.0; groups]; groups],
        }
    }

    /// Adds one day: the joiners are shared out among those at risk as by a hypergeometric draw.
    fn add(&mut self, groups: &[&[Wait]], day: i64) {
        let count = |holds: &dyn Fn(&Wait) -> bool| -> Vec<usize> {
            groups.iter().map(|group| group.iter().filter(|wait| holds(wait)).count()).collect()
        };
        let (at_risk, joined) = (count(&|wait| wait.at_risk(day)), count(&|wait| wait.joins(day)));
        let (n, d) = (at_risk.iter().sum::<usize>() as f64, joined.iter().sum::<usize>() as f64);
        let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
        let share: Vec<f64> = at_risk.iter().map(|r| *r as f64 / n).collect();
        for i in 0..groups.len() {
            self.joined[i] += joined[i];
            self.expected[i] += d * share[i];
            for j in 0..groups.len() {
                self.covariance[i][j] += spread * share[i] * (f64::from(i == j) - share[j]);
            }
        }
    }
}

fn days_of_joining(groups: &[&[Wait]]) -> Vec<i64> {
    let waits = groups.iter().copied().flatten();
    let mut days: Vec<i64> = waits.filter(|wait| wait.joins(wait.leaves)).map(|wait| wait.leaves).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Solves a symmetric system by elimination; `None` if it has no one solution.
fn solve(mut matrix: Vec<Vec<f64>>, right: &[f64]) -> Option<Vec<f64>> {
    let n = right.len();
    matrix.iter_mut().zip(right).for_each(|(row, value)| row.push(*value));
    for column in 0..n {
        let pivot =
            (column..n).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        matrix.swap(column, pivot);
        let pivot_row = matrix[column].clone();
        if pivot_row[column].abs() < 1e-12 {
            return None;
        }
        for row in (0..n).filter(|row| *row != column) {
            let factor = matrix[row][column] / pivot_row[column];
            matrix[row].iter_mut().zip(&pivot_row).for_each(|(cell, above)| *cell -= factor * above);
        }
    }
    Some((0..n).map(|row| matrix[row][n] / matrix[row][row]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(days: &[i64]) -> Vec<Wait> {
        days.iter().map(|day| Wait { enters: 0, leaves: *day, joined: true }).collect()
    }

    #[test]
    fn one_against_one_has_an_excess_of_a_half_and_a_variance_of_a_quarter() {
        let test = log_rank(&[&joined(&[1]), &joined(&[2])]).expect("two groups");
        assert_eq!((test.joined, test.expected, test.df), (vec![1, 1], vec![0.5, 1.5], 1));
        assert!((test.chi_square - 1.0).abs() < 1e-12);
    }

    #[test]
    fn groups_at_the_same_pace_do_not_differ() {
        let same = joined(&[1, 5, 9]);
        let test = log_rank(&[&same, &same, &same]).expect("three groups");
        assert!(test.chi_square < 1e-12 && test.p > 0.999 && test.df == 2);
    }

    #[test]
    fn a_group_without_states_is_not_compared() {
        let (early, late) = (joined(&[1, 2, 3]), joined(&[4, 5, 6]));
        let (with, without) = (log_rank(&[&early, &[], &late]), log_rank(&[&early, &late]));
        let value = |test: Option<LogRank>| test.map(|test| (test.chi_square, test.df));
        assert_eq!(value(with), value(without));
        assert_eq!((log_rank(&[&early, &[]]), log_rank(&[&early]), log_rank(&[])), (None, None, None));
    }

    #[test]
    fn where_nobody_joined_there_is_no_test() {
        let waiting = [Wait { enters: 0, leaves: 9, joined: false }; 3];
        assert_eq!((log_rank(&[&waiting, &waiting]), exact(&waiting, &waiting)), (None, None));
    }

    #[test]
    fn where_all_joined_on_one_day_there_is_nothing_to_tell_apart() {
        assert_eq!(log_rank(&[&joined(&[1, 1]), &joined(&[1, 1])]), None);
    }

    #[test]
    fn the_most_extreme_of_twenty_splits_and_its_mirror_image_have_p_a_tenth() {
        let test = exact(&joined(&[1, 2, 3]), &joined(&[4, 5, 6])).expect("small groups");
        assert_eq!((test.splits, test.p), (20, 0.1));
    }

    #[test]
    fn groups_too_large_to_split_in_every_way_have_no_exact_test() {
        let many: Vec<i64> = (0..15).collect();
        assert_eq!(exact(&joined(&many), &joined(&many)), None);
    }
}
