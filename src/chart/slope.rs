//! What changed between two days: a line a bloc, from its share in on the one
//! day to its share on the other, each end labelled with k of n.

use super::font::Weight;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{BREAK, CONTEXT, EDGE, IN, INK, LABEL, MARGIN, PAPER, QUIET, RULE, SMALL};
use super::{Chart, Draw, footed, source_line};
use crate::analysis::{BlocView, Shift};
use crate::coding::Position;
use crate::finding::{position_word, shift_title, the_agreement};
use crate::model::AgreementKind;
use crate::wording::{date, sentence, share, the};

/// Shares on two days.
pub const SLOPE: Chart = Chart {
    id: "slope",
    shows: "the members in of each bloc on two days, k of n at both ends of a line",
    draw: Draw::Shift(draw),
};

/// Room for the words at either side.
const SIDE: f64 = 230.0;
const ROW: f64 = 18.0;
const RADIUS: f64 = 5.0;

/// Where the plot stands.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Plot {
    fn y(&self, share: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * share
    }
}

fn draw(shift: &Shift, width: f64) -> Option<Scene> {
    if shift.blocs.is_empty() || shift.agreement.kind == AgreementKind::Vote || shift.from >= shift.to {
        return None;
    }
    let words = words(shift);
    let (mut scene, top) = frame::open("slope", width, &words);
    let height = (ROW * shift.blocs.len() as f64 + 20.0).max(280.0);
    let plot = Plot {
        left: MARGIN + SIDE,
        right: width - MARGIN - SIDE,
        top: top + 26.0,
        bottom: top + 26.0 + height,
    };
    ends(&mut scene, &plot, shift);
    let largest: Vec<&str> = shift.largest().iter().map(|(a, _)| a.bloc.id.as_str()).collect();
    let stands_out = |view: &BlocView| largest.contains(&view.bloc.id.as_str());
    for pair in shift.blocs.iter().filter(|p| !stands_out(&p.0)).chain(shift.largest()) {
        scene.add(line(&plot, pair, stands_out(&pair.0)));
    }
    scale(&mut scene, &plot);
    let side = |first: bool| -> Vec<&BlocView> {
        shift.blocs.iter().map(|(a, b)| if first { a } else { b }).collect()
    };
    for (views, first) in [(side(true), true), (side(false), false)] {
        labels(&mut scene, &plot, &views, first, &stands_out);
    }
    scene.description = shift.blocs.iter().map(describe).collect();
    scene.alt = alt(shift);
    scene.rows = rows(shift);
    Some(frame::close(scene, plot.bottom + 8.0, &words))
}

fn words(shift: &Shift) -> Words {
    let uncertain = shift.blocs.iter().any(|(a, b)| a.tally.is_uncertain() || b.tally.is_uncertain());
    let mut note = "Each bloc with its members of that day, of those with a known position; what changed most is drawn in front."
        .to_owned();
    if uncertain {
        note.push_str(" In brackets: the numbers in that uncertain dates leave open.");
    }
    let inside = position_word(shift.agreement.kind, Position::In);
    let (from, to) = (date(shift.from), date(shift.to));
    Words {
        title: shift_title(shift),
        subtitle: sentence(&format!(
            "share of each bloc's members that were in ({inside}) on {}, {from} and {to}",
            the_agreement(&shift.agreement)
        )),
        note,
        source: source_line(&shift.sources),
        footer: footed(
            &format!("n = {} · {from} to {to}", super::counted(shift.blocs.len(), "bloc")),
            &shift.data_hash,
        ),
    }
}

/// The two days as uprights, with 0, 50 and 100% between them.
fn ends(scene: &mut Scene, plot: &Plot, shift: &Shift) {
    for percent in [0, 50, 100] {
        let y = plot.y(f64::from(percent) / 100.0);
        scene.add(Mark::line((plot.left, y), (plot.right, y), RULE, 1.0));
    }
    for (x, day, anchor) in [(plot.left, shift.from, Anchor::End), (plot.right, shift.to, Anchor::Start)] {
        scene.add(Mark::line((x, plot.top), (x, plot.bottom), CONTEXT, 1.0));
        scene.add(Text::new((x, plot.top - 14.0), LABEL, date(day)).bold().anchored(anchor));
    }
}

/// 0, 50 and 100% on paper of their own, in the middle, over the lines.
fn scale(scene: &mut Scene, plot: &Plot) {
    for percent in [0, 50, 100] {
        let at = ((plot.left + plot.right) / 2.0, plot.y(f64::from(percent) / 100.0) + 4.5);
        let label = Text::new(at, SMALL, format!("{percent}%")).anchored(Anchor::Middle).in_colour(QUIET);
        let b = label.bounds();
        scene.add(Mark::rect(b.left - 3.0, b.top, b.right - b.left + 6.0, b.bottom - b.top, PAPER));
        scene.add(label);
    }
}

fn part(k: usize, view: &BlocView) -> f64 {
    k as f64 / view.tally.n as f64
}

fn line(plot: &Plot, (before, after): &(BlocView, BlocView), stands_out: bool) -> Mark {
    let (from, to) = (part(before.tally.inside, before), part(after.tally.inside, after));
    let (colour, stroke) = match stands_out {
        true if to < from => (BREAK, 3.0),
        true => (IN, 3.0),
        false => (CONTEXT, 1.5),
    };
    let mut marks = vec![Mark::line((plot.left, plot.y(from)), (plot.right, plot.y(to)), colour, stroke)];
    for (x, share) in [(plot.left, from), (plot.right, to)] {
        let at = (x, plot.y(share));
        marks.push(Mark::Disc { at, radius: RADIUS, fill: if stands_out { colour } else { PAPER } });
        marks.push(Mark::Ring {
            at,
            radius: RADIUS,
            colour: if stands_out { colour } else { EDGE },
            width: 1.5,
        });
    }
    Mark::Group { title: describe(&(before.clone(), after.clone())), marks }
}

/// The labels of one side, moved apart where they would touch, each tied to its end.
fn labels(scene: &mut Scene, plot: &Plot, views: &[&BlocView], first: bool, out: &dyn Fn(&BlocView) -> bool) {
    let mut order: Vec<&BlocView> = views.to_vec();
    order.sort_by(|a, b| {
        let share = |v: &BlocView| part(v.tally.inside, v);
        share(b).total_cmp(&share(a)).then(b.tally.n.cmp(&a.tally.n)).then_with(|| a.bloc.id.cmp(&b.bloc.id))
    });
    let wanted: Vec<f64> = order.iter().map(|v| plot.y(part(v.tally.inside, v))).collect();
    let x = if first { plot.left } else { plot.right };
    let (away, anchor) = if first { (-1.0, Anchor::End) } else { (1.0, Anchor::Start) };
    for (view, (y, at)) in order.iter().zip(apart(&wanted, plot).into_iter().zip(&wanted)) {
        let (weight, colour) = if out(view) { (Weight::Bold, INK) } else { (Weight::Regular, QUIET) };
        let beside = x + away * 22.0;
        scene.add(Mark::line((x + away * (RADIUS + 1.0), *at), (x + away * 19.0, y), CONTEXT, 0.75));
        let count = counted(view);
        let room = SIDE - 34.0 - super::font::width(&count, SMALL, weight);
        let name = super::font::ellipsize(&view.bloc.short_name, SMALL, weight, room);
        let text = Text { weight, ..Text::new((beside, y + 4.5), SMALL, format!("{name}  {count}")) };
        scene.add(text.anchored(anchor).in_colour(colour));
    }
}

/// Heights near those wanted (which fall), at least a row apart and inside the plot.
fn apart(wanted: &[f64], plot: &Plot) -> Vec<f64> {
    let mut placed: Vec<f64> = vec![];
    for y in wanted {
        let least = placed.last().map_or(f64::NEG_INFINITY, |last| last + ROW);
        placed.push(y.max(least));
    }
    let mut most = plot.bottom + 4.0;
    for y in placed.iter_mut().rev() {
        *y = y.min(most);
        most = *y - ROW;
    }
    placed
}

/// "3 of 5, 60%", with what uncertain dates leave open.
fn counted(view: &BlocView) -> String {
    let t = &view.tally;
    let open = if t.is_uncertain() { format!(" ({}–{})", t.low, t.high) } else { String::new() };
    format!("{}{open}", share(t.inside, t.n))
}

fn describe((before, after): &(BlocView, BlocView)) -> String {
    format!("{}: {}, then {}", before.bloc.short_name, counted(before), counted(after))
}

fn alt(shift: &Shift) -> String {
    let parts: Vec<String> = shift
        .blocs
        .iter()
        .take(8)
        .map(|(a, b)| {
            let (from, to) = (share(a.tally.inside, a.tally.n), share(b.tally.inside, b.tally.n));
            format!("{} went from {from} to {to}", the(&a.bloc.short_name))
        })
        .collect();
    format!(
        "Slope chart of the share of each bloc in on {}, {} and {}, where {}.",
        the_agreement(&shift.agreement),
        date(shift.from),
        date(shift.to),
        parts.join("; ")
    )
}

fn rows(shift: &Shift) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["bloc", "on", "in", "in_low", "in_high", "n"];
    let row = |view: &BlocView, on: crate::model::Day| {
        let t = &view.tally;
        let counts = [t.inside, t.low, t.high, t.n].map(|n| n.to_string());
        [view.bloc.short_name.clone(), on.to_string()].into_iter().chain(counts).collect()
    };
    let rows = shift.blocs.iter().flat_map(|(a, b)| [row(a, shift.from), row(b, shift.to)]);
    (header, rows.collect())
}
