//! Tables in, dataset out: the only way from CSV to [`Dataset`]. Headers are
//! checked first, then every field, then what the tables say together; every
//! problem is collected with file, line and column before anything is refused.

pub mod check;
pub mod codebook;
pub mod counted;
mod line;
mod plain;
pub mod problem;
pub mod row;
pub mod rows;
pub mod schema;
pub mod suggest;
pub mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::dataset::{Dataset, Tables};
pub use problem::{Problem, Problems, Severity};
use table::Input;

/// Where a dataset is read from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// The tables compiled into the program.
    Embedded,
    /// A folder of tables.
    Folder(PathBuf),
    /// Tables that were made, by file name.
    Memory(BTreeMap<String, Arc<[u8]>>),
}

impl Origin {
    /// A folder if one is named, else the embedded tables.
    pub fn of(folder: Option<&Path>) -> Self {
        folder.map_or(Self::Embedded, |path| Self::Folder(path.to_owned()))
    }

    /// How many bytes there are to read from files.
    pub fn size(&self) -> u64 {
        let Self::Folder(folder) = self else { return 0 };
        let sizes = schema::ALL.iter().filter_map(|table| folder.join(table.file).metadata().ok());
        sizes.map(|found| found.len()).sum()
    }

    fn input(&self, file: &'static str, read: &Arc<AtomicU64>) -> Input {
        match self {
            Self::Embedded => Input::Embedded { file, bytes: embedded(file).unwrap_or_default() },
            Self::Folder(folder) => Input::File { file, path: folder.join(file), read: Arc::clone(read) },
            Self::Memory(tables) => Input::Memory { file, bytes: tables.get(file).cloned() },
        }
    }
}

/// The tables compiled into the program, by file name.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("states.csv", include_str!("../../data/states.csv")),
    ("entities.csv", include_str!("../../data/entities.csv")),
    ("blocs.csv", include_str!("../../data/blocs.csv")),
    ("memberships.csv", include_str!("../../data/memberships.csv")),
    ("obligations.csv", include_str!("../../data/obligations.csv")),
    ("agreements.csv", include_str!("../../data/agreements.csv")),
    ("provisions.csv", include_str!("../../data/provisions.csv")),
    ("acts.csv", include_str!("../../data/acts.csv")),
    ("counts.csv", include_str!("../../data/counts.csv")),
    ("sources.csv", include_str!("../../data/sources.csv")),
];

fn embedded(file: &str) -> Option<&'static [u8]> {
    EMBEDDED.iter().find(|(name, _)| *name == file).map(|(_, text)| text.as_bytes())
}

/// Reads and links a dataset.
///
/// # Errors
/// All problems of all tables, if any is an error.
pub fn load(origin: &Origin) -> Result<Dataset, Problems> {
    load_watched(origin, &Arc::default())
}

/// The same, counting the bytes of files as they are read.
///
/// # Errors
/// See [`load`].
pub fn load_watched(origin: &Origin, read: &Arc<AtomicU64>) -> Result<Dataset, Problems> {
    let (dataset, problems) = all(origin, read);
    match dataset {
        Some(dataset) => Ok(dataset),
        None => Err(problems),
    }
}

/// Reads and links a dataset, and keeps what is odd but not wrong.
/// The dataset is missing when any problem is an error.
pub fn load_with_warnings(origin: &Origin) -> (Option<Dataset>, Problems) {
    all(origin, &Arc::default())
}

fn all(origin: &Origin, read: &Arc<AtomicU64>) -> (Option<Dataset>, Problems) {
    let mut problems = Problems::default();
    if let Origin::Folder(path) = origin
        && !path.is_dir()
    {
        problems.push(Problem::missing_folder(path));
        return (None, problems);
    }
    let (tables, complete) = rows::read(&|file| origin.input(file, read), &mut problems);
    let folder = match origin {
        Origin::Embedded | Origin::Memory(_) => None,
        Origin::Folder(path) => Some(path.display().to_string()),
    };
    let dataset = Dataset::link(Tables { folder, ..tables });
    if complete {
        check::together(&dataset, &mut problems);
    }
    problems.sort();
    let sound = !problems.has_errors();
    (sound.then_some(dataset), problems)
}
