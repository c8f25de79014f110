//! How long joining took, on a world small enough to count by hand.

use crate::run::{blocs, rows, world};

#[test]
fn members_take_their_turns_from_the_opening_day_on() {
    let (world, folder) = (world(), tempfile::tempdir().expect("a folder"));
    let out = folder.path().join("out");
    let data = world.to_str().expect("a path");
    let run =
        blocs(&["--data", data, "analyze", "pact", "--bloc", "west", "--out", out.to_str().expect("a path")]);
    assert_eq!(run.code, 0, "{}", run.err);
    let all = rows(&std::fs::read_to_string(out.join("tables/pace.csv")).expect("the table"));
    let turns: Vec<_> = all.iter().map(|r| [&r[7], &r[10], &r[11], &r[12]].map(String::as_str)).collect();
    // Opened 2001-05-01; AVA ratified on 2002-06-01, COS acceded on 2004-01-01.
    assert_eq!(turns, [["AVA", "1", "396", "0"], ["COS", "2", "975", "579"]]);
    // AVA, BOR, COS and GRA were members then; at two of four the curve stays at one half: no median.
    assert_eq!(all[0][1..4], ["4", "2", ""]);
    // Four members are too few to be tested.
    assert_eq!(all[0][5..7], ["", ""]);
}

#[test]
fn one_agreement_is_tested_only_when_asked() {
    let (world, folder) = (world(), tempfile::tempdir().expect("a folder"));
    let run = |out: &str, more: &[&str]| {
        let path = folder.path().join(out);
        let first = ["--data", world.to_str().expect("a path"), "analyze", "pledge", "--bloc", "west"];
        let last = ["--on", "2019-01-01", "--out", path.to_str().expect("a path")];
        let run = blocs(&[&first[..], &last, more].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        std::fs::read_to_string(path.join("tables/exact.csv")).ok()
    };
    assert_eq!(run("plain", &[]), None);
    let table = run("advanced", &["--advanced"]).expect("asked for");
    // AVA, BOR and DRA of six states are in; two of the three members are: 9 of the 20 groups of three have
    // exactly two in, 9 exactly one, 2 none or all. Split groups (18 of 20) agree on 1 pair of 3.
    assert_eq!(rows(&table), [["west", "3", "6", "0.3333", "0.4000", "1.0000", "0.9000", "0.9000"]]);
}
