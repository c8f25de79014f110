//! Cohesion over many agreements: a panel a bloc and kind of agreement, the mean
//! share of pairs of members that stood together in each year, beside all states
//! and beside the same members throughout; changes of members are marked beneath.

use super::axis::TimeAxis;
use super::frame::{self, Words};
use super::scene::{Anchor, Mark, Point, Scene, Text};
use super::theme::{BREAK, CONTEXT, Colour, EDGE, IN, LABEL, MARGIN, PAPER, QUIET, RULE, SMALL};
use super::{Chart, Draw, counted, footed, source_line};
use crate::analysis::History;
use crate::analysis::series::{By, SeriesRow};
use crate::finding::{history_title, percentage};
use crate::model::{AgreementKind, Day};
use crate::wording::{date, sentence, the};

/// Cohesion of blocs over many agreements.
pub const HISTORY: Chart = Chart {
    id: "history",
    shows: "pairs of members that stood together on many agreements, year by year, beside all states",
    draw: Draw::History(draw),
};

const NAMES: f64 = 130.0;
const SCALE: f64 = 38.0;
const COUNTS: f64 = 120.0;
/// Space in a panel above its lines and, for the marks of changes, beneath them.
const ABOVE: f64 = 12.0;
const BENEATH: f64 = 24.0;

/// A bloc on one kind of agreement, period by period.
struct Panel<'a> {
    rows: Vec<&'a SeriesRow>,
}

fn panels(history: &History) -> Vec<Panel<'_>> {
    let mut panels = vec![];
    for bloc in &history.survey.blocs {
        for kind in AgreementKind::ALL {
            let rows: Vec<&SeriesRow> = history.of_bloc(bloc).filter(|row| row.kind == *kind).collect();
            if rows.iter().filter(|row| row.agreement_mean.is_some()).count() >= 2 {
                panels.push(Panel { rows });
            }
        }
    }
    panels
}

fn draw(history: &History, width: f64) -> Option<Scene> {
    let panels = panels(history);
    let from = panels.iter().filter_map(|p| p.rows.first()).map(|row| row.from).min()?;
    let until = panels.iter().filter_map(|p| p.rows.last()).map(|row| row.to).max()?;
    let words = words(history, &panels);
    let (mut scene, top) = frame::open("history", width, &words);
    let axis = TimeAxis { from, until, left: MARGIN + NAMES + SCALE, right: width - MARGIN - COUNTS };
    let height = match panels.len() {
        1 => 240.0,
        2 | 3 => 150.0,
        _ => 100.0,
    };
    let bottom = top + height * panels.len() as f64;
    axis.grid(&mut scene, top, bottom);
    for (i, panel) in panels.iter().enumerate() {
        draw_panel(&mut scene, &axis, history, panel, (top + height * i as f64, height));
    }
    scene.description = panels.iter().flat_map(|p| p.rows.iter().map(|row| describe(row))).collect();
    scene.alt = alt(history, &panels);
    scene.rows = rows(&panels);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn words(history: &History, panels: &[Panel]) -> Words {
    let period = if history.by == By::Session { "session" } else { "year" };
    let mut note = format!(
        "Blue: mean over the {} of each {period}, members as of each day, of those with a known position. Grey: all states on the same {}.",
        history.noun(2),
        history.noun(2)
    );
    if panels.iter().any(Panel::differs) {
        note.push_str(" Thin: only those who were members throughout, where that differs.");
    }
    if panels.iter().any(|p| p.rows.iter().any(|row| !row.joined.is_empty() || !row.left.is_empty())) {
        note.push_str(&format!(
            " A triangle up: members joined the bloc since the {period} before; down: members left it."
        ));
    }
    let (from, until) = (date(history.days.0), date(history.days.1));
    Words {
        title: history_title(history),
        subtitle: sentence(&format!(
            "pairs of a bloc's members in the same position, of all pairs with known positions, by {period}, {from} to {until}"
        )),
        note,
        source: source_line(&history.survey.sources),
        footer: footed(
            &format!("n = {}", counted_agreements(history, history.survey.agreements)),
            &history.survey.data_hash,
        ),
    }
}

fn counted_agreements(history: &History, n: usize) -> String {
    counted(n, if history.votes { "vote" } else { "agreement" })
}

impl Panel<'_> {
    /// Whether those who were members throughout ever agreed more or less than all.
    fn differs(&self) -> bool {
        self.rows.iter().any(|r| r.fixed_members >= 2 && r.fixed.is_some() && r.fixed != r.agreement_mean)
    }

    fn items(&self) -> usize {
        self.rows.iter().map(|row| row.items).sum()
    }

    /// The first, the last and the lowest row with a value.
    fn ends(&self) -> Option<[(&SeriesRow, f64); 3]> {
        let defined = || self.rows.iter().filter_map(|row| Some((*row, row.agreement_mean?)));
        let lowest = defined().min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some([defined().next()?, defined().last()?, lowest])
    }
}

/// The middle of a row's days.
fn middle(row: &SeriesRow) -> Day {
    let days = (row.to - row.from).get_days() / 2;
    row.from.checked_add(jiff::Span::new().days(days)).unwrap_or(row.from)
}

/// A period in words.
fn period(row: &SeriesRow) -> String {
    row.session.as_deref().map_or_else(|| row.from.year().to_string(), |s| s.replacen('-', " ", 1))
}

fn draw_panel(
    scene: &mut Scene,
    axis: &TimeAxis,
    history: &History,
    panel: &Panel,
    (top, height): (f64, f64),
) {
    let (high, base) = (top + ABOVE, top + height - BENEATH);
    let y = |share: f64| base - (base - high) * share;
    for percent in [0, 50, 100] {
        let at = y(f64::from(percent) / 100.0);
        let colour = if percent == 0 { CONTEXT } else { RULE };
        scene.add(Mark::line((axis.left, at), (axis.right, at), colour, 1.0));
        let label = Text::new((axis.left - 6.0, at + 4.0), SMALL, format!("{percent}%"));
        scene.add(label.anchored(Anchor::End).in_colour(QUIET));
    }
    let Some(row) = panel.rows.first() else { return };
    let name = Text::new((MARGIN, (high + base) / 2.0), LABEL, &row.bloc.short_name);
    scene.add(name.bold().within(NAMES - 8.0));
    let beneath = if history.votes { counted_agreements(history, panel.items()) } else { kind(row.kind) };
    scene.add(Text::new((MARGIN, (high + base) / 2.0 + 17.0), SMALL, beneath).in_colour(QUIET));
    let line = |value: fn(&SeriesRow) -> Option<f64>, style| lines(axis, panel, value, &y, style);
    let mut marks = line(|row| row.world, (CONTEXT, 2.0));
    if panel.differs() {
        marks.extend(line(|row| row.fixed, (EDGE, 1.25)));
    }
    marks.extend(line(|row| row.agreement_mean, (IN, 2.5)));
    marks.extend(changes(axis, panel, base + 4.0));
    scene.add(Mark::Group { title: format!("{}: {}", row.bloc.short_name, spoken(panel)), marks });
    ends(scene, axis, panel, &y);
}

fn kind(kind: AgreementKind) -> String {
    match kind {
        AgreementKind::Treaty => "treaties",
        AgreementKind::Declaration => "declarations",
        AgreementKind::Vote => "votes",
    }
    .to_owned()
}

/// A line through the middles of the periods, broken where the value is undefined; a period that
/// stands alone is a dot.
fn lines(
    axis: &TimeAxis,
    panel: &Panel,
    value: fn(&SeriesRow) -> Option<f64>,
    y: &dyn Fn(f64) -> f64,
    (colour, width): (Colour, f64),
) -> Vec<Mark> {
    let mut lines: Vec<Vec<Point>> = vec![];
    let mut before: Option<Day> = None;
    for row in &panel.rows {
        let Some(share) = value(row) else { continue };
        // A year without a value leaves a gap.
        let follows = before.is_some_and(|day| (row.from - day).get_days() <= 400);
        if !follows {
            lines.push(vec![]);
        }
        before = Some(row.to);
        if let Some(line) = lines.last_mut() {
            line.push((axis.x(middle(row)), y(share)));
        }
    }
    let mark = |points: Vec<Point>| match points.as_slice() {
        [at] => Mark::Disc { at: *at, radius: width, fill: colour },
        _ => Mark::Line { points, colour, width, opacity: 1.0 },
    };
    lines.into_iter().map(mark).collect()
}

/// A triangle for each period in which members joined or left.
fn changes(axis: &TimeAxis, panel: &Panel, top: f64) -> Vec<Mark> {
    const HALF: f64 = 4.0;
    let mut marks = vec![];
    for row in &panel.rows {
        let x = axis.x(middle(row));
        if !row.joined.is_empty() {
            let points = vec![(x - HALF, top + 7.0), (x + HALF, top + 7.0), (x, top)];
            marks.push(Mark::Area { points, fill: EDGE, opacity: 1.0 });
        }
        if !row.left.is_empty() {
            let points = vec![(x - HALF, top + 8.0), (x + HALF, top + 8.0), (x, top + 15.0)];
            marks.push(Mark::Area { points, fill: BREAK, opacity: 1.0 });
        }
    }
    marks
}

/// Where the lines end, in words, and the lowest point.
fn ends(scene: &mut Scene, axis: &TimeAxis, panel: &Panel, y: &dyn Fn(f64) -> f64) {
    let Some([_, (last, value), (lowest, least)]) = panel.ends() else { return };
    let x = axis.x(middle(last)) + 10.0;
    let own = y(value) + 4.0;
    let label = format!("{} in {}", percentage(value), period(last));
    scene.add(Text::new((x, own), LABEL, label).bold().in_colour(IN).within(COUNTS));
    if let Some(world) = last.world {
        let apart = y(world) + 4.0;
        let at = if (apart - own).abs() < 17.0 { own + 17.0 } else { apart };
        let words = format!("all states {}", percentage(world));
        scene.add(Text::new((x, at), SMALL, words).in_colour(QUIET).within(COUNTS));
    }
    let at = (axis.x(middle(lowest)), y(least));
    scene.add(Mark::Disc { at, radius: 4.0, fill: IN });
    if lowest.from != last.from {
        let words = Text::new((0.0, 0.0), SMALL, format!("{} in {}", percentage(least), period(lowest)));
        let half = words.width() / 2.0;
        let right = axis.x(middle(last)).max(axis.left + 2.0 * half + 4.0);
        let x = at.0.clamp(axis.left + half + 2.0, right - half);
        // The words may lie on the other lines.
        let ground = Mark::rect(x - half - 2.0, at.1 + 5.0, 2.0 * half + 4.0, 15.0, PAPER);
        scene.add(ground);
        scene.add(Text { at: (x, at.1 + 17.0), ..words.anchored(Anchor::Middle) });
    }
}

fn spoken(panel: &Panel) -> String {
    panel.ends().map_or(String::new(), |[(first, a), (last, b), (lowest, c)]| {
        format!(
            "{} in {}, {} in {}, lowest {} in {}",
            percentage(a),
            period(first),
            percentage(b),
            period(last),
            percentage(c),
            period(lowest)
        )
    })
}

fn describe(row: &SeriesRow) -> String {
    let percent = row.agreement_mean.map_or("not defined".to_owned(), percentage);
    let world = row.world.map_or(String::new(), |w| format!(", all states {}", percentage(w)));
    format!(
        "{}, {}: {percent} of pairs on {} {}{world}, {} members",
        row.bloc.short_name,
        period(row),
        row.items,
        kind(row.kind),
        row.members
    )
}

fn alt(history: &History, panels: &[Panel]) -> String {
    let parts: Vec<String> = panels
        .iter()
        .take(6)
        .filter_map(|p| Some(format!("{}: {}", the(&p.rows.first()?.bloc.short_name), spoken(p))))
        .collect();
    format!(
        "Lines of the share of pairs of members that stood together, by bloc, from {} to {}, where {}.",
        date(history.days.0),
        date(history.days.1),
        parts.join("; ")
    )
}

fn rows(panels: &[Panel]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec![
        "bloc",
        "kind",
        "period",
        "from",
        "to",
        "n",
        "agreement",
        "agreement_same_members",
        "same_members",
        "world",
        "joined",
        "left",
    ];
    let number = |v: Option<f64>| v.map(|v| format!("{v:.4}")).unwrap_or_default();
    let ids = |actors: &[crate::analysis::ActorRef]| {
        actors.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join("|")
    };
    let row = |r: &&SeriesRow| {
        vec![
            r.bloc.short_name.clone(),
            r.kind.to_string(),
            period(r),
            r.from.to_string(),
            r.to.to_string(),
            r.items.to_string(),
            number(r.agreement_mean),
            number(r.fixed),
            r.fixed_members.to_string(),
            number(r.world),
            ids(&r.joined),
            ids(&r.left),
        ]
    };
    (header, panels.iter().flat_map(|p| p.rows.iter().map(row)).collect())
}
