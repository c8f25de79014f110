//! The gallery: one example of every kind of figure, with what it shows and the
//! command that draws it.

use super::citation::Drawn;
use super::document::{Block, Document, Figure, text};

/// One example.
pub struct Example {
    /// The figure.
    pub drawn: Drawn,
    /// What its kind shows.
    pub shows: &'static str,
    /// The command that draws it.
    pub command: String,
}

/// The gallery as a document.
pub fn compose(examples: Vec<Example>, version: &str, data_hash: &str) -> Document {
    Document {
        title: "Every kind of figure".to_owned(),
        subtitle: format!("{} examples, each drawn by the command beneath it", examples.len()),
        language: "en".to_owned(),
        meta: vec![("Made with".to_owned(), format!("blocs {version}, data {}", &data_hash[..12]))],
        blocks: examples.into_iter().enumerate().flat_map(|(i, example)| blocks(i + 1, example)).collect(),
    }
}

fn blocks(number: usize, example: Example) -> [Block; 4] {
    let Example { drawn, shows, command } = example;
    let figure = Figure {
        number,
        name: drawn.name.to_owned(),
        caption: drawn.title,
        alt: drawn.alt,
        description: drawn.description,
        source: vec![text(drawn.source)],
        note: vec![text(drawn.note)],
    };
    [
        Block::heading(2, drawn.name, drawn.name),
        Block::paragraph([text(format!("{}.", crate::wording::sentence(shows)))]),
        Block::Figure(figure),
        Block::Code { language: "sh".to_owned(), text: format!("{command}\n") },
    ]
}
