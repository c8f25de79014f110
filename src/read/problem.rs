//! What is wrong with a table, and where: enough to open the file at the place
//! and mend it.

use std::fmt;
use std::path::Path;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The data cannot be used.
    Error,
    /// Odd, and worth a look.
    Warning,
}

/// One problem of one table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name in its folder.
    pub file: String,
    /// Line, counted from 1; 0 when the whole file is meant.
    pub line: u64,
    /// Column in characters, counted from 1; 0 when the whole line is meant.
    pub column: u64,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
    /// What to do.
    pub help: String,
    /// How bad it is.
    pub severity: Severity,
}

impl Problem {
    /// An error about a whole file.
    pub fn of_file(
        file: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            column: 0,
            found: found.into(),
            expected: expected.into(),
            help: help.into(),
            severity: Severity::Error,
        }
    }

    /// An error at a line.
    pub fn at(
        file: &str,
        line: u64,
        column: u64,
        found: impl Into<String>,
        expected: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { line, column, ..Self::of_file(file, found, expected, help) }
    }

    /// The same, but only odd.
    pub fn as_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// A data folder that is not there.
    pub fn missing_folder(path: &Path) -> Self {
        let found = if path.exists() { "a file" } else { "nothing" };
        let help = format!("`blocs init {}` writes a folder to start from", path.display());
        Self::of_file(&path.display().to_string(), found, "a folder of tables", help)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, ": {word}: found {}; expected {}", self.found, self.expected)?;
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

/// How many problems are kept in words; the rest are counted.
const KEPT: usize = 2000;

/// All problems of a data folder.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// In order of file, line and column.
    pub list: Vec<Problem>,
    /// How many more there were.
    pub beyond: usize,
    errors: usize,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.errors += usize::from(problem.severity == Severity::Error);
        match self.list.len() < KEPT {
            true => self.list.push(problem),
            false => self.beyond += 1,
        }
    }

    /// Whether more problems will only be counted, so that their words need not be found.
    pub fn is_full(&self) -> bool {
        self.list.len() >= KEPT
    }

    /// Counts an error that is not kept in words.
    pub(super) fn count_error(&mut self) {
        self.errors += 1;
        self.beyond += 1;
    }

    /// Adds those of another list.
    pub(super) fn extend(&mut self, others: Self) {
        // An error that is only counted is not in the list.
        let errors = self.errors + others.errors;
        self.beyond += others.beyond;
        others.list.into_iter().for_each(|problem| self.push(problem));
        self.errors = errors;
    }

    /// Whether the data cannot be used.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many are only odd.
    pub fn warnings(&self) -> usize {
        self.list.len() + self.beyond - self.errors
    }

    pub(super) fn sort(&mut self) {
        let errors = |list: &[Problem]| list.iter().filter(|p| p.severity == Severity::Error).count();
        let before = errors(&self.list);
        self.list.sort();
        self.list.dedup();
        self.errors -= before - errors(&self.list);
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.list {
            writeln!(f, "{problem}")?;
        }
        if self.beyond > 0 {
            writeln!(f, "... and {} more", self.beyond)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Text from a file, shortened and with control characters made visible.
pub fn quoted(text: &str) -> String {
    let visible: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    let dots = if text.chars().nth(60).is_some() { "..." } else { "" };
    format!("\"{visible}{dots}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_found_twice_counts_once() {
        let mut problems = Problems::default();
        for line in [2, 1, 2] {
            problems.push(Problem::at("acts.csv", line, 1, "x", "y", ""));
        }
        problems.push(Problem::at("acts.csv", 3, 1, "x", "y", "").as_warning());
        problems.sort();
        assert_eq!((problems.list.len(), problems.errors(), problems.warnings()), (3, 2, 1));
    }

    #[test]
    fn problems_beyond_those_kept_are_counted() {
        let mut problems = Problems::default();
        for line in 0..KEPT as u64 {
            assert!(!problems.is_full());
            problems.push(Problem::at("acts.csv", line, 1, "x", "y", ""));
        }
        problems.count_error();
        assert!(problems.is_full());
        assert_eq!((problems.errors(), problems.beyond, problems.warnings()), (KEPT + 1, 1, 0));
    }
}
