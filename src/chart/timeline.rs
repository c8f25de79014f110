//! Who moved when: a strip a bloc, with every act of its members.

use super::axis::TimeAxis;
use super::frame::{self, Words};
use super::scene::{Mark, Scene, Text};
use super::strip::{CLASSES, COUNTS, Class, NAMES, PITCH, RADIUS, Strip, dot, moved};
use super::theme::{MARGIN, SMALL};
use super::{Chart, Draw, footed, source_line};
use crate::analysis::Timeline;
use crate::analysis::timeline::{Lane, Moved};
use crate::finding::{as_of, the_agreement, timeline_title};
use crate::model::AgreementKind;
use crate::wording::{count, date, sentence, share, the};

/// Acts over time.
pub const TIMELINE: Chart = Chart {
    id: "timeline",
    shows: "the acts of each bloc's members over time, one dot an act, uncertain dates as bars",
    draw: Draw::Timeline(draw),
};

fn draw(timeline: &Timeline, width: f64) -> Option<Scene> {
    let lanes: Vec<&Lane> = timeline.lanes.iter().filter(|lane| lane.n > 0).collect();
    let any = lanes.iter().any(|lane| !lane.acts.is_empty());
    if !any || timeline.agreement.kind == AgreementKind::Vote || timeline.from >= timeline.until {
        return None;
    }
    let axis = TimeAxis {
        from: timeline.from,
        until: timeline.until,
        left: MARGIN + NAMES,
        right: width - MARGIN - COUNTS,
    };
    let strips: Vec<Strip> = lanes.iter().map(|lane| Strip::of(lane, &axis)).collect();
    let words = words(timeline, &lanes, &strips);
    let (mut scene, top) = frame::open("timeline", width, &words);
    let top = key(&mut scene, timeline.agreement.kind, &lanes, top);
    let bottom = top + strips.iter().map(Strip::height).sum::<f64>();
    axis.grid(&mut scene, top, bottom);
    let mut y = top;
    for (lane, strip) in lanes.iter().zip(&strips) {
        strip.draw(&mut scene, &axis, lane, y);
        y += strip.height();
    }
    scene.description = lanes.iter().flat_map(|l| l.acts.iter().map(|act| describe(l, act))).collect();
    scene.alt = alt(timeline, &lanes);
    scene.rows = rows(&lanes);
    Some(frame::close(scene, bottom + 20.0, &words))
}

fn words(timeline: &Timeline, lanes: &[&Lane], strips: &[Strip]) -> Words {
    let (from, until) = (date(timeline.from), date(timeline.until));
    let acts = || lanes.iter().flat_map(|lane| &lane.acts);
    let mut note = format!(
        "One dot an act; members of each bloc {}; a state in several blocs stands in each.",
        as_of(timeline.on)
    );
    if strips.iter().any(|strip| strip.pitch() < PITCH) {
        note.push_str(" Where many acts fall on a day, one column holds them, as high as they are many within its strip.");
    }
    if acts().any(|act| !act.date.is_exact()) {
        note.push_str(" A level bar: an act on some day in that span.");
    }
    let outside = |act: &&Moved| act.date.earliest < timeline.from || act.date.latest > timeline.until;
    if acts().any(|act| outside(&act)) {
        note.push_str(" Bars are cut at the ends of the axis.");
    }
    Words {
        title: timeline_title(timeline),
        subtitle: sentence(&format!(
            "acts on {} by the members of each bloc, {from} to {until}",
            the_agreement(&timeline.agreement)
        )),
        note,
        source: source_line(&timeline.sources),
        footer: footed(
            &format!("n = {} · {from} to {until}", super::counted(acts().count(), "act")),
            &timeline.data_hash,
        ),
    }
}

/// What the dots stand for, where there is more than one kind.
fn key(scene: &mut Scene, kind: AgreementKind, lanes: &[&Lane], top: f64) -> f64 {
    let seen = |class: &&Class| lanes.iter().flat_map(|lane| &lane.acts).any(|act| Class::of(act) == **class);
    let classes: Vec<&Class> = CLASSES.iter().filter(seen).collect();
    if classes == [&Class::In] {
        return top;
    }
    let mut x = MARGIN;
    for class in classes {
        scene.add(Mark::Group {
            title: class.words(kind).to_owned(),
            marks: dot((x + RADIUS, top + 7.0), *class),
        });
        let words = Text::new((x + 2.0 * RADIUS + 6.0, top + 11.5), SMALL, class.words(kind));
        x = words.bounds().right + 18.0;
        scene.add(words);
    }
    top + 26.0
}

fn describe(lane: &Lane, act: &Moved) -> String {
    format!("{}, {}", lane.bloc.short_name, moved(act))
}

fn alt(timeline: &Timeline, lanes: &[&Lane]) -> String {
    let parts: Vec<String> = lanes
        .iter()
        .take(6)
        .map(|lane| {
            let acts = count(lane.acts.len(), "act", "acts");
            format!(
                "{} had {acts} and ended with {} in",
                the(&lane.bloc.short_name),
                share(lane.inside, lane.n)
            )
        })
        .collect();
    format!(
        "Strips of acts on {} by bloc from {} to {}, where {}.",
        the_agreement(&timeline.agreement),
        date(timeline.from),
        date(timeline.until),
        parts.join("; ")
    )
}

fn rows(lanes: &[&Lane]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = vec!["bloc", "actor", "name", "act", "date", "position", "joins", "source"];
    let row = |lane: &Lane, act: &Moved| {
        vec![
            lane.bloc.short_name.clone(),
            act.actor.id.clone(),
            act.actor.name.clone(),
            act.act.to_string(),
            act.date.to_string(),
            act.position.map(|p| p.text().to_owned()).unwrap_or_default(),
            if act.joins { "yes" } else { "no" }.to_owned(),
            act.source.clone(),
        ]
    };
    (header, lanes.iter().flat_map(|lane| lane.acts.iter().map(|act| row(lane, act))).collect())
}
