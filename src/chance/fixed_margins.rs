//! The fixed-margins null: would states that join as many agreements as these,
//! and agreements joined by as many states, look as united? The default pooled
//! test: a bloc of keen signers is not united just because it signs much.

use rayon::prelude::*;

use super::curveball::Curveball;
use super::pooled::{Draws, Pooled, pooled};
use super::record::{Record, mean_agreement};
use super::untestable::Untestable;

/// Independent chains, whatever the number of threads: results must not depend on the machine.
pub const CHAINS: usize = 8;

/// Steps before the first draw of a chain, for each state.
pub const BURN_IN: usize = 5;

/// Steps between two draws of a chain, for each state.
pub const THIN: usize = 1;

/// The bloc in its record among the bloc in random records with the same totals.
///
/// The same seed gives the same result, whatever the number of threads.
///
/// # Errors
///
/// When no draws are asked for, or all records with these totals give the bloc the same agreement.
pub fn fixed_margins(record: &Record, draws: Draws) -> Result<Pooled, Untestable> {
    let chain = |number: usize| {
        let share = draws.number / CHAINS + usize::from(number < draws.number % CHAINS);
        chain(record, draws.seed, number, share)
    };
    let chains: Vec<Vec<Option<f64>>> = (0..CHAINS).into_par_iter().map(chain).collect();
    pooled(record.observed(), &chains, draws.seed)
}

/// The bloc's mean agreement at each draw of one chain.
fn chain(record: &Record, seed: u64, number: usize, draws: usize) -> Vec<Option<f64>> {
    let states = record.rows().len();
    let mut walk = Curveball::new(record.rows(), seed, number);
    walk.walk(BURN_IN * states);
    let draw = |_| {
        walk.walk(THIN * states);
        mean_agreement(walk.rows(), record.members())
    };
    (0..draws).map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(rows: [u32; 6]) -> Record {
        let row = |bits: u32| (0..5).map(|column| Some(bits >> column & 1 == 1)).collect();
        Record::new(&rows.map(row), &[0, 1, 2]).expect("testable")
    }

    #[test]
    fn a_bloc_that_joins_together_is_more_united_than_its_totals_say() {
        let bloc = record([0b10011, 0b00011, 0b10011, 0b01100, 0b11100, 0b01101]);
        let result = fixed_margins(&bloc, Draws::default()).expect("varies");
        assert!(result.p_more_united < 0.02 && result.p_more_divided > 0.98, "{result:?}");
        assert!(result.convergence.is_some_and(|signs| signs.settled()), "{result:?}");
    }

    #[test]
    fn a_perfect_ladder_leaves_nothing_to_chance() {
        let ladder = record([0b11111, 0b01111, 0b00111, 0b00011, 0b00001, 0b00000]);
        assert_eq!(fixed_margins(&ladder, Draws::default()), Err(Untestable::NoVariation));
    }

    #[test]
    fn no_draws_are_no_test() {
        let bloc = record([0b10011, 0b00011, 0b10011, 0b01100, 0b11100, 0b01101]);
        assert_eq!(fixed_margins(&bloc, Draws { number: 0, seed: 1 }), Err(Untestable::NoDraws));
    }

    #[test]
    fn a_seed_gives_the_same_result_on_one_thread_and_on_three() {
        let bloc = record([0b10011, 0b00011, 0b10011, 0b01100, 0b11100, 0b01101]);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| fixed_margins(&bloc, Draws { number: 100, seed: 5 }))
        };
        assert_eq!(on(1), on(3));
    }
}
