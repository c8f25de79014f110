//! Measures between two actors, from the table of their joint positions: how
//! often the one was in each position while the other was in each.

use super::{Measure, Sense, Set};

/// How often two actors took each pair of positions on the items where both did.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// The declared positions as numbers, rising: 0, 1/2, 1 for signings and votes.
    pub levels: Vec<f64>,
    /// `counts[i * levels.len() + j]`: the first in position i while the second was in position j.
    pub counts: Vec<u64>,
}

/// A measure between two actors.
pub type DyadMeasure = Measure<Joint>;

/// Every measure between two actors.
pub const ALL: &[&DyadMeasure] =
    &[&AGREEMENT, &LIJPHART, &S, &S_SQUARED, &KAPPA, &KAPPA_LINEAR, &KAPPA_QUADRATIC, &PI, &JACCARD, &PHI];

/// The share of items with the same position.
pub const AGREEMENT: DyadMeasure = DyadMeasure {
    id: "agreement",
    title: "Agreement",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "the share of items on which both took the same position",
    formula: "same / n",
    range: (0.0, 1.0),
    undefined_when: "there is no item on which both have a position",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: (3 + 1 + 2) / 10 = 0.6",
    source: "Voeten 2013, in: Routledge Handbook of International Organization; simple matching",
    compute: |joint| joint.mean(|d| f64::from(u8::from(d == 0.0))),
};

/// Agreement with half credit for a half-way position.
pub const LIJPHART: DyadMeasure = DyadMeasure {
    id: "lijphart",
    title: "Lijphart's index of agreement",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "the share of items in agreement, a half-way position against in or out counting one half",
    formula: "(same + half-way pairs / 2) / n",
    range: (0.0, 1.0),
    undefined_when: "there is no item on which both have a position",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: (6 + 2 / 2) / 10 = 0.7",
    source: "Lijphart 1963, American Political Science Review 57: 902-917",
    compute: |joint| joint.mean(|d| 1.0 - d),
};

/// Signorino and Ritter's S with absolute distances.
pub const S: DyadMeasure = DyadMeasure {
    id: "s",
    title: "S (absolute)",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "likeness from the mean distance of positions; for three positions it is 2 x Lijphart - 1",
    formula: "1 - 2 mean(|d| / dmax), dmax the span of the declared positions",
    range: (-1.0, 1.0),
    undefined_when: "there is no item on which both have a position",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 1 - 2 x (2 x 0.5 + 2 x 1) / 10 = 0.4",
    source: "Signorino and Ritter 1999, International Studies Quarterly 43: 115-144",
    compute: |joint| joint.mean(|d| 1.0 - 2.0 * d),
};

/// Signorino and Ritter's S with squared distances.
pub const S_SQUARED: DyadMeasure = DyadMeasure {
    id: "s-squared",
    title: "S (squared)",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "likeness from the mean squared distance of positions",
    formula: "1 - 2 mean((d / dmax)^2)",
    range: (-1.0, 1.0),
    undefined_when: "there is no item on which both have a position",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 1 - 2 x (2 x 0.25 + 2 x 1) / 10 = 0.5",
    source: "Signorino and Ritter 1999, International Studies Quarterly 43: 115-144",
    compute: |joint| joint.mean(|d| 1.0 - 2.0 * d * d),
};

/// Cohen's kappa.
pub const KAPPA: DyadMeasure = DyadMeasure {
    id: "kappa",
    title: "Cohen's kappa",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "agreement beyond what each actor's own habits would give by chance",
    formula: "1 - Do / De, De from each actor's own margins",
    range: (-1.0, 1.0),
    undefined_when: "there is no item in common, or both always took one and the same position",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 1 - (4 / 10) / (1 - (5 x 4 + 2 x 2 + 3 x 4) / 100) = 0.375",
    source: "Cohen 1960; Hage 2011, Political Analysis 19: 287-305",
    compute: |joint| joint.beyond_chance(Distance::Nominal, Margins::Own),
};

/// Cohen's kappa, weighted by distance.
pub const KAPPA_LINEAR: DyadMeasure = DyadMeasure {
    id: "kappa-linear",
    title: "Cohen's kappa (linear weights)",
    definition: "kappa with disagreement weighted by distance",
    formula: "1 - Do / De, disagreement |d|",
    set: Set::Advanced,
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 1 - 10 x (2 x 0.5 + 2 x 1) / ((5 x 2 + 2 x 4 + 2 x 4 + 3 x 2) / 2 + 5 x 4 + 3 x 4) = 0.375",
    source: "Cohen 1968, Psychological Bulletin 70: 213-220",
    compute: |joint| joint.beyond_chance(Distance::Linear, Margins::Own),
    ..KAPPA
};

/// Cohen's kappa, weighted by squared distance.
pub const KAPPA_QUADRATIC: DyadMeasure = DyadMeasure {
    id: "kappa-quadratic",
    title: "Cohen's kappa (quadratic weights)",
    definition: "kappa with disagreement weighted by squared distance",
    formula: "1 - Do / De, disagreement d^2",
    set: Set::Advanced,
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 1 - 10 x (2 x 0.25 + 2 x 1) / ((5 x 2 + 2 x 4 + 2 x 4 + 3 x 2) / 4 + 5 x 4 + 3 x 4) = 0.375",
    source: "Cohen 1968, Psychological Bulletin 70: 213-220",
    compute: |joint| joint.beyond_chance(Distance::Quadratic, Margins::Own),
    ..KAPPA
};

/// Scott's pi.
pub const PI: DyadMeasure = DyadMeasure {
    id: "pi",
    title: "Scott's pi",
    definition: "agreement beyond what the two actors' pooled habits would give by chance",
    formula: "1 - Do / De, De from the pooled margins",
    set: Set::Advanced,
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 1 - (4 / 10) / (1 - (9 x 9 + 4 x 4 + 7 x 7) / 400) = 0.37",
    source: "Scott 1955, Public Opinion Quarterly 19: 321-325",
    compute: |joint| joint.beyond_chance(Distance::Nominal, Margins::Pooled),
    ..KAPPA
};

/// Jaccard: joint signings of those that at least one signed.
pub const JACCARD: DyadMeasure = DyadMeasure {
    id: "jaccard",
    title: "Jaccard index",
    set: Set::Default,
    sense: Sense::Agreement,
    definition: "of the items that at least one of them joined, the share that both joined",
    formula: "both in / at least one in",
    range: (0.0, 1.0),
    undefined_when: "neither joined anything",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: 2 / (10 - 5) = 0.4",
    source: "Jaccard 1912, New Phytologist 11: 37-50",
    compute: |joint| {
        let [both, one, other, _] = joint.two_by_two();
        ratio(both, both + one + other)
    },
};

/// Phi: correlation of joining.
pub const PHI: DyadMeasure = DyadMeasure {
    id: "phi",
    title: "Phi",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the correlation of joining",
    formula: "(ad - bc) / sqrt((a+b)(c+d)(a+c)(b+d))",
    range: (-1.0, 1.0),
    undefined_when: "one of them joined everything or nothing",
    example: "3 1 1 / 0 1 1 / 1 0 2, rows the first out, half-way, in: both in 2, one 1, other 2, neither 5: (2 x 5 - 1 x 2) / sqrt(3 x 7 x 4 x 6) = 0.356",
    source: "Yule 1912, Journal of the Royal Statistical Society 75: 579-652",
    compute: |joint| {
        let [a, b, c, d] = joint.two_by_two().map(|n| n as f64);
        let margins = (a + b) * (c + d) * (a + c) * (b + d);
        (margins > 0.0).then(|| (a * d - b * c) / margins.sqrt())
    },
};

#[derive(Clone, Copy)]
enum Distance {
    Nominal,
    Linear,
    Quadratic,
}

#[derive(Clone, Copy)]
enum Margins {
    Own,
    Pooled,
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Joint {
    /// How many items both have a position on.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many of them with the same position.
    pub fn same(&self) -> u64 {
        (0..self.levels.len()).map(|i| self.at(i, i)).sum()
    }

    /// How many with one at each end.
    pub fn opposite(&self) -> u64 {
        let last = self.levels.len() - 1;
        self.at(0, last) + self.at(last, 0)
    }

    fn at(&self, i: usize, j: usize) -> u64 {
        self.counts[i * self.levels.len() + j]
    }

    /// The distance of two levels as a share of the span of all declared ones.
    fn distance(&self, i: usize, j: usize) -> f64 {
        let span = self.levels[self.levels.len() - 1] - self.levels[0];
        (self.levels[i] - self.levels[j]).abs() / span
    }

    /// The mean over items of a value of the distance between the two positions.
    fn mean(&self, value: impl Fn(f64) -> f64) -> Option<f64> {
        let n = self.n();
        let sum = self.sum(|i, j| value(self.distance(i, j)));
        (n > 0).then(|| sum / n as f64)
    }

    /// The sum over items of a value of the two positions.
    fn sum(&self, value: impl Fn(usize, usize) -> f64) -> f64 {
        let k = self.levels.len();
        let mut sum = 0.0;
        for (i, row) in self.counts.chunks_exact(k).enumerate() {
            for (j, count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
                sum += *count as f64 * value(i, j);
            }
        }
        sum
    }

    /// Both in, only the first, only the second, neither: in is the highest level.
    fn two_by_two(&self) -> [u64; 4] {
        let top = self.levels.len() - 1;
        let mut table = [0; 4];
        for (place, count) in self.counts.iter().enumerate() {
            let (i, j) = (place / (top + 1), place % (top + 1));
            table[usize::from(i != top) * 2 + usize::from(j != top)] += count;
        }
        [table[0], table[1], table[2], table[3]]
    }

    fn beyond_chance(&self, distance: Distance, margins: Margins) -> Option<f64> {
        let weight = |i: usize, j: usize| match (distance, self.distance(i, j)) {
            (Distance::Nominal, d) => f64::from(u8::from(d > 0.0)),
            (Distance::Linear, d) => d,
            (Distance::Quadratic, d) => d * d,
        };
        let n = self.n() as f64;
        let (mut rows, mut columns) = self.margins();
        if matches!(margins, Margins::Pooled) {
            for (row, column) in rows.iter_mut().zip(&mut columns) {
                (*row, *column) = ((*row + *column) / 2.0, (*row + *column) / 2.0);
            }
        }
        let observed = self.sum(weight);
        let k = self.levels.len();
        let mut expected = 0.0;
        for (i, row) in rows[..k].iter().enumerate() {
            for (j, column) in columns[..k].iter().enumerate().filter(|(j, _)| *j != i) {
                expected += weight(i, j) * row * column;
            }
        }
        let expected = expected / n;
        (n > 0.0 && expected > 0.0).then(|| 1.0 - observed / expected)
    }

    /// How often each actor took each position.
    fn margins(&self) -> ([f64; MOST_LEVELS], [f64; MOST_LEVELS]) {
        let k = self.levels.len();
        let (mut rows, mut columns) = ([0.0; MOST_LEVELS], [0.0; MOST_LEVELS]);
        for (i, row) in self.counts.chunks_exact(k).enumerate() {
            for (j, count) in row.iter().enumerate() {
                rows[i] += *count as f64;
                columns[j] += *count as f64;
            }
        }
        (rows, columns)
    }
}

/// More positions than any scale here has.
const MOST_LEVELS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    /// Three positions; rows: the first actor out, half-way, in.
    fn joint(counts: [u64; 9]) -> Joint {
        Joint { levels: vec![0.0, 0.5, 1.0], counts: counts.to_vec() }
    }

    #[test]
    fn a_table_of_ten_items_by_hand() {
        // Same on 3 + 1 + 2 = 6 of 10; half-way pairs 2; opposite 2.
        let table = joint([3, 1, 1, 0, 1, 1, 1, 0, 2]);
        assert_eq!((table.n(), table.same(), table.opposite()), (10, 6, 2));
        assert_eq!((AGREEMENT.compute)(&table), Some(0.6));
        assert_eq!((LIJPHART.compute)(&table), Some(0.7));
        let s = (S.compute)(&table).expect("defined");
        assert!((s - 0.4).abs() < 1e-12, "S is twice Lijphart less one");
        assert_eq!((JACCARD.compute)(&table), Some(2.0 / 5.0));
    }

    #[test]
    fn every_worked_example_holds() {
        for measure in ALL {
            let (case, value) = super::super::worked(measure.example);
            let table = case.split(',').next().expect("the table");
            let cells: Vec<u64> = table.split([' ', '/']).filter_map(|w| w.parse().ok()).collect();
            let found = (measure.compute)(&joint(cells.try_into().expect("nine cells"))).expect("defined");
            assert!((found - value).abs() < 0.0006, "{}: {found}, the example says {value}", measure.id);
        }
    }

    #[test]
    fn nothing_in_common_gives_no_value() {
        for measure in ALL {
            assert_eq!((measure.compute)(&joint([0; 9])), None, "{}", measure.id);
        }
    }

    #[test]
    fn two_that_never_vary_have_no_agreement_beyond_chance() {
        assert_eq!((KAPPA.compute)(&joint([0, 0, 0, 0, 0, 0, 0, 0, 7])), None);
        assert_eq!((AGREEMENT.compute)(&joint([0, 0, 0, 0, 0, 0, 0, 0, 7])), Some(1.0));
    }

    proptest::proptest! {
        #[test]
        fn every_value_lies_in_its_range_and_the_order_does_not_matter(counts in proptest::array::uniform9(0u64..6)) {
            let table = joint(counts);
            let turned = joint([0, 3, 6, 1, 4, 7, 2, 5, 8].map(|i| counts[i]));
            for measure in ALL {
                let (a, b) = ((measure.compute)(&table), (measure.compute)(&turned));
                proptest::prop_assert_eq!(a.is_some(), b.is_some(), "{}", measure.id);
                if let (Some(a), Some(b)) = (a, b) {
                    proptest::prop_assert!((a - b).abs() < 1e-12, "{}", measure.id);
                    proptest::prop_assert!((measure.range.0 - 1e-12..=measure.range.1 + 1e-12).contains(&a), "{}", measure.id);
                }
            }
        }
    }
}
