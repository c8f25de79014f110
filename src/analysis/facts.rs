//! Names for results: what figures, tables and sentences need to know of
//! actors, blocs, agreements and sources, free of the dataset.

use crate::dataset::Dataset;
use crate::model::*;
use crate::snapshot::{Roll, Snapshot};

/// An actor as results name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of actor.
    pub kind: ActorKind,
}

impl ActorRef {
    /// The name of an actor.
    pub fn of(data: &Dataset, id: ActorId) -> Self {
        let actor = data.actor(id);
        Self { id: actor.id.clone(), name: actor.name.clone(), kind: actor.kind }
    }
}

/// A bloc, or a set of actors made from blocs, as a question names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is made of.
    pub expr: Expr,
    /// How it is shown.
    pub facts: BlocFacts,
}

/// How a bloc, or a set made from blocs, is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlocFacts {
    /// Its id, or the expression.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// The name that fits a chart.
    pub short_name: String,
    /// Its kind; none for an expression.
    pub kind: Option<BlocKind>,
    /// The day to which its roll is complete.
    pub coverage_until: Day,
}

impl Group {
    /// One bloc.
    pub fn bloc(data: &Dataset, id: BlocId) -> Self {
        let bloc = data.bloc(id);
        let facts = BlocFacts {
            id: bloc.id.clone(),
            name: bloc.name.clone(),
            short_name: bloc.short_name.clone(),
            kind: Some(bloc.kind),
            coverage_until: bloc.coverage_until,
        };
        Self { expr: Expr::Name(bloc.id.clone()), facts }
    }

    /// A bloc expression; a single bloc's id gives that bloc.
    pub fn of(data: &Dataset, expr: Expr) -> Self {
        if let Expr::Name(name) = &expr
            && let Some(bloc) = data.bloc_id(name)
        {
            return Self::bloc(data, bloc);
        }
        let until = expr
            .names()
            .into_iter()
            .filter_map(|n| data.bloc_id(n))
            .map(|b| data.bloc(b).coverage_until)
            .min();
        let name = named(data, &expr);
        let facts = BlocFacts {
            id: expr.to_string(),
            name: name.clone(),
            short_name: name,
            kind: None,
            coverage_until: until.unwrap_or(Day::MAX),
        };
        Self { expr, facts }
    }

    /// Its members on a day.
    pub fn roll(&self, snapshot: Snapshot) -> Roll {
        snapshot.evaluate(&self.expr)
    }
}

/// An expression with short names in place of ids.
fn named(data: &Dataset, expr: &Expr) -> String {
    let words = expr.to_string();
    let parts = words.split(' ').map(|word| {
        let id = word.trim_matches(['(', ')']);
        let name = match (data.bloc_id(id), data.actor_id(id), data.agreement_id(id)) {
            (Some(bloc), ..) => data.bloc(bloc).short_name.clone(),
            (None, Some(actor), _) => data.actor(actor).name.clone(),
            (None, None, Some(agreement)) => format!("parties to {}", data.agreement(agreement).short_name),
            (None, None, None) => id.to_owned(),
        };
        word.replace(id, &name)
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// What results say of an agreement.
#[derive(Clone, Debug)]
pub struct AgreementFacts {
    /// Its id.
    pub id: String,
    /// Its full name.
    pub name: String,
    /// The name that fits a chart.
    pub short_name: String,
    /// What kind of agreement.
    pub kind: AgreementKind,
    /// Whether it binds in law.
    pub binding: bool,
    /// The day it opened.
    pub opened: Day,
    /// The day it entered into force.
    pub in_force: Option<Day>,
    /// The parties it needs to, where that is a plain number.
    pub threshold: Option<usize>,
    /// Who keeps the record.
    pub depositary: String,
    /// Whose acts are recorded completely; none for nobody's.
    pub coverage: Option<String>,
    /// The day to which they are.
    pub cutoff: Day,
    /// What a reader should know.
    pub note: String,
    /// What it asks: number, theme, summary.
    pub provisions: Vec<(String, String, String)>,
}

impl AgreementFacts {
    /// The facts of an agreement.
    pub fn of(data: &Dataset, id: AgreementId) -> Self {
        let agreement = data.agreement(id);
        let provisions = data.provisions_of(id).iter();
        Self {
            id: agreement.id.clone(),
            name: agreement.name.clone(),
            short_name: agreement.short_name.clone(),
            kind: agreement.kind,
            binding: agreement.binding,
            opened: agreement.opened,
            in_force: agreement.in_force,
            threshold: agreement.threshold.map(|n| n as usize),
            depositary: agreement.depositary.clone(),
            coverage: agreement.coverage.as_ref().map(|expr| match expr {
                Expr::States => "all states".to_owned(),
                expr => named(data, expr),
            }),
            cutoff: data.cutoff(id),
            note: agreement.note.clone(),
            provisions: provisions.map(|p| (p.number.clone(), p.theme.clone(), p.summary.clone())).collect(),
        }
    }
}

/// A source that a result rests on, numbered in the order of the list it stands in.
#[derive(Clone, Debug)]
pub struct Citation {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// How near it stands to the fact.
    pub kind: SourceKind,
    /// When it was published.
    pub published: Option<Edtf>,
    /// When it was read.
    pub retrieved: Option<Day>,
    /// Its address.
    pub url: String,
    /// How many of the rows used name it.
    pub rows: usize,
}

impl Citation {
    /// The sources of `uses`, most used first, then by id.
    pub fn list(data: &Dataset, uses: &[SourceId]) -> Vec<Self> {
        let mut counts = vec![0usize; data.sources.len()];
        for source in uses {
            counts[source.0 as usize] += 1;
        }
        let mut places: Vec<usize> = (0..counts.len()).filter(|p| counts[*p] > 0).collect();
        places.sort_by_key(|p| (std::cmp::Reverse(counts[*p]), *p));
        places.into_iter().map(|p| Self::of(&data.sources[p], counts[p])).collect()
    }

    fn of(source: &Source, rows: usize) -> Self {
        Self {
            id: source.id.clone(),
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            kind: source.kind,
            published: source.published,
            retrieved: source.retrieved,
            url: source.url.clone(),
            rows,
        }
    }
}
