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
    /// The brief as Typst source, beside its figures as SVG
    Typ,
    /// The brief as PDF, beside its Typst source; only in a build with the feature `pdf`
    Pdf,
}

/// The formats to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formats(Vec<Format>);

impl Formats {
    /// What was asked for, with what it rests on; where no format of a kind was, that kind's default.
    pub(super) fn of(asked: &[Format]) -> Self {
        let mut formats = asked.to_vec();
        if !asked.iter().any(|format| !format.is_brief()) {
            formats.extend([Format::Svg, Format::Png]);
        }
        if !asked.iter().any(|format| format.is_brief()) {
            formats.extend([Format::Md, Format::Html]);
        }
        if asked.contains(&Format::Pdf) {
            formats.push(Format::Typ);
        }
        if formats.contains(&Format::Typ) {
            formats.push(Format::Svg);
        }
        Self(formats)
    }

    /// Whether the format is to be written.
    pub(super) fn has(&self, format: Format) -> bool {
        self.0.contains(&format)
    }

    /// The endings of each figure's files, vectors first.
    pub(super) fn endings(&self) -> Vec<&'static str> {
        let endings = [(Format::Svg, "svg"), (Format::Png, "png")];
        endings.into_iter().filter(|(format, _)| self.has(*format)).map(|(_, ending)| ending).collect()
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

    fn written(asked: &[Format]) -> Vec<Format> {
        use Format::{Docx, Html, Md, Pdf, Png, Svg, Typ};
        let formats = Formats::of(asked);
        [Svg, Png, Md, Html, Docx, Typ, Pdf].into_iter().filter(|format| formats.has(*format)).collect()
    }

    #[test]
    fn each_kind_of_format_has_its_own_default() {
        use Format::{Docx, Html, Md, Png, Svg};
        assert_eq!(written(&[]), [Svg, Png, Md, Html]);
        assert_eq!(written(&[Svg]), [Svg, Md, Html]);
        assert_eq!(written(&[Docx]), [Svg, Png, Docx]);
        assert_eq!(written(&[Md, Png]), [Png, Md]);
    }

    #[test]
    fn a_pdf_comes_with_its_source_and_that_with_its_figures() {
        use Format::{Pdf, Png, Svg, Typ};
        assert_eq!(written(&[Pdf, Png]), [Svg, Png, Typ, Pdf]);
        assert_eq!(written(&[Typ, Png]), [Svg, Png, Typ]);
    }
}
