//! The brief as a tree of plain data, before it is Markdown or HTML.
//!
//! A [`Document`] says what stands in a brief and in which order, never how it
//! looks. Every string in it is text: nothing is markup, and each writer
//! escapes all of it. Anything that depends on the analysis has been said
//! before it gets here.

use std::collections::BTreeSet;

use super::escape::anchor;

/// A piece of running text, in the order in which it is read.
pub type Run = Vec<Inline>;

/// A whole brief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The main finding, with its date.
    pub title: String,
    /// What is covered: which blocs, which agreement.
    pub subtitle: String,
    /// The language of the text as a BCP 47 tag; `en` where it is empty.
    pub language: String,
    /// Label and value of each masthead row: the as-of date, the data cut-off, the version.
    pub meta: Vec<(String, String)>,
    /// The body, in reading order.
    pub blocks: Vec<Block>,
}

/// One block of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A section heading; the title is level 1, so sections start at 2.
    Heading {
        /// 2 for a section, 3 or 4 below it.
        level: u8,
        /// The words of the heading.
        text: String,
        /// The anchor, unique in the document.
        id: String,
    },
    /// A paragraph.
    Paragraph(Run),
    /// A list without order.
    Bullets(Vec<Run>),
    /// The box that opens the brief.
    KeyFindings {
        /// The title of the box.
        title: String,
        /// Three to five findings.
        bullets: Vec<Run>,
    },
    /// A chart with its words.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// Text to be typed as it stands.
    Code {
        /// The language of the code, such as `sh`; may be empty.
        language: String,
        /// The lines.
        text: String,
    },
    /// The numbered sources.
    References(Vec<Reference>),
    /// A boxed remark, for what is uncertain or only a hypothesis.
    Notice {
        /// What kind of remark it is, such as "Hypothesis".
        label: String,
        /// The remark.
        text: Run,
    },
    /// Matter that is folded away on a screen: the annex.
    Details {
        /// The line that stays visible.
        summary: String,
        /// What unfolds.
        blocks: Vec<Block>,
    },
}

/// A figure; the drawing itself is a file of the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its number in the brief, from 1.
    pub number: usize,
    /// The file stem of the drawing.
    pub name: String,
    /// The finding that the figure shows.
    pub caption: String,
    /// The text alternative, as in the drawing itself.
    pub alt: String,
    /// The rows of the drawing in words.
    pub description: Vec<String>,
    /// Where the data come from; the writers put "Source:" before it.
    pub source: Run,
    /// What a reader must know; the writers put "Note:" before it.
    pub note: Run,
}

/// A table; the first cell of each row is the row's header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its number in the brief, from 1.
    pub number: usize,
    /// What the table shows.
    pub caption: String,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows; each has one cell a column.
    pub rows: Vec<Vec<Run>>,
    /// What a reader must know; the writers put "Note:" before it.
    pub note: Run,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The words at its head.
    pub header: String,
    /// The side on which its cells align.
    pub align: Align,
}

/// The side on which cells align.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Marks and single letters.
    Center,
    /// Numbers.
    Right,
}

/// A numbered source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The number by which the text cites it.
    pub number: usize,
    /// Its identifier in the data.
    pub id: String,
    /// Publisher, title and retrieval date.
    pub text: String,
    /// Where it can be read; a link only if it is http or https.
    pub url: Option<String>,
}

/// A piece of text within a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Words that matter most.
    Strong(String),
    /// Words set apart.
    Emphasis(String),
    /// A name to be typed as it stands.
    Code(String),
    /// A link; only the words remain where the address is not http or https.
    Link {
        /// The words.
        text: String,
        /// The address.
        href: String,
    },
    /// The numbers of the sources that bear out what stands before.
    Cite(Vec<usize>),
}

/// Plain words.
pub fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

/// Words that matter most.
pub fn strong(words: impl Into<String>) -> Inline {
    Inline::Strong(words.into())
}

/// Words set apart.
pub fn emphasis(words: impl Into<String>) -> Inline {
    Inline::Emphasis(words.into())
}

/// A name to be typed as it stands.
pub fn code(words: impl Into<String>) -> Inline {
    Inline::Code(words.into())
}

/// Words that lead to an address.
pub fn link(words: impl Into<String>, href: impl Into<String>) -> Inline {
    Inline::Link { text: words.into(), href: href.into() }
}

/// The numbers of the sources cited.
pub fn cite(numbers: &[usize]) -> Inline {
    Inline::Cite(numbers.to_vec())
}

impl Inline {
    /// The words as they are read; a citation has none.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Strong(words) | Self::Emphasis(words) | Self::Code(words) => words,
            Self::Link { text, .. } => text,
            Self::Cite(_) => "",
        }
    }
}

impl From<&str> for Inline {
    fn from(words: &str) -> Self {
        text(words)
    }
}

impl From<String> for Inline {
    fn from(words: String) -> Self {
        text(words)
    }
}

impl Column {
    /// A column of words.
    pub fn left(header: impl Into<String>) -> Self {
        Self { header: header.into(), align: Align::Left }
    }

    /// A column of numbers.
    pub fn right(header: impl Into<String>) -> Self {
        Self { header: header.into(), align: Align::Right }
    }
}

impl Block {
    /// A section heading.
    pub fn heading(level: u8, text: impl Into<String>, id: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into(), id: id.into() }
    }

    /// A paragraph of one or more pieces.
    pub fn paragraph<I: Into<Inline>>(run: impl IntoIterator<Item = I>) -> Self {
        Self::Paragraph(run.into_iter().map(Into::into).collect())
    }

    /// A list of plain lines.
    pub fn bullets<T: Into<String>>(lines: impl IntoIterator<Item = T>) -> Self {
        Self::Bullets(lines.into_iter().map(|line| vec![text(line)]).collect())
    }

    /// A boxed remark.
    pub fn notice<I: Into<Inline>>(label: impl Into<String>, run: impl IntoIterator<Item = I>) -> Self {
        Self::Notice { label: label.into(), text: run.into_iter().map(Into::into).collect() }
    }

    /// Every run of the block, also of the blocks folded into it, in reading order.
    pub fn runs(&self) -> Vec<&Run> {
        match self {
            Self::Paragraph(run) | Self::Notice { text: run, .. } => vec![run],
            Self::Bullets(bullets) | Self::KeyFindings { bullets, .. } => bullets.iter().collect(),
            Self::Figure(figure) => vec![&figure.source, &figure.note],
            Self::Table(table) => table.rows.iter().flatten().chain([&table.note]).collect(),
            Self::Details { blocks, .. } => blocks.iter().flat_map(Block::runs).collect(),
            Self::Heading { .. } | Self::Code { .. } | Self::References(_) => Vec::new(),
        }
    }
}

impl Document {
    /// Every block, also those folded into others, in reading order.
    pub fn all_blocks(&self) -> Vec<&Block> {
        fn push<'a>(blocks: &'a [Block], all: &mut Vec<&'a Block>) {
            for block in blocks {
                all.push(block);
                if let Block::Details { blocks, .. } = block {
                    push(blocks, all);
                }
            }
        }
        let mut all = Vec::new();
        push(&self.blocks, &mut all);
        all
    }

    /// The number of each citation made, in no particular order, repeats included.
    pub fn cited(&self) -> Vec<usize> {
        let runs = self.blocks.iter().flat_map(Block::runs).flatten();
        runs.flat_map(|inline| if let Inline::Cite(numbers) = inline { numbers.as_slice() } else { &[] })
            .copied()
            .collect()
    }

    /// What is wrong with the tree itself: repeated anchors, gaps in the numbering,
    /// citations that lead nowhere, rows that do not fit their columns.
    pub fn problems(&self) -> Vec<String> {
        let blocks = self.all_blocks();
        let mut problems = repeated_anchors(&blocks);
        let figures =
            blocks.iter().filter_map(|b| if let Block::Figure(f) = b { Some(f.number) } else { None });
        let tables: Vec<_> =
            blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect();
        let sources: Vec<_> = blocks
            .iter()
            .flat_map(|b| if let Block::References(r) = b { r.as_slice() } else { &[] })
            .collect();
        problems.extend(numbering("figure", figures));
        problems.extend(numbering("table", tables.iter().map(|table| table.number)));
        problems.extend(numbering("source", sources.iter().map(|source| source.number)));
        let known: BTreeSet<_> = sources.iter().map(|source| source.number).collect();
        let cited: BTreeSet<_> = self.cited().into_iter().collect();
        problems.extend(cited.difference(&known).map(|n| format!("source {n} is cited but not listed")));
        for table in tables.iter().filter(|t| t.rows.iter().any(|row| row.len() != t.columns.len())) {
            problems.push(format!("table {} has a row that does not fit its columns", table.number));
        }
        problems
    }
}

fn repeated_anchors(blocks: &[&Block]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids =
        blocks.iter().filter_map(|b| if let Block::Heading { id, .. } = b { Some(anchor(id)) } else { None });
    ids.filter(|id| !seen.insert(id.clone()))
        .map(|id| format!("two headings have the anchor '{id}'"))
        .collect()
}

fn numbering(noun: &str, numbers: impl Iterator<Item = usize>) -> Vec<String> {
    let wrong = numbers.enumerate().filter(|(at, number)| at + 1 != *number);
    wrong.map(|(at, number)| format!("{noun} {number} stands where {noun} {} was expected", at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::sample;

    #[test]
    fn a_sound_document_has_no_problems() {
        assert_eq!(sample::document().problems(), Vec::<String>::new());
    }

    #[test]
    fn a_citation_that_leads_nowhere_is_a_problem() {
        let blocks = vec![Block::paragraph([cite(&[7])])];
        let document = Document { blocks, ..Document::default() };
        assert_eq!(document.problems(), ["source 7 is cited but not listed"]);
    }

    #[test]
    fn anchors_numbers_and_rows_are_checked_inside_the_annex_too() {
        let table =
            Table { number: 3, columns: vec![Column::left("a")], rows: vec![vec![]], ..Table::default() };
        let blocks =
            vec![Block::heading(2, "One", "same"), Block::heading(2, "Two", "same"), Block::Table(table)];
        let folded = Block::Details { summary: String::new(), blocks };
        let document = Document { blocks: vec![folded], ..Document::default() };
        assert_eq!(document.problems().len(), 3);
    }
}
