//! A document as one HTML file that needs nothing else: no script, no font, no
//! request.
//!
//! The drawings are put in as SVG that this program made; every other string is
//! escaped. How it looks, on a screen, in the dark and on paper, is in
//! `assets/brief.css`; how its text reads is not decided here.

use std::collections::BTreeMap;

use super::document::{Block, Document};
use super::escape::{anchor, css_string, html, one_line};
use body::{Page, push};

mod body;

const STYLE: &str = include_str!("../../assets/brief.css");

/// Nothing is fetched and nothing runs.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The document as one HTML file; `figures` holds the SVG of each figure by its name.
///
/// The text of a figure that is missing there stands in its place.
pub fn to_html(document: &Document, figures: &BTreeMap<String, String>) -> String {
    let mut page = Page::new(document, figures);
    let (opening, sections) = document.blocks.split_at(first_section(&document.blocks));
    let body = page.blocks(opening) + &contents(sections) + &page.blocks(sections);
    let language = if document.language.is_empty() { "en" } else { &document.language };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n{}<body>\n<a class=\"skip\" href=\"#brief\">Skip to the brief</a>\n{}\
         <div class=\"page\">\n<main id=\"brief\" tabindex=\"-1\">\n{body}</main>\n</div>\n</body>\n</html>\n",
        html(language),
        head(document),
        masthead(document),
    )
}

/// Where the sections begin: what stands before them, the key findings, comes before the contents.
fn first_section(blocks: &[Block]) -> usize {
    blocks.iter().position(|block| matches!(block, Block::Heading { level: 2, .. })).unwrap_or(blocks.len())
}

fn head(document: &Document) -> String {
    let description = if document.subtitle.is_empty() { &document.title } else { &document.subtitle };
    format!(
        "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n<meta name=\"description\" content=\"{}\">\n<style>\n{STYLE}@page {{ @top-left {{ content: \"{}\"; }} }}\n</style>\n</head>\n",
        html(&one_line(&document.title)),
        html(&one_line(description)),
        css_string(&document.title),
    )
}

fn masthead(document: &Document) -> String {
    let mut out =
        format!("<header class=\"masthead\">\n<div class=\"column\">\n<h1>{}</h1>\n", html(&document.title));
    if !document.subtitle.is_empty() {
        push(&mut out, format_args!("<p class=\"subtitle\">{}</p>\n", html(&document.subtitle)));
    }
    if !document.meta.is_empty() {
        out.push_str("<dl class=\"meta\">\n");
        for (label, value) in &document.meta {
            push(&mut out, format_args!("<div><dt>{}</dt><dd>{}</dd></div>\n", html(label), html(value)));
        }
        out.push_str("</dl>\n");
    }
    out + "</div>\n</header>\n"
}

/// The sections, for a reader who looks for one; none are listed where there is only one.
fn contents(blocks: &[Block]) -> String {
    let sections: Vec<_> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: 2, text, id } => {
                Some(format!("<li><a href=\"#{}\">{}</a></li>\n", anchor(id), html(text)))
            }
            _ => None,
        })
        .collect();
    if sections.len() < 2 {
        return String::new();
    }
    format!(
        "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n{}</ol>\n</nav>\n",
        sections.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::sample;

    fn page(document: &Document) -> String {
        let svg = "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\"></svg>\n".to_string();
        to_html(document, &BTreeMap::from([("who-parted".to_string(), svg)]))
    }

    fn body(document: &Document) -> String {
        page(document).split_once("<body>").expect("a page has a body").1.to_string()
    }

    #[test]
    fn a_page_runs_nothing_and_fetches_nothing() {
        let page = page(&sample::document());
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
        for fetch in ["<script", " src=", "url(", "@import", "<link", "onload"] {
            assert!(!page.contains(fetch), "{fetch}");
        }
    }

    #[test]
    fn a_page_names_its_language_title_and_landmarks() {
        let page = page(&sample::document());
        for part in [
            "<html lang=\"en\">",
            "<title>One bloc parted</title>",
            "<main id=\"brief\"",
            "<nav ",
            "<header ",
            "href=\"#brief\"",
        ] {
            assert_eq!(page.matches(part).count(), 1, "{part}");
        }
    }

    #[test]
    fn hostile_text_opens_no_tag_and_no_attribute() {
        let page = page(&sample::hostile());
        let body = page.split_once("<body>").expect("a page has a body").1;
        let known = [
            "a",
            "aside",
            "body",
            "caption",
            "code",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "header",
            "html",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "span",
            "strong",
            "summary",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ];
        for tag in body.split('<').skip(1) {
            let name =
                tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            assert!(known.contains(&name), "<{tag}");
        }
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en&quot; onload=&quot;x\">"));
        assert!(!page.contains("href=\"javascript"));
    }

    #[test]
    fn every_way_back_from_a_source_leads_to_a_citation() {
        let body = body(&sample::document());
        let targets: Vec<_> =
            body.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(targets.contains(&"cite-1-3") && targets.contains(&"source-2"));
        for target in targets {
            assert_eq!(body.matches(&format!("id=\"{target}\"")).count(), 1, "{target}");
        }
    }

    #[test]
    fn a_drawing_stands_in_the_page_with_its_text_alternative() {
        let body = body(&sample::document());
        assert!(body.contains(
            "role=\"img\" aria-label=\"Dot rows of five members where two are empty\">\n<svg viewBox"
        ));
        assert!(!body.contains("<?xml"));
    }

    #[test]
    fn the_text_of_a_missing_drawing_stands_in_its_place() {
        let page = to_html(&sample::document(), &BTreeMap::new());
        assert!(page.contains("missing\"><p>Dot rows of five members where two are empty</p>"));
    }

    #[test]
    fn a_table_names_its_headers_and_aligns_its_numbers() {
        let body = body(&sample::document());
        assert!(body.contains("<th scope=\"col\">Member</th><th scope=\"col\" class=\"number\">Share</th>"));
        assert!(body.contains("<th scope=\"row\">Alpha</th><td class=\"number\">3 of 5, 60%"));
    }

    #[test]
    fn tags_close_in_the_order_in_which_they_open() {
        let mut open = Vec::new();
        for tag in body(&sample::hostile()).split('<').skip(1) {
            let name: String = tag.chars().take_while(|c| *c == '/' || c.is_ascii_alphanumeric()).collect();
            match name.strip_prefix('/') {
                Some(name) => assert!(open.pop().is_none_or(|opened| opened == name), "</{name}>"),
                None => open.push(name),
            }
        }
        assert_eq!(open, Vec::<String>::new());
    }

    #[test]
    fn an_empty_document_is_still_a_page() {
        let page = to_html(&Document::default(), &BTreeMap::new());
        assert!(page.contains("<html lang=\"en\">") && !page.contains("<nav"));
    }
}
