//! Rows of acts.csv in the making: thousands of votes differ in who cast them
//! only, so that the rest of their lines is written once.

use std::hash::{Hash, Hasher};

use super::Draft;

/// A row of acts.csv.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActRow<'a> {
    /// Who.
    pub actor: &'a str,
    /// On what.
    pub agreement: &'a str,
    /// How.
    pub kind: &'a str,
    /// When.
    pub date: &'a str,
    /// When it takes effect, for leaving.
    pub effective: &'a str,
    /// What a reader should know.
    pub note: &'a str,
    /// Where it was read.
    pub source: &'a str,
}

/// Acts as lines of acts.csv.
#[derive(Debug, Default)]
pub struct Acts {
    pub(super) lines: Lines,
    pub(super) made: usize,
}

impl Acts {
    /// Adds the same act of several actors, whose ids need no quotes, unless the folder had it already.
    pub fn extend(&mut self, actors: &[(&str, &Alike)], draft: &Draft) {
        let seen = draft.seen();
        let is_new = |actor: &str, ActRow { agreement, kind, date, .. }: &ActRow| {
            seen.is_none_or(|seen| !seen.contains(&hash(&[actor, agreement, kind, date])))
        };
        self.lines
            .0
            .reserve_exact(actors.iter().map(|(actor, alike)| actor.len() + alike.rest.0.len()).sum());
        for (actor, alike) in actors.iter().filter(|(actor, alike)| is_new(actor, &alike.act)) {
            self.lines.0.extend_from_slice(actor.as_bytes());
            self.lines.0.extend_from_slice(&alike.rest.0);
            self.made += 1;
        }
    }
}

/// Acts that differ in who acted only.
pub struct Alike<'a> {
    pub(super) act: ActRow<'a>,
    /// The rest of each line.
    rest: Lines,
}

impl<'a> Alike<'a> {
    /// Acts like this one.
    pub fn new(act: ActRow<'a>) -> Self {
        let ActRow { agreement, kind, date, effective, note, source, .. } = act;
        let mut rest = Lines::default();
        rest.push(&["", agreement, kind, date, effective, note, source]);
        Self { act, rest }
    }
}

/// Rows of a CSV.
#[derive(Debug, Default)]
pub(super) struct Lines(pub(super) Vec<u8>);

impl Lines {
    pub(super) fn push<T: AsRef<str>>(&mut self, cells: &[T]) {
        let special = |b: &u8| matches!(b, b',' | b'"' | b'\r' | b'\n');
        if cells.len() < 2 || cells.iter().any(|cell| cell.as_ref().as_bytes().iter().any(special)) {
            let mut quoting = csv::Writer::from_writer(&mut self.0);
            let row = cells.iter().map(AsRef::as_ref);
            return quoting.write_record(row).expect("writing to memory does not fail");
        }
        for cell in cells {
            self.0.extend_from_slice(cell.as_ref().as_bytes());
            self.0.push(b',');
        }
        self.0.pop();
        self.0.push(b'\n');
    }
}

/// What tells rows apart that are too many to be kept.
pub(super) fn hash(cells: &[&str]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    cells.hash(&mut hasher);
    hasher.finish()
}
