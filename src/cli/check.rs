//! `blocs check`: is a data folder sound?

use std::path::PathBuf;

use super::{Answer, CliError};
use crate::dataset::Dataset;
use crate::read::{Origin, Problems, load_with_warnings};

/// Check a data folder (or the embedded tables) and report every problem at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs check")]
pub(super) struct Check {
    /// The folder; without it, that of --data, or the embedded tables
    dir: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(self, origin: Origin) -> Result<Answer, CliError> {
        let origin = self.dir.map_or(origin, Origin::Folder);
        let (data, problems) = load_with_warnings(&origin);
        let Some(data) = data else {
            let summary = summary(&problems);
            return Err(CliError::Data(problems, summary));
        };
        let text = format!(
            "{problems}sound: {} states, {} entities, {} blocs, {} memberships, {}{} agreements, {} acts, {} sources, {} published counts met\n",
            data.state_ids().count(),
            data.actors.len() - data.state_ids().count(),
            data.blocs.len(),
            data.memberships.len(),
            obligations(&data),
            data.agreements.len(),
            data.acts.len(),
            data.sources.len(),
            data.counts.len(),
        );
        Ok(Answer::ok(text))
    }
}

/// A count of obligations, where there are any.
fn obligations(data: &Dataset) -> String {
    match data.obligations.len() {
        0 => String::new(),
        n => format!("{n} obligations, "),
    }
}

fn summary(problems: &Problems) -> String {
    let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    format!("{}, {}\n", count(problems.errors(), "error"), count(problems.warnings(), "warning"))
}
