//! How sure the findings are, what would change them, and how they were made.

use super::Writer;
use crate::analysis::{BlocView, Member};
use crate::finding::as_of;
use crate::finding::{bounds, names};
use crate::model::AgreementKind;
use crate::wording::{count, date, is, list, list_up_to, number, the};

impl Writer<'_> {
    pub(super) fn how_sure(&mut self) {
        let analysis = self.analysis;
        let agreement = &analysis.agreement;
        self.heading("How sure are we", "sure");
        let mut words = match &agreement.coverage {
            Some(who) => format!(
                "Acts of {who} are recorded completely up to {}, so silence up to that day means that a state had not acted.",
                date(agreement.cutoff)
            ),
            None => {
                "The record is not complete for any group of states: where it is silent, nothing is known."
                    .to_owned()
            }
        };
        let unknown: usize = analysis.view.blocs.iter().map(|b| b.tally.not_known).sum();
        if unknown > 0 {
            words.push_str(&format!(
                " For {} of the blocs, the status is not known and is left out of every share.",
                count(unknown, "member", "members")
            ));
        }
        words.push_str(&self.uncertain_words());
        self.say(words);
        if agreement.kind == AgreementKind::Declaration && analysis.view.world.is_uncertain() {
            let world = &analysis.view.world;
            self.say(format!(
                "A count of all states on {} can be given only as an interval: between {} and {} of {}.",
                date(analysis.on),
                world.low,
                world.high,
                world.n
            ));
        }
        self.say(self.coding_words());
        self.figure("codings");
        self.say(self.measure_words());
        self.say(
            "A split on a single agreement is reported as a fact and not tested against chance: for a bloc of a handful of \
             members no such test could tell. The share of all states, above, is the yardstick.",
        );
    }

    /// Under how many codings the same members break ranks.
    pub(super) fn coding_words(&self) -> String {
        let read: Vec<String> = self
            .analysis
            .robustness
            .iter()
            .filter(|r| r.readings.len() > 1)
            .map(|r| {
                let (same, of) = r.holds();
                format!("{} under {same} of {of}", the(&r.bloc.short_name))
            })
            .collect();
        match read.is_empty() {
            true => "No other coding reads any member of these blocs otherwise: who broke ranks does not depend on the convention.".to_owned(),
            false => format!("Other codings (what a signature, an abstention or a gap in the record counts) find the same rank-breakers in {}.", list(&read)),
        }
    }

    pub(super) fn uncertain_words(&self) -> String {
        let uncertain: Vec<&BlocView> =
            self.analysis.view.blocs.iter().filter(|b| b.tally.is_uncertain()).collect();
        if uncertain.is_empty() {
            return format!(
                " No uncertain date touches the members of the blocs {}.",
                as_of(self.analysis.on)
            );
        }
        let spans: Vec<String> = uncertain.iter().filter_map(|b| bounds(b)).collect();
        format!(" Some acts are dated only to an interval and count from its last day: {}.", spans.join("; "))
    }

    pub(super) fn measure_words(&self) -> String {
        let parts: Vec<String> = self
            .analysis
            .view
            .blocs
            .iter()
            .filter_map(|b| {
                let p = b.agreement?;
                Some(format!("{} {:.0}% (n = {})", the(&b.bloc.short_name), p * 100.0, b.tally.n))
            })
            .collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!(
                "Cohesion is given as pairwise agreement, the share of pairs of members in the same position: {}.",
                parts.join("; ")
            ),
        }
    }

    pub(super) fn what_would_change(&mut self) {
        let analysis = self.analysis;
        self.heading("What would change the picture", "change");
        let uncertain: Vec<&Member> = analysis
            .view
            .blocs
            .iter()
            .flat_map(|b| &b.members)
            .filter(|m| m.status != m.at_earliest)
            .collect();
        let mut ids: Vec<String> = names(uncertain);
        ids.sort();
        ids.dedup();
        let mut words = String::new();
        if !ids.is_empty() {
            words.push_str(&format!(
                "A source that dates the acts of {} would settle what is uncertain here.",
                list_up_to(&ids, 8)
            ));
        }
        let world = &analysis.view.world;
        if world.is_uncertain() {
            words.push_str(&format!(
                " Of all states, {} {} dated only to an interval that holds the day: a list from that day would turn the count of \
                 the world from an interval into a number.",
                number(world.high - world.low),
                is(world.high - world.low)
            ));
        }
        let one_away: Vec<String> = analysis
            .view
            .blocs
            .iter()
            .filter(|b| b.tally.n >= 3 && b.breakers().count() == 1)
            .filter_map(|b| {
                let member = b.breakers().next()?;
                Some(format!("{} in {}", the(&member.actor.name), the(&b.bloc.short_name)))
            })
            .collect();
        if !one_away.is_empty() {
            words.push_str(&format!(" One act would make a bloc whole again: that of {}.", list(&one_away)));
        }
        words.push_str(&format!(
            " The record ends on {}; acts after it are not in this brief.",
            date(analysis.cutoff)
        ));
        self.say(words.trim_start().to_owned());
    }

    pub(super) fn methods(&mut self) {
        let analysis = self.analysis;
        self.heading("Data, methods and limits", "methods");
        self.say(format!(
            "Each fact is one dated row with its source. Membership counts full members only, from the first day in to the day \
             before the first day out. Positions follow the coding \"{}\": {}. A member breaks ranks when its position differs from \
             the most frequent one of its bloc; when two positions tie, nobody does. An alliance tie is a pair of actors that share \
             one of the blocs; it is cut when its two ends differ.",
            analysis.coding.0, analysis.coding.1
        ));
        self.say(
            "\"Not joined\" says what had not been done by the day, never why. \"Not known\" marks what lies outside the record and is \
             never counted as a no. A sign ~ marks what an uncertain date could change. Similar conduct is not shared motive, and \
             blocs do not act on their members by having a majority.",
        );
        if !analysis.agreement.note.is_empty() {
            self.say(format!("On this record: {}", analysis.agreement.note));
        }
    }
}
