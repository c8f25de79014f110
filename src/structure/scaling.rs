//! Classical multidimensional scaling: points whose distances are as near as
//! possible to those given. Torgerson 1952, Psychometrika 17: 401-419; the
//! eigenvectors by Jacobi's rotations, which need nothing but square roots.

use super::Square;

/// Points on axes, the axis that explains most first.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// For each row of the table its place on each axis.
    pub points: Vec<Vec<f64>>,
    /// Each axis' share of the variance: its eigenvalue by the sum of the positive ones.
    pub shares: Vec<f64>,
}

/// What counts as nothing beside the largest eigenvalue.
const NOTHING: f64 = 1e-10;

/// Places the rows of a table of distances on up to `axes` axes, the anchor towards the positive
/// end of each. `None` with fewer than three rows, and where all distances are equal: then no
/// direction explains more than another. Axes without variance are left out.
pub fn scale(distances: &Square, axes: usize, anchor: usize) -> Option<Scaling> {
    let n = distances.n();
    let first = distances.pairs().next()?.2;
    if n < 3 || distances.pairs().all(|(.., d)| (d - first).abs() < NOTHING) {
        return None;
    }
    let mut pairs = eigen(centred(distances));
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let largest = pairs.first()?.0;
    pairs.retain(|(value, _)| *value > largest * NOTHING && *value > 0.0);
    let total: f64 = pairs.iter().map(|(value, _)| value).sum();
    pairs.truncate(axes);
    let signs: Vec<f64> = pairs.iter().map(|(_, vector)| sign(vector, anchor)).collect();
    let place = |i: usize| {
        pairs.iter().zip(&signs).map(|((value, vector), sign)| sign * vector[i] * value.sqrt()).collect()
    };
    Some(Scaling {
        points: (0..n).map(place).collect(),
        shares: pairs.iter().map(|(value, _)| value / total).collect(),
    })
}

/// What turns an axis so that the anchor, or the first row off its middle, is on the positive side.
fn sign(vector: &[f64], anchor: usize) -> f64 {
    let off = |v: &&f64| v.abs() > 1e-9;
    let deciding = vector.get(anchor).filter(off).or_else(|| vector.iter().find(off));
    if deciding.is_some_and(|v| *v < 0.0) { -1.0 } else { 1.0 }
}

/// Minus half the squared distances, with rows and columns centred on 0.
fn centred(distances: &Square) -> Square {
    let n = distances.n();
    let squared = |i: usize, j: usize| distances.at(i, j) * distances.at(i, j);
    let means: Vec<f64> = (0..n).map(|i| (0..n).map(|j| squared(i, j)).sum::<f64>() / n as f64).collect();
    let grand = means.iter().sum::<f64>() / n as f64;
    let cell = |i: usize, j: usize| -0.5 * (squared(i, j) - means[i] - means[j] + grand);
    let mut table = Square::of(n, cell);
    (0..n).for_each(|i| table.set(i, i, cell(i, i)));
    table
}

/// Eigenvalues with their vectors, by cyclic Jacobi rotations (Golub and Van Loan 2013, section 8.5).
pub(super) fn eigen(mut table: Square) -> Vec<(f64, Vec<f64>)> {
    const SWEEPS: usize = 60;
    let n = table.n();
    let mut vectors: Vec<Vec<f64>> = (0..n).map(|i| unit(n, i)).collect();
    let scale: f64 = table.cells.iter().map(|v| v * v).sum();
    for _ in 0..SWEEPS {
        let off: f64 = table.pairs().map(|(.., v)| v * v).sum();
        if off <= scale * 1e-28 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut table, &mut vectors, p, q);
            }
        }
    }
    vectors.into_iter().enumerate().map(|(i, vector)| (table.at(i, i), vector)).collect()
}

fn unit(n: usize, i: usize) -> Vec<f64> {
    (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect()
}

/// One rotation that makes the cell of `p` and `q` zero.
fn rotate(table: &mut Square, vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let between = table.at(p, q);
    if between == 0.0 {
        return;
    }
    let theta = (table.at(q, q) - table.at(p, p)) / (2.0 * between);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let (at_p, at_q) = (table.at(p, p) - tangent * between, table.at(q, q) + tangent * between);
    for k in (0..table.n()).filter(|k| *k != p && *k != q) {
        let (kp, kq) = (table.at(k, p), table.at(k, q));
        table.set(k, p, cosine * kp - sine * kq);
        table.set(k, q, sine * kp + cosine * kq);
    }
    table.set(p, p, at_p);
    table.set(q, q, at_q);
    table.set(p, q, 0.0);
    let (left, right) = vectors.split_at_mut(q);
    for (vp, vq) in left[p].iter_mut().zip(right[0].iter_mut()) {
        (*vp, *vq) = (cosine * *vp - sine * *vq, sine * *vp + cosine * *vq);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_on_a_line_come_back_on_one_axis() {
        // At 0, 1 and 3: the middle is 4/3.
        let at = [0.0, 1.0, 3.0];
        let found = scale(&Square::of(3, |i, j| f64::abs(at[i] - at[j])), 2, 2).expect("distances differ");
        assert_eq!(found.shares.len(), 1, "one axis explains all");
        assert!((found.shares[0] - 1.0).abs() < 1e-9);
        for (point, at) in found.points.iter().zip(at) {
            assert!((point[0] - (at - 4.0 / 3.0)).abs() < 1e-9, "{point:?}");
        }
    }

    #[test]
    fn the_anchor_decides_which_end_is_positive() {
        let table = Square::of(3, |i, j| (j - i) as f64);
        for anchor in [0, 2] {
            let found = scale(&table, 1, anchor).expect("distances differ");
            assert!(found.points[anchor][0] > 0.9, "anchor {anchor}: {:?}", found.points);
        }
    }

    #[test]
    fn a_rectangle_keeps_its_sides() {
        let corners: [(f64, f64); 4] = [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0)];
        let far = |a: (f64, f64), b: (f64, f64)| ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
        let table = Square::of(4, |i, j| far(corners[i], corners[j]));
        let found = scale(&table, 2, 0).expect("distances differ");
        for (i, j, d) in table.pairs() {
            let (a, b) = (&found.points[i], &found.points[j]);
            assert!((far((a[0], a[1]), (b[0], b[1])) - d).abs() < 1e-9);
        }
        // Eigenvalues 4 x 2 x 2 = 16 and 4 x 1 x 1 = 4.
        assert!((found.shares[0] - 0.8).abs() < 1e-9 && (found.shares[1] - 0.2).abs() < 1e-9);
    }

    #[test]
    fn equal_distances_have_no_axes() {
        assert_eq!(scale(&Square::of(4, |_, _| 0.5), 2, 0), None);
        assert_eq!(scale(&Square::of(4, |_, _| 0.0), 2, 0), None);
        assert_eq!(scale(&Square::of(2, |_, _| 0.5), 2, 0), None);
    }

    #[test]
    fn distances_that_no_space_holds_give_shares_that_add_up_to_at_most_one() {
        // 0 and 1 far apart, yet both next to 2 and 3: a negative eigenvalue.
        let table = Square::of(4, |i, j| if (i, j) == (0, 1) { 1.0 } else { 0.2 });
        let found = scale(&table, 4, 0).expect("distances differ");
        assert!(found.shares.iter().sum::<f64>() <= 1.0 + 1e-12 && found.shares.iter().all(|s| *s > 0.0));
    }
}
