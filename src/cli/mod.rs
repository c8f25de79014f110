//! The command line: clap's types, one file a subcommand. Doc comments are the
//! help. Commands return what they print; only this layer and `main` print.

mod analyze;
mod between;
mod chart;
mod check;
mod cohesion;
mod company;
mod diff;
mod dyads;
mod dyads_text;
mod export;
mod folder;
mod gallery;
mod format;
mod import;
mod init;
mod list;
mod overview;
mod progress;
mod resolve;
mod selection;
mod status;
mod terminal;
mod what_if;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::{CommandFactory, Parser, Subcommand};

use self::progress::{Course, READ, READING, watched};
use crate::dataset::Dataset;
use crate::output::OutputError;
use crate::read::{self, Origin, Problems};
use crate::render::RenderError;

/// Shows where allies part ways: who broke ranks, on which agreement, as of which day.
///
/// Facts are dated and sourced; membership and status are both taken on the day asked about.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Example:\n  blocs analyze paris-call --on 2018-11-12 --bloc five-eyes --bloc eu"
)]
pub struct Cli {
    /// Read the tables of this folder in place of the embedded ones
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Analyze(analyze::Analyze),

    Overview(overview::Overview),
    Chart(chart::ChartCommand),
    Gallery(gallery::Gallery),
    Status(status::Status),
    Cohesion(cohesion::Cohesion),
    Company(company::Company),
    Between(between::BetweenBlocs),
    Diff(diff::Diff),
    Dyads(dyads::Dyads),
    Export(export::Export),
    List(list::List),
    Import(Box<import::ImportCommand>),
    Check(check::Check),
    Init(init::Init),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  blocs completions bash")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  blocs man")]
    Man,
}

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The question was put wrongly.
    #[error("{0}")]
    Misuse(String),
    /// It was put rightly, and could not be answered.
    #[error("{0}")]
    Failure(String),
    /// The data have errors.
    #[error("{0}{1}")]
    Data(Problems, String),
    /// The answer could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A figure could not be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The terminal went away.
    #[error(transparent)]
    Print(#[from] io::Error),
}

impl CliError {
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Misuse(_) => ExitCode::from(2),
            Self::Print(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}

/// What a command prints, and whether it is good news.
pub struct Answer {
    text: Body,
    code: ExitCode,
}

/// What is printed.
enum Body {
    /// Text for people, its colours taken out when piped.
    Text(String),
    /// Bytes for programs, made while they are printed.
    Stream(Stream),
}

type Stream = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()>>;

impl Answer {
    fn ok(text: impl Into<String>) -> Self {
        Self { text: Body::Text(text.into()), code: ExitCode::SUCCESS }
    }

    fn stream(write: impl FnOnce(&mut dyn Write) -> io::Result<()> + 'static) -> Self {
        Self { text: Body::Stream(Box::new(write)), code: ExitCode::SUCCESS }
    }
}

/// The exit code of a program that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// Runs a parsed command line: prints the answer, or the error, and gives the exit code.
pub fn run(cli: Cli) -> ExitCode {
    // Where there are no signals there is nothing to catch.
    let _ = ctrlc::set_handler(|| {
        crate::output::abandon();
        std::process::exit(INTERRUPTED);
    });
    match answer(cli).and_then(print) {
        Ok(code) => code,
        Err(error) => {
            let code = error.exit_code();
            if code != ExitCode::SUCCESS {
                let mut stderr = anstream::stderr().lock();
                // Nobody is left to tell when standard error is closed.
                let _ = writeln!(stderr, "{}", report(&error));
            }
            code
        }
    }
}

fn report(error: &CliError) -> String {
    match error {
        CliError::Data(..) => error.to_string().trim_end().to_owned(),
        _ => format!("blocs: {error}"),
    }
}

fn print(answer: Answer) -> Result<ExitCode, CliError> {
    match answer.text {
        Body::Text(text) => {
            let mut stdout = anstream::stdout().lock();
            stdout.write_all(text.as_bytes())?;
            stdout.flush()?;
        }
        Body::Stream(write) => {
            let mut stdout = io::stdout().lock();
            write(&mut stdout)?;
            stdout.flush()?;
        }
    }
    Ok(answer.code)
}

fn answer(cli: Cli) -> Result<Answer, CliError> {
    let origin = Origin::of(cli.data.as_deref());
    match cli.command {
        Command::Analyze(command) => command.run(load(&origin)?),
        Command::Overview(command) => command.run(load(&origin)?),
        Command::Gallery(command) => command.run(load(&origin)?),
        Command::Chart(command) => command.run(load(&origin)?),
        Command::Status(command) => command.run(load(&origin)?),
        Command::Cohesion(command) => command.run(load(&origin)?),
        Command::Between(command) => command.run(load(&origin)?),
        Command::Company(command) => command.run(load(&origin)?),
        Command::Dyads(command) => command.run(load(&origin)?),
        Command::Export(command) => command.run(load(&origin)?),
        Command::Diff(command) => command.run(load(&origin)?),
        Command::List(command) => command.run(load(&origin)?),
        Command::Import(command) => command.run(),
        Command::Check(command) => command.run(origin),
        Command::Init(command) => command.run(),
        Command::Completions { shell } => {
            let mut bytes = vec![];
            clap_complete::generate(shell, &mut Cli::command(), "blocs", &mut bytes);
            Ok(Answer::ok(String::from_utf8_lossy(&bytes)))
        }
        Command::Man => {
            let mut bytes = vec![];
            clap_mangen::Man::new(Cli::command()).render(&mut bytes)?;
            Ok(Answer::ok(String::from_utf8_lossy(&bytes)))
        }
    }
}

/// Draws the figure that the arguments of `blocs chart` ask for, without writing it.
///
/// # Errors
/// When the arguments are wrong, or there is nothing to draw.
pub fn draw(data: &Dataset, arguments: &str) -> Result<crate::chart::Scene, CliError> {
    gallery::draw(data, arguments)
}

/// The data, kept until the program ends: it answers one question.
fn load(origin: &Origin) -> Result<&'static Dataset, CliError> {
    let read = Arc::new(AtomicU64::new(0));
    let done = || read.load(Ordering::Relaxed);
    let course = Course { total: origin.size(), done: &done, shown: READING, then: READ };
    match watched(&course, || read::load_watched(origin, &read)) {
        Ok(data) => Ok(Box::leak(Box::new(data))),
        Err(problems) => {
            let n = problems.errors();
            let count = if n == 1 { "1 error".to_owned() } else { format!("{n} errors") };
            Err(CliError::Data(problems, format!("{count} in the data; nothing was done\n")))
        }
    }
}
