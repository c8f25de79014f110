//! A strip of a timeline: the acts of one bloc's members, one dot an act on its
//! day, dots of one day piled up; acts dated only to an interval as bars beneath.

use super::axis::TimeAxis;
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{BREAK, CONTEXT, Colour, EDGE, HALF, IN, LABEL, MARGIN, PAPER, QUIET, SMALL};
use super::tile;
use crate::analysis::timeline::{Lane, Moved};
use crate::coding::Position;
use crate::model::{AgreementKind, Edtf};
use crate::wording::{count, share};

/// Room for the bloc's name.
pub(super) const NAMES: f64 = 130.0;
/// Room for how many were in at the end.
pub(super) const COUNTS: f64 = 120.0;
/// Radius of a dot.
pub(super) const RADIUS: f64 = 4.0;
/// From one dot to the next, upwards and sideways.
pub(super) const PITCH: f64 = 9.0;
/// How many dots a pile holds; in a strip with a larger one, acts are slices of one height.
const PILE: usize = 10;
/// The thinnest slice.
const THINNEST: f64 = 1.5;
/// Piles no farther apart share a label.
const NEAR: f64 = 2.0 * PITCH;
/// Up to how many acts of a pile are named.
const NAMED: usize = 4;
/// Height of a bar for an interval with its label; and without, where there are many.
const BAR: f64 = 22.0;
const THIN: f64 = 6.0;
/// From how many intervals on they go without labels.
const MANY: usize = 10;

/// Where an act led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    In,
    Half,
    Back,
    Other,
}

/// From solid to hollow.
pub(super) const CLASSES: [Class; 4] = [Class::In, Class::Half, Class::Back, Class::Other];

impl Class {
    pub(super) fn of(act: &Moved) -> Self {
        match act.position {
            _ if act.back => Self::Back,
            Some(Position::In) => Self::In,
            Some(Position::Half) => Self::Half,
            Some(Position::Out) | None => Self::Other,
        }
    }

    pub(super) fn words(self, kind: AgreementKind) -> &'static str {
        match (self, kind) {
            (Self::In, AgreementKind::Treaty) => "became a party",
            (Self::In, _) => "endorsed",
            (Self::Half, _) => "signed",
            (Self::Back, _) => "stepped back",
            (Self::Other, _) => "declined, or another act",
        }
    }

    const fn fill(self) -> Colour {
        match self {
            Self::In => IN,
            Self::Half => HALF,
            Self::Back | Self::Other => PAPER,
        }
    }
}

/// A dot: solid for in, light with an edge for half-way, crossed for a step back.
pub(super) fn dot(at: (f64, f64), class: Class) -> Vec<Mark> {
    let fill = class.fill();
    let colour = match class {
        Class::Back => BREAK,
        Class::In => IN,
        Class::Half | Class::Other => EDGE,
    };
    let mut marks = vec![
        Mark::Disc { at, radius: RADIUS, fill },
        Mark::Ring { at, radius: RADIUS - 0.5, colour, width: 1.25 },
    ];
    if class == Class::Back {
        let (x, y, d) = (at.0, at.1, RADIUS * 0.6);
        marks.push(Mark::line((x - d, y - d), (x + d, y + d), BREAK, 1.25));
        marks.push(Mark::line((x - d, y + d), (x + d, y - d), BREAK, 1.25));
    }
    marks
}

/// The acts of one bloc, laid out.
pub(super) struct Strip<'a> {
    /// Acts of about one day: where, and which, solid first.
    piles: Vec<(f64, Vec<&'a Moved>)>,
    /// Acts dated to the same span: the span, which, and the row of their bar.
    spans: Vec<(Edtf, Vec<&'a Moved>, usize)>,
}

impl<'a> Strip<'a> {
    pub(super) fn of(lane: &'a Lane, axis: &TimeAxis) -> Self {
        let mut piles: Vec<(f64, Vec<&Moved>)> = vec![];
        for act in lane.acts.iter().filter(|act| act.date.is_exact()) {
            let cell = ((axis.x(act.date.latest) - axis.left) / PITCH).round();
            let x = axis.left + cell * PITCH;
            match piles.last_mut().filter(|(at, _)| *at == x) {
                Some((_, pile)) => pile.push(act),
                None => piles.push((x, vec![act])),
            }
        }
        Self { piles, spans: spans(lane, axis) }
    }

    fn pile_height(&self) -> f64 {
        let heights = self.piles.iter().map(|(_, pile)| self.height_of(pile));
        heights.fold(PITCH, f64::max)
    }

    /// From one act of a pile to the next.
    pub(super) fn pitch(&self) -> f64 {
        let most = self.piles.iter().map(|(_, pile)| forward(pile)).max().unwrap_or(0).max(1);
        if most > PILE { (PILE as f64 * PITCH / most as f64).max(THINNEST) } else { PITCH }
    }

    /// The height of a pile: steps back are dots whatever their number.
    fn height_of(&self, pile: &[&Moved]) -> f64 {
        let onward = forward(pile);
        onward as f64 * self.pitch() + (pile.len() - onward) as f64 * PITCH
    }

    fn bar_height(&self) -> f64 {
        if self.spans.len() > MANY { THIN } else { BAR }
    }

    fn spans_height(&self) -> f64 {
        let rows = self.spans.iter().map(|(.., row)| row + 1).max().unwrap_or(0);
        rows as f64 * self.bar_height()
    }

    /// Room for labels above, the pile, the bars, and air.
    pub(super) fn height(&self) -> f64 {
        (18.0 + self.pile_height() + self.spans_height() + 14.0).max(54.0)
    }

    pub(super) fn draw(&self, scene: &mut Scene, axis: &TimeAxis, lane: &Lane, top: f64) {
        let base = top + 18.0 + self.pile_height();
        let middle = top + self.height() / 2.0;
        scene
            .add(Text::new((MARGIN, middle - 2.0), LABEL, &lane.bloc.short_name).bold().within(NAMES - 18.0));
        scene.add(Text::new((MARGIN, middle + 13.0), SMALL, format!("n = {}", lane.n)).in_colour(QUIET));
        scene.add(Mark::line((axis.left, base), (axis.right, base), CONTEXT, 1.0));
        let part =
            Text::new((axis.right + 16.0, middle + 4.0), SMALL, format!("{} in", share(lane.inside, lane.n)));
        scene.add(part.within(COUNTS - 16.0));
        for (x, pile) in &self.piles {
            scene.add(heap(pile, *x, base, self.pitch()));
        }
        self.label(scene, axis, base);
        for (span, acts, row) in &self.spans {
            let y = base + 4.0 + *row as f64 * self.bar_height();
            self.bar(scene, axis, (*span, acts), y);
        }
    }

    /// Piles so near that they share a label: those of few acts together, any other alone.
    fn labelled(&self) -> Vec<&[(f64, Vec<&'a Moved>)]> {
        let mut runs = vec![];
        let mut start = 0;
        for i in 1..=self.piles.len() {
            let acts: usize = self.piles[start..i].iter().map(|(_, pile)| pile.len()).sum();
            let next = self
                .piles
                .get(i)
                .filter(|(x, pile)| x - self.piles[i - 1].0 <= NEAR && acts + pile.len() <= NAMED);
            if next.is_none() {
                runs.push(&self.piles[start..i]);
                start = i;
            }
        }
        runs
    }

    /// The codes of small piles, and the number of large ones, where there is room.
    fn label(&self, scene: &mut Scene, axis: &TimeAxis, base: f64) {
        let mut free = axis.left - 12.0;
        for run in self.labelled() {
            let acts: Vec<&Moved> = run.iter().flat_map(|(_, pile)| pile.iter().copied()).collect();
            let (first, last) = (run[0].0, run[run.len() - 1].0);
            let words = if acts.len() <= NAMED { codes(&acts) } else { acts.len().to_string() };
            let height = run.iter().map(|(_, pile)| self.height_of(pile)).fold(0.0, f64::max);
            let at = ((first + last) / 2.0, base - height - 5.0);
            let text = Text::new(at, SMALL, words).anchored(Anchor::Middle).in_colour(QUIET);
            let inside = (axis.left - 10.0 - text.bounds().left).max(0.0);
            let text = Text { at: (at.0 + inside, at.1), ..text };
            let bounds = text.bounds();
            let fits = bounds.left >= free && bounds.right <= axis.right + 12.0;
            if fits && !self.hits(&text, (first, last), base) {
                free = bounds.right + 4.0;
                on_paper(scene, text);
            }
        }
    }

    /// Whether a label would lie on a pile beside its own.
    fn hits(&self, text: &Text, (first, last): (f64, f64), base: f64) -> bool {
        let bounds = text.bounds();
        let reaches = |pile: &[&Moved]| base - self.height_of(pile) < bounds.bottom;
        self.piles.iter().any(|(x, pile)| {
            let other = *x < first || *x > last;
            other && *x + RADIUS > bounds.left && *x - RADIUS < bounds.right && reaches(pile)
        })
    }

    fn bar(&self, scene: &mut Scene, axis: &TimeAxis, (span, acts): (Edtf, &[&Moved]), top: f64) {
        let (left, right) = extent(span, axis);
        let y = if self.spans.len() > MANY { top + 2.0 } else { top + 17.0 };
        let words: Vec<String> = acts.iter().map(|act| moved(act)).collect();
        let colour = if acts.iter().all(|act| Class::of(act) == Class::In) { IN } else { EDGE };
        let marks = vec![
            Mark::line((left, y), (right, y), colour, 3.0),
            Mark::line((left, y - 3.0), (left, y + 3.0), colour, 1.5),
            Mark::line((right, y - 3.0), (right, y + 3.0), colour, 1.5),
        ];
        scene.add(Mark::Group { title: words.join("; "), marks });
        if self.spans.len() <= MANY {
            on_paper(scene, bar_label(axis, span, acts, y - 5.0));
        }
    }
}

/// Adds words on paper of their own, so that no line of the grid runs through them.
fn on_paper(scene: &mut Scene, text: Text) {
    let b = text.bounds();
    scene.add(Mark::rect(b.left - 1.0, b.top, b.right - b.left + 2.0, b.bottom - b.top - 1.0, PAPER));
    scene.add(text);
}

/// How many acts of a pile are no step back.
fn forward(pile: &[&Moved]) -> usize {
    pile.iter().filter(|act| Class::of(act) != Class::Back).count()
}

/// The acts of one day: dots, or slices where the strip holds a large pile; steps back on top.
fn heap(pile: &[&Moved], x: f64, base: f64, pitch: f64) -> Mark {
    let title = pile.iter().map(|act| moved(act)).collect::<Vec<_>>().join("; ");
    let mut marks = vec![];
    let mut y = base;
    for class in [Class::In, Class::Half, Class::Other, Class::Back] {
        let n = pile.iter().filter(|act| Class::of(act) == class).count();
        let step = if class == Class::Back { PITCH } else { pitch };
        let height = step * n as f64;
        if step == PITCH {
            marks.extend((0..n).flat_map(|i| dot((x, y - (i as f64 + 0.5) * PITCH), class)));
        } else if n > 0 {
            marks.push(Mark::rect(x - RADIUS, y - height, 2.0 * RADIUS, height, class.fill()));
            marks.push(Mark::frame(x - RADIUS, y - height, 2.0 * RADIUS, height, EDGE, 0.5));
        }
        y -= height;
    }
    Mark::Group { title, marks }
}

fn extent(span: Edtf, axis: &TimeAxis) -> (f64, f64) {
    let (left, right) = (axis.x(span.earliest), axis.x(span.latest));
    if right - left >= 4.0 {
        (left, right)
    } else {
        (right.max(axis.left + 4.0) - 4.0, right.max(axis.left + 4.0))
    }
}

fn bar_label(axis: &TimeAxis, span: Edtf, acts: &[&Moved], y: f64) -> Text {
    let words = if acts.len() <= 3 { codes(acts) } else { count(acts.len(), "act", "acts") };
    let text = Text::new((extent(span, axis).0, y), SMALL, words).in_colour(QUIET);
    let beyond = (text.bounds().right - axis.right).max(0.0);
    Text { at: (text.at.0 - beyond, text.at.1), ..text }
}

/// Acts dated only to a span, those of one span together, in rows where no two touch.
fn spans<'a>(lane: &'a Lane, axis: &TimeAxis) -> Vec<(Edtf, Vec<&'a Moved>, usize)> {
    let mut groups: Vec<(Edtf, Vec<&Moved>)> = vec![];
    for act in lane.acts.iter().filter(|act| !act.date.is_exact()) {
        match groups.iter_mut().find(|(span, _)| *span == act.date) {
            Some((_, acts)) => acts.push(act),
            None => groups.push((act.date, vec![act])),
        }
    }
    groups.sort_by_key(|(span, _)| (span.earliest, span.latest));
    let labelled = groups.len() <= MANY;
    let mut ends: Vec<f64> = vec![];
    let placed = groups.into_iter().map(|(span, acts)| {
        let (mut left, mut right) = extent(span, axis);
        if labelled {
            let label = bar_label(axis, span, &acts, 0.0).bounds();
            (left, right) = (left.min(label.left), right.max(label.right));
        }
        let row = ends.iter().position(|end| *end + 6.0 <= left).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(right);
        } else {
            ends[row] = right;
        }
        (span, acts, row)
    });
    placed.collect()
}

fn codes(acts: &[&Moved]) -> String {
    let mut codes: Vec<String> = acts.iter().map(|act| tile::code(&act.actor)).collect();
    codes.dedup();
    codes.join(", ")
}

/// One act in words.
pub(super) fn moved(act: &Moved) -> String {
    format!("{}: {} ({})", act.actor.name, act.act, act.date)
}
