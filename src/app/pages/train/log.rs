//! The lines that the lesson's program prints, to be copied.

use eframe::egui::{Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;

use super::kernels::say;
use super::words::{per_cent, short, steps};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets::{Button, decimal};
use crate::training::record::{Log, LogLine};

/// Height of the button.
const BUTTON: f32 = 32.0;

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let run = context.state.training.run.as_ref();
    let Some(record) = run.map(|run| run.live.record.clone()) else {
        return say(ui, rect, "train-log-none", context);
    };
    if record.log.lines().len() == 0 {
        return say(ui, rect, "train-log-none", context);
    }
    let font = theme.font(CAPTION, Face::Mono);
    let builder = UiBuilder::new().max_rect(rect).id_salt("log");
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, space::TINY / 2.0);
        let height = theme.caption_height();
        ScrollArea::both()
            .auto_shrink([false; 2])
            .stick_to_bottom(true)
            .show_rows(ui, height, record.log.lines().len(), |ui, rows| {
                for line in record.log.lines().skip(rows.start).take(rows.len()) {
                    let words = RichText::new(words(line, context)).font(font.clone());
                    ui.add(eframe::egui::Label::new(words).extend());
                }
            });
    });
    let button = Rect::from_min_size(
        pos2(rect.right() - BUTTON, rect.top()),
        vec2(BUTTON, BUTTON),
    );
    let builder = UiBuilder::new().max_rect(button).id_salt("copy log");
    ui.scope_builder(builder, |ui| {
        let copy = Button::icon_only(Icon::Copy, context.text("train-log-copy")).height(BUTTON);
        if copy.show(ui).clicked() {
            ui.ctx().copy_text(all(&record.log, context));
        }
    });
}

fn all(log: &Log, context: &PageContext<'_>) -> String {
    log.lines()
        .map(|line| words(line, context) + "\n")
        .collect()
}

fn words(line: &LogLine, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    match line {
        // As the lesson's program prints it.
        LogLine::Loss { epoch, batch, loss } => format!("[{epoch}, {batch:5}] loss: {loss:.3}"),
        LogLine::Epoch {
            epoch,
            loss,
            accuracy,
        } => text.with(
            "train-log-epoch",
            &[
                ("epoch", (*epoch).into()),
                ("loss", decimal(*loss, 4).into()),
                ("accuracy", per_cent(*accuracy).into()),
            ],
        ),
        LogLine::HeldOut {
            epoch,
            loss,
            accuracy,
        } => text.with(
            "train-log-held-out",
            &[
                ("epoch", (*epoch).into()),
                ("loss", decimal(*loss, 4).into()),
                ("accuracy", decimal(100.0 * accuracy, 2).into()),
            ],
        ),
        LogLine::Rate { step, rate } => text.with(
            "train-log-rate",
            &[
                ("batch", steps(*step).into()),
                ("rate", short(f64::from(*rate)).into()),
            ],
        ),
    }
}
