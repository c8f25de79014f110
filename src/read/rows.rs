//! Each table's rows as model types. References are looked up here, so that an
//! unknown id is reported where it stands.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::line::Ids;
use super::plain;
use super::problem::{Problem, Problems, quoted};
use super::row::Reading;
use super::schema::{self, Table};
use super::suggest::did_you_mean;
use super::table::{self, Input};
use crate::dataset::Tables;
use crate::model::agreement::{CountSubject, Counted};
use crate::model::*;

/// What has been read so far, with the ids that later tables refer to.
#[derive(Default)]
struct Reader {
    tables: Tables,
    sources: HashMap<String, SourceId>,
    states: HashMap<String, ActorId>,
    actors: HashMap<String, ActorId>,
    blocs: HashMap<String, BlocId>,
    agreements: HashMap<String, AgreementId>,
    /// Ids in agreements.csv, read ahead of its rows when one of them names another: an agreement may be
    /// open to the parties to another.
    agreement_names: OnceCell<HashSet<String>>,
    agreement_rows: Option<Input>,
    notes: HashMap<String, u32>,
    /// Tables that could not be read at all: references into them are not complained about.
    unread: Vec<&'static str>,
    hash: Sha256,
}

/// Reads every table. What could not be read is missing from the result and stands in `problems`.
/// The second answer is whether every table as a whole could be read.
pub fn read(input: &dyn Fn(&'static str) -> Input, problems: &mut Problems) -> (Tables, bool) {
    let mut reader = Reader::default();
    reader.note("");
    reader.read_sources(input, problems);
    reader.read_actors(input, problems);
    reader.read_blocs(input, problems);
    reader.read_agreements(input, problems);
    reader.each(&schema::MEMBERSHIPS, input, problems, Reader::membership);
    reader.each(&schema::OBLIGATIONS, input, problems, Reader::obligation);
    reader.each(&schema::PROVISIONS, input, problems, Reader::provision);
    reader.read_acts(input, problems);
    reader.each(&schema::COUNTS, input, problems, Reader::count);
    reader.tables.hash = hex(&reader.hash.finalize());
    (reader.tables, reader.unread.is_empty())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Sorts rows by id and reports the second of two rows with one id.
fn unique<T>(table: &Table, mut rows: Vec<(T, u32)>, id: fn(&T) -> &str, problems: &mut Problems) -> Vec<T> {
    rows.sort_by(|a, b| id(&a.0).cmp(id(&b.0)).then(a.1.cmp(&b.1)));
    for pair in rows.windows(2) {
        if id(&pair[0].0) == id(&pair[1].0) {
            let found = format!("id {} a second time", quoted(id(&pair[1].0)));
            let expected = format!("each id once; it stands on line {} already", pair[0].1);
            let line = u64::from(pair[1].1);
            problems.push(Problem::at(table.file, line, 1, found, expected, "remove one row or rename it"));
        }
    }
    rows.dedup_by(|a, b| id(&a.0) == id(&b.0));
    rows.into_iter().map(|(row, _)| row).collect()
}

fn places<T, I>(rows: &[T], id: fn(&T) -> &str, make: fn(u32) -> I) -> HashMap<String, I> {
    rows.iter().enumerate().map(|(place, row)| (id(row).to_owned(), make(place as u32))).collect()
}

impl Reader {
    fn each(
        &mut self,
        table: &'static Table,
        input: &dyn Fn(&'static str) -> Input,
        problems: &mut Problems,
        take: fn(&mut Self, &mut Reading) -> Option<()>,
    ) {
        let input = input(table.file);
        if table.optional && input.is_missing() {
            return;
        }
        let digest = table::read(table, &input, problems, |row| {
            take(self, row);
        });
        self.done(table, digest);
    }

    fn done(&mut self, table: &'static Table, digest: Option<[u8; 32]>) {
        match digest {
            Some(digest) => {
                self.hash.update(table.file.as_bytes());
                self.hash.update(digest);
            }
            None => self.unread.push(table.file),
        }
    }

    fn collect<T>(
        &mut self,
        table: &'static Table,
        input: &dyn Fn(&'static str) -> Input,
        problems: &mut Problems,
        id: fn(&T) -> &str,
        make: fn(&Self, &mut Reading) -> Option<T>,
    ) -> Vec<T> {
        let input = input(table.file);
        let mut rows = vec![];
        let digest = table::read(table, &input, problems, |row| {
            if let Some(made) = make(self, row) {
                rows.push((made, row.line()));
            }
        });
        self.done(table, digest);
        unique(table, rows, id, problems)
    }

    fn read_sources(&mut self, input: &dyn Fn(&'static str) -> Input, problems: &mut Problems) {
        let rows = self.collect(&schema::SOURCES, input, problems, |s: &Source| &s.id, Self::source_row);
        self.sources = places(&rows, |s| &s.id, SourceId);
        self.tables.sources = rows;
    }

    fn read_actors(&mut self, input: &dyn Fn(&'static str) -> Input, problems: &mut Problems) {
        let states = self.collect(&schema::STATES, input, problems, |a: &Actor| &a.id, Self::state);
        self.states = places(&states, |a| &a.id, ActorId);
        self.actors = self.states.clone();
        let entities = self.collect(&schema::ENTITIES, input, problems, |a: &Actor| &a.id, Self::entity);
        self.tables.actors = [states, entities].concat();
        self.actors = places(&self.tables.actors, |a| &a.id, ActorId);
    }

    fn read_blocs(&mut self, input: &dyn Fn(&'static str) -> Input, problems: &mut Problems) {
        let rows = self.collect(&schema::BLOCS, input, problems, |b: &Bloc| &b.id, Self::bloc);
        self.blocs = places(&rows, |b| &b.id, BlocId);
        self.tables.blocs = rows;
    }

    fn read_agreements(&mut self, input: &dyn Fn(&'static str) -> Input, problems: &mut Problems) {
        self.agreement_rows = Some(input(schema::AGREEMENTS.file));
        let rows = self.collect(&schema::AGREEMENTS, input, problems, |a: &Agreement| &a.id, Self::agreement);
        self.agreements = places(&rows, |a| &a.id, AgreementId);
        self.tables.agreements = rows;
    }

    fn read_acts(&mut self, input: &dyn Fn(&'static str) -> Input, problems: &mut Problems) {
        let ids = Ids { actors: &self.actors, agreements: &self.agreements, sources: &self.sources };
        match plain::acts(&input(schema::ACTS.file), ids) {
            Some(read) => {
                self.tables.acts = read.acts;
                self.tables.notes = read.notes;
                self.done(&schema::ACTS, Some(read.digest));
            }
            None => self.each(&schema::ACTS, input, problems, Self::act),
        }
    }

    fn note(&mut self, text: &str) -> u32 {
        if text.is_empty() && !self.tables.notes.is_empty() {
            return 0;
        }
        if let Some(place) = self.notes.get(text) {
            return *place;
        }
        let place = self.tables.notes.len() as u32;
        self.tables.notes.push(text.to_owned());
        self.notes.insert(text.to_owned(), place);
        place
    }

    /// Looks a reference up, and reports it when it leads nowhere.
    fn find<T: Copy>(
        &self,
        row: &mut Reading,
        column: &str,
        ids: &HashMap<String, T>,
        tables: &[&'static str],
    ) -> Option<T> {
        let found = ids.get(row.get(column)).copied();
        if found.is_none() && !tables.iter().any(|t| self.unread.contains(t)) {
            let mut known: Vec<&str> = match row.is_only_counted() {
                true => vec![],
                false => ids.keys().map(String::as_str).collect(),
            };
            known.sort_unstable();
            let otherwise = format!("add it to {} first", tables.join(" or "));
            let help = did_you_mean(row.get(column), known, &otherwise);
            row.complain(column, format!("an id of {}", tables.join(" or ")), help);
        }
        found
    }

    fn source(&self, row: &mut Reading) -> Option<SourceId> {
        self.find(row, "source", &self.sources, &["sources.csv"])
    }

    fn actor_in(&self, row: &mut Reading) -> Option<ActorId> {
        self.find(row, "actor", &self.actors, &["states.csv", "entities.csv"])
    }

    fn agreement_in(&self, row: &mut Reading) -> Option<AgreementId> {
        self.find(row, "agreement", &self.agreements, &["agreements.csv"])
    }

    fn source_row(&self, row: &mut Reading) -> Option<Source> {
        let id = row.kebab_id();
        let kind = word(row, "kind", SourceKind::from_word, SourceKind::ALL, SourceKind::word);
        let (published, retrieved) = (row.date("published"), row.day("retrieved"));
        Some(Source {
            id: id?,
            title: row.get("title").to_owned(),
            publisher: row.get("publisher").to_owned(),
            kind: kind?,
            published,
            retrieved,
            url: row.get("url").to_owned(),
            note: row.get("note").to_owned(),
        })
    }

    fn state(&self, row: &mut Reading) -> Option<Actor> {
        let id = row.state_id();
        let (cow, m49, period, source) =
            (row.numbers("cow"), row.numbers("m49"), period(row), self.source(row));
        Some(Actor {
            id: id?,
            name: row.get("name").to_owned(),
            official_name: row.get("official_name").to_owned(),
            kind: ActorKind::State,
            home: None,
            cow,
            m49,
            region: row.get("region").to_owned(),
            period,
            aliases: row.list("aliases"),
            note: row.get("note").to_owned(),
            source: source?,
        })
    }

    fn entity(&self, row: &mut Reading) -> Option<Actor> {
        let id = row.kebab_id();
        let kind = word(row, "kind", ActorKind::from_word, &ActorKind::ALL[1..], ActorKind::word);
        let home = match row.get("home") {
            "" => None,
            _ => Some(self.find(row, "home", &self.actors, &["states.csv"])),
        };
        let (period, source) = (period(row), self.source(row));
        Some(Actor {
            id: id?,
            name: row.get("name").to_owned(),
            official_name: String::new(),
            kind: kind?,
            home: home.flatten(),
            cow: vec![],
            m49: vec![],
            region: String::new(),
            period,
            aliases: row.list("aliases"),
            note: row.get("note").to_owned(),
            source: source?,
        })
    }

    fn bloc(&self, row: &mut Reading) -> Option<Bloc> {
        let id = row.kebab_id();
        let kind = word(row, "kind", BlocKind::from_word, BlocKind::ALL, BlocKind::word);
        let (period, covered, source) = (period(row), row.day("coverage_until"), self.source(row));
        Some(Bloc {
            id: id?,
            name: row.get("name").to_owned(),
            short_name: row.get("short_name").to_owned(),
            kind: kind?,
            period,
            coverage_until: covered?,
            aliases: row.list("aliases"),
            note: row.get("note").to_owned(),
            source: source?,
        })
    }

    fn agreement(&self, row: &mut Reading) -> Option<Agreement> {
        let id = row.kebab_id();
        let kind = word(row, "kind", AgreementKind::from_word, AgreementKind::ALL, AgreementKind::word);
        let (binding, opened, in_force) = (row.yes_no("binding"), row.day("opened"), row.day("in_force"));
        let (eligible, coverage) = (self.expr(row, "eligible"), self.expr(row, "coverage"));
        let (covered, threshold) = (row.day("coverage_until"), row.number("threshold"));
        let (entities, source) = (entity_kinds(row), self.source(row));
        Some(Agreement {
            id: id?,
            name: row.get("name").to_owned(),
            short_name: row.get("short_name").to_owned(),
            kind: kind?,
            binding,
            opened: opened?,
            in_force,
            depositary: row.get("depositary").to_owned(),
            eligible: eligible?,
            entities,
            coverage,
            coverage_until: covered?,
            threshold,
            aliases: row.list("aliases"),
            note: row.get("note").to_owned(),
            source: source?,
        })
    }

    /// Whether agreements.csv has a row of this id.
    fn is_agreement(&self, id: &str) -> bool {
        let ids = || {
            let mut ids = HashSet::new();
            if let Some(input) = &self.agreement_rows {
                // What is wrong with the rows is told when they are read for good.
                table::read(&schema::AGREEMENTS, input, &mut Problems::default(), |row| {
                    ids.insert(row.get("id").to_owned());
                });
            }
            ids
        };
        self.agreement_names.get_or_init(ids).contains(id)
    }

    /// A bloc expression all of whose names are known, and none is the row's own.
    fn expr(&self, row: &mut Reading, column: &str) -> Option<Expr> {
        let expr = row.expr(column)?;
        let unread = self.unread.iter().any(|t| ["states.csv", "entities.csv", "blocs.csv"].contains(t));
        let own = row.get("id");
        let known = |n: &str| {
            self.blocs.contains_key(n) || self.actors.contains_key(n) || (n != own && self.is_agreement(n))
        };
        let unknown = expr.names().into_iter().find(|n| !known(n));
        if let (Some(name), false) = (unknown, unread) {
            let mut known: Vec<&str> = match row.is_only_counted() {
                true => vec![],
                false => self.blocs.keys().map(String::as_str).collect(),
            };
            known.sort_unstable();
            let help = did_you_mean(name, known, "add it to blocs.csv first");
            row.complain(
                column,
                format!("ids of blocs, actors or other agreements; {} is none", quoted(name)),
                help,
            );
            return None;
        }
        Some(expr)
    }

    fn membership(&mut self, row: &mut Reading) -> Option<()> {
        let (actor, source) = (self.actor_in(row), self.source(row));
        let bloc = self.find(row, "bloc", &self.blocs, &["blocs.csv"]);
        let role = word(row, "role", Role::from_word, Role::ALL, Role::word);
        let period = period(row);
        self.tables.memberships.push(Membership {
            actor: actor?,
            bloc: bloc?,
            role: role?,
            period,
            note: row.get("note").to_owned(),
            source: source?,
            line: row.line(),
        });
        Some(())
    }

    fn obligation(&mut self, row: &mut Reading) -> Option<()> {
        let state = |row: &mut Reading, column| self.find(row, column, &self.states, &["states.csv"]);
        let (a, b, source) = (state(row, "a"), state(row, "b"), self.source(row));
        let kind = word(row, "kind", ObligationKind::from_word, ObligationKind::ALL, ObligationKind::word);
        let period = period(row);
        if let (Some(a), Some(b)) = (a, b)
            && a >= b
        {
            let expected = format!("a state whose id comes after {}", row.get("a"));
            row.complain("b", expected, "write each pair once, the id that comes first under `a`");
            return None;
        }
        self.tables.obligations.push(Obligation {
            a: a?,
            b: b?,
            kind: kind?,
            period,
            note: row.get("note").to_owned(),
            source: source?,
            line: row.line(),
        });
        Some(())
    }

    fn provision(&mut self, row: &mut Reading) -> Option<()> {
        let (agreement, source) = (self.agreement_in(row), self.source(row));
        self.tables.provisions.push(Provision {
            agreement: agreement?,
            number: row.get("number").to_owned(),
            theme: row.get("theme").to_owned(),
            summary: row.get("summary").to_owned(),
            source: source?,
            line: row.line(),
        });
        Some(())
    }

    fn act(&mut self, row: &mut Reading) -> Option<()> {
        let (actor, agreement, source) = (self.actor_in(row), self.agreement_in(row), self.source(row));
        let kind = word(row, "kind", ActKind::from_word, ActKind::ALL, ActKind::word);
        let (date, effective) = (row.date("date"), row.date("effective"));
        if effective.is_some() && kind.is_some_and(|k| !k.is_leaving()) {
            row.complain(
                "effective",
                "an empty cell: only a leaving act takes effect on another day",
                "clear it",
            );
        }
        let note = self.note(row.get("note"));
        self.tables.acts.push(Act {
            actor: actor?,
            agreement: agreement?,
            kind: kind?,
            date: date?,
            effective: effective.or(date)?,
            source: source?,
            note,
            line: row.line(),
        });
        Some(())
    }

    fn count(&mut self, row: &mut Reading) -> Option<()> {
        let subject = match (self.agreements.get(row.get("subject")), self.blocs.get(row.get("subject"))) {
            (Some(agreement), _) => Some(CountSubject::Agreement(*agreement)),
            (None, Some(bloc)) => Some(CountSubject::Bloc(*bloc)),
            (None, None) => {
                self.find(row, "subject", &self.agreements, &["agreements.csv", "blocs.csv"]);
                None
            }
        };
        let what = word(row, "what", Counted::from_word, Counted::ALL, Counted::word);
        let (on, count, source) = (row.day("on"), row.number("count"), self.source(row));
        let organisations = row.yes_no("organisations");
        self.tables.counts.push(PublishedCount {
            subject: subject?,
            on: on?,
            what: what?,
            count: count?,
            organisations,
            note: row.get("note").to_owned(),
            source: source?,
            line: row.line(),
        });
        Some(())
    }
}

fn word<T: Copy>(
    row: &mut Reading,
    column: &str,
    read: fn(&str) -> Option<T>,
    all: &[T],
    text: fn(T) -> &'static str,
) -> Option<T> {
    row.word(column, read, || all.iter().map(|value| text(*value)).collect())
}

fn period(row: &mut Reading) -> Period {
    let period = Period { from: row.date("from"), until: row.date("until") };
    if period.is_surely_empty() {
        row.complain("until", "a day after `from`", "`until` is the first day out; check both dates");
    }
    period
}

fn entity_kinds(row: &mut Reading) -> Vec<ActorKind> {
    let words = row.list("entities");
    let kinds: Vec<ActorKind> = words.iter().filter_map(|w| ActorKind::from_word(w)).collect();
    if kinds.len() != words.len() {
        let all: Vec<&str> = ActorKind::ALL[1..].iter().map(|k| k.word()).collect();
        row.complain("entities", format!("some of {} joined by `|`", all.join(", ")), "");
    }
    kinds
}
