//! Importers: public records as their publishers made them, turned into tables
//! like our own. Every entry of a file becomes a fact or is set aside with its
//! reason, and the two add up; nothing is dropped. One format a file; [`ALL`]
//! lists them.

mod guard;
mod sheet;
pub mod input;
mod records;
pub mod resolve;
pub mod codes;
pub mod acts;
pub mod draft;
mod rolls;
mod seats;

mod atop;
mod cow_igo;
mod pariscall;
mod roll_call;
mod vet;
mod undl;
mod untc;
mod unvotes;
pub mod table;

use std::path::PathBuf;

pub use draft::{Draft, Report};
pub use input::{Input, Limits};
pub use resolve::Resolver;

use crate::read::{Problems, suggest};

/// A public record format.
pub struct Import {
    /// Kebab-case name.
    pub id: &'static str,
    /// What it is, and who publishes it.
    pub title: &'static str,
    /// The files it takes, as its publisher names them.
    pub files: &'static str,
    /// Columns by which each of its files is told from all others.
    pub marks: &'static [&'static [&'static str]],
    /// Whether a new folder begins from states alone: its blocs would stand beside our own of the same name.
    pub alone: bool,
    /// Reads the files into a draft.
    pub run: fn(&[Input], &mut Draft) -> Result<(), Problems>,
}

/// Every format.
pub const ALL: &[&Import] =
    &[&undl::UNDL, &unvotes::UNVOTES, &untc::UNTC, &cow_igo::COW_IGO, &atop::ATOP, &pariscall::PARIS_CALL];

/// The format of files, told from their headers; nothing when none fits all of them.
pub fn recognise(inputs: &[Input]) -> Option<&'static Import> {
    let fits = |import: &&&Import| inputs.iter().all(|input| import.knows(input));
    ALL.iter().find(fits).copied()
}

impl Import {
    /// Whether a file's header is one of this format's.
    pub fn knows(&self, input: &Input) -> bool {
        self.marks.iter().any(|marks| marks.iter().all(|mark| input.header.iter().any(|h| h == mark)))
    }

    /// Columns of a file that are nearly this format's: as it is written there, and as it should be.
    pub fn nearly(&self, input: &Input) -> Vec<(String, &'static str)> {
        let has = |mark: &&str| input.header.iter().any(|h| h == mark);
        let Some(marks) = self.marks.iter().max_by_key(|marks| marks.iter().filter(|m| has(m)).count())
        else {
            return vec![];
        };
        let others = || input.header.iter().map(String::as_str).filter(|h| !marks.contains(h));
        let near = |mark: &'static str| Some((suggest::nearest(mark, others())?.to_owned(), mark));
        marks.iter().filter(|m| !has(m)).filter_map(|m| near(m)).collect()
    }
}

/// Every file named, a folder standing for the CSV files in it, in the order of their names.
///
/// # Errors
/// When a path is not there.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = vec![];
    for path in paths {
        files.extend(input::files_of(path)?);
    }
    Ok(files)
}
