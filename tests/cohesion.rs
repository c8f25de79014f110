//! Cohesion as a series: by agreement and by year, with changes of membership.

use crate::run::{blocs, rows, world};

/// Column names and rows of a series.
fn series(arguments: &[&str]) -> Vec<std::collections::BTreeMap<String, String>> {
    let world = world();
    let first = ["--data", world.to_str().expect("a path"), "cohesion", "--csv"];
    let run = blocs(&[&first[..], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let header: Vec<String> =
        run.out.lines().next().expect("a header").split(',').map(str::to_owned).collect();
    rows(&run.out).into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

#[test]
fn an_absent_member_is_not_counted_in_a_vote() {
    let all = series(&["--bloc", "west", "--agreements", "motion"]);
    let [row] = all.as_slice() else { panic!("one row, not {}", all.len()) };
    // AVA and BOR yes, COS abstained, GRA absent: one pair of three agrees.
    let cells = ["members", "in", "half", "out", "pairwise_agreement", "rice"].map(|c| row[c].as_str());
    assert_eq!(cells, ["4", "2", "1", "0", "0.333333", "1.000000"]);
}

#[test]
fn who_left_and_who_came_back_is_marked_in_its_year() {
    let all = series(&["--bloc", "west", "--agreements", "pledge", "--by", "year"]);
    let change = |year: &str, column: &str| {
        all.iter().find(|r| r["from"].starts_with(year)).expect("the year has a row")[column].clone()
    };
    assert_eq!((change("2010", "left"), change("2018", "joined")), ("GRA".to_owned(), "BOR".to_owned()));
    assert_eq!(change("2012", "left") + &change("2012", "joined"), "");
}

#[test]
fn a_series_with_the_same_members_leaves_out_who_came_or_went() {
    let all = series(&["--bloc", "west", "--agreements", "pledge", "--by", "year"]);
    // AVA (in) and COS (out) were members on every day; BOR and GRA were not.
    assert!(all.iter().all(|r| r["fixed_members"] == "2" && r["fixed"] == "0.000000"), "{all:?}");
}

#[test]
fn kinds_of_agreement_are_never_averaged_together() {
    let all = series(&["--bloc", "west", "--by", "year", "--from", "2004-01-01", "--to", "2004-12-31"]);
    let kinds: Vec<&str> = all.iter().map(|r| r["kind"].as_str()).collect();
    assert_eq!(kinds, ["treaty", "declaration", "vote"]);
}

#[test]
fn a_bloc_of_one_has_no_cohesion() {
    let world = world();
    let run = blocs(&["--data", world.to_str().expect("a path"), "cohesion", "--bloc", "AVA"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no bloc has two members"), "{}", run.err);
}
