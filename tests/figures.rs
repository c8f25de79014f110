//! Every kind of figure, at every size: no text leaves the canvas, none lies
//! on other text, and the SVG is well-formed.

use std::fmt::Write as _;
use std::fs;

use blocs::analysis::{AgreementAnalysis, Group, Overview, Question, analyze, overview};
use blocs::chart;
use blocs::model::Expr;
use blocs::read::{Origin, load};
use blocs::render;

const LONG: &str = "Saint Somewhere and the Very Far Islands of the Outer Archipel";
const NAMES: [&str; 6] =
    [LONG, "Bosnia and Herzegovina", "Việt Nam", "Co\u{302}te d'Ivoire", "مصر", "<b>&\"Name\"</b>"];

/// How many agreements there are beside the one that is analysed.
const MORE: usize = 6;

/// A world of `n` states in one bloc and half of them in another, with acts of every certainty.
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
        let _ = writeln!(states, "{},\"{name}\",,,,,,,,,s", code(i));
        let _ = writeln!(members, "{},big,member,,,,s", code(i));
        if i % 2 == 0 {
            let _ = writeln!(members, "{},half,member,2000-01,,,s", code(i));
        }
        let date = ["2000-01-01", "2000-01-01", "2000", "2005-05-05"][i % 4];
        if i % 5 != 4 {
            let _ = writeln!(acts, "{},deal,endorsement,{date},,,s", code(i));
        }
        for k in 0..MORE {
            if (i * 7 + i / 3 + k * 5) % 11 < 3 + k {
                let _ = writeln!(acts, "{},more-{k},endorsement,2000-01-01,,,s", code(i));
            }
        }
        let _ = writeln!(entities, "firm-{i},\"Firm {i} of {name}\",company,{},,,,,s", code(i * 7 % n));
        let _ = writeln!(acts, "firm-{i},deal,endorsement,2000-01-01,,,s");
    }
    let more: String = (0..MORE)
        .map(|k| {
            format!("more-{k},Further Deal {k},Deal {k},declaration,no,2000-01-01,,,states,,states,2020-01-01,,,,s\n")
        })
        .collect();
    let tables = [
        ("states.csv", "id,name,official_name,cow,m49,region,from,until,aliases,note,source", states),
        ("entities.csv", "id,name,kind,home,from,until,aliases,note,source", entities),
        (
            "blocs.csv",
            "id,name,short_name,kind,from,until,coverage_until,aliases,note,source",
            format!("big,Everybody,Everybody of the {LONG},union,,,2020-01-01,,,s\nhalf,Half,Half,club,,,2020-01-01,,,s\n"),
        ),
        ("memberships.csv", "actor,bloc,role,from,until,note,source", members),
        (
            "agreements.csv",
            "id,name,short_name,kind,binding,opened,in_force,depositary,eligible,entities,coverage,coverage_until,threshold,aliases,note,source",
            "deal,The Comprehensive Deal on Everything,Comprehensive Deal-on-Everything Treaty,declaration,no,2000-01-01,2001-01-01,,states,company,states,2020-01-01,,,,s\n".to_owned() + &more,
        ),
        ("provisions.csv", "agreement,number,theme,summary,source", String::new()),
        ("acts.csv", "actor,agreement,kind,date,effective,note,source", acts),
        ("counts.csv", "subject,on,what,count,organisations,note,source", String::new()),
        ("sources.csv", "id,title,publisher,kind,published,retrieved,url,note", "s,Title,Publisher,press,,,,\n".to_owned()),
    ];
    for (file, header, rows) in tables {
        fs::write(folder.path().join(file), format!("{header}\n{rows}")).expect("written");
    }
    folder
}

fn survey(n: usize) -> Overview {
    let folder = world(n);
    let data =
        load(&Origin::Folder(folder.path().to_owned())).unwrap_or_else(|problems| panic!("{problems}"));
    let groups = ["big", "half"].map(|id| Group::of(&data, Expr::parse(id).expect("an id")));
    overview(&data, None, &groups)
}

fn analysis(n: usize) -> AgreementAnalysis {
    let folder = world(n);
    let data =
        load(&Origin::Folder(folder.path().to_owned())).unwrap_or_else(|problems| panic!("{problems}"));
    let groups = ["big", "half"].map(|id| Group::of(&data, Expr::parse(id).expect("an id")));
    let agreement = data.agreement_id("deal").expect("there");
    analyze(&data, &Question { agreement, on: None, groups: groups.to_vec() })
}

#[test]
fn no_text_is_clipped_and_none_lies_on_other_text() {
    for n in [1, 2, 5, 27, 55, 193] {
        let analysis = analysis(n);
        for scene in chart::of_agreement(&analysis) {
            let problems = scene.problems();
            assert!(problems.is_empty(), "{} at {n}: {:#?}", scene.name, &problems[..problems.len().min(5)]);
        }
    }
}

#[test]
fn no_text_is_smaller_than_twelve_px() {
    let analysis = analysis(27);
    for scene in chart::of_agreement(&analysis) {
        assert!(scene.texts().iter().all(|t| t.size >= 12.0), "{}", scene.name);
    }
}

#[test]
fn every_figure_is_well_formed_and_carries_its_words() {
    let analysis = analysis(27);
    for scene in chart::of_agreement(&analysis) {
        let svg = render::svg(&scene).expect("drawn");
        assert!(
            svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id="),
            "{}",
            scene.name
        );
        assert!(!svg.contains("<b>"), "names are inert in {}", scene.name);
        assert!(
            !scene.alt.is_empty() && !scene.description.is_empty() && !scene.source.is_empty(),
            "{}",
            scene.name
        );
        let pixels = render::png(&svg, 2.0, &[]).expect("pixels");
        assert!(pixels.starts_with(b"\x89PNG"), "{}", scene.name);
    }
}

#[test]
fn the_rows_beside_a_figure_fit_their_header() {
    let analysis = analysis(5);
    for scene in chart::of_agreement(&analysis) {
        let (header, rows) = &scene.rows;
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == header.len()), "{}", scene.name);
    }
}

#[test]
fn the_survey_has_no_text_that_is_clipped_or_lies_on_other_text_or_is_too_small() {
    for n in [1, 2, 5, 27, 55, 193] {
        for scene in chart::of_overview(&survey(n)) {
            let problems = scene.problems();
            assert!(problems.is_empty(), "{} at {n}: {:#?}", scene.name, &problems[..problems.len().min(5)]);
            assert!(scene.texts().iter().all(|t| t.size >= 12.0), "{}", scene.name);
            let (header, rows) = &scene.rows;
            assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == header.len()), "{}", scene.name);
        }
    }
}

#[test]
fn who_is_near_whom_is_drawn_from_three_states_on_and_says_how_many_are_left_out() {
    let drawn = |n: usize| -> Vec<(&str, String)> {
        let shown = |name: &str| ["similarity", "position-map"].contains(&name);
        let scenes = chart::of_overview(&survey(n)).into_iter().filter(|s| shown(s.name));
        scenes.map(|s| (s.name, s.note)).collect()
    };
    assert!(drawn(2).is_empty());
    assert_eq!(drawn(5).iter().map(|s| s.0).collect::<Vec<_>>(), ["similarity", "position-map"]);
    for (name, note) in drawn(193) {
        assert!(note.contains("133 states with fewer known positions are not shown"), "{name}: {note}");
    }
}
