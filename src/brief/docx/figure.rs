//! A picture in the line of the text, with its text alternative.

use crate::brief::document::Figure;
use crate::brief::escape::{one_line, xml};

/// The English Metric Units of Office: 9,525 in a px of 1/96 inch, 36,000 in a mm.
const UNITS_PER_PX: u64 = 9_525;
const UNITS_PER_MM: u64 = 36_000;
/// The text's width, and the height that leaves room for a caption.
const WIDEST: u64 = 166 * UNITS_PER_MM;
const TALLEST: u64 = 220 * UNITS_PER_MM;

/// The width and height of a picture in px of the figure: its PNG has twice as many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    width: u64,
    height: u64,
}

impl Size {
    /// As the PNG's header says.
    pub(super) fn of_png(png: &[u8]) -> Option<Self> {
        let number = |at: usize| {
            let bytes: [u8; 4] = png.get(at..at + 4)?.try_into().ok()?;
            Some(u64::from(u32::from_be_bytes(bytes)).div_ceil(2))
        };
        let size = Self { width: number(16)?, height: number(20)? };
        (png.starts_with(b"\x89PNG") && size.width > 0 && size.height > 0).then_some(size)
    }

    /// In units on the page: two thirds of its size on a screen, or as fits.
    fn on_page(self) -> (u64, u64) {
        let (width, height) = (self.width * UNITS_PER_PX * 2 / 3, self.height * UNITS_PER_PX * 2 / 3);
        let (width, height) =
            if width > WIDEST { (WIDEST, height * WIDEST / width) } else { (width, height) };
        if height > TALLEST { (width * TALLEST / height, TALLEST) } else { (width, height) }
    }
}

/// The `n`-th picture of the file.
pub(super) fn drawing(n: usize, figure: &Figure, size: Size) -> String {
    let (cx, cy) = size.on_page();
    let (name, alt) = (format!("Figure {}", figure.number), xml(&one_line(&figure.alt)));
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/>\
         <wp:docPr id=\"{n}\" name=\"{name}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"image{n}.png\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"image{n}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
         </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_within_the_text() {
        assert_eq!(Size { width: 100, height: 50 }.on_page(), (635_000, 317_500));
        let (width, height) = Size { width: 2000, height: 1000 }.on_page();
        assert_eq!((width, height), (WIDEST, WIDEST / 2));
        let (width, height) = Size { width: 1000, height: 4000 }.on_page();
        assert_eq!((width, height), (TALLEST / 4, TALLEST));
    }

    #[test]
    fn what_is_no_png_has_no_size() {
        assert_eq!(Size::of_png(b"\x89PNG"), None);
        assert_eq!(Size::of_png(&[0; 40]), None);
    }
}
