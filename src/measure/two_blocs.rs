//! Measures between two blocs on one agreement. Members of both are dropped
//! from each, so that no bloc is compared with itself; how many is told.

use std::collections::BTreeMap;

use super::{Counts, Measure, PAIRWISE_AGREEMENT, Sense, Set};
use crate::coding::Position;

/// The positions of two blocs that share no member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TwoBlocs {
    /// Of the one.
    pub a: Counts,
    /// Of the other.
    pub b: Counts,
}

/// Every measure between two blocs on one agreement.
pub const ALL: &[&Measure<TwoBlocs>] =
    &[&LIKENESS, &SIMILARITY, &CROSS_AGREEMENT, &GAP, &OPPOSED_MAJORITIES, &JENSEN_SHANNON];

/// Rice's index of likeness.
pub const LIKENESS: Measure<TwoBlocs> = Measure {
    id: "likeness",
    title: "Index of likeness",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "one less the difference of the two blocs' shares in; half-way positions are left out",
    formula: "1 - |pA - pB|, p = in / (in + out)",
    range: (0.0, 1.0),
    undefined_when: "in one of the blocs nobody is in and nobody is out",
    example: "3 in, 0 half-way, 2 out against 5 in, 0 half-way, 0 out of 3 positions: 1 - |0.6 - 1| = 0.6",
    source: "Rice 1928, Quantitative Methods in Politics; Beyle 1931, Identification and Analysis of Attribute-Cluster-Blocs",
    compute: |two| Some(1.0 - (share_in(&two.a)? - share_in(&two.b)?).abs()),
};

/// Likeness over all the positions offered.
pub const SIMILARITY: Measure<TwoBlocs> = Measure {
    id: "similarity",
    title: "Index of likeness (all positions)",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "the share of the two blocs' distributions over positions that overlaps; with two positions, likeness",
    formula: "1 - 1/2 sum |pAi - pBi|",
    range: (0.0, 1.0),
    undefined_when: "in one of the blocs no member is counted",
    example: "3 in, 1 half-way, 1 out against 5 in, 0 half-way, 0 out of 3 positions: 1 - (0.4 + 0.2 + 0.2) / 2 = 0.6",
    source: "total variation distance, after Rice 1928",
    compute: |two| {
        let [a, b] = shares(two)?;
        Some(1.0 - a.iter().zip(&b).map(|(p, q)| (p - q).abs()).sum::<f64>() / 2.0)
    },
};

/// The chance that one of each bloc agree.
pub const CROSS_AGREEMENT: Measure<TwoBlocs> = Measure {
    id: "cross-agreement",
    title: "Cross-agreement",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "the share of pairs of one member from each bloc that took the same position",
    formula: "sum pAi pBi",
    range: (0.0, 1.0),
    undefined_when: "in one of the blocs no member is counted",
    example: "3 in, 0 half-way, 2 out against 4 in, 0 half-way, 1 out of 3 positions: 0.6 x 0.8 + 0.4 x 0.2 = 0.56",
    source: "pairwise agreement of Nevison 1979, across blocs",
    compute: cross_agreement,
};

/// How much more blocs agree within than between them.
pub const GAP: Measure<TwoBlocs> = Measure {
    id: "gap",
    title: "Within-between gap",
    set: Set::Default,
    sense: Sense::Division,
    definition: "how much more often two members of one bloc agree than two of different blocs; \
                 negative when each bloc is split in the same way",
    formula: "(P_A + P_B) / 2 - cross-agreement",
    range: (-0.5, 1.0),
    undefined_when: "in one of the blocs fewer than two members are counted",
    example: "3 in, 0 half-way, 2 out against 0 in, 0 half-way, 4 out of 3 positions: (0.4 + 1) / 2 - 0.4 = 0.3",
    source: "pairwise agreement of Nevison 1979, within less across",
    compute: |two| {
        let within = |counts: &Counts| (PAIRWISE_AGREEMENT.compute)(counts);
        Some((within(&two.a)? + within(&two.b)?) / 2.0 - cross_agreement(two)?)
    },
};

/// Whether the blocs' majorities differ.
pub const OPPOSED_MAJORITIES: Measure<TwoBlocs> = Measure {
    id: "opposed-majorities",
    title: "Opposed majorities",
    set: Set::Default,
    sense: Sense::Division,
    definition: "1 when the most frequent position of the one is not that of the other, else 0; averaged over agreements, \
                 the share on which the blocs stood opposed",
    formula: "1 if mode A is not mode B, 0 if they are the same",
    range: (0.0, 1.0),
    undefined_when: "one of the blocs has no majority: nobody is counted, or two positions tie",
    example: "3 in, 0 half-way, 2 out against 1 in, 0 half-way, 4 out of 3 positions: in against out = 1",
    source: "Congressional Quarterly Almanac, party votes",
    compute: |two| Some(f64::from(u8::from(two.a.majority()? != two.b.majority()?))),
};

/// Jensen-Shannon divergence.
pub const JENSEN_SHANNON: Measure<TwoBlocs> = Measure {
    id: "jensen-shannon",
    title: "Jensen-Shannon divergence",
    set: Set::Advanced,
    sense: Sense::Division,
    definition: "how much a member's position tells of its bloc, in bits; the divergence, not its square root",
    formula: "H((pA + pB) / 2) - (H(pA) + H(pB)) / 2, logarithms to base 2",
    range: (0.0, 1.0),
    undefined_when: "in one of the blocs no member is counted",
    example: "1 in, 0 half-way, 1 out against 1 in, 0 half-way, 0 out of 3 positions: H(3/4, 1/4) - (1 + 0) / 2 = 0.811 - 0.5 = 0.311",
    source: "Lin 1991, IEEE Transactions on Information Theory 37: 145-151",
    compute: jensen_shannon,
};

impl TwoBlocs {
    /// Counts two blocs of members with positions, those of both dropped from each; and how many those were.
    pub fn apart<M: Ord>(
        a: &BTreeMap<M, Position>,
        b: &BTreeMap<M, Position>,
        positions: usize,
    ) -> (Self, usize) {
        let only = |own: &BTreeMap<M, Position>, other: &BTreeMap<M, Position>| {
            let mut counts = Counts { positions, ..Counts::default() };
            for position in own.iter().filter(|(m, _)| !other.contains_key(m)).map(|(_, p)| *p) {
                match position {
                    Position::In => counts.inside += 1,
                    Position::Half => counts.half += 1,
                    Position::Out => counts.out += 1,
                }
            }
            counts
        };
        let shared = a.keys().filter(|m| b.contains_key(m)).count();
        (Self { a: only(a, b), b: only(b, a) }, shared)
    }
}

fn share_in(counts: &Counts) -> Option<f64> {
    let sides = counts.inside + counts.out;
    (sides > 0).then(|| counts.inside as f64 / sides as f64)
}

/// Both blocs' shares in each position, out, half-way and in.
fn shares(two: &TwoBlocs) -> Option<[[f64; 3]; 2]> {
    let of = |counts: &Counts| Position::ALL.map(|p| counts.of(p) as f64 / counts.n() as f64);
    (two.a.n() > 0 && two.b.n() > 0).then(|| [of(&two.a), of(&two.b)])
}

fn cross_agreement(two: &TwoBlocs) -> Option<f64> {
    let [a, b] = shares(two)?;
    Some(a.iter().zip(&b).map(|(p, q)| p * q).sum())
}

fn jensen_shannon(two: &TwoBlocs) -> Option<f64> {
    let [a, b] = shares(two)?;
    let term = |p: f64, middle: f64| if p > 0.0 { p * libm::log2(p / middle) } else { 0.0 };
    let both = |(p, q): (&f64, &f64)| (term(*p, (p + q) / 2.0) + term(*q, (p + q) / 2.0)) / 2.0;
    Some(a.iter().zip(&b).map(both).sum())
}

#[cfg(test)]
mod tests {
    use super::super::{tests::counts, worked};
    use super::*;

    fn two(text: &str) -> TwoBlocs {
        let (a, b) = text.split_once(" against ").expect("two blocs");
        let b = counts(b);
        TwoBlocs { a: counts(&format!("{a} of {} positions", b.positions)), b }
    }

    #[test]
    fn every_worked_example_holds() {
        for measure in ALL {
            let (case, value) = worked(measure.example);
            let found = (measure.compute)(&two(case)).expect("defined");
            assert!((found - value).abs() < 0.0006, "{}: {found}, the example says {value}", measure.id);
        }
    }

    #[test]
    fn nobody_on_one_side_gives_no_value() {
        for measure in ALL {
            for case in [
                "0 in, 0 half-way, 0 out against 5 in, 0 half-way, 0 out of 3 positions",
                "0 in, 0 half-way, 0 out against 0 in, 0 half-way, 0 out of 2 positions",
            ] {
                assert_eq!((measure.compute)(&two(case)), None, "{} {case}", measure.id);
            }
        }
    }

    #[test]
    fn two_united_blocs_opposed_give_the_far_end_and_alike_the_near_one() {
        let opposed = two("5 in, 0 half-way, 0 out against 0 in, 0 half-way, 3 out of 3 positions");
        let alike = two("5 in, 0 half-way, 0 out against 3 in, 0 half-way, 0 out of 3 positions");
        for measure in ALL {
            let (far, near) = match measure.sense {
                Sense::Agreement => (0.0, 1.0),
                Sense::Division => (1.0, 0.0),
            };
            assert_eq!((measure.compute)(&opposed), Some(far), "{}", measure.id);
            assert_eq!((measure.compute)(&alike), Some(near), "{}", measure.id);
        }
    }

    #[test]
    fn members_of_both_are_dropped_from_each() {
        let a = BTreeMap::from([("fra", Position::In), ("gbr", Position::In), ("usa", Position::Out)]);
        let b = BTreeMap::from([("fra", Position::In), ("ita", Position::Half)]);
        let (two, shared) = TwoBlocs::apart(&a, &b, 3);
        assert_eq!(shared, 1);
        assert_eq!(two.a, Counts { inside: 1, half: 0, out: 1, positions: 3 });
        assert_eq!(two.b, Counts { inside: 0, half: 1, out: 0, positions: 3 });
    }

    proptest::proptest! {
        #[test]
        fn every_value_lies_in_its_range_and_the_blocs_may_change_places(n in proptest::array::uniform6(0usize..9)) {
            let a = Counts { inside: n[0], half: n[1], out: n[2], positions: 3 };
            let b = Counts { inside: n[3], half: n[4], out: n[5], positions: 3 };
            for measure in ALL {
                let (x, y) = ((measure.compute)(&TwoBlocs { a, b }), (measure.compute)(&TwoBlocs { a: b, b: a }));
                proptest::prop_assert_eq!(x.is_some(), y.is_some(), "{}", measure.id);
                let (Some(x), Some(y)) = (x, y) else { continue };
                proptest::prop_assert!((x - y).abs() < 1e-12, "{}", measure.id);
                let range = measure.range.0 - 1e-12..=measure.range.1 + 1e-12;
                proptest::prop_assert!(range.contains(&x), "{} {}", measure.id, x);
            }
        }
    }
}
