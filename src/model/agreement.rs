//! Agreements: treaties, political declarations and recorded votes, with what
//! they ask (provisions), who may join, and what the record covers.

use super::{ActorId, ActorKind, Day, Expr, SourceId, vocabulary};

/// The place of an agreement in [`crate::dataset::Dataset`]; ordered as the ids are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgreementId(pub u32);

vocabulary! {
    /// What kind of agreement.
    AgreementKind {
        /// A treaty: signed, then ratified or acceded to.
        Treaty = "treaty",
        /// A political declaration: endorsed.
        Declaration = "declaration",
        /// A recorded vote.
        Vote = "vote",
    }
}

/// A treaty, a political declaration or a recorded vote.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Kebab-case short name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// The name that fits a chart.
    pub short_name: String,
    /// What kind of agreement.
    pub kind: AgreementKind,
    /// Whether it binds in law.
    pub binding: bool,
    /// The day it was opened for signature, launched or voted on.
    pub opened: Day,
    /// The day it entered into force.
    pub in_force: Option<Day>,
    /// Who keeps the record.
    pub depositary: String,
    /// Which states may join.
    pub eligible: Expr,
    /// Which kinds of entity may join.
    pub entities: Vec<ActorKind>,
    /// The states whose acts are recorded completely, if any.
    pub coverage: Option<Expr>,
    /// The day to which they are.
    pub coverage_until: Day,
    /// How many parties it needs to enter into force, where that is a plain number.
    pub threshold: Option<u32>,
    /// Other names it is found under.
    pub aliases: Vec<String>,
    /// What a reader should know.
    pub note: String,
    /// Where this is recorded.
    pub source: SourceId,
}

/// One numbered commitment of an agreement.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Of which agreement.
    pub agreement: AgreementId,
    /// Its number in the text.
    pub number: String,
    /// A theme shared across agreements.
    pub theme: String,
    /// What it asks, in one line of our own.
    pub summary: String,
    /// Where the text was read.
    pub source: SourceId,
    /// Its line in `provisions.csv`.
    pub line: u32,
}

/// What a published count is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountSubject {
    /// Of the members of a bloc.
    Bloc(super::BlocId),
    /// Of the acts on an agreement.
    Agreement(AgreementId),
}

vocabulary! {
    /// What was counted.
    Counted {
        /// Parties to a treaty.
        Parties = "parties",
        /// All that ever signed, those that ratified since among them.
        Signatories = "signatories",
        /// Supporters of a declaration.
        Supporters = "supporters",
        /// Members of a bloc.
        Members = "members",
        /// Votes in favour.
        Yes = "yes",
        /// Votes against.
        No = "no",
        /// Abstentions.
        Abstain = "abstain",
        /// Members that did not vote.
        Absent = "absent",
    }
}

/// A count that a depositary or publisher gave for a day: the record is held against it.
#[derive(Clone, Debug)]
pub struct PublishedCount {
    /// Of what.
    pub subject: CountSubject,
    /// As of which day.
    pub on: Day,
    /// What was counted.
    pub what: Counted,
    /// How many.
    pub count: u32,
    /// Whether international organisations are in the count.
    pub organisations: bool,
    /// What a reader should know.
    pub note: String,
    /// Who published it.
    pub source: SourceId,
    /// Its line in `counts.csv`.
    pub line: u32,
}

impl Agreement {
    /// Whether an entity of this kind may join.
    pub fn admits(&self, kind: ActorKind) -> bool {
        self.entities.contains(&kind)
    }
}

/// The acts an actor is known by on one agreement belong together; this is their key.
pub type Pair = (AgreementId, ActorId);
