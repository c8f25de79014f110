//! The brief on one agreement: what stands in it and in which order. Every
//! number comes from the analysis; every claim that can be shown has a figure.

use std::collections::BTreeMap;

use super::document::{
    Block, Column, Document, Figure, Inline, Reference, Run, Table, cite, code, strong, text,
};
use crate::analysis::{AgreementAnalysis, BlocView, Citation, Majority, Member, View};
use crate::coding::Position;
use crate::finding::{
    adoption_title, as_of, bloc_sentence, bounds, cut_title, had_not, headline, home_is_out, kind_words,
    names, non_state_title, of, status_words, the_agreement, world_sentence,
};
use crate::model::{AgreementKind, Certainty, Day};
use crate::wording::{
    agree, count, date, is, list, list_up_to, number, percent, sentence, the, thousands, was,
};

/// A figure as the brief needs it: its words, from the scene that was drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// File stem.
    pub name: &'static str,
    /// Its title: the finding.
    pub title: String,
    /// Text alternative.
    pub alt: String,
    /// The rows of the drawing in words.
    pub description: Vec<String>,
    /// What a reader must know.
    pub note: String,
    /// Where the data come from.
    pub source: String,
}

/// The figure of a name as a block, if it was drawn.
pub(super) fn figure(figures: &[Drawn], name: &str, number: usize) -> Option<Block> {
    let drawn = figures.iter().find(|f| f.name == name)?;
    let run = |words: &str| if words.is_empty() { vec![] } else { vec![text(words)] };
    Some(Block::Figure(Figure {
        number,
        name: drawn.name.to_owned(),
        caption: drawn.title.clone(),
        alt: drawn.alt.clone(),
        description: drawn.description.clone(),
        source: run(&drawn.source),
        note: run(&drawn.note),
    }))
}

/// The numbered sources.
pub(super) fn references(sources: &[Citation]) -> Block {
    let list = sources.iter().enumerate().map(|(i, s)| Reference {
        number: i + 1,
        id: s.id.clone(),
        text: source_text(s),
        url: (!s.url.is_empty()).then(|| s.url.clone()),
    });
    Block::References(list.collect())
}

/// How a run is cited and repeated.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The program's version.
    pub version: &'static str,
    /// The command that makes the same files again.
    pub command: String,
    /// The tables written beside the brief: file and what a row is.
    pub tables: Vec<(String, String)>,
}

/// Writes the brief on an agreement.
pub fn compose(analysis: &AgreementAnalysis, figures: &[Drawn], provenance: &Provenance) -> Document {
    let mut writer = Writer {
        analysis,
        figures,
        numbers: numbers(&analysis.sources),
        figure: 0,
        table: 0,
        blocks: vec![],
    };
    writer.key_findings();
    writer.question();
    writer.findings();
    writer.who_broke_ranks();
    writer.how_sure();
    writer.what_would_change();
    writer.methods();
    writer.sources(provenance);
    writer.annex(provenance);
    let on = analysis.on;
    Document {
        title: format!("{}, {}", headline(&analysis.agreement, &analysis.view), as_of(on)),
        subtitle: subtitle(analysis),
        language: "en".to_owned(),
        meta: vec![
            ("As of".to_owned(), date(on)),
            ("Data cut-off".to_owned(), date(analysis.cutoff)),
            (
                "Made with".to_owned(),
                format!("blocs {}, data {}", provenance.version, &analysis.data_hash[..12]),
            ),
        ],
        blocks: writer.blocks,
    }
}

fn subtitle(analysis: &AgreementAnalysis) -> String {
    let blocs: Vec<String> =
        analysis.view.blocs.iter().map(|b| the(&b.bloc.short_name).into_owned()).collect();
    match blocs.is_empty() {
        true => format!("{}: where states stood", analysis.agreement.name),
        false => format!("{}: where {} stood", analysis.agreement.name, list_up_to(&blocs, 8)),
    }
}

fn numbers(sources: &[Citation]) -> BTreeMap<String, usize> {
    sources.iter().enumerate().map(|(i, s)| (s.id.clone(), i + 1)).collect()
}

struct Writer<'a> {
    analysis: &'a AgreementAnalysis,
    figures: &'a [Drawn],
    numbers: BTreeMap<String, usize>,
    figure: usize,
    table: usize,
    blocks: Vec<Block>,
}

impl Writer<'_> {
    fn heading(&mut self, words: &str, id: &str) {
        self.blocks.push(Block::heading(2, words, id));
    }

    fn say(&mut self, words: impl Into<String>) {
        self.say_with(words, &[]);
    }

    /// A paragraph and the sources that bear it out.
    fn say_with(&mut self, words: impl Into<String>, sources: &[String]) {
        let words = words.into();
        if words.is_empty() {
            return;
        }
        let mut run: Run = vec![text(words)];
        let mut cited: Vec<usize> = sources.iter().filter_map(|s| self.numbers.get(s).copied()).collect();
        cited.sort_unstable();
        cited.dedup();
        if !cited.is_empty() {
            run.push(cite(&cited));
        }
        self.blocks.push(Block::Paragraph(run));
    }

    fn figure(&mut self, name: &str) {
        if let Some(block) = figure(self.figures, name, self.figure + 1) {
            self.figure += 1;
            self.blocks.push(block);
        }
    }

    fn key_findings(&mut self) {
        let analysis = self.analysis;
        let mut bullets: Vec<Run> = vec![];
        for bloc in analysis.view.blocs.iter().take(3) {
            bullets.push(vec![text(bloc_sentence(&analysis.agreement, bloc, analysis.on))]);
        }
        bullets.push(vec![text(world_sentence(&analysis.agreement, &analysis.view.world, analysis.on))]);
        if let Some(words) = self.company_in_short() {
            bullets.push(vec![text(words)]);
        }
        if let Some(words) = self.since_in_short() {
            bullets.push(vec![text(words)]);
        }
        self.blocks.push(Block::KeyFindings { title: "Key findings".to_owned(), bullets });
    }

    /// Who stood where the first bloc's rank-breakers stood.
    fn company_in_short(&self) -> Option<String> {
        let company = self.analysis.company.iter().find(|c| !c.outsiders.is_empty())?;
        let breakers: Vec<String> = company.breakers.iter().map(|a| the(&a.name).into_owned()).collect();
        let blocs: Vec<String> = company
            .whole_blocs
            .iter()
            .map(|(name, n)| format!("all {} members of {}", number(*n), the(name)))
            .collect();
        let among = if blocs.is_empty() { String::new() } else { format!(", {} among them", list(&blocs)) };
        Some(format!(
            "{} stood where {} outside {} with a recorded position stood{among}.",
            sentence(&list_up_to(&breakers, 4)),
            of(company.outsiders.len(), company.of) + agree(company.of, " state", " states"),
            the(&company.bloc.short_name)
        ))
    }

    /// How many rank-breakers came in later.
    fn since_in_short(&self) -> Option<String> {
        let analysis = self.analysis;
        let breakers: Vec<&Member> = analysis
            .view
            .blocs
            .iter()
            .flat_map(|b| b.breakers())
            .filter(|m| m.position != Some(Position::In))
            .collect();
        let mut later = vec![];
        for joined in &analysis.joined_since {
            if breakers.iter().any(|m| m.actor.id == joined.actor.id) {
                later.push(format!("{} ({})", the(&joined.actor.name), when(joined.date)));
            }
        }
        (!later.is_empty()).then(|| {
            format!(
                "Of those that broke ranks, {} joined later: {}.",
                number(later.len()),
                list_up_to(&later, 6)
            )
        })
    }

    fn question(&mut self) {
        let agreement = &self.analysis.agreement;
        self.heading("The question", "question");
        let opened = match agreement.kind {
            AgreementKind::Declaration => "was launched",
            AgreementKind::Treaty => "was opened for signature",
            AgreementKind::Vote => "was put to the vote",
        };
        let mut words = format!(
            "{} ({}) {opened} on {}. It is {}.",
            sentence(&the_agreement(agreement)),
            agreement.name,
            date(agreement.opened),
            kind_words(agreement)
        );
        if agreement.name == agreement.short_name {
            words = words.replacen(&format!(" ({})", agreement.name), "", 1);
        }
        if let Some(day) = agreement.in_force {
            words.push_str(&format!(" It entered into force on {}.", date(day)));
        }
        if !agreement.provisions.is_empty() {
            let n = agreement.provisions.len();
            let asks: Vec<String> = agreement.provisions.iter().map(|(_, _, what)| lower(what)).collect();
            words.push_str(&format!(
                " The record holds {} of it: {}.",
                count(n, "provision", "provisions"),
                asks.join("; ")
            ));
        }
        self.say(words);
        self.say(format!(
            "This brief asks who broke ranks: which members of a bloc stood elsewhere than most of its members, {}, \
             with membership and status both taken on that day.",
            as_of(self.analysis.on)
        ));
    }

    fn findings(&mut self) {
        self.heading("Findings", "findings");
        self.finding_stands();
        self.finding_ties();
        self.finding_company();
        self.finding_non_state();
        self.finding_time();
    }

    fn subheading(&mut self, words: String, id: &str) {
        self.blocks.push(Block::heading(3, words, id));
    }

    fn finding_stands(&mut self) {
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

    fn finding_ties(&mut self) {
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

    fn finding_company(&mut self) {
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

    fn finding_non_state(&mut self) {
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

    fn finding_time(&mut self) {
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
        self.figure("adoption");
    }

    fn stands_later(&self, view: &View) -> String {
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

    fn who_broke_ranks(&mut self) {
        self.heading("Who broke ranks", "who");
        let rows = self.breaker_rows();
        if rows.is_empty() {
            self.say(format!("No member of the blocs asked about broke ranks {}.", as_of(self.analysis.on)));
            return;
        }
        self.table += 1;
        let more = rows.len().saturating_sub(MOST_ROWS);
        let note = match more {
            0 => vec![],
            more => vec![text(format!("{} more in tables/statuses.csv.", sentence(&number(more))))],
        };
        self.blocks.push(Block::Table(Table {
            number: self.table,
            caption: format!(
                "Members in another position than most of their bloc, {}",
                as_of(self.analysis.on)
            ),
            columns: ["State", "Bloc", "Status", "Date", "Company kept"].map(Column::left).to_vec(),
            rows: rows.into_iter().take(MOST_ROWS).collect(),
            note,
        }));
    }

    fn breaker_rows(&self) -> Vec<Vec<Run>> {
        let mut rows: BTreeMap<(String, String), (Vec<String>, &Member)> = BTreeMap::new();
        for bloc in &self.analysis.view.blocs {
            for member in bloc.breakers() {
                let key = (member.actor.name.clone(), member.actor.id.clone());
                rows.entry(key).or_insert((vec![], member)).0.push(bloc.bloc.short_name.clone());
            }
        }
        rows.into_values().map(|(blocs, member)| self.breaker_row(&blocs, member)).collect()
    }

    fn breaker_row(&self, blocs: &[String], member: &Member) -> Vec<Run> {
        let sure = if member.certainty == Certainty::Uncertain { "~ " } else { "" };
        let company =
            self.analysis.company.iter().find(|c| c.breakers.iter().any(|a| a.id == member.actor.id));
        let kept = company.map_or(String::new(), |c| {
            let n = c.outsiders.len();
            format!("{} of {} outsiders", thousands(n), thousands(c.of))
        });
        let mut status: Run = vec![text(format!("{sure}{}", status_words(member.status)))];
        if let Some(number) = member.source.as_ref().and_then(|s| self.numbers.get(s)) {
            status.push(cite(&[*number]));
        }
        let day = member.act_date.map(|d| d.to_string()).unwrap_or_default();
        vec![
            vec![strong(&member.actor.name)],
            vec![text(list(blocs))],
            status,
            vec![text(day)],
            vec![text(kept)],
        ]
    }

    fn how_sure(&mut self) {
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
    fn coding_words(&self) -> String {
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

    fn uncertain_words(&self) -> String {
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

    fn measure_words(&self) -> String {
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

    fn what_would_change(&mut self) {
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

    fn methods(&mut self) {
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

    fn sources(&mut self, provenance: &Provenance) {
        self.heading("Sources", "sources");
        self.blocks.push(references(&self.analysis.sources));
        self.heading("How to cite", "cite");
        let title = headline(&self.analysis.agreement, &self.analysis.view);
        self.say(format!(
            "blocs {}, \"{title}, {}\", data cut-off {}, data version {}.",
            provenance.version,
            as_of(self.analysis.on),
            date(self.analysis.cutoff),
            &self.analysis.data_hash[..12]
        ));
    }

    fn annex(&mut self, provenance: &Provenance) {
        let tables: Vec<Run> = provenance
            .tables
            .iter()
            .map(|(file, row)| vec![code(file.clone()), Inline::Text(format!(": a row is {row}"))])
            .collect();
        let blocks = vec![
            Block::paragraph(["The rows behind every number, and the command that makes these files again:"]),
            Block::Bullets(tables),
            Block::Code { language: "sh".to_owned(), text: provenance.command.clone() },
            self.measures_table(),
        ];
        self.heading("Annex", "annex");
        self.blocks.push(Block::Details { summary: "Tables, measures and the command".to_owned(), blocks });
    }

    fn measures_table(&mut self) -> Block {
        self.table += 1;
        let number = |value: Option<f64>| vec![text(value.map_or("n/a".to_owned(), |v| format!("{v:.3}")))];
        let rows = self.analysis.view.blocs.iter().map(|b| {
            let t = &b.tally;
            let counts = [t.n, t.inside, t.half, t.out, b.ties_cut].map(|n| vec![text(thousands(n))]);
            let mut row: Vec<Run> = vec![vec![strong(&b.bloc.short_name)]];
            row.extend(counts);
            row.extend([number(b.agreement), number(b.rice), number(b.agreement_index)]);
            row
        });
        let heads =
            ["n", "In", "Half-way", "Out", "Ties cut", "Pairwise agreement", "Rice index", "Agreement Index"];
        Block::Table(Table {
            number: self.table,
            caption: format!("Counts and measures of cohesion, {}", as_of(self.analysis.on)),
            columns: std::iter::once(Column::left("Bloc")).chain(heads.map(Column::right)).collect(),
            rows: rows.collect(),
            note: vec![text(
                "n/a: undefined, because too few members have a position. Small blocs inflate the Rice index; pairwise agreement does not depend on size.",
            )],
        })
    }
}

/// The most rows a table in the running text has.
const MOST_ROWS: usize = 15;

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

/// A provision as part of a sentence: without its full stop, its first letter small unless a name begins it.
fn lower(words: &str) -> String {
    let words = words.trim_end_matches('.');
    let mut chars = words.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(words.chars().skip(1)).collect()
        }
        _ => words.to_owned(),
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

fn source_text(source: &Citation) -> String {
    let mut parts = vec![];
    if !source.publisher.is_empty() {
        parts.push(source.publisher.clone());
    }
    parts.push(format!("\"{}\"", source.title));
    if let Some(day) = source.published {
        parts.push(day.to_string());
    }
    if let Some(day) = source.retrieved {
        parts.push(format!("retrieved {}", date(day)));
    }
    let rows = format!("{} of this brief's data", count(source.rows, "row", "rows"));
    format!("{}. {}.", parts.join(", "), sentence(&rows))
}
