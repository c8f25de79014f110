//! How blocs overlap: an UpSet plot laid on its side, so that words stand
//! level. A row a combination of sets that exists, none left out: dots for the
//! sets, a bar for how many, and who.

use super::font::{Weight, wrap};
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{CONTEXT, EDGE, IN, LABEL, MARGIN, QUIET, RULE, SMALL};
use super::{Chart, Draw, footed, source_line, tile};
use crate::analysis::Overlap;
use crate::analysis::overlap::Combination;
use crate::finding::{as_of, overlap_title};
use crate::wording::{count, list};

/// Every combination of sets.
pub const UPSET: Chart = Chart {
    id: "upset",
    shows: "every combination of blocs, and of the states in agreements, that somebody is in: how many and who",
    draw: Draw::Overlap(draw),
};

const COLUMN: f64 = 58.0;
const ROW: f64 = 24.0;
const BAR: f64 = 110.0;
const RADIUS: f64 = 6.0;

fn draw(overlap: &Overlap, width: f64) -> Option<Scene> {
    if overlap.combinations.is_empty() {
        return None;
    }
    let words = words(overlap);
    let sets = overlap.sets.len() as f64 * COLUMN;
    let width = width.max(2.0 * MARGIN + sets + BAR + 222.0);
    let (mut scene, top) = frame::open("upset", width, &words);
    let mut y = heads(&mut scene, overlap, top);
    let largest = overlap.combinations.iter().map(|c| c.actors.len()).max().unwrap_or(1);
    for (i, combination) in overlap.combinations.iter().enumerate() {
        if i % 2 == 1 {
            scene.add(Mark::rect(MARGIN, y, width - 2.0 * MARGIN, ROW, super::theme::NOT_A_STATE));
        }
        row(&mut scene, overlap, combination, largest, y);
        y += ROW;
    }
    scene.description = overlap.combinations.iter().map(|c| describe(overlap, c)).collect();
    scene.alt = alt(overlap);
    scene.rows = rows(overlap);
    Some(frame::close(scene, y, &words))
}

fn words(overlap: &Overlap) -> Words {
    let n: usize = overlap.combinations.iter().map(|c| c.actors.len()).sum();
    let any = overlap.sets.iter().any(|s| s.is_agreement);
    let agreements =
        if any { " States are in an agreement when they endorsed, are bound, or voted yes." } else { "" };
    Words {
        title: overlap_title(overlap),
        subtitle: format!(
            "Members by the exact combination of {} they belonged to, {}",
            count(overlap.sets.len(), "set", "sets"),
            as_of(overlap.on)
        ),
        note: format!(
            "Each member is counted once, in the row of all its sets; every combination that exists is shown.{agreements}"
        ),
        source: source_line(&overlap.sources),
        footer: footed(
            &format!(
                "n = {n} in {} · {}",
                super::counted(overlap.combinations.len(), "combination"),
                as_of(overlap.on)
            ),
            &overlap.data_hash,
        ),
    }
}

fn column(i: usize) -> f64 {
    MARGIN + COLUMN * (i as f64 + 0.5)
}

/// The sets' names and sizes above their columns.
fn heads(scene: &mut Scene, overlap: &Overlap, top: f64) -> f64 {
    let names: Vec<Vec<String>> =
        overlap.sets.iter().map(|s| clipped(wrap(&s.name, SMALL, Weight::Bold, COLUMN - 4.0))).collect();
    let most = names.iter().map(Vec::len).max().unwrap_or(1);
    let step = SMALL * 1.25;
    for (i, (set, lines)) in overlap.sets.iter().zip(&names).enumerate() {
        for (k, line) in lines.iter().enumerate() {
            let y = top + step * (most - lines.len() + k + 1) as f64;
            scene.add(Text::new((column(i), y), SMALL, line).bold().anchored(Anchor::Middle));
        }
        let size = Text::new((column(i), top + step * (most + 1) as f64), SMALL, set.size.to_string());
        scene.add(size.anchored(Anchor::Middle).in_colour(QUIET));
    }
    let y = top + step * (most + 1) as f64;
    let left = MARGIN + COLUMN * overlap.sets.len() as f64;
    scene.add(Text::new((left + 8.0, y), SMALL, "How many").in_colour(QUIET));
    scene.add(Text::new((left + BAR + 34.0, y), SMALL, "Who").in_colour(QUIET));
    scene.add(Mark::line((MARGIN, y + 7.0), (scene.width - MARGIN, y + 7.0), RULE, 1.0));
    y + 10.0
}

/// At most five lines; what is left out is in the description.
fn clipped(mut lines: Vec<String>) -> Vec<String> {
    const MOST: usize = 5;
    if lines.len() > MOST {
        lines.truncate(MOST);
        let last = &mut lines[MOST - 1];
        *last = super::font::ellipsize(&format!("{last}………"), SMALL, Weight::Bold, COLUMN - 4.0);
    }
    lines
}

fn row(scene: &mut Scene, overlap: &Overlap, combination: &Combination, largest: usize, top: f64) {
    let y = top + ROW / 2.0;
    let mut marks = vec![];
    if let (Some(first), Some(last)) = (combination.sets.first(), combination.sets.last()) {
        marks.push(Mark::line((column(*first), y), (column(*last), y), EDGE, 2.0));
    }
    for i in 0..overlap.sets.len() {
        let at = (column(i), y);
        marks.push(match combination.sets.contains(&i) {
            true => Mark::Disc { at, radius: RADIUS, fill: IN },
            false => Mark::Disc { at, radius: 2.5, fill: CONTEXT },
        });
    }
    let left = MARGIN + COLUMN * overlap.sets.len() as f64 + 8.0;
    let n = combination.actors.len();
    let length = (BAR - 20.0) * n as f64 / largest as f64;
    marks.push(Mark::rect(left, y - 6.0, length.max(1.5), 12.0, IN));
    scene.add(Mark::Group { title: describe(overlap, combination), marks });
    scene.add(Text::new((left + length + 6.0, y + 4.5), LABEL, n.to_string()).bold());
    let who = left + BAR + 26.0;
    let codes: Vec<String> =
        combination.actors.iter().map(|a| if n <= 2 { a.name.clone() } else { tile::code(a) }).collect();
    scene.add(fitting(&codes, (who, y + 4.5), scene.width - MARGIN - who));
}

/// As many codes as there is room for, and how many more.
fn fitting(codes: &[String], at: (f64, f64), room: f64) -> Text {
    let line = |k: usize| match codes.len() - k {
        0 => codes.join(", "),
        rest => format!("{} and {rest} more", codes[..k].join(", ")),
    };
    let fits = |words: &String| super::font::width(words, SMALL, Weight::Regular) <= room;
    let words = (1..=codes.len()).rev().map(line).find(fits);
    let words =
        words.unwrap_or_else(|| super::font::ellipsize(&codes.join(", "), SMALL, Weight::Regular, room));
    Text::new(at, SMALL, words).in_colour(QUIET)
}

fn names(overlap: &Overlap, combination: &Combination) -> Vec<String> {
    combination.sets.iter().map(|i| overlap.sets[*i].name.clone()).collect()
}

fn describe(overlap: &Overlap, combination: &Combination) -> String {
    let who: Vec<&str> = combination.actors.iter().map(|a| a.name.as_str()).collect();
    let only = if combination.sets.len() == 1 { " only" } else { "" };
    format!("{}{only}: {} ({})", list(&names(overlap, combination)), who.len(), who.join(", "))
}

fn alt(overlap: &Overlap) -> String {
    let parts: Vec<String> = overlap
        .combinations
        .iter()
        .take(5)
        .map(|c| format!("{} in {}", c.actors.len(), list(&names(overlap, c))))
        .collect();
    format!(
        "UpSet plot of {} sets, {}, with {}, where the rows of most sets hold {}.",
        overlap.sets.len(),
        as_of(overlap.on),
        count(overlap.combinations.len(), "combination", "combinations"),
        parts.join("; ")
    )
}

fn rows(overlap: &Overlap) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let row = |c: &Combination| {
        let ids: Vec<&str> = c.actors.iter().map(|a| a.id.as_str()).collect();
        vec![names(overlap, c).join("|"), c.sets.len().to_string(), c.actors.len().to_string(), ids.join("|")]
    };
    (vec!["sets", "of_sets", "actors", "ids"], overlap.combinations.iter().map(row).collect())
}
