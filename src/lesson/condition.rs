//! When a task is done: `kernel = 7 and output = 28`.

use std::fmt;

/// Something that is the case: a number, or a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    Number(f64),
    Word(String),
}

impl Fact {
    pub fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    pub fn yes(is_so: bool) -> Self {
        Self::word(if is_so { "yes" } else { "no" })
    }

    pub fn count(count: usize) -> Self {
        Self::Number(count as f64)
    }

    /// What a lesson file writes: a number if it is one, else a word.
    pub fn read(text: &str) -> Self {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number(number),
            _ => Self::word(text),
        }
    }
}

/// How a fact is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// In the order in which they are looked for: longer signs first.
const RELATIONS: [(&str, Relation); 6] = [
    ("!=", Relation::Unequal),
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("<", Relation::Less),
    (">", Relation::Greater),
    ("=", Relation::Equal),
];

#[derive(Clone, Debug, PartialEq)]
struct Term {
    name: String,
    relation: Relation,
    /// What it is compared with: with several, one of them must be it.
    values: Vec<Fact>,
}

/// One or more comparisons that must all hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    terms: Vec<Term>,
}

/// Why a condition cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no condition: write a name, a sign and a value, as in “stride = 3 and output < 9”"
)]
pub struct ConditionError(pub String);

impl Condition {
    /// Reads `name sign value`, several joined by `and`; with `=` and `!=` several values joined
    /// by `|`.
    pub fn read(text: &str) -> Result<Self, ConditionError> {
        let terms = text
            .split(" and ")
            .map(read_term)
            .collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }

    /// The names of the facts that it asks for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.name.as_str())
    }

    /// Whether all comparisons hold; a fact that there is not is never the case.
    pub fn holds(&self, fact: impl Fn(&str) -> Option<Fact>) -> bool {
        self.terms
            .iter()
            .all(|term| fact(&term.name).is_some_and(|found| term.holds(&found)))
    }
}

fn read_term(text: &str) -> Result<Term, ConditionError> {
    let wrong = || ConditionError(text.trim().to_owned());
    let found = RELATIONS
        .iter()
        .filter_map(|(sign, relation)| Some((text.find(sign)?, sign, *relation)))
        .min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())));
    let (at, sign, relation) = found.ok_or_else(wrong)?;
    let (name, value) = (text[..at].trim(), text[at + sign.len()..].trim());
    if name.is_empty() || value.is_empty() || name.contains(' ') || value.contains(' ') {
        return Err(wrong());
    }
    let values: Vec<_> = value.split('|').map(Fact::read).collect();
    let takes_several = matches!(relation, Relation::Equal | Relation::Unequal);
    if values.len() > 1 && !takes_several {
        return Err(wrong());
    }
    Ok(Term {
        name: name.to_owned(),
        relation,
        values,
    })
}

impl Term {
    fn holds(&self, found: &Fact) -> bool {
        match (self.relation, self.values.as_slice(), found) {
            (Relation::Equal, values, _) => values.contains(found),
            (Relation::Unequal, values, _) => !values.contains(found),
            (relation, [Fact::Number(value)], Fact::Number(found)) => match relation {
                Relation::Less => found < value,
                Relation::AtMost => found <= value,
                Relation::Greater => found > value,
                _ => found >= value,
            },
            _ => false,
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.terms.iter().enumerate() {
            let (sign, _) = RELATIONS
                .iter()
                .find(|(_, relation)| *relation == term.relation)
                .unwrap_or(&RELATIONS[5]);
            let and = if index > 0 { " and " } else { "" };
            write!(f, "{and}{} {sign} ", term.name)?;
            for (index, value) in term.values.iter().enumerate() {
                let or = if index > 0 { "|" } else { "" };
                match value {
                    Fact::Number(value) => write!(f, "{or}{value}")?,
                    Fact::Word(value) => write!(f, "{or}{value}")?,
                }
            }
        }
        Ok(())
    }
}
