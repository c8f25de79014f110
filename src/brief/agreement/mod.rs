//! The brief on one agreement: what stands in it and in which order. Every
//! number comes from the analysis; every claim that can be shown has a figure.

mod annex;
mod certainty;
mod findings;
mod opening;
mod who;

use std::collections::BTreeMap;

use super::citation::{Drawn, Provenance, figure};
use super::document::{Block, Document, Run, cite, text};
use crate::analysis::{AgreementAnalysis, Citation};
use crate::finding::{as_of, headline};
use crate::wording::{date, list_up_to, the};

/// Writes the brief on an agreement.
pub fn compose(analysis: &AgreementAnalysis, figures: &[Drawn], provenance: &Provenance) -> Document {
    let mut writer = Writer {
        analysis,
        figures,
        numbers: numbers(&analysis.sources),
        figure: 0,
        table: 0,
        blocks: vec![],
    };
    writer.hypothesis();
    writer.key_findings();
    writer.question();
    writer.findings();
    writer.who_broke_ranks();
    writer.how_sure();
    writer.what_would_change();
    writer.methods();
    writer.sources(provenance);
    writer.annex(provenance);
    let on = analysis.on;
    Document {
        title: match analysis.suppositions.is_empty() {
            true => format!("{}, {}", headline(&analysis.agreement, &analysis.view), as_of(on)),
            false => format!("Hypothesis: {}, {}", headline(&analysis.agreement, &analysis.view), as_of(on)),
        },
        subtitle: subtitle(analysis),
        language: "en".to_owned(),
        meta: vec![
            ("As of".to_owned(), date(on)),
            ("Data cut-off".to_owned(), date(analysis.cutoff)),
            (
                "Made with".to_owned(),
                format!("blocs {}, data {}", provenance.version, &analysis.data_hash[..12]),
            ),
        ],
        blocks: writer.blocks,
    }
}

fn subtitle(analysis: &AgreementAnalysis) -> String {
    let blocs: Vec<String> =
        analysis.view.blocs.iter().map(|b| the(&b.bloc.short_name).into_owned()).collect();
    match blocs.is_empty() {
        true => format!("{}: where states stood", analysis.agreement.name),
        false => format!("{}: where {} stood", analysis.agreement.name, list_up_to(&blocs, 8)),
    }
}

fn numbers(sources: &[Citation]) -> BTreeMap<String, usize> {
    sources.iter().enumerate().map(|(i, s)| (s.id.clone(), i + 1)).collect()
}

/// A brief being written.
struct Writer<'a> {
    analysis: &'a AgreementAnalysis,
    figures: &'a [Drawn],
    numbers: BTreeMap<String, usize>,
    figure: usize,
    table: usize,
    blocks: Vec<Block>,
}

impl Writer<'_> {
    /// What is only supposed, before anything else is said.
    fn hypothesis(&mut self) {
        let supposed = &self.analysis.suppositions;
        if !supposed.is_empty() {
            let words =
                format!("This brief is not about the record as it is. It supposes: {}.", supposed.join("; "));
            self.blocks.push(Block::notice("Hypothesis", [words]));
        }
    }

    pub(super) fn heading(&mut self, words: &str, id: &str) {
        self.blocks.push(Block::heading(2, words, id));
    }

    pub(super) fn subheading(&mut self, words: String, id: &str) {
        self.blocks.push(Block::heading(3, words, id));
    }

    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.say_with(words, &[]);
    }

    /// A paragraph and the sources that bear it out.
    pub(super) fn say_with(&mut self, words: impl Into<String>, sources: &[String]) {
        let words = words.into();
        if words.is_empty() {
            return;
        }
        let mut run: Run = vec![text(words)];
        let mut cited: Vec<usize> = sources.iter().filter_map(|s| self.numbers.get(s).copied()).collect();
        cited.sort_unstable();
        cited.dedup();
        if !cited.is_empty() {
            run.push(cite(&cited));
        }
        self.blocks.push(Block::Paragraph(run));
    }

    pub(super) fn figure(&mut self, name: &str) {
        if let Some(block) = figure(self.figures, name, self.figure + 1) {
            self.figure += 1;
            self.blocks.push(block);
        }
    }
}
