//! At the right of the tools: what the network costs, or what is tried on it and the ways back.

use eframe::egui::{Align2, Sense, Ui, pos2, vec2};
use lucide_icons::Icon;

use super::words::{cost_words, memory};
use crate::app::command::Command;
use crate::app::experiment::Experiment;
use crate::app::pages::PageContext;
use crate::app::state::ModelName;
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets::{self, Button, thousands};
use crate::network::Architecture;

/// Shows them from right to left, as far as there is room.
pub fn show(ui: &mut Ui, architecture: &Architecture, context: &mut PageContext<'_>) {
    let experiment = context.state.experiment.as_ref();
    if let Some(experiment) = experiment {
        show_ways(ui, experiment, context);
    }
    match experiment.filter(|experiment| !experiment.changes.is_empty()) {
        Some(experiment) => show_changes(ui, experiment, context),
        None => show_cost(ui, architecture, context),
    }
}

fn show_cost(ui: &mut Ui, architecture: &Architecture, context: &PageContext<'_>) {
    let text = &context.state.text;
    let cost = architecture.total_cost();
    let parameters = thousands(cost.parameters);
    let rest = [
        ("memory", memory(cost.bytes).into()),
        ("products", thousands(cost.multiply_adds).into()),
    ];
    let lines = [
        text.with(
            "network-cost-parameters",
            &[("parameters", parameters.into())],
        ),
        text.with("network-cost-rest", &rest),
    ];
    let tooltip = context.text("network-cost-tooltip");
    show_lines(
        ui,
        &lines,
        &format!("{}\n{tooltip}", cost_words(cost, context)),
    );
}

/// The ways back from what is tried, and on again.
fn show_ways(ui: &mut Ui, experiment: &Experiment, context: &mut PageContext<'_>) {
    let ways = [
        (
            Icon::RotateCcw,
            ("network-restore", "network-restore-tooltip"),
            !experiment.changes.is_empty(),
            Command::RestoreNetwork,
        ),
        (
            Icon::Redo2,
            ("network-redo-change", "network-redo-change"),
            experiment.can_redo(),
            Command::RedoChange,
        ),
        (
            Icon::Undo2,
            ("network-undo-change", "network-undo-change"),
            experiment.can_undo(),
            Command::UndoChange,
        ),
    ];
    for (icon, (name, tooltip), enabled, command) in ways {
        let button = Button::icon_only(icon, context.text(name))
            .tooltip(context.text(tooltip))
            .enabled(enabled);
        if button.show(ui).clicked() {
            context.push(command);
        }
    }
}

/// What is tried on the network, and what comes of it.
fn show_changes(ui: &mut Ui, experiment: &Experiment, context: &PageContext<'_>) {
    let text = &context.state.text;
    let count = experiment.changes.len();
    let changes = text.with("network-changes", &[("count", count.into())]);
    let accuracy = accuracy_words(experiment, context);
    let tooltip = format!("{changes}\n{accuracy}");
    show_lines(ui, &[changes, accuracy], &tooltip);
}

/// The share of held-out digits that the changed network reads, and that the original reads.
fn accuracy_words(experiment: &Experiment, context: &PageContext<'_>) -> String {
    let model = &context.state.model;
    let measured = model
        .accuracy
        .filter(|_| model.name == ModelName::Changed)
        .zip(experiment.accuracy_before);
    let Some((now, before)) = measured else {
        return context.text("network-measuring").to_owned();
    };
    let percent = |accuracy: f32| widgets::decimal(f64::from(accuracy * 100.0), 1);
    context.state.text.with(
        "network-accuracy",
        &[
            ("percent", percent(now).into()),
            ("before", percent(before).into()),
        ],
    )
}

/// One or two short lines, as many as there is room for; all in the tooltip.
fn show_lines(ui: &mut Ui, lines: &[String; 2], tooltip: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let width = |words: &String| widgets::words_width(ui, words, font.clone());
    let [first, second] = [&lines[0], &lines[1]].map(width);
    let room = ui.available_width() - space::LARGE;
    let shown: &[String] = match room {
        _ if first.max(second) <= room => lines,
        _ if first <= room => &lines[..1],
        _ => return,
    };
    let line = theme.caption_height();
    let size = vec2(
        shown.iter().map(width).fold(0.0, f32::max),
        line * shown.len() as f32,
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    for (index, words) in shown.iter().enumerate() {
        let place = pos2(rect.right(), rect.top() + (index as f32 + 0.5) * line);
        let color = theme.colors.muted;
        widgets::text(ui, place, Align2::RIGHT_CENTER, words, font.clone(), color);
    }
    response.on_hover_text(tooltip);
}
