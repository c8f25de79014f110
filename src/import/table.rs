//! Any table of acts: one row an actor and agreement, with a column for the
//! date of each kind of act. Which column is what stands in a mapping, guessed
//! from the headers or written by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::draft::ActRow;
use super::input::text;
use super::undl::slug;
use super::{Draft, Input};
use crate::model::{Day, Edtf};
use crate::read::{Problem, Problems};

/// Which column is what. Column names are those of the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The state: a name or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The agreement; without one, all rows are about one, named after the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// Date of signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// Date of ratification, acceptance or approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratified: Option<String>,
    /// Date of accession or succession.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceded: Option<String>,
    /// Date of endorsement of a declaration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsed: Option<String>,
    /// Day on which a withdrawal took effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
    /// How dates are written, in the letters of strftime such as `%d.%m.%Y`; without it, ISO 8601 or EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
}

/// Words in headers that tell what a column is, in order of preference.
const SIGNS: &[(&str, &[&str])] = &[
    (
        "actor",
        &[
            "iso3",
            "iso3c",
            "alpha3",
            "country_code",
            "state",
            "country",
            "participant",
            "party",
            "member",
            "actor",
            "nation",
        ],
    ),
    ("agreement", &["agreement", "treaty", "convention", "instrument"]),
    ("signed", &["signed", "signature", "date_signed", "sign"]),
    ("ratified", &["ratified", "ratification", "date_ratified", "bound"]),
    ("acceded", &["acceded", "accession"]),
    ("endorsed", &["endorsed", "endorsement", "joined", "date_joined", "supported", "date"]),
    ("withdrawn", &["withdrawn", "withdrawal", "denunciation", "left"]),
];

impl Mapping {
    /// What the headers seem to say.
    pub fn guess(header: &[String]) -> Self {
        let plain: Vec<String> = header.iter().map(|h| slug(h).replace('-', "_")).collect();
        let mut taken = BTreeSet::new();
        let mut find = |what: &str| -> Option<String> {
            let words = SIGNS.iter().find(|(name, _)| *name == what)?.1;
            let exact = words.iter().find_map(|w| plain.iter().position(|h| h == w));
            let part = || {
                words.iter().filter(|w| w.len() > 3).find_map(|w| plain.iter().position(|h| h.contains(w)))
            };
            let place = exact.or_else(part).filter(|place| taken.insert(*place))?;
            Some(header[place].clone())
        };
        let (actor, agreement) = (find("actor"), find("agreement"));
        let (signed, ratified, acceded) = (find("signed"), find("ratified"), find("acceded"));
        let withdrawn = find("withdrawn");
        let treaty = signed.is_some() || ratified.is_some() || acceded.is_some();
        let endorsed = if treaty { None } else { find("endorsed") };
        Self { actor, agreement, signed, ratified, acceded, endorsed, withdrawn, date_format: None }
    }

    /// What `other` names, in place of what this one does.
    pub fn or(self, other: Self) -> Self {
        Self {
            actor: self.actor.or(other.actor),
            agreement: self.agreement.or(other.agreement),
            signed: self.signed.or(other.signed),
            ratified: self.ratified.or(other.ratified),
            acceded: self.acceded.or(other.acceded),
            endorsed: self.endorsed.or(other.endorsed),
            withdrawn: self.withdrawn.or(other.withdrawn),
            date_format: self.date_format.or(other.date_format),
        }
    }

    /// The columns that hold dates, with the kind of act each stands for.
    fn dated(&self) -> Vec<(&String, &'static str)> {
        let columns = [
            (&self.signed, "signature"),
            (&self.ratified, "ratification"),
            (&self.acceded, "accession"),
            (&self.endorsed, "endorsement"),
            (&self.withdrawn, "withdrawal"),
        ];
        columns.into_iter().filter_map(|(column, kind)| Some((column.as_ref()?, kind))).collect()
    }

    /// The mapping as TOML, to be checked and edited.
    pub fn toml(&self) -> String {
        toml::to_string(self).expect("plain text always serialises")
    }

    /// Reads a mapping.
    ///
    /// # Errors
    /// Says where the TOML is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}

/// Reads a mapping file.
///
/// # Errors
/// When it cannot be read or is wrong.
pub fn read(path: &Path) -> Result<Mapping, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Mapping::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What the tables say of one agreement.
#[derive(Default)]
struct Agreement {
    name: String,
    treaty: bool,
    dates: BTreeSet<Day>,
    /// Where it was first read.
    source: String,
}

/// An act as it was read.
struct Found<'a> {
    agreement: String,
    state: String,
    kind: &'static str,
    date: Edtf,
    source: String,
    input: &'a Input,
    line: u64,
    entry: String,
}

/// Reads tables by a mapping.
///
/// # Errors
/// When the mapping names no actor, no dated column, or columns that are not there.
pub fn run(inputs: &[Input], mapping: &Mapping, draft: &mut Draft) -> Result<(), Problems> {
    let mut found: Vec<Found> = vec![];
    let mut agreements: BTreeMap<String, Agreement> = BTreeMap::new();
    for input in inputs {
        read_table(input, mapping, &mut found, &mut agreements, draft)?;
    }
    for (id, agreement) in &agreements {
        write(id, agreement, draft);
    }
    for act in &found {
        match add(act, &agreements[&act.agreement], draft) {
            Ok(()) => draft.used(1),
            Err(reason) => draft.aside(act.input, act.line, &act.agreement, reason, &act.entry),
        }
    }
    Ok(())
}

fn read_table<'a>(
    input: &'a Input,
    mapping: &Mapping,
    found: &mut Vec<Found<'a>>,
    agreements: &mut BTreeMap<String, Agreement>,
    draft: &mut Draft,
) -> Result<(), Problems> {
    let Places { actor, agreement, dated } = places(input, mapping)?;
    let stem = slug(input.name.split('.').next().unwrap_or_default());
    let source = if stem.is_empty() { "table".to_owned() } else { format!("{}-table", short(&stem)) };
    draft.source(&source, &format!("Table {}", input.name), "", "", input);
    input.each(|line, row| {
        let cell = |i: usize| text(row.get(i).unwrap_or_default()).into_owned();
        let (about, actor) = (agreement.map_or_else(|| stem.clone(), cell), cell(actor));
        let id = draft.agreement_id(&about);
        for (column, kind) in &dated {
            let written = cell(*column);
            if written.is_empty() {
                continue;
            }
            let entry = format!("{actor}: {kind} of {about} on {written}");
            let Some(date) = date(&written, mapping.date_format.as_deref()) else {
                draft.aside(input, line, &written, "not a date in the format of the mapping", &entry);
                continue;
            };
            if id.is_empty() {
                draft.aside(input, line, &about, "no agreement is named", &entry);
                continue;
            }
            match draft.resolver.name(&actor, Some(date)).map(str::to_owned) {
                Ok(state) => {
                    agreements.entry(id.clone()).or_default().note(&about, kind, date, &source);
                    let (agreement, source) = (id.clone(), source.clone());
                    found.push(Found { agreement, state, kind, date, source, input, line, entry });
                }
                Err(miss) => {
                    draft.resolver.miss(&actor);
                    draft.aside(input, line, &actor, miss.words(), &entry);
                }
            }
        }
    })
}

/// A stem that leaves room for a suffix in an id.
fn short(stem: &str) -> &str {
    stem[..stem.len().min(64)].trim_end_matches('-')
}

impl Agreement {
    fn note(&mut self, name: &str, kind: &str, date: Edtf, source: &str) {
        name.clone_into(&mut self.name);
        self.treaty |= ["signature", "ratification", "accession"].contains(&kind);
        // An open start says nothing of when it opened.
        self.dates.extend([if date.is_open() { date.latest } else { date.earliest }, date.latest]);
        if self.source.is_empty() {
            source.clone_into(&mut self.source);
        }
    }
}

/// Adds an act; of a declaration, what is withdrawn is an endorsement.
fn add(found: &Found, agreement: &Agreement, draft: &mut Draft) -> Result<(), &'static str> {
    let kind = match found.kind {
        "withdrawal" if !agreement.treaty => "endorsement-withdrawn",
        kind => kind,
    };
    let words = found.date.to_string();
    let effective = if found.kind == "withdrawal" { words.as_str() } else { "" };
    draft.act(ActRow {
        actor: &found.state,
        agreement: &found.agreement,
        kind,
        date: &words,
        effective,
        note: "",
        source: &found.source,
    })
}

/// Where the columns of a mapping stand.
struct Places {
    actor: usize,
    agreement: Option<usize>,
    dated: Vec<(usize, &'static str)>,
}

fn places(input: &Input, mapping: &Mapping) -> Result<Places, Problems> {
    let mut problems = Problems::default();
    let mut place = |name: &str| input.column(name).map_err(|p| problems.push(p)).ok();
    let actor = mapping.actor.as_ref().and_then(|name| place(name));
    let agreement = mapping.agreement.as_ref().and_then(|name| place(name));
    let dated = mapping.dated().into_iter().filter_map(|(name, kind)| Some((place(name)?, kind))).collect();
    if mapping.actor.is_none() || mapping.dated().is_empty() {
        let expected = "a column of actors and at least one with dates";
        let help = "name them, as in --actor State --signed Signature";
        problems.push(Problem::of_file("the mapping", mapping.toml(), expected, help));
    }
    match actor {
        Some(actor) if !problems.has_errors() => Ok(Places { actor, agreement, dated }),
        _ => Err(problems),
    }
}

/// ISO 8601 or EDTF; or a day in the format given.
fn date(text: &str, format: Option<&str>) -> Option<Edtf> {
    match format {
        None => Edtf::parse(text).ok(),
        // A year before 0 cannot be written as a date of a table.
        Some(format) => Day::strptime(format, text).ok().filter(|day| day.year() >= 0).map(Edtf::day),
    }
}

/// The agreement of a table: open from its first act, its silences unknown, for a table need not be complete.
fn write(id: &str, agreement: &Agreement, draft: &mut Draft) {
    let day = |d: Option<&Day>| d.map(ToString::to_string).unwrap_or_default();
    let (first, last) = (day(agreement.dates.first()), day(agreement.dates.last()));
    let (kind, binding) = if agreement.treaty { ("treaty", "yes") } else { ("declaration", "no") };
    draft.row(
        "agreements.csv",
        &[
            ("id", id),
            ("name", &agreement.name),
            ("short_name", &agreement.name),
            ("kind", kind),
            ("binding", binding),
            ("opened", &first),
            ("eligible", "states"),
            ("coverage_until", &last),
            ("note", "Opened: its first act in the table. Coverage: name the states whose acts are complete, and silence becomes a no."),
            ("source", &agreement.source),
        ],
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn headers_tell_what_columns_are() {
        let guess = Mapping::guess(&header(&["Country", "Signature", "Ratification date", "Remarks"]));
        assert_eq!(guess.actor.as_deref(), Some("Country"));
        assert_eq!(guess.signed.as_deref(), Some("Signature"));
        assert_eq!(guess.ratified.as_deref(), Some("Ratification date"));
        assert_eq!((guess.endorsed, guess.agreement), (None, None));
    }

    #[test]
    fn a_mapping_reads_back_as_it_was_written() {
        let mapping = Mapping {
            actor: Some("State \"x\"".to_owned()),
            signed: Some("S".to_owned()),
            ..Mapping::default()
        };
        assert_eq!(Mapping::parse(&mapping.toml()), Ok(mapping));
        assert!(Mapping::parse("actr = \"x\"").is_err());
    }

    #[test]
    fn dates_are_read_in_the_format_given() {
        assert_eq!(
            date("03.06.2013", Some("%d.%m.%Y")).map(|d| d.to_string()).as_deref(),
            Some("2013-06-03")
        );
        assert_eq!(date("2013-06", None).map(|d| d.to_string()).as_deref(), Some("2013-06"));
        assert_eq!(date("3 June", None), None);
    }
}
