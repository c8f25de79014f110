//! Whether a finding survives other reasonable codings: each bloc under every
//! coding that reads at least one of its members otherwise than the default.

use super::facts::{BlocFacts, Group};
use super::view::{BlocView, Lens, Majority};
use crate::coding;

/// One bloc under the codings that apply.
#[derive(Clone, Debug)]
pub struct Robustness {
    /// The bloc.
    pub bloc: BlocFacts,
    /// The default first, then every coding that reads a member otherwise.
    pub readings: Vec<Reading>,
}

/// One bloc under one coding.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The coding's id.
    pub coding: &'static str,
    /// What it does.
    pub definition: &'static str,
    /// Members with a position.
    pub n: usize,
    /// Members in.
    pub inside: usize,
    /// Where most stood.
    pub majority: Majority,
    /// Ids of the members that broke ranks, in order.
    pub breakers: Vec<String>,
    /// Pairwise agreement.
    pub agreement: Option<f64>,
    /// Whether the same members broke ranks as under the default.
    pub same: bool,
}

impl Robustness {
    /// Under how many of the codings the same members broke ranks, and of how many.
    pub fn holds(&self) -> (usize, usize) {
        (self.readings.iter().filter(|r| r.same).count(), self.readings.len())
    }
}

impl Lens<'_> {
    /// Each bloc under every coding that applies.
    pub fn robustness(&self, groups: &[Group]) -> Vec<Robustness> {
        groups.iter().map(|group| self.robustness_of(group)).collect()
    }

    fn robustness_of(&self, group: &Group) -> Robustness {
        let kind = self.snapshot.data.agreement(self.agreement).kind;
        let default = self.under(coding::DEFAULT, group);
        let expected = breakers(&default);
        let reads_otherwise = |coding: &coding::Coding| {
            default.members.iter().any(|m| coding.position(m.status) != coding::DEFAULT.position(m.status))
        };
        let applying = coding::ALL
            .iter()
            .filter(|c| *c == coding::DEFAULT || (c.applies_to(kind) && reads_otherwise(c)));
        let readings = applying.map(|coding| {
            let view = self.under(coding, group);
            let breakers = breakers(&view);
            Reading {
                coding: coding.id,
                definition: coding.definition,
                n: view.tally.n,
                inside: view.tally.inside,
                majority: view.majority,
                same: breakers == expected,
                breakers,
                agreement: view.agreement,
            }
        });
        Robustness { bloc: group.facts.clone(), readings: readings.collect() }
    }

    fn under(&self, coding: &'static coding::Coding, group: &Group) -> BlocView {
        let lens = Lens { coding, ..*self };
        lens.blocs(std::slice::from_ref(group)).pop().expect("one group gives one view")
    }
}

fn breakers(view: &BlocView) -> Vec<String> {
    let mut ids: Vec<String> = view.breakers().map(|m| m.actor.id.clone()).collect();
    ids.sort();
    ids
}
