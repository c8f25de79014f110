//! Figures: one chart a file, from an analysis to a [`Scene`]. [`ALL`] lists
//! them; what they share (type, colour, frame, tiles) stands in files of its own.

pub mod font;
pub mod theme;
pub mod scene;
pub mod frame;
pub mod tile;
pub mod share;

mod adoption;
mod chance;
mod codings;
mod dissent;
mod matrix;
mod network;
mod non_state;
mod position_map;
mod ranks;
mod similarity;

pub use scene::Scene;

use std::collections::BTreeSet;

use crate::analysis::{AgreementAnalysis, Citation, Overview, View};
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
    /// From the survey of all, in its brief.
    Overview(fn(&Overview, f64) -> Option<Scene>),
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
        Draw::Overview(draw) => draw(overview, COLUMN),
        _ => None,
    };
    ALL.iter().filter_map(scene).collect()
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
    let version = env!("CARGO_PKG_VERSION");
    format!("n = {n} · {} · blocs {version} · data {}", as_of(on), &analysis.data_hash[..12])
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
    format!("{}; all rows with their sources in tables/.", sentence(&list_up_to(&publishers, 2)))
}
