//! Measures of one bloc over many agreements: how often its members stood
//! together, who broke ranks how often, and Krippendorff's alpha.

use super::{Counts, Measure, PAIRWISE_AGREEMENT, Sense, Set, Stand};
use crate::coding::Position;

/// What the members of a bloc did on many agreements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlocRecord {
    /// `rows[member][agreement]`; `None` where the member is not counted.
    pub rows: Vec<Vec<Option<Position>>>,
    /// How many positions the agreements offer.
    pub positions: usize,
}

/// Every measure of one bloc over many agreements.
pub const ALL: &[&Measure<BlocRecord>] =
    &[&MEAN_AGREEMENT, &SHARE_UNANIMOUS, &DEFECTION_RATE, &ALPHA_NOMINAL, &ALPHA_ORDINAL, &ALPHA_INTERVAL];

/// The mean over agreements of pairwise agreement.
pub const MEAN_AGREEMENT: Measure<BlocRecord> = Measure {
    id: "mean-agreement",
    title: "Mean pairwise agreement",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "pairwise agreement on each agreement, averaged over those where two members or more are counted",
    formula: "mean of P over agreements with n >= 2",
    range: (0.0, 1.0),
    undefined_when: "on no agreement are two members counted",
    example: "1 1 0 / 1 1 . / 1 0 1, a row a member: (1 + 1/3 + 0) / 3 = 0.444",
    source: "Nevison 1979, UMAP Module 271; averaged over agreements",
    compute: |record| mean(record.agreements().filter_map(|counts| (PAIRWISE_AGREEMENT.compute)(&counts))),
};

/// The share of agreements on which all counted members stood together.
pub const SHARE_UNANIMOUS: Measure<BlocRecord> = Measure {
    id: "share-unanimous",
    title: "Share unanimous",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "of the agreements on which two members or more are counted, the share on which all of them took one position",
    formula: "agreements with one position / agreements with n >= 2",
    range: (0.0, 1.0),
    undefined_when: "on no agreement are two members counted",
    example: "1 1 0 / 1 1 . / 1 0 1, a row a member: 1 / 3 = 0.333",
    source: "plain count",
    compute: |record| {
        let told = record.agreements().filter(|counts| counts.n() >= 2);
        mean(told.map(|counts| f64::from(u8::from(counts.largest() == counts.n()))))
    },
};

/// How often a member stood apart from the majority of the others.
pub const DEFECTION_RATE: Measure<BlocRecord> = Measure {
    id: "defection-rate",
    title: "Defection rate",
    set: Set::Default,
    sense: Sense::Division,
    definition: "of the times a member had a position and the others a majority, the share on which it differed from \
                 that majority; the member itself has no part in the majority, and a tie is no opportunity",
    formula: "defections / opportunities, summed over members",
    range: (0.0, 1.0),
    undefined_when: "no member ever stood before a majority of two others or more",
    example: "1 1 0 / 1 1 . / 1 0 1, a row a member: 1 defection in 3 + 1 opportunities, 1 / 4 = 0.25",
    source: "Carey 2007, American Journal of Political Science 51: 92-107, for defection; the majority without the member is ours",
    compute: |record| {
        let members = record.members();
        let all = |count: fn(&MemberRecord) -> usize| members.iter().map(count).sum::<usize>();
        ratio(all(|m| m.defections), all(|m| m.opportunities))
    },
};

/// Krippendorff's alpha for unordered positions.
pub const ALPHA_NOMINAL: Measure<BlocRecord> = Measure {
    id: "alpha-nominal",
    title: "Krippendorff's alpha (nominal)",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "agreement beyond what members would show if positions were dealt out by chance; \
                 near 0 when almost everybody always joins, even if all agree",
    formula: "1 - Do / De, members as raters, agreements as units; units with one value or none are dropped",
    range: (-1.0, 1.0),
    undefined_when: "nothing can be paired, or all values are the same",
    example: "0 0 1 1 / 1 1 0 0, a row a member: 1 - 1 / (2 x 4 x 4 / (8 x 7)) = -0.75",
    source: "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Hayes and Krippendorff 2007, Communication Methods and Measures 1: 77-89",
    compute: |record| alpha(&record.levels(), Difference::Nominal),
};

/// Krippendorff's alpha for ranked positions.
pub const ALPHA_ORDINAL: Measure<BlocRecord> = Measure {
    id: "alpha-ordinal",
    title: "Krippendorff's alpha (ordinal)",
    formula: "1 - Do / De with squared rank differences; units with one value or none are dropped",
    compute: |record| alpha(&record.levels(), Difference::Ordinal),
    ..ALPHA_NOMINAL
};

/// Krippendorff's alpha for positions at equal steps.
pub const ALPHA_INTERVAL: Measure<BlocRecord> = Measure {
    id: "alpha-interval",
    title: "Krippendorff's alpha (interval)",
    formula: "1 - Do / De with squared differences; units with one value or none are dropped",
    compute: |record| alpha(&record.levels(), Difference::Interval),
    ..ALPHA_NOMINAL
};

/// How often one member stood apart, and what it does to the bloc's agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberRecord {
    /// Agreements on which it had a position and the others, two at least, a majority.
    pub opportunities: usize,
    /// Those on which its position differed.
    pub defections: usize,
    /// Those on which it was the only one that differed.
    pub sole_dissents: usize,
    /// Agreements with its position and two others' or more: those the gain rests on.
    pub gain_over: usize,
    /// How much higher pairwise agreement is without it, on average: positive when it lowers cohesion. On
    /// one agreement the gains of all counted members sum to 0. `None` when `gain_over` is 0.
    pub gain: Option<f64>,
}

impl MemberRecord {
    /// Defections as a share of opportunities; `None` without opportunities.
    pub fn defection_rate(&self) -> Option<f64> {
        ratio(self.defections, self.opportunities)
    }

    /// One less the defection rate.
    pub fn loyalty(&self) -> Option<f64> {
        ratio(self.opportunities - self.defections, self.opportunities)
    }
}

impl BlocRecord {
    /// The counts on each agreement.
    pub fn agreements(&self) -> impl Iterator<Item = Counts> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        (0..width).map(|item| self.counts(item))
    }

    fn counts(&self, item: usize) -> Counts {
        let mut counts = Counts { positions: self.positions, ..Counts::default() };
        for position in self.rows.iter().filter_map(|row| row.get(item).copied().flatten()) {
            match position {
                Position::In => counts.inside += 1,
                Position::Half => counts.half += 1,
                Position::Out => counts.out += 1,
            }
        }
        counts
    }

    /// Each member against the others, in the order of the rows.
    pub fn members(&self) -> Vec<MemberRecord> {
        let agreements: Vec<Counts> = self.agreements().collect();
        self.rows.iter().map(|row| MemberRecord::of(row, &agreements)).collect()
    }

    /// Positions as ranks: 0 out, 1 half-way, 2 in.
    fn levels(&self) -> Vec<Vec<Option<usize>>> {
        let rank = |position: Option<Position>| position.map(|p| p as usize);
        self.rows.iter().map(|row| row.iter().copied().map(rank).collect()).collect()
    }
}

impl MemberRecord {
    fn of(row: &[Option<Position>], agreements: &[Counts]) -> Self {
        let mut member = Self::default();
        let mut gains = vec![];
        for (position, counts) in row.iter().zip(agreements) {
            let Some(position) = *position else { continue };
            if let Some(stand) = counts.stand_of(position) {
                member.opportunities += 1;
                member.defections += usize::from(stand != Stand::With);
                member.sole_dissents += usize::from(stand == Stand::Alone);
            }
            let pairwise = |counts: &Counts| (PAIRWISE_AGREEMENT.compute)(counts);
            if let (Some(without), Some(with)) = (pairwise(&counts.without(position)), pairwise(counts)) {
                gains.push(without - with);
            }
        }
        member.gain_over = gains.len();
        member.gain = mean(gains.into_iter());
        member
    }
}

/// What counts as the difference of two values in Krippendorff's alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Any two values that differ do so alike.
    Nominal,
    /// By how many values lie between them.
    Ordinal,
    /// By their distance, at equal steps.
    Interval,
}

/// Krippendorff's alpha of `rows[rater][unit]`, values as levels 0, 1, 2 and so on.
///
/// At most 1, negative when raters disagree more than by chance. Units with fewer than two values are
/// dropped; `None` when nothing is left or what is left does not vary. Krippendorff 2011.
pub fn alpha(rows: &[Vec<Option<usize>>], difference: Difference) -> Option<f64> {
    let levels = rows.iter().flatten().flatten().max()? + 1;
    let coincidences = coincidences(rows, levels);
    let margins: Vec<f64> = coincidences.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = margins.iter().sum();
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..levels {
        for k in c + 1..levels {
            let weight = weight(difference, &margins, c, k);
            observed += coincidences[c][k] * weight;
            expected += margins[c] * margins[k] * weight;
        }
    }
    (expected > 0.0).then(|| 1.0 - (total - 1.0) * observed / expected)
}

/// How often values meet within a unit, each pair weighted by 1 / (values in the unit - 1).
fn coincidences(rows: &[Vec<Option<usize>>], levels: usize) -> Vec<Vec<f64>> {
    let mut table = vec![vec![0.0; levels]; levels];
    let units = rows.iter().map(Vec::len).max().unwrap_or_default();
    for unit in 0..units {
        let mut counts = vec![0usize; levels];
        rows.iter().filter_map(|row| row.get(unit).copied().flatten()).for_each(|v| counts[v] += 1);
        let n: usize = counts.iter().sum();
        if n < 2 {
            continue;
        }
        for c in 0..levels {
            for k in 0..levels {
                let pairs = counts[c] * (counts[k] - usize::from(c == k && counts[k] > 0));
                table[c][k] += pairs as f64 / (n - 1) as f64;
            }
        }
    }
    table
}

/// The squared difference of level `c` and a higher level `k`.
fn weight(difference: Difference, margins: &[f64], c: usize, k: usize) -> f64 {
    let steps = match difference {
        Difference::Nominal => 1.0,
        Difference::Ordinal => margins[c..=k].iter().sum::<f64>() - (margins[c] + margins[k]) / 2.0,
        Difference::Interval => (k - c) as f64,
    };
    steps * steps
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0usize);
    values.for_each(|value| {
        sum += value;
        n += 1;
    });
    (n > 0).then(|| sum / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads "1 1 0 / 1 . 0": a row a member, a column an agreement, a dot for not counted.
    fn record(text: &str) -> BlocRecord {
        let cell = |word: &str| match word {
            "1" => Some(Position::In),
            "h" => Some(Position::Half),
            "0" => Some(Position::Out),
            "." => None,
            other => panic!("{other} is no position"),
        };
        let rows = text.split('/').map(|row| row.split_whitespace().map(cell).collect()).collect();
        BlocRecord { rows, positions: 3 }
    }

    #[test]
    fn every_worked_example_holds() {
        for measure in ALL {
            let (case, value) = super::super::worked(measure.example);
            let found = (measure.compute)(&record(case.split(',').next().expect("rows"))).expect("defined");
            assert!((found - value).abs() < 0.0006, "{}: {found}, the example says {value}", measure.id);
        }
    }

    #[test]
    fn no_member_one_member_and_all_absent_give_no_value() {
        for text in ["", "1 0 1", ". . / . .", "1 . / . 0"] {
            for measure in ALL {
                assert_eq!((measure.compute)(&record(text)), None, "{} {text}", measure.id);
            }
        }
    }

    #[test]
    fn members_that_never_vary_have_no_alpha_and_full_agreement() {
        let constant = record("1 1 1 / 1 1 1 / 1 1 1");
        for measure in [&ALPHA_NOMINAL, &ALPHA_ORDINAL, &ALPHA_INTERVAL] {
            assert_eq!((measure.compute)(&constant), None);
        }
        assert_eq!((MEAN_AGREEMENT.compute)(&constant), Some(1.0));
        assert_eq!((DEFECTION_RATE.compute)(&constant), Some(0.0));
    }

    #[test]
    fn full_agreement_that_varies_gives_the_end_of_the_range() {
        let united = record("1 h 0 1 / 1 h 0 1 / 1 h 0 1");
        for measure in ALL {
            let end = if measure.sense == Sense::Agreement { measure.range.1 } else { measure.range.0 };
            assert_eq!((measure.compute)(&united), Some(end), "{}", measure.id);
        }
    }

    #[test]
    fn the_lone_dissenter_gains_the_bloc_most_by_leaving() {
        let members = record("1 1 / 1 1 / 1 1 / 0 1").members();
        assert_eq!((members[3].defections, members[3].sole_dissents, members[3].opportunities), (1, 1, 2));
        assert_eq!(members[3].gain, Some(0.25));
        assert_eq!(members[3].loyalty(), Some(0.5));
        assert_eq!(members[0].defection_rate(), Some(0.0));
    }

    fn any_record() -> impl proptest::strategy::Strategy<Value = BlocRecord> {
        use proptest::prelude::*;
        let cell = prop_oneof![
            Just(None),
            Just(Some(Position::In)),
            Just(Some(Position::Half)),
            Just(Some(Position::Out))
        ];
        (1usize..6, 0usize..7).prop_flat_map(move |(members, items)| {
            let row = proptest::collection::vec(cell.clone(), items);
            proptest::collection::vec(row, members).prop_map(|rows| BlocRecord { rows, positions: 3 })
        })
    }

    proptest::proptest! {
        #[test]
        fn every_value_lies_in_its_range_and_the_order_of_members_and_items_does_not_matter(record in any_record()) {
            let rows = record.rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
            let turned = BlocRecord { rows, ..record.clone() };
            for measure in ALL {
                let (a, b) = ((measure.compute)(&record), (measure.compute)(&turned));
                proptest::prop_assert_eq!(a.is_some(), b.is_some(), "{}", measure.id);
                let (Some(a), Some(b)) = (a, b) else { continue };
                proptest::prop_assert!((a - b).abs() < 1e-9, "{}", measure.id);
                let range = measure.range.0 - 1e-9..=measure.range.1 + 1e-9;
                proptest::prop_assert!(range.contains(&a), "{} {} {:?}", measure.id, a, record);
            }
        }

        #[test]
        fn on_one_agreement_the_gains_sum_to_nothing(record in any_record()) {
            for item in 0..record.rows[0].len() {
                let rows = record.rows.iter().map(|row| vec![row[item]]).collect();
                let gains: f64 = BlocRecord { rows, positions: 3 }.members().iter().filter_map(|m| m.gain).sum();
                proptest::prop_assert!(gains.abs() < 1e-12, "{}", gains);
            }
        }
    }
}
