//! Hard files, as strangers have them: each is refused, or read, quickly and
//! with a message that says what is wrong where; and nothing is written.

use std::fs;
use std::io::Read;

use flate2::{Compression, write::GzEncoder};

use crate::import::{Desk, accounts};
use crate::run::Run;

const RESOLUTIONS: &str =
    "record_id,symbol,date,title,agenda,subject,meeting\n1,A/RES/1(I),1961-12-01,On something,A/1,1,A/PV.1\n";
const HEADER: &str = "record_id,country,vote\n";

fn import(desk: &Desk) -> Run {
    desk.import("undl", &["votes.csv", "resolutions.csv"], &[])
}

fn desk(votes: &[u8]) -> Desk {
    let desk = Desk::with(&[("resolutions.csv", RESOLUTIONS)]);
    fs::write(desk.at("votes.csv"), votes).expect("written");
    desk
}

/// These bytes instead of a file of votes are refused, with all of these words.
fn refused(votes: &[u8], code: i32, words: &[&str]) {
    let desk = desk(votes);
    let run = import(&desk);
    let err = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(run.code, code, "{err}");
    assert!(words.iter().all(|word| err.contains(word)), "{words:?} in {err}");
    assert!(!desk.at("out").exists(), "nothing is written");
}

/// These votes are read: entries read, used and set aside, the resolution among them.
fn read(votes: &[u8]) -> (Desk, (u64, u64, u64)) {
    let desk = desk(votes);
    let told = accounts(&import(&desk), &desk.at("out"));
    (desk, told)
}

fn zipped(mut bytes: impl Read) -> Vec<u8> {
    let mut zip = GzEncoder::new(vec![], Compression::fast());
    std::io::copy(&mut bytes, &mut zip).expect("zipped");
    zip.finish().expect("zipped")
}

#[test]
fn a_packed_file_that_breaks_off_is_refused_with_its_line() {
    let rows: String = (0..20_000).map(|i| format!("1,STATE {},Y\n", i * 7919 % 1000)).collect();
    let whole = zipped(format!("{HEADER}{rows}").as_bytes());
    let words = ["votes.csv:", "an end in the middle of the packed data", "fetch the file again"];
    refused(&whole[..whole.len() / 2], 1, &words);
}

#[test]
fn bombs_are_refused_before_they_fill_memory() {
    let zeros = zipped(std::io::repeat(0).take(200 << 20));
    assert!(zeros.len() < 2 << 20, "{}", zeros.len());
    refused(&zeros, 1, &["votes.csv:1:", "a zero byte"]);
    let lines = zipped(HEADER.as_bytes().chain("1,ATLANTIS,Y\n".repeat(2 << 20).as_bytes()));
    let desk = desk(&lines);
    let run = desk.import("undl", &["votes.csv", "resolutions.csv"], &["--max-bytes", "5000000"]);
    assert!(run.code == 1 && run.err.contains("unpacks to more than 5000000 bytes"), "{}", run.err);
    assert!(run.err.contains("--max-bytes raises the limit") && !desk.at("out").exists(), "{}", run.err);
}

#[test]
fn a_row_without_end_is_refused_where_it_begins() {
    let words = ["votes.csv:2:", "a row longer than 16777216 bytes", "every quote is closed"];
    let letters = || std::io::repeat(b'a').take(40 << 20);
    refused(&zipped(HEADER.as_bytes().chain(letters())), 1, &words);
    let quoted = format!("{HEADER}1,\"");
    let lines = "a line within quotes\n".repeat(1 << 20);
    refused(&zipped(quoted.as_bytes().chain(lines.as_bytes())), 1, &words);
}

#[test]
fn ten_gigabytes_in_one_line_are_refused_at_once() {
    let desk = desk(b"");
    fs::File::create(desk.at("votes.csv")).and_then(|file| file.set_len(10 << 30)).expect("a sparse file");
    let started = std::time::Instant::now();
    let run = import(&desk);
    assert!(run.code == 1 && run.err.contains("unpacks to more than 4294967296 bytes"), "{}", run.err);
    let run = desk.import("undl", &["votes.csv", "resolutions.csv"], &["--max-bytes", "20000000000"]);
    assert!(run.code == 1 && run.err.contains("a zero byte"), "{}", run.err);
    assert!(started.elapsed().as_secs() < 20, "the rest of the file is not read");
}

#[test]
fn other_encodings_are_read_or_named() {
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(HEADER.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    refused(&wide, 1, &["votes.csv:", "UTF-16 text", "save the file as \"CSV UTF-8\""]);
    let (desk, told) = read(b"record_id,country,vote\n1,M\xc9XICO,Y\n1,T\xdcRKIYE,N\n1,\x8aablonia,Y\n");
    assert_eq!(told, (4, 3, 1), "Latin-1 is read");
    assert_eq!(desk.table("unresolved.csv")[0][2], "Šablonia", "and so is Windows-1252");
}

#[test]
fn headers_that_are_wrong_missing_or_alone_are_told_apart() {
    refused(b"", 1, &["votes.csv", "an empty file", "names the columns"]);
    refused(b"\n\n", 1, &["votes.csv", "no header"]);
    refused(b"recordid,country,vote\n", 2, &["is \"recordid\" meant to be \"record_id\"?"]);
    assert_eq!(read(HEADER.as_bytes()).1, (1, 1, 0), "a header alone is a file without votes");
}

#[test]
fn what_is_no_file_is_named() {
    let no_file = |desk: &Desk, file: &str| {
        let run = desk.import("undl", &[file, "resolutions.csv"], &[]);
        assert!(run.code != 0 && !desk.at("out").exists(), "{}", run.out);
        run.err
    };
    let desk = desk(HEADER.as_bytes());
    assert!(no_file(&desk, "absent.csv").contains("is not there"));
    fs::create_dir(desk.at("folder")).expect("made");
    assert!(no_file(&desk, "folder").contains("holds no .csv, .tsv or .xlsx file"));
    #[cfg(unix)]
    {
        let made = std::process::Command::new("mkfifo").arg(desk.at("pipe")).status().expect("it runs");
        assert!(made.success());
        assert!(no_file(&desk, "pipe").contains("a pipe or device"));
        assert!(no_file(&desk, "../../../../../dev/null").contains("a pipe or device"));
    }
}

#[test]
fn lines_end_as_they_like_and_keep_their_numbers() {
    let rows = "record_id,country,vote\n1,FRANCE,Y\n\n1,ATLANTIS,N";
    for end in ["\n", "\r\n", "\r"] {
        let (desk, told) = read(rows.replace('\n', end).as_bytes());
        assert_eq!(told, (3, 2, 1), "{end:?}");
        assert_eq!(desk.table("unresolved.csv")[0][1..3], ["4", "ATLANTIS"], "{end:?}");
    }
}

#[test]
fn zero_bytes_are_refused_with_their_line() {
    refused(
        b"record_id,country,vote\n1,FRANCE,Y\n1,PE\0RU,Y\n",
        1,
        &["votes.csv:3:", "a zero byte", "expected text"],
    );
}

#[test]
fn votes_that_disagree_are_reported_with_both_lines() {
    let (desk, told) = read(b"record_id,country,vote\n1,FRANCE,Y\n1,PERU,Y\n1,FRANCE,N\n");
    assert_eq!(told.1, 2, "the resolution and the vote of Peru");
    let aside = desk.table("unresolved.csv");
    assert!(aside.iter().any(|row| row[2].contains("lines 2 and 4")), "{aside:?}");
}

#[test]
fn days_out_of_all_range_are_set_aside() {
    for day in ["0000-01-01", "99999", "2899-13-45", "12 May 1961"] {
        let desk = Desk::with(&[("t.csv", &format!("state,signature\nFRANCE,{day}\nPERU,2001-01-01\n"))]);
        let run = desk.import("table", &["t.csv"], &["--actor", "state", "--signed", "signature"]);
        assert_eq!(accounts(&run, &desk.at("out")), (2, 1, 1), "{day}");
        assert_eq!(desk.table("unresolved.csv")[0][1..3], ["2", day]);
    }
}
