//! Numbers for states: which of three schemes a column of numbers is written
//! in, and the state that a number meant on a day. Schemes share most of their
//! numbers and mean other states by some, so a number is read by one scheme,
//! told from the whole column.

use super::resolve::{Miss, Resolver};
use crate::model::Edtf;

/// A scheme of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Correlates of War.
    Cow,
    /// Gleditsch and Ward (1999).
    Gw,
    /// UN M49, the numbers of ISO 3166-1.
    M49,
}

impl Scheme {
    /// Every scheme; of those that fit a column equally well, the first is taken.
    pub const ALL: [Self; 3] = [Self::Cow, Self::Gw, Self::M49];

    /// Its word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cow => "cow",
            Self::Gw => "gw",
            Self::M49 => "m49",
        }
    }

    /// Its name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cow => "numbers of the Correlates of War",
            Self::Gw => "numbers of Gleditsch and Ward (1999)",
            Self::M49 => "UN M49 numbers",
        }
    }

    /// The scheme of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.word() == word)
    }

    /// The scheme that gives a state for most of the entries: numbers, each with its day.
    pub fn told(resolver: &Resolver, entries: &[(u32, Option<Edtf>)]) -> Option<(Self, usize)> {
        let fits = |scheme: &Self| {
            entries.iter().filter(|(number, on)| scheme.state(resolver, *number, *on).is_ok()).count()
        };
        let mut best: Option<(Self, usize)> = None;
        for scheme in Self::ALL {
            let n = fits(&scheme);
            if n > best.map_or(0, |(_, most)| most) {
                best = Some((scheme, n));
            }
        }
        best
    }

    /// The state that had a number on a day; without one, the one state that ever had it.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn state(self, resolver: &Resolver, number: u32, on: Option<Edtf>) -> Result<&str, Miss> {
        match self {
            Self::Cow => resolver.cow(number, on),
            Self::Gw => resolver.cow(cow_of(number, on).ok_or(Miss::Unknown)?, on),
            Self::M49 => resolver.m49(number, on),
        }
    }
}

/// Where the two lists give one state different numbers: Gleditsch and Ward's, the year since when it is
/// so, and that of the Correlates of War.
///
/// Kristian S. Gleditsch and Michael D. Ward (1999), "Interstate System Membership: A Revised List of the
/// Independent States since 1816", International Interactions 25: 393-413, list of 2017, against the
/// state system membership list of the Correlates of War, 2016.
const DIFFERENCES: &[(u32, i16, u32)] = &[
    (260, 1990, 255), // Germany keeps the number of the Federal Republic.
    (678, 1990, 679), // Yemen keeps that of North Yemen.
    (340, 1878, 345), // Serbia, from 1878 and again from 2006, is not Yugoslavia.
];

/// Numbers of the Correlates of War that the list of Gleditsch and Ward does not have, and that are not
/// those of its supplement of microstates either: Kiribati, Tuvalu, Tonga and Nauru.
const OTHERS: [u32; 4] = [946, 947, 955, 970];

/// The number of the Correlates of War for one of Gleditsch and Ward's on a day.
fn cow_of(number: u32, on: Option<Edtf>) -> Option<u32> {
    let since = |year| on.is_none_or(|on| on.latest >= jiff::civil::date(year, 1, 1));
    match DIFFERENCES.iter().find(|(gw, year, _)| *gw == number && since(*year)) {
        Some((_, _, cow)) => Some(*cow),
        None => Some(number).filter(|number| !OTHERS.contains(number)),
    }
}

/// A cell that is nothing but a number, as tables write them: `2`, `002` or `2.0`.
pub fn number(cell: &str) -> Option<u32> {
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Origin, load};

    fn resolver() -> Resolver {
        Resolver::new(&load(&Origin::Embedded).expect("the embedded tables are sound"), &[])
    }

    fn on(text: &str) -> Option<Edtf> {
        Some(Edtf::parse(text).expect("a date of this test"))
    }

    #[test]
    fn one_number_is_two_states_by_two_schemes() {
        let r = resolver();
        let both = |n, day| [Scheme::Cow, Scheme::M49].map(|scheme| scheme.state(&r, n, on(day)).ok());
        assert_eq!(both(20, "2000-01-01"), [Some("CAN"), Some("AND")]);
        assert_eq!(both(4, "2000-01-01"), [None, Some("AFG")]);
    }

    #[test]
    fn the_numbers_of_gleditsch_and_ward_differ_where_states_were_united_or_split() {
        let r = resolver();
        let gw = |n, day| Scheme::Gw.state(&r, n, on(day)).ok();
        assert_eq!((gw(260, "1980-01-01"), gw(260, "2000-01-01")), (Some("DEU"), Some("DEU")));
        assert_eq!((gw(678, "1980-01-01"), gw(678, "2000-01-01")), (Some("YEM"), Some("YEM")));
        assert_eq!((gw(340, "2010-01-01"), gw(345, "1980-01-01")), (Some("SRB"), Some("YUG")));
        assert_eq!(gw(970, "2010-01-01"), None, "Nauru by the other list only");
    }

    #[test]
    fn the_scheme_is_told_from_the_whole_column() {
        let r = resolver();
        let day = on("2010-01-01");
        let told = |numbers: &[u32]| {
            Scheme::told(&r, &numbers.iter().map(|n| (*n, day)).collect::<Vec<_>>()).map(|(scheme, _)| scheme)
        };
        assert_eq!(told(&[2, 20, 200, 255]), Some(Scheme::Cow));
        assert_eq!(told(&[2, 20, 200, 340]), Some(Scheme::Gw));
        assert_eq!(told(&[840, 124, 826, 276]), Some(Scheme::M49));
        assert_eq!(told(&[99999]), None);
    }

    #[test]
    fn numbers_are_read_as_tables_write_them() {
        assert_eq!(
            ["2", "002", "2.0", "2.5", "", "+2", "GBR"].map(number),
            [Some(2), Some(2), Some(2), None, None, None, None]
        );
    }

    /// A published list of states: number, first and last year.
    fn published(file: &str, read: fn(&csv::StringRecord) -> (u32, i16, i16)) -> Vec<(u32, i16, i16)> {
        let path = format!("{}/../shared/data/codes/{file}", env!("CARGO_MANIFEST_DIR"));
        let Ok(mut reader) = csv::Reader::from_path(path) else {
            #[allow(clippy::print_stderr)]
            {
                eprintln!("skipped: no published list {file} beside the project");
            }
            return vec![];
        };
        reader.records().map(|row| read(&row.expect("a row"))).collect()
    }

    fn whole(cell: &str) -> i16 {
        cell.parse::<f64>().expect("a number") as i16
    }

    /// The numbers and spans of years that give no state though the list has one. In the year of a handover,
    /// several states are as good as one.
    fn gaps(scheme: Scheme, list: &[(u32, i16, i16)]) -> Vec<(u32, i16, i16)> {
        let r = resolver();
        let none = |number: u32, year: i16| {
            let found = scheme.state(&r, number, on(&format!("{year:04}")));
            matches!(found, Err(Miss::Unknown | Miss::NotThen))
        };
        let mut gaps = vec![];
        for (number, first, last) in list {
            let years: Vec<i16> = (*first..=(*last).min(2016)).filter(|year| none(*number, *year)).collect();
            if let (Some(first), Some(last)) = (years.first(), years.last()) {
                gaps.push((*number, *first, *last));
            }
        }
        gaps.sort_unstable();
        gaps
    }

    #[test]
    fn every_state_of_the_correlates_of_war_is_found_in_each_of_its_years() {
        let read = |row: &csv::StringRecord| (whole(&row[1]) as u32, whole(&row[3]), whole(&row[6]));
        assert_eq!(gaps(Scheme::Cow, &published("cow_states.csv", read)), []);
    }

    #[test]
    fn every_state_of_gleditsch_and_ward_is_found_but_for_a_stated_few() {
        fn year(cell: &str) -> i16 {
            cell[..4].parse().expect("a year")
        }
        let read = |row: &csv::StringRecord| (whole(&row[0]) as u32, year(&row[3]), year(&row[4]));
        let list = published("gw_states.csv", read);
        if !list.is_empty() {
            assert_eq!(gaps(Scheme::Gw, &list), UNKNOWN);
        }
    }

    /// States of the list that our tables do not have, which follow the Correlates of War before 1914;
    /// and the years by which the list lets German and Italian states live longer.
    const UNKNOWN: &[(u32, i16, i16)] = &[
        (89, 1823, 1839),  // United Provinces of Central America
        (99, 1821, 1830),  // Great Colombia
        (240, 1867, 1871), // Hanover, annexed in 1866
        (269, 1868, 1871), // Saxony
        (273, 1867, 1871), // Hesse-Kassel, annexed in 1866
        (275, 1868, 1871), // Hesse-Darmstadt
        (280, 1868, 1871), // Mecklenburg-Schwerin
        (332, 1861, 1861), // Modena
        (335, 1861, 1861), // Parma
        (337, 1861, 1861), // Tuscany
        (341, 1868, 1915), // Montenegro
        (563, 1852, 1910), // Transvaal
        (564, 1854, 1910), // Orange Free State
        (580, 1816, 1896), // Madagascar
        (615, 1816, 1830), // Algeria
        (620, 1816, 1834), // Libya
        (700, 1816, 1888), // Afghanistan
        (711, 1913, 1950), // Tibet
        (775, 1816, 1885), // Burma
        (815, 1816, 1893), // Annam
    ];
}
