//! GraphML: one day's graph, with typed attributes.

use std::fmt::Write as _;

use super::xml::escaped;
use crate::analysis::network::{Network, Node, Tie};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">
";

/// Id, what it belongs to, and type of every attribute.
const KEYS: [(&str, &str, &str); 10] = [
    ("on", "graph", "string"),
    ("agreement", "graph", "string"),
    ("name", "node", "string"),
    ("kind", "node", "string"),
    ("region", "node", "string"),
    ("blocs", "node", "string"),
    ("status", "node", "string"),
    ("position", "node", "double"),
    ("weight", "edge", "int"),
    ("shared", "edge", "string"),
];

/// The graph's file.
pub fn write(network: &Network) -> String {
    let mut text = HEAD.to_owned();
    for (name, of, kind) in KEYS {
        let _ =
            writeln!(text, "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    text.push_str("  <key id=\"cut\" for=\"edge\" attr.name=\"cut\" attr.type=\"boolean\"/>\n");
    text.push_str("  <graph id=\"blocs\" edgedefault=\"undirected\">\n");
    if let Some(on) = network.on {
        datum(&mut text, "on", &on.to_string());
    }
    if let Some(agreement) = &network.agreement {
        datum(&mut text, "agreement", agreement);
    }
    network.nodes.iter().for_each(|n| node(&mut text, n));
    network.ties.iter().for_each(|t| tie(&mut text, network, t));
    text.push_str("  </graph>\n</graphml>\n");
    text
}

fn datum(text: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(text, "      <data key=\"{key}\">{}</data>", escaped(value));
    }
}

fn node(text: &mut String, node: &Node) {
    let _ = writeln!(text, "    <node id=\"{}\">", escaped(&node.actor.id));
    datum(text, "name", &node.actor.name);
    datum(text, "kind", node.actor.kind.word());
    datum(text, "region", &node.region);
    datum(text, "blocs", &node.groups.join("|"));
    if let Some((status, position)) = node.status {
        datum(text, "status", status.word());
        datum(text, "position", &position.map(|p| p.to_string()).unwrap_or_default());
    }
    text.push_str("    </node>\n");
}

fn tie(text: &mut String, network: &Network, tie: &Tie) {
    let ends = [tie.a, tie.b].map(|place| escaped(&network.nodes[place].actor.id));
    let _ = writeln!(text, "    <edge source=\"{}\" target=\"{}\">", ends[0], ends[1]);
    datum(text, "weight", &tie.shared.len().to_string());
    datum(text, "shared", &tie.shared.join("|"));
    datum(text, "cut", tie.cut.map_or("", |cut| if cut { "true" } else { "false" }));
    text.push_str("    </edge>\n");
}
