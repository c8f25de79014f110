//! The table of who joined when: each bloc's pace, and its members in their order.

use super::{ACTOR, BLOC, Cell, NAME, Table};
use crate::analysis::AgreementAnalysis;

/// How fast each bloc joined, and in which order.
pub const PACE: Table = Table {
    id: "pace",
    row: "a member of a bloc, as composed when the agreement opened, that joined, in the order of joining",
    columns: &[
        BLOC,
        ("members", "Members whose wait is on record."),
        ("joined", "Those that joined up to the data's cut-off."),
        (
            "median_days",
            "Days from the opening until half had joined (Kaplan-Meier); empty if half never had.",
        ),
        ("others_median_days", "The same for all other states."),
        ("log_rank", "Log-rank chi-square of the bloc against all other states; empty below five members."),
        ("p", "Its p (one degree of freedom; rough for small blocs)."),
        ACTOR,
        NAME,
        ("date", "When it joined (EDTF); an uncertain date counts at its last day."),
        ("rank", "Its place in the bloc; members of one day share the first of their places."),
        ("days", "Days from the opening."),
        ("behind_first", "Days behind the bloc's first."),
        ("behind_median", "Days behind the day by which half of the bloc had joined."),
    ],
    rows: pace,
};

fn pace(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let days = |d: Option<f64>| Cell::Number(d.map(|d| d.to_string()).unwrap_or_default());
    let rows = analysis.pace.iter().flat_map(|pace| {
        pace.order.iter().map(move |turn| {
            let test = pace.test.as_ref();
            vec![
                Cell::text(&pace.bloc.id),
                Cell::count(pace.n),
                Cell::count(pace.joined),
                days(pace.median_days),
                days(pace.others_median_days),
                Cell::share(test.map(|t| t.chi_square)),
                Cell::small(test.map(|t| t.p)),
                Cell::text(&turn.actor.id),
                Cell::text(&turn.actor.name),
                Cell::text(turn.date.to_string()),
                Cell::count(turn.rank),
                Cell::Number(turn.days.to_string()),
                Cell::Number(turn.behind_first.to_string()),
                days(turn.behind_median),
            ]
        })
    });
    rows.collect()
}
