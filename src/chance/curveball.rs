//! Curveball: a walk over all records in which each state joined as many
//! agreements, and each agreement has as many states, as in the record it starts
//! from. Every such record is as likely in the long run.

use super::random::Stream;

/// A record on its walk.
pub struct Curveball {
    rows: Vec<Vec<Option<bool>>>,
    has_gaps: bool,
    stream: Stream,
    row_order: Vec<usize>,
    column_order: Vec<usize>,
    differing: Vec<usize>,
}

impl Curveball {
    /// Starts from `rows[state][agreement]`; cells that are `None` are never filled.
    ///
    /// The same seed and chain number give the same walk.
    pub fn new(rows: &[Vec<Option<bool>>], seed: u64, chain: usize) -> Self {
        let width = rows.iter().map(Vec::len).min().unwrap_or_default();
        Self {
            rows: rows.to_vec(),
            has_gaps: rows.iter().flatten().any(Option::is_none),
            stream: Stream::new(seed, chain),
            row_order: (0..rows.len()).collect(),
            column_order: (0..width).collect(),
            differing: Vec::with_capacity(width),
        }
    }

    /// The record as it now is.
    pub fn rows(&self) -> &[Vec<Option<bool>>] {
        &self.rows
    }

    /// Takes some steps: a trade each, and where cells are missing an exchange too.
    ///
    /// Trades alone reach every record of a complete table, but not always of one with gaps: of three states
    /// that each join one of the other two's agreements there are two records, and no trade leads from one to
    /// the other. Exchanges along longer cycles do, and any two records with the same totals differ by cycles. Where
    /// most cells are gaps and only a long cycle leads on, it is found rarely: such a walk needs many more steps.
    pub fn walk(&mut self, steps: usize) {
        for _ in 0..steps {
            self.trade();
            if self.has_gaps {
                self.exchange();
            }
        }
    }

    /// Two random states share out anew the agreements that one of them joined and both could
    /// (Strona et al. 2014, Nature Communications 5: 4114).
    fn trade(&mut self) {
        self.stream.pick(&mut self.row_order, 2);
        let [one, other, ..] = self.row_order[..] else { return };
        let Ok([one, other]) = self.rows.get_disjoint_mut([one, other]) else { return };
        let differs = |place: &usize| matches!((one[*place], other[*place]), (Some(a), Some(b)) if a != b);
        self.differing.clear();
        self.differing.extend((0..one.len().min(other.len())).filter(differs));
        let own = self.differing.iter().filter(|place| one[**place] == Some(true)).count();
        self.stream.pick(&mut self.differing, own);
        for (rank, place) in self.differing.iter().enumerate() {
            one[*place] = Some(rank < own);
            other[*place] = Some(rank >= own);
        }
    }

    /// Three or more random states each give up one random agreement for the next one's, if they all can.
    ///
    /// Which states and agreements are tried does not depend on the record, so a step and its reverse are as likely.
    fn exchange(&mut self) {
        let most = self.rows.len().min(self.column_order.len());
        let mut length = 3;
        while length < most && self.stream.below(2) == 0 {
            length += 1;
        }
        if length > most {
            return;
        }
        self.stream.pick(&mut self.row_order, length);
        self.stream.pick(&mut self.column_order, length);
        let (states, columns) = (&self.row_order[..length], &self.column_order[..length]);
        let nexts = columns.iter().cycle().skip(1);
        let cycle: Vec<[usize; 3]> =
            states.iter().zip(columns).zip(nexts).map(|((s, c), n)| [*s, *c, *n]).collect();
        let can = |[state, column, next]: &[usize; 3]| {
            self.rows[*state][*column] == Some(true) && self.rows[*state][*next] == Some(false)
        };
        if cycle.iter().all(can) {
            for [state, column, next] in cycle {
                self.rows[state][column] = Some(false);
                self.rows[state][next] = Some(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Rows = Vec<Vec<Option<bool>>>;

    fn totals(rows: &Rows) -> (Vec<usize>, Vec<usize>) {
        let joined = |cells: Vec<Option<bool>>| cells.iter().filter(|cell| **cell == Some(true)).count();
        let width = rows.first().map_or(0, Vec::len);
        let column = |place: usize| joined(rows.iter().map(|row| row[place]).collect());
        (rows.iter().cloned().map(joined).collect(), (0..width).map(column).collect())
    }

    fn visits(start: &Rows, samples: usize, steps: usize) -> BTreeMap<Rows, usize> {
        let (mut walk, mut seen) = (Curveball::new(start, 3, 0), BTreeMap::new());
        for _ in 0..samples {
            walk.walk(steps);
            *seen.entry(walk.rows().to_vec()).or_default() += 1;
        }
        seen
    }

    #[test]
    fn three_states_with_one_agreement_each_are_shared_out_in_six_ways() {
        let cell = |row: usize, column| Some(row == column);
        let start: Rows = (0..3).map(|row| (0..3).map(|column| cell(row, column)).collect()).collect();
        let seen = visits(&start, 6_000, 8);
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|n| n.abs_diff(1_000) < 120), "{:?}", seen.values());
    }

    #[test]
    fn gaps_on_the_diagonal_leave_two_ways_and_both_are_reached() {
        let cell = |row: usize, column| (row != column).then_some((row + 1) % 3 == column);
        let start: Rows = (0..3).map(|row| (0..3).map(|column| cell(row, column)).collect()).collect();
        let seen = visits(&start, 4_000, 40);
        assert_eq!(seen.len(), 2);
        assert!(seen.values().all(|n| n.abs_diff(2_000) < 200), "{:?}", seen.values());
    }

    #[test]
    fn tables_too_small_to_trade_stay_as_they_are() {
        for start in [vec![], vec![vec![]], vec![vec![Some(true), None]], vec![vec![], vec![]]] {
            let mut walk = Curveball::new(&start, 1, 0);
            walk.walk(5);
            assert_eq!(walk.rows(), start);
        }
    }

    proptest! {
        #[test]
        fn totals_and_gaps_stay(cells in proptest::collection::vec(proptest::option::weighted(0.8, any::<bool>()), 42)) {
            let start: Rows = cells.chunks(7).map(<[_]>::to_vec).collect();
            let mut walk = Curveball::new(&start, 1, 0);
            walk.walk(50);
            let gaps = |rows: &[Vec<Option<bool>>]| -> Vec<bool> { rows.iter().flatten().map(Option::is_none).collect() };
            prop_assert_eq!(totals(&walk.rows().to_vec()), totals(&start));
            prop_assert_eq!(gaps(walk.rows()), gaps(&start));
        }
    }
}
