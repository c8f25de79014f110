//! Cohesion over time: a panel a bloc, the share of pairs of members that stood
//! together, with its members as they were and with the same members
//! throughout; changes of members are marked beneath.

use super::axis::TimeAxis;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Point, Scene, Text};
use super::theme::{BREAK, CONTEXT, EDGE, IN, LABEL, MARGIN, QUIET, RULE, SMALL};
use super::{Chart, Draw, footed, source_line};
use crate::analysis::Cohesion;
use crate::analysis::cohesion::{BlocCourse, Level};
use crate::finding::{cohesion_title, percentage, the_agreement};
use crate::model::AgreementKind;
use crate::wording::{date, sentence, the};

/// Cohesion of blocs over time.
pub const COHESION: Chart = Chart {
    id: "cohesion",
    shows: "pairs of members that stood together over time, with changes of members marked",
    draw: Draw::Cohesion(draw),
};

const NAMES: f64 = 130.0;
const SCALE: f64 = 38.0;
const COUNTS: f64 = 120.0;
const PANEL: f64 = 96.0;
/// Space in a panel above its line and, for the marks of changes, beneath it.
const ABOVE: f64 = 10.0;
const BENEATH: f64 = 22.0;

fn draw(cohesion: &Cohesion, width: f64) -> Option<Scene> {
    let shown: Vec<&BlocCourse> = cohesion.blocs.iter().filter(|b| b.ends().is_some()).collect();
    if shown.is_empty() || cohesion.from >= cohesion.until || cohesion.agreement.kind == AgreementKind::Vote {
        return None;
    }
    let words = words(cohesion, &shown);
    let (mut scene, top) = frame::open("cohesion", width, &words);
    let axis = TimeAxis {
        from: cohesion.from,
        until: cohesion.until,
        left: MARGIN + NAMES + SCALE,
        right: width - MARGIN - COUNTS,
    };
    let bottom = top + PANEL * shown.len() as f64;
    axis.grid(&mut scene, top, bottom);
    for (i, course) in shown.iter().enumerate() {
        panel(&mut scene, &axis, course, top + PANEL * i as f64);
    }
    scene.description = shown.iter().flat_map(|c| c.levels.iter().map(|l| describe(c, l))).collect();
    scene.alt = alt(cohesion, &shown);
    scene.rows = rows(&shown);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn words(cohesion: &Cohesion, shown: &[&BlocCourse]) -> Words {
    let (from, until) = (date(cohesion.from), date(cohesion.until));
    let mut note = "Thick: members of each day, of those with a known position.".to_owned();
    if shown.iter().any(|c| differs(c)) {
        note.push_str(" Thin: only those who were members throughout, where that differs.");
    }
    if shown.iter().any(|c| c.changes() > 0) {
        note.push_str(" A triangle up: members joined the bloc that day; down: members left it.");
    }
    note.push_str(" Uncertain dates count from their last possible day.");
    Words {
        title: cohesion_title(cohesion),
        subtitle: sentence(&format!(
            "pairs of a bloc's members in the same position on {}, of all pairs with known positions, {from} to {until}",
            the_agreement(&cohesion.agreement)
        )),
        note,
        source: source_line(&cohesion.sources),
        footer: footed(
            &format!("n = {} · {from} to {until}", super::counted(shown.len(), "bloc")),
            &cohesion.data_hash,
        ),
    }
}

/// Whether those who were members throughout ever agreed more or less than all.
fn differs(course: &BlocCourse) -> bool {
    course.throughout >= 2 && course.levels.iter().any(|l| l.fixed.is_some() && l.fixed != l.agreement)
}

fn panel(scene: &mut Scene, axis: &TimeAxis, course: &BlocCourse, top: f64) {
    let (high, base) = (top + ABOVE, top + PANEL - BENEATH);
    let y = |share: f64| base - (base - high) * share;
    for percent in [0, 50, 100] {
        let at = y(f64::from(percent) / 100.0);
        scene.add(Mark::line(
            (axis.left, at),
            (axis.right, at),
            if percent == 0 { CONTEXT } else { RULE },
            1.0,
        ));
        let label = Text::new((axis.left - 6.0, at + 4.0), SMALL, format!("{percent}%"));
        scene.add(label.anchored(Anchor::End).in_colour(QUIET));
    }
    let name = Text::new((MARGIN, (high + base) / 2.0), LABEL, &course.bloc.short_name);
    scene.add(name.bold().within(NAMES - 8.0));
    let mut marks = vec![];
    if differs(course) {
        marks.extend(steps(axis, course, |l| l.fixed, &y, (EDGE, 1.25)));
    }
    marks.extend(steps(axis, course, |l| l.agreement, &y, (IN, 2.5)));
    marks.extend(changes(axis, course, base + 4.0));
    let title = format!("{}: {}", course.bloc.short_name, spoken(course));
    scene.add(Mark::Group { title, marks });
    ends(scene, axis, course, (high + base) / 2.0);
}

/// A step line, broken where the value is undefined.
fn steps(
    axis: &TimeAxis,
    course: &BlocCourse,
    value: fn(&Level) -> Option<f64>,
    y: &dyn Fn(f64) -> f64,
    (colour, width): (super::theme::Colour, f64),
) -> Vec<Mark> {
    let mut lines: Vec<Vec<Point>> = vec![];
    let mut open = false;
    for (i, level) in course.levels.iter().enumerate() {
        let until = course.levels.get(i + 1).map_or(axis.until, |next| next.on);
        let Some(share) = value(level) else {
            open = false;
            continue;
        };
        if !open {
            lines.push(vec![]);
        }
        open = true;
        if let Some(line) = lines.last_mut() {
            line.extend([(axis.x(level.on), y(share)), (axis.x(until), y(share))]);
        }
    }
    lines.into_iter().map(|points| Mark::Line { points, colour, width, opacity: 1.0 }).collect()
}

/// A triangle for each day on which members joined or left.
fn changes(axis: &TimeAxis, course: &BlocCourse, top: f64) -> Vec<Mark> {
    const HALF: f64 = 4.0;
    let mut marks = vec![];
    for level in &course.levels {
        let x = axis.x(level.on);
        if !level.joined.is_empty() {
            let points = vec![(x - HALF, top + 7.0), (x + HALF, top + 7.0), (x, top)];
            marks.push(Mark::Area { points, fill: EDGE, opacity: 1.0 });
        }
        if !level.left.is_empty() {
            let points = vec![(x - HALF, top + 8.0), (x + HALF, top + 8.0), (x, top + 15.0)];
            marks.push(Mark::Area { points, fill: BREAK, opacity: 1.0 });
        }
    }
    marks
}

/// Where the lines end, in words.
fn ends(scene: &mut Scene, axis: &TimeAxis, course: &BlocCourse, middle: f64) {
    let Some((_, (last, n))) = course.ends() else { return };
    let x = axis.right + 10.0;
    scene.add(Text::new((x, middle - 4.0), LABEL, format!("{}, n = {n}", percentage(last))).bold());
    let fixed = course.levels.last().and_then(|l| l.fixed).filter(|_| differs(course));
    if let Some(fixed) = fixed {
        let words = format!("the same {}: {}", course.throughout, percentage(fixed));
        scene.add(Text::new((x, middle + 13.0), SMALL, words).in_colour(QUIET).within(COUNTS - 10.0));
    }
}

fn spoken(course: &BlocCourse) -> String {
    course.ends().map_or(String::new(), |((first, n), (last, m))| {
        format!("{} (n = {n}), in the end {} (n = {m})", percentage(first), percentage(last))
    })
}

fn describe(course: &BlocCourse, level: &Level) -> String {
    let percent = level.agreement.map_or("not defined".to_owned(), percentage);
    let who = |words: &str, actors: &[crate::analysis::ActorRef]| {
        let names: Vec<&str> = actors.iter().map(|a| a.name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!("; {words}: {}", names.join(", ")) }
    };
    format!(
        "{}, {}: {percent} of pairs, n = {}{}{}",
        course.bloc.short_name,
        level.on,
        level.n,
        who("joined", &level.joined),
        who("left", &level.left)
    )
}

fn alt(cohesion: &Cohesion, shown: &[&BlocCourse]) -> String {
    let parts: Vec<String> = shown
        .iter()
        .take(6)
        .map(|c| {
            let changes = match c.changes() {
                0 => String::new(),
                1 => ", with one day of change in its members".to_owned(),
                n => format!(", with {} days of change in its members", crate::wording::number(n)),
            };
            format!("{} began at {}{changes}", the(&c.bloc.short_name), spoken(c))
        })
        .collect();
    format!(
        "Step lines of the share of pairs of members that stood together on {}, by bloc, from {} to {}, where {}.",
        the_agreement(&cohesion.agreement),
        date(cohesion.from),
        date(cohesion.until),
        parts.join("; ")
    )
}

fn rows(shown: &[&BlocCourse]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header =
        vec!["bloc", "on", "agreement", "n", "agreement_same_members", "same_members", "joined", "left"];
    let number = |v: Option<f64>| v.map(|v| format!("{v:.4}")).unwrap_or_default();
    let ids = |actors: &[crate::analysis::ActorRef]| {
        actors.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join("|")
    };
    let row = |c: &BlocCourse, l: &Level| {
        vec![
            c.bloc.short_name.clone(),
            l.on.to_string(),
            number(l.agreement),
            l.n.to_string(),
            number(l.fixed),
            c.throughout.to_string(),
            ids(&l.joined),
            ids(&l.left),
        ]
    };
    (header, shown.iter().flat_map(|c| c.levels.iter().map(|l| row(c, l))).collect())
}
