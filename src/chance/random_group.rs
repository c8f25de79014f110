//! The random-group null: would any group of as many states look as united?
//! Labels are shuffled over the states that have a position on any agreement;
//! how much each signs is not held fixed, which [`super::fixed_margins`] does.

use rayon::prelude::*;

use super::pooled::{Draws, Pooled, at_least, mean, pooled};
use super::random::Stream;
use super::record::{Record, mean_agreement};
use super::untestable::Untestable;

/// The most groups that [`every_group`] goes through.
pub const MOST_GROUPS: usize = 100_000;

/// The bloc among random groups of its size.
///
/// A group has a position only where its states do, so on agreements closed to most it may count fewer
/// states than the bloc. The same seed gives the same result, whatever the number of threads.
///
/// # Errors
///
/// When no draws are asked for, or all groups agree as much.
pub fn random_group(record: &Record, draws: Draws) -> Result<Pooled, Untestable> {
    let members = record.members().len();
    let draw = |number: usize| {
        let mut states: Vec<usize> = (0..record.rows().len()).collect();
        Stream::new(draws.seed, number).pick(&mut states, members);
        mean_agreement(record.rows(), &states[..members])
    };
    let values: Vec<Option<f64>> = (0..draws.number).into_par_iter().map(draw).collect();
    pooled(record.observed(), &[values], draws.seed)
}

/// The bloc among all groups of its size, itself included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EveryGroup {
    /// The bloc's mean pairwise agreement over agreements, in 0..=1.
    pub observed: f64,
    /// The mean over groups.
    pub mean_null: f64,
    /// The share of groups with as much agreement or more.
    pub p_more_united: f64,
    /// The share of groups with as little agreement or less.
    pub p_more_divided: f64,
    /// How many groups there are.
    pub groups: usize,
}

/// The exact form of [`random_group`], for small worlds; a group without a value counts on both sides.
///
/// # Errors
///
/// When there are more than [`MOST_GROUPS`] groups.
pub fn every_group(record: &Record) -> Result<EveryGroup, Untestable> {
    let (states, members) = (record.rows().len(), record.members().len());
    if combinations(states, members).is_none_or(|groups| groups > MOST_GROUPS) {
        return Err(Untestable::TooManyGroups { most: MOST_GROUPS });
    }
    let observed = record.observed();
    let values: Vec<Option<f64>> =
        groups_of(states, members).map(|group| mean_agreement(record.rows(), &group)).collect();
    let defined: Vec<f64> = values.iter().flatten().copied().collect();
    let share = |holds: &dyn Fn(f64) -> bool| {
        values.iter().filter(|value| value.is_none_or(holds)).count() as f64 / values.len() as f64
    };
    Ok(EveryGroup {
        observed,
        mean_null: mean(&defined),
        p_more_united: share(&|value| at_least(value, observed)),
        p_more_divided: share(&|value| at_least(observed, value)),
        groups: values.len(),
    })
}

/// C(n, k), or `None` where it is beyond counting.
pub(super) fn combinations(n: usize, k: usize) -> Option<usize> {
    let k = k.min(n.checked_sub(k)?);
    (0..k).try_fold(1_usize, |product, i| Some(product.checked_mul(n - i)? / (i + 1)))
}

/// All groups of `k` of the numbers below `n`, in lexical order.
pub(super) fn groups_of(n: usize, k: usize) -> impl Iterator<Item = Vec<usize>> {
    let first = (k <= n).then(|| (0..k).collect::<Vec<_>>());
    std::iter::successors(first, move |group| {
        let place = (0..k).rev().find(|place| group[*place] < n - k + place)?;
        let mut next = group.clone();
        (place..k).for_each(|later| next[later] = group[place] + 1 + later - place);
        Some(next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let row = |bits: u32| (0..5).map(|column| Some(bits >> column & 1 == 1)).collect();
        let rows: Vec<Vec<Option<bool>>> = [31, 31, 30, 1, 2, 4].map(row).to_vec();
        Record::new(&rows, &[0, 1, 2]).expect("testable")
    }

    #[test]
    fn there_are_ten_pairs_of_five() {
        let pairs: Vec<_> = groups_of(5, 2).collect();
        assert_eq!((pairs.len(), combinations(5, 2)), (10, Some(10)));
        assert_eq!((&pairs[0], &pairs[9]), (&vec![0, 1], &vec![3, 4]));
        assert_eq!((groups_of(2, 3).count(), combinations(2, 3)), (0, None));
        assert_eq!((groups_of(3, 0).count(), combinations(200, 100)), (1, None));
    }

    #[test]
    fn draws_approach_all_groups() {
        let (exact, drawn) =
            (every_group(&record()), random_group(&record(), Draws { number: 4_000, seed: 7 }));
        let (exact, drawn) = (exact.expect("few groups"), drawn.expect("varies"));
        assert_eq!(exact.groups, 20);
        assert!((exact.mean_null - drawn.mean_null).abs() < 0.02);
        assert!((exact.p_more_united - drawn.p_more_united).abs() < 0.03);
    }

    #[test]
    fn a_seed_gives_the_same_draws_on_one_thread_and_on_four() {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| random_group(&record(), Draws::default()))
        };
        assert_eq!(on(1), on(4));
    }
}
