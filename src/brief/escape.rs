//! What makes text from the data inert: in HTML, in Markdown, in a style
//! sheet, as an address and as a file name.
//!
//! A fact in a table may hold any character. Each function here answers for one
//! place where it may land, and none of them drops a visible character.

use std::fmt::Write;

/// `text` as HTML text or as a quoted attribute value.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().map(visible) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// `text` as XML text or as a quoted attribute value: the same marks, and nothing else that XML cannot hold.
pub fn xml(text: &str) -> String {
    html(text)
}

/// `text` as Markdown within a line; [`markdown_line`] answers for the start of the line.
///
/// Line breaks and runs of spaces become one space, as they would when shown.
pub fn markdown(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if opens_entity(&line[at + 1..]) => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A line put together from [`markdown`] pieces, so that it opens no list, rule or heading.
pub fn markdown_line(pieces: &str) -> String {
    let line = pieces.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks = if digits == 0 { "-+=" } else { ".)" };
    if line[digits..].starts_with(|c: char| marks.contains(c)) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line.to_string()
}

fn opens_entity(rest: &str) -> bool {
    rest.starts_with(|c: char| c == '#' || c.is_ascii_alphanumeric())
}

/// `text` as Typst markup anywhere in a line, on one line itself.
pub fn typst(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len());
    let mut before = None;
    for (at, c) in line.char_indices() {
        let opens = "-+.=".contains(c) && line[..at].chars().all(|c| c == ' ' || c.is_ascii_digit());
        let joins = "-.".contains(c) && before == Some(c) || c == '?' && before == Some('-');
        if opens || joins || "\\#$*_`<>@[]~/'\"".contains(c) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// `text` inside the quotes of a Typst string.
pub fn typst_string(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// `text` on one line: every run of white space is one space.
pub fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { visible(c) }).collect();
    let mut line = String::with_capacity(spaced.len());
    for c in spaced.chars() {
        if c != ' ' || !line.ends_with(' ') {
            line.push(c);
        }
    }
    line
}

/// The character, or a replacement mark for one that steers the display instead of showing:
/// controls, what is no character at all, and the overrides that turn the direction of the text
/// after them.
fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// The address, percent-encoded where it must be, if it is http or https; otherwise `None`.
pub fn web_address(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    (known && host).then(|| address.chars().map(address_part).collect())
}

fn address_part(c: char) -> String {
    if c.is_control() || c.is_whitespace() || "\"'<>\\^`{|}".contains(c) || visible(c) != c {
        return percent(c);
    }
    c.to_string()
}

fn percent(c: char) -> String {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().fold(String::new(), |mut out, byte| {
        write!(out, "%{byte:02X}").expect("a String takes every write");
        out
    })
}

/// One segment of a relative path: no slash, no dot in front, nothing to be quoted.
pub fn path_segment(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let encoded: String = name.chars().map(|c| if plain(c) { c.to_string() } else { percent(c) }).collect();
    encoded.trim_start_matches('.').to_string()
}

/// An anchor: letters, digits and hyphens, in lower case.
pub fn anchor(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// `text` inside double quotes in a style sheet inside HTML.
pub fn css_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' => {
                write!(out, "\\{:x} ", u32::from(c)).expect("a String takes every write")
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_text_cannot_open_a_tag_or_leave_an_attribute() {
        assert_eq!(html("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    }

    #[test]
    fn what_steers_the_display_becomes_a_replacement_mark() {
        assert_eq!(html("a\u{0}b\u{202e}c\nd"), "a\u{fffd}b\u{fffd}c\nd");
    }

    #[test]
    fn markdown_marks_are_inert_anywhere() {
        assert_eq!(markdown("a*b_c`d[e]|f~g#h<i>"), "a\\*b\\_c\\`d\\[e\\]\\|f\\~g\\#h&lt;i&gt;");
    }

    #[test]
    fn markdown_marks_that_open_a_block_are_inert_at_the_start() {
        for (text, inert) in [
            (" - a", "\\- a"),
            ("+ a", "\\+ a"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("===", "\\==="),
            ("# a", "\\# a"),
        ] {
            assert_eq!(markdown_line(&markdown(text)), inert);
        }
        assert_eq!(markdown_line("3 of 5 - so"), "3 of 5 - so");
    }

    #[test]
    fn markdown_keeps_an_ampersand_but_not_an_entity() {
        assert_eq!(markdown("A & B &amp; C"), "A & B &amp;amp; C");
    }

    #[test]
    fn markdown_text_is_always_one_line() {
        assert_eq!(markdown("a\r\n\n    b\tc"), "a b c");
    }

    #[test]
    fn typst_marks_are_inert_anywhere() {
        assert_eq!(
            typst("#a*b_c`d[e]<f>@g$h~i//j\\k"),
            "\\#a\\*b\\_c\\`d\\[e\\]\\<f\\>\\@g\\$h\\~i\\/\\/j\\\\k"
        );
        assert_eq!(typst("five-eyes -- so... - what -?"), "five-eyes -\\- so.\\.\\. - what -\\?");
        for (text, inert) in
            [("- a", "\\- a"), ("+ a", "\\+ a"), ("= a", "\\= a"), ("12. a", "12\\. a"), ("/ a", "\\/ a")]
        {
            assert_eq!(typst(text), inert);
        }
        assert_eq!(typst_string("a\\\"b"), "a\\\\\\\"b");
    }

    #[test]
    fn only_http_and_https_are_addresses() {
        for inert in [
            "javascript:alert(1)",
            "data:text/html,x",
            " JaVaScRiPt://x",
            "https:x",
            "https:///x",
            "//x",
            "a.html",
            "",
            "java\nscript://x",
        ] {
            assert_eq!(web_address(inert), None, "{inert}");
        }
        assert_eq!(web_address(" HTTPS://a.org/b?c=1&d ").as_deref(), Some("HTTPS://a.org/b?c=1&d"));
    }

    #[test]
    fn an_address_cannot_leave_its_quotes() {
        assert_eq!(web_address("https://a.org/\"> x\n|").as_deref(), Some("https://a.org/%22%3E%20x%0A%7C"));
    }

    #[test]
    fn a_file_name_stays_in_its_folder() {
        assert_eq!(path_segment("../a b"), "%2Fa%20b");
        assert_eq!(path_segment("who-parted"), "who-parted");
    }

    #[test]
    fn an_anchor_has_only_letters_digits_and_hyphens() {
        assert_eq!(anchor("Who broke \"ranks\"?"), "who-broke-ranks");
    }

    #[test]
    fn a_style_sheet_string_cannot_end_early() {
        assert_eq!(css_string("a\"}</style>\n\\"), "a\\22 }\\3c /style\\3e  \\5c ");
    }
}
