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
