//! Two small briefs for the tests: one of every kind of block, and one whose
//! every string tries to be markup.

use super::document::*;

/// A brief with one block of every kind.
pub(crate) fn document() -> Document {
    Document {
        title: "One bloc parted".into(),
        subtitle: "Five members on 12 November 2018".into(),
        language: "en".into(),
        meta: vec![("As of".into(), "12 November 2018".into())],
        blocks: vec![
            Block::KeyFindings {
                title: "Key findings".into(),
                bullets: vec![vec![text("Three of five members had signed.")]],
            },
            Block::heading(2, "Who parted", "who"),
            Block::paragraph([
                text("Two had not."),
                cite(&[1, 2]),
                text(" "),
                strong("Nothing"),
                emphasis(" more"),
                code("x|y"),
            ]),
            Block::bullets(["One.", "Two."]),
            Block::Figure(figure()),
            Block::heading(2, "The members", "members"),
            Block::Table(table()),
            Block::notice("Hypothesis", ["It may be chance."]),
            Block::Code { language: "sh".into(), text: "cargo run -- brief\n".into() },
            Block::References(vec![
                Reference {
                    number: 1,
                    id: "one".into(),
                    text: "A record.".into(),
                    url: Some("https://example.org/?a=1&b=2".into()),
                },
                Reference { number: 2, id: "two".into(), text: "A list.".into(), url: None },
            ]),
            Block::Details {
                summary: "Annex".into(),
                blocks: vec![Block::paragraph([text("Folded."), cite(&[1])])],
            },
        ],
    }
}

fn figure() -> Figure {
    Figure {
        number: 1,
        name: "who-parted".into(),
        caption: "One bloc parted.".into(),
        alt: "Dot rows of five members where two are empty".into(),
        description: vec!["Alpha: signed".into(), "Beta: had not signed".into()],
        source: vec![text("A record."), cite(&[1])],
        note: vec![text("The dots are members.")],
    }
}

fn table() -> Table {
    Table {
        number: 1,
        caption: "Members and their status".into(),
        columns: vec![Column::left("Member"), Column::right("Share")],
        rows: vec![vec![vec![text("Alpha")], vec![text("3 of 5, 60%"), cite(&[2])]]],
        note: vec![],
    }
}

/// What a data file might hold to break out of its cell.
pub(crate) const HOSTILE: &str = "# <script>alert(1)</script> | a\n\n- b `c` [x](javascript:alert(2)) ![y](z) **d** &lt; \"'>\\| --> ]]> \u{202e}\u{0}";

/// The sample with [`HOSTILE`] in the place of every string.
pub(crate) fn hostile() -> Document {
    let bad = || HOSTILE.to_string();
    let run = || {
        vec![
            text(HOSTILE),
            strong(HOSTILE),
            emphasis(HOSTILE),
            code(HOSTILE),
            link(HOSTILE, HOSTILE),
            cite(&[1]),
        ]
    };
    let figure = Figure {
        number: 1,
        name: "../a b\"<".into(),
        caption: bad(),
        alt: bad(),
        description: vec![bad()],
        source: run(),
        note: run(),
    };
    let columns = vec![Column::left(HOSTILE), Column::right(HOSTILE)];
    let table = Table { number: 1, caption: bad(), columns, rows: vec![vec![run(), run()]], note: run() };
    Document {
        title: bad(),
        subtitle: bad(),
        language: "en\" onload=\"x".into(),
        meta: vec![(bad(), bad())],
        blocks: vec![
            Block::KeyFindings { title: bad(), bullets: vec![run()] },
            Block::heading(2, HOSTILE, HOSTILE),
            Block::heading(2, HOSTILE, "second"),
            Block::Paragraph(run()),
            Block::Bullets(vec![run()]),
            Block::Figure(figure),
            Block::Table(table),
            Block::Notice { label: bad(), text: run() },
            Block::Code { language: bad(), text: format!("```\n</pre>{HOSTILE}") },
            Block::References(vec![Reference {
                number: 1,
                id: bad(),
                text: bad(),
                url: Some("javascript:alert(3)".into()),
            }]),
            Block::Details { summary: bad(), blocks: vec![Block::Paragraph(run())] },
        ],
    }
}
