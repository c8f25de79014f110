//! The words of every brief, read by the second reader: all showcases, and one
//! brief of each agreement on record.

use blocs::analysis::ballot::Selection;
use blocs::analysis::series::By;
use blocs::analysis::{self, Group, Question, analyze};
use blocs::brief::citation::{Drawn, Provenance};
use blocs::brief::document::Document;
use blocs::brief::{agreement, history, lint, overview, plain};
use blocs::chart::{self, Scene};
use blocs::dataset::Dataset;
use blocs::model::{Day, Edtf, Expr};
use blocs::read::{Origin, load};

fn data() -> Dataset {
    load(&Origin::Embedded).unwrap_or_else(|problems| panic!("{problems}"))
}

fn day(text: &str) -> Day {
    Edtf::parse(text).expect("a day").latest
}

fn drawn(scenes: &[Scene]) -> Vec<Drawn> {
    let drawn = scenes.iter().map(|scene| Drawn {
        name: scene.name,
        title: scene.title.clone(),
        alt: scene.alt.clone(),
        description: scene.description.clone(),
        note: scene.note.clone(),
        source: scene.source.clone(),
    });
    drawn.collect()
}

fn provenance() -> Provenance {
    let tables = vec![("tables/blocs.csv".to_owned(), "a bloc on a day".to_owned())];
    Provenance { version: "0.0.0", command: "blocs analyze".to_owned(), tables }
}

fn brief(data: &Dataset, id: &str, on: Option<Day>, blocs: &[&str]) -> Document {
    let groups = blocs.iter().map(|id| Group::of(data, Expr::parse(id).expect("an id"))).collect();
    let question =
        Question { agreement: data.agreement_id(id).expect("in the record"), on, groups, advanced: false };
    let analysis = analyze(data, &question);
    agreement::compose(&analysis, &drawn(&chart::of_agreement(&analysis)), &provenance())
}

fn flagship(data: &Dataset) -> Document {
    brief(data, "paris-call", Some(day("2018-11-12")), &["five-eyes", "eu"])
}

fn survey(data: &Dataset) -> Document {
    let survey = analysis::overview(data, None, &[]);
    overview::compose(&survey, &drawn(&chart::of_overview(&survey)), &provenance())
}

fn history(data: &Dataset, blocs: &[&str], by: By) -> Document {
    let groups: Vec<Group> =
        blocs.iter().map(|id| Group::of(data, Expr::parse(id).expect("an id"))).collect();
    let history = analysis::history(data, &groups, &Selection::default(), by).expect("agreements");
    history::compose(&history, &drawn(&chart::of_history(&history)), &provenance())
}

/// What is wrong with a brief, each with the brief's name.
fn faults(name: &str, document: &Document) -> Vec<String> {
    let faults = lint::lint_document(document).into_iter().chain(document.problems());
    faults.map(|fault| format!("{name}: {fault}")).collect()
}

/// What is wrong with the briefs of all agreements, on one day and for some blocs.
fn faults_of_all(on: Option<&str>, blocs: &[&str]) -> Vec<String> {
    let data = data();
    let ids = data.agreement_ids().map(|id| data.agreement(id).id.as_str());
    ids.flat_map(|id| faults(id, &brief(&data, id, on.map(day), blocs))).collect()
}

#[test]
fn every_showcase_reads_well() {
    let data = data();
    let all = [faults("paris-call", &flagship(&data)), faults("overview", &survey(&data))].concat();
    assert_eq!(all, Vec::<String>::new());
}

#[test]
fn a_brief_by_year_reads_well_for_one_bloc_and_for_many() {
    let data = data();
    for blocs in [&["five-eyes"][..], &["five-eyes", "eu", "brics"], &[], &["anzus minus nato"]] {
        assert_eq!(faults(&blocs.join(" "), &history(&data, blocs, By::Year)), Vec::<String>::new());
    }
}

#[test]
fn a_brief_of_every_agreement_reads_well() {
    assert_eq!(faults_of_all(None, &[]), Vec::<String>::new());
}

#[test]
fn a_brief_of_every_agreement_reads_well_long_before_it_and_for_one_bloc() {
    assert_eq!(faults_of_all(Some("1950-01-01"), &["five-eyes"]), Vec::<String>::new());
    assert_eq!(faults_of_all(Some("2019-06-30"), &["nato minus eu"]), Vec::<String>::new());
}

#[test]
fn the_flagship_is_as_long_as_a_brief_may_be() {
    let words = plain::word_count(&flagship(&data()));
    assert!((900..=1500).contains(&words), "{words} words");
}
