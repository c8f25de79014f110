//! Is it more than chance? A row a bloc: its mean pairwise agreement as a dot,
//! and what two named nulls would show as bands of two standard deviations.

use super::axis;
use super::frame::{self, Words};
use super::scene::{Mark, Scene, Text};
use super::theme::{CONTEXT, EDGE, HALF, IN, LABEL, MARGIN, QUIET, SMALL};
use super::{Chart, Draw, source_line};
use crate::analysis::Overview;
use crate::analysis::pooled::PooledTest;
use crate::chance::pooled::Pooled;
use crate::finding::chance_title;

/// Cohesion against chance.
pub const CHANCE: Chart = Chart {
    id: "chance",
    shows: "mean pairwise agreement of each bloc beside what two nulls would show",
    draw: Draw::Tested(draw),
};

const NAMES: f64 = 120.0;
const COUNTS: f64 = 150.0;
const ROW: f64 = 32.0;

fn draw(overview: &Overview, width: f64) -> Option<Scene> {
    let tests: Vec<&PooledTest> = overview.pooled.iter().filter(|t| t.observed.is_some()).collect();
    if tests.is_empty() {
        return None;
    }
    let words = words(overview);
    let (mut scene, top) = frame::open("chance", width, &words);
    let (left, right) = (MARGIN + NAMES, width - MARGIN - COUNTS);
    let top = top + 16.0;
    let bottom = top + ROW * tests.len() as f64;
    scene.add(Text::new((right + 14.0, top - 4.0), SMALL, "p, corrected").in_colour(QUIET));
    axis::shares(&mut scene, (left, right), top, bottom);
    for (i, test) in tests.iter().enumerate() {
        row(&mut scene, test, top + ROW * i as f64, left, right);
    }
    scene.description = tests.iter().map(|t| describe(t)).collect();
    scene.alt = format!(
        "Dots of mean pairwise agreement by bloc with bands of two nulls, where {}.",
        tests.iter().take(4).map(|t| describe(t)).collect::<Vec<_>>().join("; ")
    );
    scene.rows = rows(&tests);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn words(overview: &Overview) -> Words {
    let draws = overview.pooled.iter().find_map(|t| t.fixed.as_ref().ok());
    let seed = draws.map_or(String::new(), |d| format!(" {} draws, seed {}.", d.draws, d.seed));
    Words {
        title: chance_title(overview),
        subtitle: "Mean pairwise agreement (in or not in) over the agreements of the survey, and what chance would show".to_owned(),
        note: format!(
            "Upper band: as many states picked at random. Lower band: fixed margins, each state joining as many agreements and \
             each agreement joined by as many states as in the record. Bands reach two standard deviations. p of more unity than \
             chance: random group / fixed margins, Benjamini-Hochberg over all tests shown.{seed}"
        ),
        source: source_line(&overview.sources),
        footer: format!(
            "n = {} agreements · blocs {} · data {}",
            overview.rows.len(),
            env!("CARGO_PKG_VERSION"),
            &overview.data_hash[..12]
        ),
    }
}

fn row(scene: &mut Scene, test: &PooledTest, top: f64, left: f64, right: f64) {
    let y = top + ROW / 2.0;
    let name = Text::new((MARGIN, y), LABEL, &test.bloc.short_name);
    scene.add(name.bold().within(NAMES - 8.0));
    let n = format!("{} × {}", test.members, test.agreements);
    scene.add(Text::new((MARGIN, y + 13.5), SMALL, n).in_colour(QUIET));
    let x = |value: f64| left + (right - left) * value.clamp(0.0, 1.0);
    let mut marks = vec![];
    for (null, fill, at) in [(&test.random, CONTEXT, y - 9.0), (&test.fixed, HALF, y + 3.0)] {
        let Ok(null) = null else { continue };
        let (low, high) = (x(null.mean_null - 2.0 * null.sd_null), x(null.mean_null + 2.0 * null.sd_null));
        marks.push(Mark::rect(low, at, (high - low).max(2.0), 7.0, fill));
        marks.push(Mark::line((x(null.mean_null), at), (x(null.mean_null), at + 7.0), EDGE, 1.5));
    }
    if let Some(observed) = test.observed {
        marks.push(Mark::Disc { at: (x(observed), y), radius: 6.0, fill: IN });
    }
    scene.add(Mark::Group { title: describe(test), marks });
    let words = format!("{} / {}", p_words(test.corrected.0), p_words(test.corrected.1));
    scene.add(Text::new((right + 14.0, y + 4.5), LABEL, words));
}

/// A p for people: three places, and never 0.
pub fn p_words(p: Option<f64>) -> String {
    match p {
        None => "n/a".to_owned(),
        Some(p) if p < 0.001 => "<.001".to_owned(),
        Some(p) => format!("{p:.3}"),
    }
}

fn describe(test: &PooledTest) -> String {
    let percent = |v: f64| format!("{:.0}%", v * 100.0);
    let null = |null: &Result<Pooled, crate::chance::untestable::Untestable>| match null {
        Ok(null) => percent(null.mean_null),
        Err(reason) => format!("not tested ({reason})"),
    };
    format!(
        "{}: {} observed, random group {}, fixed margins {}",
        test.bloc.short_name,
        test.observed.map_or("n/a".to_owned(), percent),
        null(&test.random),
        null(&test.fixed)
    )
}

fn rows(tests: &[&PooledTest]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header =
        vec!["bloc", "members", "agreements", "observed", "random_mean", "fixed_mean", "p_random", "p_fixed"];
    let number = |v: Option<f64>| v.map(|v| format!("{v:.4}")).unwrap_or_default();
    let row = |t: &&PooledTest| {
        vec![
            t.bloc.short_name.clone(),
            t.members.to_string(),
            t.agreements.to_string(),
            number(t.observed),
            number(t.random.as_ref().ok().map(|n| n.mean_null)),
            number(t.fixed.as_ref().ok().map(|n| n.mean_null)),
            number(t.corrected.0),
            number(t.corrected.1),
        ]
    };
    (header, tests.iter().map(row).collect())
}
