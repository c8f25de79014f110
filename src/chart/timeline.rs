//! Who moved when: a strip a bloc, one dot an act on its day, dots of one day
//! piled up; acts dated only to an interval as bars beneath.

use super::axis::TimeAxis;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{BREAK, CONTEXT, Colour, EDGE, HALF, IN, LABEL, MARGIN, PAPER, QUIET, SMALL};
use super::{Chart, Draw, footed, source_line, tile};
use crate::analysis::Timeline;
use crate::analysis::timeline::{Lane, Moved};
use crate::coding::Position;
use crate::finding::{as_of, the_agreement, timeline_title};
use crate::model::{AgreementKind, Edtf};
use crate::wording::{count, date, sentence, share, the};

/// Acts over time.
pub const TIMELINE: Chart = Chart {
    id: "timeline",
    shows: "the acts of each bloc's members over time, one dot an act, uncertain dates as bars",
    draw: Draw::Timeline(draw),
};

const NAMES: f64 = 130.0;
const COUNTS: f64 = 120.0;
const RADIUS: f64 = 4.0;
/// From one dot to the next, upwards and sideways.
const PITCH: f64 = 9.0;
/// How many dots a pile holds; in a strip with a larger one, acts are slices of one height.
const PILE: usize = 10;
/// The thinnest slice.
const THINNEST: f64 = 1.5;
/// Up to how many acts of a pile are named.
const NAMED: usize = 4;
/// Height of a bar for an interval with its label; and without, where there are many.
const BAR: f64 = 22.0;
const THIN: f64 = 6.0;
/// From how many intervals on they go without labels.
const MANY: usize = 10;

/// Where an act led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    In,
    Half,
    Back,
    Other,
}

/// From solid to hollow.
const CLASSES: [Class; 4] = [Class::In, Class::Half, Class::Back, Class::Other];

impl Class {
    fn of(act: &Moved) -> Self {
        match act.position {
            _ if act.back => Self::Back,
            Some(Position::In) => Self::In,
            Some(Position::Half) => Self::Half,
            Some(Position::Out) | None => Self::Other,
        }
    }

    fn words(self, kind: AgreementKind) -> &'static str {
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

fn draw(timeline: &Timeline, width: f64) -> Option<Scene> {
    let lanes: Vec<&Lane> = timeline.lanes.iter().filter(|lane| lane.n > 0).collect();
    let any = lanes.iter().any(|lane| !lane.acts.is_empty());
    if !any || timeline.agreement.kind == AgreementKind::Vote || timeline.from >= timeline.until {
        return None;
    }
    let axis = TimeAxis {
        from: timeline.from,
        until: timeline.until,
        left: MARGIN + NAMES,
        right: width - MARGIN - COUNTS,
    };
    let strips: Vec<Strip> = lanes.iter().map(|lane| Strip::of(lane, &axis)).collect();
    let words = words(timeline, &lanes, &strips);
    let (mut scene, top) = frame::open("timeline", width, &words);
    let top = key(&mut scene, timeline.agreement.kind, &lanes, top);
    let bottom = top + strips.iter().map(Strip::height).sum::<f64>();
    axis.grid(&mut scene, top, bottom);
    let mut y = top;
    for (lane, strip) in lanes.iter().zip(&strips) {
        strip.draw(&mut scene, &axis, lane, y);
        y += strip.height();
    }
    scene.description = lanes.iter().flat_map(|l| l.acts.iter().map(|act| describe(l, act))).collect();
    scene.alt = alt(timeline, &lanes);
    scene.rows = rows(&lanes);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn words(timeline: &Timeline, lanes: &[&Lane], strips: &[Strip]) -> Words {
    let (from, until) = (date(timeline.from), date(timeline.until));
    let acts = || lanes.iter().flat_map(|lane| &lane.acts);
    let mut note = format!(
        "One dot an act; members of each bloc {}; a state in several blocs stands in each.",
        as_of(timeline.on)
    );
    if strips.iter().any(|strip| strip.pitch() < PITCH) {
        note.push_str(" Where many acts fall on a day, one column holds them, as high as they are many within its strip.");
    }
    if acts().any(|act| !act.date.is_exact()) {
        note.push_str(" A level bar: an act on some day in that span.");
    }
    let outside = |act: &&Moved| act.date.earliest < timeline.from || act.date.latest > timeline.until;
    if acts().any(|act| outside(&act)) {
        note.push_str(" Bars are cut at the ends of the axis.");
    }
    Words {
        title: timeline_title(timeline),
        subtitle: sentence(&format!(
            "acts on {} by the members of each bloc, {from} to {until}",
            the_agreement(&timeline.agreement)
        )),
        note,
        source: source_line(&timeline.sources),
        footer: footed(
            &format!("n = {} · {from} to {until}", super::counted(acts().count(), "act")),
            &timeline.data_hash,
        ),
    }
}

/// What the dots stand for, where there is more than one kind.
fn key(scene: &mut Scene, kind: AgreementKind, lanes: &[&Lane], top: f64) -> f64 {
    let seen = |class: &&Class| lanes.iter().flat_map(|lane| &lane.acts).any(|act| Class::of(act) == **class);
    let classes: Vec<&Class> = CLASSES.iter().filter(seen).collect();
    if classes == [&Class::In] {
        return top;
    }
    let mut x = MARGIN;
    for class in classes {
        scene.add(Mark::Group {
            title: class.words(kind).to_owned(),
            marks: dot((x + RADIUS, top + 7.0), *class),
        });
        let words = Text::new((x + 2.0 * RADIUS + 6.0, top + 11.5), SMALL, class.words(kind));
        x = words.bounds().right + 18.0;
        scene.add(words);
    }
    top + 26.0
}

/// A dot: solid for in, light with an edge for half-way, crossed for a step back.
fn dot(at: (f64, f64), class: Class) -> Vec<Mark> {
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
struct Strip<'a> {
    /// Acts of about one day: where, and which, solid first.
    piles: Vec<(f64, Vec<&'a Moved>)>,
    /// Acts dated to the same span: the span, which, and the row of their bar.
    spans: Vec<(Edtf, Vec<&'a Moved>, usize)>,
}

impl<'a> Strip<'a> {
    fn of(lane: &'a Lane, axis: &TimeAxis) -> Self {
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
    fn pitch(&self) -> f64 {
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
    fn height(&self) -> f64 {
        (18.0 + self.pile_height() + self.spans_height() + 14.0).max(54.0)
    }

    fn draw(&self, scene: &mut Scene, axis: &TimeAxis, lane: &Lane, top: f64) {
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

    /// The codes of small piles, and the number of large ones, where there is room.
    fn label(&self, scene: &mut Scene, axis: &TimeAxis, base: f64) {
        let mut free = axis.left - 12.0;
        for (x, pile) in &self.piles {
            let words = match pile.len() {
                0..=NAMED => codes(pile),
                n => n.to_string(),
            };
            let y = base - self.height_of(pile) - 5.0;
            let text = Text::new((*x, y), SMALL, words).anchored(Anchor::Middle).in_colour(QUIET);
            let inside = (axis.left - 10.0 - text.bounds().left).max(0.0);
            let text = Text { at: (text.at.0 + inside, y), ..text };
            let bounds = text.bounds();
            if bounds.left >= free && bounds.right <= axis.right + 12.0 && !self.hits(&text, *x, base) {
                free = bounds.right + 4.0;
                on_paper(scene, text);
            }
        }
    }

    /// Whether a label would lie on the pile beside its own.
    fn hits(&self, text: &Text, own: f64, base: f64) -> bool {
        let bounds = text.bounds();
        let reaches = |pile: &[&Moved]| base - self.height_of(pile) < bounds.bottom;
        self.piles.iter().any(|(x, pile)| {
            *x != own && *x + RADIUS > bounds.left && *x - RADIUS < bounds.right && reaches(pile)
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

fn moved(act: &Moved) -> String {
    format!("{}: {} ({})", act.actor.name, act.act, act.date)
}

fn describe(lane: &Lane, act: &Moved) -> String {
    format!("{}, {}", lane.bloc.short_name, moved(act))
}

fn alt(timeline: &Timeline, lanes: &[&Lane]) -> String {
    let parts: Vec<String> = lanes
        .iter()
        .take(6)
        .map(|lane| {
            let acts = count(lane.acts.len(), "act", "acts");
            format!(
                "{} had {acts} and ended with {} in",
                the(&lane.bloc.short_name),
                share(lane.inside, lane.n)
            )
        })
        .collect();
    format!(
        "Strips of acts on {} by bloc from {} to {}, where {}.",
        the_agreement(&timeline.agreement),
        date(timeline.from),
        date(timeline.until),
        parts.join("; ")
    )
}

fn rows(lanes: &[&Lane]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["bloc", "actor", "name", "act", "date", "position", "joins", "source"];
    let row = |lane: &Lane, act: &Moved| {
        vec![
            lane.bloc.short_name.clone(),
            act.actor.id.clone(),
            act.actor.name.clone(),
            act.act.to_string(),
            act.date.to_string(),
            act.position.map(|p| p.text().to_owned()).unwrap_or_default(),
            if act.joins { "yes" } else { "no" }.to_owned(),
            act.source.clone(),
        ]
    };
    (header, lanes.iter().flat_map(|lane| lane.acts.iter().map(|act| row(lane, act))).collect())
}
