//! `blocs between`: how alike two blocs stood, and where they stood opposed.

use super::selection::Which;
use super::terminal::{bold, dim, lines, percent, table};
use super::{Answer, CliError, resolve};
use crate::analysis::between::{Between, between};
use crate::dataset::Dataset;
use crate::measure::two_blocs::{ALL, GAP, OPPOSED_MAJORITIES, SIMILARITY};
use crate::table::{Cell, csv};

/// Set two blocs beside each other: how alike they stood, and where they stood opposed
///
/// Joint members are dropped from both, and how many is told. `blocs list measures` explains each measure.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs between g7 brics")]
pub(super) struct BetweenBlocs {
    /// The one: an id or an expression such as "nato minus eu"
    #[arg(value_name = "BLOC")]
    a: String,
    /// The other
    #[arg(value_name = "BLOC")]
    b: String,
    #[command(flatten)]
    which: Which,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

impl BetweenBlocs {
    pub(super) fn run(self, data: &Dataset) -> Result<Answer, CliError> {
        let (a, b) = (resolve::group(data, &self.a)?, resolve::group(data, &self.b)?);
        let items = self.which.selection(data)?.items(data);
        let found = between(data, &items, &a, &b);
        if found.rows.is_empty() {
            return Err(CliError::Failure(
                "on no agreement that fits do both have a member of their own with a known position"
                    .to_owned(),
            ));
        }
        Ok(Answer::ok(if self.csv { as_csv(&found) } else { as_text(&found) }))
    }
}

/// The place of a measure in `two_blocs::ALL`.
fn place(id: &str) -> usize {
    ALL.iter().position(|m| m.id == id).expect("the measure stands in ALL")
}

fn as_text(found: &Between) -> String {
    let (a, b) = (&found.a.short_name, &found.b.short_name);
    let mut text = format!("{}\n", bold(&format!("{a} and {b} over {} agreements", found.rows.len())));
    let mut rows = table(&["on", "agreement", a, b, "alike", "gap", "majorities", "joint"]);
    let (alike, gap, opposed) = (place(SIMILARITY.id), place(GAP.id), place(OPPOSED_MAJORITIES.id));
    for row in &found.rows {
        let stood = |c: &crate::measure::Counts| {
            let half = if c.half > 0 { format!("+{}", c.half) } else { String::new() };
            format!("{}{half} of {}", c.inside, c.n())
        };
        rows.add_row([
            row.on.to_string(),
            row.agreement.short_name.clone(),
            stood(&row.counts.a),
            stood(&row.counts.b),
            percent(row.values[alike]),
            row.values[gap].map_or("n/a".to_owned(), |g| format!("{:+.0} points", g * 100.0)),
            row.values[opposed].map_or("n/a", |v| if v > 0.0 { "opposed" } else { "same" }).to_owned(),
            row.shared.len().to_string(),
        ]);
    }
    text.push_str(&lines(&rows));
    for (measure, mean) in ALL.iter().zip(&found.means) {
        if let Some((mean, n)) = mean {
            text.push_str(&format!("mean {}: {mean:.3} (n = {n})\n", measure.title.to_lowercase()));
        }
    }
    text.push_str(&format!(
        "{}\n",
        dim("in+half-way of those with a position, joint members dropped; gap: how much more often two of one bloc agree than two of both")
    ));
    text
}

fn as_csv(found: &Between) -> String {
    let mut header: Vec<String> = ["a", "b", "agreement", "on"].map(str::to_owned).to_vec();
    header.extend(["a_in", "a_half", "a_out", "b_in", "b_half", "b_out", "joint"].map(str::to_owned));
    header.extend(ALL.iter().map(|m| m.id.replace('-', "_")));
    let count = |n: usize| Cell::Number(n.to_string());
    let rows = found.rows.iter().map(|row| {
        let words = [&found.a.id, &found.b.id, &row.agreement.id, &row.on.to_string()];
        let mut cells: Vec<Cell> = words.map(|w| Cell::Text(w.clone())).to_vec();
        let (a, b) = (row.counts.a, row.counts.b);
        cells.extend([a.inside, a.half, a.out, b.inside, b.half, b.out, row.shared.len()].map(count));
        let value = |v: &Option<f64>| Cell::Number(v.map(|v| format!("{v:.6}")).unwrap_or_default());
        cells.extend(row.values.iter().map(value));
        cells
    });
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    csv(&header, &rows.collect::<Vec<_>>())
}
