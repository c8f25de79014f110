//! Every kind of figure, at every size: no text leaves the canvas, none lies
//! on other text, and the SVG is well-formed.

use std::fmt::Write as _;
use std::fs;

use blocs::chart::{self, Scene};
use blocs::cli::{CliError, draw};
use blocs::dataset::Dataset;
use blocs::read::{Origin, load};
use blocs::render::{self, Lettering};

use crate::run::{blocs, blocs_in};

const LONG: &str = "Saint Somewhere and the Very Far Islands of the Outer Archipel";
const NAMES: [&str; 6] =
    [LONG, "Bosnia and Herzegovina", "Việt Nam", "Co\u{302}te d'Ivoire", "مصر", "<b>&\"Name\"</b>"];
/// How many clubs there are beside the two blocs.
const CLUBS: usize = 10;

/// A world of `n` states in one bloc, half of them in another and some in clubs; with a declaration, a
/// treaty and a vote, and acts of every certainty.
fn world(n: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let code = |i: usize| -> String {
        [i / 676 % 26, i / 26 % 26, i % 26].iter().map(|d| char::from(b'A' + *d as u8)).collect()
    };
    let (mut states, mut members, mut acts) = (String::new(), String::new(), String::new());
    let mut entities = String::new();
    for i in 0..n {
        let name = NAMES.get(i).map_or_else(|| format!("State number {i}"), |s| (*s).to_owned());
        let name = name.replace('"', "\"\"");
        let id = code(i);
        let _ = writeln!(states, "{id},\"{name}\",,,,,,,,,s");
        let _ = writeln!(members, "{id},big,member,,,,s");
        if i % 2 == 0 {
            let _ = writeln!(members, "{id},half,member,2000-01,,,s");
        }
        for club in (1..=CLUBS).filter(|club| i % (club + 1) == 0) {
            let until = if i % 4 == 2 { "2010-03-01" } else { "" };
            let _ = writeln!(members, "{id},club-{club},member,1999-01-01,{until},,s");
        }
        let date = ["2000-01-01", "2000-01-01", "2000", "2005-05-05"][i % 4];
        if i % 5 != 4 {
            let _ = writeln!(acts, "{id},deal,endorsement,{date},,,s");
        }
        let _ = writeln!(acts, "{id},pact,signature,{},,,s", ["2001-02-02", "2001-02-02", "2001-03"][i % 3]);
        if i % 3 != 0 {
            let _ = writeln!(acts, "{id},pact,ratification,{}-06-{:02},,,s", 2002 + i % 12, 1 + i % 28);
        }
        if i % 11 == 1 {
            let _ = writeln!(acts, "{id},pact,withdrawal,2016-06-01,,,s");
        }
        let _ = writeln!(acts, "{id},poll,{},2003-03-03,,,s", ["yes", "no", "abstain", "absent"][i % 4]);
        for poll in 2..=4 {
            let _ = writeln!(
                acts,
                "{id},poll-{poll},{},2004-04-04,,,s",
                ["yes", "yes", "no", "abstain"][i / poll % 4]
            );
        }
        let _ = writeln!(entities, "firm-{i},\"Firm {i} of {name}\",company,{},,,,,s", code(i * 7 % n));
        let _ = writeln!(acts, "firm-{i},deal,endorsement,2000-01-01,,,s");
    }
    let mut blocs = format!(
        "big,Everybody,Everybody of the {LONG},union,,,2020-01-01,,,s\nhalf,Half,Half,club,,,2020-01-01,,,s\n"
    );
    for club in 1..=CLUBS {
        let _ = writeln!(blocs, "club-{club},Club {club},The Club No. {club},club,,,2020-01-01,,,s");
    }
    let mut agreements = "deal,The Comprehensive Deal on Everything,Comprehensive Deal-on-Everything Treaty,declaration,no,2000-01-01,2001-01-01,,states,company,states,2020-01-01,,,,s\n\
        pact,The Pact,Pact,treaty,yes,2001-02-02,2004-01-01,,states,,states,2020-01-01,,,,s\n\
        poll,The Poll,Poll,vote,no,2003-03-03,,,states,,states,2003-03-03,,,,s\n"
        .to_owned();
    for poll in 2..=4 {
        let _ = writeln!(
            agreements,
            "poll-{poll},Poll {poll},Poll {poll},vote,no,2004-04-04,,,states,,states,2004-04-04,,,,s"
        );
    }
    let tables = [
        ("states.csv", "id,name,official_name,cow,m49,region,from,until,aliases,note,source", states),
        ("entities.csv", "id,name,kind,home,from,until,aliases,note,source", entities),
        ("blocs.csv", "id,name,short_name,kind,from,until,coverage_until,aliases,note,source", blocs),
        ("memberships.csv", "actor,bloc,role,from,until,note,source", members),
        (
            "agreements.csv",
            "id,name,short_name,kind,binding,opened,in_force,depositary,eligible,entities,coverage,coverage_until,threshold,aliases,note,source",
            agreements,
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
    folder
}

fn read(folder: &tempfile::TempDir) -> Dataset {
    load(&Origin::Folder(folder.path().to_owned())).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The figure that arguments ask for; none where there is nothing to draw, or it does not fit.
fn drawn(data: &Dataset, arguments: &str) -> Option<Scene> {
    match draw(data, arguments) {
        Ok(scene) => Some(scene),
        Err(CliError::Failure(why)) if why.starts_with("nothing to draw") || why.contains("does not fit") => {
            None
        }
        Err(other) => panic!("{arguments}: {other}"),
    }
}

/// What each kind is asked about: agreements, or nothing.
fn questions(agreements: &[&str]) -> Vec<String> {
    let mut questions = vec![];
    for chart in chart::ALL {
        match chart.draw {
            chart::Draw::Overview(_) | chart::Draw::Tested(_) | chart::Draw::History(_) => {
                questions.push(chart.id.to_owned())
            }
            _ => questions.extend(agreements.iter().map(|agreement| format!("{} {agreement}", chart.id))),
        }
    }
    questions
}

/// Every figure of a world, of the page and for sharing, for two blocs and for all.
fn figures(n: usize) -> Vec<(String, Scene)> {
    let folder = world(n);
    let data = read(&folder);
    let clubs: String = (1..=CLUBS).map(|club| format!(" --bloc club-{club}")).collect();
    let mut scenes = vec![];
    for question in questions(&["deal", "pact", "poll"]) {
        let two = " --bloc big --bloc half";
        for rest in [two.to_owned(), format!("{two} --size share"), format!("{two}{clubs}")] {
            let arguments = format!("{question}{rest}");
            scenes.extend(drawn(&data, &arguments).map(|scene| (format!("{arguments} at {n}"), scene)));
        }
    }
    scenes
}

fn check(what: &str, scene: &Scene) {
    let problems = scene.problems();
    assert!(problems.is_empty(), "{what}: {:#?}", &problems[..problems.len().min(5)]);
    assert!(scene.texts().iter().all(|t| t.size >= 12.0 - 1e-9), "{what} has words under 12 px");
    assert!(
        !scene.title.is_empty()
            && !scene.alt.is_empty()
            && !scene.description.is_empty()
            && !scene.source.is_empty(),
        "{what} lacks words"
    );
    for wrong in ["NaN", "inf", "the the", "  ", " ,", " 1 members", "zero of zero", "{}"] {
        assert!(
            !scene.title.contains(wrong) && !scene.alt.contains(wrong),
            "{what}: {wrong:?} in {:?} or {:?}",
            scene.title,
            scene.alt
        );
    }
    let (header, rows) = &scene.rows;
    // A network in which no tie is cut has none to list.
    assert!(!rows.is_empty() || scene.name == "network", "{what}: no rows");
    assert!(rows.iter().all(|row| row.len() == header.len()), "{what}: rows and header");
}

#[test]
fn small_figures_are_sound() {
    for n in [1, 2, 5] {
        figures(n).iter().for_each(|(what, scene)| check(what, scene));
    }
}

#[test]
fn figures_of_27_and_of_55_are_sound() {
    for n in [27, 55] {
        figures(n).iter().for_each(|(what, scene)| check(what, scene));
    }
}

#[test]
fn figures_of_193_are_sound() {
    figures(193).iter().for_each(|(what, scene)| check(what, scene));
}

#[test]
fn every_kind_is_drawn_at_5_and_at_193() {
    for n in [5, 193] {
        let folder = world(n);
        let data = read(&folder);
        for chart in chart::ALL {
            let asked =
                questions(&["deal", "pact"]).into_iter().filter(|q| q.split(' ').next() == Some(chart.id));
            let drawn =
                asked.filter(|q| drawn(&data, &format!("{q} --bloc half --bloc big")).is_some()).count();
            assert!(drawn > 0, "{} at {n}", chart.id);
        }
    }
}

#[test]
fn figures_of_the_real_record_are_sound() {
    let data = load(&Origin::Embedded).expect("the embedded tables are sound");
    let mut count = 0;
    for question in
        questions(&["paris-call", "ctbt", "npt", "malabo-convention", "unga-73-27", "ai-convention"])
    {
        if let Some(scene) = drawn(&data, &question) {
            check(&question, &scene);
            count += 1;
        }
    }
    assert!(count > 50, "only {count} were drawn");
}

#[test]
fn a_figure_for_sharing_is_1200_by_675() {
    let folder = world(5);
    let data = read(&folder);
    let mut fitting = 0;
    for question in questions(&["deal"]) {
        if let Some(scene) = drawn(&data, &format!("{question} --bloc big --bloc half --size share")) {
            assert_eq!((scene.width, scene.height), (1200.0, 675.0), "{question}");
            fitting += 1;
        }
    }
    assert!(fitting >= 10, "only {fitting} fit");
}

#[test]
fn every_figure_is_well_formed_and_carries_its_words() {
    for (what, scene) in figures(5) {
        for lettering in [Lettering::Outlines, Lettering::Text] {
            let svg = render::svg_lettered(&scene, lettering).expect("drawn");
            assert!(
                svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="),
                "{what}"
            );
            assert!(!svg.contains("<b>"), "names are inert in {what}");
            let pixels = render::png(&svg, 1.0, &[]).expect("well-formed");
            assert!(pixels.starts_with(b"\x89PNG"), "{what}");
        }
    }
}

#[test]
fn words_that_can_be_edited_are_text_and_not_outlines() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = blocs_in(folder.path(), &["chart", "ranks", "paris-call", "--bloc", "five-eyes", "--svg-text"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let svg = fs::read_to_string(folder.path().join("ranks.svg")).expect("KIND.svg in the working folder");
    assert!(!svg.contains("<use") && !svg.contains("fill-opacity=\"0\""));
    assert!(svg.contains(">Five Eyes</text>"));
}

#[test]
fn a_picture_has_two_pixels_to_a_px_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for (size, width, height) in [("page", 1440, None), ("share", 2400, Some(1350))] {
        let run = blocs_in(
            folder.path(),
            &["chart", "ranks", "paris-call", "--bloc", "five-eyes", "--size", size, "--out", "a/figure.png"],
        );
        assert_eq!(run.code, 0, "{}", run.err);
        let bytes = fs::read(folder.path().join("a/figure.png")).expect("written");
        let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let info = reader.info();
        assert_eq!(info.width, width);
        assert!(height.is_none_or(|h| h == info.height), "{}", info.height);
        let dims = info.pixel_dims.expect("a resolution");
        assert_eq!((dims.xppu, dims.yppu), (7559, 7559), "192 pixels an inch");
    }
}

#[test]
fn what_cannot_be_drawn_is_refused_with_help() {
    let cases: [(&[&str], &str); 7] = [
        (&["chart", "rank", "paris-call"], "did you mean `ranks`"),
        (&["chart", "pie", "paris-call"], "there are ranks"),
        (&["chart", "ranks"], "name it, as in `blocs chart ranks paris-call`"),
        (&["chart", "matrix", "paris-call"], "name none"),
        (&["chart", "ranks", "paris-call", "--from", "2019-01-01"], "use --on"),
        (&["chart", "ranks", "paris-call", "--out", "x.gif"], ".svg or .png"),
        (&["chart", "slope", "paris-call", "--from", "2020-01-01", "--to", "2019-01-01"], "--from and --to"),
    ];
    for (args, help) in cases {
        let run = blocs(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.contains(help), "{args:?}: {}", run.err);
    }
}

#[test]
fn letters_that_cannot_be_drawn_are_told() {
    let folder = world(5);
    let out = folder.path().join("ranks.svg");
    let (data, out) = (folder.path().to_str().expect("a path"), out.to_str().expect("a path"));
    let run = blocs(&["--data", data, "chart", "non-state", "deal", "--bloc", "big", "--out", out]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("no letter for U+0631, U+0635, U+0645"), "{}", run.out);
}
