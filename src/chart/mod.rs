//! Figures: one chart a file, from an analysis to a [`Scene`]. [`ALL`] lists
//! them; what they share (type, colour, frame, tiles) stands in files of its own.

pub mod font;
pub mod theme;
pub mod scene;
pub mod frame;
pub mod tile;

mod adoption;
mod network;
mod non_state;
mod ranks;

pub use scene::Scene;

use crate::analysis::AgreementAnalysis;
use crate::finding::as_of;
use crate::wording::{list_up_to, sentence};

/// A kind of figure.
pub struct Chart {
    /// Kebab-case name.
    pub id: &'static str,
    /// What it shows.
    pub shows: &'static str,
    /// Draws it; nothing where there is nothing to show.
    pub draw: fn(&AgreementAnalysis) -> Option<Scene>,
}

/// Every kind of figure, in the order a brief shows them.
pub const ALL: &[&Chart] =
    &[&ranks::RANKS, &ranks::RANKS_LATEST, &network::NETWORK, &adoption::ADOPTION, &non_state::NON_STATE];

/// The line at the foot of a figure: tool, data version and date.
fn footer(analysis: &AgreementAnalysis, on: crate::model::Day, n: usize) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("n = {n} · {} · blocs {version} · data {}", as_of(on), &analysis.data_hash[..12])
}

/// The publishers a figure rests on, those of most rows first.
fn source_line(analysis: &AgreementAnalysis) -> String {
    let mut publishers: Vec<String> = vec![];
    for source in &analysis.sources {
        let name = if source.publisher.is_empty() { &source.title } else { &source.publisher };
        if !publishers.contains(name) {
            publishers.push(name.clone());
        }
    }
    format!("{}; all rows with their sources in tables/.", sentence(&list_up_to(&publishers, 4)))
}
