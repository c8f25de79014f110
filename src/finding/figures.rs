//! Titles of figures that stand outside the briefs: who moved when, who stood
//! near, what overlaps, what changed.

use super::{NAMES_IN_TITLE, had_done, of, the_agreement};
use crate::analysis::overlap::Overlap;
use crate::analysis::timeline::{Lane, Moved};
use crate::analysis::{AgreementAnalysis, BlocView, Cohesion, Nearest, Shift, Timeline};
use crate::coding::Position;
use crate::model::{ActorKind, AgreementKind, Edtf};
use crate::wording::{agree, count, date, list, list_up_to, number, possessive, sentence, the, was};

/// A share as a whole percentage.
pub fn percentage(share: f64) -> String {
    match share {
        s if s > 0.0 && s < 0.005 => "under 1%".to_owned(),
        s if (0.995..1.0).contains(&s) => "over 99%".to_owned(),
        s => format!("{:.0}%", (s * 100.0).round()),
    }
}

/// How many states stood in, worldwide.
pub fn world_title(analysis: &AgreementAnalysis) -> String {
    let agreement = the_agreement(&analysis.agreement);
    let world = &analysis.view.world;
    let kind = analysis.agreement.kind;
    if world.n == 0 {
        return sentence(&format!("where states stood on {agreement} is not known"));
    }
    let done = had_done(kind, Position::In, world.inside);
    let states = agree(world.n, "state", "states");
    sentence(&format!("{} {states} {done} {agreement}", of(world.inside, world.n)))
}

/// Who moved last.
pub fn timeline_title(timeline: &Timeline) -> String {
    let agreement = the_agreement(&timeline.agreement);
    let joined = |lane: &&Lane| lane.acts.iter().any(|act| act.joins);
    let Some(lane) = timeline.lanes.iter().find(joined).or(timeline.lanes.first()) else {
        return sentence(&format!("no act on {agreement} is on record"));
    };
    let (verb, done) = match timeline.agreement.kind {
        AgreementKind::Declaration => ("endorse", "endorsed"),
        _ => ("join", "joined"),
    };
    let joins: Vec<&Moved> = lane.acts.iter().filter(|act| act.joins).collect();
    let bloc = the(&lane.bloc.short_name);
    let Some(last) = joins.iter().map(|act| act.date).max_by_key(|date| date.latest) else {
        return sentence(&format!("no member of {bloc} had {done} {agreement} by {}", date(timeline.until)));
    };
    let (latest, others): (Vec<&Moved>, Vec<&Moved>) = joins.iter().partition(|act| act.date == last);
    let who =
        some(&latest.iter().map(|act| act.actor.name.as_str()).collect::<Vec<_>>(), "member", "members");
    if others.is_empty() && last.is_exact() {
        let done = format!("{done} {agreement} on {}", date(last.latest));
        return sentence(&match (latest.len() > NAMES_IN_TITLE, latest.len() < lane.n) {
            (true, _) => format!("{who} of {bloc} {done}"),
            (false, true) => format!("of {bloc}, {who} {done}"),
            (false, false) => format!("{who} {done}"),
        });
    }
    if others.iter().any(|act| act.date.latest >= last.earliest) {
        let so_far = of(lane.inside, lane.n);
        let members = agree(lane.n, "member", "members");
        return sentence(&format!(
            "{so_far} {members} of {bloc} had {done} {agreement} by {}",
            date(timeline.until)
        ));
    }
    let place = if lane.inside == lane.n { "last" } else { "latest" };
    let (were, members) = (was(latest.len()), agree(latest.len(), "member", "members"));
    sentence(&format!("{who} {were} the {place} {members} of {bloc} to {verb} {agreement}, {}", when(last)))
}

/// "on 10 November 2021", "in 2021", "by 10 November 2021".
fn when(date_of: Edtf) -> String {
    match date_of.to_string() {
        text if text.len() == 4 => format!("in {text}"),
        text if text.len() == 7 => format!("in {}", crate::wording::month(date_of.latest)),
        _ if date_of.is_exact() => format!("on {}", date(date_of.latest)),
        _ => format!("by {}", date(date_of.latest)),
    }
}

/// A few names, or how many.
fn some(names: &[&str], one: &str, many: &str) -> String {
    match names.len() <= NAMES_IN_TITLE {
        true => list(&names.iter().map(|name| the(name)).collect::<Vec<_>>()),
        false => count(names.len(), one, many),
    }
}

/// Where most changed between two days.
pub fn shift_title(shift: &Shift) -> String {
    let agreement = the_agreement(&shift.agreement);
    let largest = shift.largest();
    let Some((before, after)) = largest.first() else {
        let (from, to) = (date(shift.from), date(shift.to));
        return sentence(&format!("no bloc's share in {agreement} changed from {from} to {to}"));
    };
    let share = |v: &BlocView| v.tally.inside as f64 / v.tally.n as f64;
    let went = if share(after) > share(before) { "rose" } else { "fell" };
    let what = match shift.agreement.kind {
        AgreementKind::Treaty => "parties to",
        AgreementKind::Declaration => "supporters of",
        AgreementKind::Vote => "votes for",
    };
    if largest.len() > 1 {
        let blocs: Vec<_> = largest.iter().map(|(bloc, _)| the(&bloc.bloc.short_name)).collect();
        let rose = largest.iter().filter(|(before, after)| share(after) > share(before)).count();
        let went = match rose {
            0 => "fell",
            n if n == largest.len() => "rose",
            _ => "changed",
        };
        let points = percentage((share(after) - share(before)).abs()).replace('%', " points");
        return sentence(&format!(
            "{what} {agreement} {went} most in {}: by {points}",
            list_up_to(&blocs, NAMES_IN_TITLE)
        ));
    }
    sentence(&format!(
        "in {}, {what} {agreement} {went} from {} to {} members",
        the(&before.bloc.short_name),
        of(before.tally.inside, before.tally.n),
        of(after.tally.inside, after.tally.n)
    ))
}

/// Where cohesion changed most.
pub fn cohesion_title(cohesion: &Cohesion) -> String {
    let agreement = the_agreement(&cohesion.agreement);
    let ends = cohesion.blocs.iter().filter_map(|b| Some((b, b.ends()?)));
    let mut most = None;
    let mut any = false;
    for (bloc, ((first, _), (last, _))) in ends {
        any = true;
        let larger =
            most.as_ref().is_none_or(|(_, a, b): &(_, f64, f64)| (last - first).abs() > (b - a).abs());
        if larger && first != last {
            most = Some((bloc, first, last));
        }
    }
    match (most, any) {
        (Some((bloc, first, last)), _) => {
            let went = if last > first { "rose" } else { "fell" };
            sentence(&format!(
                "in {}, pairs that stood together on {agreement} {went} from {} to {}",
                the(&bloc.bloc.short_name),
                percentage(first),
                percentage(last)
            ))
        }
        (None, true) => sentence(&format!("every bloc ended as united on {agreement} as it began")),
        (None, false) => sentence(&format!("no bloc had two members with a position on {agreement}")),
    }
}

/// Whose record was nearest to the rank-breakers'.
pub fn nearest_title(nearest: &Nearest) -> String {
    let breakers: Vec<&str> = nearest.breakers.iter().map(|a| a.name.as_str()).collect();
    let of_whom = match breakers.len() <= NAMES_IN_TITLE {
        true => list(&breakers.iter().map(|name| the(name)).collect::<Vec<_>>()),
        false => {
            format!("the {} who broke ranks with {}", number(breakers.len()), the(&nearest.bloc.short_name))
        }
    };
    let Some(first) = nearest.neighbours.first() else {
        return sentence(&format!("no outsider shares enough of a record with {of_whom}"));
    };
    let level = |n: &&crate::analysis::nearest::Neighbour| (n.same, n.n) == (first.same, first.n);
    let who: Vec<&str> = nearest.neighbours.iter().take_while(level).map(|n| n.actor.name.as_str()).collect();
    let who_words = some(&who, "outsider", "outsiders");
    match who.len() {
        1 => sentence(&format!("{} record was the nearest to that of {of_whom}", possessive(&who_words))),
        n if n <= NAMES_IN_TITLE => {
            sentence(&format!("{who_words} had the records nearest to that of {of_whom}"))
        }
        _ => sentence(&format!("{who_words} had records equally near to that of {of_whom}")),
    }
}

/// Who belonged to most.
pub fn overlap_title(overlap: &Overlap) -> String {
    let sets = overlap.sets.len();
    let noun = if overlap.sets.iter().any(|s| s.is_agreement) { "sets" } else { "blocs" };
    let Some(first) = overlap.combinations.first() else {
        return sentence(&format!("nobody belonged to any of the {} {noun}", number(sets)));
    };
    let most = first.sets.len();
    let top: Vec<_> = overlap.combinations.iter().take_while(|c| c.sets.len() == most).collect();
    let actors: Vec<_> = top.iter().flat_map(|c| &c.actors).collect();
    let states = actors.iter().all(|a| a.kind == ActorKind::State);
    let (one, many) = if states { ("state", "states") } else { ("member", "members") };
    let who = some(&actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), one, many);
    if most == 1 {
        return sentence(&match sets {
            1 => format!(
                "{} had {}",
                the(&overlap.sets[0].name),
                count(overlap.sets[0].size, "member", "members")
            ),
            _ => format!("nobody belonged to two of the {} {noun}", number(sets)),
        });
    }
    let which: Vec<_> = first.sets.iter().map(|i| the(&overlap.sets[*i].name)).collect();
    match (most == sets, top.len()) {
        (true, _) if sets == 2 => sentence(&format!("{who} belonged to both {}", list(&which))),
        (true, _) => sentence(&format!("{who} belonged to all {} {noun}", number(sets))),
        (false, 1) => sentence(&format!("{who} belonged to most: {}", list_up_to(&which, 5))),
        (false, _) => sentence(&format!("{who} belonged to {} {noun}, and none to more", of(most, sets))),
    }
}
