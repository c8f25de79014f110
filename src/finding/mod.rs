//! Findings in words: titles and sentences made from an analysis, the same for
//! figures and briefs. Neutral: what had been done by when, never why.

mod figures;

pub use figures::*;

mod history;
mod survey;

pub use history::{history_title, themes_title, years};
pub use survey::{
    chance_title, dissent_title, groups_title, groups_words, likeness_title, likeness_words, survey_title,
};

use crate::analysis::{AgreementAnalysis, AgreementFacts, BlocView, Majority, Member, Tally, View};
use crate::coding::Position;
use crate::model::{AgreementKind, Certainty, Day, Status};
use crate::wording::{agree, count, date, list, list_up_to, number, percent, sentence, the, thousands, was};

/// How many names a title holds.
const NAMES_IN_TITLE: usize = 3;
/// How many names a sentence holds.
const NAMES_IN_SENTENCE: usize = 8;

/// The agreement as it stands inside a sentence.
pub fn the_agreement(agreement: &AgreementFacts) -> String {
    with_article(&agreement.short_name)
}

/// Names of texts take an article, those that begin with a proper abbreviation do not.
fn with_article(name: &str) -> String {
    const NOUNS: [&str; 14] = [
        "Call",
        "Convention",
        "Treaty",
        "Protocol",
        "Declaration",
        "Statement",
        "Statute",
        "Accords",
        "Agreement",
        "Code",
        "Pledge",
        "Pact",
        "Resolution",
        "Pathways",
    ];
    let named = |noun: &str| name.split([' ', ':', '(']).any(|word| word.eq_ignore_ascii_case(noun));
    const ABBREVIATIONS: [&str; 3] = ["CTBT", "NPT", "TPNW"];
    let article = NOUNS.iter().any(|noun| named(noun)) || ABBREVIATIONS.contains(&name);
    if article {
        format!("the {}", name.strip_prefix("The ").unwrap_or(name))
    } else {
        the(name).into_owned()
    }
}

/// Names as they stand inside a sentence.
pub fn names<'a>(members: impl IntoIterator<Item = &'a Member>) -> Vec<String> {
    members.into_iter().map(|m| the(&m.actor.name).into_owned()).collect()
}

/// What those in a position had done: "had endorsed", "was bound by", "voted against".
pub fn had_done(kind: AgreementKind, position: Position, n: usize) -> String {
    match (kind, position) {
        (AgreementKind::Declaration, Position::Out) => "had not endorsed".to_owned(),
        (AgreementKind::Declaration, _) => "had endorsed".to_owned(),
        (AgreementKind::Treaty, Position::In) => format!("{} bound by", was(n)),
        (AgreementKind::Treaty, Position::Half) => format!("had signed but {} not bound by", was(n)),
        (AgreementKind::Treaty, Position::Out) => format!("{} neither signatory to nor bound by", was(n)),
        (AgreementKind::Vote, Position::In) => "voted for".to_owned(),
        (AgreementKind::Vote, Position::Half) => "abstained on".to_owned(),
        (AgreementKind::Vote, Position::Out) => "voted against".to_owned(),
    }
}

/// The same without its object: "had", "had only signed it", "had not".
fn in_short(kind: AgreementKind, position: Position, n: usize) -> String {
    match (kind, position) {
        (AgreementKind::Declaration, Position::Out) => "had not".to_owned(),
        (AgreementKind::Declaration, _) => "had".to_owned(),
        (AgreementKind::Treaty, Position::In) => format!("{} bound by it", was(n)),
        (AgreementKind::Treaty, Position::Half) => "had only signed it".to_owned(),
        (AgreementKind::Treaty, Position::Out) => format!("{} neither signatory nor party", was(n)),
        (AgreementKind::Vote, Position::In) => "voted in favour".to_owned(),
        (AgreementKind::Vote, Position::Half) => "abstained".to_owned(),
        (AgreementKind::Vote, Position::Out) => "voted against".to_owned(),
    }
}

/// A word for being in a position: "endorsed", "signed only", "not party".
pub fn position_word(kind: AgreementKind, position: Position) -> &'static str {
    match (kind, position) {
        (AgreementKind::Declaration, Position::Out) => "not endorsed",
        (AgreementKind::Declaration, _) => "endorsed",
        (AgreementKind::Treaty, Position::In) => "party",
        (AgreementKind::Treaty, Position::Half) => "signed only",
        (AgreementKind::Treaty, Position::Out) => "not party",
        (AgreementKind::Vote, Position::In) => "yes",
        (AgreementKind::Vote, Position::Half) => "abstained",
        (AgreementKind::Vote, Position::Out) => "no",
    }
}

/// A status as a phrase for tables and labels.
pub fn status_words(status: Status) -> &'static str {
    match status {
        Status::None => "not joined",
        Status::Declined => "declined",
        Status::Endorsed => "endorsed",
        Status::Signed => "signed only",
        Status::Bound => "party",
        Status::Withdrawn => "withdrawn",
        Status::Yes => "yes",
        Status::No => "no",
        Status::Abstain => "abstained",
        Status::Absent => "did not vote",
        Status::NotEligible => "could not join",
        Status::NotAState => "not a state then",
        Status::NotKnown => "not known",
    }
}

/// "As of 12 November 2018".
pub fn as_of(day: Day) -> String {
    format!("as of {}", date(day))
}

/// The main finding of a view, without a date: the title of a brief and of its first figure.
pub fn headline(agreement: &AgreementFacts, view: &View) -> String {
    if let Some(bloc) = view.foremost() {
        return broke(agreement, bloc);
    }
    if let Some(bloc) = view.blocs.iter().find(|b| b.breakers().next().is_some()) {
        let who = who(bloc, bloc.breakers());
        return sentence(&format!(
            "{who} may have broken ranks with {} on {}",
            the(&bloc.bloc.short_name),
            the_agreement(agreement)
        ));
    }
    if let Some(bloc) = view.blocs.iter().find(|b| b.majority == Majority::Tied) {
        return sentence(&format!(
            "{} split evenly on {}",
            the(&bloc.bloc.short_name),
            the_agreement(agreement)
        ));
    }
    united(agreement, view)
}

fn broke(agreement: &AgreementFacts, bloc: &BlocView) -> String {
    let who = who(bloc, bloc.sure_breakers());
    sentence(&format!(
        "{who} broke ranks with {} on {}",
        the(&bloc.bloc.short_name),
        the_agreement(agreement)
    ))
}

/// A few names, or how many of how many.
fn who<'a>(bloc: &BlocView, members: impl Iterator<Item = &'a Member>) -> String {
    let names = names(members);
    match names.len() <= NAMES_IN_TITLE {
        true => list(&names),
        false => format!("{} members", of(names.len(), bloc.tally.n)),
    }
}

fn united(agreement: &AgreementFacts, view: &View) -> String {
    let blocs: Vec<&BlocView> = view.blocs.iter().filter(|b| b.is_united()).collect();
    let names: Vec<String> = blocs.iter().map(|b| the(&b.bloc.short_name).into_owned()).collect();
    let agreement_name = the_agreement(agreement);
    match (blocs.as_slice(), names.len()) {
        ([], _) => sentence(&format!("nothing is known of where the blocs stood on {agreement_name}")),
        ([bloc], 1) => {
            let Majority::Is(position) = bloc.majority else { return agreement_name };
            let done = had_done(agreement.kind, position, bloc.tally.n);
            sentence(&format!(
                "all {} members of {} on record {done} {agreement_name}",
                bloc.tally.n, names[0]
            ))
        }
        _ => {
            let known = if blocs.iter().all(|b| b.is_wholly_known()) { "" } else { " on record" };
            sentence(&format!(
                "no member{known} broke ranks on {agreement_name} in {}",
                list_up_to(&names, 4)
            ))
        }
    }
}

/// What a treaty still needs to enter into force, where it states a number of parties; empty where it has, or needs none.
pub fn entry_into_force(agreement: &AgreementFacts, world: &Tally, on: Day) -> String {
    let Some(needed) = agreement.threshold.filter(|_| agreement.in_force.is_none_or(|day| day > on)) else {
        return String::new();
    };
    let had = world.inside;
    let missing = match needed.saturating_sub(had) {
        0 => "as many as it needs".to_owned(),
        n => format!("{} fewer than it needs", number(n)),
    };
    format!(
        "To enter into force it needs {}; {} it had {}, {missing}.",
        count(needed, "party", "parties"),
        as_of(on),
        number(had)
    )
}

/// One bloc in one or two sentences: who did what, by when, of how many.
pub fn bloc_sentence(agreement: &AgreementFacts, view: &BlocView, on: Day) -> String {
    let tally = &view.tally;
    let bloc = the(&view.bloc.short_name);
    if tally.n == 0 {
        return format!(
            "Where the {} of {bloc} stood on {} is not known.",
            count(tally.members, "member", "members"),
            date(on)
        );
    }
    let agreement_name = the_agreement(agreement);
    if let Some(position) = Position::ALL.into_iter().find(|p| tally.counts(agreement.kind).of(*p) == tally.n)
    {
        let done = had_done(agreement.kind, position, tally.n);
        let all = match tally.n {
            1 => "The one member".to_owned(),
            2 => "Both members".to_owned(),
            n => format!("All {} members", number(n)),
        };
        return format!("{all} of {bloc}{} {done} {agreement_name}{}.", on_record(tally), by(agreement, on));
    }
    let leading = leading(view);
    let counts = tally.counts(agreement.kind);
    let done = had_done(agreement.kind, leading, counts.of(leading));
    let mut text = format!(
        "In {bloc}, {} {done} {agreement_name}{}",
        share_words(counts.of(leading), tally),
        by(agreement, on)
    );
    let sure = |m: &&Member| m.certainty == Certainty::Certain && m.status != Status::Withdrawn;
    for position in [Position::In, Position::Half, Position::Out] {
        let who = names(view.at(position).filter(sure));
        if position != leading && !who.is_empty() {
            let short = in_short(agreement.kind, position, who.len());
            text.push_str(&format!("; {} {short}", list_up_to(&who, NAMES_IN_SENTENCE)));
        }
    }
    let gone = |m: &&Member| m.status == Status::Withdrawn && m.certainty == Certainty::Certain;
    let left = names(view.members.iter().filter(gone));
    if !left.is_empty() {
        text.push_str(&format!("; {} had withdrawn", list_up_to(&left, NAMES_IN_SENTENCE)));
    }
    let open =
        names(view.members.iter().filter(|m| m.position.is_some() && m.certainty == Certainty::Uncertain));
    if !open.is_empty() {
        text.push_str(&format!("; for {} it is uncertain", list_up_to(&open, NAMES_IN_SENTENCE)));
    }
    text.push('.');
    text
}

/// "three of five members (60%)", "three of five members with a known position (60%)".
fn share_words(k: usize, tally: &Tally) -> String {
    let percent = percent(k, tally.n).map(|p| format!(" ({p})")).unwrap_or_default();
    format!("{} {}{}{percent}", of(k, tally.n), agree(tally.n, "member", "members"), on_record(tally))
}

/// Says that a share is of those with a position, where others have none.
fn on_record(tally: &Tally) -> &'static str {
    if tally.n < tally.members { " with a known position" } else { "" }
}

/// The position that leads: that of the majority, or "in" when there is none.
fn leading(view: &BlocView) -> Position {
    match view.majority {
        Majority::Is(position) => position,
        _ => Position::In,
    }
}

fn by(agreement: &AgreementFacts, on: Day) -> String {
    match agreement.kind {
        AgreementKind::Vote => String::new(),
        _ => format!(" by {}", date(on)),
    }
}

/// What uncertain dates leave open for a bloc; nothing when they leave nothing open.
pub fn bounds(view: &BlocView) -> Option<String> {
    let tally = &view.tally;
    tally.is_uncertain().then(|| {
        format!(
            "for {}, uncertain dates leave between {} and {} of {} in",
            the(&view.bloc.short_name),
            tally.low,
            tally.high,
            tally.n
        )
    })
}

/// How many alliance ties were cut, as a title.
pub fn cut_title(analysis: &AgreementAnalysis) -> String {
    let (cut, ties) = (analysis.view.cut.len(), analysis.view.ties);
    let agreement = the_agreement(&analysis.agreement);
    match (cut, ties) {
        (_, 0) => sentence(&format!("no alliance ties can be compared on {agreement}")),
        (0, _) => {
            sentence(&format!("{agreement} cut none of {}", count(ties, "alliance tie", "alliance ties")))
        }
        _ => sentence(&format!("{agreement} cut {} alliance ties", of(cut, ties))),
    }
}

/// How adoption went, as a title.
pub fn adoption_title(analysis: &AgreementAnalysis) -> String {
    let agreement = the_agreement(&analysis.agreement);
    let last = |a: &crate::analysis::Adoption| a.steps.last().map_or((0, 0), |s| (s.low, a.n));
    let complete: Vec<String> = analysis
        .adoption
        .iter()
        .filter(|a| a.n > 0 && last(a).0 == a.n)
        .map(|a| the(&a.bloc.short_name).into_owned())
        .collect();
    let word = match analysis.agreement.kind {
        AgreementKind::Declaration => "had endorsed",
        _ => "had joined",
    };
    let by = date(analysis.cutoff);
    if !complete.is_empty() && complete.len() <= 3 {
        let all = if complete.len() == 1 { "every member" } else { "all members" };
        return sentence(&format!("{all} of {} {word} {agreement} by {by}", list(&complete)));
    }
    let (low, n) = analysis.adoption.iter().map(last).next().unwrap_or((0, 0));
    let Some(first) = analysis.adoption.first() else {
        return sentence(&format!("adoption of {agreement} to {by}"));
    };
    let bloc = the(&first.bloc.short_name);
    let who = match (low, n) {
        (0, 0 | 1) => format!("no member of {bloc}"),
        (0, n) => format!("none of the {} members of {bloc}", number(n)),
        _ => format!("{} {} of {bloc}", of(low, n), agree(n, "member", "members")),
    };
    sentence(&format!("{who} {word} {agreement} by {by}"))
}

/// Firms and others beside their own state, as a title.
pub fn non_state_title(analysis: &AgreementAnalysis) -> String {
    let total: usize = analysis.non_state.iter().map(|h| h.entities.len()).sum();
    let agreement = the_agreement(&analysis.agreement);
    let against: usize = analysis.non_state.iter().filter(|h| home_is_out(h)).map(|h| h.entities.len()).sum();
    match (total, against) {
        (0, _) => sentence(&format!("no non-state supporter of {agreement} is on record")),
        (_, 0) => sentence(&format!(
            "{} on record had joined {agreement} with their home state",
            count(total, "supporter", "supporters")
        )),
        _ => sentence(&format!(
            "{} recorded non-state supporters of {agreement} came from states that {}",
            of(against, total),
            had_not(analysis.agreement.kind)
        )),
    }
}

/// "had not endorsed", "had not joined".
pub fn had_not(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::Declaration => "had not endorsed it",
        _ => "had not joined it",
    }
}

/// Whether the home state certainly had not joined.
pub fn home_is_out(home: &crate::analysis::HomeState) -> bool {
    home.state.as_ref().is_some_and(|s| s.position == Some(Position::Out) && s.at_earliest == s.status)
}

/// A part of a whole in a sentence: "three of five", "12 of 27".
pub fn of(k: usize, n: usize) -> String {
    match n < 10 {
        true => format!("{} of {}", number(k), number(n)),
        false => format!("{} of {}", thousands(k), thousands(n)),
    }
}

/// The world's count in one sentence.
pub fn world_sentence(agreement: &AgreementFacts, world: &Tally, on: Day) -> String {
    let done = had_done(agreement.kind, Position::In, world.inside);
    let percent = percent(world.inside, world.n).map(|p| format!(" ({p})")).unwrap_or_default();
    let mut text = format!(
        "Of all states with a recorded position, {}{percent} {done} it{}",
        of(world.inside, world.n),
        by(agreement, on)
    );
    if world.is_uncertain() {
        text.push_str(&format!("; uncertain dates leave between {} and {}", world.low, world.high));
    }
    if world.half > 0 {
        let short = in_short(agreement.kind, Position::Half, world.half);
        text.push_str(&format!("; {} more {short}", number(world.half)));
    }
    text.push('.');
    text
}

/// "It binds in law" or not, as a clause about its kind.
pub fn kind_words(agreement: &AgreementFacts) -> &'static str {
    match (agreement.kind, agreement.binding) {
        (AgreementKind::Treaty, _) => "a treaty, binding in law on its parties",
        (AgreementKind::Declaration, _) => "a political declaration, not binding in law",
        (AgreementKind::Vote, true) => "a recorded vote on a text that binds in law",
        (AgreementKind::Vote, false) => "a recorded vote on a text that does not bind in law",
    }
}

/// Whether the rank-breakers are the same under other codings, as a title.
pub fn codings_title(analysis: &AgreementAnalysis) -> String {
    let read = analysis.robustness.iter().filter(|r| r.readings.len() > 1);
    let (mut same, mut blocs) = (0, 0);
    for robustness in read {
        let (holds, of) = robustness.holds();
        blocs += 1;
        same += usize::from(holds == of);
    }
    match (same, blocs) {
        (_, 0) => "No other coding reads these blocs otherwise".to_owned(),
        (0, 1) => "Who broke ranks depends on the coding".to_owned(),
        (0, n) => format!("Who broke ranks depends on the coding in all {} blocs", number(n)),
        (1, 1) => "The same members break ranks under every coding".to_owned(),
        _ => {
            sentence(&format!("the same members break ranks under every coding in {} blocs", of(same, blocs)))
        }
    }
}
