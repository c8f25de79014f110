//! Obligations between two states: what one pledged to the other in a formal
//! alliance, and from when to when. They are facts about a pair, not about a
//! bloc: two states may be bound by several treaties at once, and a row says
//! only that on these days this was owed.

use super::{ActorId, Period, SourceId, vocabulary};

vocabulary! {
    /// What is owed; the words are those of the Alliance Treaty Obligations and Provisions project.
    ObligationKind {
        /// To come to the other's defence.
        Defence = "defence",
        /// To join the other in a war that it starts.
        Offence = "offence",
        /// To stay neutral in the other's wars.
        Neutrality = "neutrality",
        /// Not to use force against the other.
        NonAggression = "non-aggression",
        /// To consult in a crisis.
        Consultation = "consultation",
    }
}

impl ObligationKind {
    /// How much it binds, from 1 to 3; no obligation counts 0. Defence and offence 3, neutrality
    /// and consultation 2, non-aggression 1: the ranking that S has been computed on since
    /// Signorino and Ritter (1999), with non-aggression on a rung of its own.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Defence | Self::Offence => 3,
            Self::Neutrality | Self::Consultation => 2,
            Self::NonAggression => 1,
        }
    }

    /// The highest rank, and what a state counts as owing to itself.
    pub const HIGHEST: u8 = 3;
}

/// One spell of one obligation between two states.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// The state that comes first.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// What is owed.
    pub kind: ObligationKind,
    /// When.
    pub period: Period,
    /// What a reader should know.
    pub note: String,
    /// Where this is recorded.
    pub source: SourceId,
    /// Its line in `obligations.csv`.
    pub line: u32,
}
