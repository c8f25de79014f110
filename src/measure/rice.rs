//! Rice's index of cohesion: printed for comparison with the literature. It
//! leaves abstentions out, and is inflated for small blocs.

use super::{Counts, Measure, Sense, Set};

/// The margin between yes and no as a share of both.
pub const RICE: Measure = Measure {
    id: "rice",
    title: "Rice index",
    set: Set::Advanced,
    sense: Sense::Agreement,
    definition: "the margin between those in and those out as a share of both; half-way positions are left out",
    formula: "|in - out| / (in + out)",
    range: (0.0, 1.0),
    undefined_when: "nobody is in and nobody is out",
    example: "3 in, 1 half-way, 2 out of 3 positions: |3 - 2| / (3 + 2) = 0.2",
    source: "Rice 1925, Political Science Quarterly 40; 1928, Quantitative Methods in Politics",
    compute,
};

fn compute(counts: &Counts) -> Option<f64> {
    let sides = counts.inside + counts.out;
    (sides > 0).then(|| counts.inside.abs_diff(counts.out) as f64 / sides as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_against_two_give_a_fifth() {
        assert_eq!(compute(&Counts { inside: 3, half: 0, out: 2, positions: 2 }), Some(0.2));
    }

    #[test]
    fn abstentions_do_not_count() {
        assert_eq!(compute(&Counts { inside: 10, half: 100, out: 10, positions: 3 }), Some(0.0));
    }
}
