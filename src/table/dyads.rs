//! Pairs as CSV: millions of rows, so they are written as bytes without a cell
//! of their own. Ids of states and days need no quotes.

use super::number::{exact, whole};
use crate::analysis::dyads::{Pair, Positions, empty_joint, fill, joint};
use crate::analysis::obligations::Portfolios;
use crate::measure::convention::Convention;
use crate::measure::dyad::{AGREEMENT, DyadMeasure, JACCARD, Joint, KAPPA, LIJPHART, PI, S, S_SQUARED};
use crate::model::ActorId;

/// Which columns a table of pairs has.
#[derive(Clone, Debug)]
pub struct DyadTable {
    /// The measures, in order.
    pub measures: Vec<&'static DyadMeasure>,
    /// The convention that positions were counted by, whose name and number go with every row.
    pub convention: Option<&'static Convention>,
    /// Whether each row says which session it is about.
    pub by_session: bool,
}

/// The measures printed unless others are asked for.
pub const MEASURES: [&DyadMeasure; 7] = [&AGREEMENT, &LIJPHART, &S, &S_SQUARED, &KAPPA, &PI, &JACCARD];

/// The columns before the measures.
const COUNTS: &str = "a,b,from,to,n,same,partial,opposite,absent";

impl DyadTable {
    /// The header line. More columns may be added at the end.
    pub fn header(&self) -> String {
        let measures: String = self.measures.iter().map(|m| format!(",{}", m.id.replace('-', "_"))).collect();
        let convention = if self.convention.is_some() { ",convention,score" } else { "" };
        let session = if self.by_session { ",session" } else { "" };
        format!("{COUNTS}{measures}{convention}{session}\n")
    }

    /// The rows of some pairs.
    pub fn rows(&self, positions: &Positions, pairs: &[Pair]) -> Vec<u8> {
        let mut text = Vec::with_capacity(pairs.len() * 160);
        let days = format!(",{},{}", positions.from, positions.to);
        let mut joint = empty_joint();
        for pair in pairs {
            start(&mut text, positions, pair, &days);
            fill(&mut joint, &pair.counts);
            self.numbers(&mut text, &joint, positions.tells_absence.then_some(pair.counts.absent));
            if self.by_session {
                text.push(b',');
                text.extend_from_slice(positions.session.as_deref().unwrap_or_default().as_bytes());
            }
            text.push(b'\n');
        }
        text
    }

    fn numbers(&self, text: &mut Vec<u8>, joint: &Joint, absent: Option<u32>) {
        let (n, same, opposite) = (joint.n(), joint.same(), joint.opposite());
        for count in [n, same, n - same - opposite, opposite] {
            text.push(b',');
            whole(count, text);
        }
        text.push(b',');
        if let Some(absent) = absent {
            whole(u64::from(absent), text);
        }
        for measure in &self.measures {
            text.push(b',');
            exact((measure.compute)(joint), text);
        }
        if let Some(convention) = self.convention {
            text.push(b',');
            text.extend_from_slice(convention.id.as_bytes());
            text.push(b',');
            exact((convention.score.compute)(joint), text);
        }
    }
}

fn start(text: &mut Vec<u8>, positions: &Positions, pair: &Pair, days: &str) {
    text.extend_from_slice(positions.actors[pair.a].id.as_bytes());
    text.push(b',');
    text.extend_from_slice(positions.actors[pair.b].id.as_bytes());
    text.extend_from_slice(days.as_bytes());
}

/// The header of [`shared_blocs`].
pub const SHARED_BLOCS: &str = "a,b,from,to,n,shared,s\n";

/// How many blocs each pair shared, of how many, and its S.
pub fn shared_blocs(positions: &Positions, pairs: &[Pair]) -> Vec<u8> {
    let mut text = Vec::with_capacity(pairs.len() * 50);
    let days = format!(",{},{}", positions.from, positions.to);
    for pair in pairs {
        start(&mut text, positions, pair, &days);
        for count in [pair.counts.n(), pair.counts.cells[8]] {
            text.push(b',');
            whole(count, &mut text);
        }
        text.push(b',');
        exact((S.compute)(&joint(&pair.counts)), &mut text);
        text.push(b'\n');
    }
    text
}

/// The header of [`obligations`].
pub const OBLIGATIONS: &str = "a,b,from,to,n,s,s_squared\n";

/// How alike the alliance portfolios of each pair, or of one state's pairs, were in a year.
pub fn obligations(portfolios: &Portfolios, of: Option<ActorId>) -> Vec<u8> {
    let (year, actors) = (portfolios.year, &portfolios.actors);
    let days = format!(",{year:04}-01-01,{year:04}-12-31,{}", actors.len());
    let pairs = portfolios.pairs(of);
    let mut text = Vec::with_capacity(pairs.len() * 70);
    for pair in pairs {
        text.extend_from_slice(actors[pair.a].id.as_bytes());
        text.push(b',');
        text.extend_from_slice(actors[pair.b].id.as_bytes());
        text.extend_from_slice(days.as_bytes());
        for value in [pair.s, pair.s_squared] {
            text.push(b',');
            exact(Some(value), &mut text);
        }
        text.push(b'\n');
    }
    text
}
