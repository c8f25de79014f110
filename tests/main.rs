//! End-to-end tests: the program as a stranger uses it, on a small world made
//! by hand and on the real record.

mod article;
mod bad_input;
mod cli;
mod codebook;
mod figures;
mod fixtures;
mod layers;
mod output;
mod record;
mod run;
mod showcase;
mod world;
