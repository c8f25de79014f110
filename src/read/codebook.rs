//! The code book of a data folder, for people (`README.md`) and for programs
//! (`datapackage.json`, Frictionless Data Package): both made from the table
//! and column rows, so that they cannot drift.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::schema::{self, Column, Kind, Table};

const PREAMBLE: &str = "\
# Code book

One dated, sourced fact a row. UTF-8, comma-separated, a header line, empty cells for what is not known.

- **Dates** are EDTF (ISO 8601-2): `2018-11-12`, `2018-11`, `2018`; `2018-11-12/2019-09-16` is \"on some day in\", both ends included; `../2019-11-10` is \"on or before\".
- **Periods** are half-open: `until` is the first day out. The United Kingdom is in the EU until 2020-02-01, so 31 January 2020 is its last day. A gap and a re-entry are two rows.
- **An uncertain date** counts from its last day; until then the answer is \"uncertain\", and shares carry both bounds.
- **Missing is not no.** Each agreement says whose acts are recorded completely (`coverage`) and to which day. Outside that, silence is `not-known`; an actor with a recorded act had done nothing before its first. After that day recorded acts stand, marked uncertain.
- **Bloc expressions** are ids joined by `or`, `and`, `minus`, with parentheses: `nato minus eu`. `states` is every state that exists on the day.
- **Published counts** (`counts.csv`) are held against the record by `blocs check`.

This file and `datapackage.json` are made from the program's own column definitions.
";

/// The code book as Markdown.
pub fn markdown() -> String {
    let mut text = PREAMBLE.to_owned();
    for table in schema::ALL {
        let _ = write!(
            text,
            "\n## {}\n\n{}A row is {}. Key: {}.\n\n",
            table.file,
            if table.optional { "Optional: a folder may do without it. " } else { "" },
            table.row,
            backticked(table.key)
        );
        text.push_str("| column | holds | required | meaning |\n|---|---|---|---|\n");
        for column in table.columns {
            let required = if column.required { "yes" } else { "" };
            let _ = writeln!(
                text,
                "| `{}` | {} | {required} | {} |",
                column.name,
                holds(column.kind),
                cell(column.doc)
            );
        }
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn backticked(words: &[&str]) -> String {
    words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
}

fn holds(kind: Kind) -> String {
    match kind {
        Kind::Id => "id".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::List => "texts joined by `\\|`".to_owned(),
        Kind::Number => "whole number".to_owned(),
        Kind::Numbers => "whole numbers joined by `\\|`".to_owned(),
        Kind::Date => "EDTF date".to_owned(),
        Kind::Day => "day".to_owned(),
        Kind::YesNo => "`yes` or `no`".to_owned(),
        Kind::Word(words) => format!("one of {}", backticked(&words())),
        Kind::Words(words) => format!("some of {}, joined by `\\|`", backticked(&words())),
        Kind::Expr => "bloc expression".to_owned(),
        Kind::Reference(tables) => format!("id of {}", backticked(tables)),
    }
}

/// The Frictionless descriptor as JSON.
pub fn datapackage() -> String {
    let resources: Vec<Value> = schema::ALL.iter().map(|table| resource(table)).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": "blocs",
        "title": "Dated bloc memberships and acts on agreements, each with its source",
        "licenses": [{ "name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/" }],
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).expect("plain values always serialise");
    text.push('\n');
    text
}

fn resource(table: &Table) -> Value {
    let fields: Vec<Value> = table.columns.iter().map(field).collect();
    let foreign: Vec<Value> = table.columns.iter().filter_map(foreign_key).collect();
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), Value::Array(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    if table.key == ["id"] {
        schema.insert("primaryKey".to_owned(), json!("id"));
    }
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), Value::Array(foreign));
    }
    json!({
        "name": table.name(),
        "path": table.file,
        "profile": "tabular-data-resource",
        "description": format!("A row is {}.", table.row),
        "encoding": "utf-8",
        "schema": Value::Object(schema),
    })
}

fn field(column: &Column) -> Value {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    let kind = match column.kind {
        Kind::Number => "integer",
        Kind::Day => "date",
        _ => "string",
    };
    if let Kind::Word(words) = column.kind {
        constraints.insert("enum".to_owned(), json!(words()));
    }
    if matches!(column.kind, Kind::YesNo) {
        constraints.insert("enum".to_owned(), json!(["yes", "no"]));
    }
    json!({ "name": column.name, "type": kind, "description": column.doc, "constraints": constraints })
}

fn foreign_key(column: &Column) -> Option<Value> {
    let Kind::Reference([table]) = column.kind else { return None };
    let resource = table.strip_suffix(".csv").unwrap_or(table);
    Some(json!({ "fields": column.name, "reference": { "resource": resource, "fields": "id" } }))
}
