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
    /// The blocs whose share in changed most; none when none changed.
    pub fn largest(&self) -> Vec<&(BlocView, BlocView)> {
        // Shares are compared as fractions, so that equal ones are equal on every machine.
        let change = |(a, b): &(BlocView, BlocView)| {
            let (k, n, l, m) = (a.tally.inside, a.tally.n, b.tally.inside, b.tally.n);
            ((l * n).abs_diff(k * m) as u128, (n * m) as u128)
        };
        let larger = |x: (u128, u128), y: (u128, u128)| (x.0 * y.1).cmp(&(y.0 * x.1));
        let Some(most) = self.blocs.iter().map(change).max_by(|x, y| larger(*x, *y)) else { return vec![] };
        let level = |pair: &&(BlocView, BlocView)| most.0 > 0 && larger(change(pair), most).is_eq();
        self.blocs.iter().filter(level).collect()
    }
}
