//! The record that pooled tests rest on: which state joined which agreement,
//! with a bloc marked in it. A cell without a position stays out of every count,
//! whether the state could not join or nothing is known of it.

use super::untestable::Untestable;

/// Agreements needed before a pooled test says anything.
pub const FEWEST_AGREEMENTS: usize = 5;

/// A table of states by agreements that holds a bloc which can be tested.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    rows: Vec<Vec<Option<bool>>>,
    members: Vec<usize>,
    agreements: usize,
}

impl Record {
    /// `rows[state][agreement]` is whether the state joined, or `None` where that is no question or not
    /// known; `bloc` are row numbers. Rows without any position, members among them, are left out.
    ///
    /// # Errors
    ///
    /// What the table lacks for a pooled test, in the order of [`Untestable`].
    pub fn new(rows: &[Vec<Option<bool>>], bloc: &[usize]) -> Result<Self, Untestable> {
        let width = rows.first().map_or(0, Vec::len);
        let misfit = rows.iter().position(|row| row.len() != width);
        if let Some(row) = misfit.or_else(|| bloc.iter().copied().find(|member| *member >= rows.len())) {
            return Err(Untestable::NotATable { row });
        }
        let known: Vec<usize> =
            (0..rows.len()).filter(|row| rows[*row].iter().any(Option::is_some)).collect();
        let members: Vec<usize> = (0..known.len()).filter(|place| bloc.contains(&known[*place])).collect();
        let kept: Vec<_> = known.iter().map(|row| rows[*row].clone()).collect();
        let agreements = (0..width).filter(|column| agreement(&kept, &members, *column).is_some()).count();
        let record = Self { rows: kept, members, agreements };
        record.lacks().map_or(Ok(record), Err)
    }

    /// `rows[state][agreement]` of the states that have any position.
    pub fn rows(&self) -> &[Vec<Option<bool>>] {
        &self.rows
    }

    /// The bloc's row numbers in [`Self::rows`], rising.
    pub fn members(&self) -> &[usize] {
        &self.members
    }

    /// The number of agreements on which two members or more have a position.
    pub fn agreements(&self) -> usize {
        self.agreements
    }

    /// The bloc's mean pairwise agreement, in 0..=1.
    pub fn observed(&self) -> f64 {
        mean_agreement(&self.rows, &self.members).unwrap_or_default()
    }

    fn lacks(&self) -> Option<Untestable> {
        let (members, agreements) = (self.members.len(), self.agreements);
        if members < 2 {
            return Some(Untestable::FewerThanTwoMembers { members });
        }
        if members == self.rows.len() {
            return Some(Untestable::WholeWorld);
        }
        if agreements < FEWEST_AGREEMENTS {
            return Some(Untestable::FewerThanFiveAgreements { agreements });
        }
        let uniform = |column: usize| all_equal(self.rows.iter().filter_map(|row| row[column]));
        (0..self.rows[0].len()).all(uniform).then_some(Untestable::NoVariation)
    }
}

/// The mean over agreements of the group's pairwise agreement, in 0..=1.
///
/// Agreements on which fewer than two of the group have a position are left out; `None` when all are.
pub fn mean_agreement(rows: &[Vec<Option<bool>>], group: &[usize]) -> Option<f64> {
    let width = rows.first().map_or(0, Vec::len);
    let (mut sum, mut agreements) = (0.0, 0_usize);
    for value in (0..width).filter_map(|column| agreement(rows, group, column)) {
        sum += value;
        agreements += 1;
    }
    (agreements > 0).then(|| sum / agreements as f64)
}

/// Pairwise agreement of the group on one agreement.
fn agreement(rows: &[Vec<Option<bool>>], group: &[usize], column: usize) -> Option<f64> {
    let (mut joined, mut n) = (0_usize, 0_usize);
    for position in group.iter().filter_map(|state| rows[*state][column]) {
        joined += usize::from(position);
        n += 1;
    }
    let pairs = |n: usize| (n * n.saturating_sub(1)) as f64;
    (n >= 2).then(|| (pairs(joined) + pairs(n - joined)) / pairs(n))
}

fn all_equal(mut positions: impl Iterator<Item = bool>) -> bool {
    let first = positions.next();
    positions.all(|position| Some(position) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Vec<Option<bool>>> {
        let cell = |c| match c {
            '1' => Some(true),
            '0' => Some(false),
            _ => None,
        };
        lines.iter().map(|line| line.chars().map(cell).collect()).collect()
    }

    #[test]
    fn a_pair_that_differs_on_one_of_five_agrees_on_four_fifths() {
        let record = Record::new(&rows(&["11110", "11111", "00000"]), &[0, 1]).expect("testable");
        assert_eq!((record.observed(), record.agreements()), (0.8, 5));
    }

    #[test]
    fn an_agreement_closed_to_all_but_one_member_does_not_count() {
        let table = rows(&["11110.", "111111", "000001"]);
        let record = Record::new(&table, &[1, 0, 1]).expect("testable");
        assert_eq!((record.observed(), record.agreements(), record.members()), (0.8, 5, &[0, 1][..]));
    }

    #[test]
    fn what_cannot_be_tested_says_why() {
        let reason =
            |lines: &[&str], bloc: &[usize]| Record::new(&rows(lines), bloc).expect_err("not testable");
        assert_eq!(reason(&["11111", "1111"], &[0]), Untestable::NotATable { row: 1 });
        assert_eq!(reason(&["11111"], &[7]), Untestable::NotATable { row: 7 });
        assert_eq!(reason(&[], &[]), Untestable::FewerThanTwoMembers { members: 0 });
        assert_eq!(
            reason(&["11111", ".....", "00000"], &[0, 1]),
            Untestable::FewerThanTwoMembers { members: 1 }
        );
        assert_eq!(reason(&["11111", "00000"], &[0, 1]), Untestable::WholeWorld);
        let few = Untestable::FewerThanFiveAgreements { agreements: 4 };
        assert_eq!(reason(&["1111.", "00001", "00001"], &[0, 1]), few);
        assert_eq!(reason(&["11011", "11011", "11011"], &[0, 1]), Untestable::NoVariation);
    }
}
