//! The brief on many agreements: how united blocs were year by year, who stood
//! apart, and what divided them.

use super::citation::{Drawn, Provenance, figure, references};
use super::document::{Block, Column, Document, Run, Table, code, strong, text};
use super::overview::groups;
use crate::analysis::History;
use crate::analysis::history::{FEWEST_OF_THEME, FEWEST_VOTING, Total};
use crate::analysis::series::{By, SeriesRow};
use crate::finding::{dissent_title, groups_title, history_title, percentage, themes_title, years};
use crate::wording::{count, date, list, list_up_to, percent, sentence, share, the, the_each, thousands};

/// How many rows the tables in the text have.
const MOST: usize = 10;

/// Writes the brief.
pub fn compose(history: &History, figures: &[Drawn], provenance: &Provenance) -> Document {
    let mut brief = Brief { history, figures, blocks: vec![], drawn: 0, tables: 0 };
    brief.key_findings();
    brief.question();
    brief.heading(2, "Findings", "findings");
    brief.course();
    brief.dissent();
    brief.themes();
    brief.divided();
    brief.likeness();
    brief.sure();
    brief.methods();
    brief.heading(2, "Sources", "sources");
    brief.blocks.push(references(&history.survey.sources));
    brief.heading(2, "How to cite", "cite");
    let (title, data) = (history_title(history), &history.survey.data_hash[..12]);
    brief.say(format!("blocs {}, \"{title}\", data version {data}.", provenance.version));
    brief.annex(provenance);
    let made = format!("blocs {}, data {data}", provenance.version);
    Document {
        subtitle: format!(
            "{}{}, {}",
            sentence(history.noun(2)),
            of_bodies(history, 2),
            count(history.survey.blocs.len(), "bloc", "blocs")
        ),
        title,
        language: "en".to_owned(),
        meta: vec![
            ("From".to_owned(), date(history.days.0)),
            ("To".to_owned(), date(history.days.1)),
            ("Made with".to_owned(), made),
        ],
        blocks: brief.blocks,
    }
}

struct Brief<'a> {
    history: &'a History,
    figures: &'a [Drawn],
    blocks: Vec<Block>,
    drawn: usize,
    tables: usize,
}

impl Brief<'_> {
    fn heading(&mut self, level: u8, words: impl Into<String>, id: &str) {
        self.blocks.push(Block::heading(level, words, id));
    }

    fn say(&mut self, words: String) {
        self.blocks.push(Block::paragraph([words]));
    }

    fn figure(&mut self, name: &str) {
        if let Some(block) = figure(self.figures, name, self.drawn + 1) {
            self.drawn += 1;
            self.blocks.push(block);
        }
    }

    fn table(&mut self, caption: String, columns: Vec<Column>, rows: Vec<Vec<Run>>, note: String) {
        self.tables += 1;
        let number = self.tables;
        self.blocks.push(Block::Table(Table { number, caption, columns, rows, note: vec![text(note)] }));
    }

    /// The first bloc that anything is known of; the text follows it where it cannot follow all.
    fn first(&self) -> Option<&Total> {
        self.history.totals.iter().find(|t| t.agreements > 0)
    }

    fn key_findings(&mut self) {
        let mut bullets: Vec<Run> = vec![];
        for total in self.history.totals.iter().filter(|t| t.agreements > 0).take(3) {
            bullets.push(vec![text(self.united(total))]);
        }
        if let Some(total) = self.first() {
            bullets.extend(self.turns(total).map(|words| vec![text(words)]));
        }
        if self
            .history
            .survey
            .dissent
            .iter()
            .any(|d| d.opportunities >= self.history.survey.fewest_opportunities)
        {
            bullets.push(vec![text(format!("{}.", dissent_title(&self.history.survey)))]);
        }
        if let Some(title) = themes_title(self.history) {
            bullets.push(vec![text(format!("{title}."))]);
        }
        self.blocks.push(Block::KeyFindings { title: "Key findings".to_owned(), bullets });
    }

    /// How often a bloc stood undivided, and how that compares.
    fn united(&self, total: &Total) -> String {
        let (k, n) = (total.undivided, total.agreements);
        let against = match (total.agreement, total.world) {
            (Some(own), Some(world)) => format!(
                "; on average {} of the pairs of its members took the same position, against {} of the pairs of all states",
                percentage(own),
                percentage(world)
            ),
            _ => String::new(),
        };
        sentence(&format!(
            "{} stood undivided in {} of {} with two known positions or more, {}{against} ({}).",
            the(&total.bloc.short_name),
            thousands(k),
            self.counted(n),
            percent(k, n).unwrap_or_default(),
            years(self.history)
        ))
    }

    /// Where a bloc's course began and ended, and its lowest point.
    fn turns(&self, total: &Total) -> Option<String> {
        let rows: Vec<(&SeriesRow, f64)> =
            self.history.of_bloc(&total.bloc).filter_map(|row| Some((row, row.agreement_mean?))).collect();
        let ((first, a), (last, b)) = (*rows.first()?, *rows.last()?);
        if first.from == last.from {
            return None;
        }
        let (low, c) = *rows.iter().min_by(|x, y| x.1.total_cmp(&y.1))?;
        let (high, d) = *rows.iter().max_by(|x, y| x.1.total_cmp(&y.1))?;
        let at = |row: &SeriesRow, value: f64| {
            format!("{} in {} ({})", percentage(value), period(row), self.counted(row.items))
        };
        Some(sentence(&format!(
            "pairwise agreement in {} was {} and {}; it was lowest, {}, and highest, {}.",
            the(&total.bloc.short_name),
            at(first, a),
            at(last, b),
            at(low, c),
            at(high, d)
        )))
    }

    fn counted(&self, n: usize) -> String {
        format!("{} {}", thousands(n), self.history.noun(n))
    }

    fn question(&mut self) {
        self.heading(2, "The question", "question");
        let history = self.history;
        let blocs: Vec<String> =
            history.survey.blocs.iter().map(|b| the(&b.short_name).into_owned()).collect();
        self.say(format!(
            "How united were the members of {} on {}{}, from {} to {}, and who stood apart? Each is taken with the \
             members of its own day, who were in (in favour; for other agreements party or supporter), half-way (abstained; signed \
             but not bound) or out.",
            list_up_to(&blocs, 6),
            self.counted(history.survey.agreements),
            of_bodies(history, 3),
            date(history.days.0),
            date(history.days.1)
        ));
    }

    fn course(&mut self) {
        self.heading(3, history_title(self.history), "finding-course");
        let changes: usize = self
            .first()
            .map(|t| self.history.of_bloc(&t.bloc).map(|r| r.joined.len() + r.left.len()).sum())
            .unwrap_or(0);
        let mut words = "A year's value is the mean over its agreements of the share of pairs of members in the same position. \
                         It depends on what was put to the vote that year as much as on the members: read it beside the line of \
                         all states on the same agreements."
            .replace("its agreements", if self.history.votes { "its votes" } else { "its agreements" });
        if self.history.by == By::Session {
            words = words.replace("A year's", "A session's").replace("that year", "in that session");
        }
        if changes > 0 {
            words.push_str(
                " Members came and went; the thin line follows only those who were members throughout.",
            );
        }
        self.say(words);
        self.figure("history");
        if self.history.totals.len() > 1 {
            self.totals();
        }
    }

    fn totals(&mut self) {
        let mut totals: Vec<&Total> = self.history.totals.iter().filter(|t| t.agreements > 0).collect();
        totals.sort_by(|a, b| b.agreement.unwrap_or(0.0).total_cmp(&a.agreement.unwrap_or(0.0)));
        let percent_of = |value: Option<f64>| vec![text(value.map_or("n/a".to_owned(), percentage))];
        let rows = totals.iter().map(|t| {
            vec![
                vec![strong(&t.bloc.short_name)],
                vec![text(thousands(t.agreements))],
                vec![text(percent(t.undivided, t.agreements).unwrap_or_default())],
                percent_of(t.agreement),
                percent_of(t.world),
            ]
        });
        let rows = rows.collect();
        let columns = vec![
            Column::left("Bloc"),
            Column::right(sentence(self.history.noun(2))),
            Column::right("Undivided"),
            Column::right("Pairwise agreement"),
            Column::right("All states"),
        ];
        let note = "A bloc is counted where two members or more have a known position; all states on the same agreements. A small bloc is undivided more easily than a large one.";
        self.table(
            "Blocs over all of them, the most united first".to_owned(),
            columns,
            rows,
            note.to_owned(),
        );
    }

    fn dissent(&mut self) {
        let survey = &self.history.survey;
        if survey.dissent.iter().all(|d| d.opportunities < survey.fewest_opportunities) {
            return;
        }
        self.heading(3, dissent_title(survey), "finding-dissent");
        let mut alone: Vec<_> = survey
            .dissent
            .iter()
            .filter(|d| d.opportunities >= survey.fewest_opportunities && d.alone > 0)
            .collect();
        alone.sort_by(|a, b| b.alone.cmp(&a.alone).then_with(|| a.actor.name.cmp(&b.actor.name)));
        let most: Vec<String> = alone
            .iter()
            .take(3)
            .map(|d| {
                format!("{} in {} ({})", the(&d.actor.name), the(&d.bloc.short_name), thousands(d.alone))
            })
            .collect();
        let mut words = "Each member is held against the majority of the other members of its bloc on the day; where they tie, \
                         there is nothing to break with."
            .to_owned();
        if !most.is_empty() {
            words.push_str(&format!(" Most often alone against all others: {}.", list(&most)));
        }
        self.say(words);
        self.figure("dissent");
    }

    fn themes(&mut self) {
        let (Some(total), Some(title)) = (self.first(), themes_title(self.history)) else { return };
        let of_bloc: Vec<_> = self.history.themes.iter().filter(|t| t.bloc.id == total.bloc.id).collect();
        let rows = of_bloc.iter().take(MOST).map(|t| {
            vec![
                vec![text(sentence(&t.theme.replace('-', " ")))],
                vec![text(thousands(t.agreements))],
                vec![text(percent(t.undivided, t.agreements).unwrap_or_default())],
                vec![text(percentage(t.agreement))],
            ]
        });
        let rows: Vec<_> = rows.collect();
        let columns = vec![
            Column::left("Theme"),
            Column::right(sentence(self.history.noun(2))),
            Column::right("Undivided"),
            Column::right("Pairwise agreement"),
        ];
        let caption = format!("Themes that divided {} most", the(&total.bloc.short_name));
        let note = format!(
            "{} of {} themes with {FEWEST_OF_THEME} {} or more; all blocs stand in tables/themes.csv.",
            rows.len(),
            of_bloc.len(),
            self.history.noun(2)
        );
        self.heading(3, title, "finding-themes");
        self.table(caption, columns, rows, note);
    }

    fn divided(&mut self) {
        let Some(total) = self.first() else { return };
        let of_bloc: Vec<_> = self.history.divided.iter().filter(|d| d.bloc.id == total.bloc.id).collect();
        if of_bloc.is_empty() {
            return;
        }
        let rows = of_bloc.iter().take(MOST).map(|d| {
            vec![
                vec![strong(&d.agreement.short_name)],
                vec![text(shortened(&d.agreement.name))],
                vec![text(d.on.to_string())],
                vec![text(d.counts.inside.to_string())],
                vec![text(d.counts.half.to_string())],
                vec![text(d.counts.out.to_string())],
            ]
        });
        let rows: Vec<_> = rows.collect();
        let words = match self.history.votes {
            true => ["Yes", "Abstained", "No"],
            false => ["In", "Half-way", "Out"],
        };
        let columns = ["Symbol", "Title", "Day"].map(Column::left).into_iter();
        let columns = columns.chain(words.map(Column::right)).collect();
        let bloc = the(&total.bloc.short_name).into_owned();
        let caption = format!("The {} that divided {bloc} most", self.history.noun(2));
        let note = format!(
            "Lowest pairwise agreement where {FEWEST_VOTING} members or more have a position, of equals the latest first; fifty a bloc stand in tables/divided.csv."
        );
        self.heading(3, format!("What divided {bloc} most"), "finding-divided");
        self.table(caption, columns, rows, note);
    }

    fn likeness(&mut self) {
        let (heading, words) = match &self.history.survey.structure {
            Ok(shape) => {
                let whose = format!(
                    "Those compared are the members as of {}, over the whole span, also where they were not members yet.",
                    date(shape.on)
                );
                (groups_title(shape), format!("{whose} {}", groups(shape)))
            }
            Err(reason) => ("Who is near whom".to_owned(), format!("This cannot be told: {reason}.")),
        };
        self.heading(3, heading, "finding-likeness");
        self.say(words);
        self.figure("similarity");
        self.figure("position-map");
    }

    fn sure(&mut self) {
        self.heading(2, "How sure are we", "sure");
        let history = self.history;
        let absent: Vec<String> = history
            .totals
            .iter()
            .filter(|t| t.absent > 0)
            .take(6)
            .map(|t| format!("{} {}", the(&t.bloc.short_name), share(t.absent, t.positions + t.absent)))
            .collect();
        let absences = match (absent.is_empty(), history.votes) {
            (false, _) => format!(
                "Members recorded as absent are left out of every share: {}, a member counted once a vote.",
                list(&absent)
            ),
            (true, true) => {
                "The record tells no absences: who is not in it has no known position.".to_owned()
            }
            (true, false) => "Members whose position is not known are left out of every share.".to_owned(),
        };
        let short: Vec<String> = history
            .survey
            .blocs
            .iter()
            .filter(|b| b.coverage_until < history.days.1)
            .map(|b| format!("{} ({})", the(&b.short_name), date(b.coverage_until)))
            .collect();
        let mut words = format!("The brief rests on {} acts. {absences}", thousands(history.survey.acts));
        if !short.is_empty() {
            words.push_str(&format!(
                " The roll of some blocs is complete only to an earlier day, and is read as unchanged since: {}.",
                list_up_to(&short, 6)
            ));
        }
        words.push_str(
            " What the publisher leaves out (texts adopted without a vote, and in some records texts that were rejected) is not seen: \
             most decisions of an assembly are taken by consensus, so the shares describe what was voted on. No test against chance is \
             made: agreements put to the vote are chosen, and one year's depend on the last's.",
        );
        self.say(words);
    }

    fn methods(&mut self) {
        self.heading(2, "Data, methods and limits", "methods");
        let (coding, definition) = self.history.survey.coding;
        self.say(format!(
            "Each position is one dated row with its source. Membership is taken on the day of each agreement. Positions follow the \
             coding \"{coding}\": {definition}. Pairwise agreement is the share of pairs of members in the same position; a mean gives \
             each agreement the same weight. Leaving the majority is counted, its reasons are not known, and nothing is said of \
             motives."
        ));
    }

    fn annex(&mut self, provenance: &Provenance) {
        self.heading(2, "Annex", "annex");
        let tables: Vec<Run> = provenance
            .tables
            .iter()
            .map(|(file, row)| vec![code(file.clone()), text(format!(": a row is {row}"))])
            .collect();
        let intro = "The rows behind every number, and the command that makes these files again:";
        let blocks = vec![
            Block::paragraph([intro]),
            Block::Bullets(tables),
            Block::Code { language: "sh".to_owned(), text: provenance.command.clone() },
        ];
        self.blocks.push(Block::Details { summary: "Tables and the command".to_owned(), blocks });
    }
}

/// " of the UN General Assembly"; nothing where no body is on record.
fn of_bodies(history: &History, most: usize) -> String {
    match history.bodies.is_empty() {
        true => String::new(),
        false => format!(" of {}", list_up_to(&the_each(&history.bodies), most)),
    }
}

/// A period in words.
fn period(row: &SeriesRow) -> String {
    row.session.as_deref().map_or_else(|| row.from.year().to_string(), |s| s.replacen('-', " ", 1))
}

/// A title that fits a table.
fn shortened(title: &str) -> String {
    const LONGEST: usize = 110;
    match title.char_indices().nth(LONGEST) {
        None => title.to_owned(),
        Some((end, _)) => {
            let cut = title[..end].rfind(' ').unwrap_or(end);
            format!("{} …", title[..cut].trim_end_matches([',', ';', ':']))
        }
    }
}
