//! The tables of the survey of all agreements.

use super::{ACTOR, BLOC, Cell, NAME, ON, SOURCES, csv, source_rows};
use crate::analysis::{ActorRef, BlocView, Overview, OverviewRow};

/// One table of the survey.
pub struct SurveyTable {
    /// File name without `.csv`.
    pub id: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Each column's header and meaning.
    pub columns: &'static [(&'static str, &'static str)],
    /// The rows.
    pub rows: fn(&Overview) -> Vec<Vec<Cell>>,
}

impl SurveyTable {
    /// The table as CSV.
    pub fn csv(&self, overview: &Overview) -> String {
        let header: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        csv(&header, &(self.rows)(overview))
    }
}

/// Every bloc on every agreement.
pub const SURVEY_MATRIX: SurveyTable = SurveyTable {
    id: "matrix",
    row: "a bloc on an agreement",
    columns: &[
        ("agreement", "The agreement's id."),
        ("agreement_name", "Its short name."),
        ("kind", "Treaty, declaration or vote."),
        ON,
        BLOC,
        ("members", "Members on the day."),
        ("n", "Members with a position: the base of every share."),
        ("in", "Members in."),
        ("half", "Members half-way."),
        ("out", "Members out."),
        ("not_known", "Members outside the record."),
        ("share_in", "in / n."),
        ("pairwise_agreement", "Share of pairs in the same position; empty below two members."),
        ("broke_ranks", "Ids of the members in another position than most, joined by `|`."),
    ],
    rows: survey_matrix,
};

fn survey_matrix(overview: &Overview) -> Vec<Vec<Cell>> {
    let cells = |row: &OverviewRow, b: &BlocView| {
        let t = &b.tally;
        let breakers: Vec<&str> = b.breakers().map(|m| m.actor.id.as_str()).collect();
        let a = &row.agreement;
        let mut cells =
            [&a.id, &a.short_name, a.kind.word(), &row.on.to_string(), &b.bloc.id].map(Cell::text).to_vec();
        cells.extend([t.members, t.n, t.inside, t.half, t.out, t.not_known].map(Cell::count));
        cells.extend([(t.n > 0).then(|| t.inside as f64 / t.n as f64), b.agreement].map(Cell::share));
        cells.push(Cell::text(breakers.join("|")));
        cells
    };
    overview.rows.iter().flat_map(|row| row.blocs.iter().map(move |b| cells(row, b))).collect()
}

/// How often members stood apart.
pub const SURVEY_DISSENT: SurveyTable = SurveyTable {
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
        ("agreements", "The agreements on which it stood apart, joined by `|`."),
        (
            "leverage",
            "How much the bloc's pairwise agreement would have risen, on average over its opportunities, had it stood with the majority.",
        ),
    ],
    rows: survey_dissent,
};

fn survey_dissent(overview: &Overview) -> Vec<Vec<Cell>> {
    let rows = overview.dissent.iter().map(|d| {
        let mut cells = [&d.bloc.id, &d.actor.id, &d.actor.name].map(Cell::text).to_vec();
        cells.extend([d.apart, d.opportunities].map(Cell::count));
        cells.push(Cell::share(Some(d.apart as f64 / d.opportunities as f64)));
        cells.push(Cell::count(d.alone));
        cells.push(Cell::text(d.agreements.join("|")));
        cells.push(Cell::share(Some(d.leverage)));
        cells
    });
    rows.collect()
}

/// Each bloc against chance.
pub const SURVEY_CHANCE: SurveyTable = SurveyTable {
    id: "chance",
    row: "a bloc over all agreements of the survey, against two nulls",
    columns: &[
        BLOC,
        ("members", "Members with a position on some agreement, as composed on the last day of the survey."),
        ("agreements", "Agreements on which two members or more have a position."),
        ("observed", "Mean pairwise agreement (in or not in)."),
        (
            "low",
            "Lowest agreement, or from ten agreements on the lower end of a 95% bootstrap interval of the mean.",
        ),
        ("high", "Highest, or the upper end."),
        ("random_mean", "Mean of groups of as many states picked at random."),
        ("random_p", "p of more unity than those, (b+1)/(m+1)."),
        ("fixed_mean", "Mean of records with fixed margins."),
        ("fixed_p", "p of more unity than those, (b+1)/(m+1)."),
        ("fixed_r_hat", "Convergence of the chains; near 1 is good."),
        ("random_p_corrected", "Benjamini-Hochberg over all tests of this table."),
        ("fixed_p_corrected", "The same."),
        ("not_tested", "Why not, where that is the case."),
    ],
    rows: survey_chance,
};

fn survey_chance(overview: &Overview) -> Vec<Vec<Cell>> {
    let rows = overview.pooled.iter().map(|t| {
        let (random, fixed) = (t.random.as_ref().ok(), t.fixed.as_ref().ok());
        let mut cells = vec![Cell::text(&t.bloc.id), Cell::count(t.members), Cell::count(t.agreements)];
        cells.extend(
            [
                t.observed,
                t.spread.map(|s| s.0),
                t.spread.map(|s| s.1),
                random.map(|n| n.mean_null),
                random.map(|n| n.p_more_united),
                fixed.map(|n| n.mean_null),
                fixed.map(|n| n.p_more_united),
                fixed.and_then(|n| n.convergence).map(|c| c.r_hat),
                t.corrected.0,
                t.corrected.1,
            ]
            .map(Cell::share),
        );
        cells.push(Cell::text(t.fixed.as_ref().err().map(|reason| reason.to_string()).unwrap_or_default()));
        cells
    });
    rows.collect()
}

/// Each two states compared.
pub const SURVEY_SIMILARITY: SurveyTable = SurveyTable {
    id: "similarity",
    row: "two states and how alike their records are",
    columns: &[
        ("a", "The one state's id."),
        ("b", "The other's."),
        (
            "similarity",
            "Lijphart's index of agreement, a half-way position against in or out counting one half.",
        ),
        ("shared", "Agreements on which both have a known position."),
    ],
    rows: survey_similarity,
};

fn survey_similarity(overview: &Overview) -> Vec<Vec<Cell>> {
    let Ok(shape) = &overview.structure else { return vec![] };
    let row = |(i, j, value): (usize, usize, f64)| {
        let ids = [&shape.states[i].id, &shape.states[j].id].map(Cell::text);
        let numbers = [Cell::share(Some(value)), Cell::count(shape.shared.at(i, j) as usize)];
        ids.into_iter().chain(numbers).collect()
    };
    shape.similarity.pairs().map(row).collect()
}

/// Where each state stands among all.
pub const SURVEY_COMMUNITIES: SurveyTable = SurveyTable {
    id: "communities",
    row: "a state compared with others: its group and its place on the position map",
    columns: &[
        ACTOR,
        NAME,
        ("blocs", "Ids of the blocs it is in, joined by `|`."),
        ("leaf", "Its place in the order of the tree, from 1."),
        ("group", "The group it falls into by what it joined, from 1; empty where none form."),
        ("elsewhere", "Ids of the blocs most of whose members are in another group, joined by `|`."),
        (
            "silhouette",
            "How well it sits in its group, where it stands between two (up to 0.1); empty otherwise.",
        ),
        ("x", "Left to right on the position map; empty where there is none."),
        ("y", "Bottom to top."),
    ],
    rows: survey_communities,
};

fn survey_communities(overview: &Overview) -> Vec<Vec<Cell>> {
    let Ok(shape) = &overview.structure else { return vec![] };
    let place = |i: usize| shape.tree.order.iter().position(|leaf| *leaf == i).map_or(0, |at| at + 1);
    let row = |(i, state): (usize, &ActorRef)| {
        let blocs: Vec<&str> =
            shape.memberships[i].iter().map(|b| shape.blocs[*b].bloc.id.as_str()).collect();
        let found = shape.groups.as_ref().ok();
        let elsewhere: Vec<&str> = found.map_or(vec![], |g| g.elsewhere(&state.id));
        let bridge = found.and_then(|g| g.bridges.iter().find(|b| b.actor.id == state.id));
        let at = |axis: usize| shape.map.as_ref().ok().and_then(|(map, _)| map.points[i].get(axis).copied());
        vec![
            Cell::text(&state.id),
            Cell::text(&state.name),
            Cell::text(blocs.join("|")),
            Cell::count(place(i)),
            Cell::Number(found.map(|g| (g.found.groups[i] + 1).to_string()).unwrap_or_default()),
            Cell::text(elsewhere.join("|")),
            Cell::share(bridge.map(|b| b.silhouette)),
            Cell::share(at(0)),
            Cell::share(at(1)),
        ]
    };
    shape.states.iter().enumerate().map(row).collect()
}

/// The sources of the survey.
pub const SURVEY_SOURCES: SurveyTable = SurveyTable {
    id: "sources",
    row: SOURCES.row,
    columns: SOURCES.columns,
    rows: |overview| source_rows(&overview.sources),
};

/// Each bloc over all agreements.
pub const SURVEY_COHESION: SurveyTable = SurveyTable {
    id: "cohesion",
    row: "a bloc over all agreements of the survey, members as on each agreement's day",
    columns: &[
        BLOC,
        ("members", "Members with a position on some agreement."),
        ("mean_agreement", "Mean pairwise agreement."),
        ("share_unanimous", "Share of agreements on which all counted members stood together."),
        ("defection_rate", "Defections by opportunities, members against the majority of the others."),
        ("alpha_nominal", "Krippendorff's alpha, members as raters; empty where nothing varies."),
        ("alpha_ordinal", "The same, out, half-way and in as ranks."),
        ("alpha_interval", "The same, as equal steps."),
    ],
    rows: survey_cohesion,
};

fn survey_cohesion(overview: &Overview) -> Vec<Vec<Cell>> {
    let rows = overview.records.iter().map(|r| {
        let mut cells = vec![Cell::text(&r.bloc.id), Cell::count(r.members)];
        cells.extend(r.values.iter().map(|v| Cell::share(*v)));
        cells
    });
    rows.collect()
}

/// Formal blocs against the groups found.
pub const SURVEY_GROUPS: SurveyTable = SurveyTable {
    id: "groups",
    row: "a bloc with members among the states compared, against the groups that form of themselves",
    columns: &[
        BLOC,
        ("members", "Members among the states compared."),
        ("likeness", "Mean agreement of two of them; empty below two."),
        (
            "ari",
            "Adjusted Rand index of members against others, and the groups found; empty where it cannot be told.",
        ),
        ("nmi", "Normalised mutual information of the same (arithmetic mean)."),
    ],
    rows: survey_groups,
};

fn survey_groups(overview: &Overview) -> Vec<Vec<Cell>> {
    let Ok(shape) = &overview.structure else { return vec![] };
    let row = |b: &crate::analysis::structure::BlocShape| {
        let found = b.match_with_groups;
        vec![
            Cell::text(&b.bloc.id),
            Cell::count(b.members),
            Cell::share(b.likeness),
            Cell::share(found.map(|f| f.0)),
            Cell::share(found.map(|f| f.1)),
        ]
    };
    shape.blocs.iter().map(row).collect()
}

/// Every table of the survey.
pub const SURVEY: &[&SurveyTable] = &[
    &SURVEY_MATRIX,
    &SURVEY_DISSENT,
    &SURVEY_CHANCE,
    &SURVEY_SIMILARITY,
    &SURVEY_COMMUNITIES,
    &SURVEY_GROUPS,
    &SURVEY_COHESION,
    &SURVEY_SOURCES,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_records_are_their_measures_in_order() {
        let measures: Vec<String> =
            crate::measure::record::ALL.iter().map(|m| m.id.replace('-', "_")).collect();
        let columns: Vec<&str> = SURVEY_COHESION.columns.iter().skip(2).map(|(name, _)| *name).collect();
        let short: Vec<&str> = measures.iter().map(String::as_str).collect();
        assert_eq!(columns, short);
    }
}
