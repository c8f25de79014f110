//! Statuses and cohesion as of a day on a reference world, where it is at hand
//! beside the project: its table is written out as tables and read back.

use std::fs;
use std::path::Path;

use blocs::coding::{self, Position};
use blocs::dataset::Dataset;
use blocs::measure::{Counts, Measure, PAIRWISE_AGREEMENT, RICE, ladder};
use blocs::model::{Day, Status};
use blocs::read::{self, Origin};
use blocs::snapshot::Snapshot;
use serde_json::Value;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().expect("an object").iter()
}

fn write(folder: &Path, file: &str, lines: Vec<String>) {
    fs::write(folder.join(file), lines.join("\n") + "\n").expect("written");
}

/// The reference world as tables.
fn tables(world: &Value, folder: &Path) {
    write(
        folder,
        "sources.csv",
        vec![
            "id,title,publisher,kind,published,retrieved,url,note".into(),
            "atlas,Atlas,Test Press,reference,2020,2021-01-01,https://example.org/atlas,".into(),
        ],
    );
    let mut states = vec!["id,name,official_name,cow,m49,region,from,until,aliases,note,source".to_owned()];
    for (place, (id, state)) in entries(&world["states"]).enumerate() {
        let spell = &state["exists"][0];
        let (from, until) = (text(&spell[0]), text(&spell[1]));
        states.push(format!("{id},State {id},,{},{},World,{from},{until},,,atlas", place + 1, place + 901));
    }
    let mut blocs = vec!["id,name,short_name,kind,from,until,coverage_until,aliases,note,source".to_owned()];
    let mut memberships = vec!["actor,bloc,role,from,until,note,source".to_owned()];
    for (id, bloc) in entries(&world["blocs"]) {
        let id = id.to_lowercase();
        blocs.push(format!("bloc-{id},Bloc {id},Bloc {id},alliance,1900-01-01,,2030-12-31,,,atlas"));
        for (actor, spells) in entries(&bloc["members"]) {
            // A membership must end with its state: the table says so itself.
            let end = text(&world["states"][actor]["exists"][0][1]);
            for spell in list(spells) {
                let until = spell[1].as_str().unwrap_or(end);
                memberships.push(format!("{actor},bloc-{id},member,{},{until},,atlas", text(&spell[0])));
            }
        }
    }
    write(folder, "states.csv", states);
    write(folder, "blocs.csv", blocs);
    write(folder, "memberships.csv", memberships);
    agreements(world, folder);
}

fn agreements(world: &Value, folder: &Path) {
    let mut agreements = vec![
        "id,name,short_name,kind,binding,opened,in_force,depositary,eligible,entities,coverage,coverage_until,threshold,aliases,note,source".to_owned(),
    ];
    for (id, agreement) in entries(&world["agreements"]) {
        let opened = text(&agreement["open_from"]);
        let (kind, binding) = if text(&agreement["kind"]).contains("treaty") {
            ("treaty", "yes")
        } else {
            ("declaration", "no")
        };
        let eligible = match agreement["eligible"].as_array() {
            Some(few) => few.iter().map(text).collect::<Vec<_>>().join(" or "),
            None => "states".to_owned(),
        };
        let id = id.to_lowercase();
        agreements.push(format!("agreement-{id},Agreement {id},Agreement {id},{kind},{binding},{opened},,,{eligible},,{eligible},2030-12-31,,,,atlas"));
    }
    let mut acts = vec!["actor,agreement,kind,date,effective,note,source".to_owned()];
    for action in list(&world["actions"]) {
        let kind = match text(&action[2]) {
            "sign" => "signature",
            "ratify" => "ratification",
            "accede" => "accession",
            "withdraw" => "withdrawal",
            "unsign_notice" => "no-intention",
            "join" => "endorsement",
            other => panic!("{other} is no act"),
        };
        let agreement = text(&action[1]).to_lowercase();
        acts.push(format!("{},agreement-{agreement},{kind},{},,,atlas", text(&action[0]), text(&action[3])));
    }
    write(folder, "agreements.csv", agreements);
    write(folder, "acts.csv", acts);
    for (file, header) in [
        ("entities.csv", "id,name,kind,home,from,until,aliases,note,source"),
        ("provisions.csv", "agreement,number,theme,summary,source"),
        ("counts.csv", "subject,on,what,count,organisations,note,source"),
    ] {
        write(folder, file, vec![header.to_owned()]);
    }
}

fn world() -> Option<(Value, Dataset)> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"))
        .join("fixtures/time/asof_semantics.json");
    let Ok(json) = fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not at hand", path.display());
        return None;
    };
    let fixture: Value = serde_json::from_str(&json).expect("a fixture is JSON");
    let folder = tempfile::tempdir().expect("a folder");
    tables(&fixture["world"], folder.path());
    let data = read::load(&Origin::Folder(folder.path().to_owned())).unwrap_or_else(|p| panic!("{p}"));
    Some((fixture, data))
}

fn day(value: &Value) -> Day {
    text(value).parse().expect("a day")
}

/// The words of the reference: it has none of its own for those who left, and one for every eligibility.
fn word(status: Status, opened: bool) -> &'static str {
    match status {
        Status::NotAState => "not_a_state",
        Status::NotEligible if !opened => "not_open_yet",
        Status::NotEligible => "not_eligible",
        Status::None | Status::Withdrawn => "none",
        Status::Signed => "signed",
        Status::Bound => "bound",
        Status::Endorsed => "joined",
        other => panic!("{other:?} is not in the reference"),
    }
}

fn found(data: &Dataset, agreement: &Value, actor: &str, on: Day) -> (&'static str, bool) {
    let id =
        data.agreement_id(&format!("agreement-{}", text(agreement).to_lowercase())).expect("an agreement");
    let actor = data.actor_id(actor).expect("a state");
    let standing = Snapshot::new(data, on).on_agreement(id).standing(actor);
    (word(standing.status, on >= data.agreement(id).opened), standing.is_uncertain())
}

#[test]
fn statuses_on_a_day_equal_the_reference() {
    let Some((fixture, data)) = world() else { return };
    for case in list(&fixture["single_status"]) {
        let expected = &case["expected"];
        let (status, uncertain) = found(&data, &case["agreement"], text(&case["state"]), day(&case["date"]));
        assert_eq!(status, text(&expected["status"]), "{case}");
        let flags = expected["flags"].as_array().into_iter().flatten();
        assert_eq!(uncertain, flags.map(text).any(|flag| flag.starts_with("uncertain")), "{case}");
    }
}

fn counts(data: &Dataset, case: &Value, coding: &str, positions: usize) -> Counts {
    let coding = coding::ALL.iter().find(|c| c.id == coding).expect("a coding");
    let snapshot = Snapshot::new(data, day(&case["date"]));
    let id = data.agreement_id(&format!("agreement-{}", text(&case["agreement"]).to_lowercase()));
    let view = snapshot.on_agreement(id.expect("an agreement"));
    let members = snapshot.members(data.bloc_id("bloc-x").expect("the bloc")).members;
    let taken: Vec<Position> =
        members.iter().filter_map(|m| coding.position(view.standing(*m).status)).collect();
    let of = |position| taken.iter().filter(|p| **p == position).count();
    Counts { inside: of(Position::In), half: of(Position::Half), out: of(Position::Out), positions }
}

#[test]
fn cohesion_on_a_day_equals_the_reference() {
    let Some((fixture, data)) = world() else { return };
    for case in list(&fixture["expected"]) {
        let on = day(&case["date"]);
        let roll = Snapshot::new(&data, on).members(data.bloc_id("bloc-x").expect("the bloc")).members;
        let mut members: Vec<&str> = list(&case["members"]).iter().map(text).collect();
        members.sort_unstable();
        let mut names: Vec<&str> = roll.iter().map(|m| data.actor(*m).id.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, members, "{on}");
        for (actor, expected) in entries(&case["status"]) {
            let status = found(&data, &case["agreement"], actor, on).0;
            assert_eq!(status, text(&expected["status"]), "{actor} on {on}");
        }
        let expected_levels = list(&case["level_counts"]);
        let levels = counts(&data, case, "ladder", expected_levels.len());
        let found: Vec<Value> = levels.levels().into_iter().map(Value::from).collect();
        assert_eq!(&found, expected_levels, "{on}");
        let any = counts(&data, case, "signed-counts", 2);
        agrees(case, "pairwise_any_commitment", &PAIRWISE_AGREEMENT, any);
        agrees(case, "rice_any_commitment", &RICE, any);
        if levels.positions == 3 {
            agrees(case, "pairwise_bound", &PAIRWISE_AGREEMENT, counts(&data, case, "bound-only", 2));
            agrees(case, "pairwise_ordinal", &ladder::ORDINAL_AGREEMENT, levels);
            agrees(case, "vdeijk_A", &ladder::VAN_DER_EIJK, levels);
        }
    }
}

fn agrees(case: &Value, key: &str, measure: &Measure, counts: Counts) {
    let what = format!("{key} of {} on {}", case["agreement"], case["date"]);
    match ((measure.compute)(&counts), case[key].as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{what}: {found}, {expected}")
        }
        (None, None) => {}
        other => panic!("{what}: {other:?}"),
    }
}
