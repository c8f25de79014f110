//! Published conventions for how alike two states vote: which positions and
//! which votes each counts, and by which measure. The same votes give another
//! number under each, so a number is printed with its convention's name.

use super::dyad::{AGREEMENT, DyadMeasure, LIJPHART};

/// A published convention.
#[derive(Debug)]
pub struct Convention {
    /// Kebab-case name.
    pub id: &'static str,
    /// What it does, in words.
    pub definition: &'static str,
    /// Whether abstentions count as a position.
    pub abstentions: bool,
    /// Whether votes on which all that voted did the same count.
    pub unanimous: bool,
    /// Its number.
    pub score: &'static DyadMeasure,
    /// Author, year and work.
    pub source: &'static str,
}

/// The bloc whose votes the conventions are about: those of the UN General Assembly, in which every
/// member of the United Nations votes. In data without such votes they count all.
pub const BODY: &str = "un";

/// Every convention. All leave absences out.
pub const ALL: &[Convention] = &[
    Convention {
        id: "state-2017",
        definition: "same votes count 1, a vote against an abstention 1/2, opposite votes 0; absences are left out",
        abstentions: true,
        unanimous: true,
        score: &LIJPHART,
        source: "US Department of State, Voting Practices in the United Nations, from the report for 2017",
    },
    Convention {
        id: "state-old",
        definition: "same votes of same and opposite votes; abstentions and absences are left out",
        abstentions: false,
        unanimous: true,
        score: &AGREEMENT,
        source: "US Department of State, Voting Practices in the United Nations, to the report for 2016",
    },
    Convention {
        id: "voeten",
        definition: "as state-2017, without the votes on which all that voted did the same",
        abstentions: true,
        unanimous: false,
        score: &LIJPHART,
        source: "Voeten, Strezhnev and Bailey 2009, United Nations General Assembly Voting Data (agreement scores)",
    },
    Convention {
        id: "qss",
        definition: "same votes of all votes both cast, abstentions among them, without the votes on which all that voted did the same",
        abstentions: true,
        unanimous: false,
        score: &AGREEMENT,
        source: "Imai 2017, Quantitative Social Science: An Introduction (agreement with the United States)",
    },
];

/// The convention of this id.
pub fn find(id: &str) -> Option<&'static Convention> {
    ALL.iter().find(|convention| convention.id == id)
}
