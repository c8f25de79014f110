//! Communities by the Leiden algorithm: things tied more to each other than
//! their ties alone would have it. Nodes move while modularity grows, each
//! community is refined from single nodes, and the refined parts become the
//! nodes of the next round. Traag, Waltman and van Eck 2019, Scientific Reports
//! 9: 5233; modularity by Newman and Girvan 2004, Physical Review E 69: 026113.

use std::collections::VecDeque;

use super::Square;
use crate::chance::random::Stream;

/// Modularity: the weight inside groups less what strengths alone would give, by all weight. The
/// diagonal counts as a tie of a thing with itself. `None` without any tie.
pub fn modularity(ties: &Square, groups: &[usize]) -> Option<f64> {
    let strengths = strengths(ties);
    let total: f64 = strengths.iter().sum();
    let count = groups.iter().max().map_or(0, |most| most + 1);
    let (mut inside, mut strength) = (vec![0.0; count], vec![0.0; count]);
    for (i, group) in groups.iter().enumerate() {
        strength[*group] += strengths[i];
        let same = ties.row(i).iter().zip(groups).filter(|(_, other)| *other == group);
        inside[*group] += same.map(|(weight, _)| weight).sum::<f64>();
    }
    let of_group =
        |(inside, strength): (&f64, &f64)| inside / total - (strength / total) * (strength / total);
    (total > 0.0).then(|| inside.iter().zip(&strength).map(of_group).sum())
}

/// One run: a group's number for each node, numbered in order of first node. Ties are at least 0;
/// a diagonal entry is the weight inside a node, counted twice.
pub(super) fn run(ties: &Square, random: &mut Stream) -> Vec<usize> {
    let mut whole: Vec<usize> = (0..ties.n()).collect();
    let mut level = ties.clone();
    let mut groups: Vec<usize> = (0..ties.n()).collect();
    loop {
        move_nodes(&level, &mut groups, random);
        let groups_now = numbered(&groups);
        let parts = refine(&level, &groups_now, random);
        let count = parts.iter().max().map_or(0, |most| most + 1);
        if count == level.n() {
            return numbered(&whole.iter().map(|node| groups_now[*node]).collect::<Vec<_>>());
        }
        groups = vec![0; count];
        parts.iter().zip(&groups_now).for_each(|(part, group)| groups[*part] = *group);
        whole.iter_mut().for_each(|node| *node = parts[*node]);
        level = merged(&level, &parts, count);
    }
}

fn strengths(ties: &Square) -> Vec<f64> {
    (0..ties.n()).map(|i| ties.row(i).iter().sum()).collect()
}

/// Groups numbered from 0 in the order of their first node.
pub(super) fn numbered(groups: &[usize]) -> Vec<usize> {
    let mut seen: Vec<usize> = vec![];
    let place = |group: &usize| match seen.iter().position(|s| s == group) {
        Some(place) => place,
        None => {
            seen.push(*group);
            seen.len() - 1
        }
    };
    groups.iter().map(place).collect()
}

/// Moves each node to the group that gains most, until none gains; neighbours of the moved look again.
fn move_nodes(ties: &Square, groups: &mut [usize], random: &mut Stream) {
    let n = ties.n();
    let (strengths, total) = (strengths(ties), strengths(ties).iter().sum::<f64>());
    let mut weights = vec![0.0; n];
    groups.iter().zip(&strengths).for_each(|(group, s)| weights[*group] += s);
    let mut order: Vec<usize> = (0..n).collect();
    random.pick(&mut order, n);
    let (mut queue, mut waits) = (VecDeque::from(order), vec![true; n]);
    while let Some(node) = queue.pop_front() {
        waits[node] = false;
        let old = groups[node];
        weights[old] -= strengths[node];
        let gains = gains(ties, groups, &weights, strengths[node] / total.max(f64::MIN_POSITIVE), node);
        let empty = (0..n)
            .find(|g| weights[*g] == 0.0 && !groups.iter().enumerate().any(|(i, h)| h == g && i != node));
        let mut best = (old, gains[old]);
        for group in (0..n).filter(|g| weights[*g] > 0.0 || Some(*g) == empty) {
            if gains[group] > best.1 + 1e-12 * total {
                best = (group, gains[group]);
            }
        }
        groups[node] = best.0;
        weights[best.0] += strengths[node];
        if best.0 != old {
            let near = (0..n).filter(|k| *k != node && ties.at(node, *k) > 0.0 && groups[*k] != best.0);
            for k in near {
                if !waits[k] {
                    waits[k] = true;
                    queue.push_back(k);
                }
            }
        }
    }
}

/// What each group would gain by a node that stands alone.
fn gains(ties: &Square, groups: &[usize], weights: &[f64], share: f64, node: usize) -> Vec<f64> {
    let mut gains: Vec<f64> = weights.iter().map(|w| -w * share).collect();
    for (k, tie) in ties.row(node).iter().enumerate().filter(|(k, _)| *k != node) {
        gains[groups[k]] += tie;
    }
    gains
}

/// Splits each group into well-tied parts: nodes that stand alone join, at random, one of the parts
/// of their group that gains by them.
fn refine(ties: &Square, groups: &[usize], random: &mut Stream) -> Vec<usize> {
    let n = ties.n();
    let (strengths, total) = (strengths(ties), strengths(ties).iter().sum::<f64>());
    let mut parts: Vec<usize> = (0..n).collect();
    let (mut weights, mut sizes) = (strengths.clone(), vec![1_usize; n]);
    let mut order: Vec<usize> = (0..n).collect();
    random.pick(&mut order, n);
    for node in order {
        if sizes[parts[node]] > 1 || !well_tied(ties, groups, &strengths, node, total) {
            continue;
        }
        weights[node] = 0.0;
        let gains = gains(ties, &parts, &weights, strengths[node] / total.max(f64::MIN_POSITIVE), node);
        let better: Vec<usize> = (0..n)
            .filter(|p| {
                *p != node && sizes[*p] > 0 && groups[*p] == groups[node] && gains[*p] > 1e-12 * total
            })
            .collect();
        let part = if better.is_empty() { node } else { better[random.below(better.len())] };
        (sizes[node], parts[node]) = (0, part);
        sizes[part] += 1;
        weights[part] += strengths[node];
    }
    numbered(&parts)
}

/// Whether a node is tied to the rest of its group at least as strengths alone would have it.
fn well_tied(ties: &Square, groups: &[usize], strengths: &[f64], node: usize, total: f64) -> bool {
    let rest = (0..ties.n()).filter(|k| *k != node && groups[*k] == groups[node]);
    let (tied, weight) = rest.fold((0.0, 0.0), |(t, w), k| (t + ties.at(node, k), w + strengths[k]));
    total > 0.0 && tied >= strengths[node] * weight / total
}

/// The parts as nodes; ties inside a part lie on the diagonal.
fn merged(ties: &Square, parts: &[usize], count: usize) -> Square {
    let mut table = Square::of(count, |_, _| 0.0);
    for i in 0..ties.n() {
        for (j, weight) in ties.row(i).iter().enumerate() {
            table.cells[parts[i] * count + parts[j]] += weight;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_triangles() -> Square {
        Square::of(6, |i, j| f64::from(u8::from(i / 3 == j / 3 || (i, j) == (2, 3))))
    }

    #[test]
    fn two_triangles_with_a_bridge_have_a_modularity_of_five_fourteenths() {
        let value = modularity(&two_triangles(), &[0, 0, 0, 1, 1, 1]).expect("there are ties");
        assert!((value - 5.0 / 14.0).abs() < 1e-12);
        assert_eq!(modularity(&Square::of(3, |_, _| 0.0), &[0, 1, 1]), None);
    }

    #[test]
    fn two_triangles_are_found_from_every_start() {
        for number in 0..20 {
            assert_eq!(run(&two_triangles(), &mut Stream::new(1, number)), [0, 0, 0, 1, 1, 1]);
        }
    }

    #[test]
    fn without_ties_each_stands_alone() {
        assert_eq!(run(&Square::of(3, |_, _| 0.0), &mut Stream::new(1, 0)), [0, 1, 2]);
    }
}
