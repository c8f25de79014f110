//! A scene: a figure as plain data, marks and measured text, before any
//! drawing library sees it. What overlaps or leaves the canvas can be found by
//! looking at the scene.

use super::font::{self, Weight};
use super::theme::{Colour, INK};

/// A point in px.
pub type Point = (f64, f64);

/// A figure.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// File stem.
    pub name: &'static str,
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
    /// The finding.
    pub title: String,
    /// Text alternative: what kind of chart, of what, showing what.
    pub alt: String,
    /// The rows of the figure in words.
    pub description: Vec<String>,
    /// What a reader must know.
    pub note: String,
    /// Where the data come from.
    pub source: String,
    /// What is drawn, from back to front.
    pub marks: Vec<Mark>,
    /// Where the foot begins: note, source and version.
    pub foot: f64,
    /// The rows that were drawn, for download: header and cells.
    pub rows: (Vec<&'static str>, Vec<Vec<String>>),
}

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled polygon.
    Area {
        /// Its corners.
        points: Vec<Point>,
        /// Its fill.
        fill: Colour,
        /// From 0, clear, to 1.
        opacity: f64,
    },
    /// A line.
    Line {
        /// Its corners.
        points: Vec<Point>,
        /// Its colour.
        colour: Colour,
        /// Its width in px.
        width: f64,
        /// From 0, clear, to 1.
        opacity: f64,
    },
    /// A filled circle.
    Disc {
        /// Its centre.
        at: Point,
        /// Its radius.
        radius: f64,
        /// Its fill.
        fill: Colour,
    },
    /// A circle's edge.
    Ring {
        /// Its centre.
        at: Point,
        /// Its radius.
        radius: f64,
        /// Its colour.
        colour: Colour,
        /// Its width in px.
        width: f64,
    },
    /// A line of text.
    Text(Text),
    /// Marks that belong together, with words for a pointer and for screen readers.
    Group {
        /// The words.
        title: String,
        /// The marks.
        marks: Vec<Mark>,
    },
}

/// Where a line of text hangs on its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It starts there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where: on the baseline.
    pub at: Point,
    /// How it hangs there.
    pub anchor: Anchor,
    /// Its size in px.
    pub size: f64,
    /// Its weight.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
    /// The words.
    pub words: String,
}

/// A box in px: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Rect {
    /// Whether two boxes share more than half a px.
    pub fn overlaps(&self, other: &Self) -> bool {
        let slack = 0.5;
        self.left + slack < other.right
            && other.left + slack < self.right
            && self.top + slack < other.bottom
            && other.top + slack < self.bottom
    }

    /// Whether the other lies inside.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

impl Text {
    /// Words in ink that start at a point.
    pub fn new(at: Point, size: f64, words: impl Into<String>) -> Self {
        Self { at, anchor: Anchor::Start, size, weight: Weight::Regular, colour: INK, words: words.into() }
    }

    /// The same, in bold.
    pub fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// The same, in a colour.
    pub fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same, hung otherwise.
    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Cut to a width; the full words then stand in the title of a group around it.
    pub fn within(self, most: f64) -> Mark {
        let words = font::ellipsize(&self.words, self.size, self.weight, most);
        if words == self.words {
            return self.into();
        }
        Mark::Group { title: self.words.clone(), marks: vec![Self { words, ..self }.into()] }
    }

    /// Its width in px.
    pub fn width(&self) -> f64 {
        font::width(&self.words, self.size, self.weight)
    }

    /// The left end of its baseline.
    pub fn start(&self) -> f64 {
        match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - self.width() / 2.0,
            Anchor::End => self.at.0 - self.width(),
        }
    }

    /// The box it fills.
    pub fn bounds(&self) -> Rect {
        let (up, down) = font::reach(self.size);
        let left = self.start();
        Rect { left, top: self.at.1 - up, right: left + self.width(), bottom: self.at.1 + down }
    }
}

impl Mark {
    /// A filled rectangle.
    pub fn rect(left: f64, top: f64, width: f64, height: f64, fill: Colour) -> Self {
        Self::Area { points: corners(left, top, width, height), fill, opacity: 1.0 }
    }

    /// A rectangle's edge.
    pub fn frame(left: f64, top: f64, width: f64, height: f64, colour: Colour, stroke: f64) -> Self {
        let mut points = corners(left, top, width, height);
        // Past the first corner, so that it joins like the others.
        points.extend([points[0], points[1]]);
        Self::Line { points, colour, width: stroke, opacity: 1.0 }
    }

    /// A straight line.
    pub fn line(from: Point, to: Point, colour: Colour, width: f64) -> Self {
        Self::Line { points: vec![from, to], colour, width, opacity: 1.0 }
    }

    /// The same mark with every point moved and every length multiplied.
    pub fn placed(&self, factor: f64, (dx, dy): Point) -> Self {
        let at = |(x, y): &Point| (x * factor + dx, y * factor + dy);
        let many = |points: &[Point]| points.iter().map(at).collect();
        match self {
            Self::Area { points, fill, opacity } => {
                Self::Area { points: many(points), fill: *fill, opacity: *opacity }
            }
            Self::Line { points, colour, width, opacity } => {
                Self::Line { points: many(points), colour: *colour, width: width * factor, opacity: *opacity }
            }
            Self::Disc { at: centre, radius, fill } => {
                Self::Disc { at: at(centre), radius: radius * factor, fill: *fill }
            }
            Self::Ring { at: centre, radius, colour, width } => {
                let (radius, width) = (radius * factor, width * factor);
                Self::Ring { at: at(centre), radius, colour: *colour, width }
            }
            Self::Text(text) => {
                Self::Text(Text { at: at(&text.at), size: text.size * factor, ..text.clone() })
            }
            Self::Group { title, marks } => {
                let marks = marks.iter().map(|mark| mark.placed(factor, (dx, dy))).collect();
                Self::Group { title: title.clone(), marks }
            }
        }
    }

    /// Its topmost point.
    fn top(&self) -> f64 {
        let least = |points: &[Point]| points.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
        match self {
            Self::Area { points, .. } | Self::Line { points, .. } => least(points),
            Self::Disc { at, radius, .. } | Self::Ring { at, radius, .. } => at.1 - radius,
            Self::Text(text) => text.bounds().top,
            Self::Group { marks, .. } => marks.iter().map(Self::top).fold(f64::INFINITY, f64::min),
        }
    }

    /// Whether it lies below a height.
    pub fn is_below(&self, y: f64) -> bool {
        self.top() >= y
    }

    fn collect_texts<'a>(&'a self, texts: &mut Vec<&'a Text>) {
        match self {
            Self::Text(text) => texts.push(text),
            Self::Group { marks, .. } => marks.iter().for_each(|mark| mark.collect_texts(texts)),
            _ => {}
        }
    }
}

impl From<Text> for Mark {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

fn corners(left: f64, top: f64, width: f64, height: f64) -> Vec<Point> {
    vec![(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
}

/// Slanted lines clipped to a rectangle: what is withdrawn is hatched.
pub fn hatch(left: f64, top: f64, width: f64, height: f64, colour: Colour) -> Vec<Mark> {
    const GAP: f64 = 5.0;
    let lines = ((width + height) / GAP) as usize;
    let line = |i: usize| {
        let offset = GAP * (i as f64 + 0.5);
        let (x0, y0) = if offset <= height { (0.0, offset) } else { (offset - height, height) };
        let (x1, y1) = if offset <= width { (offset, 0.0) } else { (width, offset - width) };
        Mark::line((left + x0, top + y0), (left + x1, top + y1), colour, 1.0)
    };
    (0..lines).map(line).collect()
}

/// Dashes along the edge of a rectangle: what is uncertain has a broken edge.
pub fn dashes(left: f64, top: f64, width: f64, height: f64, colour: Colour, stroke: f64) -> Vec<Mark> {
    const DASH: f64 = 4.0;
    let corner = corners(left, top, width, height);
    let mut marks = vec![];
    for i in 0..4 {
        let (from, to) = (corner[i], corner[(i + 1) % 4]);
        let length = (to.0 - from.0).abs() + (to.1 - from.1).abs();
        let count = ((length / DASH / 2.0) as usize).max(1);
        let point = |share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        for k in 0..count {
            let start = (k as f64 + 0.25) / count as f64;
            marks.push(Mark::line(point(start), point(start + 0.5 / count as f64), colour, stroke));
        }
    }
    marks
}

/// Dashes along a circle: what is uncertain has a broken edge. A sixteenth of a turn a step, by
/// rotation, so that no machine's trigonometry shows.
pub fn dashed_ring(centre: Point, radius: f64, colour: Colour, stroke: f64) -> Vec<Mark> {
    const TURN: Point = (0.923_879_532_511_286_7, 0.382_683_432_365_089_8);
    let mut arm = (radius, 0.0);
    let mut marks = vec![];
    for _ in 0..16 {
        let next = (arm.0 * TURN.0 - arm.1 * TURN.1, arm.0 * TURN.1 + arm.1 * TURN.0);
        let towards = |share: f64| {
            (centre.0 + arm.0 + (next.0 - arm.0) * share, centre.1 + arm.1 + (next.1 - arm.1) * share)
        };
        marks.push(Mark::line(towards(0.2), towards(0.8), colour, stroke));
        arm = next;
    }
    marks
}

impl Scene {
    /// Adds a mark in front of the others.
    pub fn add(&mut self, mark: impl Into<Mark>) {
        self.marks.push(mark.into());
    }

    /// Every line of text, also inside groups.
    pub fn texts(&self) -> Vec<&Text> {
        let mut texts = vec![];
        self.marks.iter().for_each(|mark| mark.collect_texts(&mut texts));
        texts
    }

    /// The characters in it that the typeface cannot draw.
    pub fn missing(&self) -> Vec<char> {
        self.texts().into_iter().flat_map(|text| font::missing(&text.words)).collect()
    }

    /// What a picture file says about itself: key and words.
    pub fn words(&self) -> [(&'static str, &str); 3] {
        [("Title", &self.title), ("Description", &self.alt), ("Source", &self.source)]
    }

    /// Text that leaves the canvas, and text that lies on other text.
    pub fn problems(&self) -> Vec<String> {
        let canvas = Rect { left: 0.0, top: 0.0, right: self.width, bottom: self.height };
        let texts: Vec<(&Text, Rect)> = self.texts().into_iter().map(|t| (t, t.bounds())).collect();
        let mut problems = vec![];
        for (i, (text, bounds)) in texts.iter().enumerate() {
            if !canvas.holds(bounds) {
                problems.push(format!("{:?} leaves the canvas: {bounds:?}", text.words));
            }
            for (other, its) in &texts[i + 1..] {
                if bounds.overlaps(its) {
                    problems.push(format!("{:?} lies on {:?}", text.words, other.words));
                }
            }
        }
        problems
    }
}
