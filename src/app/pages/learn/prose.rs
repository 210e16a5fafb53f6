//! The words of the lesson, with what is computed in them.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, Frame, Margin, Rect, Response, Sense, Ui, pos2, vec2};
use lucide_icons::Icon;

use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, ICON, PROSE, Size, Theme, radius, space};
use crate::app::widgets;
use crate::lesson::{Block, Fact, Figure, Inline, Span, Style, Task};

/// How words look.
struct Look {
    size: Size,
    color: Color32,
    width: f32,
    /// Everything in the numbers' face.
    mono: bool,
}

/// A block of the text.
pub fn show_block(ui: &mut Ui, block: &Block, figure: Option<&Figure>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    match block {
        Block::Paragraph(spans) => {
            show(ui, spans, PROSE, theme.colors.text, figure, context);
        }
        Block::Aside(spans) => {
            show(ui, spans, BODY, theme.colors.muted, figure, context);
        }
        Block::Item(spans) => {
            let top = ui.cursor().min;
            let indent = theme.points(PROSE);
            ui.horizontal(|ui| {
                ui.add_space(indent);
                ui.vertical(|ui| show(ui, spans, PROSE, theme.colors.text, figure, context));
            });
            let middle = pos2(top.x + indent / 3.0, top.y + theme.line(PROSE) / 2.0);
            let color = theme.colors.accent;
            ui.painter()
                .circle_filled(middle, space::TINY * 0.75, color);
        }
        Block::Formula(spans) => show_formula(ui, spans, figure, context),
    }
}

fn show_formula(ui: &mut Ui, spans: &[Span], figure: Option<&Figure>, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(theme.colors.well)
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::symmetric(space::LARGE as i8, space::MEDIUM as i8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let look = Look {
            size: BODY,
            color: theme.colors.text,
            width: ui.available_width(),
            mono: true,
        };
        paint(ui, spans, &look, figure, context);
    });
}

/// Words from the top left of what is available, as wide as that.
pub fn show(
    ui: &mut Ui,
    spans: &[Span],
    size: Size,
    color: Color32,
    figure: Option<&Figure>,
    context: &PageContext<'_>,
) {
    let look = Look {
        size,
        color,
        width: ui.available_width(),
        mono: false,
    };
    paint(ui, spans, &look, figure, context);
}

fn paint(
    ui: &mut Ui,
    spans: &[Span],
    look: &Look,
    figure: Option<&Figure>,
    context: &PageContext<'_>,
) -> Response {
    let job = job(ui, spans, look, figure, context);
    let words = job.text.replace(NO_BREAK, " ");
    let galley = ui.painter().layout_job(job);
    let size = vec2(look.width, galley.size().y);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().galley(rect.min, galley, look.color);
    widgets::label(ui, rect, words)
}

fn job(
    ui: &Ui,
    spans: &[Span],
    look: &Look,
    figure: Option<&Figure>,
    context: &PageContext<'_>,
) -> LayoutJob {
    let theme = Theme::of(ui.ctx());
    let mut job = LayoutJob::default();
    job.wrap.max_width = look.width;
    for span in spans {
        let face = match span.style {
            _ if look.mono => Face::Mono,
            Style::Code => Face::Mono,
            Style::Strong => Face::SemiBold,
            Style::Plain | Style::Emphasis => Face::Regular,
        };
        let mut format = TextFormat {
            font_id: theme.font(look.size, face),
            color: look.color,
            line_height: Some(theme.line(look.size)),
            italics: span.style == Style::Emphasis,
            ..TextFormat::default()
        };
        match &span.inline {
            Inline::Text(words) => job.append(&unbroken(words, span.style), 0.0, format),
            Inline::Live(name) => {
                if !look.mono {
                    format.font_id = theme.font(look.size, Face::MonoMedium);
                    format.color = theme.colors.accent;
                }
                let words = live(name, figure, context);
                let style = if look.mono { Style::Code } else { span.style };
                job.append(&unbroken(&words, style), 0.0, format);
            }
        }
    }
    job
}

/// What a line does not end at.
const NO_BREAK: &str = "\u{a0}";

/// Code and arithmetic break before `=` alone, and `28 × 28` does not break.
fn unbroken(words: &str, style: Style) -> String {
    match style {
        Style::Code => whole_sides(words),
        _ => words.replace(" × ", &format!("{NO_BREAK}×{NO_BREAK}")),
    }
}

/// Arithmetic that breaks before `=` alone.
pub fn whole_sides(words: &str) -> String {
    let equals = format!("{NO_BREAK}={NO_BREAK}");
    words
        .replace(' ', NO_BREAK)
        .replace(&equals, &format!(" ={NO_BREAK}"))
}

/// A fact of the figure in words; a dash where it has no value at the moment.
fn live(name: &str, figure: Option<&Figure>, context: &PageContext<'_>) -> String {
    let language = context.state.text.language();
    let world = context.state.world();
    match figure.and_then(|figure| figure.fact(name, &world)) {
        Some(Fact::Number(value)) if value.fract() == 0.0 => language.decimal(value, 0),
        Some(Fact::Number(value)) => language.decimal(value, 2),
        Some(Fact::Word(word)) => language.written(&word),
        None => "–".to_owned(),
    }
}

/// The task in its frame; what follows from it once it is done.
pub fn show_task(
    ui: &mut Ui,
    task: &Task,
    done: bool,
    figure: Option<&Figure>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let frame = Frame::new()
        .fill(colors.accent_soft)
        .inner_margin(Margin {
            left: (space::LARGE + space::TINY) as i8,
            right: space::LARGE as i8,
            top: space::MEDIUM as i8,
            bottom: space::MEDIUM as i8,
        })
        .corner_radius(radius::BAR);
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::TINY;
        ui.spacing_mut().interact_size.y = 0.0;
        let (icon, key) = if done {
            (Icon::CircleCheck, "learn-task-done")
        } else {
            (Icon::Flag, "learn-task")
        };
        ui.horizontal(|ui| {
            let side = theme.points(ICON);
            let (rect, _) = ui.allocate_exact_size(vec2(side, theme.line_height()), Sense::hover());
            let font = theme.font(ICON, Face::Icon);
            widgets::icon(ui, rect.center(), icon, font, colors.accent);
            let words = context.text(key);
            let font = theme.font(BODY, Face::SemiBold);
            let galley = ui
                .painter()
                .layout_no_wrap(words.to_owned(), font, colors.accent);
            let size = vec2(galley.size().x, theme.line_height());
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            ui.painter().galley(rect.min, galley, colors.accent);
            widgets::label(ui, rect, words);
        });
        show(ui, &task.words, BODY, colors.text, figure, context);
        if done && !task.then.is_empty() {
            show(ui, &task.then, BODY, colors.accent, figure, context);
        }
    });
    let rect = shown.response.rect;
    let bar = Rect::from_min_max(rect.min, pos2(rect.left() + space::TINY, rect.bottom()));
    ui.painter().rect_filled(bar, 0, colors.accent);
}
