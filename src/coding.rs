//! Codings: conventions that turn a status into a position. A finding is
//! always reported with the coding it rests on, and with whether it survives
//! the others that apply.

use crate::model::{AgreementKind, Status};

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

/// A convention that turns a status into a position; no position is "not observed".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Kebab-case name.
    pub id: &'static str,
    /// What it does, in words.
    pub definition: &'static str,
    /// What a signature that does not bind counts.
    signed: Option<Position>,
    /// What an abstention counts.
    abstained: Option<Position>,
    /// What an absence counts.
    absent: Option<Position>,
    /// What a status that is not known counts.
    unknown: Option<Position>,
}

const HALF: Option<Position> = Some(Position::Half);
const IN: Option<Position> = Some(Position::In);
const OUT: Option<Position> = Some(Position::Out);

/// The coding every result rests on unless another is asked for.
///
/// A party, an endorser and a yes count 1; a signatory that is not bound and an abstention one
/// half; those who are known to have done nothing, to have left, or to have voted no count 0.
/// Keeping the half-way position apart shows both who stayed out and who stopped half-way; and
/// what was not observed is not guessed.
pub const DEFAULT: &Coding = &Coding {
    id: "ladder",
    definition: "endorsed, bound or yes = 1; signed or abstained = 1/2; none, declined, withdrawn or no = 0; \
                 absent, not eligible and not known are not observed",
    signed: HALF,
    abstained: HALF,
    absent: None,
    unknown: None,
};

const BOUND_ONLY: Coding = Coding {
    id: "bound-only",
    definition: "as the ladder, but a signature that does not bind = 0",
    signed: OUT,
    ..*DEFAULT
};
const SIGNED_COUNTS: Coding =
    Coding { id: "signed-counts", definition: "as the ladder, but a signature = 1", signed: IN, ..*DEFAULT };
const ABSTAIN_AS_NO: Coding = Coding {
    id: "abstain-as-no",
    definition: "as the ladder, but an abstention = 0",
    abstained: OUT,
    ..*DEFAULT
};
const ABSTAIN_LEFT_OUT: Coding = Coding {
    id: "abstain-left-out",
    definition: "as the ladder, but an abstention is not observed",
    abstained: None,
    ..*DEFAULT
};
const ABSENT_AS_NO: Coding =
    Coding { id: "absent-as-no", definition: "as the ladder, but an absence = 0", absent: OUT, ..*DEFAULT };
const ABSENT_ABSTAIN_AS_NO: Coding = Coding {
    id: "absent-and-abstain-as-no",
    definition: "as the ladder, but an absence and an abstention = 0",
    absent: OUT,
    ..ABSTAIN_AS_NO
};

/// A coding with what is not known as in, or as out.
const fn guessing(
    id: &'static str,
    definition: &'static str,
    unknown: Option<Position>,
    base: Coding,
) -> Coding {
    Coding { id, definition, unknown, ..base }
}

/// Every coding; the default first.
pub const ALL: &[Coding] = &[
    *DEFAULT,
    BOUND_ONLY,
    SIGNED_COUNTS,
    ABSTAIN_AS_NO,
    ABSTAIN_LEFT_OUT,
    ABSENT_AS_NO,
    ABSENT_ABSTAIN_AS_NO,
    guessing("unknown-in", "as the ladder, but what is not known = 1", IN, *DEFAULT),
    guessing("unknown-out", "as the ladder, but what is not known = 0", OUT, *DEFAULT),
    guessing("bound-only-unknown-in", "as bound-only, but what is not known = 1", IN, BOUND_ONLY),
    guessing("bound-only-unknown-out", "as bound-only, but what is not known = 0", OUT, BOUND_ONLY),
    guessing("signed-counts-unknown-in", "as signed-counts, but what is not known = 1", IN, SIGNED_COUNTS),
    guessing("signed-counts-unknown-out", "as signed-counts, but what is not known = 0", OUT, SIGNED_COUNTS),
];

impl Coding {
    /// The position that a status counts as; none when it is not observed.
    pub fn position(&self, status: Status) -> Option<Position> {
        match status {
            Status::Endorsed | Status::Bound | Status::Yes => IN,
            Status::None | Status::Declined | Status::Withdrawn | Status::No => OUT,
            Status::Signed => self.signed,
            Status::Abstain => self.abstained,
            Status::Absent => self.absent,
            Status::NotKnown => self.unknown,
            Status::NotEligible | Status::NotAState => None,
        }
    }

    /// Whether the coding could say something else than the default on this kind of agreement.
    pub fn applies_to(&self, kind: AgreementKind) -> bool {
        let about_signing = self.signed != DEFAULT.signed;
        let about_voting = self.abstained != DEFAULT.abstained || self.absent != DEFAULT.absent;
        match kind {
            AgreementKind::Treaty => !about_voting,
            AgreementKind::Vote => !about_signing,
            AgreementKind::Declaration => !about_voting && !about_signing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_default_what_is_not_known_has_no_position() {
        for status in [Status::NotKnown, Status::NotEligible, Status::NotAState, Status::Absent] {
            assert_eq!(DEFAULT.position(status), None);
        }
    }

    #[test]
    fn no_coding_gives_a_position_to_those_who_could_not_act() {
        for coding in ALL {
            assert_eq!(coding.position(Status::NotEligible), None);
            assert_eq!(coding.position(Status::NotAState), None);
        }
    }

    #[test]
    fn the_position_never_falls_as_the_status_rises() {
        for coding in ALL {
            let rungs = [Status::None, Status::Signed, Status::Bound].map(|s| coding.position(s));
            assert!(rungs.is_sorted() && rungs[0] < rungs[2], "{}", coding.id);
        }
    }

    #[test]
    fn ids_are_unique_and_no_two_codings_are_alike() {
        for (i, a) in ALL.iter().enumerate() {
            for b in &ALL[i + 1..] {
                assert!(
                    a.id != b.id && Status::ALL.iter().any(|s| a.position(*s) != b.position(*s)),
                    "{} {}",
                    a.id,
                    b.id
                );
            }
        }
    }

    #[test]
    fn a_declaration_is_coded_in_three_ways_a_treaty_in_nine() {
        let applying = |kind| ALL.iter().filter(|c| c.applies_to(kind)).count();
        assert_eq!(applying(AgreementKind::Declaration), 3);
        assert_eq!(applying(AgreementKind::Treaty), 9);
        assert_eq!(applying(AgreementKind::Vote), 7);
    }
}
