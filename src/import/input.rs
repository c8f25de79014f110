//! Files to import: plain or gzipped CSV or TSV, with limits on how much they
//! may unpack to and how long a line may be, and the SHA-256 of what was read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::draft::UNRESOLVED;
use crate::read::{Problem, Problems, schema};

/// The most columns that a file may have; published records have some hundred.
const MOST_COLUMNS: usize = 2000;

/// How much is read at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes a file may unpack to.
    pub bytes: u64,
    /// Bytes a line may have.
    pub line: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 << 30, line: 16 << 20 }
    }
}

/// One file, opened as far as its header.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, for messages.
    pub name: String,
    /// Its columns.
    pub header: Vec<String>,
    /// SHA-256 of the file as it lies there.
    pub sha256: String,
    place: Place,
    limits: Limits,
    separator: u8,
}

/// Where a file is.
#[derive(Clone, Debug)]
enum Place {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
}

impl Place {
    /// What lies there, packed or not.
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Disk(path) => Ok(Box::new(File::open(path)?)),
            Self::Memory(bytes) => Ok(Box::new(io::Cursor::new(Arc::clone(bytes)))),
        }
    }
}

/// The files that a path stands for.
pub(super) fn files_of(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.exists() {
        return Err(format!("{} is not there", path.display()));
    }
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files: Vec<PathBuf> = vec![];
    below(path, &mut files).map_err(|e| format!("{}: {e}", path.display()))?;
    files.sort();
    match files.is_empty() {
        true => Err(format!("{} holds no .csv or .tsv file", path.display())),
        false => Ok(files),
    }
}

/// Adds the tables in a folder and in its sub-folders; links to folders are not followed.
fn below(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            below(&path, files)?;
            continue;
        }
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_lowercase();
        if path.is_file() && [".csv", ".csv.gz", ".tsv", ".tsv.gz"].iter().any(|e| name.ends_with(e)) {
            files.push(path);
        }
    }
    Ok(())
}

/// The tables of a data folder and what earlier imports set aside, by file name.
///
/// # Errors
/// When one that must be there cannot be read.
pub fn tables_of(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut tables = BTreeMap::new();
    for table in schema::ALL {
        match fs::read(folder.join(table.file)) {
            Ok(bytes) => drop(tables.insert(table.file.to_owned(), bytes)),
            Err(_) if table.optional => {}
            Err(error) => return Err(format!("{}: {error}", folder.join(table.file).display())),
        }
    }
    if let Ok(bytes) = fs::read(folder.join(UNRESOLVED)) {
        tables.insert(UNRESOLVED.to_owned(), bytes);
    }
    Ok(tables)
}

impl Input {
    /// Opens a file and reads its header and its hash.
    ///
    /// # Errors
    /// When it cannot be read, or has no header.
    pub fn open(path: &Path, limits: Limits) -> Result<Self, Problem> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Self::at(Place::Disk(path.to_owned()), name, &path.display().to_string(), limits)
    }

    /// The same of a file that is in memory.
    ///
    /// # Errors
    /// When it has no header.
    pub fn of_bytes(name: &str, bytes: impl Into<Arc<[u8]>>, limits: Limits) -> Result<Self, Problem> {
        Self::at(Place::Memory(bytes.into()), name.to_owned(), name, limits)
    }

    fn at(place: Place, name: String, shown: &str, limits: Limits) -> Result<Self, Problem> {
        let wrong =
            |error: io::Error| Problem::of_file(shown, error.to_string(), "a file that can be read", "");
        let name = text(name.as_bytes()).into_owned();
        let sha256 = place.open().and_then(hash).map_err(wrong)?;
        let mut input = Self { name, header: vec![], sha256, place, limits, separator: b',' };
        let mut reader = input.csv(input.bytes()?);
        let header = reader.headers().map_err(|error| input.problem(&error))?.clone();
        if header.len() == 1 && header[0].contains('\t') {
            input.separator = b'\t';
            let mut reader = input.csv(input.bytes()?);
            input.header = columns(reader.headers().map_err(|error| input.problem(&error))?);
        } else {
            input.header = columns(&header);
        }
        if input.header.iter().all(String::is_empty) {
            let (found, expected) = ("no header", "a first line that names the columns");
            return Err(Problem::of_file(&input.name, found, expected, "check that this is the right file"));
        }
        if input.header.len() > MOST_COLUMNS {
            let (found, expected) =
                (format!("{} columns", input.header.len()), format!("at most {MOST_COLUMNS}"));
            return Err(Problem::of_file(&input.name, found, expected, "check that this is the right file"));
        }
        Ok(input)
    }

    /// A CSV reader over the bytes of this file.
    fn csv<R: Read>(&self, bytes: R) -> csv::Reader<R> {
        csv::ReaderBuilder::new().delimiter(self.separator).flexible(true).from_reader(bytes)
    }

    /// What the file unpacks to.
    fn bytes(&self) -> Result<Guarded, Problem> {
        let wrong =
            |error: io::Error| Problem::of_file(&self.name, error.to_string(), "a file that can be read", "");
        let mut file = BufReader::with_capacity(1 << 16, self.place.open().map_err(wrong)?);
        let zipped = io::BufRead::fill_buf(&mut file).map_err(wrong)?.starts_with(&[0x1f, 0x8b]);
        let plain: Box<dyn Read + Send> = match zipped {
            true => Box::new(MultiGzDecoder::new(file)),
            false => Box::new(file),
        };
        let guarded = Guarded { plain, left: self.limits.bytes, line: 0, limits: self.limits };
        Ok(guarded)
    }

    /// The names of the columns, to be shown: the first ones, where there are many.
    pub fn columns_shown(&self) -> String {
        const MOST: usize = 60;
        const LONGEST: usize = 60;
        let name = |name: &String| name.chars().take(LONGEST).collect::<String>();
        let mut shown: Vec<String> = self.header.iter().take(MOST).map(name).collect();
        if self.header.len() > MOST {
            shown.push(format!("and {} more", self.header.len() - MOST));
        }
        shown.join(", ")
    }

    /// The place of a column.
    ///
    /// # Errors
    /// When there is none of that name, with what comes nearest.
    pub fn column(&self, name: &str) -> Result<usize, Problem> {
        let found = self.header.iter().position(|h| h.eq_ignore_ascii_case(name));
        found.ok_or_else(|| {
            let near = crate::read::suggest::nearest(name, self.header.iter().map(String::as_str));
            let help = near.map(|n| format!("is {n:?} meant? rename it")).unwrap_or_default();
            Problem::at(
                &self.name,
                1,
                1,
                format!("the columns {}", self.columns_shown()),
                format!("one called {name:?}"),
                help,
            )
        })
    }

    /// Several columns, or all that are missing.
    ///
    /// # Errors
    /// See [`Input::column`].
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Problems> {
        let mut problems = Problems::default();
        let places = names.map(|name| {
            self.column(name).unwrap_or_else(|problem| {
                problems.push(problem);
                0
            })
        });
        if problems.has_errors() { Err(problems) } else { Ok(places) }
    }

    /// Every row, with its line.
    ///
    /// # Errors
    /// When the file breaks off or is not what it seems.
    pub fn each(&self, mut take: impl FnMut(u64, &csv::ByteRecord)) -> Result<(), Problems> {
        let one = |problem: Problem| {
            let mut problems = Problems::default();
            problems.push(problem);
            problems
        };
        let mut reader = self.csv(Ahead::of(self.bytes().map_err(one)?));
        let mut record = csv::ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => take(record.position().map_or(0, csv::Position::line), &record),
                Ok(false) => return Ok(()),
                Err(error) => return Err(one(self.problem(&error))),
            }
        }
    }

    /// What a reader complained of, with where.
    fn problem(&self, error: &csv::Error) -> Problem {
        let line = error.position().map_or(0, csv::Position::line);
        let found = match error.kind() {
            csv::ErrorKind::Io(inner) => inner.to_string(),
            _ => error.to_string(),
        };
        let expected = "a whole CSV, plain or gzipped";
        Problem::at(&self.name, line, 0, found, expected, "fetch the file again, or raise --max-bytes")
    }
}

/// Header cells, stripped of a byte-order mark and blanks.
fn columns(header: &csv::StringRecord) -> Vec<String> {
    header.iter().map(|h| h.trim_start_matches('\u{feff}').trim().to_owned()).collect()
}

/// A cell as text: without control characters; what is not UTF-8 is read as Latin letters (ISO 8859-1).
pub fn text(cell: &[u8]) -> Cow<'_, str> {
    let text: Cow<str> = match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => cell.iter().map(|byte| *byte as char).collect::<String>().into(),
    };
    match text.chars().any(char::is_control) {
        true => text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect::<String>()
            .trim()
            .to_owned()
            .into(),
        false => match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => text.trim().to_owned().into(),
        },
    }
}

fn hash(mut file: impl Read) -> io::Result<String> {
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(sha.finalize().iter().map(|b| format!("{b:02x}")).collect());
        }
        sha.update(&buffer[..n]);
    }
}

/// A reader whose bytes are read on a thread of their own, some blocks ahead: a file is unpacked while
/// what came before is looked at.
struct Ahead {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: io::Cursor<Vec<u8>>,
}

impl Ahead {
    fn of(mut bytes: impl Read + Send + 'static) -> Self {
        const BLOCK: u64 = 1 << 18;
        let (sender, blocks) = sync_channel(8);
        std::thread::spawn(move || {
            loop {
                let mut block = Vec::with_capacity(BLOCK as usize);
                let read = bytes.by_ref().take(BLOCK).read_to_end(&mut block);
                let last = !matches!(read, Ok(n) if n > 0);
                let sent = sender.send(Ok(block)).and_then(|()| match read {
                    Ok(_) => Ok(()),
                    Err(error) => sender.send(Err(error)),
                });
                // Nobody listens any more when the reader was given up.
                if last || sent.is_err() {
                    return;
                }
            }
        });
        Self { blocks, block: io::Cursor::default() }
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.block.position() == self.block.get_ref().len() as u64 {
            // The thread ends with an empty block or an error, and so with what it read before.
            match self.blocks.recv() {
                Ok(next) => self.block = io::Cursor::new(next?),
                Err(_) => return Ok(0),
            }
        }
        self.block.read(buffer)
    }
}

/// A reader that stops at the limits.
struct Guarded {
    plain: Box<dyn Read + Send>,
    left: u64,
    line: u64,
    limits: Limits,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.plain.read(buffer)?;
        let too_much = |what: String| io::Error::new(io::ErrorKind::FileTooLarge, what);
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| too_much(format!("it unpacks to more than {} bytes", self.limits.bytes)))?;
        self.line = match buffer[..n].iter().rposition(|b| *b == b'\n') {
            Some(last) => (n - last - 1) as u64,
            None => self.line + n as u64,
        };
        match self.line > self.limits.line {
            true => Err(too_much(format!("a line is longer than {} bytes", self.limits.line))),
            false => Ok(n),
        }
    }
}
