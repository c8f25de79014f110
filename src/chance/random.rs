//! Seeded randomness that gives the same draws on every machine and with any
//! number of threads: each draw, or chain of draws, has a numbered stream.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// One stream of random numbers.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of a seed that has this number.
    pub(crate) fn new(seed: u64, number: usize) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(number as u64);
        Self(generator)
    }

    /// A whole number from 0 to below `n`, each as likely; 0 when `n` is 0.
    ///
    /// Lemire 2019, ACM Transactions on Modeling and Computer Simulation 29: 3.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(n);
            if n == 0 || product as u64 >= n.wrapping_neg() % n {
                return (product >> 64) as usize;
            }
        }
    }

    /// Moves `count` random items, in random order, to the front.
    pub(crate) fn pick<T>(&mut self, items: &mut [T], count: usize) {
        for place in 0..count.min(items.len()) {
            let chosen = place + self.below(items.len() - place);
            items.swap(place, chosen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_itself_and_differs_from_its_neighbour() {
        let draw = |seed, number| -> Vec<usize> {
            let mut stream = Stream::new(seed, number);
            (0..20).map(|_| stream.below(1000)).collect()
        };
        assert_eq!(draw(1, 0), draw(1, 0));
        assert_ne!(draw(1, 0), draw(1, 1));
        assert_ne!(draw(1, 0), draw(2, 0));
    }

    #[test]
    fn each_number_below_three_comes_a_third_of_the_time() {
        let (mut stream, mut seen) = (Stream::new(1, 0), [0_i32; 3]);
        (0..30_000).for_each(|_| seen[stream.below(3)] += 1);
        assert!(seen.iter().all(|n| (n - 10_000).abs() < 400), "{seen:?}");
        assert_eq!(stream.below(0), 0);
    }

    #[test]
    fn every_pair_of_four_is_picked_as_often() {
        let (mut stream, mut seen) = (Stream::new(1, 0), [[0_i32; 4]; 4]);
        for _ in 0..12_000 {
            let mut items = [0, 1, 2, 3];
            stream.pick(&mut items, 2);
            seen[items[0]][items[1]] += 1;
        }
        assert!((0..4).all(|i| (0..4).all(|j| i == j || (seen[i][j] - 1000).abs() < 150)), "{seen:?}");
    }
}
