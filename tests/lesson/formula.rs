//! Formulas as they are written, computed: ⌊ ⌋ ⌈ ⌉ ( ) + − · / and letters.

use std::collections::HashMap;

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    letters: &'a HashMap<char, f64>,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        while self.rest.peek() == Some(&' ') {
            self.rest.next();
        }
        self.rest.peek().copied()
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            match self.peek() {
                Some('+') => {
                    self.rest.next();
                    value += self.product();
                }
                Some('−') => {
                    self.rest.next();
                    value -= self.product();
                }
                _ => return value,
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.atom();
        loop {
            match self.peek() {
                Some('·') => {
                    self.rest.next();
                    value *= self.atom();
                }
                Some('/') => {
                    self.rest.next();
                    value /= self.atom();
                }
                _ => return value,
            }
        }
    }

    fn atom(&mut self) -> f64 {
        let first = self.peek().expect("a number, a letter or a bracket");
        self.rest.next();
        let inside = |reader: &mut Self, end: char| {
            let value = reader.sum();
            assert_eq!(reader.peek(), Some(end));
            reader.rest.next();
            value
        };
        match first {
            '(' => inside(self, ')'),
            '⌊' => inside(self, '⌋').floor(),
            '⌈' => inside(self, '⌉').ceil(),
            digit if digit.is_ascii_digit() => f64::from(digit.to_digit(10).unwrap()),
            letter => self.letters[&letter],
        }
    }
}

fn compute(formula: &str, letters: &HashMap<char, f64>) -> f64 {
    let mut reader = Reader {
        rest: formula.chars().peekable(),
        letters,
    };
    let value = reader.sum();
    assert_eq!(reader.peek(), None, "{formula}");
    value
}

/// How often a window fits, counted by moving it.
fn positions(n: i64, k: i64, s: i64, p: i64, d: i64) -> f64 {
    let mut count = 0;
    while count * s + d * (k - 1) < n + 2 * p {
        count += 1;
    }
    count as f64
}

/// Whether a formula gives what is asked for, for many numbers.
pub fn agrees(asked: &str, formula: &str) -> bool {
    let mut all = true;
    for n in [12_i64, 17, 28] {
        for k in [3_i64, 5] {
            for (s, p, d) in [(1, 0, 1), (2, 1, 1), (3, 2, 2), (2, 0, 2), (1, 2, 3)] {
                let (c, m) = (3_i64, 6_i64);
                let o = positions(n, k, s, p, d);
                let letters = HashMap::from(
                    [
                        ('n', n),
                        ('k', k),
                        ('s', s),
                        ('p', p),
                        ('d', d),
                        ('c', c),
                        ('m', m),
                    ]
                    .map(|(letter, value)| (letter, value as f64)),
                );
                let mut letters = letters;
                letters.insert('o', o);
                let same = (0..9).find(|p| positions(n, k, 1, *p, 1) == n as f64);
                let expected = match asked {
                    "quiz-formula-size" => positions(n, k, s, p, 1),
                    "quiz-formula-plain" => positions(n, k, 1, 0, 1),
                    "quiz-formula-same" => same.unwrap() as f64,
                    "quiz-formula-shrink" => n as f64 - positions(n, k, 1, 0, 1),
                    "quiz-formula-parameters" => {
                        (0..m).map(|_| (c * k * k + 1) as f64).sum::<f64>()
                    }
                    "quiz-formula-linear" => (0..m).map(|_| (n + 1) as f64).sum::<f64>(),
                    "quiz-formula-span" => (0..k).map(|i| i * d).max().unwrap() as f64 + 1.0,
                    "quiz-formula-dilated" => o,
                    "quiz-formula-products" => o * o * (m * c * k * k) as f64,
                    other => panic!("{other}"),
                };
                all &= compute(formula, &letters) == expected;
            }
        }
    }
    all
}
