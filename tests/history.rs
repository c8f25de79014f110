//! A brief on more agreements than can be shown one by one: years in their
//! place, its numbers by hand.

use std::fmt::Write as _;
use std::fs;

use crate::run::{blocs, blocs_in, copy_of_world, rows};

/// The small world with 240 votes more, 24 a year from 2001 to 2010, of three states of the west:
/// AVA always for, BOR always for, COS for in the first twelve of each year and then against.
fn assembly() -> tempfile::TempDir {
    let world = copy_of_world();
    let (mut agreements, mut acts, mut provisions) = (String::new(), String::new(), String::new());
    for i in 0..240 {
        let (year, n) = (2001 + i / 24, i % 24);
        let day = format!("{year}-{:02}-{:02}", 1 + n / 2, 1 + n % 2);
        let (session, theme) = (if i < 120 { 1 } else { 2 }, if n < 12 { "rivers" } else { "roads" });
        let _ = writeln!(
            agreements,
            "vote-{i},Vote {i},V/{i},vote,no,{day},,Assembly of the West,west,,,{day},,,,gazette"
        );
        let _ = writeln!(provisions, "vote-{i},1,{theme},About {theme}.,gazette");
        let _ = writeln!(provisions, "vote-{i},session,session-{session},Session {session}.,gazette");
        for (actor, word) in [("AVA", "yes"), ("BOR", "yes"), ("COS", if n < 12 { "yes" } else { "no" })] {
            let _ = writeln!(acts, "{actor},vote-{i},{word},{day},,,gazette");
        }
    }
    for (file, more) in [("agreements.csv", agreements), ("acts.csv", acts), ("provisions.csv", provisions)] {
        let path = world.path().join(file);
        let text = fs::read_to_string(&path).expect("there");
        fs::write(&path, text + &more).expect("written");
    }
    world
}

const ASKED: [&str; 7] = ["overview", "--bloc", "west", "--body", "assembly of", "--to", "2010-12-31"];

#[test]
fn more_agreements_than_can_be_read_are_told_by_year() {
    let world = assembly();
    let folder = world.path().to_str().expect("UTF-8");
    let run = blocs_in(world.path(), &[&["--data", folder], &ASKED[..], &["--out", "brief"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let table =
        |name: &str| rows(&fs::read_to_string(world.path().join("brief/tables").join(name)).expect("there"));
    let totals = table("totals.csv");
    // Of the west, AVA, BOR and COS: all for in half of the votes, two to one in the others.
    assert_eq!(totals[0][..4], ["west", "240", "120", "0.6667"]);
    let series = table("series.csv");
    assert_eq!(series.len(), 10);
    for row in &series {
        assert_eq!((row[5].as_str(), row[13].as_str(), row[10].as_str()), ("24", "12", "0.6667"), "{row:?}");
    }
    let dissent = table("dissent.csv");
    assert_eq!(dissent.len(), 1);
    assert_eq!(dissent[0][1..7], ["COS", "Costaguana", "120", "240", "0.5000", "120"].map(str::to_owned));
    let themes = table("themes.csv");
    let shown: Vec<_> =
        themes.iter().map(|row| (row[1].as_str(), row[2].as_str(), row[4].as_str())).collect();
    assert_eq!(shown, [("roads", "120", "0.3333"), ("rivers", "120", "1.0000")]);
    assert_eq!(table("divided.csv").len(), 50);
    let brief = fs::read_to_string(world.path().join("brief/brief.md")).expect("there");
    assert!(brief.starts_with("# West stood undivided in 50% of 240 votes, 2001 to 2010\n"), "{brief}");
    assert!(brief.contains(" overview --body \"assembly of\" --to 2010-12-31 --bloc west\n"), "{brief}");
}

#[test]
fn sessions_stand_in_the_place_of_years() {
    let world = assembly();
    let folder = world.path().to_str().expect("UTF-8");
    let more = ["--by", "session", "--out", "brief"];
    let run = blocs_in(world.path(), &[&["--data", folder], &ASKED[..], &more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let series = fs::read_to_string(world.path().join("brief/tables/series.csv")).expect("there");
    let shown: Vec<_> = rows(&series).into_iter().map(|row| (row[2].clone(), row[5].clone())).collect();
    assert_eq!(
        shown,
        [("session-1", "120"), ("session-2", "120")].map(|(s, n)| (s.to_owned(), n.to_owned()))
    );
    for command in [&["cohesion", "--bloc", "west"][..], &["dyads", "--of", "AVA"]] {
        let run = blocs(&[&["--data", folder], command, &["--by", "session", "--csv"]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.lines().nth(1).is_some_and(|row| row.ends_with(",session-1")), "{}", run.out);
    }
}

#[test]
fn what_cannot_be_answered_is_refused_with_the_way_out() {
    let world = assembly();
    let folder = world.path().to_str().expect("UTF-8");
    for (more, code, words) in [
        (&["--by", "agreement"][..], 1, "at most 200"),
        (&["--on", "2005-01-01"], 2, "--from and --to"),
        (&["--from", "2011-01-01", "--to", "2012-01-01"], 1, "no agreement fits"),
        (&["--body", "senate"], 2, "no agreement is of the body"),
    ] {
        let asked = [&["--data", folder, "overview", "--bloc", "west", "--out", "/nowhere"], more].concat();
        let run = blocs(&asked);
        assert_eq!(run.code, code, "{more:?}: {}", run.err);
        assert!(run.err.contains(words), "{more:?}: {}", run.err);
    }
}
