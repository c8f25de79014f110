//! The table of exact tests on one agreement, made only where it is asked for.

use super::{BLOC, Cell, Table};
use crate::analysis::AgreementAnalysis;

/// Each bloc against all groups of its size.
pub const EXACT: Table = Table {
    id: "exact",
    row: "a bloc against all groups of as many states",
    columns: &[
        BLOC,
        ("n", "Members with a position."),
        ("states", "States with a position."),
        ("pairwise_agreement", "Of the bloc; empty below two members."),
        ("expected", "Mean of all groups of its size."),
        ("p_more_united", "Share of groups at least as united."),
        ("p_more_divided", "Share of groups at least as divided."),
        ("p_smallest", "The smallest p of more division that as many of these states could show."),
    ],
    rows: exact,
};

fn exact(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let row = |e: &crate::analysis::agreement::Exact| {
        let u = e.unity;
        vec![
            Cell::text(&e.bloc.id),
            Cell::count(e.n),
            Cell::count(e.states),
            Cell::share(u.map(|u| u.observed)),
            Cell::share(u.map(|u| u.expected)),
            Cell::small(u.map(|u| u.p_more_united)),
            Cell::small(u.map(|u| u.p_more_divided)),
            Cell::small(e.smallest),
        ]
    };
    analysis.exact.iter().map(row).collect()
}
