//! Public records as published become data folders: every entry is accounted
//! for, the folder is sound, and bad files change nothing.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Run, blocs, rows};

/// Files of a test by name, and where they are.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let mut desk = Self(tempfile::tempdir().expect("a folder"));
        desk.add(files);
        desk
    }

    pub fn add(&mut self, files: &[(&str, &str)]) {
        for (name, text) in files {
            fs::write(self.at(name), text).expect("written");
        }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs an import of these files into `out`.
    pub fn import(&self, format: &str, files: &[&str], more: &[&str]) -> Run {
        let paths: Vec<String> = files.iter().map(|name| self.at(name).display().to_string()).collect();
        let out = self.at("out").display().to_string();
        let mut args = vec!["import", format];
        args.extend(paths.iter().map(String::as_str));
        args.extend(["--out", &out]);
        args.extend(more);
        blocs(&args)
    }

    pub fn table(&self, name: &str) -> Vec<Vec<String>> {
        rows(&fs::read_to_string(self.at("out").join(name)).expect("a table"))
    }
}

/// How many entries were read, became facts, and were set aside; they must add up, and the folder be sound.
pub fn accounts(run: &Run, out: &Path) -> (u64, u64, u64) {
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let text = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let number = |value: &Value| value.as_u64().expect("a number");
    let report = &manifest["report"];
    let aside = report["set_aside"].as_object().expect("reasons").values().map(number).sum();
    let (read, used) = (number(&report["read"]), number(&report["used"]));
    assert_eq!(read, used + aside, "{}", run.out);
    let kept = fs::read_to_string(out.join("unresolved.csv")).map_or(0, |csv| rows(&csv).len() as u64);
    assert_eq!(kept, aside, "every entry set aside is kept");
    let check = blocs(&["check", out.to_str().expect("a path")]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    (read, used, aside)
}

const RESOLUTIONS: &str = "record_id,symbol,date,title,agenda,subject,meeting\n\
    1,A/RES/1(I),1961-12-01,On something,A/1 2 Words. DISARMAMENT,1,A/PV.1\n\
    2,A/RES/2(I),,Without a day,,1,A/PV.2\n\
    3,S/RES/3(1961),1961-12-02,On peace,S1,1,S/PV.3\n";
const VOTES: &str = "record_id,country,vote\n\
    1,CONGO (LEOPOLDVILLE),Y\n1,USSR,N\n1,FRANCE,\n1,ATLANTIS,Y\n1,SOUTH SUDAN,Y\n\
    1,CANADA,Y\n1,CANADA,N\n1,MEXICO,A\n1,MEXICO,A\n1,SWITZERLAND,Y\n1,PERU,Q\n\
    2,FRANCE,Y\n3,FRANCE,Y\n9,FRANCE,Y\n";

fn votes() -> Desk {
    Desk::with(&[("resolutions.csv", RESOLUTIONS), ("votes.csv", VOTES)])
}

#[test]
fn every_vote_becomes_a_fact_or_is_set_aside_with_its_reason() {
    let desk = votes();
    let run = desk.import("undl", &["votes.csv", "resolutions.csv"], &[]);
    // Of 3 resolutions 1 has no date. Of 14 votes 5 stand: COD, SUN, FRA (absent), MEX once, FRA on the Council.
    assert_eq!(accounts(&run, &desk.at("out")), (17, 7, 10));
    let acts = desk.table("acts.csv");
    let votes: Vec<String> = acts.iter().map(|act| act[..3].join(" ")).collect();
    assert_eq!(
        votes,
        [
            "COD a-res-1-i yes",
            "FRA a-res-1-i absent",
            "MEX a-res-1-i abstain",
            "SUN a-res-1-i no",
            "FRA s-res-3-1961 yes"
        ]
    );
    let aside = desk.table("unresolved.csv");
    assert!(
        aside.iter().any(|row| row[2] == "CAN, lines 7 and 8" && row[3].contains("disagree")),
        "{aside:?}"
    );
    assert!(run.out.contains("ATLANTIS"), "{}", run.out);
}

#[test]
fn zipped_and_plain_files_give_the_same_acts() {
    let desk = votes();
    let mut zipped = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    zipped.write_all(VOTES.as_bytes()).expect("zipped");
    let zipped = zipped.finish().expect("zipped");
    fs::write(desk.at("votes.csv.gz"), &zipped).expect("written");
    fs::write(desk.at("cut.csv.gz"), &zipped[..zipped.len() / 2]).expect("written");
    assert_eq!(desk.import("undl", &["votes.csv", "resolutions.csv"], &[]).code, 0);
    let plain = desk.table("acts.csv");
    assert_eq!(desk.import("auto", &["votes.csv.gz", "resolutions.csv"], &["--force"]).code, 0);
    assert_eq!(desk.table("acts.csv"), plain);
    let cut = desk.import("undl", &["cut.csv.gz", "resolutions.csv"], &["--force"]);
    assert_eq!(cut.code, 1, "{}", cut.out);
    assert_eq!(desk.table("acts.csv"), plain, "a file that breaks off changes nothing");
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused_before_anything_is_written() {
    let desk = votes();
    let run = desk.import("undl", &["votes.csv", "resolutions.csv"], &["--max-bytes", "100"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("unpacks to more than 100 bytes"), "{}", run.err);
    assert!(!desk.at("out").exists());
}

#[test]
fn a_file_of_another_format_is_named_as_what_it_looks_like() {
    let run = votes().import("untc", &["votes.csv", "resolutions.csv"], &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("look like `undl`"), "{}", run.err);
}

#[test]
fn a_header_that_is_almost_right_is_told_which_column_is_meant() {
    let desk = votes();
    fs::write(desk.at("votes.csv"), VOTES.replace("record_id", "recordid")).expect("written");
    let run = desk.import("undl", &["votes.csv", "resolutions.csv"], &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.replace('\n', " ").contains("is \"recordid\" meant to be \"record_id\"?"), "{}", run.err);
}

#[test]
fn merging_the_same_file_again_adds_nothing_and_loses_nothing() {
    let desk = votes();
    let files = ["votes.csv", "resolutions.csv"];
    assert_eq!(desk.import("undl", &files, &[]).code, 0);
    let before = (desk.table("acts.csv"), desk.table("agreements.csv"), desk.table("memberships.csv"));
    let again = desk.import("undl", &files, &["--merge"]);
    accounts(&again, &desk.at("out"));
    assert_eq!((desk.table("acts.csv"), desk.table("agreements.csv"), desk.table("memberships.csv")), before);
}

#[test]
fn merging_another_file_keeps_what_was_set_aside_before() {
    let mut desk = votes();
    assert_eq!(desk.import("undl", &["votes.csv", "resolutions.csv"], &[]).code, 0);
    let before = desk.table("unresolved.csv");
    let calls =
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n3,1.0,0,1961-12-01,R/1,0,0,A,B\n";
    let cast = "rcid,country,country_code,vote\n3.0,France,FR,yes\n3.0,Lemuria,XX,no\n";
    desk.add(&[("calls.csv", calls), ("cast.csv", cast)]);
    assert_eq!(desk.import("unvotes", &["calls.csv", "cast.csv"], &["--merge"]).code, 0);
    let after = desk.table("unresolved.csv");
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.iter().all(|row| after.contains(row)));
    assert_eq!(desk.table("acts.csv").len(), 5 + 1);
}

#[test]
fn an_obligation_known_to_the_day_is_not_stated_again_by_the_year() {
    let members = "atopid,member,yrent,moent,dayent,ineffect,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul\n\
        1.000,200,1950,3,4,0,1952,6,1,1,0,0,0,0\n1.000,220,1950,3,4,0,1952,6,1,1,0,0,0,0\n";
    let years = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n\
        200,220,1950,1,0,0,0,0\n200,220,1951,1,0,0,0,0\n200,220,1952,1,0,0,0,0\n200,220,1953,1,0,0,0,0\n200,220,1954,1,0,0,0,0\n";
    let desk = Desk::with(&[("members.csv", members), ("years.csv", years)]);
    let run = desk.import("atop", &["years.csv", "members.csv"], &[]);
    assert_eq!(accounts(&run, &desk.at("out")), (7, 7, 0));
    let spells: Vec<String> = desk.table("obligations.csv").iter().map(|row| row[..5].join(" ")).collect();
    assert_eq!(spells, ["FRA GBR defence 1950-03-04 1952-06-02", "FRA GBR defence 1953-01-01 1955-01-01"]);
}

/// Imports published files, when they are there.
fn published(format: &str, files: &[&str]) {
    let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if !data.is_dir() {
        eprintln!("skipped: no published files beside the project");
        return;
    }
    let desk = Desk::with(&[]);
    let paths: Vec<String> = files.iter().map(|file| data.join(file).display().to_string()).collect();
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let run = desk.import(format, &names, &[]);
    let (read, used, _) = accounts(&run, &desk.at("out"));
    assert!(used * 100 > read * 97, "{format}: {used} of {read} entries became facts\n{}", run.out);
}

#[test]
fn published_votes_are_accounted_for() {
    published("undl", &["unga/undl_votes.csv.gz", "unga/undl_resolutions.csv.gz"]);
    published(
        "unvotes",
        &["unga/un_votes.csv.gz", "unga/un_roll_calls.csv.gz", "unga/un_roll_call_issues.csv.gz"],
    );
}

#[test]
fn published_treaties_and_rolls_are_accounted_for() {
    published("untc", &["untc/index.csv", "untc/treaties"]);
    published("cow-igo", &["igo/igo_membership_spells.csv"]);
    published("pariscall", &["pariscall/supporters.csv"]);
}

#[test]
fn published_alliances_are_accounted_for() {
    published("atop", &["atop/atop-member-level.csv", "atop/atop_alliance_dyad_year.csv.gz"]);
}
