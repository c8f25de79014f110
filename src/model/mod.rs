//! The nouns of the field, as plain data: states and other actors, blocs with
//! dated memberships, agreements with dated acts, and the source of every fact.
//! Nothing here opens a file, and nothing here knows about a particular day.

pub mod act;
pub mod actor;
pub mod agreement;
pub mod bloc;
pub mod date;
pub mod expr;
pub mod obligation;
pub mod source;

pub use act::{Act, ActKind, Certainty, Status};
pub use actor::{Actor, ActorId, ActorKind};
pub use agreement::{Agreement, AgreementId, AgreementKind, Provision, PublishedCount};
pub use bloc::{Bloc, BlocId, BlocKind, Membership, Role};
pub use date::{Day, Edtf, Period};
pub use expr::Expr;
pub use obligation::{Obligation, ObligationKind};
pub use source::{Source, SourceId, SourceKind};

/// Declares a closed vocabulary: an enum whose variants have one word each,
/// used alike in the tables, on the command line and in every output.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for this value in tables and outputs.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that `word` stands for, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use vocabulary;
