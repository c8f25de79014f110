//! The alliance network: members as nodes by status, a hull around each bloc,
//! ties as lines, and the ties an agreement cut in front.

use std::collections::BTreeMap;

use super::font::Weight;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Point, Rect, Scene, Text, dashed_ring};
use super::theme::{BREAK, CONTEXT, EDGE, LABEL, MARGIN, QUIET, SMALL, TINTS, fill, words_on};
use super::{Chart, Draw, distinct, footer, source_line, tile};
use crate::analysis::{AgreementAnalysis, Member};
use crate::finding::{as_of, cut_title, the_agreement};
use crate::model::Certainty;
use crate::wording::{list_up_to, percent, sentence, the, thousands};

/// The network of ties.
pub const NETWORK: Chart = Chart {
    id: "network",
    shows: "the alliance network: hulls for blocs, nodes by status, cut ties in front",
    draw: Draw::Agreement(draw),
};

const RADIUS: f64 = 16.0;
/// In a bloc of more members only cut ties are drawn: the others would cover the page.
const CROWD: usize = 60;
/// The width of lines that come in thousands: one pixel of a picture, which is drawn fast.
const HAIR: f64 = 0.5;

fn draw(analysis: &AgreementAnalysis, width: f64) -> Option<Scene> {
    let nodes = nodes(analysis);
    if nodes.len() < 2 {
        return None;
    }
    let words = words(analysis);
    let (mut scene, top) = frame::open("network", width, &words);
    let height = (280.0 + nodes.len() as f64 * 6.0).min(1100.0);
    let places = places(analysis, &nodes, (top + 26.0, height), width);
    let names = hulls(&mut scene, analysis, &places);
    ties(&mut scene, analysis, &places);
    names.into_iter().for_each(|name| scene.add(name));
    for member in nodes.values() {
        if let Some(at) = places.get(member.actor.id.as_str()) {
            scene.add(node(member, *at));
        }
    }
    scene.alt = alt(analysis, nodes.len());
    scene.description = nodes.values().map(tile::words).collect();
    scene.rows = rows(analysis);
    Some(frame::close(scene, top + 26.0 + height + 10.0, &words))
}

/// Every member of the blocs once; as a rank-breaker if it is one in any of them.
fn nodes(analysis: &AgreementAnalysis) -> BTreeMap<&str, Member> {
    let mut nodes: BTreeMap<&str, Member> = BTreeMap::new();
    for member in analysis.view.blocs.iter().flat_map(|b| &b.members) {
        let entry = nodes.entry(member.actor.id.as_str()).or_insert_with(|| member.clone());
        entry.breaks_ranks |= member.breaks_ranks;
    }
    nodes
}

fn words(analysis: &AgreementAnalysis) -> Words {
    let mut note = "A tie joins two members of the same bloc; it is cut when they stood in different positions (vermilion). Where a \
                    member stands on the page says only which blocs it belongs to."
        .to_owned();
    if analysis.view.cut.iter().any(|c| c.certainty == Certainty::Uncertain) {
        note.push_str(" Thin: a cut that uncertain dates could close; a broken edge: a member whose status they could change.");
    }
    if analysis.view.blocs.iter().any(|b| b.members.len() > CROWD) {
        note.push_str(&format!(" In blocs of more than {CROWD} members, only cut ties are drawn."));
    }
    Words {
        title: cut_title(analysis),
        subtitle: sentence(&format!(
            "ties between members of the same bloc, by position on {}, {}",
            the_agreement(&analysis.agreement),
            as_of(analysis.on)
        )),
        note,
        source: source_line(&analysis.sources),
        footer: footer(analysis, analysis.on, distinct(&analysis.view)),
    }
}

fn places<'a>(
    analysis: &'a AgreementAnalysis,
    nodes: &BTreeMap<&'a str, Member>,
    (top, height): (f64, f64),
    width: f64,
) -> BTreeMap<&'a str, Point> {
    let (left, width) = (MARGIN + RADIUS + 14.0, width - 2.0 * (MARGIN + RADIUS + 14.0));
    let inner = height - 2.0 * (RADIUS + 14.0);
    let mut points: Vec<Point> = vec![];
    let mut ids = vec![];
    for (id, place) in &analysis.places {
        if nodes.contains_key(id.as_str()) {
            ids.push(id.as_str());
            points.push((left + place.0 * width, top + RADIUS + 14.0 + place.1 * inner));
        }
    }
    let limits =
        Rect { left, top: top + RADIUS + 14.0, right: left + width, bottom: top + RADIUS + 14.0 + inner };
    apart(&mut points, limits);
    ids.into_iter().zip(points).collect()
}

/// Moves nodes that touch until none do, inside the limits.
fn apart(points: &mut [Point], limits: Rect) {
    let least = 2.0 * RADIUS + 4.0;
    for _ in 0..300 {
        let mut moved = false;
        for i in 0..points.len() {
            for j in i + 1..points.len() {
                let (dx, dy) = (points[j].0 - points[i].0, points[j].1 - points[i].1);
                let distance = (dx * dx + dy * dy).sqrt();
                if distance < least {
                    moved = true;
                    let (ux, uy) = if distance > 0.01 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
                    let push = (least - distance) / 2.0 + 0.05;
                    points[i] = (points[i].0 - ux * push, points[i].1 - uy * push);
                    points[j] = (points[j].0 + ux * push, points[j].1 + uy * push);
                }
            }
        }
        for point in points.iter_mut() {
            *point = (point.0.clamp(limits.left, limits.right), point.1.clamp(limits.top, limits.bottom));
        }
        if !moved {
            break;
        }
    }
    for point in points.iter_mut() {
        *point = ((point.0 * 16.0).round() / 16.0, (point.1 * 16.0).round() / 16.0);
    }
}

/// A soft shape around each bloc's members; the answer is its name, where there is room, to be drawn over the ties.
fn hulls(scene: &mut Scene, analysis: &AgreementAnalysis, places: &BTreeMap<&str, Point>) -> Vec<Text> {
    let mut names = vec![];
    let mut taken: Vec<Rect> = places.values().map(|p| around(*p, RADIUS)).collect();
    for (i, bloc) in analysis.view.blocs.iter().enumerate() {
        let members: Vec<Point> =
            bloc.members.iter().filter_map(|m| places.get(m.actor.id.as_str()).copied()).collect();
        let hull = hull(&members);
        if hull.is_empty() {
            continue;
        }
        let mut edge = hull.clone();
        edge.push(hull[0]);
        let tint = TINTS[i % TINTS.len()];
        scene.add(Mark::Area { points: hull.clone(), fill: tint, opacity: 0.07 });
        scene.add(Mark::Line { points: edge, colour: tint, width: 1.25, opacity: 0.7 });
        if let Some(text) = name(bloc.bloc.short_name.as_str(), &hull, &taken, scene.width) {
            taken.push(text.bounds());
            names.push(text);
        }
    }
    names
}

fn around(at: Point, reach: f64) -> Rect {
    Rect { left: at.0 - reach, top: at.1 - reach, right: at.0 + reach, bottom: at.1 + reach }
}

/// The bloc's name at a place along its hull that lies on no node and no other name.
fn name(words: &str, hull: &[Point], taken: &[Rect], width: f64) -> Option<Text> {
    let mut corners = hull.to_vec();
    corners.sort_by(|a, b| (a.1, a.0).partial_cmp(&(b.1, b.0)).unwrap_or(std::cmp::Ordering::Equal));
    let candidates = corners.iter().flat_map(|p| {
        [(p.0, p.1 - 5.0), (p.0 - 30.0, p.1 - 5.0), (p.0 + 30.0, p.1 - 5.0), (p.0, p.1 + 15.0)]
    });
    let texts =
        candidates.map(|at| Text::new(at, LABEL, words).bold().anchored(Anchor::Middle).in_colour(QUIET));
    texts.into_iter().find(|text| {
        let bounds = text.bounds();
        bounds.left >= 4.0 && bounds.right <= width - 4.0 && !taken.iter().any(|other| bounds.overlaps(other))
    })
}

/// The convex hull of circles around points (Andrew's monotone chain).
fn hull(centres: &[Point]) -> Vec<Point> {
    const REACH: f64 = RADIUS + 9.0;
    const HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const AROUND: [Point; 8] = [
        (1.0, 0.0),
        (HALF, HALF),
        (0.0, 1.0),
        (-HALF, HALF),
        (-1.0, 0.0),
        (-HALF, -HALF),
        (0.0, -1.0),
        (HALF, -HALF),
    ];
    let mut points: Vec<Point> =
        centres.iter().flat_map(|c| AROUND.map(|(x, y)| (c.0 + x * REACH, c.1 + y * REACH))).collect();
    points.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let turns = |o: Point, a: Point, b: Point| (a.0 - o.0) * (b.1 - o.1) - (a.1 - o.1) * (b.0 - o.0) <= 0.0;
    let half = |points: &mut dyn Iterator<Item = Point>| -> Vec<Point> {
        let mut chain: Vec<Point> = vec![];
        for point in points {
            while chain.len() >= 2 && turns(chain[chain.len() - 2], chain[chain.len() - 1], point) {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let lower = half(&mut points.iter().copied());
    let upper = half(&mut points.iter().rev().copied());
    [lower, upper].concat()
}

/// All ties faintly, then the cut ones: those of one member as one line out and back, as thousands of
/// lines would take seconds to draw.
fn ties(scene: &mut Scene, analysis: &AgreementAnalysis, places: &BTreeMap<&str, Point>) {
    for bloc in &analysis.view.blocs {
        let members: Vec<Point> =
            bloc.members.iter().filter_map(|m| places.get(m.actor.id.as_str()).copied()).collect();
        if members.len() > CROWD {
            continue;
        }
        let (width, opacity) = if members.len() > 12 { (HAIR, 0.3) } else { (1.0, 0.6) };
        for (i, a) in members.iter().enumerate().filter(|(i, _)| i + 1 < members.len()) {
            let points = star(*a, &members[i + 1..]);
            scene.add(Mark::Line { points, colour: CONTEXT, width, opacity });
        }
    }
    let opacity = (60.0 / analysis.view.cut.len().max(1) as f64).clamp(0.1, 0.9);
    let mut cuts: BTreeMap<(&str, Certainty), Vec<Point>> = BTreeMap::new();
    for cut in &analysis.view.cut {
        if let Some(end) = places.get(cut.b.id.as_str()) {
            cuts.entry((cut.a.id.as_str(), cut.certainty)).or_default().push(*end);
        }
    }
    for ((id, certainty), ends) in cuts {
        let Some(centre) = places.get(id) else { continue };
        let width = match (certainty, opacity > 0.5) {
            (Certainty::Certain, true) => 2.0,
            (Certainty::Uncertain, true) => 0.75,
            (_, false) => HAIR,
        };
        scene.add(Mark::Line { points: star(*centre, &ends), colour: BREAK, width, opacity });
    }
}

/// A line from a point to each of others and back.
fn star(centre: Point, ends: &[Point]) -> Vec<Point> {
    let mut points: Vec<Point> = ends.iter().flat_map(|end| [centre, *end]).collect();
    if ends.len() == 1 {
        points.truncate(2);
    }
    points
}

fn node(member: &Member, at: Point) -> Mark {
    let mut marks = vec![Mark::Disc { at, radius: RADIUS, fill: fill(member.status) }];
    let (colour, width) = if member.breaks_ranks { (BREAK, 3.0) } else { (EDGE, 1.0) };
    match member.certainty {
        Certainty::Certain => marks.push(Mark::Ring { at, radius: RADIUS, colour, width }),
        Certainty::Uncertain => marks.extend(dashed_ring(at, RADIUS, colour, width.max(1.5))),
    }
    let weight = if member.breaks_ranks { Weight::Bold } else { Weight::Regular };
    let text = Text::new((at.0, at.1 + SMALL * 0.36), SMALL, tile::code(&member.actor));
    marks.push(Text { weight, ..text.anchored(Anchor::Middle).in_colour(words_on(member.status)) }.into());
    Mark::Group { title: tile::words(member), marks }
}

fn alt(analysis: &AgreementAnalysis, n: usize) -> String {
    let (cut, ties) = (analysis.view.cut.len(), analysis.view.ties);
    let blocs: Vec<String> =
        analysis.view.blocs.iter().map(|b| the(&b.bloc.short_name).into_owned()).collect();
    format!(
        "Network of {n} members of {}, tied where they share a bloc, where {} of {} ties{} had their ends in different positions on {}, {}.",
        list_up_to(&blocs, 8),
        thousands(cut),
        thousands(ties),
        percent(cut, ties).map(|p| format!(", {p},")).unwrap_or_default(),
        the_agreement(&analysis.agreement),
        as_of(analysis.on)
    )
}

fn rows(analysis: &AgreementAnalysis) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let row = |cut: &crate::analysis::CutRow| {
        vec![
            cut.a.name.clone(),
            cut.b.name.clone(),
            cut.shared.join("|"),
            cut.status_a.word().to_owned(),
            cut.status_b.word().to_owned(),
            cut.certainty.word().to_owned(),
        ]
    };
    (
        vec!["a", "b", "shared", "a_status", "b_status", "certainty"],
        analysis.view.cut.iter().map(row).collect(),
    )
}
