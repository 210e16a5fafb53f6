//! Runs before this one: shown, named, deleted, and compared with this one.

use eframe::egui::{
    Align2, Color32, Key, Rect, Role, ScrollArea, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};
use lucide_icons::Icon;

use super::differences::{difference_key, values};
use super::kernels::say;
use super::words::{loss, per_cent, steps};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme, measure, space};
use crate::app::training::{Difference, RunId, TrainCommand, Twin, differences};
use crate::app::widgets::{Button, DropDown, drop_down, drop_down_width, menu_item, text};
use crate::training::Record;

/// Height of a run's row and of its buttons.
const ROW: f32 = 36.0;
const BUTTON: f32 = 28.0;

/// A run's last loss is the mean of one in so many of its buckets, and of no more than so many.
const LATEST: usize = 20;
const MOST_LATEST: usize = 100;

/// The run whose name is being typed.
pub type Naming = Option<(RunId, String)>;

const TWINS: [(Twin, &str); 8] = [
    (Twin::HigherRate, "train-twin-higher-rate"),
    (Twin::LowerRate, "train-twin-lower-rate"),
    (Twin::LargerBatches, "train-twin-larger-batches"),
    (Twin::SmallerBatches, "train-twin-smaller-batches"),
    (Twin::OtherOptimizer, "train-twin-optimizer"),
    (Twin::OtherAugmentation, "train-twin-deform"),
    (Twin::FewerExamples, "train-twin-examples"),
    (Twin::ZeroWeights, "train-twin-zero"),
];

pub fn show(ui: &mut Ui, rect: Rect, naming: &mut Naming, context: &mut PageContext<'_>) {
    let training = &context.state.training;
    if training.run.is_none() && training.earlier.is_empty() {
        return say(ui, rect, "train-runs-none", context);
    }
    let theme = Theme::of(ui.ctx());
    let foot = rect.with_min_y(rect.bottom() - theme.control_height());
    let place = rect.with_max_y(foot.top() - space::TINY);
    if training.compared().is_some() && training.run.is_some() {
        show_comparison(ui, place, context);
    } else {
        show_list(ui, place, naming, context);
    }
    show_foot(ui, foot, context);
}

fn show_list(ui: &mut Ui, rect: Rect, naming: &mut Naming, context: &mut PageContext<'_>) {
    let builder = UiBuilder::new().max_rect(rect).id_salt("runs");
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .auto_shrink([false; 2])
            .show(ui, |ui| {
                let training = &context.state.training;
                if let Some(run) = &training.run {
                    let row = Row {
                        id: run.id,
                        name: &run.name,
                        record: &run.live.record,
                        is_shown: None,
                    };
                    show_row(ui, &row, naming, context);
                }
                for run in &context.state.training.earlier {
                    let row = Row {
                        id: run.id,
                        name: &run.name,
                        record: &run.record,
                        is_shown: Some(run.is_shown),
                    };
                    show_row(ui, &row, naming, context);
                }
            });
    });
}

struct Row<'a> {
    id: RunId,
    name: &'a str,
    record: &'a Record,
    /// `None` for the current run, which always is.
    is_shown: Option<bool>,
}

fn show_row(ui: &mut Ui, row: &Row<'_>, naming: &mut Naming, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let height = ROW.max(theme.line_height() + space::SMALL);
    let size = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut right = rect.right();
    let mut left = rect.left();
    let button = |ui: &mut Ui, place: Rect, icon, key: &str, salt: &str| {
        let builder = UiBuilder::new().max_rect(place).id_salt((row.id, salt));
        let mut clicked = false;
        let name = format!("{}: {}", context.text(key), row.name);
        ui.scope_builder(builder, |ui| {
            let button = Button::icon_only(icon, &name).quiet().height(BUTTON);
            clicked = button.show(ui).clicked();
        });
        clicked
    };
    let square = |x: f32| {
        Rect::from_min_size(
            pos2(x, rect.center().y - BUTTON / 2.0),
            vec2(BUTTON, BUTTON),
        )
    };
    let mut commands = Vec::new();
    if let Some(is_shown) = row.is_shown {
        let (icon, key) = if is_shown {
            (Icon::Eye, "train-run-hide")
        } else {
            (Icon::EyeOff, "train-run-show")
        };
        if button(ui, square(left), icon, key, "eye") {
            commands.push(TrainCommand::ShowRun(row.id, !is_shown));
        }
        if button(
            ui,
            square(right - BUTTON),
            Icon::Trash2,
            "train-run-delete",
            "delete",
        ) {
            commands.push(TrainCommand::DeleteRun(row.id));
        }
        right -= BUTTON;
        if button(
            ui,
            square(right - BUTTON),
            Icon::GitCompare,
            "train-run-compare",
            "compare",
        ) {
            commands.push(TrainCommand::Compare(Some(row.id)));
        }
        right -= BUTTON;
    } else {
        let dot = pos2(left + BUTTON / 2.0, rect.center().y);
        ui.painter()
            .circle_filled(dot, measure::DOT / 2.0, theme.colors.accent);
        right -= 2.0 * BUTTON;
    }
    left += BUTTON + space::TINY;
    let mono = theme.font(CAPTION, Face::Mono);
    let figures = figures(row.record);
    let place = pos2(right - space::SMALL, rect.center().y);
    let color = theme.colors.muted;
    let shown = text(ui, place, Align2::RIGHT_CENTER, figures, mono, color);
    let name = Rect::from_min_max(
        pos2(left, rect.top()),
        pos2(shown.rect.left() - space::SMALL, rect.bottom()),
    );
    show_name(ui, name, row, naming, &mut commands, context);
    for command in commands {
        context.push(command.into());
    }
}

/// The name; a click lets another be typed.
fn show_name(
    ui: &mut Ui,
    rect: Rect,
    row: &Row<'_>,
    naming: &mut Naming,
    commands: &mut Vec<TrainCommand>,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    if let Some((id, name)) = naming
        && *id == row.id
    {
        let edit = TextEdit::singleline(name).font(theme.font(BODY, Face::Regular));
        let response = ui.put(rect.shrink2(vec2(0.0, space::TINY / 2.0)), edit);
        let label = context.text("train-run-rename");
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
        if response.lost_focus() {
            if !ui.input(|input| input.key_pressed(Key::Escape)) {
                commands.push(TrainCommand::RenameRun(row.id, name.clone()));
            }
            *naming = None;
        } else {
            response.request_focus();
        }
        return;
    }
    let id = ui.scope_id().with((row.id, "name"));
    let response = ui.interact(rect, id, Sense::click());
    let label = format!("{}: {}", context.text("train-run-rename"), row.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let color = if response.hovered() {
        theme.colors.accent
    } else {
        theme.colors.text
    };
    let painter = ui.painter().with_clip_rect(rect);
    painter.text(
        rect.left_center(),
        Align2::LEFT_CENTER,
        row.name,
        theme.font(BODY, Face::Regular),
        color,
    );
    if response
        .on_hover_text(context.text("train-run-rename"))
        .clicked()
    {
        *naming = Some((row.id, row.name.to_owned()));
    }
}

/// The accuracy measured last, and the latest loss.
fn figures(record: &Record) -> String {
    let accuracy = record.accuracies.last();
    let accuracy = accuracy.map_or_else(|| "–".to_owned(), |m| per_cent(m.what.accuracy));
    format!("{accuracy} %  {}", latest_loss(record))
}

fn latest_loss(record: &Record) -> String {
    let buckets = record.losses.buckets();
    let count = (buckets.len() / LATEST).clamp(1, MOST_LATEST);
    let latest = &buckets[buckets.len().saturating_sub(count)..];
    let Some((first, others)) = latest.split_first() else {
        return "–".to_owned();
    };
    let mut all = *first;
    others.iter().for_each(|bucket| all.join(bucket));
    loss(all.mean())
}

/// A run like this one but for one setting.
fn show_foot(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let training = &context.state.training;
    let Some(run) = &training.run else {
        return;
    };
    let record = run.live.record.clone();
    let name = context.text("train-twin");
    let width = drop_down_width(ui, name, false).min(rect.width() * 0.7);
    let shown = DropDown {
        name,
        words: name,
        tooltip: context.text("train-twin-tooltip"),
        stays_open: false,
        quiet: false,
    };
    let mut chosen = None;
    let place = rect.with_max_x(rect.left() + width);
    drop_down(ui, place, &shown, |ui| {
        for (twin, key) in TWINS {
            let is_possible = twin.applied(&record.settings, record.pictures).is_some();
            if is_possible && menu_item(ui, context.text(key), false, "") {
                chosen = Some(twin);
            }
        }
    });
    if let Some(twin) = chosen {
        context.push(TrainCommand::StartTwin(twin).into());
    }
    if context.state.training.compared().is_some() {
        let place = rect.with_min_x(place.right() + space::SMALL);
        let builder = UiBuilder::new().max_rect(place).id_salt("compared");
        ui.scope_builder(builder, |ui| {
            let button = Button::new(context.text("train-compare-end")).icon(Icon::X);
            if button.show(ui).clicked() {
                context.push(TrainCommand::Compare(None).into());
            }
        });
    }
}

/// Two runs side by side.
fn show_comparison(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let training = &context.state.training;
    let (Some(other), Some(run)) = (training.compared(), &training.run) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (before, now) = (other.record.clone(), run.live.record.clone());
    let differences = differences(&before.settings, &now.settings);
    let line = theme.caption_height() + space::TINY;
    let name = |difference: &Difference| context.text(difference_key(*difference)).to_owned();
    let mut rows: Vec<(String, String, String)> = differences
        .iter()
        .map(|it| {
            let [a, b] = values(*it, [&before.settings, &now.settings], context);
            (name(it), a, b)
        })
        .collect();
    let accuracy = |record: &Record| {
        let last = record.accuracies.last();
        last.map_or_else(|| "–".to_owned(), |m| per_cent(m.what.accuracy))
    };
    let [accuracies, losses, batches] = [accuracy, latest_loss, |r: &Record| steps(r.step)]
        .map(|figure| [figure(&before), figure(&now)]);
    for (key, [a, b]) in [
        ("train-accuracy", accuracies),
        ("train-loss", losses),
        ("train-compare-batches", batches),
    ] {
        rows.push((context.text(key).to_owned(), a, b));
    }
    let columns = [
        rect.left(),
        rect.left() + 0.4 * rect.width(),
        rect.left() + 0.7 * rect.width(),
    ];
    let heads = [
        (&other.name, colors.positive, columns[1]),
        (&run.name, colors.accent, columns[2]),
    ];
    for (words, color, x) in heads {
        let clip = Rect::from_min_size(pos2(x, rect.top()), vec2(0.29 * rect.width(), line));
        cell(ui, clip, words, theme.font(BODY, Face::SemiBold), color);
    }
    let note = match differences.as_slice() {
        [] => context.text("train-compare-same"),
        [Difference::Seed] => context.text("train-compare-seed"),
        [_] => context.text("train-compare-one"),
        all if all.contains(&Difference::Seed) => context.text("train-compare-other-seed"),
        _ => context.text("train-compare-several"),
    };
    let clip = Rect::from_min_max(rect.min, pos2(columns[1] - space::SMALL, rect.top() + line));
    cell(
        ui,
        clip,
        note,
        theme.font(CAPTION, Face::Regular),
        colors.muted,
    );
    let top = rect.top() + line + space::TINY;
    for (index, (name, a, b)) in rows.iter().enumerate() {
        let y = top + index as f32 * line;
        if y + line > rect.bottom() {
            break;
        }
        let regular = theme.font(CAPTION, Face::Regular);
        let mono = theme.font(CAPTION, Face::MonoMedium);
        let cells = [
            (columns[0], 0.38, name, regular, colors.muted),
            (columns[1], 0.29, a, mono.clone(), colors.text),
            (columns[2], 0.29, b, mono, colors.text),
        ];
        for (x, share, words, font, color) in cells {
            let size = vec2(share * rect.width(), line);
            let place = Rect::from_min_size(pos2(x, y), size);
            cell(ui, place, words, font, color);
        }
    }
}

/// Words that end where their cell does, in whole under the pointer.
fn cell(ui: &mut Ui, rect: Rect, words: &str, font: eframe::egui::FontId, color: Color32) {
    let clip = ui.clip_rect();
    ui.set_clip_rect(clip.intersect(rect));
    let place = rect.left_center();
    let shown = text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let is_cut = shown.rect.width() > rect.width();
    if is_cut {
        shown.on_hover_text(words);
    }
    ui.set_clip_rect(clip);
}
