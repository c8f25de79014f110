//! What keeps a fact out of a draft, so that it is set aside with its reason
//! instead of making the folder unsound: acts that do not suit their agreement,
//! stays that overlap others. The checks of `read` say the same of whole tables.

use super::Draft;
use super::acts::ActRow;
use super::undl::slug;
use crate::model::{ActKind, ActorKind, AgreementKind, Edtf, Period};

/// The words of bloc expressions, which are no ids.
const RESERVED: [&str; 4] = ["states", "or", "and", "minus"];

/// An id made from words; a suffix tells it from what it must not be taken for.
pub(super) fn id(words: &str, suffix: &str, taken: impl Fn(&str) -> bool) -> String {
    const ROOM: usize = 64;
    let mut id = slug(words);
    if RESERVED.contains(&id.as_str()) || taken(&id) {
        id.truncate(ROOM);
        id = format!("{}-{suffix}", id.trim_end_matches('-'));
    }
    id
}

impl Draft {
    /// The id of an agreement of this name; empty when there is no letter or digit in it. Blocs and
    /// entities stand in expressions and counts too, so that it must be none of theirs.
    pub(super) fn agreement_id(&self, name: &str) -> String {
        id(name, "agreement", |id| ["blocs.csv", "entities.csv"].iter().any(|file| self.has(file, id)))
    }

    /// Whether the folder has an agreement of this id that is not the vote of this day.
    pub(super) fn has_other(&self, id: &str, day: &str) -> bool {
        let cell = |column| self.cell("agreements.csv", id, column);
        cell("kind").is_some_and(|kind| kind != AgreementKind::Vote.word() || cell("opened") != Some(day))
    }
}

/// Whether an act can stand: its agreement is there and open, and its actor may join it.
pub(super) fn act(draft: &Draft, act: &ActRow) -> Result<(), &'static str> {
    let of_agreement = |column| draft.cell("agreements.csv", act.agreement, column).unwrap_or_default();
    let kind = AgreementKind::from_word(of_agreement("kind")).ok_or("no agreement of this id is there")?;
    if !ActKind::from_word(act.kind).is_some_and(|act| act.suits(kind)) {
        return Err("an act that does not suit this kind of agreement");
    }
    let date = Edtf::parse(act.date).map_err(|_| "not a date")?;
    if Edtf::parse(of_agreement("opened")).is_ok_and(|opened| date.latest < opened.earliest) {
        return Err("before the agreement opened, by the row that the folder has of it");
    }
    if draft.has("entities.csv", act.actor) {
        return entity(draft, act, date, of_agreement("entities"));
    }
    Ok(())
}

/// Whether an entity existed, and is of a kind that may join.
fn entity(draft: &Draft, act: &ActRow, date: Edtf, kinds: &str) -> Result<(), &'static str> {
    let cell = |column| draft.cell("entities.csv", act.actor, column).unwrap_or_default();
    let kind = ActorKind::from_word(cell("kind"));
    if !kinds.split('|').any(|may| ActorKind::from_word(may.trim()) == kind) {
        return Err("an actor of a kind that cannot join this agreement");
    }
    match period(cell("from"), cell("until")).surely_excludes(date) {
        true => Err("the actor did not exist on that day"),
        false => Ok(()),
    }
}

/// Whether a stay in a bloc can stand beside those that are there.
pub(super) fn stay(draft: &Draft, actor: &str, bloc: &str, stay: Period) -> Result<(), &'static str> {
    let cell = |column| draft.cell("blocs.csv", bloc, column).unwrap_or_default();
    let life = period(cell("from"), cell("until"));
    if !stay.lies_within(life) {
        return Err("outside the time of the bloc, by the row that the folder has of it");
    }
    let mut there = draft.rows("memberships.csv", &[actor, bloc]).map(|row| period(&row[3], &row[4]));
    match there.any(|other| other != stay && other.surely_overlaps(stay)) {
        true => Err("a stay that overlaps another of the same state"),
        false => Ok(()),
    }
}

/// When a state was one.
pub(super) fn life(draft: &Draft, state: &str) -> Period {
    let cell = |column| draft.cell("states.csv", state, column).unwrap_or_default();
    period(cell("from"), cell("until"))
}

fn period(from: &str, until: &str) -> Period {
    Period { from: Edtf::parse(from).ok(), until: Edtf::parse(until).ok() }
}
