//! Corrections for many tests: what p-values become when many tests are printed
//! side by side. The family is the tests actually printed; say its size.

/// A correction for many tests.
#[derive(Debug)]
pub struct Correction {
    /// Kebab-case name.
    pub id: &'static str,
    /// Name that prints.
    pub title: &'static str,
    /// What it holds down.
    pub definition: &'static str,
    /// Author, year and work.
    pub source: &'static str,
    /// From the rank (1 = smallest p) and the number of tests to the factor of p.
    factor: fn(usize, usize) -> f64,
    /// Which way the adjusted values are made monotone.
    direction: Direction,
}

#[derive(Clone, Copy, Debug)]
enum Direction {
    /// No larger p may end with a smaller value: a running maximum from the smallest p.
    StepDown,
    /// No smaller p may end with a larger value: a running minimum from the largest p.
    StepUp,
}

/// The default: the expected share of false findings among the findings, for tests that are
/// independent or positively dependent.
pub const BENJAMINI_HOCHBERG: &Correction = &Correction {
    id: "bh",
    title: "Benjamini-Hochberg",
    definition: "the expected share of false findings, for independent or positively dependent tests",
    source: "Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57: 289-300",
    factor: |rank, tests| tests as f64 / rank as f64,
    direction: Direction::StepUp,
};

/// As Benjamini-Hochberg, under any dependence.
pub const BENJAMINI_YEKUTIELI: &Correction = &Correction {
    id: "by",
    title: "Benjamini-Yekutieli",
    definition: "the expected share of false findings, whatever the dependence between tests",
    source: "Benjamini and Yekutieli 2001, Annals of Statistics 29: 1165-1188",
    factor: |rank, tests| (1..=tests).map(|i| 1.0 / i as f64).sum::<f64>() * tests as f64 / rank as f64,
    direction: Direction::StepUp,
};

/// The chance of any false finding, never weaker than Bonferroni.
pub const HOLM: &Correction = &Correction {
    id: "holm",
    title: "Holm",
    definition: "the chance of even one false finding",
    source: "Holm 1979, Scandinavian Journal of Statistics 6: 65-70",
    factor: |rank, tests| (tests + 1 - rank) as f64,
    direction: Direction::StepDown,
};

/// The chance of any false finding, by the number of tests.
pub const BONFERRONI: &Correction = &Correction {
    id: "bonferroni",
    title: "Bonferroni",
    definition: "the chance of even one false finding; p times the number of tests",
    source: "Dunn 1961, Journal of the American Statistical Association 56: 52-64",
    factor: |_, tests| tests as f64,
    direction: Direction::StepDown,
};

/// Every correction.
pub const ALL: &[&Correction] = &[BENJAMINI_HOCHBERG, BENJAMINI_YEKUTIELI, HOLM, BONFERRONI];

impl Correction {
    /// The adjusted p-values, each in the place of its own.
    ///
    /// A test that gave no p (or something that is none) stays without, and does not count in the family.
    pub fn adjust(&self, p: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut ranked: Vec<(usize, f64)> =
            p.iter().enumerate().filter_map(|(place, p)| Some((place, p.filter(is_p)?))).collect();
        ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
        let tests = ranked.len();
        let mut scaled: Vec<f64> =
            ranked.iter().enumerate().map(|(i, (_, p))| p * (self.factor)(i + 1, tests)).collect();
        monotone(&mut scaled, self.direction);
        let mut adjusted = vec![None; p.len()];
        for ((place, _), value) in ranked.iter().zip(scaled) {
            adjusted[*place] = Some(value.min(1.0));
        }
        adjusted
    }
}

fn is_p(p: &f64) -> bool {
    (0.0..=1.0).contains(p)
}

fn monotone(values: &mut [f64], direction: Direction) {
    match direction {
        Direction::StepDown => (1..values.len()).for_each(|i| values[i] = values[i].max(values[i - 1])),
        Direction::StepUp => {
            (1..values.len()).rev().for_each(|i| values[i - 1] = values[i - 1].min(values[i]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rounded(correction: &Correction, p: &[f64]) -> Vec<f64> {
        let given: Vec<_> = p.iter().copied().map(Some).collect();
        correction.adjust(&given).into_iter().flatten().map(|p| (p * 1e6).round() / 1e6).collect()
    }

    #[test]
    fn the_published_example_rejects_four_hypotheses_and_bonferroni_three() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
            0.6528, 0.759, 1.0,
        ];
        let rejected = |correction| rounded(correction, &p).iter().filter(|p| **p <= 0.05).count();
        assert_eq!((rejected(BENJAMINI_HOCHBERG), rejected(BONFERRONI)), (4, 3));
    }

    #[test]
    fn holm_multiplies_the_smallest_by_the_number_of_tests_and_the_next_by_one_less() {
        assert_eq!(rounded(HOLM, &[0.03, 0.01, 0.04]), [0.06, 0.03, 0.06]);
    }

    #[test]
    fn a_test_that_could_not_be_done_is_not_in_the_family() {
        let p = [Some(0.02), None, Some(f64::NAN), Some(0.5)];
        assert_eq!(BONFERRONI.adjust(&p), [Some(0.04), None, None, Some(1.0)]);
        assert_eq!(HOLM.adjust(&[]), []);
    }

    proptest! {
        #[test]
        fn no_correction_lowers_a_p_or_changes_their_order(p in proptest::collection::vec(0.0_f64..=1.0, 0..30)) {
            let given: Vec<_> = p.iter().copied().map(Some).collect();
            for correction in ALL {
                let adjusted: Vec<f64> = correction.adjust(&given).into_iter().flatten().collect();
                for (i, j) in (0..p.len()).flat_map(|i| (0..p.len()).map(move |j| (i, j))) {
                    prop_assert!(adjusted[i] >= p[i] && adjusted[i] <= 1.0, "{}", correction.id);
                    prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j], "{}", correction.id);
                }
            }
        }
    }
}
