//! Correspondence analysis: rows and columns of a table of counts as points,
//! by how their profiles differ; and, of a table of categories, multiple
//! correspondence analysis with Greenacre's adjustment. Benzécri 1973;
//! Greenacre 2017, Correspondence Analysis in Practice, 3rd edition.

use super::Square;
use super::scaling::eigen;

/// Points on axes, the axis of the largest inertia first; the sign of an axis is free.
#[derive(Clone, Debug, PartialEq)]
pub struct Correspondence {
    /// Principal inertias: the squared singular values.
    pub inertias: Vec<f64>,
    /// Principal coordinates of the rows.
    pub rows: Vec<Vec<f64>>,
    /// Principal coordinates of the columns.
    pub columns: Vec<Vec<f64>>,
}

/// Inertia below this is nothing.
const NOTHING: f64 = 1e-12;

/// Analyses a table without empty rows or columns; `None` for any other, and where all profiles are alike.
pub fn correspondence(table: &[Vec<f64>]) -> Option<Correspondence> {
    let width = table.first()?.len();
    let total: f64 = table.iter().flatten().sum();
    let row: Vec<f64> = table.iter().map(|r| r.iter().sum::<f64>() / total).collect();
    let column: Vec<f64> = (0..width).map(|j| table.iter().map(|r| r[j]).sum::<f64>() / total).collect();
    let full = |masses: &[f64]| !masses.is_empty() && masses.iter().all(|m| m.is_finite() && *m > 0.0);
    if !full(&row) || !full(&column) {
        return None;
    }
    let residual =
        |i: usize, j: usize| (table[i][j] / total - row[i] * column[j]) / (row[i] * column[j]).sqrt();
    let cross = |j: usize, k: usize| (0..row.len()).map(|i| residual(i, j) * residual(i, k)).sum::<f64>();
    let mut squares = Square::of(width, cross);
    (0..width).for_each(|j| squares.set(j, j, cross(j, j)));
    let mut axes = eigen(squares);
    axes.sort_by(|a, b| b.0.total_cmp(&a.0));
    axes.retain(|(inertia, _)| *inertia > NOTHING);
    let row_at = |i: usize, v: &[f64]| (0..width).map(|j| residual(i, j) * v[j]).sum::<f64>() / row[i].sqrt();
    (!axes.is_empty()).then(|| Correspondence {
        rows: (0..row.len()).map(|i| axes.iter().map(|(_, v)| row_at(i, v)).collect()).collect(),
        columns: (0..width)
            .map(|j| axes.iter().map(|(inertia, v)| v[j] * inertia.sqrt() / column[j].sqrt()).collect())
            .collect(),
        inertias: axes.iter().map(|(inertia, _)| *inertia).collect(),
    })
}

/// Greenacre's adjustment of the inertias of an indicator table of so many questions and categories:
/// the adjusted inertias of axes above 1/Q, and the total they are shares of. `None` below two questions.
pub fn adjusted(inertias: &[f64], questions: usize, categories: usize) -> Option<(Vec<f64>, f64)> {
    let q = questions as f64;
    if questions < 2 {
        return None;
    }
    let axes = inertias.iter().filter(|v| **v > 1.0 / q);
    let adjusted = axes.map(|v| (q / (q - 1.0) * (v - 1.0 / q)).powi(2)).collect();
    let squares: f64 = inertias.iter().map(|v| v * v).sum();
    Some((adjusted, q / (q - 1.0) * (squares - (categories as f64 - q) / (q * q))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_opposites_span_one_axis_of_full_inertia() {
        let found = correspondence(&[vec![1.0, 0.0], vec![0.0, 1.0]]).expect("profiles differ");
        assert_eq!(found.inertias.len(), 1);
        assert!((found.inertias[0] - 1.0).abs() < 1e-12);
        assert!((found.rows[0][0] + found.rows[1][0]).abs() < 1e-12, "they lie opposite each other");
    }

    #[test]
    fn like_profiles_and_empty_rows_give_nothing() {
        assert_eq!(correspondence(&[vec![1.0, 2.0], vec![2.0, 4.0]]), None);
        assert_eq!(correspondence(&[vec![1.0, 2.0], vec![0.0, 0.0]]), None);
        assert_eq!(correspondence(&[]), None);
        assert_eq!(adjusted(&[0.5], 1, 2), None);
    }
}
