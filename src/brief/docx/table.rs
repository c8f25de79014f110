//! The columns of a table in Word, which lays out a fixed grid alike everywhere.

use super::TEXT_WIDTH;
use crate::brief::columns::shares;
use crate::brief::document::{Align, Table};

/// The width of each column, in twentieths of a point.
pub(super) fn widths(table: &Table) -> Vec<usize> {
    let shares = shares(table);
    let all: usize = shares.iter().sum();
    shares.iter().map(|share| share * TEXT_WIDTH / all).collect()
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
