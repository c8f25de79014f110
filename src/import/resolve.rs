//! Names and codes to states, with dates: one name can be two states at
//! different times, and one state can have had many names. Nothing is guessed:
//! what fits no state, or several, is handed back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::dataset::Dataset;
use crate::model::*;

/// A state's place in the dataset the resolver was made from.
#[derive(Clone, Debug)]
struct Known {
    id: String,
    name: String,
    period: Period,
}

/// Finds states by name or code.
pub struct Resolver {
    states: Vec<Known>,
    by_name: HashMap<String, Vec<u32>>,
    by_cow: BTreeMap<u32, Vec<u32>>,
    by_m49: BTreeMap<u32, Vec<u32>>,
    cow: Vec<Vec<u32>>,
    entities: HashMap<String, String>,
    /// What could not be resolved, and how often.
    missed: BTreeMap<String, usize>,
}

/// The states that have had one name.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    resolver: &'a Resolver,
    places: &'a [u32],
}

impl<'a> Named<'a> {
    /// The places of those states.
    pub fn places(self) -> &'a [u32] {
        self.places
    }

    /// The state that the name meant on a day.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn on(self, day: Day) -> Result<&'a str, Miss> {
        self.resolver.choose(self.places, Some(Edtf::day(day)))
    }
}

/// Why a name or code gave no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Miss {
    /// No state has it.
    Unknown,
    /// Several states had it on that day.
    Several,
    /// A state has it, but did not exist on that day.
    NotThen,
}

impl Miss {
    /// The reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unknown => "no state of this name or code",
            Self::Several => "several states of this name on that day",
            Self::NotThen => "the state did not exist on that day",
        }
    }
}

impl Resolver {
    /// A resolver over the states and entities of a dataset, with further names for them.
    pub fn new(data: &Dataset, aliases: &[(String, String)]) -> Self {
        let mut resolver = Self {
            states: vec![],
            by_name: HashMap::new(),
            by_cow: BTreeMap::new(),
            by_m49: BTreeMap::new(),
            cow: vec![],
            entities: HashMap::new(),
            missed: BTreeMap::new(),
        };
        for actor in &data.actors {
            match actor.is_state() {
                true => resolver.add(actor),
                false => resolver.add_entity(actor),
            }
        }
        for (name, id) in aliases {
            if let Some(place) = resolver.states.iter().position(|s| s.id.eq_ignore_ascii_case(id)) {
                resolver.by_name.insert(key(name), vec![place as u32]);
            }
        }
        resolver
    }

    fn add(&mut self, actor: &Actor) {
        let place = self.states.len() as u32;
        self.states.push(Known { id: actor.id.clone(), name: actor.name.clone(), period: actor.period });
        let names = [&actor.id, &actor.name, &actor.official_name].into_iter().chain(&actor.aliases);
        let keys: BTreeSet<String> = names.filter(|n| !n.is_empty()).map(|n| key(n)).collect();
        for key in keys {
            self.by_name.entry(key).or_default().push(place);
        }
        for number in actor.cow.iter().map(|n| u32::from(*n)) {
            self.by_cow.entry(number).or_default().push(place);
        }
        for number in actor.m49.iter().map(|n| u32::from(*n)) {
            self.by_m49.entry(number).or_default().push(place);
        }
        self.cow.push(actor.cow.iter().map(|n| u32::from(*n)).collect());
    }

    fn add_entity(&mut self, actor: &Actor) {
        for name in [&actor.id, &actor.name, &actor.official_name].into_iter().chain(&actor.aliases) {
            if !name.is_empty() {
                self.entities.insert(key(name), actor.id.clone());
            }
        }
    }

    /// The state that a name meant on a day; without a day, the one state that ever had it.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn name(&self, name: &str, on: Option<Edtf>) -> Result<&str, Miss> {
        self.choose(self.bearers(name), on)
    }

    /// The states that have had a name, to be asked about many days.
    pub fn named(&self, name: &str) -> Named<'_> {
        Named { resolver: self, places: self.bearers(name) }
    }

    fn bearers(&self, name: &str) -> &[u32] {
        self.by_name.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    /// The state that had a Correlates of War number on a day.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn cow(&self, number: u32, on: Option<Edtf>) -> Result<&str, Miss> {
        let none: Vec<u32> = vec![];
        self.choose(self.by_cow.get(&number).unwrap_or(&none), on)
    }

    /// The state that had a UN M49 number on a day.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn m49(&self, number: u32, on: Option<Edtf>) -> Result<&str, Miss> {
        self.choose(self.by_m49.get(&number).map_or(&[], Vec::as_slice), on)
    }

    /// The states that had a Correlates of War number, each with the part of a period that lies within its own.
    pub fn cow_spans(&self, number: u32, period: Period) -> Vec<(&str, Period)> {
        let places = self.by_cow.get(&number).map_or(&[][..], Vec::as_slice);
        let mut spans: Vec<(&str, Period)> = places
            .iter()
            .map(|place| &self.states[*place as usize])
            .map(|state| (state.id.as_str(), within(period, state.period)))
            .filter(|(_, span)| !is_empty(*span))
            .collect();
        spans.sort_by_key(|(id, span)| (span.from, id.to_owned()));
        spans
    }

    /// The state that had a Correlates of War number in a year: of several that followed each other, the last.
    pub fn cow_in_year(&self, number: u32, year: i16) -> Option<&str> {
        let of = |month, day| Some(Edtf::day(jiff::civil::date(year, month, day)));
        let whole = Period { from: of(1, 1), until: of(12, 31) };
        self.cow_spans(number, whole).last().map(|(id, _)| *id)
    }

    /// The entity that has a name.
    pub fn entity(&self, name: &str) -> Option<&str> {
        self.entities.get(&key(name)).map(String::as_str)
    }

    /// The states that continue one up to another, by the number of the Correlates of War that they share:
    /// each with its first day, in order. Only the last where they share none.
    pub fn line(&self, from: &str, to: &str) -> Vec<(&str, Day)> {
        let place = |id: &str| self.states.iter().position(|s| s.id == id);
        let (Some(from), Some(to)) = (place(from), place(to)) else { return vec![] };
        let started = |place: usize| self.states[place].period.from.map(|from| from.latest);
        let after = |place: usize| started(place) > started(from) && started(place) <= started(to);
        let number = self.cow[from].iter().find(|number| self.cow[to].contains(number));
        let kin = number.and_then(|number| self.by_cow.get(number)).map_or(&[][..], Vec::as_slice);
        let mut line: Vec<usize> = kin.iter().map(|p| *p as usize).filter(|p| after(*p)).collect();
        if line.is_empty() {
            line.push(to);
        }
        line.sort_by_key(|place| started(*place));
        line.into_iter().filter_map(|p| Some((self.states[p].id.as_str(), started(p)?))).collect()
    }

    /// Notes that a name gave nothing.
    pub fn miss(&mut self, name: &str) {
        *self.missed.entry(name.to_owned()).or_default() += 1;
    }

    /// What gave nothing, most often first: the name, and how often.
    pub fn missed(&self) -> Vec<(&str, usize)> {
        let mut list: Vec<(&String, &usize)> = self.missed.iter().collect();
        list.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        list.into_iter().map(|(name, n)| (name.as_str(), *n)).collect()
    }

    /// The ids of the states whose names are nearest to one; none for what is too long to be a name.
    pub fn nearest(&self, name: &str) -> Vec<String> {
        const LONGEST: usize = 300;
        if name.len() > LONGEST {
            return vec![];
        }
        let wanted = key(name);
        let mut near: Vec<(f64, &str)> = self
            .by_name
            .iter()
            .flat_map(|(key, places)| {
                let likeness = strsim::jaro_winkler(&wanted, key);
                places.iter().map(move |place| (likeness, self.states[*place as usize].id.as_str()))
            })
            .filter(|(likeness, _)| *likeness > 0.85)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let mut ids: Vec<String> = vec![];
        for (_, id) in near {
            if !ids.iter().any(|i| i == id) && ids.len() < 3 {
                ids.push(id.to_owned());
            }
        }
        ids
    }

    /// Of states that share a name, the one that existed; or one that shares its number of the
    /// Correlates of War, which marks who continues whom.
    fn choose(&self, places: &[u32], on: Option<Edtf>) -> Result<&str, Miss> {
        let Some(on) = on else {
            return match places {
                [] => Err(Miss::Unknown),
                [one] => Ok(&self.states[*one as usize].id),
                _ => Err(Miss::Several),
            };
        };
        if places.is_empty() {
            return Err(Miss::Unknown);
        }
        let there = |place: &&u32| !self.states[**place as usize].period.surely_excludes(on);
        if let [one] = places
            && there(&one)
        {
            return Ok(&self.states[*one as usize].id);
        }
        let fit: Vec<&u32> = places.iter().filter(there).collect();
        match fit.as_slice() {
            [one] => return Ok(&self.states[**one as usize].id),
            [] => {}
            several => return self.surely(several, on).ok_or(Miss::Several),
        }
        let numbers = places.iter().flat_map(|p| &self.cow[*p as usize]);
        let kin: BTreeSet<&u32> =
            numbers.filter_map(|n| self.by_cow.get(n)).flatten().filter(there).collect();
        match kin.into_iter().collect::<Vec<_>>().as_slice() {
            [one] => Ok(&self.states[**one as usize].id),
            _ => Err(Miss::NotThen),
        }
    }

    /// Of several that may have existed, the one that did for the whole of the date.
    fn surely(&self, places: &[&u32], on: Edtf) -> Option<&str> {
        let covers = |place: &&&u32| {
            let period = self.states[***place as usize].period;
            period.covers(on.earliest) && period.covers(on.latest)
        };
        let mut sure = places.iter().filter(covers);
        let one = sure.next()?;
        sure.next().is_none().then(|| self.states[**one as usize].id.as_str())
    }

    /// The ids of the states, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.states.iter().map(|state| state.id.as_str())
    }

    /// The short name of a state.
    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.states.iter().find(|s| s.id == id).map(|s| s.name.as_str())
    }
}

/// The part of a period that lies within another.
fn within(inner: Period, outer: Period) -> Period {
    let later = |a: Edtf, b: Edtf| if a.latest >= b.latest { a } else { b };
    let earlier = |a: Edtf, b: Edtf| if a.latest <= b.latest { a } else { b };
    let both = |a: Option<Edtf>, b: Option<Edtf>, choose: fn(Edtf, Edtf) -> Edtf| match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (a, b) => a.or(b),
    };
    Period { from: both(inner.from, outer.from, later), until: both(inner.until, outer.until, earlier) }
}

/// Whether no day is left.
fn is_empty(period: Period) -> bool {
    matches!((period.from, period.until), (Some(from), Some(until)) if until.latest <= from.latest)
}

/// A name without what differs between records: case, accents, punctuation, articles and the order of words.
pub fn key(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let plain = plain.replace('&', " and ").replace("st.", "saint ");
    let mut words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !["the", "of", "and", "la", "le", "les", "l"].contains(w))
        .collect();
    words.sort_unstable();
    words.join(" ")
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
    fn one_state_under_many_names() {
        let r = resolver();
        for (name, day) in [("CONGO (LEOPOLDVILLE)", "1961-01-01"), ("Zaire", "1980-01-01")] {
            assert_eq!(r.name(name, on(day)), Ok("COD"), "{name}");
        }
        assert_eq!(r.cow(490, on("1980-01-01")), Ok("COD"));
        for name in ["TÜRKİYE", "TÜRKÝYE", "Turkey", "the Republic of Türkiye"] {
            assert_eq!(r.name(name, on("2022-07-01")), Ok("TUR"), "{name}");
        }
    }

    #[test]
    fn one_name_is_two_states_at_different_times() {
        let r = resolver();
        assert_eq!(r.name("YUGOSLAVIA", on("1980-01-01")), Ok("YUG"));
        assert_eq!(r.name("Yugoslavia", on("2001-01-01")), Ok("SCG"));
        assert_eq!(r.name("Serbia and Montenegro", on("2004-01-01")), Ok("SCG"));
        assert_eq!(r.name("Serbia", on("2010-01-01")), Ok("SRB"));
    }

    #[test]
    fn a_state_that_continues_another_is_found_under_its_later_name() {
        assert_eq!(resolver().name("Russian Federation", on("1970-03-05")), Ok("SUN"));
    }

    #[test]
    fn what_fits_nothing_is_handed_back() {
        let r = resolver();
        assert_eq!(r.name("Atlantis", on("2000-01-01")), Err(Miss::Unknown));
        assert_eq!(r.name("South Sudan", on("1990-01-01")), Err(Miss::NotThen));
        assert_eq!(r.cow(9999, on("2000-01-01")), Err(Miss::Unknown));
    }
}
