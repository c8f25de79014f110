//! Answers in a terminal: plain tables, colour that disappears when piped, and
//! a symbol beside every colour.

use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};

use crate::model::{Certainty, Status};

/// A table without frames, its header underlined.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.to_vec());
    table
}

/// A table's text, each line stripped of trailing blanks.
pub fn lines(table: &Table) -> String {
    let text = table.to_string();
    text.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line).trim_end())).collect()
}

/// Text in bold.
pub fn bold(text: &str) -> String {
    painted(text, Style::new().bold())
}

/// Text that stands back.
pub fn dim(text: &str) -> String {
    painted(text, Style::new().dimmed())
}

/// Text that stands out.
pub fn warm(text: &str) -> String {
    painted(text, AnsiColor::Yellow.on_default().bold())
}

fn painted(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// A share as a whole percentage.
pub fn percent(share: Option<f64>) -> String {
    share.map_or("n/a".to_owned(), |s| format!("{:.0}%", s * 100.0))
}

/// A status as symbol and word, `~` before it when uncertain.
pub fn status(status: Status, certainty: Certainty) -> String {
    let mark = if certainty == Certainty::Uncertain && status != Status::NotKnown { "~" } else { "" };
    format!("{}{mark} {}", status.symbol(), status.word())
}
