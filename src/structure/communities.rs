//! Communities that can be trusted: many seeded runs, the best of them by
//! modularity, and how far the runs agree with one another.

use super::Square;
use super::leiden::{modularity, run};
use super::partition::Comparison;
use crate::chance::random::Stream;

/// The best of many runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// A group's number for each row, numbered in order of their first row.
    pub groups: Vec<usize>,
    /// Its modularity.
    pub modularity: f64,
    /// How many runs.
    pub runs: usize,
    /// How many runs found this very division.
    pub found: usize,
    /// Mean adjusted Rand index over all pairs of runs: 1 when all agree.
    pub stability: f64,
    /// For each pair of rows the share of runs that put them together.
    pub together: Square,
}

/// How many runs are enough for small worlds: one alone can be poor.
pub const RUNS: usize = 100;

/// Finds communities by `runs` runs of the Leiden algorithm; `None` without ties, or of fewer than two
/// runs. Ties are at least 0. Of equally good divisions the one found first is taken.
pub fn communities(ties: &Square, runs: usize, seed: u64) -> Option<Communities> {
    if runs < 2 {
        return None;
    }
    let all: Vec<Vec<usize>> = (0..runs).map(|k| run(ties, &mut Stream::new(seed, k))).collect();
    let mut kinds: Vec<(Vec<usize>, usize)> = vec![];
    for groups in &all {
        match kinds.iter_mut().find(|(kind, _)| kind == groups) {
            Some((_, times)) => *times += 1,
            None => kinds.push((groups.clone(), 1)),
        }
    }
    let mut best: Option<(usize, f64)> = None;
    for (k, (groups, _)) in kinds.iter().enumerate() {
        let value = modularity(ties, groups)?;
        if best.is_none_or(|(_, most)| value > most + 1e-12) {
            best = Some((k, value));
        }
    }
    let (place, modularity) = best?;
    Some(Communities {
        groups: kinds[place].0.clone(),
        modularity,
        runs,
        found: kinds[place].1,
        stability: stability(&kinds, runs),
        together: together(&kinds, ties.n(), runs),
    })
}

/// Mean adjusted Rand index between runs, equal runs counted as often as they came.
fn stability(kinds: &[(Vec<usize>, usize)], runs: usize) -> f64 {
    let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
    let mut sum: f64 = kinds.iter().map(|(_, times)| pairs(*times)).sum();
    for (i, (a, times)) in kinds.iter().enumerate() {
        for (b, others) in &kinds[i + 1..] {
            let index = Comparison::of(a, b).map_or(0.0, |c| c.adjusted_rand());
            sum += (times * others) as f64 * index;
        }
    }
    sum / pairs(runs)
}

fn together(kinds: &[(Vec<usize>, usize)], n: usize, runs: usize) -> Square {
    let times = |i: usize, j: usize| -> usize {
        kinds.iter().filter(|(groups, _)| groups[i] == groups[j]).map(|(_, times)| times).sum()
    };
    Square::of(n, |i, j| times(i, j) as f64 / runs as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_is_found_in_every_run() {
        let ties = Square::of(6, |i, j| f64::from(u8::from(i / 3 == j / 3)));
        let found = communities(&ties, 50, 1).expect("there are ties");
        assert_eq!((found.groups, found.found, found.stability), (vec![0, 0, 0, 1, 1, 1], 50, 1.0));
        assert_eq!((found.together.at(0, 1), found.together.at(0, 3)), (1.0, 0.0));
    }

    #[test]
    fn a_ring_can_be_cut_in_many_ways_and_says_so() {
        let ties = Square::of(12, |i, j| f64::from(u8::from(j - i == 1 || j - i == 11)));
        let found = communities(&ties, 50, 1).expect("there are ties");
        assert!(found.stability < 0.9, "{}", found.stability);
        assert_eq!(communities(&ties, 50, 1), Some(found), "the same seed gives the same");
    }

    #[test]
    fn nothing_comes_of_no_ties() {
        assert_eq!(communities(&Square::of(4, |_, _| 0.0), 10, 1), None);
    }
}
