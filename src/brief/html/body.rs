//! The body of the page: one function a kind of block or inline.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::brief::document::{Align, Block, Column, Document, Figure, Inline, Reference, Run, Table};
use crate::brief::escape::{anchor, html, web_address};

/// What a page needs to know while it is written: the drawings, and how often each source is
/// cited in all and so far, as every citation and its way back need an anchor.
pub(super) struct Page<'a> {
    figures: &'a BTreeMap<String, String>,
    total: BTreeMap<usize, usize>,
    made: BTreeMap<usize, usize>,
}

impl<'a> Page<'a> {
    pub(super) fn new(document: &Document, figures: &'a BTreeMap<String, String>) -> Self {
        Self { figures, total: totals(document), made: BTreeMap::new() }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Heading { level, text, id } => heading(*level, text, id),
            Block::Paragraph(run) => format!("<p>{}</p>\n", self.run(run)),
            Block::Bullets(bullets) => self.list(bullets),
            Block::KeyFindings { title, bullets } => self.key_findings(title, bullets),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.table(table),
            Block::Code { text, .. } => {
                format!("<pre tabindex=\"0\"><code>{}</code></pre>\n", html(text.trim_end()))
            }
            Block::References(references) => self.references(references),
            Block::Notice { label, text } => self.notice(label, text),
            Block::Details { summary, blocks } => {
                let body = self.blocks(blocks);
                format!(
                    "<details class=\"annex\">\n<summary>{}</summary>\n<div>\n{body}</div>\n</details>\n",
                    html(summary)
                )
            }
        }
    }

    fn list(&mut self, bullets: &[Run]) -> String {
        if bullets.is_empty() {
            return String::new();
        }
        let items: String = bullets.iter().map(|run| format!("<li>{}</li>\n", self.run(run))).collect();
        format!("<ul>\n{items}</ul>\n")
    }

    fn key_findings(&mut self, title: &str, bullets: &[Run]) -> String {
        let list = self.list(bullets);
        format!(
            "<section class=\"key\" aria-labelledby=\"key-findings\">\n<h2 id=\"key-findings\">{}</h2>\n{list}</section>\n",
            html(title)
        )
    }

    fn notice(&mut self, label: &str, text: &Run) -> String {
        let text = self.run(text);
        let label = html(label);
        format!(
            "<aside class=\"notice\" aria-label=\"{label}\">\n<p><strong>{label}:</strong> {text}</p>\n</aside>\n"
        )
    }

    fn figure(&mut self, figure: &Figure) -> String {
        let n = figure.number;
        let alt = html(&figure.alt);
        let drawing = match self.figures.get(&figure.name) {
            Some(svg) => {
                format!("<div class=\"card\" role=\"img\" aria-label=\"{alt}\">\n{}\n</div>\n", drawing(svg))
            }
            None => format!("<div class=\"card missing\"><p>{alt}</p></div>\n"),
        };
        let source = self.labelled("Source:", &figure.source);
        let note = self.labelled("Note:", &figure.note);
        format!(
            "<figure id=\"figure-{n}\" role=\"figure\" aria-labelledby=\"figure-{n}-caption\">\n\
             <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Drawing of figure {n}\">\n{drawing}</div>\n<figcaption>\n\
             <p class=\"caption\" id=\"figure-{n}-caption\"><strong>Figure {n}.</strong> {}</p>\n{source}{note}{}</figcaption>\n</figure>\n",
            html(&figure.caption),
            in_words(figure),
        )
    }

    fn labelled(&mut self, label: &str, run: &Run) -> String {
        if run.is_empty() {
            String::new()
        } else {
            format!("<p class=\"note\">{label} {}</p>\n", self.run(run))
        }
    }

    fn table(&mut self, table: &Table) -> String {
        let n = table.number;
        let header: String = table.columns.iter().map(header).collect();
        let rows: String = table.rows.iter().map(|cells| self.row(&table.columns, cells)).collect();
        let note = self.labelled("Note:", &table.note);
        format!(
            "<div class=\"table\" id=\"table-{n}\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"table-{n}-caption\">\n\
             <table>\n<caption id=\"table-{n}-caption\"><span><strong>Table {n}.</strong> {}</span></caption>\n\
             <thead>\n<tr>{header}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{note}</div>\n",
            html(&table.caption),
        )
    }

    fn row(&mut self, columns: &[Column], cells: &[Run]) -> String {
        let mut out = String::from("<tr>");
        for (at, cell) in cells.iter().enumerate() {
            let side = columns.get(at).map_or("", |column| side(column.align));
            let (open, close) = if at == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
            let words = self.run(cell);
            push(&mut out, format_args!("<{open}{side}>{words}</{close}>"));
        }
        out + "</tr>\n"
    }

    fn references(&mut self, references: &[Reference]) -> String {
        let items: String = references.iter().map(|reference| self.reference(reference)).collect();
        format!("<ol class=\"sources\">\n{items}</ol>\n")
    }

    fn reference(&self, reference: &Reference) -> String {
        let n = reference.number;
        let mut out = format!("<li id=\"source-{n}\" value=\"{n}\">{}", html(&reference.text));
        if let Some(url) = &reference.url {
            push(&mut out, format_args!(" {}", link(url, url)));
        }
        if !reference.id.is_empty() {
            push(&mut out, format_args!(" <code>{}</code>", html(&reference.id)));
        }
        for k in 1..=self.total.get(&n).copied().unwrap_or(0) {
            push(
                &mut out,
                format_args!(
                    " <a class=\"back\" href=\"#cite-{n}-{k}\" aria-label=\"Back to citation {k} of source {n}\">↩</a>"
                ),
            );
        }
        out + "</li>\n"
    }

    fn run(&mut self, run: &Run) -> String {
        run.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> String {
        match inline {
            Inline::Text(words) => html(words),
            Inline::Strong(words) => format!("<strong>{}</strong>", html(words)),
            Inline::Emphasis(words) => format!("<em>{}</em>", html(words)),
            Inline::Code(words) => format!("<code>{}</code>", html(words)),
            Inline::Link { text, href } => link(text, href),
            Inline::Cite(numbers) => self.citation(numbers),
        }
    }

    fn citation(&mut self, numbers: &[usize]) -> String {
        if numbers.is_empty() {
            return String::new();
        }
        let links: Vec<_> = numbers.iter().map(|n| self.cite(*n)).collect();
        format!("<sup class=\"cite\">[{}]</sup>", links.join(", "))
    }

    fn cite(&mut self, n: usize) -> String {
        let k = self.made.entry(n).or_default();
        *k += 1;
        format!("<a id=\"cite-{n}-{k}\" href=\"#source-{n}\" aria-label=\"Source {n}\">{n}</a>")
    }
}

fn totals(document: &Document) -> BTreeMap<usize, usize> {
    document.cited().into_iter().fold(BTreeMap::new(), |mut total, number| {
        *total.entry(number).or_default() += 1;
        total
    })
}

fn heading(level: u8, text: &str, id: &str) -> String {
    let level = level.clamp(2, 6);
    format!("<h{level} id=\"{}\">{}</h{level}>\n", anchor(id), html(text))
}

/// The drawing without what may stand before it in a file of its own.
fn drawing(svg: &str) -> &str {
    svg.find("<svg").map_or(svg, |at| &svg[at..]).trim_end()
}

fn in_words(figure: &Figure) -> String {
    if figure.description.is_empty() {
        return String::new();
    }
    let rows: String = figure.description.iter().map(|row| format!("<li>{}</li>\n", html(row))).collect();
    format!(
        "<details class=\"words\">\n<summary>Figure {} in words</summary>\n<ul>\n{rows}</ul>\n</details>\n",
        figure.number
    )
}

fn header(column: &Column) -> String {
    format!("<th scope=\"col\"{}>{}</th>", side(column.align), html(&column.header))
}

fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Center => " class=\"center\"",
        Align::Right => " class=\"number\"",
    }
}

fn link(text: &str, href: &str) -> String {
    match web_address(href) {
        Some(address) => format!("<a href=\"{}\">{}</a>", html(&address), html(text)),
        None => html(text),
    }
}

pub(super) fn push(out: &mut String, piece: std::fmt::Arguments<'_>) {
    out.write_fmt(piece).expect("a String takes every write");
}
