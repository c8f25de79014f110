//! Why something cannot be tested: a reason with a type, and a sentence to print.

/// What a pooled test needs and did not find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untestable {
    /// Rows of different lengths, or a member that is no row.
    #[error("the states and agreements do not form a table: row {row} does not fit")]
    NotATable {
        /// The first row that does not fit, counted from 0.
        row: usize,
    },
    /// Agreement takes two.
    #[error("{} with a known record: two are needed to agree or differ", number(*members, "member"))]
    FewerThanTwoMembers {
        /// How many members have a record on at least one agreement.
        members: usize,
    },
    /// There is nothing to compare the bloc with.
    #[error("every state with a known record is a member: there are no others to compare with")]
    WholeWorld,
    /// The pooled test rests on agreements.
    #[error("{} on which two members have a known record: five are needed", number(*agreements, "agreement"))]
    FewerThanFiveAgreements {
        /// How many agreements have two members with a record.
        agreements: usize,
    },
    /// Whatever chance does, the result is the same.
    #[error("no variation: chance alone always gives the same agreement")]
    NoVariation,
    /// Enumeration is for small worlds.
    #[error("there are more than {most} groups to go through: draw at random instead")]
    TooManyGroups {
        /// The most that are gone through.
        most: usize,
    },
    /// A test of no draws.
    #[error("no draws were asked for")]
    NoDraws,
}

/// A number with its noun, as in "1 member" and "no members".
fn number(n: usize, noun: &str) -> String {
    match n {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_reads_as_a_sentence() {
        let few = |agreements| Untestable::FewerThanFiveAgreements { agreements }.to_string();
        assert_eq!(few(3), "3 agreements on which two members have a known record: five are needed");
        let alone = Untestable::FewerThanTwoMembers { members: 1 }.to_string();
        assert_eq!(alone, "1 member with a known record: two are needed to agree or differ");
    }
}
