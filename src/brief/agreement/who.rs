//! The table of those who broke ranks.

use std::collections::BTreeMap;

use super::super::document::{Block, Column, Run, Table, cite, strong, text};
use super::Writer;
use crate::analysis::Member;
use crate::finding::{as_of, status_words};
use crate::model::Certainty;
use crate::wording::{list, number, sentence, thousands};

/// The most rows a table in the running text has.
const MOST_ROWS: usize = 15;

impl Writer<'_> {
    pub(super) fn who_broke_ranks(&mut self) {
        self.heading("Who broke ranks", "who");
        let rows = self.breaker_rows();
        if rows.is_empty() {
            self.say(format!("No member of the blocs asked about broke ranks {}.", as_of(self.analysis.on)));
            return;
        }
        self.table += 1;
        let more = rows.len().saturating_sub(MOST_ROWS);
        let note = match more {
            0 => vec![],
            more => vec![text(format!("{} more in tables/statuses.csv.", sentence(&number(more))))],
        };
        self.blocks.push(Block::Table(Table {
            number: self.table,
            caption: format!(
                "Members in another position than most of their bloc, {}",
                as_of(self.analysis.on)
            ),
            columns: ["State", "Bloc", "Status", "Date", "Company kept"].map(Column::left).to_vec(),
            rows: rows.into_iter().take(MOST_ROWS).collect(),
            note,
        }));
    }

    pub(super) fn breaker_rows(&self) -> Vec<Vec<Run>> {
        let mut rows: BTreeMap<(String, String), (Vec<String>, &Member)> = BTreeMap::new();
        for bloc in &self.analysis.view.blocs {
            for member in bloc.breakers() {
                let key = (member.actor.name.clone(), member.actor.id.clone());
                rows.entry(key).or_insert((vec![], member)).0.push(bloc.bloc.short_name.clone());
            }
        }
        rows.into_values().map(|(blocs, member)| self.breaker_row(&blocs, member)).collect()
    }

    pub(super) fn breaker_row(&self, blocs: &[String], member: &Member) -> Vec<Run> {
        let sure = if member.certainty == Certainty::Uncertain { "~ " } else { "" };
        let company =
            self.analysis.company.iter().find(|c| c.breakers.iter().any(|a| a.id == member.actor.id));
        let kept = company.map_or(String::new(), |c| {
            let n = c.outsiders.len();
            format!("{} of {} outsiders", thousands(n), thousands(c.of))
        });
        let mut status: Run = vec![text(format!("{sure}{}", status_words(member.status)))];
        if let Some(number) = member.source.as_ref().and_then(|s| self.numbers.get(s)) {
            status.push(cite(&[*number]));
        }
        let day = member.act_date.map(|d| d.to_string()).unwrap_or_default();
        vec![
            vec![strong(&member.actor.name)],
            vec![text(list(blocs))],
            status,
            vec![text(day)],
            vec![text(kept)],
        ]
    }
}
