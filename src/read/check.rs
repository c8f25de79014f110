//! What the tables say together: nobody twice in a bloc at once, no act before
//! an agreement opened or by a state that did not exist, no vote on a treaty,
//! and counts that equal what depositaries published.

use rayon::prelude::*;

use super::problem::{Problem, Problems};
use super::schema;
use crate::dataset::Dataset;
use crate::model::agreement::{CountSubject, Counted};
use crate::model::*;
use crate::snapshot::{Snapshot, turns};

/// Checks everything that takes more than one row, or more than one table.
pub fn together(data: &Dataset, problems: &mut Problems) {
    memberships(data, problems);
    obligations(data, problems);
    provisions(data, problems);
    agreements(data, problems);
    acts(data, problems);
    names(data, problems);
    if !problems.has_errors() {
        counts(data, problems);
    }
}

fn error(file: &str, line: u32, found: String, expected: impl Into<String>, help: &str) -> Problem {
    Problem::at(file, u64::from(line), 0, found, expected, help)
}

fn memberships(data: &Dataset, problems: &mut Problems) {
    let file = schema::MEMBERSHIPS.file;
    for m in &data.memberships {
        let (actor, bloc) = (data.actor(m.actor), data.bloc(m.bloc));
        for (id, life) in [(&actor.id, actor.period), (&bloc.id, bloc.period)] {
            if !m.period.lies_within(life) {
                let found = format!("{} in {} {}", actor.id, bloc.id, words(m.period));
                let expected = format!("a membership while {id} exists ({})", words(life));
                problems.push(error(file, m.line, found, expected, "check both periods"));
            }
        }
    }
    for pair in data.memberships.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        if (a.actor, a.bloc) == (b.actor, b.bloc) && a.period.surely_overlaps(b.period) {
            let found = format!("{} in {} {}", data.actor(b.actor).id, data.bloc(b.bloc).id, words(b.period));
            let expected = format!("no overlap with line {} ({})", a.line, words(a.period));
            problems.push(error(
                file,
                b.line,
                found,
                expected,
                "end the earlier row on the day the later one starts",
            ));
        }
    }
}

fn obligations(data: &Dataset, problems: &mut Problems) {
    let file = schema::OBLIGATIONS.file;
    let phrase = |o: &Obligation| {
        format!("{} of {} and {} {}", o.kind, data.actor(o.a).id, data.actor(o.b).id, words(o.period))
    };
    for o in &data.obligations {
        for actor in [o.a, o.b].map(|id| data.actor(id)) {
            if !o.period.lies_within(actor.period) {
                let expected = format!("an obligation while {} exists ({})", actor.id, words(actor.period));
                let help = "check the period, or name the predecessor or successor";
                problems.push(error(file, o.line, phrase(o), expected, help).as_warning());
            }
        }
    }
    for pair in data.obligations.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        if (a.a, a.b, a.kind) == (b.a, b.b, b.kind) && a.period.surely_overlaps(b.period) {
            let expected = format!("no overlap with line {} ({})", a.line, words(a.period));
            problems.push(error(file, b.line, phrase(b), expected, "join rows that overlap into one spell"));
        }
    }
}

fn words(period: Period) -> String {
    match (period.from, period.until) {
        (None, None) => "at all times".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("from {from} until {until}"),
    }
}

fn provisions(data: &Dataset, problems: &mut Problems) {
    let mut all: Vec<&Provision> = data.provisions.iter().collect();
    all.sort_by(|a, b| (a.agreement, &a.number, a.line).cmp(&(b.agreement, &b.number, b.line)));
    for pair in all.windows(2) {
        if (pair[0].agreement, &pair[0].number) == (pair[1].agreement, &pair[1].number) {
            let found =
                format!("provision {} of {} again", pair[1].number, data.agreement(pair[1].agreement).id);
            let expected = format!("each provision once; it stands on line {}", pair[0].line);
            problems.push(error(schema::PROVISIONS.file, pair[1].line, found, expected, "remove one row"));
        }
    }
}

fn agreements(data: &Dataset, problems: &mut Problems) {
    for agreement in &data.agreements {
        if agreement.in_force.is_some_and(|day| day < agreement.opened) {
            let found = format!("{} in force before it opened", agreement.id);
            problems.push(Problem::of_file(
                schema::AGREEMENTS.file,
                found,
                "`opened` on or before `in_force`",
                "check both days",
            ));
        }
    }
}

fn acts(data: &Dataset, problems: &mut Problems) {
    const AGREEMENTS: usize = 256;
    let ids: Vec<AgreementId> = data.agreement_ids().collect();
    let found = ids.par_chunks(AGREEMENTS).map(|ids| {
        let (mut known, mut problems) = (None, Problems::default());
        for id in ids {
            acts_on(data, *id, &mut problems);
            eligibility(data, *id, &mut known, &mut problems);
        }
        problems
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| problems.extend(found));
}

fn acts_on(data: &Dataset, agreement: AgreementId, problems: &mut Problems) {
    let acts = data.acts_on(agreement);
    for act in acts {
        if let Some((found, expected, help)) = wrong_with(data, act) {
            problems.push(error(schema::ACTS.file, act.line, found, expected, help));
        }
    }
    for pair in acts.windows(2) {
        together_wrong(data, &pair[0], &pair[1], problems);
    }
}

fn phrase(data: &Dataset, act: &Act) -> String {
    format!(
        "{} of {} by {} on {}",
        act.kind,
        data.agreement(act.agreement).id,
        data.actor(act.actor).id,
        act.date
    )
}

fn wrong_with(data: &Dataset, act: &Act) -> Option<(String, String, &'static str)> {
    let (actor, agreement) = (data.actor(act.actor), data.agreement(act.agreement));
    // Made only when something is wrong: this is asked of every act.
    let found = || phrase(data, act);
    if !act.kind.suits(agreement.kind) {
        let suiting: Vec<&str> =
            ActKind::ALL.iter().filter(|k| k.suits(agreement.kind)).map(|k| k.word()).collect();
        return Some((
            found(),
            format!("an act that suits a {}: {}", agreement.kind, suiting.join(", ")),
            "mend the kind",
        ));
    }
    if actor.period.surely_excludes(act.date) {
        return Some((
            found(),
            format!("an act while {} exists ({})", actor.id, words(actor.period)),
            "check the date, or name the predecessor or successor",
        ));
    }
    if act.date.latest < agreement.opened {
        return Some((
            found(),
            format!("a date from {} on, when {} opened", agreement.opened, agreement.id),
            "check the date",
        ));
    }
    if agreement.kind == AgreementKind::Vote && act.date != Edtf::day(agreement.opened) {
        return Some((found(), format!("the day of the vote, {}", agreement.opened), "check the date"));
    }
    if act.effective.latest < act.date.earliest {
        return Some((
            found(),
            format!("to take effect on or after that day, not {}", act.effective),
            "check both dates",
        ));
    }
    None
}

fn together_wrong(data: &Dataset, a: &Act, b: &Act, problems: &mut Problems) {
    if (a.agreement, a.actor) != (b.agreement, b.actor) {
        return;
    }
    let vote = data.agreement(a.agreement).kind == AgreementKind::Vote;
    if vote || (a.kind, a.date) == (b.kind, b.date) {
        let expected = format!("one row; line {} says {} already", a.line, a.kind);
        problems.push(error(
            schema::ACTS.file,
            b.line,
            phrase(data, b),
            expected,
            "keep the row with the better source",
        ));
    }
    let signed = matches!(a.kind, ActKind::Signature);
    if signed && b.kind == ActKind::Accession && data.note(b).is_empty() {
        let expected = format!("ratification, acceptance or approval after the signature on line {}", a.line);
        let problem = error(
            schema::ACTS.file,
            b.line,
            phrase(data, b),
            expected,
            "check the kind, or say why in the note",
        );
        problems.push(problem.as_warning());
    }
}

/// Who an expression stood for after so many of its turns, and whether each actor was, or may have been, among them.
struct Known<'a> {
    expr: &'a Expr,
    turns: Vec<Day>,
    /// The last day asked about, and how many turns there were up to it.
    day: Option<Day>,
    after: usize,
    among: Vec<bool>,
}

impl<'a> Known<'a> {
    /// What was known, if it is of this expression, or nothing yet.
    fn or_of(known: Option<Self>, data: &Dataset, expr: &'a Expr) -> Self {
        let same = known.filter(|known| known.expr == expr);
        same.unwrap_or_else(|| Self { expr, turns: turns(data, expr), day: None, after: 0, among: vec![] })
    }

    fn has(&mut self, data: &Dataset, actor: ActorId, day: Day) -> bool {
        if self.day != Some(day) {
            let after = self.turns.partition_point(|turn| *turn <= day);
            if self.day.is_none() || after != self.after {
                let roll = Snapshot::new(data, day).evaluate(self.expr);
                self.among = vec![false; data.actors.len()];
                roll.members.iter().chain(&roll.at_earliest).for_each(|id| self.among[id.0 as usize] = true);
            }
            (self.day, self.after) = (Some(day), after);
        }
        self.among[actor.0 as usize]
    }
}

/// Acts by actors that could not join on the day; what is `known` from the last question is not worked out again.
fn eligibility<'a>(
    data: &'a Dataset,
    agreement: AgreementId,
    known: &mut Option<Known<'a>>,
    problems: &mut Problems,
) {
    let row = data.agreement(agreement);
    let open_to_all = row.eligible == Expr::States;
    let mut who = Known::or_of(known.take(), data, &row.eligible);
    let is_free = |act: &&Act| {
        let actor = data.actor(act.actor);
        (open_to_all && actor.is_state()) || row.admits(actor.kind) || act.kind.is_leaving()
    };
    let mut by_day: Vec<&Act> = data.acts_on(agreement).iter().filter(|act| !is_free(act)).collect();
    by_day.sort_by_key(|act| act.date.latest);
    for act in by_day {
        if !who.has(data, act.actor, act.date.latest) {
            let expected = format!("an actor that may join: {}", row.eligible);
            let help = "check the actor, or widen `eligible` or `entities` in agreements.csv";
            problems.push(error(schema::ACTS.file, act.line, phrase(data, act), expected, help));
        }
    }
    *known = Some(who);
}

/// Names that two states share while both exist.
fn names(data: &Dataset, problems: &mut Problems) {
    let mut all: Vec<(String, ActorId)> = vec![];
    for id in data.state_ids() {
        let actor = data.actor(id);
        let own = std::iter::once(&actor.name).chain(&actor.aliases);
        all.extend(own.map(|name| (name.to_lowercase(), id)));
    }
    all.sort();
    all.dedup();
    for pair in all.windows(2) {
        let ((name, a), (other, b)) = (&pair[0], &pair[1]);
        let (a, b) = (data.actor(*a), data.actor(*b));
        if name == other && a.period.surely_overlaps(b.period) {
            let found = format!("the name {name:?} for both {} and {}", a.id, b.id);
            let help = "remove it from one of them";
            problems.push(Problem::of_file(
                schema::STATES.file,
                found,
                "names that mean one state at a time",
                help,
            ));
        }
    }
}

/// The record, held against what depositaries and publishers counted.
fn counts(data: &Dataset, problems: &mut Problems) {
    for published in &data.counts {
        let (low, high) = counted(data, published);
        if (low..=high).contains(&published.count) {
            continue;
        }
        let subject = match published.subject {
            CountSubject::Bloc(id) => &data.bloc(id).id,
            CountSubject::Agreement(id) => &data.agreement(id).id,
        };
        let range = if low == high { low.to_string() } else { format!("{low} to {high}") };
        let found = format!("{} {} of {subject} on {} in the record", range, published.what, published.on);
        let expected = format!("{}, as {} published", published.count, data.source(published.source).id);
        problems.push(error(
            schema::COUNTS.file,
            published.line,
            found,
            expected,
            "find the missing or surplus rows",
        ));
    }
}

/// The count in the record, with uncertain dates at their last and at their first day.
pub fn counted(data: &Dataset, published: &PublishedCount) -> (u32, u32) {
    let world = Snapshot::new(data, published.on);
    let wanted = |id: ActorId| published.organisations || data.actor(id).is_state();
    match published.subject {
        CountSubject::Bloc(bloc) => {
            let roll = world.members(bloc);
            let size = |set: &std::collections::BTreeSet<ActorId>| {
                set.iter().filter(|id| wanted(**id)).count() as u32
            };
            let (a, b) = (size(&roll.members), size(&roll.at_earliest));
            (a.min(b), a.max(b))
        }
        CountSubject::Agreement(agreement) => count_acts(data, published, agreement, wanted),
    }
}

fn count_acts(
    data: &Dataset,
    published: &PublishedCount,
    agreement: AgreementId,
    wanted: impl Fn(ActorId) -> bool,
) -> (u32, u32) {
    let (mut low, mut high) = (0, 0);
    for acts in data.acts_on(agreement).chunk_by(|a, b| a.actor == b.actor) {
        if !wanted(acts[0].actor) {
            continue;
        }
        let (point, early) = (
            holds(data, published, acts, |act| act.effective.latest),
            holds(data, published, acts, |act| act.effective.earliest),
        );
        low += u32::from(point && early);
        high += u32::from(point || early);
    }
    (low, high)
}

/// Whether an actor is one of those counted, with each act dated by `day`.
fn holds(data: &Dataset, published: &PublishedCount, acts: &[Act], day: fn(&Act) -> Day) -> bool {
    let exists = data.actor(acts[0].actor).period.covers(published.on);
    let done = acts.iter().filter(|act| day(act) <= published.on);
    let status = done.clone().fold(Status::None, |status, act| act.kind.after(status));
    match published.what {
        Counted::Parties => exists && status == Status::Bound,
        Counted::Supporters => exists && status == Status::Endorsed,
        Counted::Yes => status == Status::Yes,
        Counted::No => status == Status::No,
        Counted::Abstain => status == Status::Abstain,
        Counted::Absent => status == Status::Absent,
        Counted::Signatories => exists && signed(done),
        Counted::Members => false,
    }
}

fn signed<'a>(done: impl Iterator<Item = &'a Act>) -> bool {
    done.fold(false, |signed, act| match act.kind {
        ActKind::Signature | ActKind::SuccessionToSignature | ActKind::DefinitiveSignature => true,
        ActKind::SignatureWithdrawn => false,
        _ => signed,
    })
}
