//! Which column of a table is what: guessed from the headers and the cells, or
//! written down by hand as TOML.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::Input;
use super::super::codes::Scheme;
use super::super::input::text;
use super::super::undl::slug;
use super::date;
use crate::model::ActKind;
use crate::read::{Problems, suggest};

/// What a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The state: a name, a code or a number.
    Actor,
    /// The agreement; without one, all rows are about one, named after the file.
    Agreement,
    /// What was done, in words: a vote, or an act such as ratification.
    Kind,
    /// When that was done.
    Date,
    /// Date of signature.
    Signed,
    /// Date of ratification, acceptance or approval.
    Ratified,
    /// Date of accession or succession.
    Acceded,
    /// Date of endorsement of a declaration.
    Endorsed,
    /// Day on which a withdrawal took effect.
    Withdrawn,
    /// The bloc a state belonged to; without one, all rows are about one, named after the file.
    Bloc,
    /// First day of a membership.
    From,
    /// First day no longer a member.
    Until,
}

impl Column {
    /// Every one, with its key in a mapping, which is also its flag, and words in headers that tell it, in
    /// order of preference.
    pub const ALL: &[(Self, &'static str, &'static [&'static str])] = &[
        (
            Self::Actor,
            "actor",
            &[
                "iso3",
                "iso3c",
                "iso_3",
                "iso_a3",
                "alpha3",
                "alpha_3",
                "iso_code",
                "country_code",
                "ccode",
                "cown",
                "gwno",
                "gwcode",
                "m49",
                "state",
                "country",
                "participant",
                "state_party",
                "party",
                "member",
                "member_state",
                "actor",
                "nation",
                "name",
            ],
        ),
        (
            Self::Agreement,
            "agreement",
            &["agreement", "treaty", "convention", "instrument", "resolution", "rcid", "symbol"],
        ),
        (Self::Kind, "kind", &["vote", "ballot", "action", "kind", "act"]),
        (Self::Signed, "signed", &["signed", "signature", "date_signed", "sign"]),
        (Self::Ratified, "ratified", &["ratified", "ratification", "date_ratified", "bound"]),
        (Self::Acceded, "acceded", &["acceded", "accession"]),
        (Self::Withdrawn, "withdrawn", &["withdrawn", "withdrawal", "denunciation"]),
        (
            Self::From,
            "from",
            &["from", "joined", "entry", "start", "start_date", "accession_date", "date_of_entry"],
        ),
        (Self::Until, "until", &["until", "left", "exit", "end", "end_date", "date_of_exit"]),
        (Self::Bloc, "bloc", &["bloc", "alliance", "organisation", "organization", "igo", "group"]),
        (
            Self::Endorsed,
            "endorsed",
            &["endorsed", "endorsement", "joined", "date_joined", "supported", "date"],
        ),
        (Self::Date, "date", &["date", "day", "vote_date", "year"]),
    ];

    /// Its key in a mapping, which is also its flag.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(column, ..)| *column == self).map_or("", |(_, word, _)| word)
    }
}

/// Columns that hold dates of acts, with the kind of act each stands for.
const DATED: &[(Column, ActKind)] = &[
    (Column::Signed, ActKind::Signature),
    (Column::Ratified, ActKind::Ratification),
    (Column::Acceded, ActKind::Accession),
    (Column::Endorsed, ActKind::Endorsement),
    (Column::Withdrawn, ActKind::Withdrawal),
];

/// Which column is what. Column names are those of the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Their names.
    pub columns: BTreeMap<Column, String>,
    /// How dates are written, in the letters of strftime such as `%d.%m.%Y`; without it, ISO 8601 or EDTF.
    pub date_format: Option<String>,
    /// The scheme that numbers for states are of; without it, told from the column.
    pub codes: Option<String>,
}

impl Mapping {
    /// What the headers and the cells seem to say.
    pub fn guess(input: &Input) -> Self {
        let mut mapping = Self { columns: guessed(&input.header), ..Self::default() };
        mapping.date_format = format_of(input, &mapping);
        mapping
    }

    /// What this one names, and else what `other` does.
    pub fn or(mut self, other: Self) -> Self {
        for (column, name) in other.columns {
            self.columns.entry(column).or_insert(name);
        }
        Self {
            date_format: self.date_format.or(other.date_format),
            codes: self.codes.or(other.codes),
            ..self
        }
    }

    /// Whether it is about memberships rather than acts.
    pub fn is_of_memberships(&self) -> bool {
        [Column::Bloc, Column::From, Column::Until].iter().any(|column| self.columns.contains_key(column))
    }

    /// The columns that hold dates, with the kind of act each stands for.
    pub(super) fn dated(&self) -> Vec<(&str, ActKind)> {
        let leaving = match self.columns.contains_key(&Column::Endorsed) {
            true => ActKind::EndorsementWithdrawn,
            false => ActKind::Withdrawal,
        };
        let kind = |kind| if kind == ActKind::Withdrawal { leaving } else { kind };
        DATED.iter().filter_map(|(c, k)| Some((self.columns.get(c)?.as_str(), kind(*k)))).collect()
    }

    /// What it lacks or names wrongly for a file with this header.
    pub fn wrong(&self, input: &Input) -> Option<String> {
        let has = |column| self.columns.contains_key(&column);
        let absent = |name: &&String| !input.header.iter().any(|h| h.eq_ignore_ascii_case(name));
        if let Some((column, name)) = self.columns.iter().find(|(_, name)| absent(name)) {
            let otherwise = format!("its columns are {}", input.header.join(", "));
            let help = suggest::did_you_mean(name, input.header.iter().map(String::as_str), &otherwise);
            let word = column.word();
            return Some(format!("--{word}: {} has no column called {name:?}; {help}", input.name));
        }
        if let Some(codes) = self.codes.as_deref().filter(|codes| Scheme::of(codes).is_none()) {
            return Some(format!("--codes {codes}: the numbers there are are cow, gw and m49"));
        }
        let acts = has(Column::Kind) || !self.dated().is_empty();
        let need = if !has(Column::Actor) {
            "no column of states is named: add --actor"
        } else if acts && self.is_of_memberships() {
            "columns of acts and of memberships are named: import them one after the other, with --merge"
        } else if has(Column::Kind) && !has(Column::Date) {
            "--kind needs --date, the column of the days on which that was done"
        } else if has(Column::Date) && !has(Column::Kind) {
            "--date needs --kind, the column of what was done; or name a column of dates, as in --signed"
        } else if self.is_of_memberships() && !has(Column::From) && !has(Column::Until) {
            "--bloc needs --from, the column of first days of membership, or --until"
        } else if !acts && !self.is_of_memberships() {
            "no column of dates is named: add one, as in --signed or --ratified"
        } else {
            return None;
        };
        Some(format!("{need}; the columns of {} are {}", input.name, input.header.join(", ")))
    }

    /// The mapping as TOML, to be checked and edited.
    pub fn toml(&self) -> String {
        let line = |key: &str, value: &str| format!("{key} = {}\n", toml::Value::from(value));
        let columns = Column::ALL.iter().filter_map(|(c, key, _)| Some(line(key, self.columns.get(c)?)));
        let mut text: String = columns.collect();
        let more = [("date_format", &self.date_format), ("codes", &self.codes)];
        text.extend(more.into_iter().filter_map(|(key, value)| Some(line(key, value.as_deref()?))));
        text
    }

    /// Reads a mapping.
    ///
    /// # Errors
    /// Says where the TOML is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: BTreeMap<String, String> = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut mapping = Self::default();
        for (key, value) in table {
            match Column::ALL.iter().find(|(_, word, _)| *word == key) {
                Some((column, ..)) => drop(mapping.columns.insert(*column, value)),
                None if key == "date_format" => mapping.date_format = Some(value),
                None if key == "codes" => mapping.codes = Some(value),
                None => {
                    let keys: Vec<&str> =
                        Column::ALL.iter().map(|c| c.1).chain(["date_format", "codes"]).collect();
                    let otherwise = format!("the keys are {}", keys.join(", "));
                    let help = suggest::did_you_mean(&key, keys.iter().copied(), &otherwise);
                    return Err(format!("no key called {key:?}; {help}"));
                }
            }
        }
        Ok(mapping)
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

/// What the words of the headers say; each column is one thing.
fn guessed(header: &[String]) -> BTreeMap<Column, String> {
    let plain: Vec<String> = header.iter().map(|h| slug(h).replace('-', "_")).collect();
    let mut taken = BTreeSet::new();
    let mut columns = BTreeMap::new();
    for (column, _, words) in Column::ALL {
        let treaty = DATED[..3].iter().any(|(dated, _)| columns.contains_key(dated));
        let stays = columns.contains_key(&Column::From) || columns.contains_key(&Column::Until);
        let out_of_place = match column {
            Column::From | Column::Until => treaty || columns.contains_key(&Column::Kind),
            Column::Bloc => !stays,
            Column::Endorsed => treaty || stays || columns.contains_key(&Column::Kind),
            Column::Date => !columns.contains_key(&Column::Kind),
            _ => false,
        };
        // A table with nothing but a day of joining is of endorsements; memberships have a bloc or an end.
        let has = |word: &str| plain.iter().any(|h| h == word);
        let lone = *column == Column::From
            && !Column::ALL.iter().any(|(c, _, words)| {
                matches!(c, Column::Bloc | Column::Until) && words.iter().any(|w| has(w))
            });
        if !out_of_place
            && !lone
            && let Some(place) = place_of(words, &plain, &taken)
        {
            taken.insert(place);
            columns.insert(*column, header[place].clone());
        }
    }
    columns
}

/// The column whose header is one of the words, or else has one in it.
fn place_of(words: &[&str], plain: &[String], taken: &BTreeSet<usize>) -> Option<usize> {
    let find =
        |fits: &dyn Fn(&str) -> bool| (0..plain.len()).find(|i| !taken.contains(i) && fits(&plain[*i]));
    let exact = words.iter().find_map(|word| find(&|header| header == *word));
    let part = || {
        let long = words.iter().filter(|word| word.len() > 3);
        long.into_iter().find_map(|word| find(&|header| header.contains(word)))
    };
    exact.or_else(part)
}

/// Ways in which dates are written. Where day and month could stand for each other, neither is guessed.
const FORMATS: &[&str] = &[
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
];

/// The format that reads most of the first thousand dates, if that is more than half, and more than any other
/// format does; none where ISO 8601 reads as many.
fn format_of(input: &Input, mapping: &Mapping) -> Option<String> {
    let dates = [Column::Date, Column::From, Column::Until];
    let named = dates.iter().filter_map(|c| mapping.columns.get(c).map(String::as_str));
    let columns: Vec<&str> = named.chain(mapping.dated().into_iter().map(|(name, _)| name)).collect();
    let places: Vec<usize> = columns.iter().filter_map(|name| input.column(name).ok()).collect();
    let mut cells: Vec<String> = vec![];
    let read: Result<(), Problems> = input.each(|_, row| {
        let filled = places.iter().map(|i| text(row.get(*i).unwrap_or_default()).into_owned());
        if cells.len() < 1000 {
            cells.extend(filled.filter(|cell| !cell.is_empty()));
        }
    });
    let reads = |format: Option<&str>| cells.iter().filter(|cell| date::read(cell, format).is_some()).count();
    let mut fits: Vec<(usize, &str)> = FORMATS.iter().map(|format| (reads(Some(format)), *format)).collect();
    fits.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    let (most, format) = *fits.first()?;
    // Short and whole names of months read the same where May is the only one.
    let alone = fits
        .get(1)
        .is_none_or(|(next, other)| *next < most || other.replace("%B", "%b") == format.replace("%B", "%b"));
    (read.is_ok() && most * 2 > cells.len() && reads(None) < most && alone).then(|| format.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(names: &[&str]) -> String {
        let header: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let told = guessed(&header);
        told.iter().map(|(column, name)| format!("{}={name}", column.word())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn headers_tell_what_columns_are() {
        for (header, expected) in [
            (
                &["Country", "Signature", "Ratification date", "Remarks"][..],
                "actor=Country signed=Signature ratified=Ratification date",
            ),
            (
                &["Participant", "Signature", "Ratification, Accession(a), Succession(d)"],
                "actor=Participant signed=Signature ratified=Ratification, Accession(a), Succession(d)",
            ),
            (&["iso3", "country", "date"], "actor=iso3 endorsed=date"),
            (&["State", "Date joined"], "actor=State endorsed=Date joined"),
            (
                &["country", "resolution", "Vote", "year"],
                "actor=country agreement=resolution kind=Vote date=year",
            ),
            (
                &["Member State", "Alliance", "Date of entry", "Date of exit"],
                "actor=Member State bloc=Alliance from=Date of entry until=Date of exit",
            ),
        ] {
            assert_eq!(guess(header), expected);
        }
    }

    #[test]
    fn a_mapping_reads_back_as_it_was_written() {
        let mapping = Mapping {
            columns: [(Column::Actor, "State \"x\"".to_owned()), (Column::Signed, "S".to_owned())].into(),
            date_format: Some("%d.%m.%Y".to_owned()),
            codes: None,
        };
        assert_eq!(Mapping::parse(&mapping.toml()), Ok(mapping));
        assert!(Mapping::parse("actr = \"x\"").is_err_and(|e| e.contains("did you mean `actor`?")));
    }
}
