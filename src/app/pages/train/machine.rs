//! The time machine: back to any moment of the run, and through it as a film.

use eframe::egui::{
    Align, Align2, Layout, Rect, Slider, SliderClamping, Stroke, Ui, UiBuilder, WidgetInfo, pos2,
};
use lucide_icons::Icon;

use super::words::steps;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, measure, space, stroke};
use crate::app::training::{Moment, TrainCommand};
use crate::app::widgets::{self, Button, card, text};
use crate::training::Record;
use crate::training::record::{MOST_SNAPSHOTS, SNAPSHOT_BUDGET};

/// Length of a mark under the slider.
const MARK: f32 = 5.0;

/// Height of the slider's own row.
const SLIDER: f32 = 22.0;

/// Height of the card.
pub fn height(theme: &Theme) -> f32 {
    let lines = theme.line_height() + theme.caption_height();
    lines + SLIDER + MARK + 2.0 * space::MEDIUM + 2.0 * space::TINY
}

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    card(ui, rect);
    let inner = rect.shrink2(eframe::egui::vec2(space::WIDE, space::MEDIUM));
    let run = context.state.training.run.as_ref();
    let record = run.map(|run| run.live.record.clone());
    let right = show_buttons(ui, inner, record.as_deref(), context);
    let left = inner.with_max_x(right - space::WIDE);
    let Some(record) = record.filter(|record| record.snapshots.all().len() > 1) else {
        // Nothing under it yet.
        let top = left.center().y - theme.line_height() / 2.0;
        return show_title(ui, left.with_min_y(top), &theme, context);
    };
    show_title(ui, left, &theme, context);
    let slider = Rect::from_min_max(
        pos2(left.left(), inner.top() + theme.line_height() + space::TINY),
        pos2(
            left.right(),
            inner.top() + theme.line_height() + space::TINY + SLIDER,
        ),
    );
    show_slider(ui, slider, &record, &theme, context);
    show_marks(ui, slider, &record, &theme, context);
}

fn show_title(ui: &mut Ui, rect: Rect, theme: &Theme, context: &PageContext<'_>) {
    let middle = rect.top() + theme.line_height() / 2.0;
    let font = theme.font(BODY, Face::SemiBold);
    let place = pos2(rect.left(), middle);
    let words = context.text("train-machine");
    let color = theme.colors.text;
    let title = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let training = &context.state.training;
    let (words, color) = match (&training.moment, &training.run) {
        (Moment::Past(past), Some(run)) => {
            let accuracy = run.live.record.accuracies.at(past.step);
            let accuracy = accuracy.map(|m| super::words::per_cent(m.what.accuracy));
            let arguments = [
                ("batch", steps(past.step).into()),
                (
                    "accuracy",
                    accuracy.unwrap_or_else(|| "–".to_owned()).into(),
                ),
            ];
            let words = context.state.text.with("train-machine-past", &arguments);
            (words, theme.colors.accent)
        }
        (_, None) => (
            context.text("train-machine-none").to_owned(),
            theme.colors.muted,
        ),
        (Moment::Elsewhere, Some(_)) => (
            context.text("train-machine-elsewhere").to_owned(),
            theme.colors.muted,
        ),
        (Moment::Now, Some(_)) => (
            context.text("train-machine-now").to_owned(),
            theme.colors.muted,
        ),
    };
    let font = theme.font(BODY, Face::Regular);
    let left = title.rect.right() + space::MEDIUM;
    let galley = ui
        .painter()
        .layout_no_wrap(words.clone(), font.clone(), color);
    if left + galley.size().x <= rect.right() {
        let place = pos2(left, middle);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    }
}

/// Play, use this, now; the left edge of them.
fn show_buttons(
    ui: &mut Ui,
    rect: Rect,
    record: Option<&Record>,
    context: &mut PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let training = &context.state.training;
    let is_past = matches!(training.moment, Moment::Past(_));
    let plays = training.moment.is_film();
    let can_look = record.is_some_and(|record| record.snapshots.all().len() > 1);
    let is_now = matches!(training.moment, Moment::Now);
    let can_use = training.can_use();
    let control = theme.control_height();
    let row = Rect::from_min_max(
        pos2(rect.left(), rect.center().y - control / 2.0),
        pos2(rect.right(), rect.center().y + control / 2.0),
    );
    let with_words = rect.width() > 46.0 * theme.points(BODY);
    let mut left = rect.right();
    let builder = UiBuilder::new().max_rect(row).id_salt("machine");
    ui.scope_builder(builder, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let now = Button::new(context.text("train-now"))
                .tooltip(context.text("train-now-tooltip"))
                .selected(is_now)
                .enabled(record.is_some());
            if now.show(ui).clicked() {
                context.push(TrainCommand::ShowNow.into());
            }
            let name = context.text("train-use");
            let keep = if with_words {
                Button::new(name).icon(Icon::Check)
            } else {
                Button::icon_only(Icon::Check, name)
            };
            let keep = keep
                .tooltip(context.text("train-use-tooltip"))
                .enabled(can_use);
            if keep.show(ui).clicked() {
                context.push(TrainCommand::UseThis.into());
            }
            let (icon, key) = if plays {
                (Icon::Pause, "train-film-pause")
            } else {
                (Icon::Clapperboard, "train-film")
            };
            let film = Button::icon_only(icon, context.text(key))
                .tooltip(context.text("train-film-tooltip"))
                .selected(plays)
                .enabled(can_look || is_past);
            if film.show(ui).clicked() {
                context.push(TrainCommand::PlayFilm(!plays).into());
            }
            left = ui.cursor().right();
        });
    });
    left
}

/// One place for each moment, and one more for now.
fn show_slider(
    ui: &mut Ui,
    rect: Rect,
    record: &Record,
    theme: &Theme,
    context: &mut PageContext<'_>,
) {
    let moments = record.snapshots.all();
    let now = moments.len();
    let training = &context.state.training;
    let mut place = match &training.moment {
        Moment::Past(past) => moments.partition_point(|moment| moment.step < past.step),
        _ => now,
    };
    let builder = UiBuilder::new().max_rect(rect).id_salt("moments");
    ui.scope_builder(builder, |ui| {
        theme.style_slider(ui.style_mut(), rect.width());
        ui.horizontal_centered(|ui| {
            let slider = Slider::new(&mut place, 0..=now)
                .show_value(false)
                .clamping(SliderClamping::Always);
            let response = ui.add(slider);
            let name = context.text("train-machine-slider");
            response.widget_info(|| WidgetInfo::slider(true, place as f64, name));
            if response.changed() {
                let command = match moments.get(place) {
                    Some(moment) => TrainCommand::ShowMoment(moment.step),
                    None => TrainCommand::ShowNow,
                };
                context.push(command.into());
            }
            let kept = [
                ("moments", MOST_SNAPSHOTS.into()),
                ("megabytes", (SNAPSHOT_BUDGET >> 20).into()),
            ];
            let words = context.state.text.with("train-machine-tooltip", &kept);
            response.on_hover_text(words);
        });
    });
}

/// The start and the ends of epochs, with words where there is room.
fn show_marks(
    ui: &mut Ui,
    slider: Rect,
    record: &Record,
    theme: &Theme,
    context: &PageContext<'_>,
) {
    let moments = record.snapshots.all();
    let batches = record.batches().max(1) as u64;
    let from = slider.left() + measure::SLIDER_KNOB;
    let width = slider.width() - 2.0 * measure::SLIDER_KNOB;
    let x = |place: f32| from + place / moments.len() as f32 * width;
    let font = theme.font(CAPTION, Face::Regular);
    let top = slider.bottom();
    let mut free = slider.left() - 1.0;
    let epochs = record.step / batches;
    for epoch in 0..=epochs {
        let step = epoch * batches;
        let place = moments.partition_point(|moment| moment.step < step);
        let x = x(place as f32);
        if epoch > 0 && x < free - 6.0 * space::WIDE {
            continue;
        }
        let line = Stroke::new(stroke::BORDER, theme.colors.strong_border);
        ui.painter().vline(x, top..=top + MARK, line);
        let words = if epoch == 0 {
            context.text("train-machine-start").to_owned()
        } else {
            let arguments = [("epoch", epoch.into())];
            context.state.text.with("train-machine-epoch", &arguments)
        };
        let color = theme.colors.muted;
        let galley = ui
            .painter()
            .layout_no_wrap(words.clone(), font.clone(), color);
        let half = galley.size().x / 2.0;
        let left = (x - half).max(slider.left());
        if left > free && left + 2.0 * half <= slider.right() + half {
            let place = pos2(left, top + MARK + theme.caption_height() / 2.0);
            text(ui, place, Align2::LEFT_CENTER, words, font.clone(), color);
            free = left + 2.0 * half + space::LARGE;
        }
        if epoch > 2_000 {
            break;
        }
    }
}
