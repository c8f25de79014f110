//! The columns of a table in Word, which lays out a fixed grid alike everywhere.

use super::TEXT_WIDTH;
use crate::brief::columns::shares;
use crate::brief::document::{Align, Table};

/// The width of each column, in twentieths of a point.
pub(super) fn widths(table: &Table) -> Vec<usize> {
    shares(table).iter().map(|share| share * TEXT_WIDTH / 1000).collect()
}

/// A cell of a column: the side on which it aligns and its width. It stays on the page of the
/// row below it if `tie` says so.
pub(super) fn cell((align, width): (Align, usize), runs: &str, tie: Tie) -> String {
    let side = match align {
        Align::Left => "",
        Align::Center => "<w:jc w:val=\"center\"/>",
        Align::Right => "<w:jc w:val=\"right\"/>",
    };
    let keep = if tie == Tie::ToNextRow { "<w:keepNext/>" } else { "" };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>\
         <w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{keep}{side}</w:pPr>{runs}</w:p></w:tc>"
    )
}

/// Whether a row may be the last on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// It may not.
    ToNextRow,
    /// It may.
    None,
}

/// A short table stays whole: all its rows but the last are tied; of a long one only the first.
pub(super) fn tie(row: usize, rows: usize) -> Tie {
    const SHORT: usize = 24;
    let tied = row + 1 < rows && (rows <= SHORT || row == 0);
    if tied { Tie::ToNextRow } else { Tie::None }
}
