//! A document as plain text: what is left to count and to read aloud.
//!
//! It is for word counts and for reading the language over, not a form in which
//! a brief is published.

use super::document::{Block, Document, Inline, Run};

/// The running text of the brief, one line a piece: titles, paragraphs, bullets, captions,
/// notes and remarks. It leaves out what is not prose or not the body: masthead rows, table
/// cells, code, sources, text alternatives and whatever is folded away.
pub fn plain_text(document: &Document) -> String {
    let mut lines = vec![document.title.clone(), document.subtitle.clone()];
    lines.extend(document.blocks.iter().flat_map(prose));
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

/// The number of words of the [`plain_text`].
pub fn word_count(document: &Document) -> usize {
    plain_text(document).split_whitespace().count()
}

fn prose(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { text, .. } => vec![text.clone()],
        Block::KeyFindings { title, bullets } => {
            [title.clone()].into_iter().chain(bullets.iter().map(words)).collect()
        }
        Block::Figure(figure) => vec![figure.caption.clone(), words(&figure.source), words(&figure.note)],
        Block::Table(table) => vec![table.caption.clone(), words(&table.note)],
        Block::Notice { label, text } => vec![label.clone(), words(text)],
        Block::Paragraph(_) | Block::Bullets(_) => block.runs().into_iter().map(words).collect(),
        Block::Code { .. } | Block::References(_) | Block::Details { .. } => Vec::new(),
    }
}

/// The masthead on one line: "As of: 12 November 2018 · Data cut-off: 1 December 2025".
pub fn masthead(document: &Document) -> String {
    let rows: Vec<_> = document.meta.iter().map(|(label, value)| format!("{label}: {value}")).collect();
    rows.join(" · ")
}

/// The words of a run as they are read.
pub fn words(run: &Run) -> String {
    run.iter().map(Inline::words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::sample;

    #[test]
    fn plain_text_holds_prose_and_leaves_cells_code_and_the_annex_out() {
        let plain = plain_text(&sample::document());
        assert!(plain.contains("Three of five members had signed."));
        assert!(plain.contains("One bloc parted."));
        assert!(!plain.contains("cargo"));
        assert!(!plain.contains("Folded"));
        assert!(!plain.contains("60%"));
    }

    #[test]
    fn plain_text_has_no_empty_lines() {
        assert!(plain_text(&sample::document()).lines().all(|line| !line.is_empty()));
        assert_eq!(plain_text(&Document::default()), "");
    }
}
