//! Alliance Treaty Obligations and Provisions: the members of each alliance
//! with what they pledged, to the day; or the dyad-year table, the obligations
//! of each pair in each year. Both give obligations between two states; the
//! members also give alliances as blocs. Of the members an obligation is a tie
//! where both pledged it; the dyad-years count it where either did. Where both are read, years that a
//! spell to the day touches are not stated again by the year.

use std::collections::{BTreeMap, BTreeSet};

use super::input::text;
use super::undl::slug;
use super::{Draft, Import, Input, vet};
use crate::model::{Day, Edtf, Period};
use crate::read::Problems;

/// The format.
pub const ATOP: Import = Import {
    id: "atop",
    title: "Alliance Treaty Obligations and Provisions: member-level, or dyad-years",
    files: "members (atopid, member, yrent, ..., defense, ...) or dyad-years (ccode1, ccode2, year, atop_defense, ...)",
    marks: &[&["atopid", "member", "yrent", "defense"], &["ccode1", "ccode2", "year", "atop_defense"]],
    alone: false,
    run,
};

const SITE: &str = "http://www.atopdata.org/";
const PUBLISHER: &str = "ATOP Project (Leeds, Ritter, Mitchell and Long 2002)";
/// Our words for the five obligations, in the order of the data's columns.
const KINDS: [&str; 5] = ["defence", "offence", "neutrality", "non-aggression", "consultation"];

/// The last year that a date can be in.
const LAST_YEAR: i16 = 9999;

/// Who owes whom what: the one state, the other, the place in [`KINDS`].
type Tie = (String, String, usize);

fn run(inputs: &[Input], draft: &mut Draft) -> Result<(), Problems> {
    let (to_the_day, by_year): (Vec<&Input>, Vec<&Input>) =
        inputs.iter().partition(|input| input.header.iter().any(|h| h == "atopid"));
    to_the_day.into_iter().try_for_each(|input| members(input, draft))?;
    by_year.into_iter().try_for_each(|input| dyad_years(input, draft))
}

/// Whole numbers are written `1` in one file and `1.0` in the other.
fn number(cell: &[u8]) -> Option<i64> {
    let text = text(cell);
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

fn dyad_years(input: &Input, draft: &mut Draft) -> Result<(), Problems> {
    let [a, b, year] = input.columns(["ccode1", "ccode2", "year"])?;
    let flags =
        input.columns(["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"])?;
    let source = "atop-dyad-years";
    draft.source(source, "ATOP 5.1, alliances by dyad and year", PUBLISHER, SITE, input);
    let mut years: BTreeMap<Tie, BTreeSet<i16>> = BTreeMap::new();
    input.each(|line, row| {
        let cell = |i: usize| number(row.get(i).unwrap_or_default());
        let entry = || row.iter().map(text).collect::<Vec<_>>().join(",");
        let (Some(x), Some(y), Some(year)) = (
            cell(a),
            cell(b),
            cell(year).and_then(|y| i16::try_from(y).ok()).filter(|y| (0..LAST_YEAR).contains(y)),
        ) else {
            return draft.aside(input, line, "", "not two numbers and a year", &entry());
        };
        let state = |n: i64| u32::try_from(n).ok().and_then(|n| draft.resolver.cow_in_year(n, year));
        let (x, y) = match (state(x), state(y)) {
            (Some(x), Some(y)) if x != y => (x.min(y).to_owned(), x.max(y).to_owned()),
            _ => {
                draft.resolver.miss(&format!("{x} or {y} in {year}"));
                return draft.aside(
                    input,
                    line,
                    &format!("{x}-{y}"),
                    "no two states had these numbers that year",
                    &entry(),
                );
            }
        };
        for (kind, flag) in flags.iter().enumerate() {
            if cell(*flag) == Some(1) {
                years.entry((x.clone(), y.clone(), kind)).or_default().insert(year);
            }
        }
        draft.used(1);
    })?;
    for (tie, mut years) in years {
        let known = draft.obligations(&tie.0, &tie.1, KINDS[tie.2]);
        years.retain(|year| !known.iter().any(|period| touches(*period, *year)));
        let mut spells: Vec<(i16, i16)> = vec![];
        for year in years {
            match spells.last_mut() {
                Some((_, last)) if *last + 1 == year => *last = year,
                _ => spells.push((year, year)),
            }
        }
        for (first, last) in spells {
            obligation(&tie, &format!("{first:04}-01-01"), &format!("{:04}-01-01", last + 1), source, draft);
        }
    }
    Ok(())
}

/// Whether a period may hold a day of a year.
fn touches(period: Period, year: i16) -> bool {
    let (from, until) =
        (period.from.map(|d| d.earliest.year()), period.until.map(|d| last_day(d.latest).year()));
    from.is_none_or(|from| from <= year) && until.is_none_or(|until| year <= until)
}

/// The last day before a first day out.
fn last_day(out: Day) -> Day {
    out.yesterday().unwrap_or(out)
}

/// Adds a spell; one that meets a spell of that pair and kind that is there already is left out and reported.
fn obligation((a, b, kind): &Tie, from: &str, until: &str, source: &str, draft: &mut Draft) {
    let period = Period { from: Edtf::parse(from).ok(), until: Edtf::parse(until).ok() };
    let meets = |there: &Period| *there != period && joined([*there, period].into_iter()).len() == 1;
    if draft.obligations(a, b, KINDS[*kind]).iter().any(meets) {
        draft.report.kept.push(format!("obligations.csv {a} {b} {}", KINDS[*kind]));
        return;
    }
    let cells = [
        ("a", a.as_str()),
        ("b", b),
        ("kind", KINDS[*kind]),
        ("from", from),
        ("until", until),
        ("source", source),
    ];
    draft.row("obligations.csv", &cells);
}

/// One member's time in one alliance, with what it pledged.
struct Member {
    bloc: String,
    alliance: String,
    state: String,
    period: Period,
    pledged: [bool; 5],
}

fn members(input: &Input, draft: &mut Draft) -> Result<(), Problems> {
    let [id, member] = input.columns(["atopid", "member"])?;
    let entry_date = input.columns(["yrent", "moent", "dayent"])?;
    let exit_date = input.columns(["yrexit", "moexit", "dayexit"])?;
    let pledges = input.columns(["defense", "offense", "neutral", "nonagg", "consul"])?;
    let source = "atop-members";
    draft.source(source, "ATOP 4.01, member-level", PUBLISHER, SITE, input);
    let mut list: Vec<Member> = vec![];
    input.each(|line, row| {
        let cell = |i: usize| number(row.get(i).unwrap_or_default()).unwrap_or(0);
        let entry = || row.iter().take(12).map(text).collect::<Vec<_>>().join(",");
        let until = date(exit_date.map(cell)).and_then(day_after);
        let period = Period { from: date(entry_date.map(cell)), until };
        let number = u32::try_from(cell(member)).unwrap_or(0);
        let spans: Vec<(String, Period)> =
            draft.resolver.cow_spans(number, period).into_iter().map(|(s, p)| (s.to_owned(), p)).collect();
        if period.from.is_none() || spans.is_empty() {
            draft.resolver.miss(&number.to_string());
            let reason = "no state had this number then, or no year of entry";
            return draft.aside(input, line, &number.to_string(), reason, &entry());
        }
        let alliance = text(row.get(id).unwrap_or_default()).into_owned();
        if slug(&alliance).is_empty() {
            return draft.aside(input, line, &alliance, "no alliance is named", &entry());
        }
        for (state, period) in spans {
            let (bloc, alliance) = (id_of(&alliance), alliance.clone());
            list.push(Member { bloc, alliance, state, period, pledged: pledges.map(|i| cell(i) == 1) });
        }
        draft.used(1);
    })?;
    blocs(&mut list, source, draft);
    ties(&list, source, draft);
    Ok(())
}

/// A date in three columns, 0 for not known; a year of 0 is no date.
fn date([year, month, day]: [i64; 3]) -> Option<Edtf> {
    let text = match (year, month, day) {
        (0, ..) => return None,
        (year, 0, _) => format!("{year:04}"),
        (year, month, 0) => format!("{year:04}-{month:02}"),
        (year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    };
    Edtf::parse(&text)
        .or_else(|_| Edtf::parse(&format!("{year:04}-{month:02}")))
        .or_else(|_| Edtf::parse(&format!("{year:04}")))
        .ok()
}

/// The first day out after a last day in: ATOP's own dyad-years count the day of exit.
fn day_after(last: Edtf) -> Option<Edtf> {
    Some(Edtf { earliest: last.earliest.tomorrow().ok()?, latest: last.latest.tomorrow().ok()? })
}

fn words(date: Option<Edtf>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

fn id_of(alliance: &str) -> String {
    let mut id = format!("atop-{}", slug(alliance));
    id.truncate(80);
    id.trim_end_matches('-').to_owned()
}

/// Alliances as blocs; a member's phases that touch or overlap are one stay.
fn blocs(list: &mut [Member], source: &str, draft: &mut Draft) {
    list.sort_by(|a, b| (&a.bloc, &a.state, a.period).cmp(&(&b.bloc, &b.state, b.period)));
    for alliance in list.chunk_by(|a, b| a.bloc == b.bloc) {
        let id = alliance[0].bloc.as_str();
        let ended = alliance.iter().all(|m| m.period.until.is_some());
        let end = alliance.iter().filter_map(|m| m.period.until).max_by_key(|d| d.latest);
        let until = if ended { words(end.map(|d| Edtf::day(d.latest))) } else { String::new() };
        let name = format!("Alliance ATOP {}", alliance[0].alliance);
        let short = format!("ATOP {}", alliance[0].alliance);
        draft.row(
            "blocs.csv",
            &[
                ("id", id),
                ("name", &name),
                ("short_name", &short),
                ("kind", "alliance"),
                ("until", &until),
                ("coverage_until", "2016-12-31"),
                ("source", source),
            ],
        );
        for state in alliance.chunk_by(|a, b| a.state == b.state) {
            for stay in joined(state.iter().map(|m| m.period)) {
                let cells = [
                    ("actor", state[0].state.as_str()),
                    ("bloc", id),
                    ("role", "member"),
                    ("from", &words(stay.from)),
                    ("until", &words(stay.until)),
                    ("source", source),
                ];
                match vet::stay(draft, &state[0].state, id, stay) {
                    Ok(()) => draft.row("memberships.csv", &cells),
                    Err(_) => draft.report.kept.push(format!("memberships.csv {} {id}", state[0].state)),
                }
            }
        }
    }
}

/// Periods in order of their start, those that touch or overlap made one.
fn joined(periods: impl Iterator<Item = Period>) -> Vec<Period> {
    let end = |period: &Period| period.until.map_or(Day::MAX, |d| d.latest);
    let mut list: Vec<Period> = periods.collect();
    list.sort_by_key(|p| (p.from.map(|d| d.earliest), end(p)));
    let mut joined: Vec<Period> = vec![];
    for period in list {
        let start = period.from.map_or(Day::MIN, |d| d.earliest);
        match joined.last_mut() {
            Some(last) if start <= end(last) => {
                if end(&period) > end(last) {
                    last.until = period.until;
                }
            }
            _ => joined.push(period),
        }
    }
    joined
}

/// What two members of an alliance both pledged, while both were in it.
fn ties(list: &[Member], source: &str, draft: &mut Draft) {
    let mut spells: BTreeMap<Tie, Vec<Period>> = BTreeMap::new();
    for alliance in list.chunk_by(|a, b| a.bloc == b.bloc) {
        for (i, x) in alliance.iter().enumerate() {
            for y in alliance[i + 1..].iter().filter(|y| y.state != x.state) {
                let period = shared(x.period, y.period);
                let empty =
                    matches!((period.from, period.until), (Some(f), Some(u)) if u.latest <= f.earliest);
                for kind in (0..KINDS.len()).filter(|k| !empty && x.pledged[*k] && y.pledged[*k]) {
                    let (a, b) = ((&x.state).min(&y.state), (&x.state).max(&y.state));
                    spells.entry((a.clone(), b.clone(), kind)).or_default().push(period);
                }
            }
        }
    }
    for (tie, periods) in spells {
        for period in joined(periods.into_iter()) {
            obligation(&tie, &words(period.from), &words(period.until), source, draft);
        }
    }
}

/// The days that lie in both.
fn shared(a: Period, b: Period) -> Period {
    let from = a.from.into_iter().chain(b.from).max_by_key(|d| d.latest);
    let until = a.until.into_iter().chain(b.until).min_by_key(|d| d.latest);
    Period { from, until }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_its_columns() {
        let text = |parts| date(parts).map(|d| d.to_string());
        assert_eq!(text([1949, 4, 4]).as_deref(), Some("1949-04-04"));
        assert_eq!(text([1949, 4, 0]).as_deref(), Some("1949-04"));
        assert_eq!(text([1949, 0, 0]).as_deref(), Some("1949"));
        assert_eq!(text([0, 0, 0]), None);
        assert_eq!(text([1949, 2, 31]).as_deref(), Some("1949-02"), "a day that never was");
    }

    #[test]
    fn phases_that_touch_are_one_stay() {
        let period =
            |from: &str, until: &str| Period { from: Edtf::parse(from).ok(), until: Edtf::parse(until).ok() };
        let list = [
            period("1900-01-01", "1905-01-01"),
            period("1905-01-01", "1910-01-01"),
            period("1920-01-01", "1921-01-01"),
        ];
        assert_eq!(
            joined(list.into_iter()),
            [period("1900-01-01", "1910-01-01"), period("1920-01-01", "1921-01-01")]
        );
    }
}
