//! Figures: one chart a file, from an analysis to a [`Scene`]. [`ALL`] lists
//! them; what they share (type, colour, frame, tiles) stands in files of its own.

pub mod font;
pub mod theme;
pub mod scene;
pub mod frame;
pub mod axis;
pub mod tile;
pub mod share;

mod adoption;
mod chance;
mod codings;
mod cohesion;
mod company;
mod dissent;
mod grid;
mod history;
mod matrix;
mod network;
mod non_state;
mod position_map;
mod ranks;
mod slope;
mod strip;
mod tile_map;
mod timeline;
mod upset;
mod similarity;

pub use scene::Scene;

use std::collections::BTreeSet;

use crate::analysis::{
    AgreementAnalysis, Citation, Cohesion, History, Nearest, Overlap, Overview, Shift, Timeline, View,
};
use crate::finding::as_of;
use crate::wording::{list_up_to, sentence};
use theme::COLUMN;

/// A kind of figure.
pub struct Chart {
    /// Kebab-case name.
    pub id: &'static str,
    /// What it shows.
    pub shows: &'static str,
    /// Draws it; nothing where there is nothing to show.
    pub draw: Draw,
}

/// From what a figure is drawn, at a width in px.
pub enum Draw {
    /// From the analysis of one agreement, in its brief.
    Agreement(fn(&AgreementAnalysis, f64) -> Option<Scene>),
    /// From the analysis of one agreement, when asked for.
    OnRequest(fn(&AgreementAnalysis, f64) -> Option<Scene>),
    /// From the survey of all, in its brief.
    Overview(fn(&Overview, f64) -> Option<Scene>),
    /// From the survey with its tests against chance, in its brief.
    Tested(fn(&Overview, f64) -> Option<Scene>),
    /// From the acts on one agreement over time.
    Timeline(fn(&Timeline, f64) -> Option<Scene>),
    /// From the cohesion of blocs on one agreement over time.
    Cohesion(fn(&Cohesion, f64) -> Option<Scene>),
    /// From blocs over many agreements, in their brief.
    History(fn(&History, f64) -> Option<Scene>),
    /// From blocs on two days.
    Shift(fn(&Shift, f64) -> Option<Scene>),
    /// From the outsiders nearest to rank-breakers.
    Nearest(fn(&Nearest, f64) -> Option<Scene>),
    /// From sets and their combinations.
    Overlap(fn(&Overlap, f64) -> Option<Scene>),
}

/// Every figure of one agreement's brief.
pub fn of_agreement(analysis: &AgreementAnalysis) -> Vec<Scene> {
    let scene = |chart: &&Chart| match chart.draw {
        Draw::Agreement(draw) => draw(analysis, COLUMN),
        _ => None,
    };
    ALL.iter().filter_map(scene).map(|scene| frame::supposed(scene, &analysis.suppositions)).collect()
}

/// Every figure of the survey's brief.
pub fn of_overview(overview: &Overview) -> Vec<Scene> {
    let scene = |chart: &&Chart| match chart.draw {
        Draw::Overview(draw) | Draw::Tested(draw) => draw(overview, COLUMN),
        _ => None,
    };
    ALL.iter().filter_map(scene).collect()
}

/// Every figure of the brief on many agreements.
pub fn of_history(history: &History) -> Vec<Scene> {
    let scene = |chart: &&Chart| match chart.draw {
        Draw::History(draw) => draw(history, COLUMN),
        Draw::Overview(draw) => draw(&history.survey, COLUMN),
        _ => None,
    };
    let mut scenes: Vec<Scene> = ALL.iter().filter_map(scene).collect();
    // What the brief opens with stands first.
    scenes.sort_by_key(|scene| scene.name != history::HISTORY.id);
    scenes
}

/// Every kind of figure, in the order a brief shows them.
pub const ALL: &[&Chart] = &[
    &ranks::RANKS,
    &ranks::RANKS_LATEST,
    &network::NETWORK,
    &adoption::ADOPTION,
    &non_state::NON_STATE,
    &codings::CODINGS,
    &matrix::MATRIX,
    &dissent::DISSENT,
    &chance::CHANCE,
    &timeline::TIMELINE,
    &cohesion::COHESION,
    &history::HISTORY,
    &slope::SLOPE,
    &company::COMPANY,
    &upset::UPSET,
    &tile_map::TILE_MAP,
    &similarity::SIMILARITY,
    &position_map::POSITION_MAP,
];

/// How many different actors have a position.
fn distinct(view: &View) -> usize {
    let counted = view.blocs.iter().flat_map(|b| &b.members).filter(|m| m.position.is_some());
    counted.map(|m| m.actor.id.as_str()).collect::<BTreeSet<_>>().len()
}

/// The line at the foot of a figure: tool, data version and date.
fn footer(analysis: &AgreementAnalysis, on: crate::model::Day, n: usize) -> String {
    footed(&format!("n = {n} · {}", as_of(on)), &analysis.data_hash)
}

/// The same for any n and dates in words.
fn footed(words: &str, data_hash: &str) -> String {
    format!("{words} · blocs {} · data {}", env!("CARGO_PKG_VERSION"), &data_hash[..12])
}

/// A number in digits with its noun: "1 bloc", "5 blocs".
fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", crate::wording::thousands(n), if n == 1 { "" } else { "s" })
}

/// The publishers a figure rests on, those of most rows first.
fn source_line(sources: &[Citation]) -> String {
    let mut publishers: Vec<String> = vec![];
    for source in sources {
        let name = if source.publisher.is_empty() { &source.title } else { &source.publisher };
        if !publishers.contains(name) {
            publishers.push(name.clone());
        }
    }
    format!("{}; each row of the data names its source.", sentence(&list_up_to(&publishers, 2)))
}
