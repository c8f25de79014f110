//! A document as Typst source: what the PDF is set from, and what a reader who
//! wants another layout can change.
//!
//! How it looks is in `assets/brief.typ`, which opens the file; below it stands
//! the brief as Typst markup. All text is escaped; figures are files in
//! `figures/` beside it.

use super::columns::shares;
use super::document::{Align, Block, Document, Figure, Inline, Reference, Run, Table};
use super::escape::{self, one_line, web_address};
use super::plain::words;

const TEMPLATE: &str = include_str!("../../assets/brief.typ");

/// The document as one Typst file that ends in a line break.
pub fn to_typst(document: &Document) -> String {
    let opening = format!(
        "#show: brief.with(title: {}, subtitle: {}, lang: {})\n\n{}",
        string(&document.title),
        string(&document.subtitle),
        string(language(document)),
        masthead(document),
    );
    let parts: Vec<_> = [opening]
        .into_iter()
        .chain(document.blocks.iter().map(block))
        .filter(|part| !part.is_empty())
        .collect();
    format!("{TEMPLATE}\n{}\n", parts.join("\n\n"))
}

/// The language alone, of two or three letters: Typst takes no longer tag.
fn language(document: &Document) -> &str {
    let language = document.language.split('-').next().unwrap_or_default();
    let known = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
    if known { language } else { "en" }
}

fn masthead(document: &Document) -> String {
    let rows: String = document
        .meta
        .iter()
        .map(|(label, value)| format!(", ({}, {})", string(label), string(value)))
        .collect();
    format!("#masthead({}{rows})", string(&document.subtitle))
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text, .. } => heading(*level, text),
        Block::Paragraph(run) => inlines(run),
        Block::Bullets(bullets) => {
            bullets.iter().map(|run| format!("- {}", inlines(run))).collect::<Vec<_>>().join("\n")
        }
        Block::KeyFindings { title, bullets } => call("key-findings", &string(title), bullets),
        Block::Figure(figure) => self::figure(figure),
        Block::Table(table) => self::table(table),
        Block::Code { text, .. } => format!("#raw(block: true, {})", lines(text)),
        Block::References(references) => sources(references),
        Block::Notice { label, text } => format!("#notice({}, {})", string(label), content(text)),
        Block::Details { summary, blocks } => {
            let blocks = blocks.iter().map(self::block).filter(|part| !part.is_empty());
            let parts: Vec<_> = [heading(3, summary)].into_iter().chain(blocks).collect();
            parts.join("\n\n")
        }
    }
}

/// The document's sections are level 2, as the title is level 1; Typst's title stands above its levels.
fn heading(level: u8, text: &str) -> String {
    format!("{} {}", "=".repeat((level.clamp(2, 4) - 1).into()), escape::typst(text))
}

fn call(name: &str, first: &str, runs: &[Run]) -> String {
    let runs: String = runs.iter().map(|run| format!(",\n  {}", content(run))).collect();
    format!("#{name}({first}{runs}\n)")
}

/// Source and note are drawn in the figure, so the page need not repeat them; who hears the page does.
fn figure(figure: &Figure) -> String {
    let drawn = [("Source:", &figure.source), ("Note:", &figure.note)];
    let drawn = drawn.iter().filter(|(_, run)| !run.is_empty());
    let alt = drawn.fold(figure.alt.clone(), |alt, (label, run)| {
        format!("{}. {label} {}", alt.trim_end_matches('.'), words(run))
    });
    format!(
        "#chart({}, alt: {}, caption: [{}])",
        string(&format!("figures/{}.svg", escape::path_segment(&figure.name))),
        string(&alt),
        escape::typst(&figure.caption),
    )
}

fn table(table: &Table) -> String {
    let rows: String =
        table.rows.iter().map(|cells| format!("\n    {},", array(cells.iter().map(content)))).collect();
    format!(
        "#facts(\n  caption: [{}],\n  columns: {},\n  align: {},\n  header: {},\n  rows: ({rows}\n  ),\n  note: {},\n)",
        escape::typst(&table.caption),
        array(shares(table).iter().map(|share| format!("{}.{}%", share / 10, share % 10))),
        array(table.columns.iter().map(|column| side(column.align).to_owned())),
        array(table.columns.iter().map(|column| format!("[{}]", escape::typst(&column.header)))),
        note(&table.note),
    )
}

fn note(run: &Run) -> String {
    if run.is_empty() { "none".to_owned() } else { format!("[Note: {}]", inlines(run).trim_start()) }
}

fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// An array, which with one element needs a comma after it.
fn array(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    if items.len() == 1 { format!("({},)", items[0]) } else { format!("({})", items.join(", ")) }
}

fn sources(references: &[Reference]) -> String {
    let items: String = references.iter().map(|reference| format!(",\n  {}", source(reference))).collect();
    format!("#sources({}\n)", items.trim_start_matches(','))
}

fn source(reference: &Reference) -> String {
    let link = reference.url.as_deref().map(|url| format!(" {}", link(url, url))).unwrap_or_default();
    let id = match reference.id.is_empty() {
        true => String::new(),
        false => format!(" {}", code(&reference.id)),
    };
    let n = reference.number;
    format!("enum.item({n})[#metadata({n})<source-{n}> {}{link}{id}]", escape::typst(&reference.text))
}

fn content(run: &Run) -> String {
    format!("[{}]", inlines(run))
}

fn inlines(run: &Run) -> String {
    run.iter().map(inline).collect()
}

/// Every call ends in a semicolon, so that no text after it is taken as part of it.
fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(words) => escape::typst(words),
        Inline::Strong(words) => format!("#strong[{}];", escape::typst(words)),
        Inline::Emphasis(words) => format!("#emph[{}];", escape::typst(words)),
        Inline::Code(words) => code(words),
        Inline::Link { text, href } => link(text, href),
        Inline::Cite(numbers) if numbers.is_empty() => String::new(),
        Inline::Cite(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(usize::to_string).collect();
            format!("#cite-source({});", numbers.join(", "))
        }
    }
}

fn code(words: &str) -> String {
    format!("#raw({});", string(words))
}

fn link(text: &str, href: &str) -> String {
    match web_address(href) {
        Some(address) => format!("#link({})[{}];", string(&address), escape::typst(text)),
        None => escape::typst(text),
    }
}

/// A string literal on one line.
fn string(text: &str) -> String {
    format!("\"{}\"", escape::typst_string(&one_line(text)))
}

/// A string literal that keeps its lines.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().map(|line| escape::typst_string(&one_line(line))).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::document::{link, text};
    use crate::brief::sample;

    #[test]
    fn every_kind_of_block_is_written() {
        let source = to_typst(&sample::document());
        let body = source.strip_prefix(TEMPLATE).expect("the template opens the file");
        assert_eq!(body.trim_start(), include_str!("sample.typ"));
    }

    #[test]
    fn text_after_a_call_is_no_part_of_it() {
        let run = vec![Inline::Strong("a".into()), text("(b)"), link("c", "https://d.org/"), text("[e].f")];
        assert_eq!(inlines(&run), "#strong[a];(b)#link(\"https://d.org/\")[c];\\[e\\].f");
    }

    #[test]
    fn an_unsafe_link_is_only_its_words() {
        assert_eq!(inlines(&vec![link("click", "javascript:alert(1)")]), "click");
    }

    #[test]
    fn a_language_that_typst_does_not_take_is_english() {
        let of = |tag: &str| language(&Document { language: tag.into(), ..Document::default() }).to_owned();
        assert_eq!([of("fr"), of("en-GB"), of(""), of("x\"y")], ["fr", "en", "en", "en"]);
    }
}
