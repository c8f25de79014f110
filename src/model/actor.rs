//! Who can act: states, and the entities that sign beside them (companies,
//! civil society, public authorities, international organisations).

use super::{Period, SourceId, vocabulary};

/// The place of an actor in [`crate::dataset::Dataset`]; ordered as the ids are, states first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

vocabulary! {
    /// The kind of an actor.
    ActorKind {
        /// A state.
        State = "state",
        /// A company.
        Company = "company",
        /// A civil-society organisation.
        CivilSociety = "civil-society",
        /// A public authority below the state.
        PublicAuthority = "public-authority",
        /// An international organisation, the EU among them.
        InternationalOrganisation = "international-organisation",
    }
}

/// A state or an entity.
#[derive(Clone, Debug)]
pub struct Actor {
    /// ISO 3166-1 alpha-3 for a state, a kebab-case name for an entity.
    pub id: String,
    /// The name that prints.
    pub name: String,
    /// The state's official name, where it differs.
    pub official_name: String,
    /// What kind of actor.
    pub kind: ActorKind,
    /// For an entity, the state it has its seat in.
    pub home: Option<ActorId>,
    /// Correlates of War numbers.
    pub cow: Vec<u16>,
    /// UN M49 numbers.
    pub m49: Vec<u16>,
    /// UN M49 sub-region.
    pub region: String,
    /// When it existed.
    pub period: Period,
    /// Other names it is found under.
    pub aliases: Vec<String>,
    /// What a reader should know.
    pub note: String,
    /// Where this is recorded.
    pub source: SourceId,
}

impl Actor {
    /// Whether the actor is a state.
    pub fn is_state(&self) -> bool {
        self.kind == ActorKind::State
    }
}
