//! What is written: whole or not at all, and inert whatever the names are.

use std::fs;
use std::path::Path;

use crate::run::{blocs, copy_of_world};

fn analyze(data: &Path, out: &Path, more: &[&str]) -> crate::run::Run {
    let (data, out) = (data.to_str().expect("a path"), out.to_str().expect("a path"));
    let args =
        [&["--data", data, "analyze", "pledge", "--bloc", "west", "--bloc", "east", "--out", out], more]
            .concat();
    blocs(&args)
}

fn replace(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("there");
    assert!(text.contains(from));
    fs::write(path, text.replace(from, to)).expect("written");
}

#[test]
fn names_are_inert_in_every_output() {
    let world = copy_of_world();
    let hostile = "\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")<script>alert(1)</script>|[a](javascript:b)\"";
    replace(world.path(), "states.csv", "Avalonia", hostile);
    replace(world.path(), "entities.csv", "Acme", "+Acme @ </text><b>");
    let out = world.path().join("out");
    let run = analyze(world.path(), &out, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    let read = |name: &str| fs::read_to_string(out.join(name)).expect(name);
    for csv in ["tables/statuses.csv", "tables/non_state.csv", "figures/ranks.csv"] {
        let mut reader = csv::Reader::from_path(out.join(csv)).expect(csv);
        for record in reader.records() {
            let record = record.expect("a record");
            assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '@', '\t'])), "{csv}: {record:?}");
        }
    }
    let html = read("brief.html");
    assert!(!html.contains("<script") && !html.contains("href=\"javascript") && !html.contains("<b>"));
    assert!(html.contains("&lt;script&gt;"));
    let markdown = read("brief.md");
    assert!(!markdown.contains("<script>") && !markdown.contains("[a](javascript:"));
    for svg in ["ranks", "network", "adoption", "non-state"] {
        let svg = read(&format!("figures/{svg}.svg"));
        assert!(!svg.contains("<script") && !svg.contains("<b>"));
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named_and_nothing_is_written() {
    let world = copy_of_world();
    let file = world.path().join("in-the-way");
    fs::write(&file, "mine").expect("written");
    let run = analyze(world.path(), &file, &[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("in-the-way") && run.err.contains("nothing was changed"), "{}", run.err);
    assert_eq!(fs::read_to_string(&file).expect("there"), "mine");
}

#[test]
fn a_brief_that_was_edited_is_not_overwritten() {
    let world = copy_of_world();
    let out = world.path().join("out");
    assert_eq!(analyze(world.path(), &out, &[]).code, 0);
    fs::write(out.join("brief.md"), "my words").expect("written");
    let run = analyze(world.path(), &out, &["--on", "2001-01-01"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("brief.md") && run.err.contains("--force"), "{}", run.err);
    assert_eq!(fs::read_to_string(out.join("brief.md")).expect("there"), "my words");
    assert_eq!(analyze(world.path(), &out, &["--on", "2001-01-01", "--force"]).code, 0);
}

#[test]
fn a_run_replaces_what_an_earlier_run_wrote_and_removes_what_it_no_longer_writes() {
    let world = copy_of_world();
    let out = world.path().join("out");
    assert_eq!(analyze(world.path(), &out, &[]).code, 0);
    assert!(out.join("figures/ranks.png").exists());
    assert_eq!(analyze(world.path(), &out, &["--format", "svg"]).code, 0);
    assert!(out.join("figures/ranks.svg").exists() && !out.join("figures/ranks.png").exists());
}

#[test]
fn the_same_number_stands_in_table_figure_and_brief() {
    let world = copy_of_world();
    let out = world.path().join("out");
    assert_eq!(analyze(world.path(), &out, &["--on", "2011-01-01"]).code, 0);
    let blocs = fs::read_to_string(out.join("tables/blocs.csv")).expect("there");
    let west = crate::run::rows(&blocs).into_iter().find(|r| r[1] == "west").expect("a row");
    assert_eq!((west[4].as_str(), west[5].as_str()), ("3", "2"), "n and in");
    let svg = fs::read_to_string(out.join("figures/ranks.svg")).expect("there");
    assert!(svg.contains("2 of 3, 67% endorsed"));
    let brief = fs::read_to_string(out.join("brief.md")).expect("there");
    assert!(brief.contains("two of three members (67%) had endorsed"), "{brief}");
}

#[test]
fn every_kind_of_agreement_and_every_day_gives_a_brief() {
    let world = copy_of_world();
    let out = world.path().join("out");
    let data = world.path().to_str().expect("a path");
    for agreement in ["pledge", "pact", "western-rule", "motion"] {
        for day in ["1900-01-01", "2001-05-01", "2004-09-01", "2012-06-01", "2020-12-31", "2090-01-01"] {
            for bloc in ["west", "east", "west minus AVA", "east and west", "AVA", "states"] {
                let args =
                    ["--data", data, "analyze", agreement, "--on", day, "--bloc", bloc, "--format", "svg"];
                let run = blocs(&[&args[..], &["--out", out.to_str().expect("a path")]].concat());
                assert_eq!(run.code, 0, "{agreement} {day} {bloc}: {}", run.err);
                let brief = fs::read_to_string(out.join("brief.md")).expect("there");
                for wrong in ["NaN", "inf%", "{}", "one members", " 1 members", ": .", ", ."] {
                    assert!(!brief.contains(wrong), "{wrong:?}: {agreement} {day} {bloc}\n{brief}");
                }
            }
        }
    }
}

#[test]
fn a_brief_for_word_holds_what_the_page_holds() {
    let world = copy_of_world();
    let out = world.path().join("out");
    assert_eq!(analyze(world.path(), &out, &["--on", "2011-01-01", "--format", "docx,html"]).code, 0);
    let bytes = fs::read(out.join("brief.docx")).expect("there");
    let words = words_of(&bytes);
    assert!(words.contains("two of three members (67%) had endorsed"), "{words}");
    let html = fs::read_to_string(out.join("brief.html")).expect("there");
    let pictures = String::from_utf8_lossy(&bytes).matches("\u{fffd}PNG\r\n").count();
    assert_eq!(pictures, html.matches("<figure").count());
    let again = world.path().join("again");
    assert_eq!(analyze(world.path(), &again, &["--on", "2011-01-01", "--format", "docx"]).code, 0);
    assert!(fs::read(again.join("brief.docx")).expect("there") == bytes, "two runs, the same bytes");
    assert!(!again.join("brief.html").exists() && again.join("figures/ranks.png").exists());
}

/// The words of a Word file, a line a paragraph.
fn words_of(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("an archive");
    let mut part = String::new();
    let mut main = archive.by_name("word/document.xml").expect("the main part");
    std::io::Read::read_to_string(&mut main, &mut part).expect("UTF-8");
    let xml = roxmltree::Document::parse(&part).expect("well-formed");
    let paragraphs = xml.descendants().filter(|n| n.tag_name().name() == "p");
    let words = paragraphs.map(|p| p.descendants().filter_map(|n| n.text()).collect::<String>());
    words.collect::<Vec<_>>().join("\n")
}

#[test]
fn typst_source_comes_with_the_figures_it_names() {
    let world = copy_of_world();
    let out = world.path().join("out");
    assert_eq!(analyze(world.path(), &out, &["--on", "2011-01-01", "--format", "typ,png"]).code, 0);
    let source = fs::read_to_string(out.join("brief.typ")).expect("there");
    assert!(source.contains("two of three members (67%) had endorsed"), "{source}");
    let figures: Vec<&str> =
        source.split("#chart(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!figures.is_empty() && figures.iter().all(|figure| out.join(figure).exists()), "{figures:?}");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_pdf_says_how_to_get_it() {
    let world = copy_of_world();
    let out = world.path().join("out");
    let run = analyze(world.path(), &out, &["--format", "pdf"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--features pdf") && run.err.contains("--format typ"), "{}", run.err);
    assert!(!out.exists(), "nothing is written");
}

#[cfg(feature = "pdf")]
#[test]
fn every_kind_of_agreement_gives_a_pdf_and_twice_the_same() {
    let world = copy_of_world();
    let data = world.path().to_str().expect("a path");
    for (agreement, day) in [
        ("pledge", "2004-09-01"),
        ("pact", "2012-06-01"),
        ("western-rule", "2020-12-31"),
        ("motion", "1900-01-01"),
    ] {
        let pdfs = ["one", "two"].map(|folder| {
            let out = world.path().join(folder);
            let out_path = out.to_str().expect("a path");
            let run = blocs(&[
                "--data", data, "analyze", agreement, "--on", day, "--format", "pdf", "--out", out_path,
            ]);
            assert_eq!(run.code, 0, "{agreement} {day}: {}", run.err);
            assert!(out.join("brief.typ").exists());
            fs::read(out.join("brief.pdf")).expect("there")
        });
        assert!(pdfs[0].starts_with(b"%PDF") && pdfs[0] == pdfs[1], "{agreement} {day}");
    }
}

/// Interrupted at any moment, a run leaves nothing behind, or all of it.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().expect("a folder");
    for (i, wait) in [5, 20, 60, 120, 250, 400, 600, 900].into_iter().enumerate() {
        let out = folder.path().join(format!("out-{i}"));
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_blocs"))
            .args(["analyze", "ctbt", "--out", out.to_str().expect("a path")])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let killed = std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status();
        assert!(killed.is_ok());
        let status = run.wait().expect("it ends");
        let left: Vec<String> = match std::fs::read_dir(&out) {
            Ok(entries) => {
                entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
            }
            Err(_) => vec![],
        };
        let whole = ["brief.html", "brief.md", "figures", "manifest.json", "tables"];
        assert!(left.is_empty() || left.len() == whole.len(), "after {wait} ms: {left:?}");
        assert!(!left.iter().any(|name| name.starts_with('.')), "after {wait} ms: {left:?}");
        assert!(matches!(status.code(), Some(0 | 130) | None), "{status:?}");
    }
}
