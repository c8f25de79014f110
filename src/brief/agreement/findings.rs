//! The findings: one claim each, with its figure.

use super::Writer;
use crate::analysis::{BlocView, Majority, Member, View};
use crate::finding::{
    adoption_title, bloc_sentence, bounds, cut_title, had_not, headline, home_is_out, non_state_title, of,
};
use crate::model::{AgreementKind, Certainty, Day};
use crate::wording::{agree, count, date, is, list, list_up_to, number, percent, sentence, the, was};

impl Writer<'_> {
    pub(super) fn findings(&mut self) {
        self.heading("Findings", "findings");
        self.finding_stands();
        self.finding_ties();
        self.finding_company();
        self.finding_non_state();
        self.finding_time();
    }

    pub(super) fn finding_stands(&mut self) {
        let analysis = self.analysis;
        self.subheading(headline(&analysis.agreement, &analysis.view), "finding-stands");
        for bloc in &analysis.view.blocs {
            let mut words = bloc_sentence(&analysis.agreement, bloc, analysis.on);
            let left_out = left_out(bloc);
            if !left_out.is_empty() {
                words.push_str(&format!(" Not counted: {left_out}."));
            }
            if let Some(bounds) = bounds(bloc) {
                words.push_str(&format!(" {}.", sentence(&bounds)));
            }
            if bloc.majority == Majority::Tied {
                words.push_str(" Two positions tie, so there is no majority to break with.");
            }
            self.say_with(words, &sources_of(bloc));
        }
        self.figure("ranks");
        self.figure("ranks-latest");
    }

    pub(super) fn finding_ties(&mut self) {
        let analysis = self.analysis;
        if analysis.view.ties == 0 {
            return;
        }
        self.subheading(cut_title(analysis), "finding-ties");
        let (cut, ties) = (analysis.view.cut.len(), analysis.view.ties);
        let mut words = format!(
            "A tie joins two members of one bloc. On {} {} ({}), the two stood in different positions.",
            of(cut, ties),
            agree(ties, "tie", "ties"),
            percent(cut, ties).unwrap_or_default()
        );
        let certain = analysis.view.cut.iter().filter(|c| c.certainty == Certainty::Certain).count();
        if certain < cut {
            words.push_str(&format!(
                " For {} of these, uncertain dates could close the gap.",
                number(cut - certain)
            ));
        }
        let shares: Vec<String> = analysis.view.blocs.iter().filter(|b| b.ties > 0).map(tie_share).collect();
        if shares.len() > 1 {
            words.push_str(&format!(" By bloc: {}.", shares.join("; ")));
        }
        self.say(words);
        self.figure("network");
    }

    pub(super) fn finding_company(&mut self) {
        let analysis = self.analysis;
        if analysis.company.is_empty() {
            return;
        }
        self.subheading("The company that rank-breakers kept".to_owned(), "finding-company");
        for company in &analysis.company {
            let breakers: Vec<String> = company.breakers.iter().map(|a| the(&a.name).into_owned()).collect();
            let there: Vec<&Member> = company.outsiders.iter().map(|o| &o.member).collect();
            let sure: Vec<&Member> =
                there.iter().filter(|m| m.certainty == Certainty::Certain).copied().collect();
            let stood = sentence(&list_up_to(&breakers, 6));
            let outside = the(&company.bloc.short_name);
            let mut words = match there.len() {
                0 => {
                    format!("No state outside {outside} with a recorded position stood where {stood} stood.")
                }
                n => format!(
                    "{stood} stood where {} outside {outside} with a recorded position stood{}.",
                    of(n, company.of) + agree(company.of, " state", " states"),
                    if sure.len() < n {
                        format!(", {} of them beyond doubt", number(sure.len()))
                    } else {
                        String::new()
                    }
                ),
            };
            if !company.whole_blocs.is_empty() {
                let blocs: Vec<String> = company
                    .whole_blocs
                    .iter()
                    .map(|(name, n)| format!("{} ({n} of {n})", the(name)))
                    .collect();
                words.push_str(&format!(" Every member of {} stood there.", list(&blocs)));
            }
            let of_note: Vec<String> = company
                .outsiders
                .iter()
                .filter(|o| o.member.certainty == Certainty::Certain && !o.blocs.is_empty())
                .map(|o| the(&o.member.actor.name).into_owned())
                .collect();
            if !of_note.is_empty() {
                words.push_str(&format!(
                    " Among them, by the number of well-known blocs they belong to: {}.",
                    list_up_to(&of_note, 12)
                ));
            }
            if !there.is_empty() {
                words.push_str(" The table company.csv names all of them.");
            }
            self.say(words);
        }
    }

    pub(super) fn finding_non_state(&mut self) {
        let analysis = self.analysis;
        if analysis.non_state.is_empty() {
            return;
        }
        self.subheading(non_state_title(analysis), "finding-non-state");
        let total: usize = analysis.non_state.iter().map(|h| h.entities.len()).sum();
        let mut words = format!(
            "The record holds {}.",
            count(total, "supporter that is not a state", "supporters that are not states")
        );
        for home in analysis.non_state.iter().filter(|h| home_is_out(h)).take(3) {
            let Some(state) = &home.state else { continue };
            let who: Vec<String> = home.entities.iter().map(|e| e.member.actor.name.clone()).collect();
            words.push_str(&format!(
                " {} {} based in {}, which {}: {}.",
                sentence(&number(who.len())),
                was(who.len()),
                the(&state.actor.name),
                had_not(analysis.agreement.kind),
                list_up_to(&who, 10)
            ));
        }
        words.push_str(" Supporters that are not states are recorded only where a source names them: their number is a floor, not a count.");
        let sources: Vec<String> = analysis
            .non_state
            .iter()
            .flat_map(|h| &h.entities)
            .filter_map(|e| e.member.source.clone())
            .collect();
        self.say_with(words, &sources);
        self.figure("non-state");
    }

    pub(super) fn finding_time(&mut self) {
        let analysis = self.analysis;
        if analysis.adoption.is_empty() || analysis.agreement.kind == AgreementKind::Vote {
            return;
        }
        self.subheading(adoption_title(analysis), "finding-time");
        let states =
            analysis.joined_since.iter().filter(|j| j.actor.kind == crate::model::ActorKind::State).count();
        let mut words = String::new();
        if states > 0 {
            words.push_str(&format!(
                "Of the states on record, {} {} dated after {}, or to an interval that reaches past it, up to the data's cut-off \
                 on {}.",
                number(states),
                is(states),
                date(analysis.on),
                date(analysis.cutoff)
            ));
        }
        let ours: Vec<String> = analysis
            .joined_since
            .iter()
            .filter(|j| !j.blocs.is_empty())
            .map(|j| format!("{} ({})", the(&j.actor.name), when(j.date)))
            .collect();
        if !ours.is_empty() {
            words.push_str(&format!(" From the blocs asked about: {}.", list_up_to(&ours, 8)));
        }
        if let Some(other) = analysis.other.as_ref().filter(|v| v.on > analysis.on) {
            words.push_str(&format!(" {}", self.stands_later(other)));
        }
        let sources: Vec<String> =
            analysis.joined_since.iter().filter(|j| !j.blocs.is_empty()).map(|j| j.source.clone()).collect();
        self.say_with(words.trim_start().to_owned(), &sources);
        self.say(self.pace_words());
        self.figure("adoption");
    }

    /// How long a treaty took to be joined, by bloc; a declaration is joined on its day or told by its curve.
    fn pace_words(&self) -> String {
        let analysis = self.analysis;
        let timed: Vec<_> = analysis.pace.iter().filter_map(|p| Some((p, p.median_days?))).collect();
        let in_years = timed.iter().any(|(_, days)| *days >= 730.0);
        let blocs: Vec<String> = timed
            .iter()
            .map(|(p, days)| format!("{} {}", the(&p.bloc.short_name), span(*days, in_years)))
            .collect();
        if analysis.agreement.kind != AgreementKind::Treaty || blocs.is_empty() {
            return String::new();
        }
        format!(
            "From the opening until half of the members of that day had joined it took {}. An order in time is not influence; \
             pace.csv in tables/ gives each member's turn and the test against all other states.",
            list_up_to(&blocs, 6)
        )
    }

    pub(super) fn stands_later(&self, view: &View) -> String {
        let split: Vec<String> = view
            .blocs
            .iter()
            .filter(|b| b.is_split())
            .map(|b| format!("{} ({} of {})", the(&b.bloc.short_name), b.tally.inside, b.tally.n))
            .collect();
        let day = date(view.on);
        match split.is_empty() {
            true => format!("By {day}, none of the blocs asked about was divided."),
            false => format!("On {day}, {} {} still divided.", list_up_to(&split, 8), was(split.len())),
        }
    }
}

fn tie_share(bloc: &BlocView) -> String {
    format!("{}, {}", the(&bloc.bloc.short_name), of(bloc.ties_cut, bloc.ties))
}

fn left_out(bloc: &BlocView) -> String {
    let t = &bloc.tally;
    let parts: Vec<String> = [
        (t.absent, "that did not vote"),
        (t.not_eligible, "that could not join"),
        (t.not_known, "whose status is not known"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, why)| format!("{} {why}", count(n, "member", "members")))
    .collect();
    list(&parts).replace("none", "")
}

fn sources_of(bloc: &BlocView) -> Vec<String> {
    bloc.members.iter().filter_map(|m| m.source.clone()).collect()
}

/// A number of days in words.
fn span(days: f64, in_years: bool) -> String {
    match in_years {
        true => format!("{:.1} years", days / 365.25),
        false => count(days.round() as usize, "day", "days"),
    }
}

/// When an act was done, as words: a day, or the span in which it lies.
pub fn when(act: crate::model::Edtf) -> String {
    let words = |day: Day| date(day);
    match (act.is_exact(), act.is_open()) {
        (true, _) => words(act.latest),
        (false, true) => format!("by {}", words(act.latest)),
        (false, false) => format!("between {} and {}", words(act.earliest), words(act.latest)),
    }
}
