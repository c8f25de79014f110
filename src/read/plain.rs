//! Acts read at once: a table of acts in which no cell needs a second look (known
//! ids, sound dates, no row over several lines) is read in blocks of lines on
//! every core. Anything else, and the careful reader in [`super::rows`] reads
//! the table from its start and says what is wrong with it.

use std::collections::HashMap;
use std::io::{self, Read};

use memchr::memchr;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::line::{Ids, Letters, Rows};
use super::schema;
use super::table::Input;
use crate::model::*;

/// How much is read at a time, and how many times for each core.
const BLOCK: usize = 1 << 18;
const BLOCKS: usize = 8;

/// A table of acts, whole.
pub(super) struct Acts {
    /// In the order of the table; each note is a place in `notes`.
    pub(super) acts: Vec<Act>,
    /// In the order in which they first appear; the first is empty.
    pub(super) notes: Vec<String>,
    /// SHA-256 of the bytes.
    pub(super) digest: [u8; 32],
}

/// The acts of a file, unless anything in it needs a careful look.
pub(super) fn acts(input: &Input, ids: Ids) -> Option<Acts> {
    let (mut file, bytes) = (input.open().ok()?, input.size()?);
    let letters = Letters::of(ids.actors);
    let mut whole = Whole::default();
    let mut blocks = Blocks { file: &mut file, rest: vec![] };
    let mut batch: Vec<Vec<u8>> = vec![];
    let (mut parts, mut before): (Vec<Part>, Vec<Part>) = (vec![], vec![]);
    let mut header = Some(schema::ACTS.header());
    let mut hash = Sha256::new();
    loop {
        blocks.next_batch(&mut batch).ok()?;
        let skip = match header.take() {
            Some(header) => after_line(batch.first()?, &header)?,
            None => 0,
        };
        parts.resize_with(batch.len(), Part::default);
        let read_all = || {
            let from = |i| if i == 0 { skip } else { 0 };
            let pairs = batch.par_iter().zip(&mut parts).enumerate().with_max_len(1);
            pairs.map(|(i, (block, part))| part.read(&block[from(i)..], ids, &letters)).all(|p| p.is_some())
        };
        let hash_all = || batch.iter().for_each(|block| hash.update(block));
        // While one batch is read, the one before is added to the whole.
        let ((), (plain, ())) =
            rayon::join(hash_all, || rayon::join(read_all, || whole.add(&mut before, bytes)));
        if !plain {
            return None;
        }
        std::mem::swap(&mut parts, &mut before);
        if batch.last().is_none_or(Vec::is_empty) {
            whole.add(&mut before, bytes);
            let digest = hash.finalize().into();
            return Some(Acts { acts: whole.acts, notes: whole.notes, digest });
        }
    }
}

/// Where the second line of a block begins, if its first is the one expected.
fn after_line(block: &[u8], expected: &str) -> Option<usize> {
    let end = memchr(b'\n', block)?;
    (without_return(&block[..end]) == expected.as_bytes()).then_some(end + 1)
}

/// A line whose end was that of Windows.
fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// A file as blocks of whole lines.
struct Blocks<'a> {
    file: &'a mut dyn Read,
    /// The start of a line whose end is still to be read.
    rest: Vec<u8>,
}

impl Blocks<'_> {
    /// Some blocks, in the room of those before; the last is empty when the file is at its end.
    fn next_batch(&mut self, batch: &mut Vec<Vec<u8>>) -> io::Result<()> {
        batch.resize_with(BLOCKS * rayon::current_num_threads(), Vec::new);
        for i in 0..batch.len() {
            self.next_block(&mut batch[i])?;
            if batch[i].is_empty() {
                batch.truncate(i + 1);
                break;
            }
        }
        Ok(())
    }

    fn next_block(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        block.clear();
        block.append(&mut self.rest);
        let read = (&mut *self.file).take(BLOCK as u64).read_to_end(block)?;
        if read < BLOCK {
            return Ok(());
        }
        let end = block.iter().rposition(|b| *b == b'\n').map_or(0, |place| place + 1);
        if end == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.rest.extend(block.drain(end..));
        Ok(())
    }
}

/// What one block holds; notes and lines count from its start. Its room is used again for the next block.
#[derive(Default)]
struct Part {
    acts: Vec<Act>,
    notes: Vec<String>,
}

impl Part {
    /// Reads a block of lines, if nothing in it needs a careful look.
    fn read(&mut self, block: &[u8], ids: Ids, letters: &Letters) -> Option<()> {
        let mut rows = Rows::new(ids, letters);
        let mut start = 0;
        while start < block.len() {
            let end = memchr(b'\n', &block[start..]).map_or(block.len(), |n| start + n);
            self.acts.push(rows.act(without_return(&block[start..end]))?);
            start = end + 1;
        }
        self.notes = rows.notes;
        Some(())
    }
}

/// The parts so far.
#[derive(Default)]
struct Whole {
    acts: Vec<Act>,
    notes: Vec<String>,
    places: HashMap<String, u32>,
}

impl Whole {
    /// Adds parts and empties them; the first ones and the `bytes` of the file tell how many rows there will be.
    fn add(&mut self, parts: &mut [Part], bytes: usize) {
        if self.acts.is_empty()
            && let Some(first) = parts.first()
        {
            self.acts.reserve(first.acts.len() * (bytes / BLOCK + 1));
        }
        parts.iter_mut().for_each(|part| self.add_one(part));
    }

    fn add_one(&mut self, part: &mut Part) {
        let notes: Vec<u32> = part.notes.drain(..).map(|note| self.note(note)).collect();
        // Line 1 is the header.
        let before = self.acts.len() as u32 + 2;
        self.acts.extend(part.acts.drain(..).enumerate().map(|(i, act)| Act {
            note: notes[act.note as usize],
            line: before + i as u32,
            ..act
        }));
    }

    fn note(&mut self, note: String) -> u32 {
        let next = self.places.len() as u32;
        let place = *self.places.entry(note.clone()).or_insert(next);
        if place == next {
            self.notes.push(note);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::dataset::Tables;
    use crate::read::problem::Problems;
    use crate::read::rows;

    const HEADER: &str = "actor,agreement,kind,date,effective,note,source\n";

    /// A folder of the embedded tables with these acts.
    fn folder(acts: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in crate::read::EMBEDDED {
            fs::write(folder.path().join(file), text).expect("written");
        }
        fs::write(folder.path().join("acts.csv"), acts).expect("written");
        folder
    }

    fn input(folder: &Path, file: &'static str) -> Input {
        Input::File { file, path: folder.join(file), read: Arc::default() }
    }

    fn whole(acts: &str) -> (Tables, String) {
        let (folder, mut problems) = (folder(acts), Problems::default());
        let (tables, _) = rows::read(&|file| input(folder.path(), file), &mut problems);
        (tables, problems.to_string())
    }

    fn at_once(acts: &str) -> Option<Acts> {
        let (tables, _) = whole(HEADER);
        let place = |i: usize| i as u32;
        let actors =
            tables.actors.iter().enumerate().map(|(i, a)| (a.id.clone(), ActorId(place(i)))).collect();
        let agreements = tables
            .agreements
            .iter()
            .enumerate()
            .map(|(i, a)| (a.id.clone(), AgreementId(place(i))))
            .collect();
        let sources =
            tables.sources.iter().enumerate().map(|(i, s)| (s.id.clone(), SourceId(place(i)))).collect();
        let ids = Ids { actors: &actors, agreements: &agreements, sources: &sources };
        acts_of(acts, ids)
    }

    fn acts_of(text: &str, ids: Ids) -> Option<Acts> {
        let folder = folder(text);
        acts(&input(folder.path(), "acts.csv"), ids)
    }

    /// Rows enough for several blocks, with notes, intervals and leavings among them.
    fn many(rows: usize) -> String {
        let row = |i: usize| match i % 5 {
            0 => "AUS,npt,signature,1970-02-27,,,nonproliferation-timeline\n",
            1 => "FRA,npt,accession,1992-08-02/1992-08-04,,seen,nonproliferation-timeline\n",
            2 => {
                "PRK,npt,withdrawal,1993-03-12,1993-06-12,\" seen, é \"\"x\"\"\",nonproliferation-timeline\n"
            }
            3 => "european-union,paris-call,endorsement,2021-11,,other,nonproliferation-timeline\n",
            _ => "ZWE,npt,accession,../1991-09-26,,,nonproliferation-timeline\n",
        };
        let source = crate::read::EMBEDDED.iter().find(|(file, _)| *file == "sources.csv").expect("there").1;
        let id = source.lines().nth(1).and_then(|line| line.split(',').next()).expect("a source");
        let rows: String = (0..rows).map(row).collect();
        HEADER.to_owned() + &rows.replace("nonproliferation-timeline", id)
    }

    #[test]
    fn read_at_once_or_carefully_acts_are_the_same() {
        let plain = many(100_000);
        let read = at_once(&plain).expect("nothing needs a careful look");
        // The same rows; a quote in the header sends the whole table to the careful reader.
        let (careful, problems) = whole(&plain.replacen("actor", "\"actor\"", 1));
        assert_eq!(problems, "");
        assert_eq!(read.acts.len(), 100_000);
        let of_windows = at_once(&plain.replace('\n', "\r\n")).expect("lines may end as on Windows");
        assert_eq!((&of_windows.acts, &of_windows.notes), (&read.acts, &read.notes));
        assert_eq!(read.acts, careful.acts);
        assert_eq!(read.notes, careful.notes);
    }

    #[test]
    fn anything_that_is_odd_is_left_to_the_careful_reader() {
        let one = many(3);
        assert!(at_once(&one).is_some());
        for (from, to) in [
            ("AUS", "\"AUS"),
            ("AUS", "\"AUS\"x"),
            ("AUS", "A\"US"),
            ("AUS", "aus"),
            ("AUS", " AUS"),
            ("npt,sig", "ntp,sig"),
            ("signature", "signatur"),
            ("1970-02-27", "1970-02-30"),
            ("1970-02-27,", "1970-02-27,1970-02-28"),
            ("seen", "se\ten"),
            ("seen", "se\u{85}en"),
            ("seen,", "se,en,"),
            ("\nFRA", "\n\nFRA"),
            ("\nFRA", "\r\r\nFRA"),
            ("actor,", "actors,"),
        ] {
            let odd = one.replacen(from, to, 1);
            assert_ne!(odd, one, "{from}");
            assert!(at_once(&odd).is_none(), "{to:?}");
        }
        assert!(at_once("").is_none());
        assert!(at_once(HEADER).is_some_and(|read| read.acts.is_empty() && read.notes.len() == 1));
    }
}
