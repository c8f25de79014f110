//! The brief on all agreements: where the blocs stood, the breaks that stand
//! out, and who stands apart most.

use super::citation::{Drawn, Provenance, figure, references};
use super::document::{Block, Column, Document, Run, Table, code, strong, text};
use crate::analysis::structure::Structure;
use crate::analysis::{Overview, OverviewRow};
use crate::finding::{
    chance_title, dissent_title, groups_title, likeness_title, names, of, survey_title, the_agreement,
};
use crate::wording::{count, date, list, list_up_to, number, percent, sentence, share, the};

/// Writes the brief on all agreements.
pub fn compose(overview: &Overview, figures: &[Drawn], provenance: &Provenance) -> Document {
    let mut blocks = vec![key_findings(overview)];
    blocks.push(Block::heading(2, "The question", "question"));
    blocks.push(Block::paragraph([question(overview)]));
    blocks.push(Block::heading(2, "Findings", "findings"));
    matrix(overview, figures, &mut blocks);
    splits(overview, &mut blocks);
    lone(overview, &mut blocks);
    dissent(overview, figures, &mut blocks);
    chance(overview, figures, &mut blocks);
    structure(overview, figures, &mut blocks);
    sure(overview, &mut blocks);
    methods(overview, &mut blocks);
    blocks.push(Block::heading(2, "Sources", "sources"));
    blocks.push(references(&overview.sources));
    blocks.push(Block::heading(2, "How to cite", "cite"));
    blocks.push(Block::paragraph([format!(
        "blocs {}, \"{}\", data version {}.",
        provenance.version,
        survey_title(overview),
        &overview.data_hash[..12]
    )]));
    annex(provenance, &mut blocks);
    Document {
        title: survey_title(overview),
        subtitle: format!(
            "{} in {}",
            count(overview.rows.len(), "agreement", "agreements"),
            count(overview.blocs.len(), "bloc", "blocs")
        ),
        language: "en".to_owned(),
        meta: vec![
            ("As of".to_owned(), overview.on.map_or("each agreement's own cut-off".to_owned(), date)),
            (
                "Made with".to_owned(),
                format!("blocs {}, data {}", provenance.version, &overview.data_hash[..12]),
            ),
        ],
        blocks,
    }
}

fn key_findings(overview: &Overview) -> Block {
    let all = overview.united();
    let untold = match all.untold {
        0 => String::new(),
        n => format!("; in {} more those on record stood together, but others are not known", number(n)),
    };
    let mut bullets: Vec<Run> = vec![vec![text(format!(
        "Over {} and {}, a bloc stood undivided in {} {}{}{untold}.",
        count(overview.rows.len(), "agreement", "agreements"),
        count(overview.blocs.len(), "bloc", "blocs"),
        of(all.united, all.cases),
        if all.cases == 1 { "case" } else { "cases" },
        percent(all.united, all.cases).map(|p| format!(" ({p})")).unwrap_or_default()
    ))]];
    if let Some((row, bloc)) = overview.splits().first() {
        bullets.push(vec![text(format!(
            "The most divided was {} on {}: {} as of {}.",
            the(&bloc.bloc.short_name),
            the_agreement(&row.agreement),
            positions(row, bloc),
            date(row.on)
        ))]);
    }
    if let Some((row, bloc)) = overview.lone_breaks().first() {
        let who = names(bloc.sure_breakers());
        bullets.push(vec![text(format!(
            "The largest bloc with a single break was {} on {}: {} stood apart from {} others as of {}.",
            the(&bloc.bloc.short_name),
            the_agreement(&row.agreement),
            list(&who),
            number(bloc.tally.n - 1),
            date(row.on)
        ))]);
    }
    bullets.push(vec![text(format!("{}.", dissent_title(overview)))]);
    Block::KeyFindings { title: "Key findings".to_owned(), bullets }
}

/// "3 in, 2 out of 5".
fn positions(row: &OverviewRow, bloc: &crate::analysis::BlocView) -> String {
    let t = &bloc.tally;
    let half = match row.agreement.kind {
        crate::model::AgreementKind::Declaration => String::new(),
        _ => format!(", {} half-way", t.half),
    };
    format!("{} in{half}, {} out, of {} with a known position", t.inside, t.out, t.n)
}

fn question(overview: &Overview) -> String {
    let day = match overview.on {
        Some(day) => format!("as of {}", date(day)),
        None => "each as of the day its record is complete to".to_owned(),
    };
    format!(
        "Where do blocs stand together, and who breaks ranks? This survey takes every agreement in the record, {day}, and asks of \
         each bloc how many members were in (party to a treaty, supporter of a declaration, in favour in a vote), half-way (signed \
         but not bound; abstained) or out."
    )
}

fn matrix(overview: &Overview, figures: &[Drawn], blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(3, survey_title(overview), "finding-matrix"));
    let totals: Vec<String> = overview
        .blocs
        .iter()
        .enumerate()
        .filter_map(|(i, bloc)| {
            let all = overview.united_of(i);
            (all.cases > 0).then(|| format!("{} {}", the(&bloc.short_name), of(all.united, all.cases)))
        })
        .collect();
    blocks.push(Block::paragraph([format!(
        "Undivided agreements by bloc, of those where that can be told: {}. Small blocs are undivided more easily than large ones, and a treaty that all states \
         have joined divides nobody: the counts describe this list of agreements and no other.",
        totals.join("; ")
    )]));
    blocks.extend(figure(figures, "matrix", 1));
}

/// How many rows the tables in the text have.
const MOST: usize = 12;

fn splits(overview: &Overview, blocks: &mut Vec<Block>) {
    let splits = overview.splits();
    if splits.is_empty() {
        return;
    }
    blocks.push(Block::heading(3, "The deepest divisions", "finding-splits"));
    let rows = splits.iter().take(MOST).map(|(row, bloc)| {
        let t = &bloc.tally;
        vec![
            vec![strong(&bloc.bloc.short_name)],
            vec![text(&row.agreement.short_name)],
            vec![text(t.inside.to_string())],
            vec![text(t.half.to_string())],
            vec![text(t.out.to_string())],
            vec![text(bloc.agreement.map_or("n/a".to_owned(), |p| format!("{:.0}%", p * 100.0)))],
            vec![text(row.on.to_string())],
        ]
    });
    let columns = vec![
        Column::left("Bloc"),
        Column::left("Agreement"),
        Column::right("In"),
        Column::right("Half-way"),
        Column::right("Out"),
        Column::right("Pairwise agreement"),
        Column::left("As of"),
    ];
    blocks.push(Block::Table(Table {
        number: 1,
        caption: "Blocs with the lowest pairwise agreement (three members or more)".to_owned(),
        columns,
        rows: rows.collect(),
        note: vec![text(format!(
            "{} of {} divided cases; all stand in tables/matrix.csv.",
            MOST.min(splits.len()),
            splits.len()
        ))],
    }));
}

fn lone(overview: &Overview, blocks: &mut Vec<Block>) {
    let lone = overview.lone_breaks();
    blocks.push(Block::heading(3, "One against all others", "finding-lone"));
    if lone.is_empty() {
        blocks.push(Block::paragraph([
            "In no bloc of four members or more did a single member stand apart from all others.",
        ]));
        return;
    }
    let rows = lone.iter().take(MOST).map(|(row, bloc)| {
        vec![
            vec![strong(list(&bloc.sure_breakers().map(|m| m.actor.name.clone()).collect::<Vec<_>>()))],
            vec![text(&bloc.bloc.short_name)],
            vec![text(&row.agreement.short_name)],
            vec![text(positions(row, bloc))],
            vec![text(row.on.to_string())],
        ]
    });
    blocks.push(Block::Table(Table {
        number: 2,
        caption: "Members that alone stood apart from their whole bloc (four members or more)".to_owned(),
        columns: ["State", "Bloc", "Agreement", "Positions in the bloc", "As of"].map(Column::left).to_vec(),
        rows: rows.collect(),
        note: vec![text(format!(
            "{} of {} cases, largest blocs first; all stand in tables/matrix.csv.",
            MOST.min(lone.len()),
            lone.len()
        ))],
    }));
}

fn dissent(overview: &Overview, figures: &[Drawn], blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(3, dissent_title(overview), "finding-dissent"));
    let top: Vec<String> = overview
        .dissent
        .iter()
        .filter(|d| d.opportunities >= overview.fewest_opportunities)
        .take(5)
        .map(|d| {
            format!(
                "{} in {} ({})",
                the(&d.actor.name),
                the(&d.bloc.short_name),
                share(d.apart, d.opportunities)
            )
        })
        .collect();
    let most = overview
        .dissent
        .iter()
        .filter(|d| d.opportunities >= overview.fewest_opportunities)
        .max_by_key(|d| d.alone);
    let mut words = format!(
        "Each member is held against the majority of the other members of its bloc; where they tie, there is nothing to break \
         with. Most often apart: {}.",
        list_up_to(&top, 5)
    );
    if let Some(d) = most.filter(|d| d.alone > 0) {
        words.push_str(&format!(
            " Most often alone against all others: {} in {}, {}.",
            the(&d.actor.name),
            the(&d.bloc.short_name),
            count(d.alone, "time", "times")
        ));
    }
    let most: Vec<String> = overview
        .most_leverage()
        .into_iter()
        .take(3)
        .map(|d| {
            format!(
                "{} in {} ({:.0} points)",
                the(&d.actor.name),
                the(&d.bloc.short_name),
                d.leverage * 100.0
            )
        })
        .collect();
    if !most.is_empty() {
        words.push_str(&format!(
            " Had one member stood with the majority each time, the rise in the pairs that agree would be largest for {}.",
            list(&most)
        ));
    }
    blocks.push(Block::paragraph([words]));
    blocks.extend(figure(figures, "dissent", 2));
}

fn chance(overview: &Overview, figures: &[Drawn], blocks: &mut Vec<Block>) {
    if overview.pooled.iter().all(|t| t.observed.is_none()) {
        return;
    }
    blocks.push(Block::heading(3, chance_title(overview), "finding-chance"));
    let untested: Vec<String> = overview
        .pooled
        .iter()
        .filter_map(|t| {
            t.fixed.as_ref().err().map(|reason| format!("{} ({reason})", the(&t.bloc.short_name)))
        })
        .collect();
    let mut words = "Two kinds of chance are compared. A group of as many states picked at random tells whether the bloc is more \
                     alike than any states; records with fixed margins, in which every state joins as many agreements and every \
                     agreement is joined by as many states as in truth, tell whether it is more alike than states that sign as \
                     much would be. The two ask different questions, and the second is the stricter one where members sign a lot."
        .to_owned();
    if !untested.is_empty() {
        words.push_str(&format!(" Not tested: {}.", list(&untested)));
    }
    let unsettled: Vec<String> = overview
        .pooled
        .iter()
        .filter(|t| t.fixed.as_ref().is_ok_and(|p| p.convergence.is_some_and(|signs| !signs.settled())))
        .map(|t| the(&t.bloc.short_name).into_owned())
        .collect();
    if !unsettled.is_empty() {
        words.push_str(&format!(
            " The draws with fixed margins had not fully settled for {}: read their p there as rough.",
            list(&unsettled)
        ));
    }
    words.push_str(
        " A bloc that is united beyond chance in these agreements need not be so in others: they were chosen, not drawn.",
    );
    blocks.push(Block::paragraph([words]));
    blocks.extend(figure(figures, "chance", 3));
}

fn structure(overview: &Overview, figures: &[Drawn], blocks: &mut Vec<Block>) {
    let shape = match &overview.structure {
        Ok(shape) => shape,
        Err(reason) => {
            blocks.push(Block::heading(3, "Who is near whom", "finding-structure"));
            blocks.push(Block::paragraph([format!("This cannot be told: {reason}.")]));
            return;
        }
    };
    blocks.push(Block::heading(3, groups_title(shape), "finding-structure"));
    blocks.push(Block::paragraph([groups(shape)]));
    blocks.extend(figure(figures, "similarity", 4));
    match &shape.map {
        Ok(_) => blocks.extend(figure(figures, "position-map", 5)),
        Err(reason) => blocks.push(Block::paragraph([format!("There is no position map: {reason}.")])),
    }
}

/// The groups, how stable they are, and where blocs and groups differ.
pub(super) fn groups(shape: &Structure) -> String {
    let mut words = format!("{}.", likeness_title(shape));
    let groups = match &shape.groups {
        Ok(groups) => groups,
        Err(reason) => {
            words.push_str(&format!(" Groups are not shown: {reason}."));
            return words;
        }
    };
    let found = &groups.found;
    for number in 0..groups.count {
        let names: Vec<String> = shape.group(number).iter().map(|a| the(&a.name).into_owned()).collect();
        words.push_str(&format!(
            " Group {}: {} ({}).",
            number + 1,
            list_up_to(&names, 6),
            count(names.len(), "state", "states")
        ));
    }
    words.push_str(&format!(
        " Two runs of the search agree to {:.2} on average (adjusted Rand index, 1 is full agreement; {} runs){}.",
        found.stability,
        found.runs,
        if found.stability < UNSTABLE { ", so the groups are a rough picture only" } else { "" }
    ));
    let misplaced: Vec<String> =
        groups.misplaced.iter().map(|m| format!("{} ({})", the(&m.actor.name), m.bloc.short_name)).collect();
    if !misplaced.is_empty() {
        words.push_str(&format!(" In another group than most of their bloc: {}.", list_up_to(&misplaced, 8)));
    }
    let bridges: Vec<String> = groups.bridges.iter().map(|b| the(&b.actor.name).into_owned()).collect();
    if !bridges.is_empty() {
        words.push_str(&format!(
            " About as near to another group as to their own: {}.",
            list_up_to(&bridges, 8)
        ));
    }
    words
}

/// Below this agreement between runs, groups are called rough.
const UNSTABLE: f64 = 0.75;

fn sure(overview: &Overview, blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(2, "How sure are we", "sure"));
    let unknown: usize = overview.rows.iter().flat_map(|r| &r.blocs).map(|b| b.tally.not_known).sum();
    let partial: Vec<String> = overview
        .rows
        .iter()
        .filter(|r| r.agreement.coverage.is_none())
        .map(|r| r.agreement.short_name.clone())
        .collect();
    let mut words = format!(
        "The survey rests on {} acts. A status that is not known is left out of every share: {} of the bloc-by-agreement cells' \
         members, a member counted once a cell.",
        crate::wording::thousands(overview.acts),
        crate::wording::thousands(unknown)
    );
    if !partial.is_empty() {
        words.push_str(&format!(" No group of states is recorded completely on {}.", list(&partial)));
    }
    words.push_str(" Which agreements are in the record decides much of what is found.");
    blocks.push(Block::paragraph([words]));
}

fn methods(overview: &Overview, blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(2, "Data, methods and limits", "methods"));
    blocks.push(Block::paragraph([format!(
        "Each fact is one dated row with its source. Membership and status are taken on the same day. Positions follow the coding \
         \"{}\": {}. Pairwise agreement is the share of pairs of members in the same position. Treaties, declarations and votes \
         stand apart in the matrix, as they commit to different things. Who could not join, did not exist as a state, or is not \
         known is counted nowhere. Nothing is said of motives.",
        overview.coding.0, overview.coding.1
    )]));
}

fn annex(provenance: &Provenance, blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(2, "Annex", "annex"));
    let tables: Vec<Run> = provenance
        .tables
        .iter()
        .map(|(file, row)| vec![code(file.clone()), text(format!(": a row is {row}"))])
        .collect();
    let inner = vec![
        Block::paragraph([sentence(
            "the rows behind every number, and the command that makes these files again:",
        )]),
        Block::Bullets(tables),
        Block::Code { language: "sh".to_owned(), text: provenance.command.clone() },
    ];
    blocks.push(Block::Details { summary: "Tables and the command".to_owned(), blocks: inner });
}
