//! `blocs init`: an editable copy of the embedded tables.

use std::path::PathBuf;

use serde_json::json;

use super::{Answer, CliError};
use crate::output::{Files, Overwrite};
use crate::read::{EMBEDDED, codebook};

/// Write an editable copy of the embedded tables, with their code book
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  blocs init my-data && blocs --data my-data check")]
pub(super) struct Init {
    /// The folder to write
    dir: PathBuf,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
}

impl Init {
    pub(super) fn run(self) -> Result<Answer, CliError> {
        let mut files = Files::default();
        for (name, text) in EMBEDDED {
            files.add(*name, *text);
        }
        files.add("README.md", codebook::markdown());
        files.add("datapackage.json", codebook::datapackage());
        files.seal(json!({ "tool": "blocs", "version": env!("CARGO_PKG_VERSION"), "command": "blocs init" }));
        let overwrite = if self.force { Overwrite::Anything } else { Overwrite::OnlyOwn };
        files.write(&self.dir, overwrite)?;
        let dir = self.dir.display();
        Ok(Answer::ok(format!(
            "wrote {dir}; edit it, then `blocs check {dir}` and `blocs --data {dir} ...`\n"
        )))
    }
}
