//! The figures of the lesson, drawn from their settings.

mod canvas;
mod cells;
mod change;
mod convolution;
mod coverage;
mod data;
mod descent;
mod evaluation;
pub mod explained;
mod field;
mod form;
mod layers;
mod loss;
mod maps;
mod neighbours;
mod pooling;
mod range;
mod slide;
mod training;
mod weights;
mod window;

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::Motion;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets;
use crate::convolution::geometry::Formula;
use crate::lesson::{Figure, Kind};

pub use cells::{Cells, number, square};
pub use evaluation::curves;
pub use maps::{stage, stage_after};

/// Draws a figure into `rect`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    figure: &mut Figure,
    motion: &mut Motion,
    context: &mut PageContext<'_>,
) {
    match figure.kind {
        Kind::Canvas => canvas::show(ui, rect, figure, context),
        Kind::Questions => canvas::show_questions(ui, rect, figure, context),
        Kind::Convolution => convolution::show(ui, rect, figure, motion, context),
        Kind::Slide => slide::show(ui, rect, figure, context),
        Kind::Coverage => coverage::show(ui, rect, figure, context),
        Kind::Pooling => pooling::show(ui, rect, figure, motion, context),
        Kind::Weights => weights::show(ui, rect, figure, context),
        Kind::Neighbours => neighbours::show(ui, rect, figure, context),
        Kind::Data => data::show(ui, rect, figure, context),
        Kind::Form => form::show(ui, rect, figure, context),
        Kind::Range => range::show(ui, rect, figure, context),
        Kind::Layers => layers::show(ui, rect, figure, context),
        Kind::Maps => maps::show(ui, rect, figure, context),
        Kind::Field => field::show(ui, rect, figure, context),
        Kind::Loss => loss::show(ui, rect, figure, context),
        Kind::Descent => descent::show(ui, rect, figure, context),
        Kind::Training => training::show(ui, rect, context),
        Kind::Evaluation => evaluation::show(ui, rect, figure, context),
        Kind::Change => change::show(ui, rect, figure, context),
    }
}

/// A heading at the top of `rect`; what is left below it.
pub fn headed(ui: &mut Ui, rect: Rect, words: &str) -> Rect {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::SemiBold);
    let place = pos2(rect.left(), rect.top() + theme.line_height() / 2.0);
    let color = theme.colors.text;
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    rect.with_min_y(rect.top() + theme.line_height() + space::SMALL)
}

/// A caption with its middle at the top of `rect`, in the numbers' face.
fn figure_line(ui: &mut Ui, rect: Rect, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::Mono);
    let color = theme.colors.text;
    widgets::paragraph(ui, rect, words, font, color);
}

/// The size formula with its numbers, at the top of `rect`.
fn formula_line(ui: &mut Ui, rect: Rect, formula: &Formula) {
    figure_line(ui, rect, &widgets::written(&formula.brief()));
}

/// The height that the size formula takes in this width.
fn formula_height(ui: &Ui, width: f32, formula: &Formula) -> f32 {
    let font = Theme::of(ui.ctx()).font(BODY, Face::Mono);
    widgets::paragraph_height(ui, width, widgets::written(&formula.brief()), font)
}

/// Whether there is more room below one another than beside one another.
fn is_upright(rect: Rect) -> bool {
    rect.height() > rect.width()
}

/// A small muted line at a place.
fn caption(ui: &mut Ui, place: eframe::egui::Pos2, anchor: Align2, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    widgets::text(ui, place, anchor, words, font, theme.colors.muted);
}

/// Words with something filled in, from a page's context.
fn with(context: &PageContext<'_>, key: &str, arguments: &[(&str, String)]) -> String {
    context.state.text.with_words(key, arguments)
}
