//! The shape of many likenesses at once: who is near whom. Each algorithm takes
//! a [`Square`] of distances or ties and knows nothing of states. Undefined is
//! `None`, never 0 or NaN; the same table gives the same bits on every machine.

pub mod hierarchy;
pub mod leiden;
pub mod communities;
pub mod correspondence;
pub mod guttman;
pub mod partition;
pub mod scaling;
pub mod silhouette;

/// A square table of numbers that is the same across its diagonal.
#[derive(Clone, Debug, PartialEq)]
pub struct Square {
    n: usize,
    cells: Vec<f64>,
}

impl Square {
    /// A table from what stands between each two, asked once a pair; the diagonal is 0.
    pub fn of(n: usize, between: impl Fn(usize, usize) -> f64) -> Self {
        let mut table = Self { n, cells: vec![0.0; n * n] };
        for i in 0..n {
            for j in i + 1..n {
                table.set(i, j, between(i, j));
            }
        }
        table
    }

    /// How many rows.
    pub fn n(&self) -> usize {
        self.n
    }

    /// What stands between two.
    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.n + j]
    }

    /// Writes a cell and its mirror.
    pub(crate) fn set(&mut self, i: usize, j: usize, value: f64) {
        self.cells[i * self.n + j] = value;
        self.cells[j * self.n + i] = value;
    }

    /// One row.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.cells[i * self.n..(i + 1) * self.n]
    }

    /// Each pair once, with what stands between them.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        (0..self.n).flat_map(move |i| (i + 1..self.n).map(move |j| (i, j, self.at(i, j))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_the_same_across_its_diagonal() {
        let table = Square::of(3, |i, j| (10 * i + j) as f64);
        assert_eq!((table.at(0, 2), table.at(2, 0), table.at(1, 1)), (2.0, 2.0, 0.0));
        assert_eq!(table.pairs().collect::<Vec<_>>(), [(0, 1, 1.0), (0, 2, 2.0), (1, 2, 12.0)]);
    }
}
