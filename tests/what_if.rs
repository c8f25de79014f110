//! Hypotheses: what would change, and that no output hides that it is one.

use crate::run::{blocs, rows, world};

fn status(arguments: &[&str]) -> crate::run::Run {
    let world = world();
    let first = ["--data", world.to_str().expect("a path"), "status"];
    blocs(&[&first[..], arguments].concat())
}

/// Status and hypothesis of an actor in CSV.
fn of(actor: &str, agreement: &str, on: &str, what_if: &str) -> (String, String) {
    let run = status(&[agreement, "--on", on, "--csv", "--what-if", what_if]);
    assert_eq!(run.code, 0, "{}", run.err);
    let row = rows(&run.out).into_iter().find(|r| r[3] == actor).expect("the actor has a row");
    (row[5].clone(), row[10].clone())
}

#[test]
fn a_supposed_act_counts_and_every_row_says_that_it_is_supposed() {
    let (status, mark) = of("BOR", "pact", "2010-01-01", "BOR:pact:ratification:2005-01-01");
    assert_eq!((status.as_str(), mark.is_empty()), ("bound", false));
    assert_eq!(of("AVA", "pact", "2010-01-01", "BOR:pact:ratification:2005-01-01").1, mark);
}

#[test]
fn acts_can_be_set_aside_from_a_day_on() {
    assert_eq!(of("AVA", "pact", "2010-01-01", "AVA:pact:none:2002-01-01").0, "signed");
    assert_eq!(of("AVA", "pact", "2010-01-01", "AVA:pact:none:2001-01-01").0, "none");
}

#[test]
fn a_supposed_vote_takes_the_place_of_the_recorded_one() {
    assert_eq!(of("AVA", "motion", "2010-01-01", "AVA:motion:no:2004-09-01").0, "no");
}

#[test]
fn a_member_can_leave_and_an_outsider_join() {
    let members = |what_if: &str| -> Vec<String> {
        let run = status(&["pledge", "--on", "2019-01-01", "--csv", "--bloc", "west", "--what-if", what_if]);
        assert_eq!(run.code, 0, "{}", run.err);
        rows(&run.out).into_iter().filter(|r| r[2] == "west").map(|r| r[3].clone()).collect()
    };
    assert_eq!(members("COS:west:leave:2018-01-01"), ["AVA", "BOR"]);
    assert_eq!(members("DRA:west:join:2018-01-01"), ["AVA", "BOR", "COS", "DRA"]);
}

#[test]
fn what_could_not_have_happened_is_refused() {
    for (what_if, why) in [
        ("AVA:pact:yes:2010-01-01", "no act on a treaty"),
        ("AVA:pact:ratification:2000-01-01", "opened only on"),
        ("AVA:west:join:2018-01-01", "was a member"),
        ("DRA:west:leave:2018-01-01", "was no member"),
        ("AVA:pact:ratification", "write ACTOR:AGREEMENT:ACT:DATE"),
        ("AVA:pact:ratification:2010", "a full day"),
        ("XXX:pact:ratification:2010-01-01", "no state or entity"),
    ] {
        let run = status(&["pact", "--what-if", what_if]);
        assert_eq!(run.code, 2, "{what_if}");
        assert!(run.err.contains(why), "{what_if}: {}", run.err);
    }
}

#[test]
fn a_brief_under_a_hypothesis_says_so_in_its_text_tables_figures_and_manifest() {
    let (world, folder) = (world(), tempfile::tempdir().expect("a folder"));
    let out = folder.path().join("out");
    let run = blocs(&[
        "--data",
        world.to_str().expect("a path"),
        "analyze",
        "pledge",
        "--bloc",
        "west",
        "--what-if",
        "COS:pledge:endorsement:2000-01-10",
        "--out",
        out.to_str().expect("a path"),
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let read = |name: &str| std::fs::read_to_string(out.join(name)).expect(name);
    assert!(read("brief.md").starts_with("# Hypothesis: "), "{}", read("brief.md"));
    for name in ["tables/statuses.csv", "figures/ranks.csv"] {
        assert!(read(name).lines().next().expect("a header").ends_with(",hypothesis"), "{name}");
    }
    assert!(read("figures/ranks.svg").contains("Hypothesis, not fact."));
    assert!(read("manifest.json").contains("COS:pledge:endorsement:2000-01-10"));
}
