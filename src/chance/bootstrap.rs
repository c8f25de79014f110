//! How much a mean over agreements depends on which agreements they are: "if
//! these agreements were a sample of similar ones". Agreements are resampled,
//! never members: a bloc is counted in full.

use rayon::prelude::*;

use super::interval::{Interval, TAIL};
use super::pooled::{Draws, mean};
use super::random::Stream;

/// With fewer agreements than this, a range is given in place of an interval.
pub const FEWEST_AGREEMENTS: usize = 10;

/// The most agreements for which [`every_resample`] goes through all resamples.
pub const MOST_AGREEMENTS: usize = 7;

/// How far values over agreements spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// The lowest and the highest value: there are too few agreements for an interval of the mean.
    Range(Interval),
    /// The 95 % bootstrap interval of the mean, with its draws.
    Mean(Interval, Draws),
}

/// The spread of one value per agreement: a percentile interval of the mean from [`FEWEST_AGREEMENTS`] on.
///
/// `None` when there is no value, no draw, or a value is no number. The same seed gives the same result, whatever
/// the number of threads. Source: Efron 1979, Annals of Statistics 7: 1-26.
pub fn spread(values: &[f64], draws: Draws) -> Option<Spread> {
    let sorted = sorted(values)?;
    if values.len() < FEWEST_AGREEMENTS {
        return Some(Spread::Range(Interval { lower: *sorted.first()?, upper: *sorted.last()? }));
    }
    let resample = |number: usize| {
        let mut stream = Stream::new(draws.seed, number);
        (0..values.len()).map(|_| values[stream.below(values.len())]).sum::<f64>() / values.len() as f64
    };
    let means: Vec<f64> = (0..draws.number).into_par_iter().map(resample).collect();
    Some(Spread::Mean(percentiles(&means)?, draws))
}

/// The exact bootstrap of a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resamples {
    /// The mean over all resamples, which is that of the values.
    pub mean: f64,
    /// The standard deviation over all resamples.
    pub sd: f64,
    /// The percentiles 2.5 and 97.5, by linear interpolation.
    pub interval: Interval,
    /// How many resamples there are: n to the power of n.
    pub resamples: usize,
}

/// All resamples of up to [`MOST_AGREEMENTS`] values; `None` of none, of more, or when one is no number.
pub fn every_resample(values: &[f64]) -> Option<Resamples> {
    let n = values.len();
    if n > MOST_AGREEMENTS {
        return None;
    }
    let values = sorted(values)?;
    let mut means = vec![0.0];
    for _ in 0..n {
        means = means.iter().flat_map(|sum| values.iter().map(move |value| sum + value / n as f64)).collect();
    }
    let centre = mean(&means);
    let squares: Vec<f64> = means.iter().map(|value| (value - centre).powi(2)).collect();
    let (sd, interval) = (mean(&squares).sqrt(), percentiles(&means)?);
    Some(Resamples { mean: centre, sd, interval, resamples: means.len() })
}

/// The standard error of the mean from leaving out one agreement at a time; `None` below two values.
///
/// Source: Tukey 1958, Annals of Mathematical Statistics 29: 614.
pub fn jackknife_error(values: &[f64]) -> Option<f64> {
    let n = sorted(values)?.len() as f64;
    let sum: f64 = values.iter().sum();
    let without: Vec<f64> = values.iter().map(|value| (sum - value) / (n - 1.0)).collect();
    let squares: f64 = without.iter().map(|value| (value - mean(&without)).powi(2)).sum();
    (values.len() >= 2).then(|| (squares * (n - 1.0) / n).sqrt())
}

/// The values, rising; `None` if there are none, or one is no number.
fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (!values.is_empty() && values.iter().all(|value| value.is_finite())).then_some(sorted)
}

fn percentiles(values: &[f64]) -> Option<Interval> {
    let sorted = sorted(values)?;
    let at = |share: f64| {
        let place = share * (sorted.len() - 1) as f64;
        let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        below + (above - below) * place.fract()
    };
    Some(Interval { lower: at(TAIL), upper: at(1.0 - TAIL) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_agreements_give_a_range_and_ten_an_interval_inside_it() {
        let values: Vec<f64> = (0..10).map(f64::from).collect();
        let range = spread(&values[..9], Draws::default());
        assert_eq!(range, Some(Spread::Range(Interval { lower: 0.0, upper: 8.0 })));
        let Some(Spread::Mean(interval, _)) = spread(&values, Draws::default()) else {
            panic!("ten agreements")
        };
        assert!(0.0 < interval.lower && interval.lower < 4.5 && 4.5 < interval.upper && interval.upper < 9.0);
    }

    #[test]
    fn nothing_has_no_spread() {
        assert_eq!((spread(&[], Draws::default()), spread(&[f64::NAN], Draws::default())), (None, None));
        assert_eq!(spread(&[0.5; 10], Draws { number: 0, seed: 1 }), None);
        assert_eq!((every_resample(&[]), every_resample(&[0.5; 8])), (None, None));
        assert_eq!((jackknife_error(&[]), jackknife_error(&[0.4])), (None, None));
    }

    #[test]
    fn two_values_have_four_resamples() {
        let all = every_resample(&[0.0, 1.0]).expect("two values");
        assert_eq!((all.mean, all.resamples), (0.5, 4));
        assert!((all.sd - 0.125_f64.sqrt()).abs() < 1e-12);
        assert_eq!(jackknife_error(&[0.0, 1.0]), Some(0.5));
    }

    #[test]
    fn values_that_never_differ_have_an_interval_of_no_width() {
        let Some(Spread::Mean(interval, _)) = spread(&[0.5; 12], Draws::default()) else {
            panic!("agreements")
        };
        assert_eq!((interval.lower, interval.upper), (0.5, 0.5));
    }
}
