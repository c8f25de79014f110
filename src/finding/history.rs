//! What blocs did over many agreements, as titles.

use super::{list, percentage};
use crate::analysis::History;
use crate::analysis::history::Total;
use crate::wording::{percent, possessive, sentence, the, thousands};

/// The main finding: of one bloc how often it stood undivided, of several which agreed most and least.
pub fn history_title(history: &History) -> String {
    let years = years(history);
    let mut known: Vec<(&Total, f64)> =
        history.totals.iter().filter_map(|t| Some((t, t.agreement?))).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    match known.as_slice() {
        [] => format!("No bloc had two members with a position, {years}"),
        [(total, _)] => {
            let (k, n) = (total.undivided, total.agreements);
            let part = percent(k, n).unwrap_or_default();
            let of = format!("{part} of {} {}", thousands(n), history.noun(n));
            sentence(&format!("{} stood undivided in {of}, {years}", the(&total.bloc.short_name)))
        }
        [(most, high), .., (least, low)] => sentence(&format!(
            "{} was the most united bloc, {}, {} the least, {}, {years}",
            the(&most.bloc.short_name),
            percentage(*high),
            the(&least.bloc.short_name),
            percentage(*low)
        )),
    }
}

/// "1980 to 2025", or the one year.
pub fn years(history: &History) -> String {
    let (from, to) = (history.days.0.year(), history.days.1.year());
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// Which themes divided a bloc most, if any were counted.
pub fn themes_title(history: &History) -> Option<String> {
    let bloc = &history.totals.first()?.bloc;
    let themes: Vec<String> = history
        .themes
        .iter()
        .filter(|t| t.bloc.id == bloc.id)
        .take(2)
        .map(|t| t.theme.replace('-', " "))
        .collect();
    let verb = if themes.len() == 1 { "was" } else { "were" };
    (!themes.is_empty()).then(|| {
        sentence(&format!(
            "{} most divisive themes {verb} {}",
            possessive(&the(&bloc.short_name)),
            list(&themes)
        ))
    })
}
