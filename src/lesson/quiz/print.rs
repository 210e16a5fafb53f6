//! A paper as HTML and as plain text, its answers on a page of their own.

use std::fmt::Write;

use super::choices::{Answer, Choice};
use super::paper::Paper;
use super::question::{Curves, Given, Phrase, Question};
use crate::grid::Grid;
use crate::language::Language;

/// Turns a phrase into words.
pub type Say<'a> = &'a dyn Fn(&Phrase) -> String;

/// The letter of a choice.
pub fn letter(choice: usize) -> char {
    char::from(b'A' + (choice % 26) as u8)
}

/// The paper as one HTML page with everything in it, made for printing.
pub fn html(paper: &Paper, language: Language, say: Say<'_>) -> String {
    let title = escaped(&say(&title(paper)));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p class=\"name\">{}</p>\n<ol>\n",
        language.code(),
        escaped(&say(&Phrase::new("quiz-paper-name")))
    );
    for question in &paper.questions {
        // Short choices stand in one line.
        let class = match question.choices.first().map(|choice| &choice.answer) {
            Some(Answer::Number(_) | Answer::Grid(_)) => "choices short",
            _ => "choices",
        };
        let _ = writeln!(
            page,
            "<li>\n<p>{}</p>\n{}<ol class=\"{class}\">",
            escaped(&say(&question.prompt())),
            given_html(&question.given, language, say)
        );
        for choice in &question.choices {
            let _ = writeln!(page, "<li>{}</li>", choice_html(choice, language));
        }
        page.push_str("</ol>\n</li>\n");
    }
    let answers = escaped(&say(&Phrase::new("quiz-paper-answers")));
    let _ = writeln!(page, "</ol>\n<h2>{answers}</h2>\n<ol>");
    for question in &paper.questions {
        let _ = writeln!(
            page,
            "<li><b>{}</b> {}\n<p>{}</p></li>",
            letter(question.right),
            choice_html(&question.choices[question.right], language),
            escaped(&say(&question.explanation(question.right)))
        );
    }
    page.push_str("</ol>\n</body>\n</html>\n");
    page
}

/// The paper as plain text.
pub fn text(paper: &Paper, language: Language, say: Say<'_>) -> String {
    let title = say(&title(paper));
    let mut page = format!("{title}\n{}\n\n", "=".repeat(title.chars().count()));
    let _ = writeln!(page, "{}\n", say(&Phrase::new("quiz-paper-name")));
    for (index, question) in paper.questions.iter().enumerate() {
        let _ = writeln!(page, "{}. {}", index + 1, say(&question.prompt()));
        page.push_str(&given_text(&question.given, language, say));
        for (choice, answer) in question.choices.iter().enumerate() {
            let _ = writeln!(
                page,
                "   {}) {}",
                letter(choice),
                choice_text(answer, 6, language)
            );
        }
        page.push('\n');
    }
    let _ = writeln!(page, "{}\n", say(&Phrase::new("quiz-paper-answers")));
    for (index, question) in paper.questions.iter().enumerate() {
        let _ = writeln!(
            page,
            "{}. {}  {}",
            index + 1,
            letter(question.right),
            say(&question.explanation(question.right))
        );
    }
    page
}

/// What a paper is called.
pub fn title(paper: &Paper) -> Phrase {
    Phrase::new("quiz-paper-title")
        .with("level", paper.level.number())
        .with("seed", paper.seed)
}

const STYLE: &str = "\
@page { margin: 16mm 18mm; }
body { font: 11pt/1.4 sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em; color: #000; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
h1 { font-size: 16pt; margin: 0 0 0.6em; }
h2 { font-size: 14pt; break-before: page; }
p { margin: 0 0 0.4em; }
.name { border-bottom: 1px solid; padding-bottom: 1.2em; margin-bottom: 1.2em; }
.note { font-size: 9pt; }
li { margin-bottom: 1em; break-inside: avoid; }
.choices { list-style: upper-alpha; display: grid; grid-template-columns: 1fr 1fr; gap: 0.4em 1em; }
.short { grid-template-columns: repeat(4, 1fr); }
.choices li { margin: 0; }
figure { display: inline-block; vertical-align: top; margin: 0.2em 2em 0.6em 0; }
figcaption { font-size: 9pt; }
table { border-collapse: collapse; display: inline-table; vertical-align: top; }
td { border: 1px solid #888; min-width: 1.6em; height: 1.6em; padding: 0 0.25em; text-align: center; font: 10pt monospace; }
svg { vertical-align: top; }
text { font: 9px sans-serif; text-anchor: middle; }
";

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A whole number to choose, with a true minus sign.
pub fn number_text(number: i64, language: Language) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", language.whole(number.unsigned_abs() as usize))
}

/// A number of a small grid: whole, or with at most two decimals, with a true minus sign.
pub fn cell_text(value: f32, language: Language) -> String {
    let words = format!("{value:.2}");
    let words = words.trim_end_matches('0').trim_end_matches('.');
    match words {
        "-0" | "" => "0".to_owned(),
        words => language.written(&words.replace('-', "−")),
    }
}

fn given_html(given: &Given, language: Language, say: Say<'_>) -> String {
    let word = |key| escaped(&say(&Phrase::new(key)));
    let figure = |caption: String, shown: String| {
        format!("<figure><figcaption>{caption}</figcaption>{shown}</figure>\n")
    };
    let input = |grid: &Grid| figure(escaped(&say(&input_words(grid))), table(grid, language));
    let legend = || format!("<p class=\"note\">{}</p>\n", word("quiz-curves-legend"));
    match given {
        Given::Pooling { input: grid, .. } => input(grid),
        Given::ByHand {
            input: grid,
            convolution,
            ..
        } => {
            let kernel = table(convolution.kernel.grid(), language);
            input(grid) + &figure(word("figure-kernel"), kernel)
        }
        Given::WhichKernel { input, output, .. } => {
            let mut after = word("figure-after");
            if is_signed(output) {
                let _ = write!(after, " ({})", word("quiz-paper-signed"));
            }
            figure(word("figure-before"), picture(input)) + &figure(after, picture(output))
        }
        Given::BestEpoch { curves } => format!("<div>{}</div>\n{}", plot(curves), legend()),
        Given::Overfitting => legend(),
        _ => String::new(),
    }
}

fn input_words(grid: &Grid) -> Phrase {
    let size = format!("{} × {}", grid.height(), grid.width());
    Phrase::new("figure-input").with("size", size)
}

fn choice_html(choice: &Choice, language: Language) -> String {
    match &choice.answer {
        Answer::Number(number) => number_text(*number, language),
        Answer::Text(formula) => format!("<code>{}</code>", escaped(formula)),
        Answer::Grid(grid) => table(grid, language),
        Answer::Curves(curves) => plot(curves),
    }
}

fn table(grid: &Grid, language: Language) -> String {
    let mut table = "<table>".to_owned();
    for row in 0..grid.height() {
        table.push_str("<tr>");
        for value in grid.row(row) {
            let _ = write!(table, "<td>{}</td>", cell_text(*value, language));
        }
        table.push_str("</tr>");
    }
    table.push_str("</table>");
    table
}

/// The least share of the largest number that shows.
const SHOWN: f32 = 0.02;

/// Whether a picture has numbers below 0 that show.
fn is_signed(grid: &Grid) -> bool {
    let least = -SHOWN * grid.max_abs();
    grid.values().iter().any(|value| *value < least)
}

/// A picture as SVG, for printers without colours, too: ink dark on white; where there are
/// negative numbers, 0 is grey, what is above it darker and what is below it lighter.
fn picture(grid: &Grid) -> String {
    const CELL: usize = 5;
    let most = grid.max_abs().max(f32::MIN_POSITIVE);
    let zero = if is_signed(grid) { "#b0b0b0" } else { "#fff" };
    let (width, height) = (grid.width() * CELL, grid.height() * CELL);
    let mut svg = format!(
        "<svg width=\"{width}\" height=\"{height}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{zero}\" stroke=\"#888\"/>"
    );
    for row in 0..grid.height() {
        for (column, value) in grid.row(row).iter().enumerate() {
            let share = value.abs() / most;
            if share < SHOWN {
                continue;
            }
            let fill = if *value < 0.0 { "#fff" } else { "#000" };
            let _ = write!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{CELL}\" height=\"{CELL}\" fill=\"{fill}\" \
                 fill-opacity=\"{share:.2}\"/>",
                column * CELL,
                row * CELL
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// Two curves as SVG: training dashed, held out solid; the epochs below them.
fn plot(curves: &Curves) -> String {
    const SIZE: (f32, f32) = (250.0, 110.0);
    /// Room at the sides for the numbers of the first and the last epoch, and below for all.
    const SIDE: f32 = 8.0;
    const FOOT: f32 = 14.0;
    let losses = || curves.training.iter().chain(&curves.held_out);
    let most = losses().copied().fold(0.1, f32::max);
    let steps = curves.training.len().saturating_sub(1).max(1) as f32;
    let x = |epoch: usize| SIDE + epoch as f32 / steps * (SIZE.0 - 2.0 * SIDE);
    let bottom = SIZE.1 - FOOT;
    let line = |losses: &[f32], dash: &str| {
        let points: Vec<String> = losses
            .iter()
            .enumerate()
            .map(|(epoch, loss)| format!("{:.1},{:.1}", x(epoch), bottom * (1.0 - loss / most)))
            .collect();
        format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.5\"{dash}/>",
            points.join(" ")
        )
    };
    let numbers: String = (0..curves.training.len())
        .map(|epoch| {
            format!(
                "<text x=\"{:.1}\" y=\"{}\">{}</text>",
                x(epoch),
                SIZE.1 - 2.0,
                epoch + 1
            )
        })
        .collect();
    format!(
        "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\
         <path d=\"M{SIDE} 0V{bottom}H{2}\" fill=\"none\" stroke=\"#888\"/>{numbers}{3}{4}</svg>",
        SIZE.0,
        SIZE.1,
        SIZE.0 - SIDE,
        line(&curves.training, " stroke-dasharray=\"4 3\""),
        line(&curves.held_out, "")
    )
}

fn given_text(given: &Given, language: Language, say: Say<'_>) -> String {
    let word = |key| say(&Phrase::new(key));
    let input = |grid: &Grid| {
        let words = say(&input_words(grid));
        format!("   {words}\n{}\n", grid_text(grid, 3, language))
    };
    let legend = || format!("   {}\n", word("quiz-curves-legend"));
    match given {
        Given::Pooling { input: grid, .. } => input(grid),
        Given::ByHand {
            input: grid,
            convolution,
            ..
        } => {
            let kernel = grid_text(convolution.kernel.grid(), 3, language);
            format!("{}\n   {}\n{kernel}\n", input(grid), word("figure-kernel"))
        }
        Given::WhichKernel { input, output, .. } => format!(
            "   {}\n{}\n   {}\n{}",
            word("figure-before"),
            characters(input),
            word("figure-after"),
            characters(output)
        ),
        Given::BestEpoch { curves } => {
            format!("   {}\n{}", curves_text(curves, 3, language), legend())
        }
        Given::Overfitting => legend(),
        _ => String::new(),
    }
}

fn choice_text(choice: &Choice, indent: usize, language: Language) -> String {
    match &choice.answer {
        Answer::Number(number) => number_text(*number, language),
        Answer::Text(formula) => (*formula).to_owned(),
        Answer::Grid(grid) => grid_text(grid, indent, language).trim_start().to_owned(),
        Answer::Curves(curves) => curves_text(curves, indent, language),
    }
}

fn grid_text(grid: &Grid, indent: usize, language: Language) -> String {
    let cells: Vec<String> = grid
        .values()
        .iter()
        .map(|v| cell_text(*v, language))
        .collect();
    let longest = cells.iter().map(|cell| cell.chars().count()).max();
    let width = longest.unwrap_or(1);
    let rows: Vec<String> = cells
        .chunks(grid.width().max(1))
        .map(|row| {
            let row: Vec<String> = row.iter().map(|cell| format!("{cell:>width$}")).collect();
            format!("{}{}", " ".repeat(indent), row.join(" "))
        })
        .collect();
    rows.join("\n")
}

/// A picture in characters: # and + for positive numbers, = and - for negative ones.
fn characters(grid: &Grid) -> String {
    let most = grid.max_abs().max(f32::MIN_POSITIVE);
    let mut text = String::new();
    for row in 0..grid.height() {
        text.push_str("   ");
        for value in grid.row(row) {
            text.push(match value / most {
                share if share > 0.5 => '#',
                share if share > 0.1 => '+',
                share if share < -0.5 => '=',
                share if share < -0.1 => '-',
                _ => '.',
            });
        }
        text.push('\n');
    }
    text
}

/// Both curves as numbers, one epoch after another.
fn curves_text(curves: &Curves, indent: usize, language: Language) -> String {
    let line = |losses: &[f32]| {
        let losses: Vec<String> = losses
            .iter()
            .map(|loss| language.decimal(f64::from(*loss), 2))
            .collect();
        losses.join(" ")
    };
    let space = " ".repeat(indent);
    format!(
        "- - {}\n{space}--- {}",
        line(&curves.training),
        line(&curves.held_out)
    )
}

/// The letter and the words of a choice, for those who hear it.
pub fn spoken(question: &Question, choice: usize, language: Language) -> String {
    let words = choice_text(&question.choices[choice], 0, language);
    format!("{}: {}", letter(choice), words.replace('\n', "; "))
}
