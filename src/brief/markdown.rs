//! A document as Markdown: CommonMark with GitHub's tables.
//!
//! Every block is written by one function into one string, and blocks stand one
//! empty line apart. Lines are never wrapped, so that a changed number changes
//! one line. All text is escaped; figures are files in `figures/` beside it.

use super::document::{Align, Block, Column, Document, Figure, Inline, Reference, Run, Table};
use super::escape::{self, markdown_line};

/// Where a run stands; a cell must not hold a bare bar, not even in code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    Cell,
}

/// The document as one Markdown text that ends in a line break. `endings` are those of the files
/// that each figure has, such as `svg` and `png`: the first is shown, and the others are linked.
pub fn to_markdown(document: &Document, endings: &[&str]) -> String {
    let mut parts = vec![heading(1, &document.title), strong(&document.subtitle), meta(&document.meta)];
    parts.extend(document.blocks.iter().map(|block| self::block(block, endings)));
    paragraphs(parts) + "\n"
}

fn paragraphs(mut parts: Vec<String>) -> String {
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn meta(rows: &[(String, String)]) -> String {
    let row = |(label, value): &(String, String)| {
        format!("- {} {}", strong(&format!("{label}:")), escape::markdown(value))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn block(block: &Block, endings: &[&str]) -> String {
    match block {
        Block::Heading { level, text, .. } => heading(*level, text),
        Block::Paragraph(run) => line(run),
        Block::Bullets(bullets) => list(bullets),
        Block::KeyFindings { title, bullets } => quote(&paragraphs(vec![strong(title), list(bullets)])),
        Block::Figure(figure) => self::figure(figure, endings),
        Block::Table(table) => self::table(table),
        Block::Code { language, text } => fence(language, text),
        Block::References(references) => references.iter().map(reference).collect::<Vec<_>>().join("\n"),
        Block::Notice { label, text } => quote(&format!("{} {}", strong(&format!("{label}:")), line(text))),
        Block::Details { summary, blocks } => {
            folded(summary, &paragraphs(blocks.iter().map(|block| self::block(block, endings)).collect()))
        }
    }
}

fn heading(level: u8, text: &str) -> String {
    let marks = "#".repeat(level.clamp(1, 6).into());
    format!("{marks} {}", markdown_line(&escape::markdown(text)))
}

fn line(run: &Run) -> String {
    markdown_line(&inlines(run, Place::Line))
}

fn list(bullets: &[Run]) -> String {
    let bullets: Vec<_> = bullets.iter().map(|run| format!("- {}", line(run))).collect();
    bullets.join("\n")
}

fn quote(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("> {line}").trim_end().to_string()).collect();
    lines.join("\n")
}

/// The two tags are HTML, as Markdown has no word for what folds; a reader who shows none still shows the rest.
fn folded(summary: &str, body: &str) -> String {
    format!(
        "<details>\n<summary>{}</summary>\n\n{body}\n\n</details>",
        escape::html(&escape::one_line(summary))
    )
}

fn figure(figure: &Figure, endings: &[&str]) -> String {
    let stem = format!("figures/{}", escape::path_segment(&figure.name));
    let rows: Vec<_> =
        figure.description.iter().map(|row| format!("- {}", markdown_line(&escape::markdown(row)))).collect();
    let alt = escape::markdown(&figure.alt);
    let shown = endings.first().map_or(alt.clone(), |ending| format!("![{alt}]({stem}.{ending})"));
    let linked = endings
        .iter()
        .skip(1)
        .map(|ending| format!("[Figure {} as {}]({stem}.{ending})", figure.number, ending.to_uppercase()));
    let mut parts = vec![
        shown,
        format!("**Figure {}.** {}", figure.number, escape::markdown(&figure.caption)),
        labelled("Source:", &figure.source),
        labelled("Note:", &figure.note),
    ];
    parts.extend(linked);
    if !rows.is_empty() {
        parts.push(folded(&format!("Figure {} in words", figure.number), &rows.join("\n")));
    }
    paragraphs(parts)
}

fn labelled(label: &str, run: &Run) -> String {
    if run.is_empty() { String::new() } else { format!("{label} {}", inlines(run, Place::Line).trim()) }
}

fn table(table: &Table) -> String {
    let caption = format!("**Table {}.** {}", table.number, escape::markdown(&table.caption));
    let header = row(table.columns.iter().map(|column| escape::markdown(&column.header)));
    let rule = row(table.columns.iter().map(|column| rule(column).to_string()));
    let rows = table.rows.iter().map(|cells| row(cells.iter().map(|cell| inlines(cell, Place::Cell))));
    let grid: Vec<_> = [header, rule].into_iter().chain(rows).collect();
    paragraphs(vec![caption, grid.join("\n"), labelled("Note:", &table.note)])
}

fn row(cells: impl Iterator<Item = String>) -> String {
    cells.fold("|".to_string(), |row, cell| format!("{row} {} |", cell.trim()))
}

fn rule(column: &Column) -> &'static str {
    match column.align {
        Align::Left => ":---",
        Align::Center => ":---:",
        Align::Right => "---:",
    }
}

/// A fence is longer than any run of back-ticks in the text.
fn fence(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_ticks(text).max(2) + 1);
    let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

fn longest_ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn reference(reference: &Reference) -> String {
    let address = match &reference.url {
        Some(url) => escape::web_address(url).map_or_else(|| escape::markdown(url), |url| format!("<{url}>")),
        None => String::new(),
    };
    let line = format!("- \\[{}\\] {} {address}", reference.number, escape::markdown(&reference.text));
    let id = if reference.id.is_empty() {
        String::new()
    } else {
        format!(" ({})", code_span(&reference.id, Place::Line))
    };
    format!("{}{id}", line.trim_end())
}

fn inlines(run: &Run, place: Place) -> String {
    run.iter().fold(String::new(), |before, inline| {
        let gap = if matches!(inline, Inline::Cite(_)) && !before.is_empty() { " " } else { "" };
        before + gap + &self::inline(inline, place)
    })
}

fn inline(inline: &Inline, place: Place) -> String {
    match inline {
        Inline::Text(words) => escape::markdown(words),
        Inline::Strong(words) => strong(words),
        Inline::Emphasis(words) => marked("*", words),
        Inline::Code(words) => code_span(words, place),
        Inline::Link { text, href } => link(text, href),
        Inline::Cite(numbers) => citation(numbers),
    }
}

fn strong(words: &str) -> String {
    marked("**", words)
}

/// The marks must touch the words: spaces at the ends of the words move outside.
fn marked(mark: &str, words: &str) -> String {
    let escaped = escape::markdown(words);
    let core = escaped.trim();
    if core.is_empty() {
        return escaped;
    }
    let before = &escaped[..escaped.len() - escaped.trim_start().len()];
    let after = &escaped[escaped.trim_end().len()..];
    format!("{before}{mark}{core}{mark}{after}")
}

/// Code stays code, except in a cell where a bar in it would end the cell.
fn code_span(words: &str, place: Place) -> String {
    let words = escape::one_line(words);
    if words.trim().is_empty() || (place == Place::Cell && words.contains('|')) {
        return escape::markdown(&words);
    }
    let ticks = "`".repeat(longest_ticks(&words) + 1);
    let pad = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{pad}{words}{pad}{ticks}")
}

fn link(text: &str, href: &str) -> String {
    let words = escape::markdown(text);
    match escape::web_address(href) {
        Some(address) => format!("[{}](<{}>)", words.trim(), address.replace('&', "&amp;")),
        None => words,
    }
}

fn citation(numbers: &[usize]) -> String {
    let numbers: Vec<_> = numbers.iter().map(usize::to_string).collect();
    if numbers.is_empty() { String::new() } else { format!("\\[{}\\]", numbers.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::document::{code, link, text};
    use crate::brief::sample;

    #[test]
    fn every_kind_of_block_is_written() {
        let expected = include_str!("sample.md");
        assert_eq!(to_markdown(&sample::document(), &["svg", "png"]), expected);
    }

    #[test]
    fn only_files_that_are_written_are_named() {
        let png = to_markdown(&sample::document(), &["png"]);
        assert!(
            png.contains("](figures/who-parted.png)") && !png.contains(".svg") && !png.contains("as PNG")
        );
        let none = to_markdown(&sample::document(), &[]);
        assert!(
            none.contains("\n\nDot rows of five members where two are empty\n\n")
                && !none.contains("figures/")
        );
    }

    #[test]
    fn hostile_text_opens_no_tag_link_or_image() {
        let markdown = to_markdown(&sample::hostile(), &["svg", "png"]);
        let fence = fence("", &format!("```\n</pre>{}", sample::HOSTILE));
        let fence = fence.trim_start_matches('`');
        let prose = markdown
            .replace(&code_span(sample::HOSTILE, Place::Line), "")
            .replace(fence, "")
            .replace("\\]", "");
        let prose: String = prose.lines().filter(|line| !line.starts_with("<summary>")).collect();
        assert!(!prose.contains("<script"));
        assert!(!prose.contains("](javascript"));
        assert!(!prose.contains("![y]"));
        assert_eq!(prose.matches("](").count(), 2, "only the two links of the figure");
    }

    #[test]
    fn hostile_cells_leave_a_table_as_wide_as_its_header() {
        let markdown = to_markdown(&sample::hostile(), &["svg", "png"]);
        let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let rows: Vec<_> = markdown.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| bars(row) == 3), "{rows:#?}");
    }

    #[test]
    fn a_line_put_together_from_pieces_opens_no_list() {
        assert_eq!(line(&vec![text("1"), text(". a")]), "1\\. a");
        assert_eq!(line(&vec![text(""), text("- a")]), "\\- a");
    }

    #[test]
    fn an_unsafe_link_is_only_its_words() {
        assert_eq!(line(&vec![link("click", "javascript:alert(1)")]), "click");
        assert_eq!(
            line(&vec![link("a]b", "https://a.org/)?x&copy=1")]),
            "[a\\]b](<https://a.org/)?x&amp;copy=1>)"
        );
    }

    #[test]
    fn code_with_ticks_gets_a_longer_fence() {
        assert_eq!(line(&vec![code("a`b``c")]), "```a`b``c```");
        assert!(fence("sh", "```").starts_with("````sh\n"));
    }

    #[test]
    fn spaces_move_out_of_the_marks() {
        assert_eq!(line(&vec![text("a"), Inline::Strong(" b ".into()), text("c")]), "a **b** c");
    }

    #[test]
    fn an_empty_document_is_a_title_line() {
        assert_eq!(to_markdown(&Document::default(), &["svg", "png"]), "# \n");
    }
}
