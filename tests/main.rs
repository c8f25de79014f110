//! End-to-end tests: the program as a stranger uses it, on a small world made
//! by hand and on the real record.

// A test that skips says so.
#![allow(clippy::print_stderr)]

mod article;
mod atop;
mod bad_input;
mod between;
mod cli;
mod codebook;
mod cohesion;
mod company;
mod diff;
mod dyads;
mod export;
mod figures;
mod figures_by_hand;
mod fixtures;
mod fixture_asof;
mod fixture_chance;
mod fixture_measures;
mod fixture_structure;
mod fuzzed;
mod hard_input;
mod history;
mod import;
mod import_facts;
mod import_odd;
mod import_table;
mod layers;
mod outside;
mod output;
mod pace;
mod record;
mod run;
mod showcase;
mod words;
mod structure;
mod what_if;
mod world;
