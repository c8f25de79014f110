//! A member as a tile: its code on the fill of its status. Colour is always
//! doubled: hatching for withdrawn, a broken edge for uncertain, a thick
//! vermilion edge and bold code for those who broke ranks.

use super::font::Weight;
use super::scene::{Anchor, Mark, Text, dashes, hatch};
use super::theme::{BREAK, EDGE, SMALL, fill, words_on};
use crate::analysis::{ActorRef, Member};
use crate::finding::status_words;
use crate::model::{ActorKind, Certainty, Status};
use crate::wording::dated;

/// Width of a tile in px.
pub const WIDTH: f64 = 42.0;
/// Height of a tile in px.
pub const HEIGHT: f64 = 22.0;
/// From one tile to the next.
pub const GAP: f64 = 4.0;

/// The code that fits a tile: alpha-3 for a state, initials for an entity.
pub fn code(actor: &ActorRef) -> String {
    if actor.kind == ActorKind::State {
        return actor.id.clone();
    }
    let initials: String = actor.name.chars().filter(|c| c.is_uppercase()).take(4).collect();
    if initials.is_empty() { actor.name.chars().take(4).collect() } else { initials }
}

/// The words that stand for a member in a tooltip and in a long description.
pub fn words(member: &Member) -> String {
    let sure = if member.certainty == Certainty::Uncertain && member.status != Status::NotKnown {
        ", uncertain"
    } else {
        ""
    };
    let day = member.act_date.map(|d| format!(" ({})", dated(d))).unwrap_or_default();
    let broke = if member.breaks_ranks { ", broke ranks" } else { "" };
    format!("{}: {}{day}{sure}{broke}", member.actor.name, status_words(member.status))
}

/// A member as a tile whose upper left corner is at `(left, top)`.
pub fn draw(member: &Member, left: f64, top: f64) -> Mark {
    let mut marks = vec![Mark::rect(left, top, WIDTH, HEIGHT, fill(member.status))];
    if member.status == Status::Withdrawn {
        marks.extend(hatch(left, top, WIDTH, HEIGHT, EDGE));
        marks.push(Mark::rect(left + 5.0, top + 3.0, WIDTH - 10.0, HEIGHT - 6.0, fill(member.status)));
    }
    marks.extend(edge(member, left, top));
    let weight = if member.breaks_ranks { Weight::Bold } else { Weight::Regular };
    let middle = (left + WIDTH / 2.0, top + HEIGHT / 2.0 + SMALL * 0.36);
    let words_colour = words_on(member.status);
    let label = Text {
        weight,
        ..Text::new(middle, SMALL, code(&member.actor)).anchored(Anchor::Middle).in_colour(words_colour)
    };
    marks.push(label.into());
    Mark::Group { title: words(member), marks }
}

fn edge(member: &Member, left: f64, top: f64) -> Vec<Mark> {
    let (colour, stroke): (_, f64) = if member.breaks_ranks { (BREAK, 2.5) } else { (EDGE, 1.0) };
    match member.certainty {
        Certainty::Uncertain => dashes(left, top, WIDTH, HEIGHT, colour, stroke.max(1.5)),
        Certainty::Certain => vec![Mark::frame(left, top, WIDTH, HEIGHT, colour, stroke)],
    }
}
