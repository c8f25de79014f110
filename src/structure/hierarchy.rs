//! Agglomerative clustering: the two nearest clusters merge until one is left,
//! which gives a tree, its heights, and an order of the leaves in which
//! neighbours are alike. Lance and Williams 1967, Computer Journal 9: 373-380.

use super::Square;

/// How far a merged cluster is from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linkage {
    /// The nearest of their members.
    Single,
    /// The farthest.
    Complete,
    /// The mean over all pairs of members (UPGMA; Sokal and Michener 1958).
    Average,
    /// The mean of the two that merged, whatever their sizes (WPGMA).
    Weighted,
}

/// One merger. Clusters are numbered: first the leaves, then the mergers in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Merger {
    /// The cluster on the left.
    pub left: usize,
    /// The cluster on the right.
    pub right: usize,
    /// How far apart they were.
    pub height: f64,
    /// How many leaves are in the merged cluster.
    pub size: usize,
}

/// A tree over the rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The mergers, lowest first.
    pub mergers: Vec<Merger>,
    /// The leaves from one end of the tree to the other.
    pub order: Vec<usize>,
    /// How faithful the tree is: the correlation of the height at which two leaves meet with their
    /// distance (Sokal and Rohlf 1962); `None` where either does not vary.
    pub cophenetic_correlation: Option<f64>,
}

struct Cluster {
    id: usize,
    leaves: Vec<usize>,
}

/// Clusters the rows of a table of distances; `None` with fewer than two. Of equally near pairs the
/// one that comes first in the table merges first.
pub fn cluster(distances: &Square, linkage: Linkage) -> Option<Tree> {
    let n = distances.n();
    let mut open: Vec<Cluster> = (0..n).map(|i| Cluster { id: i, leaves: vec![i] }).collect();
    // Clusters stand in the order of their lowest leaf, which is also their place in this table.
    let mut between = distances.clone();
    let mut meeting = Square::of(n, |_, _| 0.0);
    let mut mergers = vec![];
    while open.len() > 1 {
        let (a, b, height) = nearest(&open, &between);
        let second = open.remove(b);
        let (keep, gone) = (slot(&open[a]), slot(&second));
        for k in open.iter().map(slot).filter(|k| *k != keep) {
            let sizes = (open[a].leaves.len(), second.leaves.len());
            between.set(keep, k, linkage.updated((between.at(keep, k), between.at(gone, k)), sizes));
        }
        for (i, j) in open[a].leaves.iter().flat_map(|i| second.leaves.iter().map(move |j| (*i, *j))) {
            meeting.set(i, j, height);
        }
        let size = open[a].leaves.len() + second.leaves.len();
        let (left, right, leaves) = join(&open[a], &second, distances);
        mergers.push(Merger { left, right, height, size });
        open[a] = Cluster { id: n + mergers.len() - 1, leaves };
    }
    let order = open.pop().filter(|_| n > 1)?.leaves;
    Some(Tree { mergers, order, cophenetic_correlation: correlation(distances, &meeting) })
}

/// Where a cluster stands in the table: under its lowest leaf.
fn slot(cluster: &Cluster) -> usize {
    cluster.leaves.iter().copied().min().expect("a cluster has a leaf")
}

fn nearest(open: &[Cluster], between: &Square) -> (usize, usize, f64) {
    let mut best = (0, 1, f64::INFINITY);
    for (a, first) in open.iter().enumerate() {
        for (b, second) in open.iter().enumerate().skip(a + 1) {
            let distance = between.at(slot(first), slot(second));
            if distance < best.2 {
                best = (a, b, distance);
            }
        }
    }
    best
}

impl Linkage {
    fn updated(self, (a, b): (f64, f64), sizes: (usize, usize)) -> f64 {
        let (m, n) = (sizes.0 as f64, sizes.1 as f64);
        match self {
            Self::Single => a.min(b),
            Self::Complete => a.max(b),
            Self::Average => (m * a + n * b) / (m + n),
            Self::Weighted => (a + b) / 2.0,
        }
    }
}

/// Two clusters side by side, each turned so that the leaves that meet are the nearest ends
/// (Gruvaeus and Wainer 1972, British Journal of Mathematical and Statistical Psychology 25: 200-206).
fn join(a: &Cluster, b: &Cluster, distances: &Square) -> (usize, usize, Vec<usize>) {
    let ends = |c: &Cluster| (c.leaves[0], c.leaves[c.leaves.len() - 1]);
    let ((a0, a1), (b0, b1)) = (ends(a), ends(b));
    let ways = [(a1, b0, false, false), (a1, b1, false, true), (a0, b0, true, false), (a0, b1, true, true)];
    let nearest = ways.into_iter().min_by(|x, y| distances.at(x.0, x.1).total_cmp(&distances.at(y.0, y.1)));
    let (.., turn_a, turn_b) = nearest.expect("there are four ways");
    let turned = |c: &Cluster, turn: bool| -> Vec<usize> {
        if turn { c.leaves.iter().rev().copied().collect() } else { c.leaves.clone() }
    };
    (a.id, b.id, [turned(a, turn_a), turned(b, turn_b)].concat())
}

/// Pearson's correlation of two tables' cells.
fn correlation(a: &Square, b: &Square) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = a.pairs().zip(b.pairs()).map(|((.., x), (.., y))| (x, y)).collect();
    let n = pairs.len() as f64;
    let (mx, my) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
    let (xx, yy, xy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    let varies = |v: f64, mean: f64| v > 1e-20 * n * (1.0 + mean * mean);
    (varies(xx, mx) && varies(yy, my)).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 and 1 are .2 apart, 2 and 3 are .4 apart, 0-2 is .6, all else .8.
    fn two_pairs() -> Square {
        Square::of(4, |i, j| match (i, j) {
            (0, 1) => 0.2,
            (2, 3) => 0.4,
            (0, 2) => 0.6,
            _ => 0.8,
        })
    }

    #[test]
    fn the_linkages_meet_at_the_heights_one_computes_by_hand() {
        let top = |linkage| cluster(&two_pairs(), linkage).expect("four rows").mergers[2].height;
        assert!((top(Linkage::Single) - 0.6).abs() < 1e-12);
        assert!((top(Linkage::Complete) - 0.8).abs() < 1e-12);
        assert!((top(Linkage::Average) - 0.75).abs() < 1e-12, "(.6 + 3 x .8) / 4");
    }

    #[test]
    fn the_nearest_ends_meet_in_the_order_of_leaves() {
        let tree = cluster(&two_pairs(), Linkage::Average).expect("four rows");
        assert_eq!(tree.order, [1, 0, 2, 3], "0 and 2 are the nearest of the two pairs");
        assert_eq!((tree.mergers[2].left, tree.mergers[2].right, tree.mergers[2].size), (4, 5, 4));
    }

    #[test]
    fn equal_distances_have_no_cophenetic_correlation() {
        let tree = cluster(&Square::of(3, |_, _| 1.0), Linkage::Average).expect("three rows");
        assert_eq!(tree.cophenetic_correlation, None);
        assert_eq!(cluster(&Square::of(1, |_, _| 0.0), Linkage::Average), None);
    }

    #[test]
    fn every_leaf_stands_once_in_the_order() {
        let table = Square::of(9, |i, j| ((i * 7 + j * 5) % 11) as f64 / 11.0);
        for linkage in [Linkage::Single, Linkage::Complete, Linkage::Average, Linkage::Weighted] {
            let mut order = cluster(&table, linkage).expect("nine rows").order;
            order.sort_unstable();
            assert_eq!(order, (0..9).collect::<Vec<_>>());
        }
    }
}
