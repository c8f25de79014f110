//! End-to-end tests: the program as a stranger uses it, on a small world made
//! by hand and on the real record.

mod bad_input;
mod cli;
mod codebook;
mod figures;
mod fixture_chance;
mod layers;
mod run;
mod world;
