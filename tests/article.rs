//! What the founding article (November 2018) said, claim by claim, against the
//! embedded record. Claims that the evidence bears only as an interval are
//! tested as intervals.

use std::collections::BTreeMap;

use blocs::analysis::{AgreementAnalysis, Group, Question, analyze};
use blocs::coding::Position;
use blocs::dataset::Dataset;
use blocs::model::{ActorKind, Certainty, Day, Edtf, Expr, Status};
use blocs::read::{Origin, load};

fn data() -> Dataset {
    load(&Origin::Embedded).unwrap_or_else(|problems| panic!("{problems}"))
}

fn day(text: &str) -> Day {
    Edtf::parse(text).expect("a day").latest
}

fn on(data: &Dataset, when: &str) -> AgreementAnalysis {
    let groups = ["five-eyes", "eu"].map(|id| Group::of(data, Expr::parse(id).expect("an id")));
    let agreement = data.agreement_id("paris-call").expect("in the record");
    analyze(data, &Question { agreement, on: Some(day(when)), groups: groups.to_vec(), advanced: false })
}

fn launch() -> AgreementAnalysis {
    on(&data(), "2018-11-12")
}

/// Status and certainty of every actor.
fn statuses(analysis: &AgreementAnalysis) -> BTreeMap<&str, (Status, Certainty)> {
    let rows = analysis.statuses.iter();
    rows.map(|r| (r.member.actor.id.as_str(), (r.member.status, r.member.certainty))).collect()
}

const SURELY_IN: (Status, Certainty) = (Status::Endorsed, Certainty::Certain);
const SURELY_OUT: (Status, Certainty) = (Status::None, Certainty::Certain);

#[test]
fn the_call_has_nine_principles() {
    assert_eq!(launch().agreement.provisions.len(), 9);
}

#[test]
fn the_call_does_not_bind_in_law() {
    assert!(!launch().agreement.binding);
}

#[test]
fn over_fifty_states_is_borne_as_an_interval() {
    let world = launch().view.world;
    assert!(world.low < 51 && world.high >= 51, "{} to {}", world.low, world.high);
}

#[test]
fn all_members_of_the_eu_were_in() {
    let analysis = launch();
    let eu = &analysis.view.blocs[1];
    assert_eq!((eu.tally.members, eu.tally.inside, eu.tally.low, eu.tally.high), (28, 28, 28, 28));
}

#[test]
fn of_the_five_eyes_three_were_in_and_australia_and_the_us_broke_ranks() {
    let analysis = launch();
    let five = &analysis.view.blocs[0];
    let by = |wanted: bool| -> Vec<&str> {
        five.members.iter().filter(|m| m.breaks_ranks == wanted).map(|m| m.actor.id.as_str()).collect()
    };
    assert_eq!(by(false), ["CAN", "NZL", "GBR"]);
    assert_eq!(by(true), ["AUS", "USA"]);
    assert_eq!(five.sure_breakers().count(), 2);
}

#[test]
fn the_six_ties_between_them_were_cut() {
    let analysis = launch();
    let five = &analysis.view.blocs[0];
    assert_eq!((five.ties, five.ties_cut, analysis.view.cut.len()), (10, 6, 6));
}

#[test]
fn the_us_stood_beside_the_states_the_article_names() {
    let analysis = launch();
    let company = &analysis.company[0];
    assert_eq!(company.position, Position::Out);
    for id in ["RUS", "CHN", "IRN", "PRK", "SAU", "ISR"] {
        let outsider = company.outsiders.iter().find(|o| o.member.actor.id == id).expect(id);
        assert_eq!((outsider.member.status, outsider.member.certainty), SURELY_OUT, "{id}");
    }
    assert_eq!(statuses(&analysis)["USA"], SURELY_OUT);
    assert_eq!(statuses(&analysis)["AUS"], SURELY_OUT);
}

#[test]
fn the_ten_firms_it_names_were_in_most_of_them_from_the_us() {
    let analysis = launch();
    let firms: Vec<(&str, &str)> = analysis
        .non_state
        .iter()
        .flat_map(|h| h.entities.iter().map(move |e| (h, e)))
        .filter(|(_, e)| {
            e.member.actor.kind == ActorKind::Company && e.member.certainty == Certainty::Certain
        })
        .map(|(h, e)| (h.state.as_ref().map_or("", |s| s.actor.id.as_str()), e.member.actor.id.as_str()))
        .collect();
    assert_eq!(firms.len(), 10, "{firms:?}");
    let statuses = statuses(&analysis);
    assert!(firms.iter().all(|(_, firm)| statuses[firm] == SURELY_IN));
    let american = firms.iter().filter(|(home, _)| *home == "USA").count();
    assert!(american * 2 > firms.len(), "{american} of {}", firms.len());
}

#[test]
fn over_two_hundred_firms_and_bodies_is_not_borne_by_the_record_and_not_claimed() {
    let analysis = launch();
    let recorded: usize = analysis.non_state.iter().map(|h| h.entities.len()).sum();
    assert!(recorded < 200, "were they all recorded, this test should count them");
}

#[test]
fn australia_joined_before_the_year_was_out() {
    let data = data();
    assert_eq!(statuses(&on(&data, "2018-12-15"))["AUS"], (Status::None, Certainty::Uncertain));
    assert_eq!(statuses(&on(&data, "2018-12-31"))["AUS"], SURELY_IN);
}

#[test]
fn the_us_was_in_by_10_november_2021() {
    let data = data();
    assert_eq!(statuses(&on(&data, "2021-11-09"))["USA"], SURELY_OUT);
    assert_eq!(statuses(&on(&data, "2021-11-10"))["USA"], SURELY_IN);
}

#[test]
fn eighty_one_states_were_in_by_the_end_of_january_2022() {
    let world = on(&data(), "2022-01-31").view.world;
    assert_eq!((world.low, world.high), (81, 81));
}

#[test]
fn the_eu_is_an_actor_of_its_own_and_no_member_of_itself() {
    let analysis = on(&data(), "2021-11-30");
    assert_eq!(statuses(&analysis)["european-union"], SURELY_IN);
    assert!(analysis.view.blocs[1].members.iter().all(|m| m.actor.kind == ActorKind::State));
}
