//! The brief: a document tree and the forms in which it is written down.
//!
//! [`document`] holds the tree as plain data; [`agreement`] fills it from an
//! analysis, [`plain`] takes its words out again and [`lint`] reads them for
//! slips; [`markdown`], [`html`], [`docx`] and [`typst`] write it, and [`escape`] keeps
//! whatever the data holds inert in all of them. Nothing here makes a number.

pub mod escape;
pub mod document;
pub mod plain;
pub mod columns;
pub mod lint;
pub mod markdown;
pub mod html;
pub mod docx;
pub mod typst;
pub mod citation;
pub mod agreement;
pub mod overview;
pub mod history;
pub mod gallery;

#[cfg(test)]
pub(crate) mod sample;
