//! A run's folder: figures, tables, brief and manifest, from scenes and a
//! document, the same for one agreement and for the survey of all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::CliError;
use super::format::{Format, Formats};
use crate::brief::citation::Drawn;
use crate::brief::document::Document;
use crate::brief::{docx, html, markdown, typst};
use crate::chart::Scene;
use crate::dataset::Dataset;
use crate::output::{Files, Overwrite};
use crate::render::{self, RenderError};
use crate::table;

/// Where and in which formats a run is written.
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// The folder to write [default: output/<agreement>, or output/overview]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The formats of the figures (svg, png) and of the brief (the others) [default: svg,png and md,html]
    #[arg(long, value_delimiter = ',')]
    format: Vec<Format>,
    /// Overwrite files that were changed since they were written
    #[arg(long)]
    force: bool,
}

/// Writes a brief with its drawings, where these formats are written.
type Writer = fn(&Document, &[Drawing], &Formats) -> Result<Vec<u8>, CliError>;

/// One form of a brief: its format, its file and what writes it.
struct Form {
    format: Format,
    name: &'static str,
    write: Writer,
}

/// The forms of a brief, in the order in which a reader would want to open them.
const BRIEFS: &[Form] = &[
    Form {
        format: Format::Html,
        name: "brief.html",
        write: |brief, drawings, _| Ok(html::to_html(brief, &svgs(drawings)).into_bytes()),
    },
    Form { format: Format::Pdf, name: "brief.pdf", write: pdf },
    Form {
        format: Format::Docx,
        name: "brief.docx",
        write: |brief, drawings, _| Ok(docx::to_docx(brief, &pngs(drawings))),
    },
    Form {
        format: Format::Md,
        name: "brief.md",
        write: |brief, _, formats| Ok(markdown::to_markdown(brief, &formats.endings()).into_bytes()),
    },
    Form {
        format: Format::Typ,
        name: "brief.typ",
        write: |brief, _, _| Ok(typst::to_typst(brief).into_bytes()),
    },
];

#[cfg(feature = "pdf")]
fn pdf(brief: &Document, drawings: &[Drawing], _: &Formats) -> Result<Vec<u8>, CliError> {
    Ok(render::pdf(&typst::to_typst(brief), &svgs(drawings))?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document, _: &[Drawing], _: &Formats) -> Result<Vec<u8>, CliError> {
    Err(CliError::Misuse(
        "this blocs was built without PDF; `cargo install --path . --features pdf` builds it with, \
         or `--format typ` writes the Typst source, which `typst compile brief.typ` sets as PDF"
            .to_owned(),
    ))
}

/// A figure in the forms that the run needs.
struct Drawing<'a> {
    scene: &'a Scene,
    svg: String,
    png: Option<Vec<u8>>,
}

fn svgs(drawings: &[Drawing]) -> BTreeMap<String, String> {
    drawings.iter().map(|drawing| (drawing.scene.name.to_owned(), drawing.svg.clone())).collect()
}

fn pngs(drawings: &[Drawing]) -> BTreeMap<String, Vec<u8>> {
    drawings
        .iter()
        .filter_map(|drawing| Some((drawing.scene.name.to_owned(), drawing.png.clone()?)))
        .collect()
}

impl Target {
    /// Writes the folder and says where it is and how many files it holds.
    pub(super) fn write(&self, files: &Files, default: &str) -> Result<String, CliError> {
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from("output").join(default));
        let overwrite = if self.force { Overwrite::Anything } else { Overwrite::OnlyOwn };
        files.write(&out, overwrite)?;
        let first = BRIEFS.iter().map(|brief| brief.name).find(|name| files.has(name));
        let first = first.unwrap_or("manifest.json");
        Ok(format!("\nwrote {} files to {}: start with {first}\n", files.names().count(), out.display()))
    }

    /// The files of a run, sealed with a manifest.
    pub(super) fn files(
        &self,
        scenes: &[Scene],
        tables: Vec<(String, String)>,
        brief: &Document,
        manifest: Value,
    ) -> Result<Files, CliError> {
        let formats = Formats::of(&self.format);
        let drawings =
            scenes.iter().map(|scene| draw(scene, &formats)).collect::<Result<Vec<_>, RenderError>>()?;
        let mut files = Files::default();
        for drawing in &drawings {
            add_figure(&mut files, drawing, &formats);
        }
        for (name, csv) in tables {
            files.add(name, csv);
        }
        for form in BRIEFS.iter().filter(|form| formats.has(form.format)) {
            files.add(form.name, (form.write)(brief, &drawings, &formats)?);
        }
        files.seal(manifest);
        Ok(files)
    }
}

/// A scene as SVG, and as PNG where a figure or a brief is to hold it.
fn draw<'a>(scene: &'a Scene, formats: &Formats) -> Result<Drawing<'a>, RenderError> {
    let svg = render::svg(scene)?;
    let pixels = formats.has(Format::Png) || formats.has(Format::Docx);
    let png = pixels.then(|| render::png(&svg, 2.0, &scene.words())).transpose()?;
    Ok(Drawing { scene, svg, png })
}

/// Adds figures in the default formats, each with the rows that were drawn.
pub(super) fn add_figures(files: &mut Files, scenes: &[Scene]) -> Result<(), RenderError> {
    let formats = Formats::of(&[]);
    for scene in scenes {
        add_figure(files, &draw(scene, &formats)?, &formats);
    }
    Ok(())
}

fn add_figure(files: &mut Files, drawing: &Drawing, formats: &Formats) {
    let scene = drawing.scene;
    let name = |ending: &str| format!("figures/{}.{ending}", scene.name);
    if formats.has(Format::Svg) {
        files.add(name("svg"), drawing.svg.as_str());
    }
    if let Some(png) = drawing.png.as_ref().filter(|_| formats.has(Format::Png)) {
        files.add(name("png"), png.clone());
    }
    let cell = |cell: &String| table::Cell::Text(cell.clone());
    let rows: Vec<Vec<table::Cell>> = scene.rows.1.iter().map(|row| row.iter().map(cell).collect()).collect();
    files.add(name("csv"), table::csv(&scene.rows.0, &rows));
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

/// The program's name and the data it is to read, as a command begins.
pub(super) fn program(data: &Dataset) -> String {
    match &data.folder {
        None => "blocs".to_owned(),
        Some(folder) if folder.contains(|c: char| !c.is_alphanumeric() && !"/._-".contains(c)) => {
            format!("blocs --data {folder:?}")
        }
        Some(folder) => format!("blocs --data {folder}"),
    }
}

/// Bloc expressions as arguments of a command.
pub(super) fn bloc_arguments<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let argument = |id: &str| {
        let quote = if id.contains(' ') { "\"" } else { "" };
        format!(" --bloc {quote}{id}{quote}")
    };
    ids.map(argument).collect()
}
