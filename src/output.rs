//! The only file that creates files. A run's files are written beside their
//! place first and moved in together, so that they appear whole or not at all;
//! a manifest says what was written, from which data and by which command.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The manifest's name.
pub const MANIFEST: &str = "manifest.json";

/// The bytes of a file, one piece after the other: what is long need not be copied together.
type Pieces = Vec<Vec<u8>>;

/// What a run writes: names relative to its folder, in order.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: BTreeMap<String, Pieces>,
    /// What the manifest says beside the files.
    facts: Option<Value>,
}

/// Why a folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The operating system refused.
    #[error("cannot write {}: {error}; nothing was changed", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Files there are not what the last run wrote.
    #[error(
        "{} would be overwritten, and {}; move it, choose another --out, or add --force",
        path.display(),
        if *.known { "it was changed since it was written" } else { "blocs did not write it" }
    )]
    Changed {
        /// Which file.
        path: PathBuf,
        /// Whether the manifest there names it.
        known: bool,
    },
    /// A name that would leave the folder.
    #[error("the name {0:?} leads out of the output folder")]
    Outside(String),
}

impl Files {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.add_pieces(name, vec![bytes.into()]);
    }

    /// Adds a file that was made in pieces.
    pub fn add_pieces(&mut self, name: impl Into<String>, pieces: Vec<Vec<u8>>) {
        self.files.insert(name.into(), pieces);
    }

    /// The files' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Adds the manifest: `facts` about the run, then every file's size and SHA-256.
    pub fn seal(&mut self, facts: Value) {
        self.facts = Some(facts);
        self.add(MANIFEST, vec![]);
    }

    /// The manifest, if there is to be one.
    fn manifest(&self) -> Option<Vec<u8>> {
        let mut manifest = self.facts.clone()?;
        let files = self.files.iter().filter(|(name, _)| *name != MANIFEST);
        let entry = |(name, pieces): (&String, &Pieces)| {
            let bytes: usize = pieces.iter().map(Vec::len).sum();
            json!({ "path": name, "bytes": bytes, "sha256": hash(pieces) })
        };
        manifest["files"] = Value::Array(files.map(entry).collect());
        let text = serde_json::to_string_pretty(&manifest).expect("plain values always serialise");
        Some((text + "\n").into_bytes())
    }

    /// Writes all files into `folder`, or none. Files there that an earlier run wrote are replaced
    /// (and removed when this run does not write them); files that were changed since, or that blocs
    /// did not write, are left alone unless `overwrite` says otherwise.
    ///
    /// # Errors
    /// When a file cannot be written or would be lost.
    pub fn write(&self, folder: &Path, overwrite: Overwrite) -> Result<(), OutputError> {
        for name in self.files.keys() {
            stays_inside(name)?;
        }
        let old = manifest_of(folder);
        if overwrite == Overwrite::OnlyOwn {
            self.nothing_lost(folder, &old)?;
        }
        let fresh = !folder.exists();
        let staged = self.stage(folder).inspect_err(|_| {
            if fresh {
                // Goes only when empty, so nothing that somebody put there meanwhile is lost.
                let _ = fs::remove_dir(folder);
            }
        })?;
        let unfinished = self.move_in(staged.path(), folder);
        staged.remove();
        unfinished?;
        for name in old.keys().filter(|name| !self.files.contains_key(*name) && stays_inside(name).is_ok()) {
            let path = folder.join(name);
            if path.is_file() {
                fs::remove_file(&path).map_err(|error| failed(&path, error))?;
            }
        }
        Ok(())
    }

    fn nothing_lost(&self, folder: &Path, old: &BTreeMap<String, String>) -> Result<(), OutputError> {
        for (name, pieces) in &self.files {
            let path = folder.join(name);
            let Ok(there) = fs::read(&path) else { continue };
            let ours = name == MANIFEST && !old.is_empty();
            let untouched = || old.get(name).is_some_and(|hash| *hash == sha256(&there));
            if !ours && !is_made_of(&there, pieces) && !untouched() {
                return Err(OutputError::Changed { path, known: old.contains_key(name) });
            }
        }
        Ok(())
    }

    /// Writes every file into a folder of its own beside their place: a full disk changes nothing.
    fn stage(&self, folder: &Path) -> Result<Staged, OutputError> {
        let staged = Staged::within(folder).map_err(|error| failed(folder, error))?;
        let write = |name: &str, pieces: &Pieces| {
            let path = staged.path().join(name);
            let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
            parent.and_then(|()| write_all(&path, pieces)).map_err(|error| failed(&folder.join(name), error))
        };
        // The operating system writes while the hashes are made.
        let every = || self.files.iter().try_for_each(|(name, pieces)| write(name, pieces));
        let (written, manifest) = rayon::join(every, || self.manifest());
        written?;
        manifest.map_or(Ok(()), |manifest| write(MANIFEST, &vec![manifest]))?;
        Ok(staged)
    }

    /// Moves the staged files to their places; when one cannot be moved, all that were there are put back.
    fn move_in(&self, staged: &Path, folder: &Path) -> Result<(), OutputError> {
        // A signal waits until all are in, or all are back.
        let _whole = at_work();
        let before = staged.join(BEFORE);
        let mut moved: Vec<&String> = vec![];
        for name in self.files.keys() {
            if let Err(error) = replace(&staged.join(name), &folder.join(name), &before.join(name)) {
                for name in moved.into_iter().rev() {
                    put_back(&folder.join(name), &before.join(name));
                }
                return Err(failed(&folder.join(name), error));
            }
            moved.push(name);
        }
        Ok(())
    }
}

fn write_all(path: &Path, pieces: &Pieces) -> io::Result<()> {
    let mut file = io::BufWriter::with_capacity(1 << 18, fs::File::create(path)?);
    pieces.iter().try_for_each(|piece| file.write_all(piece))?;
    file.flush()
}

/// Where the files that are replaced are kept while others are moved.
const BEFORE: &str = ".before";

/// Puts a file in another's place, and keeps the other.
fn replace(new: &Path, place: &Path, before: &Path) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    if place.exists() {
        before.parent().map_or(Ok(()), fs::create_dir_all)?;
        // Not every file system has hard links.
        fs::hard_link(place, before).or_else(|_| fs::copy(place, before).map(drop))?;
    }
    fs::rename(new, place)
}

/// Undoes [`replace`], as far as the file system lets us.
fn put_back(place: &Path, before: &Path) {
    let _ = match before.exists() {
        true => fs::rename(before, place),
        false => fs::remove_file(place),
    };
}

/// Folders that files are being written into, each with the folder that was made for it, if it was; a signal
/// can come at any time and removes them.
static STAGED: Mutex<Vec<(PathBuf, Option<PathBuf>)>> = Mutex::new(vec![]);

fn at_work() -> MutexGuard<'static, Vec<(PathBuf, Option<PathBuf>)>> {
    STAGED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is only half written. To be called when the program is about to be ended from outside.
pub fn abandon() {
    for (staged, fresh) in at_work().drain(..) {
        let _ = fs::remove_dir_all(staged);
        // Goes only when empty.
        let _ = fresh.map_or(Ok(()), fs::remove_dir);
    }
}

/// A folder for files on their way, gone when it is dropped or the program is interrupted.
struct Staged(tempfile::TempDir);

impl Staged {
    /// A folder in `folder`, which is made where there is none.
    fn within(folder: &Path) -> io::Result<Self> {
        let mut staged = at_work();
        let fresh = (!folder.exists()).then(|| folder.to_owned());
        fs::create_dir_all(folder)?;
        let made = tempfile::Builder::new().prefix(".blocs-").tempdir_in(folder)?;
        staged.push((made.path().to_owned(), fresh));
        Ok(Self(made))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn remove(self) {}
}

impl Drop for Staged {
    fn drop(&mut self) {
        at_work().retain(|(staged, _)| staged != self.0.path());
    }
}

/// Whether files that are not an earlier run's own may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// They may not.
    OnlyOwn,
    /// They may.
    Anything,
}

/// Writes one file whole, or not at all.
///
/// # Errors
/// When the operating system refuses.
pub fn write_one(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staged = Staged::within(folder).map_err(|error| failed(path, error))?;
    let beside = staged.path().join("file");
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).map_err(|error| failed(path, error))
}

fn failed(path: &Path, error: io::Error) -> OutputError {
    OutputError::Io { path: path.to_owned(), error }
}

fn stays_inside(name: &str) -> Result<(), OutputError> {
    let sound = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if sound && !name.is_empty() { Ok(()) } else { Err(OutputError::Outside(name.to_owned())) }
}

/// The files that a folder's manifest names, with their hashes; empty without a manifest.
fn manifest_of(folder: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    let files = manifest["files"].as_array().cloned().unwrap_or_default();
    let pairs = files
        .iter()
        .filter_map(|file| Some((file["path"].as_str()?.to_owned(), file["sha256"].as_str()?.to_owned())));
    pairs.collect()
}

/// Whether bytes are these pieces, one after the other.
fn is_made_of(bytes: &[u8], pieces: &Pieces) -> bool {
    let mut rest = Some(bytes);
    for piece in pieces {
        rest = rest.and_then(|rest| rest.strip_prefix(piece.as_slice()));
    }
    rest == Some(&[])
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hash(&[bytes])
}

fn hash(pieces: &[impl AsRef<[u8]>]) -> String {
    let mut hash = Sha256::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        let mut files = Files::default();
        files.add("brief.md", text);
        files.add("tables/a.csv", "x\n");
        files.seal(json!({ "tool": "blocs" }));
        files
    }

    #[test]
    fn a_second_run_replaces_what_the_first_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        files("one").write(folder.path(), Overwrite::OnlyOwn).expect("first");
        files("two").write(folder.path(), Overwrite::OnlyOwn).expect("second");
        assert_eq!(fs::read_to_string(folder.path().join("brief.md")).expect("there"), "two");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 3, "nothing staged is left");
    }

    #[test]
    fn an_edited_file_is_not_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        files("one").write(folder.path(), Overwrite::OnlyOwn).expect("first");
        fs::write(folder.path().join("brief.md"), "my edits").expect("edit");
        let refused = files("two").write(folder.path(), Overwrite::OnlyOwn);
        assert!(matches!(refused, Err(OutputError::Changed { known: true, .. })));
        assert_eq!(fs::read_to_string(folder.path().join("brief.md")).expect("there"), "my edits");
        files("two").write(folder.path(), Overwrite::Anything).expect("forced");
    }

    #[test]
    fn what_cannot_be_written_whole_leaves_all_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        files("one").write(folder.path(), Overwrite::OnlyOwn).expect("first");
        // A folder where the last file is to go: it comes after brief.md and manifest.json.
        fs::remove_file(folder.path().join("tables/a.csv")).expect("removed");
        fs::create_dir(folder.path().join("tables/a.csv")).expect("in the way");
        let refused = files("two").write(folder.path(), Overwrite::Anything);
        assert!(matches!(refused, Err(OutputError::Io { .. })), "{refused:?}");
        assert_eq!(fs::read_to_string(folder.path().join("brief.md")).expect("there"), "one");
        let there = fs::read_to_string(folder.path().join(MANIFEST)).expect("there");
        assert!(there.contains(&sha256(b"one")), "{there}");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 3, "nothing staged is left");
    }

    #[test]
    fn a_name_cannot_lead_out_of_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["../x", "/x", "a/../../x", ""] {
            let mut files = Files::default();
            files.add(name, "x");
            assert!(
                matches!(files.write(folder.path(), Overwrite::OnlyOwn), Err(OutputError::Outside(_))),
                "{name}"
            );
        }
    }
}
