//! What a Word file must hold, read back with an XML reader.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};
use zip::ZipArchive;

use super::*;
use crate::brief::sample;

/// The smallest PNG header that has a size: 200 by 100 px.
fn picture() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 0, 200, 0, 0, 0, 100]);
    png
}

fn file(document: &Document) -> Vec<u8> {
    to_docx(document, &BTreeMap::from([("who-parted".to_owned(), picture())]))
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    archive.file_names().map(|name| name.expect("a name").into_owned()).collect()
}

fn words(node: Node) -> String {
    let texts = node.descendants().filter(|n| n.tag_name().name() == "t");
    texts.filter_map(|t| t.text()).collect()
}

/// The words of each paragraph of a style.
fn styled(main: &str, style: &str) -> Vec<String> {
    let xml = Xml::parse(main).expect("well-formed");
    let paragraphs = xml.descendants().filter(|n| n.tag_name().name() == "p");
    let of_style = paragraphs.filter(|p| {
        p.descendants().any(|n| n.tag_name().name() == "pStyle" && value(n).is_some_and(|v| v == style))
    });
    of_style.map(words).collect()
}

fn value(node: Node) -> Option<String> {
    node.attributes().find(|a| a.name() == "val").map(|a| a.value().to_owned())
}

#[test]
fn headings_captions_and_sources_have_their_styles() {
    let main = part(&file(&sample::document()), "word/document.xml");
    assert_eq!(styled(&main, "Title"), ["One bloc parted"]);
    assert_eq!(styled(&main, "Heading1"), ["Who parted", "The members"]);
    assert_eq!(styled(&main, "Heading2"), ["Annex"]);
    assert_eq!(styled(&main, "Caption"), ["Figure 1. One bloc parted.", "Table 1. Members and their status"]);
    assert_eq!(styled(&main, "Reference").len(), 2);
    assert_eq!(styled(&main, "KeyFinding"), ["Three of five members had signed."]);
}

#[test]
fn every_style_that_is_used_is_defined() {
    let main = part(&file(&sample::document()), "word/document.xml");
    for style in main.split("Style w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(STYLES.contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
}

#[test]
fn a_figure_is_a_picture_with_its_text_alternative() {
    let bytes = file(&sample::document());
    let main = part(&bytes, "word/document.xml");
    assert!(main.contains("descr=\"Dot rows of five members where two are empty\""));
    assert!(main.contains("<wp:extent cx=\"635000\" cy=\"317500\"/>"), "two thirds of 100 by 50 px");
    assert!(names(&bytes).contains(&"word/media/image1.png".to_owned()));
    assert!(part(&bytes, "word/_rels/document.xml.rels").contains("Target=\"media/image1.png\""));
}

#[test]
fn the_text_of_a_missing_picture_stands_in_its_place() {
    let main = part(&to_docx(&sample::document(), &BTreeMap::new()), "word/document.xml");
    assert_eq!(styled(&main, "Figure"), ["Dot rows of five members where two are empty"]);
}

#[test]
fn a_table_has_a_header_row_and_as_many_cells_as_columns() {
    let main = part(&file(&sample::document()), "word/document.xml");
    let xml = Xml::parse(&main).expect("well-formed");
    let rows: Vec<_> = xml.descendants().filter(|n| n.tag_name().name() == "tr").collect();
    assert_eq!(rows.len(), 2);
    let header = |row: &Node| row.descendants().any(|n| n.tag_name().name() == "tblHeader");
    assert!(header(&rows[0]) && !header(&rows[1]));
    for row in rows {
        assert_eq!(row.children().filter(|n| n.tag_name().name() == "tc").count(), 2);
    }
}

#[test]
fn a_citation_leads_to_its_source_and_an_address_to_the_web() {
    let bytes = file(&sample::document());
    let main = part(&bytes, "word/document.xml");
    for n in 1..=2 {
        assert!(main.contains(&format!("w:anchor=\"source_{n}\"")));
        assert_eq!(main.matches(&format!("w:name=\"source_{n}\"")).count(), 1);
    }
    let links = part(&bytes, "word/_rels/document.xml.rels");
    assert!(links.contains("Target=\"https://example.org/?a=1&amp;b=2\" TargetMode=\"External\""));
}

#[test]
fn hostile_text_leaves_every_part_well_formed() {
    let bytes = file(&sample::hostile());
    for name in names(&bytes).iter().filter(|name| !name.ends_with(".png")) {
        let part = part(&bytes, name);
        assert!(Xml::parse(&part).is_ok(), "{name}: {:?}", Xml::parse(&part).err());
        assert!(!part.contains("Target=\"javascript"), "{name}");
    }
    assert!(styled(&part(&bytes, "word/document.xml"), "Title")[0].contains("<script>"));
}

#[test]
fn two_files_of_one_brief_are_the_same_bytes() {
    assert!(file(&sample::document()) == file(&sample::document()));
}

#[test]
fn the_title_is_in_the_properties() {
    let core = part(&file(&sample::document()), "docProps/core.xml");
    assert!(core.contains("<dc:title>One bloc parted</dc:title>"));
    assert!(!core.contains("created"), "nothing here reads a clock");
}
