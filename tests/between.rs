//! Two blocs beside each other, on a world small enough to count by hand.

use crate::run::{blocs, rows, world};

#[test]
fn joint_members_are_dropped_from_both() {
    let world = world();
    let data = world.to_str().expect("a path");
    let run = blocs(&["--data", data, "between", "west", "east", "--agreements", "pledge,motion", "--csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let all = rows(&run.out);
    let of = |id: &str| all.iter().find(|r| r[2] == id).expect("the agreement has a row")[4..].to_vec();
    // COS belongs to both at the record's end: AVA and BOR in, against DRA in and ELB out.
    assert_eq!(of("pledge")[..9], ["2", "0", "0", "1", "0", "1", "1", "0.500000", "0.500000"]);
    // AVA and BOR yes, GRA absent; DRA and ELB no; COS, in both, abstained: nothing alike, and opposed.
    assert_eq!(of("motion")[..9], ["2", "0", "0", "0", "0", "2", "1", "0.000000", "0.000000"]);
    assert_eq!(of("motion")[11], "1.000000", "the majorities are opposed");
}

#[test]
fn a_bloc_beside_itself_has_no_member_of_its_own() {
    let world = world();
    let run = blocs(&["--data", world.to_str().expect("a path"), "between", "west", "west"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("a member of their own"), "{}", run.err);
}
