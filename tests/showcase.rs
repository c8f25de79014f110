//! The committed showcases are what a run writes: text, CSV, SVG and HTML byte
//! for byte, PNG pixel for pixel within a rounding step. `BLESS=1 cargo test`
//! writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::blocs;

const SHOWCASES: &[(&str, &[&str])] = &[
    ("paris-call", &["analyze", "paris-call", "--on", "2018-11-12", "--bloc", "five-eyes", "--bloc", "eu"]),
    ("overview", &["overview"]),
    ("gallery", &["gallery"]),
];

fn committed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("output").join(name)
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut buffer = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut buffer).expect("pixels");
    buffer.truncate(info.buffer_size());
    (info.width, info.height, buffer)
}

fn same_picture(a: &[u8], b: &[u8]) -> bool {
    let ((w, h, a), (v, g, b)) = (pixels(a), pixels(b));
    (w, h) == (v, g) && a.iter().zip(&b).all(|(x, y)| x.abs_diff(*y) <= 2)
}

/// The manifest holds the PNGs' hashes, which another processor may round differently.
fn without_hashes_of_pictures(manifest: &[u8]) -> String {
    let mut manifest: serde_json::Value = serde_json::from_slice(manifest).expect("JSON");
    let files = manifest["files"].as_array_mut().expect("files");
    for file in files.iter_mut().filter(|f| f["path"].as_str().is_some_and(|p| p.ends_with(".png"))) {
        file["sha256"] = serde_json::Value::Null;
        file["bytes"] = serde_json::Value::Null;
    }
    manifest.to_string()
}

fn same(name: &str, a: &[u8], b: &[u8]) -> bool {
    match name {
        name if name.ends_with(".png") => same_picture(a, b),
        "manifest.json" => without_hashes_of_pictures(a) == without_hashes_of_pictures(b),
        _ => a == b,
    }
}

#[test]
fn a_run_reproduces_every_showcase() {
    for (name, args) in SHOWCASES {
        let fresh = tempfile::tempdir().expect("a folder");
        let mut args = args.to_vec();
        let out = fresh.path().join("out");
        args.extend(["--out", out.to_str().expect("a path")]);
        let run = blocs(&args);
        assert_eq!(run.code, 0, "{}", run.err);
        if std::env::var_os("BLESS").is_some() {
            let _ = fs::remove_dir_all(committed(name));
            for (file, bytes) in files(&out) {
                let path = committed(name).join(file);
                fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                fs::write(path, bytes).expect("written");
            }
        }
        let (kept, made) = (files(&committed(name)), files(&out));
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&kept), names(&made), "{name}");
        for (file, bytes) in &made {
            assert!(
                same(file, &kept[file], bytes),
                "output/{name}/{file} has drifted; BLESS=1 cargo test writes it anew"
            );
        }
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    let runs: Vec<BTreeMap<String, Vec<u8>>> = (0..2)
        .map(|_| {
            let fresh = tempfile::tempdir().expect("a folder");
            let out = fresh.path().join("out");
            let run = blocs(&["analyze", "paris-call", "--out", out.to_str().expect("a path")]);
            assert_eq!(run.code, 0, "{}", run.err);
            files(&out)
        })
        .collect();
    assert!(runs[0] == runs[1]);
}

#[test]
fn every_manifest_tells_the_truth() {
    for (name, _) in SHOWCASES {
        let kept = files(&committed(name));
        let manifest: serde_json::Value = serde_json::from_slice(&kept["manifest.json"]).expect("JSON");
        let listed = manifest["files"].as_array().expect("files");
        assert_eq!(listed.len() + 1, kept.len(), "{name}");
        for file in listed {
            let path = file["path"].as_str().expect("a path");
            assert_eq!(file["sha256"], blocs::output::sha256(&kept[path]), "{name}/{path}");
        }
    }
}

#[test]
fn the_words_of_every_brief_are_clean() {
    for (name, _) in SHOWCASES {
        let index = if *name == "gallery" { "README.md" } else { "brief.md" };
        let text = fs::read_to_string(committed(name).join(index)).expect("there");
        for wrong in
            ["NaN", "{}", "  was ", " ,", " .", "..", "1 members", "the the", "undefined status", ": ."]
        {
            assert!(!text.contains(wrong), "{wrong:?} in output/{name}/{index}");
        }
    }
}
