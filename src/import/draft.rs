//! A data folder in the making: the rows an importer adds to what was there,
//! what it set aside and why, and a report whose sums add up.

use std::collections::{BTreeMap, HashSet};

use csv::StringRecord;
use rayon::prelude::*;

use super::acts::{ActRow, Acts, Alike, Lines, hash};
use super::input::Input;
use super::resolve::Resolver;
use super::roll_call;
use crate::model::{Edtf, Period};
use crate::read::row::LONGEST_CELL;
use crate::read::schema::{self, Table};
use crate::read::{EMBEDDED, Problem};

/// The file that keeps what was set aside.
pub(super) const UNRESOLVED: &str = "unresolved.csv";

/// What became of the entries of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries read.
    pub read: usize,
    /// Entries that became facts.
    pub used: usize,
    /// Entries set aside, by reason.
    pub aside: BTreeMap<String, usize>,
    /// Rows made, by table.
    pub made: BTreeMap<&'static str, usize>,
    /// Rows that were there already with other content, and were kept as they were.
    pub kept: Vec<String>,
}

impl Report {
    /// Entries set aside.
    pub fn set_aside(&self) -> usize {
        self.aside.values().sum()
    }

    /// Whether every entry is accounted for.
    pub fn adds_up(&self) -> bool {
        self.read == self.used + self.set_aside()
    }
}

/// A folder of tables being made.
pub struct Draft {
    /// Finds states by name and code.
    pub resolver: Resolver,
    /// What became of every entry.
    pub report: Report,
    tables: BTreeMap<&'static str, Growing>,
    unresolved: csv::Writer<Vec<u8>>,
    /// What earlier imports into the folder set aside, a CSV.
    before: Vec<u8>,
}

/// A table that rows are added to.
struct Growing {
    table: &'static Table,
    /// The header, and the rows of a table too large to be merged by key.
    lines: Lines,
    /// More such rows, as importers made them.
    pieces: Vec<Vec<u8>>,
    /// Keys of the rows that are there, for tables small enough to be merged by key.
    rows: BTreeMap<String, StringRecord>,
    /// Acts that the folder had, by what tells them apart.
    seen: HashSet<u64>,
    /// Votes that the folder had, by state and agreement.
    voted: HashSet<u64>,
    /// Acts that were added one by one.
    added: HashSet<u64>,
}

/// A row of a table: its cells by column name; columns not named stay empty.
pub(super) fn row(file: &str, cells: &[(&str, &str)]) -> StringRecord {
    let table = schema::ALL.iter().find(|t| t.file == file).expect("importers name tables of the schema");
    // Importers name the columns in their order, most of the time.
    let mut next = 0;
    let mut cell = |name: &str| {
        let found = (next..cells.len()).chain(0..next).find(|i| cells[*i].0 == name);
        found.map_or("", |i| {
            next = i + 1;
            cells[i].1
        })
    };
    table.columns.iter().map(|c| cut(cell(c.name))).collect()
}

/// What an importer begins from.
pub enum Base<'a> {
    /// The embedded states, entities and blocs, without agreements.
    Embedded,
    /// The embedded states and entities alone.
    States,
    /// The tables of a folder, by file name.
    Folder(&'a BTreeMap<String, Vec<u8>>),
}

impl Draft {
    /// A draft that begins from a base.
    ///
    /// # Errors
    /// When a table of the base is not a CSV.
    pub fn new(resolver: Resolver, base: &Base) -> Result<Self, Problem> {
        let mut draft = Self {
            resolver,
            report: Report::default(),
            tables: BTreeMap::new(),
            unresolved: csv::Writer::from_writer(vec![]),
            before: base.unresolved().to_vec(),
        };
        for table in schema::ALL {
            draft.tables.insert(table.file, Growing::new(table));
            if let Some(bytes) = base.bytes(table) {
                draft.take(table, bytes)?;
            }
        }
        draft.report = Report::default();
        let header = ["file", "line", "what", "reason", "entry"];
        draft.unresolved.write_record(header).expect("writing to memory does not fail");
        Ok(draft)
    }

    /// Takes over the rows of a table as they are.
    fn take(&mut self, table: &'static Table, bytes: &[u8]) -> Result<(), Problem> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let wrong = |error: csv::Error| {
            let (expected, help) = ("a table of the folder", "run `blocs check` on it first");
            Problem::of_file(table.file, error.to_string(), expected, help)
        };
        // A folder's columns may stand in any order; ours stand in the schema's.
        let header = reader.headers().map_err(wrong)?;
        let places: Vec<Option<usize>> =
            table.columns.iter().map(|c| header.iter().position(|name| name.trim() == c.name)).collect();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(wrong)? {
            let cell = |place: &Option<usize>| place.and_then(|i| record.get(i)).unwrap_or_default().trim();
            let cells: Vec<&str> = places.iter().map(cell).collect();
            if table.file == "counts.csv" && !self.has_subject(cells[0]) {
                continue;
            }
            let growing = self.tables.get_mut(table.file).expect("every table is growing");
            match table.file {
                "acts.csv" => growing.append(&cells),
                _ => growing.add(cells.into(), &mut self.report),
            }
        }
        Ok(())
    }

    /// Whether a published count is about something that is there.
    fn has_subject(&self, id: &str) -> bool {
        ["blocs.csv", "agreements.csv"].iter().any(|file| self.has(file, id))
    }

    /// Whether a table has a row of this id.
    pub fn has(&self, file: &str, id: &str) -> bool {
        self.tables.get(file).is_some_and(|growing| growing.rows.contains_key(id))
    }

    /// Adds a row: its cells by column name; columns not named stay empty.
    pub fn row(&mut self, file: &'static str, cells: &[(&str, &str)]) {
        self.add(file, [row(file, cells)]);
    }

    /// Adds rows that were made before.
    pub(super) fn add(&mut self, file: &str, rows: impl IntoIterator<Item = StringRecord>) {
        let growing = self.tables.get_mut(file).expect("importers name tables of the schema");
        rows.into_iter().for_each(|row| growing.add(row, &mut self.report));
    }

    /// The spells of an obligation between two states, of those that are there.
    pub fn obligations(&self, a: &str, b: &str, kind: &str) -> Vec<Period> {
        let date = |cell: &str| Edtf::parse(cell).ok();
        let own = self.rows("obligations.csv", &[a, b, kind]);
        own.map(|row| Period { from: date(&row[3]), until: date(&row[4]) }).collect()
    }

    /// Adds an act whose agreement is there, unless the folder had it already.
    ///
    /// # Errors
    /// Says why it cannot stand beside what is there.
    pub fn act(&mut self, act: ActRow) -> Result<(), &'static str> {
        super::vet::act(self, &act)?;
        let ActRow { actor, agreement, kind, date, effective, note, source } = act;
        let cells = [actor, agreement, kind, date, effective, note, source];
        let known = self.knows(&cells[..4]);
        let growing = self.tables.get_mut("acts.csv").expect("every table is growing");
        if !growing.added.insert(hash(&cells[..4])) {
            return Err("the same act again");
        }
        if known {
            return Ok(());
        }
        growing.lines.push(&cells);
        *self.report.made.entry("acts.csv").or_default() += 1;
        Ok(())
    }

    /// Adds acts that were put into lines before.
    pub fn acts(&mut self, acts: Acts) {
        if acts.made > 0 {
            self.tables.get_mut("acts.csv").expect("every table is growing").pieces.push(acts.lines.0);
            *self.report.made.entry("acts.csv").or_default() += acts.made;
        }
    }

    /// The acts that the folder had already; nothing when it had none.
    pub(super) fn seen(&self) -> Option<&HashSet<u64>> {
        Some(&self.tables["acts.csv"].seen).filter(|seen| !seen.is_empty())
    }

    /// Whether the folder had an act already.
    fn knows(&self, cells: &[&str]) -> bool {
        self.seen().is_some_and(|seen| seen.contains(&hash(cells)))
    }

    /// Whether the folder had a vote of the same state on the same agreement, and it was another.
    pub(super) fn voted_otherwise(&self, state: &str, vote: &Alike) -> bool {
        let (voted, ActRow { agreement, kind, date, .. }) = (&self.tables["acts.csv"].voted, &vote.act);
        voted.contains(&hash(&[state, agreement])) && !self.knows(&[state, agreement, kind, date])
    }

    /// Whether the folder had votes.
    pub(super) fn has_votes(&self) -> bool {
        !self.tables["acts.csv"].voted.is_empty()
    }

    /// A cell of the row of an id.
    pub(super) fn cell(&self, file: &str, id: &str, column: &str) -> Option<&str> {
        let growing = self.tables.get(file)?;
        let place = growing.table.columns.iter().position(|c| c.name == column)?;
        growing.rows.get(id)?.get(place)
    }

    /// The rows whose key begins with these cells.
    pub(super) fn rows<'a>(
        &'a self,
        file: &str,
        key: &[&str],
    ) -> impl Iterator<Item = &'a StringRecord> + use<'a> {
        let prefix = [key, &[""]].concat().join("\u{1f}");
        let from = self.tables[file].rows.range(prefix.clone()..);
        from.take_while(move |(key, _)| key.starts_with(&prefix)).map(|(_, row)| row)
    }

    /// The source row of a file: its publisher, where it can be had, and the file's SHA-256.
    pub fn source(&mut self, id: &str, title: &str, publisher: &str, url: &str, input: &Input) {
        let note = format!("Imported from {} (SHA-256 {}).", input.name, input.sha256);
        let sources = self.tables.get_mut("sources.csv").expect("every table is growing");
        if let Some(there) = sources.rows.get_mut(id) {
            // The source is known; that it was read from this file is added to what is said of it.
            let known = &there[there.len() - 1];
            if !known.contains(&input.sha256) && known.len() + note.len() < LONGEST_CELL {
                let note = format!("{known} {note}");
                *there = there.iter().take(there.len() - 1).chain([note.trim()]).collect();
            }
            return;
        }
        self.row(
            "sources.csv",
            &[
                ("id", id),
                ("title", title),
                ("publisher", publisher),
                ("kind", "dataset"),
                ("url", url),
                ("note", &note),
            ],
        );
    }

    /// Counts entries that became facts.
    pub fn used(&mut self, entries: usize) {
        self.report.read += entries;
        self.report.used += entries;
    }

    /// Sets an entry aside: kept in unresolved.csv with its reason.
    pub fn aside(&mut self, input: &Input, line: u64, what: &str, reason: &str, entry: &str) {
        self.report.read += 1;
        *self.report.aside.entry(reason.to_owned()).or_default() += 1;
        let line = line.to_string();
        let record = [input.name.as_str(), &line, what, reason, entry];
        self.unresolved.write_record(record).expect("writing to memory does not fail");
    }

    /// The finished files, by name; each in pieces, for tables of votes are long.
    pub fn finish(self) -> (BTreeMap<String, Vec<Vec<u8>>>, Report, Resolver) {
        let finished = self.tables.into_par_iter().map(|(file, growing)| (file.to_owned(), growing.finish()));
        let mut files: BTreeMap<String, Vec<Vec<u8>>> = finished.collect();
        if self.report.set_aside() > 0 || !self.before.is_empty() {
            let now = self.unresolved.into_inner().expect("writing to memory does not fail");
            files.insert(UNRESOLVED.to_owned(), vec![with_earlier(now, &self.before)]);
        }
        (files, self.report, self.resolver)
    }
}

/// Entries set aside, followed by those of earlier imports that are not among them.
fn with_earlier(now: Vec<u8>, before: &[u8]) -> Vec<u8> {
    // Whatever is in the folder's file is bytes to a byte reader over memory, which does not fail.
    let records = |table: &[u8]| -> Vec<csv::ByteRecord> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(table);
        reader.byte_records().map_while(Result::ok).collect()
    };
    let there: HashSet<Vec<Vec<u8>>> = match before {
        [] => return now,
        _ => records(&now).iter().map(cells_of).collect(),
    };
    let mut all = csv::WriterBuilder::new().flexible(true).from_writer(now);
    for record in records(before).iter().filter(|record| !there.contains(&cells_of(record))) {
        all.write_byte_record(record).expect("writing to memory does not fail");
    }
    all.into_inner().expect("writing to memory does not fail")
}

fn cells_of(record: &csv::ByteRecord) -> Vec<Vec<u8>> {
    record.iter().map(<[u8]>::to_vec).collect()
}

/// A cell, no longer than a cell may be.
fn cut(cell: &str) -> &str {
    &cell[..cell.floor_char_boundary(LONGEST_CELL)]
}

impl Base<'_> {
    /// What earlier imports into the folder set aside.
    fn unresolved(&self) -> &[u8] {
        match self {
            Self::Folder(files) => files.get(UNRESOLVED).map_or(&[], Vec::as_slice),
            Self::Embedded | Self::States => &[],
        }
    }

    /// The bytes of a table to begin from.
    fn bytes(&self, table: &Table) -> Option<&[u8]> {
        match self {
            Self::Folder(files) => files.get(table.file).map(Vec::as_slice),
            Self::Embedded | Self::States => {
                let about_blocs = ["blocs.csv", "memberships.csv", "counts.csv"].contains(&table.file);
                let about_agreements = ["agreements.csv", "provisions.csv", "acts.csv"].contains(&table.file);
                let left_out = about_agreements || (about_blocs && matches!(self, Self::States));
                let embedded = EMBEDDED.iter().find(|(name, _)| *name == table.file);
                embedded.filter(|_| !left_out).map(|(_, text)| text.as_bytes())
            }
        }
    }
}

impl Growing {
    fn new(table: &'static Table) -> Self {
        let mut lines = Lines::default();
        lines.push(&table.columns.iter().map(|c| c.name).collect::<Vec<_>>());
        let (seen, voted, added) = (HashSet::new(), HashSet::new(), HashSet::new());
        Self { table, lines, pieces: vec![], rows: BTreeMap::new(), seen, voted, added }
    }

    /// The table, in pieces.
    fn finish(self) -> Vec<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(self.lines.0);
        for row in self.rows.values() {
            writer.write_byte_record(row.as_byte_record()).expect("writing to memory does not fail");
        }
        let start = writer.into_inner().expect("writing to memory does not fail");
        let mut pieces = self.pieces;
        pieces.insert(0, start);
        pieces
    }

    fn add(&mut self, row: StringRecord, report: &mut Report) {
        let key = self.key(&row);
        match self.rows.get(&key) {
            Some(there) if *there == row => {}
            Some(_) => report.kept.push(format!("{} {}", self.table.file, key.replace('\u{1f}', " "))),
            None => {
                self.rows.insert(key, row);
                *report.made.entry(self.table.file).or_default() += 1;
            }
        }
    }

    /// Adds a row of a large table, remembered only by its key.
    fn append(&mut self, row: &[&str]) {
        self.seen.insert(hash(&row[..4]));
        if roll_call::WORDS.contains(&row[2]) {
            self.voted.insert(hash(&row[..2]));
        }
        self.lines.push(row);
    }

    /// The cells that no two rows may share.
    fn key(&self, row: &StringRecord) -> String {
        let place = |name: &&str| self.table.columns.iter().position(|c| c.name == *name);
        let cells = self.table.key.iter().filter_map(place).map(|i| row.get(i).unwrap_or_default());
        cells.collect::<Vec<_>>().join("\u{1f}")
    }
}
