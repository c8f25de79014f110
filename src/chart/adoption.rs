//! Adoption over time: a row a bloc, a step curve of members in; where dates
//! are uncertain, the band between surely in and perhaps in.

use super::axis::TimeAxis;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{CONTEXT, HALF, IN, LABEL, MARGIN, QUIET, RULE, SMALL};
use super::{Chart, Draw, distinct, footer, source_line};
use crate::analysis::adoption::Step;
use crate::analysis::{Adoption, AgreementAnalysis};
use crate::finding::{adoption_title, as_of, the_agreement};
use crate::model::AgreementKind;
use crate::wording::{date, sentence, share, the};

/// Members in, over time.
pub const ADOPTION: Chart = Chart {
    id: "adoption",
    shows: "members of each bloc in over time, uncertain dates as bands",
    draw: Draw::Agreement(draw),
};

const ROW: f64 = 58.0;
const NAMES: f64 = 120.0;
const COUNTS: f64 = 112.0;

fn draw(analysis: &AgreementAnalysis, width: f64) -> Option<Scene> {
    let rows: Vec<&Adoption> = analysis.adoption.iter().filter(|a| a.n > 0).collect();
    if rows.is_empty()
        || analysis.agreement.kind == AgreementKind::Vote
        || analysis.cutoff <= analysis.agreement.opened
    {
        return None;
    }
    let words = words(analysis, &rows);
    let (mut scene, top) = frame::open("adoption", width, &words);
    let axis = TimeAxis {
        from: analysis.agreement.opened,
        until: analysis.cutoff,
        left: MARGIN + NAMES,
        right: width - MARGIN - COUNTS,
    };
    let bottom = top + 22.0 + rows.len() as f64 * ROW;
    grid(&mut scene, &axis, analysis, top, bottom);
    for (i, adoption) in rows.iter().enumerate() {
        row(&mut scene, &axis, adoption, top + 22.0 + i as f64 * ROW);
    }
    scene.alt = alt(analysis, &rows);
    scene.description = rows.iter().flat_map(|a| describe(a)).collect();
    scene.rows = table(&rows);
    Some(frame::close(scene, bottom + 22.0, &words))
}

fn words(analysis: &AgreementAnalysis, rows: &[&Adoption]) -> Words {
    let uncertain = rows.iter().flat_map(|a| &a.steps).any(|s| s.low != s.high);
    let mut note = "Blocs as composed on the day the figure is about.".to_owned();
    if uncertain {
        note.push_str(" Dark: surely in; light: perhaps in, where acts are dated only to an interval.");
    }
    Words {
        title: adoption_title(analysis),
        subtitle: sentence(&format!(
            "members in by day, from {} to {}, by bloc {}",
            date(analysis.agreement.opened),
            date(analysis.cutoff),
            as_of(analysis.on)
        )),
        note,
        source: source_line(&analysis.sources),
        footer: footer(analysis, analysis.on, distinct(&analysis.view)),
    }
}

/// Years, and the days that matter, labelled above.
fn grid(scene: &mut Scene, axis: &TimeAxis, analysis: &AgreementAnalysis, top: f64, bottom: f64) {
    axis.grid(scene, top + 18.0, bottom);
    let mut days = vec![(analysis.on, "day shown")];
    days.extend(analysis.agreement.in_force.map(|day| (day, "in force")));
    days.retain(|(day, _)| *day > axis.from && *day < axis.until);
    days.sort();
    let mut free = axis.left;
    for (day, label) in days {
        let x = axis.x(day);
        scene.add(Mark::line((x, top + 14.0), (x, bottom), CONTEXT, 1.5));
        let hung = |anchor| Text::new((x, top + 10.0), SMALL, label).anchored(anchor).in_colour(QUIET);
        let fits = |text: &Text| text.bounds().left >= free && text.bounds().right <= scene.width - MARGIN;
        if let Some(text) = [Anchor::Middle, Anchor::Start].map(hung).into_iter().find(fits) {
            free = text.bounds().right + 6.0;
            scene.add(text);
        }
    }
}

fn row(scene: &mut Scene, axis: &TimeAxis, adoption: &Adoption, top: f64) {
    let (high, base) = (top + 8.0, top + ROW - 8.0);
    let y = |k: usize| base - (base - high) * k as f64 / adoption.n as f64;
    let name = Text::new((MARGIN, (high + base) / 2.0), LABEL, &adoption.bloc.short_name);
    scene.add(name.bold().within(NAMES - 8.0));
    scene.add(
        Text::new((MARGIN, (high + base) / 2.0 + 15.0), SMALL, format!("n = {}", adoption.n))
            .in_colour(QUIET),
    );
    let marks = vec![
        area(axis, &adoption.steps, |s| s.high, &y, base, HALF),
        area(axis, &adoption.steps, |s| s.low, &y, base, IN),
        Mark::line((axis.left, base), (axis.right, base), CONTEXT, 1.0),
        Mark::line((axis.left, high), (axis.right, high), RULE, 1.0),
    ];
    scene.add(Mark::Group { title: describe(adoption).join("; "), marks });
    let (low, top_end) = adoption.steps.last().map_or((0, 0), |s| (s.low, s.high));
    let count = if low == top_end { low.to_string() } else { format!("{low} to {top_end}") };
    scene.add(
        Text::new((axis.right + 8.0, (high + base) / 2.0 + 5.0), LABEL, format!("{count} of {}", adoption.n))
            .bold(),
    );
}

/// The area under a step curve.
fn area(
    axis: &TimeAxis,
    steps: &[Step],
    value: fn(&Step) -> usize,
    y: &dyn Fn(usize) -> f64,
    base: f64,
    fill: super::theme::Colour,
) -> Mark {
    let mut points = vec![(axis.left, base)];
    let mut level = base;
    for step in steps {
        let x = axis.x(step.on);
        points.push((x, level));
        level = y(value(step));
        points.push((x, level));
    }
    points.push((axis.right, level));
    points.push((axis.right, base));
    Mark::Area { points, fill, opacity: 1.0 }
}

fn describe(adoption: &Adoption) -> Vec<String> {
    let line = |s: &Step| {
        let count = if s.low == s.high { s.low.to_string() } else { format!("{} to {}", s.low, s.high) };
        format!("{}, {}: {count} of {} in", adoption.bloc.short_name, s.on, adoption.n)
    };
    adoption.steps.iter().map(line).collect()
}

fn alt(analysis: &AgreementAnalysis, rows: &[&Adoption]) -> String {
    let ends: Vec<String> = rows
        .iter()
        .map(|a| format!("{} {}", the(&a.bloc.short_name), share(a.steps.last().map_or(0, |s| s.low), a.n)))
        .collect();
    format!(
        "Step curves of members that had joined {}, by bloc, where at the end of the record on {}: {}.",
        the_agreement(&analysis.agreement),
        date(analysis.cutoff),
        ends.join("; ")
    )
}

fn table(rows: &[&Adoption]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let row = |a: &Adoption, s: &Step| {
        vec![
            a.bloc.short_name.clone(),
            s.on.to_string(),
            s.low.to_string(),
            s.high.to_string(),
            a.n.to_string(),
        ]
    };
    (
        vec!["bloc", "on", "in_low", "in_high", "n"],
        rows.iter().flat_map(|a| a.steps.iter().map(|s| row(a, s))).collect(),
    )
}
