//! Who agrees with whom: the lower triangle of a table of likeness, its rows in
//! the order of a tree that stands on the left, each state named at its end of
//! the diagonal.

use super::font::{Weight, width};
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{Colour, EDGE, INK, MARGIN, PAPER, QUIET, RULE, SMALL};
use super::{Chart, Draw, counted, source_line};
use crate::analysis::Overview;
use crate::analysis::structure::Structure;
use crate::finding::{likeness_title, likeness_words};
use crate::wording::{count, list_up_to, sentence, thousands};

/// How alike each two states' records are.
pub const SIMILARITY: Chart = Chart {
    id: "similarity",
    shows: "how alike the records of each two states are, in the order of a tree",
    draw: Draw::Overview(draw),
};

const TREE: f64 = 96.0;
const NAMES: f64 = 150.0;
/// Rows need this much for words that can be read.
const LEAST: f64 = 16.0;
const LARGEST: f64 = 44.0;
/// Cells from this size on hold their number.
const NUMBERED: f64 = 27.0;

/// Lower ends of the steps, in percent, with what they are called.
const STEPS: [(usize, &str); 6] =
    [(0, "below 50%"), (50, "50–59"), (60, "60–69"), (70, "70–79"), (80, "80–89"), (90, "90–100%")];
const SHADES: [Colour; 6] = [
    Colour(244, 248, 252),
    Colour(214, 228, 240),
    Colour(168, 203, 230),
    Colour(108, 168, 214),
    Colour(40, 120, 181),
    Colour(0, 66, 118),
];

struct Plan<'a> {
    shape: &'a Structure,
    left: f64,
    top: f64,
    cell: f64,
}

fn draw(overview: &Overview, wide: f64) -> Option<Scene> {
    let shape = overview.structure.as_ref().ok()?;
    let n = shape.states.len() as f64;
    let names = shape.states.iter().map(|s| width(&s.name, SMALL, Weight::Regular)).fold(0.0, f64::max);
    let names = names.min(NAMES) + 10.0;
    let room = wide - 2.0 * MARGIN - TREE - names;
    let cell = (room / n).floor().clamp(LEAST, LARGEST);
    let wide = wide.max(2.0 * MARGIN + TREE + names + cell * n);
    let words = words(overview, shape);
    let (mut scene, top) = frame::open("similarity", wide, &words);
    let top = legend(&mut scene, top);
    let plan = Plan { shape, left: MARGIN + TREE, top, cell };
    for row in 0..shape.states.len() {
        plan.row(&mut scene, row, names);
    }
    plan.tree(&mut scene);
    let bottom = top + cell * n;
    plan.scale(&mut scene, bottom);
    scene.alt = format!(
        "Triangular table of the agreement of {} with one another in the order of a tree, where {}.",
        count(shape.states.len(), "state", "states"),
        likeness_words(shape)
    );
    scene.description = shape.tree.order.iter().map(|i| describe(shape, *i)).collect();
    scene.rows = rows(shape);
    Some(frame::close(scene, bottom + 22.0, &words))
}

fn words(overview: &Overview, shape: &Structure) -> Words {
    let (fewest, most) = shape.shared_range();
    let [low, high] = [fewest, most].map(thousands);
    let range = if fewest == most { high } else { format!("{low} to {high}") };
    let faithful = match shape.tree.cophenetic_correlation {
        Some(r) if r < 0.75 => {
            format!(" The tree renders the distances poorly (cophenetic correlation {r:.2}): read the cells.")
        }
        Some(r) => format!(" Cophenetic correlation {r:.2}."),
        None => String::new(),
    };
    Words {
        title: likeness_title(shape),
        subtitle: sentence(&format!(
            "agreement of each two states over the {range} agreements that both have a known position on, one half where only one was half-way"
        )),
        note: format!(
            "The column of a state runs down from its name. In the tree, branches join at their members' mean agreement (average \
             linkage); agreement on record is not agreement in aims.{faithful}{}",
            left_out(shape)
        ),
        source: source_line(&overview.sources),
        footer: footer(overview, shape),
    }
}

/// Who is not in the figure and why; empty when everybody is.
pub fn left_out(shape: &Structure) -> String {
    let mut words = String::new();
    if !shape.left_out.is_empty() {
        words.push_str(&format!(" Not shown, for room: {}.", list_up_to(&shape.left_out, 8)));
    }
    if shape.cut > 0 {
        words.push_str(&format!(
            " {} with fewer known positions are not shown, for room.",
            count(shape.cut, "state", "states")
        ));
    }
    if !shape.unshared.is_empty() {
        let names: Vec<&str> = shape.unshared.iter().map(|a| a.name.as_str()).collect();
        words.push_str(&format!(" Too few shared agreements: {}.", list_up_to(&names, 5)));
    }
    words
}

/// n, date, tool and data version.
pub fn footer(overview: &Overview, shape: &Structure) -> String {
    format!(
        "n = {} states, {} · membership as of {} · blocs {} · data {}",
        shape.states.len(),
        counted(shape.items, "agreement"),
        shape.on,
        env!("CARGO_PKG_VERSION"),
        &overview.data_hash[..12]
    )
}

fn legend(scene: &mut Scene, top: f64) -> f64 {
    let mut x = MARGIN;
    for ((_, words), shade) in STEPS.iter().zip(SHADES) {
        scene.add(Mark::rect(x, top, 14.0, 14.0, shade));
        scene.add(Mark::frame(x, top, 14.0, 14.0, RULE, 1.0));
        let text = Text::new((x + 19.0, top + 11.5), SMALL, *words).in_colour(QUIET);
        x += 19.0 + text.width() + 16.0;
        scene.add(text);
    }
    top + 28.0
}

fn percent(value: f64) -> usize {
    (value * 100.0 + 1e-9).round() as usize
}

/// The step a rounded share falls in: what is printed and how it is shaded never differ.
fn step(value: f64) -> usize {
    STEPS.iter().rposition(|(from, _)| percent(value) >= *from).unwrap_or(0)
}

impl Plan<'_> {
    fn row(&self, scene: &mut Scene, row: usize, names: f64) {
        let (order, cell) = (&self.shape.tree.order, self.cell);
        let y = self.top + cell * row as f64;
        let state = order[row];
        for (column, other) in order[..row].iter().enumerate() {
            let x = self.left + cell * column as f64;
            scene.add(self.cell(state, *other, x, y));
        }
        let x = self.left + cell * row as f64;
        scene.add(Mark::line((x, y + cell / 2.0), (x + 4.0, y + cell / 2.0), EDGE, 1.0));
        let name = Text::new((x + 8.0, y + cell / 2.0 + SMALL * 0.36), SMALL, &self.shape.states[state].name);
        scene.add(name.within(names - 8.0));
    }

    fn cell(&self, a: usize, b: usize, x: f64, y: f64) -> Mark {
        let value = self.shape.similarity.at(a, b);
        let step = step(value);
        let gap = if self.cell > NUMBERED { 1.0 } else { 0.5 };
        let side = self.cell - 2.0 * gap;
        let mut marks = vec![Mark::rect(x + gap, y + gap, side, side, SHADES[step])];
        if self.cell >= NUMBERED {
            let ink = if step >= 4 { PAPER } else { INK };
            let middle = (x + self.cell / 2.0, y + self.cell / 2.0 + SMALL * 0.36);
            let text = Text::new(middle, SMALL, percent(value).to_string());
            marks.push(text.anchored(Anchor::Middle).in_colour(ink).into());
        }
        Mark::Group { title: self.pair(a, b), marks }
    }

    fn pair(&self, a: usize, b: usize) -> String {
        let shape = self.shape;
        format!(
            "{} and {}: {}% over {} agreements",
            shape.states[a].name,
            shape.states[b].name,
            percent(shape.similarity.at(a, b)),
            shape.shared.at(a, b)
        )
    }

    /// The height of the highest merger; 1 where all are alike.
    fn highest(&self) -> f64 {
        let most = self.shape.tree.mergers.iter().map(|m| m.height).fold(0.0, f64::max);
        if most > 0.0 { most } else { 1.0 }
    }

    /// Branches from the rows to the left, as long as the clusters that join are apart.
    fn tree(&self, scene: &mut Scene) {
        let x = |height: f64| self.left - 6.0 - (TREE - 14.0) * height / self.highest();
        let n = self.shape.states.len();
        let mut ends: Vec<(f64, f64)> = vec![(0.0, 0.0); n];
        for (row, state) in self.shape.tree.order.iter().enumerate() {
            ends[*state] = (x(0.0), self.top + self.cell * (row as f64 + 0.5));
        }
        for merger in &self.shape.tree.mergers {
            let (a, b, at) = (ends[merger.left], ends[merger.right], x(merger.height));
            let points = vec![a, (at, a.1), (at, b.1), b];
            scene.add(Mark::Line { points, colour: EDGE, width: 1.25, opacity: 1.0 });
            ends.push((at, (a.1 + b.1) / 2.0));
        }
    }

    /// What the ends of the tree stand for.
    fn scale(&self, scene: &mut Scene, bottom: f64) {
        let far = format!("{}%", percent((1.0 - self.highest()).max(0.0)));
        for (x, words) in [(self.left - TREE + 8.0, far), (self.left - 6.0, "100%".to_owned())] {
            scene.add(Mark::line((x, bottom), (x, bottom + 4.0), EDGE, 1.0));
            scene.add(Text::new((x, bottom + 18.0), SMALL, words).anchored(Anchor::Middle).in_colour(QUIET));
        }
    }
}

/// A state and whom it is most and least like.
fn describe(shape: &Structure, state: usize) -> String {
    let others = || (0..shape.states.len()).filter(|j| *j != state);
    let by = |a: &usize, b: &usize| shape.similarity.at(state, *a).total_cmp(&shape.similarity.at(state, *b));
    let (most, least) = (others().max_by(by), others().min_by(by));
    let say = |j: Option<usize>| {
        j.map_or(String::new(), |j| {
            format!("{} ({}%)", shape.states[j].name, percent(shape.similarity.at(state, j)))
        })
    };
    format!("{}: most like {}, least like {}", shape.states[state].name, say(most), say(least))
}

fn rows(shape: &Structure) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let row = |(i, j, value): (usize, usize, f64)| {
        let (a, b) = (&shape.states[i], &shape.states[j]);
        vec![a.id.clone(), b.id.clone(), format!("{value:.4}"), shape.shared.at(i, j).to_string()]
    };
    (vec!["a", "b", "similarity", "shared"], shape.similarity.pairs().map(row).collect())
}
