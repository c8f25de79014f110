//! Axes: time in years, and shares from 0 to 100.

use super::scene::{Anchor, Mark, Scene, Text};
use super::theme::{QUIET, RULE, SMALL};
use crate::model::Day;

/// Time on the page.
#[derive(Clone, Copy, Debug)]
pub struct TimeAxis {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Where the first day stands, in px.
    pub left: f64,
    /// Where the last day stands.
    pub right: f64,
}

fn days(from: Day, to: Day) -> f64 {
    (to - from).get_days() as f64
}

impl TimeAxis {
    /// Where a day stands; one before or after the axis stands at its end.
    pub fn x(&self, day: Day) -> f64 {
        let day = day.clamp(self.from, self.until);
        self.left + (self.right - self.left) * days(self.from, day) / days(self.from, self.until).max(1.0)
    }

    /// First days of years that stand far enough apart to be labelled.
    fn years(&self) -> Vec<Day> {
        let years = (self.until.year() - self.from.year()).max(1);
        let most = ((self.right - self.left) / 60.0) as i16;
        let every = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|e| years / e < most).unwrap_or(100);
        let first = self.from.year() - self.from.year().rem_euclid(every)
            + if self.from.day_of_year() > 1 { every } else { 0 };
        let last = self.until.year();
        (0..)
            .map(|i| first + i * every)
            .take_while(|y| *y <= last)
            .filter_map(|y| Day::new(y, 1, 1).ok())
            .filter(|d| *d >= self.from)
            .collect()
    }

    /// Days to label: years; on an axis that holds the start of none, its two ends.
    fn labelled(&self) -> Vec<(Day, String)> {
        let years = self.years();
        match years.is_empty() {
            true => [self.from, self.until].map(|day| (day, day.to_string())).to_vec(),
            false => years.into_iter().map(|day| (day, day.year().to_string())).collect(),
        }
    }

    /// Lines at years from `top` to `bottom`, and the years beneath.
    pub fn grid(&self, scene: &mut Scene, top: f64, bottom: f64) {
        for (day, words) in self.labelled() {
            let x = self.x(day);
            scene.add(Mark::line((x, top), (x, bottom), RULE, 1.0));
            let label = Text::new((x, bottom + 16.0), SMALL, words);
            scene.add(label.anchored(Anchor::Middle).in_colour(QUIET));
        }
    }
}

/// Lines at 0, 25, 50, 75 and 100% from `top` to `bottom`, and the figures beneath.
pub fn shares(scene: &mut Scene, (left, right): (f64, f64), top: f64, bottom: f64) {
    for percent in [0, 25, 50, 75, 100] {
        let x = left + (right - left) * f64::from(percent) / 100.0;
        scene.add(Mark::line((x, top), (x, bottom), RULE, 1.0));
        let label = Text::new((x, bottom + 16.0), SMALL, format!("{percent}%"));
        scene.add(label.anchored(Anchor::Middle).in_colour(QUIET));
    }
}
