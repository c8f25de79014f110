//! The other half of `benches/peers.sh`: makes a record of invented votes, and
//! times the kernel on the matrix that numpy is timed on.
//!
//! `generate DIR ACTORS VOTES` writes a data folder and DIR/votes.bin (a byte an
//! actor and vote: 0 no, 1 abstain, 2 yes, 3 absent); `pairs FILE ACTORS` prints
//! the seconds of the fastest of several runs and two means to compare by.

// What peers.sh reads is printed.
#![allow(clippy::print_stdout)]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use blocs::analysis::dyads::{empty_joint, fill};
use blocs::measure::bits::{Bits, Mark};
use blocs::measure::dyad::{AGREEMENT, KAPPA, S};
use rayon::prelude::*;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<usize>().expect("a whole number");
    match words[..] {
        ["generate", folder, actors, votes] => {
            generate(Path::new(folder), number(actors), number(votes)).expect("written");
        }
        ["pairs", file, actors] => pairs(Path::new(file), number(actors)),
        _ => println!("peers generate DIR ACTORS VOTES, or peers pairs FILE ACTORS; see benches/peers.sh"),
    }
}

/// Three capital letters.
fn id(actor: usize) -> String {
    [actor / 676 % 26, actor / 26 % 26, actor % 26].iter().map(|i| char::from(b'A' + *i as u8)).collect()
}

/// Three camps that mostly vote alike, each in its own way, and absences.
fn cast(actors: usize, votes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 33
    };
    let mut matrix = vec![0; actors * votes];
    for vote in 0..votes {
        let lines = [next() % 3, next() % 3, 2];
        for actor in 0..actors {
            let own = next();
            matrix[actor * votes + vote] = match own % 100 {
                0..12 => 3,
                12..70 => lines[actor % 3] as u8,
                _ => (own / 100 % 3) as u8,
            };
        }
    }
    matrix
}

fn day(vote: usize, votes: usize) -> String {
    // Eighty years of 360 days.
    let n = vote * 80 * 360 / votes.max(1);
    format!("{:04}-{:02}-{:02}", 1946 + n / 360, n % 360 / 30 + 1, (n % 30 + 1).min(28))
}

fn generate(folder: &Path, actors: usize, votes: usize) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let matrix = cast(actors, votes);
    fs::write(folder.join("votes.bin"), &matrix)?;
    let table = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    for (file, header) in [
        ("entities.csv", "id,name,kind,home,from,until,aliases,note,source\n"),
        ("provisions.csv", "agreement,number,theme,summary,source\n"),
        ("counts.csv", "subject,on,what,count,organisations,note,source\n"),
        (
            "sources.csv",
            "id,title,publisher,kind,published,retrieved,url,note\nmade,Invented votes,,dataset,,,,\n",
        ),
        (
            "blocs.csv",
            "id,name,short_name,kind,from,until,coverage_until,aliases,note,source\nall,All,All,organisation,,,2030-01-01,,,made\ncamp,Camp,Camp,club,,,2030-01-01,,,made\n",
        ),
    ] {
        fs::write(folder.join(file), header)?;
    }
    let mut states = table("states.csv")?;
    let mut memberships = table("memberships.csv")?;
    writeln!(states, "id,name,official_name,cow,m49,region,from,until,aliases,note,source")?;
    writeln!(memberships, "actor,bloc,role,from,until,note,source")?;
    for actor in 0..actors {
        let id = id(actor);
        writeln!(states, "{id},State {id},,,,,,,,,made")?;
        writeln!(memberships, "{id},all,member,,,,made")?;
        if actor % 3 == 0 {
            writeln!(memberships, "{id},camp,member,,,,made")?;
        }
    }
    let mut agreements = table("agreements.csv")?;
    let mut acts = table("acts.csv")?;
    writeln!(
        agreements,
        "id,name,short_name,kind,binding,opened,in_force,depositary,eligible,entities,coverage,coverage_until,threshold,aliases,note,source"
    )?;
    writeln!(acts, "actor,agreement,kind,date,effective,note,source")?;
    let ids: Vec<String> = (0..actors).map(id).collect();
    for vote in 0..votes {
        let day = day(vote, votes);
        writeln!(agreements, "v{vote},V{vote},V{vote},vote,no,{day},,,all,,all,{day},,,,made")?;
        for (actor, id) in ids.iter().enumerate() {
            let word = ["no", "abstain", "yes", "absent"][usize::from(matrix[actor * votes + vote])];
            writeln!(acts, "{id},v{vote},{word},{day},,,made")?;
        }
    }
    [states, memberships, agreements, acts].into_iter().try_for_each(|mut t| t.flush())
}

/// Agreement, S and kappa of every pair, from the matrix in memory.
fn pairs(file: &Path, actors: usize) {
    let matrix = fs::read(file).expect("the matrix that `generate` wrote");
    let votes = matrix.len() / actors;
    let mut best = f64::INFINITY;
    let mut means = (0.0, 0.0);
    for _ in 0..7 {
        let start = Instant::now();
        let values = measured(&matrix, actors, votes);
        best = best.min(start.elapsed().as_secs_f64());
        let n = values.len() as f64;
        means = (values.iter().map(|v| v.0).sum::<f64>() / n, values.iter().map(|v| v.1).sum::<f64>() / n);
    }
    println!("{best:.6} {:.9} {:.9}", means.0, means.1);
}

/// Packing the matrix into bits is part of the work.
fn measured(matrix: &[u8], actors: usize, votes: usize) -> Vec<(f64, f64)> {
    let mark = |cast: &u8| match cast {
        0 => Some(Mark::Out),
        1 => Some(Mark::Half),
        2 => Some(Mark::In),
        3 => Some(Mark::Absent),
        _ => None,
    };
    let row = |row: &[u8]| row.iter().map(mark).collect();
    let bits = Bits::of_rows(&matrix.par_chunks_exact(votes).map(row).collect::<Vec<Vec<_>>>());
    let starts: Vec<usize> = (0..actors).step_by(16).collect();
    let of_run = |start: &usize| {
        let mut joint = empty_joint();
        let runs = bits.run_with_later(*start..(*start + 16).min(actors));
        let all = runs.iter().flatten().map(|counts| {
            fill(&mut joint, counts);
            let [agreement, s, kappa] = [&AGREEMENT, &S, &KAPPA].map(|m| (m.compute)(&joint));
            (agreement.unwrap_or(0.0) + s.unwrap_or(0.0), kappa.unwrap_or(0.0))
        });
        all.collect::<Vec<_>>()
    };
    starts.par_iter().flat_map_iter(of_run).collect()
}
