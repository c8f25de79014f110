//! Sources: every fact names one.

use super::{Day, Edtf, vocabulary};

/// The place of a source in [`crate::dataset::Dataset`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

vocabulary! {
    /// How near a source stands to the fact.
    SourceKind {
        /// The keeper of the agreement's record.
        Depositary = "depositary",
        /// A government or organisation on its own acts.
        Official = "official",
        /// A published data set.
        Dataset = "dataset",
        /// A scholarly work.
        Scholarly = "scholarly",
        /// News reporting.
        Press = "press",
        /// An article or commentary.
        Article = "article",
        /// A reference work.
        Reference = "reference",
    }
}

/// Where facts were read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Kebab-case short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// How near it stands to the fact.
    pub kind: SourceKind,
    /// When it was published, or the day whose state it shows.
    pub published: Option<Edtf>,
    /// When it was read.
    pub retrieved: Option<Day>,
    /// Its address.
    pub url: String,
    /// What a reader should know.
    pub note: String,
}
