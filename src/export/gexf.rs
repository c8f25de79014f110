//! GEXF 1.2: the graph of one day, or with spells: when each actor belonged to
//! some bloc, when each tie held, and how many blocs it rested on at each time.
//! The ends of GEXF spells are days within; ours are the first day out, so
//! each is written as the day before.

use std::fmt::Write as _;

use super::xml::escaped;
use crate::analysis::network::{Network, Node, Spell, Tie};

/// The graph's file.
pub fn write(network: &Network) -> String {
    let mode = if network.on.is_some() { "static" } else { "dynamic" };
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n",
    );
    let about = network.on.map_or("ties over time".to_owned(), |on| format!("ties as of {on}"));
    let _ = writeln!(text, "  <meta><creator>blocs</creator><description>{about}</description></meta>");
    let time = if network.on.is_some() { "" } else { " timeformat=\"date\"" };
    let _ = writeln!(text, "  <graph defaultedgetype=\"undirected\" mode=\"{mode}\"{time}>");
    text.push_str(&attributes(network));
    text.push_str("    <nodes>\n");
    network.nodes.iter().for_each(|n| node(&mut text, n));
    text.push_str("    </nodes>\n    <edges>\n");
    network.ties.iter().enumerate().for_each(|(i, t)| tie(&mut text, network, i, t));
    text.push_str("    </edges>\n  </graph>\n</gexf>\n");
    text
}

fn attributes(network: &Network) -> String {
    let mut text = String::from("    <attributes class=\"node\">\n");
    let mut nodes = vec![("kind", "string"), ("region", "string"), ("blocs", "string")];
    if network.agreement.is_some() {
        nodes.extend([("status", "string"), ("position", "double")]);
    }
    let line = |(id, kind): &(&str, &str)| {
        format!("      <attribute id=\"{id}\" title=\"{id}\" type=\"{kind}\"/>\n")
    };
    text.extend(nodes.iter().map(line));
    text.push_str("    </attributes>\n    <attributes class=\"edge\">\n");
    text.push_str(&line(&("shared", "string")));
    if network.agreement.is_some() {
        text.push_str(&line(&("cut", "boolean")));
    }
    text.push_str("    </attributes>\n");
    if network.on.is_none() {
        let count = line(&("blocs_shared", "integer"));
        let _ = write!(text, "    <attributes class=\"edge\" mode=\"dynamic\">\n{count}    </attributes>\n");
    }
    text
}

/// `start` and `end` of a spell; an open side is left out.
fn bounds(spell: &Spell) -> String {
    let start = spell.from.map(|day| format!(" start=\"{day}\""));
    let last = spell.until.and_then(|day| day.yesterday().ok());
    let end = last.map(|day| format!(" end=\"{day}\""));
    start.unwrap_or_default() + &end.unwrap_or_default()
}

fn value(text: &mut String, id: &str, value: &str, bounds: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "          <attvalue for=\"{id}\" value=\"{}\"{bounds}/>", escaped(value));
    }
}

fn spells<'a>(text: &mut String, all: impl Iterator<Item = &'a Spell>) {
    let lines: String = all.map(|spell| format!("          <spell{}/>\n", bounds(spell))).collect();
    if !lines.is_empty() {
        let _ = write!(text, "        <spells>\n{lines}        </spells>\n");
    }
}

fn node(text: &mut String, node: &Node) {
    let (id, name) = (escaped(&node.actor.id), escaped(&node.actor.name));
    let _ = writeln!(text, "      <node id=\"{id}\" label=\"{name}\">\n        <attvalues>");
    value(text, "kind", node.actor.kind.word(), "");
    value(text, "region", &node.region, "");
    value(text, "blocs", &node.groups.join("|"), "");
    if let Some((status, position)) = node.status {
        value(text, "status", status.word(), "");
        value(text, "position", &position.map(|p| p.to_string()).unwrap_or_default(), "");
    }
    text.push_str("        </attvalues>\n");
    spells(text, node.spells.iter());
    text.push_str("      </node>\n");
}

fn tie(text: &mut String, network: &Network, place: usize, tie: &Tie) {
    let ends = [tie.a, tie.b].map(|place| escaped(&network.nodes[place].actor.id));
    let most = tie.counts.iter().map(|(_, n)| *n).max().unwrap_or(tie.shared.len());
    let _ = writeln!(
        text,
        "      <edge id=\"{place}\" source=\"{}\" target=\"{}\" weight=\"{most}\">\n        <attvalues>",
        ends[0], ends[1]
    );
    value(text, "shared", &tie.shared.join("|"), "");
    value(text, "cut", tie.cut.map_or("", |cut| if cut { "true" } else { "false" }), "");
    for (spell, n) in &tie.counts {
        value(text, "blocs_shared", &n.to_string(), &bounds(spell));
    }
    text.push_str("        </attvalues>\n");
    spells(text, tie.spells.iter());
    text.push_str("      </edge>\n");
}
