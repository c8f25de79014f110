//! Files for other programs: the alliance graph as GraphML, GEXF, DOT and
//! node-link JSON, and tidy panels as CSV and Parquet. Each format is a row of
//! [`GRAPHS`] or [`PANELS`] with the function that makes its bytes.

mod dot;
mod gexf;
mod graphml;
mod json;
mod panel;
mod parquet;
mod xml;

use crate::analysis::network::Network;
use crate::analysis::panel::Panel;

/// A format for graphs.
#[derive(Debug)]
pub struct GraphFormat {
    /// Kebab-case name, and the file's extension.
    pub id: &'static str,
    /// What reads it.
    pub title: &'static str,
    /// Whether it can say from when to when.
    pub has_spells: bool,
    /// The file's text.
    pub write: fn(&Network) -> String,
}

/// Every format for graphs.
pub const GRAPHS: &[GraphFormat] = &[
    GraphFormat {
        id: "graphml",
        title: "GraphML, for networkx, igraph, yEd and Gephi",
        has_spells: false,
        write: graphml::write,
    },
    GraphFormat {
        id: "gexf",
        title: "GEXF 1.2, for Gephi and networkx; with spells over time",
        has_spells: true,
        write: gexf::write,
    },
    GraphFormat { id: "dot", title: "DOT, for Graphviz", has_spells: false, write: dot::write },
    GraphFormat {
        id: "json",
        title: "node-link JSON, for networkx and D3",
        has_spells: false,
        write: json::write,
    },
];

/// A format for panels.
#[derive(Debug)]
pub struct PanelFormat {
    /// Kebab-case name, and the file's extension.
    pub id: &'static str,
    /// What reads it.
    pub title: &'static str,
    /// The file's bytes.
    pub write: fn(&Panel) -> Vec<u8>,
}

/// Every format for panels.
pub const PANELS: &[PanelFormat] = &[
    PanelFormat { id: "csv", title: "CSV, for everything", write: panel::csv },
    PanelFormat { id: "parquet", title: "Parquet, for pandas, polars, DuckDB and R", write: parquet::write },
];
