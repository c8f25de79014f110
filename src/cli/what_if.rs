//! `--what-if`: an analysis under a hypothesis, marked as such on everything it writes.

use std::borrow::Cow;

use super::{CliError, resolve};
use crate::dataset::Dataset;
use crate::model::{ActKind, Day};
use crate::supposition::{Change, Supposition, suppose};

/// Changes to the record that are only supposed.
#[derive(Debug, clap::Args)]
pub(super) struct WhatIf {
    /// Suppose a change, ACTOR:AGREEMENT:ACT:DATE or ACTOR:BLOC:join|leave:DATE (repeatable); the act `none` sets aside what was done from that day on
    #[arg(long, value_name = "CHANGE")]
    what_if: Vec<String>,
}

impl WhatIf {
    /// The dataset with the suppositions laid over it.
    pub(super) fn lay<'a>(&self, data: &'a Dataset) -> Result<Cow<'a, Dataset>, CliError> {
        if self.what_if.is_empty() {
            return Ok(Cow::Borrowed(data));
        }
        let all: Result<Vec<Supposition>, CliError> =
            self.what_if.iter().map(|text| supposition(data, text)).collect();
        Ok(Cow::Owned(suppose(data, &all?)))
    }

    /// The arguments that ask for the same.
    pub(super) fn arguments(&self) -> String {
        self.what_if.iter().map(|text| format!(" --what-if \"{text}\"")).collect()
    }

    /// Added to the default folder, so that a hypothesis never takes the place of the record.
    pub(super) fn suffix(&self) -> &'static str {
        if self.what_if.is_empty() { "" } else { "-what-if" }
    }
}

fn supposition(data: &Dataset, text: &str) -> Result<Supposition, CliError> {
    let wrong = |why: String| CliError::Misuse(format!("--what-if {text:?}: {why}"));
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let [actor, subject, what, on] = parts.as_slice() else {
        return Err(wrong(
            "write ACTOR:AGREEMENT:ACT:DATE or ACTOR:BLOC:join|leave:DATE, as in \
             \"usa:paris-call:endorsement:2018-11-12\""
                .to_owned(),
        ));
    };
    let on: Day = resolve::day(on).map_err(wrong)?;
    let actor = resolve::actor(data, actor)?;
    let change = match *what {
        "join" => Change::Join(actor, resolve::bloc(data, subject)?),
        "leave" => Change::Leave(actor, resolve::bloc(data, subject)?),
        "none" => Change::Silence(actor, resolve::agreement(data, subject)?),
        word => {
            let agreement = resolve::agreement(data, subject)?;
            let kind = ActKind::from_word(word).ok_or_else(|| {
                let suiting = ActKind::ALL.iter().filter(|k| k.suits(data.agreement(agreement).kind));
                let words: Vec<&str> = suiting.map(|k| k.word()).collect();
                wrong(format!("{word:?} is no act; here: {}, or none", words.join(", ")))
            })?;
            Change::Act(actor, agreement, kind)
        }
    };
    Supposition::of(data, change, on).map_err(wrong)
}
