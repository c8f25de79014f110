//! What changed between two days, on the world made by hand.

use crate::run::{blocs, rows, world};

fn diff(from: &str, to: &str, more: &[&str]) -> Vec<String> {
    let world = world();
    let args = ["--data", world.to_str().expect("a path"), "diff", "--from", from, "--to", to, "--csv"];
    let run = blocs(&[&args, more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    rows(&run.out).into_iter().map(|row| row.join(",")).collect()
}

#[test]
fn only_who_did_something_switched() {
    // By then Costaguana and Drakonia, which act later, could join as well.
    let expected = [
        "switch,pact,West,AVA,Avalonia,not-eligible,signed,2001-05-01,certain",
        "switch,pact,West,BOR,Borduria,not-eligible,signed,2001-05-01,certain",
        "switch,pledge,,acme,Acme,not-eligible,endorsed,2000-01-10,certain",
        "switch,pledge,West,AVA,Avalonia,not-eligible,endorsed,2000-01-10,certain",
        "switch,pledge,West,BOR,Borduria,not-eligible,endorsed,2000-01-10/2000-12-31,certain",
    ];
    assert_eq!(diff("1999-12-31", "2001-06-01", &[]), expected);
    assert!(diff("2005-06-01", "2009-06-01", &[]).is_empty(), "nobody did anything");
}

#[test]
fn a_withdrawal_switches_when_it_takes_effect() {
    let row = "switch,pact,East|West,COS,Costaguana,bound,withdrawn,2012-01-01,certain";
    assert_eq!(diff("2011-12-31", "2012-12-31", &["pact"]), [""; 0]);
    assert_eq!(diff("2012-06-01", "2013-01-01", &["pact"]), [row]);
}

#[test]
fn moves_are_told_and_a_state_that_ended_switched_nothing() {
    let expected = [
        "switch,pact,East|West,COS,Costaguana,bound,withdrawn,2012-01-01,certain",
        "switch,pledge,East,DRA,Drakonia,none,endorsed,2010-04-01,certain",
        "move,,west,BOR,Borduria,member,,,",
        "move,,west,GRA,Grand Fenwick,member,,,",
    ];
    assert_eq!(diff("2009-12-31", "2016-01-01", &[]), expected);
    assert_eq!(diff("2016-01-01", "2019-01-01", &["--bloc", "west"]), ["move,,west,BOR,Borduria,,member,,"]);
}
