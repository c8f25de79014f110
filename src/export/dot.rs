//! DOT, the language of Graphviz.

use std::fmt::Write as _;

use crate::analysis::network::Network;

/// The graph's file.
pub fn write(network: &Network) -> String {
    let mut text = String::from("graph blocs {\n");
    if let Some(on) = network.on {
        let _ = writeln!(text, "  label=\"ties as of {on}\";");
    }
    for node in &network.nodes {
        let status = match node.status {
            Some((status, _)) => format!(", status={}", quoted(status.word())),
            None => String::new(),
        };
        let (id, name) = (quoted(&node.actor.id), quoted(&node.actor.name));
        let blocs = quoted(&node.groups.join("|"));
        let _ = writeln!(
            text,
            "  {id} [label={name}, kind={}, blocs={blocs}{status}];",
            quoted(node.actor.kind.word())
        );
    }
    for tie in &network.ties {
        let [a, b] = [tie.a, tie.b].map(|place| quoted(&network.nodes[place].actor.id));
        let cut = tie.cut.map(|cut| format!(", cut={cut}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "  {a} -- {b} [weight={}, shared={}{cut}];",
            tie.shared.len(),
            quoted(&tie.shared.join("|"))
        );
    }
    text.push_str("}\n");
    text
}

/// A quoted id: only quotes and backslashes mean anything inside.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_quote_cannot_end_a_name() {
        assert_eq!(super::quoted("a\"b\\\n"), "\"a\\\"b\\\\ \"");
    }
}
