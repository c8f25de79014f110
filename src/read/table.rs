//! One CSV file, read row by row: encoding, header and shape are checked here,
//! and every field that does not parse becomes a problem with its line and
//! column. Files are streamed; only the rows' own facts are kept.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use csv::ByteRecord;
use sha2::{Digest, Sha256};

use super::counted::Counted;
use super::problem::{Problem, Problems};
use super::row::Reading;
use super::schema::Table;

/// Where a table's bytes come from.
#[derive(Clone, Debug)]
pub enum Input {
    /// Compiled into the program.
    Embedded {
        /// The file's name.
        file: &'static str,
        /// Its bytes.
        bytes: &'static [u8],
    },
    /// A file on disk.
    File {
        /// The file's name.
        file: &'static str,
        /// Where it is.
        path: PathBuf,
        /// How many bytes of files have been read, for those who watch.
        read: Arc<AtomicU64>,
    },
    /// A table that was made, and is read back before it is written.
    Memory {
        /// The file's name.
        file: &'static str,
        /// Its bytes; nothing when there is no such table.
        bytes: Option<Arc<[u8]>>,
    },
}

impl Input {
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        match self {
            Self::Embedded { bytes, .. } => Ok(Box::new(*bytes)),
            Self::File { path, read, .. } => {
                if path.is_dir() {
                    return Err(io::Error::from(io::ErrorKind::IsADirectory));
                }
                Ok(Box::new(Counted { inner: File::open(path)?, read: Arc::clone(read) }))
            }
            Self::Memory { bytes, .. } => match bytes {
                Some(bytes) => Ok(Box::new(io::Cursor::new(Arc::clone(bytes)))),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        }
    }

    /// How many bytes there are; nothing for what is compiled in, or not there.
    pub(super) fn size(&self) -> Option<usize> {
        match self {
            Self::Embedded { .. } => None,
            Self::File { path, .. } => Some(path.metadata().ok()?.len() as usize),
            Self::Memory { bytes, .. } => bytes.as_ref().map(|bytes| bytes.len()),
        }
    }

    /// Whether there is no such file.
    pub(super) fn is_missing(&self) -> bool {
        match self {
            Self::Embedded { .. } => false,
            Self::File { path, .. } => !path.exists(),
            Self::Memory { bytes, .. } => bytes.is_none(),
        }
    }

    /// The bytes of the record that starts at `offset`, for finding a column; at most 64 KiB.
    pub(super) fn record_at(&self, offset: u64) -> Vec<u8> {
        const MOST: usize = 1 << 16;
        match self {
            Self::Embedded { bytes, .. } => piece(bytes, offset, MOST),
            Self::Memory { bytes, .. } => bytes.as_deref().map_or(vec![], |bytes| piece(bytes, offset, MOST)),
            Self::File { path, .. } => {
                let mut bytes = vec![];
                let read = File::open(path).and_then(|mut file| {
                    file.seek(SeekFrom::Start(offset))?;
                    file.take(MOST as u64).read_to_end(&mut bytes)
                });
                read.map(|_| bytes).unwrap_or_default()
            }
        }
    }
}

/// Some bytes from an offset on.
fn piece(bytes: &[u8], offset: u64, most: usize) -> Vec<u8> {
    bytes.iter().skip(offset as usize).take(most).copied().collect()
}

/// The longest record: anything beyond is not a table.
const LONGEST_RECORD: u64 = 4 << 20;

/// Reads `input` as `table`, hands every well-shaped row to `row`, and returns the SHA-256 of the bytes.
/// `None` when the file as a whole could not be read.
pub fn read(
    table: &'static Table,
    input: &Input,
    problems: &mut Problems,
    mut row: impl FnMut(&mut Reading),
) -> Option<[u8; 32]> {
    let mut hasher = Hashing { inner: None, hash: Sha256::new(), since_newline: 0 };
    match input.open() {
        Ok(reader) => hasher.inner = Some(reader),
        Err(error) => {
            problems.push(unreadable(table, &error));
            return None;
        }
    }
    let mut reader = BufReader::with_capacity(1 << 16, &mut hasher);
    let start = match first_bytes(table, &mut reader) {
        Ok(start) => start,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let mut csv = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(reader);
    let mut reading = Reading::new(table, input, start, problems);
    let mut record = ByteRecord::new();
    let mut header_seen = false;
    loop {
        match csv.read_byte_record(&mut record) {
            Ok(true) if !header_seen => {
                header_seen = true;
                if !reading.header(&record) {
                    return None;
                }
            }
            Ok(true) => {
                if reading.take(&record) {
                    row(&mut reading);
                }
            }
            Ok(false) => break,
            Err(error) => {
                reading.give_up(&error);
                return None;
            }
        }
    }
    drop(csv);
    Some(hasher.hash.finalize().into())
}

/// Hashes what is read through it, and refuses a line without end.
struct Hashing {
    inner: Option<Box<dyn Read>>,
    hash: Sha256,
    since_newline: u64,
}

impl Read for &mut Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(inner) = &mut self.inner else { return Ok(0) };
        let n = inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        match buffer[..n].iter().rposition(|b| *b == b'\n') {
            Some(place) => self.since_newline = (n - place) as u64,
            None => self.since_newline += n as u64,
        }
        if self.since_newline > LONGEST_RECORD {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line longer than 4 MiB"));
        }
        Ok(n)
    }
}

fn unreadable(table: &Table, error: &io::Error) -> Problem {
    let help = "`blocs init DIR` writes a complete folder to start from";
    let (found, expected) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("no such file".to_owned(), format!("a table with the header {}", table.header()))
        }
        io::ErrorKind::IsADirectory => ("a directory".to_owned(), "a CSV file".to_owned()),
        _ => (error.to_string(), "a readable file".to_owned()),
    };
    Problem::of_file(table.file, found, expected, help)
}

/// Looks at the first bytes: empty, UTF-16, or a byte order mark to step over. Returns its length.
fn first_bytes(table: &Table, reader: &mut impl BufRead) -> Result<u64, Problem> {
    let buffer = reader.fill_buf().map_err(|error| unreadable(table, &error))?;
    let expected = format!("the header {}", table.header());
    if buffer.is_empty() {
        return Err(Problem::of_file(
            table.file,
            "an empty file",
            expected,
            "write the header line at least",
        ));
    }
    let zeros = buffer.iter().take(200).filter(|b| **b == 0).count();
    if buffer.starts_with(&[0xff, 0xfe]) || buffer.starts_with(&[0xfe, 0xff]) || zeros > 40 {
        return Err(Problem::at(
            table.file,
            1,
            1,
            "UTF-16 text",
            "UTF-8 text",
            "save the file as \"CSV UTF-8\"",
        ));
    }
    if buffer.starts_with(&[0xef, 0xbb, 0xbf]) {
        reader.consume(3);
        return Ok(3);
    }
    Ok(0)
}
