//! Two blocs beside each other: on each agreement, how alike they stood, their
//! joint members dropped from both; and the means over all.

use std::collections::BTreeSet;

use super::ballot::{Ballot, Item};
use super::facts::{ActorRef, AgreementFacts, BlocFacts, Group};
use crate::coding;
use crate::dataset::Dataset;
use crate::measure::two_blocs::{ALL, TwoBlocs};
use crate::model::*;
use crate::snapshot::Snapshot;

/// Two blocs over agreements.
#[derive(Clone, Debug)]
pub struct Between {
    /// The one.
    pub a: BlocFacts,
    /// The other.
    pub b: BlocFacts,
    /// Each agreement on which both have a counted member.
    pub rows: Vec<BetweenRow>,
    /// Mean of each measure, in the order of `two_blocs::ALL`, with how many agreements it rests on.
    pub means: Vec<Option<(f64, usize)>>,
}

/// Two blocs on one agreement.
#[derive(Clone, Debug)]
pub struct BetweenRow {
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The day.
    pub on: Day,
    /// Where both stood, without their joint members.
    pub counts: TwoBlocs,
    /// Their joint members on the day.
    pub shared: Vec<ActorRef>,
    /// Each measure, in the order of `two_blocs::ALL`.
    pub values: Vec<Option<f64>>,
}

/// Sets two blocs beside each other over items.
pub fn between(data: &Dataset, items: &[Item], a: &Group, b: &Group) -> Between {
    let rows: Vec<BetweenRow> = items.iter().filter_map(|item| row(data, *item, a, b)).collect();
    let mean = |k: usize| {
        let values: Vec<f64> = rows.iter().filter_map(|row| row.values[k]).collect();
        (!values.is_empty()).then(|| (values.iter().sum::<f64>() / values.len() as f64, values.len()))
    };
    Between { a: a.facts.clone(), b: b.facts.clone(), means: (0..ALL.len()).map(mean).collect(), rows }
}

fn row(data: &Dataset, item: Item, a: &Group, b: &Group) -> Option<BetweenRow> {
    let snapshot = Snapshot::new(data, item.1);
    let (ours, theirs) = (a.roll(snapshot).members, b.roll(snapshot).members);
    let shared: BTreeSet<ActorId> = ours.intersection(&theirs).copied().collect();
    let ballot = Ballot::of(data, item, coding::DEFAULT);
    let counts =
        TwoBlocs { a: ballot.counts(ours.difference(&shared)), b: ballot.counts(theirs.difference(&shared)) };
    (counts.a.n() > 0 && counts.b.n() > 0).then(|| BetweenRow {
        agreement: AgreementFacts::of(data, item.0),
        on: item.1,
        shared: shared.iter().map(|id| ActorRef::of(data, *id)).collect(),
        values: ALL.iter().map(|measure| (measure.compute)(&counts)).collect(),
        counts,
    })
}
