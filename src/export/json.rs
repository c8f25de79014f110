//! Node-link JSON, as networkx and D3 read it.

use serde_json::{Map, Value, json};

use crate::analysis::network::{Network, Node, Tie};

/// The graph's file.
pub fn write(network: &Network) -> String {
    let mut about = Map::new();
    if let Some(on) = network.on {
        about.insert("on".to_owned(), json!(on.to_string()));
    }
    if let Some(agreement) = &network.agreement {
        about.insert("agreement".to_owned(), json!(agreement));
    }
    let nodes: Vec<Value> = network.nodes.iter().map(node).collect();
    let edges: Vec<Value> = network.ties.iter().map(|t| tie(network, t)).collect();
    let graph =
        json!({ "directed": false, "multigraph": false, "graph": about, "nodes": nodes, "edges": edges });
    let mut text = serde_json::to_string_pretty(&graph).expect("plain values always serialise");
    text.push('\n');
    text
}

fn node(node: &Node) -> Value {
    let mut value = json!({
        "id": node.actor.id,
        "name": node.actor.name,
        "kind": node.actor.kind.word(),
        "region": node.region,
        "blocs": node.groups,
    });
    if let Some((status, position)) = node.status {
        value["status"] = json!(status.word());
        value["position"] = json!(position);
    }
    value
}

fn tie(network: &Network, tie: &Tie) -> Value {
    let [a, b] = [tie.a, tie.b].map(|place| &network.nodes[place].actor.id);
    let mut value = json!({ "source": a, "target": b, "weight": tie.shared.len(), "shared": tie.shared });
    if let Some(cut) = tie.cut {
        value["cut"] = json!(cut);
    }
    value
}
