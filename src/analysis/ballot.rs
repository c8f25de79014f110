//! Ballots: where every actor stood on an item, an agreement as of a day.
//! Series over time and records of single actors are made from lists of them.

use super::view::Lens;
use crate::coding::{Coding, Position};
use crate::dataset::Dataset;
use crate::measure::Counts;
use crate::model::*;
use crate::snapshot::{Snapshot, Standing};

/// An item: an agreement as of a day.
pub type Item = (AgreementId, Day);

/// The item that an agreement makes: a vote as of its day, anything else as of the day its record is complete to, or
/// of an earlier day `to`.
pub fn item(data: &Dataset, id: AgreementId, to: Option<Day>) -> Item {
    let agreement = data.agreement(id);
    match agreement.kind {
        AgreementKind::Vote => (id, agreement.opened),
        _ => (id, to.map_or(data.cutoff(id), |to| to.min(data.cutoff(id)))),
    }
}

/// Where every actor stood on an item.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its kind.
    pub kind: AgreementKind,
    /// The day.
    pub on: Day,
    /// Each actor's position, by its place; nothing where it has none.
    pub positions: Vec<Option<Position>>,
}

impl Ballot {
    /// Reads an item.
    pub fn of(data: &Dataset, (agreement, on): Item, coding: &'static Coding) -> Self {
        let lens = Lens { snapshot: Snapshot::new(data, on), agreement, coding };
        let standings = lens.standings();
        let position = |standing: Standing| coding.position(standing.status);
        let mut positions = vec![None; data.actors.len()];
        if standings.covers_silence() {
            for (position_of, id) in positions.iter_mut().zip(data.actor_ids()) {
                *position_of = position(standings.standing(id));
            }
        } else {
            // Whoever is not on record has no known position.
            for (id, standing) in standings.on_record() {
                positions[id.0 as usize] = position(standing);
            }
        }
        Self { agreement, kind: data.agreement(agreement).kind, on, positions }
    }

    /// An actor's position.
    pub fn position(&self, actor: ActorId) -> Option<Position> {
        self.positions[actor.0 as usize]
    }

    /// The positions of chosen actors, counted.
    pub fn counts<'a>(&self, actors: impl IntoIterator<Item = &'a ActorId>) -> Counts {
        let positions = if self.kind == AgreementKind::Declaration { 2 } else { 3 };
        // Counted without a branch: whole series are made of this. The last counts those without a position.
        let mut tally = [0_usize; Position::ALL.len() + 1];
        for actor in actors {
            tally[self.position(*actor).map_or(Position::ALL.len(), |position| position as usize)] += 1;
        }
        let [out, half, inside, _] = tally;
        Counts { inside, half, out, positions }
    }
}

/// The session that a vote was taken in, as the theme of one of its provisions names it.
pub fn session(data: &Dataset, agreement: AgreementId) -> Option<&str> {
    let mut themes = data.provisions_of(agreement).iter().map(|p| p.theme.as_str());
    themes.find(|theme| theme.starts_with(SESSION))
}

/// How the themes that name sessions begin.
pub const SESSION: &str = "session-";

/// Which items a question is about.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these agreements; all when empty.
    pub agreements: Vec<AgreementId>,
    /// Only agreements with a provision of this theme.
    pub topic: Option<String>,
    /// Only agreements of this depositary or voting body: a part of its name, in any case.
    pub body: Option<String>,
    /// Only votes of this body's members, all of them.
    pub members_of: Option<BlocId>,
    /// Nothing before this day.
    pub from: Option<Day>,
    /// Nothing after this day.
    pub to: Option<Day>,
}

impl Selection {
    /// The agreements that fit, by place.
    pub fn agreements(&self, data: &Dataset) -> Vec<AgreementId> {
        let about = |id: AgreementId| {
            self.topic.as_ref().is_none_or(|topic| data.provisions_of(id).iter().any(|p| p.theme == *topic))
        };
        let named = |id: &AgreementId| self.agreements.is_empty() || self.agreements.contains(id);
        data.agreement_ids().filter(named).filter(|id| about(*id) && self.is_of_body(data, *id)).collect()
    }

    fn is_of_body(&self, data: &Dataset, id: AgreementId) -> bool {
        let agreement = data.agreement(id);
        let of = |part: &String| agreement.depositary.to_lowercase().contains(&part.to_lowercase());
        let whole = |bloc: BlocId| {
            let members = Expr::Name(data.bloc(bloc).id.clone());
            agreement.kind == AgreementKind::Vote && agreement.eligible == members
        };
        self.body.as_ref().is_none_or(of) && self.members_of.is_none_or(whole)
    }

    /// One item an agreement: a vote on its day; else the last day of the selection, or to which the record is complete.
    pub fn items(&self, data: &Dataset) -> Vec<Item> {
        let opened = |item: &Item| data.agreement(item.0).opened;
        let fits = |item: &Item| self.holds(opened(item)) && item.1 >= opened(item);
        self.agreements(data).into_iter().map(|id| item(data, id, self.to)).filter(fits).collect()
    }

    /// Items by year: a vote on its day; another agreement at the end of each year in which it was
    /// open, and on the day its record is complete to.
    pub fn items_by_year(&self, data: &Dataset) -> Vec<Item> {
        let mut items: Vec<Item> = vec![];
        for id in self.agreements(data) {
            let agreement = data.agreement(id);
            if agreement.kind == AgreementKind::Vote {
                items.push((id, agreement.opened));
                continue;
            }
            let last = data.cutoff(id);
            let years = agreement.opened.year()..=last.year();
            items.extend(years.map(|year| (id, jiff::civil::date(year, 12, 31).min(last))));
        }
        items.retain(|(_, on)| self.holds(*on));
        items.sort_by_key(|(id, on)| (*on, *id));
        items
    }

    fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }
}
