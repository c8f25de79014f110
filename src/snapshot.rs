//! The world on one day: who was a member of what, who could join what, and
//! what each had done. Every answer comes twice, with uncertain dates taken at
//! their last day (the point estimate) and at their first, and is certain when
//! the two agree.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::dataset::Dataset;
use crate::model::*;

/// A dataset as of one day.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    /// The facts.
    pub data: &'a Dataset,
    /// The day.
    pub on: Day,
}

/// A set of actors: as the point estimate has it, and with uncertain dates at their first day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// The point estimate.
    pub members: BTreeSet<ActorId>,
    /// Were every uncertain date its first day.
    pub at_earliest: BTreeSet<ActorId>,
}

impl Roll {
    /// Whether the actor belongs, by the point estimate.
    pub fn has(&self, actor: ActorId) -> bool {
        self.members.contains(&actor)
    }

    /// Whether it is uncertain that the actor belongs.
    pub fn is_uncertain(&self, actor: ActorId) -> bool {
        self.members.contains(&actor) != self.at_earliest.contains(&actor)
    }

    fn combine(
        self,
        other: &Self,
        with: impl Fn(&BTreeSet<ActorId>, &BTreeSet<ActorId>) -> BTreeSet<ActorId>,
    ) -> Self {
        Self {
            members: with(&self.members, &other.members),
            at_earliest: with(&self.at_earliest, &other.at_earliest),
        }
    }
}

/// What an actor's acts on an agreement amount to on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The status, uncertain dates taken at their last day.
    pub status: Status,
    /// The status, uncertain dates taken at their first day.
    pub at_earliest: Status,
    /// The last act that counts, if any; when the status is uncertain, the act that makes it so.
    pub act: Option<Act>,
    /// Whether the two agree and the record covers the day.
    pub certainty: Certainty,
}

impl Standing {
    fn settled(status: Status) -> Self {
        let certainty = match status {
            Status::NotKnown => Certainty::Uncertain,
            _ => Certainty::Certain,
        };
        Self { status, at_earliest: status, act: None, certainty }
    }

    /// Whether the status may be another than the point estimate.
    pub fn is_uncertain(&self) -> bool {
        self.certainty == Certainty::Uncertain
    }
}

impl<'a> Snapshot<'a> {
    /// `data` as of `on`.
    pub fn new(data: &'a Dataset, on: Day) -> Self {
        Self { data, on }
    }

    /// The full members of a bloc.
    pub fn members(&self, bloc: BlocId) -> Roll {
        self.in_role(bloc, Role::Member)
    }

    /// Those who belong to a bloc in one role.
    pub fn in_role(&self, bloc: BlocId, role: Role) -> Roll {
        let rows = || self.data.memberships_of(bloc).iter().filter(move |m| m.role == role);
        Roll {
            members: rows().filter(|m| m.period.covers(self.on)).map(|m| m.actor).collect(),
            at_earliest: rows().filter(|m| m.period.covers_at_earliest(self.on)).map(|m| m.actor).collect(),
        }
    }

    /// Every state that exists.
    pub fn states(&self) -> Roll {
        let those = |test: fn(Period, Day) -> bool| {
            self.data.state_ids().filter(|id| test(self.data.actor(*id).period, self.on)).collect()
        };
        Roll { members: those(Period::covers), at_earliest: those(Period::covers_at_earliest) }
    }

    /// The actors that a bloc expression stands for. An unknown name stands for nobody:
    /// names are checked when data and arguments are read.
    pub fn evaluate(&self, expr: &Expr) -> Roll {
        match expr {
            Expr::States => self.states(),
            Expr::Name(name) => self.named(name),
            Expr::Or(a, b) => self.evaluate(a).combine(&self.evaluate(b), |a, b| a | b),
            Expr::And(a, b) => self.evaluate(a).combine(&self.evaluate(b), |a, b| a & b),
            Expr::Minus(a, b) => self.evaluate(a).combine(&self.evaluate(b), |a, b| a - b),
        }
    }

    fn named(&self, name: &str) -> Roll {
        if let Some(bloc) = self.data.bloc_id(name) {
            return self.members(bloc);
        }
        if let Some(agreement) = self.data.agreement_id(name) {
            return self.parties(agreement);
        }
        let one: BTreeSet<ActorId> = self.data.actor_id(name).into_iter().collect();
        Roll { members: one.clone(), at_earliest: one }
    }

    /// The states that had joined an agreement: bound by a treaty, endorsing a declaration, in favour in a vote.
    pub fn parties(&self, agreement: AgreementId) -> Roll {
        let mut roll = Roll::default();
        for acts in self.data.acts_on(agreement).chunk_by(|a, b| a.actor == b.actor) {
            let actor = acts[0].actor;
            if !self.data.actor(actor).is_state() || !self.data.actor(actor).period.covers(self.on) {
                continue;
            }
            let folded = Folded::of(acts, self.on);
            if folded.status.has_joined() {
                roll.members.insert(actor);
            }
            if folded.at_earliest.has_joined() {
                roll.at_earliest.insert(actor);
            }
        }
        roll
    }

    /// One agreement as of this day; asks who was eligible and covered once for all actors.
    pub fn on_agreement(&self, agreement: AgreementId) -> AgreementSnapshot<'a> {
        AgreementSnapshot::new(*self, agreement)
    }
}

/// The days on which those that an expression stands for may change, in order: between two of them it stands for
/// the same actors all the time.
pub fn turns(data: &Dataset, expr: &Expr) -> Vec<Day> {
    let mut dates = vec![];
    dates_of(data, expr, &mut dates);
    let mut days: Vec<Day> = dates.into_iter().flat_map(|date| [date.earliest, date.latest]).collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn dates_of(data: &Dataset, expr: &Expr, dates: &mut Vec<Edtf>) {
    let ends = |period: Period| [period.from, period.until].into_iter().flatten();
    let life = |id: ActorId| ends(data.actor(id).period);
    match expr {
        Expr::States => dates.extend(data.state_ids().flat_map(life)),
        Expr::Name(name) => {
            if let Some(bloc) = data.bloc_id(name) {
                dates.extend(data.memberships_of(bloc).iter().flat_map(|m| ends(m.period)));
            } else if let Some(agreement) = data.agreement_id(name) {
                let acts = data.acts_on(agreement);
                dates.extend(acts.iter().flat_map(|act| life(act.actor).chain([act.effective])));
            }
        }
        Expr::Or(a, b) | Expr::And(a, b) | Expr::Minus(a, b) => {
            dates_of(data, a, dates);
            dates_of(data, b, dates);
        }
    }
}

/// One agreement as of one day.
pub struct AgreementSnapshot<'a> {
    snapshot: Snapshot<'a>,
    id: AgreementId,
    agreement: &'a Agreement,
    /// Worked out when it is first asked for, and so is `covered`.
    eligible: OnceCell<Roll>,
    covered: OnceCell<Roll>,
}

impl<'a> AgreementSnapshot<'a> {
    fn new(snapshot: Snapshot<'a>, id: AgreementId) -> Self {
        let agreement = snapshot.data.agreement(id);
        Self { snapshot, id, agreement, eligible: OnceCell::new(), covered: OnceCell::new() }
    }

    /// Who an expression stands for; who belonged to a voting body is a question about the day of the vote.
    fn evaluate(&self, expr: &Expr) -> Roll {
        match self.agreement.kind {
            AgreementKind::Vote => Snapshot::new(self.snapshot.data, self.agreement.opened).evaluate(expr),
            _ => self.snapshot.evaluate(expr),
        }
    }

    fn eligible(&self) -> &Roll {
        self.eligible.get_or_init(|| self.evaluate(&self.agreement.eligible))
    }

    fn is_covered(&self, actor: ActorId) -> bool {
        match &self.agreement.coverage {
            None => false,
            Some(expr) if *expr == self.agreement.eligible => self.eligible().has(actor),
            Some(expr) => self.covered.get_or_init(|| self.evaluate(expr)).has(actor),
        }
    }

    /// Whether anybody's silence says something.
    pub fn covers_silence(&self) -> bool {
        self.agreement.coverage.is_some()
    }

    /// The actors with acts on record, and what these amount to on the day.
    pub fn on_record(&self) -> impl Iterator<Item = (ActorId, Standing)> + '_ {
        let by_actor = self.snapshot.data.acts_on(self.id).chunk_by(|a, b| a.actor == b.actor);
        by_actor.map(|acts| (acts[0].actor, self.standing_by(acts[0].actor, acts)))
    }

    /// Whether the actor could join (for a vote: could vote on its day).
    pub fn is_eligible(&self, actor: ActorId) -> bool {
        let who = self.snapshot.data.actor(actor);
        if self.snapshot.on < self.agreement.opened {
            return false;
        }
        let invited = !who.is_state() && self.agreement.admits(who.kind);
        who.period.covers(self.snapshot.on) && (invited || self.eligible().has(actor))
    }

    /// What the actor's acts amount to on the day.
    pub fn standing(&self, actor: ActorId) -> Standing {
        self.standing_by(actor, self.snapshot.data.acts_of(actor, self.id))
    }

    fn standing_by(&self, actor: ActorId, acts: &[Act]) -> Standing {
        let who = self.snapshot.data.actor(actor);
        if who.is_state() && !who.period.covers(self.snapshot.on) {
            return Standing::settled(Status::NotAState);
        }
        if self.snapshot.on < self.agreement.opened {
            return Standing::settled(Status::NotEligible);
        }
        if acts.is_empty() {
            return Standing::settled(self.silence(actor));
        }
        self.of_acts(acts)
    }

    /// The status of an actor without a recorded act.
    fn silence(&self, actor: ActorId) -> Status {
        if !self.is_eligible(actor) {
            return Status::NotEligible;
        }
        let known = self.is_covered(actor) && self.snapshot.on <= self.snapshot.data.cutoff(self.id);
        if known { Status::None } else { Status::NotKnown }
    }

    /// The status of an actor with recorded acts: folded up to the day, uncertain dates taken
    /// at their last and at their first day. Before its first recorded act an actor had done nothing.
    fn of_acts(&self, acts: &[Act]) -> Standing {
        let on = self.snapshot.on;
        let Folded { status, at_earliest } = Folded::of(acts, on);
        // A vote is over when it is over; any other record may have grown since.
        let beyond = self.agreement.kind != AgreementKind::Vote && on > self.snapshot.data.cutoff(self.id);
        let uncertain = status != at_earliest || beyond;
        let act = match status != at_earliest {
            true => acts.iter().rfind(|act| act.effective.earliest <= on),
            false => acts.iter().rfind(|act| act.effective.latest <= on),
        };
        let certainty = if uncertain { Certainty::Uncertain } else { Certainty::Certain };
        Standing { status, at_earliest, act: act.copied(), certainty }
    }
}

/// The acts of one actor on one agreement, folded up to a day.
struct Folded {
    /// Uncertain dates taken at their last day.
    status: Status,
    /// Uncertain dates taken at their first day.
    at_earliest: Status,
}

impl Folded {
    fn of(acts: &[Act], on: Day) -> Self {
        let fold = |day: fn(&Act) -> Day| {
            let done = acts.iter().filter(|act| day(act) <= on);
            done.fold(Status::None, |status, act| act.kind.after(status))
        };
        Self { status: fold(|act| act.effective.latest), at_earliest: fold(|act| act.effective.earliest) }
    }
}
