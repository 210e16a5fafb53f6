//! A lesson file: Markdown with marked places for figures, tasks, code and computed values.
//!
//! The format is described in `assets/lessons/README.md`.

use std::fmt;
use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use super::chapter::{Block, Chapter, Code, Inline, Span, Step, Style, Task};
use super::condition::{Condition, ConditionError};
use super::figure::{Figure, FigureError, Kind};
use super::values::{self, ValueError};
use crate::language::Language;

/// Largest lesson file that is read.
pub const MAX_BYTES: usize = 256 * 1024;

/// What is wrong at one line of a lesson file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct LessonError {
    /// The file's name.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub problem: Problem,
}

/// What can be wrong with a lesson file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the file is larger than {MAX_BYTES} bytes: split it into several")]
    TooLarge,
    #[error("a chapter begins with its title: a line “# Title”")]
    NoTitle,
    #[error("a chapter has one title only: begin a screen with “## Title”")]
    SecondTitle,
    #[error("these words stand before the first screen: begin it with “## Title”")]
    BeforeFirstStep,
    #[error("the chapter has no screens: begin each with “## Title”")]
    NoSteps,
    #[error("this title is empty: write it behind the #")]
    EmptyTitle,
    #[error(
        "{0} cannot be shown in a lesson: use paragraphs, lists, quotations, bold, italics and code"
    )]
    NotShown(NotShown),
    #[error("“{0}” is no marked place: there are figure, task, python and names")]
    UnknownBlock(String),
    #[error("there is no figure “{name}”; there are {known}")]
    UnknownFigure { name: String, known: String },
    #[error("this screen has its {0} already: begin another screen for a second")]
    Second(Part),
    #[error("“{0}” has no colon: write “name: value”")]
    NoColon(String),
    #[error("{0}")]
    Figure(#[from] FigureError),
    #[error("a task says when it is done: begin it with a line “done: …”")]
    NoCondition,
    #[error("a task says what to do: write it below the line “done: …”")]
    NoTaskWords,
    #[error("{0}")]
    Condition(#[from] ConditionError),
    #[error("there is no fact “{name}” here; there are {known}")]
    UnknownFact { name: String, known: String },
    #[error("a task or “{{=this.…}}” needs a figure on its screen")]
    NoFigure,
    #[error("“{{=” is not closed by “}}”")]
    Unclosed,
    #[error("{0}")]
    Value(#[from] ValueError),
    #[error("the text is not UTF-8")]
    NotText,
}

/// What Markdown has and a lesson does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotShown {
    #[error("a heading of a third level")]
    ThirdHeading,
    #[error("a numbered or nested list")]
    List,
    #[error("HTML")]
    Html,
    #[error("a picture")]
    Picture,
    #[error("a link")]
    Link,
    #[error("a rule")]
    Rule,
    #[error("an indented block")]
    Indented,
    #[error("a live value in code")]
    LiveInCode,
}

/// What a screen has once at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Part {
    #[error("figure")]
    Figure,
    #[error("task")]
    Task,
    #[error("code")]
    Code,
}

/// Reads a chapter; `name` is the file's name without its ending. All that is wrong is told, in
/// the order of lines.
pub fn parse(name: &str, source: &str, language: Language) -> Result<Chapter, Vec<LessonError>> {
    let mut reader = Reader::new(source, language);
    if source.len() > MAX_BYTES {
        reader.wrong(0, Problem::TooLarge);
    } else {
        reader.read();
    }
    let Reader {
        title,
        steps,
        mut problems,
        ..
    } = reader;
    if problems.is_empty() {
        return Ok(Chapter {
            name: name.to_owned(),
            title: title.unwrap_or_default(),
            steps,
        });
    }
    problems.sort_by_key(|(line, _)| *line);
    problems.dedup();
    let error = |(line, problem)| LessonError {
        file: format!("{name}.md"),
        line,
        problem,
    };
    Err(problems.into_iter().map(error).collect())
}

/// What an open paragraph will become.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Paragraph,
    Item,
    Aside,
}

struct Reader<'a> {
    source: &'a str,
    language: Language,
    title: Option<String>,
    steps: Vec<Step>,
    problems: Vec<(usize, Problem)>,
    /// Facts that the current screen asks for, with their lines: its figure may come later.
    asked: Vec<(usize, String)>,
    /// The words since the last block began.
    spans: Vec<Span>,
    strong: usize,
    emphasis: usize,
    place: Place,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, language: Language) -> Self {
        Self {
            source,
            language,
            title: None,
            steps: Vec::new(),
            problems: Vec::new(),
            asked: Vec::new(),
            spans: Vec::new(),
            strong: 0,
            emphasis: 0,
            place: Place::Paragraph,
        }
    }

    /// The line of a byte of the source, counted from 1.
    fn line(&self, at: usize) -> usize {
        let before = &self.source.as_bytes()[..at.min(self.source.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn wrong(&mut self, at: usize, problem: impl Into<Problem>) {
        let line = self.line(at);
        self.wrong_at(line, problem);
    }

    fn wrong_at(&mut self, line: usize, problem: impl Into<Problem>) {
        self.problems.push((line, problem.into()));
    }

    fn read(&mut self) {
        let source = self.source;
        let mut events = TextMergeWithOffset::new(Parser::new(source).into_offset_iter());
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let words = heading(&mut events);
                    self.take_heading(level, &words, range.start);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let text = code(&mut events);
                    self.take_block(&kind, &text, range.start);
                }
                event => self.take(event, range),
            }
        }
        self.end_step();
        if self.title.is_none() && self.problems.is_empty() {
            self.wrong(0, Problem::NoTitle);
        } else if self.steps.is_empty() && self.problems.is_empty() {
            self.wrong(0, Problem::NoSteps);
        }
    }

    fn take_heading(&mut self, level: HeadingLevel, words: &str, at: usize) {
        if words.is_empty() {
            self.wrong(at, Problem::EmptyTitle);
        }
        match level {
            HeadingLevel::H1 if self.title.is_some() => self.wrong(at, Problem::SecondTitle),
            HeadingLevel::H1 => self.title = Some(words.to_owned()),
            HeadingLevel::H2 => {
                if self.title.is_none() {
                    self.wrong(at, Problem::NoTitle);
                    self.title = Some(String::new());
                }
                self.end_step();
                self.steps.push(Step {
                    title: words.to_owned(),
                    prose: Vec::new(),
                    figure: None,
                    task: None,
                    code: None,
                });
            }
            _ => self.wrong(at, Problem::NotShown(NotShown::ThirdHeading)),
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let at = range.start;
        match event {
            Event::Start(Tag::Paragraph) => {}
            Event::End(TagEnd::Paragraph) => self.end_block(at),
            Event::Start(Tag::BlockQuote(_)) => self.place = Place::Aside,
            Event::End(TagEnd::BlockQuote(_)) => self.place = Place::Paragraph,
            Event::Start(Tag::List(None)) if self.place == Place::Paragraph => {
                self.place = Place::Item;
            }
            Event::Start(Tag::List(_)) => {
                self.wrong(at, Problem::NotShown(NotShown::List));
            }
            Event::End(TagEnd::List(_)) => self.place = Place::Paragraph,
            Event::Start(Tag::Item) => {}
            Event::End(TagEnd::Item) => self.end_block(at),
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Strong) => self.strong = self.strong.saturating_sub(1),
            Event::Start(Tag::Emphasis) => self.emphasis += 1,
            Event::End(TagEnd::Emphasis) => self.emphasis = self.emphasis.saturating_sub(1),
            Event::Text(text) => {
                let style = match (self.strong, self.emphasis) {
                    (0, 0) => Style::Plain,
                    (0, _) => Style::Emphasis,
                    _ => Style::Strong,
                };
                self.take_words(&text, style, at);
            }
            Event::Code(text) => self.take_words(&text, Style::Code, at),
            Event::SoftBreak | Event::HardBreak => self.take_words(" ", Style::Plain, at),
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                self.wrong(at, Problem::NotShown(NotShown::Html));
            }
            Event::Start(Tag::Image { .. }) => self.wrong(at, Problem::NotShown(NotShown::Picture)),
            Event::Start(Tag::Link { .. }) => self.wrong(at, Problem::NotShown(NotShown::Link)),
            Event::Rule => self.wrong(at, Problem::NotShown(NotShown::Rule)),
            _ => {}
        }
    }

    fn take_words(&mut self, text: &str, style: Style, at: usize) {
        let line = self.line(at);
        let spans = self.expand(text, style, line);
        self.spans.extend(spans);
    }

    /// Words with their computed values filled in; live ones are kept by name.
    fn expand(&mut self, text: &str, style: Style, line: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("{=") {
            words.push_str(&rest[..start]);
            let Some(length) = rest[start..].find('}') else {
                self.wrong_at(line, Problem::Unclosed);
                return spans;
            };
            let inside = &rest[start + 2..start + length];
            rest = &rest[start + length + 1..];
            if let Some(name) = inside.strip_prefix("this.") {
                if !words.is_empty() {
                    let inline = Inline::Text(std::mem::take(&mut words));
                    spans.push(Span { inline, style });
                }
                let name = name.trim().to_owned();
                self.asked.push((line, name.clone()));
                let inline = Inline::Live(name);
                spans.push(Span { inline, style });
                continue;
            }
            match values::compute(inside, self.language) {
                Ok(value) => words.push_str(&value),
                Err(problem) => self.wrong_at(line, problem),
            }
        }
        words.push_str(rest);
        if !words.is_empty() {
            let inline = Inline::Text(words);
            spans.push(Span { inline, style });
        }
        spans
    }

    /// Makes a block of the words since the last.
    fn end_block(&mut self, at: usize) {
        let spans = trimmed(std::mem::take(&mut self.spans));
        if spans.is_empty() {
            return;
        }
        let only_code = spans.iter().all(|span| span.style == Style::Code);
        let block = match self.place {
            Place::Aside => Block::Aside(spans),
            Place::Item => Block::Item(spans),
            Place::Paragraph if only_code => Block::Formula(spans),
            Place::Paragraph => Block::Paragraph(spans),
        };
        match self.steps.last_mut() {
            Some(step) => step.prose.push(block),
            None => self.wrong(at, Problem::BeforeFirstStep),
        }
    }

    /// Checks what the screen asks of its figure.
    fn end_step(&mut self) {
        let asked = std::mem::take(&mut self.asked);
        let Some(step) = self.steps.last() else {
            return;
        };
        let kind = step.figure.as_ref().map(|figure| figure.kind);
        for (line, name) in asked {
            let Some(kind) = kind else {
                self.wrong_at(line, Problem::NoFigure);
                continue;
            };
            if kind.fact_names().any(|known| known == name) {
                continue;
            }
            let known: Vec<_> = kind.fact_names().collect();
            let known = known.join(", ");
            self.wrong_at(line, Problem::UnknownFact { name, known });
        }
    }

    /// Reads what stands between two fences.
    fn take_block(&mut self, kind: &CodeBlockKind<'_>, text: &str, at: usize) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => {
                self.wrong(at, Problem::NotShown(NotShown::Indented));
                return;
            }
        };
        if self.steps.is_empty() {
            self.wrong(at, Problem::BeforeFirstStep);
            return;
        }
        let line = self.line(at);
        let (name, rest) = info.split_once(' ').unwrap_or((info, ""));
        match name {
            "figure" => self.take_figure(rest.trim(), text, line),
            "task" => self.take_task(text, line),
            "python" => self.take_code(text, line),
            "names" => self.take_names(text, line),
            _ => self.wrong_at(line, Problem::UnknownBlock(info.to_owned())),
        }
    }

    fn step(&mut self) -> Option<&mut Step> {
        self.steps.last_mut()
    }

    fn take_figure(&mut self, name: &str, text: &str, line: usize) {
        let Some(kind) = Kind::named(name) else {
            let known: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            let problem = Problem::UnknownFigure {
                name: name.to_owned(),
                known: known.join(", "),
            };
            self.wrong_at(line, problem);
            return;
        };
        let mut figure = Figure::new(kind);
        for (index, entry) in text.lines().enumerate() {
            let line = line + index + 1;
            if entry.trim().is_empty() {
                continue;
            }
            let Some((name, value)) = entry.split_once(':') else {
                self.wrong_at(line, Problem::NoColon(entry.trim().to_owned()));
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            let result = if name == "controls" {
                let mut names = value.split([',', ' ']).filter(|name| !name.is_empty());
                names.try_for_each(|name| figure.add_control(name))
            } else {
                figure.set(name, value)
            };
            if let Err(problem) = result {
                self.wrong_at(line, problem);
            }
        }
        let second = self.step().is_some_and(|step| step.figure.is_some());
        if second {
            self.wrong_at(line, Problem::Second(Part::Figure));
        } else if let Some(step) = self.step() {
            step.figure = Some(figure);
        }
    }

    fn take_task(&mut self, text: &str, line: usize) {
        let mut condition = None;
        let (mut words, mut then) = (Vec::new(), Vec::new());
        let mut in_then = false;
        for (index, entry) in text.lines().enumerate() {
            let line = line + index + 1;
            if let Some(done) = entry.strip_prefix("done:") {
                match Condition::read(done) {
                    Ok(read) => {
                        let names: Vec<String> = read.names().map(str::to_owned).collect();
                        self.asked
                            .extend(names.into_iter().map(|name| (line, name)));
                        condition = Some(read);
                    }
                    Err(problem) => {
                        self.wrong_at(line, problem);
                        return;
                    }
                }
                continue;
            }
            let (part, entry) = match entry.strip_prefix("then:") {
                Some(entry) => {
                    in_then = true;
                    (&mut then, entry)
                }
                None if in_then => (&mut then, entry),
                None => (&mut words, entry),
            };
            if !part.is_empty() && !entry.trim().is_empty() {
                part.push(Span {
                    inline: Inline::Text(" ".to_owned()),
                    style: Style::Plain,
                });
            }
            let spans = self.expand(entry.trim(), Style::Plain, line);
            part.extend(spans);
        }
        let Some(done) = condition else {
            self.wrong_at(line, Problem::NoCondition);
            return;
        };
        if words.is_empty() {
            self.wrong_at(line, Problem::NoTaskWords);
        }
        let task = Task { words, done, then };
        let second = self.step().is_some_and(|step| step.task.is_some());
        if second {
            self.wrong_at(line, Problem::Second(Part::Task));
        } else if let Some(step) = self.step() {
            step.task = Some(task);
        }
    }

    fn take_code(&mut self, text: &str, line: usize) {
        let mut source = String::new();
        // Python writes its numbers in one way.
        let language = std::mem::take(&mut self.language);
        for (index, entry) in text.lines().enumerate() {
            for span in self.expand(entry, Style::Code, line + index + 1) {
                match span.inline {
                    Inline::Text(words) => source.push_str(&without_marks(&words)),
                    Inline::Live(_) => {
                        self.wrong_at(line + index + 1, Problem::NotShown(NotShown::LiveInCode));
                    }
                }
            }
            source.push('\n');
        }
        self.language = language;
        let second = self.step().is_some_and(|step| step.code.is_some());
        if second {
            self.wrong_at(line, Problem::Second(Part::Code));
        } else if let Some(step) = self.step() {
            let names = Vec::new();
            step.code = Some(Code { source, names });
        }
    }

    /// What PyTorch calls something and what the app calls it, a pair a line.
    fn take_names(&mut self, text: &str, line: usize) {
        let mut names = Vec::new();
        for (index, entry) in text.lines().enumerate() {
            match entry.split_once(':') {
                Some((theirs, ours)) => {
                    names.push((theirs.trim().to_owned(), ours.trim().to_owned()));
                }
                None if entry.trim().is_empty() => {}
                None => {
                    let problem = Problem::NoColon(entry.trim().to_owned());
                    self.wrong_at(line + index + 1, problem);
                }
            }
        }
        match self.step().and_then(|step| step.code.as_mut()) {
            Some(code) => code.names = names,
            None => self.wrong_at(
                line,
                Problem::UnknownBlock("names before python".to_owned()),
            ),
        }
    }
}

/// Without the commas that part thousands: those between two digits.
fn without_marks(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let is_digit = |index: usize| letters.get(index).is_some_and(char::is_ascii_digit);
    let kept = letters.iter().enumerate().filter(|(index, letter)| {
        **letter != ',' || *index == 0 || !is_digit(index - 1) || !is_digit(index + 1)
    });
    kept.map(|(_, letter)| letter).collect()
}

/// The words of a heading, up to its end.
fn heading<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>) -> String {
    let mut words = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak => words.push(' '),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    words.trim().to_owned()
}

/// What stands between two fences.
fn code<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    text
}

/// Without spaces at the start and at the end.
fn trimmed(mut spans: Vec<Span>) -> Vec<Span> {
    let is_empty = |span: &Span| matches!(&span.inline, Inline::Text(words) if words.is_empty());
    if let Some(Inline::Text(words)) = spans.first_mut().map(|span| &mut span.inline) {
        *words = words.trim_start().to_owned();
    }
    if let Some(Inline::Text(words)) = spans.last_mut().map(|span| &mut span.inline) {
        *words = words.trim_end().to_owned();
    }
    spans.retain(|span| !is_empty(span));
    spans
}

/// The words as they would be read aloud, live values by their names.
pub struct Plain<'a>(pub &'a [Span]);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for span in self.0 {
            match &span.inline {
                Inline::Text(words) => f.write_str(words)?,
                Inline::Live(name) => write!(f, "{{{name}}}")?,
            }
        }
        Ok(())
    }
}
