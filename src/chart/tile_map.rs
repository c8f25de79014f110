//! Where they are: a tile-grid map of the world, one equal tile a state, by
//! status on the day. A locator, not a map of borders.

use std::collections::BTreeSet;

use super::font::Weight;
use super::frame::{self, Words};
use super::grid::{self, COLUMNS, ROWS};
use super::scene::{Anchor, Mark, Point, Scene, Text, dashes, hatch};
use super::theme::{BREAK, CONTEXT, EDGE, MARGIN, PAPER, QUIET, SMALL, fill, words_on};
use super::{Chart, Draw, footer, source_line, tile};
use crate::analysis::{AgreementAnalysis, Member};
use crate::finding::{as_of, status_words, the_agreement, world_title};
use crate::model::{Certainty, Status};
use crate::wording::{list_up_to, sentence, the};

/// The world as tiles.
pub const TILE_MAP: Chart = Chart {
    id: "tile-map",
    shows: "every state as one equal tile of a grid of the world, by status on the day",
    draw: Draw::OnRequest(draw),
};

const HEIGHT: f64 = 24.0;

fn draw(analysis: &AgreementAnalysis, width: f64) -> Option<Scene> {
    let states = states(analysis);
    if states.is_empty() || analysis.on < analysis.agreement.opened {
        return None;
    }
    let broke = broke(analysis);
    let words = words(analysis, &states, !broke.is_empty());
    let (mut scene, top) = frame::open("tile-map", width, &words);
    let mut bottom = key(&mut scene, &states, top) + 10.0;
    let step = ((width - 2.0 * MARGIN) / COLUMNS as f64).min(44.0);
    let left = (width - step * COLUMNS as f64) / 2.0;
    for (member, place) in states.iter().map(|m| (m, grid::place(&m.actor.id))) {
        if let Some((column, row)) = place {
            let at = (left + step * column as f64, bottom + HEIGHT * row as f64);
            scene.add(state(member, broke.contains(member.actor.id.as_str()), at, step));
        }
    }
    bottom += HEIGHT * ROWS as f64;
    bottom = elsewhere(&mut scene, &states, &broke, (left, bottom));
    scene.alt = alt(analysis, &states);
    scene.description = states.iter().map(|m| tile::words(m)).collect();
    scene.rows = rows(&states);
    Some(frame::close(scene, bottom, &words))
}

/// Those who surely broke ranks with a bloc that was asked for.
fn broke(analysis: &AgreementAnalysis) -> BTreeSet<&str> {
    let asked = analysis.view.blocs.iter().filter(|_| analysis.blocs_asked);
    asked.flat_map(|bloc| bloc.sure_breakers()).map(|m| m.actor.id.as_str()).collect()
}

/// Every state that existed, once, by id.
fn states(analysis: &AgreementAnalysis) -> Vec<&Member> {
    let rows = analysis.statuses.iter().map(|row| &row.member);
    let mut states: Vec<&Member> = rows
        .filter(|m| m.actor.kind == crate::model::ActorKind::State && m.status != Status::NotAState)
        .collect();
    states.sort_by(|a, b| a.actor.id.cmp(&b.actor.id));
    states.dedup_by(|a, b| a.actor.id == b.actor.id);
    states
}

fn words(analysis: &AgreementAnalysis, states: &[&Member], any_broke: bool) -> Words {
    let mut note = "A locator, not a map of borders: each state is one equal tile, placed by rough geography; neither tile nor place says \
                    anything about territory."
        .to_owned();
    if states.iter().any(|m| m.certainty == Certainty::Uncertain && m.status != Status::NotKnown) {
        note.push_str(" A broken edge: a status that uncertain dates, or a gap in the record, could change.");
    }
    if any_broke {
        let blocs: Vec<_> = analysis.view.blocs.iter().map(|b| the(&b.bloc.short_name)).collect();
        note.push_str(&format!(" A thick edge and a bold code: broke ranks with {}.", list_up_to(&blocs, 6)));
    }
    Words {
        title: world_title(analysis),
        subtitle: sentence(&format!(
            "status of every state on {}, {}",
            the_agreement(&analysis.agreement),
            as_of(analysis.on)
        )),
        note,
        source: source_line(&analysis.sources),
        footer: footer(analysis, analysis.on, states.len()),
    }
}

/// The statuses that occur, each with how many states.
fn key(scene: &mut Scene, states: &[&Member], top: f64) -> f64 {
    let (mut x, mut y) = (MARGIN, top);
    for status in Status::ALL {
        let n = states.iter().filter(|m| m.status == *status).count();
        if n == 0 {
            continue;
        }
        let words = Text::new((0.0, 0.0), SMALL, format!("{} {n}", status_words(*status)));
        let wide = 22.0 + words.width();
        if x + wide > scene.width - MARGIN {
            (x, y) = (MARGIN, y + 20.0);
        }
        scene.add(Mark::Group {
            title: status_words(*status).to_owned(),
            marks: swatch(*status, x, y, 16.0, 14.0),
        });
        scene.add(Text { at: (x + 22.0, y + 11.5), ..words });
        x += wide + 16.0;
    }
    y + 18.0
}

fn swatch(status: Status, left: f64, top: f64, width: f64, height: f64) -> Vec<Mark> {
    let mut marks = vec![Mark::rect(left, top, width, height, fill(status))];
    if status == Status::Withdrawn {
        marks.extend(hatch(left, top, width, height, EDGE));
    }
    marks.push(Mark::frame(left, top, width, height, CONTEXT, 0.75));
    marks
}

fn state(member: &Member, broke: bool, (left, top): (f64, f64), step: f64) -> Mark {
    let (width, height) = (step - 1.0, HEIGHT - 1.0);
    let mut marks = swatch(member.status, left, top, width, height);
    let sure = member.certainty == Certainty::Certain || member.status == Status::NotKnown;
    let code = tile::code(&member.actor);
    let weight = if broke { Weight::Bold } else { Weight::Regular };
    let label = Text::new((left + width / 2.0, top + height / 2.0 + SMALL * 0.36), SMALL, code)
        .anchored(Anchor::Middle)
        .in_colour(words_on(member.status));
    let label = Text { weight, ..label };
    if member.status == Status::Withdrawn {
        let bounds = label.bounds();
        let size = (bounds.right - bounds.left, bounds.bottom - bounds.top);
        marks.push(Mark::rect(bounds.left, bounds.top, size.0, size.1, PAPER));
    }
    marks.push(label.into());
    if !sure {
        let colour = if words_on(member.status) == PAPER { PAPER } else { EDGE };
        marks.extend(dashes(left + 0.75, top + 0.75, width - 1.5, height - 1.5, colour, 1.5));
    }
    if broke {
        marks.push(Mark::frame(left + 1.0, top + 1.0, width - 2.0, height - 2.0, BREAK, 2.5));
    }
    Mark::Group { title: tile::words(member), marks }
}

/// States that the grid does not know, in rows beneath it: nobody is left out.
fn elsewhere(scene: &mut Scene, states: &[&Member], broke: &BTreeSet<&str>, (left, top): Point) -> f64 {
    let others: Vec<&&Member> = states.iter().filter(|m| grid::place(&m.actor.id).is_none()).collect();
    if others.is_empty() {
        return top;
    }
    scene.add(Text::new((MARGIN, top + 20.0), SMALL, "Without a place on the grid").in_colour(QUIET));
    let step = tile::WIDTH + 2.0;
    let a_row = (((scene.width - MARGIN - left) / step) as usize).max(1);
    for (i, member) in others.iter().enumerate() {
        let (column, row) = (i % a_row, i / a_row);
        let at = (left + step * column as f64, top + 28.0 + HEIGHT * row as f64);
        scene.add(state(member, broke.contains(member.actor.id.as_str()), at, step));
    }
    top + 28.0 + HEIGHT * others.len().div_ceil(a_row) as f64
}

fn alt(analysis: &AgreementAnalysis, states: &[&Member]) -> String {
    let parts: Vec<String> = Status::ALL
        .iter()
        .filter_map(|status| {
            let names: Vec<&str> =
                states.iter().filter(|m| m.status == *status).map(|m| m.actor.name.as_str()).collect();
            let which =
                if names.len() <= 5 { format!(" ({})", list_up_to(&names, 5)) } else { String::new() };
            (!names.is_empty()).then(|| format!("{} {}{which}", names.len(), status_words(*status)))
        })
        .collect();
    format!(
        "Tile-grid map of {} states by status on {}, {}, where {}.",
        states.len(),
        the_agreement(&analysis.agreement),
        as_of(analysis.on),
        parts.join("; ")
    )
}

fn rows(states: &[&Member]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let row = |m: &&Member| {
        let date = m.act_date.map(|d| d.to_string()).unwrap_or_default();
        [&m.actor.id, &m.actor.name, m.status.word(), &date, m.certainty.word()].map(str::to_owned).to_vec()
    };
    (vec!["actor", "name", "status", "date", "certainty"], states.iter().map(row).collect())
}
