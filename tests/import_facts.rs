//! Which facts importers make where a record and the world do not match at
//! once: states that continue others, days that are too early, years as days.

use std::fs;
use std::path::Path;

use crate::import::{Desk, accounts};
use crate::run::{blocs, rows};

/// The status of every actor on an agreement of a desk's folder.
fn statuses(desk: &Desk, agreement: &str) -> Vec<(String, String)> {
    let out = desk.at("out").display().to_string();
    let run = blocs(&["--data", &out, "status", agreement, "--csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    rows(&run.out).into_iter().map(|row| (row[3].clone(), row[5].clone())).collect()
}

const INDEX: &str = "chapter_no,treaty_no,treaty_name,url\n\
    1,1,\"A Convention. Geneva, 1 January 1950\",https://example.org/1\n";
const TABLE: &str = "Participant,Signature,\"Ratification, Accession(a), Succession(d)\"\n\
    France,1 Jan 1950,2 Feb 2010\nRussian Federation,1 Jan 1950,3 Mar 1952\n\
    Serbia,,12 Mar 2001 d\nFiji,,1 May 1960 a\nCanada,1 Jan 1950,1 Jun 1951 z\n";

#[test]
fn a_state_that_the_depositary_lists_today_has_what_it_continues() {
    let desk = Desk::with(&[("index.csv", INDEX), ("1-1.csv", TABLE)]);
    let run = desk.import("untc", &["index.csv", "1-1.csv"], &[]);
    assert_eq!(
        accounts(&run, &desk.at("out")),
        (8, 6, 2),
        "Fiji was no state, and z is no letter of the header"
    );
    let acts: Vec<String> = desk
        .table("acts.csv")
        .iter()
        .map(|act| [&act[0], &act[2], &act[3]].map(String::as_str).join(" "))
        .collect();
    assert_eq!(
        acts,
        [
            "CAN signature 1950-01-01",
            "FRA signature 1950-01-01",
            "FRA ratification 2010-02-02",
            "RUS succession 1991-12-26",
            "RUS succession-to-signature 1991-12-26",
            "SCG succession 2001-03-12",
            "SRB succession 2006-06-03",
            "SUN signature 1950-01-01",
            "SUN ratification 1952-03-03",
        ]
    );
    let status = statuses(&desk, "untc-1-1");
    let of = |id: &str| status.iter().find(|(actor, _)| actor == id).map(|(_, status)| status.as_str());
    assert_eq!((of("RUS"), of("SRB"), of("DEU")), (Some("bound"), Some("bound"), Some("none")));
    // An entry of theirs was set aside: their silence is not known.
    assert_eq!(of("FJI"), Some("not-known"));
    assert_eq!(of("CAN"), Some("signed"));
}

#[test]
fn a_folder_stands_for_the_tables_in_it_and_below() {
    let desk = Desk::with(&[]);
    fs::create_dir_all(desk.at("untc/treaties")).expect("a folder");
    fs::write(desk.at("untc/index.csv"), INDEX).expect("written");
    fs::write(desk.at("untc/treaties/1-1.csv"), TABLE).expect("written");
    let run = desk.import("auto", &["untc"], &[]);
    assert_eq!(accounts(&run, &desk.at("out")).0, 8);
}

#[test]
fn files_without_an_entry_write_nothing() {
    let desk = Desk::with(&[("index.csv", INDEX)]);
    let run = desk.import("untc", &["index.csv"], &[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("no entry"), "{}", run.err);
    assert!(!desk.at("out").exists());
}

/// Roll calls that the publisher dates before Israel's admission on 11 May 1949, and votes.
fn early() -> Desk {
    let calls = "rcid,session,importantvote,date,unres,amend,para,short,descr\n\
        1,3.0,0,1949-04-05,R/3/1,0,0,A,B\n2,3.0,0,1949-04-05,R/3/2,0,0,C,D\n";
    let votes = "rcid,country,country_code,vote\n\
        1,Israel,IL,yes\n1,France,FR,yes\n2,France,FR,no\n2,Israel,IL,absent\n2,Germany,DE,yes\n";
    Desk::with(&[("calls.csv", calls), ("votes.csv", votes)])
}

#[test]
fn who_cast_a_vote_had_a_seat_so_a_day_before_it_is_too_early() {
    let desk = early();
    let run = desk.import("unvotes", &["calls.csv", "votes.csv"], &[]);
    // Israel was absent before it was admitted, and Germany, admitted in 1973, had no vote for long after.
    assert_eq!(accounts(&run, &desk.at("out")), (7, 5, 2));
    let acts: Vec<String> = desk.table("acts.csv").iter().map(|act| act[..4].join(" ")).collect();
    assert_eq!(acts, ["FRA rcid-1 yes 1949-05-11", "ISR rcid-1 yes 1949-05-11", "FRA rcid-2 no 1949-04-05"]);
    let agreements = desk.table("agreements.csv");
    let note = "Published as of 1949-04-05; ISR, which voted, was admitted on 1949-05-11.";
    assert!(agreements[0].contains(&note.to_owned()), "{agreements:?}");
    assert!(!agreements[1].iter().any(|cell| cell.contains("Published as of")), "{agreements:?}");
    let themes: Vec<String> = desk.table("provisions.csv").iter().map(|row| row[..3].join(" ")).collect();
    assert_eq!(themes, ["rcid-1 session session-3", "rcid-2 session session-3"]);
}

#[test]
fn a_record_without_absences_tells_none() {
    let desk = early();
    let votes = "rcid,country,country_code,vote\n1,Canada,CA,yes\n1,France,FR,yes\n2,France,FR,no\n";
    fs::write(desk.at("votes.csv"), votes).expect("written");
    assert_eq!(desk.import("unvotes", &["calls.csv", "votes.csv"], &[]).code, 0);
    let out = desk.at("out").display().to_string();
    let run = blocs(&["--data", &out, "dyads", "--csv"]);
    assert_eq!(rows(&run.out)[0][..9].join(","), "CAN,FRA,1949-04-05,1949-04-05,1,1,0,0,");
}

#[test]
fn conventions_count_votes_of_the_general_assembly_only() {
    let resolutions = "record_id,symbol,date,title,agenda,subject,meeting\n\
        1,A/RES/1(I),1961-12-01,On something,,1,A/PV.1\n2,S/RES/3(1961),1961-12-02,On peace,,1,S/PV.3\n";
    let votes = "record_id,country,vote\n1,FRANCE,Y\n1,CANADA,N\n2,FRANCE,Y\n2,CANADA,Y\n";
    let desk = Desk::with(&[("resolutions.csv", resolutions), ("votes.csv", votes)]);
    assert_eq!(desk.import("undl", &["votes.csv", "resolutions.csv"], &[]).code, 0);
    let out = desk.at("out").display().to_string();
    let counted = |more: &[&str]| {
        let run = blocs(&[&["--data", &out, "dyads", "--csv"], more].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        rows(&run.out)[0][4..6].join(" of ")
    };
    assert_eq!(counted(&[]), "2 of 1");
    assert_eq!(counted(&["--convention", "state-2017"]), "1 of 0");
    assert_eq!(counted(&["--body", "general assembly"]), "1 of 0");
    assert_eq!(counted(&["--body", "security council"]), "1 of 1");
}

#[test]
fn spells_by_the_year_cover_whole_years_and_no_bloc_of_ours_is_beside_them() {
    let spells = "igo,ccode,first_year_full,last_year_full\n\
        nato,220,1949,2014\nnato,200,1949,2014\nscd,220,2001,2004\nscd,200,2003,2014\n";
    let desk = Desk::with(&[("spells.csv", spells)]);
    let run = desk.import("cow-igo", &["spells.csv"], &[]);
    assert_eq!(accounts(&run, &desk.at("out")), (4, 4, 0));
    let out = desk.at("out").display().to_string();
    let shared = |day: &str| {
        let run = blocs(&["--data", &out, "dyads", "--over", "blocs", "--on", day, "--of", "FRA", "--csv"]);
        let all = rows(&run.out);
        let row = all.iter().find(|row| row[1] == "GBR").expect("a row");
        row[4..6].join(" of ")
    };
    // FRA was in both to the end of 2004, GBR in the second from the start of 2003.
    assert_eq!(
        ["2002-12-31", "2003-01-01", "2004-12-31", "2005-01-01"].map(shared),
        ["2 of 1", "2 of 2", "2 of 2", "2 of 1"]
    );
    let sources = desk.table("sources.csv");
    let source = sources.iter().find(|row| row[0] == "cow-igo-3").expect("the source");
    assert!(source.iter().any(|cell| cell.contains("SHA-256")), "{source:?}");
}

#[test]
fn a_member_is_in_an_alliance_on_the_day_it_leaves() {
    let members = "atopid,member,yrent,moent,dayent,ineffect,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul\n\
        1.000,200,1950,3,4,0,1974,1,1,1,0,0,0,0\n1.000,220,1950,3,4,0,0,0,0,1,0,0,0,0\n";
    let desk = Desk::with(&[("members.csv", members)]);
    let run = desk.import("atop", &["members.csv"], &[]);
    assert_eq!(accounts(&run, &desk.at("out")), (2, 2, 0));
    assert_eq!(desk.table("obligations.csv")[0][..5].join(" "), "FRA GBR defence 1950-03-04 1974-01-02");
}

/// Parties to treaties as the published tables have them, counted by hand on 14 March 2015.
#[test]
fn parties_of_published_tables_are_as_many_as_their_rows() {
    let untc = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/untc"));
    if !untc.is_dir() {
        eprintln!("skipped: no published files beside the project");
        return;
    }
    let desk = Desk::with(&[]);
    assert_eq!(desk.import("untc", &[&untc.display().to_string()], &[]).code, 0);
    for (treaty, parties) in [("18-2", 99), ("8-5", 57), ("21-6-a", 145), ("10-9", 177), ("19-35", 28)] {
        let status = statuses(&desk, &format!("untc-{treaty}"));
        let mut bound: Vec<&String> = status.iter().filter(|(_, s)| s == "bound").map(|(id, _)| id).collect();
        bound.sort();
        bound.dedup();
        assert_eq!(bound.len(), parties, "{treaty}");
    }
}
