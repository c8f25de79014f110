//! What the program exists for, timed: pairs counted and measured, alliance
//! portfolios, a day's standings, and reading the tables.
//! `cargo bench --bench kernels`

use blocs::analysis::ballot::item;
use blocs::analysis::dyads::{Positions, empty_joint, fill};
use blocs::analysis::obligations::Portfolios;
use blocs::coding;
use blocs::dataset::Dataset;
use blocs::measure::bits::{Bits, Mark, PairCounts};
use blocs::measure::dyad::{AGREEMENT, Joint, KAPPA, S};
use blocs::model::{Day, ObligationKind};
use blocs::read::{Origin, load};
use divan::{Bencher, black_box};
use rayon::prelude::*;

fn main() {
    divan::main();
}

/// Positions drawn by a small generator of our own: out, half-way, in, absent or not called upon.
fn synthetic(actors: usize, items: usize) -> Bits {
    let mut bits = Bits::new(actors, items);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for actor in 0..actors {
        for item in 0..items {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let mark = match state % 16 {
                0..3 => Mark::Out,
                3..6 => Mark::Half,
                6..13 => Mark::In,
                13..15 => Mark::Absent,
                _ => continue,
            };
            bits.mark(actor, item, mark);
        }
    }
    bits
}

/// Something of every pair, on every core.
fn every_pair<T: Send>(bits: &Bits, each: impl Fn(&PairCounts, &mut Joint) -> T + Sync) -> Vec<Vec<T>> {
    let starts: Vec<usize> = (0..bits.actors()).step_by(16).collect();
    let run = |start: &usize| {
        let rows = bits.run_with_later(*start..(*start + 16).min(bits.actors()));
        let mut joint = empty_joint();
        rows.iter().flatten().map(|counts| each(counts, &mut joint)).collect()
    };
    starts.par_iter().map(run).collect()
}

const SIZES: [(usize, usize); 3] = [(200, 6_200), (243, 8_291), (1_000, 10_000)];

#[divan::bench(args = SIZES, max_time = 2)]
fn count_every_pair(bencher: Bencher, (actors, items): (usize, usize)) {
    let bits = synthetic(actors, items);
    bencher.bench(|| every_pair(black_box(&bits), |counts, _| counts.cells[0]));
}

#[divan::bench(args = SIZES, max_time = 2)]
fn agreement_s_and_kappa_of_every_pair(bencher: Bencher, (actors, items): (usize, usize)) {
    let bits = synthetic(actors, items);
    bencher.bench(|| {
        every_pair(black_box(&bits), |counts, joint| {
            fill(joint, counts);
            [&AGREEMENT, &S, &KAPPA].map(|m| (m.compute)(joint))
        })
    });
}

#[divan::bench(sample_count = 2, sample_size = 1)]
fn count_4000_actors_on_20000_items(bencher: Bencher) {
    let bits = synthetic(4_000, 20_000);
    bencher.bench(|| every_pair(black_box(&bits), |counts, _| counts.cells[8]));
}

fn record() -> Dataset {
    load(&Origin::Embedded).expect("the embedded tables are sound")
}

#[divan::bench(max_time = 2)]
fn read_the_embedded_tables(bencher: Bencher) {
    bencher.bench(record);
}

#[divan::bench(max_time = 2)]
fn read_positions_on_every_agreement(bencher: Bencher) {
    let data = record();
    let items: Vec<_> = data.agreement_ids().map(|id| item(&data, id, None)).collect();
    let day = Day::new(2025, 1, 1).expect("a day");
    bencher.bench(|| Positions::new(&data, (day, day), &items, coding::DEFAULT, None).actors.len());
}

/// The record with an obligation between every fifth pair of states.
#[divan::bench(max_time = 2)]
fn portfolios_of_200_years(bencher: Bencher) {
    let mut data = record();
    let states: Vec<_> = data.state_ids().collect();
    for (i, a) in states.iter().enumerate() {
        for b in states[i + 1..].iter().step_by(5) {
            data.obligations.push(blocs::model::Obligation {
                a: *a,
                b: *b,
                kind: ObligationKind::ALL[i % 5],
                period: blocs::model::Period::default(),
                note: String::new(),
                source: data.actor(*a).source,
                line: 0,
            });
        }
    }
    let system = data.bloc_id("cow-state-system");
    let years: Vec<i16> = (1816..=2016).collect();
    bencher.bench(|| {
        let pairs = years.par_iter().map(|y| Portfolios::new(&data, system, *y).pairs(None).len());
        pairs.sum::<usize>()
    });
}
