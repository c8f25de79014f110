//! Files for other programs are read back: here by parsers of ours or of the
//! libraries at hand, and by networkx and pyarrow where they are installed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use roxmltree::{Document, Node};
use serde_json::Value;

use crate::run::{Run, blocs, rows, world};

fn export(args: &[&str]) -> Run {
    let world = world();
    let run = blocs(&[&["--data", world.to_str().expect("a path"), "export"], args].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

fn named<'a>(document: &'a Document<'a>, tag: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|n| n.has_tag_name(tag) || n.tag_name().name() == tag).collect()
}

/// Ends, number of shared blocs and whether the pact cuts the tie, on 2005-01-01.
const TIES: [(&str, &str, usize, Option<bool>); 9] = [
    ("AVA", "BOR", 1, Some(true)),
    ("AVA", "COS", 1, Some(false)),
    ("AVA", "GRA", 1, Some(true)),
    ("BOR", "COS", 1, Some(true)),
    ("BOR", "GRA", 1, Some(true)),
    ("COS", "DRA", 1, Some(true)),
    ("COS", "ELB", 1, Some(true)),
    ("COS", "GRA", 1, Some(true)),
    ("DRA", "ELB", 1, Some(false)),
];

const DAY: [&str; 4] = ["--on", "2005-01-01", "--agreement", "pact"];

#[test]
fn graphml_holds_the_ties_of_the_day() {
    let run = export(&[&["graphml"], &DAY[..]].concat());
    let document = Document::parse(&run.out).expect("XML");
    let keys: Vec<&str> = named(&document, "key").iter().filter_map(|k| k.attribute("id")).collect();
    let data = |node: &Node, key: &str| -> Option<String> {
        assert!(keys.contains(&key), "{key} is declared");
        node.children().find(|d| d.attribute("key") == Some(key)).and_then(|d| d.text().map(str::to_owned))
    };
    let found: Vec<_> = named(&document, "edge")
        .iter()
        .map(|edge| {
            let end = |name| edge.attribute(name).expect("an end").to_owned();
            let weight = data(edge, "weight").expect("a weight").parse::<usize>().expect("whole");
            (end("source"), end("target"), weight, data(edge, "cut").map(|c| c == "true"))
        })
        .collect();
    let expected = TIES.map(|(a, b, n, cut)| (a.to_owned(), b.to_owned(), n, cut));
    assert_eq!(found, expected);
    let bor = named(&document, "node").into_iter().find(|n| n.attribute("id") == Some("BOR")).expect("BOR");
    assert_eq!(data(&bor, "name").as_deref(), Some("Borduria"));
    assert_eq!(
        (data(&bor, "status").as_deref(), data(&bor, "position").as_deref()),
        (Some("signed"), Some("0.5"))
    );
}

#[test]
fn json_and_dot_hold_the_same_ties() {
    let graph: Value = serde_json::from_str(&export(&[&["json"], &DAY[..]].concat()).out).expect("JSON");
    let found: Vec<_> = graph["edges"]
        .as_array()
        .expect("edges")
        .iter()
        .map(|e| {
            (
                e["source"].as_str().expect("an end"),
                e["target"].as_str().expect("an end"),
                e["shared"].as_array().map_or(0, Vec::len),
                e["cut"].as_bool(),
            )
        })
        .collect();
    assert_eq!(found, TIES);
    assert_eq!(graph["graph"]["on"], "2005-01-01");
    let dot = export(&[&["dot"], &DAY[..]].concat()).out;
    for (a, b, n, cut) in TIES {
        let cut = cut.map(|c| format!(", cut={c}")).unwrap_or_default();
        let line = dot.lines().find(|l| l.contains(&format!("\"{a}\" -- \"{b}\""))).expect("the tie");
        assert!(line.contains(&format!("[weight={n}, ")) && line.contains(&cut), "{line}");
    }
    assert_eq!(dot.matches(" -- ").count(), TIES.len());
}

#[test]
fn gexf_says_from_when_to_when() {
    let run = export(&["gexf"]);
    let document = Document::parse(&run.out).expect("XML");
    let spells = |node: &Node| -> Vec<(Option<String>, Option<String>)> {
        let all = node.descendants().filter(|n| n.tag_name().name() == "spell");
        all.map(|s| (s.attribute("start").map(str::to_owned), s.attribute("end").map(str::to_owned)))
            .collect()
    };
    let edge = |a: &str, b: &str| {
        let all = named(&document, "edge");
        let found =
            all.into_iter().find(|e| (e.attribute("source"), e.attribute("target")) == (Some(a), Some(b)));
        found.expect("the tie")
    };
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        spells(&edge("AVA", "BOR")),
        [(day("1990-01-01"), day("2015-02-28")), (day("2018-01-01"), None)],
        "a gap, and the last day in"
    );
    assert_eq!(spells(&edge("AVA", "GRA")), [(day("1990-01-01"), day("2009-12-31"))]);
    assert_eq!(
        spells(&edge("COS", "DRA")),
        [(day("2001-12-31"), None)],
        "an uncertain start counts from its last day"
    );
    let cos = named(&document, "node").into_iter().find(|n| n.attribute("id") == Some("COS")).expect("COS");
    assert_eq!(spells(&cos), [(day("1990-01-01"), None)], "one stay in two blocs");
}

type Names = &'static [&'static str];

/// Of the schema of GEXF 1.2 (gexf.net: gexf.xsd, data.xsd, dynamics.xsd) what our files use: each element's
/// children, the attributes it must have, and those it may have.
const GEXF: &[(&str, Names, Names, Names)] = &[
    ("gexf", &["meta", "graph"], &["version"], &[]),
    ("meta", &["creator", "description"], &[], &[]),
    ("creator", &[], &[], &[]),
    ("description", &[], &[], &[]),
    ("graph", &["attributes", "nodes", "edges"], &[], &["defaultedgetype", "mode", "timeformat"]),
    ("attributes", &["attribute"], &["class"], &["mode"]),
    ("attribute", &[], &["id", "title", "type"], &[]),
    ("nodes", &["node"], &[], &[]),
    ("node", &["attvalues", "spells"], &["id"], &["label"]),
    ("edges", &["edge"], &[], &[]),
    ("edge", &["attvalues", "spells"], &["id", "source", "target"], &["weight"]),
    ("attvalues", &["attvalue"], &[], &[]),
    ("attvalue", &[], &["for", "value"], &["start", "end"]),
    ("spells", &["spell"], &[], &[]),
    ("spell", &[], &[], &["start", "end"]),
];

#[test]
fn gexf_keeps_to_its_schema() {
    for args in [vec!["gexf"], [&["gexf"], &DAY[..]].concat()] {
        let text = export(&args).out;
        let document = Document::parse(&text).expect("XML");
        let mut declared: Vec<(&str, &str)> = vec![];
        for node in document.descendants().filter(Node::is_element) {
            let tag = node.tag_name().name();
            let (_, children, must, may) = GEXF.iter().find(|(name, ..)| *name == tag).expect(tag);
            let own: Vec<&str> = node.attributes().map(|a| a.name()).collect();
            assert!(must.iter().all(|name| own.contains(name)), "{tag} has {own:?}");
            assert!(own.iter().all(|name| must.contains(name) || may.contains(name)), "{tag} has {own:?}");
            let below: Vec<&str> =
                node.children().filter(Node::is_element).map(|n| n.tag_name().name()).collect();
            assert!(below.iter().all(|name| children.contains(name)), "{tag} holds {below:?}");
            assert!(tag != "spells" || !below.is_empty(), "no spells without a spell");
            for name in ["start", "end"] {
                let day = node.attribute(name).map(|day| day.parse::<jiff::civil::Date>());
                assert!(day.is_none_or(|day| day.is_ok()), "{tag} {name}");
            }
            let is = |name: &str, words: &[&str]| node.attribute(name).is_none_or(|w| words.contains(&w));
            assert!(is("mode", &["static", "dynamic"]) && is("class", &["node", "edge"]));
            assert!(is("type", &["integer", "double", "boolean", "string"]));
            match tag {
                "attribute" => {
                    let class = node.parent().and_then(|p| p.attribute("class")).expect("a class");
                    declared.push((class, node.attribute("id").expect("an id")));
                }
                "attvalue" => {
                    let owner = node.ancestors().nth(2).expect("a node or an edge").tag_name().name();
                    let value = (owner, node.attribute("for").expect("what it is of"));
                    assert!(declared.contains(&value), "{value:?} is not declared");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_graph_over_time_agrees_with_the_graph_of_each_day() {
    let over_time = export(&["gexf"]).out;
    let document = Document::parse(&over_time).expect("XML");
    for on in
        ["1989-12-31", "1990-01-01", "1999-06-01", "2009-12-31", "2010-01-01", "2015-03-01", "2020-01-01"]
    {
        let holds = |edge: &Node| {
            let mut spells = edge.descendants().filter(|n| n.tag_name().name() == "spell");
            spells.any(|s| {
                s.attribute("start").is_none_or(|d| d <= on) && s.attribute("end").is_none_or(|d| on <= d)
            })
        };
        let edges = named(&document, "edge").into_iter().filter(holds);
        let mut then: Vec<_> = edges
            .map(|e| (e.attribute("source").unwrap_or(""), e.attribute("target").unwrap_or("")))
            .collect();
        then.sort_unstable();
        let world = world();
        let day = blocs(&["--data", world.to_str().expect("a path"), "export", "json", "--on", on]);
        if day.code != 0 {
            assert!(then.is_empty(), "{on}: {then:?}");
            continue;
        }
        let graph: Value = serde_json::from_str(&day.out).expect("JSON");
        let ties: Vec<_> = graph["edges"]
            .as_array()
            .expect("edges")
            .iter()
            .map(|e| (e["source"].as_str().unwrap_or(""), e["target"].as_str().unwrap_or("")))
            .collect();
        assert_eq!(then, ties, "{on}");
    }
}

#[test]
fn panels_hold_what_the_other_commands_say() {
    let cells = rows(&export(&["csv", "--panel", "actor-agreement", "--on", "2005-01-01"]).out);
    let bor = cells.iter().find(|r| r[0] == "BOR" && r[2] == "pact").expect("a row");
    assert_eq!(bor[3..], ["treaty", "2005-01-01", "signed", "certain", "0.5"]);
    assert!(!cells.iter().any(|r| r[0] == "DRA" && r[2] == "western-rule"), "who could not join has no row");
    let world = world();
    let dyads = blocs(&["--data", world.to_str().expect("a path"), "dyads", "--by", "year", "--csv"]);
    let expected: Vec<_> = rows(&dyads.out)
        .into_iter()
        .map(|r| [&r[0], &r[1], &r[2][..4], &r[4], &r[5], &r[13]].map(str::to_owned))
        .collect();
    let panel = rows(&export(&["csv", "--panel", "dyad-year"]).out);
    let found: Vec<_> = panel
        .into_iter()
        .map(|r| [&r[0], &r[1], &r[2], &r[3], &r[4], &r[11]].map(|c| c.to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_blocs_year_by_hand() {
    // The motion of 2004: West voted yes, yes, half-way, and one absent; East half-way, no, no.
    let panel = rows(&export(&["csv", "--panel", "bloc-year"]).out);
    let row =
        |bloc: &str| panel.iter().find(|r| r[0] == bloc && r[2] == "2004").expect("a row")[3..].to_vec();
    assert_eq!(row("west"), ["4", "1", "0", "0.3333333333333333", "1", "0.5"]);
    assert_eq!(row("east"), ["3", "1", "0", "0.3333333333333333", "1", "0.5"]);
}

/// What a footer in Thrift's compact protocol holds.
#[derive(Debug)]
enum Thing {
    Number(i64),
    Text(Vec<u8>),
    List(Vec<Thing>),
    Struct(BTreeMap<i16, Thing>),
}

impl Thing {
    fn at(&self, id: i16) -> &Thing {
        let Thing::Struct(fields) = self else { panic!("{self:?} has no fields") };
        &fields[&id]
    }
    fn number(&self) -> i64 {
        let Thing::Number(n) = self else { panic!("{self:?}") };
        *n
    }
    fn text(&self) -> String {
        let Thing::Text(bytes) = self else { panic!("{self:?}") };
        String::from_utf8(bytes.clone()).expect("UTF-8")
    }
    fn list(&self) -> &[Thing] {
        let Thing::List(all) = self else { panic!("{self:?}") };
        all
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    value
}

fn thing(kind: u8, bytes: &mut &[u8]) -> Thing {
    match kind {
        5 | 6 => {
            let n = varint(bytes);
            Thing::Number((n >> 1) as i64 ^ -((n & 1) as i64))
        }
        8 => {
            let n = varint(bytes) as usize;
            let text = bytes[..n].to_vec();
            *bytes = &bytes[n..];
            Thing::Text(text)
        }
        9 => {
            let head = bytes[0];
            *bytes = &bytes[1..];
            let n = if head >> 4 == 15 { varint(bytes) } else { u64::from(head >> 4) };
            Thing::List((0..n).map(|_| thing(head & 15, bytes)).collect())
        }
        12 => {
            let (mut fields, mut id) = (BTreeMap::new(), 0i16);
            loop {
                let head = bytes[0];
                *bytes = &bytes[1..];
                if head == 0 {
                    return Thing::Struct(fields);
                }
                id += i16::from(head >> 4);
                fields.insert(id, thing(head & 15, bytes));
            }
        }
        other => panic!("kind {other}"),
    }
}

/// A column of a Parquet file of ours, as text; empty where it has no value.
fn column(file: &[u8], meta: &Thing, rows: usize) -> Vec<String> {
    let mut bytes = &file[meta.at(9).number() as usize..];
    let page = thing(12, &mut bytes);
    let data = page.at(5);
    assert_eq!((data.at(1).number() as usize, data.at(2).number()), (rows, 0), "plain values");
    let n = u32::from_le_bytes(bytes[..4].try_into().expect("four")) as usize;
    let (mut levels, mut values) = (&bytes[4..4 + n], &bytes[4 + n..]);
    let mut cells = vec![];
    while !levels.is_empty() {
        let run = varint(&mut levels) >> 1;
        let defined = levels[0] == 1;
        levels = &levels[1..];
        for _ in 0..run {
            let size = match meta.at(1).number() {
                _ if !defined => 0,
                6 => 4 + u32::from_le_bytes(values[..4].try_into().expect("four")) as usize,
                _ => 8,
            };
            let (value, rest) = values.split_at(size);
            values = rest;
            cells.push(match meta.at(1).number() {
                _ if !defined => String::new(),
                6 => String::from_utf8(value[4..].to_vec()).expect("UTF-8"),
                2 => i64::from_le_bytes(value.try_into().expect("eight")).to_string(),
                _ => f64::from_le_bytes(value.try_into().expect("eight")).to_string(),
            });
        }
    }
    cells
}

#[test]
fn parquet_holds_what_the_csv_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    for panel in ["actor-agreement", "dyad-year", "bloc-year"] {
        let path = folder.path().join("panel.parquet");
        export(&["parquet", "--panel", panel, "--out", path.to_str().expect("a path")]);
        let file = std::fs::read(&path).expect("written");
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
        let size =
            u32::from_le_bytes(file[file.len() - 8..file.len() - 4].try_into().expect("four")) as usize;
        let footer = thing(12, &mut &file[file.len() - 8 - size..]);
        let csv = export(&["csv", "--panel", panel]).out;
        let expected = rows(&csv);
        assert_eq!(footer.at(3).number() as usize, expected.len());
        let chunks = footer.at(4).list()[0].at(1).list();
        let names: Vec<String> = chunks.iter().map(|c| c.at(3).at(3).list()[0].text()).collect();
        assert_eq!(names.join(","), csv.lines().next().expect("a header"));
        for (i, chunk) in chunks.iter().enumerate() {
            let cells: Vec<String> = expected.iter().map(|row| row[i].clone()).collect();
            assert_eq!(column(&file, chunk.at(3), expected.len()), cells, "{panel} {}", names[i]);
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let world = world();
    for (args, hint) in [
        (vec!["graphml"], "--on DATE"),
        (vec!["csv"], "bloc-year"),
        (vec!["dot", "--on", "2005-01-01", "--panel", "dyad-year"], "csv and parquet"),
        (vec!["gexf", "--agreement", "pact"], "--on DATE"),
        (vec!["xlsx"], "graphml"),
    ] {
        let run = blocs(&[&["--data", world.to_str().expect("a path"), "export"], &args[..]].concat());
        assert_eq!(run.code, 2, "{args:?} {}", run.err);
        assert!(run.err.contains(hint), "{args:?} {}", run.err);
    }
}

/// A Python with a package, if there is one; BLOCS_PYTHON names it.
fn python_with(package: &str) -> Option<String> {
    let python = std::env::var("BLOCS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", &format!("import {package}")]).output();
    match there {
        Ok(output) if output.status.success() => Some(python),
        _ => {
            eprintln!("skipped: {python} with {package} is not at hand");
            None
        }
    }
}

fn run_python(python: &str, folder: &Path, script: &str) {
    let run = Command::new(python).args(["-c", script]).current_dir(folder).output().expect("python runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn networkx_reads_every_graph_alike() {
    let Some(python) = python_with("networkx") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let out = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    for format in ["graphml", "gexf", "json"] {
        let file = out(&format!("g.{format}"));
        assert_eq!(
            blocs(&[
                "export",
                format,
                "--on",
                "2018-11-12",
                "--bloc",
                "eu",
                "--bloc",
                "five-eyes",
                "--agreement",
                "paris-call",
                "--out",
                &file
            ])
            .code,
            0
        );
    }
    assert_eq!(blocs(&["export", "gexf", "--bloc", "eu", "--out", &out("time.gexf")]).code, 0);
    run_python(
        &python,
        folder.path(),
        "import json, networkx as nx
a = nx.read_graphml('g.graphml'); b = nx.read_gexf('g.gexf')
j = json.load(open('g.json')); j['links'] = j['edges']; c = nx.node_link_graph(j)
e = lambda g: {frozenset(x) for x in g.edges}
assert e(a) == e(b) == e(c) and a.number_of_nodes() == 32, (a, b, c)
assert a.nodes['USA']['status'] == 'none' and a.edges['USA', 'CAN']['cut'] is True
assert c.edges['USA', 'CAN']['weight'] == 1
t = nx.read_gexf('time.gexf')
assert t.edges['FRA', 'GBR']['spells'] == [('1973-01-01', '2020-01-31')], t.edges['FRA', 'GBR']",
    );
}

#[test]
fn igraph_reads_the_graph() {
    let Some(python) = python_with("igraph") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("g.graphml");
    let asked =
        ["export", "graphml", "--on", "2018-11-12", "--bloc", "eu", "--agreement", "paris-call", "--out"];
    assert_eq!(blocs(&[&asked[..], &[file.to_str().expect("a path")]].concat()).code, 0);
    run_python(
        &python,
        folder.path(),
        "import igraph
g = igraph.Graph.Read_GraphML('g.graphml')
assert (g.vcount(), g.ecount(), g.is_directed()) == (28, 378, False), g.summary()
assert set(g.vs['status']) == {'endorsed'} and not any(g.es['cut'])",
    );
}

/// Every panel, read by pandas, polars and DuckDB from CSV and from Parquet: as many rows, the same sums, the same gaps.
#[test]
fn tables_are_read_alike_by_pandas_polars_and_duckdb() {
    let packages = ["pandas", "polars", "duckdb", "pyarrow"];
    let Some(python) = packages.map(python_with).into_iter().collect::<Option<Vec<_>>>() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let data = world();
    for panel in ["actor-agreement", "dyad-year", "bloc-year"] {
        for format in ["csv", "parquet"] {
            let file = folder.path().join(format!("{panel}.{format}"));
            let file = file.to_str().expect("a path");
            let data = data.to_str().expect("a path");
            let asked = ["--data", data, "export", format, "--panel", panel, "--out", file];
            assert_eq!(blocs(&asked).code, 0, "{panel} as {format}");
        }
    }
    run_python(
        &python[0],
        folder.path(),
        "import duckdb, pandas as pd, polars as pl
for panel in ['actor-agreement', 'dyad-year', 'bloc-year']:
    a, b = pd.read_csv(panel + '.csv'), pd.read_parquet(panel + '.parquet')
    c, d = pl.read_csv(panel + '.csv', infer_schema_length=None), pl.read_parquet(panel + '.parquet')
    e = duckdb.sql(f\"from '{panel}.parquet'\").df()
    assert list(a.columns) == list(b.columns) == c.columns == d.columns == list(e.columns), panel
    assert len(a) == len(b) == c.height == d.height == len(e) > 0, panel
    for name in a.columns:
        empty = [int(a[name].isna().sum()), int(b[name].isna().sum()), d[name].null_count(), int(e[name].isna().sum())]
        # Text that is empty in the CSV is missing to pandas and is empty text in the Parquet.
        if pd.api.types.is_numeric_dtype(b[name]):
            assert len(set(empty)) == 1, (panel, name, empty)
            assert abs(a[name].sum() - b[name].sum()) < 1e-9 and abs((d[name].sum() or 0) - e[name].sum()) < 1e-9, (panel, name)",
    );
}

#[test]
fn graphviz_reads_the_graph() {
    let Ok(version) = Command::new("dot").arg("-V").output() else {
        eprintln!("skipped: Graphviz is not at hand");
        return;
    };
    assert!(version.status.success());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("g.dot");
    let asked = ["export", "dot", "--on", "2018-11-12", "--bloc", "eu", "--agreement", "paris-call", "--out"];
    assert_eq!(blocs(&[&asked[..], &[file.to_str().expect("a path")]].concat()).code, 0);
    let read = Command::new("dot").arg("-Tcanon").arg(&file).output().expect("it runs");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let canonical = String::from_utf8(read.stdout).expect("text");
    assert_eq!(canonical.matches(" -- ").count(), 378, "every pair of 28 members");
    assert!(canonical.contains("France"), "{canonical}");
}

#[test]
fn pyarrow_reads_a_panel() {
    let Some(python) = python_with("pyarrow") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("p.parquet");
    assert_eq!(
        blocs(&["export", "parquet", "--panel", "bloc-year", "--out", file.to_str().expect("a path")]).code,
        0
    );
    run_python(
        &python,
        folder.path(),
        "import pyarrow.parquet as pq
t = pq.read_table('p.parquet'); assert t.num_rows > 500 and t.column('rice').null_count > 0, t",
    );
}
