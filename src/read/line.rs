//! A line of acts.csv that needs no second look, as an act. Nothing is given for
//! any other: the careful reader in [`super::rows`] says what is wrong with it.

use std::collections::HashMap;

use memchr::memchr;

use super::row::LONGEST_CELL;
use crate::model::*;

/// What a table of acts refers to, by id.
#[derive(Clone, Copy)]
pub(super) struct Ids<'a> {
    pub(super) actors: &'a HashMap<String, ActorId>,
    pub(super) agreements: &'a HashMap<String, AgreementId>,
    pub(super) sources: &'a HashMap<String, SourceId>,
}

/// Places of actors whose id is three capital letters, by those letters.
pub(super) struct Letters(Vec<Option<ActorId>>);

impl Letters {
    pub(super) fn of(actors: &HashMap<String, ActorId>) -> Self {
        let mut places = vec![None; 26 * 26 * 26];
        #[expect(clippy::iter_over_hash_type, reason = "each id has its own place, whatever the order")]
        for (id, place) in actors {
            if let Some(i) = Self::index(id.as_bytes()) {
                places[i] = Some(*place);
            }
        }
        Self(places)
    }

    fn index(id: &[u8]) -> Option<usize> {
        let [a, b, c] = *id else { return None };
        let letter = |l: u8| l.is_ascii_uppercase().then(|| usize::from(l - b'A'));
        Some((letter(a)? * 26 + letter(b)?) * 26 + letter(c)?)
    }

    fn get(&self, id: &[u8]) -> Option<ActorId> {
        Self::index(id).and_then(|i| self.0[i])
    }
}

/// Reads rows, and remembers the last cell of those columns in which the same often stands again.
pub(super) struct Rows<'a> {
    ids: Ids<'a>,
    letters: &'a Letters,
    pub(super) notes: Vec<String>,
    /// The last lines that differed in more than who acted: what follows the actor, and the act.
    alike: [(&'a [u8], Option<Act>); ALIKE],
    next: usize,
    agreement: Last<'a, AgreementId>,
    kind: Last<'a, ActKind>,
    date: Last<'a, Edtf>,
    source: Last<'a, SourceId>,
    note: Last<'a, u32>,
}

/// As many as there are ways to vote.
const ALIKE: usize = 4;

/// A cell and what it stood for.
struct Last<'a, T> {
    cell: &'a [u8],
    value: Option<T>,
}

impl<'a, T: Copy> Last<'a, T> {
    const NONE: Self = Self { cell: &[], value: None };

    fn or(&mut self, cell: &'a [u8], find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.value.is_none() || self.cell != cell {
            *self = Self { cell, value: find(std::str::from_utf8(cell).ok()?) };
        }
        self.value
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(ids: Ids<'a>, letters: &'a Letters) -> Self {
        Self {
            ids,
            letters,
            notes: vec![String::new()],
            alike: [(&[], None); ALIKE],
            next: 0,
            agreement: Last::NONE,
            kind: Last::NONE,
            date: Last::NONE,
            source: Last::NONE,
            note: Last::NONE,
        }
    }

    /// One row; its line is set when the parts are put together. Of the votes on one agreement, most differ from
    /// one before in the actor only.
    pub(super) fn act(&mut self, line: &'a [u8]) -> Option<Act> {
        let Some((actor, rest)) =
            line.split_first_chunk::<3>().filter(|(_, rest)| rest.first() == Some(&b','))
        else {
            return self.any_act(line);
        };
        let Some(actor) = self.letters.get(actor) else { return self.any_act(line) };
        if let Some((_, Some(act))) = self.alike.iter().find(|(cells, _)| *cells == rest) {
            return Some(Act { actor, ..*act });
        }
        let act = self.any_act(line)?;
        self.alike[self.next] = (rest, Some(act));
        self.next = (self.next + 1) % ALIKE;
        Some(act)
    }

    /// One row, cell by cell.
    fn any_act(&mut self, line: &'a [u8]) -> Option<Act> {
        let plain = line.iter().all(|b| matches!(b, b' '..=b'~'));
        if !plain && std::str::from_utf8(line).ok()?.contains(char::is_control) {
            return None;
        }
        let [actor, agreement, kind, date, effective, note, source] = cells(line)?;
        let ids = self.ids;
        let actor = self
            .letters
            .get(actor)
            .or_else(|| std::str::from_utf8(actor).ok().and_then(|id| ids.actors.get(id).copied()))?;
        let kind = self.kind.or(kind, ActKind::from_word)?;
        let date = self.date.or(date, |text| Edtf::parse(text).ok())?;
        let effective = match effective {
            [] => date,
            cell if kind.is_leaving() => Edtf::parse(std::str::from_utf8(cell).ok()?).ok()?,
            _ => return None,
        };
        Some(Act {
            actor,
            agreement: self.agreement.or(agreement, |id| ids.agreements.get(id).copied())?,
            kind,
            date,
            effective,
            source: self.source.or(source, |id| ids.sources.get(id).copied())?,
            note: self.note(note)?,
            line: 0,
        })
    }

    fn note(&mut self, cell: &'a [u8]) -> Option<u32> {
        if cell.is_empty() {
            return Some(0);
        }
        if cell.len() > LONGEST_CELL {
            return None;
        }
        let notes = &mut self.notes;
        self.note.or(cell, |text| {
            // Only within quotes can a quote stand, and then it is doubled.
            notes.push(text.replace("\"\"", "\"").trim().to_owned());
            Some(notes.len() as u32 - 1)
        })
    }
}

/// The seven cells of a line. Quotes around a cell are taken off; those within stay doubled.
fn cells(line: &[u8]) -> Option<[&[u8]; 7]> {
    let mut cells = [&line[..0]; 7];
    let mut rest = line;
    for (n, cell) in cells.iter_mut().enumerate() {
        let (text, after) = if rest.first() == Some(&b'"') { quoted(rest)? } else { unquoted(rest)? };
        *cell = text;
        match rest.get(after) {
            Some(b',') if n < 6 => rest = &rest[after + 1..],
            None if n == 6 => {}
            _ => return None,
        }
    }
    Some(cells)
}

/// A cell up to the next comma, and where that stands.
fn unquoted(rest: &[u8]) -> Option<(&[u8], usize)> {
    let end = rest.iter().position(|b| matches!(b, b',' | b'"')).unwrap_or(rest.len());
    (rest.get(end) != Some(&b'"')).then_some((&rest[..end], end))
}

/// A cell in quotes, and what follows the closing one.
fn quoted(rest: &[u8]) -> Option<(&[u8], usize)> {
    let mut end = 1;
    loop {
        end += memchr(b'"', &rest[end..])?;
        if rest.get(end + 1) != Some(&b'"') {
            return Some((&rest[1..end], end + 1));
        }
        end += 2;
    }
}
