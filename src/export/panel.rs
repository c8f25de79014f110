//! A panel as CSV, to the last digit.

use crate::analysis::panel::{Panel, Values};
use crate::table::inert;
use crate::table::number::{exact, whole};

/// The panel's file.
pub fn csv(panel: &Panel) -> Vec<u8> {
    let mut text = Vec::new();
    let names: Vec<&str> = panel.columns.iter().map(|c| c.name).collect();
    text.extend_from_slice(names.join(",").as_bytes());
    text.push(b'\n');
    for row in 0..panel.rows {
        for (i, column) in panel.columns.iter().enumerate() {
            if i > 0 {
                text.push(b',');
            }
            match &column.values {
                Values::Text(words, places) => field(&words[places[row] as usize], &mut text),
                Values::Whole(numbers) => {
                    if let Some(n) = numbers[row] {
                        whole(n, &mut text);
                    }
                }
                Values::Number(numbers) => exact(numbers[row], &mut text),
            }
        }
        text.push(b'\n');
    }
    text
}

fn field(word: &str, text: &mut Vec<u8>) {
    let word = inert(word);
    match word.contains([',', '"', '\n', '\r']) {
        true => text.extend_from_slice(format!("\"{}\"", word.replace('"', "\"\"")).as_bytes()),
        false => text.extend_from_slice(word.as_bytes()),
    }
}
