//! The numbers behind figures, on a world small enough to check by hand.

use blocs::chart::Scene;
use blocs::cli::draw;
use blocs::read::{Origin, load};

use crate::run::world;

fn drawn(arguments: &str) -> Scene {
    let data = load(&Origin::Folder(world())).unwrap_or_else(|problems| panic!("{problems}"));
    draw(&data, arguments).unwrap_or_else(|error| panic!("{arguments}: {error}"))
}

/// Chosen columns of the rows behind a figure.
fn columns(scene: &Scene, names: &[&str]) -> Vec<String> {
    let (header, rows) = &scene.rows;
    let places: Vec<usize> =
        names.iter().map(|name| header.iter().position(|h| h == name).expect("a column")).collect();
    rows.iter().map(|row| places.iter().map(|i| row[*i].as_str()).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn cohesion_moves_on_the_days_of_acts_and_of_changes_of_members() {
    let scene = drawn("cohesion pledge --bloc west");
    assert_eq!(
        columns(
            &scene,
            &["on", "agreement", "n", "agreement_same_members", "same_members", "joined", "left"]
        ),
        [
            // One of four in: three pairs of six agree. Avalonia and Costaguana were members throughout.
            "2000-01-10 0.5000 4 0.0000 2  ",
            "2000-12-31 0.3333 4 0.0000 2  ",
            "2010-01-01 0.3333 3 0.0000 2  GRA",
            "2015-03-01 0.0000 2 0.0000 2  BOR",
            "2018-01-01 0.3333 3 0.0000 2 BOR ",
        ]
    );
    assert_eq!(scene.title, "In West, pairs that stood together on the Pledge fell from 50% to 33%");
}

#[test]
fn a_slope_has_the_members_of_each_day_and_what_uncertain_dates_leave_open() {
    let scene = drawn("slope pledge --bloc west --bloc east");
    assert_eq!(
        columns(&scene, &["bloc", "on", "in", "in_low", "in_high", "n"]),
        [
            "West 2000-01-10 1 1 2 4",
            "West 2020-12-31 2 2 2 3",
            "East 2000-01-10 0 0 0 2",
            "East 2020-12-31 1 1 1 3",
        ]
    );
    assert_eq!(
        scene.title,
        "In West, supporters of the Pledge rose from one of four to two of three members"
    );
}

#[test]
fn equal_changes_share_the_title() {
    // Avalonia was in from the opening; Borduria and Drakonia came in later.
    let scene = drawn("slope pledge --bloc AVA --bloc BOR --bloc DRA --from 2000-01-10 --to 2011-01-01");
    assert_eq!(scene.title, "Supporters of the Pledge rose most in Borduria and Drakonia: by 100 points");
}

#[test]
fn a_timeline_has_every_act_in_order_and_says_which_brought_its_actor_in() {
    let scene = drawn("timeline pact --bloc west");
    assert_eq!(
        columns(&scene, &["actor", "act", "date", "position", "joins"]),
        [
            "AVA signature 2001-05-01 0.5 no",
            "BOR signature 2001-05-01 0.5 no",
            "AVA ratification 2002-06-01 1 yes",
            "COS accession 2004-01-01 1 yes",
            "COS withdrawal 2012-01-01 0 no",
        ]
    );
    assert!(scene.texts().iter().any(|t| t.words == "stepped back"), "a withdrawal has a mark of its own");
    assert!(scene.texts().iter().any(|t| t.words.starts_with("1 of 3")), "Avalonia alone stayed in");
}

#[test]
fn an_uncertain_date_is_a_bar_and_not_a_dot() {
    let scene = drawn("timeline pledge --bloc west");
    assert!(scene.note.contains("level bar"), "{}", scene.note);
    assert_eq!(columns(&scene, &["actor", "date"]), ["AVA 2000-01-10", "BOR 2000-01-10/2000-12-31"]);
}

#[test]
fn an_upset_counts_everybody_once_and_drops_no_combination() {
    let scene = drawn("upset pledge --bloc west --bloc east --on 2020-12-31");
    assert_eq!(
        columns(&scene, &["sets", "actors", "ids"]),
        ["West|Pledge 2 AVA|BOR", "West|East 1 COS", "East|Pledge 1 DRA", "East 1 ELB"]
    );
    assert_eq!(scene.title, "Four states belonged to two of three sets, and none to more");
}

#[test]
fn company_is_ranked_by_shared_positions_and_needs_enough_of_them() {
    // Costaguana broke ranks: it shares two of three positions with Elbonia, one of three with
    // Drakonia, and too few with Fredonia.
    let scene = drawn("company pledge --bloc west --on 2020-12-31");
    assert_eq!(columns(&scene, &["actor", "same", "n", "position_here"]), ["ELB 2 3 0", "DRA 1 3 1"]);
    assert_eq!(scene.title, "Elbonia's record was the nearest to that of Costaguana");
}

#[test]
fn a_tile_map_leaves_nobody_out() {
    let scene = drawn("tile-map pledge --on 2020-12-31");
    assert_eq!(columns(&scene, &["actor"]), ["AVA", "BOR", "COS", "DRA", "ELB", "FRE"]);
    for code in ["AVA", "BOR", "COS", "DRA", "ELB", "FRE"] {
        assert_eq!(scene.texts().iter().filter(|t| t.words == code).count(), 1, "{code}");
    }
}
