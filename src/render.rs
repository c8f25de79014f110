//! Scenes to SVG, and SVG to PNG: the only file that names plotters. Marks are
//! plotters elements drawn on a backend of our own that writes SVG. Its
//! coordinates are whole numbers, so it reports a canvas 16 times larger and
//! divides when writing. Letters are outlines, each defined once, so that a
//! figure looks the same in every viewer with no font installed; the words
//! stand over them as transparent text, to be selected, searched and read.

#[cfg(feature = "pdf")]
mod pdf;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text as TextElement};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontStyle, IntoFont, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use resvg::{tiny_skia, usvg};

use crate::chart::Scene;
use crate::chart::font::{self, Shaped, Weight};
use crate::chart::scene::{Anchor, Mark, Text};
use crate::chart::theme::Colour;

#[cfg(feature = "pdf")]
pub use pdf::pdf;

/// Why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// plotters refused.
    #[error("the figure could not be drawn: {0}")]
    Draw(String),
    /// The SVG could not be turned into pixels.
    #[error("the figure could not be turned into pixels: {0}")]
    Raster(String),
    /// The brief could not be set as PDF.
    #[error("the brief could not be set as PDF: {0}")]
    Pdf(String),
}

/// How many units of the drawing make a px.
const UNITS: f64 = 16.0;

/// How letters are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lettering {
    /// As outlines, the same in every viewer, with transparent words over them.
    #[default]
    Outlines,
    /// As text in the viewer's own font, to be edited.
    Text,
}

/// A scene as SVG with outlined letters. Ids in it begin with the scene's name, so that several can
/// stand in one page.
///
/// # Errors
/// When plotters refuses to draw.
pub fn svg(scene: &Scene) -> Result<String, RenderError> {
    svg_lettered(scene, Lettering::Outlines)
}

/// A scene as SVG.
///
/// # Errors
/// When plotters refuses to draw.
pub fn svg_lettered(scene: &Scene, lettering: Lettering) -> Result<String, RenderError> {
    let sheet = Sheet { prefix: scene.name.to_owned(), lettering, ..Sheet::default() };
    let sheet = Rc::new(RefCell::new(sheet));
    let size = (units(scene.width) as u32, units(scene.height) as u32);
    let area = Canvas { sheet: Rc::clone(&sheet), size }.into_drawing_area();
    draw_all(&area, &sheet, &scene.marks).map_err(|error| RenderError::Draw(error.to_string()))?;
    area.present().map_err(|error| RenderError::Draw(error.to_string()))?;
    let sheet = sheet.borrow();
    Ok(document(scene, &sheet))
}

fn document(scene: &Scene, sheet: &Sheet) -> String {
    let (w, h, id) = (px(units(scene.width)), px(units(scene.height)), scene.name);
    let description: String = scene.description.join("; ");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" font-family=\"'Noto Sans', sans-serif\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{} {}</desc>\n<defs>\n{}</defs>\n{}</svg>\n",
        escaped(&scene.title),
        escaped(&scene.alt),
        escaped(&description),
        sheet.definitions(),
        sheet.body
    )
}

/// Escapes text for XML; control characters, which XML cannot hold, are dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// What has been drawn so far.
#[derive(Default)]
struct Sheet {
    prefix: String,
    lettering: Lettering,
    body: String,
    glyphs: BTreeSet<(Weight, u16)>,
}

impl Sheet {
    fn definitions(&self) -> String {
        let define = |(weight, glyph): &(Weight, u16)| {
            let outline = font::outline(*glyph, *weight);
            format!("<path id=\"{}\" d=\"{outline}\"/>\n", self.glyph_id(*weight, *glyph))
        };
        self.glyphs.iter().map(define).collect()
    }

    fn glyph_id(&self, weight: Weight, glyph: u16) -> String {
        format!("{}-{}{glyph}", self.prefix, weight.letter())
    }

    fn write(&mut self, element: std::fmt::Arguments) {
        // Writing to a string does not fail.
        let _ = self.body.write_fmt(element);
    }

    /// Text as outlines with the words over them, or as words alone.
    fn text(&mut self, words: &str, weight: Weight, size: f64, at: BackendCoord, colour: BackendColor) {
        if words.trim().is_empty() {
            return;
        }
        let shaped = font::shape(words, weight);
        let scale = size / font::units_per_em(weight);
        let width = (f64::from(shaped.width) * scale * 100.0).round() / 100.0;
        let paint = match self.lettering {
            Lettering::Outlines => {
                self.outlines(&shaped, weight, scale, at, colour);
                "fill-opacity=\"0\"".to_owned()
            }
            Lettering::Text => format!("fill=\"{}\"", hex(colour)),
        };
        let style = match weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"700\"",
            Weight::Italic => " font-style=\"italic\"",
        };
        self.write(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\"{style} {paint} textLength=\"{width}\" \
             lengthAdjust=\"spacingAndGlyphs\">{}</text>\n",
            px(at.0),
            px(at.1),
            escaped(words)
        ));
    }

    fn outlines(
        &mut self,
        shaped: &Shaped,
        weight: Weight,
        scale: f64,
        at: BackendCoord,
        colour: BackendColor,
    ) {
        self.write(format_args!(
            "<g fill=\"{}\" aria-hidden=\"true\" transform=\"translate({} {}) scale({scale:.5} -{scale:.5})\">",
            hex(colour),
            px(at.0),
            px(at.1)
        ));
        for glyph in &shaped.glyphs {
            if !font::outline(glyph.id, weight).is_empty() {
                self.glyphs.insert((weight, glyph.id));
                let id = self.glyph_id(weight, glyph.id);
                let y = if glyph.y == 0 { String::new() } else { format!(" y=\"{}\"", glyph.y) };
                self.write(format_args!("<use href=\"#{id}\" x=\"{}\"{y}/>", glyph.x));
            }
        }
        self.write(format_args!("</g>"));
    }
}

/// The plotters backend that writes into a sheet.
struct Canvas {
    sheet: Rc<RefCell<Sheet>>,
    size: (u32, u32),
}

/// Writing into memory does not fail; plotters wants a type for it all the same.
#[derive(Debug, thiserror::Error)]
#[error("cannot fail")]
struct Never;

type Drawn = Result<(), DrawingErrorKind<Never>>;

impl DrawingBackend for Canvas {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.sheet.borrow_mut().write(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"1\" height=\"1\" fill=\"{}\"/>\n",
            px(x),
            px(y),
            hex(colour)
        ));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points = points(path);
        let (colour, width) = (style.color(), px(style.stroke_width() as i32));
        self.sheet.borrow_mut().write(format_args!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{}/>\n",
            hex(colour),
            opacity("stroke-opacity", colour)
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let (points, colour) = (points(corners), style.color());
        self.sheet.borrow_mut().write(format_args!(
            "<polygon points=\"{points}\" fill=\"{}\"{}/>\n",
            hex(colour),
            opacity("fill-opacity", colour)
        ));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (cx, cy, r, colour) = (px(x), px(y), px(radius as i32), hex(style.color()));
        let paint = match fill {
            true => format!("fill=\"{colour}\""),
            false => format!(
                "fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"",
                px(style.stroke_width() as i32)
            ),
        };
        self.sheet.borrow_mut().write(format_args!("<circle cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\" {paint}/>\n"));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Never>> {
        let width = font::width(text, style.size(), weight_of(style));
        Ok((width.round() as u32, style.size().round() as u32))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.sheet.borrow_mut().text(text, weight_of(style), style.size() / UNITS, at, style.color());
        Ok(())
    }
}

fn weight_of<S: BackendTextStyle>(style: &S) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Italic | FontStyle::Oblique => Weight::Italic,
        FontStyle::Normal => Weight::Regular,
    }
}

fn points(points: impl IntoIterator<Item = BackendCoord>) -> String {
    points.into_iter().map(|(x, y)| format!("{},{}", px(x), px(y))).collect::<Vec<_>>().join(" ")
}

/// Units of the drawing as px: sixteenths, so at most four places.
fn px(units: i32) -> f64 {
    f64::from(units) / UNITS
}

fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

fn hex(colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn opacity(name: &str, colour: BackendColor) -> String {
    if colour.alpha >= 1.0 { String::new() } else { format!(" {name}=\"{}\"", colour.alpha) }
}

type Area = DrawingArea<Canvas, Shift>;
type Failure = plotters::drawing::DrawingAreaErrorKind<Never>;

fn draw_all(area: &Area, sheet: &Rc<RefCell<Sheet>>, marks: &[Mark]) -> Result<(), Failure> {
    for mark in marks {
        draw(area, sheet, mark)?;
    }
    Ok(())
}

fn draw(area: &Area, sheet: &Rc<RefCell<Sheet>>, mark: &Mark) -> Result<(), Failure> {
    let at = |(x, y): (f64, f64)| (units(x), units(y));
    match mark {
        Mark::Area { points, fill, opacity } => {
            let points: Vec<_> = points.iter().copied().map(at).collect();
            area.draw(&Polygon::new(points, paint(*fill, *opacity).filled()))
        }
        Mark::Line { points, colour, width, opacity } => {
            let points: Vec<_> = points.iter().copied().map(at).collect();
            area.draw(&PathElement::new(points, stroke(*colour, *opacity, *width)))
        }
        Mark::Disc { at: centre, radius, fill } => {
            area.draw(&Circle::new(at(*centre), units(*radius), paint(*fill, 1.0).filled()))
        }
        Mark::Ring { at: centre, radius, colour, width } => {
            area.draw(&Circle::new(at(*centre), units(*radius), stroke(*colour, 1.0, *width)))
        }
        Mark::Text(text) => {
            area.draw(&TextElement::new(text.words.clone(), at((text.start(), text.at.1)), style(text)))
        }
        Mark::Group { title, marks } => {
            sheet.borrow_mut().write(format_args!("<g><title>{}</title>\n", escaped(title)));
            draw_all(area, sheet, marks)?;
            sheet.borrow_mut().write(format_args!("</g>\n"));
            Ok(())
        }
    }
}

fn paint(Colour(r, g, b): Colour, opacity: f64) -> RGBAColor {
    RGBAColor(r, g, b, opacity)
}

fn stroke(colour: Colour, opacity: f64, width: f64) -> ShapeStyle {
    ShapeStyle { color: paint(colour, opacity), filled: false, stroke_width: units(width).max(1) as u32 }
}

/// The plotters style of a text; it hangs at its left end, where [`Text::start`] put it.
fn style(text: &Text) -> TextStyle<'static> {
    debug_assert!(matches!(text.anchor, Anchor::Start | Anchor::Middle | Anchor::End));
    let slope = match text.weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
        Weight::Italic => FontStyle::Italic,
    };
    let font = ("sans-serif", text.size * UNITS, slope).into_font();
    TextStyle {
        font,
        color: paint(text.colour, 1.0).to_backend_color(),
        pos: Pos::new(HPos::Left, VPos::Bottom),
    }
}

/// SVG as PNG at `scale`, with its resolution and words about it.
///
/// # Errors
/// When the SVG cannot be read or is too large.
pub fn png(svg: &str, scale: f32, words: &[(&str, &str)]) -> Result<Vec<u8>, RenderError> {
    let failed = |error: &dyn std::fmt::Display| RenderError::Raster(error.to_string());
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|e| failed(&e))?;
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(|| failed(&"no size"))?;
    let mut pixels =
        tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(&"too large"))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    encode(&pixels, scale, words).map_err(|e| failed(&e))
}

fn encode(
    pixels: &tiny_skia::Pixmap,
    scale: f32,
    words: &[(&str, &str)],
) -> Result<Vec<u8>, png::EncodingError> {
    // A CSS px is 1/96 inch.
    let per_metre = (96.0 / 0.0254 * scale).round() as u32;
    let mut bytes = vec![];
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    // Flat colours pack a sixth smaller unfiltered.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    for (key, text) in words {
        encoder.add_itxt_chunk((*key).to_owned(), (*text).to_owned())?;
    }
    let mut writer = encoder.write_header()?;
    // Figures are drawn on opaque paper, so the colours need no division by alpha.
    let rgb: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::theme::{INK, PAPER};

    fn scene(words: &str) -> Scene {
        let mut scene =
            Scene { name: "test", width: 200.0, height: 40.0, title: words.to_owned(), ..Scene::default() };
        scene.add(Mark::rect(0.0, 0.0, 200.0, 40.0, PAPER));
        scene.add(Mark::Group {
            title: words.to_owned(),
            marks: vec![Text::new((10.0, 20.0), 13.0, words).in_colour(INK).into()],
        });
        scene
    }

    const HOSTILE: [&str; 5] =
        ["<script>alert(1)</script>", "a & b \"c\" 'd'", "nul\0 and \u{1b}[31m", "مصر", "Cote\u{302} Việt"];

    #[test]
    fn hostile_words_stay_words() {
        for words in HOSTILE {
            let svg = svg(&scene(words)).expect("drawn");
            assert!(!svg.contains("<script"), "{svg}");
            usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("well-formed");
        }
    }

    #[test]
    fn every_glyph_that_is_used_is_defined_once() {
        let svg = svg(&scene("Australia and the United States")).expect("drawn");
        for part in svg.split("href=\"#").skip(1) {
            let id = part.split('"').next().expect("an id");
            assert_eq!(svg.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
        assert!(svg.contains(">Australia and the United States</text>"));
    }

    #[test]
    fn the_same_scene_gives_the_same_bytes() {
        let once = svg(&scene("Same")).expect("drawn");
        assert_eq!(once, svg(&scene("Same")).expect("drawn"));
        let pixels = png(&once, 2.0, &[("Title", "Same")]).expect("pixels");
        assert_eq!(pixels, png(&once, 2.0, &[("Title", "Same")]).expect("pixels"));
    }
}
