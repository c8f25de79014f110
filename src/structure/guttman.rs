//! Guttman scaling: whether signings are cumulative, so that whoever joined a
//! rare agreement joined the common ones too. Guttman 1944, American
//! Sociological Review 9: 139-150; errors counted as by Goodenough and Edwards.

/// How far a table of joined (true) and not joined is a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Guttman {
    /// The agreements, the most joined first; of equals the first in the table first.
    pub order: Vec<usize>,
    /// Cells that differ from the pattern that each actor's number of joinings would give.
    pub errors: usize,
    /// Coefficient of reproducibility: 1 less errors by cells.
    pub reproducibility: f64,
    /// What the margins alone would give: the mean over agreements of the larger share.
    pub minimal: f64,
    /// Coefficient of scalability: how much of the rest is reproduced; `None` where the margins leave none.
    pub scalability: Option<f64>,
    /// Loevinger's H: 1 less errors between pairs of agreements by those expected of independent ones; `None` where none is expected.
    pub loevinger: Option<f64>,
}

/// Scales actors (rows) by agreements (columns); `None` for an empty table.
pub fn guttman(rows: &[Vec<bool>]) -> Option<Guttman> {
    let (n, width) = (rows.len(), rows.first()?.len());
    if width == 0 {
        return None;
    }
    let joined: Vec<usize> = (0..width).map(|j| rows.iter().filter(|row| row[j]).count()).collect();
    let mut order: Vec<usize> = (0..width).collect();
    order.sort_by_key(|j| std::cmp::Reverse(joined[*j]));
    let cells = (n * width) as f64;
    let errors: usize = rows.iter().map(|row| errors_of(row, &order)).sum();
    let reproducibility = 1.0 - errors as f64 / cells;
    let minimal = joined.iter().map(|k| (*k).max(n - k)).sum::<usize>() as f64 / cells;
    Some(Guttman {
        errors,
        reproducibility,
        minimal,
        scalability: (minimal < 1.0).then(|| (reproducibility - minimal) / (1.0 - minimal)),
        loevinger: loevinger(rows, &joined, &order),
        order,
    })
}

/// Where an actor's record differs from joining just the most common agreements, as many as it joined.
fn errors_of(row: &[bool], order: &[usize]) -> usize {
    let count = row.iter().filter(|cell| **cell).count();
    order.iter().enumerate().filter(|(place, j)| row[**j] != (*place < count)).count()
}

/// An error between two agreements: the rarer joined without the more common.
fn loevinger(rows: &[Vec<bool>], joined: &[usize], order: &[usize]) -> Option<f64> {
    let (mut seen, mut expected) = (0usize, 0.0);
    for (place, common) in order.iter().enumerate() {
        for rare in &order[place + 1..] {
            seen += rows.iter().filter(|row| row[*rare] && !row[*common]).count();
            expected += joined[*rare] as f64 * (rows.len() - joined[*common]) as f64 / rows.len() as f64;
        }
    }
    (expected > 0.0).then(|| 1.0 - seen as f64 / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_a_perfect_scale() {
        let rows = [vec![true, false], vec![true, true]];
        let found = guttman(&rows).expect("a table");
        assert_eq!((found.errors, found.reproducibility, found.minimal), (0, 1.0, 0.75));
        assert_eq!(found.scalability, Some(1.0));
    }

    #[test]
    fn nothing_is_no_scale() {
        assert_eq!(guttman(&[]), None);
        assert_eq!(guttman(&[vec![]]), None);
        let all = guttman(&[vec![true], vec![true]]).expect("a table");
        assert_eq!((all.scalability, all.loevinger), (None, None), "the margins leave nothing to explain");
    }
}
