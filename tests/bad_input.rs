//! Bad input gets all its problems at once, each with file, line, column, what
//! was found, what was expected and what to do; and the exit code is 1.

use std::fs;
use std::path::Path;

use crate::run::{Run, blocs, copy_of_world};

fn check(folder: &Path) -> Run {
    blocs(&["check", folder.to_str().expect("a path")])
}

fn append(folder: &Path, file: &str, line: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("there");
    fs::write(path, format!("{text}{line}\n")).expect("written");
}

/// The world with `line` added to `file`, checked: it must fail and say all of `words`.
fn adding(file: &str, line: &str, words: &[&str]) {
    let folder = copy_of_world();
    append(folder.path(), file, line);
    let run = check(folder.path());
    assert_eq!(run.code, 1, "{line}\n{}{}", run.out, run.err);
    for word in words {
        assert!(run.err.contains(word), "{line}: no {word:?} in\n{}", run.err);
    }
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

/// The world with `file` replaced by `bytes`.
fn replacing(file: &str, bytes: &[u8]) -> Run {
    let folder = copy_of_world();
    fs::write(folder.path().join(file), bytes).expect("written");
    check(folder.path())
}

fn text_of(file: &str) -> String {
    fs::read_to_string(crate::run::world().join(file)).expect("there")
}

#[test]
fn unknown_ids_are_reported_at_their_column() {
    adding(
        "acts.csv",
        "AVX,pact,signature,2001-05-01,,,gazette",
        &["acts.csv:19:1:", "\"AVX\"", "did you mean `AVA`?"],
    );
    adding(
        "acts.csv",
        "AVA,pakt,signature,2001-05-01,,,gazette",
        &["acts.csv:19:5:", "did you mean `pact`?"],
    );
    adding("memberships.csv", "AVA,west,member,1990,,,nowhere", &["memberships.csv:11:24:", "sources.csv"]);
}

#[test]
fn impossible_dates_are_reported() {
    adding(
        "acts.csv",
        "ELB,pact,signature,2001-02-30,,,gazette",
        &["acts.csv:19:20:", "not a day of the calendar"],
    );
    adding("acts.csv", "ELB,pact,signature,soon,,,gazette", &["is not a date", "2018-11-12/2019-09-16"]);
    adding("memberships.csv", "ELB,west,member,2010-01-01,2009-01-01,,atlas", &["until", "after `from`"]);
}

#[test]
fn overlapping_memberships_are_reported() {
    adding(
        "memberships.csv",
        "AVA,west,member,1995-01-01,,,atlas",
        &["memberships.csv:11:", "no overlap with line 2"],
    );
}

#[test]
fn duplicate_rows_are_reported() {
    adding("acts.csv", "AVA,pact,signature,2001-05-01,,,gazette", &["acts.csv:19", "line 6"]);
    adding("states.csv", "AVA,Other,,,,,,,,,atlas", &["states.csv:9:1", "a second time"]);
    adding("provisions.csv", "pledge,1,norms,Again.,gazette", &["provisions.csv:4", "each provision once"]);
}

/// The world with a table of obligations, checked.
fn with_obligations(rows: &str) -> Run {
    let folder = copy_of_world();
    let text = format!("a,b,kind,from,until,note,source\n{rows}");
    fs::write(folder.path().join("obligations.csv"), text).expect("written");
    check(folder.path())
}

#[test]
fn a_folder_may_do_without_obligations() {
    let without = check(&crate::run::world());
    assert_eq!((without.code, without.err.as_str()), (0, ""));
    assert_eq!(with_obligations("").out, without.out, "an empty table says no more than none");
    let with = with_obligations("AVA,BOR,defence,1990-01-01,2000-01-01,,atlas\n");
    assert!(with.code == 0 && with.out.contains(" 1 obligations,"), "{}{}", with.out, with.err);
}

#[test]
fn obligations_are_checked_like_the_other_tables() {
    for (rows, words) in [
        ("AVX,BOR,defence,,,,atlas\n", ["obligations.csv:2:1:", "did you mean `AVA`?"]),
        ("AVA,acme,defence,,,,atlas\n", ["obligations.csv:2:5:", "an id of states.csv"]),
        ("BOR,AVA,defence,,,,atlas\n", ["obligations.csv:2:5:", "the id that comes first"]),
        ("AVA,AVA,defence,,,,atlas\n", ["obligations.csv:2:5:", "comes after AVA"]),
        ("AVA,BOR,friendship,,,,atlas\n", ["obligations.csv:2:9:", "one of defence, offence"]),
        ("AVA,BOR,defence,2000-01-01,1999-01-01,,atlas\n", ["obligations.csv:2:28:", "after `from`"]),
        ("AVA,BOR,defence,2000,,,nowhere\n", ["obligations.csv:2:24:", "sources.csv"]),
        (
            "AVA,BOR,defence,2000,,,atlas\nAVA,BOR,defence,1990-01-01,2005-01-01,,atlas\n",
            ["obligations.csv:2:", "no overlap with line 3"],
        ),
    ] {
        let run = with_obligations(rows);
        assert_eq!(run.code, 1, "{rows}{}", run.out);
        assert!(words.iter().all(|w| run.err.contains(w)), "{rows}{}", run.err);
    }
}

#[test]
fn other_kinds_and_later_spells_of_a_pair_do_not_overlap() {
    let rows = "AVA,BOR,defence,1990,1995-01-01,,atlas\nAVA,BOR,defence,1995-01-01,,,atlas\nAVA,BOR,consultation,1990,,,atlas\n";
    let run = with_obligations(rows);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
}

#[test]
fn an_obligation_outside_a_life_is_odd_but_not_wrong() {
    let run = with_obligations("AVA,FRE,defence,2000-01-01,2010-01-01,,atlas\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("warning") && run.out.contains("FRE exists (from 2005-06-01)"), "{}", run.out);
}

#[test]
fn acts_outside_a_life_or_before_the_opening_are_reported() {
    adding("acts.csv", "FRE,pact,signature,2005-05-31,,,gazette", &["FRE exists (from 2005-06-01)"]);
    adding("acts.csv", "GRA,pact,signature,2010-01-01,,,gazette", &["GRA exists (until 2010-01-01)"]);
    adding("acts.csv", "DRA,pact,signature,2001-04-30,,,gazette", &["2001-05-01", "opened"]);
}

#[test]
fn acts_by_those_who_may_not_join_are_reported() {
    adding("acts.csv", "DRA,western-rule,signature,2005-01-01,,,gazette", &["an actor that may join: west"]);
    adding("acts.csv", "acme,pact,signature,2005-01-01,,,gazette", &["an actor that may join"]);
}

#[test]
fn an_act_must_suit_its_agreement() {
    adding("acts.csv", "DRA,pact,yes,2005-01-01,,,gazette", &["suits a treaty"]);
    adding("acts.csv", "DRA,pledge,ratification,2005-01-01,,,gazette", &["suits a declaration"]);
    adding("acts.csv", "FRE,motion,yes,2005-09-01,,,gazette", &["the day of the vote"]);
    adding("acts.csv", "AVA,motion,no,2004-09-01,,,gazette", &["one row"]);
}

#[test]
fn a_count_that_is_not_met_is_reported() {
    adding(
        "counts.csv",
        "pact,2019-01-01,parties,9,no,,gazette",
        &["1 parties of pact on 2019-01-01", "9, as gazette published"],
    );
}

#[test]
fn ragged_rows_and_broken_cells_are_reported() {
    adding("acts.csv", "AVA,pact", &["acts.csv:19:", "2 fields", "7 fields"]);
    adding(
        "acts.csv",
        "AVA,pact,signature,2001-05-01,,a\0b,gazette",
        &["control character", "acts.csv:19:32"],
    );
    adding(
        "blocs.csv",
        &format!("big,{},b,club,,,2020-01-01,,,atlas", "x".repeat(1 << 20)),
        &["a cell of 1048576 bytes"],
    );
    adding("blocs.csv", "../../etc,Evil,Evil,club,,,2020-01-01,,,atlas", &["joined by hyphens"]);
    adding("blocs.csv", "or,Or,Or,club,,,2020-01-01,,,atlas", &["words of bloc expressions"]);
    adding(
        "agreements.csv",
        "x,X,X,treaty,yes,2000-01-01,,,wets,,,2020-01-01,,,,gazette",
        &["did you mean `west`?"],
    );
}

#[test]
fn missing_and_misnamed_columns_are_reported() {
    let header = text_of("acts.csv").replacen("kind", "kynd", 1);
    let run = replacing("acts.csv", header.as_bytes());
    assert_eq!(run.code, 1);
    assert!(run.err.contains("acts.csv:1:17:") && run.err.contains("did you mean `kind`?"), "{}", run.err);
    assert!(run.err.contains("no column \"kind\""), "{}", run.err);
}

#[test]
fn a_missing_file_names_the_header_it_needs() {
    let folder = copy_of_world();
    fs::remove_file(folder.path().join("counts.csv")).expect("removed");
    let run = check(folder.path());
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no such file") && run.err.contains("subject,on,what"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 2, "one missing file is one problem: {}", run.err);
}

#[test]
fn a_missing_file_does_not_hide_the_other_problems() {
    let folder = copy_of_world();
    fs::remove_file(folder.path().join("states.csv")).expect("removed");
    append(folder.path(), "acts.csv", "AVA,pact,signature,2001-13-01,,,gazette");
    let run = check(folder.path());
    assert!(run.err.contains("no such file") && run.err.contains("not a day of the calendar"), "{}", run.err);
    assert!(
        !run.err.contains("\"AVA\""),
        "references into a missing table are not complained about: {}",
        run.err
    );
}

#[test]
fn other_encodings_and_other_things_are_named() {
    let acts = text_of("acts.csv");
    let utf16: Vec<u8> = acts.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(replacing("acts.csv", &utf16).err.contains("UTF-16"));
    let latin1 = text_of("states.csv").replace("Avalon,", "Caf#,").into_bytes();
    let latin1: Vec<u8> = latin1.into_iter().map(|b| if b == b'#' { 0xe9 } else { b }).collect();
    let run = replacing("states.csv", &latin1);
    assert!(
        run.err.contains("states.csv:2:") && run.err.contains("0xE9") && run.err.contains("Latin-1"),
        "{}",
        run.err
    );
    assert!(replacing("acts.csv", b"").err.contains("an empty file"));
    let folder = copy_of_world();
    fs::remove_file(folder.path().join("acts.csv")).expect("removed");
    fs::create_dir(folder.path().join("acts.csv")).expect("made");
    assert!(check(folder.path()).err.contains("a directory"));
    let binary: Vec<u8> = (0..20_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
    let run = replacing("acts.csv", &binary);
    assert_eq!(run.code, 1);
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

#[test]
fn what_a_spreadsheet_adds_does_no_harm() {
    let acts = text_of("acts.csv");
    for bytes in [format!("\u{feff}{acts}"), acts.replace('\n', "\r\n")] {
        let run = replacing("acts.csv", bytes.as_bytes());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    }
    let spoiled = format!("\u{feff}{acts}ELB,pact,signature,soon,,,gazette\n");
    assert!(replacing("acts.csv", spoiled.as_bytes()).err.contains("acts.csv:19:20:"));
}

#[test]
fn all_problems_come_at_once_and_in_order() {
    let folder = copy_of_world();
    append(folder.path(), "acts.csv", "AVX,pact,signature,2001-05-01,,,gazette");
    append(folder.path(), "acts.csv", "ELB,pact,signed,2001-05-32,,,gazette");
    append(folder.path(), "memberships.csv", "AVA,west,member,1995-01-01,,,atlas");
    let run = check(folder.path());
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 5, "{}", run.err);
    assert!(lines[0].starts_with("acts.csv:19:1:") && lines[1].starts_with("acts.csv:20:10:"), "{}", run.err);
    assert!(lines[3].starts_with("memberships.csv:11") && lines[4] == "4 errors, 0 warnings", "{}", run.err);
}

#[test]
fn an_accession_after_a_signature_is_odd_unless_the_row_says_why() {
    let folder = copy_of_world();
    append(folder.path(), "acts.csv", "BOR,pact,accession,2006-01-01,,,gazette");
    let run = check(folder.path());
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("warning") && run.out.contains("after the signature on line 8"), "{}", run.out);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let run = blocs(&["--data", "/nowhere/at/all", "list", "blocs"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("/nowhere/at/all") && run.err.contains("blocs init"), "{}", run.err);
}

#[test]
fn a_header_of_thousands_of_columns_is_one_problem() {
    let run = replacing("acts.csv", ",".repeat(300_000).as_bytes());
    assert_eq!(run.code, 1);
    assert!(run.err.contains("acts.csv:1: error: found 300001 columns"), "{}", run.err);
    assert!(run.err.lines().count() < 5, "{}", run.err);
}
