//! `blocs dyads` in a terminal: the pairs most and least alike.

use super::terminal::{bold, dim, lines, table};
use crate::analysis::dyads::{Pair, Positions, joint};
use crate::analysis::obligations::Portfolios;
use crate::dataset::Dataset;
use crate::measure::convention::Convention;
use crate::measure::dyad::{DyadMeasure, KAPPA, LIJPHART, S};
use crate::model::{ActorId, BlocId};

/// How many pairs a terminal shows at each end.
const SHOWN: usize = 15;

/// Pairs over agreements, one block a span.
pub(super) fn agreements(
    spans: &[Positions],
    of: Option<ActorId>,
    convention: Option<&Convention>,
    measures: &[&'static DyadMeasure],
) -> String {
    let mut text = String::new();
    if let Some(convention) = convention {
        text.push_str(&format!("{} {}\n", bold(&format!("By {}:", convention.id)), convention.definition));
    }
    let by = convention.map_or(&LIJPHART, |c| c.score);
    let shown: Vec<&DyadMeasure> = if measures.len() <= 3 { measures.to_vec() } else { vec![by, &KAPPA] };
    for positions in spans {
        let title = format!("{} agreements, {} to {}", positions.items, positions.from, positions.to);
        let by = if measures.len() <= 3 { measures[0] } else { by };
        let ranked = ranked(positions, of, |pair| (by.compute)(&joint(&pair.counts)));
        text.push_str(&format!("{} {}\n", bold(&title), dim(&format!("{} pairs", ranked.len()))));
        let header: Vec<&str> = ["n", "same"].into_iter().chain(shown.iter().map(|m| m.title)).collect();
        text.push_str(&ends(positions, &ranked, &header, |pair| {
            let joint = joint(&pair.counts);
            let values =
                shown.iter().map(|m| (m.compute)(&joint).map_or("n/a".to_owned(), |v| format!("{v:.2}")));
            [joint.n().to_string(), joint.same().to_string()].into_iter().chain(values).collect()
        }));
    }
    text.push_str(&format!("{}\n", dim("most alike first, least alike last; kappa: agreement beyond each state's own habits; --csv gives all pairs and measures")));
    text
}

/// Pairs over blocs on one day.
pub(super) fn blocs(positions: &Positions, of: Option<ActorId>) -> String {
    let ranked = ranked(positions, of, |pair| Some(f64::from(pair.counts.cells[8])));
    let title = format!("{} blocs on {}", positions.items, positions.from);
    let mut text = format!("{} {}\n", bold(&title), dim(&format!("{} pairs", ranked.len())));
    text.push_str(&ends(positions, &ranked, &["shared", "S"], |pair| {
        let s = (S.compute)(&joint(&pair.counts)).map_or("n/a".to_owned(), |s| format!("{s:.2}"));
        vec![pair.counts.cells[8].to_string(), s]
    }));
    text.push_str(&format!(
        "{}\n",
        dim("most shared first; S counts joint absence as likeness; --csv gives all pairs")
    ));
    text
}

/// Pairs over obligations in the last year asked about.
pub(super) fn obligations(
    data: &Dataset,
    system: Option<BlocId>,
    of: Option<ActorId>,
    years: &[i16],
) -> String {
    let Some(year) = years.last() else { return "no such year\n".to_owned() };
    let portfolios = Portfolios::new(data, system, *year);
    let mut pairs = portfolios.pairs(of);
    pairs.sort_by(|x, y| y.s.total_cmp(&x.s).then((x.a, x.b).cmp(&(y.a, y.b))));
    let title = format!("Alliance portfolios over {} states, {year}", portfolios.actors.len());
    let mut text = format!("{} {}\n", bold(&title), dim(&format!("{} pairs", pairs.len())));
    let mut rows = table(&["a", "b", "S", "S squared"]);
    for (i, pair) in shown(&pairs) {
        if i == pairs.len().saturating_sub(SHOWN) && pairs.len() > 2 * SHOWN {
            rows.add_row(["...", "...", "", ""]);
        }
        let names = [pair.a, pair.b].map(|place| portfolios.actors[place].name.clone());
        let values = [pair.s, pair.s_squared].map(|v| format!("{v:.3}"));
        rows.add_row(names.into_iter().chain(values));
    }
    text.push_str(&lines(&rows));
    text.push_str(&format!("{}\n", dim("--csv gives every pair and year")));
    text
}

/// Those pairs that have a value, highest first.
fn ranked(positions: &Positions, of: Option<ActorId>, value: impl Fn(&Pair) -> Option<f64>) -> Vec<Pair> {
    let mut ranked: Vec<(f64, Pair)> =
        positions.all(of).into_iter().filter_map(|pair| Some((value(&pair)?, pair))).collect();
    let name = |place: usize| &positions.actors[place].name;
    ranked.sort_by(|(x, p), (y, q)| {
        y.total_cmp(x).then_with(|| (name(p.a), name(p.b)).cmp(&(name(q.a), name(q.b))))
    });
    ranked.into_iter().map(|(_, pair)| pair).collect()
}

/// The first and the last few, with their places.
fn shown<T>(all: &[T]) -> impl Iterator<Item = (usize, &T)> {
    let last = all.len().saturating_sub(SHOWN);
    all.iter().enumerate().filter(move |(i, _)| *i < SHOWN || *i >= last)
}

fn ends(
    positions: &Positions,
    ranked: &[Pair],
    header: &[&str],
    cells: impl Fn(&Pair) -> Vec<String>,
) -> String {
    let mut rows = table(&["a", "b"].iter().chain(header).copied().collect::<Vec<_>>());
    for (i, pair) in shown(ranked) {
        if i == ranked.len().saturating_sub(SHOWN) && ranked.len() > 2 * SHOWN {
            rows.add_row(vec!["..."; 2]);
        }
        let names = [pair.a, pair.b].map(|place| positions.actors[place].name.clone());
        rows.add_row(names.into_iter().chain(cells(pair)));
    }
    lines(&rows)
}
