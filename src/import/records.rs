//! The rows of a CSV. Of a published table most lines have no quotes: such a
//! line is cut at its separators. Any other is left to the machine of
//! [`csv_core`], which knows what quotes mean.

use std::io::{self, Read};

use csv_core::ReadRecordResult;
use memchr::{memchr, memchr_iter, memchr2};

use super::guard::{Checked, Row};

/// How much is read at a time.
const BLOCK: usize = 1 << 16;

/// A reader of rows; every line of what it reads ends with a line feed.
pub(super) struct Records<R> {
    inner: Checked<R>,
    row: Row,
    separator: u8,
    /// What was read and not yet given stands from `start` to `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// The line that begins at `start`.
    line: u64,
    /// Where the row that was given begins in `buffer`; nothing when it had quotes.
    given: Option<usize>,
    /// Where each of its cells ends, counted from its first byte.
    ends: Vec<usize>,
    machine: csv_core::Reader,
    /// The cells of a row with quotes, one after the other.
    text: Vec<u8>,
}

/// The cells of a row.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    text: &'a [u8],
    ends: &'a [usize],
    /// How many bytes stand between two cells.
    gap: usize,
}

impl<'a> Cells<'a> {
    /// A cell by its place.
    pub fn get(&self, place: usize) -> Option<&'a [u8]> {
        let from = if place == 0 { 0 } else { self.ends.get(place - 1)? + self.gap };
        self.text.get(from..*self.ends.get(place)?)
    }

    /// Every cell.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let cells = *self;
        (0..self.ends.len()).filter_map(move |place| cells.get(place))
    }
}

impl<R: Read> Records<R> {
    /// The rows of `inner`, which is told by `row` where each begins.
    pub(super) fn new(inner: Checked<R>, row: Row, separator: u8) -> Self {
        let machine = csv_core::ReaderBuilder::new().delimiter(separator).build();
        let (ends, text) = (vec![], vec![0; 1 << 10]);
        Self {
            inner,
            row,
            separator,
            buffer: vec![],
            start: 0,
            end: 0,
            line: 1,
            given: None,
            ends,
            machine,
            text,
        }
    }

    /// Goes to the next row that is not blank, and gives the line it begins on; nothing at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<u64>> {
        loop {
            self.row.begins(self.line);
            let Some(end) = self.line_end()? else { return Ok(None) };
            let (line, began) = (&self.buffer[self.start..end], self.line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            match memchr2(b'"', b'\r', line) {
                None => {
                    self.ends.clear();
                    let separators = line.iter().enumerate().filter(|(_, b)| **b == self.separator);
                    self.ends.extend(separators.map(|(place, _)| place));
                    self.ends.push(line.len());
                    self.given = Some(self.start);
                    (self.start, self.line) = (end + 1, self.line + 1);
                }
                Some(_) => self.with_quotes()?,
            }
            // A row of one empty cell is a blank row of a sheet.
            if self.ends.len() > 1 || self.ends.last().is_some_and(|end| *end > 0) {
                return Ok(Some(began));
            }
        }
    }

    /// The cells of the row that [`Records::next`] went to.
    pub(super) fn cells(&self) -> Cells<'_> {
        match self.given {
            Some(start) => Cells { text: &self.buffer[start..], ends: &self.ends, gap: 1 },
            None => Cells { text: &self.text, ends: &self.ends, gap: 0 },
        }
    }

    /// Where the line at `start` ends, its line feed left out.
    fn line_end(&mut self) -> io::Result<Option<usize>> {
        let mut seen = 0;
        loop {
            if let Some(n) = memchr(b'\n', &self.buffer[self.start + seen..self.end]) {
                return Ok(Some(self.start + seen + n));
            }
            seen = self.end - self.start;
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Reads more, behind what is there; whether there was any.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.buffer.len() < self.end + BLOCK {
            self.buffer.resize((self.end + BLOCK).max(2 * self.buffer.len()), 0);
        }
        let n = self.inner.read(&mut self.buffer[self.end..])?;
        self.end += n;
        Ok(n > 0)
    }

    /// Takes the row at `start` apart, over as many lines as it has.
    fn with_quotes(&mut self) -> io::Result<()> {
        self.machine.reset();
        self.ends.resize(self.ends.len().max(1 << 5), 0);
        let (mut written, mut cells) = (0, 0);
        loop {
            let input = &self.buffer[self.start..self.end];
            let (found, read, wrote, ended) =
                self.machine.read_record(input, &mut self.text[written..], &mut self.ends[cells..]);
            self.line += memchr_iter(b'\n', &input[..read]).count() as u64;
            (self.start, written, cells) = (self.start + read, written + wrote, cells + ended);
            match found {
                // At the end of the file the machine is told so by an empty input.
                ReadRecordResult::InputEmpty => {
                    self.fill()?;
                }
                ReadRecordResult::OutputFull => self.text.resize(2 * self.text.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        self.ends.truncate(cells);
        self.given = None;
        if memchr(b'\r', &self.text[..written]).is_some() {
            self.take_returns_out();
        }
        Ok(())
    }

    /// Ends each line within a cell by a line feed alone.
    fn take_returns_out(&mut self) {
        let plain: Vec<Vec<u8>> = self.cells().iter().map(with_feeds).collect();
        let mut end = 0;
        for (cell, place) in plain.iter().zip(&mut self.ends) {
            self.text[end..end + cell.len()].copy_from_slice(cell);
            end += cell.len();
            *place = end;
        }
    }
}

/// A cell of several lines, each ended by a line feed alone.
fn with_feeds(cell: &[u8]) -> Vec<u8> {
    let ends = |i: usize| cell[i] == b'\r' && cell.get(i + 1) == Some(&b'\n');
    (0..cell.len()).filter(|i| !ends(*i)).map(|i| cell[i]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use csv::ByteRecord;

    use super::super::guard::LineEnds;
    use super::*;

    /// Each row's line and cells.
    type Rows = Vec<(u64, Vec<Vec<u8>>)>;

    fn rows(text: &[u8], separator: u8) -> Rows {
        let row = Row::default();
        let checked = Checked::new(text, row.clone(), LineEnds::of(text), 1 << 20);
        let mut records = Records::new(checked, row, separator);
        let mut all = vec![];
        while let Some(line) = records.next().expect("memory does not fail") {
            all.push((line, records.cells().iter().map(<[u8]>::to_vec).collect()));
        }
        all
    }

    fn cells(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        rows(text, b',').into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn lines_and_quotes_and_blank_rows() {
        let text = b"a,b\n\n\"x\ny\",\"z \"\"q\"\"\"\n\"\"\nlast,\"1,2\"";
        let lines: Vec<u64> = rows(text, b',').into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 3, 6]);
        let cell = |text: &str| text.as_bytes().to_vec();
        assert_eq!(cells(text)[1], [cell("x\ny"), cell("z \"q\"")]);
        assert_eq!(cells(text)[2], [cell("last"), cell("1,2")]);
    }

    #[test]
    fn a_row_longer_than_a_block_is_whole() {
        let long = "x".repeat(3 * BLOCK);
        for quote in ["", "\""] {
            let text = format!("{quote}{long}{quote},1\nnext,2\n");
            assert_eq!(cells(text.as_bytes())[0][0].len(), long.len());
            assert_eq!(cells(text.as_bytes())[1][1], b"2");
        }
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(text in "[ab\",;\r\n]{0,60}") {
            // We take no carriage return before a line feed into a cell.
            let plain = format!("{text}\n").replace("\r\n", "\n");
            let mut reader =
                csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(plain.as_bytes());
            let blank = |record: &ByteRecord| record.len() == 1 && record[0].is_empty();
            let theirs: Vec<Vec<Vec<u8>>> = reader
                .byte_records()
                .map(|record| record.expect("memory does not fail"))
                .filter(|record| !blank(record))
                .map(|record| record.iter().map(<[u8]>::to_vec).collect())
                .collect();
            prop_assert_eq!(cells(format!("{text}\n").as_bytes()), theirs);
        }
    }
}
