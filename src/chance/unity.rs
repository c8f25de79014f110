//! The unity test: how often a group of states picked at random is as united,
//! or as divided, as a bloc was on one agreement. Exact, over all such groups.

use super::distribution::total;
use super::hypergeometric::Hypergeometric;
use crate::measure::{Counts, PAIRWISE_AGREEMENT};

/// How a bloc's pairwise agreement compares with that of all groups of its size.
///
/// Five members of 193 that split are hardly ever a surprise: see [`p_most_divided`] before reading
/// `p_more_divided`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unity {
    /// Pairwise agreement of the bloc, in 0..=1.
    pub observed: f64,
    /// Mean pairwise agreement of all groups of its size, which is that of all states.
    pub expected: f64,
    /// Share of groups at least as united.
    pub p_more_united: f64,
    /// Share of groups at least as divided.
    pub p_more_divided: f64,
}

/// Tests the members' positions against those of all counted states (members among them).
///
/// The statistic is P = sum n_i (n_i - 1) / n (n - 1); its distribution over all C(N, n) groups comes from
/// the multivariate hypergeometric one. `None` when fewer than two members are counted, or when more
/// members than states took a position.
pub fn unity(world: &Counts, bloc: &Counts) -> Option<Unity> {
    let (observed, expected) = ((PAIRWISE_AGREEMENT.compute)(bloc)?, (PAIRWISE_AGREEMENT.compute)(world)?);
    if bloc.inside > world.inside || bloc.half > world.half || bloc.out > world.out {
        return None;
    }
    let (groups, pairs) = (groups(world, bloc.n())?, agreeing_pairs(bloc));
    let share = |holds: &dyn Fn(usize) -> bool| total(groups.iter().filter(|g| holds(g.0)).map(|g| g.1));
    let [p_more_united, p_more_divided] = [share(&|other| other >= pairs), share(&|other| other <= pairs)];
    Some(Unity { observed, expected, p_more_united, p_more_divided })
}

/// The smallest `p_more_divided` that any `members` of these states could show.
///
/// Where it is above .05, a split on this agreement cannot be a surprise. `None` below two members,
/// or when there are fewer states than members.
pub fn p_most_divided(world: &Counts, members: usize) -> Option<f64> {
    let groups = groups(world, members).filter(|_| members >= 2)?;
    let least = groups.iter().map(|group| group.0).min()?;
    Some(total(groups.iter().filter(|group| group.0 == least).map(|group| group.1)))
}

/// Every kind of group of `members` states: its agreeing (ordered) pairs, and its probability.
fn groups(world: &Counts, members: usize) -> Option<Vec<(usize, f64)>> {
    let mut kinds = vec![];
    for (inside, p_inside) in Hypergeometric::new(world.n(), world.inside, members)?.outcomes() {
        let rest = Hypergeometric::new(world.half + world.out, world.half, members - inside)?;
        for (half, p_half) in rest.outcomes() {
            let group = Counts { inside, half, out: members - inside - half, ..*world };
            kinds.push((agreeing_pairs(&group), p_inside * p_half));
        }
    }
    Some(kinds)
}

fn agreeing_pairs(counts: &Counts) -> usize {
    [counts.inside, counts.half, counts.out].iter().map(|n| n * n.saturating_sub(1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn two(inside: usize, out: usize) -> Counts {
        Counts { inside, half: 0, out, positions: 2 }
    }

    #[test]
    fn two_of_four_agree_in_two_of_six_pairs() {
        let test = unity(&two(2, 2), &two(2, 0)).expect("two members");
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(test.observed, 1.0) && close(test.expected, 1.0 / 3.0));
        assert!(close(test.p_more_united, 1.0 / 3.0) && close(test.p_more_divided, 1.0));
    }

    #[test]
    fn one_member_or_impossible_counts_have_no_test() {
        assert_eq!(unity(&two(2, 2), &two(1, 0)), None);
        assert_eq!(unity(&two(2, 2), &two(3, 0)), None);
        assert_eq!(p_most_divided(&two(2, 2), 5), None);
    }

    #[test]
    fn five_of_193_can_surprise_by_a_split_only_if_at_most_fifteen_joined() {
        let p = |joined| p_most_divided(&two(joined, 193 - joined), 5).expect("five members");
        assert!(p(15) < 0.05 && p(16) > 0.05);
        assert!(p(178) < 0.05 && p(177) > 0.05);
        assert_eq!([p(15), p(16)].map(|p| (p * 1000.0).round()), [49.0, 56.0]);
    }

    proptest! {
        #[test]
        fn the_mean_over_all_groups_is_the_agreement_of_all_states(
            inside in 0_usize..9, half in 0_usize..9, out in 0_usize..9, members in 2_usize..9
        ) {
            let world = Counts { inside, half, out, positions: 3 };
            if let (Some(all), true) = (groups(&world, members), members <= world.n()) {
                let pairs = (members * (members - 1)) as f64;
                let mean: f64 = all.iter().map(|(agreeing, p)| *agreeing as f64 / pairs * p).sum();
                prop_assert!((mean - (PAIRWISE_AGREEMENT.compute)(&world).expect("two states")).abs() < 1e-12);
                prop_assert!((all.iter().map(|group| group.1).sum::<f64>() - 1.0).abs() < 1e-12);
            }
        }
    }
}
