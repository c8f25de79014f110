//! How wide the columns of a table are to be, by what stands in them, for the
//! forms of a brief that do not find it out themselves.

use super::document::Table;
use super::plain::words;

/// What a cell may ask for in characters: a longer one wraps, a longer word does not.
const LONGEST: usize = 40;

/// The share of the width that each column asks for, in no unit: never zero.
pub fn shares(table: &Table) -> Vec<usize> {
    (0..table.columns.len()).map(|at| share(table, at)).collect()
}

fn share(table: &Table, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(at)).map(words);
    let texts = cells.chain([table.columns[at].header.clone()]);
    let asked = texts.map(|text| {
        let word = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        text.chars().count().min(LONGEST).max(word)
    });
    asked.max().unwrap_or(0) + 3
}

#[cfg(test)]
mod tests {
    use super::super::document::{Column, text};
    use super::*;

    #[test]
    fn a_column_asks_for_its_longest_cell_but_not_for_a_whole_sentence() {
        let row = vec![vec![text("Alpha")], vec![text("a word ".repeat(30))], vec![text("x".repeat(50))]];
        let columns = ["Member", "Why", ""].map(Column::left).to_vec();
        let table = Table { columns, rows: vec![row], ..Table::default() };
        assert_eq!(shares(&table), [9, 43, 53]);
    }
}
