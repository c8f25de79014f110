//! Whose company rank-breakers keep: a ranked dot plot of the outsiders whose
//! record over all agreements is nearest to theirs, with n shared.

use super::axis;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{CONTEXT, EDGE, IN, LABEL, MARGIN, PAPER, QUIET, SMALL};
use super::{Chart, Draw, footed, source_line};
use crate::analysis::Nearest;
use crate::analysis::nearest::Neighbour;
use crate::finding::{as_of, nearest_title, percentage, position_word, the_agreement};
use crate::wording::{list_up_to, share, the};

/// The outsiders nearest to those who broke ranks.
pub const COMPANY: Chart = Chart {
    id: "company",
    shows: "the outsiders whose record is nearest to that of those who broke ranks, ranked, with n shared",
    draw: Draw::Nearest(draw),
};

/// How many outsiders are shown.
const MOST: usize = 15;
const NAMES: f64 = 190.0;
const COUNTS: f64 = 160.0;
const ROW: f64 = 24.0;

fn draw(nearest: &Nearest, width: f64) -> Option<Scene> {
    if nearest.neighbours.is_empty() {
        return None;
    }
    let shown = &nearest.neighbours[..nearest.neighbours.len().min(MOST)];
    let words = words(nearest);
    let (mut scene, top) = frame::open("company", width, &words);
    let (left, right) = (MARGIN + NAMES, width - MARGIN - COUNTS);
    let top = top + 20.0;
    let bottom = top + ROW * shown.len() as f64;
    axis::shares(&mut scene, (left, right), top, bottom);
    scene.add(Text::new((right + 14.0, top - 8.0), SMALL, "same position").in_colour(QUIET));
    scene.add(Text::new((width - MARGIN, top - 8.0), SMALL, "kappa").anchored(Anchor::End).in_colour(QUIET));
    own_bloc(&mut scene, nearest, (left, right), top, bottom);
    for (i, neighbour) in shown.iter().enumerate() {
        row(&mut scene, nearest, neighbour, top + ROW * (i as f64 + 0.5), (left, right));
    }
    scene.description = shown.iter().map(describe).collect();
    scene.alt = format!(
        "Ranked dots of the outsiders whose record was nearest to that of {}, {}, where first come: {}.",
        who(nearest),
        as_of(nearest.on),
        shown.iter().take(3).map(describe).collect::<Vec<_>>().join("; ")
    );
    scene.rows = rows(&nearest.neighbours);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn who(nearest: &Nearest) -> String {
    let names: Vec<_> = nearest.breakers.iter().map(|a| the(&a.name)).collect();
    list_up_to(&names, 4)
}

fn words(nearest: &Nearest) -> Words {
    let stood = position_word(nearest.agreement.kind, nearest.position);
    let agreement = the_agreement(&nearest.agreement);
    let rest = match nearest.own_bloc {
        Some(_) => format!(" The upright: the rest of {}.", the(&nearest.bloc.short_name)),
        None => String::new(),
    };
    Words {
        title: nearest_title(nearest),
        subtitle: format!(
            "How often states outside {} took the same position as {}, over all agreements, {}",
            the(&nearest.bloc.short_name),
            who(nearest),
            as_of(nearest.on)
        ),
        note: format!(
            "A filled dot stood with them on {agreement} too ({stood}); an open one did not, or its position is not known.{rest} A comparison is an \
             agreement and a rank-breaker where both have a known position; outsiders with fewer than {} are left out. \
             Kappa: agreement beyond what both sides' habits would give. The share depends on which agreements are in the record.",
            nearest.fewest
        ),
        source: source_line(&nearest.sources),
        footer: footed(
            &format!(
                "n = {} over {} · {}",
                super::counted(nearest.neighbours.len(), "outsider"),
                super::counted(nearest.items, "agreement"),
                as_of(nearest.on)
            ),
            &nearest.data_hash,
        ),
    }
}

/// How near the rest of their own bloc stood.
fn own_bloc(scene: &mut Scene, nearest: &Nearest, (left, right): (f64, f64), top: f64, bottom: f64) {
    let Some((agreement, _)) = nearest.own_bloc else { return };
    let x = left + (right - left) * agreement;
    scene.add(Mark::line((x, top - 4.0), (x, bottom), EDGE, 2.0));
    let words = format!("rest of {} {}", the(&nearest.bloc.short_name), percentage(agreement));
    let room = (x - left).min(right - x).max(0.0) * 2.0;
    let text = Text::new((x, top - 8.0), SMALL, words).in_colour(QUIET);
    if text.width() <= room {
        scene.add(text.anchored(Anchor::Middle));
    } else {
        let text = Text { at: (right.min(x + 4.0), top - 8.0), ..text };
        scene.add(text.anchored(Anchor::End).within(right - left));
    }
}

fn row(scene: &mut Scene, nearest: &Nearest, neighbour: &Neighbour, y: f64, (left, right): (f64, f64)) {
    let name = Text::new((MARGIN, y + 4.5), LABEL, &neighbour.actor.name);
    scene.add(name.bold().within(NAMES - 14.0));
    let x = left + (right - left) * neighbour.agreement;
    let with = neighbour.stood == Some(nearest.position);
    let at = (x, y);
    let marks = vec![
        Mark::line((left, y), (x, y), CONTEXT, 1.5),
        Mark::Disc { at, radius: 6.0, fill: if with { IN } else { PAPER } },
        Mark::Ring { at, radius: 6.0, colour: IN, width: 2.0 },
    ];
    scene.add(Mark::Group { title: describe(neighbour), marks });
    let same = share(neighbour.same as usize, neighbour.n as usize);
    scene.add(Text::new((right + 14.0, y + 4.5), SMALL, same));
    let kappa = neighbour.kappa.map_or("n/a".to_owned(), |k| format!("{k:.2}"));
    scene.add(Text::new((scene.width - MARGIN, y + 4.5), SMALL, kappa).anchored(Anchor::End));
}

fn describe(neighbour: &Neighbour) -> String {
    let same = share(neighbour.same as usize, neighbour.n as usize);
    format!("{}: same position in {same} comparisons", neighbour.actor.name)
}

fn rows(neighbours: &[Neighbour]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["actor", "name", "same", "n", "agreement", "kappa", "position_here"];
    let row = |n: &Neighbour| {
        vec![
            n.actor.id.clone(),
            n.actor.name.clone(),
            n.same.to_string(),
            n.n.to_string(),
            format!("{:.4}", n.agreement),
            n.kappa.map(|k| format!("{k:.4}")).unwrap_or_default(),
            n.stood.map(|p| p.text().to_owned()).unwrap_or_default(),
        ]
    };
    (header, neighbours.iter().map(row).collect())
}
