//! How often each pixel is used, and what four such layers make of the digit.

use eframe::egui::{Align2, Rect, StrokeKind, Ui, Vec2, pos2, vec2};

use super::cells::{Cells, square};
use super::window::outline;
use super::{caption, headed};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, RESULT, Theme, space};
use crate::app::widgets;
use crate::convolution::{Convolution, Padding, PaddingMode};
use crate::grid::Grid;
use crate::lesson::Figure;

/// Side of the corner that is looked at closely.
const CORNER: usize = 6;

/// Layers one after another.
const LAYERS: usize = 4;

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let Some(coverage) = figure.coverage() else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    if figure.side() != 28 {
        show_map(ui, rect, figure, &coverage, context);
        return;
    }
    // For a projector there is room for one of them.
    match (theme.presenter, figure.get("show")) {
        (true, "layers") => {
            show_stack(ui, rect, figure, context);
        }
        (true, _) => {
            show_map(ui, rect, figure, &coverage, context);
        }
        _ => {
            let upper = rect.with_max_y(rect.top() + rect.height() * 0.57);
            let bottom = show_map(ui, upper, figure, &coverage, context);
            let lower = rect.with_min_y(bottom + space::WIDE);
            ui.painter()
                .hline(lower.x_range(), lower.top(), theme.border());
            let lower = lower.with_min_y(lower.top() + space::LARGE);
            show_stack(ui, lower, figure, context);
        }
    }
}

/// The map, the corner's numbers, and how often the corner is read; how far down they reach.
fn show_map(
    ui: &mut Ui,
    rect: Rect,
    figure: &Figure,
    coverage: &Grid,
    context: &PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let padding = figure.number("padding");
    let side = figure.side();
    let left = rect.with_max_x(rect.left() + rect.width() * 0.57 - space::SMALL);
    let below = headed(ui, left, context.text("figure-coverage"));
    let legend = theme.caption_height() + space::LARGE;
    let around = side + 2 * padding;
    let place = square(below.with_max_y(below.bottom() - legend), around, 26.0);
    let bottom = place.bottom() + legend;
    let pitch = place.width() / around as f32;
    ui.painter().rect_filled(place, 0, theme.colors.well);
    let inner = Rect::from_min_size(
        place.min + Vec2::splat(pitch * padding as f32),
        Vec2::splat(pitch * side as f32),
    );
    let most = coverage.max_abs();
    let cells = Cells::new(coverage, ColorMap::Heat, most);
    cells.show(ui, inner, context.text("figure-coverage"));
    show_ink(ui, &cells, inner, context);
    let corner = cells
        .place(inner, 0, 0)
        .union(cells.place(inner, CORNER - 1, CORNER - 1));
    outline(ui, corner);
    show_legend(
        ui,
        pos2(place.left(), place.bottom() + space::SMALL),
        place.width(),
        most,
    );
    let right = rect.with_min_x(rect.left() + rect.width() * 0.57 + space::SMALL);
    let below = headed(ui, right, context.text("figure-corner"));
    let numbers = Grid::from_fn(CORNER, CORNER, |row, column| coverage.at(row, column));
    let result = theme.line(RESULT) + theme.caption_height() * 2.0;
    let place = square(below.with_max_y(below.bottom() - result), CORNER, 56.0);
    Cells::new(&numbers, ColorMap::Heat, most).show(ui, place, context.text("figure-corner"));
    let font = theme.font(RESULT, Face::MonoBold);
    let middle = place.bottom() + space::MEDIUM + theme.line(RESULT) / 2.0;
    let reads = coverage.at(0, 0) as usize;
    let left = pos2(place.left(), middle);
    let color = theme.colors.accent;
    let shown = widgets::text(ui, left, Align2::LEFT_CENTER, reads, font, color);
    let words = super::with(
        context,
        "figure-corner-reads",
        &[("count", reads.to_string())],
    );
    let place = pos2(shown.rect.right() + space::MEDIUM, middle);
    caption(ui, place, Align2::LEFT_CENTER, &words);
    bottom
}

/// The digit's ink as dark dots.
fn show_ink(ui: &Ui, cells: &Cells<'_>, rect: Rect, context: &PageContext<'_>) {
    let digit = &context.state.reading.form.centred;
    if digit.width() != cells.grid.width() {
        return;
    }
    for row in 0..digit.height() {
        for (column, ink) in digit.row(row).iter().enumerate() {
            if *ink > 0.5 {
                let place = cells.place(rect, row, column);
                let dot = place.shrink(place.width() * 0.25);
                ui.painter()
                    .rect_filled(dot, 0, eframe::egui::Color32::BLACK);
            }
        }
    }
}

/// The scale from 0 to the most.
fn show_legend(ui: &mut Ui, corner: eframe::egui::Pos2, width: f32, most: f32) {
    let theme = Theme::of(ui.ctx());
    let bar = Rect::from_min_size(corner, vec2(width, space::SMALL));
    let steps = 64;
    for step in 0..steps {
        let share = step as f32 / (steps - 1) as f32;
        let left = bar.left() + bar.width() * step as f32 / steps as f32;
        let part = Rect::from_min_size(
            pos2(left, bar.top()),
            vec2(bar.width() / steps as f32 + 0.5, bar.height()),
        );
        let fill = theme.color(ColorMap::Heat, share);
        ui.painter().rect_filled(part, 0, fill);
    }
    let line = theme.border();
    ui.painter().rect_stroke(bar, 0, line, StrokeKind::Outside);
    let middle = bar.bottom() + theme.caption_height() / 2.0 + 2.0;
    let font = theme.font(CAPTION, Face::Mono);
    let color = theme.colors.muted;
    let ends = [
        (bar.left(), Align2::LEFT_CENTER, "0".to_owned()),
        (bar.right(), Align2::RIGHT_CENTER, format!("{most:.0}")),
    ];
    for (x, anchor, words) in ends {
        widgets::text(ui, pos2(x, middle), anchor, words, font.clone(), color);
    }
}

/// The digit after one to four layers: with the padding that is set, and without.
fn show_stack(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let kernel = figure.number("kernel");
    let padding = figure.number("padding");
    let words = super::with(
        context,
        "figure-stack",
        &[
            ("count", LAYERS.to_string()),
            ("kernel", kernel.to_string()),
        ],
    );
    let below = headed(ui, rect, &words);
    let rows = if padding > 0 {
        vec![padding, 0]
    } else {
        vec![0]
    };
    let Some(blur) = figure.blur() else {
        return;
    };
    let line = theme.caption_height();
    // What is left, where there is nothing to compare it with.
    let alone = padding == 0;
    let foot = if alone {
        theme.line(RESULT) + space::LARGE
    } else {
        0.0
    };
    let row_height = (below.height() - foot) / rows.len() as f32;
    let mut bottom = below.top();
    let mut kept = Vec::new();
    for (index, padding) in rows.into_iter().enumerate() {
        let top = below.top() + index as f32 * row_height;
        let words = super::with(
            context,
            "figure-with-padding",
            &[("padding", padding.to_string())],
        );
        let (face, color) = match index {
            0 => (Face::SemiBold, theme.colors.accent),
            _ => (Face::Regular, theme.colors.muted),
        };
        let font = theme.font(BODY, face);
        let place = pos2(rect.left(), top + line / 2.0);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
        let layer = Convolution {
            padding: Padding::all(PaddingMode::Zero, padding),
            ..blur.clone()
        };
        let pictures = stacked(&context.state.reading.form.centred, &layer);
        // All of the width, a cell as large in each.
        let cells: usize = pictures.iter().map(Grid::width).sum();
        let gap = space::LARGE;
        let across = (below.width() - LAYERS as f32 * gap) / cells as f32;
        let down = (row_height - 2.0 * line - space::WIDE) / pictures[0].height() as f32;
        let cell = across.min(down);
        let top = top + line + space::SMALL;
        let mut left = below.left();
        for picture in &pictures {
            let size = vec2(picture.width() as f32, picture.height() as f32) * cell;
            let place = Rect::from_min_size(pos2(left, top), size);
            let size = format!("{0} × {0}", picture.height());
            Cells::new(picture, ColorMap::Ink, 1.0).show(ui, place, &size);
            let below = pos2(left, place.bottom() + line / 2.0 + space::TINY);
            caption(ui, below, Align2::LEFT_CENTER, &size);
            left = place.right() + gap;
            bottom = bottom.max(place.bottom() + line + space::LARGE);
        }
        kept.extend(pictures.last().map(Grid::height));
    }
    let Some(kept) = kept.first().filter(|_| alone) else {
        return;
    };
    let middle = bottom + theme.line(RESULT) / 2.0;
    let font = theme.font(RESULT, Face::MonoBold);
    let place = pos2(rect.left(), middle);
    let words = format!("{kept}×{kept}");
    let color = theme.colors.accent;
    let shown = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let arguments = [
        ("size", figure.side().to_string()),
        ("count", LAYERS.to_string()),
    ];
    let words = super::with(context, "figure-stack-left", &arguments);
    let place = pos2(shown.rect.right() + space::MEDIUM, middle);
    caption(ui, place, Align2::LEFT_CENTER, &words);
}

/// The picture, and what so many layers make of it, as far as the kernel fits.
fn stacked(picture: &Grid, convolution: &Convolution) -> Vec<Grid> {
    let mut pictures = vec![picture.clone()];
    for layer in 0..LAYERS {
        match convolution.apply(&pictures[layer]) {
            Ok(next) => pictures.push(next),
            Err(_) => break,
        }
    }
    pictures
}
