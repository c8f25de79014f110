//! Where the actors of an alliance graph stand on a picture: groups are spread
//! on a ring, members are drawn to the groups they belong to, and all keep
//! apart. Plain arithmetic and square roots only, so that every machine places
//! them alike.

use crate::model::ActorId;
use crate::snapshot::Roll;

/// A place in the unit square.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// From left to right, 0 to 1.
    pub x: f64,
    /// From top to bottom, 0 to 1.
    pub y: f64,
}

/// The sine of an eighth of a turn.
const HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// Eight directions of a ring, opposite ones first, without trigonometry.
const RING: [(f64, f64); 8] = [
    (-1.0, 0.0),
    (1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (-HALF, -HALF),
    (HALF, HALF),
    (HALF, -HALF),
    (-HALF, HALF),
];

/// Places every member of `groups`; the same groups always give the same places.
pub fn members(groups: &[Roll]) -> Vec<(ActorId, Place)> {
    let mut actors: Vec<ActorId> = groups.iter().flat_map(|g| g.members.iter().copied()).collect();
    actors.sort_unstable();
    actors.dedup();
    let homes: Vec<Place> = actors.iter().map(|a| home(*a, groups)).collect();
    let mut places = scattered(&homes);
    for step in 0..STEPS {
        let heat = 1.0 - step as f64 / STEPS as f64;
        relax(&mut places, &homes, heat);
    }
    actors.into_iter().zip(fitted(&places)).collect()
}

const STEPS: usize = 400;

/// The middle of the groups an actor belongs to.
fn home(actor: ActorId, groups: &[Roll]) -> Place {
    let mut sum = Place::default();
    let mut n = 0.0;
    for (i, group) in groups.iter().enumerate() {
        if group.has(actor) {
            let (x, y) = RING[i % RING.len()];
            let reach = if groups.len() == 1 { 0.0 } else { 1.0 };
            sum = Place { x: sum.x + x * reach, y: sum.y + y * reach };
            n += 1.0;
        }
    }
    Place { x: sum.x / n, y: sum.y / n }
}

/// Starts each actor near its home, on a sunflower spiral made of a fixed rotation.
fn scattered(homes: &[Place]) -> Vec<Place> {
    // cos and sin of the golden angle.
    const TURN: (f64, f64) = (-0.7373688780783197, 0.6754902942615238);
    let mut direction = (1.0, 0.0);
    homes
        .iter()
        .enumerate()
        .map(|(i, home)| {
            let radius = 0.06 * (i as f64 + 0.5).sqrt();
            let place = Place { x: home.x + radius * direction.0, y: home.y + radius * direction.1 };
            direction =
                (direction.0 * TURN.0 - direction.1 * TURN.1, direction.0 * TURN.1 + direction.1 * TURN.0);
            place
        })
        .collect()
}

/// One step: a pull towards home and a push between every pair that is too close.
fn relax(places: &mut [Place], homes: &[Place], heat: f64) {
    let apart = 1.9 / (places.len() as f64).sqrt().max(2.0);
    let before = places.to_vec();
    for i in 0..places.len() {
        let (mut dx, mut dy) = ((homes[i].x - before[i].x) * 0.05, (homes[i].y - before[i].y) * 0.05);
        for j in 0..before.len() {
            let (ex, ey) = (before[i].x - before[j].x, before[i].y - before[j].y);
            let distance = (ex * ex + ey * ey).sqrt();
            if i != j && distance < apart {
                let push = 0.25 * (apart - distance) / distance.max(1e-6);
                (dx, dy) = (dx + ex * push, dy + ey * push);
            }
        }
        let length = (dx * dx + dy * dy).sqrt().max(1e-9);
        let step = length.min(0.08 * heat + 0.002) / length;
        places[i] = Place { x: before[i].x + dx * step, y: before[i].y + dy * step };
    }
}

/// Stretched to the unit square and rounded, so that the last bits of a machine do not show.
fn fitted(places: &[Place]) -> Vec<Place> {
    let low = |f: fn(&Place) -> f64| places.iter().map(f).fold(f64::INFINITY, f64::min);
    let high = |f: fn(&Place) -> f64| places.iter().map(f).fold(f64::NEG_INFINITY, f64::max);
    let (left, right) = (low(|p| p.x), high(|p| p.x));
    let (top, bottom) = (low(|p| p.y), high(|p| p.y));
    let unit = |v: f64, from: f64, to: f64| match to - from > 1e-9 {
        true => (((v - from) / (to - from)) * 4096.0).round() / 4096.0,
        false => 0.5,
    };
    places.iter().map(|p| Place { x: unit(p.x, left, right), y: unit(p.y, top, bottom) }).collect()
}
