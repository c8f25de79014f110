//! The main part of the Word file: one function a kind of block or inline.

use std::collections::BTreeMap;

use super::field;
use super::figure::{Size, drawing};
use super::table::{Tie, cell, tie, widths};
use crate::brief::document::{Align, Block, Document, Figure, Inline, Reference, Run, Table};
use crate::brief::escape::{one_line, web_address, xml};
use crate::brief::plain::masthead;

const STRONG: &str = "<w:rPr><w:rStyle w:val=\"Strong\"/></w:rPr>";
const CITATION: &str = "<w:rPr><w:rStyle w:val=\"Citation\"/></w:rPr>";

/// What is written so far, with the addresses and the pictures that it points to.
pub(super) struct Body<'a> {
    pub(super) xml: String,
    pub(super) links: Vec<String>,
    pub(super) media: Vec<&'a [u8]>,
    pictures: &'a BTreeMap<String, Vec<u8>>,
}

impl<'a> Body<'a> {
    pub(super) fn new(pictures: &'a BTreeMap<String, Vec<u8>>) -> Self {
        Self { xml: String::new(), links: Vec::new(), media: Vec::new(), pictures }
    }

    /// Title, subtitle and masthead.
    pub(super) fn opening(&mut self, document: &Document) {
        self.plain("Title", &document.title);
        for (style, words) in [("Subtitle", document.subtitle.clone()), ("Masthead", masthead(document))] {
            if !words.is_empty() {
                self.plain(style, &words);
            }
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, .. } => self.heading(*level, text),
            Block::Paragraph(run) => self.paragraph("Normal", run),
            Block::Bullets(bullets) => self.list("ListBullet", bullets),
            Block::KeyFindings { title, bullets } => {
                self.plain("KeyFindingsTitle", title);
                self.list("KeyFinding", bullets);
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.table(table),
            Block::Code { text, .. } => self.push("CodeBlock", &lines(text)),
            Block::References(references) => references.iter().for_each(|r| self.reference(r)),
            Block::Notice { label, text } => {
                let words = format!("{} {}", run(STRONG, &format!("{label}:")), self.inlines(text));
                self.push("Notice", &words);
            }
            Block::Details { summary, blocks } => {
                self.heading(3, summary);
                self.blocks(blocks);
            }
        }
    }

    fn push(&mut self, style: &str, runs: &str) {
        self.xml.push_str(&paragraph(style, runs));
    }

    fn plain(&mut self, style: &str, words: &str) {
        self.push(style, &run("", &one_line(words)));
    }

    /// The document's sections are level 2, Word's are Heading 1.
    fn heading(&mut self, level: u8, text: &str) {
        self.plain(&format!("Heading{}", level.clamp(2, 4) - 1), text);
    }

    fn paragraph(&mut self, style: &str, words: &Run) {
        let runs = self.inlines(words);
        self.push(style, &runs);
    }

    fn list(&mut self, style: &str, bullets: &[Run]) {
        for bullet in bullets {
            self.paragraph(style, bullet);
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let pictures = self.pictures;
        let picture = pictures.get(&figure.name).and_then(|png| Some((png, Size::of_png(png)?)));
        match picture {
            Some((png, size)) => {
                self.media.push(png);
                self.push("Figure", &drawing(self.media.len(), figure, size));
            }
            None => self.plain("Figure", &figure.alt),
        }
        self.push("Caption", &caption("Figure", figure.number, &figure.caption));
        let style = if figure.note.is_empty() { "SourceNote" } else { "SourceBeforeNote" };
        self.labelled(style, "Source:", &figure.source);
        self.labelled("SourceNote", "Note:", &figure.note);
    }

    fn labelled(&mut self, style: &str, label: &str, words: &Run) {
        if !words.is_empty() {
            let runs = run("", &format!("{label} ")) + &self.inlines(words);
            self.push(style, &runs);
        }
    }

    fn table(&mut self, table: &Table) {
        self.push("Caption", &caption("Table", table.number, &table.caption));
        let widths = widths(table);
        let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
        let columns: Vec<_> = table.columns.iter().map(|c| c.align).zip(widths).collect();
        let header = table.columns.iter().map(|column| run("", &column.header)).collect();
        let cells = table.rows.iter().map(|cells| cells.iter().map(|words| self.inlines(words)).collect());
        let all: Vec<Vec<String>> = [header].into_iter().chain(cells).collect();
        let rows: String =
            all.iter().enumerate().map(|(at, cells)| row(cells, &columns, at, tie(at, all.len()))).collect();
        self.xml.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"BriefTable\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"06A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>",
            xml(&one_line(&table.caption)),
        ));
        // Word wants a paragraph after a table, be it an empty one.
        match table.note.is_empty() {
            true => self.push("SourceNote", ""),
            false => self.labelled("SourceNote", "Note:", &table.note),
        }
    }

    /// The number in front is the list's own.
    fn reference(&mut self, reference: &Reference) {
        let n = reference.number;
        let mut runs = format!(
            "<w:bookmarkStart w:id=\"{n}\" w:name=\"source_{n}\"/>{}<w:bookmarkEnd w:id=\"{n}\"/>",
            run("", &one_line(&reference.text))
        );
        if let Some(url) = &reference.url {
            runs += &(run("", " ") + &self.link(url, url));
        }
        if !reference.id.is_empty() {
            runs += &(run("", " ") + &styled("Code", &reference.id));
        }
        self.push("Reference", &runs);
    }

    fn inlines(&mut self, words: &Run) -> String {
        words.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> String {
        match inline {
            Inline::Text(words) => run("", &one_line(words)),
            Inline::Strong(words) => styled("Strong", words),
            Inline::Emphasis(words) => styled("Emphasis", words),
            Inline::Code(words) => styled("Code", words),
            Inline::Link { text, href } => self.link(text, href),
            Inline::Cite(numbers) => citation(numbers),
        }
    }

    fn link(&mut self, text: &str, href: &str) -> String {
        let Some(address) = web_address(href) else { return run("", &one_line(text)) };
        let at = self.links.iter().position(|known| *known == address).unwrap_or_else(|| {
            self.links.push(address);
            self.links.len() - 1
        });
        format!(
            "<w:hyperlink r:id=\"link{}\" w:history=\"1\">{}</w:hyperlink>",
            at + 1,
            styled("Hyperlink", text)
        )
    }
}

fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

fn run(properties: &str, words: &str) -> String {
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(words))
}

fn styled(style: &str, words: &str) -> String {
    run(&format!("<w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr>"), &one_line(words))
}

/// A row of a table; the one at 0 is its head and stands on every page of it.
fn row(cells: &[String], columns: &[(Align, usize)], at: usize, tie: Tie) -> String {
    let head = if at == 0 { "<w:tblHeader/>" } else { "" };
    let cells: String = cells.iter().zip(columns).map(|(words, column)| cell(*column, words, tie)).collect();
    format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
}

/// "Figure 1." or "Table 1." as Word numbers them itself, then the words.
fn caption(noun: &str, number: usize, words: &str) -> String {
    let sequence = field(&format!("SEQ {noun} \\* ARABIC"), &number.to_string(), STRONG);
    format!(
        "{}{sequence}{}{}",
        run(STRONG, &format!("{noun} ")),
        run(STRONG, ". "),
        run("", &one_line(words))
    )
}

fn lines(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().map(|line| run("", line)).collect();
    lines.join("<w:r><w:br/></w:r>")
}

fn citation(numbers: &[usize]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let link = |n: &usize| {
        format!(
            "<w:hyperlink w:anchor=\"source_{n}\" w:history=\"1\">{}</w:hyperlink>",
            run(CITATION, &n.to_string())
        )
    };
    let links: Vec<_> = numbers.iter().map(link).collect();
    run(CITATION, "[") + &links.join(&run(CITATION, ", ")) + &run(CITATION, "]")
}
