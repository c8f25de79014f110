//! What the survey of all agreements found, as titles.

use super::{NAMES_IN_TITLE, of};
use crate::analysis::structure::{Shapeless, Structure};
use crate::analysis::{Dissent, Overview};
use crate::wording::{count, list, list_up_to, number, sentence, the};

/// The survey's main finding: how many blocs stood together, how often.
pub fn survey_title(overview: &Overview) -> String {
    let all = overview.united();
    let blocs = count(overview.blocs.len(), "bloc", "blocs");
    match all.cases {
        0 => sentence(&format!("no split or unity of {blocs} is on record")),
        1 => sentence(&format!("{blocs} stood undivided in {} case", of(all.united, 1))),
        n => sentence(&format!("{blocs} stood undivided in {} cases", of(all.united, n))),
    }
}

/// How many blocs were more united than both nulls would show.
pub fn chance_title(overview: &Overview) -> String {
    let sure = |p: Option<f64>| p.is_some_and(|p| p < 0.05);
    let tested: Vec<_> = overview.pooled.iter().filter(|t| t.fixed.is_ok() && t.random.is_ok()).collect();
    let both = tested.iter().filter(|t| sure(t.corrected.0) && sure(t.corrected.1)).count();
    match tested.len() {
        0 => "No bloc can be tested against chance".to_owned(),
        n => {
            sentence(&format!("{} blocs were more united than either kind of chance would show", of(both, n)))
        }
    }
}

/// Who stood apart most often.
pub fn dissent_title(overview: &Overview) -> String {
    let mut ranked = overview.dissent.iter().filter(|d| d.opportunities >= overview.fewest_opportunities);
    let Some(first) = ranked.next() else {
        return "No member stood apart from the rest of its bloc".to_owned();
    };
    let level = |d: &&Dissent| {
        (d.apart, d.opportunities, &d.bloc.id) == (first.apart, first.opportunities, &first.bloc.id)
    };
    let others = ranked.take_while(level);
    let who: Vec<String> =
        std::iter::once(first).chain(others).map(|d| the(&d.actor.name).into_owned()).collect();
    sentence(&format!(
        "{} stood apart from the rest of {} most often: {} times",
        list_up_to(&who, NAMES_IN_TITLE),
        the(&first.bloc.short_name),
        of(first.apart, first.opportunities)
    ))
}

/// Who were most and least alike.
pub fn likeness_title(shape: &Structure) -> String {
    sentence(&likeness_words(shape))
}

/// The same inside a sentence.
pub fn likeness_words(shape: &Structure) -> String {
    let (most, least) = shape.extremes();
    let pair =
        |(i, j, _): (usize, usize, f64)| list(&[the(&shape.states[i].name), the(&shape.states[j].name)]);
    let level = |value: f64| shape.similarity.pairs().filter(|p| p.2 == value).count();
    if most.2 == least.2 {
        return format!("each two of {} states were equally alike", number(shape.states.len()));
    }
    match (level(most.2), level(least.2)) {
        (1, 1) => format!("{} were most alike, {} least", pair(most), pair(least)),
        (n, 1) => format!("{} were least alike; {} pairs were most alike", pair(least), number(n)),
        (1, n) => format!("{} were most alike; {} pairs were least alike", pair(most), number(n)),
        _ => format!(
            "pairs of {} states agreed in {}% to {}% of cases",
            number(shape.states.len()),
            (least.2 * 100.0).round(),
            (most.2 * 100.0).round()
        ),
    }
}

/// Into how many groups the states fall of themselves; where none are found, who stand furthest apart.
pub fn groups_title(shape: &Structure) -> String {
    sentence(&groups_words(shape))
}

/// The same inside a sentence.
pub fn groups_words(shape: &Structure) -> String {
    let states = number(shape.states.len());
    match shape.groups.as_ref().map(|g| g.count) {
        Err(Shapeless::TooFewForGroups { .. }) => {
            let (_, (i, j, _)) = shape.extremes();
            let ends = [the(&shape.states[i].name), the(&shape.states[j].name)];
            format!("of {states} states {} stood furthest apart", list(&ends))
        }
        Err(_) | Ok(0 | 1) => format!("no groups form among {states} states by their records"),
        Ok(count) if count == shape.states.len() => {
            format!("no two of {states} states form a group by their records")
        }
        Ok(count) => format!("by their records, {states} states fall into {} groups", number(count)),
    }
}
