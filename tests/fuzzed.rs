//! Bytes from outside never make a reader panic or break its promises: every
//! case that the fuzzer of `fuzz/` found worth keeping is read once more.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "fuzzed/targets.rs"]
mod targets;

use targets::{ALL, Target, Times};

/// The cases of a target, in the order of their names.
fn cases(target: &Target) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzed").join(target.name);
    let entries = fs::read_dir(&folder).expect("every target has a folder of cases");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    cases
}

#[test]
fn no_bytes_make_a_reader_panic_or_break_its_promises() {
    let fails = |target: &Target, case: &Path| {
        let bytes = fs::read(case).expect("a case");
        std::panic::catch_unwind(|| targets::run(target.name, &bytes, Times::Twice)).is_err()
    };
    let mut failed: Vec<PathBuf> = vec![];
    for target in ALL {
        let cases = cases(target);
        assert!(!cases.is_empty(), "no case of {}", target.name);
        failed.extend(cases.into_iter().filter(|case| fails(target, case)));
    }
    assert!(failed.is_empty(), "what went wrong stands above: {failed:#?}");
}
