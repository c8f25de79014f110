//! What is done with bytes from outside, one function a reader: it reads them,
//! whatever they are, and panics only where a promise of the reader is broken.
//! The fuzzer of `fuzz/` calls these functions with bytes of its own making; the
//! tests call them with the cases it found worth keeping.
//!
//! Bytes that stand for several files hold them one after the other, with the
//! control character FS (0x1C) between; the first line of each is its name.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, LazyLock};

use blocs::dataset::Dataset;
use blocs::import::table::{self, Mapping};
use blocs::import::{self, Draft, Import, Input, Limits, Resolver, draft::Base};
use blocs::model::{Day, Edtf, Expr};
use blocs::read::{self, EMBEDDED, Origin, Problem, Problems, schema};
use blocs::snapshot::Snapshot;

/// A reader under test.
pub struct Target {
    /// Its name, which is also its folder of cases.
    pub name: &'static str,
    /// Reads bytes and holds the reader to its promises.
    pub run: fn(&[u8], Times),
}

/// How often an import is made: the second time into what the first made, which it must leave as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// As a fuzzer in a hurry does.
    Once,
    /// As the tests do.
    Twice,
}

/// Every reader of bytes from outside.
pub const ALL: &[Target] = &[
    Target { name: "edtf", run: |bytes, _| edtf(bytes) },
    Target { name: "expr", run: |bytes, _| expr(bytes) },
    Target { name: "mapping", run: |bytes, _| mapping(bytes) },
    Target { name: "tables", run: |bytes, _| tables(bytes) },
    Target { name: "undl", run: |bytes, times| publisher("undl", bytes, times) },
    Target { name: "unvotes", run: |bytes, times| publisher("unvotes", bytes, times) },
    Target { name: "untc", run: |bytes, times| publisher("untc", bytes, times) },
    Target { name: "cow_igo", run: |bytes, times| publisher("cow-igo", bytes, times) },
    Target { name: "atop", run: |bytes, times| publisher("atop", bytes, times) },
    Target { name: "pariscall", run: |bytes, times| publisher("pariscall", bytes, times) },
    Target { name: "any_table", run: any_table },
    Target { name: "workbook", run: |bytes, _| workbook(bytes) },
];

/// Runs the target of a name.
pub fn run(name: &str, bytes: &[u8], times: Times) {
    let target = ALL.iter().find(|t| t.name == name).expect("a target of this name");
    (target.run)(bytes, times);
}

/// Runs the target of a name as a fuzzer does: most cases once, every fourth twice.
#[allow(dead_code, reason = "the fuzzer's, not the tests'")]
pub fn fuzz(name: &str, bytes: &[u8]) {
    run(name, bytes, if bytes.len().is_multiple_of(4) { Times::Twice } else { Times::Once });
}

/// What stands between two files.
pub const FS: u8 = 0x1c;

/// A date that is read has its ends in order, and reads back as it is written.
fn edtf(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(date) = Edtf::parse(&text) else { return };
    assert!(date.earliest <= date.latest, "{text:?}");
    assert_eq!(Edtf::parse(&date.to_string()), Ok(date), "{text:?}");
}

/// An expression that is read reads back as it is written, and can be evaluated on any day.
fn expr(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(expr) = Expr::parse(&text) else { return };
    assert_eq!(Expr::parse(&expr.to_string()).as_ref(), Ok(&expr), "{text:?}");
    let data = &SMALL.data;
    let known = |id: &&str| {
        data.bloc_id(id).is_some() || data.actor_id(id).is_some() || data.agreement_id(id).is_some()
    };
    if expr.names().iter().all(known) {
        for day in [Day::MIN, Day::constant(1990, 1, 1), Day::MAX] {
            let _ = Snapshot::new(data, day).evaluate(&expr);
        }
    }
}

/// A mapping that is read reads back as it is written.
fn mapping(bytes: &[u8]) {
    let Ok(mapping) = Mapping::parse(&String::from_utf8_lossy(bytes)) else { return };
    assert_eq!(Mapping::parse(&mapping.toml()), Ok(mapping));
}

/// Tables, in the order of the schema, in place of those of the small folder: they are read, or all
/// that is wrong is said; acts read at once or carefully are the same.
fn tables(bytes: &[u8]) {
    let mut folder = SMALL.tables.clone();
    for (table, text) in schema::ALL.iter().zip(bytes.split(|b| *b == FS)) {
        if !text.is_empty() {
            folder.insert(table.file.to_owned(), text.into());
        }
    }
    let (data, problems) = read::load_with_warnings(&Origin::Memory(folder.clone()));
    assert_eq!(data.is_none(), problems.has_errors());
    assert_eq!(problems.errors() + problems.warnings(), problems.list.len() + problems.beyond);
    for problem in &problems.list {
        let shown = problem.to_string();
        assert!(!shown.contains(['\0', '\u{1b}']) && shown.len() < 100_000, "{shown:?}");
    }
    let acts = folder["acts.csv"].clone();
    if acts.starts_with(schema::ACTS.header().as_bytes()) && !acts.contains(&0) {
        // A quote makes the reader careful.
        let quoted = [b"\"actor\"", &acts["actor".len()..]].concat();
        folder.insert("acts.csv".to_owned(), quoted.into());
        let (carefully, same) = read::load_with_warnings(&Origin::Memory(folder));
        assert_eq!(problems.to_string(), same.to_string());
        assert_eq!(data.as_ref().map(|d| &d.acts), carefully.as_ref().map(|d| &d.acts));
    }
    if let Some(data) = data {
        ask(&data);
    }
}

/// Past reading, nothing about the data can fail.
fn ask(data: &Dataset) {
    for day in [Day::MIN, Day::constant(1990, 1, 1), Day::MAX] {
        let world = Snapshot::new(data, day);
        for bloc in data.bloc_ids() {
            let _ = world.members(bloc);
        }
        for agreement in data.agreement_ids() {
            let on_it = world.on_agreement(agreement);
            for actor in data.actor_ids() {
                let _ = (on_it.is_eligible(actor), on_it.standing(actor));
            }
        }
    }
}

/// A publisher's files: every entry is accounted for, and the tables made of them are sound.
fn publisher(id: &str, bytes: &[u8], times: Times) {
    let format = import::ALL.iter().find(|i| i.id == id).expect("a format of this name");
    let Ok(inputs) = bytes.split(|b| *b == FS).map(input).collect::<Result<Vec<_>, _>>() else { return };
    let strangers: Vec<&Input> = inputs.iter().filter(|input| !format.knows(input)).collect();
    for input in &strangers {
        let _ = (format.nearly(input), import::recognise(&inputs).map(|i: &Import| i.id));
    }
    if strangers.is_empty() {
        imported(times, |draft| (format.run)(&inputs, draft));
    }
}

/// Any table, by the mapping that comes first or, if it is empty, by the one guessed.
fn any_table(bytes: &[u8], times: Times) {
    let mut parts = bytes.split(|b| *b == FS);
    let mapping = Mapping::parse(&String::from_utf8_lossy(parts.next().unwrap_or_default()));
    let (Ok(mapping), Ok(inputs)) = (mapping, parts.map(input).collect::<Result<Vec<_>, _>>()) else {
        return;
    };
    let Some(first) = inputs.first() else { return };
    let mapping = if mapping == Mapping::default() { Mapping::guess(first) } else { mapping };
    if inputs.iter().all(|input| mapping.wrong(input).is_none()) {
        imported(times, |draft| table::run(&inputs, &mapping, draft).map(drop));
    }
}

/// A workbook, from its sheet, its shared texts and its styles: it is refused, or read row by row.
fn workbook(bytes: &[u8]) {
    const PARTS: [&str; 3] = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let mut part = |name: &str, text: &[u8]| {
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).expect("a part");
        zip.write_all(text).expect("memory does not fail");
    };
    part("xl/workbook.xml", WORKBOOK.as_bytes());
    part("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes());
    PARTS.iter().zip(bytes.split(|b| *b == FS)).for_each(|(name, text)| part(name, text));
    let file = zip.finish().expect("a workbook").into_inner();
    let limits = Limits { bytes: 1 << 20, line: 1 << 18, ..Limits::default() };
    if let Ok(input) = Input::of_bytes("book.xlsx", file, limits) {
        let mut last = 0;
        let read = input.each(|line, _| {
            assert!(line > last, "rows come in order");
            last = line;
        });
        assert!(read.is_ok() || read.is_err_and(|problems| problems.has_errors()));
    }
}

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Votes" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A file: its name on the first line, then what is in it.
fn input(part: &[u8]) -> Result<Input, Problem> {
    let end = part.iter().position(|b| *b == b'\n').unwrap_or(part.len());
    let (name, content) = (String::from_utf8_lossy(&part[..end]), part.get(end + 1..).unwrap_or_default());
    let opened =
        Input::of_bytes(&name, content, Limits { bytes: 1 << 18, line: 1 << 14, ..Limits::default() });
    opened.inspect_err(|problem| assert!(!problem.found.is_empty()))
}

/// Runs an import into the small folder and, if it succeeds, the same again into what it made.
fn imported(times: Times, run: impl Fn(&mut Draft) -> Result<(), Problems>) {
    let first = made(&SMALL.data, &SMALL.tables, &run);
    if let Some((data, tables)) = first.filter(|_| times == Times::Twice) {
        let (_, again) = made(&data, &tables, &run).expect("what could be imported can be imported again");
        for (file, bytes) in &again {
            assert_eq!(text(&tables[file]), text(bytes), "the same import again changed {file}");
        }
    }
}

type Tables = BTreeMap<String, Arc<[u8]>>;

/// The sound tables that an import adds to a folder; nothing when it refuses the files, and says why.
fn made(
    data: &Dataset,
    folder: &Tables,
    run: &impl Fn(&mut Draft) -> Result<(), Problems>,
) -> Option<(Dataset, Tables)> {
    let base = folder.iter().map(|(file, bytes)| (file.clone(), bytes.to_vec())).collect();
    let mut draft = Draft::new(Resolver::new(data, &[]), &Base::Folder(&base)).expect("a sound folder");
    if let Err(problems) = run(&mut draft) {
        assert!(problems.has_errors() && !problems.to_string().is_empty());
        return None;
    }
    let (tables, report, resolver) = draft.finish();
    let tables: BTreeMap<String, Vec<u8>> =
        tables.into_iter().map(|(file, pieces)| (file, pieces.concat())).collect();
    let missed: usize = resolver
        .missed()
        .iter()
        .map(|(name, times)| {
            let _ = resolver.nearest(name);
            times
        })
        .sum();
    assert!(missed <= report.set_aside(), "{missed} not resolved, but {report:?}");
    assert!(report.adds_up(), "{report:?}");
    if !folder.contains_key("unresolved.csv") {
        let kept = tables.get("unresolved.csv").map_or(0, |bytes| rows(bytes).len());
        assert_eq!(kept, report.set_aside(), "every entry set aside is kept");
    }
    let tables: Tables = tables.into_iter().map(|(file, bytes)| (file, bytes.into())).collect();
    let (data, problems) = read::load_with_warnings(&Origin::Memory(tables.clone()));
    let Some(data) = data else { panic!("an import made tables that are not sound:\n{problems}") };
    Some((data, tables))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("tables are UTF-8")
}

/// The rows of a CSV, without its header.
fn rows(bytes: &[u8]) -> Vec<csv::ByteRecord> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    reader.byte_records().collect::<Result<_, _>>().expect("memory can be read")
}

/// A folder small enough to be read again and again, cut from the tables compiled in.
struct Small {
    tables: Tables,
    data: Dataset,
}

static SMALL: LazyLock<Small> = LazyLock::new(|| {
    let tables = small_tables();
    let data = read::load(&Origin::Memory(tables.clone())).expect("the rows kept are sound by themselves");
    Small { tables, data }
});

/// States that came, went, changed their names and took others' seats; a few entities, blocs and agreements.
const KEPT: &str = "USA GBR FRA RUS SUN CHN TWN YUG SCG SRB MNE DEU DDR COD IND ARE ALB SWE \
    european-union google unesco un eu nato paris-call kyoto-protocol unga-73-27";

fn small_tables() -> Tables {
    let kept = |cell: &[u8]| KEPT.split_whitespace().any(|id| id.as_bytes() == cell);
    let mut tables: BTreeMap<&str, Vec<csv::ByteRecord>> = BTreeMap::new();
    for (file, bytes) in EMBEDDED.iter().filter(|(file, _)| *file != "sources.csv") {
        let table = schema::ALL.iter().find(|t| t.file == *file).expect("a table of the schema");
        // Every reference to an actor, bloc or agreement, and the row's own id.
        let cells = table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, c)| ["id", "actor", "bloc", "agreement", "subject", "a", "b"].contains(&c.name));
        let places: Vec<usize> = cells.map(|(i, _)| i).collect();
        let own = rows(bytes.as_bytes()).into_iter().filter(|row| places.iter().all(|i| kept(&row[*i])));
        // What was counted of all states does not hold of some.
        tables.insert(*file, own.filter(|_| *file != "counts.csv").collect());
    }
    let cited = |id: &[u8]| tables.values().flatten().any(|row| &row[row.len() - 1] == id);
    let sources = EMBEDDED.iter().find(|(file, _)| *file == "sources.csv").expect("there").1;
    let sources = rows(sources.as_bytes()).into_iter().filter(|row| cited(&row[0])).collect();
    tables.insert("sources.csv", sources);
    tables.into_iter().map(|(file, rows)| (file.to_owned(), written(file, &rows))).collect()
}

fn written(file: &str, rows: &[csv::ByteRecord]) -> Arc<[u8]> {
    let table = schema::ALL.iter().find(|t| t.file == file).expect("a table of the schema");
    let mut csv = csv::Writer::from_writer(vec![]);
    csv.write_record(table.columns.iter().map(|c| c.name)).expect("memory can be written");
    for row in rows {
        csv.write_byte_record(row).expect("memory can be written");
    }
    csv.into_inner().expect("memory can be written").into()
}
