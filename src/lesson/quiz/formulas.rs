//! Questions that ask for a formula.

use rand::seq::SliceRandom;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::choices::{Answer, Choice, choices};
use super::question::{Given, Level, Phrase};

/// What is asked, the formula, and wrong ones; every one of them differs from the right one for
/// some numbers.
struct Entry {
    asked: &'static str,
    level: Level,
    right: &'static str,
    wrong: [&'static str; 5],
}

const ENTRIES: [Entry; 9] = [
    Entry {
        asked: "quiz-formula-size",
        level: Level::First,
        right: "⌊(n − k + 2·p) / s⌋ + 1",
        wrong: [
            "⌊(n − k + p) / s⌋ + 1",
            "⌊(n − k + 2·p) / s⌋",
            "⌈(n − k + 2·p) / s⌉ + 1",
            "⌊(n + k − 2·p) / s⌋ + 1",
            "(n − k + 2·p)·s + 1",
        ],
    },
    Entry {
        asked: "quiz-formula-plain",
        level: Level::First,
        right: "n − k + 1",
        wrong: ["n − k", "n − k − 1", "n / k", "n − 2·k", "n + k − 1"],
    },
    Entry {
        asked: "quiz-formula-same",
        level: Level::First,
        right: "(k − 1) / 2",
        wrong: ["k / 2 + 1", "k − 1", "(k + 1) / 2", "k", "2·k + 1"],
    },
    Entry {
        asked: "quiz-formula-shrink",
        level: Level::Second,
        right: "k − 1",
        wrong: ["k", "k / 2", "k − 2", "2·k", "k + 1"],
    },
    Entry {
        asked: "quiz-formula-parameters",
        level: Level::Second,
        right: "(k·k·c + 1)·m",
        wrong: [
            "k·k·c·m",
            "k·k·m + 1",
            "k·k·c + m",
            "(k·k + 1)·c·m",
            "(k·c + 1)·m",
        ],
    },
    Entry {
        asked: "quiz-formula-linear",
        level: Level::First,
        right: "(n + 1)·m",
        wrong: ["n·m", "n·m + 1", "(m + 1)·n", "n + m", "(n + 1)·(m + 1)"],
    },
    Entry {
        asked: "quiz-formula-span",
        level: Level::Third,
        right: "d·(k − 1) + 1",
        wrong: ["d·k", "d·k + 1", "d·(k − 1)", "d + k − 1", "k + 2·d"],
    },
    Entry {
        asked: "quiz-formula-dilated",
        level: Level::Third,
        right: "⌊(n + 2·p − d·(k − 1) − 1) / s⌋ + 1",
        wrong: [
            "⌊(n + 2·p − d·k) / s⌋ + 1",
            "⌊(n + 2·p − d·(k − 1)) / s⌋ + 1",
            "⌊(n + 2·p − k) / (s·d)⌋ + 1",
            "⌊(n + 2·p − (k − 1) − d) / s⌋ + 1",
            "⌊(n + p − d·(k − 1) − 1) / s⌋ + 1",
        ],
    },
    Entry {
        asked: "quiz-formula-products",
        level: Level::Second,
        right: "k·k·c·m·o·o",
        wrong: [
            "k·k·c·m",
            "k·k·m·o·o",
            "k·k·c·o·o",
            "k·c·m·o",
            "(k·k·c + 1)·m·o",
        ],
    },
];

pub fn formula(level: Level, rng: &mut ChaCha8Rng) -> Option<(Given, (Vec<Choice>, usize))> {
    let fitting: Vec<&Entry> = ENTRIES.iter().filter(|e| e.level <= level).collect();
    let entry = fitting[rng.random_range(0..fitting.len())];
    let mut wrong = entry.wrong;
    wrong.shuffle(rng);
    let wrong = wrong.map(|formula| (Answer::Text(formula), None));
    let choices = choices(Answer::Text(entry.right), wrong, rng)?;
    let asked = entry.asked;
    Some((Given::Formula { asked }, choices))
}

pub fn explanation(asked: &str) -> Phrase {
    let entry = ENTRIES.iter().find(|entry| entry.asked == asked);
    let formula = entry.map_or("", |entry| entry.right);
    let key = match asked {
        "quiz-formula-size" | "quiz-formula-plain" => "quiz-formula-size-why",
        "quiz-formula-same" | "quiz-formula-shrink" => "quiz-formula-same-why",
        "quiz-formula-parameters" | "quiz-formula-linear" => "quiz-formula-parameters-why",
        "quiz-formula-products" => "quiz-formula-products-why",
        _ => "quiz-formula-span-why",
    };
    Phrase::new(key).with("formula", formula)
}
