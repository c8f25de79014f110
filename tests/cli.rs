//! The command line: help whose examples run, exit codes, and near-misses.

use crate::run::{blocs, blocs_in, rows};

const COMMANDS: [&str; 11] = [
    "analyze",
    "overview",
    "diff",
    "dyads",
    "export",
    "status",
    "list",
    "check",
    "init",
    "completions",
    "man",
];

#[test]
fn the_examples_of_every_help_run() {
    for command in COMMANDS {
        let help = blocs(&[command, "--help"]).out;
        let examples: Vec<&str> =
            help.lines().filter_map(|l| l.strip_prefix("  blocs ")).filter(|l| !l.starts_with('[')).collect();
        assert!(!examples.is_empty(), "{command} has no example");
        let folder = tempfile::tempdir().expect("a folder");
        for line in examples {
            for example in line.split(" && blocs ") {
                let run = blocs_in(folder.path(), &words(example));
                assert_eq!(run.code, 0, "blocs {example}\n{}", run.err);
            }
        }
    }
}

/// The words of a command line, with double quotes.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(i, part)| if i % 2 == 1 { vec![part] } else { part.split_whitespace().collect() })
        .collect()
}

#[test]
fn misuse_exits_with_2_and_says_what_was_meant() {
    for (args, hint) in [
        (vec!["status", "pariscall"], "did you mean"),
        (vec!["status", "paris-call", "--on", "2018-02-30"], "not a day of the calendar"),
        (vec!["status", "paris-call", "--bloc", "fiveeyes"], "did you mean"),
        (vec!["status", "paris-call", "--bloc", "eu minus"], "expected"),
        (vec!["status", "xyzzy"], "blocs list"),
        (vec!["frobnicate"], "unrecognized"),
    ] {
        let run = blocs(&args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(hint), "{args:?}: {}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn nothing_is_coloured_when_piped() {
    assert!(!blocs(&["status", "un", "--on", "1999-01-01"]).out.contains('\u{1b}'));
}

#[test]
fn a_copy_of_the_tables_gives_the_same_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy");
    let copy = copy.to_str().expect("a path");
    assert_eq!(blocs(&["init", copy]).code, 0);
    assert_eq!(blocs(&["--data", copy, "check"]).out, blocs(&["check"]).out);
}

#[test]
fn a_second_init_keeps_what_was_edited() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().to_str().expect("a path");
    assert_eq!(blocs(&["init", copy]).code, 0);
    std::fs::write(folder.path().join("blocs.csv"), "edited").expect("written");
    let run = blocs(&["init", copy]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("blocs.csv") && run.err.contains("--force"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("blocs.csv")).expect("there"), "edited");
}

#[test]
fn a_measure_is_explained_with_its_formula_and_an_example() {
    let page = blocs(&["list", "measures", "pairwise-agreement"]).out;
    for part in ["n (n - 1)", "(3 x 2 + 2 x 1) / (5 x 4) = 0.4", "fewer than two", "Nevison"] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let listed = rows(&blocs(&["list", "measures", "--csv"]).out);
    for row in &listed {
        assert!(blocs(&["list", "measures", &row[0]]).out.contains(&row[1]), "{}", row[0]);
    }
    let groups: std::collections::BTreeSet<&str> = listed.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(groups.len(), 5, "{groups:?}");
}

#[test]
fn what_is_no_measure_is_not_explained() {
    let near = blocs(&["list", "measures", "pairwise-agrement"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("did you mean pairwise-agreement?"), "{}", near.err);
    assert_eq!(blocs(&["list", "states", "usa"]).code, 2);
}
