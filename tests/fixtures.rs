//! Reference results from trusted packages, where they are at hand beside the
//! project; says that it skipped when they are not.

use std::fs;
use std::path::Path;

use blocs::measure::dyad::{self, Joint};
use serde_json::Value;

fn fixture(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures").join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("a fixture is JSON")),
        Err(_) => {
            eprintln!("skipped: {} is not at hand", path.display());
            None
        }
    }
}

fn agrees(case: &str, what: &str, found: Option<f64>, expected: &Value) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{case} {what}: {found}, expected {expected}");
        }
        (None, None) => {}
        other => panic!("{case} {what}: {other:?}"),
    }
}

fn numbers(value: &Value) -> Vec<Option<f64>> {
    value.as_array().expect("a list").iter().map(Value::as_f64).collect()
}

fn joint(case: &Value, levels: Vec<f64>) -> Joint {
    let k = levels.len();
    let mut counts = vec![0; k * k];
    for (x, y) in numbers(&case["x"]).into_iter().zip(numbers(&case["y"])) {
        let place = |v: f64| levels.iter().position(|l| *l == v).expect("a declared level");
        if let (Some(x), Some(y)) = (x, y) {
            counts[place(x) * k + place(y)] += 1;
        }
    }
    Joint { levels, counts }
}

#[test]
fn measures_between_two_actors_equal_the_packages() {
    let Some(fixture) = fixture("dyad/dyads.json") else { return };
    let cases = fixture["cases"].as_array().expect("cases");
    for case in cases {
        let id = case["id"].as_str().expect("an id");
        let levels: Vec<f64> = numbers(&case["levels"]).into_iter().flatten().collect();
        let joint = joint(case, levels);
        let expected = &case["expected"];
        for (key, measure) in [
            ("agreement", &dyad::AGREEMENT),
            ("S_abs", &dyad::S),
            ("S_sq", &dyad::S_SQUARED),
            ("kappa", &dyad::KAPPA),
            ("kappa_linear", &dyad::KAPPA_LINEAR),
            ("kappa_quadratic", &dyad::KAPPA_QUADRATIC),
            ("pi", &dyad::PI),
        ] {
            agrees(id, key, (measure.compute)(&joint), &expected[key]);
        }
        if !expected["lijphart_IA"].is_null() {
            agrees(id, "lijphart", (dyad::LIJPHART.compute)(&joint), &expected["lijphart_IA"]);
        }
    }
    for case in fixture["binary_cases"].as_array().expect("cases") {
        let id = case["id"].as_str().expect("an id");
        let joint = joint(case, vec![0.0, 1.0]);
        for (key, measure) in [("jaccard", &dyad::JACCARD), ("phi", &dyad::PHI), ("smc", &dyad::AGREEMENT)] {
            agrees(id, key, (measure.compute)(&joint), &case["expected"][key]);
        }
    }
    assert!(cases.len() >= 30);
}
