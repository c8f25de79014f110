//! blocs shows where allies part ways: a graph of states and blocs with dated
//! memberships, what each had done on each agreement on that date, measures of
//! where blocs diverged, and charts, tables and briefs made from them.
//!
//! The modules stand in the order in which they build on each other; a module
//! names only those above it.

pub mod model;
pub mod wording;
pub mod dataset;
pub mod supposition;
pub mod snapshot;
pub mod read;
pub mod import;
pub mod coding;
pub mod graph;
pub mod measure;
pub mod chance;
pub mod structure;
pub mod analysis;
pub mod finding;
pub mod chart;
pub mod table;
pub mod brief;
pub mod export;
pub mod render;
pub mod output;
pub mod cli;
