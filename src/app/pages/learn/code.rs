//! The PyTorch lines beside the text, and the whole script.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Frame, Margin, Sense, Ui, vec2};
use lucide_icons::Icon;

use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, radius, space};
use crate::app::widgets::{self, Button};
use crate::lesson::Code;
use crate::lesson::script::script;

/// How far a line that goes on is indented.
const CONTINUED: usize = 4;

/// The button that shows and hides the lines. In the presenter's size it is an icon beside the
/// steps, since there height is scarce.
pub fn show_button(ui: &mut Ui, shown: &mut bool, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let key = if *shown {
        "learn-code-hide"
    } else {
        "learn-code-show"
    };
    let button = if theme.presenter {
        Button::icon_only(Icon::Code, context.text(key))
    } else {
        Button::new(context.text(key)).icon(Icon::Code)
    };
    let button = button
        .selected(*shown)
        .tooltip(context.text("learn-code-tooltip"));
    if button.show(ui).clicked() {
        *shown = !*shown;
    }
}

/// The lines, their names, and the buttons that copy.
pub fn show(ui: &mut Ui, code: &Code, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(theme.colors.surface)
        .stroke(theme.border())
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::same(space::MEDIUM as i8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::SMALL;
        show_lines(ui, code);
        for (theirs, ours) in &code.names {
            show_name(ui, theirs, ours);
        }
    });
    ui.horizontal_wrapped(|ui| {
        let copy = Button::new(context.text("learn-copy")).icon(Icon::Copy);
        if copy.show(ui).clicked() {
            ui.ctx().copy_text(code.source.clone());
        }
        let whole = Button::new(context.text("learn-copy-script"))
            .icon(Icon::FileCode)
            .tooltip(context.text("learn-copy-script-tooltip"));
        if whole.show(ui).clicked() {
            ui.ctx().copy_text(script(&context.state.script_settings()));
        }
    });
}

fn show_lines(ui: &mut Ui, code: &Code) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Mono);
    let letter = widgets::words_width(ui, "0", font.clone());
    let columns = (ui.available_width() / letter).floor().max(16.0) as usize;
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    let format = |color, face| TextFormat {
        font_id: theme.font(CAPTION, face),
        color,
        line_height: Some(theme.line(CAPTION) + space::TINY),
        ..TextFormat::default()
    };
    let lines = code.source.lines().flat_map(|line| wrapped(line, columns));
    for (index, line) in lines.enumerate() {
        if index > 0 {
            job.append("\n", 0.0, format(theme.colors.text, Face::Mono));
        }
        for (words, is_name) in parted(&line, code) {
            let (color, face) = match (is_name, words.trim_start().starts_with('#')) {
                (true, _) => (theme.colors.accent, Face::MonoBold),
                (false, true) => (theme.colors.muted, Face::Mono),
                (false, false) => (theme.colors.text, Face::Mono),
            };
            job.append(words, 0.0, format(color, face));
        }
    }
    let words = code.source.trim_end().to_owned();
    let galley = ui.painter().layout_job(job);
    let size = vec2(ui.available_width(), galley.size().y);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().galley(rect.min, galley, theme.colors.text);
    widgets::label(ui, rect, words);
}

/// `padding  —  Padding`: what PyTorch calls it, and what the app does.
fn show_name(ui: &mut Ui, theirs: &str, ours: &str) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    for (words, face, color) in [
        (theirs, Face::MonoBold, colors.accent),
        ("  =  ", Face::Regular, colors.muted),
        (ours, Face::Medium, colors.text),
    ] {
        let format = TextFormat::simple(theme.font(CAPTION, face), color);
        job.append(words, 0.0, format);
    }
    let words = job.text.clone();
    let galley = ui.painter().layout_job(job);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, colors.text);
    widgets::label(ui, rect, words);
}

/// A line in pieces of at most so many letters, broken behind spaces and opening brackets.
fn wrapped(line: &str, columns: usize) -> Vec<String> {
    let indent = line.len() - line.trim_start().len() + CONTINUED;
    let mut pieces = Vec::new();
    let mut rest = line.to_owned();
    while rest.chars().count() > columns {
        let most = rest
            .char_indices()
            .nth(columns)
            .map_or(rest.len(), |(at, _)| at);
        let start = rest.len() - rest.trim_start().len();
        let within = &rest[start..most];
        let cut = within.rfind([' ', '(']).filter(|at| *at > 0);
        let Some(cut) = cut.map(|at| start + at + 1) else {
            break;
        };
        pieces.push(rest[..cut].trim_end().to_owned());
        rest = format!("{}{}", " ".repeat(indent), rest[cut..].trim_start());
    }
    pieces.push(rest);
    pieces
}

/// A line in parts, and whether each is one of the code's names.
fn parted<'a>(line: &'a str, code: &Code) -> Vec<(&'a str, bool)> {
    let (code_part, comment) = line.split_at(line.find('#').unwrap_or(line.len()));
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut parts = Vec::new();
    let mut rest = code_part;
    while !rest.is_empty() {
        let first_is_letter = rest.starts_with(is_letter);
        let end = rest.find(|c: char| is_letter(c) != first_is_letter);
        let (part, left) = rest.split_at(end.unwrap_or(rest.len()));
        parts.push((part, code.names.iter().any(|(name, _)| name == part)));
        rest = left;
    }
    if !comment.is_empty() {
        parts.push((comment, false));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_and_nothing_is_lost() {
        let line = "    self.conv1 = nn.Conv2d(1, 6, 5, padding=2)";
        let pieces = wrapped(line, 30);
        assert_eq!(
            pieces,
            ["    self.conv1 = nn.Conv2d(1,", "        6, 5, padding=2)"]
        );
        assert_eq!(wrapped("short", 30), ["short"]);
        let endless = "x".repeat(50);
        assert_eq!(wrapped(&endless, 30), [endless]);
    }

    #[test]
    fn names_are_found_as_whole_words() {
        let code = Code {
            source: String::new(),
            names: vec![("padding".into(), "Padding".into())],
        };
        let parts = parted("f(padding=2, paddings)  # padding", &code);
        let names: Vec<&str> = parts
            .iter()
            .filter(|(_, is)| *is)
            .map(|(p, _)| *p)
            .collect();
        assert_eq!(names, ["padding"]);
    }
}
