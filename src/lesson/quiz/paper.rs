//! The questions of one seed and level, and what was answered.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::question::{Level, Question, Topic};

/// Most questions of a paper.
pub const MAX_QUESTIONS: usize = 36;

/// Questions of which none repeats. The same seed, level and number give the same paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    pub seed: u64,
    pub level: Level,
    pub questions: Vec<Question>,
}

impl Paper {
    /// `count` questions, 1 to [`MAX_QUESTIONS`], on all topics in turn.
    pub fn new(seed: u64, level: Level, count: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (level.number() as u64) << 60);
        let mut questions: Vec<Question> = Vec::new();
        let count = count.clamp(1, MAX_QUESTIONS);
        let mut topics = Topic::ALL.iter().cycle();
        while questions.len() < count {
            let Some(topic) = topics.next() else { break };
            // A topic may have few questions, formulas for example: then it is passed over.
            for _ in 0..32 {
                let question = Question::generate(*topic, level, &mut rng);
                if questions.iter().all(|known| !known.asks_the_same(&question)) {
                    questions.push(question);
                    break;
                }
            }
        }
        Self {
            seed,
            level,
            questions,
        }
    }
}

impl Question {
    /// Whether both give the same, whatever the order of their choices. Curves are told apart by
    /// what may be chosen.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        use super::question::Given;
        match (&self.given, &other.given) {
            (Given::Overfitting, Given::Overfitting) => {
                self.choices[self.right] == other.choices[other.right]
            }
            (a, b) => a == b,
        }
    }
}

/// A paper that is being answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    pub paper: Paper,
    /// For each question the choice that was made first, if one was.
    pub answers: Vec<Option<usize>>,
    /// Index of the question on screen; the number of questions once all is done.
    pub at: usize,
}

impl Sitting {
    pub fn new(paper: Paper) -> Self {
        Self {
            answers: vec![None; paper.questions.len()],
            paper,
            at: 0,
        }
    }

    /// The question on screen; None when all is done.
    pub fn question(&self) -> Option<&Question> {
        self.paper.questions.get(self.at)
    }

    /// Answers the question on screen; a second answer changes nothing.
    pub fn answer(&mut self, choice: usize) {
        let Some(question) = self.paper.questions.get(self.at) else {
            return;
        };
        if choice < question.choices.len() {
            self.answers[self.at].get_or_insert(choice);
        }
    }

    /// Whether the answer to a question is right; None without an answer.
    pub fn is_right(&self, index: usize) -> Option<bool> {
        let answer = (*self.answers.get(index)?)?;
        Some(answer == self.paper.questions[index].right)
    }

    /// Questions that were answered right.
    pub fn score(&self) -> usize {
        let indices = 0..self.answers.len();
        indices.filter(|i| self.is_right(*i) == Some(true)).count()
    }

    pub fn answered(&self) -> usize {
        self.answers.iter().flatten().count()
    }
}
