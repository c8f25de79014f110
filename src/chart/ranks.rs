//! Who stood where: one band a bloc, one tile a member, grouped by position.

use super::font::Weight;
use super::frame::{self, Words};
use super::scene::{Scene, Text};
use super::theme::{BREAK, LABEL, LEADING, MARGIN, QUIET, SMALL};
use super::{Chart, Draw, distinct, footer, source_line, tile};
use crate::analysis::{AgreementAnalysis, BlocView, Majority, Member, View};
use crate::coding::Position;
use crate::finding::{as_of, headline, names, position_word, the_agreement};
use crate::model::AgreementKind;
use crate::wording::{list_up_to, sentence, share, the};

/// Where members stood on the day asked about.
pub const RANKS: Chart = Chart {
    id: "ranks",
    shows: "one band a bloc, one tile a member, grouped by position: who broke ranks",
    draw: Draw::Agreement(|analysis, width| draw("ranks", analysis, &analysis.view, width)),
};

/// The same on the other day.
pub const RANKS_LATEST: Chart = Chart {
    id: "ranks-latest",
    shows: "the same on the data's cut-off, or on the opening day when the headline is about the cut-off",
    draw: Draw::Agreement(|analysis, width| {
        draw("ranks-latest", analysis, analysis.other.as_ref().filter(|_| !analysis.on_asked)?, width)
    }),
};

fn draw(name: &'static str, analysis: &AgreementAnalysis, view: &View, width: f64) -> Option<Scene> {
    let blocs: Vec<&BlocView> = view.blocs.iter().filter(|b| !b.members.is_empty()).collect();
    if blocs.is_empty() {
        return None;
    }
    let words = words(analysis, view);
    let (mut scene, mut y) = frame::open(name, width, &words);
    for bloc in &blocs {
        y = band(&mut scene, analysis.agreement.kind, bloc, y);
    }
    scene.alt = alt(analysis, view, &blocs);
    for bloc in &blocs {
        scene
            .description
            .extend(bloc.members.iter().map(|m| format!("{}, {}", bloc.bloc.short_name, tile::words(m))));
    }
    scene.rows = rows(&blocs);
    Some(frame::close(scene, y, &words))
}

fn words(analysis: &AgreementAnalysis, view: &View) -> Words {
    let agreement = &analysis.agreement;
    let mut note = "Each tile is a member. A thick edge and a bold code mark those who stood elsewhere than most of their bloc.".to_owned();
    if view.blocs.iter().flat_map(|b| &b.members).any(|m| m.certainty == crate::model::Certainty::Uncertain) {
        note.push_str(" A broken edge: an uncertain date, or a gap in the record, could change the tile; it counts from its last possible day.");
    }
    Words {
        title: headline(agreement, view),
        subtitle: sentence(&format!(
            "members of each bloc by their position on {}, {}",
            the_agreement(agreement),
            as_of(view.on)
        )),
        note,
        source: source_line(&analysis.sources),
        footer: footer(analysis, view.on, distinct(view)),
    }
}

fn alt(analysis: &AgreementAnalysis, view: &View, blocs: &[&BlocView]) -> String {
    let parts: Vec<String> = blocs
        .iter()
        .map(|b| {
            let breakers = names(b.breakers());
            let broke = if breakers.is_empty() {
                String::new()
            } else {
                format!("; {} broke ranks", list_up_to(&breakers, 5))
            };
            format!("{} {} in{broke}", the(&b.bloc.short_name), share(b.tally.inside, b.tally.n))
        })
        .collect();
    format!(
        "Tile rows of bloc members by position on {}, {}, where {}.",
        the_agreement(&analysis.agreement),
        as_of(view.on),
        parts.join("; ")
    )
}

/// One bloc: its name and count, then its tiles by position, then the names of those who broke ranks.
fn band(scene: &mut Scene, kind: AgreementKind, bloc: &BlocView, top: f64) -> f64 {
    let mut y = top + LABEL;
    let name = Text::new((MARGIN, y), 15.0, &bloc.bloc.short_name).bold();
    let mut beside =
        Text::new((MARGIN + name.width() + 10.0, y), LABEL, counted(kind, bloc)).in_colour(QUIET);
    if beside.bounds().right > scene.width - MARGIN {
        y += LABEL * LEADING;
        beside.at = (MARGIN, y);
    }
    scene.add(name.within(scene.width - 2.0 * MARGIN));
    scene.add(beside);
    y += 8.0;
    for (label, members) in groups(kind, bloc) {
        y = tiles(scene, &label, &members, y);
    }
    y = broke(scene, bloc, y);
    y + 14.0
}

fn counted(kind: AgreementKind, bloc: &BlocView) -> String {
    let t = &bloc.tally;
    let mut text = format!("{} {}", share(t.inside, t.n), position_word(kind, Position::In));
    if t.is_uncertain() {
        text.push_str(&format!(" ({} to {} by uncertain dates)", t.low, t.high));
    }
    text
}

/// Members by position, with a label that counts them.
fn groups<'a>(kind: AgreementKind, bloc: &'a BlocView) -> Vec<(String, Vec<&'a Member>)> {
    let at = |position: Option<Position>| -> Vec<&'a Member> {
        bloc.members.iter().filter(|m| m.position == position).collect()
    };
    let mut groups = vec![];
    for position in [Some(Position::In), Some(Position::Half), Some(Position::Out), None] {
        let members = at(position);
        let label = position.map_or("not counted", |p| position_word(kind, p));
        if !members.is_empty() {
            groups.push((format!("{label} {}", members.len()), members));
        }
    }
    groups
}

/// The column in which a group's label stands.
const LABELS: f64 = 110.0;

fn tiles(scene: &mut Scene, label: &str, members: &[&Member], top: f64) -> f64 {
    let left = MARGIN + LABELS;
    let step = tile::WIDTH + tile::GAP;
    let a_row = (((scene.width - MARGIN - left) / step) as usize).max(1);
    scene.add(Text::new((MARGIN, top + tile::HEIGHT / 2.0 + 4.0), SMALL, label).in_colour(QUIET));
    for (i, member) in members.iter().enumerate() {
        let (column, row) = (i % a_row, i / a_row);
        let (x, y) = (left + column as f64 * step, top + row as f64 * (tile::HEIGHT + tile::GAP));
        scene.add(tile::draw(member, x, y));
    }
    let rows = members.len().div_ceil(a_row);
    top + rows as f64 * (tile::HEIGHT + tile::GAP) + 2.0
}

fn broke(scene: &mut Scene, bloc: &BlocView, top: f64) -> f64 {
    let names: Vec<String> = bloc
        .breakers()
        .map(|m| {
            let mark = if m.certainty == crate::model::Certainty::Uncertain { "~\u{a0}" } else { "" };
            format!("{mark}{}", the(&m.actor.name))
        })
        .collect();
    let text = match (bloc.majority, names.is_empty()) {
        (Majority::Tied, _) => "No majority: two positions tie".to_owned(),
        (Majority::Unknown, _) => "Not known where members stood".to_owned(),
        (_, true) => return top,
        _ => format!("Broke ranks: {}", list_up_to(&names, 12)),
    };
    let room = scene.width - 2.0 * MARGIN - LABELS;
    let mut y = top;
    for line in super::font::wrap(&text, LABEL, Weight::Bold, room) {
        y += LABEL * LEADING;
        scene.add(Text::new((MARGIN + LABELS, y - 3.0), LABEL, line).bold().in_colour(BREAK));
    }
    y
}

fn rows(blocs: &[&BlocView]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["bloc", "actor", "name", "status", "date", "certainty", "position", "broke_ranks"];
    let row = |b: &BlocView, m: &Member| {
        let position = m.position.map(Position::text).unwrap_or_default();
        let date = m.act_date.map(|d| d.to_string()).unwrap_or_default();
        let broke = if m.breaks_ranks { "yes" } else { "no" };
        [
            &b.bloc.short_name,
            &m.actor.id,
            &m.actor.name,
            m.status.word(),
            &date,
            m.certainty.word(),
            position,
            broke,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    (header, blocs.iter().flat_map(|b| b.members.iter().map(|m| row(b, m))).collect())
}
