//! A document as a Word file (Office Open XML), written part by part.
//!
//! The parts are few and all of them are here, so that the same brief is the
//! same bytes: no clock, no random id, nothing compressed but the pictures. How
//! it looks is in `assets/docx/`, as named styles that a reader can change.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::Document;
use super::escape::xml;
use super::plain::masthead;
use body::Body;

mod body;
mod figure;
mod table;

const STYLES: &str = include_str!("../../../assets/docx/styles.xml");
const NUMBERING: &str = include_str!("../../../assets/docx/numbering.xml");
const SETTINGS: &str = include_str!("../../../assets/docx/settings.xml");

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

/// A4 with margins of 22 mm, in twentieths of a point; the first page has no header.
const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/>\
     <w:footerReference w:type=\"default\" r:id=\"footer\"/><w:footerReference w:type=\"first\" r:id=\"footer\"/>\
     <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1247\" w:bottom=\"1134\" w:left=\"1247\" \
     w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr>";

/// The width between the margins, in twentieths of a point.
const TEXT_WIDTH: usize = 11906 - 2 * 1247;

/// The document as the bytes of a Word file; `pictures` holds the PNG of each figure by its name.
///
/// The text of a figure that is missing there stands in its place.
pub fn to_docx(document: &Document, pictures: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut body = Body::new(pictures);
    body.opening(document);
    body.blocks(&document.blocks);
    let main =
        format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{}{SECTION}</w:body></w:document>", body.xml);
    let texts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relationships()),
        ("docProps/core.xml", core_properties(document)),
        ("docProps/app.xml", application()),
        ("word/document.xml", main),
        ("word/_rels/document.xml.rels", document_relationships(&body)),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/numbering.xml", NUMBERING.to_owned()),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/header1.xml", header(&document.title)),
        ("word/footer1.xml", footer()),
    ];
    let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes()));
    let media = body.media.iter().enumerate();
    pack(texts.chain(media.map(|(at, bytes)| (format!("word/media/image{}.png", at + 1), *bytes))))
}

/// The parts in one archive. Nothing is compressed: which library would do it, and so the bytes,
/// depends on how the program was built.
fn pack<'a>(parts: impl Iterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    const MEMORY: &str = "memory takes every write of a file this small";
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, options).expect(MEMORY);
        archive.write_all(bytes).expect(MEMORY);
    }
    archive.finish().expect(MEMORY).into_inner()
}

fn content_types() -> String {
    let word = |part: &str, kind: &str| {
        format!("<Override PartName=\"/word/{part}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>")
    };
    format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
         {}{}{}{}{}{}</Types>",
        word("document", "document.main"),
        word("styles", "styles"),
        word("numbering", "numbering"),
        word("settings", "settings"),
        word("header1", "header"),
        word("footer1", "footer"),
    )
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}

fn package_relationships() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    format!(
        "{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\">{}{}{}</Relationships>",
        relationship("document", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        relationship("core", core, "docProps/core.xml"),
        relationship("app", &format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    )
}

fn document_relationships(body: &Body) -> String {
    let parts = [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("header", "header1.xml"),
        ("footer", "footer1.xml"),
    ];
    let parts = parts.iter().map(|(id, target)| relationship(id, &format!("{OFFICE}/{id}"), target));
    let images = (1..=body.media.len()).map(|n| {
        relationship(&format!("image{n}"), &format!("{OFFICE}/image"), &format!("media/image{n}.png"))
    });
    let links = body.links.iter().enumerate().map(|(at, address)| {
        format!(
            "<Relationship Id=\"link{}\" Type=\"{OFFICE}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            at + 1,
            xml(address)
        )
    });
    let all: String = parts.chain(images).chain(links).collect();
    format!("{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\">{all}</Relationships>")
}

/// Title, subject and language; no date, as the only ones known are those of the data.
fn core_properties(document: &Document) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject>\
         <dc:creator>blocs</dc:creator><dc:description>{}</dc:description><dc:language>{}</dc:language></cp:coreProperties>",
        xml(&document.title),
        xml(&document.subtitle),
        xml(&masthead(document)),
        xml(language(document)),
    )
}

fn language(document: &Document) -> &str {
    if document.language.is_empty() { "en" } else { &document.language }
}

fn application() -> String {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>blocs</Application></Properties>"
    )
}

fn header(title: &str) -> String {
    let run = format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(title));
    format!(
        "{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{run}</w:p></w:hdr>"
    )
}

fn footer() -> String {
    format!(
        "{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>\
         {}<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        field("PAGE", "1", ""),
        field("NUMPAGES", "1", ""),
    )
}

/// A field that Word computes, with the value shown until it does.
fn field(code: &str, value: &str, properties: &str) -> String {
    let mark = |kind: &str| format!("<w:r>{properties}<w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{}<w:r>{properties}<w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>{}<w:r>{properties}<w:t>{value}</w:t></w:r>{}",
        mark("begin"),
        mark("separate"),
        mark("end"),
    )
}

#[cfg(test)]
mod tests;
