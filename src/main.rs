//! blocs: see the library's documentation, or `blocs --help`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    blocs::cli::run(blocs::cli::Cli::parse())
}
