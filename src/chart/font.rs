//! The embedded font: text is shaped and measured here with the very glyphs
//! that are drawn, so that what fits in a scene fits in every viewer.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustybuzz::{Face, UnicodeBuffer, ttf_parser};

/// The weights and slopes that are embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// For running text.
    Regular,
    /// For titles and what stands out.
    Bold,
    /// For remarks.
    Italic,
}

impl Weight {
    /// The letter that tells the weights' glyphs apart in ids.
    pub const fn letter(self) -> char {
        match self {
            Self::Regular => 'r',
            Self::Bold => 'b',
            Self::Italic => 'i',
        }
    }
}

static REGULAR: LazyLock<Face<'static>> = LazyLock::new(|| face(notosans::REGULAR_TTF));
static BOLD: LazyLock<Face<'static>> = LazyLock::new(|| face(notosans::BOLD_TTF));
static ITALIC: LazyLock<Face<'static>> = LazyLock::new(|| face(notosans::ITALIC_TTF));

fn face(bytes: &'static [u8]) -> Face<'static> {
    Face::from_slice(bytes, 0).expect("the embedded fonts are sound")
}

fn of(weight: Weight) -> &'static Face<'static> {
    match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
        Weight::Italic => &ITALIC,
    }
}

/// One glyph of shaped text, in font units from the start of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// Where it stands.
    pub x: i32,
    /// How far above the baseline.
    pub y: i32,
}

/// Shaped text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shaped {
    /// Its glyphs.
    pub glyphs: Vec<Glyph>,
    /// Its width in font units.
    pub width: i32,
}

/// Font units in one em.
pub fn units_per_em(weight: Weight) -> f64 {
    f64::from(of(weight).units_per_em())
}

/// Shapes text as it is drawn.
pub fn shape(text: &str, weight: Weight) -> Shaped {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&drawable(text));
    let shaped = rustybuzz::shape(of(weight), &[], buffer);
    let (mut x, mut glyphs) = (0, vec![]);
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        glyphs.push(Glyph { id: info.glyph_id as u16, x: x + position.x_offset, y: position.y_offset });
        x += position.x_advance;
    }
    Shaped { glyphs, width: x }
}

/// The width of text in px.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    f64::from(shape(text, weight).width) * size / units_per_em(weight)
}

/// How far letters reach above and below the baseline, in px.
pub fn reach(size: f64) -> (f64, f64) {
    (size * 0.76, size * 0.24)
}

/// The characters of `text` that the font cannot draw.
pub fn missing(text: &str) -> Vec<char> {
    let face = of(Weight::Regular);
    let mut missing: Vec<char> =
        text.chars().filter(|c| !c.is_control() && face.glyph_index(*c).is_none()).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// What stands for a character without a glyph.
const REPLACEMENT: char = '\u{fffd}';

/// The text with a mark in place of what the font cannot draw, so that no empty box passes for a letter.
fn drawable(text: &str) -> Cow<'_, str> {
    if missing(text).is_empty() && !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let face = of(Weight::Regular);
    let drawn = text.chars().map(|c| match c {
        c if c.is_control() => ' ',
        c if face.glyph_index(c).is_none() => REPLACEMENT,
        c => c,
    });
    Cow::Owned(drawn.collect())
}

/// A glyph's outline as SVG path data, in font units with y upwards.
pub fn outline(glyph: u16, weight: Weight) -> String {
    let mut path = Path(String::new());
    of(weight).outline_glyph(ttf_parser::GlyphId(glyph), &mut path);
    path.0
}

struct Path(String);

impl ttf_parser::OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("M{x} {y}");
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("L{x} {y}");
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0 += &format!("Q{x1} {y1} {x} {y}");
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0 += &format!("C{x1} {y1} {x2} {y2} {x} {y}");
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// Breaks text into lines of at most `most` px; a word that is longer alone is broken.
pub fn wrap(text: &str, size: f64, weight: Weight, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    let mut line = String::new();
    let breaks = |c: char| c.is_whitespace() && c != '\u{a0}';
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        for piece in pieces(word, size, weight, most) {
            let longer = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
            if !line.is_empty() && width(&longer, size, weight) > most {
                lines.push(std::mem::replace(&mut line, piece));
            } else {
                line = longer;
            }
        }
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

fn pieces(word: &str, size: f64, weight: Weight, most: f64) -> Vec<String> {
    if width(word, size, weight) <= most {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        let last = pieces.last_mut().expect("there is always one");
        last.push(c);
        if last.chars().count() > 1 && width(last, size, weight) > most {
            last.pop();
            pieces.push(c.to_string());
        }
    }
    pieces
}

/// Text cut to `most` px, with an ellipsis where something is lost.
pub fn ellipsize(text: &str, size: f64, weight: Weight, most: f64) -> String {
    if width(text, size, weight) <= most {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if width(&cut, size, weight) <= most {
            return cut;
        }
    }
    "…".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_is_wider_than_regular() {
        assert!(width("Australia", 13.0, Weight::Bold) > width("Australia", 13.0, Weight::Regular));
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let text = "Bosnia and Herzegovina Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen x";
        for line in wrap(text, 13.0, Weight::Regular, 120.0) {
            assert!(width(&line, 13.0, Weight::Regular) <= 120.0, "{line}");
        }
    }

    #[test]
    fn what_is_cut_ends_in_an_ellipsis_and_fits() {
        let cut = ellipsize("Comprehensive Nuclear-Test-Ban Treaty", 13.0, Weight::Bold, 100.0);
        assert!(cut.ends_with('…') && width(&cut, 13.0, Weight::Bold) <= 100.0);
        assert_eq!(ellipsize("NPT", 13.0, Weight::Bold, 100.0), "NPT");
    }

    #[test]
    fn vietnamese_and_combining_accents_have_glyphs_and_arabic_is_reported() {
        assert_eq!(missing("Việt Nam, São Tomé, Cote\u{302}"), Vec::<char>::new());
        assert_eq!(missing("مصر").len(), 3);
    }

    #[test]
    fn no_weight_draws_an_empty_box() {
        for weight in [Weight::Regular, Weight::Bold, Weight::Italic] {
            for text in ["مصر", "日本", "a\u{1b}b\nc", "Việt Nam"] {
                assert!(shape(text, weight).glyphs.iter().all(|glyph| glyph.id != 0), "{text:?} {weight:?}");
            }
        }
    }
}
