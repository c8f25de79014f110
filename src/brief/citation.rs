//! What briefs share: figures as blocks, numbered sources, and how a run is
//! cited and repeated.

use super::document::{Block, Figure, Reference, text};
use crate::analysis::Citation;
use crate::wording::{count, date, sentence};

/// A figure as the brief needs it: its words, from the scene that was drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// File stem.
    pub name: &'static str,
    /// Its title: the finding.
    pub title: String,
    /// Text alternative.
    pub alt: String,
    /// The rows of the drawing in words.
    pub description: Vec<String>,
    /// What a reader must know.
    pub note: String,
    /// Where the data come from.
    pub source: String,
}

/// The figure of a name as a block, if it was drawn.
pub fn figure(figures: &[Drawn], name: &str, number: usize) -> Option<Block> {
    let drawn = figures.iter().find(|f| f.name == name)?;
    let run = |words: &str| if words.is_empty() { vec![] } else { vec![text(words)] };
    Some(Block::Figure(Figure {
        number,
        name: drawn.name.to_owned(),
        caption: drawn.title.clone(),
        alt: drawn.alt.clone(),
        description: drawn.description.clone(),
        source: run(&drawn.source),
        note: run(&drawn.note),
    }))
}

/// The numbered sources.
pub fn references(sources: &[Citation]) -> Block {
    let list = sources.iter().enumerate().map(|(i, s)| Reference {
        number: i + 1,
        id: s.id.clone(),
        text: source_text(s),
        url: (!s.url.is_empty()).then(|| s.url.clone()),
    });
    Block::References(list.collect())
}

/// How a run is cited and repeated.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The program's version.
    pub version: &'static str,
    /// The command that makes the same files again.
    pub command: String,
    /// The tables written beside the brief: file and what a row is.
    pub tables: Vec<(String, String)>,
}

fn source_text(source: &Citation) -> String {
    let mut parts = vec![];
    if !source.publisher.is_empty() {
        parts.push(source.publisher.clone());
    }
    parts.push(format!("\"{}\"", source.title));
    if let Some(day) = source.published {
        parts.push(day.to_string());
    }
    if let Some(day) = source.retrieved {
        parts.push(format!("retrieved {}", date(day)));
    }
    let rows = format!("{} of this brief's data", count(source.rows, "row", "rows"));
    format!("{}. {}.", parts.join(", "), sentence(&rows))
}
