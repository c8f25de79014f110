//! Dates as precise as their source: a subset of EDTF (ISO 8601-2:2019) and
//! half-open periods. A date that is known only to the month, the year or an
//! interval keeps both of its ends; what falls between them is uncertain.

use std::fmt;

/// A day of the (proleptic Gregorian) calendar.
pub type Day = jiff::civil::Date;

/// A date known to the day, the month, the year, or as "on some day in".
///
/// Both ends are included. An open start (`../2019-11-10`) has [`Day::MIN`] as
/// its earliest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edtf {
    /// The first day it can have been.
    pub earliest: Day,
    /// The last day it can have been.
    pub latest: Day,
}

impl Edtf {
    /// A date known to the day.
    pub const fn day(day: Day) -> Self {
        Self { earliest: day, latest: day }
    }

    /// Reads `2018-11-12`, `2018-11`, `2018`, `A/B` ("on some day from A to B")
    /// or `../B` ("on or before B").
    ///
    /// # Errors
    /// Says what is wrong with `text`, as a sentence without its subject.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(day) = Self::parse_day(text) {
            return Ok(Self::day(day));
        }
        let Some((start, end)) = text.split_once('/') else {
            return Self::parse_single(text);
        };
        let last = Self::parse_single(end)?;
        if start == ".." {
            return Ok(Self { earliest: Day::MIN, latest: last.latest });
        }
        let first = Self::parse_single(start)?;
        if first.earliest > last.latest {
            return Err(format!("ends ({end}) before it starts ({start})"));
        }
        Ok(Self { earliest: first.earliest, latest: last.latest })
    }

    /// A full day, the most frequent case by far.
    fn parse_day(text: &str) -> Option<Day> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let digit = |b: u8| b.is_ascii_digit().then(|| i16::from(b - b'0'));
        let year = digit(y1)? * 1000 + digit(y2)? * 100 + digit(y3)? * 10 + digit(y4)?;
        let (month, day) = (digit(m1)? * 10 + digit(m2)?, digit(d1)? * 10 + digit(d2)?);
        Day::new(year, month as i8, day as i8).ok()
    }

    fn parse_single(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
        let digits = parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
        if !digits || !matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2]) {
            return Err("is not a date".to_owned());
        }
        let number = |i: usize| parts.get(i).and_then(|p| p.parse::<i16>().ok());
        let (year, month, day) = (number(0).unwrap_or(0), number(1), number(2));
        let make = |m: i16, d: i16| {
            Day::new(year, m as i8, d as i8).map_err(|_| "is not a day of the calendar".to_owned())
        };
        match (month, day) {
            (None, _) => Ok(Self { earliest: make(1, 1)?, latest: make(12, 31)? }),
            (Some(m), None) => {
                let first = make(m, 1)?;
                Ok(Self { earliest: first, latest: first.last_of_month() })
            }
            (Some(m), Some(d)) => Ok(Self::day(make(m, d)?)),
        }
    }

    /// Whether the date is known to the day.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }

    /// Whether the date has an open start.
    pub fn is_open(self) -> bool {
        self.earliest == Day::MIN
    }
}

/// Whether `first..=last` is one whole calendar year, or one whole month.
fn whole(first: Day, last: Day) -> Option<&'static str> {
    let year = first.month() == 1 && first.day() == 1 && last.month() == 12 && last.day() == 31;
    if year && first.year() == last.year() {
        return Some("year");
    }
    let month = first.day() == 1 && last == first.last_of_month();
    month.then_some("month")
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.earliest, self.latest);
        if first == last {
            return write!(f, "{first}");
        }
        match whole(first, last) {
            Some("year") => write!(f, "{:04}", first.year()),
            Some(_) => write!(f, "{:04}-{:02}", first.year(), first.month()),
            None if self.is_open() => write!(f, "../{last}"),
            None => write!(f, "{first}/{last}"),
        }
    }
}

/// A half-open stretch of time: `until` is the first day out.
///
/// No `from` means since before the record; no `until` means still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The first day in.
    pub from: Option<Edtf>,
    /// The first day out.
    pub until: Option<Edtf>,
}

impl Period {
    /// Whether `day` lies inside, every uncertain end taken at its last day.
    pub fn covers(self, day: Day) -> bool {
        self.from.is_none_or(|d| d.latest <= day) && self.until.is_none_or(|d| day < d.latest)
    }

    /// Whether `day` lies inside, every uncertain end taken at its first day.
    pub fn covers_at_earliest(self, day: Day) -> bool {
        self.from.is_none_or(|d| d.earliest <= day) && self.until.is_none_or(|d| day < d.earliest)
    }

    /// Whether the period holds on some day from `first` to `last`, both included, uncertain ends
    /// taken at their last day.
    pub fn touches(self, first: Day, last: Day) -> bool {
        let (from, until) = (self.from.map(|d| d.latest), self.until.map(|d| d.latest));
        from.is_none_or(|d| d <= last) && until.is_none_or(|d| first < d && from.is_none_or(|from| from < d))
    }

    /// Whether `date` lies outside whatever the uncertain ends turn out to be.
    pub fn surely_excludes(self, date: Edtf) -> bool {
        self.from.is_some_and(|d| date.latest < d.earliest)
            || self.until.is_some_and(|d| date.earliest >= d.latest)
    }

    /// Whether it surely starts no earlier and ends no later than the life it belongs to. An open start or end
    /// inherits the life's, except that a stay must end when the life does.
    pub fn lies_within(self, life: Self) -> bool {
        let before = matches!((self.from, life.from), (Some(own), Some(life)) if own.latest < life.earliest);
        let after = life.until.is_some_and(|end| self.until.is_none_or(|own| own.earliest > end.latest));
        !before && !after
    }

    /// Whether the end surely does not come after the start.
    pub fn is_surely_empty(self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until.latest <= from.earliest)
    }

    /// Whether two periods share a day whatever their uncertain ends turn out to be.
    pub fn surely_overlaps(self, other: Self) -> bool {
        let starts_in_time = |a: Self, b: Self| match (a.from, b.until) {
            (Some(from), Some(until)) => from.latest < until.earliest,
            _ => true,
        };
        starts_in_time(self, other) && starts_in_time(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn edtf(text: &str) -> Edtf {
        Edtf::parse(text).expect("a date of this test")
    }

    #[test]
    fn every_precision_reads_and_prints_back() {
        for text in ["2018-11-12", "2018-11", "2018", "2018-11-12/2019-11-10", "../2019-11-10", "0987-02"] {
            assert_eq!(edtf(text).to_string(), text);
        }
    }

    #[test]
    fn a_month_ends_on_its_last_day_also_in_leap_years() {
        assert_eq!(edtf("2020-02").latest, date(2020, 2, 29));
        assert_eq!(edtf("2019-02").latest, date(2019, 2, 28));
    }

    #[test]
    fn impossible_and_sloppy_dates_are_refused() {
        for text in [
            "",
            "2018-13-01",
            "2018-02-30",
            "18-1-1",
            "2018/11/12",
            "12.11.2018",
            "2018-11-12T00:00",
            "-2018",
            "2019/2018",
            "2018-11-12/..",
            "../",
            "/",
            "2018-00",
            "+2018",
            "٢٠١٨",
            "2018-1１",
        ] {
            assert!(Edtf::parse(text).is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn a_member_is_out_on_the_day_of_until() {
        let eu = Period { from: None, until: Some(edtf("2020-02-01")) };
        assert!(eu.covers(date(2020, 1, 31)));
        assert!(!eu.covers(date(2020, 2, 1)));
    }

    #[test]
    fn an_uncertain_start_counts_from_its_last_day_and_may_count_from_its_first() {
        let period = Period { from: Some(edtf("2018-11")), until: None };
        assert!(!period.covers(date(2018, 11, 29)) && period.covers(date(2018, 11, 30)));
        assert!(period.covers_at_earliest(date(2018, 11, 1)));
    }

    #[test]
    fn a_period_touches_a_year_if_it_holds_on_one_of_its_days() {
        let year = |y| (date(y, 1, 1), date(y, 12, 31));
        let touches = |from: &str, until: &str, y| {
            let period = Period { from: Some(edtf(from)), until: Some(edtf(until)) };
            period.touches(year(y).0, year(y).1)
        };
        assert!(touches("1939-12-31", "1940-01-02", 1940) && touches("1939-12-31", "1940-01-02", 1939));
        assert!(!touches("1939-12-31", "1940-01-01", 1940), "it ended with 1939");
        assert!(!touches("1939", "1939-12-31", 1939), "an uncertain start counts from its last day");
    }

    #[test]
    fn only_what_must_overlap_is_called_an_overlap() {
        let until = Period { from: None, until: Some(edtf("2011")) };
        let from = Period { from: Some(edtf("2011")), until: None };
        assert!(!until.surely_overlaps(from));
        let earlier = Period { from: Some(edtf("2010")), until: None };
        assert!(until.surely_overlaps(earlier) && earlier.surely_overlaps(until));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,24}") {
            if let Ok(date) = Edtf::parse(&text) {
                proptest::prop_assert!(date.earliest <= date.latest);
                proptest::prop_assert_eq!(Edtf::parse(&date.to_string()), Ok(date));
            }
        }
    }
}
