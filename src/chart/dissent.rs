//! Who breaks ranks most: a ranked dot plot of how often members stood apart
//! from the majority of the others in their bloc.

use super::axis;
use super::frame::{self, Words};
use super::scene::{Mark, Scene, Text};
use super::theme::{BREAK, CONTEXT, LABEL, MARGIN, QUIET, SMALL};
use super::{Chart, Draw, counted, footed, source_line};
use crate::analysis::{Dissent, Overview};
use crate::finding::dissent_title;
use crate::wording::{share, the, thousands};

/// How often members stood apart.
pub const DISSENT: Chart = Chart {
    id: "dissent",
    shows: "how often members stood apart from the majority of the others in their bloc, ranked",
    draw: Draw::Overview(draw),
};

/// How many members are shown.
const MOST: usize = 20;
const NAMES: f64 = 270.0;
const COUNTS: f64 = 150.0;
const ROW: f64 = 23.0;

/// Those shown: with enough opportunities, most often apart first.
pub fn shown(overview: &Overview) -> Vec<&Dissent> {
    overview.dissent.iter().filter(|d| d.opportunities >= overview.fewest_opportunities).take(MOST).collect()
}

fn draw(overview: &Overview, width: f64) -> Option<Scene> {
    let shown = shown(overview);
    if shown.is_empty() {
        return None;
    }
    let words = words(overview);
    let (mut scene, top) = frame::open("dissent", width, &words);
    let (left, right) = (MARGIN + NAMES, width - MARGIN - COUNTS);
    let bottom = top + ROW * shown.len() as f64;
    axis::shares(&mut scene, (left, right), top, bottom);
    for (i, dissent) in shown.iter().enumerate() {
        row(&mut scene, dissent, top + ROW * i as f64, left, right);
    }
    let lines: Vec<String> = shown.iter().map(|d| describe(d)).collect();
    scene.alt = format!(
        "Ranked dots of how often members stood apart from the rest of their bloc, where first come: {}.",
        lines.iter().take(3).cloned().collect::<Vec<_>>().join("; ")
    );
    scene.description = lines;
    scene.rows = rows(&shown);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn words(overview: &Overview) -> Words {
    Words {
        title: dissent_title(overview),
        subtitle: "Share of agreements on which a member's position differed from the majority of its bloc's other members".to_owned(),
        note: format!(
            "Ties among the others are no opportunity; members with fewer than {} opportunities are left out. \
             A state in several blocs is ranked once for each. The share depends on which agreements are in the record.",
            overview.fewest_opportunities
        ),
        source: source_line(&overview.sources),
        footer: footed(&format!("n = {}", counted(overview.agreements, "agreement")), &overview.data_hash),
    }
}

fn row(scene: &mut Scene, dissent: &Dissent, top: f64, left: f64, right: f64) {
    let y = top + ROW / 2.0;
    let name = Text::new((MARGIN, y + 4.5), LABEL, &dissent.actor.name).bold();
    let beside = MARGIN + name.width() + 8.0;
    let room = left - 14.0 - beside;
    scene.add(name.within(NAMES - 90.0));
    let bloc = Text::new((beside.min(MARGIN + NAMES - 82.0), y + 4.5), SMALL, &dissent.bloc.short_name)
        .in_colour(QUIET);
    scene.add(bloc.within(room.max(68.0)));
    let x = left + (right - left) * dissent.apart as f64 / dissent.opportunities as f64;
    let marks = vec![
        Mark::line((left, y), (x, y), CONTEXT, 2.0),
        Mark::Disc { at: (x, y), radius: 6.0, fill: BREAK },
    ];
    scene.add(Mark::Group { title: describe(dissent), marks });
    scene.add(Text::new((right + 14.0, y + 4.5), LABEL, share(dissent.apart, dissent.opportunities)));
}

fn describe(d: &Dissent) -> String {
    let part = crate::wording::percent(d.apart, d.opportunities).unwrap_or_default();
    format!(
        "{} in {}: apart on {} of {} agreements ({part}), alone on {}",
        d.actor.name,
        the(&d.bloc.short_name),
        thousands(d.apart),
        thousands(d.opportunities),
        thousands(d.alone)
    )
}

fn rows(shown: &[&Dissent]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["actor", "name", "bloc", "apart", "opportunities", "alone"];
    let row = |d: &&Dissent| {
        vec![
            d.actor.id.clone(),
            d.actor.name.clone(),
            d.bloc.short_name.clone(),
            d.apart.to_string(),
            d.opportunities.to_string(),
            d.alone.to_string(),
        ]
    };
    (header, shown.iter().map(row).collect())
}
