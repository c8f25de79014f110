//! Dates as tables write them.

use crate::model::{ActKind, Day, Edtf};

/// Years in which no act of a table lies: a two-digit year, or a slip of the keys.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// ISO 8601 or EDTF; or a day in the format given; and the act that the mark behind it stands for.
///
/// The UN Treaty Collection marks, in its column of ratifications, acceptance (A), approval (AA),
/// accession (a) and succession (d).
pub(super) fn read(text: &str, format: Option<&str>) -> Option<(Edtf, Option<ActKind>)> {
    if let Some(date) = plain(text, format) {
        return Some((date, None));
    }
    let (rest, mark) = text.rsplit_once(' ')?;
    let kind = match mark.trim_matches(['(', ')']) {
        "A" => ActKind::Acceptance,
        "AA" => ActKind::Approval,
        "a" => ActKind::Accession,
        "d" => ActKind::Succession,
        _ => return None,
    };
    Some((plain(rest.trim(), format)?, Some(kind)))
}

fn plain(text: &str, format: Option<&str>) -> Option<Edtf> {
    let date = match format {
        None => Edtf::parse(text).ok()?,
        Some(format) => Edtf::day(Day::strptime(format, text).ok()?),
    };
    let within = |day: Day| YEARS.contains(&day.year());
    (within(date.latest) && (date.is_open() || within(date.earliest))).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str, format: Option<&str>) -> Option<String> {
        read(text, format).map(|(date, _)| date.to_string())
    }

    #[test]
    fn dates_are_read_in_the_format_given() {
        assert_eq!(iso("03.06.2013", Some("%d.%m.%Y")).as_deref(), Some("2013-06-03"));
        assert_eq!(iso("2013-06", None).as_deref(), Some("2013-06"));
        assert_eq!((iso("3 June", None), iso("2013-06-03", Some("%d.%m.%Y"))), (None, None));
    }

    #[test]
    fn a_mark_behind_a_date_says_what_was_done() {
        let kind = |text| read(text, Some("%d %b %Y")).and_then(|(_, kind)| kind);
        assert_eq!(
            (kind("15 Jan 1992 a"), kind("15 Jan 1992 A")),
            (Some(ActKind::Accession), Some(ActKind::Acceptance))
        );
        assert_eq!((kind("15 Jan 1992"), kind("15 Jan 1992 q")), (None, None));
    }

    #[test]
    fn years_out_of_all_range_are_no_dates() {
        assert_eq!(iso("03.06.13", Some("%d.%m.%Y")), None, "the year 13");
        assert!(
            ["0000-01-01", "0000", "99999", "2899-13-45", "9999-12-31"]
                .iter()
                .all(|d| iso(d, None).is_none())
        );
    }
}
