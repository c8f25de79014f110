//! What if: facts that are only supposed, laid over a dataset. The result is a
//! dataset like any other that knows it is a hypothesis, so that every output
//! made from it can say so.

use crate::dataset::{Dataset, Tables};
use crate::model::*;

/// One change to the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An act that was not done; in a vote, in place of the recorded one.
    Act(ActorId, AgreementId, ActKind),
    /// From the day on, an actor's recorded acts are set aside.
    Silence(ActorId, AgreementId),
    /// An actor becomes a full member.
    Join(ActorId, BlocId),
    /// A full member leaves.
    Leave(ActorId, BlocId),
}

/// A change, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposition {
    change: Change,
    on: Day,
}

impl Supposition {
    /// A change that could have happened on the day.
    ///
    /// # Errors
    /// Says why it could not.
    pub fn of(data: &Dataset, change: Change, on: Day) -> Result<Self, String> {
        let actor = data.actor(change.actor());
        if !actor.period.covers(on) {
            return Err(format!("{} did not exist on {on}", actor.name));
        }
        match change {
            Change::Act(_, id, kind) => suits(data.agreement(id), kind, on)?,
            Change::Silence(actor, id) if data.acts_of(actor, id).is_empty() => {
                return Err("there is no recorded act to set aside".to_owned());
            }
            Change::Silence(..) => {}
            Change::Join(actor, bloc) if stay(data, actor, bloc, on).is_some() => {
                return Err(format!("it was a member on {on} as it is"));
            }
            Change::Leave(actor, bloc) if stay(data, actor, bloc, on).is_none() => {
                return Err(format!("it was no member on {on}"));
            }
            Change::Join(..) | Change::Leave(..) => {}
        }
        Ok(Self { change, on })
    }

    /// The supposition in words.
    pub fn words(&self, data: &Dataset) -> String {
        let actor = &data.actor(self.change.actor()).name;
        let on = self.on;
        match self.change {
            Change::Act(_, id, kind) => {
                format!("{actor}: {kind} on {} on {on}", data.agreement(id).short_name)
            }
            Change::Silence(_, id) => {
                format!("{actor}: no act on {} from {on}", data.agreement(id).short_name)
            }
            Change::Join(_, id) => format!("{actor}: member of {} from {on}", data.bloc(id).short_name),
            Change::Leave(_, id) => format!("{actor}: out of {} from {on}", data.bloc(id).short_name),
        }
    }

    fn lay(&self, tables: &mut Tables, source: SourceId) {
        match self.change {
            Change::Act(actor, agreement, kind) => {
                if tables.agreements[agreement.0 as usize].kind == AgreementKind::Vote {
                    tables.acts.retain(|a| (a.actor, a.agreement) != (actor, agreement));
                }
                let date = Edtf::day(self.on);
                let act =
                    Act { actor, agreement, kind, date, effective: date, source, note: 0, line: u32::MAX };
                tables.acts.push(act);
            }
            Change::Silence(actor, agreement) => {
                let on = self.on;
                tables
                    .acts
                    .retain(|a| (a.actor, a.agreement) != (actor, agreement) || a.effective.latest < on);
            }
            Change::Join(actor, bloc) => {
                let next = tables
                    .memberships
                    .iter()
                    .filter(|m| (m.actor, m.bloc, m.role) == (actor, bloc, Role::Member));
                let next = next.filter_map(|m| m.period.from).filter(|from| from.earliest > self.on);
                let period = Period { from: Some(Edtf::day(self.on)), until: next.min() };
                let (role, note, line) = (Role::Member, String::new(), u32::MAX);
                tables.memberships.push(Membership { actor, bloc, role, period, note, source, line });
            }
            Change::Leave(actor, bloc) => {
                let stays = tables.memberships.iter_mut().filter(|m| {
                    (m.actor, m.bloc, m.role) == (actor, bloc, Role::Member) && m.period.covers(self.on)
                });
                for stay in stays {
                    stay.period.until = Some(Edtf::day(self.on));
                    stay.source = source;
                }
            }
        }
    }
}

impl Change {
    fn actor(&self) -> ActorId {
        match *self {
            Self::Act(actor, ..) | Self::Silence(actor, _) | Self::Join(actor, _) | Self::Leave(actor, _) => {
                actor
            }
        }
    }
}

fn suits(agreement: &Agreement, kind: ActKind, on: Day) -> Result<(), String> {
    if !kind.suits(agreement.kind) {
        return Err(format!("{kind} is no act on a {}", agreement.kind));
    }
    if on < agreement.opened {
        return Err(format!("{} opened only on {}", agreement.short_name, agreement.opened));
    }
    Ok(())
}

/// The stay of a full member that covers a day.
fn stay(data: &Dataset, actor: ActorId, bloc: BlocId, on: Day) -> Option<&Membership> {
    let stays = data.memberships_of(bloc).iter();
    stays.into_iter().find(|m| m.actor == actor && m.role == Role::Member && m.period.covers(on))
}

/// A dataset with suppositions laid over it, the later over the earlier.
pub fn suppose(data: &Dataset, suppositions: &[Supposition]) -> Dataset {
    let mut tables = data.clone().unlink();
    let source = SourceId(tables.sources.len() as u32);
    tables.sources.push(Source {
        id: "hypothesis".to_owned(),
        title: "Hypothesis of this analysis, not a fact".to_owned(),
        publisher: String::new(),
        kind: SourceKind::Reference,
        published: None,
        retrieved: None,
        url: String::new(),
        note: String::new(),
    });
    for supposition in suppositions {
        supposition.lay(&mut tables, source);
        tables.suppositions.push(supposition.words(data));
    }
    Dataset::link(tables)
}
