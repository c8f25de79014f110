//! Blocs and their dated memberships.

use super::{ActorId, Day, Period, SourceId, vocabulary};

/// The place of a bloc in [`crate::dataset::Dataset`]; ordered as the ids are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlocId(pub u32);

vocabulary! {
    /// What kind of bloc.
    BlocKind {
        /// Pledged to mutual defence.
        Alliance = "alliance",
        /// A union with common institutions and law.
        Union = "union",
        /// An intergovernmental organisation.
        Organisation = "organisation",
        /// A club without a charter.
        Club = "club",
        /// A coalition around one purpose.
        Coalition = "coalition",
        /// A grouping for analysis, not a body its members joined to act together.
        Analytic = "analytic",
    }
}

vocabulary! {
    /// In what role an actor belongs to a bloc. Only `member` counts as in.
    Role {
        /// A full member.
        Member = "member",
        /// An observer.
        Observer = "observer",
        /// A partner or associate.
        Partner = "partner",
        /// A member whose rights are suspended.
        Suspended = "suspended",
    }
}

/// An alliance, union, organisation, club, coalition or analytic grouping.
#[derive(Clone, Debug)]
pub struct Bloc {
    /// Kebab-case short name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// The name that fits a chart.
    pub short_name: String,
    /// What kind of bloc.
    pub kind: BlocKind,
    /// When it existed.
    pub period: Period,
    /// The day to which its roll is complete.
    pub coverage_until: Day,
    /// Other names it is found under.
    pub aliases: Vec<String>,
    /// What a reader should know.
    pub note: String,
    /// Where this is recorded.
    pub source: SourceId,
}

/// One actor's stay in one bloc.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Who.
    pub actor: ActorId,
    /// In what.
    pub bloc: BlocId,
    /// As what.
    pub role: Role,
    /// When.
    pub period: Period,
    /// What a reader should know.
    pub note: String,
    /// Where this is recorded.
    pub source: SourceId,
    /// Its line in `memberships.csv`.
    pub line: u32,
}
