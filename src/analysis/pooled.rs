//! Is it more than chance? Each bloc's mean pairwise agreement over many
//! agreements, beside what two named nulls would show: a group of states picked
//! at random, and a record in which each state joins as much as it does and each
//! agreement is joined as often as it is.

use super::facts::{BlocFacts, Group};
use super::overview::OverviewRow;
use crate::chance::bootstrap::{Spread, spread};
use crate::chance::correction::BENJAMINI_HOCHBERG;
use crate::chance::fixed_margins::fixed_margins;
use crate::chance::pooled::{Draws, Pooled};
use crate::chance::random_group::random_group;
use crate::chance::record::{Record, mean_agreement};
use crate::chance::untestable::Untestable;
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;

/// One bloc against chance.
#[derive(Clone, Debug)]
pub struct PooledTest {
    /// The bloc, as composed on the last day of the survey.
    pub bloc: BlocFacts,
    /// Members with a position on some agreement.
    pub members: usize,
    /// Agreements on which two members or more have one.
    pub agreements: usize,
    /// Mean pairwise agreement over them.
    pub observed: Option<f64>,
    /// Lowest and highest agreement, or from ten agreements on a bootstrap interval of the mean.
    pub spread: Option<(f64, f64)>,
    /// Against a group of as many states picked at random.
    pub random: Result<Pooled, Untestable>,
    /// Against records with the same margins.
    pub fixed: Result<Pooled, Untestable>,
    /// p of more unity than chance under each null, corrected for all tests printed (Benjamini-Hochberg).
    pub corrected: (Option<f64>, Option<f64>),
}

/// Tests every bloc over the agreements of a survey.
pub fn pooled_tests(data: &Dataset, rows: &[OverviewRow], groups: &[Group]) -> Vec<PooledTest> {
    let Some(last) = rows.iter().map(|r| r.on).max() else { return vec![] };
    let states: Vec<ActorId> = data.state_ids().collect();
    let record = joined(data, rows, &states);
    let mut tests: Vec<PooledTest> = groups
        .iter()
        .map(|group| {
            let roll = group.roll(Snapshot::new(data, last)).members;
            let members: Vec<usize> = (0..states.len()).filter(|i| roll.contains(&states[*i])).collect();
            test(group, &record, &members)
        })
        .collect();
    correct(&mut tests);
    tests
}

/// Whether each state was in (party, supporter, in favour) on each agreement; nothing where that is not known.
fn joined(data: &Dataset, rows: &[OverviewRow], states: &[ActorId]) -> Vec<Vec<Option<bool>>> {
    let mut record = vec![Vec::with_capacity(rows.len()); states.len()];
    for row in rows {
        let Some(agreement) = data.agreement_id(&row.agreement.id) else { continue };
        let standings = Snapshot::new(data, row.on).on_agreement(agreement);
        for (cells, id) in record.iter_mut().zip(states) {
            let position = coding::DEFAULT.position(standings.standing(*id).status);
            cells.push(position.map(|p| p == Position::In));
        }
    }
    record
}

fn test(group: &Group, record: &[Vec<Option<bool>>], members: &[usize]) -> PooledTest {
    let table = Record::new(record, members);
    let known = members.iter().filter(|i| record[**i].iter().any(Option::is_some)).count();
    let values = by_agreement(record, members);
    let bounds = spread(&values, Draws::default()).map(|spread| match spread {
        Spread::Range(interval) | Spread::Mean(interval, _) => (interval.lower, interval.upper),
    });
    let against = |null: fn(&Record, Draws) -> Result<Pooled, Untestable>| {
        table.as_ref().map_err(|reason| *reason).and_then(|record| null(record, Draws::default()))
    };
    PooledTest {
        bloc: group.facts.clone(),
        members: known,
        agreements: values.len(),
        observed: mean_agreement(record, members),
        spread: bounds,
        random: against(random_group),
        fixed: against(fixed_margins),
        corrected: (None, None),
    }
}

/// The bloc's pairwise agreement on each agreement where two members or more have a position.
fn by_agreement(record: &[Vec<Option<bool>>], members: &[usize]) -> Vec<f64> {
    let width = record.first().map_or(0, Vec::len);
    let column = |k: usize| -> Vec<Vec<Option<bool>>> { record.iter().map(|row| vec![row[k]]).collect() };
    (0..width).filter_map(|k| mean_agreement(&column(k), members)).collect()
}

/// Corrects for all tests that are printed: both nulls of every bloc.
fn correct(tests: &mut [PooledTest]) {
    let p = |test: &Result<Pooled, Untestable>| test.as_ref().ok().map(|t| t.p_more_united);
    let family: Vec<Option<f64>> = tests.iter().flat_map(|t| [p(&t.random), p(&t.fixed)]).collect();
    let adjusted = BENJAMINI_HOCHBERG.adjust(&family);
    for (test, pair) in tests.iter_mut().zip(adjusted.chunks(2)) {
        test.corrected = (pair[0], pair[1]);
    }
}
