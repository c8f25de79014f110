//! A figure for sharing: 1200 by 675 px, the shape that slides and posts take.
//! The figure is drawn anew at the narrowest width whose height fits, then
//! enlarged to the full canvas; its foot stands at the bottom.

use super::Scene;
use super::scene::Mark;
use super::theme::{COLUMN, PAPER, SMALL};

/// Width of the canvas in px.
pub const WIDTH: f64 = 1200.0;
/// Height of the canvas in px.
pub const HEIGHT: f64 = 675.0;
/// From one width tried to the next.
const STEP: f64 = 24.0;

/// Draws a figure on the canvas; nothing where it would need words smaller than the smallest, or
/// has nothing to show.
pub fn fitted(draw: impl Fn(f64) -> Option<Scene>) -> Option<Scene> {
    let steps = ((WIDTH - COLUMN) / STEP) as usize;
    let widths = (0..=steps).map(|i| COLUMN + STEP * i as f64);
    for width in widths {
        let scene = draw(width)?;
        if scene.width <= WIDTH && scene.height <= scene.width * HEIGHT / WIDTH {
            return Some(on_canvas(&scene));
        }
    }
    None
}

/// Enlarges a scene to the canvas, its foot moved down to the lower edge.
fn on_canvas(scene: &Scene) -> Scene {
    let factor = WIDTH / scene.width;
    let free = HEIGHT - scene.height * factor;
    let placed = scene.marks.iter().skip(1).map(|mark| {
        let down = if mark.is_below(scene.foot) { free } else { 0.0 };
        mark.placed(factor, (0.0, down))
    });
    let paper = Mark::rect(0.0, 0.0, WIDTH, HEIGHT, PAPER);
    let marks: Vec<Mark> = std::iter::once(paper).chain(placed).collect();
    let shared =
        Scene { width: WIDTH, height: HEIGHT, foot: scene.foot * factor + free, marks, ..scene.clone() };
    debug_assert!(shared.texts().iter().all(|text| text.size >= SMALL));
    shared
}

#[cfg(test)]
mod tests {
    use super::super::frame::{self, Words};
    use super::*;

    fn drawn(width: f64, plot: f64) -> Option<Scene> {
        let words = Words { title: "One thing".to_owned(), footer: "n = 1".to_owned(), ..Words::default() };
        let (scene, top) = frame::open("test", width, &words);
        Some(frame::close(scene, top + plot, &words))
    }

    #[test]
    fn a_figure_fills_the_canvas_and_its_foot_stands_at_the_bottom() {
        let scene = fitted(|width| drawn(width, 100.0)).expect("it fits");
        assert_eq!((scene.width, scene.height), (WIDTH, HEIGHT));
        let foot = scene.texts().into_iter().find(|t| t.words == "n = 1").expect("there").at.1;
        assert!(foot > 630.0 && foot < HEIGHT, "{foot}");
        assert!(scene.problems().is_empty() && scene.texts().iter().all(|t| t.size >= SMALL));
    }

    #[test]
    fn what_would_need_smaller_words_does_not_fit() {
        assert!(fitted(|width| drawn(width, 900.0)).is_none());
    }
}
