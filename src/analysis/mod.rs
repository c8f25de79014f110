//! Every number that any output shows is made here, once. Results are plain
//! data with names in them: figures, tables and sentences read the same fields.

pub mod adoption;
pub mod agreement;
pub mod apart;
pub mod ballot;
pub mod between;
pub mod cohesion;
pub mod company;
pub mod diff;
pub mod dyads;
pub mod facts;
pub mod history;
pub mod in_order;
pub mod nearest;
pub mod network;
pub mod obligations;
pub mod overlap;
pub mod overview;
pub mod pace;
pub mod panel;
pub mod pooled;
pub mod profile;
pub mod robust;
pub mod series;
pub mod shift;
pub mod statuses;
pub mod timeline;
pub mod structure;
pub mod view;

pub use adoption::{Adoption, Joined};
pub use agreement::{AgreementAnalysis, Question, analyze};
pub use cohesion::{Cohesion, cohesion};
pub use company::{Company, HomeState, NonState, Outsider};
pub use facts::{ActorRef, AgreementFacts, BlocFacts, Citation, Group};
pub use history::{History, history};
pub use nearest::{Nearest, nearest};
pub use overlap::{Overlap, overlap};
pub use overview::{Dissent, Overview, OverviewRow, overview, survey};
pub use shift::{Shift, shift};
pub use statuses::{StatusRow, statuses};
pub use timeline::{Course, Timeline, timeline};
pub use view::{BlocView, CutRow, Majority, Member, Tally, View};
