//! Typst source to PDF, with Typst as a library: tagged for readers that read
//! aloud (PDF/UA-1), the figures as vectors, the fonts embedded. It reads no
//! file, no font of the machine and no clock, so that the same brief is the
//! same bytes.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::RenderError;
use crate::chart::font;

const FONTS: [&[u8]; 4] =
    [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF];

/// A brief's Typst source as PDF; `figures` holds the SVG of each figure by its name.
///
/// What the font cannot draw, it shows as the mark for a missing letter.
///
/// # Errors
/// When Typst finds the source, a figure or the PDF's tags at fault.
pub fn pdf(source: &str, figures: &BTreeMap<String, String>) -> Result<Vec<u8>, RenderError> {
    let desk = Desk::new(source, figures);
    let document: PagedDocument = typst::compile(&desk).output.map_err(|errors| told(&desk, &errors))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| RenderError::Pdf(error.message().to_string()))?;
    let options = PdfOptions { standards, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|errors| told(&desk, &errors))
}

/// What Typst may see: the source, the figures, the embedded fonts.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    figures: BTreeMap<String, Bytes>,
}

impl Desk {
    fn new(source: &str, figures: &BTreeMap<String, String>) -> Self {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
        let figure = |(name, svg): (&String, &String)| {
            (format!("figures/{name}.svg"), Bytes::from_string(drawable(svg)))
        };
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(main(), drawable(source)),
            figures: figures.iter().map(figure).collect(),
        }
    }
}

fn main() -> FileId {
    let path = VirtualPath::new("brief.typ").expect("a plain name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The text with the replacement mark for each character that the font cannot draw.
fn drawable(text: &str) -> String {
    let missing = font::missing(text);
    text.chars().map(|c| if missing.contains(&c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn told(desk: &Desk, errors: &[SourceDiagnostic]) -> RenderError {
    let place = |error: &SourceDiagnostic| {
        let range = desk.range(error.span)?;
        let line = desk.main.lines().byte_to_line(range.start)?;
        Some(format!("brief.typ, line {}: ", line + 1))
    };
    let lines = errors.iter().map(|error| format!("{}{}", place(error).unwrap_or_default(), error.message));
    RenderError::Pdf(lines.collect::<Vec<_>>().join("; "))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.figures.get(id.get().vpath().get_without_slash()).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::document::Document;
    use crate::brief::escape::path_segment;
    use crate::brief::typst::to_typst;
    use crate::brief::{document, sample};

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><path d=\"M0 0h80v40z\"/></svg>";

    fn set(document: &Document) -> Result<Vec<u8>, RenderError> {
        let names = document.blocks.iter().filter_map(|block| match block {
            document::Block::Figure(figure) => Some(path_segment(&figure.name)),
            _ => None,
        });
        pdf(&to_typst(document), &names.map(|name| (name, SVG.to_owned())).collect())
    }

    fn holds(pdf: &[u8], words: &str) -> bool {
        pdf.windows(words.len()).any(|window| window == words.as_bytes())
    }

    #[test]
    fn a_brief_is_a_tagged_pdf_for_readers_that_read_aloud() {
        let pdf = set(&sample::document()).expect("set");
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert!(holds(&pdf, "/MarkInfo") && holds(&pdf, "<pdfuaid:part>1</pdfuaid:part>"));
        assert!(holds(&pdf, "Dot rows of five members where two are empty"), "the text alternative");
    }

    #[test]
    fn two_runs_set_the_same_bytes() {
        assert!(set(&sample::document()).expect("set") == set(&sample::document()).expect("set"));
    }

    #[test]
    fn hostile_text_is_set_as_text() {
        set(&sample::hostile()).expect("set");
    }

    #[test]
    fn letters_that_the_font_lacks_do_not_stop_the_press() {
        let mut document = sample::document();
        document.title = "مصر and 中国".into();
        set(&document).expect("set");
    }

    #[test]
    fn a_fault_in_the_source_is_told_with_its_line() {
        let error = pdf("one\n#nothing-of-this-name", &BTreeMap::new()).expect_err("a fault");
        assert!(error.to_string().contains("brief.typ, line 2: unknown variable"), "{error}");
    }
}
