//! Which agreements a question is about: arguments that several commands share.

use super::{CliError, resolve};
use crate::analysis::ballot::Selection;
use crate::dataset::Dataset;
use crate::model::Day;
use crate::read::suggest::nearest;

/// Which agreements.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// Only these agreements, separated by commas
    #[arg(long, value_name = "AGREEMENT", value_delimiter = ',')]
    agreements: Vec<String>,
    /// Only agreements with a provision of this theme
    #[arg(long, value_name = "THEME")]
    topic: Option<String>,
    /// Only agreements of this depositary or voting body: part of its name, such as "General Assembly"
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// Nothing before this day
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    from: Option<Day>,
    /// Nothing after this day
    #[arg(long, value_name = "DATE", value_parser = resolve::day)]
    to: Option<Day>,
}

impl Which {
    /// The arguments that ask for the same.
    pub(super) fn arguments(&self) -> String {
        let mut words = String::new();
        if !self.agreements.is_empty() {
            words.push_str(&format!(" --agreements {}", self.agreements.join(",")));
        }
        for (name, value) in [
            ("topic", self.topic.clone()),
            ("body", self.body.as_ref().map(|name| format!("\"{name}\""))),
            ("from", self.from.map(|d| d.to_string())),
            ("to", self.to.map(|d| d.to_string())),
        ] {
            if let Some(value) = value {
                words.push_str(&format!(" --{name} {value}"));
            }
        }
        words
    }

    /// The selection that is meant.
    pub(super) fn selection(&self, data: &Dataset) -> Result<Selection, CliError> {
        if let Some(topic) = &self.topic
            && !data.provisions.iter().any(|p| p.theme == *topic)
        {
            let themes = data.provisions.iter().map(|p| p.theme.as_str());
            let guess = nearest(topic, themes).map(|t| format!("; did you mean `{t}`?")).unwrap_or_default();
            return Err(CliError::Misuse(format!("no provision has the theme {topic:?}{guess}")));
        }
        let has = |part: &String| {
            let part = part.to_lowercase();
            data.agreements.iter().any(|a| a.depositary.to_lowercase().contains(&part))
        };
        if let Some(body) = self.body.as_ref().filter(|body| !has(body)) {
            let bodies = data.agreements.iter().map(|a| a.depositary.as_str());
            let guess = nearest(body, bodies).map(|b| format!("; did you mean {b:?}?")).unwrap_or_default();
            return Err(CliError::Misuse(format!("no agreement is of the body {body:?}{guess}")));
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            return Err(CliError::Misuse(format!("--to {to} is before --from {from}")));
        }
        let named: Result<Vec<_>, _> =
            self.agreements.iter().map(|name| resolve::agreement(data, name)).collect();
        Ok(Selection {
            agreements: named?,
            topic: self.topic.clone(),
            body: self.body.clone(),
            members_of: None,
            from: self.from,
            to: self.to,
        })
    }

    /// The first and last days asked about.
    pub(super) fn days(&self) -> (Option<Day>, Option<Day>) {
        (self.from, self.to)
    }

    /// Whether agreements are chosen in another way than by their days.
    pub(super) fn chooses(&self) -> bool {
        !self.agreements.is_empty() || self.topic.is_some() || self.body.is_some()
    }
}
