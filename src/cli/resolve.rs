//! From what was typed to what was meant: ids, names and aliases in any case,
//! bloc expressions and days, with "did you mean" for near-misses.

use super::CliError;
use crate::analysis::Group;
use crate::dataset::Dataset;
use crate::model::*;
use crate::read::suggest::nearest;

/// Something that `status` can tell about.
pub enum Subject {
    /// An agreement.
    Agreement(AgreementId),
    /// A state or entity.
    Actor(ActorId),
    /// A bloc.
    Bloc(BlocId),
}

/// A day typed as an argument.
pub fn day(text: &str) -> Result<Day, String> {
    let date =
        Edtf::parse(text).map_err(|wrong| format!("{wrong}; write year-month-day, as in 2018-11-12"))?;
    match date.is_exact() {
        true => Ok(date.earliest),
        false => Err("a full day is needed, as in 2018-11-12".to_owned()),
    }
}

/// Id, names and aliases of a row.
fn names<'a>(
    id: &'a str,
    name: &'a str,
    short: &'a str,
    aliases: &'a [String],
) -> impl Iterator<Item = &'a str> {
    [id, name, short].into_iter().filter(|n| !n.is_empty()).chain(aliases.iter().map(String::as_str))
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// The agreement that `text` names.
pub fn agreement(data: &Dataset, text: &str) -> Result<AgreementId, CliError> {
    if let Some(id) = find_agreement(data, text) {
        return Ok(id);
    }
    let known = data.agreements.iter().flat_map(|a| names(&a.id, &a.name, &a.short_name, &a.aliases));
    Err(unknown("agreement", text, nearest(text, known), "agreements"))
}

fn find_agreement(data: &Dataset, text: &str) -> Option<AgreementId> {
    let named = |a: &Agreement| names(&a.id, &a.name, &a.short_name, &a.aliases).any(|n| same(n, text));
    data.agreement_id(text).or_else(|| data.agreement_ids().find(|id| named(data.agreement(*id))))
}

/// The bloc that `text` names.
fn find_bloc(data: &Dataset, text: &str) -> Option<BlocId> {
    let named = |b: &Bloc| names(&b.id, &b.name, &b.short_name, &b.aliases).any(|n| same(n, text));
    data.bloc_id(text).or_else(|| data.bloc_ids().find(|id| named(data.bloc(*id))))
}

/// The bloc that `text` names.
pub fn bloc(data: &Dataset, text: &str) -> Result<BlocId, CliError> {
    if let Some(id) = find_bloc(data, text) {
        return Ok(id);
    }
    let known = data.blocs.iter().flat_map(|b| names(&b.id, &b.name, &b.short_name, &b.aliases));
    Err(unknown("bloc", text, nearest(text, known), "blocs"))
}

/// The actor that `text` names; of two that shared a name at different times, the one that still exists.
fn find_actor(data: &Dataset, text: &str) -> Option<ActorId> {
    let named = |a: &Actor| names(&a.id, &a.name, &a.official_name, &a.aliases).any(|n| same(n, text));
    let exact = data.actor_ids().find(|id| same(&data.actor(*id).id, text));
    let all = || data.actor_ids().filter(|id| named(data.actor(*id)));
    exact.or_else(|| all().find(|id| data.actor(*id).period.until.is_none())).or_else(|| all().next())
}

/// The state that `text` names.
pub fn state(data: &Dataset, text: &str) -> Result<ActorId, CliError> {
    if let Some(id) = find_actor(data, text).filter(|id| data.actor(*id).is_state()) {
        return Ok(id);
    }
    let states = data.actors.iter().filter(|a| a.is_state());
    let known = states.flat_map(|a| names(&a.id, &a.name, &a.official_name, &a.aliases));
    Err(unknown("state", text, nearest(text, known), "states"))
}

/// The actor that `text` names.
pub fn actor(data: &Dataset, text: &str) -> Result<ActorId, CliError> {
    let known = data.actors.iter().flat_map(|a| names(&a.id, &a.name, &a.official_name, &a.aliases));
    find_actor(data, text).ok_or_else(|| unknown("state or entity", text, nearest(text, known), "states"))
}

/// The agreement, state, entity or bloc that `text` names, looked for in this order: by id, then by name.
pub fn subject(data: &Dataset, text: &str) -> Result<Subject, CliError> {
    if let Some(id) = data.agreement_id(text) {
        return Ok(Subject::Agreement(id));
    }
    if let Some(id) = data.bloc_id(text) {
        return Ok(Subject::Bloc(id));
    }
    if let Some(id) = find_actor(data, text) {
        return Ok(Subject::Actor(id));
    }
    if let Some(id) = find_agreement(data, text) {
        return Ok(Subject::Agreement(id));
    }
    if let Some(id) = find_bloc(data, text) {
        return Ok(Subject::Bloc(id));
    }
    let agreements = data.agreements.iter().flat_map(|a| names(&a.id, &a.name, &a.short_name, &a.aliases));
    let blocs = data.blocs.iter().flat_map(|b| names(&b.id, &b.name, &b.short_name, &b.aliases));
    let actors = data.actors.iter().flat_map(|a| names(&a.id, &a.name, &a.official_name, &a.aliases));
    let guess = nearest(text, agreements.chain(blocs).chain(actors));
    Err(unknown("agreement, state or bloc", text, guess, "agreements|states|blocs"))
}

/// The group of actors that a bloc expression stands for.
pub fn group(data: &Dataset, text: &str) -> Result<Group, CliError> {
    let expr = match find_bloc(data, text) {
        Some(bloc) => Expr::Name(data.bloc(bloc).id.clone()),
        None => Expr::parse(text).map_err(|wrong| {
            CliError::Misuse(format!(
                "--bloc {text:?} {wrong}; write an id or, for example, \"nato minus eu\""
            ))
        })?,
    };
    for name in expr.names() {
        if data.bloc_id(name).is_none() && data.actor_id(name).is_none() && data.agreement_id(name).is_none()
        {
            let known = data.blocs.iter().flat_map(|b| names(&b.id, &b.name, &b.short_name, &b.aliases));
            return Err(unknown("bloc", name, nearest(name, known), "blocs"));
        }
    }
    Ok(Group::of(data, expr))
}

/// The groups that `--bloc` arguments stand for, each once.
pub fn groups(data: &Dataset, texts: &[String]) -> Result<Vec<Group>, CliError> {
    let mut groups: Vec<Group> = vec![];
    for text in texts {
        let group = group(data, text)?;
        if !groups.iter().any(|g| g.facts.id == group.facts.id) {
            groups.push(group);
        }
    }
    Ok(groups)
}

fn unknown(what: &str, text: &str, guess: Option<&str>, list: &str) -> CliError {
    let text: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    let help = match guess {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => format!("`blocs list {list}` shows what there is"),
    };
    CliError::Misuse(format!("no {what} called \"{text}\"; {help}"))
}
