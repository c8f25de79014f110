//! Who joined first: pairwise lead shares, and each state's usual rank among
//! those that could join. An order in time, never a reason for it.

use std::cmp::Ordering;

/// What one state did on one agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It could not join: not counted.
    NotEligible,
    /// It could, and did not: last, together with all others that did not.
    Never,
    /// It joined on this day, counted from the opening.
    On(i64),
}

impl Arrival {
    fn day(self) -> Option<i64> {
        match self {
            Self::On(day) => Some(day),
            Self::NotEligible | Self::Never => None,
        }
    }

    /// Who was earlier; `None` if one of them could not join.
    fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::NotEligible, _) | (_, Self::NotEligible) => None,
            (Self::On(a), Self::On(b)) => Some(a.cmp(&b)),
            (Self::On(_), Self::Never) => Some(Ordering::Less),
            (Self::Never, Self::On(_)) => Some(Ordering::Greater),
            (Self::Never, Self::Never) => Some(Ordering::Equal),
        }
    }
}

/// How often one state joined before another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// Agreements that both could join and at least one did.
    pub agreements: usize,
    /// On how many of them the first state joined earlier.
    pub leads: usize,
    /// On how many both joined on the same day.
    pub ties: usize,
    /// Leads and half the ties as a share of agreements, in 0..=1; the two shares of a pair sum to 1.
    pub lead_share: f64,
    /// Agreements that both joined.
    pub both_joined: usize,
    /// Days from the first state's joining to the second's: the median over agreements both joined.
    pub median_lag: Option<f64>,
}

/// Compares two states, agreement by agreement; `None` if there is none that both could join and one did.
pub fn lead(one: &[Arrival], other: &[Arrival]) -> Option<Lead> {
    let orders: Vec<Ordering> = one
        .iter()
        .zip(other)
        .filter(|(a, b)| a.day().or(b.day()).is_some())
        .filter_map(|(a, b)| a.order(*b))
        .collect();
    let number = |wanted| orders.iter().filter(|order| **order == wanted).count();
    let (agreements, leads, ties) = (orders.len(), number(Ordering::Less), number(Ordering::Equal));
    let lags: Vec<i64> = one.iter().zip(other).filter_map(|(a, b)| Some(b.day()? - a.day()?)).collect();
    (agreements > 0).then(|| Lead {
        agreements,
        leads,
        ties,
        lead_share: (leads as f64 + ties as f64 / 2.0) / agreements as f64,
        both_joined: lags.len(),
        median_lag: median(lags),
    })
}

/// How early a state usually is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Agreements that it could join, and that somebody joined.
    pub agreements: usize,
    /// Its mean rank among those that could join: 0 first, 1 last; those that tie share the middle rank.
    pub mean_rank: f64,
}

/// The place of each state, given `arrivals[state][agreement]`; `None` for a state without an agreement to rank it on.
///
/// An agreement that nobody joined, or that only one state could, ranks nobody.
pub fn places(arrivals: &[Vec<Arrival>]) -> Vec<Option<Place>> {
    let width = arrivals.iter().map(Vec::len).min().unwrap_or_default();
    let mut sums = vec![(0.0, 0_usize); arrivals.len()];
    for column in 0..width {
        let field: Vec<Arrival> = arrivals.iter().map(|row| row[column]).collect();
        for (sum, rank) in sums.iter_mut().zip(ranks(&field)) {
            *sum = rank.map_or(*sum, |rank| (sum.0 + rank, sum.1 + 1));
        }
    }
    let place = |(sum, agreements): (f64, usize)| Place { agreements, mean_rank: sum / agreements as f64 };
    sums.into_iter().map(|sum| (sum.1 > 0).then(|| place(sum))).collect()
}

/// Each state's rank on one agreement, from 0 to 1.
fn ranks(field: &[Arrival]) -> Vec<Option<f64>> {
    let eligible = field.iter().filter(|arrival| **arrival != Arrival::NotEligible).count();
    let ranked = eligible > 1 && field.iter().any(|arrival| arrival.day().is_some());
    let rank = |own: &Arrival| {
        let number = |wanted| field.iter().filter(|other| other.order(*own) == Some(wanted)).count() as f64;
        let middle = number(Ordering::Less) + (number(Ordering::Equal) - 1.0) / 2.0;
        (ranked && *own != Arrival::NotEligible).then(|| middle / (eligible - 1) as f64)
    };
    field.iter().map(rank).collect()
}

fn median(mut values: Vec<i64>) -> Option<f64> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)? as f64;
    let lower = values[(values.len() - 1) / 2] as f64;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::Arrival::{Never, NotEligible, On};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_state_that_never_joined_was_later() {
        let found = lead(&[On(5), Never, On(3)], &[Never, On(9), On(3)]).expect("three agreements");
        assert_eq!((found.agreements, found.leads, found.ties, found.lead_share), (3, 1, 1, 0.5));
        assert_eq!((found.both_joined, found.median_lag), (1, Some(0.0)));
    }

    #[test]
    fn what_neither_joined_or_one_could_not_is_not_compared() {
        assert_eq!(lead(&[Never, NotEligible, On(1)], &[Never, On(1), NotEligible]), None);
        assert_eq!(lead(&[], &[]), None);
    }

    #[test]
    fn two_that_tie_for_first_of_three_share_a_quarter() {
        let rows = [vec![On(1)], vec![On(1)], vec![Never], vec![NotEligible]];
        let ranks: Vec<_> = places(&rows).into_iter().map(|place| place.map(|p| p.mean_rank)).collect();
        assert_eq!(ranks, [Some(0.25), Some(0.25), Some(1.0), None]);
    }

    #[test]
    fn an_agreement_that_nobody_joined_or_only_one_could_ranks_nobody() {
        assert_eq!(places(&[vec![Never, On(1)], vec![Never, NotEligible]]), [None, None]);
    }

    fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
        proptest::collection::vec(prop_oneof![Just(NotEligible), Just(Never), (0_i64..4).prop_map(On)], 6)
    }

    proptest! {
        #[test]
        fn the_lead_shares_of_a_pair_sum_to_one(one in arrivals(), other in arrivals()) {
            match (lead(&one, &other), lead(&other, &one)) {
                (Some(there), Some(back)) => {
                    prop_assert!((there.lead_share + back.lead_share - 1.0).abs() < 1e-12);
                    prop_assert_eq!(there.median_lag, back.median_lag.map(|lag| 0.0 - lag));
                }
                (there, back) => prop_assert_eq!(there, back),
            }
        }

        #[test]
        fn ranks_on_one_agreement_average_a_half(field in arrivals()) {
            let found: Vec<f64> = ranks(&field).into_iter().flatten().collect();
            let mean = found.iter().sum::<f64>() / found.len().max(1) as f64;
            prop_assert!(found.is_empty() || (mean - 0.5).abs() < 1e-12);
        }
    }
}
