//! The tables of the brief on many agreements.

use super::{ACTOR, BLOC, Cell, NAME, csv};
use crate::analysis::History;
use crate::analysis::series::SeriesRow;

/// One table of a history.
pub struct HistoryTable {
    /// File name without `.csv`.
    pub id: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Each column's header and meaning.
    pub columns: &'static [(&'static str, &'static str)],
    /// The rows.
    pub rows: fn(&History) -> Vec<Vec<Cell>>,
}

impl HistoryTable {
    /// The table as CSV.
    pub fn csv(&self, history: &History) -> String {
        let header: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        csv(&header, &(self.rows)(history))
    }
}

/// Every table.
pub const HISTORY: &[&HistoryTable] = &[&SERIES, &TOTALS, &DISSENT, &THEMES, &DIVIDED, &SOURCES];

const AGREEMENTS: (&str, &str) =
    ("agreements", "Agreements on which two members or more have a position: the base of every mean.");
const UNDIVIDED: (&str, &str) = ("undivided", "Those on which all who have a position took one.");
const PAIRWISE: (&str, &str) =
    ("pairwise_agreement", "Mean over the agreements of the share of pairs in the same position.");

const SERIES: HistoryTable = HistoryTable {
    id: "series",
    row: "a bloc in a year or session, on one kind of agreement",
    columns: &[
        BLOC,
        ("kind", "Treaty, declaration or vote."),
        ("session", "The session, in a series by session."),
        ("from", "First day."),
        ("to", "Last day."),
        AGREEMENTS,
        ("members", "Members on the day of the last agreement."),
        ("in", "Positions in, added up."),
        ("half", "Positions half-way, added up."),
        ("out", "Positions out, added up."),
        PAIRWISE,
        ("lowest", "The agreement that divided the bloc most."),
        ("highest", "The agreement that divided it least."),
        UNDIVIDED,
        ("rice", "Mean Rice index."),
        ("agreement_index", "Mean Agreement Index."),
        ("same_members", "Members on every agreement's day of the whole series."),
        ("pairwise_agreement_same_members", "Mean pairwise agreement of those alone."),
        ("world", "Mean pairwise agreement of all states on the same agreements."),
        ("joined", "Ids of who joined since the row before, joined by `|`."),
        ("left", "Ids of who left since the row before, joined by `|`."),
    ],
    rows: |history| history.series.iter().filter(|row| row.items > 0).map(series_row).collect(),
};

fn series_row(row: &SeriesRow) -> Vec<Cell> {
    let ids = |actors: &[crate::analysis::ActorRef]| {
        Cell::text(actors.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join("|"))
    };
    let session = row.session.as_deref().unwrap_or_default();
    let mut cells = [&row.bloc.id, row.kind.word(), session, &row.from.to_string(), &row.to.to_string()]
        .map(Cell::text)
        .to_vec();
    cells.extend(
        [row.items, row.members, row.counts.inside, row.counts.half, row.counts.out].map(Cell::count),
    );
    cells.extend([row.agreement_mean, row.range.map(|r| r.0), row.range.map(|r| r.1)].map(Cell::share));
    cells.push(Cell::count(row.unanimous));
    cells.extend([row.rice, row.agreement_index].map(Cell::share));
    cells.push(Cell::count(row.fixed_members));
    cells.extend([row.fixed, row.world].map(Cell::share));
    cells.extend([ids(&row.joined), ids(&row.left)]);
    cells
}

const TOTALS: HistoryTable = HistoryTable {
    id: "totals",
    row: "a bloc over all agreements",
    columns: &[
        BLOC,
        AGREEMENTS,
        UNDIVIDED,
        PAIRWISE,
        ("world", "Mean pairwise agreement of all states on the same agreements."),
        ("members", "Members on some of the days."),
        ("positions", "Positions known, a member counted once an agreement."),
        ("absent", "Members recorded as absent, counted so too."),
    ],
    rows: |history| {
        let row = |t: &crate::analysis::history::Total| {
            let mut cells = vec![Cell::text(&t.bloc.id)];
            cells.extend([t.agreements, t.undivided].map(Cell::count));
            cells.extend([t.agreement, t.world].map(Cell::share));
            cells.extend([t.members, t.positions, t.absent].map(Cell::count));
            cells
        };
        history.totals.iter().map(row).collect()
    },
};

const DISSENT: HistoryTable = HistoryTable {
    id: "dissent",
    row: "a member of a bloc that stood apart from the majority of the others at least once",
    columns: &[
        BLOC,
        ACTOR,
        NAME,
        ("apart", "Agreements on which it differed from the majority of the other members."),
        ("opportunities", "Agreements on which it had a position and the others a majority."),
        ("share_apart", "apart / opportunities."),
        ("alone", "Agreements on which all others stood together against it."),
        (
            "leverage",
            "How much the bloc's pairwise agreement would have risen, on average over its opportunities, had it stood with the majority.",
        ),
    ],
    rows: |history| {
        let row = |d: &crate::analysis::Dissent| {
            let mut cells = [&d.bloc.id, &d.actor.id, &d.actor.name].map(Cell::text).to_vec();
            cells.extend([d.apart, d.opportunities].map(Cell::count));
            cells.push(Cell::share(Some(d.apart as f64 / d.opportunities as f64)));
            cells.push(Cell::count(d.alone));
            cells.push(Cell::share(Some(d.leverage)));
            cells
        };
        history.survey.dissent.iter().map(row).collect()
    },
};

const THEMES: HistoryTable = HistoryTable {
    id: "themes",
    row: "a bloc on the agreements of one theme, where there are ten or more",
    columns: &[BLOC, ("theme", "The theme."), AGREEMENTS, UNDIVIDED, PAIRWISE],
    rows: |history| {
        let row = |t: &crate::analysis::history::Theme| {
            let mut cells = [&t.bloc.id, &t.theme].map(Cell::text).to_vec();
            cells.extend([t.agreements, t.undivided].map(Cell::count));
            cells.push(Cell::share(Some(t.agreement)));
            cells
        };
        history.themes.iter().map(row).collect()
    },
};

const DIVIDED: HistoryTable = HistoryTable {
    id: "divided",
    row: "one of the fifty agreements that divided a bloc most",
    columns: &[
        BLOC,
        ("agreement", "The agreement's id."),
        ("agreement_name", "Its short name."),
        ("title", "Its name."),
        ("on", "The day membership and positions are taken on."),
        ("in", "Members in."),
        ("half", "Members half-way."),
        ("out", "Members out."),
        ("pairwise_agreement", "Share of pairs in the same position."),
    ],
    rows: |history| {
        let row = |d: &crate::analysis::history::Divided| {
            let a = &d.agreement;
            let mut cells =
                [&d.bloc.id, &a.id, &a.short_name, &a.name, &d.on.to_string()].map(Cell::text).to_vec();
            cells.extend([d.counts.inside, d.counts.half, d.counts.out].map(Cell::count));
            cells.push(Cell::share(Some(d.pairwise)));
            cells
        };
        history.divided.iter().map(row).collect()
    },
};

const SOURCES: HistoryTable = HistoryTable {
    id: "sources",
    row: super::SOURCES.row,
    columns: super::SOURCES.columns,
    rows: |history| super::source_rows(&history.survey.sources),
};
