//! Alliance portfolios of the real world, held against the same measure worked
//! out by Correlates of War number straight from the published pair-years;
//! says that it skipped when those are not at hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use blocs::dataset::Dataset;
use blocs::model::Day;
use blocs::read::{Origin, load};

use crate::run::{blocs, rows};

/// Years without and with a succession; the year of the ends of two Germanies and two Yemens,
/// which the state system counts as two states each, is not among them.
const YEARS: [i16; 5] = [1860, 1914, 1922, 1950, 1991];

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not at hand", path.display());
    None
}

type Ranks = BTreeMap<(i16, u16, u16), u8>;

/// The highest rank that one of two states owed the other, by year and numbers.
fn ranks(path: &Path) -> Option<Ranks> {
    let unpacked = Command::new("gzip").arg("-dc").arg(path).output().ok()?;
    let mut ranks = Ranks::new();
    for row in rows(&String::from_utf8(unpacked.stdout).ok()?) {
        let whole = |i: usize| row[i].parse::<f64>().expect("a number") as u16;
        let (a, b, year) = (whole(0), whole(1), whole(2) as i16);
        let owed = [(3, 3), (4, 3), (5, 2), (6, 1), (7, 2)];
        let rank = owed.iter().filter(|(i, _)| whole(*i) == 1).map(|(_, rank)| *rank).max().unwrap_or(0);
        let known = ranks.entry((year, a.min(b), a.max(b))).or_default();
        *known = rank.max(*known);
    }
    Some(ranks)
}

/// The numbers of the state system's members of each year.
fn system(path: &Path) -> BTreeMap<i16, Vec<u16>> {
    let mut members: BTreeMap<i16, Vec<u16>> = BTreeMap::new();
    for row in rows(&std::fs::read_to_string(path).expect("readable")) {
        let whole = |i: usize| row[i].parse::<f64>().expect("a number") as u16;
        for year in YEARS.into_iter().filter(|y| (whole(3)..=whole(6)).contains(&(*y as u16))) {
            members.entry(year).or_default().push(whole(1));
        }
    }
    members
}

/// The id that stands for a number at the end of a year, or in it.
fn seat(data: &Dataset, number: u16, year: i16) -> String {
    let bloc = data.bloc_id("cow-state-system").expect("the state system");
    let day = |month, day| Day::new(year, month, day).expect("a day");
    let of_number = |m: &&blocs::model::Membership| {
        data.actor(m.actor).cow.contains(&number) && m.period.touches(day(1, 1), day(12, 31))
    };
    let last = data.memberships_of(bloc).iter().filter(of_number).max_by_key(|m| m.period);
    data.actor(last.expect("a member").actor).id.clone()
}

/// S, absolute and squared, item by item.
fn slowly(ranks: &Ranks, members: &[u16], year: i16, a: u16, b: u16) -> (f64, f64) {
    let owes = |x: u16, y: u16| match x == y {
        true => 3.0,
        false => f64::from(ranks.get(&(year, x.min(y), x.max(y))).copied().unwrap_or(0)),
    };
    let apart = members.iter().map(|m| (owes(a, *m) - owes(b, *m)).abs() / 3.0);
    let n = members.len() as f64;
    (1.0 - 2.0 * apart.clone().sum::<f64>() / n, 1.0 - 2.0 * apart.map(|d| d * d).sum::<f64>() / n)
}

#[test]
fn alliance_portfolios_equal_those_worked_out_by_number() {
    let paths = (shared("atop/atop_alliance_dyad_year.csv.gz"), shared("codes/cow_states.csv"));
    let (Some(pairs), Some(states)) = paths else { return };
    let Some(ranks) = ranks(&pairs) else { return eprintln!("skipped: no gzip") };
    let data = load(&Origin::Embedded).expect("sound");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    assert_eq!(blocs(&["init", path]).code, 0);
    let mut table = String::from("a,b,kind,from,until,note,source\n");
    let mut expected = BTreeMap::new();
    for (year, members) in system(&states) {
        let seats: Vec<String> = members.iter().map(|n| seat(&data, *n, year)).collect();
        for (i, a) in members.iter().enumerate() {
            for (j, b) in members.iter().enumerate().skip(i + 1) {
                let (x, y) = (seats[i].clone().min(seats[j].clone()), seats[i].clone().max(seats[j].clone()));
                let kind = ["", "non-aggression", "neutrality", "defence"]
                    [usize::from(ranks.get(&(year, *a.min(b), *a.max(b))).copied().unwrap_or(0))];
                if !kind.is_empty() {
                    let _ =
                        writeln!(table, "{x},{y},{kind},{year}-01-01,{}-01-01,,cow-states-2016", year + 1);
                }
                // Every ninth pair: the slow way is slow.
                if (i + j) % 9 != 0 {
                    continue;
                }
                expected.insert((year, x, y), (members.len(), slowly(&ranks, &members, year, *a, *b)));
            }
        }
    }
    std::fs::write(folder.path().join("obligations.csv"), table).expect("written");
    let run = blocs(&["--data", path, "dyads", "--over", "obligations", "--by", "year", "--csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut compared = 0;
    for row in rows(&run.out) {
        let year: i16 = row[2][..4].parse().expect("a year");
        let Some((n, (s, squared))) = expected.get(&(year, row[0].clone(), row[1].clone())) else { continue };
        let number = |i: usize| row[i].parse::<f64>().expect("a number");
        assert_eq!(number(4) as usize, *n, "{row:?}");
        assert!(
            (number(5) - s).abs() < 1e-12 && (number(6) - squared).abs() < 1e-12,
            "{row:?} {s} {squared}"
        );
        compared += 1;
    }
    assert_eq!(compared, expected.len());
}
