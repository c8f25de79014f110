//! A panel as Parquet: flat, optional columns, plain encoding, no compression.
//! The format is small enough for that to be written here: pages of values,
//! then a footer in Thrift's compact protocol that says where they are
//! (Apache Parquet format 2, apache/parquet-format).

use crate::analysis::panel::{Column, Panel, Values};

const MAGIC: &[u8] = b"PAR1";

/// How many rows a row group holds at most: pages stay far below 2 GiB.
const GROUP: usize = 1 << 20;

/// Parquet's physical types.
const INT64: i32 = 2;
const DOUBLE: i32 = 5;
const BYTE_ARRAY: i32 = 6;

const PLAIN: i32 = 0;
const RLE: i32 = 3;

/// Where a column's page is.
struct Chunk {
    offset: i64,
    size: i64,
    rows: i64,
}

/// The panel's file.
pub fn write(panel: &Panel) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    let mut groups = vec![];
    let mut start = 0;
    while start < panel.rows {
        let end = (start + GROUP).min(panel.rows);
        let chunks: Vec<Chunk> = panel.columns.iter().map(|c| page(&mut file, c, start..end)).collect();
        groups.push(chunks);
        start = end;
    }
    let footer = footer(panel, &groups);
    file.extend_from_slice(&footer);
    file.extend_from_slice(&(footer.len() as u32).to_le_bytes());
    file.extend_from_slice(MAGIC);
    file
}

/// Appends one column's values of some rows as a data page.
fn page(file: &mut Vec<u8>, column: &Column, rows: std::ops::Range<usize>) -> Chunk {
    let (defined, values) = plain(column, rows.clone());
    let levels = levels(&defined);
    let size = levels.len() + values.len();
    let mut header = Thrift::default();
    header.i32(1, 0);
    header.i32(2, size as i32);
    header.i32(3, size as i32);
    header.open(5);
    for (id, value) in [(1, rows.len() as i32), (2, PLAIN), (3, RLE), (4, RLE)] {
        header.i32(id, value);
    }
    header.close();
    let header = header.done();
    let offset = file.len() as i64;
    for part in [&header, &levels, &values] {
        file.extend_from_slice(part);
    }
    Chunk { offset, size: (header.len() + size) as i64, rows: rows.len() as i64 }
}

/// Which rows have a value, and the values of those that do.
fn plain(column: &Column, rows: std::ops::Range<usize>) -> (Vec<bool>, Vec<u8>) {
    let mut bytes = vec![];
    let mut defined = Vec::with_capacity(rows.len());
    for row in rows {
        let before = bytes.len();
        match &column.values {
            Values::Text(words, places) => {
                let word = &words[places[row] as usize];
                if !word.is_empty() {
                    bytes.extend_from_slice(&(word.len() as u32).to_le_bytes());
                    bytes.extend_from_slice(word.as_bytes());
                }
            }
            Values::Whole(numbers) => {
                bytes.extend(numbers[row].iter().flat_map(|n| i64::from(*n).to_le_bytes()));
            }
            Values::Number(numbers) => bytes.extend(numbers[row].iter().flat_map(|n| n.to_le_bytes())),
        }
        defined.push(bytes.len() > before);
    }
    (defined, bytes)
}

/// Definition levels: runs of rows with and without a value.
fn levels(defined: &[bool]) -> Vec<u8> {
    let mut runs = vec![];
    for run in defined.chunk_by(|a, b| a == b) {
        varint(&mut runs, (run.len() as u64) << 1);
        runs.push(u8::from(run[0]));
    }
    [&(runs.len() as u32).to_le_bytes()[..], &runs].concat()
}

fn kind(column: &Column) -> i32 {
    match column.values {
        Values::Text(..) => BYTE_ARRAY,
        Values::Whole(_) => INT64,
        Values::Number(_) => DOUBLE,
    }
}

/// FileMetaData: the schema, then where each row group's columns are.
fn footer(panel: &Panel, groups: &[Vec<Chunk>]) -> Vec<u8> {
    let mut t = Thrift::default();
    t.i32(1, 1);
    t.list(2, panel.columns.len() + 1);
    t.element();
    t.text(4, "panel");
    t.i32(5, panel.columns.len() as i32);
    t.close();
    for column in &panel.columns {
        t.element();
        t.i32(1, kind(column));
        t.i32(3, 1);
        t.text(4, column.name);
        if kind(column) == BYTE_ARRAY {
            t.i32(6, 0);
        }
        t.close();
    }
    t.i64(3, panel.rows as i64);
    t.list(4, groups.len());
    for chunks in groups {
        row_group(&mut t, panel, chunks);
    }
    t.text(6, concat!("blocs ", env!("CARGO_PKG_VERSION")));
    t.done()
}

fn row_group(t: &mut Thrift, panel: &Panel, chunks: &[Chunk]) {
    t.element();
    t.list(1, chunks.len());
    for (column, chunk) in panel.columns.iter().zip(chunks) {
        t.element();
        t.i64(2, chunk.offset);
        t.open(3);
        t.i32(1, kind(column));
        t.i32_list(2, &[PLAIN, RLE]);
        t.text_list(3, column.name);
        t.i32(4, 0);
        t.i64(5, chunk.rows);
        t.i64(6, chunk.size);
        t.i64(7, chunk.size);
        t.i64(9, chunk.offset);
        t.close();
        t.close();
    }
    t.i64(2, chunks.iter().map(|c| c.size).sum());
    t.i64(3, chunks.first().map_or(0, |c| c.rows));
    t.close();
}

/// Thrift's compact protocol, as much of it as a footer needs.
struct Thrift {
    bytes: Vec<u8>,
    /// The last field's id in each open struct.
    last: Vec<i16>,
}

impl Default for Thrift {
    fn default() -> Self {
        Self { bytes: vec![], last: vec![0] }
    }
}

impl Thrift {
    fn field(&mut self, id: i16, kind: u8) {
        let last = self.last.last_mut().expect("a struct is open");
        // Ids rise by less than 16 in every struct here.
        self.bytes.push((((id - *last) as u8) << 4) | kind);
        *last = id;
    }

    fn i32(&mut self, id: i16, value: i32) {
        self.field(id, 5);
        varint(&mut self.bytes, zigzag(i64::from(value)));
    }

    fn i64(&mut self, id: i16, value: i64) {
        self.field(id, 6);
        varint(&mut self.bytes, zigzag(value));
    }

    fn bytes(&mut self, text: &str) {
        varint(&mut self.bytes, text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn text(&mut self, id: i16, text: &str) {
        self.field(id, 8);
        self.bytes(text);
    }

    fn list_of(&mut self, id: i16, n: usize, kind: u8) {
        self.field(id, 9);
        match n {
            0..15 => self.bytes.push(((n as u8) << 4) | kind),
            _ => {
                self.bytes.push(0xf0 | kind);
                varint(&mut self.bytes, n as u64);
            }
        }
    }

    /// A list of structs, each opened by [`Self::element`].
    fn list(&mut self, id: i16, n: usize) {
        self.list_of(id, n, 12);
    }

    fn i32_list(&mut self, id: i16, values: &[i32]) {
        self.list_of(id, values.len(), 5);
        values.iter().for_each(|v| varint(&mut self.bytes, zigzag(i64::from(*v))));
    }

    fn text_list(&mut self, id: i16, only: &str) {
        self.list_of(id, 1, 8);
        self.bytes(only);
    }

    fn element(&mut self) {
        self.last.push(0);
    }

    fn open(&mut self, id: i16) {
        self.field(id, 12);
        self.last.push(0);
    }

    fn close(&mut self) {
        self.bytes.push(0);
        self.last.pop();
    }

    fn done(mut self) -> Vec<u8> {
        self.close();
        self.bytes
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value as u8) | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_take_one_byte_and_negative_ones_alternate() {
        assert_eq!([0, -1, 1, -2].map(zigzag), [0, 1, 2, 3]);
        let mut bytes = vec![];
        varint(&mut bytes, 300);
        assert_eq!(bytes, [0xac, 0x02]);
    }

    #[test]
    fn runs_of_rows_with_and_without_a_value_are_levels() {
        assert_eq!(levels(&[true, true, false]), [4, 0, 0, 0, 4, 1, 2, 0]);
    }
}
