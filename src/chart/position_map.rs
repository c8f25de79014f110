//! The position map: states as points, the nearer the more alike their records.
//! Colour and shape say the bloc; every label has a place of its own, tied to
//! its point by a line where it could not stand beside it.

use super::font::Weight;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Point, Rect, Scene, Text};
use super::similarity::{footer, left_out};
use super::theme::{CONTEXT, Colour, MARGIN, QUIET, RULE, SMALL};
use super::{Chart, Draw, source_line, tile};
use crate::analysis::Overview;
use crate::analysis::structure::Structure;
use crate::finding::{groups_title, groups_words};
use crate::wording::{count, the};

/// States as points.
pub const POSITION_MAP: Chart = Chart {
    id: "position-map",
    shows: "a map of states, the nearer the more alike their records, by bloc",
    draw: Draw::Overview(draw),
};

/// The most blocs that have a colour and a shape of their own.
const CLASSES: usize = 6;
const COLOURS: [Colour; CLASSES] = [
    Colour(0, 80, 142),
    Colour(190, 76, 0),
    Colour(0, 122, 90),
    Colour(150, 70, 120),
    Colour(150, 110, 0),
    Colour(40, 130, 190),
];
const NONE: Colour = Colour(120, 128, 137);
const RADIUS: f64 = 5.0;
/// Up to so many states are labelled by name, more by code.
const NAMED: usize = 25;
const PAD: f64 = 46.0;

fn draw(overview: &Overview, wide: f64) -> Option<Scene> {
    let shape = overview.structure.as_ref().ok()?;
    let (map, anchor) = shape.map.as_ref().ok()?;
    let classes = classes(shape);
    let mut words = words(overview, shape, &map.shares, *anchor);
    let (scene, top) = frame::open("position-map", wide, &words);
    let top = legend(&mut scene.clone(), shape, &classes, top);
    let (points, bottom) = places(&map.points, wide, top);
    let labels = labels(shape, &points, Rect { left: MARGIN, top, right: wide - MARGIN, bottom });
    let unnamed = labels.iter().filter(|label| label.is_none()).count();
    if unnamed > 0 {
        words
            .note
            .push_str(&format!(" {} without a label, for room.", count(unnamed, "point is", "points are")));
    }
    let (mut scene, _) = frame::open("position-map", wide, &words);
    let head = legend_top(&scene);
    legend(&mut scene, shape, &classes, head);
    axes(&mut scene, &points, (top, bottom), map.points.first().map_or(0, Vec::len) > 1);
    leaders(&mut scene, &points, &labels);
    for (i, at) in points.iter().enumerate() {
        let mut marks = symbol(class_of(shape, &classes, i), *at);
        marks.extend(labels[i].clone().map(Mark::from));
        scene.add(Mark::Group { title: describe(shape, i), marks });
    }
    scene.alt = format!(
        "Position map of {} as points, the nearer the more alike their records, where {}.",
        count(shape.states.len(), "state", "states"),
        groups_words(shape)
    );
    scene.description = (0..shape.states.len()).map(|i| describe(shape, i)).collect();
    scene.rows = rows(shape, &map.points);
    Some(frame::close(scene, bottom, &words))
}

fn legend_top(scene: &Scene) -> f64 {
    scene.texts().iter().map(|t| t.bounds().bottom).fold(0.0, f64::max) + 12.0
}

fn words(overview: &Overview, shape: &Structure, shares: &[f64], anchor: usize) -> Words {
    let share = |k: usize| shares.get(k).map(|s| format!("{:.0}%", s * 100.0));
    let explained = match (share(0), share(1)) {
        (Some(x), Some(y)) => format!("left to right {x} of the variance, top to bottom {y}"),
        (Some(x), None) => format!("left to right {x} of the variance"),
        _ => String::new(),
    };
    Words {
        title: groups_title(shape),
        subtitle: format!(
            "Position map of {} over {}: the nearer, the more alike their records; {explained}",
            count(shape.states.len(), "state", "states"),
            count(shape.items, "agreement", "agreements")
        ),
        note: format!(
            "Classical scaling of 1 - Lijphart's agreement; {} is on the right by convention, and an axis has no meaning of its own. A \
             state in several blocs has the mark of the one whose members are most alike.{}",
            the(&shape.states[anchor].name),
            left_out(shape)
        ),
        source: source_line(&overview.sources),
        footer: footer(overview, shape),
    }
}

/// The blocs with a mark of their own: those whose members are most alike first, each for at least
/// two states that have no mark yet.
fn classes(shape: &Structure) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..shape.blocs.len()).filter(|b| shape.blocs[*b].likeness.is_some()).collect();
    let likeness = |b: &usize| shape.blocs[*b].likeness.unwrap_or(0.0);
    order.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)).then(a.cmp(b)));
    let mut classes: Vec<usize> = vec![];
    for bloc in order {
        let fresh =
            shape.memberships.iter().filter(|m| m.contains(&bloc) && !m.iter().any(|b| classes.contains(b)));
        if classes.len() < CLASSES && fresh.count() >= 2 {
            classes.push(bloc);
        }
    }
    classes
}

fn class_of(shape: &Structure, classes: &[usize], state: usize) -> Option<usize> {
    classes.iter().position(|bloc| shape.memberships[state].contains(bloc))
}

/// A class as a shape in its colour; those in none as a small grey ring.
fn symbol(class: Option<usize>, (x, y): Point) -> Vec<Mark> {
    let Some(class) = class else {
        return vec![Mark::Ring { at: (x, y), radius: RADIUS - 1.0, colour: NONE, width: 1.5 }];
    };
    let (r, fill) = (RADIUS, COLOURS[class]);
    let area = |points: Vec<Point>| vec![Mark::Area { points, fill, opacity: 1.0 }];
    match class {
        0 => vec![Mark::Disc { at: (x, y), radius: r, fill }],
        1 => area(vec![(x, y - r - 1.0), (x + r + 1.0, y + r - 1.0), (x - r - 1.0, y + r - 1.0)]),
        2 => area(vec![(x - 4.5, y - 4.5), (x + 4.5, y - 4.5), (x + 4.5, y + 4.5), (x - 4.5, y + 4.5)]),
        3 => area(vec![(x, y - r - 1.5), (x + r + 1.5, y), (x, y + r + 1.5), (x - r - 1.5, y)]),
        4 => area(vec![(x, y + r + 1.0), (x + r + 1.0, y - r + 1.0), (x - r - 1.0, y - r + 1.0)]),
        _ => vec![
            Mark::line((x - r, y - r), (x + r, y + r), fill, 2.5),
            Mark::line((x - r, y + r), (x + r, y - r), fill, 2.5),
        ],
    }
}

fn legend(scene: &mut Scene, shape: &Structure, classes: &[usize], top: f64) -> f64 {
    let names = classes.iter().map(|b| shape.blocs[*b].bloc.short_name.clone());
    let mut items: Vec<(Option<usize>, String)> =
        names.enumerate().map(|(i, name)| (Some(i), name)).collect();
    if (0..shape.states.len()).any(|i| class_of(shape, classes, i).is_none()) {
        items.push((None, "none of these".to_owned()));
    }
    if items.len() < 2 {
        return top;
    }
    let (mut x, mut y) = (MARGIN, top + 12.0);
    for (class, name) in items {
        let words = super::font::ellipsize(&name, SMALL, Weight::Regular, 200.0);
        let needed = 16.0 + super::font::width(&words, SMALL, Weight::Regular) + 18.0;
        if x > MARGIN && x + needed > scene.width - MARGIN {
            (x, y) = (MARGIN, y + 20.0);
        }
        let marks = symbol(class, (x + 6.0, y - 4.0));
        scene.add(Mark::Group { title: name, marks });
        scene.add(Text::new((x + 16.0, y), SMALL, words).in_colour(QUIET));
        x += needed;
    }
    y + 16.0
}

/// The points in px, on the same scale both ways, and where the plot ends.
fn places(points: &[Vec<f64>], wide: f64, top: f64) -> (Vec<Point>, f64) {
    let axis = |k: usize| points.iter().map(move |p| p.get(k).copied().unwrap_or(0.0));
    let span = |k: usize| (axis(k).fold(f64::INFINITY, f64::min), axis(k).fold(f64::NEG_INFINITY, f64::max));
    let ((left, right), (low, high)) = (span(0), span(1));
    let room = wide - 2.0 * (MARGIN + PAD);
    let scale = (room / (right - left).max(1e-9)).min(620.0 / (high - low).max(1e-9));
    let inner = ((high - low) * scale).max(120.0);
    let (middle_x, middle_y) = ((left + right) / 2.0, (low + high) / 2.0);
    let at = |p: &Vec<f64>| {
        let y = p.get(1).copied().unwrap_or(0.0);
        let place =
            (wide / 2.0 + (p[0] - middle_x) * scale, top + PAD + inner / 2.0 - (y - middle_y) * scale);
        ((place.0 * 16.0).round() / 16.0, (place.1 * 16.0).round() / 16.0)
    };
    (points.iter().map(at).collect(), (top + 2.0 * PAD + inner).ceil())
}

fn axes(scene: &mut Scene, points: &[Point], (top, bottom): (f64, f64), both: bool) {
    let mean = |f: fn(&Point) -> f64| points.iter().map(f).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    scene.add(Mark::frame(MARGIN, top, scene.width - 2.0 * MARGIN, bottom - top, RULE, 1.0));
    scene.add(Mark::line((MARGIN, y), (scene.width - MARGIN, y), RULE, 1.0));
    if both {
        scene.add(Mark::line((x, top), (x, bottom), RULE, 1.0));
    }
}

fn around((x, y): Point, reach: f64) -> Rect {
    Rect { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
}

/// A label for each point where one fits, those with the most room about them first. Neither a
/// label nor the line to it lies on another label, point or line.
fn labels(shape: &Structure, points: &[Point], limits: Rect) -> Vec<Option<Text>> {
    let mut taken: Vec<Rect> = points.iter().map(|p| around(*p, RADIUS + 1.0)).collect();
    let mut words: Vec<Rect> = vec![];
    let mut labels = vec![None; points.len()];
    for i in by_room(points) {
        let free = |text: &Text| {
            let bounds = text.bounds();
            let beside = |others: &[Rect], own: &Rect| !others.iter().any(|other| own.overlaps(other));
            limits.holds(&bounds)
                && beside(&taken, &bounds)
                && leader(points[i], &bounds).iter().all(|step| beside(&words, step))
        };
        labels[i] = candidates(points[i], &label(shape, i)).find(free);
        if let Some(bounds) = labels[i].as_ref().map(Text::bounds) {
            words.push(bounds);
            taken.push(bounds);
            taken.extend(leader(points[i], &bounds));
        }
    }
    labels
}

/// The points, those farthest from any other first.
fn by_room(points: &[Point]) -> Vec<usize> {
    let far = |i: usize| {
        let squares = (0..points.len()).filter(|j| *j != i).map(|j| square(points[i], points[j]));
        squares.fold(f64::INFINITY, f64::min)
    };
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| far(*b).total_cmp(&far(*a)).then(a.cmp(b)));
    order
}

fn label(shape: &Structure, state: usize) -> String {
    let actor = &shape.states[state];
    let words = if shape.states.len() > NAMED { tile::code(actor) } else { actor.name.clone() };
    super::font::ellipsize(&words, SMALL, Weight::Regular, 150.0)
}

/// Where the line from a point to a label's box ends; nothing where it stands beside the point.
fn leader_end(at: Point, bounds: &Rect) -> Option<Point> {
    let end = (at.0.clamp(bounds.left, bounds.right), at.1.clamp(bounds.top + 3.0, bounds.bottom - 3.0));
    (square(at, end) > 14.0 * 14.0).then_some(end)
}

/// The line to a label as small boxes.
fn leader(at: Point, bounds: &Rect) -> Vec<Rect> {
    const PARTS: u8 = 24;
    let Some(end) = leader_end(at, bounds) else { return vec![] };
    let step = |k: u8| {
        let share = f64::from(k) / f64::from(PARTS);
        around((at.0 + (end.0 - at.0) * share, at.1 + (end.1 - at.1) * share), 1.0)
    };
    (1..PARTS).map(step).collect()
}

fn square(a: Point, b: Point) -> f64 {
    (a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)
}

/// Places for words about a point, the nearest first.
fn candidates(at: Point, words: &str) -> impl Iterator<Item = Text> {
    const WAYS: [Point; 12] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.87, -0.5),
        (-0.87, -0.5),
        (0.87, 0.5),
        (-0.87, 0.5),
        (0.5, -0.87),
        (-0.5, -0.87),
        (0.5, 0.87),
        (-0.5, 0.87),
    ];
    let words = words.to_owned();
    (0..12_u8).flat_map(move |ring| {
        let reach = RADIUS + 4.0 + 11.0 * f64::from(ring);
        let words = words.clone();
        WAYS.into_iter().map(move |(x, y)| {
            let anchor = if x > 0.3 {
                Anchor::Start
            } else if x < -0.3 {
                Anchor::End
            } else {
                Anchor::Middle
            };
            let lift = if y < -0.9 { 0.0 } else { SMALL * 0.36 * (1.0 + y) };
            Text::new((at.0 + x * reach, at.1 + y * reach + lift), SMALL, words.clone()).anchored(anchor)
        })
    })
}

/// Lines from points to labels that do not stand beside them.
fn leaders(scene: &mut Scene, points: &[Point], labels: &[Option<Text>]) {
    for (at, label) in points.iter().zip(labels) {
        if let Some(end) = label.as_ref().and_then(|text| leader_end(*at, &text.bounds())) {
            scene.add(Mark::line(*at, end, CONTEXT, 1.0));
        }
    }
}

fn describe(shape: &Structure, state: usize) -> String {
    let blocs: Vec<&str> =
        shape.memberships[state].iter().map(|b| shape.blocs[*b].bloc.short_name.as_str()).collect();
    let group = shape.groups.as_ref().ok().map(|g| format!("; group {}", g.found.groups[state] + 1));
    format!("{} ({}){}", shape.states[state].name, blocs.join(", "), group.unwrap_or_default())
}

fn rows(shape: &Structure, points: &[Vec<f64>]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let cell = |v: Option<&f64>| v.map(|v| format!("{v:.4}")).unwrap_or_default();
    let row = |(i, point): (usize, &Vec<f64>)| {
        let group = shape.groups.as_ref().ok().map(|g| (g.found.groups[i] + 1).to_string());
        let state = &shape.states[i];
        vec![
            state.id.clone(),
            state.name.clone(),
            cell(point.first()),
            cell(point.get(1)),
            group.unwrap_or_default(),
        ]
    };
    (vec!["actor", "name", "x", "y", "group"], points.iter().enumerate().map(row).collect())
}
