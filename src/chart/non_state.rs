//! Firms and others beside their own state: a row a home state, with its own
//! status, and a bar for the entities that had joined.

use super::font::{Weight, wrap};
use super::frame::{self, Words};
use super::scene::{Mark, Scene, Text};
use super::theme::{IN, INK, LABEL, LEADING, MARGIN, QUIET, SMALL};
use super::{Chart, Draw, footer, source_line};
use crate::analysis::{AgreementAnalysis, HomeState};
use crate::finding::{as_of, non_state_title, status_words, the_agreement};
use crate::wording::{count, list_up_to, sentence, the};

/// Entities by home state.
pub const NON_STATE: Chart = Chart {
    id: "non-state",
    shows: "non-state supporters by home state, beside that state's own status",
    draw: Draw::Agreement(draw),
};

/// How many home states are drawn; the rest are counted in a last line.
const MOST: usize = 20;
const NAMES: f64 = 150.0;
const TILE: f64 = 100.0;

fn draw(analysis: &AgreementAnalysis, width: f64) -> Option<Scene> {
    if analysis.non_state.is_empty() {
        return None;
    }
    let words = words(analysis);
    let (mut scene, mut y) = frame::open("non-state", width, &words);
    let bars = MARGIN + NAMES + TILE;
    scene.add(Text::new((MARGIN, y + 10.0), SMALL, "Home state").in_colour(QUIET));
    scene.add(Text::new((MARGIN + NAMES, y + 10.0), SMALL, "Its status").in_colour(QUIET));
    scene.add(Text::new((bars, y + 10.0), SMALL, "Non-state supporters on record").in_colour(QUIET));
    y += 18.0;
    let largest = analysis.non_state.iter().map(|h| h.entities.len()).max().unwrap_or(1);
    for home in analysis.non_state.iter().take(MOST) {
        y = row(&mut scene, home, largest, y);
    }
    let rest = analysis.non_state.len().saturating_sub(MOST);
    if rest > 0 {
        scene.add(
            Text::new(
                (MARGIN, y + 10.0),
                SMALL,
                format!("and {} more in the table", count(rest, "home state", "home states")),
            )
            .in_colour(QUIET),
        );
        y += 18.0;
    }
    scene.alt = alt(analysis);
    scene.description = analysis.non_state.iter().map(describe).collect();
    scene.rows = rows(analysis);
    Some(frame::close(scene, y, &words))
}

fn words(analysis: &AgreementAnalysis) -> Words {
    let n: usize = analysis.non_state.iter().map(|h| h.entities.len()).sum();
    Words {
        title: non_state_title(analysis),
        subtitle: sentence(&format!(
            "supporters of {} that are not states, by home state, {}",
            the_agreement(&analysis.agreement),
            as_of(analysis.on)
        )),
        note: note(analysis),
        source: source_line(&analysis.sources),
        footer: footer(analysis, analysis.on, n),
    }
}

fn note(analysis: &AgreementAnalysis) -> String {
    let mut note =
        "Only supporters that a source names are on record; their number is a floor, not a count.".to_owned();
    let uncertain = |h: &HomeState| h.state.as_ref().is_some_and(|s| s.status != s.at_earliest);
    if analysis.non_state.iter().any(uncertain) {
        note.push_str(" A sign ~ marks a state whose act is dated only to an interval that holds the day.");
    }
    note
}

fn name_of(home: &HomeState) -> String {
    home.state.as_ref().map_or("No seat recorded".to_owned(), |s| s.actor.name.clone())
}

fn row(scene: &mut Scene, home: &HomeState, largest: usize, top: f64) -> f64 {
    scene.add(Text::new((MARGIN, top + 16.0), LABEL, name_of(home)).bold().within(NAMES - 8.0));
    if let Some(state) = &home.state {
        let sure = if state.status == state.at_earliest { "" } else { "~ " };
        let status = format!("{sure}{}", status_words(state.status));
        let fill = super::theme::fill(state.status);
        scene.add(Mark::rect(MARGIN + NAMES, top + 5.0, 12.0, 12.0, fill));
        scene.add(Mark::frame(MARGIN + NAMES, top + 5.0, 12.0, 12.0, super::theme::EDGE, 1.0));
        scene.add(Text::new((MARGIN + NAMES + 18.0, top + 16.0), SMALL, status).within(TILE - 26.0));
    }
    let left = MARGIN + NAMES + TILE;
    let n = home.entities.len();
    let room = scene.width - MARGIN - left - 40.0;
    let length = room * n as f64 / largest as f64;
    scene.add(Mark::Group {
        title: describe(home),
        marks: vec![Mark::rect(left, top + 3.0, length, 16.0, IN)],
    });
    scene.add(Text::new((left + length + 6.0, top + 16.0), LABEL, n.to_string()).bold().in_colour(INK));
    let names: Vec<&str> = home.entities.iter().map(|e| e.member.actor.name.as_str()).collect();
    let mut y = top + 22.0;
    for line in wrap(&list_up_to(&names, 14), SMALL, Weight::Regular, scene.width - MARGIN - left) {
        y += SMALL * LEADING;
        scene.add(Text::new((left, y - 3.0), SMALL, line).in_colour(QUIET));
    }
    y + 8.0
}

fn describe(home: &HomeState) -> String {
    let names: Vec<&str> = home.entities.iter().map(|e| e.member.actor.name.as_str()).collect();
    let status = home.state.as_ref().map(|s| format!(" ({})", status_words(s.status))).unwrap_or_default();
    format!("{}{status}: {}", name_of(home), names.join(", "))
}

fn alt(analysis: &AgreementAnalysis) -> String {
    let rows: Vec<String> = analysis
        .non_state
        .iter()
        .take(5)
        .map(|h| {
            format!(
                "{} {}",
                h.entities.len(),
                h.state.as_ref().map_or("no recorded seat".to_owned(), |s| the(&s.actor.name).into_owned())
            )
        })
        .collect();
    format!(
        "Bars of non-state supporters of {} by home state, {}, where by number: {}.",
        the_agreement(&analysis.agreement),
        as_of(analysis.on),
        rows.join(", ")
    )
}

fn rows(analysis: &AgreementAnalysis) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["home", "home_name", "home_status", "supporters", "names"];
    let row = |home: &HomeState| {
        let state = home.state.as_ref();
        let names: Vec<&str> = home.entities.iter().map(|e| e.member.actor.name.as_str()).collect();
        vec![
            state.map(|s| s.actor.id.clone()).unwrap_or_default(),
            state.map(|s| s.actor.name.clone()).unwrap_or_default(),
            state.map(|s| s.status.word().to_owned()).unwrap_or_default(),
            home.entities.len().to_string(),
            names.join("|"),
        ]
    };
    (header, analysis.non_state.iter().map(row).collect())
}
