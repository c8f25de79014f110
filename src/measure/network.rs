//! Measures of the alliance graph cut into parts: by what states did on an
//! agreement, by region, or by communities found. Ties may carry weights.

use std::collections::BTreeMap;

use super::{Measure, Sense, Set};
use crate::graph::Tie;
use crate::model::ActorId;

/// Nodes in parts, and the ties between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The part each node is in, by node.
    pub parts: Vec<usize>,
    /// Two nodes and the weight of their tie.
    pub ties: Vec<(usize, usize, f64)>,
}

/// Every measure of a graph in parts.
pub const ALL: &[&Measure<Network>] = &[&TIES_CUT, &ASSORTATIVITY, &MODULARITY];

/// The share of ties between parts.
pub const TIES_CUT: Measure<Network> = Measure {
    id: "ties-cut",
    title: "Share of ties cut",
    set: Set::Default,
    sense: Sense::Division,
    definition: "the share of alliance ties whose two ends are in different parts; weights do not count",
    formula: "ties between parts / ties",
    range: (0.0, 1.0),
    undefined_when: "there is no tie",
    example: "a-b b-c a-c c-d, parts abc d: 1 / 4 = 0.25",
    source: "the fault lines of a graph: 1 less the coverage of Fortunato 2010, Physics Reports 486: 75-174",
    compute: |network| {
        let cut = network.ties.iter().filter(|(a, b, _)| network.parts[*a] != network.parts[*b]).count();
        (!network.ties.is_empty()).then(|| cut as f64 / network.ties.len() as f64)
    },
};

/// Newman's assortativity by an attribute.
pub const ASSORTATIVITY: Measure<Network> = Measure {
    id: "assortativity",
    title: "Assortativity",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "how much oftener ties stay within a part than if their ends were matched at random; weights do not count",
    formula: "(sum e_ii - sum a_i^2) / (1 - sum a_i^2), e_ii share of ties within part i, a_i share of tie ends in it",
    range: (-1.0, 1.0),
    undefined_when: "there is no tie, or all tie ends are in one part",
    example: "a-b b-c a-c c-d, parts abc d: (0.75 - (49 + 1) / 64) / (1 - (49 + 1) / 64) = -0.143",
    source: "Newman 2003, Physical Review E 67: 026126",
    compute: assortativity,
};

/// Newman and Girvan's modularity.
pub const MODULARITY: Measure<Network> = Measure {
    id: "modularity",
    title: "Modularity",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the weight of ties within parts less what it would be if ties were redealt, each node keeping its own; \
                 on a graph of similarities it is small even for true blocs",
    formula: "sum over parts of L_c / m - (d_c / 2m)^2, L_c weight within, d_c weight of tie ends, m weight of all",
    range: (-0.5, 1.0),
    undefined_when: "there is no tie, or all weigh nothing",
    example: "a-b b-c a-c c-d d-e e-f d-f, parts abc def: 2 x (3/7 - (7/14)^2) = 0.357",
    source: "Newman and Girvan 2004, Physical Review E 69: 026113",
    compute: |network| modularity(network, 1.0),
};

impl Network {
    /// The ties whose two ends have a part, weighted by how many blocs they share.
    pub fn of(ties: &[Tie], part: impl Fn(ActorId) -> Option<usize>) -> Self {
        let mut network = Self::default();
        let mut nodes: BTreeMap<ActorId, usize> = BTreeMap::new();
        for tie in ties {
            let (Some(x), Some(y)) = (part(tie.a), part(tie.b)) else { continue };
            let [a, b] = [(tie.a, x), (tie.b, y)].map(|(actor, part)| {
                *nodes.entry(actor).or_insert_with(|| {
                    network.parts.push(part);
                    network.parts.len() - 1
                })
            });
            network.ties.push((a, b, tie.shared.len() as f64));
        }
        network
    }

    /// The same graph with every tie counting one.
    pub fn unweighted(&self) -> Self {
        Self { parts: self.parts.clone(), ties: self.ties.iter().map(|(a, b, _)| (*a, *b, 1.0)).collect() }
    }

    /// For each part, the weight of the ties within it and of the tie ends in it.
    fn weights(&self) -> BTreeMap<usize, (f64, f64)> {
        let mut weights: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for (a, b, weight) in &self.ties {
            let (x, y) = (self.parts[*a], self.parts[*b]);
            weights.entry(x).or_default().1 += weight;
            weights.entry(y).or_default().1 += weight;
            if x == y {
                weights.entry(x).or_default().0 += weight;
            }
        }
        weights
    }
}

/// Modularity at a resolution: above 1 favours small parts, below 1 large ones.
///
/// `None` when the ties weigh nothing, or one weighs less than nothing. Reichardt and Bornholdt 2006.
pub fn modularity(network: &Network, resolution: f64) -> Option<f64> {
    let m: f64 = network.ties.iter().map(|(_, _, weight)| weight).sum();
    let sound = m > 0.0 && network.ties.iter().all(|(_, _, weight)| *weight >= 0.0);
    let part = |(within, ends): &(f64, f64)| {
        let share = ends / (2.0 * m);
        within / m - resolution * share * share
    };
    sound.then(|| network.weights().values().map(part).sum())
}

fn assortativity(network: &Network) -> Option<f64> {
    let ends = 2.0 * network.ties.len() as f64;
    // Counts of ties: sums of whole numbers, so that the comparison below is exact.
    let weights = network.unweighted().weights();
    let within: f64 = weights.values().map(|(within, _)| 2.0 * within).sum();
    let squares: f64 = weights.values().map(|(_, ends)| ends * ends).sum();
    (ends * ends > squares).then(|| (within * ends - squares) / (ends * ends - squares))
}

#[cfg(test)]
mod tests {
    use super::super::worked;
    use super::*;

    /// Reads "a-b b-c, parts ab c".
    fn network(text: &str) -> Network {
        let (ties, parts) = text.split_once(", parts ").expect("ties and parts");
        let node = |letter: char| letter as usize - 'a' as usize;
        let ends = |tie: &str| {
            let letters: Vec<char> = tie.chars().collect();
            (node(letters[0]), node(letters[2]), 1.0)
        };
        let groups: Vec<&str> = parts.split(' ').collect();
        let part = |letter: char| groups.iter().position(|g| g.contains(letter)).expect("a part");
        let n = groups.iter().map(|g| g.len()).sum::<usize>();
        Network {
            parts: (b'a'..).take(n).map(|c| part(char::from(c))).collect(),
            ties: ties.split_whitespace().map(ends).collect(),
        }
    }

    #[test]
    fn every_worked_example_holds() {
        for measure in ALL {
            let (case, value) = worked(measure.example);
            let found = (measure.compute)(&network(case)).expect("defined");
            assert!((found - value).abs() < 0.0006, "{}: {found}, the example says {value}", measure.id);
        }
    }

    #[test]
    fn a_tie_weighs_what_its_ends_share_and_an_end_without_a_part_drops_it() {
        use crate::graph::GroupId;
        let tie = |a, b, groups: u32| Tie {
            a: ActorId(a),
            b: ActorId(b),
            shared: (0..groups).map(GroupId).collect(),
        };
        let part = |actor: ActorId| (actor != ActorId(9)).then_some(usize::from(actor == ActorId(3)));
        let network = Network::of(&[tie(1, 2, 1), tie(1, 3, 2), tie(2, 9, 1)], part);
        assert_eq!(network, Network { parts: vec![0, 0, 1], ties: vec![(0, 1, 1.0), (0, 2, 2.0)] });
        assert_eq!((TIES_CUT.compute)(&network), Some(0.5));
    }

    #[test]
    fn without_ties_there_is_no_value() {
        for measure in ALL {
            for parts in [vec![], vec![0], vec![0, 1, 1]] {
                assert_eq!((measure.compute)(&Network { parts, ties: vec![] }), None, "{}", measure.id);
            }
        }
    }

    #[test]
    fn one_part_has_nothing_cut_and_nothing_to_sort_by() {
        let one = network("a-b b-c, parts abc");
        assert_eq!((TIES_CUT.compute)(&one), Some(0.0));
        assert_eq!((MODULARITY.compute)(&one), Some(0.0));
        assert_eq!((ASSORTATIVITY.compute)(&one), None);
    }

    #[test]
    fn parts_without_ties_between_them_are_sorted_perfectly() {
        let apart = network("a-b c-d, parts ab cd");
        assert_eq!((ASSORTATIVITY.compute)(&apart), Some(1.0));
        assert_eq!((TIES_CUT.compute)(&apart), Some(0.0));
        assert_eq!((MODULARITY.compute)(&apart), Some(0.5));
    }

    proptest::proptest! {
        #[test]
        fn every_value_lies_in_its_range_and_the_names_of_parts_do_not_matter(
            parts in proptest::array::uniform6(0usize..4),
            ties in proptest::collection::vec((0usize..6, 0usize..6, 1u8..5), 0..12),
        ) {
            let ties = ties.into_iter().filter(|(a, b, _)| a != b).map(|(a, b, w)| (a, b, f64::from(w))).collect();
            let graph = Network { parts: parts.to_vec(), ties };
            let renamed = Network { parts: parts.iter().map(|p| 9 - p).collect(), ..graph.clone() };
            for measure in ALL {
                let (a, b) = ((measure.compute)(&graph), (measure.compute)(&renamed));
                proptest::prop_assert_eq!(a.is_some(), b.is_some(), "{}", measure.id);
                let (Some(a), Some(b)) = (a, b) else { continue };
                proptest::prop_assert!((a - b).abs() < 1e-9, "{}", measure.id);
                let range = measure.range.0 - 1e-9..=measure.range.1 + 1e-9;
                proptest::prop_assert!(range.contains(&a), "{} {}", measure.id, a);
            }
        }
    }
}
