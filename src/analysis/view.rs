//! One agreement, chosen blocs, one day: who stood where, who broke ranks, and
//! which ties were cut.

use std::collections::BTreeSet;

use super::facts::{ActorRef, BlocFacts, Group};
use crate::coding::{Coding, Position};
use crate::graph::{AllianceGraph, GroupId};
use crate::measure::{AGREEMENT_INDEX, Counts, PAIRWISE_AGREEMENT, RICE};
use crate::model::*;
use crate::snapshot::{AgreementSnapshot, Roll, Snapshot, Standing};

/// Who stood where on one day.
#[derive(Clone, Debug)]
pub struct View {
    /// The day.
    pub on: Day,
    /// Each bloc, in the order asked.
    pub blocs: Vec<BlocView>,
    /// Whether a reader chose the blocs, and so their order.
    pub asked: bool,
    /// All states that could join.
    pub world: Tally,
    /// How many alliance ties (two actors that share one of the blocs) could be compared.
    pub ties: usize,
    /// Those whose ends differ.
    pub cut: Vec<CutRow>,
}

/// One bloc on one day.
#[derive(Clone, Debug)]
pub struct BlocView {
    /// Which bloc.
    pub bloc: BlocFacts,
    /// Its members: those in first, then half-way, out, and without a position; by name within.
    pub members: Vec<Member>,
    /// Its members counted by position.
    pub tally: Tally,
    /// Where most stood.
    pub majority: Majority,
    /// Whether they stood there also were every uncertain date its first day.
    pub majority_certain: bool,
    /// How many pairs of members could be compared.
    pub ties: usize,
    /// How many of them differ.
    pub ties_cut: usize,
    /// Pairwise agreement.
    pub agreement: Option<f64>,
    /// Rice index.
    pub rice: Option<f64>,
    /// Agreement Index.
    pub agreement_index: Option<f64>,
}

/// One actor's standing, with the facts it rests on.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub actor: ActorRef,
    /// The status.
    pub status: Status,
    /// The status were every uncertain date its first day.
    pub at_earliest: Status,
    /// The last act that counts, or the one that makes the status uncertain.
    pub act: Option<ActKind>,
    /// Its date.
    pub act_date: Option<Edtf>,
    /// Whether the status, and the membership, stand whatever the uncertain dates turn out to be.
    pub certainty: Certainty,
    /// The status coded.
    pub position: Option<Position>,
    /// Whether the position differs from the bloc's majority.
    pub breaks_ranks: bool,
    /// The source of the act; none for silence.
    pub source: Option<String>,
}

/// Members counted by position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All members.
    pub members: usize,
    /// Those with a position: the n of every share.
    pub n: usize,
    /// In.
    pub inside: usize,
    /// Half-way.
    pub half: usize,
    /// Out.
    pub out: usize,
    /// Did not vote.
    pub absent: usize,
    /// Could not have acted.
    pub not_eligible: usize,
    /// Outside the record.
    pub not_known: usize,
    /// How many were in, whatever the uncertain dates turn out to be.
    pub low: usize,
    /// How many may have been in.
    pub high: usize,
}

/// Where most members of a bloc stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Majority {
    /// In one position.
    Is(Position),
    /// Two positions tie.
    Tied,
    /// No member has a position.
    Unknown,
}

/// An alliance tie whose two ends differ.
#[derive(Clone, Debug)]
pub struct CutRow {
    /// One end.
    pub a: ActorRef,
    /// The other.
    pub b: ActorRef,
    /// The short names of the blocs they share.
    pub shared: Vec<String>,
    /// The ids of the blocs they share.
    pub shared_ids: Vec<String>,
    /// Where the one stood.
    pub status_a: Status,
    /// Where the other stood.
    pub status_b: Status,
    /// Whether they differ whatever the uncertain dates turn out to be.
    pub certainty: Certainty,
}

impl Tally {
    /// Counts members.
    pub fn of(members: &[Member], coding: &Coding) -> Self {
        let mut tally = Self { members: members.len(), ..Self::default() };
        for member in members {
            tally.add(member, coding);
        }
        tally
    }

    fn add(&mut self, member: &Member, coding: &Coding) {
        match member.position {
            Some(Position::In) => self.inside += 1,
            Some(Position::Half) => self.half += 1,
            Some(Position::Out) => self.out += 1,
            None => match member.status {
                Status::NotEligible | Status::NotAState => self.not_eligible += 1,
                Status::Absent => self.absent += 1,
                _ => self.not_known += 1,
            },
        }
        self.n += usize::from(member.position.is_some());
        let early = coding.position(member.at_earliest);
        let (now, early) = (member.position == Some(Position::In), early == Some(Position::In));
        self.low += usize::from(now && early);
        self.high += usize::from(now || early);
    }

    /// The counts that measures take.
    pub fn counts(&self, kind: AgreementKind) -> Counts {
        let positions = if kind == AgreementKind::Declaration { 2 } else { 3 };
        Counts { inside: self.inside, half: self.half, out: self.out, positions }
    }

    /// Whether uncertain dates could change the number in.
    pub fn is_uncertain(&self) -> bool {
        self.low != self.high
    }
}

impl View {
    /// The bloc whose ranks were surely broken that a headline is about: the first of those that
    /// were asked for; else, of those mostly known, one that was mostly in, then one with few breaks, then the
    /// best known.
    pub fn foremost(&self) -> Option<&BlocView> {
        let broken: Vec<&BlocView> =
            self.blocs.iter().filter(|b| b.sure_breakers().next().is_some()).collect();
        if self.asked {
            return broken.first().copied();
        }
        let weight = |b: &BlocView| {
            (b.is_mostly_known(), b.majority == Majority::Is(Position::In), b.sure_breakers().count() <= 3)
        };
        // Of equals the last is taken, so the first is put last: best-known blocs come first.
        broken.iter().rev().copied().max_by_key(|b| weight(b))
    }
}

impl Majority {
    fn of(counts: &Counts) -> Self {
        match counts.majority() {
            Some(position) => Self::Is(position),
            None if counts.n() == 0 => Self::Unknown,
            None => Self::Tied,
        }
    }
}

impl BlocView {
    /// The members that broke ranks.
    pub fn breakers(&self) -> impl Iterator<Item = &Member> + Clone {
        self.members.iter().filter(|m| m.breaks_ranks)
    }

    /// The members that broke ranks whatever the uncertain dates turn out to be.
    pub fn sure_breakers(&self) -> impl Iterator<Item = &Member> + Clone {
        self.breakers().filter(|m| self.majority_certain && m.certainty == Certainty::Certain)
    }

    /// The members in a position.
    pub fn at(&self, position: Position) -> impl Iterator<Item = &Member> + Clone {
        self.members.iter().filter(move |m| m.position == Some(position))
    }

    /// Whether all counted members, at least two, took one position.
    pub fn is_united(&self) -> bool {
        self.tally.n >= 2 && matches!(self.majority, Majority::Is(_)) && self.breakers().next().is_none()
    }

    /// Whether at least half of the members have a position.
    pub fn is_mostly_known(&self) -> bool {
        2 * self.tally.n >= self.tally.members
    }

    /// Whether every member that could act has a known status.
    pub fn is_wholly_known(&self) -> bool {
        self.tally.not_known == 0
    }

    /// Whether members took different positions.
    pub fn is_split(&self) -> bool {
        self.ties_cut > 0
    }

    /// The share of comparable ties that are cut.
    pub fn share_cut(&self) -> Option<f64> {
        (self.ties > 0).then(|| self.ties_cut as f64 / self.ties as f64)
    }
}

/// What is asked: an agreement under a coding.
pub struct Lens<'a> {
    /// The world on the day.
    pub snapshot: Snapshot<'a>,
    /// The agreement.
    pub agreement: AgreementId,
    /// The coding.
    pub coding: &'static Coding,
}

impl<'a> Lens<'a> {
    /// The agreement as of the day.
    pub fn standings(&self) -> AgreementSnapshot<'a> {
        self.snapshot.on_agreement(self.agreement)
    }

    /// One actor's standing, as results name it.
    pub fn member(&self, view: &AgreementSnapshot, actor: ActorId) -> Member {
        self.member_of(view.standing(actor), actor)
    }

    fn member_of(&self, standing: Standing, actor: ActorId) -> Member {
        let data = self.snapshot.data;
        Member {
            actor: ActorRef::of(data, actor),
            status: standing.status,
            at_earliest: standing.at_earliest,
            act: standing.act.map(|act| act.kind),
            act_date: standing.act.map(|act| act.date),
            certainty: standing.certainty,
            position: self.coding.position(standing.status),
            breaks_ranks: false,
            source: standing.act.map(|act| data.source(act.source).id.clone()),
        }
    }

    /// Each bloc, without the ties between them.
    pub fn blocs(&self, groups: &[Group]) -> Vec<BlocView> {
        let standings = self.standings();
        groups.iter().map(|g| self.bloc(&standings, g, &g.roll(self.snapshot))).collect()
    }

    /// Who stood where.
    pub fn view(&self, groups: &[Group]) -> View {
        let rolls: Vec<Roll> = groups.iter().map(|g| g.roll(self.snapshot)).collect();
        let standings = self.standings();
        let blocs = groups.iter().zip(&rolls).map(|(g, roll)| self.bloc(&standings, g, roll)).collect();
        let states: Vec<Member> =
            self.snapshot.states().members.into_iter().map(|id| self.member(&standings, id)).collect();
        let (ties, cut) = self.ties(groups, &rolls);
        View { on: self.snapshot.on, blocs, asked: true, world: Tally::of(&states, self.coding), ties, cut }
    }

    /// Pairwise agreement among chosen actors.
    pub fn agreement_of(&self, actors: &BTreeSet<ActorId>) -> Option<f64> {
        let standings = self.standings();
        let members: Vec<Member> = actors.iter().map(|id| self.member(&standings, *id)).collect();
        let kind = self.snapshot.data.agreement(self.agreement).kind;
        (PAIRWISE_AGREEMENT.compute)(&Tally::of(&members, self.coding).counts(kind))
    }

    fn bloc(&self, standings: &AgreementSnapshot, group: &Group, roll: &Roll) -> BlocView {
        let everyone = roll.members.iter().map(|id| {
            let mut member = self.member(standings, *id);
            if roll.is_uncertain(*id) {
                member.certainty = Certainty::Uncertain;
            }
            member
        });
        let mut members: Vec<Member> = everyone.collect();
        let tally = Tally::of(&members, self.coding);
        let kind = self.snapshot.data.agreement(self.agreement).kind;
        let counts = tally.counts(kind);
        let majority = Majority::of(&counts);
        let early = self.early_counts(&members, kind);
        for member in &mut members {
            member.breaks_ranks = matches!((member.position, majority), (Some(p), Majority::Is(m)) if p != m);
        }
        members.sort_by(|a, b| order(a).cmp(&order(b)));
        let pairs = |n: usize| n * n.saturating_sub(1) / 2;
        let same = pairs(counts.inside) + pairs(counts.half) + pairs(counts.out);
        BlocView {
            bloc: group.facts.clone(),
            tally,
            majority,
            majority_certain: majority == Majority::of(&early),
            ties: pairs(tally.n),
            ties_cut: pairs(tally.n) - same,
            agreement: (PAIRWISE_AGREEMENT.compute)(&counts),
            rice: (RICE.compute)(&counts),
            agreement_index: (AGREEMENT_INDEX.compute)(&counts),
            members,
        }
    }

    /// The counts were every uncertain date its first day.
    fn early_counts(&self, members: &[Member], kind: AgreementKind) -> Counts {
        let early =
            members.iter().map(|m| Member { position: self.coding.position(m.at_earliest), ..m.clone() });
        Tally::of(&early.collect::<Vec<_>>(), self.coding).counts(kind)
    }

    fn ties(&self, groups: &[Group], rolls: &[Roll]) -> (usize, Vec<CutRow>) {
        let data = self.snapshot.data;
        let mut graph = AllianceGraph::new(rolls);
        graph.overlay(self.snapshot, self.agreement);
        let (compared, cut) = graph.cut_by(self.agreement, self.coding);
        let named = |shared: &[GroupId], name: fn(&BlocFacts) -> &String| -> Vec<String> {
            shared.iter().map(|g| name(&groups[g.0 as usize].facts).clone()).collect()
        };
        let rows = cut.into_iter().map(|cut| CutRow {
            a: ActorRef::of(data, cut.tie.a),
            b: ActorRef::of(data, cut.tie.b),
            shared: named(&cut.tie.shared, |f| &f.short_name),
            shared_ids: named(&cut.tie.shared, |f| &f.id),
            status_a: cut.standing_a.status,
            status_b: cut.standing_b.status,
            certainty: cut.certainty,
        });
        (compared, rows.collect())
    }
}

/// Those in first, then half-way, out, and without a position; certain before uncertain; by name.
fn order(member: &Member) -> (u8, u8, Certainty, &str) {
    let position = match member.position {
        Some(Position::In) => 0,
        Some(Position::Half) => 1,
        Some(Position::Out) => 2,
        None => 3,
    };
    (position, member.status as u8, member.certainty, &member.actor.name)
}
