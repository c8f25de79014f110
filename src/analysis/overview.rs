//! All agreements at a glance: where each bloc stood on each, which splits are
//! largest, and which members stand apart from their bloc most often.

use std::collections::BTreeMap;

use super::agreement::known;
use super::ballot::{Item, Selection};
use super::facts::{ActorRef, AgreementFacts, BlocFacts, Citation, Group};
use super::pooled::{PooledTest, pooled_tests};
use super::structure::{Shapeless, Structure, structure};
use super::view::{BlocView, Lens};
use crate::coding::{self, Position};
use crate::dataset::Dataset;
use crate::measure::record::{self, BlocRecord};
use crate::measure::{Counts, PAIRWISE_AGREEMENT, Stand};
use crate::model::*;
use crate::snapshot::Snapshot;

/// Where every bloc stood on every agreement.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The day asked about; none when each agreement is taken at its own cut-off.
    pub on: Option<Day>,
    /// Name and definition of the coding.
    pub coding: (&'static str, &'static str),
    /// Hash of the data.
    pub data_hash: String,
    /// The blocs, in the order shown.
    pub blocs: Vec<BlocFacts>,
    /// The agreements, by kind and day of opening, each with its day and one view a bloc.
    pub rows: Vec<OverviewRow>,
    /// Members by how often they stood apart from the rest of a bloc: most often first.
    pub dissent: Vec<Dissent>,
    /// Each bloc over all agreements, by every measure of a record.
    pub records: Vec<RecordRow>,
    /// Each bloc against chance; empty where that was not asked for.
    pub pooled: Vec<PooledTest>,
    /// Who is near whom, or why that cannot be told.
    pub structure: Result<Structure, Shapeless>,
    /// The sources used, most used first.
    pub sources: Vec<Citation>,
    /// How many acts the views rest on.
    pub acts: usize,
    /// How many agreements: those of `rows`, or of a history, whose rows are too many to hold.
    pub agreements: usize,
    /// How many opportunities it takes for a share of dissents to be ranked.
    pub fewest_opportunities: usize,
}

/// One bloc over all agreements of an overview.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// The bloc.
    pub bloc: BlocFacts,
    /// Members with a position on some agreement, on whichever day they belonged.
    pub members: usize,
    /// Each measure, in the order of `record::ALL`.
    pub values: Vec<Option<f64>>,
}

/// One agreement in an overview.
#[derive(Clone, Debug)]
pub struct OverviewRow {
    /// The agreement.
    pub agreement: AgreementFacts,
    /// The day membership and status are taken on.
    pub on: Day,
    /// One view a bloc, in the order of [`Overview::blocs`].
    pub blocs: Vec<BlocView>,
}

/// How often a member stood apart from the rest of its bloc.
#[derive(Clone, Debug, PartialEq)]
pub struct Dissent {
    /// The bloc.
    pub bloc: BlocFacts,
    /// The member.
    pub actor: ActorRef,
    /// Agreements on which it had a position and the others a majority.
    pub opportunities: usize,
    /// Those on which its position differed from that majority.
    pub apart: usize,
    /// Those on which it was the only one that differed.
    pub alone: usize,
    /// Short names of the agreements on which it stood apart.
    pub agreements: Vec<String>,
    /// Leverage: how much the bloc's pairwise agreement would have risen on average over its opportunities, had it stood
    /// with the majority each time.
    pub leverage: f64,
}

/// Blocs that an overview shows when none are asked for, in this order.
const SHOWN: &[&str] = &[
    "five-eyes",
    "quad",
    "g7",
    "eu",
    "nato",
    "g20",
    "brics",
    "sco",
    "csto",
    "gcc",
    "arab-league",
    "asean",
    "african-union",
    "mercosur",
];

/// How many opportunities it takes, in a survey of agreements one by one, for a share of dissents to be ranked.
pub const FEWEST_OPPORTUNITIES: usize = 5;

/// The blocs that are shown when none are asked for.
pub fn best_known(data: &Dataset) -> Vec<Group> {
    known(data, SHOWN)
}

pub(super) fn shown(data: &Dataset, asked: &[Group]) -> Vec<Group> {
    if asked.is_empty() { best_known(data) } else { asked.to_vec() }
}

/// The most agreements of one survey: more cannot be read, and a series by year says more.
pub const MOST_AGREEMENTS: usize = 200;

/// Surveys all agreements that were open, and tests each bloc against chance.
pub fn overview(data: &Dataset, on: Option<Day>, asked: &[Group]) -> Overview {
    overview_of(data, on, asked, &Selection::default())
}

/// The same of chosen agreements.
pub fn overview_of(data: &Dataset, on: Option<Day>, asked: &[Group], chosen: &Selection) -> Overview {
    let mut overview = survey_of(data, on, asked, chosen);
    overview.pooled = pooled_tests(data, &overview.rows, &shown(data, asked));
    overview
}

/// The same without the tests, which take longest.
pub fn survey(data: &Dataset, on: Option<Day>, asked: &[Group]) -> Overview {
    survey_of(data, on, asked, &Selection::default())
}

fn survey_of(data: &Dataset, on: Option<Day>, asked: &[Group], chosen: &Selection) -> Overview {
    let groups = shown(data, asked);
    let rows: Vec<OverviewRow> =
        ordered(data, chosen).into_iter().filter_map(|item| row(data, item, on, &groups)).collect();
    let shown: Vec<AgreementId> = rows.iter().filter_map(|r| data.agreement_id(&r.agreement.id)).collect();
    let items: Vec<Item> = shown.iter().copied().zip(rows.iter().map(|r| r.on)).collect();
    let uses: Vec<SourceId> = shown.iter().flat_map(|id| data.acts_on(*id)).map(|act| act.source).collect();
    Overview {
        on,
        coding: (coding::DEFAULT.id, coding::DEFAULT.definition),
        data_hash: data.hash.clone(),
        records: records(&rows),
        pooled: vec![],
        structure: structure(data, &items, &groups),
        dissent: dissent(&rows),
        blocs: groups.into_iter().map(|g| g.facts).collect(),
        agreements: rows.len(),
        fewest_opportunities: FEWEST_OPPORTUNITIES,
        rows,
        acts: uses.len(),
        sources: Citation::list(data, &uses),
    }
}

fn ordered(data: &Dataset, chosen: &Selection) -> Vec<Item> {
    let mut items = chosen.items(data);
    items.sort_by_key(|(id, _)| (data.agreement(*id).kind, data.agreement(*id).opened, *id));
    items
}

fn row(data: &Dataset, (id, last): Item, on: Option<Day>, groups: &[Group]) -> Option<OverviewRow> {
    let on = on.unwrap_or(last);
    if on < data.agreement(id).opened {
        return None;
    }
    let lens = Lens { snapshot: Snapshot::new(data, on), agreement: id, coding: coding::DEFAULT };
    Some(OverviewRow { agreement: AgreementFacts::of(data, id), on, blocs: lens.blocs(groups) })
}

/// Every member of every bloc against the majority of the others (ties are no opportunity).
fn dissent(rows: &[OverviewRow]) -> Vec<Dissent> {
    let mut found: BTreeMap<(String, String), Dissent> = BTreeMap::new();
    for row in rows {
        for view in &row.blocs {
            for member in &view.members {
                let Some(position) = member.position else { continue };
                let counts = view.tally.counts(row.agreement.kind);
                let Some(stand) = counts.stand_of(position) else { continue };
                let key = (view.bloc.id.clone(), member.actor.id.clone());
                let entry = found.entry(key).or_insert_with(|| Dissent::of(view, &member.actor));
                entry.opportunities += 1;
                entry.leverage += rise(counts, position);
                if stand != Stand::With {
                    entry.apart += 1;
                    entry.alone += usize::from(stand == Stand::Alone);
                    entry.agreements.push(row.agreement.short_name.clone());
                }
            }
        }
    }
    ranked(found.into_values().collect())
}

/// Those who stood apart, most often first; leverages as means.
pub(super) fn ranked(found: Vec<Dissent>) -> Vec<Dissent> {
    let mut list: Vec<Dissent> = found.into_iter().filter(|d| d.apart > 0).collect();
    list.iter_mut().for_each(|d| d.leverage /= d.opportunities as f64);
    list.sort_by(|a, b| {
        let key =
            |d: &Dissent| (std::cmp::Reverse(d.apart * 10_000 / d.opportunities), std::cmp::Reverse(d.apart));
        key(a).cmp(&key(b)).then_with(|| (&a.actor.name, &a.bloc.id).cmp(&(&b.actor.name, &b.bloc.id)))
    });
    list
}

/// Each bloc's members by agreements, measured.
fn records(rows: &[OverviewRow]) -> Vec<RecordRow> {
    let blocs = rows.first().map_or(0, |row| row.blocs.len());
    let of = |place: usize| {
        let mut members: BTreeMap<&str, Vec<Option<Position>>> = BTreeMap::new();
        for (k, row) in rows.iter().enumerate() {
            for member in row.blocs[place].members.iter().filter(|m| m.position.is_some()) {
                let cells = members.entry(&member.actor.id).or_insert_with(|| vec![None; rows.len()]);
                cells[k] = member.position;
            }
        }
        let record = BlocRecord { rows: members.into_values().collect(), positions: 3 };
        RecordRow {
            bloc: rows[0].blocs[place].bloc.clone(),
            members: record.rows.len(),
            values: record::ALL.iter().map(|measure| (measure.compute)(&record)).collect(),
        }
    };
    (0..blocs).map(of).collect()
}

/// How much more the bloc would agree, had the member stood with the majority of the others.
pub(super) fn rise(counts: Counts, position: Position) -> f64 {
    let agreement = PAIRWISE_AGREEMENT.compute;
    let healed = counts.healed(position).and_then(|healed| agreement(&healed));
    healed.zip(agreement(&counts)).map_or(0.0, |(healed, now)| healed - now)
}

impl Dissent {
    fn of(view: &BlocView, actor: &ActorRef) -> Self {
        let (bloc, actor) = (view.bloc.clone(), actor.clone());
        Self { bloc, actor, opportunities: 0, apart: 0, alone: 0, agreements: vec![], leverage: 0.0 }
    }
}

impl Overview {
    /// In each bloc, the member whose change would heal it most.
    pub fn most_leverage(&self) -> Vec<&Dissent> {
        let of = |bloc: &BlocFacts| {
            let enough = self
                .dissent
                .iter()
                .filter(|d| d.bloc.id == bloc.id && d.opportunities >= self.fewest_opportunities);
            // Of equals the first is kept: the one that stood apart most often.
            enough.fold(None, |most: Option<&Dissent>, d| match most {
                Some(m) if m.leverage >= d.leverage => Some(m),
                _ => Some(d),
            })
        };
        self.blocs.iter().filter_map(of).collect()
    }

    /// Every bloc on every agreement with a split, the most divided first.
    pub fn splits(&self) -> Vec<(&OverviewRow, &BlocView)> {
        let all = self.rows.iter().flat_map(|row| row.blocs.iter().map(move |view| (row, view)));
        let mut splits: Vec<_> =
            all.filter(|(_, view)| view.is_split() && view.tally.n >= 3 && view.is_mostly_known()).collect();
        splits.sort_by(|(r, a), (s, b)| {
            let agreement = |v: &BlocView| v.agreement.unwrap_or(1.0);
            agreement(a)
                .total_cmp(&agreement(b))
                .then_with(|| (&a.bloc.id, &r.agreement.id).cmp(&(&b.bloc.id, &s.agreement.id)))
        });
        splits
    }

    /// Splits of a single member against all others: the breaks that stand out most.
    pub fn lone_breaks(&self) -> Vec<(&OverviewRow, &BlocView)> {
        let all = self.rows.iter().flat_map(|row| row.blocs.iter().map(move |view| (row, view)));
        let lone = |view: &BlocView| {
            view.tally.n >= 4
                && view.is_mostly_known()
                && view.sure_breakers().count() == 1
                && view.breakers().count() == 1
        };
        let mut lone: Vec<_> = all.filter(|(_, view)| lone(view)).collect();
        lone.sort_by_key(|(row, view)| {
            (std::cmp::Reverse(view.tally.n), view.bloc.id.clone(), row.agreement.id.clone())
        });
        lone
    }

    /// On how many pairs of bloc and agreement the bloc stood undivided, of how many where that can be told.
    pub fn united(&self) -> United {
        United::of(self.rows.iter().flat_map(|r| &r.blocs))
    }

    /// The same for the bloc at a place of [`Overview::blocs`].
    pub fn united_of(&self, place: usize) -> United {
        United::of(self.rows.iter().map(|r| &r.blocs[place]))
    }
}

/// How often blocs stood undivided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct United {
    /// Undivided: every member that could act is known, two at least, and all took one position.
    pub united: usize,
    /// Those, and the divided: members seen in different positions.
    pub cases: usize,
    /// Not told: those seen took one position, but others are not known.
    pub untold: usize,
}

impl United {
    fn of<'a>(views: impl Iterator<Item = &'a BlocView>) -> Self {
        let mut count = Self::default();
        for view in views.filter(|v| v.tally.n >= 2) {
            match (view.is_split(), view.is_wholly_known()) {
                (false, false) => count.untold += 1,
                (split, _) => {
                    count.cases += 1;
                    count.united += usize::from(!split);
                }
            }
        }
        count
    }
}
