//! Sheets of Excel workbooks (.xlsx) as CSV: one line a row of the sheet, so
//! that line numbers are the sheet's own, and dates as ISO days. What a
//! workbook unpacks to is counted before any of it is parsed.

use std::io::{self, BufReader, Read, Seek};

use calamine::{DataRef, Reader, Xlsx};

use super::guard::{Limits, Refused};
use crate::read::{Problem, suggest};

/// The first bytes of a workbook.
pub(super) const MAGIC: &[u8] = b"PK\x03\x04";
/// The first bytes of an old (.xls) or an encrypted workbook.
pub(super) const OLD_MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// How large a sheet of Excel can be.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// A sheet as CSV.
pub(super) struct Sheet {
    /// From its header on.
    pub(super) bytes: Vec<u8>,
    /// Rows above the header.
    pub(super) above: u64,
}

/// Rows above the header, such as a title, are looked for this far.
const TITLES: usize = 20;

/// The sheet of a workbook, the first if none is named, as CSV.
///
/// # Errors
/// When the workbook is none, is too large, or has no such sheet.
pub(super) fn csv<R: Read + Seek>(
    open: impl Fn() -> Result<R, Problem>,
    name: &str,
    sheet: Option<&str>,
    limits: Limits,
) -> Result<Sheet, Problem> {
    let most = limits.bytes.min(limits.workbook);
    let wrong = |found: String| {
        let help = "save the sheet as \"CSV UTF-8\" and import that";
        Problem::of_file(name, found, "an Excel workbook (.xlsx)", help)
    };
    unpacks_within(BufReader::new(open()?), most).map_err(|error| {
        let Refused { found, expected, help, .. } = Refused::of(&error);
        match found.contains("unpacks") {
            true => Problem::of_file(name, found, expected, help),
            false => wrong(found),
        }
    })?;
    let mut book = Xlsx::new(BufReader::new(open()?)).map_err(|error| wrong(error.to_string()))?;
    let sheet = chosen(&book.sheet_names(), sheet, name)?;
    lines(&mut book, &sheet, most).map_err(wrong)
}

/// Unpacks every part to nowhere: the sizes that a zip states can be lies.
fn unpacks_within(file: impl Read + Seek, most: u64) -> io::Result<()> {
    let mut archive = zip::ZipArchive::new(file)?;
    let mut left = most;
    for i in 0..archive.len() {
        let part = archive.by_index(i)?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink())?;
        left = left.checked_sub(unpacked).ok_or_else(|| Refused::too_much(most))?;
    }
    Ok(())
}

fn chosen(sheets: &[String], wanted: Option<&str>, name: &str) -> Result<String, Problem> {
    let found = match wanted {
        None => sheets.first(),
        Some(wanted) => sheets.iter().find(|sheet| sheet.to_lowercase() == wanted.to_lowercase()),
    };
    found.cloned().ok_or_else(|| {
        let wanted = wanted.unwrap_or("of any name");
        let help = suggest::did_you_mean(wanted, sheets.iter().map(String::as_str), "name one with --sheet");
        let found = format!("the sheets {}", sheets.join(", "));
        Problem::of_file(name, found, format!("a sheet {wanted:?}"), help)
    })
}

/// The rows of a sheet as they are written down, one a line.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    row: u32,
    column: u32,
    /// Where each of the first rows begins, and how many of its cells are filled.
    first: Vec<(usize, usize)>,
}

fn lines<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str, most: u64) -> Result<Sheet, String> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let mut lines = Lines { first: vec![(0, 0)], ..Lines::default() };
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let text = written(cell.get_value());
        if !text.is_empty() {
            lines.push(cell.get_position(), &text)?;
        }
        if lines.bytes.len() as u64 > most {
            return Err(Refused::too_much(most).found);
        }
    }
    Ok(lines.under_titles())
}

impl Lines {
    fn push(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), String> {
        if row >= ROWS || column >= COLUMNS {
            return Err(format!("a cell in row {} and column {}", u64::from(row) + 1, u64::from(column) + 1));
        }
        if (row, column) < (self.row, self.column) {
            return Err(format!("row {} after row {}, or cells out of order", row + 1, self.row + 1));
        }
        while self.row < row {
            // An empty line would be passed over with its number; an empty cell is a row.
            let blank = self.bytes.last().is_none_or(|b| *b == b'\n');
            self.bytes.extend(if blank { b"\"\"\n".as_slice() } else { b"\n" });
            (self.row, self.column) = (self.row + 1, 0);
            if self.first.len() < TITLES {
                self.first.push((self.bytes.len(), 0));
            }
        }
        self.bytes.extend((self.column..column).map(|_| b','));
        self.column = column;
        self.bytes.push(b'"');
        for byte in text.bytes() {
            match byte {
                b'"' => self.bytes.extend(b"\"\""),
                b'\r' | b'\n' | 0 => self.bytes.push(b' '),
                _ => self.bytes.push(byte),
            }
        }
        self.bytes.push(b'"');
        if let Some((_, filled)) = self.first.get_mut(row as usize) {
            *filled += 1;
        }
        Ok(())
    }

    /// The lines from the header on: a title has one cell, a header has more.
    fn under_titles(mut self) -> Sheet {
        let filled = |least: usize| self.first.iter().position(|(_, filled)| *filled >= least);
        let above = filled(2).or_else(|| filled(1)).unwrap_or(0);
        self.bytes.drain(..self.first[above].0);
        Sheet { bytes: self.bytes, above: above as u64 }
    }
}

/// A cell as text: whole numbers without a point, dates as ISO days.
fn written(cell: &DataRef) -> String {
    match cell {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(span) => span.as_f64().to_string(),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
