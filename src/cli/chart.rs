//! `blocs chart`: one figure, from a question to a file.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::terminal::{bold, warm};
use super::{Answer, CliError, resolve};
use crate::analysis::ballot::Selection;
use crate::analysis::overview::MOST_AGREEMENTS;
use crate::analysis::series::By;
use crate::analysis::{
    Course, Group, History, Question, analyze, cohesion, history, nearest, overlap, overview, shift, survey,
    timeline,
};
use crate::chart::{self, Chart, Draw, Scene, share, theme};
use crate::dataset::Dataset;
use crate::model::{AgreementId, AgreementKind, Day};
use crate::output::write_one;
use crate::read::suggest;
use crate::render::{self, Lettering};

/// Draw one figure: any kind, for the agreement, blocs and day you name
#[derive(Debug, Clone, clap::Args)]
#[command(
    override_usage = "blocs chart <KIND> [AGREEMENT]... [OPTIONS]",
    after_help = "Example:\n  blocs chart ranks paris-call --on 2018-11-12 --bloc five-eyes --out ranks.png\n\n\
                  `blocs list charts` shows every kind."
)]
pub(super) struct ChartCommand {
    /// Which kind of figure, such as ranks, timeline or tile-map
    kind: String,
    /// Which agreement: its id or name (upset takes several, or none)
    agreement: Vec<String>,
    /// The day membership and status are taken on [default: as for `blocs analyze`]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// A bloc: its id, or an expression such as "nato minus eu" (repeatable) [default: a few best known, and those that split]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    /// The first day, for figures that run over time [default: the day the agreement opened]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    from: Option<Day>,
    /// The last day, for figures that run over time [default: the data's cut-off]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    to: Option<Day>,
    /// The file to write, .svg or .png; a file of that name is replaced [default: KIND.svg in the working folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write words as text that can be edited, in the viewer's font, in place of outlines
    #[arg(long)]
    svg_text: bool,
    /// page: as wide as a column; share: 1200 by 675 px, for slides and posts
    #[arg(long, value_enum, default_value_t = Size::Page)]
    size: Size,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Size {
    Page,
    Share,
}

/// Draws a figure at a width.
type Drawer = Box<dyn Fn(f64) -> Option<Scene>>;

impl ChartCommand {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let chart = kind(&self.kind)?;
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.svg", chart.id)));
        let format = self.format(&out)?;
        let scene = self.scene(data, chart)?;
        write_one(&out, &encode(&scene, format)?)?;
        let (w, h) = (scene.width.round(), scene.height.round());
        let text = format!("{}\n\nwrote {} ({w} by {h} px)\n", bold(&scene.title), out.display());
        Ok(Answer::ok(format!("{text}{}", unreadable(&[scene]))))
    }

    /// The name of the kind asked for.
    pub(super) fn kind_name(&self) -> &str {
        &self.kind
    }

    fn format(&self, out: &Path) -> Result<Format, CliError> {
        let ending = out.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        match (ending.as_str(), self.svg_text) {
            ("svg", false) => Ok(Format::Svg(Lettering::Outlines)),
            ("svg", true) => Ok(Format::Svg(Lettering::Text)),
            ("png", false) => Ok(Format::Png),
            ("png", true) => Err(CliError::Misuse("--svg-text is for .svg files".to_owned())),
            _ => Err(CliError::Misuse(format!("--out {} must end in .svg or .png", out.display()))),
        }
    }

    /// Draws the figure of a kind.
    pub(super) fn scene(&self, data: &Dataset, chart: &Chart) -> Result<Scene, CliError> {
        let draw = self.drawer(data, chart)?;
        let page = draw(theme::COLUMN).ok_or_else(|| nothing(chart))?;
        match self.size {
            Size::Page => Ok(page),
            Size::Share => share::fitted(draw).ok_or_else(|| too_large(chart)),
        }
    }

    fn drawer(&self, data: &Dataset, chart: &Chart) -> Result<Drawer, CliError> {
        let groups = resolve::groups(data, &self.bloc)?;
        match chart.draw {
            Draw::Agreement(draw) | Draw::OnRequest(draw) => {
                self.no_span(chart)?;
                let agreement = self.one_agreement(data, chart)?;
                let analysis = analyze(data, &Question { agreement, on: self.on, groups, advanced: false });
                Ok(Box::new(move |width| draw(&analysis, width)))
            }
            Draw::Overview(draw) => {
                self.no_agreement(chart)?;
                self.no_span(chart)?;
                let survey = match data.agreements.len() > MOST_AGREEMENTS && self.on.is_none() {
                    true => self.history(data, chart, &groups)?.survey,
                    false => survey(data, self.on, &groups),
                };
                Ok(Box::new(move |width| draw(&survey, width)))
            }
            Draw::Tested(draw) => {
                self.no_agreement(chart)?;
                self.no_span(chart)?;
                let overview = overview(data, self.on, &groups);
                Ok(Box::new(move |width| draw(&overview, width)))
            }
            Draw::Timeline(draw) => {
                let timeline = timeline(data, &self.course(data, chart, groups)?);
                Ok(Box::new(move |width| draw(&timeline, width)))
            }
            Draw::Cohesion(draw) => {
                let cohesion = cohesion(data, &self.course(data, chart, groups)?);
                Ok(Box::new(move |width| draw(&cohesion, width)))
            }
            Draw::History(draw) => {
                let history = self.history(data, chart, &groups)?;
                Ok(Box::new(move |width| draw(&history, width)))
            }
            Draw::Shift(draw) => {
                let shift = shift(data, &self.course(data, chart, groups)?);
                Ok(Box::new(move |width| draw(&shift, width)))
            }
            Draw::Nearest(draw) => {
                self.no_span(chart)?;
                let agreement = self.one_agreement(data, chart)?;
                let nearest = nearest(data, agreement, &groups, self.on).ok_or_else(|| nothing(chart))?;
                Ok(Box::new(move |width| draw(&nearest, width)))
            }
            Draw::Overlap(draw) => {
                self.no_span(chart)?;
                let named = self.agreement.iter().map(|name| resolve::agreement(data, name));
                let overlap = overlap(data, &named.collect::<Result<Vec<_>, _>>()?, &groups, self.on);
                Ok(Box::new(move |width| draw(&overlap, width)))
            }
        }
    }

    /// Many agreements: those named, or all, year by year.
    fn history(&self, data: &Dataset, chart: &Chart, groups: &[Group]) -> Result<History, CliError> {
        let named = self.agreement.iter().map(|name| resolve::agreement(data, name));
        let agreements = named.collect::<Result<Vec<_>, _>>()?;
        let selection = Selection { agreements, from: self.from, to: self.to, ..Selection::default() };
        history(data, groups, &selection, By::Year).ok_or_else(|| nothing(chart))
    }

    /// What a figure that runs over time is about.
    fn course(&self, data: &Dataset, chart: &Chart, groups: Vec<Group>) -> Result<Course, CliError> {
        let agreement = self.one_agreement(data, chart)?;
        if data.agreement(agreement).kind == AgreementKind::Vote {
            let why =
                format!("nothing to draw: `{}` runs over time, and a vote is over on its day", chart.id);
            return Err(CliError::Failure(why));
        }
        let course = Course { agreement, groups, on: self.on, from: self.from, until: self.to };
        let (from, until) = course.span(data);
        match from < until {
            true => Ok(course),
            false => Err(CliError::Misuse(format!(
                "`{}` runs over time, and its first day, {from}, is not before its last, {until}: use --from and --to",
                chart.id
            ))),
        }
    }

    fn one_agreement(&self, data: &Dataset, chart: &Chart) -> Result<AgreementId, CliError> {
        match self.agreement.as_slice() {
            [name] => resolve::agreement(data, name),
            [] => Err(CliError::Misuse(format!(
                "`{0}` is about one agreement: name it, as in `blocs chart {0} paris-call`",
                chart.id
            ))),
            _ => {
                Err(CliError::Misuse(format!("`{}` is about one agreement, and several are named", chart.id)))
            }
        }
    }

    fn no_agreement(&self, chart: &Chart) -> Result<(), CliError> {
        match self.agreement.is_empty() {
            true => Ok(()),
            false => Err(CliError::Misuse(format!("`{}` is about all agreements: name none", chart.id))),
        }
    }

    fn no_span(&self, chart: &Chart) -> Result<(), CliError> {
        match self.from.or(self.to) {
            None => Ok(()),
            Some(_) => Err(CliError::Misuse(format!("`{}` is about one day: use --on", chart.id))),
        }
    }
}

/// The kind of figure of a name.
pub(super) fn kind(name: &str) -> Result<&'static Chart, CliError> {
    if let Some(chart) = chart::ALL.iter().find(|c| c.id.eq_ignore_ascii_case(name)) {
        return Ok(chart);
    }
    let ids: Vec<&str> = chart::ALL.iter().map(|c| c.id).collect();
    let help = match suggest::nearest(name, ids.iter().copied()) {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => format!("there are {}", ids.join(", ")),
    };
    let name: String = name.chars().take(80).flat_map(char::escape_debug).collect();
    Err(CliError::Misuse(format!("no kind of figure called \"{name}\"; {help}")))
}

fn nothing(chart: &Chart) -> CliError {
    CliError::Failure(format!("nothing to draw: `{}` shows {}; there is none", chart.id, chart.shows))
}

fn too_large(chart: &Chart) -> CliError {
    CliError::Failure(format!(
        "`{}` does not fit {} by {} px with words that can be read; name fewer blocs, or use --size page",
        chart.id,
        share::WIDTH,
        share::HEIGHT
    ))
}

/// How a figure is written.
#[derive(Clone, Copy)]
pub(super) enum Format {
    /// As lines and letters.
    Svg(Lettering),
    /// As pixels, two to a px.
    Png,
}

/// A figure as bytes.
pub(super) fn encode(scene: &Scene, format: Format) -> Result<Vec<u8>, CliError> {
    let failed = |error: render::RenderError| CliError::Failure(error.to_string());
    match format {
        Format::Svg(lettering) => {
            render::svg_lettered(scene, lettering).map(String::into_bytes).map_err(failed)
        }
        Format::Png => {
            let svg = render::svg(scene).map_err(failed)?;
            render::png(&svg, 2.0, &scene.words()).map_err(failed)
        }
    }
}

/// A warning about characters that the embedded typeface cannot draw; empty when there are none.
pub(super) fn unreadable(scenes: &[Scene]) -> String {
    let mut missing: Vec<char> = scenes.iter().flat_map(Scene::missing).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = missing.iter().take(20).map(|c| format!("U+{:04X}", *c as u32)).collect();
    let more = if missing.len() > shown.len() { " and more" } else { "" };
    format!(
        "{} the typeface of the figures has no letter for {}{more}; a mark stands in its place\n",
        warm("warning:"),
        shown.join(", ")
    )
}
