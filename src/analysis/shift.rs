//! The same blocs on one agreement on two days: how many of each were in, with
//! its members as they were on each day.

use super::agreement::used;
use super::facts::{AgreementFacts, Citation};
use super::timeline::Course;
use super::view::{BlocView, Lens};
use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::Snapshot;

/// Blocs on two days.
#[derive(Clone, Debug)]
pub struct Shift {
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The first day.
    pub from: Day,
    /// The second day.
    pub to: Day,
    /// Each bloc on the first and on the second day; those without a position on either are left out.
    pub blocs: Vec<(BlocView, BlocView)>,
    /// Hash of the data.
    pub data_hash: String,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
}

/// Compares two days.
pub fn shift(data: &Dataset, course: &Course) -> Shift {
    let groups = course.chosen(data);
    let (from, to) = course.span(data);
    let views = |on| Lens { snapshot: Snapshot::new(data, on), ..course.lens(data) }.blocs(&groups);
    let pairs = views(from).into_iter().zip(views(to));
    Shift {
        agreement: AgreementFacts::of(data, course.agreement),
        from,
        to,
        blocs: pairs.filter(|(a, b)| a.tally.n > 0 && b.tally.n > 0).collect(),
        data_hash: data.hash.clone(),
        sources: Citation::list(data, &used(data, course.agreement, &groups)),
    }
}

impl Shift {
    /// The bloc whose share in changed most; none when none changed.
    pub fn largest(&self) -> Option<&(BlocView, BlocView)> {
        let share = |v: &BlocView| v.tally.inside as f64 / v.tally.n as f64;
        let change = |(a, b): &(BlocView, BlocView)| (share(b) - share(a)).abs();
        let mut best: Option<&(BlocView, BlocView)> = None;
        for pair in self.blocs.iter().filter(|pair| change(pair) > 0.0) {
            if best.is_none_or(|b| change(pair) > change(b)) {
                best = Some(pair);
            }
        }
        best
    }
}
