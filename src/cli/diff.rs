//! `blocs diff`: what changed between two days.

use super::terminal::{bold, dim, lines, status, table};
use super::{Answer, CliError, resolve};
use crate::analysis::Group;
use crate::analysis::diff::{Difference, diff};
use crate::dataset::Dataset;
use crate::model::{AgreementId, BlocKind, Certainty, Day};
use crate::table::{Cell, csv};

/// Show what changed between two days: who switched, who joined or left, and what that did to each bloc
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  blocs diff paris-call --from 2018-11-12 --to 2021-11-10 --bloc five-eyes"
)]
pub(super) struct Diff {
    /// An agreement (repeatable); all when none is named
    agreement: Vec<String>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    from: Day,
    /// The second day
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    to: Day,
    /// Only these blocs: an id or an expression such as "nato minus eu" (repeatable)
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    /// Print CSV: one row a switch or move
    #[arg(long)]
    csv: bool,
}

impl Diff {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        if self.from >= self.to {
            return Err(CliError::Misuse("--to must be a later day than --from".to_owned()));
        }
        let groups = match self.bloc.is_empty() {
            true => real_blocs(data),
            false => resolve::groups(data, &self.bloc)?,
        };
        let agreements: Vec<AgreementId> = match self.agreement.is_empty() {
            true => data.agreement_ids().collect(),
            false => self.agreement.iter().map(|a| resolve::agreement(data, a)).collect::<Result<_, _>>()?,
        };
        let difference = diff(data, &agreements, &groups, self.from, self.to);
        Ok(Answer::ok(if self.csv { as_csv(&difference) } else { as_text(&difference) }))
    }
}

fn real_blocs(data: &Dataset) -> Vec<Group> {
    let real = data.bloc_ids().filter(|id| data.bloc(*id).kind != BlocKind::Analytic);
    real.map(|id| Group::bloc(data, id)).collect()
}

fn as_text(difference: &Difference) -> String {
    let mut text = format!("{}\n", bold(&format!("From {} to {}", difference.from, difference.to)));
    let mut rows = table(&["agreement", "actor", "before", "after", "by", "date", "blocs"]);
    for s in &difference.switches {
        let by = s.after.act.map(|act| act.to_string()).unwrap_or_default();
        let date = s.after.act_date.map(|d| d.to_string()).unwrap_or_default();
        rows.add_row([
            s.agreement.short_name.clone(),
            s.after.actor.name.clone(),
            status(s.before.status, s.before.certainty),
            status(s.after.status, s.after.certainty),
            by,
            date,
            s.blocs.join(", "),
        ]);
    }
    text.push_str(&section("Who switched", difference.switches.len(), &lines(&rows)));
    let mut rows = table(&["bloc", "change", "actor"]);
    for m in &difference.moves {
        let word = if m.joined { "joined" } else { "left" };
        rows.add_row([m.bloc.short_name.as_str(), word, &m.actor.name]);
    }
    text.push_str(&section("Who joined or left a bloc", difference.moves.len(), &lines(&rows)));
    text.push_str(&effects(difference));
    text
}

fn effects(difference: &Difference) -> String {
    let percent = |v: Option<f64>| v.map_or("n/a".to_owned(), |p| format!("{:.0}%", p * 100.0));
    let mut rows = table(&[
        "bloc",
        "agreement",
        "in before",
        "in after",
        "agreement before",
        "after",
        "same members: before",
        "after",
    ]);
    for e in &difference.effects {
        let count = |v: &crate::analysis::BlocView| format!("{} of {}", v.tally.inside, v.tally.n);
        rows.add_row([
            e.after.bloc.short_name.clone(),
            e.agreement.short_name.clone(),
            count(&e.before),
            count(&e.after),
            percent(e.before.agreement),
            percent(e.after.agreement),
            percent(e.fixed_before),
            percent(e.fixed_after),
        ]);
    }
    section("What it did to each bloc (pairwise agreement)", difference.effects.len(), &lines(&rows))
}

fn section(title: &str, n: usize, rows: &str) -> String {
    match n {
        0 => format!("\n{}: {}\n", bold(title), dim("nothing")),
        n => format!("\n{} {}\n{rows}", bold(title), dim(&format!("n = {n}"))),
    }
}

fn as_csv(difference: &Difference) -> String {
    let header = ["change", "agreement", "bloc", "actor", "name", "before", "after", "date", "certainty"];
    let switches = difference.switches.iter().map(|s| {
        let date = s.after.act_date.map(|d| d.to_string()).unwrap_or_default();
        let sure = [&s.before, &s.after].iter().all(|m| m.certainty == Certainty::Certain);
        let certainty = if sure { Certainty::Certain } else { Certainty::Uncertain };
        let blocs = s.blocs.join("|");
        let actor = &s.after.actor;
        let cells = [
            "switch",
            &s.agreement.id,
            &blocs,
            &actor.id,
            &actor.name,
            s.before.status.word(),
            s.after.status.word(),
            &date,
            certainty.word(),
        ];
        cells.map(|c| Cell::Text(c.to_owned())).to_vec()
    });
    let moves = difference.moves.iter().map(|m| {
        let (before, after) = if m.joined { ("", "member") } else { ("member", "") };
        let cells = ["move", "", &m.bloc.id, &m.actor.id, &m.actor.name, before, after, "", ""];
        cells.map(|c| Cell::Text(c.to_owned())).to_vec()
    });
    csv(&header, &switches.chain(moves).collect::<Vec<_>>())
}
