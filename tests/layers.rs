//! The layers hold: a module names only modules above it in reading order, and
//! the libraries that belong to one layer are named there only.

use std::fs;
use std::path::{Path, PathBuf};

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                files.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![];
    walk(&root, &mut files);
    for (path, _) in &mut files {
        *path = path.strip_prefix(&root).expect("below src").to_owned();
    }
    files.sort();
    files
}

/// The modules in reading order, as lib.rs declares them.
fn order(files: &[(PathBuf, String)]) -> Vec<String> {
    let lib = &files.iter().find(|(path, _)| path == Path::new("lib.rs")).expect("lib.rs").1;
    lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

fn module_of(path: &Path) -> String {
    let first = path.components().next().expect("a component").as_os_str().to_string_lossy().into_owned();
    first.strip_suffix(".rs").unwrap_or(&first).to_owned()
}

/// The code of a file without its comments and its unit tests.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or_default();
    body.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every module that `text` names after `crate::`, in a path or in a `use` list.
fn named(text: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = vec![];
    for rest in text.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => names.push(word(rest)),
            Some(list) => {
                let mut depth = 0;
                for part in list.split_inclusive([',', '{', '}']) {
                    if depth == 0 {
                        names.push(word(part.trim()));
                    }
                    depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
                    if depth < 0 {
                        break;
                    }
                }
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn violations(files: &[(PathBuf, String)], order: &[String]) -> Vec<String> {
    let place = |module: &str| order.iter().position(|m| m == module);
    let mut wrong = vec![];
    for (path, text) in files {
        let Some(own) = place(&module_of(path)) else { continue };
        for name in named(&code(text)) {
            if place(&name).is_some_and(|other| other > own) {
                wrong.push(format!("{} names crate::{name}, which is below it", path.display()));
            }
        }
    }
    wrong
}

#[test]
fn no_module_names_one_below_it() {
    let files = sources();
    let order = order(&files);
    assert!(order.len() > 8, "lib.rs declares its modules one a line");
    for (path, _) in &files {
        let module = module_of(path);
        assert!(
            order.contains(&module) || ["lib", "main"].contains(&module.as_str()),
            "{module} is not in lib.rs"
        );
    }
    assert_eq!(violations(&files, &order), Vec::<String>::new());
}

#[test]
fn the_layer_test_bites() {
    let order = ["model", "read", "chart"].map(str::to_owned);
    let bad = |text: &str| violations(&[(PathBuf::from("read/mod.rs"), text.to_owned())], &order).len();
    assert_eq!(bad("use crate::chart::Scene;"), 1);
    assert_eq!(bad("use crate::{model::{Act, Day}, chart};"), 1);
    assert_eq!(bad("use crate::model::Act; // crate::chart"), 1, "comments at the end of a line count");
    assert_eq!(bad("// crate::chart\nuse crate::model::Act;"), 0);
}

/// Which layers may name what.
const BELONGS: &[(&str, &[&str])] = &[
    ("plotters", &["render"]),
    ("clap", &["cli", "main"]),
    ("petgraph", &["graph", "measure"]),
    ("rayon", &["read", "import", "chance", "analysis", "output"]),
    ("rand_chacha", &["chance"]),
    ("zip::", &["import", "brief"]),
    ("calamine", &["import"]),
    ("flate2", &["import"]),
    ("toml::", &["import"]),
    ("typst_pdf", &["render"]),
    ("std::fs", &["read", "import", "output"]),
    ("File::open", &["read", "import", "output"]),
    ("println!", &[]),
    ("SystemTime", &[]),
    ("Instant::now", &[]),
    ("Zoned::now", &[]),
];

#[test]
fn each_library_stays_in_its_layer() {
    for (path, text) in sources() {
        for (word, layers) in BELONGS {
            let allowed = layers.contains(&module_of(&path).as_str());
            assert!(allowed || !code(&text).contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn what_is_shown_never_sees_the_dataset() {
    for (path, text) in sources() {
        if ["chart", "table", "brief", "export", "render", "finding"].contains(&module_of(&path).as_str()) {
            for word in ["dataset::", "Dataset", "petgraph", "snapshot::"] {
                assert!(!code(&text).contains(word), "{} names {word}", path.display());
            }
        }
    }
}
