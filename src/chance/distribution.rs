//! Probabilities of a count from the ratios of neighbouring ones. Exact tests
//! here need no factorials: the ratios fix the distribution up to its sum.

use std::ops::RangeInclusive;

/// The probabilities over `support`, given `ratio(k) = p(k + 1) / p(k)`.
///
/// Starts at `mode`, so that nothing overflows and what underflows is negligible.
pub(super) fn from_ratios(
    support: RangeInclusive<usize>,
    mode: usize,
    ratio: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let low = *support.start();
    let mut weights = vec![1.0; support.count()];
    let start = mode.saturating_sub(low).min(weights.len().saturating_sub(1));
    for place in start + 1..weights.len() {
        weights[place] = weights[place - 1] * ratio(low + place - 1);
    }
    for place in (0..start).rev() {
        weights[place] = weights[place + 1] / ratio(low + place);
    }
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// The sum of probabilities, which rounding must not lift above 1.
pub(super) fn total(probabilities: impl IntoIterator<Item = f64>) -> f64 {
    probabilities.into_iter().sum::<f64>().min(1.0)
}
