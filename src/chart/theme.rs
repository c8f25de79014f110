//! The looks of every figure: type, spacing and colour, in one place. Blue for
//! being in, in steps; vermilion for those who broke ranks, always doubled by a
//! thicker edge and bold words; three quiet greys for what is not a position.

use crate::model::Status;

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Paper.
pub const PAPER: Colour = Colour(255, 255, 255);
/// Words.
pub const INK: Colour = Colour(27, 31, 36);
/// Words that stand back.
pub const QUIET: Colour = Colour(87, 96, 106);
/// Rules and axes.
pub const RULE: Colour = Colour(208, 215, 222);
/// Lines that only give context.
pub const CONTEXT: Colour = Colour(175, 184, 193);
/// Those who broke ranks (Okabe-Ito vermilion, darkened a little for words).
pub const BREAK: Colour = Colour(190, 76, 0);
/// The edge of a mark.
pub const EDGE: Colour = Colour(87, 106, 130);

/// In.
pub const IN: Colour = Colour(0, 80, 142);
/// Half-way.
pub const HALF: Colour = Colour(139, 190, 228);
/// Out.
pub const OUT: Colour = Colour(255, 255, 255);
/// Not known.
pub const NOT_KNOWN: Colour = Colour(225, 228, 232);
/// Could not join.
pub const NOT_ELIGIBLE: Colour = Colour(199, 205, 211);
/// Did not exist.
pub const NOT_A_STATE: Colour = Colour(241, 243, 245);

/// A soft tint behind a group.
pub const TINTS: [Colour; 8] = [
    Colour(0, 114, 178),
    Colour(230, 159, 0),
    Colour(0, 158, 115),
    Colour(204, 121, 167),
    Colour(86, 180, 233),
    Colour(213, 94, 0),
    Colour(120, 120, 120),
    Colour(180, 160, 0),
];

/// Title size.
pub const TITLE: f64 = 20.0;
/// Subtitle size.
pub const SUBTITLE: f64 = 14.0;
/// Label size.
pub const LABEL: f64 = 13.0;
/// The smallest size there is.
pub const SMALL: f64 = 12.0;
/// Space at the edges.
pub const MARGIN: f64 = 20.0;
/// Line height as a multiple of the size.
pub const LEADING: f64 = 1.35;
/// Width of a figure in a column.
pub const COLUMN: f64 = 720.0;

/// The fill that stands for a status.
pub const fn fill(status: Status) -> Colour {
    match status {
        Status::Endorsed | Status::Bound | Status::Yes => IN,
        Status::Signed | Status::Abstain => HALF,
        Status::None | Status::Declined | Status::No | Status::Withdrawn => OUT,
        Status::NotKnown => NOT_KNOWN,
        Status::NotEligible | Status::Absent => NOT_ELIGIBLE,
        Status::NotAState => NOT_A_STATE,
    }
}

/// The colour of words on the fill of a status.
pub const fn words_on(status: Status) -> Colour {
    match status {
        Status::Endorsed | Status::Bound | Status::Yes => PAPER,
        _ => INK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Colour) -> f64 {
        let [r, g, b] = linear(colour);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG 2 contrast.
    fn contrast(a: Colour, b: Colour) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// As seen without red cones or without green cones (Machado, Oliveira and Fernandes 2009, table 1,
    /// severity 1.0), on linear RGB.
    const PROTANOPIA: [[f64; 3]; 3] =
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    const DEUTERANOPIA: [[f64; 3]; 3] =
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    const ALL_CONES: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    fn linear(Colour(r, g, b): Colour) -> [f64; 3] {
        [r, g, b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn seen(colour: Colour, eyes: [[f64; 3]; 3]) -> [f64; 3] {
        let from = linear(colour);
        eyes.map(|row| row.iter().zip(from).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0))
    }

    /// CIE 1976 L*a*b* of linear sRGB, white point D65.
    fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
        let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
        let [x, y, z] =
            [x, y, z].map(|t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The distance of two colours as some eyes see them (CIE 1976); about 2 can just be told apart.
    fn apart(a: Colour, b: Colour, eyes: [[f64; 3]; 3]) -> f64 {
        let (a, b) = (lab(seen(a, eyes)), lab(seen(b, eyes)));
        a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
    }

    /// How light a colour prints in grey, 0 to 100.
    fn lightness(colour: Colour) -> f64 {
        lab(linear(colour))[0]
    }

    #[test]
    fn the_colour_arithmetic_agrees_with_published_values() {
        // sRGB red, from the standard: L* 53.2, a* 80.1, b* 67.2.
        let red = lab(linear(Colour(255, 0, 0)));
        for (value, published) in red.iter().zip([53.2, 80.1, 67.2]) {
            assert!((value - published).abs() < 0.3, "{red:?}");
        }
        assert!((contrast(Colour(0, 0, 0), PAPER) - 21.0).abs() < 1e-9);
        // White stays white whatever cones are missing.
        for eyes in [PROTANOPIA, DEUTERANOPIA] {
            assert!(apart(PAPER, Colour(255, 255, 255), eyes) < 1e-9);
            assert!(seen(PAPER, eyes).iter().all(|c| (c - 1.0).abs() < 1e-5));
        }
    }

    #[test]
    fn all_words_can_be_read() {
        let pairs = [(INK, PAPER), (QUIET, PAPER), (BREAK, PAPER), (INK, NOT_A_STATE), (QUIET, NOT_A_STATE)];
        for (words, paper) in pairs {
            assert!(contrast(words, paper) >= 4.5, "{words:?} on {paper:?}");
        }
        for status in Status::ALL {
            assert!(contrast(words_on(*status), fill(*status)) >= 4.5, "{status}");
        }
    }

    #[test]
    fn marks_and_their_edges_can_be_seen() {
        for mark in [EDGE, BREAK, IN] {
            assert!(contrast(mark, PAPER) >= 3.0, "{mark:?}");
        }
        for fill in [OUT, NOT_KNOWN, NOT_A_STATE] {
            assert!(contrast(EDGE, fill) >= 3.0, "{fill:?}");
        }
    }

    /// The status ramp, from none to bound, each step at least 20 of 100 darker in grey.
    #[test]
    fn the_steps_of_being_in_survive_a_grey_print() {
        let ramp = [OUT, HALF, IN].map(lightness);
        assert!(ramp.windows(2).all(|pair| pair[0] - pair[1] >= 20.0), "{ramp:?}");
    }

    /// Every two classes that a figure sets side by side are at least 20 apart, ten times what can just be
    /// told apart, for readers with all cones, without red and without green ones.
    #[test]
    fn classes_stay_apart_for_colour_blind_readers() {
        let classes = [IN, HALF, OUT, BREAK];
        for eyes in [ALL_CONES, PROTANOPIA, DEUTERANOPIA] {
            for (i, a) in classes.iter().enumerate() {
                for b in &classes[i + 1..] {
                    assert!(apart(*a, *b, eyes) >= 20.0, "{a:?} {b:?} {}", apart(*a, *b, eyes));
                }
            }
        }
    }

    /// What is not a position is a grey that no eye takes for half-way or in.
    #[test]
    fn not_known_is_never_taken_for_a_position() {
        for eyes in [ALL_CONES, PROTANOPIA, DEUTERANOPIA] {
            for grey in [NOT_KNOWN, NOT_ELIGIBLE, NOT_A_STATE] {
                for position in [HALF, IN, BREAK] {
                    let apart = apart(grey, position, eyes);
                    assert!(apart >= 12.0, "{grey:?} {position:?} {apart}");
                }
            }
            assert!(apart(NOT_KNOWN, OUT, eyes) >= 8.0);
        }
    }

    #[test]
    fn the_three_greys_differ() {
        let greys = [NOT_ELIGIBLE, NOT_KNOWN, NOT_A_STATE].map(lightness);
        assert!(greys.windows(2).all(|pair| pair[1] - pair[0] >= 4.0), "{greys:?}");
    }
}
