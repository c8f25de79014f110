//! `blocs company`: how often an actor stands apart from its blocs, and in whose company.

use super::selection::Which;
use super::terminal::{bold, dim, lines, table};
use super::{Answer, CliError, resolve};
use crate::analysis::Group;
use crate::analysis::apart::{InBloc, Neighbour, Partner, Record, record};
use crate::dataset::Dataset;
use crate::measure::dyad::{AGREEMENT, KAPPA};
use crate::model::BlocKind;
use crate::table::{Cell, csv};

/// Show how often a state stands apart from its blocs, and in whose company
///
/// A member stands apart when its position differs from the majority of the rest of the bloc. Company is likeness of conduct, not of motive.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs company USA --bloc five-eyes")]
pub(super) struct Company {
    /// Which state: alpha-3 or name
    #[arg(value_name = "ACTOR")]
    actor: String,
    /// Only these blocs: an id or an expression such as "nato minus eu" (repeatable) [default: every bloc it was in, analytic groupings and those of nearly all states aside]
    #[arg(long, value_name = "BLOC")]
    bloc: Vec<String>,
    #[command(flatten)]
    which: Which,
    /// Print CSV: a row for each bloc and each state that stood apart with it, or whose record is compared
    #[arg(long)]
    csv: bool,
}

/// Agreements that two records must share to be compared in the terminal.
const FEWEST_SHARED: u64 = 5;
/// How many rows a list in the terminal has.
const SHOWN: usize = 10;
/// A body of more members is the world, not a bloc.
const WORLD: usize = 100;

impl Company {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let actor = resolve::state(data, &self.actor)?;
        let groups = match self.bloc.is_empty() {
            true => every_bloc(data),
            false => resolve::groups(data, &self.bloc)?,
        };
        let items = self.which.selection(data)?.items(data);
        let record = record(data, actor, &items, &groups);
        if record.items == 0 {
            let name = &record.actor.name;
            return Err(CliError::Failure(format!(
                "{name} has no known position on any agreement that fits"
            )));
        }
        let outside = !self.bloc.is_empty();
        Ok(Answer::ok(if self.csv { as_csv(&record) } else { as_text(&record, outside) }))
    }
}

fn every_bloc(data: &Dataset) -> Vec<Group> {
    let real = data
        .bloc_ids()
        .filter(|id| data.bloc(*id).kind != BlocKind::Analytic && data.memberships_of(*id).len() < WORLD);
    real.map(|id| Group::bloc(data, id)).collect()
}

/// `outside`: blocs were asked for, and only records outside them are company.
fn as_text(record: &Record, outside: bool) -> String {
    let (from, to) = record.span.expect("a record with items has a first and a last day");
    let mut text = format!("{} · {} agreements, {from} to {to}\n\n", bold(&record.actor.name), record.items);
    text.push_str(&format!("{}\n", bold("Apart from the rest of its blocs")));
    let mut blocs = table(&["bloc", "apart", "of", "alone", "unity without it"]);
    for bloc in &record.blocs {
        let gain = bloc.gain.map_or("n/a".to_owned(), |g| format!("{:+.1} points", g * 100.0));
        let counts = [bloc.apart, bloc.opportunities, bloc.alone].map(|n| n.to_string());
        let [apart, of, alone] = counts;
        blocs.add_row([bloc.bloc.short_name.clone(), apart, of, alone, gain]);
    }
    text.push_str(&lines(&blocs));
    if let Some(bloc) = record.blocs.first().filter(|b| b.apart > 0) {
        text.push_str(&together(bloc));
    }
    text.push_str(&match outside {
        true => nearest("Nearest records outside", record.near.iter().filter(|n| n.shared.is_empty())),
        false => nearest("Nearest records", record.near.iter()),
    });
    text.push_str(&format!(
        "\n{}\n",
        dim("expected: if neither's conduct told anything of the other's; kappa: agreement beyond each state's own habits; --csv gives all")
    ));
    text
}

fn together(bloc: &InBloc) -> String {
    let mut text = String::new();
    let name = &bloc.bloc.short_name;
    for (title, partners) in [("Members", &bloc.members), ("Outsiders", &bloc.outsiders)] {
        if partners.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}\n", bold(&format!("{title} that stood apart with it ({name})"))));
        let mut rows = table(&["state", "together", "expected", "n"]);
        for partner in partners.iter().take(SHOWN) {
            rows.add_row([
                partner.actor.name.clone(),
                partner.together.to_string(),
                partner.expected().map_or("n/a".to_owned(), |e| format!("{e:.1}")),
                partner.n.to_string(),
            ]);
        }
        text.push_str(&lines(&rows));
    }
    text
}

fn nearest<'a>(title: &str, near: impl Iterator<Item = &'a Neighbour>) -> String {
    let mut text = format!("\n{}\n", bold(title));
    let mut rows = table(&["state", "kappa", "same", "n", "blocs shared"]);
    let enough = near.filter(|n| n.joint.n() >= FEWEST_SHARED);
    let mut any = false;
    for near in enough.take(SHOWN) {
        any = true;
        rows.add_row([
            near.actor.name.clone(),
            (KAPPA.compute)(&near.joint).map_or("n/a".to_owned(), |k| format!("{k:.2}")),
            near.joint.same().to_string(),
            near.joint.n().to_string(),
            near.shared.join(" "),
        ]);
    }
    match any {
        true => text.push_str(&lines(&rows)),
        false => text.push_str(&format!("no state shares {FEWEST_SHARED} agreements with it\n")),
    }
    text
}

const COLUMNS: [&str; 15] = [
    "actor",
    "bloc",
    "other",
    "name",
    "relation",
    "n",
    "apart",
    "alone",
    "gain",
    "other_apart",
    "together",
    "expected",
    "agreement",
    "kappa",
    "shared",
];

fn as_csv(record: &Record) -> String {
    let mut rows: Vec<Vec<Cell>> = vec![];
    for bloc in &record.blocs {
        rows.push(own_row(record, bloc));
        rows.extend(bloc.members.iter().map(|p| partner_row(record, bloc, p, "member")));
        rows.extend(bloc.outsiders.iter().map(|p| partner_row(record, bloc, p, "outsider")));
    }
    rows.extend(record.near.iter().map(|n| neighbour_row(record, n)));
    csv(&COLUMNS, &rows)
}

fn number(value: Option<f64>) -> Cell {
    Cell::Number(value.map(|v| format!("{v:.6}")).unwrap_or_default())
}

fn count(n: usize) -> Cell {
    Cell::Number(n.to_string())
}

fn empty() -> Cell {
    Cell::Number(String::new())
}

fn own_row(record: &Record, bloc: &InBloc) -> Vec<Cell> {
    let words = [&record.actor.id, &bloc.bloc.id, &record.actor.id, &record.actor.name];
    let mut row: Vec<Cell> = words.map(|w| Cell::Text(w.clone())).to_vec();
    row.push(Cell::Text("itself".to_owned()));
    row.extend([count(bloc.opportunities), count(bloc.apart), count(bloc.alone), number(bloc.gain)]);
    row.extend((0..6).map(|_| empty()));
    row
}

fn partner_row(record: &Record, bloc: &InBloc, partner: &Partner, relation: &str) -> Vec<Cell> {
    let words = [&record.actor.id, &bloc.bloc.id, &partner.actor.id, &partner.actor.name];
    let mut row: Vec<Cell> = words.map(|w| Cell::Text(w.clone())).to_vec();
    row.push(Cell::Text(relation.to_owned()));
    row.extend([count(partner.n), count(partner.own), empty(), empty(), count(partner.theirs)]);
    row.extend([count(partner.together), number(partner.expected()), empty(), empty(), empty()]);
    row
}

fn neighbour_row(record: &Record, near: &Neighbour) -> Vec<Cell> {
    let mut row: Vec<Cell> =
        [&record.actor.id, "", &near.actor.id, &near.actor.name].map(|w| Cell::Text(w.to_string())).to_vec();
    row.push(Cell::Text("record".to_owned()));
    row.push(Cell::Number(near.joint.n().to_string()));
    row.extend((0..6).map(|_| empty()));
    row.extend([number((AGREEMENT.compute)(&near.joint)), number((KAPPA.compute)(&near.joint))]);
    row.push(Cell::Text(near.shared.join(" ")));
    row
}
