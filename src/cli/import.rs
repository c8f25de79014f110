//! `blocs import`: a public record, as published, into a data folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::progress::{Course, READ, READING, watched};
use super::terminal::{bold, dim, lines, table};
use super::{Answer, CliError};
use crate::import::draft::Base;
use crate::import::table::{self as any, Column, Mapping};
use crate::import::{self, ALL, Draft, Input, Limits, Report, Resolver};
use crate::output::{Files, Overwrite, write_one};
use crate::read::{Origin, Problem, Problems, codebook};

/// Read a public record, as its publisher made it, into a data folder
///
/// Formats: undl, unvotes, untc, cow-igo, atop, pariscall (`blocs list imports`), table for any other CSV, TSV or XLSX, and auto.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  blocs import undl undl_votes.csv.gz undl_resolutions.csv.gz --out un-votes\n  blocs --data un-votes overview --bloc eu --body \"General Assembly\" --from 1980-01-01"
)]
pub(super) struct ImportCommand {
    /// The format, or `auto` to tell it from the headers
    format: String,
    /// The files: CSV, plain or gzipped, or Excel workbooks; a folder stands for those in it and below
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// The data folder to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Add to the data folder that is there; what it holds is kept
    #[arg(long)]
    merge: bool,
    /// Further names for states: a CSV with the columns name,state
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// The most bytes a file may unpack to
    #[arg(long, value_name = "N", default_value_t = Limits::default().bytes)]
    max_bytes: u64,
    /// For `table`: a mapping file
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// For `table`: the column of states: names, codes or numbers
    #[arg(long, value_name = "COL")]
    actor: Option<String>,
    /// For `table`: the column of agreements; without one, the file is about one agreement
    #[arg(long, value_name = "COL")]
    agreement: Option<String>,
    /// For `table`: the column of dates of signature
    #[arg(long, value_name = "COL")]
    signed: Option<String>,
    /// For `table`: the column of dates of ratification
    #[arg(long, value_name = "COL")]
    ratified: Option<String>,
    /// For `table`: the column of dates of accession
    #[arg(long, value_name = "COL")]
    acceded: Option<String>,
    /// For `table`: the column of dates of endorsement
    #[arg(long, value_name = "COL")]
    endorsed: Option<String>,
    /// For `table`: the column of days on which withdrawals took effect
    #[arg(long, value_name = "COL")]
    withdrawn: Option<String>,
    /// For `table`: the column that says what was done: yes, no, abstain, absent; or signature, ratification, ...
    #[arg(long, value_name = "COL", visible_alias = "vote")]
    kind: Option<String>,
    /// For `table`: with --kind: the column of days on which it was done
    #[arg(long, value_name = "COL")]
    date: Option<String>,
    /// For `table`: for memberships, the column of blocs; without one, the file is about one bloc
    #[arg(long, value_name = "COL")]
    bloc: Option<String>,
    /// For `table`: for memberships, the column of first days in
    #[arg(long, value_name = "COL")]
    from: Option<String>,
    /// For `table`: for memberships, the column of first days out
    #[arg(long, value_name = "COL")]
    until: Option<String>,
    /// For `table`: how dates are written, such as %d.%m.%Y [default: ISO 8601 or EDTF]
    #[arg(long, value_name = "FORMAT")]
    date_format: Option<String>,
    /// For `table`: what numbers for states are: cow, gw (Gleditsch and Ward) or m49 [default: told from the column]
    #[arg(long, value_name = "SCHEME")]
    codes: Option<String>,
    /// The sheet of an Excel workbook [default: its first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
}

impl ImportCommand {
    pub(super) fn run(self) -> Result<Answer, CliError> {
        let inputs = self.inputs()?;
        let existing = self.existing()?;
        let import = match self.format.as_str() {
            "table" => None,
            name => Some(self.format_of(name, &inputs)?),
        };
        let mut draft = self.draft(&existing, import.is_some_and(|import| import.alone))?;
        let mut notes = String::new();
        let total = inputs.iter().map(Input::size).sum();
        let done = || inputs.iter().map(Input::read_so_far).sum();
        let reading = Course { total, done: &done, shown: READING, then: READ };
        match import {
            Some(import) => watched(&reading, || (import.run)(&inputs, &mut draft)).map_err(wrong)?,
            None => {
                let Some(mapping) = self.mapping()? else { return self.ask(&inputs[0]) };
                notes = watched(&reading, || any_tables(&inputs, &mapping, &mut draft))?;
            }
        }
        let format = import.map_or("table", |import| import.id);
        let (tables, report, resolver) = draft.finish();
        if report.read == 0 {
            let nothing = "the files hold no entry that could be read; nothing was written";
            return Err(CliError::Failure(nothing.to_owned()));
        }
        let text = self.write(format, &inputs, tables, &report, &existing)?;
        Ok(Answer::ok(format!("{notes}{text}{}", missed(&resolver, &self.out))))
    }

    fn inputs(&self) -> Result<Vec<Input>, CliError> {
        let paths = import::files(&self.input).map_err(CliError::Failure)?;
        let limits = Limits { bytes: self.max_bytes, ..Limits::default() };
        let mut problems = Problems::default();
        let opened = paths.iter().filter_map(|path| {
            Input::open_sheet(path, self.sheet.as_deref(), limits).map_err(|p| problems.push(p)).ok()
        });
        let inputs: Vec<Input> = opened.collect();
        if problems.has_errors() { Err(wrong(problems)) } else { Ok(inputs) }
    }

    /// The format that is named, or told from the headers; with a reason where the files are another's.
    fn format_of(&self, name: &str, inputs: &[Input]) -> Result<&'static import::Import, CliError> {
        let told = import::recognise(inputs);
        let Some(import) = ALL.iter().find(|i| i.id == name).copied().or(told.filter(|_| name == "auto"))
        else {
            let ids: Vec<&str> = ALL.iter().map(|i| i.id).chain(["table", "auto"]).collect();
            return Err(CliError::Misuse(match name {
                "auto" => "the headers are of no known format; try `table`".to_owned(),
                _ => format!("no format called {name:?}; there are {}", ids.join(", ")),
            }));
        };
        match inputs.iter().find(|input| !import.knows(input)) {
            None => Ok(import),
            Some(input) => {
                let nearly = import.nearly(input).into_iter();
                let nearly = nearly.map(|(found, mark)| format!("; is {found:?} meant to be {mark:?}?"));
                let hint = match told {
                    Some(other) => format!("; these files look like `{}`", other.id),
                    None => nearly.collect(),
                };
                let header = input.columns_shown();
                Err(CliError::Misuse(format!(
                    "{} has the columns {header}: not a file of `{}`, which takes {}{hint}",
                    input.name, import.id, import.files
                )))
            }
        }
    }

    /// The tables of the folder to be added to.
    fn existing(&self) -> Result<BTreeMap<String, Vec<u8>>, CliError> {
        if !self.merge {
            return Ok(BTreeMap::new());
        }
        if !self.out.is_dir() {
            return Err(CliError::Misuse(format!("--merge: {} is no data folder yet", self.out.display())));
        }
        import::input::tables_of(&self.out).map_err(CliError::Failure)
    }

    fn draft(&self, existing: &BTreeMap<String, Vec<u8>>, alone: bool) -> Result<Draft, CliError> {
        let (origin, base) = match (self.merge, alone) {
            (true, _) => (Origin::Folder(self.out.clone()), Base::Folder(existing)),
            (false, true) => (Origin::Embedded, Base::States),
            (false, false) => (Origin::Embedded, Base::Embedded),
        };
        let data = super::load(&origin)?;
        let aliases = self.aliases.as_deref().map(aliases).transpose()?.unwrap_or_default();
        Draft::new(Resolver::new(data, &aliases), &base).map_err(one)
    }

    /// The columns named by flags, and by a mapping file that is there; nothing when none is.
    fn mapping(&self) -> Result<Option<Mapping>, CliError> {
        let named = [
            (Column::Actor, &self.actor),
            (Column::Agreement, &self.agreement),
            (Column::Signed, &self.signed),
            (Column::Ratified, &self.ratified),
            (Column::Acceded, &self.acceded),
            (Column::Endorsed, &self.endorsed),
            (Column::Withdrawn, &self.withdrawn),
            (Column::Kind, &self.kind),
            (Column::Date, &self.date),
            (Column::Bloc, &self.bloc),
            (Column::From, &self.from),
            (Column::Until, &self.until),
        ];
        let columns = named.into_iter().filter_map(|(column, name)| Some((column, name.clone()?))).collect();
        let flags = Mapping { columns, date_format: self.date_format.clone(), codes: self.codes.clone() };
        let written = match &self.mapping {
            Some(path) if path.is_file() => any::read(path).map_err(CliError::Misuse)?,
            _ => Mapping::default(),
        };
        let mapping = flags.or(written);
        Ok(Some(mapping).filter(|mapping| !mapping.columns.is_empty()))
    }

    /// Shows a guess, writes it down, and asks.
    fn ask(&self, input: &Input) -> Result<Answer, CliError> {
        let guess = Mapping {
            date_format: self.date_format.clone(),
            codes: self.codes.clone(),
            ..Mapping::default()
        };
        let guess = guess.or(Mapping::guess(input));
        let path = self.mapping.clone().unwrap_or_else(|| PathBuf::from("mapping.toml"));
        if path.exists() {
            return Err(CliError::Misuse(format!(
                "{0} is there already: name it with --mapping {0} if it is right, remove it, or name the columns by flags",
                path.display()
            )));
        }
        write_one(&path, guess.toml().as_bytes())?;
        let lacks = guess.wrong(input).map(|lack| format!("It is not enough yet: {lack}\n"));
        Ok(Answer::ok(format!(
            "From the headers {} this is guessed:\n\n{}\n{}It is written to {}. Correct it if need be, and run again with --mapping {}\n",
            input.columns_shown(),
            guess.toml(),
            lacks.unwrap_or_default(),
            path.display(),
            path.display()
        )))
    }

    fn write(
        &self,
        format: &str,
        inputs: &[Input],
        tables: BTreeMap<String, Vec<Vec<u8>>>,
        report: &Report,
        existing: &BTreeMap<String, Vec<u8>>,
    ) -> Result<String, CliError> {
        let mut files = Files::default();
        for (name, pieces) in tables {
            files.add_pieces(name, pieces);
        }
        files.add("README.md", codebook::markdown());
        files.add("datapackage.json", codebook::datapackage());
        let read: Vec<_> = inputs.iter().map(|i| json!({ "file": i.name, "sha256": i.sha256 })).collect();
        files.seal(json!({
            "tool": "blocs",
            "version": env!("CARGO_PKG_VERSION"),
            "command": format!("blocs import {format}"),
            "imported": read,
            "report": {
                "read": report.read,
                "used": report.used,
                "set_aside": report.aside,
                "rows_made": report.made,
                "kept_as_they_were": report.kept,
            },
        }));
        let overwrite =
            if self.force || !existing.is_empty() { Overwrite::Anything } else { Overwrite::OnlyOwn };
        files.write(&self.out, overwrite)?;
        // The program ends here: its many pieces need not be given back one by one.
        std::mem::forget(files);
        Ok(told(report, &self.out))
    }
}

/// Reads tables by their mapping; says what was told from the cells.
fn any_tables(inputs: &[Input], mapping: &Mapping, draft: &mut Draft) -> Result<String, CliError> {
    if let Some(wrong) = inputs.iter().find_map(|input| mapping.wrong(input)) {
        return Err(CliError::Misuse(wrong));
    }
    let notes = any::run(inputs, mapping, draft).map_err(wrong)?;
    Ok(notes.into_iter().map(|note| note + "\n").collect())
}

/// The report in words; its sums add up.
fn told(report: &Report, out: &Path) -> String {
    let mut text = format!(
        "{}\n",
        bold(&format!(
            "{} entries read: {} became facts, {} were set aside",
            report.read,
            report.used,
            report.set_aside()
        ))
    );
    let mut rows = table(&["set aside", "why"]);
    let mut reasons: Vec<(&String, &usize)> = report.aside.iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (reason, n) in &reasons {
        rows.add_row([n.to_string(), (*reason).clone()]);
    }
    if !reasons.is_empty() {
        text.push_str(&lines(&rows));
        text.push_str(&format!(
            "{}\n",
            dim(&format!("kept with file and line in {}", out.join("unresolved.csv").display()))
        ));
    }
    let made: Vec<String> = report.made.iter().map(|(file, n)| format!("{n} in {file}")).collect();
    text.push_str(&format!("rows made: {}\n", made.join(", ")));
    if !report.kept.is_empty() {
        text.push_str(&format!(
            "{} rows were there with other content and were kept as they were: {}\n",
            report.kept.len(),
            report.kept.iter().take(5).cloned().collect::<Vec<_>>().join("; ")
        ));
    }
    text.push_str(&format!("\nwrote {0}: `blocs check {0}`, then `blocs --data {0} ...`\n", out.display()));
    text
}

/// Names and numbers that gave no state, with the nearest there are.
fn missed(resolver: &Resolver, out: &Path) -> String {
    let missed = resolver.missed();
    if missed.is_empty() {
        return String::new();
    }
    let mut rows = table(&["not resolved", "times", "nearest"]);
    for (name, n) in missed.iter().take(20) {
        rows.add_row([excerpt(name), n.to_string(), resolver.nearest(name).join(" ")]);
    }
    format!(
        "\n{}{}\n",
        lines(&rows),
        dim(&format!(
            "settle a name in a CSV name,state and run again with --aliases; all are in {}",
            out.join("unresolved.csv").display()
        ))
    )
}

/// So much of a name as fits in a table.
fn excerpt(name: &str) -> String {
    const LONGEST: usize = 80;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &name[..end]),
        None => name.to_owned(),
    }
}

/// The names of an aliases file.
fn aliases(path: &Path) -> Result<Vec<(String, String)>, CliError> {
    let input = Input::open(path, Limits::default()).map_err(one)?;
    let [name, state] = input.columns(["name", "state"]).map_err(wrong)?;
    let mut list = vec![];
    let cell = |row: &import::input::Cells, i: usize| {
        import::input::text(row.get(i).unwrap_or_default()).into_owned()
    };
    input.each(|_, row| list.push((cell(row, name), cell(row, state)))).map_err(wrong)?;
    Ok(list)
}

fn one(problem: Problem) -> CliError {
    let mut problems = Problems::default();
    problems.push(problem);
    wrong(problems)
}

fn wrong(problems: Problems) -> CliError {
    let n = problems.errors();
    let count = if n == 1 { "1 error".to_owned() } else { format!("{n} errors") };
    CliError::Data(problems, format!("{count} in the files; nothing was done\n"))
}
