//! Measures of blocs, of two blocs and of graphs against reference results,
//! where they are at hand beside the project.

use std::fs;
use std::path::Path;

use blocs::coding::Position;
use blocs::measure::network::{self, Network, modularity};
use blocs::measure::record::{BlocRecord, Difference, MEAN_AGREEMENT, alpha};
use blocs::measure::subsample::{agreement_index_at, rice_at};
use blocs::measure::two_blocs::{self, TwoBlocs};
use blocs::measure::{self, Counts, Measure, PAIRWISE_AGREEMENT, RICE, ladder};
use serde_json::Value;

fn fixture(name: &str) -> Option<Value> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join("fixtures").join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("a fixture is JSON")),
        Err(_) => {
            eprintln!("skipped: {} is not at hand", path.display());
            None
        }
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn size(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a count")).expect("a small count")
}

fn sizes(value: &Value) -> Vec<usize> {
    list(value).iter().map(size).collect()
}

/// A value that is missing, or that the package refused to give, is no value here.
fn agrees(case: &str, what: &str, found: Option<f64>, expected: &Value) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{case} {what}: {found}, expected {expected}");
        }
        (None, None) => {}
        other => panic!("{case} {what}: {other:?}"),
    }
}

fn named<T>(all: &[&'static Measure<T>], id: &str) -> &'static Measure<T> {
    all.iter().find(|m| m.id == id).unwrap_or_else(|| panic!("no measure {id}"))
}

#[test]
fn cohesion_on_one_item_equals_the_exact_values() {
    let Some(fixture) = fixture("cohesion/single_item.json") else { return };
    for case in list(&fixture["cases"]) {
        let [inside, half, out] = ["yes", "abstain", "no"].map(|key| size(&case[key]));
        let counts = Counts { inside, half, out, positions: 3 };
        let (id, expected) = (text(&case["id"]), &case["expected"]);
        for (key, measure) in [
            ("rice", "rice"),
            ("agreement_index", "agreement-index"),
            ("attina", "attina"),
            ("modal_share", "modal-share"),
            ("pairwise_agreement", "pairwise-agreement"),
            ("fractionalisation", "fractionalisation"),
            ("cohesion_entropy", "cohesion-from-entropy"),
            ("expected_rice_m2", "rice-adjusted"),
            ("expected_ai_m2", "agreement-index-adjusted"),
        ] {
            agrees(id, key, (named(measure::ALL, measure).compute)(&counts), &expected[key]);
        }
        agrees(id, "expected_rice_m5", rice_at(&counts, 5), &expected["expected_rice_m5"]);
        agrees(id, "expected_ai_m5", agreement_index_at(&counts, 5), &expected["expected_ai_m5"]);
        assert_eq!(counts.n(), size(&expected["n_voting"]), "{id}");
        let modes: Vec<&str> = list(&expected["modal"]).iter().map(text).collect();
        let word = counts.majority().map(|p| match p {
            Position::In => "yes",
            Position::Half => "abstain",
            Position::Out => "no",
        });
        let expected_mode = if modes.len() == 1 { Some(modes[0]) } else { None };
        assert_eq!(word, expected_mode, "{id}");
    }
}

#[test]
fn rice_is_inflated_in_small_blocs_and_pairwise_agreement_is_not() {
    let Some(fixture) = fixture("cohesion/small_n_inflation.json") else { return };
    for row in list(&fixture["rows"]) {
        let (p, n) = (row["p"].as_f64().expect("a share"), size(&row["n"]));
        let case = format!("p {p} n {n}");
        // The mean over all outcomes of n members that decide independently.
        let mut chance: f64 = (1.0 - p).powi(i32::try_from(n).expect("small"));
        let (mut rice, mut pairwise) = (0.0, 0.0);
        for inside in 0..=n {
            let counts = Counts { inside, half: 0, out: n - inside, positions: 2 };
            rice += chance * (RICE.compute)(&counts).expect("n is above 0");
            pairwise += chance * (PAIRWISE_AGREEMENT.compute)(&counts).expect("n is above 1");
            chance *= (n - inside) as f64 / (inside + 1) as f64 * p / (1.0 - p);
        }
        agrees(&case, "rice", Some(rice), &row["expected_rice"]);
        agrees(&case, "pairwise", Some(pairwise), &row["expected_pairwise"]);
    }
}

#[test]
fn measures_on_ladders_equal_the_package() {
    let Some(fixture) = fixture("ordinal/agrmt.json") else { return };
    for case in list(&fixture["cases"]) {
        let (id, levels) = (text(&case["id"]), sizes(&case["counts"]));
        let a = ladder::van_der_eijk(&levels);
        for (key, found) in [
            ("van_der_eijk_A", a),
            ("polarization", a.map(|a| (1.0 - a) / 2.0)),
            ("tastle_wierman_consensus", ladder::consensus(&levels)),
            ("leik_D", ladder::leik(&levels)),
            ("berry_mielke_iov", ladder::berry_mielke(&levels)),
            ("blair_lacy_l", ladder::blair_lacy(&levels)),
            ("lsquared", ladder::blair_lacy(&levels).map(|l| l * l)),
            ("reardon", ladder::reardon(&levels)),
        ] {
            agrees(id, key, found, &case[key]);
        }
    }
}

#[test]
fn polarization_of_camps_equals_the_formula() {
    let Some(fixture) = fixture("bloc/esteban_ray.json") else { return };
    let numbers = |value: &Value| -> Vec<f64> { list(value).iter().filter_map(Value::as_f64).collect() };
    for case in list(&fixture["cases"]) {
        let alpha = case["alpha"].as_f64().expect("an exponent");
        let found = ladder::esteban_ray(&numbers(&case["p"]), &numbers(&case["y"]), alpha);
        agrees(text(&case["id"]), "esteban-ray", found, &case["expected"]);
    }
}

#[test]
fn five_members_over_many_items_equal_the_values_by_hand() {
    let Some(fixture) = fixture("bloc/five_members.json") else { return };
    let items = fixture["items"].as_object().expect("items");
    let cell = |value: &Value| value.as_u64().map(|v| if v == 1 { Position::In } else { Position::Out });
    let names: Vec<&str> = list(&fixture["bloc"]).iter().map(text).collect();
    let row = |member: usize| items.values().map(|item| cell(&item[member])).collect();
    let record = BlocRecord { rows: (0..names.len()).map(row).collect(), positions: 2 };
    let expected = &fixture["expected"];
    for (item, counts) in items.keys().zip(record.agreements()) {
        let of = &expected["per_item"][item];
        assert_eq!((counts.inside, counts.out), (size(&of["joined"]), size(&of["not_joined"])), "{item}");
        agrees(item, "rice", (RICE.compute)(&counts), &of["rice"]);
        agrees(item, "pairwise", (PAIRWISE_AGREEMENT.compute)(&counts), &of["pairwise"]);
    }
    for (name, member) in names.iter().zip(record.members()) {
        let of = &expected["members"][name];
        assert_eq!(member.opportunities, size(&of["items_with_loo_majority"]), "{name}");
        assert_eq!(member.defections, size(&of["defections"]), "{name}");
        assert_eq!(member.sole_dissents, size(&of["sole_dissents"]), "{name}");
        assert_eq!(member.gain_over, size(&of["loo_gain_items"]), "{name}");
        agrees(name, "defection rate", member.defection_rate(), &of["defection_rate"]);
        agrees(name, "gain", member.gain, &of["mean_loo_gain_pairwise"]);
    }
    agrees("bloc", "mean pairwise", (MEAN_AGREEMENT.compute)(&record), &expected["mean_pairwise"]);
}

#[test]
fn two_blocs_equal_the_reference() {
    let Some(fixture) = fixture("bloc/two_blocs.json") else { return };
    let counts = |value: &Value| {
        let n = sizes(value);
        Counts { inside: n[0], half: n[1], out: n[2], positions: 3 }
    };
    for case in list(&fixture["cases"]) {
        let two = TwoBlocs { a: counts(&case["a"]), b: counts(&case["b"]) };
        for (key, id) in [
            ("likeness_yes_no", "likeness"),
            ("tv_similarity", "similarity"),
            ("cross_agreement", "cross-agreement"),
            ("jsd_base2", "jensen-shannon"),
        ] {
            let found = (named(two_blocs::ALL, id).compute)(&two);
            agrees(text(&case["id"]), key, found, &case["expected"][key]);
        }
    }
}

const DIFFERENCES: [(&str, Difference); 3] =
    [("nominal", Difference::Nominal), ("ordinal", Difference::Ordinal), ("interval", Difference::Interval)];

#[test]
fn krippendorffs_alpha_equals_the_packages_and_the_published_values() {
    let Some(fixture) = fixture("alpha/alpha.json") else { return };
    for case in list(&fixture["cases"]) {
        let id = text(&case["id"]);
        let domain = sizes(&case["value_domain"]);
        let level = |value: &Value| {
            let value = value.as_u64().map(|v| usize::try_from(v).expect("small"))?;
            domain.iter().position(|d| *d == value)
        };
        let rows: Vec<Vec<Option<usize>>> =
            list(&case["raters_by_units"]).iter().map(|row| list(row).iter().map(level).collect()).collect();
        for (key, difference) in DIFFERENCES {
            let found = alpha(&rows, difference);
            agrees(id, key, found, &case["expected"][key]);
            if let Some(published) = case["published"][key].as_f64() {
                assert!((found.expect("published") - published).abs() < 0.0006, "{id} {key}");
            }
        }
    }
}

fn ties(value: &Value) -> Vec<(usize, usize, f64)> {
    let tie = |t: &Value| (size(&t[0]), size(&t[1]), t[2].as_f64().expect("a weight"));
    list(value).iter().map(tie).collect()
}

#[test]
fn modularity_and_assortativity_of_the_karate_club_equal_the_packages() {
    let Some(fixture) = fixture("network/network.json") else { return };
    let karate = &fixture["karate"];
    let parted = |parts: Vec<usize>| Network { parts, ties: ties(&karate["edges_weighted"]) };
    let club = parted(sizes(&karate["club"]));
    let plain = club.unweighted();
    let singletons = parted((0..34).collect()).unweighted();
    let best = parted(sizes(&karate["optimal_membership"])).unweighted();
    let best_weighted = parted(sizes(&karate["optimal_membership_weighted"]));
    let assortativity = named(network::ALL, "assortativity");
    for (key, found) in [
        ("modularity_club_unweighted", modularity(&plain, 1.0)),
        ("modularity_club_weighted", modularity(&club, 1.0)),
        ("modularity_club_unweighted_res_0_5", modularity(&plain, 0.5)),
        ("modularity_club_unweighted_res_2", modularity(&plain, 2.0)),
        ("modularity_all_one", modularity(&parted(vec![0; 34]), 1.0)),
        ("modularity_singletons", modularity(&singletons, 1.0)),
        ("attribute_assortativity_club", (assortativity.compute)(&club)),
        ("optimal_modularity_unweighted", modularity(&best, 1.0)),
        ("optimal_modularity_weighted", modularity(&best_weighted, 1.0)),
    ] {
        agrees("karate", key, found, &karate[key]);
    }
}

#[test]
fn modularity_and_assortativity_of_small_graphs_equal_the_packages() {
    let Some(fixture) = fixture("network/network.json") else { return };
    for case in list(&fixture["small"]) {
        let graph = Network { parts: sizes(&case["labels"]), ties: ties(&case["edges"]) };
        let (id, expected) = (text(&case["id"]), &case["expected"]);
        agrees(id, "modularity", modularity(&graph, 1.0), &expected["modularity"]);
        let assortativity = (named(network::ALL, "assortativity").compute)(&graph);
        agrees(id, "assortativity", assortativity, &expected["assortativity_unweighted"]);
    }
}
