//! How a brief ends: sources, how to cite, tables, measures and the command.

use super::super::citation::{Provenance, references};
use super::super::document::{Block, Column, Inline, Run, Table, code, strong, text};
use super::Writer;
use crate::finding::{as_of, headline};
use crate::wording::{date, thousands};

impl Writer<'_> {
    pub(super) fn sources(&mut self, provenance: &Provenance) {
        self.heading("Sources", "sources");
        self.blocks.push(references(&self.analysis.sources));
        self.heading("How to cite", "cite");
        let title = headline(&self.analysis.agreement, &self.analysis.view);
        self.say(format!(
            "blocs {}, \"{title}, {}\", data cut-off {}, data version {}.",
            provenance.version,
            as_of(self.analysis.on),
            date(self.analysis.cutoff),
            &self.analysis.data_hash[..12]
        ));
    }

    pub(super) fn annex(&mut self, provenance: &Provenance) {
        let tables: Vec<Run> = provenance
            .tables
            .iter()
            .map(|(file, row)| vec![code(file.clone()), Inline::Text(format!(": a row is {row}"))])
            .collect();
        let mut blocks = vec![
            Block::paragraph(["The rows behind every number, and the command that makes these files again:"]),
            Block::Bullets(tables),
            Block::Code { language: "sh".to_owned(), text: provenance.command.clone() },
            self.measures_table(),
        ];
        blocks.extend(self.exact_table());
        self.heading("Annex", "annex");
        self.blocks.push(Block::Details { summary: "Tables, measures and the command".to_owned(), blocks });
    }

    /// Each bloc against all groups of its size; only where that was asked for.
    fn exact_table(&mut self) -> Option<Block> {
        if self.analysis.exact.is_empty() {
            return None;
        }
        self.table += 1;
        let share = |value: Option<f64>| vec![text(value.map_or("n/a".to_owned(), |v| format!("{v:.3}")))];
        let rows = self.analysis.exact.iter().map(|e| {
            let u = e.unity;
            let mut row: Vec<Run> = vec![vec![strong(&e.bloc.short_name)], vec![text(thousands(e.n))]];
            row.extend([
                share(u.map(|u| u.observed)),
                share(u.map(|u| u.expected)),
                share(u.map(|u| u.p_more_united)),
                share(u.map(|u| u.p_more_divided)),
                share(e.smallest),
            ]);
            row
        });
        let heads =
            ["n", "Pairwise agreement", "Expected", "p more united", "p more divided", "Smallest such p"];
        let states = self.analysis.exact.first().map_or(0, |e| e.states);
        Some(Block::Table(Table {
            number: self.table,
            caption: format!("Each bloc against all groups of its size, {}", as_of(self.analysis.on)),
            columns: std::iter::once(Column::left("Bloc")).chain(heads.map(Column::right)).collect(),
            rows: rows.collect(),
            note: vec![text(format!(
                "Exact, over all groups of as many of the {} states with a position (multivariate hypergeometric). Where the \
                 smallest p is above .05, no split on this agreement could be a surprise.",
                thousands(states)
            ))],
        }))
    }

    pub(super) fn measures_table(&mut self) -> Block {
        self.table += 1;
        let number = |value: Option<f64>| vec![text(value.map_or("n/a".to_owned(), |v| format!("{v:.3}")))];
        let rows = self.analysis.view.blocs.iter().map(|b| {
            let t = &b.tally;
            let counts = [t.n, t.inside, t.half, t.out, b.ties_cut].map(|n| vec![text(thousands(n))]);
            let mut row: Vec<Run> = vec![vec![strong(&b.bloc.short_name)]];
            row.extend(counts);
            row.extend([number(b.agreement), number(b.rice), number(b.agreement_index)]);
            row
        });
        let heads =
            ["n", "In", "Half-way", "Out", "Ties cut", "Pairwise agreement", "Rice index", "Agreement Index"];
        Block::Table(Table {
            number: self.table,
            caption: format!("Counts and measures of cohesion, {}", as_of(self.analysis.on)),
            columns: std::iter::once(Column::left("Bloc")).chain(heads.map(Column::right)).collect(),
            rows: rows.collect(),
            note: vec![text(
                "n/a: undefined, because too few members have a position. Small blocs inflate the Rice index; pairwise agreement does not depend on size.",
            )],
        })
    }
}
