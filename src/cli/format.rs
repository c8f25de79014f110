//! The formats of a run: of its figures, and of its brief. Each kind has its
//! own default, so that naming one of the other kind leaves it as it is.

use clap::ValueEnum;

/// One format of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Figures as vectors
    Svg,
    /// Figures as pixels
    Png,
    /// The brief as Markdown
    Md,
    /// The brief as one page for a browser, with its figures in it
    Html,
    /// The brief for Word and LibreOffice, with its figures in it
    Docx,
}

/// The brief's file in each format, in the order in which a reader would want to open it.
const BRIEFS: [(Format, &str); 3] =
    [(Format::Html, "brief.html"), (Format::Docx, "brief.docx"), (Format::Md, "brief.md")];

/// The formats to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formats(Vec<Format>);

impl Formats {
    /// What was asked for; where no format of a kind was, that kind's default.
    pub(super) fn of(asked: &[Format]) -> Self {
        let mut formats = asked.to_vec();
        if !asked.iter().any(|format| !format.is_brief()) {
            formats.extend([Format::Svg, Format::Png]);
        }
        if !asked.iter().any(|format| format.is_brief()) {
            formats.extend([Format::Md, Format::Html]);
        }
        Self(formats)
    }

    /// Whether the format is to be written.
    pub(super) fn has(&self, format: Format) -> bool {
        self.0.contains(&format)
    }

    /// The brief's files, the one to open first in front.
    pub(super) fn briefs(&self) -> impl Iterator<Item = (Format, &'static str)> {
        BRIEFS.into_iter().filter(|(format, _)| self.has(*format))
    }
}

impl Format {
    fn is_brief(self) -> bool {
        !matches!(self, Self::Svg | Self::Png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_format_has_its_own_default() {
        use Format::{Docx, Html, Md, Png, Svg};
        assert_eq!(Formats::of(&[]), Formats(vec![Svg, Png, Md, Html]));
        assert_eq!(Formats::of(&[Svg]), Formats(vec![Svg, Md, Html]));
        assert_eq!(Formats::of(&[Docx]), Formats(vec![Docx, Svg, Png]));
        assert_eq!(Formats::of(&[Png, Md]), Formats(vec![Png, Md]));
    }
}
