//! Pieces of work done on every core and handed over in their order, a few at
//! a time: so that a long answer is neither held whole nor changed by the
//! number of threads.

use rayon::prelude::*;

/// How many pieces a thread is given at a time.
const EACH: usize = 4;

/// Makes something of each piece, and hands it over in the order of the pieces.
///
/// # Errors
/// The first that `take` gives; no piece is taken after it.
pub fn in_order<T: Sync, U: Send, E>(
    pieces: &[T],
    make: impl Fn(&T) -> U + Sync,
    mut take: impl FnMut(U) -> Result<(), E>,
) -> Result<(), E> {
    let at_a_time = EACH * rayon::current_num_threads();
    for wave in pieces.chunks(at_a_time.max(1)) {
        let made: Vec<U> = wave.par_iter().map(&make).collect();
        made.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_in_their_order_whatever_the_number_of_threads() {
        let pieces: Vec<u32> = (0..1000).collect();
        for threads in [1, 2, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let mut taken = vec![];
            let all = pool.install(|| {
                in_order(
                    &pieces,
                    |n| n * n,
                    |square| {
                        taken.push(square);
                        Ok::<(), ()>(())
                    },
                )
            });
            assert_eq!(all, Ok(()));
            assert!(taken.iter().copied().eq(pieces.iter().map(|n| n * n)));
        }
    }

    #[test]
    fn nothing_is_taken_after_a_refusal() {
        let mut taken = 0;
        let refused = in_order(
            &[1, 2, 3],
            |n| *n,
            |n| {
                taken += 1;
                if n == 2 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((refused, taken), (Err("full"), 2));
    }
}
