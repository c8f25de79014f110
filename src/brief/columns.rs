//! How wide the columns of a table are to be on A4, by what stands in them, for
//! the forms of a brief that do not find it out themselves.

use super::document::Table;
use super::plain::words;
use crate::chart::font::{Weight, width};

/// The width of the text in thousandths of the size of a table's letters.
const TEXT: usize = 59_000;

/// What a column leaves free beside its words.
const GAP: usize = 1_200;

/// The share of the text's width that each column gets, in thousandths: enough for its longest
/// cell if all columns have that, else as much as others get, and never less than its longest word.
pub fn shares(table: &Table) -> Vec<usize> {
    let needs: Vec<Need> = (0..table.columns.len()).map(|at| Need::of(table, at)).collect();
    let most = needs.iter().map(|need| need.cell).max().unwrap_or(0);
    let cap = (0..=most).rev().step_by(100).find(|cap| taken(&needs, *cap) <= TEXT).unwrap_or(0);
    let free = TEXT.saturating_sub(taken(&needs, cap)) / needs.len().max(1);
    let widths: Vec<usize> = needs.iter().map(|need| need.within(cap) + free).collect();
    let all: usize = widths.iter().sum();
    widths.iter().map(|width| width * 1000 / all).collect()
}

/// What a column needs for its longest word and for its longest cell.
struct Need {
    word: usize,
    cell: usize,
}

impl Need {
    fn of(table: &Table, at: usize) -> Self {
        let header = vec![table.columns[at].header.as_str().into()];
        let cells = || table.rows.iter().filter_map(|row| row.get(at)).map(words);
        // Heads are bold, and so may be the first cells.
        let weight = if at == 0 { Weight::Bold } else { Weight::Regular };
        let all = || cells().map(|cell| (cell, weight)).chain([(words(&header), Weight::Bold)]);
        let word = |(text, weight): (String, Weight)| {
            text.split_whitespace().map(|word| measured(word, weight)).max().unwrap_or(0)
        };
        Self {
            word: all().map(word).max().unwrap_or(0) + GAP,
            cell: all().map(|(text, weight)| measured(&text, weight)).max().unwrap_or(0) + GAP,
        }
    }

    fn within(&self, cap: usize) -> usize {
        self.cell.min(cap).max(self.word)
    }
}

fn taken(needs: &[Need], cap: usize) -> usize {
    needs.iter().map(|need| need.within(cap)).sum()
}

/// In thousandths of the letters' size.
fn measured(text: &str, weight: Weight) -> usize {
    width(text, 1000.0, weight).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::super::document::{Column, text};
    use super::*;

    fn table(row: [&str; 3]) -> Table {
        let columns = ["Member", "Why", "n"].map(Column::left).to_vec();
        Table { columns, rows: vec![row.map(|cell| vec![text(cell)]).to_vec()], ..Table::default() }
    }

    #[test]
    fn short_cells_leave_each_column_the_same_room() {
        let shares = shares(&table(["Member", "Why", "n"]));
        let needs = ["Member", "Why", "n"].map(|head| measured(head, Weight::Bold));
        let room = |at: usize| shares[at] * TEXT / 1000 - needs[at];
        assert!(room(0).abs_diff(room(1)) < 200 && room(1).abs_diff(room(2)) < 200, "{shares:?}");
    }

    #[test]
    fn a_sentence_wraps_and_the_words_beside_it_do_not() {
        let shares = shares(&table(["Bosnia and Herzegovina", &"a sentence ".repeat(30), "193"]));
        let enough = |at: usize, words: &str| shares[at] * TEXT / 1000 + 100 > measured(words, Weight::Bold);
        assert!(enough(0, "Bosnia and Herzegovina") && enough(2, "193"), "{shares:?}");
        assert!((990..=1000).contains(&shares.iter().sum::<usize>()), "{shares:?}");
    }

    #[test]
    fn a_table_without_columns_has_no_shares() {
        assert_eq!(shares(&Table::default()), Vec::<usize>::new());
    }
}
