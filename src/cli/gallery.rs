//! `blocs gallery`: one example of every kind of figure, with an index.

use std::path::PathBuf;

use clap::Parser;
use serde_json::json;

use super::analyze::VERSION;
use super::chart::{ChartCommand, kind};
use super::folder::{add_figures, drawn};
use super::{Answer, CliError};
use crate::brief::gallery::{Example, compose};
use crate::brief::markdown;
use crate::chart::Scene;
use crate::dataset::Dataset;
use crate::output::{Files, Overwrite};

/// An example of every kind: the arguments of `blocs chart`.
const EXAMPLES: &[&str] = &[
    "ranks paris-call --on 2018-11-12 --bloc five-eyes --bloc eu",
    "ranks-latest paris-call --bloc five-eyes --bloc nato",
    "network paris-call --on 2018-11-12 --bloc five-eyes --bloc eu --bloc g7",
    "adoption paris-call --bloc five-eyes --bloc eu --bloc nato --bloc brics",
    "non-state paris-call",
    "codings ctbt --bloc five-eyes --bloc nato --bloc g20 --bloc brics",
    "matrix",
    "dissent",
    "chance",
    "timeline ctbt --bloc five-eyes --bloc p5 --bloc brics --bloc asean",
    "cohesion npt --bloc five-eyes --bloc nato --bloc eu --bloc brics",
    "history --bloc five-eyes --bloc brics",
    "slope paris-call --from 2018-11-12 --to 2021-11-10",
    "company paris-call --on 2018-11-12 --bloc five-eyes",
    "upset --on 2026-01-01 --bloc five-eyes --bloc eu --bloc nato --bloc g7 --bloc g20 --bloc brics",
    "tile-map ctbt",
    "similarity --bloc five-eyes --bloc g7 --bloc brics --bloc sco",
    "position-map --bloc five-eyes --bloc g7 --bloc brics --bloc sco",
];

/// Draw an example of every kind of figure, with an index
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs gallery --out output/gallery")]
pub(super) struct Gallery {
    /// The folder to write
    #[arg(long, value_name = "DIR", default_value = "output/gallery")]
    out: PathBuf,
    /// Overwrite files that were changed since they were written
    #[arg(long)]
    force: bool,
}

/// The arguments of an example as `blocs chart` reads them.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Arguments {
    #[command(flatten)]
    chart: ChartCommand,
}

impl Gallery {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let mut scenes: Vec<Scene> = vec![];
        let mut examples = vec![];
        for words in EXAMPLES {
            let scene = draw(data, words)?;
            let shows = kind(scene.name)?.shows;
            let command = format!("blocs chart {words}");
            let drawn = drawn(std::slice::from_ref(&scene)).remove(0);
            examples.push(Example { drawn, shows, command });
            scenes.push(scene);
        }
        let mut files = Files::default();
        add_figures(&mut files, &scenes).map_err(|e| CliError::Failure(e.to_string()))?;
        files.add(
            "README.md",
            markdown::to_markdown(&compose(examples, VERSION, &data.hash), &["svg", "png"]),
        );
        files.seal(json!({
            "tool": "blocs",
            "version": VERSION,
            "command": "blocs gallery",
            "data_sha256": data.hash,
        }));
        let overwrite = if self.force { Overwrite::Anything } else { Overwrite::OnlyOwn };
        files.write(&self.out, overwrite)?;
        let (n, out) = (scenes.len(), self.out.display());
        Ok(Answer::ok(format!("drew {n} figures to {out}: start with README.md\n")))
    }
}

/// Draws one example.
pub(super) fn draw(data: &Dataset, words: &str) -> Result<Scene, CliError> {
    let arguments =
        Arguments::try_parse_from(words.split(' ')).map_err(|e| CliError::Misuse(e.to_string()))?;
    let chart = kind(arguments.chart.kind_name())?;
    arguments.chart.scene(data, chart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart;

    #[test]
    fn every_kind_has_one_example_in_order() {
        let kinds: Vec<&str> = chart::ALL.iter().map(|c| c.id).collect();
        let shown: Vec<&str> = EXAMPLES.iter().filter_map(|words| words.split(' ').next()).collect();
        assert_eq!(shown, kinds, "each row of chart::ALL has an example");
    }
}
