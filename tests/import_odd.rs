//! Records with something odd in them, most of it found by the fuzzer: every
//! entry still becomes a fact or is set aside, and the folder is sound.

use std::fs;

use crate::import::{Desk, accounts};

/// What a folder made of files holds, after an import that must be accounted for.
fn made(format: &str, files: &[(&str, &str)], more: &[&str]) -> (Desk, (u64, u64, u64)) {
    let desk = Desk::with(files);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let run = desk.import(format, &names, more);
    let counts = accounts(&run, &desk.at("out"));
    (desk, counts)
}

/// The reasons for which entries were set aside, in the order of their lines.
fn reasons(desk: &Desk) -> Vec<String> {
    desk.table("unresolved.csv").into_iter().map(|row| row[3].clone()).collect()
}

const DYADS: &str = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n";
const MEMBERS: &str =
    "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul\n";
const SPELLS: &str = "igo,ccode,state,first_year_full,last_year_full\n";
const SUPPORTERS: &str = "name,category,nationality,nature,date_signed,first_seen\n";
const CALLS: &str = "rcid,session,importantvote,date,unres,amend,para,short,descr\n";
const CAST: &str = "rcid,country,country_code,vote\n";
const RESOLUTIONS: &str = "record_id,symbol,date,title\n";
const VOTES: &str = "record_id,country,vote\n";

#[test]
fn a_year_outside_the_calendar_is_no_year() {
    let rows =
        "200,220,32767,1,0,0,0,0\n200,220,-32768,1,0,0,0,0\n200,220,9999,1,0,0,0,0\n200,220,1950,1,0,0,0,0\n";
    assert_eq!(made("atop", &[("dyads.csv", &[DYADS, rows].concat())], &[]).1, (4, 1, 3));
    let rows = "a,220,france,32767,32767\na,220,france,-5,1950\na,220,france,1950,1960\n";
    assert_eq!(made("cow-igo", &[("igo.csv", &[SPELLS, rows].concat())], &[]).1, (3, 1, 2));
}

#[test]
fn a_year_is_written_with_four_digits() {
    let (desk, counts) =
        made("cow-igo", &[("igo.csv", &[SPELLS, "a,220,france,12,13\nb,220,france,12,33\n"].concat())], &[]);
    assert_eq!(counts.0, 2);
    let blocs = desk.table("blocs.csv");
    let end = |id: &str| blocs.iter().find(|row| row[0] == id).map(|row| (row[5].clone(), row[6].clone()));
    assert_eq!(end("cow-a"), Some(("0014-01-01".to_owned(), "0033-12-31".to_owned())));
}

#[test]
fn stays_of_one_state_that_overlap_are_not_both_kept() {
    let rows = "a,220,france,1950,1960\na,220,france,1955,1970\na,220,france,1961,1970\nb,2,usa,1950,1975\n";
    let (desk, counts) = made("cow-igo", &[("igo.csv", &[SPELLS, rows].concat())], &[]);
    assert_eq!(counts, (4, 3, 1));
    assert_eq!(reasons(&desk), ["a stay that overlaps another of the same state"]);
}

#[test]
fn what_has_no_name_is_set_aside() {
    let rows = ",220,france,1950,1960\n**,220,france,1950,1960\n";
    assert_eq!(made("cow-igo", &[("igo.csv", &[SPELLS, rows].concat())], &[]).1, (2, 0, 2));
    let rows = ",200,1950,3,4,1952,6,1,1,0,0,0,0\n";
    assert_eq!(made("atop", &[("members.csv", &[MEMBERS, rows].concat())], &[]).1, (1, 0, 1));
    let rows = " ,private-sector,FRA,,,2019-09-16\n";
    assert_eq!(made("pariscall", &[("supporters.csv", &[SUPPORTERS, rows].concat())], &[]).1, (1, 0, 1));
}

#[test]
fn a_supporter_may_be_called_like_a_word_of_expressions_or_in_any_script() {
    let name = "株式会社".repeat(12);
    let rows = format!("States,private-sector,FRA,,,2019-09-16\n{name},private-sector,FRA,,,2019-09-16\n");
    let (desk, counts) = made("pariscall", &[("supporters.csv", &[SUPPORTERS, &rows].concat())], &[]);
    assert_eq!(counts, (2, 2, 0));
    let ids: Vec<String> = desk.table("entities.csv").into_iter().map(|row| row[0].clone()).collect();
    assert!(ids.contains(&"states-supporter".to_owned()), "{ids:?}");
    assert!(ids.iter().any(|id| id.starts_with("supporter-26666-")), "{ids:?}");
}

#[test]
fn an_act_on_or_before_a_day_says_nothing_of_the_opening() {
    let table = "State,Signed\nFrance,../1968-07-01\nSweden,1968-08-19\n";
    let (desk, counts) = made("table", &[("treaty.csv", table)], &["--actor", "State", "--signed", "Signed"]);
    assert_eq!(counts, (2, 2, 0));
    assert_eq!(desk.table("agreements.csv")[0][5], "1968-07-01");
}

#[test]
fn who_leaves_a_declaration_withdraws_its_endorsement() {
    let table = "State,Joined,Left\nFrance,2018-11-12,\nSweden,2018-11-12,2020-01-01\n";
    let flags = ["--actor", "State", "--endorsed", "Joined", "--withdrawn", "Left"];
    let (desk, counts) = made("table", &[("pledge.csv", table)], &flags);
    assert_eq!(counts, (3, 3, 0));
    assert_eq!(desk.table("agreements.csv")[0][3], "declaration");
    assert!(desk.table("acts.csv").iter().any(|row| row[2] == "endorsement-withdrawn"));
}

#[test]
fn a_treaty_is_not_endorsed() {
    let table = "State,Signed,Joined\nFrance,1968-07-01,1969-01-01\n";
    let flags = ["--actor", "State", "--signed", "Signed", "--endorsed", "Joined"];
    let (desk, counts) = made("table", &[("treaty.csv", table)], &flags);
    assert_eq!(counts, (2, 1, 1));
    assert_eq!(
        reasons(&desk),
        [
            "an act that the agreement's first in the table does not go with: votes, endorsements and acts on treaties are apart"
        ]
    );
}

#[test]
fn an_agreement_in_two_tables_opens_with_the_first_act_of_both() {
    let files = [
        ("bound.csv", "State,Treaty,Ratified\nFrance,Pact,1970-01-01\n"),
        ("signed.csv", "State,Treaty,Ratified\nSweden,Pact,1968-01-01\nFrance,Pact,1970-01-01\n"),
    ];
    let flags = ["--actor", "State", "--agreement", "Treaty", "--ratified", "Ratified"];
    let (desk, counts) = made("table", &files, &flags);
    assert_eq!(counts, (3, 2, 1));
    assert_eq!(desk.table("agreements.csv")[0][5], "1968-01-01");
    assert_eq!(reasons(&desk), ["the same act again"]);
}

#[test]
fn an_agreement_is_not_taken_for_a_bloc() {
    let table = "State,Treaty,Signed\nFrance,NATO,1968-01-01\nFrance,States,1968-01-01\n";
    let flags = ["--actor", "State", "--agreement", "Treaty", "--signed", "Signed"];
    let (desk, counts) = made("table", &[("t.csv", table)], &flags);
    assert_eq!(counts, (2, 2, 0));
    let ids: Vec<String> = desk.table("agreements.csv").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(ids, ["nato-agreement", "states-agreement"]);
}

#[test]
fn a_roll_call_that_stands_twice_is_read_once() {
    let calls = "3,1.0,0,1961-12-01,R/1,0,0,A,B\n3,1.0,0,1961-12-02,R/1,0,0,A,B\n";
    let files = [("calls.csv", [CALLS, calls].concat()), ("cast.csv", [CAST, "3,France,FR,yes\n"].concat())];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let (desk, counts) = made("unvotes", &files, &[]);
    assert_eq!(counts, (3, 2, 1));
    assert_eq!(desk.table("acts.csv")[0][3], "1961-12-01");
}

#[test]
fn a_resolution_that_stands_twice_or_has_no_symbol_is_named_by_its_number() {
    let resolutions =
        "1,A/RES/1,1961-12-01,One\n1,A/RES/1,1961-12-01,One\n2,A/RES/1,1961-12-02,Two\n3,,1961-12-03,\n";
    let votes = "1,FRANCE,Y\n2,FRANCE,N\n3,FRANCE,A\n";
    let files =
        [("resolutions.csv", [RESOLUTIONS, resolutions].concat()), ("votes.csv", [VOTES, votes].concat())];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let (desk, counts) = made("undl", &files, &[]);
    assert_eq!(counts, (7, 6, 1));
    let ids: Vec<String> = desk.table("agreements.csv").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(ids, ["a-res-1", "undl-2", "undl-3"]);
}

#[test]
fn a_treaty_table_stands_without_its_index_and_with_any_name() {
    let table = "Participant,Signature\nFrance,3 Jun 2013\nGoogle,3 Jun 2013\nUnion of Bakers,3 Jun 2013\n\
        Sweden,3 Jun 20133\nSweden,3 Jun 2013,4 Jul 2014\n";
    let (desk, counts) = made("untc", &[("Über_Treaty No 1.csv", table)], &[]);
    // A firm cannot join a treaty, no year has five digits, and one cell has no column.
    assert_eq!(counts, (6, 3, 3));
    assert_eq!(desk.table("agreements.csv")[0][0], "untc-uber-treaty-no-1");
    assert!(desk.table("entities.csv").iter().any(|row| row[0] == "union-of-bakers"));
}

#[test]
fn a_cell_is_cut_where_no_cell_may_be_longer() {
    let title = "ä".repeat(15_000);
    let files = [
        ("resolutions.csv", format!("{RESOLUTIONS}1,A/RES/1,1961-12-01,{title}\n")),
        ("votes.csv", [VOTES, "1,FRANCE,Y\n"].concat()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let (desk, _) = made("undl", &files, &[]);
    assert_eq!(desk.table("agreements.csv")[0][1].len(), 20_000);
}

#[test]
fn a_folder_whose_columns_stand_in_another_order_is_added_to() {
    let pledge = "State,Joined\nFrance,2018-11-12\n";
    let flags = ["--actor", "State", "--endorsed", "Joined"];
    let (mut desk, _) = made("table", &[("pledge.csv", pledge)], &flags);
    let acts = desk.table("acts.csv");
    let row = &acts[0];
    let turned = format!(
        "source,actor,agreement,kind,date,effective,note\n{},{},{},{},{},{},{}\n",
        row[6], row[0], row[1], row[2], row[3], row[4], row[5]
    );
    fs::write(desk.at("out").join("acts.csv"), turned).expect("written");
    desk.add(&[("other.csv", "State,Joined\nSweden,2019-01-01\n")]);
    let run = desk.import("table", &["other.csv"], &[&flags[..], &["--merge"]].concat());
    assert_eq!(accounts(&run, &desk.at("out")), (1, 1, 0));
    assert_eq!(desk.table("acts.csv")[0], acts[0]);
}

#[test]
fn a_vote_that_the_folder_has_otherwise_is_not_counted_twice() {
    let files = [
        ("resolutions.csv", [RESOLUTIONS, "1,A/RES/1,1961-12-01,One\n"].concat()),
        ("votes.csv", [VOTES, "1,FRANCE,Y\n"].concat()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let (desk, _) = made("undl", &files, &[]);
    fs::write(desk.at("votes.csv"), [VOTES, "1,FRANCE,N\n1,MEXICO,N\n"].concat()).expect("written");
    let run = desk.import("undl", &["resolutions.csv", "votes.csv"], &["--merge"]);
    assert_eq!(accounts(&run, &desk.at("out")), (3, 2, 1));
    assert_eq!(reasons(&desk), ["the folder has another vote of this state on it"]);
}

#[test]
fn a_header_of_thousands_of_columns_is_refused_as_a_whole() {
    let header = "State,".repeat(3000);
    let desk = Desk::with(&[("wide.csv", &header)]);
    let run = desk.import("table", &["wide.csv"], &["--actor", "State", "--signed", "Signed"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("3001 columns") && run.err.len() < 1000, "{}", run.err);
}
