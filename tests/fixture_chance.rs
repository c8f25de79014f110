//! The tests of chance against reference results from R, scipy and
//! statsmodels, and by full enumeration. Where the reference folder is not
//! beside the project they say that they skipped.

use std::path::Path;

use blocs::chance::bootstrap::{self, Spread};
use blocs::chance::curveball::Curveball;
use blocs::chance::fixed_margins::fixed_margins;
use blocs::chance::interval::{Interval, clopper_pearson, wilson};
use blocs::chance::lead_lag::{Arrival, lead, places};
use blocs::chance::log_rank::{self, log_rank};
use blocs::chance::pooled::Draws;
use blocs::chance::random_group::{every_group, random_group};
use blocs::chance::record::Record;
use blocs::chance::survival::{Step, Wait, kaplan_meier, median};
use blocs::chance::untestable::Untestable;
use blocs::chance::{chi_square, correction, hypergeometric, unity};
use blocs::measure::Counts;
use serde_json::Value;

/// The parsed file, or `None` (said aloud) where the reference folder is not there.
#[expect(clippy::print_stderr, reason = "a test that skips says so")]
fn fixture(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).expect("a fixture is JSON"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn count(value: &Value) -> usize {
    value.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_else(|| panic!("{value} is no count"))
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

#[track_caller]
fn assert_near(found: f64, expected: &Value, reach: f64, what: &str) {
    let expected = expected.as_f64().expect("a number");
    assert!((found - expected).abs() < reach, "{what}: {found} is not near {expected}");
}

#[test]
fn joining_by_chance_is_as_in_scipy() {
    let Some(file) = fixture("exact/exact.json") else { return };
    for case in list(&file["hypergeometric"]) {
        let [states, joined, members, k] = ["N", "K", "n", "k"].map(|key| count(&case[key]));
        let (id, expected) = (&case["id"].to_string(), &case["expected"]);
        let test = hypergeometric::join_test(states, joined, members, k).expect("possible counts");
        assert_close(Some(test.p_at_least), &expected["p_ge"], id);
        assert_close(Some(test.p_at_most), &expected["p_le"], id);
        assert_close(Some(test.p_mid_at_least), &expected["p_mid_ge"], id);
        assert_close(Some(test.p_two_sided), &expected["p_two_sided"], id);
        assert_close(Some(test.expected), &expected["expected"], id);
        let by_chance =
            hypergeometric::Hypergeometric::new(states, joined, members).expect("possible counts");
        assert_close(Some(by_chance.exactly(k)), &expected["pmf"], id);
    }
}

#[test]
fn unity_by_chance_is_as_in_the_full_enumeration() {
    let Some(file) = fixture("exact/exact.json") else { return };
    for case in list(&file["hypergeometric"]) {
        let [states, joined, members, k] = ["N", "K", "n", "k"].map(|key| count(&case[key]));
        let counts = |inside, out| Counts { inside, half: 0, out, positions: 2 };
        let test = unity::unity(&counts(joined, states - joined), &counts(k, members - k));
        let (id, expected) = (&case["id"].to_string(), &case["expected"]["unity"]);
        assert_close(test.map(|t| t.observed), &expected["obs"], id);
        assert_close(test.map(|t| t.expected), &expected["expected"], id);
        assert_close(test.map(|t| t.p_more_united), &expected["p_more_united"], id);
        assert_close(test.map(|t| t.p_more_divided), &expected["p_more_divided"], id);
    }
}

#[test]
fn what_a_small_bloc_can_show_is_known_beforehand() {
    let Some(file) = fixture("exact/exact.json") else { return };
    for case in list(&file["attainable"]) {
        let [states, joined, members] = ["N", "K", "n"].map(|key| count(&case[key]));
        let id = &format!("{members} of {states}, {joined} joined");
        let reach = hypergeometric::attainable(states, joined, members).expect("possible counts");
        assert_close(Some(reach.p_two_sided), &case["min_two_sided_p"], id);
        assert_eq!(reach.members_joined, count(&case["k_at_min"]), "{id}");
        assert_close(Some(reach.p_all), &case["p_if_all_join"], id);
        assert_close(Some(reach.p_none), &case["p_if_none_join"], id);
        assert_eq!(Some(reach.p_two_sided <= 0.05), case["can_reject_05"].as_bool(), "{id}");
        let world = Counts { inside: joined, half: 0, out: states - joined, positions: 2 };
        let divided = unity::p_most_divided(&world, members).expect("two members or more");
        assert_eq!(Some(divided <= 0.05), case["can_show_division_05"].as_bool(), "{id}");
    }
}

#[test]
fn corrections_are_as_in_statsmodels_and_r() {
    let Some(file) = fixture("exact/exact.json") else { return };
    for case in list(&file["multiple_testing"]) {
        let p: Vec<Option<f64>> = list(&case["p"]).iter().map(Value::as_f64).collect();
        for (key, correction) in ["BH", "BY", "holm", "bonferroni"].iter().zip(correction::ALL) {
            let (adjusted, expected) = (correction.adjust(&p), list(&case["expected"][key]));
            assert_eq!(adjusted.len(), expected.len());
            for (found, expected) in adjusted.iter().zip(expected) {
                assert_close(*found, expected, &format!("{} {key}", case["id"]));
            }
        }
        let adjusted = correction::BENJAMINI_HOCHBERG.adjust(&p);
        let rejected: Vec<bool> = adjusted.iter().flatten().map(|p| *p <= 0.05).collect();
        assert_eq!(Value::from(rejected), case["expected"]["reject_BH_05"], "{}", case["id"]);
    }
}

#[test]
fn intervals_of_a_share_are_as_in_statsmodels() {
    let Some(file) = fixture("exact/exact.json") else { return };
    type Method = fn(usize, usize) -> Option<Interval>;
    let methods: [(&str, Method); 2] = [("wilson", wilson), ("clopper_pearson", clopper_pearson)];
    for case in list(&file["proportion_ci"]) {
        for (key, method) in methods {
            let found = method(count(&case["x"]), count(&case["n"]));
            assert_close(found.map(|i| i.lower), &case[key][0], key);
            assert_close(found.map(|i| i.upper), &case[key][1], key);
        }
    }
}

/// Every 0/1 table with these totals, row by row.
fn every_table(rows: &[usize], columns: &[usize]) -> Vec<Vec<Vec<Option<bool>>>> {
    let Some((first, rest)) = rows.split_first() else {
        return if columns.iter().all(|left| *left == 0) { vec![vec![]] } else { vec![] };
    };
    let mut tables = vec![];
    for bits in (0_u32..1 << columns.len()).filter(|bits| bits.count_ones() as usize == *first) {
        let row: Vec<bool> = (0..columns.len()).map(|place| bits >> place & 1 == 1).collect();
        let left = columns.iter().zip(&row).map(|(left, joined)| left.checked_sub(usize::from(*joined)));
        let Some(left) = left.collect::<Option<Vec<usize>>>() else { continue };
        for mut table in every_table(rest, &left) {
            table.insert(0, row.iter().copied().map(Some).collect());
            tables.push(table);
        }
    }
    tables
}

fn counts(value: &Value) -> Vec<usize> {
    list(value).iter().map(count).collect()
}

fn table(value: &Value) -> Vec<Vec<Option<bool>>> {
    list(value).iter().map(|row| counts(row).into_iter().map(|cell| Some(cell == 1)).collect()).collect()
}

#[test]
fn the_enumeration_knows_the_standard_counts() {
    let Some(file) = fixture("nullmodel/null.json") else { return };
    for case in list(&file["counts"]) {
        let tables = every_table(&counts(&case["row_sums"]), &counts(&case["col_sums"]));
        assert_eq!(tables.len(), count(&case["count"]), "{case}");
    }
}

#[test]
fn curveball_visits_every_table_as_often() {
    let Some(file) = fixture("nullmodel/null.json") else { return };
    let case = &file["uniformity_reference"];
    let tables = every_table(&counts(&case["row_sums"]), &counts(&case["col_sums"]));
    assert_eq!(tables.len(), count(&case["n_matrices"]));
    for seed in [1, 2, 3] {
        let mut walk = Curveball::new(&tables[0], seed, 0);
        let mut visits = vec![0_usize; tables.len()];
        for _ in 0..count(&case["samples"]) {
            walk.walk(count(&case["steps_between"]));
            visits[tables.iter().position(|t| t == walk.rows()).expect("the totals stay")] += 1;
        }
        let expected = count(&case["samples"]) as f64 / tables.len() as f64;
        let chi_square: f64 = visits.iter().map(|n| (*n as f64 - expected).powi(2) / expected).sum();
        let p = chi_square::upper(chi_square, count(&case["df"])).expect("a chi-square");
        assert!(p > 0.01, "seed {seed}: chi-square {chi_square}, p {p}");
    }
}

#[test]
fn a_random_group_is_as_in_the_full_enumeration() {
    let Some(file) = fixture("nullmodel/null.json") else { return };
    for case in list(&file["bloc_tests"]) {
        let (id, expected) = (&case["id"].to_string(), &case["label_shuffle"]);
        let record = Record::new(&table(&case["matrix"]), &counts(&case["bloc"])).expect("testable");
        let exact = every_group(&record).expect("few groups");
        assert_eq!(exact.groups, count(&expected["n_groups"]), "{id}");
        assert_close(Some(exact.observed), &case["observed"], id);
        assert_close(Some(exact.mean_null), &expected["mean"], id);
        assert_close(Some(exact.p_more_united), &expected["p_ge"], id);
        assert_close(Some(exact.p_more_divided), &expected["p_le"], id);
        let drawn = random_group(&record, Draws { number: 10_000, seed: 1 }).expect("varies");
        assert_near(drawn.mean_null, &expected["mean"], 0.01, id);
        assert_near(drawn.p_more_united, &expected["p_ge"], 0.015, id);
    }
}

#[test]
fn fixed_margins_are_as_in_the_full_enumeration() {
    let Some(file) = fixture("nullmodel/null.json") else { return };
    for case in list(&file["bloc_tests"]) {
        let (id, expected) = (&case["id"].to_string(), &case["fixed_margins"]);
        let record = Record::new(&table(&case["matrix"]), &counts(&case["bloc"])).expect("testable");
        let drawn = fixed_margins(&record, Draws { number: 10_000, seed: 1 });
        if expected["n_matrices"] == 1 {
            assert_eq!(drawn, Err(Untestable::NoVariation), "{id}");
            continue;
        }
        let drawn = drawn.expect("varies");
        assert_close(Some(drawn.observed), &case["observed"], id);
        assert_near(drawn.mean_null, &expected["mean"], 0.01, id);
        assert_near(drawn.p_more_united, &expected["p_ge"], 0.02, id);
        assert_near(drawn.p_more_divided, &expected["p_le"], 0.02, id);
        assert!(drawn.convergence.is_some_and(|signs| signs.settled()), "{id}: {drawn:?}");
    }
}

#[test]
fn the_exact_bootstrap_is_as_in_the_full_enumeration() {
    let Some(file) = fixture("exact/bootstrap.json") else { return };
    for case in list(&file["cases"]) {
        let id = &case["id"].to_string();
        let items: Vec<f64> = list(&case["items"]).iter().filter_map(Value::as_f64).collect();
        let all = bootstrap::every_resample(&items).expect("few items");
        assert_close(Some(all.mean), &case["bootstrap_mean"], id);
        assert_close(Some(all.sd), &case["bootstrap_sd"], id);
        assert_close(Some(all.interval.lower), &case["p2_5"], id);
        assert_close(Some(all.interval.upper), &case["p97_5"], id);
        assert_eq!(all.resamples, count(&case["n_resamples"]), "{id}");
        assert_close(bootstrap::jackknife_error(&items), &case["jackknife_se"], id);
        let spread = bootstrap::spread(&items, Draws::default()).expect("items");
        assert_eq!(Some(matches!(spread, Spread::Mean(..))), case["print_ci"].as_bool(), "{id}");
    }
}

fn wait(row: &Value) -> Wait {
    let day = |key: &str| row[key].as_i64();
    let leaves = day("time").or(day("stop")).expect("a day");
    Wait { enters: day("start").unwrap_or(0), leaves, joined: row["status"] == 1 }
}

/// The waits of each group, in the order in which groups first appear.
fn groups(rows: &Value, key: &str) -> Vec<(String, Vec<Wait>)> {
    let mut groups: Vec<(String, Vec<Wait>)> = vec![];
    for row in list(rows) {
        let name = format!("{key}={}", row[key].as_str().expect("a group"));
        match groups.iter_mut().find(|group| group.0 == name) {
            Some(group) => group.1.push(wait(row)),
            None => groups.push((name, vec![wait(row)])),
        }
    }
    groups
}

/// A number, or a list of one or more: R drops the brackets of a single one.
fn numbers(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

#[test]
fn curves_and_bands_are_as_in_r() {
    let Some(file) = fixture("survival/survival.json") else { return };
    for (case, key) in [("aml", "x"), ("toy", "bloc")] {
        let case = &file["cases"][case];
        for ((name, waits), half) in groups(&case["data"], key).iter().zip(list(&case["km"]["median"])) {
            let curve = kaplan_meier(waits);
            let expected = list(&case["km"]["curve"]).iter().filter(|row| row["stratum"] == name.as_str());
            assert_eq!(expected.clone().count(), curve.len(), "{name}");
            for (step, row) in curve.iter().zip(expected) {
                assert_step(step, row, name);
            }
            assert_close(median(&curve), half, name);
        }
    }
}

fn assert_step(step: &Step, row: &Value, name: &str) {
    let id = &format!("{name}, day {}", row["time"]);
    let whole = [step.at_risk, step.joined, step.censored];
    assert_eq!(Some(step.day), row["time"].as_i64(), "{id}");
    assert_eq!(whole, ["n_risk", "n_event", "n_censor"].map(|key| count(&row[key])), "{id}");
    assert_close(Some(step.not_joined), &row["surv"], id);
    assert_close(step.std_error, &row["std_err"], id);
    assert_close(step.log_band.map(|band| band.lower), &row["log_lower"], id);
    assert_close(step.log_band.map(|band| band.upper), &row["log_upper"], id);
    assert_close(step.log_log_band.map(|band| band.lower), &row["loglog_lower"], id);
    assert_close(step.log_log_band.map(|band| band.upper), &row["loglog_upper"], id);
}

#[test]
fn states_that_enter_late_and_odd_curves_are_as_in_r() {
    let Some(file) = fixture("survival/survival.json") else { return };
    let late = &file["cases"]["delayed_entry"];
    let waits: Vec<Wait> = list(&late["data"]).iter().map(wait).collect();
    let curve = kaplan_meier(&waits);
    assert_eq!(curve.len(), list(&late["curve"]).len());
    for (step, row) in curve.iter().zip(list(&late["curve"])) {
        assert_eq!(Some(step.day), row["time"].as_i64());
        assert_eq!([step.at_risk, step.joined], ["n_risk", "n_event"].map(|key| count(&row[key])), "{row}");
        assert_close(Some(step.not_joined), &row["surv"], "late entry");
    }
    for (id, case) in file["cases"]["edge"].as_object().expect("cases") {
        let curve = kaplan_meier(&list(&case["data"]).iter().map(wait).collect::<Vec<_>>());
        let [days, shares, at_risk] = ["time", "surv", "n_risk"].map(|key| numbers(&case[key]));
        assert_eq!(curve.len(), days.len(), "{id}");
        for (i, step) in curve.iter().enumerate() {
            assert_eq!((Some(step.day), step.at_risk), (days[i].as_i64(), count(&at_risk[i])), "{id}");
            assert_close(Some(step.not_joined), &shares[i], id);
        }
        assert_close(median(&curve), &case["median"], id);
    }
}

#[test]
fn groups_that_join_at_another_pace_are_told_apart_as_in_r() {
    let Some(file) = fixture("survival/survival.json") else { return };
    for (case, key, test) in
        [("aml", "x", "logrank"), ("toy", "bloc", "logrank"), ("toy", "bloc", "logrank_AB")]
    {
        let (groups, expected) = (groups(&file["cases"][case]["data"], key), &file["cases"][case][test]);
        let waits: Vec<&[Wait]> =
            groups.iter().map(|group| &group.1[..]).take(list(&expected["n"]).len()).collect();
        let found = log_rank(&waits).expect("groups to compare");
        assert_eq!(found.joined, counts(&expected["obs"]), "{case} {test}");
        for (found, expected) in found.expected.iter().zip(list(&expected["exp"])) {
            assert_close(Some(*found), expected, case);
        }
        assert_close(Some(found.chi_square), &expected["chisq"], case);
        assert_close(Some(found.p), &expected["p"], case);
        assert_eq!(found.df, count(&expected["df"]), "{case} {test}");
    }
}

#[test]
fn small_groups_are_told_apart_over_all_splits() {
    let Some(file) = fixture("survival/survival.json") else { return };
    let (groups, expected) = (groups(&file["cases"]["toy"]["data"], "bloc"), &file["cases"]["exact_logrank"]);
    let found = log_rank::exact(&groups[0].1, &groups[1].1).expect("small groups");
    assert_close(Some(found.chi_square), &expected["chisq"], "chi-square");
    assert_close(Some(found.p), &expected["p"], "p");
    assert_eq!(found.splits, count(&expected["n"]));
}

fn arrival(cell: &Value) -> Arrival {
    match cell {
        Value::Null => Arrival::Never,
        Value::String(_) => Arrival::NotEligible,
        day => Arrival::On(day.as_i64().expect("a day")),
    }
}

#[test]
fn who_joins_first_is_as_in_scipy() {
    let Some(file) = fixture("time/leadlag.json") else { return };
    let names: Vec<&str> = list(&file["states"]).iter().filter_map(Value::as_str).collect();
    let agreements = file["agreements"].as_object().expect("agreements");
    let rows: Vec<Vec<Arrival>> = (0..names.len())
        .map(|state| agreements.values().map(|cells| arrival(&cells[state])).collect())
        .collect();
    for (pair, expected) in file["pairwise"].as_object().expect("pairs") {
        let place = |at: usize| names.iter().position(|name| *name == &pair[at..=at]).expect("a state");
        let found = lead(&rows[place(0)], &rows[place(1)]).expect("agreements");
        let whole = [found.agreements, found.leads, found.ties, found.both_joined];
        assert_eq!(
            whole,
            ["agreements", "leads", "ties", "both_joined"].map(|key| count(&expected[key])),
            "{pair}"
        );
        assert_close(Some(found.lead_share), &expected["lead_share"], pair);
        assert_close(found.median_lag, &expected["median_lag_both_joined"], pair);
    }
    for (name, place) in names.iter().zip(places(&rows)) {
        let expected = &file["first_mover"][name];
        assert_close(place.map(|p| p.mean_rank), &expected["mean_normalised_rank"], name);
        assert_eq!(place.map(|p| p.agreements), Some(count(&expected["agreements"])), "{name}");
    }
}
