//! A run's folder: figures, tables, brief and manifest, from scenes and a
//! document, the same for one agreement and for the survey of all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::Value;

use super::CliError;
use crate::brief::citation::Drawn;
use crate::brief::document::Document;
use crate::brief::{html, markdown};
use crate::chart::Scene;
use crate::output::{Files, Overwrite};
use crate::{render, table};

/// Where and in which formats a run is written.
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// The folder to write [default: output/<agreement>, or output/overview]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The figures' formats
    #[arg(long, value_delimiter = ',', default_values = ["svg", "png"])]
    format: Vec<Format>,
    /// Overwrite files that were changed since they were written
    #[arg(long)]
    force: bool,
}

/// A format of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Svg,
    Png,
}

impl Target {
    /// Writes the folder and says where it is and how many files it holds.
    pub(super) fn write(&self, files: &Files, default: &str) -> Result<String, CliError> {
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from("output").join(default));
        let overwrite = if self.force { Overwrite::Anything } else { Overwrite::OnlyOwn };
        files.write(&out, overwrite)?;
        Ok(format!("\nwrote {} files to {}: start with brief.html\n", files.names().count(), out.display()))
    }

    /// The files of a run, sealed with a manifest.
    pub(super) fn files(
        &self,
        scenes: &[Scene],
        tables: Vec<(String, String)>,
        brief: &Document,
        manifest: Value,
    ) -> Result<Files, CliError> {
        let mut files = Files::default();
        let inline = add_figures(&mut files, scenes, &self.format)?;
        for (name, csv) in tables {
            files.add(name, csv);
        }
        files.add("brief.md", markdown::to_markdown(brief));
        files.add("brief.html", html::to_html(brief, &inline));
        files.seal(manifest);
        Ok(files)
    }
}

/// Adds each figure with the rows that were drawn; the answer is each one's SVG by its name.
pub(super) fn add_figures(
    files: &mut Files,
    scenes: &[Scene],
    formats: &[Format],
) -> Result<BTreeMap<String, String>, CliError> {
    let mut drawn = BTreeMap::new();
    for scene in scenes {
        let svg = render::svg(scene).map_err(|e| CliError::Failure(e.to_string()))?;
        let name = |ending: &str| format!("figures/{}.{ending}", scene.name);
        if formats.contains(&Format::Svg) {
            files.add(name("svg"), svg.as_str());
        }
        if formats.contains(&Format::Png) {
            let png = render::png(&svg, 2.0, &scene.words()).map_err(|e| CliError::Failure(e.to_string()))?;
            files.add(name("png"), png);
        }
        let cell = |cell: &String| table::Cell::Text(cell.clone());
        let rows: Vec<Vec<table::Cell>> =
            scene.rows.1.iter().map(|row| row.iter().map(cell).collect()).collect();
        files.add(name("csv"), table::csv(&scene.rows.0, &rows));
        drawn.insert(scene.name.to_owned(), svg);
    }
    Ok(drawn)
}

/// What a brief needs to know of its figures.
pub(super) fn drawn(scenes: &[Scene]) -> Vec<Drawn> {
    let drawn = scenes.iter().map(|scene| Drawn {
        name: scene.name,
        title: scene.title.clone(),
        alt: scene.alt.clone(),
        description: scene.description.clone(),
        note: scene.note.clone(),
        source: scene.source.clone(),
    });
    drawn.collect()
}

/// Bloc expressions as arguments of a command.
pub(super) fn bloc_arguments<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let argument = |id: &str| {
        let quote = if id.contains(' ') { "\"" } else { "" };
        format!(" --bloc {quote}{id}{quote}")
    };
    ids.map(argument).collect()
}
