//! Settings that are impossible: why, with the formula, and what would work.

use eframe::egui::{Align2, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2};
use lucide_icons::Icon;

use super::layout::Panels;
use super::scene::Scene;
use super::words::mode_key;
use crate::app::command::Command;
use crate::app::convolve::{Change, errors};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, ICON, Theme, radius, space};
use crate::app::widgets::{Button, icon, text};
use crate::convolution::geometry::{Geometry, Setting};
use crate::convolution::remedies::Remedy;
use crate::convolution::{Impossible, Operation};

/// Room lower than this, in lines of text, has smaller letters and buttons.
const LOW: f32 = 12.0;

/// Shows it in the output's place.
pub fn show(
    ui: &mut Ui,
    panels: &Panels,
    impossible: Impossible,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let (top, bottom) = (panels.output.heading.top(), panels.cell.bottom());
    let rect = Rect::from_min_max(
        pos2(panels.output.heading.left(), top),
        pos2(panels.output.heading.right(), bottom),
    );
    let (fill, line) = (theme.colors.error_soft, theme.border());
    let side = eframe::egui::StrokeKind::Inside;
    ui.painter().rect(rect, radius::CONTROL, fill, line, side);
    let inner = rect.shrink(space::MEDIUM);
    let low = inner.height() < LOW * theme.line_height();
    let (height, width) = scene.size();
    let mut remedies = scene.geometry.remedies(height, width);
    if matches!(scene.operation, Operation::Pooling(_)) {
        // A pooling has window and stride alone.
        let has = |remedy: &Remedy| {
            matches!(
                remedy.setting,
                Some(Setting::Kernel | Setting::Stride) | None
            )
        };
        remedies.retain(has);
    }
    let builder = UiBuilder::new().max_rect(inner).id_salt("impossible");
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(inner.intersect(ui.clip_rect()));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.horizontal(|ui| {
                let size = eframe::egui::Vec2::splat(theme.points(ICON));
                let (place, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
                let font = theme.font(ICON, Face::Icon);
                icon(
                    ui,
                    place.center(),
                    Icon::CircleAlert,
                    font,
                    theme.colors.error,
                );
                let font = theme.font(BODY, Face::SemiBold);
                let words = context.text("convolve-impossible");
                ui.label(RichText::new(words).font(font));
            });
            let words = errors::impossible(&context.state.text, &impossible);
            let font = theme.font(if low { CAPTION } else { BODY }, Face::Regular);
            ui.label(RichText::new(words).font(font));
            if !remedies.is_empty() {
                ui.label(context.text("convolve-works-with"));
            }
            for remedy in remedies {
                let words = in_words(&remedy, context);
                let button = Button::new(&words).height(if low {
                    theme.line_height() + space::SMALL
                } else {
                    theme.control_height()
                });
                if button.show(ui).clicked() {
                    context.push(Command::Convolve(Change::SetGeometry(remedy.geometry)));
                }
            }
        });
    });
}

fn in_words(remedy: &Remedy, context: &PageContext<'_>) -> String {
    let Geometry {
        rows,
        columns,
        mode,
    } = remedy.geometry;
    let words = &context.state.text;
    let padding = [rows.padding, columns.padding];
    let padding = padding.iter().map(|(a, b)| *a.max(b)).max().unwrap_or(0);
    let size = format!("{} × {}", rows.kernel, columns.kernel);
    match remedy.setting {
        Some(Setting::Kernel) => words.with("convolve-remedy-size", &[("size", size.into())]),
        Some(Setting::Stride) => {
            let stride = rows.stride.max(columns.stride);
            words.with("convolve-remedy-stride", &[("stride", stride.into())])
        }
        Some(Setting::Dilation) => {
            let dilation = rows.dilation.max(columns.dilation);
            words.with("convolve-remedy-dilation", &[("dilation", dilation.into())])
        }
        Some(Setting::Padding) => {
            words.with("convolve-remedy-padding", &[("padding", padding.into())])
        }
        Some(Setting::PaddingMode) => {
            let mode = context.text(mode_key(mode));
            words.with("convolve-remedy-mode", &[("mode", mode.into())])
        }
        None => words.with(
            "convolve-remedy-all",
            &[("size", size.into()), ("padding", padding.into())],
        ),
    }
}

/// Where there is no input to show: it is being made, or an operation before this one is
/// impossible.
pub fn show_before(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let results = &context.state.convolve.results;
    let failed = results.outputs.iter().position(Result::is_err);
    let words = match failed {
        Some(index) => context.state.text.with(
            "convolve-step-impossible",
            &[("number", (index + 1).into())],
        ),
        None => context.text("convolve-in-the-making").to_owned(),
    };
    let font = theme.font(BODY, Face::Medium);
    let color = theme.colors.muted;
    let middle = rect.center();
    text(ui, middle, Align2::CENTER_CENTER, words, font, color);
    if let Some(index) = failed {
        let words = context.text("convolve-show-step");
        let size = eframe::egui::vec2(theme.points(BODY) * 12.0, theme.control_height());
        let place = Rect::from_center_size(pos2(middle.x, middle.y + theme.control_height()), size);
        let mut clicked = false;
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            ui.vertical_centered(|ui| clicked = Button::new(words).show(ui).clicked());
        });
        if clicked {
            context.push(Command::Convolve(Change::SelectStep(index)));
        }
    }
}
