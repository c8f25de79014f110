//! The rules of the field on a world small enough to check by hand.

use crate::run::{blocs, rows, world};

/// Status, certainty and position of an actor on an agreement on a day.
fn status(agreement: &str, actor: &str, on: &str) -> (String, String, String) {
    let world = world();
    let run = blocs(&["--data", world.to_str().expect("a path"), "status", agreement, "--on", on, "--csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let found = rows(&run.out).into_iter().find(|row| row[3] == actor).expect("a row for the actor");
    (found[5].clone(), found[8].clone(), found[9].clone())
}

fn is(agreement: &str, actor: &str, on: &str, expected: (&str, &str, &str)) {
    let (status, certainty, position) = status(agreement, actor, on);
    assert_eq!(
        (status.as_str(), certainty.as_str(), position.as_str()),
        expected,
        "{actor} on {agreement}, {on}"
    );
}

#[test]
fn an_endorsement_counts_from_its_day() {
    is("pledge", "DRA", "2010-03-31", ("none", "certain", "0"));
    is("pledge", "DRA", "2010-04-01", ("endorsed", "certain", "1"));
}

#[test]
fn within_its_interval_an_act_is_uncertain_and_not_counted() {
    is("pledge", "BOR", "2000-01-10", ("none", "uncertain", "0"));
    is("pledge", "BOR", "2000-12-30", ("none", "uncertain", "0"));
    is("pledge", "BOR", "2000-12-31", ("endorsed", "certain", "1"));
}

#[test]
fn nobody_could_join_before_the_opening_day() {
    is("pledge", "AVA", "2000-01-09", ("not-eligible", "certain", ""));
}

#[test]
fn a_signature_is_half_way_and_a_ratification_binds() {
    is("pact", "AVA", "2001-05-01", ("signed", "certain", "0.5"));
    is("pact", "AVA", "2002-06-01", ("bound", "certain", "1"));
    is("pact", "BOR", "2020-12-31", ("signed", "certain", "0.5"));
}

#[test]
fn a_withdrawal_counts_from_the_day_it_takes_effect() {
    is("pact", "COS", "2012-12-31", ("bound", "certain", "1"));
    is("pact", "COS", "2013-01-01", ("withdrawn", "certain", "0"));
}

#[test]
fn a_state_that_does_not_exist_is_not_a_no() {
    is("pledge", "FRE", "2005-05-31", ("not-a-state", "certain", ""));
    is("pledge", "FRE", "2005-06-01", ("none", "certain", "0"));
    is("pledge", "GRA", "2010-01-01", ("not-a-state", "certain", ""));
}

#[test]
fn who_may_not_join_has_not_stayed_out() {
    is("western-rule", "DRA", "2005-01-01", ("not-eligible", "certain", ""));
    is("western-rule", "BOR", "2005-01-01", ("none", "certain", "0"));
    is("western-rule", "BOR", "2016-01-01", ("not-eligible", "certain", ""));
}

#[test]
fn outside_coverage_silence_is_not_known() {
    is("pact", "FRE", "2006-01-01", ("not-known", "uncertain", ""));
    is("pledge", "COS", "2021-01-01", ("not-known", "uncertain", ""));
    is("pledge", "AVA", "2021-01-01", ("endorsed", "uncertain", "1"));
}

#[test]
fn a_vote_is_asked_of_the_members_of_its_day() {
    is("motion", "COS", "2004-09-01", ("abstain", "certain", "0.5"));
    is("motion", "GRA", "2005-01-01", ("absent", "certain", ""));
    is("motion", "FRE", "2010-01-01", ("not-eligible", "certain", ""));
    is("motion", "COS", "2030-01-01", ("abstain", "certain", "0.5"));
}

#[test]
fn an_organisation_signs_beside_its_members() {
    is("pact", "west-union", "2005-01-01", ("bound", "certain", "1"));
    let world = world();
    let run = blocs(&["--data", world.to_str().expect("a path"), "status", "pact", "--on", "2006-01-01"]);
    assert!(run.out.contains("All states: 2 of"), "organisations are in no count of states: {}", run.out);
}

#[test]
fn a_gap_and_a_re_entry_are_two_stays() {
    let world = world();
    let members = |on: &str| {
        let run = blocs(&[
            "--data",
            world.to_str().expect("a path"),
            "status",
            "pledge",
            "--on",
            on,
            "--csv",
            "--bloc",
            "west",
        ]);
        rows(&run.out).into_iter().filter(|r| r[2] == "west").map(|r| r[3].clone()).collect::<Vec<_>>()
    };
    assert_eq!(members("2015-02-28"), ["AVA", "BOR", "COS"]);
    assert_eq!(members("2015-03-01"), ["AVA", "COS"]);
    assert_eq!(members("2018-01-01"), ["AVA", "BOR", "COS"]);
}

#[test]
fn an_uncertain_membership_is_marked() {
    let world = world();
    let run = blocs(&["--data", world.to_str().expect("a path"), "status", "east", "--on", "2001-06-01"]);
    assert!(run.out.contains("~ member"), "{}", run.out);
}

#[test]
fn bloc_expressions_follow_set_algebra() {
    let world = world();
    let members = |bloc: &str| {
        let run = blocs(&[
            "--data",
            world.to_str().expect("a path"),
            "status",
            "pledge",
            "--on",
            "2019-01-01",
            "--csv",
            "--bloc",
            bloc,
        ]);
        assert_eq!(run.code, 0, "{}", run.err);
        rows(&run.out).into_iter().filter(|r| !r[2].is_empty()).map(|r| r[3].clone()).collect::<Vec<_>>()
    };
    assert_eq!(members("west minus east"), ["AVA", "BOR"]);
    assert_eq!(members("west and east"), ["COS"]);
    assert_eq!(members("west or east"), ["AVA", "BOR", "COS", "DRA", "ELB"]);
    assert_eq!(members("west minus (east or AVA)"), ["BOR"]);
    assert_eq!(members("states minus west"), ["DRA", "ELB", "FRE"]);
    assert_eq!(members("pact"), ["AVA"], "the parties to an agreement; COS left in 2013");
    assert_eq!(members("west minus pact"), ["BOR", "COS"]);
}
