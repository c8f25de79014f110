//! `blocs status`: who stands where, answered in the terminal.

use super::analyze::hypothesis;
use super::resolve::{self, Subject};
use super::terminal::{bold, dim, lines, status, table, warm};
use super::what_if::WhatIf;
use super::{Answer, CliError};
use crate::analysis::profile::{self, ActorProfile, BlocProfile};
use crate::analysis::statuses::{all_groups, statuses};
use crate::analysis::view::Lens;
use crate::analysis::{AgreementFacts, BlocView, Majority, Member, StatusRow, Tally};
use crate::coding;
use crate::dataset::Dataset;
use crate::finding::entry_into_force;
use crate::model::*;
use crate::snapshot::Snapshot;
use crate::table::{Cell, STATUS_COLUMNS, status_cells, supposed_csv};

/// Show who stands where: on an agreement, for a state, or in a bloc
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  blocs status paris-call --on 2018-11-12 --bloc five-eyes\n  blocs status USA\n  blocs status nato --on 1999-03-12"
)]
pub(super) struct Status {
    /// An agreement, a state (alpha-3 or name) or a bloc
    #[arg(value_name = "AGREEMENT|STATE|BLOC")]
    subject: String,
    /// The day membership and status are taken on [default: the data's cut-off]
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    on: Option<Day>,
    /// Only these blocs: an id or an expression such as "nato minus eu" (repeatable)
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    #[command(flatten)]
    what_if: WhatIf,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

impl Status {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let data = self.what_if.lay(data)?;
        let data = data.as_ref();
        let subject = resolve::subject(data, &self.subject)?;
        if !matches!(subject, Subject::Agreement(_)) && !self.bloc.is_empty() {
            return Err(CliError::Misuse("--bloc goes with an agreement".to_owned()));
        }
        let text = match subject {
            Subject::Agreement(id) => self.agreement(data, id)?,
            Subject::Actor(id) => self.actor(data, id),
            Subject::Bloc(id) => self.bloc(data, id),
        };
        Ok(Answer::ok(if self.csv { text } else { format!("{}{text}", hypothesis(&data.suppositions)) }))
    }

    fn agreement(&self, data: &Dataset, id: AgreementId) -> Result<String, CliError> {
        let on = self.on.unwrap_or_else(|| data.cutoff(id));
        let lens = Lens { snapshot: Snapshot::new(data, on), agreement: id, coding: coding::DEFAULT };
        let groups = match self.bloc.is_empty() {
            true => all_groups(&lens),
            false => resolve::groups(data, &self.bloc)?,
        };
        let facts = AgreementFacts::of(data, id);
        if self.csv {
            let rows = statuses(&lens, &groups);
            return Ok(supposed_csv(&STATUS_COLUMNS, &cells(&facts.id, on, &rows), &data.suppositions));
        }
        let view = lens.view(&groups);
        let mut text = heading(&facts, on);
        text.push_str(&blocs_table(&view.blocs));
        let named: Vec<String> = match self.bloc.is_empty() {
            true => vec![],
            false => view.blocs.iter().map(members_of).collect(),
        };
        text.push_str(&named.concat());
        let pending = entry_into_force(&facts, &view.world, on);
        let pending = if pending.is_empty() { pending } else { format!("{pending}\n") };
        text.push_str(&format!("\n{}\n{pending}{}\n", counted("All states", &view.world), dim(LEGEND)));
        Ok(text)
    }

    fn actor(&self, data: &Dataset, id: ActorId) -> String {
        let last = data.actor(id).period.until.and_then(|until| until.latest.yesterday().ok());
        let cutoff = last_cutoff(data);
        let on = self.on.unwrap_or(last.map_or(cutoff, |last| last.min(cutoff)));
        let profile = profile::actor(data, id, on);
        if self.csv {
            return actor_csv(&profile, &data.suppositions);
        }
        let mut text = format!("{} · as of {on}\n", bold(&profile.actor.name));
        let blocs: Vec<String> = profile
            .blocs
            .iter()
            .map(|b| {
                let role = if b.role == Role::Member { String::new() } else { format!(" ({})", b.role) };
                let mark = if b.certainty == Certainty::Uncertain { "~" } else { "" };
                format!("{mark}{}{role}", b.bloc.short_name)
            })
            .collect();
        text.push_str(&format!("In {} of the recorded blocs: {}\n\n", blocs.len(), blocs.join(", ")));
        let mut rows = table(&["agreement", "status", "by", "date"]);
        for (facts, member) in &profile.agreements {
            rows.add_row([
                facts.short_name.clone(),
                status(member.status, member.certainty),
                act(member),
                date(member),
            ]);
        }
        text.push_str(&lines(&rows));
        text.push_str(&format!(
            "n = {} agreements open on that day\n{}\n",
            profile.agreements.len(),
            dim(LEGEND)
        ));
        text
    }

    fn bloc(&self, data: &Dataset, id: BlocId) -> String {
        let bloc = data.bloc(id);
        let last = bloc.period.until.and_then(|until| until.latest.yesterday().ok());
        let on = self.on.unwrap_or(last.map_or(bloc.coverage_until, |last| last.min(bloc.coverage_until)));
        let profile = profile::bloc(data, id, on);
        if self.csv {
            return bloc_csv(&profile, &data.suppositions);
        }
        let members =
            profile.roll.iter().filter(|(_, b)| b.role == Role::Member && b.period.covers(on)).count();
        let mut text = format!("{} · as of {on} · {members} members\n", bold(&profile.bloc.name));
        if on > profile.bloc.coverage_until {
            text.push_str(&format!(
                "{}\n",
                warm(&format!("the roll is complete only to {}", profile.bloc.coverage_until))
            ));
        }
        let mut rows = table(&["id", "name", "role", "from"]);
        for (actor, stay) in &profile.roll {
            let mark = if stay.certainty == Certainty::Uncertain { "~ " } else { "" };
            let from = stay.period.from.map(|d| d.to_string()).unwrap_or_default();
            rows.add_row([actor.id.clone(), actor.name.clone(), format!("{mark}{}", stay.role), from]);
        }
        text.push_str(&lines(&rows));
        text.push('\n');
        let mut rows = table(&["agreement", "in", "half-way", "out", "n", "not known", "broke ranks"]);
        for (facts, view) in &profile.agreements {
            let t = &view.tally;
            let counts = [t.inside, t.half, t.out, t.n, t.not_known].map(|n| n.to_string());
            let mut cells = vec![facts.short_name.clone()];
            cells.extend(counts);
            cells.push(breakers(view));
            rows.add_row(cells);
        }
        text.push_str(&lines(&rows));
        text.push_str(&format!("{}\n", dim(LEGEND)));
        text
    }
}

const LEGEND: &str = "● in  ◐ half-way (signed, abstained)  ○ out  ⊘ withdrawn  – could not  ? not known  ~ uncertain date or past the data's cut-off";

/// The last day to which some agreement's record is complete.
fn last_cutoff(data: &Dataset) -> Day {
    data.agreement_ids().map(|id| data.cutoff(id)).max().unwrap_or(Day::ZERO)
}

fn cells(agreement: &str, on: Day, rows: &[StatusRow]) -> Vec<Vec<Cell>> {
    rows.iter().map(|row| status_cells(agreement, on, row)).collect()
}

fn heading(facts: &AgreementFacts, on: Day) -> String {
    let mut text = format!("{} · {} · as of {on}\n", bold(&facts.name), facts.kind);
    if on < facts.opened {
        text.push_str(&format!("{}\n", warm(&format!("not open before {}", facts.opened))));
    }
    if on > facts.cutoff {
        text.push_str(&format!("{}\n", warm(&format!("the record is complete only to {}", facts.cutoff))));
    }
    text
}

fn blocs_table(blocs: &[BlocView]) -> String {
    let mut rows = table(&["bloc", "in", "half-way", "out", "n", "not known", "agreement", "broke ranks"]);
    for view in blocs {
        let t = &view.tally;
        let agreement = view.agreement.map_or("n/a".to_owned(), |p| format!("{:.0}%", p * 100.0));
        let inside = if t.is_uncertain() {
            format!("{} ({}-{})", t.inside, t.low, t.high)
        } else {
            t.inside.to_string()
        };
        let counts = [t.half, t.out, t.n, t.not_known].map(|n| n.to_string());
        let mut cells = vec![view.bloc.short_name.clone(), inside];
        cells.extend(counts);
        cells.extend([agreement, breakers(view)]);
        rows.add_row(cells);
    }
    lines(&rows)
}

/// Who broke ranks, in few words.
fn breakers(view: &BlocView) -> String {
    const MOST: usize = 4;
    let names: Vec<String> = view
        .breakers()
        .map(|m| {
            let mark = if m.certainty == Certainty::Uncertain { "~" } else { "" };
            format!("{mark}{}", m.actor.id)
        })
        .collect();
    match (view.majority, names.len()) {
        (Majority::Tied, _) => "tied".to_owned(),
        (Majority::Unknown, _) => "n/a".to_owned(),
        (Majority::Is(_), 0) => "nobody".to_owned(),
        (Majority::Is(_), n) if n > MOST => format!("{} and {} more", names[..MOST].join(" "), n - MOST),
        (Majority::Is(_), _) => names.join(" "),
    }
}

fn members_of(view: &BlocView) -> String {
    let mut text = format!("\n{}\n", bold(&view.bloc.name));
    let mut rows = table(&["id", "name", "status", "by", "date", ""]);
    for member in &view.members {
        let mark = if member.breaks_ranks { "← broke ranks" } else { "" };
        rows.add_row([
            member.actor.id.clone(),
            member.actor.name.clone(),
            status(member.status, member.certainty),
            act(member),
            date(member),
            mark.to_owned(),
        ]);
    }
    text.push_str(&lines(&rows));
    text.push_str(&format!("{}\n", counted(&view.bloc.short_name, &view.tally)));
    text
}

fn counted(who: &str, tally: &Tally) -> String {
    let mut parts = vec![format!("{} of {} in", tally.inside, tally.n)];
    if tally.is_uncertain() {
        parts.push(format!("between {} and {} by uncertain dates", tally.low, tally.high));
    }
    for (n, what) in [
        (tally.half, "half-way"),
        (tally.absent, "absent"),
        (tally.not_eligible, "could not join"),
        (tally.not_known, "not known"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    format!("{who}: {}", parts.join("; "))
}

fn act(member: &Member) -> String {
    member.act.map(|act| act.to_string()).unwrap_or_default()
}

fn date(member: &Member) -> String {
    member.act_date.map(|date| date.to_string()).unwrap_or_default()
}

fn actor_csv(profile: &ActorProfile, suppositions: &[String]) -> String {
    let rows: Vec<Vec<Cell>> = profile
        .agreements
        .iter()
        .map(|(facts, member)| {
            let row = StatusRow { bloc: String::new(), member: member.clone() };
            status_cells(&facts.id, profile.on, &row)
        })
        .collect();
    supposed_csv(&STATUS_COLUMNS, &rows, suppositions)
}

fn bloc_csv(profile: &BlocProfile, suppositions: &[String]) -> String {
    let rows: Vec<Vec<Cell>> = profile
        .agreements
        .iter()
        .flat_map(|(facts, view)| {
            view.members.iter().map(|member| {
                let row = StatusRow { bloc: profile.bloc.id.clone(), member: member.clone() };
                status_cells(&facts.id, profile.on, &row)
            })
        })
        .collect();
    supposed_csv(&STATUS_COLUMNS, &rows, suppositions)
}
