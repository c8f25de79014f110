//! Pairs: what the columns mean, on worlds small enough to check by hand, and
//! against published conventions and values.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::run::{Run, blocs, copy_of_world, rows, world};

fn dyads(folder: &Path, args: &[&str]) -> Run {
    let folder = folder.to_str().expect("a path");
    blocs(&[&["--data", folder, "dyads", "--csv"], args].concat())
}

/// Rows by pair.
fn pairs(run: &Run) -> BTreeMap<(String, String), Vec<String>> {
    assert_eq!(run.code, 0, "{}", run.err);
    rows(&run.out).into_iter().map(|row| ((row[0].clone(), row[1].clone()), row[2..].to_vec())).collect()
}

fn pair<'a>(pairs: &'a BTreeMap<(String, String), Vec<String>>, a: &str, b: &str) -> Vec<&'a str> {
    let row = pairs.get(&(a.to_owned(), b.to_owned()));
    row.unwrap_or_else(|| panic!("no {a}-{b}")).iter().map(String::as_str).collect()
}

fn append(folder: &Path, file: &str, lines: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, text + lines).expect("written");
}

/// The world with votes added: each line a vote, its letters what AVA, BOR, COS, DRA and ELB did.
fn with_votes(votes: &[&str]) -> tempfile::TempDir {
    let folder = copy_of_world();
    for (i, letters) in votes.iter().enumerate() {
        let day = format!("2006-0{}-01", i + 1);
        let vote = format!("v{i},V{i},V{i},vote,no,{day},,,west or east,,west or east,{day},,,,gazette\n");
        append(folder.path(), "agreements.csv", &vote);
        for (actor, letter) in
            ["AVA", "BOR", "COS", "DRA", "ELB", "GRA"].iter().zip(format!("{letters}x").chars())
        {
            let kind = match letter {
                'y' => "yes",
                'n' => "no",
                'a' => "abstain",
                _ => "absent",
            };
            append(folder.path(), "acts.csv", &format!("{actor},v{i},{kind},{day},,,gazette\n"));
        }
    }
    folder
}

const SPAN: [&str; 4] = ["--from", "2006-01-01", "--to", "2006-12-31"];

#[test]
fn four_votes_counted_by_hand() {
    let folder = with_votes(&["ynaxx", "yyynx", "yaxnx", "yyyyx"]);
    let run = dyads(folder.path(), &SPAN);
    assert!(run.out.starts_with(
        "a,b,from,to,n,same,partial,opposite,absent,agreement,lijphart,s,s_squared,kappa,pi,jaccard\n"
    ));
    let found = pairs(&run);
    // n y | y y | y a | y y: two the same, one partly, one opposite.
    assert_eq!(pair(&found, "AVA", "BOR")[2..9], ["4", "2", "1", "1", "0", "0.5", "0.625"]);
    // y a | y y | y absent | y y.
    assert_eq!(
        pair(&found, "AVA", "COS")[2..10],
        ["3", "2", "1", "0", "1", "0.6666666666666666", "0.8333333333333334", "0.6666666666666666"]
    );
}

#[test]
fn absent_counts_the_second_states_absences_while_the_first_voted() {
    let folder = with_votes(&["ynaxx", "yyynx"]);
    let of = |state| pairs(&dyads(folder.path(), &[&SPAN[..], &["--of", state]].concat()));
    assert_eq!(pair(&of("AVA"), "AVA", "DRA")[2..7], ["1", "0", "0", "1", "1"]);
    assert_eq!(pair(&of("DRA"), "DRA", "AVA")[2..7], ["1", "0", "0", "1", "0"]);
}

#[test]
fn a_pair_that_never_voted_together_has_a_row_without_values() {
    let folder = with_votes(&["yyyyx", "nnnnx"]);
    let found = pairs(&dyads(folder.path(), &SPAN));
    let row = pair(&found, "AVA", "ELB");
    assert_eq!(row[2..7], ["0", "0", "0", "0", "2"]);
    assert!(row[7..].iter().all(|cell| cell.is_empty()), "undefined, not 0: {row:?}");
    assert!(!found.contains_key(&("AVA".to_owned(), "FRE".to_owned())), "FRE was never called upon");
}

#[test]
fn each_convention_gives_its_own_number_for_the_same_votes() {
    // AVA and BOR: n-y, y-y (all alike), y-a, y-y; the second vote is unanimous among those that voted.
    let folder = with_votes(&["ynnnn", "yyyyx", "yaann", "yynnn"]);
    for (convention, n, score) in [
        ("state-2017", "4", "0.625"),
        ("state-old", "3", "0.6666666666666666"),
        ("voeten", "3", "0.5"),
        ("qss", "3", "0.3333333333333333"),
    ] {
        let found = pairs(&dyads(folder.path(), &[&SPAN[..], &["--convention", convention]].concat()));
        let row = pair(&found, "AVA", "BOR");
        assert_eq!((row[2], row[14], row[15]), (n, convention, score));
    }
}

#[test]
fn asked_for_measures_are_the_only_ones() {
    let folder = with_votes(&["ynaxx", "yyynx"]);
    let run = dyads(folder.path(), &[&SPAN[..], &["--measure", "phi", "--measure", "kappa-linear"]].concat());
    assert!(
        run.out.starts_with("a,b,from,to,n,same,partial,opposite,absent,phi,kappa_linear\n"),
        "{}",
        run.out
    );
}

#[test]
fn a_year_holds_the_agreements_opened_in_it() {
    let folder = with_votes(&["yyyyy"]);
    let found = rows(&dyads(folder.path(), &["--by", "year", "--of", "AVA"]).out);
    let years: Vec<&str> = found.iter().filter(|r| r[1] == "DRA").map(|r| &r[2][..4]).collect();
    assert_eq!(years, ["2000", "2001", "2004", "2006"]);
    let bounded = rows(&dyads(folder.path(), &["--by", "year", "--from", "2004-01-01", "--of", "AVA"]).out);
    assert!(bounded.iter().all(|r| r[2].as_str() >= "2004-01-01"));
}

#[test]
fn blocs_shared_on_a_day_by_hand() {
    // West: AVA BOR COS, East: COS DRA ELB. S = 1 - 2 x (blocs that only one is in) / 2.
    let world = world();
    let found = pairs(&dyads(&world, &["--over", "blocs", "--on", "2019-01-01"]));
    assert_eq!(pair(&found, "AVA", "BOR"), ["2019-01-01", "2019-01-01", "2", "1", "1"]);
    assert_eq!(pair(&found, "AVA", "COS")[2..], ["2", "1", "0"]);
    assert_eq!(pair(&found, "AVA", "DRA")[2..], ["2", "0", "-1"]);
    assert!(!found.keys().any(|(_, b)| b == "GRA"), "GRA has ended");
    let earlier = pairs(&dyads(&world, &["--over", "blocs", "--on", "2016-01-01"]));
    assert_eq!(pair(&earlier, "AVA", "BOR")[2..], ["2", "0", "0"], "BOR was out of West");
}

/// The world with obligations; its state system is all states.
fn with_obligations(lines: &str) -> tempfile::TempDir {
    let folder = copy_of_world();
    append(folder.path(), "obligations.csv", &format!("a,b,kind,from,until,note,source\n{lines}"));
    folder
}

#[test]
fn four_portfolios_by_hand() {
    let folder = with_obligations(
        "AVA,BOR,defence,2000-06-01,2001-01-02,,atlas\nAVA,COS,non-aggression,2000-01-01,2001-01-01,,atlas\nAVA,COS,consultation,2000-03-01,2000-04-01,,atlas\n",
    );
    append(
        folder.path(),
        "blocs.csv",
        "cow-state-system,System,System,analytic,1990-01-01,,2001-12-31,,,atlas\n",
    );
    for state in ["AVA", "BOR", "COS", "DRA"] {
        append(
            folder.path(),
            "memberships.csv",
            &format!("{state},cow-state-system,member,1990-01-01,,,atlas\n"),
        );
    }
    let run = dyads(folder.path(), &["--over", "obligations", "--by", "year", "--from", "2000-01-01"]);
    let found: Vec<Vec<String>> = rows(&run.out);
    let of = |year: &str, a: &str, b: &str| -> Vec<String> {
        found.iter().find(|r| r[2].starts_with(year) && r[0] == a && r[1] == b).expect("a row")[2..].to_vec()
    };
    // 2000: AVA 3 3 2 0, BOR 3 3 0 0, COS 2 0 3 0, DRA 0 0 0 3.
    assert_eq!(
        of("2000", "AVA", "BOR"),
        ["2000-01-01", "2000-12-31", "4", "0.6666666666666666", "0.7777777777777778"]
    );
    // |d| = 1 3 1 0: S = 1 - 10/12; d2 = 1 9 1 0: 1 - 22/36.
    assert_eq!(of("2000", "AVA", "COS")[2..], ["4", "0.16666666666666666", "0.3888888888888889"]);
    // |d| = 3 3 2 3: S = 1 - 22/12.
    assert_eq!(of("2000", "AVA", "DRA")[3], "-0.8333333333333334");
    // 2001: the pact with BOR held on one day of it, the others had ended.
    assert_eq!(of("2001", "AVA", "BOR")[3], "1");
    assert_eq!(of("2001", "AVA", "COS")[3], "-0.5");
    assert_eq!(found.len(), 2 * 6);
}

#[test]
fn a_state_that_continues_another_takes_its_seat_for_the_year() {
    let folder = with_obligations("AVA,GRA,defence,2000-01-01,2010-01-01,,atlas\n");
    append(folder.path(), "states.csv", "HEI,Heirland,,7,908,West,2010-01-01,,,,atlas\n");
    let run = dyads(
        folder.path(),
        &["--over", "obligations", "--by", "year", "--from", "2009-01-01", "--to", "2010-12-31"],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("AVA,GRA,2009-01-01") && !run.out.contains("AVA,GRA,2010-01-01"), "{}", run.out);
    let run = dyads(
        folder.path(),
        &["--over", "obligations", "--by", "year", "--from", "2010-01-01", "--to", "2010-12-31"],
    );
    assert!(!run.out.contains("HEI,GRA") && run.out.contains("AVA,HEI,2010-01-01"), "{}", run.out);
}

/// Twenty states and the ties of Germany (S00) and Russia (S01) in 1914, from the table in
/// Signorino and Ritter (1999): S is .4.
#[test]
fn germany_and_russia_in_1914_have_the_published_s() {
    let folder = copy_of_world();
    for file in ["acts", "agreements", "counts", "entities", "memberships", "provisions", "states"] {
        let path = folder.path().join(format!("{file}.csv"));
        let text = fs::read_to_string(&path).expect("there");
        fs::write(&path, text.lines().next().expect("a header").to_owned() + "\n").expect("written");
    }
    let id = |i: u8| format!("S{}{}", char::from(b'A' + i / 10), char::from(b'A' + i % 10));
    for i in 0..20 {
        append(folder.path(), "states.csv", &format!("{},State {i},,,,,,,,,atlas\n", id(i)));
    }
    let ties = [
        (0, 4, "defence"),
        (0, 5, "defence"),
        (0, 11, "defence"),
        (1, 2, "non-aggression"),
        (1, 3, "defence"),
        (1, 5, "non-aggression"),
    ];
    let lines = ties.map(|(a, b, kind)| format!("{},{},{kind},1914-01-01,1915-01-01,,atlas\n", id(a), id(b)));
    append(folder.path(), "obligations.csv", &format!("a,b,kind,from,until,note,source\n{}", lines.concat()));
    let run = dyads(folder.path(), &["--over", "obligations", "--by", "year", "--of", "SAA"]);
    assert_eq!(
        pair(&pairs(&run), "SAA", "SAB"),
        ["1914-01-01", "1914-12-31", "20", "0.4", "0.4444444444444444"]
    );
}

#[test]
fn one_thread_and_two_give_the_same_bytes() {
    let with_threads = |threads: &str, args: &[&str]| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_blocs"))
            .args(args)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("the program starts");
        assert!(run.status.success());
        run.stdout
    };
    for args in [
        &["dyads", "--by", "year", "--csv", "--from", "2020-01-01"][..],
        &["export", "csv", "--panel", "bloc-year"],
    ] {
        let one = with_threads("1", args);
        assert!(one.len() > 10_000 && one == with_threads("2", args));
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    for (args, hint) in [
        (vec!["--over", "blocs"], "--on DATE"),
        (vec!["--over", "obligations"], "--by year"),
        (vec!["--on", "2019-01-01"], "--over blocs"),
        (vec!["--over", "blocs", "--on", "2019-01-01", "--convention", "qss"], "about agreements"),
        (vec!["--convention", "rice"], "state-2017"),
        (vec!["--measure", "tau"], "kappa"),
    ] {
        let run = dyads(&world(), &args);
        assert_eq!(run.code, 2, "{args:?} {}", run.err);
        assert!(run.err.contains(hint), "{args:?} {}", run.err);
    }
    let run = dyads(&world(), &["--over", "obligations", "--by", "year"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("obligations.csv"), "{}", run.err);
}
