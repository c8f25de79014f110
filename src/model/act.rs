//! Acts and what they amount to: the kinds of act by which an actor takes a
//! stand on an agreement, and the status that follows. The words are those of
//! the Vienna Convention on the Law of Treaties (1969, art. 2 and 11-16) and
//! the UN Treaty Collection; endorsements of declarations and votes stand beside.

use super::{ActorId, AgreementId, AgreementKind, Edtf, SourceId, vocabulary};

vocabulary! {
    /// The kind of an act.
    ActKind {
        /// Signature subject to ratification: not yet consent to be bound.
        Signature = "signature",
        /// Succession to a predecessor's signature.
        SuccessionToSignature = "succession-to-signature",
        /// Provisional application before being bound.
        ProvisionalApplication = "provisional-application",
        /// Definitive signature: binds by itself.
        DefinitiveSignature = "definitive-signature",
        /// Ratification.
        Ratification = "ratification",
        /// Acceptance.
        Acceptance = "acceptance",
        /// Approval.
        Approval = "approval",
        /// Accession.
        Accession = "accession",
        /// Succession to a predecessor's obligations.
        Succession = "succession",
        /// Formal confirmation by an international organisation.
        FormalConfirmation = "formal-confirmation",
        /// Endorsement of a declaration, complete by itself.
        Endorsement = "endorsement",
        /// A sourced statement of declining.
        Declined = "declined",
        /// Notice by a signatory that it does not intend to become a party; the signature stands.
        NoIntention = "no-intention",
        /// Ratification withdrawn, signature kept.
        RatificationWithdrawn = "ratification-withdrawn",
        /// Signature withdrawn.
        SignatureWithdrawn = "signature-withdrawn",
        /// Endorsement withdrawn.
        EndorsementWithdrawn = "endorsement-withdrawn",
        /// Withdrawal or denunciation by a party.
        Withdrawal = "withdrawal",
        /// A vote in favour.
        Yes = "yes",
        /// A vote against.
        No = "no",
        /// An abstention.
        Abstain = "abstain",
        /// A member that did not vote.
        Absent = "absent",
    }
}

impl ActKind {
    /// Whether such an act can be done on an agreement of this kind.
    pub fn suits(self, agreement: AgreementKind) -> bool {
        use ActKind::*;
        match agreement {
            AgreementKind::Vote => matches!(self, Yes | No | Abstain | Absent),
            AgreementKind::Declaration => matches!(self, Endorsement | EndorsementWithdrawn | Declined),
            AgreementKind::Treaty => {
                !matches!(self, Yes | No | Abstain | Absent | Endorsement | EndorsementWithdrawn)
            }
        }
    }

    /// Whether the act undoes an earlier one, and so may take effect later than it was notified.
    pub fn is_leaving(self) -> bool {
        use ActKind::*;
        matches!(self, Withdrawal | SignatureWithdrawn | EndorsementWithdrawn | RatificationWithdrawn)
    }

    /// Whether the act makes a state a party.
    pub fn binds(self) -> bool {
        self.after(Status::None) == Status::Bound
    }

    /// The status after this act, given the status before it.
    pub fn after(self, before: Status) -> Status {
        use ActKind::*;
        match self {
            Signature | SuccessionToSignature | ProvisionalApplication => match before {
                Status::Bound => Status::Bound,
                _ => Status::Signed,
            },
            DefinitiveSignature | Ratification | Acceptance | Approval | Accession | Succession
            | FormalConfirmation => Status::Bound,
            Endorsement => Status::Endorsed,
            Declined => Status::Declined,
            NoIntention => before,
            RatificationWithdrawn => Status::Signed,
            SignatureWithdrawn | EndorsementWithdrawn | Withdrawal => Status::Withdrawn,
            Yes => Status::Yes,
            No => Status::No,
            Abstain => Status::Abstain,
            Absent => Status::Absent,
        }
    }
}

vocabulary! {
    /// What an actor's acts amount to on a day. The last three are kept apart from `none`.
    Status {
        /// Could have acted, is on record, had not.
        None = "none",
        /// Said that it would not, by a sourced statement.
        Declined = "declined",
        /// Had endorsed a declaration.
        Endorsed = "endorsed",
        /// Had signed a treaty without being bound by it.
        Signed = "signed",
        /// Was a party.
        Bound = "bound",
        /// Had been in and was out.
        Withdrawn = "withdrawn",
        /// Voted in favour.
        Yes = "yes",
        /// Voted against.
        No = "no",
        /// Abstained.
        Abstain = "abstain",
        /// Was a member and did not vote.
        Absent = "absent",
        /// Could not have acted on that day.
        NotEligible = "not-eligible",
        /// Did not exist as a state on that day.
        NotAState = "not-a-state",
        /// Outside what the record covers.
        NotKnown = "not-known",
    }
}

impl Status {
    /// Whether it stands for having joined: a party, a supporter, a vote in favour.
    pub const fn has_joined(self) -> bool {
        matches!(self, Self::Endorsed | Self::Bound | Self::Yes)
    }

    /// The sign that stands for the status in a terminal.
    pub const fn symbol(self) -> char {
        match self {
            Self::Endorsed | Self::Bound | Self::Yes => '●',
            Self::Signed | Self::Abstain => '◐',
            Self::None | Self::No | Self::Declined => '○',
            Self::Withdrawn => '⊘',
            Self::Absent => '·',
            Self::NotEligible | Self::NotAState => '–',
            Self::NotKnown => '?',
        }
    }
}

vocabulary! {
    /// Whether an answer stands whatever an uncertain date turns out to be.
    Certainty {
        /// It does.
        Certain = "certain",
        /// It does not, or nothing is known.
        Uncertain = "uncertain",
    }
}

/// One dated, sourced act of an actor on an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who acted.
    pub actor: ActorId,
    /// On what.
    pub agreement: AgreementId,
    /// How.
    pub kind: ActKind,
    /// When (for a treaty: the day of signature or of deposit).
    pub date: Edtf,
    /// The day it took effect: for leaving acts it may come later than `date`.
    pub effective: Edtf,
    /// Where it is recorded.
    pub source: SourceId,
    /// Where its note stands, in the dataset's notes; 0 for none.
    pub note: u32,
    /// Its line in `acts.csv`.
    pub line: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_after(acts: &[ActKind]) -> Status {
        acts.iter().fold(Status::None, |status, act| act.after(status))
    }

    #[test]
    fn a_signature_does_not_bind_and_does_not_unbind() {
        assert_eq!(status_after(&[ActKind::Signature]), Status::Signed);
        assert_eq!(status_after(&[ActKind::Accession, ActKind::Signature]), Status::Bound);
    }

    #[test]
    fn a_withdrawn_ratification_leaves_the_signature() {
        use ActKind::*;
        assert_eq!(status_after(&[Signature, Ratification, RatificationWithdrawn]), Status::Signed);
    }

    #[test]
    fn a_notice_of_no_intention_leaves_the_signature() {
        assert_eq!(status_after(&[ActKind::Signature, ActKind::NoIntention]), Status::Signed);
    }

    #[test]
    fn a_state_that_returns_is_bound_again() {
        use ActKind::*;
        assert_eq!(status_after(&[Acceptance, Withdrawal, Acceptance]), Status::Bound);
    }

    #[test]
    fn every_kind_of_act_suits_some_kind_of_agreement() {
        for kind in ActKind::ALL {
            assert!(AgreementKind::ALL.iter().any(|agreement| kind.suits(*agreement)), "{kind}");
        }
    }

    #[test]
    fn every_word_reads_back() {
        for kind in ActKind::ALL {
            assert_eq!(ActKind::from_word(kind.word()), Some(*kind));
        }
    }
}
