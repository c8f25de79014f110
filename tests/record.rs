//! The embedded record, held to account: it fails the build when it drifts.

use std::collections::BTreeMap;

use blocs::dataset::Dataset;
use blocs::model::agreement::{CountSubject, Counted};
use blocs::model::{ActKind, AgreementKind, Day, Edtf};
use blocs::read::check::counted;
use blocs::read::{Origin, load_with_warnings};
use blocs::snapshot::Snapshot;

fn data() -> Dataset {
    let (data, problems) = load_with_warnings(&Origin::Embedded);
    data.unwrap_or_else(|| panic!("{problems}"))
}

fn day(text: &str) -> Day {
    Edtf::parse(text).expect("a day").latest
}

#[test]
fn the_record_is_sound_and_nothing_in_it_is_odd() {
    let (data, problems) = load_with_warnings(&Origin::Embedded);
    assert!(data.is_some() && problems.list.is_empty(), "{problems}");
}

#[test]
fn every_source_says_who_and_where_or_why_not() {
    for source in &data().sources {
        let found = !source.publisher.is_empty() || source.title.contains("publisher not stated");
        assert!(found, "{} has no publisher", source.id);
        assert!(source.url.is_empty() || source.url.starts_with("http"), "{}: {}", source.id, source.url);
        assert!(
            !source.url.is_empty() || !source.note.is_empty(),
            "{} can be found by neither address nor note",
            source.id
        );
    }
}

#[test]
fn no_row_tells_of_the_workplace() {
    for (file, text) in blocs::read::EMBEDDED {
        for word in ["/work", "../shared", "scratch/", "helper", "search tool", "Temp,"] {
            assert!(!text.contains(word), "{file} holds {word:?}");
        }
    }
}

#[test]
fn four_blocs_are_pinned_on_ten_days_each() {
    let data = data();
    for (bloc, least) in [("eu", 10), ("nato", 10), ("brics", 10), ("g20", 10)] {
        let id = data.bloc_id(bloc).expect(bloc);
        let pinned =
            data.counts.iter().filter(|c| matches!(c.subject, CountSubject::Bloc(b) if b == id)).count();
        assert!(pinned >= least, "{bloc} is pinned on {pinned} days");
    }
}

#[test]
fn the_days_that_editors_check_first_are_right() {
    let data = data();
    let size = |bloc: &str, on: &str| {
        let id = data.bloc_id(bloc).expect(bloc);
        let roll = Snapshot::new(&data, day(on)).members(id);
        roll.members.iter().filter(|id| data.actor(**id).is_state()).count()
    };
    for (bloc, on, n) in [
        ("eu", "1973-01-01", 9),
        ("eu", "2020-01-31", 28),
        ("eu", "2020-02-01", 27),
        ("nato", "1999-03-11", 16),
        ("nato", "1999-03-12", 19),
        ("nato", "2024-03-06", 31),
        ("nato", "2024-03-07", 32),
        ("brics", "2023-12-31", 5),
        ("brics", "2024-01-01", 9),
        ("brics", "2025-01-06", 10),
        ("g20", "2024-01-01", 19),
        ("g7", "2018-11-12", 7),
        ("un", "2011-07-13", 192),
        ("un", "2011-07-14", 193),
        ("five-eyes", "2018-11-12", 5),
        ("warsaw-pact", "1969-06-01", 7),
        ("cow-state-system", "1816-01-01", 23),
        ("cow-state-system", "2016-12-31", 195),
        ("council-of-europe", "2022-03-15", 47),
        ("council-of-europe", "2022-03-16", 46),
    ] {
        assert_eq!(size(bloc, on), n, "{bloc} on {on}");
    }
}

#[test]
fn every_published_count_is_met() {
    let data = data();
    for count in &data.counts {
        let (low, high) = counted(&data, count);
        assert!((low..=high).contains(&count.count), "line {} of counts.csv: {low} to {high}", count.line);
    }
}

#[test]
fn every_member_of_the_day_has_exactly_one_vote() {
    let data = data();
    for id in data.agreement_ids().filter(|id| data.agreement(*id).kind == AgreementKind::Vote) {
        let vote = data.agreement(id);
        let voters = Snapshot::new(&data, vote.opened).evaluate(&vote.eligible).members;
        let acted: Vec<_> = data.acts_on(id).iter().map(|act| act.actor).collect();
        assert!(
            voters.iter().eq(acted.iter()),
            "{}: {} members, {} acts",
            vote.id,
            voters.len(),
            acted.len()
        );
    }
}

/// Who left what, and when it took effect.
const WITHDRAWALS: &[(&str, &str, &str)] = &[
    ("ccm", "LTU", "2025-03-06"),
    ("ctbt", "RUS", "2023-11-03"),
    ("kyoto-protocol", "CAN", "2012-12-15"),
    ("npt", "PRK", "2003-04-10"),
    ("ottawa-convention", "EST", "2025-12-27"),
    ("ottawa-convention", "FIN", "2026-01-10"),
    ("ottawa-convention", "LTU", "2025-12-27"),
    ("ottawa-convention", "LVA", "2025-12-27"),
    ("ottawa-convention", "POL", "2026-02-20"),
    ("paris-agreement", "USA", "2020-11-04"),
    ("paris-agreement", "USA", "2026-01-27"),
    ("rome-statute", "BDI", "2017-10-27"),
    ("rome-statute", "BFA", "2027-06-24"),
    ("rome-statute", "HUN", "2026-06-02"),
    ("rome-statute", "MLI", "2027-06-24"),
    ("rome-statute", "NER", "2027-06-18"),
    ("rome-statute", "PHL", "2019-03-17"),
    ("rome-statute", "TCD", "2027-07-27"),
    ("rome-statute", "VEN", "2027-07-24"),
];

#[test]
fn withdrawals_are_a_pinned_list() {
    let data = data();
    let mut found: Vec<(String, String, String)> = data
        .acts
        .iter()
        .filter(|act| act.kind.is_leaving())
        .map(|act| {
            (
                data.agreement(act.agreement).id.clone(),
                data.actor(act.actor).id.clone(),
                act.effective.to_string(),
            )
        })
        .collect();
    found.sort();
    let mut pinned: Vec<_> =
        WITHDRAWALS.iter().map(|(a, s, d)| (a.to_string(), s.to_string(), d.to_string())).collect();
    pinned.sort();
    assert_eq!(found, pinned);
}

#[test]
fn themes_are_shared_words() {
    let data = data();
    let mut by_theme: BTreeMap<&str, usize> = BTreeMap::new();
    for provision in &data.provisions {
        *by_theme.entry(provision.theme.as_str()).or_default() += 1;
        assert!(provision.theme.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", provision.theme);
        assert!(provision.summary.len() < 200, "{}", provision.summary);
    }
    assert!(
        by_theme.len() < data.provisions.len() || data.provisions.len() < 10,
        "themes are shared across agreements"
    );
}

#[test]
fn an_agreement_counts_its_own_parties() {
    let data = data();
    for count in data.counts.iter().filter(|c| c.what == Counted::Parties) {
        let CountSubject::Agreement(id) = count.subject else { panic!("blocs have no parties") };
        assert_eq!(data.agreement(id).kind, AgreementKind::Treaty);
        assert!(data.acts_on(id).iter().any(|act| act.kind.binds() || act.kind == ActKind::Withdrawal));
    }
}
