//! How alike two divisions of the same things into groups are. Each index is a
//! function of the table of how many things are in group i of one division and
//! in group j of the other.

use std::collections::BTreeMap;

/// Two divisions compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    n: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
    cells: Vec<(usize, usize, f64)>,
}

/// The pairs among `n` things.
fn pairs(n: f64) -> f64 {
    n * (n - 1.0) / 2.0
}

impl Comparison {
    /// Two divisions, each a group's number for each thing; `None` for none, or unequally many.
    pub fn of(a: &[usize], b: &[usize]) -> Option<Self> {
        if a.is_empty() || a.len() != b.len() {
            return None;
        }
        let (mut rows, mut columns, mut cells) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (x, y) in a.iter().zip(b) {
            *rows.entry(*x).or_insert(0.0) += 1.0;
            *columns.entry(*y).or_insert(0.0) += 1.0;
            *cells.entry((*x, *y)).or_insert(0.0) += 1.0;
        }
        let (x, y): (Vec<usize>, Vec<usize>) =
            (rows.keys().copied().collect(), columns.keys().copied().collect());
        let place = |list: &[usize], k: usize| list.binary_search(&k).expect("every group is listed");
        let cells = cells.into_iter().map(|((i, j), n)| (place(&x, i), place(&y, j), n)).collect();
        Some(Self {
            n: a.len() as f64,
            rows: rows.into_values().collect(),
            columns: columns.into_values().collect(),
            cells,
        })
    }

    /// Pairs together in both, in the one, in the other, and all.
    fn together(&self) -> (f64, f64, f64, f64) {
        let sum = |list: &[f64]| list.iter().map(|n| pairs(*n)).sum::<f64>();
        let both = self.cells.iter().map(|(.., n)| pairs(*n)).sum();
        (both, sum(&self.rows), sum(&self.columns), pairs(self.n))
    }

    /// Rand index: the share of pairs that both put together or both put apart; 1 for a single thing.
    /// Rand 1971, Journal of the American Statistical Association 66: 846-850.
    pub fn rand(&self) -> f64 {
        let (both, a, b, all) = self.together();
        if all == 0.0 { 1.0 } else { (all + 2.0 * both - a - b) / all }
    }

    /// Adjusted Rand index: 0 for what chance gives, 1 for the same division, also when both are trivial
    /// in the same way. Hubert and Arabie 1985, Journal of Classification 2: 193-218.
    pub fn adjusted_rand(&self) -> f64 {
        let (both, a, b, all) = self.together();
        let expected = if all == 0.0 { 0.0 } else { a * b / all };
        let most = (a + b) / 2.0;
        if most == expected { 1.0 } else { (both - expected) / (most - expected) }
    }

    /// Fowlkes-Mallows index: together in both by the geometric mean of together in each; 0 when
    /// nothing is together in both. Fowlkes and Mallows 1983, same journal as Rand 78: 553-569.
    pub fn fowlkes_mallows(&self) -> f64 {
        let (both, a, b, _) = self.together();
        if both == 0.0 { 0.0 } else { both / (a.sqrt() * b.sqrt()) }
    }

    fn entropy(&self, groups: &[f64]) -> f64 {
        groups.iter().map(|n| n / self.n).map(|p| -p * libm::log(p)).sum()
    }

    /// Mutual information, in nats.
    pub fn mutual_information(&self) -> f64 {
        let term = |(i, j, n): &(usize, usize, f64)| {
            n / self.n * libm::log(n * self.n / (self.rows[*i] * self.columns[*j]))
        };
        self.cells.iter().map(term).sum::<f64>().max(0.0)
    }

    /// Mutual information by the mean of the two entropies (the arithmetic normalisation), which is also
    /// the V-measure of Rosenberg and Hirschberg 2007; 1 when both divisions are of one group.
    pub fn normalised_information(&self) -> f64 {
        let mean = (self.entropy(&self.rows) + self.entropy(&self.columns)) / 2.0;
        if mean == 0.0 { 1.0 } else { self.mutual_information() / mean }
    }

    /// Homogeneity, completeness and their harmonic mean V: groups of `b` hold things of one group of `a`;
    /// groups of `a` fall in one of `b`.
    pub fn v_measure(&self) -> (f64, f64, f64) {
        let (a, b) = (self.entropy(&self.rows), self.entropy(&self.columns));
        let part = |of: f64| if of == 0.0 { 1.0 } else { self.mutual_information() / of };
        let (homogeneity, completeness) = (part(a), part(b));
        let sum = homogeneity + completeness;
        (homogeneity, completeness, if sum == 0.0 { 0.0 } else { 2.0 * homogeneity * completeness / sum })
    }

    /// Variation of information, in nats: what one division does not tell of the other, both ways.
    /// Meila 2007, Journal of Multivariate Analysis 98: 873-895.
    pub fn variation_of_information(&self) -> f64 {
        let entropies = self.entropy(&self.rows) + self.entropy(&self.columns);
        (entropies - 2.0 * self.mutual_information()).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(a: &[usize], b: &[usize]) -> Comparison {
        Comparison::of(a, b).expect("as many")
    }

    #[test]
    fn two_pairs_against_one_pair_and_two_alone_by_hand() {
        // Pairs: 1 together in both, 2 in a, 1 in b, 6 in all. Expected 2 x 1 / 6 = 1/3.
        let found = compared(&[0, 0, 1, 1], &[0, 0, 1, 2]);
        assert!((found.rand() - 5.0 / 6.0).abs() < 1e-12);
        assert!((found.adjusted_rand() - (1.0 - 1.0 / 3.0) / (1.5 - 1.0 / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn names_of_groups_do_not_matter() {
        let found = compared(&[0, 0, 1, 1], &[7, 7, 3, 3]);
        assert_eq!((found.rand(), found.adjusted_rand()), (1.0, 1.0));
        assert!(found.variation_of_information() < 1e-12);
    }

    #[test]
    fn nothing_or_unequal_lists_cannot_be_compared() {
        assert_eq!(Comparison::of(&[], &[]), None);
        assert_eq!(Comparison::of(&[0], &[0, 1]), None);
    }
}
