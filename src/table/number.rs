//! Numbers as text, fast: whole numbers, and fractions with as many digits as
//! it takes to read the same number back, so that two tables can be compared
//! to the last digit.

/// Writes a whole number.
pub fn whole(number: impl Into<u64>, text: &mut Vec<u8>) {
    text.extend_from_slice(itoa::Buffer::new().format(number.into()).as_bytes());
}

/// Writes the shortest decimal that reads back as the same number; nothing where it is undefined.
pub fn exact(number: Option<f64>, text: &mut Vec<u8>) {
    let Some(number) = number else { return };
    // Adding 0 turns -0 into 0.
    let mut buffer = zmij::Buffer::new();
    let digits = buffer.format_finite(number + 0.0);
    text.extend_from_slice(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: f64) -> String {
        let mut bytes = vec![];
        exact(Some(number), &mut bytes);
        String::from_utf8(bytes).expect("digits")
    }

    #[test]
    fn whole_values_have_no_point_and_zero_no_sign() {
        assert_eq!([1.0, -1.0, 0.0, -0.0, 0.5].map(text), ["1", "-1", "0", "0", "0.5"]);
        assert_eq!(text(2.0 / 3.0), "0.6666666666666666");
    }

    #[test]
    fn what_is_undefined_is_an_empty_cell() {
        let mut bytes = vec![];
        exact(None, &mut bytes);
        assert!(bytes.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_share_reads_back(part in 0u32..100_000, whole in 1u32..100_000) {
            let share = f64::from(part) / f64::from(whole);
            proptest::prop_assert_eq!(text(share).parse::<f64>(), Ok(share));
        }
    }
}
