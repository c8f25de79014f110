//! The code book and the descriptor in data/ are what the program's own column
//! definitions say. `BLESS=1 cargo test` writes them anew.

use std::fs;
use std::path::Path;

use blocs::read::{EMBEDDED, codebook, schema};

fn holds(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).expect("written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "data/{name} has drifted; BLESS=1 cargo test writes it anew");
}

#[test]
fn the_code_book_is_made_from_the_column_definitions() {
    holds("README.md", &codebook::markdown());
}

#[test]
fn the_descriptor_is_made_from_the_column_definitions() {
    holds("datapackage.json", &codebook::datapackage());
}

#[test]
fn every_table_is_embedded_with_its_columns_in_order() {
    for table in schema::ALL {
        let (_, text) = EMBEDDED.iter().find(|(file, _)| *file == table.file).expect(table.file);
        assert_eq!(text.lines().next(), Some(table.header().as_str()), "{}", table.file);
    }
    assert_eq!(EMBEDDED.len(), schema::ALL.len());
}
