//! The columns of a table in Word, which lays out a fixed grid alike everywhere.

use super::TEXT_WIDTH;
use crate::brief::document::{Align, Table};
use crate::brief::plain::words;

/// What a column asks for in characters: a long cell wraps, a long word does not.
const LONGEST: usize = 40;

/// The width of each column, in twentieths of a point, by what stands in it.
pub(super) fn widths(table: &Table) -> Vec<usize> {
    let asked: Vec<usize> = (0..table.columns.len()).map(|at| asked(table, at)).collect();
    let all: usize = asked.iter().sum();
    asked.iter().map(|n| n * TEXT_WIDTH / all.max(1)).collect()
}

fn asked(table: &Table, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(at)).map(words);
    let texts = cells.chain([table.columns[at].header.clone()]);
    let needs = texts.map(|text| {
        let word = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        text.chars().count().min(LONGEST).max(word)
    });
    needs.max().unwrap_or(0) + 3
}

/// A cell of a column: the side on which it aligns and its width.
pub(super) fn cell((align, width): (Align, usize), runs: &str) -> String {
    let side = match align {
        Align::Left => "",
        Align::Center => "<w:jc w:val=\"center\"/>",
        Align::Right => "<w:jc w:val=\"right\"/>",
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>\
         <w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{side}</w:pPr>{runs}</w:p></w:tc>"
    )
}
