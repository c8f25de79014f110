//! Files to import: CSV, separated by commas, semicolons or tabs, plain or
//! gzipped, or a sheet of an Excel workbook; and the SHA-256 of what was read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::draft::UNRESOLVED;
pub use super::guard::Limits;
use super::guard::{Ahead, Checked, Guarded, LineEnds, Refused, Row};
pub use super::records::Cells;
use super::records::Records;
use super::sheet;
use crate::read::counted::Counted;
use crate::read::{Problem, Problems, schema};

/// The most columns that a file may have; published records have some hundred.
const MOST_COLUMNS: usize = 2000;

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
    /// Bytes read of the file as it lies there, for those who watch.
    read: Arc<AtomicU64>,
    limits: Limits,
    separator: u8,
    ends: LineEnds,
    /// A sheet of a workbook, as CSV.
    sheet: Option<Arc<[u8]>>,
    /// Rows above the header, of a sheet.
    above: u64,
}

/// Where a file is.
#[derive(Clone, Debug)]
enum Place {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
}

/// Bytes that can be read from any place on, on another thread too.
trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Place {
    /// What lies there, packed or not.
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
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
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files: Vec<PathBuf> = vec![];
    below(path, &mut files).map_err(|e| format!("{}: {e}", path.display()))?;
    files.sort();
    match files.is_empty() {
        true => Err(format!("{} holds no .csv, .tsv or .xlsx file", path.display())),
        false => Ok(files),
    }
}

/// Adds the tables in a folder and in its sub-folders; links to folders are not followed.
fn below(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    const ENDINGS: [&str; 5] = [".csv", ".csv.gz", ".tsv", ".tsv.gz", ".xlsx"];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            below(&path, files)?;
            continue;
        }
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_lowercase();
        // Excel keeps a file ~$name beside a workbook that is open.
        if path.is_file() && !name.starts_with("~$") && ENDINGS.iter().any(|e| name.ends_with(e)) {
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
    /// Opens a file, or the first sheet of a workbook, and reads its header and its hash.
    ///
    /// # Errors
    /// When it cannot be read, or has no header.
    pub fn open(path: &Path, limits: Limits) -> Result<Self, Problem> {
        Self::open_sheet(path, None, limits)
    }

    /// The same with the sheet of that name, where the file is a workbook.
    ///
    /// # Errors
    /// When it cannot be read, has no such sheet, or has no header.
    pub fn open_sheet(path: &Path, sheet: Option<&str>, limits: Limits) -> Result<Self, Problem> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let input = Self::unread(Place::Disk(path.to_owned()), &name, limits);
        input.is_a_file(path)?;
        input.opened(sheet)
    }

    /// The same of what is in memory.
    ///
    /// # Errors
    /// When it has no header.
    pub fn of_bytes(name: &str, bytes: impl Into<Arc<[u8]>>, limits: Limits) -> Result<Self, Problem> {
        Self::unread(Place::Memory(bytes.into()), name, limits).opened(None)
    }

    fn unread(place: Place, name: &str, limits: Limits) -> Self {
        Self {
            name: text(name.as_bytes()).into_owned(),
            header: vec![],
            sha256: String::new(),
            place,
            read: Arc::default(),
            limits,
            separator: b',',
            ends: LineEnds::Feeds,
            sheet: None,
            above: 0,
        }
    }

    /// Takes the sheet out, if the file is a workbook, and reads its header and its hash.
    fn opened(mut self, sheet: Option<&str>) -> Result<Self, Problem> {
        let open = || self.place.open().map_err(|error| self.unreadable(&error));
        let mut start = vec![];
        open()?.take(4).read_to_end(&mut start).map_err(|error| self.unreadable(&error))?;
        if start.starts_with(sheet::OLD_MAGIC) {
            let found = "an old (.xls) or encrypted Excel workbook";
            let help = "save it as .xlsx without a password, or as CSV";
            return Err(self.whole(found, "CSV or .xlsx", help));
        }
        if start.starts_with(sheet::MAGIC) {
            let sheet = sheet::csv(open, &self.name, sheet, self.limits)?;
            (self.sheet, self.above) = (Some(sheet.bytes.into()), sheet.above);
        } else if let Some(sheet) = sheet {
            let found = "no Excel workbook (.xlsx)";
            return Err(self.whole(found, format!("a sheet {sheet:?}"), "leave --sheet out"));
        }
        self.read_header()?;
        if self.header.len() > MOST_COLUMNS {
            let found = format!("{} columns", self.header.len());
            let expected = format!("at most {MOST_COLUMNS}");
            return Err(self.whole(found, expected, "check that this is the right file"));
        }
        self.sha256 = self.place.open().and_then(hash).map_err(|error| self.unreadable(&error))?;
        Ok(self)
    }

    /// Whether there is a file that can be read more than once, within the limits.
    fn is_a_file(&self, path: &Path) -> Result<(), Problem> {
        let found = fs::metadata(path).map_err(|error| self.unreadable(&error))?;
        if !found.is_file() {
            let found = if found.is_dir() { "a folder" } else { "a pipe or device, which ends once read" };
            return Err(self.whole(found, "a file", "write it to a file first, and name that"));
        }
        match found.len() > self.limits.bytes {
            true => {
                let Refused { found, expected, help, .. } = Refused::too_much(self.limits.bytes);
                Err(self.whole(found, expected, help))
            }
            false => Ok(()),
        }
    }

    /// Tells separator and line ends from the beginning of the file, and reads its header.
    fn read_header(&mut self) -> Result<(), Problem> {
        let mut start = vec![];
        let mut bytes = self.bytes()?.take(1 << 16);
        // What cannot be read here cannot be read below, where it is reported with its line.
        let _ = bytes.read_to_end(&mut start);
        let expected = "a first line that names the columns";
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            return Err(self.whole("UTF-16 text", "UTF-8 text", "save the file as \"CSV UTF-8\""));
        }
        self.ends = LineEnds::of(&start);
        self.separator = separator(&start);
        let mut records = self.records(self.bytes()?);
        let first = records.next().map_err(|error| self.problem(&error))?;
        self.header = first.map(|_| columns(records.cells())).unwrap_or_default();
        if self.header.iter().all(String::is_empty) {
            let found = if start.is_empty() { "an empty file" } else { "no header" };
            return Err(self.whole(found, expected, "check that this is the right file"));
        }
        Ok(())
    }

    fn whole(&self, found: impl Into<String>, expected: impl Into<String>, help: &str) -> Problem {
        Problem::of_file(&self.name, found, expected, help)
    }

    fn unreadable(&self, error: &io::Error) -> Problem {
        self.whole(error.to_string(), "a file that can be read", "check its name and its permissions")
    }

    /// The rows of these bytes of this file.
    fn records<R: Read>(&self, bytes: R) -> Records<R> {
        let row = Row::default();
        let checked = Checked::new(bytes, row.clone(), self.ends, self.limits.line);
        Records::new(checked, row, self.separator)
    }

    /// What the file unpacks to.
    fn bytes(&self) -> Result<Guarded, Problem> {
        if let Some(sheet) = &self.sheet {
            return Ok(Guarded::new(Box::new(io::Cursor::new(sheet.clone())), self.limits.bytes));
        }
        let file = self.place.open().map_err(|error| self.unreadable(&error))?;
        self.read.store(0, Ordering::Relaxed);
        let file = Counted { inner: file, read: Arc::clone(&self.read) };
        let mut file = BufReader::with_capacity(1 << 16, file);
        let start = io::BufRead::fill_buf(&mut file).map_err(|error| self.unreadable(&error))?;
        let plain: Box<dyn Read + Send> = match start.starts_with(&[0x1f, 0x8b]) {
            true => Box::new(MultiGzDecoder::new(file)),
            false => Box::new(file),
        };
        Ok(Guarded::new(plain, self.limits.bytes))
    }

    /// How many bytes the file has as it lies there.
    pub fn size(&self) -> u64 {
        match &self.place {
            Place::Disk(path) => fs::metadata(path).map_or(0, |found| found.len()),
            Place::Memory(bytes) => bytes.len() as u64,
        }
    }

    /// How many of them have been read.
    pub fn read_so_far(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Whether the file is a workbook, whose dates are days whatever they look like on the screen.
    pub fn is_workbook(&self) -> bool {
        self.sheet.is_some()
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
                self.above + 1,
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
    pub fn each(&self, mut take: impl FnMut(u64, &Cells)) -> Result<(), Problems> {
        let one = |problem: Problem| {
            let mut problems = Problems::default();
            problems.push(problem);
            problems
        };
        let mut records = self.records(Ahead::of(self.bytes().map_err(one)?));
        let mut header = true;
        loop {
            match records.next().map_err(|error| one(self.problem(&error)))? {
                None => return Ok(()),
                Some(_) if header => header = false,
                Some(line) => take(line + self.above, &records.cells()),
            }
        }
    }

    /// What a reader complained of, with where.
    fn problem(&self, error: &io::Error) -> Problem {
        let refused = Refused::of(error);
        Problem::at(&self.name, refused.line, 0, refused.found, refused.expected, refused.help)
    }
}

/// What separates the cells of a table: of comma, semicolon and tab the one that each of its first lines has
/// most of, and then the one that its header has most of.
fn separator(start: &[u8]) -> u8 {
    let lines = start.split(|b| matches!(b, b'\r' | b'\n')).filter(|line| !line.is_empty());
    let lines: Vec<&[u8]> = lines.take(5).collect();
    let count = |wanted: u8, line: &[u8]| {
        let mut quoted = false;
        let outside = line.iter().filter(|b| {
            quoted ^= **b == b'"';
            !quoted && **b == wanted
        });
        outside.count()
    };
    let counts = |wanted: u8| lines.iter().map(move |line| count(wanted, line));
    // Of equals, the last is taken.
    let most = b";\t,".iter().max_by_key(|b| (counts(**b).min(), counts(**b).next()));
    *most.expect("there are three")
}

/// Header cells, stripped of a byte-order mark and blanks.
fn columns(header: Cells) -> Vec<String> {
    header.iter().map(|h| text(h).trim_start_matches('\u{feff}').trim().to_owned()).collect()
}

/// What Windows-1252 has where ISO 8859-1 has control characters, from 0x80; the five gaps stay such.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A letter of Windows-1252, which has those of ISO 8859-1 at their places.
fn latin(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => byte as char,
    }
}

/// A cell as text: without control characters; what is not UTF-8 is read as Windows-1252.
pub fn text(cell: &[u8]) -> Cow<'_, str> {
    let text: Cow<str> = match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => cell.iter().map(|byte| latin(*byte)).collect::<String>().into(),
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
