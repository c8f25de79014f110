//! `blocs analyze`: from a question to a folder that can be handed on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use super::terminal::bold;
use super::{Answer, CliError, resolve};
use crate::analysis::{AgreementAnalysis, Question, analyze};
use crate::brief::agreement::{Drawn, Provenance, compose};
use crate::brief::{html, markdown};
use crate::chart::{self, Scene};
use crate::dataset::Dataset;
use crate::finding::{as_of, bloc_sentence, headline};
use crate::model::Day;
use crate::output::{Files, Overwrite};
use crate::{render, table};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Analyse an agreement: who broke ranks, as figures, tables and a brief
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs analyze paris-call --on 2018-11-12 --bloc five-eyes --bloc eu")]
pub(super) struct Analyze {
    /// Which agreement: its id or name
    agreement: String,
    /// The day membership and status are taken on [default: a declaration's or vote's own day, and for a treaty the data's cut-off; the other of the two days is shown beside it]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// A bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: a few best known, and those that split]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    /// The folder to write [default: output/<agreement>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The figures' formats
    #[arg(long, value_delimiter = ',', default_values = ["svg", "png"])]
    format: Vec<Format>,
    /// Overwrite files that were changed since they were written
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Png,
}

impl Analyze {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let agreement = resolve::agreement(data, &self.agreement)?;
        let groups = resolve::groups(data, &self.bloc)?;
        let id = data.agreement(agreement).id.clone();
        let analysis = analyze(data, &Question { agreement, on: self.on, groups });
        let files = self.files(&analysis)?;
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from("output").join(&id));
        let overwrite = if self.force { Overwrite::Anything } else { Overwrite::OnlyOwn };
        files.write(&out, overwrite)?;
        Ok(Answer::ok(summary(&analysis, &files, &out.display().to_string())))
    }

    /// The command that makes the same files again, wherever they are written.
    fn command(&self, analysis: &AgreementAnalysis) -> String {
        let mut command = format!("blocs analyze {}", analysis.agreement.id);
        if let Some(day) = self.on {
            command.push_str(&format!(" --on {day}"));
        }
        if analysis.blocs_asked {
            for bloc in &analysis.view.blocs {
                let quote = if bloc.bloc.id.contains(' ') { "\"" } else { "" };
                command.push_str(&format!(" --bloc {quote}{}{quote}", bloc.bloc.id));
            }
        }
        command
    }

    fn files(&self, analysis: &AgreementAnalysis) -> Result<Files, CliError> {
        let mut files = Files::default();
        let scenes: Vec<Scene> = chart::ALL.iter().filter_map(|c| (c.draw)(analysis)).collect();
        let mut inline = BTreeMap::new();
        for scene in &scenes {
            let svg = render::svg(scene).map_err(|e| CliError::Failure(e.to_string()))?;
            self.add_figure(&mut files, scene, &svg)?;
            inline.insert(scene.name.to_owned(), svg);
        }
        for table in table::ALL {
            files.add(format!("tables/{}.csv", table.id), table.csv(analysis));
        }
        let provenance = Provenance {
            version: VERSION,
            command: self.command(analysis),
            tables: table::ALL.iter().map(|t| (format!("tables/{}.csv", t.id), t.row.to_owned())).collect(),
        };
        let drawn: Vec<Drawn> = scenes.iter().map(drawn).collect();
        let brief = compose(analysis, &drawn, &provenance);
        files.add("brief.md", markdown::to_markdown(&brief));
        files.add("brief.html", html::to_html(&brief, &inline));
        files.seal(json!({
            "tool": "blocs",
            "version": VERSION,
            "command": provenance.command,
            "agreement": analysis.agreement.id,
            "as_of": analysis.on.to_string(),
            "data_cutoff": analysis.cutoff.to_string(),
            "data_sha256": analysis.data_hash,
            "coding": analysis.coding.0,
        }));
        Ok(files)
    }

    fn add_figure(&self, files: &mut Files, scene: &Scene, svg: &str) -> Result<(), CliError> {
        let name = |ending: &str| format!("figures/{}.{ending}", scene.name);
        if self.format.contains(&Format::Svg) {
            files.add(name("svg"), svg);
        }
        if self.format.contains(&Format::Png) {
            let words = [
                ("Title", scene.title.as_str()),
                ("Description", scene.alt.as_str()),
                ("Source", scene.source.as_str()),
            ];
            files.add(
                name("png"),
                render::png(svg, 2.0, &words).map_err(|e| CliError::Failure(e.to_string()))?,
            );
        }
        let rows: Vec<Vec<table::Cell>> = scene
            .rows
            .1
            .iter()
            .map(|row| row.iter().map(|cell| table::Cell::Text(cell.clone())).collect())
            .collect();
        files.add(name("csv"), table::csv(&scene.rows.0, &rows));
        Ok(())
    }
}

fn drawn(scene: &Scene) -> Drawn {
    Drawn {
        name: scene.name,
        title: scene.title.clone(),
        alt: scene.alt.clone(),
        description: scene.description.clone(),
        note: scene.note.clone(),
        source: scene.source.clone(),
    }
}

fn summary(analysis: &AgreementAnalysis, files: &Files, out: &str) -> String {
    let mut text =
        format!("{}, {}\n", bold(&headline(&analysis.agreement, &analysis.view)), as_of(analysis.on));
    for bloc in &analysis.view.blocs {
        text.push_str(&format!("  {}\n", bloc_sentence(&analysis.agreement, bloc, analysis.on)));
    }
    text.push_str(&format!("\nwrote {} files to {out}: start with brief.html\n", files.names().count()));
    text
}
