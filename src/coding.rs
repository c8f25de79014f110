//! Codings: conventions that turn a status into a position. A finding is
//! always reported with the coding it rests on.

use crate::model::Status;

/// Where an actor stands on an agreement once its status is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Not in: had not joined, had left, or voted no. Counts 0.
    Out,
    /// Half-way: signed but not bound, or abstained. Counts one half.
    Half,
    /// In: endorsed, bound, or voted yes. Counts 1.
    In,
}

impl Position {
    /// Every position, from out to in.
    pub const ALL: [Self; 3] = [Self::Out, Self::Half, Self::In];

    /// The number it counts: 0, 0.5 or 1.
    pub const fn value(self) -> f64 {
        match self {
            Self::Out => 0.0,
            Self::Half => 0.5,
            Self::In => 1.0,
        }
    }

    /// The number as tables print it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Out => "0",
            Self::Half => "0.5",
            Self::In => "1",
        }
    }
}

/// A convention that turns a status into a position; `None` is "not observed".
pub struct Coding {
    /// Kebab-case name.
    pub id: &'static str,
    /// Name that prints.
    pub title: &'static str,
    /// What it does, and for what it is right.
    pub definition: &'static str,
    /// The convention itself.
    pub position: fn(Status) -> Option<Position>,
}

/// The coding every result rests on unless another is asked for.
///
/// A party, an endorser and a yes count 1; a signatory that is not bound and an abstention one
/// half; those who are known to have done nothing, to have left, or to have voted no count 0.
/// Keeping the half-way position apart shows both who stayed out and who stopped half-way.
pub const DEFAULT: &Coding = &Coding {
    id: "ladder",
    title: "ladder",
    definition: "endorsed, bound or yes = 1; signed or abstained = 1/2; none, declined, withdrawn or no = 0; \
                 absent, not eligible and not known are not observed",
    position: ladder,
};

/// Every coding.
pub const ALL: &[&Coding] = &[DEFAULT];

fn ladder(status: Status) -> Option<Position> {
    match status {
        Status::Endorsed | Status::Bound | Status::Yes => Some(Position::In),
        Status::Signed | Status::Abstain => Some(Position::Half),
        Status::None | Status::Declined | Status::Withdrawn | Status::No => Some(Position::Out),
        Status::Absent | Status::NotEligible | Status::NotAState | Status::NotKnown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_has_no_position() {
        for status in [Status::NotKnown, Status::NotEligible, Status::NotAState, Status::Absent] {
            assert_eq!((DEFAULT.position)(status), None);
        }
    }

    #[test]
    fn the_position_never_falls_as_the_status_rises() {
        let rungs = [Status::None, Status::Signed, Status::Bound].map(DEFAULT.position);
        assert!(rungs.is_sorted() && rungs[0] < rungs[2]);
    }
}
