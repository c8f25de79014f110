//! The upper tail of the chi-square distribution, for whole degrees of freedom.

/// The probability that a chi-square variable with `df` degrees of freedom is `value` or more.
///
/// Q(df/2, value/2) by the recurrence Q(a + 1, x) = Q(a, x) + x^a e^-x / G(a + 1) from Q(1/2, x) = erfc(sqrt x)
/// or Q(1, x) = e^-x. `None` when `df` is 0, or `value` is negative or no number.
pub fn upper(value: f64, df: usize) -> Option<f64> {
    if df == 0 || value.is_nan() || value < 0.0 {
        return None;
    }
    let x = value / 2.0;
    let (mut tail, mut term, mut a) = match df % 2 {
        0 => ((-x).exp(), x * (-x).exp(), 1.0),
        _ => (libm::erfc(x.sqrt()), 2.0 * (x / std::f64::consts::PI).sqrt() * (-x).exp(), 0.5),
    };
    for _ in 0..(df - 1) / 2 {
        tail += term;
        a += 1.0;
        term *= x / a;
    }
    Some(if x.is_infinite() { 0.0 } else { tail.min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_five_per_cent_points_leave_five_per_cent() {
        let points = [(1, 3.841_458_821), (2, 5.991_464_547), (3, 7.814_727_903), (10, 18.307_038_05)];
        for (df, point) in points {
            let p = upper(point, df).expect("a chi-square");
            assert!((p - 0.05).abs() < 1e-9, "{df}: {p}");
        }
    }

    #[test]
    fn nothing_exceeds_zero_always_and_no_degrees_of_freedom_give_no_p() {
        assert_eq!((upper(0.0, 1), upper(0.0, 4)), (Some(1.0), Some(1.0)));
        assert_eq!((upper(1.0, 0), upper(-1.0, 1), upper(f64::NAN, 1)), (None, None, None));
        assert_eq!((upper(f64::INFINITY, 3), upper(5000.0, 1)), (Some(0.0), Some(0.0)));
    }
}
