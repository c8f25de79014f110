//! How a brief opens: the key findings, the question, and what the agreement asks.

use super::super::document::{Block, Run, text};
use super::Writer;
use super::findings::when;
use crate::analysis::Member;
use crate::coding::Position;
use crate::finding::{as_of, bloc_sentence, entry_into_force, kind_words, of, the_agreement, world_sentence};
use crate::model::AgreementKind;
use crate::wording::{agree, count, date, list, list_up_to, number, sentence, the};

impl Writer<'_> {
    pub(super) fn key_findings(&mut self) {
        let analysis = self.analysis;
        let mut bullets: Vec<Run> = vec![];
        for bloc in analysis.view.blocs.iter().take(3) {
            bullets.push(vec![text(bloc_sentence(&analysis.agreement, bloc, analysis.on))]);
        }
        bullets.push(vec![text(world_sentence(&analysis.agreement, &analysis.view.world, analysis.on))]);
        if let Some(words) = self.company_in_short() {
            bullets.push(vec![text(words)]);
        }
        if let Some(words) = self.since_in_short() {
            bullets.push(vec![text(words)]);
        }
        self.blocks.push(Block::KeyFindings { title: "Key findings".to_owned(), bullets });
    }

    /// Who stood where the first bloc's rank-breakers stood.
    pub(super) fn company_in_short(&self) -> Option<String> {
        let company = self.analysis.company.iter().find(|c| !c.outsiders.is_empty())?;
        let breakers: Vec<String> = company.breakers.iter().map(|a| the(&a.name).into_owned()).collect();
        let blocs: Vec<String> = company
            .whole_blocs
            .iter()
            .map(|(name, n)| format!("all {} members of {}", number(*n), the(name)))
            .collect();
        let among = if blocs.is_empty() { String::new() } else { format!(", {} among them", list(&blocs)) };
        Some(format!(
            "{} stood where {} outside {} with a recorded position stood{among}.",
            sentence(&list_up_to(&breakers, 4)),
            of(company.outsiders.len(), company.of) + agree(company.of, " state", " states"),
            the(&company.bloc.short_name)
        ))
    }

    /// How many rank-breakers came in later.
    pub(super) fn since_in_short(&self) -> Option<String> {
        let analysis = self.analysis;
        let breakers: Vec<&Member> = analysis
            .view
            .blocs
            .iter()
            .flat_map(|b| b.breakers())
            .filter(|m| m.position != Some(Position::In))
            .collect();
        let mut later = vec![];
        for joined in &analysis.joined_since {
            if breakers.iter().any(|m| m.actor.id == joined.actor.id) {
                later.push(format!("{} ({})", the(&joined.actor.name), when(joined.date)));
            }
        }
        (!later.is_empty()).then(|| {
            format!(
                "Of those that broke ranks, {} joined later: {}.",
                number(later.len()),
                list_up_to(&later, 6)
            )
        })
    }

    pub(super) fn question(&mut self) {
        let agreement = &self.analysis.agreement;
        self.heading("The question", "question");
        let opened = match agreement.kind {
            AgreementKind::Declaration => "was launched",
            AgreementKind::Treaty => "was opened for signature",
            AgreementKind::Vote => "was put to the vote",
        };
        let mut words = format!(
            "{} ({}) {opened} on {}. It is {}.",
            sentence(&the_agreement(agreement)),
            agreement.name,
            date(agreement.opened),
            kind_words(agreement)
        );
        if agreement.name == agreement.short_name {
            words = words.replacen(&format!(" ({})", agreement.name), "", 1);
        }
        if let Some(day) = agreement.in_force {
            words.push_str(&format!(" It entered into force on {}.", date(day)));
        }
        let pending = entry_into_force(agreement, &self.analysis.view.world, self.analysis.on);
        if !pending.is_empty() {
            words.push_str(&format!(" {pending}"));
        }
        // A heading of an imported vote is its own number; it says what the text is about, not what it asks.
        let is_heading =
            |(number, theme, _): &&(String, String, String)| number == theme || number == "session";
        let (headings, provisions): (Vec<_>, Vec<_>) = agreement.provisions.iter().partition(is_heading);
        if !provisions.is_empty() {
            let asks: Vec<String> = provisions.iter().map(|(_, _, what)| lower(what)).collect();
            words.push_str(&format!(
                " The record holds {} of it: {}.",
                count(provisions.len(), "provision", "provisions"),
                asks.join("; ")
            ));
        }
        let themes: Vec<String> = headings
            .iter()
            .map(|(number, theme, what)| match number.as_str() {
                "session" => lower(what),
                _ => theme.replace('-', " "),
            })
            .collect();
        if !themes.is_empty() {
            words.push_str(&format!(" It is filed under {}.", list(&themes)));
        }
        self.say(words);
        self.say(format!(
            "This brief asks who broke ranks: which members of a bloc stood elsewhere than most of its members, {}, \
             with membership and status both taken on that day.",
            as_of(self.analysis.on)
        ));
    }
}

/// A provision as part of a sentence: without its full stop, its first letter small unless a name begins it.
fn lower(words: &str) -> String {
    let words = words.trim_end_matches('.');
    let mut chars = words.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(words.chars().skip(1)).collect()
        }
        _ => words.to_owned(),
    }
}
