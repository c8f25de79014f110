//! Bloc expressions: sets of actors written with ids and three words.
//!
//! `nato minus eu`, `eu and nato`, `(g7 or brics) minus usa`, `states minus un`.
//! Ids never contain spaces, so the words cannot be mistaken for part of one;
//! operators are read from left to right, and parentheses group.

use std::fmt;

/// A set of actors, to be evaluated on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Every state that exists on the day.
    States,
    /// The members of a bloc, one actor, or the parties to an agreement, by id (resolved when evaluated).
    Name(String),
    /// In either.
    Or(Box<Self>, Box<Self>),
    /// In both.
    And(Box<Self>, Box<Self>),
    /// In the first and not in the second.
    Minus(Box<Self>, Box<Self>),
}

impl Expr {
    /// Reads an expression.
    ///
    /// # Errors
    /// Says what was found and what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        if words.len() > LONGEST {
            return Err(format!("has {} words; at most {LONGEST} are read", words.len()));
        }
        let mut rest = words.as_slice();
        let expr = chain(&mut rest, 0)?;
        match rest.first() {
            None => Ok(expr),
            Some(word) => Err(format!("found {word:?} where `and`, `or`, `minus` or the end was expected")),
        }
    }

    /// Every id named, in order of appearance.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::States => vec![],
            Self::Name(name) => vec![name],
            Self::Or(a, b) | Self::And(a, b) | Self::Minus(a, b) => [a.names(), b.names()].concat(),
        }
    }
}

/// How many words an expression may have, and how deep its parentheses may nest: far beyond need, far below the stack.
const LONGEST: usize = 2000;
const DEEPEST: usize = 64;

fn chain(rest: &mut &[&str], depth: usize) -> Result<Expr, String> {
    if depth > DEEPEST {
        return Err(format!("parentheses nest deeper than {DEEPEST}"));
    }
    let mut left = operand(rest, depth)?;
    while let Some(&word) = rest.first() {
        let join = match word {
            "or" => Expr::Or,
            "and" => Expr::And,
            "minus" => Expr::Minus,
            _ => break,
        };
        *rest = &rest[1..];
        left = join(Box::new(left), Box::new(operand(rest, depth)?));
    }
    Ok(left)
}

fn operand(rest: &mut &[&str], depth: usize) -> Result<Expr, String> {
    let Some(&word) = rest.first() else {
        return Err("ends where the id of a bloc or state was expected".to_owned());
    };
    *rest = &rest[1..];
    match word {
        "(" => {
            let inner = chain(rest, depth + 1)?;
            match rest.split_first() {
                Some((&")", tail)) => {
                    *rest = tail;
                    Ok(inner)
                }
                _ => Err("has an opening parenthesis that is not closed".to_owned()),
            }
        }
        ")" | "or" | "and" | "minus" => {
            Err(format!("found {word:?} where the id of a bloc or state was expected"))
        }
        "states" => Ok(Expr::States),
        name => Ok(Expr::Name(name.to_owned())),
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, word, b) = match self {
            Self::States => return f.write_str("states"),
            Self::Name(name) => return f.write_str(name),
            Self::Or(a, b) => (a, "or", b),
            Self::And(a, b) => (a, "and", b),
            Self::Minus(a, b) => (a, "minus", b),
        };
        match **b {
            Self::States | Self::Name(_) => write!(f, "{a} {word} {b}"),
            _ => write!(f, "{a} {word} ({b})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_from_left_to_right_and_parentheses_group() {
        for text in ["nato minus eu", "nato minus eu and g7", "nato minus (eu or g7)", "states", "five-eyes"]
        {
            assert_eq!(Expr::parse(text).expect(text).to_string(), text);
        }
        assert_eq!(
            Expr::parse("(g7 or brics)minus usa").expect("tight").to_string(),
            "g7 or brics minus usa"
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for text in ["", "nato eu", "nato minus", "minus nato", "(nato", "nato)", "()"] {
            assert!(Expr::parse(text).is_err(), "{text:?}");
        }
        assert!(Expr::parse(&"(".repeat(100_000)).is_err());
    }
}
