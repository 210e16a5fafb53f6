//! The kernel, to be edited cell by cell, and what can be done with it as a whole.

use eframe::egui::{Rect, Ui, UiBuilder, ViewportCommand, pos2, vec2};
use lucide_icons::Icon;

use super::grids::show_heading;
use super::layout::Panels;
use super::scene::Scene;
use super::words::{cell_value, number};
use super::{Complaint, ConvolvePage};
use crate::app::command::Command;
use crate::app::convolve::Change;
use crate::app::pages::PageContext;
use crate::app::theme::{ColorMap, Theme, space};
use crate::app::widgets::{Button, Cells, Edit, EditGrid, menu_item};
use crate::convolution::Kernel;

/// Shows the kernel as it slides, and takes what is done to its cells.
pub fn show(
    ui: &mut Ui,
    panels: &Panels,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
    term: &mut Option<usize>,
) {
    let Some(convolution) = scene.convolve.convolution() else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    if !panels.tabs {
        let heading = show_heading(ui, &panels.kernel, context.text("convolve-kernel"));
        heading.on_hover_text(context.text("convolve-kernel-tooltip"));
    }
    show_tools(ui, panels.kernel.heading, &convolution.kernel, context);
    let kernel = convolution.sliding_kernel();
    let (rows, columns) = kernel.size();
    let most = kernel.grid().max_abs().max(f32::MIN_POSITIVE);
    let text = &context.state.text;
    let cells = Cells {
        rect: panels.kernel.body,
        rows,
        columns,
    };
    let marked = page
        .pointed_term
        .filter(|index| *index < rows * columns)
        .map(|index| (index / columns, index % columns));
    let edited = EditGrid {
        id: ui.scope_id().with("kernel"),
        name: context.text("convolve-kernel-name"),
        cells,
        grid: kernel.grid(),
        label: &|row, column, value| cell_value(text, "convolve-weight", row, column, value),
        color: &|value| theme.color(ColorMap::Signed, value / most),
        marked,
    }
    .show(ui, &mut page.kernel_editor);
    if let Some((row, column)) = edited.pointed {
        *term = Some(row * columns + column);
    }
    // Flipped, the cell on screen is the one at the other end of the kernel as it is kept.
    let kept = |row: usize, column: usize| {
        if convolution.flip {
            (rows - 1 - row, columns - 1 - column)
        } else {
            (row, column)
        }
    };
    for edit in edited.edits {
        let change = match edit {
            Edit::Set {
                row,
                column,
                value,
                goes_on,
            } => {
                let (row, column) = kept(row, column);
                Change::SetWeight {
                    row,
                    column,
                    weight: value,
                    goes_on,
                }
            }
            Edit::Enter {
                row,
                column,
                text: typed,
            } => match number(text, &typed) {
                Ok(weight) => {
                    page.complaint = None;
                    let (row, column) = kept(row, column);
                    Change::SetWeight {
                        row,
                        column,
                        weight,
                        goes_on: false,
                    }
                }
                Err(words) => {
                    page.complaint = Some(Complaint::new(words, context.state));
                    continue;
                }
            },
            Edit::End => Change::EndGesture,
            Edit::Undo => Change::Undo,
            Edit::Redo => Change::Redo,
        };
        context.push(Command::Convolve(change));
    }
}

/// Undo, redo, and the list of what can be done with the kernel.
fn show_tools(ui: &mut Ui, heading: Rect, kernel: &Kernel, context: &mut PageContext<'_>) {
    let side = heading
        .height()
        .min(Theme::of(ui.ctx()).line_height() + space::TINY);
    let heading = Rect::from_center_size(heading.center(), vec2(heading.width(), side));
    let convolve = &context.state.convolve;
    let entries = [
        (
            Icon::Undo2,
            "convolve-undo",
            "convolve-undo-tooltip",
            convolve.can_undo(),
            Change::Undo,
        ),
        (
            Icon::Redo2,
            "convolve-redo",
            "convolve-redo-tooltip",
            convolve.can_redo(),
            Change::Redo,
        ),
    ];
    let mut left = heading.right() - 3.0 * side - 2.0 * space::TINY;
    for (icon, label, tooltip, enabled, change) in entries {
        let place = Rect::from_min_size(pos2(left, heading.top()), eframe::egui::Vec2::splat(side));
        let button = Button::icon_only(icon, context.text(label))
            .tooltip(context.text(tooltip))
            .enabled(enabled)
            .quiet()
            .height(side);
        let mut clicked = false;
        ui.scope_builder(UiBuilder::new().max_rect(place).id_salt(label), |ui| {
            clicked = button.show(ui).clicked();
        });
        if clicked {
            context.push(Command::Convolve(change));
        }
        left = place.right() + space::TINY;
    }
    let place = Rect::from_min_size(pos2(left, heading.top()), eframe::egui::Vec2::splat(side));
    let builder = UiBuilder::new().max_rect(place).id_salt("kernel tools");
    ui.scope_builder(builder, |ui| {
        let button = Button::icon_only(Icon::Ellipsis, context.text("convolve-kernel-more"))
            .tooltip(context.text("convolve-kernel-more-tooltip"))
            .quiet()
            .height(side);
        let response = button.show(ui);
        eframe::egui::Popup::menu(&response)
            .gap(space::TINY)
            .show(|ui| show_menu(ui, kernel, context));
    });
}

fn show_menu(ui: &mut Ui, kernel: &Kernel, context: &mut PageContext<'_>) {
    let turned: [(&str, &str, Option<Kernel>); 5] = [
        (
            "convolve-normalise",
            "convolve-normalise-tooltip",
            kernel.normalized(),
        ),
        (
            "convolve-negate",
            "convolve-negate-tooltip",
            Kernel::new(kernel.grid().map(|weight| -weight)).ok(),
        ),
        (
            "convolve-turn",
            "convolve-turn-tooltip",
            Some(kernel.rotated()),
        ),
        (
            "convolve-flip",
            "convolve-flip-tooltip",
            Some(kernel.flipped()),
        ),
        (
            "convolve-transpose",
            "convolve-transpose-tooltip",
            Some(kernel.transposed()),
        ),
    ];
    for (label, tooltip, kernel) in turned {
        if let Some(kernel) = kernel
            && menu_item(ui, context.text(label), false, context.text(tooltip))
        {
            context.push(Command::Convolve(Change::SetKernel(kernel)));
        }
    }
    ui.separator();
    let copy = context.text("convolve-copy-numpy");
    if menu_item(ui, copy, false, context.text("convolve-copy-numpy-tooltip")) {
        ui.ctx().copy_text(kernel.to_numpy());
    }
    let paste = context.text("convolve-paste");
    if menu_item(ui, paste, false, context.text("convolve-paste-tooltip")) {
        ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
    }
}
