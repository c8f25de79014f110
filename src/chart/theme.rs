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

    fn luminance(Colour(r, g, b): Colour) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    /// WCAG 2 contrast.
    fn contrast(a: Colour, b: Colour) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// As seen without red cones or without green cones (Viénot, Brettel and Mollon 1999).
    fn simulated(Colour(r, g, b): Colour, matrix: [[f64; 3]; 3]) -> [f64; 3] {
        let linear = [r, g, b].map(|c| (f64::from(c) / 255.0).powf(2.2));
        matrix.map(|row| {
            let value: f64 = row.iter().zip(linear).map(|(m, c)| m * c).sum();
            value.clamp(0.0, 1.0).powf(1.0 / 2.2) * 255.0
        })
    }

    const PROTAN: [[f64; 3]; 3] =
        [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]];
    const DEUTAN: [[f64; 3]; 3] =
        [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]];

    fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
        a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn all_words_can_be_read() {
        for words in [INK, QUIET, BREAK] {
            assert!(contrast(words, PAPER) >= 4.5, "{words:?}");
        }
        for status in Status::ALL {
            assert!(contrast(words_on(*status), fill(*status)) >= 4.5, "{status}");
        }
    }

    #[test]
    fn edges_of_marks_can_be_seen() {
        assert!(contrast(EDGE, PAPER) >= 3.0 && contrast(BREAK, PAPER) >= 3.0 && contrast(IN, PAPER) >= 3.0);
    }

    #[test]
    fn the_steps_of_being_in_survive_a_grey_print() {
        let (out, half, inside) = (luminance(OUT), luminance(HALF), luminance(IN));
        assert!(out > half + 0.2 && half > inside + 0.2);
    }

    #[test]
    fn classes_stay_apart_for_colour_blind_readers() {
        let classes = [IN, HALF, OUT, BREAK];
        for matrix in [PROTAN, DEUTAN] {
            for (i, a) in classes.iter().enumerate() {
                for b in &classes[i + 1..] {
                    let apart = distance(simulated(*a, matrix), simulated(*b, matrix));
                    assert!(apart > 60.0, "{a:?} {b:?} {apart}");
                }
            }
        }
    }

    #[test]
    fn the_three_greys_differ() {
        let greys = [NOT_KNOWN, NOT_ELIGIBLE, NOT_A_STATE].map(luminance);
        assert!((greys[0] - greys[1]).abs() > 0.08 && (greys[0] - greys[2]).abs() > 0.08);
    }
}
