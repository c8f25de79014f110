//! The flagship's files as programs that are not ours read them: a browser,
//! LibreOffice, a PDF reader, an XML checker. A test whose program is missing
//! says so and passes; `.ci/run` installs them where it can.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crate::run::blocs;

/// The folder of the flagship in every format that this build writes.
static FLAGSHIP: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("flagship");
    let out = folder.to_str().expect("a path");
    let formats = if cfg!(feature = "pdf") { "svg,html,docx,pdf" } else { "svg,html,docx" };
    let question = ["analyze", "paris-call", "--on", "2018-11-12", "--bloc", "five-eyes", "--bloc", "eu"];
    let run = blocs(&[&question[..], &["--format", formats, "--force", "--out", out]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    folder
});

fn flagship(name: &str) -> PathBuf {
    FLAGSHIP.join(name)
}

/// The first of the programs that is on the path; if none is, it says what is skipped.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places =
        || std::env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    let found = places().find(|place| place.is_file());
    if found.is_none() {
        eprintln!("skipped: {} is not installed", names[0]);
    }
    found
}

/// Runs a program to its end and gives what it printed, or `None` with a word if it took over two minutes.
fn ran(program: &Path, args: &[&str]) -> Option<String> {
    let output = tempfile::NamedTempFile::new().expect("a file");
    let printed = output.reopen().expect("reopened");
    let mut child = Command::new(program)
        .args(args)
        .stdout(printed)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            assert!(status.success(), "{} {args:?}", program.display());
            return Some(String::from_utf8_lossy(&fs::read(output.path()).expect("read")).into_owned());
        }
        if begun.elapsed() > Duration::from_secs(120) {
            child.kill().expect("stopped");
            eprintln!("skipped: {} took over two minutes", program.display());
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn browser(more: &[&str]) -> Option<String> {
    browser_on(&flagship("brief.html"), more)
}

fn browser_on(page: &Path, more: &[&str]) -> Option<String> {
    let chromium = program(&["chromium", "chromium-browser", "google-chrome"])?;
    let profile = tempfile::tempdir().expect("a folder");
    let profile = format!("--user-data-dir={}", profile.path().display());
    let page = format!("file://{}", page.display());
    let args = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", &profile];
    ran(&chromium, &[&args[..], more, &[&page]].concat())
}

/// The headings, captions and key words that any form of the flagship has, in their order.
const IN_ORDER: [&str; 14] = [
    "Australia and the United States broke ranks with the Five Eyes on the Paris Call",
    "Key findings",
    "In the Five Eyes, three of five members (60%)",
    "The question",
    "Findings",
    "Figure 1.",
    "Figure 2.",
    "Who broke ranks",
    "Table 1.",
    "How sure are we",
    "Data, methods and limits",
    "Sources",
    "How to cite",
    "Table 2.",
];

fn assert_in_order(text: &str) {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = words.as_str();
    for piece in IN_ORDER {
        let at =
            rest.find(piece).unwrap_or_else(|| panic!("{piece:?} is missing or out of order in:\n{words}"));
        rest = &rest[at + piece.len()..];
    }
}

/// The words of a page without its tags, the words of its drawings among them.
fn without_tags(html: &str) -> String {
    html.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect::<Vec<_>>().join(" ")
}

fn pages(pdf: &[u8]) -> usize {
    let words = |word: &[u8]| pdf.windows(word.len()).filter(|window| window == &word).count();
    words(b"/Type /Page\n") + words(b"/Type/Page\n") + words(b"/Type /Page/") + words(b"/Type/Page/")
}

#[test]
fn a_browser_reads_the_page_as_it_was_written() {
    let Some(dom) = browser(&["--dump-dom"]) else { return };
    let body = dom.split_once("<body>").expect("a body").1;
    assert_in_order(&without_tags(body));
    assert_eq!(body.matches("<figure").count(), 4);
    assert_eq!(body.matches("<svg").count(), 4);
    assert_eq!(body.matches("<table").count(), 2);
    assert_eq!(body.matches("<h1").count(), 1);
}

#[test]
fn a_browser_shows_the_page_on_paper_and_ink() {
    let picture = flagship("page.png");
    let shot = format!("--screenshot={}", picture.display());
    if browser(&[&shot, "--window-size=1280,1600"]).is_none() {
        return;
    }
    let mut reader = png::Decoder::new(std::io::Cursor::new(fs::read(&picture).expect("a picture")))
        .read_info()
        .expect("a PNG");
    let mut buffer = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut buffer).expect("pixels");
    let each = info.color_type.samples();
    let share = |wanted: [u8; 3]| {
        let near = |pixel: &&[u8]| pixel.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 12);
        let all = (info.width * info.height) as usize;
        buffer[..all * each].chunks(each).filter(near).count() * 1000 / all
    };
    assert_eq!((info.width, info.height), (1280, 1600));
    assert!(share([255, 255, 255]) > 500, "paper: {} per mille", share([255, 255, 255]));
    assert!((1..200).contains(&share([0x0b, 0x4f, 0x83])), "accent: {} per mille", share([0x0b, 0x4f, 0x83]));
    assert!(
        share([0xf0, 0xf5, 0xf9]) > 20,
        "the box of key findings: {} per mille",
        share([0xf0, 0xf5, 0xf9])
    );
}

#[test]
fn a_browser_prints_the_brief_on_at_most_five_pages() {
    let printed = flagship("printed.pdf");
    let print = format!("--print-to-pdf={}", printed.display());
    if browser(&[&print, "--no-pdf-header-footer"]).is_none() {
        return;
    }
    // Four with its own fonts; a machine without them may need a fifth.
    let pages = pages(&fs::read(&printed).expect("a PDF"));
    assert!((3..=5).contains(&pages), "{pages} pages");
}

#[test]
fn libreoffice_reads_the_word_file() {
    let Some(office) = program(&["soffice", "libreoffice"]) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (out, docx) = (folder.path().to_str().expect("a path"), flagship("brief.docx"));
    let profile = format!("-env:UserInstallation=file://{out}/profile");
    let docx = docx.to_str().expect("a path");
    let convert =
        |to: &str| ran(&office, &[&profile, "--headless", "--convert-to", to, "--outdir", out, docx]);
    if convert("txt:Text (encoded):UTF8").is_none() {
        return;
    }
    let text = fs::read_to_string(folder.path().join("brief.txt")).expect("LibreOffice wrote the words");
    assert_in_order(&text);
    if convert("pdf").is_some() {
        let pdf = fs::read(folder.path().join("brief.pdf")).expect("LibreOffice wrote the pages");
        assert!((3..=8).contains(&pages(&pdf)), "{} pages", pages(&pdf));
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_reader_finds_headings_and_captions_in_order() {
    let Some(reader) = program(&["pdftotext"]) else { return };
    let pdf = flagship("brief.pdf");
    let Some(text) = ran(&reader, &[pdf.to_str().expect("a path"), "-"]) else { return };
    assert_in_order(&text);
    assert_eq!(text.matches('\u{c}').count(), 4, "each page ends in a form feed");
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_reader_finds_title_and_tags() {
    let Some(reader) = program(&["pdfinfo"]) else { return };
    let pdf = flagship("brief.pdf");
    let Some(facts) = ran(&reader, &[pdf.to_str().expect("a path")]) else { return };
    let fact = |name: &str| facts.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()));
    assert_eq!(fact("Tagged:").as_deref(), Some("yes"));
    assert!(fact("Title:").is_some_and(|title| title.starts_with("Australia and the United States")));
    assert_eq!(fact("CreationDate:"), None, "no clock was read");
}

#[test]
fn every_figure_is_xml_for_a_checker_too() {
    let checker = program(&["xmllint"]);
    for entry in fs::read_dir(flagship("figures")).expect("figures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "svg") {
            let svg = fs::read_to_string(&path).expect("UTF-8");
            let xml = roxmltree::Document::parse(&svg).expect("well-formed");
            assert_eq!(xml.root_element().attribute("role"), Some("img"), "{}", path.display());
            if let Some(checker) = &checker {
                ran(checker, &["--noout", "--nonet", path.to_str().expect("a path")]);
            }
        }
    }
}

/// The accessibility checker axe-core, fetched once by npm.
fn axe() -> Option<String> {
    let npm = program(&["npm"])?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        fs::create_dir_all(&folder).expect("a folder");
        let prefix = folder.to_str().expect("a path");
        let install = ["install", "--prefix", prefix, "--no-save", "--silent", "axe-core@4"];
        let fetched = Command::new(npm).args(install).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !fetched.is_ok_and(|status| status.success()) {
            eprintln!("skipped: npm could not fetch axe-core");
            return None;
        }
    }
    Some(fs::read_to_string(script).expect("axe-core holds its script"))
}

#[test]
fn an_accessibility_checker_finds_no_violation_light_and_dark() {
    let Some(axe) = axe() else { return };
    let html = fs::read_to_string(flagship("brief.html")).expect("written");
    // The page forbids scripts; only in this copy may the checker's run.
    let html = html.replacen(
        "default-src 'none'; style-src",
        "default-src 'none'; script-src 'unsafe-inline'; style-src",
        1,
    );
    let check = "axe.run().then(r => { document.title = 'axe:' + r.passes.length + ':' + \
                 r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target).join(' ')).join(';') + ':end'; });";
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("checked.html");
    let checked =
        html.replacen("</body>", &format!("<script>{axe}</script><script>{check}</script></body>"), 1);
    fs::write(&page, checked).expect("written");
    for mode in [&[][..], &["--force-dark-mode", "--blink-settings=preferredColorScheme=0"][..]] {
        let wait = ["--virtual-time-budget=60000", "--dump-dom", "--window-size=1280,900"];
        let Some(dom) = browser_on(&page, &[&wait[..], mode].concat()) else { return };

        let found = dom.split("<title>axe:").nth(1).and_then(|rest| rest.split(":end").next());
        let found = found.expect("axe-core ran to its end");
        let (passes, violations) = found.split_once(':').expect("passes and violations");
        assert!(passes.parse::<usize>().expect("a number") > 10, "it looked: {found}");
        assert_eq!(violations, "", "{mode:?}");
    }
}
