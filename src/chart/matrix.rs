//! Blocs by agreements: each cell the members in of those with a position,
//! shaded by their share, divided blocs framed.

use super::font::{Weight, wrap};
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{BREAK, Colour, LEADING, MARGIN, NOT_KNOWN, PAPER, QUIET, RULE, SMALL};
use super::{Chart, Draw, source_line};
use crate::analysis::{BlocView, Overview, OverviewRow};
use crate::finding::survey_title;
use crate::model::AgreementKind;
use crate::wording::date;

/// Where every bloc stood on every agreement.
pub const MATRIX: Chart = Chart {
    id: "matrix",
    shows: "blocs by agreements: members in of those with a position, divided blocs framed",
    draw: Draw::Overview(draw),
};

const NAMES: f64 = 208.0;
const CELL: f64 = 62.0;
const ROW: f64 = 25.0;

fn draw(overview: &Overview, width: f64) -> Option<Scene> {
    if overview.rows.is_empty() || overview.blocs.is_empty() {
        return None;
    }
    let width = (2.0 * MARGIN + NAMES + CELL * overview.blocs.len() as f64).max(width);
    let words = words(overview);
    let (mut scene, top) = frame::open("matrix", width, &words);
    let mut y = heads(&mut scene, overview, top);
    let mut kind = None;
    for row in &overview.rows {
        if kind != Some(row.agreement.kind) {
            kind = Some(row.agreement.kind);
            y = section(&mut scene, row.agreement.kind, y);
        }
        line(&mut scene, row, y);
        y += ROW;
    }
    scene.alt = alt(overview);
    scene.description =
        overview.rows.iter().flat_map(|row| row.blocs.iter().map(|b| describe(row, b))).collect();
    scene.rows = rows(overview);
    Some(frame::close(scene, y, &words))
}

fn words(overview: &Overview) -> Words {
    let day = match overview.on {
        Some(day) => format!("as of {}", date(day)),
        None => "each agreement as of the day its record is complete to".to_owned(),
    };
    let n: usize = overview.rows.iter().flat_map(|r| &r.blocs).filter(|b| b.tally.n > 0).count();
    Words {
        title: survey_title(overview),
        subtitle: format!("Members in (party, endorsed, yes) of those with a position, by bloc and agreement, {day}"),
        note: "A frame marks a bloc whose members took different positions; darker cells have a larger share in. A + adds members \
               half-way: signed but not bound, or abstained. A question mark: other members' acts are not known. A dash: no member has a \
               known position."
            .to_owned(),
        source: source_line(&overview.sources),
        footer: format!("n = {n} cells · blocs {} · data {}", env!("CARGO_PKG_VERSION"), &overview.data_hash[..12]),
    }
}

fn column(i: usize) -> f64 {
    MARGIN + NAMES + CELL * i as f64
}

/// The blocs' names, in up to three short lines above their columns.
fn heads(scene: &mut Scene, overview: &Overview, top: f64) -> f64 {
    let lines: Vec<Vec<String>> =
        overview.blocs.iter().map(|b| wrap(&b.short_name, SMALL, Weight::Bold, CELL - 4.0)).collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1);
    let step = SMALL * 1.2;
    for (i, words) in lines.iter().enumerate() {
        for (k, word) in words.iter().enumerate() {
            let y = top + step * (most - words.len() + k + 1) as f64;
            scene.add(Text::new((column(i) + CELL / 2.0, y), SMALL, word).bold().anchored(Anchor::Middle));
        }
    }
    top + step * most as f64 + 4.0
}

fn section(scene: &mut Scene, kind: AgreementKind, top: f64) -> f64 {
    let words = match kind {
        AgreementKind::Treaty => "Treaties: parties",
        AgreementKind::Declaration => "Declarations: supporters",
        AgreementKind::Vote => "Votes: in favour",
    };
    scene.add(Mark::line((MARGIN, top + 8.0), (scene.width - MARGIN, top + 8.0), RULE, 1.0));
    scene.add(Text::new((MARGIN, top + 22.0), SMALL, words).in_colour(QUIET));
    top + SMALL * LEADING + 12.0
}

fn line(scene: &mut Scene, row: &OverviewRow, top: f64) {
    let name = Text::new((MARGIN, top + 16.0), 13.0, &row.agreement.short_name);
    scene.add(name.within(NAMES - 8.0));
    for (i, bloc) in row.blocs.iter().enumerate() {
        scene.add(cell(row, bloc, column(i), top));
    }
}

/// The share from which words stand out better in white.
const DARK: f64 = 0.74;
/// On middle shades only full black stands out enough.
const BLACK: Colour = Colour(0, 0, 0);

/// White to blue by share.
fn shade(share: f64) -> Colour {
    let mix = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8;
    Colour(mix(244, 0), mix(248, 80), mix(252, 142))
}

fn cell(row: &OverviewRow, bloc: &BlocView, left: f64, top: f64) -> Mark {
    let t = &bloc.tally;
    let (x, y, w, h) = (left + 1.5, top + 1.5, CELL - 3.0, ROW - 3.0);
    let middle = (left + CELL / 2.0, top + 16.5);
    if t.n == 0 {
        let dash = Text::new(middle, SMALL, "–").anchored(Anchor::Middle).in_colour(QUIET);
        return Mark::Group {
            title: describe(row, bloc),
            marks: vec![Mark::rect(x, y, w, h, NOT_KNOWN), dash.into()],
        };
    }
    let share = t.inside as f64 / t.n as f64;
    let mut marks = vec![Mark::rect(x, y, w, h, shade(share))];
    if bloc.is_split() {
        marks.push(Mark::frame(x + 1.0, y + 1.0, w - 2.0, h - 2.0, BREAK, 2.0));
    }
    let ink = if share > DARK { PAPER } else { BLACK };
    let half = if t.half > 0 { format!("+{}", t.half) } else { String::new() };
    let unknown = if bloc.is_wholly_known() { "" } else { "?" };
    let full = format!("{}{half}/{}{unknown}", t.inside, t.n);
    let fits = super::font::width(&full, SMALL, Weight::Regular) <= w - 5.0;
    let words = if fits { full } else { format!("{}/{}{unknown}", t.inside, t.n) };
    marks.push(Text::new(middle, SMALL, words).anchored(Anchor::Middle).in_colour(ink).into());
    Mark::Group { title: describe(row, bloc), marks }
}

fn describe(row: &OverviewRow, bloc: &BlocView) -> String {
    let t = &bloc.tally;
    let split = match (bloc.is_split(), t.not_known) {
        (true, 0) => ", divided".to_owned(),
        (true, unknown) => format!(", divided; {unknown} not known"),
        (false, 0) => String::new(),
        (false, unknown) => format!("; {unknown} not known"),
    };
    format!(
        "{}, {}: {} in, {} half-way, {} out of {} with a position on {}{split}",
        row.agreement.short_name, bloc.bloc.short_name, t.inside, t.half, t.out, t.n, row.on
    )
}

fn alt(overview: &Overview) -> String {
    let all = overview.united();
    format!(
        "Matrix of {} agreements by {} blocs, each cell the members in of those with a position, where {} of {} cells in which \
         that can be told are undivided.",
        overview.rows.len(),
        overview.blocs.len(),
        all.united,
        all.cases
    )
}

fn rows(overview: &Overview) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["agreement", "on", "bloc", "in", "half", "out", "n", "not_known", "divided"];
    let row = |r: &OverviewRow, b: &BlocView| {
        let t = &b.tally;
        let counts = [t.inside, t.half, t.out, t.n, t.not_known].map(|n| n.to_string());
        let mut cells = vec![r.agreement.short_name.clone(), r.on.to_string(), b.bloc.short_name.clone()];
        cells.extend(counts);
        let divided = match (b.is_split(), b.is_wholly_known()) {
            (true, _) => "yes",
            (false, true) => "no",
            (false, false) => "not-known",
        };
        cells.push(divided.to_owned());
        cells
    };
    (header, overview.rows.iter().flat_map(|r| r.blocs.iter().map(move |b| row(r, b))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_read_on_every_shade() {
        for percent in 0..=100 {
            let share = f64::from(percent) / 100.0;
            let Colour(r, g, b) = shade(share);
            let luminance = |r: f64, g: f64, b: f64| {
                let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
                0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
            };
            let fill = luminance(f64::from(r) / 255.0, f64::from(g) / 255.0, f64::from(b) / 255.0);
            let Colour(r, g, b) = if share > DARK { PAPER } else { BLACK };
            let words = luminance(f64::from(r) / 255.0, f64::from(g) / 255.0, f64::from(b) / 255.0);
            let contrast = (fill.max(words) + 0.05) / (fill.min(words) + 0.05);
            assert!(contrast >= 4.5, "{percent}%: {contrast}");
        }
    }
}
