//! How well each thing sits in its group: near 1 when it is far nearer to its
//! own group than to the next, near 0 between two, below 0 when another group is
//! nearer. Rousseeuw 1987, Journal of Computational and Applied Mathematics 20:
//! 53-65.

use super::Square;

/// How one thing sits in its group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// The nearest group other than its own.
    pub next: usize,
    /// Mean distance to the others of its own group; `None` when it is alone there.
    pub own: Option<f64>,
    /// Mean distance to that nearest other group.
    pub other: f64,
    /// The silhouette; `None` when it is alone in its group, or at no distance from both.
    pub width: Option<f64>,
}

/// Each row's seat; `None` where there are fewer than two groups.
pub fn silhouette(distances: &Square, groups: &[usize]) -> Vec<Option<Seat>> {
    let count = groups.iter().max().map_or(0, |most| most + 1);
    (0..distances.n()).map(|i| seat(distances, groups, count, i)).collect()
}

fn seat(distances: &Square, groups: &[usize], count: usize, i: usize) -> Option<Seat> {
    let mean = |group: usize| {
        let others = (0..distances.n()).filter(|j| *j != i && groups[*j] == group);
        let (sum, n) = others.fold((0.0, 0_usize), |(sum, n), j| (sum + distances.at(i, j), n + 1));
        (n > 0).then(|| sum / n as f64)
    };
    let others = (0..count).filter(|g| *g != groups[i]).filter_map(|g| Some((g, mean(g)?)));
    let (next, other) = others.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let own = mean(groups[i]);
    let width = own.filter(|own| own.max(other) > 0.0).map(|own| (other - own) / own.max(other));
    Some(Seat { next, own, other, width })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_on_a_line_by_hand() {
        // At 0, 1, 3 and 4; the groups are the two ends.
        let at = [0.0, 1.0, 3.0, 4.0];
        let table = Square::of(4, |i, j| f64::abs(at[i] - at[j]));
        let seats = silhouette(&table, &[0, 0, 1, 1]);
        let first = seats[0].expect("two groups");
        assert_eq!((first.next, first.own, first.other), (1, Some(1.0), 3.5));
        assert!((first.width.expect("not alone") - 2.5 / 3.5).abs() < 1e-12);
    }

    #[test]
    fn one_group_or_a_group_of_one_has_no_silhouette() {
        let table = Square::of(3, |_, _| 1.0);
        assert!(silhouette(&table, &[0, 0, 0]).iter().all(Option::is_none));
        assert_eq!(silhouette(&table, &[0, 0, 1])[2].expect("two groups").width, None);
    }
}
