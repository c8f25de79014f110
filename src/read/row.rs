//! The row at hand: header and shape checks, and typed access to its fields.
//! What does not parse becomes a problem at its line and column, and reads as
//! missing, so that the rest of the row is still looked at.

use csv::ByteRecord;

use super::problem::{Problem, Problems, quoted};
use super::schema::Table;
use super::suggest::did_you_mean;
use super::table::Input;
use crate::model::{Day, Edtf, Expr};

/// The longest cell that is read: far beyond need.
pub const LONGEST_CELL: usize = 20_000;

/// The most columns of a header that are looked at one by one.
const MOST_COLUMNS: usize = 200;

/// A table being read, at one of its rows.
pub struct Reading<'a> {
    table: &'static Table,
    input: &'a Input,
    problems: &'a mut Problems,
    /// For each column of the table, its place in the file.
    places: Vec<usize>,
    /// How many bytes of a byte order mark were stepped over.
    skipped: u64,
    offset: u64,
    line: u64,
    cells: Vec<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        table: &'static Table,
        input: &'a Input,
        skipped: u64,
        problems: &'a mut Problems,
    ) -> Self {
        Self { table, input, problems, places: vec![], skipped, offset: 0, line: 0, cells: vec![] }
    }

    /// The line of the row.
    pub fn line(&self) -> u32 {
        self.line as u32
    }

    pub(super) fn give_up(&mut self, error: &csv::Error) {
        let found = error.to_string();
        let help = "mend or remove the line; reading stopped here";
        self.problems.push(Problem::at(self.table.file, self.line + 1, 0, found, "a CSV record", help));
    }

    /// Checks the header and finds each column's place. False when rows cannot be read.
    pub(super) fn header(&mut self, record: &ByteRecord) -> bool {
        self.line = 1;
        if record.len() > MOST_COLUMNS {
            let (found, expected) =
                (format!("{} columns", record.len()), format!("the header {}", self.table.header()));
            let help = "check that this is the right file";
            self.problems.push(Problem::at(self.table.file, 1, 0, found, expected, help));
            return false;
        }
        let names: Vec<String> =
            record.iter().map(|n| String::from_utf8_lossy(n).trim().to_owned()).collect();
        let before = self.problems.errors();
        for place in 0..names.len() {
            self.header_cell(&names, place);
        }
        for column in self.table.columns {
            match names.iter().position(|n| n == column.name) {
                Some(place) => self.places.push(place),
                None => self.missing_column(column.name),
            }
        }
        self.problems.errors() == before
    }

    fn header_cell(&mut self, names: &[String], place: usize) {
        let name = &names[place];
        let known = || self.table.columns.iter().map(|c| c.name);
        let (found, expected, help) = if !known().any(|k| k == name) {
            let help = did_you_mean(name, known(), "rename or remove the column");
            (format!("the column {}", quoted(name)), format!("the header {}", self.table.header()), help)
        } else if names[..place].contains(name) {
            (
                format!("the column {} twice", quoted(name)),
                "each column once".to_owned(),
                "remove one".to_owned(),
            )
        } else {
            return;
        };
        let column = 1 + names[..place].iter().map(|n| n.chars().count() as u64 + 1).sum::<u64>();
        self.problems.push(Problem::at(self.table.file, 1, column, found, expected, help));
    }

    fn missing_column(&mut self, name: &str) {
        let (found, expected) =
            (format!("no column \"{name}\""), format!("the header {}", self.table.header()));
        let help = "add the column, with empty cells if need be";
        self.problems.push(Problem::at(self.table.file, 1, 0, found, expected, help));
    }

    /// Takes in one record; false when its shape or encoding is wrong.
    pub(super) fn take(&mut self, record: &ByteRecord) -> bool {
        if let Some(position) = record.position() {
            self.line = position.line();
            self.offset = position.byte() + self.skipped;
        }
        if record.len() != self.places.len() {
            let (found, expected) =
                (format!("{} fields", record.len()), format!("{} fields", self.places.len()));
            let help = "quote a field that contains a comma, and leave empty fields in";
            self.problems.push(Problem::at(self.table.file, self.line, 0, found, expected, help));
            return false;
        }
        self.cells.resize_with(self.places.len(), String::new);
        let mut sound = true;
        for place in 0..self.cells.len() {
            sound &= self.take_cell(record, place);
        }
        sound && self.nothing_missing()
    }

    fn take_cell(&mut self, record: &ByteRecord, place: usize) -> bool {
        match text_of(&record[place]) {
            Ok(text) => {
                self.cells[place].clear();
                self.cells[place].push_str(text.trim());
                true
            }
            Err((found, expected, help)) => {
                self.complain_at(place, found, expected, help);
                false
            }
        }
    }

    fn nothing_missing(&mut self) -> bool {
        let mut sound = true;
        for (i, column) in self.table.columns.iter().enumerate() {
            let place = self.places[i];
            if column.required && self.cells[place].is_empty() {
                self.complain_at(
                    place,
                    format!("an empty {}", column.name),
                    column.doc,
                    "fill the cell or remove the row",
                );
                sound = false;
            }
        }
        sound
    }

    /// The text of a column; empty when nothing stands there.
    pub fn get(&self, name: &str) -> &str {
        &self.cells[self.place(name)]
    }

    fn place(&self, name: &str) -> usize {
        // Asked for every cell: the first byte tells most names apart.
        let first = name.as_bytes().first();
        let column =
            self.table.columns.iter().position(|c| c.name.as_bytes().first() == first && c.name == name);
        self.places[column.expect("the reader asks only for columns of its table")]
    }

    /// Whether what is wrong will only be counted, and needs no words.
    pub fn is_only_counted(&self) -> bool {
        self.problems.is_full()
    }

    /// Records that a column holds something else than expected.
    pub fn complain(&mut self, name: &str, expected: impl Into<String>, help: impl Into<String>) {
        let found = format!("{} {}", name, quoted(self.get(name)));
        self.complain_at(self.place(name), found, expected, help);
    }

    fn complain_at(
        &mut self,
        place: usize,
        found: impl Into<String>,
        expected: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.problems.is_full() {
            return self.problems.count_error();
        }
        let column = column_of(&self.input.record_at(self.offset), place);
        self.problems.push(Problem::at(self.table.file, self.line, column, found, expected, help));
    }

    /// Texts joined by `|`.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.get(name).split('|').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    }

    /// Whole numbers joined by `|`.
    pub fn numbers(&mut self, name: &str) -> Vec<u16> {
        let parsed: Result<Vec<u16>, _> = self.list(name).iter().map(|n| n.parse()).collect();
        parsed.unwrap_or_else(|_| {
            self.complain(name, "whole numbers joined by `|`", "write for example 255|260");
            vec![]
        })
    }

    /// A whole number, if one stands there.
    pub fn number(&mut self, name: &str) -> Option<u32> {
        if self.get(name).is_empty() {
            return None;
        }
        let parsed = self.get(name).parse().ok();
        if parsed.is_none() {
            self.complain(
                name,
                "a whole number",
                "write digits only, or leave the cell empty where it may be",
            );
        }
        parsed
    }

    /// An EDTF date, if one stands there.
    pub fn date(&mut self, name: &str) -> Option<Edtf> {
        if self.get(name).is_empty() {
            return None;
        }
        match Edtf::parse(self.get(name)) {
            Ok(date) => Some(date),
            Err(wrong) => {
                let expected = format!("an EDTF date; this one {wrong}");
                self.complain(
                    name,
                    expected,
                    "write 2018-11-12, 2018-11, 2018, 2018-11-12/2019-09-16 or ../2019-11-10",
                );
                None
            }
        }
    }

    /// A full day, if one stands there.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        let date = self.date(name)?;
        if !date.is_exact() {
            self.complain(name, "a full day", "write year-month-day, as in 2018-11-12");
            return None;
        }
        Some(date.earliest)
    }

    /// `yes` or `no`.
    pub fn yes_no(&mut self, name: &str) -> bool {
        match self.get(name) {
            "yes" => return true,
            "no" => {}
            _ => self.complain(name, "`yes` or `no`", ""),
        }
        false
    }

    /// A word of a closed list.
    pub fn word<T: Copy>(
        &mut self,
        name: &str,
        read: fn(&str) -> Option<T>,
        all: impl Fn() -> Vec<&'static str>,
    ) -> Option<T> {
        let value = read(self.get(name));
        if value.is_none() {
            let all = all();
            let help = did_you_mean(self.get(name), all.iter().copied(), "");
            self.complain(name, format!("one of {}", all.join(", ")), help);
        }
        value
    }

    /// A bloc expression, if one stands there.
    pub fn expr(&mut self, name: &str) -> Option<Expr> {
        if self.get(name).is_empty() {
            return None;
        }
        match Expr::parse(self.get(name)) {
            Ok(expr) => Some(expr),
            Err(wrong) => {
                self.complain(
                    name,
                    format!("a bloc expression; this one {wrong}"),
                    "write for example `nato minus eu`",
                );
                None
            }
        }
    }

    /// An id made of lower-case words joined by hyphens.
    pub fn kebab_id(&mut self) -> Option<String> {
        let id = self.get("id").to_owned();
        let sound =
            |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if id.len() <= 80
            && id.split('-').all(sound)
            && !["states", "or", "and", "minus"].contains(&id.as_str())
        {
            return Some(id);
        }
        let help = "`states`, `or`, `and` and `minus` are words of bloc expressions";
        self.complain("id", "lower-case words and digits joined by hyphens, at most 80 characters", help);
        None
    }

    /// The id of a state: three capital letters.
    pub fn state_id(&mut self) -> Option<String> {
        let id = self.get("id").to_owned();
        if id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(id);
        }
        self.complain("id", "three capital letters", "use ISO 3166 alpha-3, or a code beginning with X");
        None
    }
}

type Wrong = (String, &'static str, &'static str);

/// The text of a cell, or what is wrong with its bytes.
fn text_of(cell: &[u8]) -> Result<&str, Wrong> {
    let plain = cell.len() <= LONGEST_CELL && cell.iter().all(|b| (b' '..=b'~').contains(b));
    if let (true, Ok(text)) = (plain, std::str::from_utf8(cell)) {
        return Ok(text);
    }
    if cell.len() > LONGEST_CELL {
        return Err((
            format!("a cell of {} bytes", cell.len()),
            "at most 20,000 bytes",
            "look for a quote that is not closed",
        ));
    }
    let text = std::str::from_utf8(cell).map_err(|error| {
        let byte = cell[error.valid_up_to()];
        (
            format!("the byte 0x{byte:02X}"),
            "UTF-8 text",
            "the file may be Latin-1 or Windows-1252: save it as \"CSV UTF-8\"",
        )
    })?;
    let control = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    match control {
        Some(c) => {
            Err((format!("the control character {}", c.escape_unicode()), "printable text", "remove it"))
        }
        None => Ok(text),
    }
}

/// The column, in characters counted from 1, at which field `place` of a raw record starts.
fn column_of(record: &[u8], place: usize) -> u64 {
    let text = String::from_utf8_lossy(record);
    let (mut column, mut field, mut quoted) = (1, 0, false);
    for c in text.chars() {
        if field == place || (matches!(c, '\n' | '\r') && !quoted) {
            break;
        }
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => field += 1,
            _ => {}
        }
        column += 1;
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_counted_in_characters_over_quotes_and_accents() {
        assert_eq!(column_of("CIV,\"Côte d'Ivoire, the\",x\n".as_bytes(), 0), 1);
        assert_eq!(column_of("CIV,\"Côte d'Ivoire, the\",x\n".as_bytes(), 2), 26);
        assert_eq!(column_of(b"\"a\"\"b\",c", 1), 8);
    }
}
