//! Summary tables: one row type a table, with its columns' meanings. The CSV
//! files, their documentation and the annex of a brief come from [`ALL`].

use crate::analysis::{AgreementAnalysis, Citation, Member, StatusRow, View};
use crate::coding::Position;

pub mod dyads;
pub mod number;
mod exact;
mod history;
mod pace;
mod survey;

pub use exact::EXACT;
pub use history::{HISTORY, HistoryTable};
pub use pace::PACE;
pub use survey::{SURVEY, SurveyTable};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text from the data: made inert where a spreadsheet would run it.
    Text(String),
    /// A number, or nothing where it is undefined.
    Number(String),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn count(n: usize) -> Self {
        Self::Number(n.to_string())
    }

    /// A share or index to four places; empty when undefined.
    fn share(value: Option<f64>) -> Self {
        Self::Number(value.map(|v| format!("{v:.4}")).unwrap_or_default())
    }

    /// A p: to four places, or as a power of ten where that would be nothing.
    fn small(value: Option<f64>) -> Self {
        let text = value.map(|p| if p >= 0.0001 { format!("{p:.4}") } else { format!("{p:.1e}") });
        Self::Number(text.unwrap_or_default())
    }

    /// The cell as a CSV field.
    pub fn field(&self) -> String {
        match self {
            Self::Number(text) => text.clone(),
            Self::Text(text) => inert(text),
        }
    }
}

/// Text that no spreadsheet takes for a formula.
pub fn inert(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// One table of an analysis.
pub struct Table {
    /// File name without `.csv`.
    pub id: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Each column's header and meaning.
    pub columns: &'static [(&'static str, &'static str)],
    /// The rows.
    pub rows: fn(&AgreementAnalysis) -> Vec<Vec<Cell>>,
}

impl Table {
    /// The table as CSV.
    pub fn csv(&self, analysis: &AgreementAnalysis) -> String {
        let header: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        supposed_csv(&header, &(self.rows)(analysis), &analysis.suppositions)
    }
}

/// Rows as CSV; where something is only supposed, every row says what, in a last column `hypothesis`.
pub fn supposed_csv(header: &[&str], rows: &[Vec<Cell>], suppositions: &[String]) -> String {
    if suppositions.is_empty() {
        return csv(header, rows);
    }
    let mark = Cell::text(suppositions.join("; "));
    let rows: Vec<Vec<Cell>> =
        rows.iter().map(|row| [row.as_slice(), std::slice::from_ref(&mark)].concat()).collect();
    csv(&[header, &["hypothesis"]].concat(), &rows)
}

/// Rows as CSV with a header.
pub fn csv(header: &[&str], rows: &[Vec<Cell>]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(vec![]);
    let fields = rows.iter().map(|row| row.iter().map(Cell::field).collect::<Vec<_>>());
    let header = header.iter().map(|name| (*name).to_owned()).collect();
    for record in std::iter::once(header).chain(fields) {
        writer.write_record(&record).expect("writing to memory does not fail");
    }
    String::from_utf8(writer.into_inner().expect("writing to memory does not fail"))
        .expect("all fields are text")
}

const ON: (&str, &str) = ("on", "The day membership and status are taken on.");
const BLOC: (&str, &str) = ("bloc", "The bloc's id, or the bloc expression.");
const ACTOR: (&str, &str) = ("actor", "The actor's id; alpha-3 for a state.");
const NAME: (&str, &str) = ("name", "The actor's name.");
const STATUS: (&str, &str) = ("status", "What the actor's acts amounted to on the day.");
const ACT: (&str, &str) = ("act", "The last act that counts, or the one that makes the status uncertain.");
const ACT_DATE: (&str, &str) = ("act_date", "Its date (EDTF).");
const CERTAINTY: (&str, &str) = (
    "certainty",
    "`certain`, or `uncertain` when an uncertain date or a gap in the record could change the status.",
);
const POSITION: (&str, &str) = ("position", "1 in, 0.5 half-way, 0 out; empty when not observed.");
const SOURCE: (&str, &str) = (
    "source",
    "Id in sources.csv of the act's source; empty for silence, which rests on the agreement's coverage.",
);

/// Every actor's status.
pub const STATUSES: Table = Table {
    id: "statuses",
    row: "an actor as a member of a bloc, or of none",
    columns: &[
        ("agreement", "The agreement's id."),
        ON,
        ("bloc", "The bloc's id; empty for an actor in none of the blocs."),
        ACTOR,
        NAME,
        STATUS,
        ACT,
        ACT_DATE,
        CERTAINTY,
        POSITION,
        (
            "breaks_ranks",
            "`yes` when the position differs from the bloc's majority, `no` when it does not; empty without a position or majority.",
        ),
        SOURCE,
    ],
    rows: statuses,
};

/// The columns that `status AGREEMENT --csv` prints.
pub const STATUS_COLUMNS: [&str; 10] =
    ["agreement", "on", "bloc", "actor", "name", "status", "act", "act_date", "certainty", "position"];

/// The first ten cells of a status row, as [`STATUS_COLUMNS`] names them.
pub fn status_cells(agreement: &str, on: crate::model::Day, row: &StatusRow) -> Vec<Cell> {
    let mut cells = vec![Cell::text(agreement), Cell::text(on.to_string()), Cell::text(&row.bloc)];
    cells.extend(member_cells(&row.member));
    cells
}

fn member_cells(member: &Member) -> Vec<Cell> {
    vec![
        Cell::text(&member.actor.id),
        Cell::text(&member.actor.name),
        Cell::text(member.status.word()),
        Cell::text(member.act.map(|act| act.word()).unwrap_or_default()),
        Cell::text(member.act_date.map(|date| date.to_string()).unwrap_or_default()),
        Cell::text(member.certainty.word()),
        Cell::Number(member.position.map(Position::text).unwrap_or_default().to_owned()),
    ]
}

fn statuses(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let rows = analysis.statuses.iter().map(|row| {
        let mut cells = status_cells(&analysis.agreement.id, analysis.on, row);
        cells.push(Cell::text(breaks_ranks(analysis, row)));
        cells.push(Cell::text(row.member.source.clone().unwrap_or_default()));
        cells
    });
    rows.collect()
}

fn breaks_ranks(analysis: &AgreementAnalysis, row: &StatusRow) -> &'static str {
    let bloc = analysis.view.blocs.iter().find(|b| b.bloc.id == row.bloc);
    let member = bloc.and_then(|b| b.members.iter().find(|m| m.actor.id == row.member.actor.id));
    match (bloc.map(|b| b.majority), member) {
        (Some(crate::analysis::Majority::Is(_)), Some(m)) if m.position.is_some() => {
            if m.breaks_ranks {
                "yes"
            } else {
                "no"
            }
        }
        _ => "",
    }
}

/// Each bloc counted and measured.
pub const BLOCS: Table = Table {
    id: "blocs",
    row: "a bloc on a day",
    columns: &[
        ON,
        BLOC,
        NAME,
        ("members", "Members on the day."),
        ("n", "Members with a position: the base of every share."),
        ("in", "Members in."),
        ("half", "Members half-way (signed, not bound; or abstained)."),
        ("out", "Members out."),
        ("absent", "Members that did not vote."),
        ("not_eligible", "Members that could not join, or did not exist as states."),
        ("not_known", "Members outside the record."),
        ("in_low", "Members in whatever the uncertain dates turn out to be."),
        ("in_high", "Members that may have been in."),
        ("share_in", "in / n."),
        ("majority", "Position of most members: 1, 0.5 or 0; `tied`; empty when unknown."),
        ("broke_ranks", "Ids of the members in another position, joined by `|`."),
        ("ties", "Pairs of members that can be compared."),
        ("ties_cut", "Pairs in different positions."),
        ("share_cut", "ties_cut / ties."),
        ("pairwise_agreement", "Share of pairs in the same position; empty below two members."),
        ("rice", "|in - out| / (in + out); empty when both are 0."),
        ("agreement_index", "(k max/n - 1)/(k - 1), k positions; empty when n is 0."),
    ],
    rows: blocs,
};

fn blocs(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let views = std::iter::once(&analysis.view).chain(&analysis.other);
    views.flat_map(bloc_rows).collect()
}

fn bloc_rows(view: &View) -> Vec<Vec<Cell>> {
    let rows = view.blocs.iter().map(|b| {
        let t = &b.tally;
        let share = (t.n > 0).then(|| t.inside as f64 / t.n as f64);
        let breakers: Vec<&str> = b.breakers().map(|m| m.actor.id.as_str()).collect();
        let majority = match b.majority {
            crate::analysis::Majority::Is(position) => position.text(),
            crate::analysis::Majority::Tied => "tied",
            crate::analysis::Majority::Unknown => "",
        };
        let mut cells =
            vec![Cell::text(view.on.to_string()), Cell::text(&b.bloc.id), Cell::text(&b.bloc.name)];
        let counts =
            [t.members, t.n, t.inside, t.half, t.out, t.absent, t.not_eligible, t.not_known, t.low, t.high];
        cells.extend(counts.map(Cell::count));
        cells.extend([Cell::share(share), Cell::text(majority), Cell::text(breakers.join("|"))]);
        cells.extend([Cell::count(b.ties), Cell::count(b.ties_cut)]);
        cells.extend([b.share_cut(), b.agreement, b.rice, b.agreement_index].map(Cell::share));
        cells
    });
    rows.collect()
}

/// The ties an agreement cut.
pub const TIES_CUT: Table = Table {
    id: "ties_cut",
    row: "two actors that share a bloc and stood in different positions",
    columns: &[
        ON,
        ("a", "One actor's id."),
        ("a_name", "Its name."),
        ("a_status", "Its status."),
        ("b", "The other actor's id."),
        ("b_name", "Its name."),
        ("b_status", "Its status."),
        ("shared", "Ids of the blocs asked about that both belonged to, joined by `|`."),
        CERTAINTY,
    ],
    rows: ties_cut,
};

fn ties_cut(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let on = analysis.on.to_string();
    let rows = analysis.view.cut.iter().map(|cut| {
        let texts = [
            on.as_str(),
            &cut.a.id,
            &cut.a.name,
            cut.status_a.word(),
            &cut.b.id,
            &cut.b.name,
            cut.status_b.word(),
            &cut.shared_ids.join("|"),
            cut.certainty.word(),
        ];
        texts.map(Cell::text).to_vec()
    });
    rows.collect()
}

/// The company rank-breakers kept.
pub const COMPANY: Table = Table {
    id: "company",
    row: "a state outside a bloc that stood where the bloc's rank-breakers stood",
    columns: &[
        ON,
        ("bloc", "The bloc whose ranks were broken."),
        ("broke_ranks", "Ids of its members in this position, joined by `|`."),
        ACTOR,
        NAME,
        STATUS,
        ACT,
        ACT_DATE,
        CERTAINTY,
        POSITION,
        ("blocs", "Blocs of note the outsider belonged to, joined by `|`."),
        SOURCE,
    ],
    rows: company,
};

fn company(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let mut rows = vec![];
    for company in &analysis.company {
        let breakers: Vec<&str> = company.breakers.iter().map(|a| a.id.as_str()).collect();
        for outsider in &company.outsiders {
            let mut cells = vec![
                Cell::text(analysis.on.to_string()),
                Cell::text(&company.bloc.id),
                Cell::text(breakers.join("|")),
            ];
            cells.extend(member_cells(&outsider.member));
            cells.push(Cell::text(outsider.blocs.join("|")));
            cells.push(Cell::text(outsider.member.source.clone().unwrap_or_default()));
            rows.push(cells);
        }
    }
    rows
}

/// Entities that had joined.
pub const NON_STATE: Table = Table {
    id: "non_state",
    row: "an entity that had joined, or may have, beside the status of its home state",
    columns: &[
        ON,
        ACTOR,
        NAME,
        ("kind", "What kind of entity."),
        STATUS,
        ACT,
        ACT_DATE,
        CERTAINTY,
        POSITION,
        ("home", "Alpha-3 of the state of its seat."),
        ("home_name", "Its name."),
        ("home_status", "That state's own status on the day."),
        SOURCE,
    ],
    rows: non_state,
};

fn non_state(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let mut rows = vec![];
    for home in &analysis.non_state {
        for entity in &home.entities {
            let member = &entity.member;
            let mut cells = vec![Cell::text(analysis.on.to_string())];
            cells.extend(member_cells(member));
            cells.insert(3, Cell::text(member.actor.kind.word()));
            let state = home.state.as_ref();
            cells.push(Cell::text(state.map(|s| s.actor.id.as_str()).unwrap_or_default()));
            cells.push(Cell::text(state.map(|s| s.actor.name.as_str()).unwrap_or_default()));
            cells.push(Cell::text(state.map(|s| s.status.word()).unwrap_or_default()));
            cells.push(Cell::text(member.source.clone().unwrap_or_default()));
            rows.push(cells);
        }
    }
    rows
}

/// Each bloc under every coding that applies.
pub const CODINGS: Table = Table {
    id: "codings",
    row: "a bloc under a coding that reads at least one member otherwise than the default (which comes first)",
    columns: &[
        ON,
        BLOC,
        ("coding", "The coding's id (`blocs list codings` explains them)."),
        ("n", "Members with a position."),
        ("in", "Members in."),
        ("pairwise_agreement", "Share of pairs in the same position; empty below two members."),
        ("broke_ranks", "Ids of the members in another position than most, joined by `|`."),
        ("same_as_default", "Whether the same members broke ranks as under the default."),
    ],
    rows: codings,
};

fn codings(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let readings =
        analysis.robustness.iter().flat_map(|r| r.readings.iter().map(move |reading| (r, reading)));
    let rows = readings.map(|(r, reading)| {
        let mut cells =
            vec![Cell::text(analysis.on.to_string()), Cell::text(&r.bloc.id), Cell::text(reading.coding)];
        cells.extend([reading.n, reading.inside].map(Cell::count));
        cells.push(Cell::share(reading.agreement));
        cells.push(Cell::text(reading.breakers.join("|")));
        cells.push(Cell::text(if reading.same { "yes" } else { "no" }));
        cells
    });
    rows.collect()
}

/// Who joined after the day.
pub const JOINED_SINCE: Table = Table {
    id: "joined_since",
    row: "an actor that joined after the day, or may have",
    columns: &[
        ACTOR,
        NAME,
        ("kind", "What kind of actor."),
        ("act", "By which act."),
        ("date", "When (EDTF)."),
        ("blocs", "Blocs asked about that it belonged to on the day, joined by `|`."),
        SOURCE,
    ],
    rows: joined_since,
};

fn joined_since(analysis: &AgreementAnalysis) -> Vec<Vec<Cell>> {
    let rows = analysis.joined_since.iter().map(|joined| {
        let (date, blocs) = (joined.date.to_string(), joined.blocs.join("|"));
        let actor = &joined.actor;
        [&actor.id, &actor.name, actor.kind.word(), joined.act.word(), &date, &blocs, &joined.source]
            .map(Cell::text)
            .to_vec()
    });
    rows.collect()
}

/// The sources.
pub const SOURCES: Table = Table {
    id: "sources",
    row: "a source of the rows used, most used first",
    columns: &[
        ("source", "Its id."),
        ("title", "Title."),
        ("publisher", "Publisher."),
        ("kind", "How near it stands to the fact."),
        ("published", "When it was published, or the day whose state it shows."),
        ("retrieved", "When it was read."),
        ("url", "Its address."),
        ("rows", "How many of the rows used name it."),
    ],
    rows: |analysis| source_rows(&analysis.sources),
};

fn source_rows(sources: &[Citation]) -> Vec<Vec<Cell>> {
    let rows = sources.iter().map(|s| {
        let published = s.published.map(|d| d.to_string()).unwrap_or_default();
        let retrieved = s.retrieved.map(|d| d.to_string()).unwrap_or_default();
        let mut cells = [&s.id, &s.title, &s.publisher, s.kind.word(), &published, &retrieved, &s.url]
            .map(Cell::text)
            .to_vec();
        cells.push(Cell::count(s.rows));
        cells
    });
    rows.collect()
}

impl Table {
    /// Whether an analysis has it: what is only made on demand is not written empty.
    pub fn is_due(&self, analysis: &AgreementAnalysis) -> bool {
        self.id != EXACT.id || !analysis.exact.is_empty()
    }
}

/// Every table of an analysis.
pub const ALL: &[&Table] =
    &[&STATUSES, &BLOCS, &TIES_CUT, &COMPANY, &NON_STATE, &CODINGS, &JOINED_SINCE, &PACE, &EXACT, &SOURCES];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_as_a_formula() {
        for text in ["=1+1", "+1", "-1", "@x", "\tx"] {
            assert!(Cell::text(text).field().starts_with('\''));
        }
        assert_eq!(Cell::Number("-0.5".to_owned()).field(), "-0.5");
    }
}
