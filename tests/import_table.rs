//! Any table becomes a data folder: the same acts from CSV, semicolons, tabs
//! and Excel, a mapping that is guessed, written down and read back, and what
//! is wrong kept with its line.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::import::{Desk, accounts};
use crate::run::blocs_in;

const TABLE: &[[&str; 4]] = &[
    ["Country", "Signature", "Ratification", "Remarks"],
    ["France", "2001-02-03", "2002-03-04", "a, b; c"],
    ["Germany", "2001-02-05", "", ""],
    ["", "", "", ""],
    ["Atlantis", "2001-02-06", "", ""],
    ["Italy", "2001-02-30", "2003-01-01", ""],
];

fn separated(by: &str) -> String {
    let cell =
        |text: &&str| if text.contains([',', ';']) { format!("\"{text}\"") } else { (*text).to_owned() };
    TABLE.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(by) + "\n").collect()
}

/// A cell of a sheet: a day as Excel keeps it, or text.
fn cell(text: &str, place: &str) -> String {
    match text.parse::<jiff::civil::Date>() {
        Ok(day) => {
            let since = jiff::civil::date(1899, 12, 30).until(day).expect("days").get_days();
            format!("<c r=\"{place}\" s=\"1\"><v>{since}</v></c>")
        }
        Err(_) if text.is_empty() => String::new(),
        Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    }
}

fn sheet(rows: &[Vec<&str>]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (i, row) in rows.iter().enumerate() {
        let cells = row
            .iter()
            .enumerate()
            .map(|(j, text)| cell(text, &format!("{}{}", ["A", "B", "C", "D"][j], i + 1)));
        xml += &format!("<row r=\"{}\">{}</row>", i + 1, cells.collect::<String>());
    }
    xml + "</sheetData></worksheet>"
}

/// Writes a workbook with two sheets.
fn workbook(path: &Path, first: &str, second: &str) {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACK: &str = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{PACK}/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACK}/relationships\"><Relationship Id=\"r\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets><sheet name=\"Parties\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"Other\" sheetId=\"2\" r:id=\"b\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACK}/relationships\"><Relationship Id=\"a\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"c\" Type=\"{REL}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", first.to_owned()),
        ("xl/worksheets/sheet2.xml", second.to_owned()),
    ];
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
    let packed =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(name, packed).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a zip");
}

fn rows() -> Vec<Vec<&'static str>> {
    TABLE.iter().map(|row| row.to_vec()).collect()
}

const FLAGS: &[&str] = &["--actor", "Country", "--signed", "Signature", "--ratified", "ratification"];

#[test]
fn every_kind_of_table_gives_the_same_acts_and_the_same_lines() {
    let desk = Desk::with(&[
        ("t.csv", &separated(",")),
        ("t.tsv", &separated("\t")),
        ("t.txt", &format!("\u{feff}{}", separated(";").replace('\n', "\r\n"))),
    ]);
    workbook(&desk.at("t.xlsx"), &sheet(&rows()), "");
    let mut told = vec![];
    for file in ["t.csv", "t.tsv", "t.txt", "t.xlsx"] {
        let run = desk.import("table", &[file], &[FLAGS, &["--force"]].concat());
        assert_eq!(accounts(&run, &desk.at("out")), (6, 4, 2), "{file}");
        let aside: Vec<String> = desk.table("unresolved.csv").iter().map(|row| row[1..3].join(" ")).collect();
        told.push((desk.table("acts.csv"), aside));
    }
    assert_eq!(told[0].1, ["6 2001-02-30", "5 Atlantis"]);
    assert!(told.iter().all(|other| *other == told[0]), "{told:?}");
}

#[test]
fn a_sheet_is_found_by_its_name_below_its_title() {
    let desk = Desk::with(&[]);
    let mut titled = vec![vec!["Status as of today"], vec![]];
    titled.extend(rows());
    workbook(&desk.at("t.xlsx"), &sheet(&[vec!["nothing", "here"]]), &sheet(&titled));
    let run = desk.import("table", &["t.xlsx"], &[FLAGS, &["--sheet", "other"]].concat());
    assert_eq!(accounts(&run, &desk.at("out")), (6, 4, 2));
    let aside = desk.table("unresolved.csv");
    assert!(aside.iter().any(|row| row[1..3] == ["7", "Atlantis"]), "the sheet's own rows: {aside:?}");
    let run = desk.import("table", &["t.xlsx"], &[FLAGS, &["--sheet", "Othr"]].concat());
    assert!(run.code == 1 && run.err.contains("did you mean `Other`?"), "{}", run.err);
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let desk = Desk::with(&[]);
    workbook(&desk.at("bomb.xlsx"), &format!("{}{}", sheet(&rows()), " ".repeat(50_000_000)), "");
    assert!(fs::metadata(desk.at("bomb.xlsx")).expect("there").len() < 200_000);
    let run = desk.import("table", &["bomb.xlsx"], &[FLAGS, &["--max-bytes", "1000000"]].concat());
    assert!(run.code == 1 && run.err.contains("unpacks to more than 1000000 bytes"), "{}", run.err);
    fs::write(desk.at("no.xlsx"), b"PK\x03\x04 and nothing").expect("written");
    let run = desk.import("table", &["no.xlsx"], FLAGS);
    assert!(run.code == 1 && run.err.contains("expected an Excel workbook (.xlsx)"), "{}", run.err);
    assert!(!desk.at("out").exists());
}

#[test]
fn a_guess_is_shown_and_written_down_and_reads_back() {
    let days = "Participant;Signature;Ratification, Accession(a), Acceptance(A)\nFrance;05.10.2001;\nCanada;;14.03.2002 a\nItaly;;15.03.2002 A\n";
    let desk = Desk::with(&[("t.csv", days)]);
    let here = desk.at("");
    let guess = blocs_in(&here, &["import", "table", "t.csv", "--out", "out"]);
    assert!(guess.code == 0 && !desk.at("out").exists(), "{}", guess.err);
    let mapping = fs::read_to_string(desk.at("mapping.toml")).expect("a mapping");
    assert!(guess.out.contains(&mapping));
    assert_eq!(
        mapping,
        "actor = \"Participant\"\nsigned = \"Signature\"\nratified = \"Ratification, Accession(a), Acceptance(A)\"\ndate_format = \"%d.%m.%Y\"\n"
    );
    let run = blocs_in(&here, &["import", "table", "t.csv", "--out", "out", "--mapping", "mapping.toml"]);
    assert_eq!(accounts(&run, &desk.at("out")), (3, 3, 0));
    let kinds: Vec<String> = desk.table("acts.csv").iter().map(|row| row[..4].join(" ")).collect();
    assert_eq!(
        kinds,
        ["FRA t signature 2001-10-05", "CAN t accession 2002-03-14", "ITA t acceptance 2002-03-15"]
    );
    let again = blocs_in(&here, &["import", "table", "t.csv", "--out", "out2"]);
    assert!(again.code == 2 && again.err.contains("is there already"), "{}", again.err);
}

#[test]
fn a_wrong_date_format_reports_every_cell() {
    let desk = Desk::with(&[("t.csv", &separated(","))]);
    let run = desk.import("table", &["t.csv"], &[FLAGS, &["--date-format", "%d.%m.%Y"]].concat());
    assert_eq!(accounts(&run, &desk.at("out")), (6, 0, 6));
    let aside = desk.table("unresolved.csv");
    assert!(aside.iter().all(|row| row[3].starts_with("not a date in the format")), "{aside:?}");
}

#[test]
fn a_column_that_is_not_there_is_a_misuse_with_the_nearest_name() {
    let desk = Desk::with(&[("t.csv", &separated(","))]);
    for (flags, words) in [
        (&["--actor", "Contry", "--signed", "Signature"][..], "did you mean `Country`?"),
        (&["--actor", "Country"], "no column of dates is named"),
        (&["--actor", "Country", "--kind", "Remarks"], "--kind needs --date"),
        (&["--actor", "Country", "--signed", "Signature", "--codes", "icao"], "cow, gw and m49"),
    ] {
        let run = desk.import("table", &["t.csv"], flags);
        let err = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(run.code == 2 && err.contains(words), "{}", run.err);
    }
    assert!(!desk.at("out").exists());
}

#[test]
fn votes_are_read_from_words_and_those_that_disagree_are_set_aside() {
    let votes = "country,resolution,vote,date\nFrance,R 1,Yes,2001-05-01\nCanada,R 1,against,2001-05-01\nItaly,R 1,abstained,2001-05-01\n\
        Peru,R 1,no,2001-05-01\nPeru,R 1,yes,2001-05-01\nChile,R 1,perhaps,2001-05-01\nFrance,R 1,yes,2001-05-01\n";
    let desk = Desk::with(&[("v.csv", votes)]);
    let flags = ["--actor", "country", "--agreement", "resolution", "--vote", "vote", "--date", "date"];
    let run = desk.import("table", &["v.csv"], &flags);
    assert_eq!(accounts(&run, &desk.at("out")), (7, 3, 4));
    let acts: Vec<String> = desk.table("acts.csv").iter().map(|row| row[..3].join(" ")).collect();
    assert_eq!(acts, ["FRA r-1 yes", "CAN r-1 no", "ITA r-1 abstain"]);
    assert_eq!(desk.table("agreements.csv")[0][..4].last().map(String::as_str), Some("vote"));
    let aside = desk.table("unresolved.csv");
    assert_eq!(aside.iter().filter(|row| row[2] == "PER, lines 5 and 6").count(), 2, "{aside:?}");
}

#[test]
fn memberships_are_read_with_both_their_days() {
    let stays = "gwno,alliance,joined,left\n260,Pact,1955-05-09,\n220,Pact,1949-08-24,1966-07-01\n220,Pact,1960,\n20,Pact,1949-08-24,1940-01-01\n340,Pact,2010-01-01,\n";
    let desk = Desk::with(&[("m.csv", stays)]);
    let flags = ["--actor", "gwno", "--bloc", "alliance", "--from", "joined", "--until", "left"];
    let run = desk.import("table", &["m.csv"], &flags);
    assert_eq!(accounts(&run, &desk.at("out")), (5, 3, 2));
    assert!(
        run.out.contains("numbers of Gleditsch and Ward (1999), which fit 5 of 5 entries"),
        "{}",
        run.out
    );
    let pact: Vec<String> =
        desk.table("memberships.csv").iter().filter(|r| r[1] == "pact").map(|r| r[..5].join(" ")).collect();
    assert_eq!(
        pact,
        [
            "DEU pact member 1955-05-09 ",
            "FRA pact member 1949-08-24 1966-07-01",
            "SRB pact member 2010-01-01 "
        ]
    );
}

#[test]
fn memberships_end_with_their_state_and_blocs_are_not_named_by_words_of_expressions() {
    let stays = "country,club,joined,left\nYugoslavia,Readers,1960-05-01,\nFrance,Readers,1961-02-03,\nFrance,states,1950,\nYugoslavia,states,1960,1999\n";
    let desk = Desk::with(&[("m.csv", stays)]);
    let flags = ["--actor", "country", "--bloc", "club", "--from", "joined", "--until", "left"];
    let run = desk.import("table", &["m.csv"], &flags);
    assert_eq!(accounts(&run, &desk.at("out")), (4, 3, 1));
    let made: Vec<Vec<String>> =
        desk.table("memberships.csv").into_iter().filter(|r| r[6] == "m-table").collect();
    let shown: Vec<String> = made.iter().map(|r| r[..5].join(" ")).collect();
    let expected = [
        "FRA readers member 1961-02-03 ",
        "FRA states-m member 1950 ",
        "YUG readers member 1960-05-01 1992-04-27",
    ];
    assert_eq!(shown, expected);
    assert_eq!(made[2][5], "The table gives no end; the state has ended.");
    let blocs = desk.table("blocs.csv");
    let readers = blocs.iter().find(|r| r[0] == "readers").expect("there");
    assert!(readers.contains(&"1961-02-03".to_owned()), "known to the table's last day: {readers:?}");
    let aside = desk.table("unresolved.csv");
    assert!(aside.len() == 1 && aside[0][3] == "outside the time of the state", "{aside:?}");
    let checked = crate::run::blocs(&["check", &desk.at("out").to_string_lossy()]);
    assert_eq!(checked.code, 0, "{}", checked.err);
}
