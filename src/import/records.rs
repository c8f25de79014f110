//! The rows of a CSV. Of a published table most lines have no quotes: such a
//! line is cut at its separators. Any other is left to the machine of
//! [`csv_core`], which knows what quotes mean.

use std::io::{self, Read};

use csv::ByteRecord;
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
    quoted: Quoted,
}

/// A row with quotes, as it is taken apart.
struct Quoted {
    machine: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> Records<R> {
    /// The rows of `inner`, which is told by `row` where each begins.
    pub(super) fn new(inner: Checked<R>, row: Row, separator: u8) -> Self {
        let machine = csv_core::ReaderBuilder::new().delimiter(separator).build();
        let quoted = Quoted { machine, text: vec![0; 1 << 10], ends: vec![0; 1 << 5] };
        Self { inner, row, separator, buffer: vec![], start: 0, end: 0, line: 1, quoted }
    }

    /// The next row that is not blank, and the line it begins on; nothing at the end.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> io::Result<Option<u64>> {
        loop {
            record.clear();
            self.row.begins(self.line);
            let Some(end) = self.line_end()? else { return Ok(None) };
            let (line, began) = (&self.buffer[self.start..end], self.line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            match memchr2(b'"', b'\r', line) {
                None => {
                    line.split(|b| *b == self.separator).for_each(|cell| record.push_field(cell));
                    (self.start, self.line) = (end + 1, self.line + 1);
                }
                Some(_) => self.with_quotes(record)?,
            }
            // A row of one empty cell is a blank row of a sheet.
            if record.len() > 1 || record.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(began));
            }
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
    fn with_quotes(&mut self, record: &mut ByteRecord) -> io::Result<()> {
        self.quoted.machine.reset();
        let (mut written, mut cells) = (0, 0);
        loop {
            let Quoted { machine, text, ends } = &mut self.quoted;
            let input = &self.buffer[self.start..self.end];
            let (found, read, wrote, ended) =
                machine.read_record(input, &mut text[written..], &mut ends[cells..]);
            self.line += memchr_iter(b'\n', &input[..read]).count() as u64;
            (self.start, written, cells) = (self.start + read, written + wrote, cells + ended);
            match found {
                // At the end of the file the machine is told so by an empty input.
                ReadRecordResult::InputEmpty => {
                    self.fill()?;
                }
                ReadRecordResult::OutputFull => text.resize(2 * text.len(), 0),
                ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let mut from = 0;
        for end in &self.quoted.ends[..cells] {
            let cell = &self.quoted.text[from..*end];
            match memchr(b'\r', cell) {
                None => record.push_field(cell),
                Some(_) => record.push_field(&with_feeds(cell)),
            }
            from = *end;
        }
        Ok(())
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

    use super::super::guard::LineEnds;
    use super::*;

    /// Each row's line and cells.
    type Rows = Vec<(u64, Vec<Vec<u8>>)>;

    fn rows(text: &[u8], separator: u8) -> Rows {
        let row = Row::default();
        let checked = Checked::new(text, row.clone(), LineEnds::of(text), 1 << 20);
        let mut records = Records::new(checked, row, separator);
        let (mut record, mut all) = (ByteRecord::new(), vec![]);
        while let Some(line) = records.next(&mut record).expect("memory does not fail") {
            all.push((line, record.iter().map(<[u8]>::to_vec).collect()));
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
