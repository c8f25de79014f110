//! The company an actor keeps, on a world small enough to count by hand.

use crate::run::{blocs, rows, world};

fn company(arguments: &[&str]) -> Vec<Vec<String>> {
    let world = world();
    let first = ["--data", world.to_str().expect("a path"), "company", "--csv"];
    let run = blocs(&[&first[..], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    rows(&run.out)
}

#[test]
fn a_member_is_judged_by_the_majority_of_the_others() {
    let all = company(&["COS", "--bloc", "west"]);
    let own = all.iter().find(|r| r[4] == "itself").expect("a row of its own");
    // Motion: AVA and BOR yes, COS abstained. Pledge: AVA and BOR in, COS out. On the pact and the rule the
    // two others differ: no majority. Gains: 2/3, 2/3, 0 and -1/3.
    assert_eq!(own[5..9], ["2", "2", "2", "0.250000"]);
}

#[test]
fn to_stand_apart_together_is_to_stand_in_the_same_place() {
    let all = company(&["COS", "--bloc", "west"]);
    let elb = all.iter().find(|r| r[2] == "ELB" && r[4] == "outsider").expect("ELB has a row");
    // On the motion ELB voted no where COS abstained; on the pledge both stayed out.
    assert_eq!(
        (&elb[5], &elb[6], &elb[9], &elb[10], &elb[11]),
        (&"2".into(), &"2".into(), &"2".into(), &"1".into(), &"2.000000".into())
    );
}

#[test]
fn a_state_without_a_record_has_no_company() {
    let world = world();
    let run = blocs(&["--data", world.to_str().expect("a path"), "company", "FRE", "--agreements", "motion"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no known position"), "{}", run.err);
}
