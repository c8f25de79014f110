//! Who is near whom: on a record made by hand and on the real one.

use std::fs;

use blocs::analysis::Group;
use blocs::analysis::overview::best_known;
use blocs::analysis::structure::{FEWEST_FOR_GROUPS, Shapeless, Structure, structure};
use blocs::dataset::Dataset;
use blocs::model::{AgreementId, Day, Expr};
use blocs::read::{Origin, load};

/// Ten states A to J in one bloc, A to E in another; ten declarations, endorsed as `joined` says.
fn world(joined: impl Fn(usize, usize) -> bool, agreements: usize) -> Dataset {
    let folder = tempfile::tempdir().expect("a folder");
    let code = |i: usize| char::from(b'A' + u8::try_from(i).expect("few")).to_string().repeat(3);
    let lines = |n: usize, line: &dyn Fn(usize) -> String| -> String { (0..n).map(line).collect() };
    let acts = lines(10, &|i| {
        let one = |k: usize| format!("{},deal-{k},endorsement,2000-01-01,,,s\n", code(i));
        (0..agreements).filter(|k| joined(i, *k)).map(one).collect()
    });
    let members = lines(10, &|i| format!("{},all,member,,,,s\n", code(i)))
        + &lines(5, &|i| format!("{},first,member,,,,s\n", code(i)));
    let deal = |k: usize| {
        format!("deal-{k},Deal {k},Deal {k},declaration,no,2000-01-01,,,states,,states,2020-01-01,,,,s\n")
    };
    let tables = [
        (
            "states.csv",
            "id,name,official_name,cow,m49,region,from,until,aliases,note,source",
            lines(10, &|i| format!("{},State {},,,,,,,,,s\n", code(i), code(i))),
        ),
        ("entities.csv", "id,name,kind,home,from,until,aliases,note,source", String::new()),
        (
            "blocs.csv",
            "id,name,short_name,kind,from,until,coverage_until,aliases,note,source",
            "all,All,All,union,,,2020-01-01,,,s\nfirst,First,First,club,,,2020-01-01,,,s\n".to_owned(),
        ),
        ("memberships.csv", "actor,bloc,role,from,until,note,source", members),
        (
            "agreements.csv",
            "id,name,short_name,kind,binding,opened,in_force,depositary,eligible,entities,coverage,coverage_until,threshold,aliases,note,source",
            lines(agreements, &deal),
        ),
        ("provisions.csv", "agreement,number,theme,summary,source", String::new()),
        ("acts.csv", "actor,agreement,kind,date,effective,note,source", acts),
        ("counts.csv", "subject,on,what,count,organisations,note,source", String::new()),
        (
            "sources.csv",
            "id,title,publisher,kind,published,retrieved,url,note",
            "s,Title,Publisher,press,,,,\n".to_owned(),
        ),
    ];
    for (file, header, rows) in tables {
        fs::write(folder.path().join(file), format!("{header}\n{rows}")).expect("written");
    }
    load(&Origin::Folder(folder.path().to_owned())).unwrap_or_else(|problems| panic!("{problems}"))
}

fn shape(data: &Dataset, blocs: &[&str]) -> Result<Structure, Shapeless> {
    let groups: Vec<Group> =
        blocs.iter().map(|id| Group::of(data, Expr::parse(id).expect("an id"))).collect();
    let items: Vec<(AgreementId, Day)> = data.agreement_ids().map(|id| (id, data.cutoff(id))).collect();
    structure(data, &items, &groups)
}

/// A to E join the even ones, F to J the odd ones; but E joins what F to J join.
fn two_camps(i: usize, k: usize) -> bool {
    k.is_multiple_of(2) == (i < 4)
}

#[test]
fn two_camps_are_found_and_the_member_in_the_other_one_is_named() {
    let data = world(two_camps, 10);
    let shape = shape(&data, &["all", "first"]).expect("ten states share ten agreements");
    assert_eq!((shape.states.len(), shape.items, shape.shared_range()), (10, 10, (10, 10)));
    assert_eq!((shape.similarity.at(0, 1), shape.similarity.at(0, 9)), (1.0, 0.0));
    let groups = shape.groups.as_ref().expect("ten states are enough");
    assert_eq!(groups.found.groups, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    assert_eq!((groups.found.stability, groups.found.found), (1.0, 100));
    let misplaced: Vec<(&str, &str)> =
        groups.misplaced.iter().map(|m| (m.actor.id.as_str(), m.bloc.id.as_str())).collect();
    let of_first: Vec<_> = misplaced.iter().filter(|(_, bloc)| *bloc == "first").collect();
    assert_eq!(of_first, [&("EEE", "first")]);
    assert!(groups.bridges.is_empty(), "nobody stands between: {:?}", groups.bridges);
}

#[test]
fn a_state_that_does_half_of_what_each_camp_does_stands_between_them() {
    // Of twelve, E joins the first six: with either camp it agrees on three of six and on three of six.
    let data = world(|i, k| if i == 4 { k < 6 } else { two_camps(i, k) }, 12);
    let shape = shape(&data, &["all"]).expect("ten states share twelve agreements");
    assert_eq!((shape.similarity.at(4, 0), shape.similarity.at(4, 9)), (0.5, 0.5));
    let groups = shape.groups.as_ref().expect("ten states are enough");
    assert_eq!(groups.bridges.iter().map(|b| b.actor.id.as_str()).collect::<Vec<_>>(), ["EEE"]);
}

#[test]
fn what_all_have_joined_ties_nobody() {
    let shape = shape(&world(|_, _| true, 10), &["all"]).expect("ten states share ten agreements");
    assert_eq!(shape.groups.expect_err("nobody differs"), Shapeless::NoTies);
    assert_eq!(shape.map.expect_err("all are alike"), Shapeless::AllAlike);
    assert_eq!(shape.tree.cophenetic_correlation, None);
}

#[test]
fn too_little_gives_a_reason_in_words() {
    let few = shape(&world(two_camps, 4), &["all"]).expect_err("four agreements");
    assert_eq!(few.to_string(), "4 agreements: at least 5 must be shared");
    let five = shape(&world(two_camps, 10), &["first"]).expect("five states are compared");
    assert_eq!(five.groups.expect_err("five states"), Shapeless::TooFewForGroups { states: 5 });
    assert_eq!(FEWEST_FOR_GROUPS, 8);
}

#[test]
fn the_anchor_is_on_the_right_and_blocs_that_would_be_too_many_are_named() {
    let data = load(&Origin::Embedded).unwrap_or_else(|problems| panic!("{problems}"));
    let items: Vec<(AgreementId, Day)> = data.agreement_ids().map(|id| (id, data.cutoff(id))).collect();
    let shape = structure(&data, &items, &best_known(&data)).expect("the record is rich enough");
    let (map, anchor) = shape.map.as_ref().expect("states differ");
    assert_eq!(shape.states[*anchor].id, "USA");
    assert!(map.points[*anchor][0] > 0.0);
    assert!(shape.states.len() <= 60 && shape.left_out.contains(&"AU".to_owned()), "{:?}", shape.left_out);
}
