//! A strip for each bloc: pairwise agreement under every coding that applies,
//! the default filled, so that a reader sees what the convention decides.

use super::axis;
use super::frame::{self, Words};
use super::scene::{Mark, Scene, Text};
use super::theme::{BREAK, CONTEXT, EDGE, IN, LABEL, MARGIN, PAPER, QUIET, SMALL};
use super::{Chart, Draw, distinct, footer, source_line};
use crate::analysis::AgreementAnalysis;
use crate::analysis::robust::{Reading, Robustness};
use crate::finding::{as_of, codings_title, the_agreement};
use crate::wording::sentence;

/// Cohesion under every coding.
pub const CODINGS: Chart = Chart {
    id: "codings",
    shows: "pairwise agreement of each bloc under every coding that applies, the default filled",
    draw: Draw::Agreement(draw),
};

const NAMES: f64 = 130.0;
const COUNTS: f64 = 150.0;
const ROW: f64 = 34.0;

fn draw(analysis: &AgreementAnalysis, width: f64) -> Option<Scene> {
    let rows: Vec<&Robustness> = analysis.robustness.iter().filter(|r| r.readings.len() > 1).collect();
    if rows.is_empty() {
        return None;
    }
    let words = words(analysis);
    let (mut scene, top) = frame::open("codings", width, &words);
    let (left, right) = (MARGIN + NAMES, width - MARGIN - COUNTS);
    let bottom = top + 18.0 + ROW * rows.len() as f64;
    scene.add(Text::new((right + 14.0, top + 10.0), SMALL, "same rank-breakers").in_colour(QUIET));
    axis::shares(&mut scene, (left, right), top + 18.0, bottom);
    for (i, robustness) in rows.iter().enumerate() {
        row(&mut scene, robustness, top + 18.0 + ROW * i as f64, left, right);
    }
    scene.description =
        rows.iter().flat_map(|r| r.readings.iter().map(|reading| describe(r, reading))).collect();
    scene.alt = format!(
        "Strips of pairwise agreement on {} under other codings, {}, where {}.",
        the_agreement(&analysis.agreement),
        as_of(analysis.on),
        rows.iter().map(|r| held(r)).collect::<Vec<_>>().join("; ")
    );
    scene.rows = table(&rows);
    Some(frame::close(scene, bottom + 22.0, &words))
}

fn words(analysis: &AgreementAnalysis) -> Words {
    Words {
        title: codings_title(analysis),
        subtitle: sentence(&format!(
            "pairwise agreement on {} under every coding that reads a member otherwise, {}",
            the_agreement(&analysis.agreement),
            as_of(analysis.on)
        )),
        note: "Filled: the default coding. Rings: the others that apply; a vermilion ring marks one under which other members \
               break ranks. Blocs that no coding reads otherwise are not shown."
            .to_owned(),
        source: source_line(&analysis.sources),
        footer: footer(analysis, analysis.on, distinct(&analysis.view)),
    }
}

fn held(robustness: &Robustness) -> String {
    let (same, of) = robustness.holds();
    format!("{}: the same rank-breakers under {same} of {of}", robustness.bloc.short_name)
}

fn row(scene: &mut Scene, robustness: &Robustness, top: f64, left: f64, right: f64) {
    let y = top + ROW / 2.0;
    let name = Text::new((MARGIN, y + 4.5), LABEL, &robustness.bloc.short_name);
    scene.add(name.bold().within(NAMES - 10.0));
    let values: Vec<f64> = robustness.readings.iter().filter_map(|r| r.agreement).collect();
    let x = |value: f64| left + (right - left) * value;
    let (low, high) = values.iter().fold((1.0f64, 0.0f64), |(l, h), v| (l.min(*v), h.max(*v)));
    if low <= high {
        scene.add(Mark::line((x(low), y), (x(high), y), CONTEXT, 2.0));
    }
    for (i, reading) in robustness.readings.iter().enumerate().rev() {
        let Some(value) = reading.agreement else { continue };
        let at = (x(value), y);
        let mut marks = vec![Mark::Disc { at, radius: 6.0, fill: if i == 0 { IN } else { PAPER } }];
        let colour = if reading.same { EDGE } else { BREAK };
        marks.push(Mark::Ring { at, radius: 6.0, colour, width: 2.0 });
        scene.add(Mark::Group { title: describe(robustness, reading), marks });
    }
    let (same, of) = robustness.holds();
    scene.add(Text::new((right + 14.0, y + 4.5), LABEL, format!("{same} of {of} codings")));
}

fn describe(robustness: &Robustness, reading: &Reading) -> String {
    let agreement = reading.agreement.map_or("n/a".to_owned(), |p| format!("{:.0}%", p * 100.0));
    format!("{}, {}: {agreement} (n = {})", robustness.bloc.short_name, reading.coding, reading.n)
}

fn table(rows: &[&Robustness]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let row = |r: &Robustness, reading: &Reading| {
        vec![
            r.bloc.short_name.clone(),
            reading.coding.to_owned(),
            reading.n.to_string(),
            reading.agreement.map(|p| format!("{p:.4}")).unwrap_or_default(),
            reading.breakers.join("|"),
            if reading.same { "yes" } else { "no" }.to_owned(),
        ]
    };
    let header = vec!["bloc", "coding", "n", "pairwise_agreement", "broke_ranks", "same_as_default"];
    (header, rows.iter().flat_map(|r| r.readings.iter().map(|reading| row(r, reading))).collect())
}
