//! Structure beside reference results of trusted packages (scikit-learn, SciPy
//! and R's hclust, networkx and igraph, wnominate), where they are at hand.

use std::path::Path;

use blocs::measure::dyad::{Joint, KAPPA, KAPPA_LINEAR, KAPPA_QUADRATIC};
use blocs::structure::Square;
use blocs::structure::communities::communities;
use blocs::structure::correspondence::{adjusted, correspondence};
use blocs::structure::guttman::guttman;
use blocs::structure::hierarchy::{Linkage, cluster};
use blocs::structure::leiden::modularity;
use blocs::structure::partition::Comparison;
use blocs::structure::scaling::scale;
use serde_json::Value;

fn text(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    text
}

fn fixture(name: &str) -> Option<Value> {
    Some(serde_json::from_str(&text(name)?).expect("a fixture is JSON"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn groups(value: &Value) -> Vec<usize> {
    list(value).iter().map(|v| usize::try_from(v.as_u64().expect("a group")).expect("small")).collect()
}

#[track_caller]
fn assert_close(found: Option<f64>, expected: &Value, what: &str) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() < 1e-9, "{what}: {found} is not {expected}");
        }
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

#[test]
fn divisions_compare_as_in_scikit_learn() {
    let Some(fixture) = fixture("partition/partition.json") else { return };
    for case in list(&fixture["cases"]) {
        let found = Comparison::of(&groups(&case["a"]), &groups(&case["b"])).expect("as many");
        let (homogeneity, completeness, v) = found.v_measure();
        for (key, value) in [
            ("rand", found.rand()),
            ("ari", found.adjusted_rand()),
            ("nmi_arithmetic", found.normalised_information()),
            ("mi_nats", found.mutual_information()),
            ("homogeneity", homogeneity),
            ("completeness", completeness),
            ("v_measure", v),
            ("fowlkes_mallows", found.fowlkes_mallows()),
            ("variation_of_information_nats", found.variation_of_information()),
        ] {
            assert_close(Some(value), &case["expected"][key], &format!("{} {key}", case["id"]));
        }
    }
}

#[test]
fn trees_have_the_heights_of_scipy_and_r() {
    let Some(fixture) = fixture("hier/hier.json") else { return };
    for case in list(&fixture["cases"]) {
        let rows: Vec<Vec<f64>> = list(&case["distance"]).iter().map(numbers).collect();
        let table = Square::of(rows.len(), |i, j| rows[i][j]);
        for (name, linkage) in [
            ("single", Linkage::Single),
            ("complete", Linkage::Complete),
            ("average", Linkage::Average),
            ("weighted", Linkage::Weighted),
        ] {
            // With ties the packages themselves differ there.
            if name == "weighted" && case["id"] == "unga74_twelve" {
                continue;
            }
            let tree = cluster(&table, linkage).expect("two rows or more");
            let expected = &case["expected"][name];
            let what = format!("{} {name}", case["id"]);
            for (merger, height) in tree.mergers.iter().zip(list(&expected["merge_heights"])) {
                assert_close(Some(merger.height), height, &what);
            }
            assert_eq!(tree.mergers.len(), list(&expected["merge_heights"]).len());
            assert_close(tree.cophenetic_correlation, &expected["cophenetic_correlation"], &what);
        }
    }
}

fn graph(n: usize, edges: &Value, weight: impl Fn(f64) -> f64) -> Square {
    let edges: Vec<Vec<f64>> = list(edges).iter().map(numbers).collect();
    Square::of(n, |i, j| {
        let edge = edges.iter().find(|e| {
            let ends = (e[0] as usize, e[1] as usize);
            ends == (i, j) || ends == (j, i)
        });
        edge.map_or(0.0, |e| weight(e[2]))
    })
}

#[test]
fn modularity_is_that_of_networkx_and_the_best_of_a_hundred_runs_is_the_optimum() {
    let Some(fixture) = fixture("network/network.json") else { return };
    let karate = &fixture["karate"];
    let n = karate["nodes"].as_u64().expect("a number") as usize;
    let club: Vec<usize> = {
        let names: Vec<String> = list(&karate["club"]).iter().map(Value::to_string).collect();
        names.iter().map(|name| usize::from(*name != names[0])).collect()
    };
    for (kind, weight) in [("unweighted", (|_| 1.0) as fn(f64) -> f64), ("weighted", |w| w)] {
        let ties = graph(n, &karate["edges_weighted"], weight);
        assert_close(modularity(&ties, &club), &karate[format!("modularity_club_{kind}")], kind);
        let best = communities(&ties, 100, 1).expect("there are ties");
        assert_close(Some(best.modularity), &karate[format!("optimal_modularity_{kind}")], kind);
        assert!(best.stability > 0.6 && best.found >= 10, "{kind}: {} {}", best.stability, best.found);
    }
    for case in list(&fixture["small"]) {
        let ties = graph(case["n"].as_u64().expect("a number") as usize, &case["edges"], |w| w);
        let (labels, expected) = (groups(&case["labels"]), &case["expected"]);
        assert_close(modularity(&ties, &labels), &expected["modularity"], &case["id"].to_string());
        if let Some(best) = communities(&ties, 20, 1) {
            assert_close(Some(best.modularity), &expected["optimal_modularity"], &case["id"].to_string());
        }
    }
}

/// Yes 1 (codes 1-3), no 0 (4-6), anything else missing.
fn vote(field: &str) -> Option<f64> {
    match field {
        "1" | "2" | "3" => Some(1.0),
        "4" | "5" | "6" => Some(0.0),
        _ => None,
    }
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|r| r.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_first_axis_of_united_nations_votes_ranks_states_as_the_packages_do() {
    let votes = text("ideal/un_wnominate_votes.csv").zip(text("ideal/un_wnominate_results.csv"));
    let Some((votes, results)) = votes else { return };
    let (votes, results) = (csv_rows(&votes), csv_rows(&results));
    let states: Vec<Vec<Option<f64>>> = results
        .iter()
        .map(|r| votes.iter().find(|v| v[0] == r[0]).expect("there")[2..].iter().map(|f| vote(f)).collect())
        .collect();
    let distances = Square::of(states.len(), |i, j| {
        let both: Vec<f64> =
            states[i].iter().zip(&states[j]).filter_map(|(a, b)| Some(((*a)? - (*b)?).abs())).collect();
        both.iter().sum::<f64>() / both.len() as f64
    });
    let found = scale(&distances, 2, 0).expect("states differ");
    assert!(found.points[0][0] > 0.0, "the first state, the anchor, is on the right");
    let axis: Vec<f64> = found.points.iter().map(|p| p[0]).collect();
    let column =
        |name: usize| -> Vec<f64> { results.iter().map(|r| r[name].parse().expect("a number")).collect() };
    // wnom1, pca1, mds1.
    for (name, least) in [(3, 0.93), (10, 0.95), (11, 0.99)] {
        let likeness = rank_correlation(&axis, &column(name)).abs();
        assert!(likeness > least, "column {name}: {likeness}");
    }
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |v: f64| values.iter().filter(|w| **w < v).count() as f64;
    let level = |v: f64| values.iter().filter(|w| **w == v).count() as f64;
    values.iter().map(|v| below(*v) + (level(*v) + 1.0) / 2.0).collect()
}

fn rank_correlation(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len() as f64 + 1.0) / 2.0;
    let sum = |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum() };
    sum(&a, &b) / (sum(&a, &a) * sum(&b, &b)).sqrt()
}

#[test]
fn scales_are_scored_as_by_their_definitions() {
    let Some(fixture) = fixture("guttman/guttman.json") else { return };
    for case in list(&fixture["cases"]) {
        let rows: Vec<Vec<bool>> =
            list(&case["matrix"]).iter().map(|r| numbers(r).iter().map(|v| *v == 1.0).collect()).collect();
        let (found, expected) = (guttman(&rows).expect("a table"), &case["expected"]);
        let what = case["id"].as_str().expect("an id");
        assert_eq!(found.order, groups(&expected["order"]), "{what}");
        assert_close(Some(found.errors as f64), &expected["errors_goodenough_edwards"], what);
        assert_close(Some(found.reproducibility), &expected["reproducibility"], what);
        assert_close(Some(found.minimal), &expected["minimal_marginal_reproducibility"], what);
        assert_close(found.scalability, &expected["scalability"], what);
        assert_close(found.loevinger, &expected["loevinger_H"], what);
    }
}

/// Points beside expected ones, the sign of each axis free; axes of no inertia are left out.
#[track_caller]
fn assert_points(found: &[Vec<f64>], expected: &Value, what: &str) {
    let expected: Vec<Vec<f64>> = list(expected).iter().map(numbers).collect();
    assert_eq!(found.len(), expected.len(), "{what}");
    for axis in 0..found[0].len() {
        let same =
            |sign: f64| found.iter().zip(&expected).all(|(f, e)| (f[axis] - sign * e[axis]).abs() < 1e-8);
        assert!(same(1.0) || same(-1.0), "{what}, axis {axis}");
    }
}

#[test]
fn tables_of_counts_become_points_as_in_the_package_ca() {
    let Some(fixture) = fixture("ca_mca/ca_mca.json") else { return };
    for id in ["smoke", "signings", "guttman"] {
        let case = &fixture["cases"][id];
        let table: Vec<Vec<f64>> = list(&case["table"]).iter().map(numbers).collect();
        let found = correspondence(&table).expect("profiles differ");
        let inertias: Vec<f64> = numbers(&case["inertias"]).into_iter().filter(|v| *v > 1e-12).collect();
        assert_eq!(found.inertias.len(), inertias.len(), "{id}");
        assert!(found.inertias.iter().zip(&inertias).all(|(f, e)| (f - e).abs() < 1e-9), "{id}");
        assert_points(&found.rows, &case["row_principal"], id);
        assert_points(&found.columns, &case["col_principal"], id);
    }
}

#[test]
fn tables_of_categories_become_points_as_in_factominer() {
    let Some(fixture) = fixture("ca_mca/ca_mca.json") else { return };
    let case = &fixture["cases"]["mca"];
    let categories: Vec<&str> = list(&case["categories"]).iter().filter_map(Value::as_str).collect();
    let answer = |category: &str, row: usize| {
        let (question, value) = category.split_once('_').expect("question and value");
        list(&case["data"][question])[row].as_str() == Some(value)
    };
    let states = list(&case["states"]).len();
    let indicator: Vec<Vec<f64>> = (0..states)
        .map(|row| categories.iter().map(|c| f64::from(u8::from(answer(c, row)))).collect())
        .collect();
    let found = correspondence(&indicator).expect("profiles differ");
    for (found, expected) in found.inertias.iter().zip(numbers(&case["eigenvalues"])) {
        assert!((found - expected).abs() < 1e-9);
    }
    assert_points(&found.rows, &case["ind"], "states");
    assert_points(&found.columns, &case["cat_coord"], "categories");
    let (inertias, total) = adjusted(&found.inertias, 4, categories.len()).expect("four questions");
    let expected = numbers(&case["greenacre_adjusted_inertia"]);
    assert_eq!(inertias.len(), expected.len());
    assert!(inertias.iter().zip(&expected).all(|(f, e)| (f - e).abs() < 1e-9), "{inertias:?}");
    assert_close(Some(total), &case["greenacre_adjusted_total"], "total");
}

#[test]
fn two_raters_agree_beyond_chance_as_in_irr() {
    let Some(fixture) = fixture("alpha/irr_examples.json") else { return };
    let pairs: Vec<(usize, usize)> = list(&fixture["anxiety"])
        .iter()
        .map(|row| {
            [&row["rater1"], &row["rater2"]].map(|v| v.as_u64().expect("a rating") as usize - 1).into()
        })
        .collect();
    let kinds = 6;
    let mut counts = vec![0; kinds * kinds];
    pairs.iter().for_each(|(a, b)| counts[a * kinds + b] += 1);
    let joint = Joint { levels: (0..kinds).map(|k| k as f64 / 5.0).collect(), counts };
    for (measure, key) in [
        (&KAPPA, "anxiety12_unweighted"),
        (&KAPPA_LINEAR, "anxiety12_equal"),
        (&KAPPA_QUADRATIC, "anxiety12_squared"),
    ] {
        assert_close((measure.compute)(&joint), &fixture["kappa"][key], key);
    }
}
