//! Positions of many actors on many items as bits, and how often each pair of
//! actors took each pair of positions. Four rows of bits an actor; a pair is
//! counted by ten `and`s and population counts a machine word, compiled for
//! several generations of processors and chosen at run time. Tiles keep the
//! rows of both sides in the cache. Counts are whole numbers: the order of
//! work, and the number of threads, cannot change them.

use multiversion::multiversion;

/// What an actor did on an item, as far as pairs are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was out.
    Out,
    /// It was half-way.
    Half,
    /// It was in.
    In,
    /// It was called upon and did not show.
    Absent,
}

const IN: usize = 0;
const OUT: usize = 1;
/// In, half-way or out.
const PRESENT: usize = 2;
const ABSENT: usize = 3;
const ROWS: usize = 4;

/// Rows of bits: what each actor did on each item.
#[derive(Clone, Debug)]
pub struct Bits {
    actors: usize,
    words: usize,
    rows: Vec<u64>,
}

/// How often two actors took each pair of positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairCounts {
    /// `cells[3 * i + j]`: the first was in position i and the second in position j; out, half-way, in.
    pub cells: [u32; 9],
    /// Items on which the first had a position and the second was absent.
    pub absent: u32,
}

/// The ten counts a pair's cells follow from.
type Ten = [u32; 10];

impl Bits {
    /// No marks yet.
    pub fn new(actors: usize, items: usize) -> Self {
        let words = items.div_ceil(64);
        Self { actors, words, rows: vec![0; actors * ROWS * words] }
    }

    /// The rows of a matrix: for each actor what it did on each item, in order; nothing where it was not called upon.
    pub fn of_rows<R: AsRef<[Option<Mark>]>>(rows: &[R]) -> Self {
        let mut bits = Self::new(rows.len(), rows.iter().map(|row| row.as_ref().len()).max().unwrap_or(0));
        let words = bits.words.max(1);
        for (bits, row) in bits.rows.chunks_exact_mut(ROWS * words).zip(rows) {
            pack(row.as_ref(), bits, words);
        }
        bits
    }

    /// How many actors.
    pub fn actors(&self) -> usize {
        self.actors
    }

    /// Records what an actor did on an item.
    pub fn mark(&mut self, actor: usize, item: usize, mark: Mark) {
        let (start, bit) = (actor * ROWS * self.words + item / 64, 1 << (item % 64));
        match mark {
            Mark::Absent => self.rows[start + ABSENT * self.words] |= bit,
            Mark::Half => self.rows[start + PRESENT * self.words] |= bit,
            Mark::In | Mark::Out => {
                let row = if mark == Mark::In { IN } else { OUT };
                self.rows[start + row * self.words] |= bit;
                self.rows[start + PRESENT * self.words] |= bit;
            }
        }
    }

    fn row(&self, actor: usize, row: usize) -> &[u64] {
        let start = (actor * ROWS + row) * self.words;
        &self.rows[start..start + self.words]
    }

    /// Whether an actor did anything, or was absent, on some item.
    pub fn is_observed(&self, actor: usize) -> bool {
        [PRESENT, ABSENT].into_iter().any(|row| self.row(actor, row).iter().any(|w| *w != 0))
    }

    /// Whether both were called upon on some item, whatever they did.
    pub fn shares_an_item(&self, a: usize, b: usize) -> bool {
        let called = |actor, word| self.row(actor, PRESENT)[word] | self.row(actor, ABSENT)[word];
        (0..self.words).any(|word| called(a, word) & called(b, word) != 0)
    }

    /// Only these actors, in this order.
    pub fn only(&self, actors: &[usize]) -> Self {
        let size = ROWS * self.words;
        let rows = actors.iter().flat_map(|a| &self.rows[a * size..(a + 1) * size]).copied().collect();
        Self { actors: actors.len(), words: self.words, rows }
    }

    /// Takes every half-way position out: it is then not observed.
    pub fn drop_half(&mut self) {
        for actor in 0..self.actors {
            for word in 0..self.words {
                let taken = self.row(actor, IN)[word] | self.row(actor, OUT)[word];
                self.rows[(actor * ROWS + PRESENT) * self.words + word] = taken;
            }
        }
    }

    /// Takes out every item on which all that had a position had the same one.
    pub fn drop_unanimous(&mut self) {
        for word in 0..self.words {
            let (mut inside, mut out, mut half) = (0, 0, 0);
            for actor in 0..self.actors {
                let (i, o) = (self.row(actor, IN)[word], self.row(actor, OUT)[word]);
                (inside, out, half) =
                    (inside | i, out | o, half | (self.row(actor, PRESENT)[word] & !(i | o)));
            }
            let divided = (inside & out) | (inside & half) | (out & half);
            for row in 0..self.actors * ROWS {
                self.rows[row * self.words + word] &= divided;
            }
        }
    }

    fn actor(&self, actor: usize) -> &[u64] {
        &self.rows[actor * ROWS * self.words..(actor + 1) * ROWS * self.words]
    }

    /// One actor with a run of others.
    pub fn one_with(&self, a: usize, others: std::ops::Range<usize>, counts: &mut Vec<PairCounts>) {
        counts.clear();
        counts.resize(others.len(), PairCounts::default());
        let size = ROWS * self.words;
        let rows = &self.rows[others.start * size..others.end * size];
        tile(self.actor(a), rows, self.words, counts);
    }

    /// A run of actors, each with all that come after it, the pairs of the first actor first.
    /// Works in tiles, so that rows stay in the cache.
    pub fn run_with_later(&self, run: std::ops::Range<usize>) -> Vec<Vec<PairCounts>> {
        const SIDE: usize = 32;
        let mut found: Vec<Vec<PairCounts>> =
            run.clone().map(|a| vec![PairCounts::default(); self.actors - a - 1]).collect();
        let size = ROWS * self.words;
        for start in (run.start + 1..self.actors).step_by(SIDE) {
            let end = (start + SIDE).min(self.actors);
            for a in run.clone().take_while(|a| a + 1 < end) {
                let first = start.max(a + 1);
                let counts = &mut found[a - run.start][first - a - 1..end - a - 1];
                tile(self.actor(a), &self.rows[first * size..end * size], self.words, counts);
            }
        }
        found
    }
}

/// The marks of one actor as its rows of bits.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512vl+avx512vpopcntdq",
    "x86_64+avx2+bmi1+bmi2+lzcnt+popcnt"
))]
fn pack(marks: &[Option<Mark>], rows: &mut [u64], words: usize) {
    for (word, marks) in marks.chunks(64).enumerate() {
        let bits = |wanted: Mark| {
            let bit = |(i, mark): (usize, &Option<Mark>)| u64::from(*mark == Some(wanted)) << i;
            marks.iter().enumerate().map(bit).fold(0, |all, bit| all | bit)
        };
        let (inside, out) = (bits(Mark::In), bits(Mark::Out));
        rows[IN * words + word] = inside;
        rows[OUT * words + word] = out;
        rows[PRESENT * words + word] = inside | out | bits(Mark::Half);
        rows[ABSENT * words + word] = bits(Mark::Absent);
    }
}

/// Counts one actor with each of several others, whose rows follow each other.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512vl+avx512vpopcntdq",
    "x86_64+avx2+bmi1+bmi2+lzcnt+popcnt",
    "x86_64+sse4.2+popcnt"
))]
fn tile(a: &[u64], others: &[u64], words: usize, counts: &mut [PairCounts]) {
    if words == 0 {
        return;
    }
    for (b, counts) in others.chunks_exact(ROWS * words).zip(counts) {
        *counts = PairCounts::of(ten(a, b, words));
    }
}

/// One pass over the words. The sums have names of their own: kept in an array, the compiler
/// leaves them in memory and the pass takes twenty times as long.
#[inline(always)]
fn ten(a: &[u64], b: &[u64], words: usize) -> Ten {
    let (ai, ao, ap) = (&a[..words], &a[words..2 * words], &a[2 * words..3 * words]);
    let (bi, bo, bp, bx) =
        (&b[..words], &b[words..2 * words], &b[2 * words..3 * words], &b[3 * words..4 * words]);
    let (mut n, mut ii, mut oo, mut io, mut oi) = (0u64, 0u64, 0u64, 0u64, 0u64);
    let (mut ip, mut op, mut pi, mut po, mut absent) = (0u64, 0u64, 0u64, 0u64, 0u64);
    for w in 0..words {
        n += u64::from((ap[w] & bp[w]).count_ones());
        ii += u64::from((ai[w] & bi[w]).count_ones());
        oo += u64::from((ao[w] & bo[w]).count_ones());
        io += u64::from((ai[w] & bo[w]).count_ones());
        oi += u64::from((ao[w] & bi[w]).count_ones());
        ip += u64::from((ai[w] & bp[w]).count_ones());
        op += u64::from((ao[w] & bp[w]).count_ones());
        pi += u64::from((ap[w] & bi[w]).count_ones());
        po += u64::from((ap[w] & bo[w]).count_ones());
        absent += u64::from((ap[w] & bx[w]).count_ones());
    }
    [n, ii, oo, io, oi, ip, op, pi, po, absent].map(|sum| sum as u32)
}

impl PairCounts {
    fn of([n, ii, oo, io, oi, ip, op, pi, po, absent]: Ten) -> Self {
        let (oh, ih) = (op - oo - oi, ip - io - ii);
        let (ho, hi) = (po - oo - io, pi - oi - ii);
        let hh = n - ip - op - ho - hi;
        Self { cells: [oo, oh, oi, ho, hh, hi, io, ih, ii], absent }
    }

    /// How many items both had a position on.
    pub fn n(&self) -> u32 {
        self.cells.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::strategy::Strategy;

    const MARKS: [Option<Mark>; 5] =
        [None, Some(Mark::Out), Some(Mark::Half), Some(Mark::In), Some(Mark::Absent)];

    fn bits(marks: &[Vec<usize>]) -> Bits {
        let row = |row: &Vec<usize>| row.iter().map(|m| MARKS[*m]).collect();
        Bits::of_rows(&marks.iter().map(row).collect::<Vec<Vec<_>>>())
    }

    /// Mark by mark.
    fn one_by_one(marks: &[Vec<usize>]) -> Bits {
        let mut bits = Bits::new(marks.len(), marks[0].len());
        for (actor, row) in marks.iter().enumerate() {
            for (item, m) in row.iter().enumerate() {
                if let Some(mark) = MARKS[*m] {
                    bits.mark(actor, item, mark);
                }
            }
        }
        bits
    }

    /// Pair by pair, item by item.
    fn slowly(a: &[usize], b: &[usize]) -> PairCounts {
        let mut counts = PairCounts::default();
        for (x, y) in a.iter().zip(b) {
            match (x, y) {
                (1..=3, 1..=3) => counts.cells[(x - 1) * 3 + y - 1] += 1,
                (1..=3, 4) => counts.absent += 1,
                _ => {}
            }
        }
        counts
    }

    #[test]
    fn four_items_by_hand() {
        // In and in, out and half-way, in and absent, half-way and in.
        let bits = bits(&[vec![3, 1, 3, 2], vec![3, 2, 4, 3]]);
        let counts = &bits.run_with_later(0..2)[0][0];
        assert_eq!(counts.cells, [0, 1, 0, 0, 0, 1, 0, 0, 1]);
        assert_eq!((counts.n(), counts.absent), (3, 1));
    }

    #[test]
    fn an_item_on_which_all_stood_alike_is_dropped() {
        let mut bits = bits(&[vec![3, 3, 1], vec![3, 2, 4], vec![0, 3, 1]]);
        bits.drop_unanimous();
        let pairs = bits.run_with_later(0..3);
        assert_eq!((pairs[0][0].n(), pairs[0][1].n(), pairs[0][0].absent), (1, 1, 0));
    }

    #[test]
    fn a_dropped_half_way_position_is_not_observed() {
        let mut bits = bits(&[vec![3, 1, 2], vec![3, 2, 2]]);
        bits.drop_half();
        assert_eq!(bits.run_with_later(0..1)[0][0].cells, [0, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn nobody_and_nothing_are_no_trouble() {
        assert_eq!(Bits::of_rows::<Vec<_>>(&[]).actors(), 0);
        assert_eq!(
            Bits::of_rows(&[vec![], vec![]]).run_with_later(0..2),
            [vec![PairCounts::default()], vec![]]
        );
        assert!(Bits::new(0, 10).run_with_later(0..0).is_empty());
        assert_eq!(Bits::new(2, 0).run_with_later(0..2), [vec![PairCounts::default()], vec![]]);
    }

    proptest::proptest! {
        #[test]
        fn tiles_count_what_a_walk_over_the_items_counts(
            marks in (1usize..150).prop_flat_map(|items| {
                proptest::collection::vec(proptest::collection::vec(0usize..5, items), 1..70)
            })
        ) {
            use proptest::prelude::*;
            let bits = bits(&marks);
            prop_assert_eq!(&bits.rows, &one_by_one(&marks).rows);
            let half = marks.len() / 2;
            let runs = [bits.run_with_later(0..half), bits.run_with_later(half..marks.len())].concat();
            for (a, run) in runs.iter().enumerate() {
                for (place, counts) in run.iter().enumerate() {
                    prop_assert_eq!(*counts, slowly(&marks[a], &marks[a + 1 + place]));
                }
            }
            let mut one = vec![];
            bits.one_with(half, 0..half, &mut one);
            for (b, counts) in one.iter().enumerate() {
                prop_assert_eq!(*counts, slowly(&marks[half], &marks[b]));
            }
        }
    }
}
