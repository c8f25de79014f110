//! Pace: how long the members of each bloc took to join, counted from the
//! opening, against all other states that could; and in which order. A lead in
//! time, never a reason for it. Blocs are as composed when the agreement opened.

use super::facts::{ActorRef, BlocFacts, Group};
use super::view::Lens;
use crate::chance::log_rank::{LogRank, log_rank};
use crate::chance::survival::{Wait, kaplan_meier, median};
use crate::coding::Position;
use crate::model::*;
use crate::snapshot::Snapshot;

/// How fast one bloc joined.
#[derive(Clone, Debug)]
pub struct Pace {
    /// The bloc, as composed on the opening day.
    pub bloc: BlocFacts,
    /// Members whose wait is on record.
    pub n: usize,
    /// Those that joined.
    pub joined: usize,
    /// Days from the opening until half had joined (Kaplan-Meier); none if half never had.
    pub median_days: Option<f64>,
    /// The same for all other states.
    pub others_median_days: Option<f64>,
    /// Other states whose wait is on record.
    pub others: usize,
    /// The bloc against all other states; none for fewer than [`FEWEST`] members, or where nobody joined.
    pub test: Option<LogRank>,
    /// Members in the order in which they joined.
    pub order: Vec<Turn>,
}

/// When one member joined, among its bloc.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Who.
    pub actor: ActorRef,
    /// When.
    pub date: Edtf,
    /// Its place; members of one day share the first of their places.
    pub rank: usize,
    /// Days from the opening.
    pub days: i64,
    /// Days behind the bloc's first.
    pub behind_first: i64,
    /// Days behind the day by which half of the bloc had joined; none if half never had.
    pub behind_median: Option<f64>,
}

/// Fewer members than this are not tested: a rough p would say nothing.
pub const FEWEST: usize = 5;

impl Lens<'_> {
    /// How fast each bloc joined; nothing for a vote.
    pub fn pace(&self, groups: &[Group]) -> Vec<Pace> {
        let data = self.snapshot.data;
        if data.agreement(self.agreement).kind == AgreementKind::Vote {
            return vec![];
        }
        let waits: Vec<(ActorId, Wait)> =
            data.state_ids().filter_map(|id| Some((id, self.wait(id)?))).collect();
        groups.iter().filter_map(|group| self.pace_of(group, &waits)).collect()
    }

    fn pace_of(&self, group: &Group, waits: &[(ActorId, Wait)]) -> Option<Pace> {
        let data = self.snapshot.data;
        let opened = data.agreement(self.agreement).opened;
        let roll = group.roll(Snapshot::new(data, opened)).members;
        let (ours, others): (Vec<_>, Vec<_>) = waits.iter().copied().partition(|(id, _)| roll.contains(id));
        let only = |list: &[(ActorId, Wait)]| list.iter().map(|(_, w)| *w).collect::<Vec<Wait>>();
        let (own, rest) = (only(&ours), only(&others));
        let half = median(&kaplan_meier(&own));
        (own.len() >= 2).then(|| Pace {
            bloc: group.facts.clone(),
            n: own.len(),
            joined: own.iter().filter(|w| w.joined).count(),
            median_days: half,
            others_median_days: median(&kaplan_meier(&rest)),
            others: rest.len(),
            test: if own.len() < FEWEST { None } else { log_rank(&[&own, &rest]) },
            order: self.order(&ours, half),
        })
    }

    /// How long a state waited, an uncertain date taken at its last day; nothing where that is not known.
    fn wait(&self, actor: ActorId) -> Option<Wait> {
        let data = self.snapshot.data;
        let (opened, cutoff) = (data.agreement(self.agreement).opened, data.cutoff(self.agreement));
        let life = data.actor(actor).period;
        let day = |day: Day| i64::from(day.since(opened).map_or(0, |span| span.get_days()));
        let enters = life.from.map_or(0, |from| day(from.latest)).max(0);
        let joining = self.joining(actor).filter(|act| act.date.latest <= cutoff);
        if let Some(act) = joining {
            let leaves = day(act.date.latest);
            return Some(Wait { enters: enters.min(leaves), leaves, joined: true });
        }
        let last = life.until.map_or(cutoff, |until| until.latest.min(cutoff));
        let at_end = Lens { snapshot: Snapshot::new(data, last.yesterday().ok()?), ..*self };
        let status = at_end.standings().standing(actor).status;
        let known = self.coding.position(status).is_some_and(|p| p != Position::In);
        (known && day(last) > enters).then(|| Wait { enters, leaves: day(last), joined: false })
    }

    fn order(&self, ours: &[(ActorId, Wait)], half: Option<f64>) -> Vec<Turn> {
        let data = self.snapshot.data;
        let joined = ours.iter().filter(|(_, wait)| wait.joined);
        let mut turns: Vec<Turn> = joined
            .filter_map(|(id, wait)| {
                let (actor, date) = (ActorRef::of(data, *id), self.joining(*id)?.date);
                let behind_median = half.map(|half| wait.leaves as f64 - half);
                Some(Turn { actor, date, rank: 0, days: wait.leaves, behind_first: 0, behind_median })
            })
            .collect();
        turns.sort_by(|a, b| (a.days, &a.actor.name).cmp(&(b.days, &b.actor.name)));
        let first = turns.first().map_or(0, |t| t.days);
        let days: Vec<i64> = turns.iter().map(|t| t.days).collect();
        for turn in &mut turns {
            turn.rank = days.partition_point(|d| *d < turn.days) + 1;
            turn.behind_first = turn.days - first;
        }
        turns
    }
}
