//! Blocs over many agreements, too many to show one by one: how united each was
//! in every year, who stood apart, on which themes and agreements it was most
//! divided. The survey of [`super::overview()`] for thousands of votes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::ballot::{Ballot, Item, SESSION, Selection};
use super::facts::{ActorRef, AgreementFacts, BlocFacts, Citation, Group};
use super::overview::{Dissent, FEWEST_OPPORTUNITIES, Overview, ranked, rise, shown};
use super::series::{By, Rolls, SeriesRow, ballots, mean, series_of};
use super::structure::structure;
use crate::coding;
use crate::dataset::Dataset;
use crate::measure::{Counts, PAIRWISE_AGREEMENT, Stand};
use crate::model::*;

/// The fewest agreements of a theme that are averaged.
pub const FEWEST_OF_THEME: usize = 10;

/// The fewest members with a position for an agreement to count among the most divided.
pub const FEWEST_VOTING: usize = 3;

/// How many of a bloc's most divided agreements are kept.
const MOST_DIVIDED: usize = 50;

/// Blocs over many agreements.
#[derive(Clone, Debug)]
pub struct History {
    /// What the survey of all agreements says, without its rows and tests: who stood apart, who is near whom, the sources.
    pub survey: Overview,
    /// What a point of the series stands for.
    pub by: By,
    /// The first and the last day of the agreements.
    pub days: (Day, Day),
    /// Whether all agreements are votes.
    pub votes: bool,
    /// The voting bodies or depositaries, in the order of their names.
    pub bodies: Vec<String>,
    /// Each bloc's cohesion, period by period.
    pub series: Vec<SeriesRow>,
    /// Each bloc over all agreements.
    pub totals: Vec<Total>,
    /// Each bloc by theme, where there are enough agreements of it: the most divided first.
    pub themes: Vec<Theme>,
    /// Each bloc's most divided agreements.
    pub divided: Vec<Divided>,
}

/// A bloc over all agreements.
#[derive(Clone, Debug)]
pub struct Total {
    /// The bloc.
    pub bloc: BlocFacts,
    /// Agreements on which two members or more have a position.
    pub agreements: usize,
    /// Those on which all who have a position took one.
    pub undivided: usize,
    /// Mean pairwise agreement.
    pub agreement: Option<f64>,
    /// Mean pairwise agreement of all states on the same agreements.
    pub world: Option<f64>,
    /// Members on some of the days.
    pub members: usize,
    /// Members recorded as absent, a member counted once an agreement.
    pub absent: usize,
    /// Members with a known position, counted so too.
    pub positions: usize,
}

/// A bloc on the agreements of one theme.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The bloc.
    pub bloc: BlocFacts,
    /// The theme.
    pub theme: String,
    /// Agreements on which two members or more have a position.
    pub agreements: usize,
    /// Those on which all took one.
    pub undivided: usize,
    /// Mean pairwise agreement.
    pub agreement: f64,
}

/// A bloc on an agreement that divided it.
#[derive(Clone, Debug)]
pub struct Divided {
    /// The bloc.
    pub bloc: BlocFacts,
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The day membership and positions are taken on.
    pub on: Day,
    /// Members by position.
    pub counts: Counts,
    /// Pairwise agreement.
    pub pairwise: f64,
}

/// Surveys many agreements; nothing when none fits.
pub fn history(data: &Dataset, asked: &[Group], chosen: &Selection, by: By) -> Option<History> {
    let groups = shown(data, asked);
    let mut items = chosen.items(data);
    items.sort_by_key(|(id, on)| (*on, *id));
    let (first, last) = (items.first()?.1, items.last()?.1);
    let rows: Vec<&Agreement> = items.iter().map(|(id, _)| data.agreement(*id)).collect();
    let votes = rows.iter().all(|row| row.kind == AgreementKind::Vote);
    let mut bodies: Vec<String> = rows.iter().map(|row| row.depositary.clone()).collect();
    bodies.retain(|body| !body.is_empty());
    bodies.sort();
    bodies.dedup();
    let cast = ballots(data, &items);
    // A treaty is looked at again each year, a vote is not.
    let series = match votes {
        true => series_of(data, &cast, &groups, by),
        false => series_of(data, &ballots(data, &chosen.items_by_year(data)), &groups, by),
    };
    let found: Vec<OfBloc> = groups.par_iter().map(|group| of_bloc(data, &cast, group)).collect();
    let mut history = History {
        survey: survey(data, &items, &groups),
        by,
        days: (first, last),
        votes,
        bodies,
        series,
        totals: vec![],
        themes: vec![],
        divided: vec![],
    };
    let mut dissent = vec![];
    for of in found {
        history.totals.push(of.total);
        history.themes.extend(of.themes);
        history.divided.extend(of.divided);
        dissent.extend(of.dissent);
    }
    history.survey.dissent = ranked(dissent);
    Some(history)
}

fn survey(data: &Dataset, items: &[Item], groups: &[Group]) -> Overview {
    let uses: Vec<SourceId> = items.iter().flat_map(|(id, _)| data.acts_on(*id)).map(|a| a.source).collect();
    Overview {
        on: None,
        coding: (coding::DEFAULT.id, coding::DEFAULT.definition),
        data_hash: data.hash.clone(),
        blocs: groups.iter().map(|g| g.facts.clone()).collect(),
        rows: vec![],
        dissent: vec![],
        records: vec![],
        pooled: vec![],
        structure: structure(data, items, groups),
        sources: Citation::list(data, &uses),
        acts: uses.len(),
        agreements: items.len(),
        // A share of few among thousands would be ranked beside shares of thousands.
        fewest_opportunities: FEWEST_OPPORTUNITIES.max(items.len() / 20),
    }
}

/// What one bloc contributes.
struct OfBloc {
    total: Total,
    themes: Vec<Theme>,
    divided: Vec<Divided>,
    dissent: Vec<Dissent>,
}

/// A ballot as a bloc saw it.
struct Seen<'a> {
    ballot: &'a Ballot,
    counts: Counts,
    pairwise: f64,
}

fn of_bloc(data: &Dataset, cast: &[Ballot], group: &Group) -> OfBloc {
    let rolls = Rolls::of(data, cast, group);
    let agreement = PAIRWISE_AGREEMENT.compute;
    let seen = cast.iter().enumerate().filter_map(|(i, ballot)| {
        let counts = ballot.counts(rolls.on(i));
        Some(Seen { ballot, counts, pairwise: agreement(&counts)? })
    });
    let seen: Vec<Seen> = seen.collect();
    OfBloc {
        total: total(data, cast, &seen, &rolls, group),
        themes: themes(data, &seen, group),
        divided: divided(data, &seen, group),
        dissent: dissent(data, cast, &rolls, group),
    }
}

fn total(data: &Dataset, cast: &[Ballot], seen: &[Seen], rolls: &Rolls, group: &Group) -> Total {
    let states: Vec<ActorId> = data.state_ids().collect();
    let world = |s: &Seen| (PAIRWISE_AGREEMENT.compute)(&s.ballot.counts(&states));
    let mut members: Vec<ActorId> = vec![];
    let (mut absent, mut positions) = (0, 0);
    for (i, ballot) in cast.iter().enumerate() {
        let roll = rolls.on(i);
        let away = |act: &&Act| act.kind == ActKind::Absent && roll.binary_search(&act.actor).is_ok();
        absent += data.acts_on(ballot.agreement).iter().filter(away).count();
        positions += ballot.counts(roll).n();
        if i == 0 || !std::ptr::eq(roll, rolls.on(i - 1)) {
            members.extend(roll);
        }
    }
    members.sort();
    members.dedup();
    Total {
        bloc: group.facts.clone(),
        agreements: seen.len(),
        undivided: seen.iter().filter(|s| s.is_undivided()).count(),
        agreement: mean(seen.iter().map(|s| s.pairwise)),
        world: mean(seen.iter().filter_map(world)),
        members: members.len(),
        absent,
        positions,
    }
}

fn themes(data: &Dataset, seen: &[Seen], group: &Group) -> Vec<Theme> {
    let mut by_theme: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for s in seen {
        for provision in data.provisions_of(s.ballot.agreement) {
            if !provision.theme.is_empty() && !provision.theme.starts_with(SESSION) {
                by_theme.entry(&provision.theme).or_default().push(s);
            }
        }
    }
    let enough = by_theme.into_iter().filter(|(_, seen)| seen.len() >= FEWEST_OF_THEME);
    let mut themes: Vec<Theme> = enough
        .map(|(theme, seen)| Theme {
            bloc: group.facts.clone(),
            theme: theme.to_owned(),
            agreements: seen.len(),
            undivided: seen.iter().filter(|s| s.is_undivided()).count(),
            agreement: seen.iter().map(|s| s.pairwise).sum::<f64>() / seen.len() as f64,
        })
        .collect();
    themes.sort_by(|a, b| a.agreement.total_cmp(&b.agreement).then_with(|| a.theme.cmp(&b.theme)));
    themes
}

fn divided(data: &Dataset, seen: &[Seen], group: &Group) -> Vec<Divided> {
    let mut split: Vec<&Seen> =
        seen.iter().filter(|s| !s.is_undivided() && s.counts.n() >= FEWEST_VOTING).collect();
    // Of equally divided ones the latest first.
    split.sort_by(|a, b| {
        let rest = |s: &Seen| (std::cmp::Reverse(s.ballot.on), s.ballot.agreement);
        a.pairwise.total_cmp(&b.pairwise).then_with(|| rest(a).cmp(&rest(b)))
    });
    let row = |s: &&Seen| Divided {
        bloc: group.facts.clone(),
        agreement: AgreementFacts::of(data, s.ballot.agreement),
        on: s.ballot.on,
        counts: s.counts,
        pairwise: s.pairwise,
    };
    split.iter().take(MOST_DIVIDED).map(row).collect()
}

fn dissent(data: &Dataset, cast: &[Ballot], rolls: &Rolls, group: &Group) -> Vec<Dissent> {
    let mut found: BTreeMap<ActorId, Dissent> = BTreeMap::new();
    for (i, ballot) in cast.iter().enumerate() {
        let counts = ballot.counts(rolls.on(i));
        for id in rolls.on(i) {
            let Some(position) = ballot.position(*id) else { continue };
            let Some(stand) = counts.stand_of(position) else { continue };
            let entry = found.entry(*id).or_insert_with(|| Dissent {
                bloc: group.facts.clone(),
                actor: ActorRef::of(data, *id),
                opportunities: 0,
                apart: 0,
                alone: 0,
                agreements: vec![],
                leverage: 0.0,
            });
            entry.opportunities += 1;
            if stand != Stand::With {
                entry.apart += 1;
                entry.alone += usize::from(stand == Stand::Alone);
                entry.leverage += rise(counts, position);
            }
        }
    }
    found.into_values().collect()
}

impl Seen<'_> {
    fn is_undivided(&self) -> bool {
        self.counts.largest() == self.counts.n()
    }
}

impl History {
    /// The series of a bloc.
    pub fn of_bloc<'a>(&'a self, bloc: &'a BlocFacts) -> impl Iterator<Item = &'a SeriesRow> {
        self.series.iter().filter(|row| row.bloc.id == bloc.id && row.items > 0)
    }

    /// What its agreements are called: votes, or agreements.
    pub fn noun(&self, n: usize) -> &'static str {
        match (self.votes, n) {
            (true, 1) => "vote",
            (true, _) => "votes",
            (false, 1) => "agreement",
            (false, _) => "agreements",
        }
    }
}
