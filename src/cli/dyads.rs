//! `blocs dyads`: who agrees with whom.

use super::terminal::{bold, dim, lines, table};
use super::{Answer, CliError, resolve};
use crate::analysis::dyads::{Dyad, Item, positions};
use crate::coding;
use crate::dataset::Dataset;
use crate::measure::dyad::{AGREEMENT, DyadMeasure, JACCARD, KAPPA, LIJPHART, PI, S, S_SQUARED};
use crate::model::{AgreementId, AgreementKind, Day};
use crate::table::{Cell, csv};
use clap::ValueEnum;

/// Show who agrees with whom over many agreements
///
/// A vote is an item on its day; a treaty or declaration is an item as of --to, or of the day its record is complete to.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs dyads --of USA")]
pub(super) struct Dyads {
    /// Only this state's pairs
    #[arg(long, value_name = "STATE")]
    of: Option<String>,
    /// Only agreements opened on or after this day
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    from: Option<Day>,
    /// Only agreements opened on or before this day
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    to: Option<Day>,
    /// One row a pair and year of opening
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"])]
    by: Option<By>,
    /// Only agreements with a provision of this theme
    #[arg(long, value_name = "THEME")]
    topic: Option<String>,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Year,
}

/// Pairs over one span of time.
struct Span {
    from: Day,
    to: Day,
    items: Vec<Item>,
}

impl Dyads {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let of = self.of.as_deref().map(|name| resolve::state(data, name)).transpose()?;
        let items = self.items(data)?;
        if items.is_empty() {
            return Err(CliError::Failure(
                "no agreement fits; `blocs list agreements` shows what there is".to_owned(),
            ));
        }
        let spans = match self.by {
            Some(By::Year) => by_year(items),
            None => vec![whole(&self, items)],
        };
        let rows = spans.into_iter().map(|span| {
            let positions = positions(data, &span.items, coding::DEFAULT);
            let dyads = positions.dyads(of.map(|id| id.0 as usize));
            (span, dyads.into_iter().filter(|d| d.joint.n() > 0).collect::<Vec<_>>())
        });
        let rows: Vec<(Span, Vec<Dyad>)> = rows.collect();
        Ok(Answer::ok(if self.csv { as_csv(&rows) } else { as_text(&rows) }))
    }

    fn items(&self, data: &Dataset) -> Result<Vec<(Day, Item)>, CliError> {
        if let Some(topic) = &self.topic
            && !data.provisions.iter().any(|p| p.theme == *topic)
        {
            return Err(CliError::Misuse(format!("no provision has the theme {topic:?}")));
        }
        let about = |id: AgreementId| {
            self.topic.as_ref().is_none_or(|topic| data.provisions_of(id).iter().any(|p| p.theme == *topic))
        };
        let within = |day: Day| self.from.is_none_or(|f| day >= f) && self.to.is_none_or(|t| day <= t);
        let ids = data.agreement_ids().filter(|id| about(*id) && within(data.agreement(*id).opened));
        let items = ids.map(|id| {
            let agreement = data.agreement(id);
            let as_of = match agreement.kind {
                AgreementKind::Vote => agreement.opened,
                _ => self.to.map_or(data.cutoff(id), |to| to.min(data.cutoff(id))),
            };
            (agreement.opened, (id, as_of))
        });
        Ok(items.collect())
    }
}

fn whole(asked: &Dyads, items: Vec<(Day, Item)>) -> Span {
    let first = items.iter().map(|(day, _)| *day).min().unwrap_or(Day::ZERO);
    let last = items.iter().map(|(_, (_, on))| *on).max().unwrap_or(Day::ZERO);
    Span {
        from: asked.from.unwrap_or(first),
        to: asked.to.unwrap_or(last),
        items: items.into_iter().map(|(_, item)| item).collect(),
    }
}

fn by_year(mut items: Vec<(Day, Item)>) -> Vec<Span> {
    items.sort();
    let years = items.chunk_by(|a, b| a.0.year() == b.0.year());
    let spans = years.map(|chunk| {
        let year = chunk[0].0;
        Span {
            from: year.first_of_year(),
            to: year.last_of_year(),
            items: chunk.iter().map(|(_, i)| *i).collect(),
        }
    });
    spans.collect()
}

/// The columns of the CSV; more may be added at the end.
const COLUMNS: [&str; 16] = [
    "a",
    "b",
    "from",
    "to",
    "n",
    "same",
    "partial",
    "opposite",
    "absent",
    "agreement",
    "lijphart",
    "s",
    "s_squared",
    "kappa",
    "pi",
    "jaccard",
];

const MEASURES: [&DyadMeasure; 7] = [&AGREEMENT, &LIJPHART, &S, &S_SQUARED, &KAPPA, &PI, &JACCARD];

fn as_csv(rows: &[(Span, Vec<Dyad>)]) -> String {
    let cells = rows.iter().flat_map(|(span, dyads)| {
        dyads.iter().map(|d| {
            let j = &d.joint;
            let (n, same, opposite) = (j.n(), j.same(), j.opposite());
            let texts = [d.a.id.clone(), d.b.id.clone(), span.from.to_string(), span.to.to_string()];
            let counts =
                [n, same, n - same - opposite, opposite, d.absent].map(|n| Cell::Number(n.to_string()));
            let values =
                MEASURES.map(|m| Cell::Number((m.compute)(j).map(|v| format!("{v:.6}")).unwrap_or_default()));
            texts.map(Cell::Text).into_iter().chain(counts).chain(values).collect()
        })
    });
    csv(&COLUMNS, &cells.collect::<Vec<Vec<Cell>>>())
}

/// How many pairs a terminal shows at each end.
const SHOWN: usize = 15;

fn as_text(rows: &[(Span, Vec<Dyad>)]) -> String {
    let mut text = String::new();
    for (span, dyads) in rows {
        let mut ranked: Vec<(f64, &Dyad)> =
            dyads.iter().filter_map(|d| Some(((LIJPHART.compute)(&d.joint)?, d))).collect();
        ranked.sort_by(|(x, a), (y, b)| {
            y.total_cmp(x).then_with(|| (&a.a.name, &a.b.name).cmp(&(&b.a.name, &b.b.name)))
        });
        let title = format!("{} agreements, {} to {}", span.items.len(), span.from, span.to);
        text.push_str(&format!("{} {}\n", bold(&title), dim(&format!("{} pairs", ranked.len()))));
        let mut shown = table(&["a", "b", "n", "same", "half credit", "kappa"]);
        let middle = ranked.len().saturating_sub(SHOWN).max(SHOWN);
        for (i, (lijphart, d)) in ranked.iter().enumerate().filter(|(i, _)| *i < SHOWN || *i >= middle) {
            if i == middle && middle > SHOWN {
                shown.add_row(["...", "...", "", "", "", ""]);
            }
            let kappa = (KAPPA.compute)(&d.joint).map_or("n/a".to_owned(), |k| format!("{k:.2}"));
            shown.add_row([
                d.a.name.clone(),
                d.b.name.clone(),
                d.joint.n().to_string(),
                d.joint.same().to_string(),
                format!("{:.0}%", lijphart * 100.0),
                kappa,
            ]);
        }
        text.push_str(&lines(&shown));
    }
    text.push_str(&format!("{}\n", dim("most alike first, least alike last; kappa: agreement beyond each state's own habits; --csv gives all pairs and measures")));
    text
}
