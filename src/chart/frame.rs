//! What every figure has around it: the finding as title, what is measured
//! beneath it, and note, source, n and date inside the image, so that it can
//! stand alone.

use super::font::{Weight, wrap};
use super::scene::{Mark, Scene, Text};
use super::theme::{LEADING, MARGIN, NOT_KNOWN, PAPER, QUIET, RULE, SMALL, SUBTITLE, TITLE};

/// The words around a figure.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The finding.
    pub title: String,
    /// What is measured, of whom, as of when.
    pub subtitle: String,
    /// What a reader must know.
    pub note: String,
    /// Where the data come from.
    pub source: String,
    /// n, date, tool and data version.
    pub footer: String,
}

/// Starts a scene of a width with its title; the second answer is where the plot may start.
pub fn open(name: &'static str, width: f64, words: &Words) -> (Scene, f64) {
    let mut scene = Scene {
        name,
        width,
        title: words.title.clone(),
        note: words.note.clone(),
        source: words.source.clone(),
        ..Scene::default()
    };
    let room = width - 2.0 * MARGIN;
    let mut y = MARGIN;
    y = lines(&mut scene, &words.title, TITLE, Weight::Bold, y, room);
    y = lines(&mut scene, &words.subtitle, SUBTITLE, Weight::Regular, y + 4.0, room);
    (scene, y + 14.0)
}

fn lines(scene: &mut Scene, text: &str, size: f64, weight: Weight, top: f64, room: f64) -> f64 {
    let mut y = top;
    for line in wrap(text, size, weight, room) {
        let colour = if size < TITLE { QUIET } else { super::theme::INK };
        let words = Text { weight, ..Text::new((MARGIN, y + size), size, line).in_colour(colour) };
        scene.add(words);
        y += size * LEADING;
    }
    y
}

/// Ends a scene below `bottom`, with its note, source and footer.
pub fn close(mut scene: Scene, bottom: f64, words: &Words) -> Scene {
    let room = scene.width - 2.0 * MARGIN;
    let mut y = bottom + 16.0;
    scene.foot = y - 1.0;
    scene.add(Mark::line((MARGIN, y), (scene.width - MARGIN, y), RULE, 1.0));
    y += 6.0;
    for (label, text) in [("Note: ", &words.note), ("Source: ", &words.source), ("", &words.footer)] {
        if !text.is_empty() {
            y = lines(&mut scene, &format!("{label}{text}"), SMALL, Weight::Regular, y, room);
        }
    }
    scene.height = (y + MARGIN * 0.6).ceil();
    scene.marks.insert(0, Mark::rect(0.0, 0.0, scene.width, scene.height, PAPER));
    scene
}

/// The scene under a banner that says what is only supposed; unchanged where all is on record.
pub fn supposed(scene: Scene, suppositions: &[String]) -> Scene {
    if suppositions.is_empty() {
        return scene;
    }
    let words = format!("Hypothesis, not fact. {}", suppositions.join("; "));
    let room = scene.width - 2.0 * MARGIN;
    let band = wrap(&words, SMALL, Weight::Bold, room).len() as f64 * SMALL * LEADING + 12.0;
    let (width, height) = (scene.width, scene.height + band);
    let mut marks =
        vec![Mark::rect(0.0, 0.0, width, height, PAPER), Mark::rect(0.0, 0.0, width, band, NOT_KNOWN)];
    // The first mark is the old background.
    marks.extend(scene.marks.into_iter().skip(1).map(|mark| mark.placed(1.0, (0.0, band))));
    let title = format!("Hypothesis: {}", scene.title);
    let alt = format!("Under a hypothesis ({}): {}", suppositions.join("; "), scene.alt);
    let (header, rows) = scene.rows;
    let mark = |row: Vec<String>| [row, vec![suppositions.join("; ")]].concat();
    let rows = ([header, vec!["hypothesis"]].concat(), rows.into_iter().map(mark).collect());
    let mut scene = Scene { height, marks, title, alt, rows, ..scene };
    let mut y = 4.0;
    for line in wrap(&words, SMALL, Weight::Bold, room) {
        scene.add(Text::new((MARGIN, y + SMALL), SMALL, line).bold());
        y += SMALL * LEADING;
    }
    scene
}
