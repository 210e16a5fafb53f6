//! Where the input comes from: the list in the heading, and what can be set under the picture.

use eframe::egui::{
    Align2, Color32, DragValue, Label, Rect, Response, RichText, Role, Ui, UiBuilder, WidgetInfo,
    vec2,
};
use lucide_icons::Icon;

use super::ConvolvePage;
use super::scene::Scene;
use crate::app::command::Command;
use crate::app::convolve::{Change, Convolve, MAX_TYPED, Mixing, PATTERN_SIDES, Source};
use crate::app::pages::PageContext;
use crate::app::state::PathPurpose;
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets::{
    Button, DropDown, Segment, Stepper, drop_down, drop_down_width, menu_item, segmented,
    segmented_width, stepper, text,
};
use crate::convolution::patterns::Pattern;
use crate::grid::Grid;

/// Keys of the channels' names.
pub const CHANNELS: [&str; 3] = ["convolve-red", "convolve-green", "convolve-blue"];

const MIXINGS: [(Mixing, &str, &str); 3] = [
    (Mixing::Grey, "convolve-grey", "convolve-grey-tooltip"),
    (Mixing::Kept, "convolve-kept", "convolve-kept-tooltip"),
    (Mixing::Summed, "convolve-summed", "convolve-summed-tooltip"),
];

fn source_key(source: Source) -> &'static str {
    match source {
        Source::Digit => "convolve-your-digit",
        Source::HeldOut => "convolve-held-out",
        Source::Picture => "convolve-picture",
        Source::Pattern => "convolve-pattern",
        Source::Typed => "convolve-typed",
        Source::Carried => "convolve-carried",
    }
}

fn pattern_key(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Edge => "convolve-edge",
        Pattern::Checkerboard => "convolve-checkerboard",
        Pattern::Impulse => "convolve-impulse",
        Pattern::Gradient => "convolve-gradient",
        Pattern::Noise { .. } => "convolve-noise",
    }
}

/// The list of sources, in the input's heading; where it ends.
pub fn show_list(
    ui: &mut Ui,
    heading: Rect,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) -> f32 {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    let words = context.text("convolve-input");
    let place = heading.left_center();
    let title = text(ui, place, Align2::LEFT_CENTER, words, font, color);
    if scene.convolve.selected > 0 {
        return title.rect.right();
    }
    let convolve = scene.convolve;
    let chosen = context.text(match convolve.source {
        Source::Picture if holds_sample(convolve) => "convolve-sample",
        source => source_key(source),
    });
    let width = drop_down_width(ui, chosen, true);
    let left = title.rect.right() + space::TINY;
    let rect = heading.with_min_x(left).with_max_x(left + width);
    let list = DropDown {
        name: context.text("convolve-source"),
        words: chosen,
        tooltip: context.text("convolve-source-tooltip"),
        stays_open: false,
        quiet: true,
    };
    drop_down(ui, rect, &list, |ui| show_sources(ui, convolve, context));
    rect.right()
}

/// Whether the picture is the app's own; it is not the user's, who may still want to open one.
fn holds_sample(convolve: &Convolve) -> bool {
    convolve.photo.as_ref().is_some_and(|photo| photo.is_sample)
}

fn show_sources(ui: &mut Ui, convolve: &Convolve, context: &mut PageContext<'_>) {
    let mut sources = vec![
        Source::Digit,
        Source::HeldOut,
        Source::Picture,
        Source::Pattern,
        Source::Typed,
    ];
    if convolve.carried.is_some() {
        sources.push(Source::Carried);
    }
    let has_sample = holds_sample(convolve);
    let shows_sample = convolve.source == Source::Picture && has_sample;
    for source in sources {
        let words = context.text(source_key(source));
        let is_chosen = convolve.source == source && !shows_sample;
        if menu_item(ui, words, is_chosen, "") {
            context.push(match source {
                Source::Picture if convolve.photo.is_none() || has_sample => {
                    Command::ChoosePath(PathPurpose::OpenInput)
                }
                source => Command::Convolve(Change::SetSource(source)),
            });
        }
        if source == Source::Picture
            && menu_item(
                ui,
                context.text("convolve-sample"),
                shows_sample,
                context.text("convolve-sample-tooltip"),
            )
        {
            context.push(Command::Convolve(Change::OpenSample));
        }
    }
}

/// Whether there are words alone under the picture.
pub fn is_words(scene: &Scene<'_>) -> bool {
    scene.convolve.selected > 0 || matches!(scene.convolve.source, Source::Digit | Source::Carried)
}

/// What can be set of the source, under the picture.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    if let Some(complaint) = &page.complaint {
        let theme = Theme::of(ui.ctx());
        show_words(ui, rect, &complaint.words, theme.colors.error);
        return;
    }
    if scene.convolve.is_opening {
        note(ui, rect, context.text("convolve-opening"));
        return;
    }
    if scene.convolve.selected > 0 {
        note(ui, rect, context.text("convolve-from-step"));
        return;
    }
    match scene.convolve.source {
        Source::Digit => {
            let is_blank = context.state.drawing.is_blank();
            let key = if is_blank {
                "convolve-draw-first"
            } else {
                "convolve-live"
            };
            note(ui, rect, context.text(key));
        }
        Source::HeldOut => show_held_out(ui, rect, scene.convolve, context),
        Source::Picture => show_picture(ui, rect, page, scene, context),
        Source::Pattern => show_pattern(ui, rect, scene.convolve, context),
        Source::Typed => show_typed(ui, rect, scene.convolve, context),
        Source::Carried => {
            let name = scene.convolve.carried.as_ref().map(|c| c.name.clone());
            note(ui, rect, &name.unwrap_or_default());
        }
    }
}

/// Words in one line, cut off where there is no room.
fn note(ui: &mut Ui, rect: Rect, words: &str) {
    let theme = Theme::of(ui.ctx());
    show_words(ui, rect, words, theme.colors.muted);
}

fn show_words(ui: &mut Ui, rect: Rect, words: &str, color: Color32) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let place = rect.with_max_y(rect.top() + theme.caption_height());
    let builder = UiBuilder::new().max_rect(place).id_salt("note");
    ui.scope_builder(builder, |ui| {
        let words = RichText::new(words).font(font).color(color);
        ui.add(Label::new(words).truncate());
    });
}

fn row(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new().max_rect(rect).id_salt("source");
    ui.scope_builder(builder, |ui| {
        ui.horizontal(content);
    });
}

/// A label in the muted colour.
fn label(ui: &mut Ui, words: &str) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    ui.label(RichText::new(words).font(font).color(theme.colors.muted));
}

fn show_held_out(ui: &mut Ui, rect: Rect, convolve: &Convolve, context: &mut PageContext<'_>) {
    row(ui, rect, |ui| {
        let another = Button::new(context.text("convolve-another")).icon(Icon::Dices);
        if another.show(ui).clicked() {
            context.push(Command::Convolve(Change::FindDigit));
        }
        if let Some(digit) = &convolve.held_out {
            let words = context.state.text.with(
                "convolve-labelled",
                &[
                    ("label", digit.label.to_string().into()),
                    ("number", (digit.index + 1).to_string().into()),
                ],
            );
            label(ui, &words);
        }
    });
}

fn show_picture(
    ui: &mut Ui,
    rect: Rect,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &mut PageContext<'_>,
) {
    let convolve = scene.convolve;
    let Some(photo) = &convolve.photo else {
        return;
    };
    row(ui, rect, |ui| {
        ui.spacing_mut().item_spacing.x = space::TINY;
        let open = Button::icon_only(Icon::FolderOpen, context.text("convolve-open"))
            .tooltip(context.text("convolve-open-tooltip"));
        if open.show(ui).clicked() {
            context.push(Command::ChoosePath(PathPurpose::OpenInput));
        }
        if photo.maps.channels() == 3 {
            show_mixing(ui, convolve, context);
            if scene.input.channels() == 3 {
                show_channels(ui, page, scene, context);
            }
        } else {
            label(ui, &photo.name);
        }
    });
}

fn show_mixing(ui: &mut Ui, convolve: &Convolve, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let chosen = MIXINGS.iter().find(|(m, ..)| *m == convolve.mixing);
    let words = context.text(chosen.map_or("", |(_, words, _)| words));
    let size = vec2(drop_down_width(ui, words, false), theme.control_height());
    let (rect, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
    let list = DropDown {
        name: context.text("convolve-colours"),
        words,
        tooltip: context.text("convolve-colours-tooltip"),
        stays_open: false,
        quiet: false,
    };
    drop_down(ui, rect, &list, |ui| {
        for (mixing, words, tooltip) in MIXINGS {
            let selected = mixing == convolve.mixing;
            if menu_item(ui, context.text(words), selected, context.text(tooltip)) {
                context.push(Command::Convolve(Change::SetMixing(mixing)));
            }
        }
    });
}

/// Which channel's numbers are shown.
fn show_channels(
    ui: &mut Ui,
    page: &mut ConvolvePage,
    scene: &Scene<'_>,
    context: &PageContext<'_>,
) {
    let segments = CHANNELS.map(|key| Segment {
        icon: None,
        label: context.text(key),
        tooltip: context.text("convolve-channel-tooltip"),
    });
    let short = ["R", "G", "B"];
    let narrow = ui.available_width() < segmented_width(ui, &segments);
    let segments: Vec<Segment<'_>> = segments
        .into_iter()
        .zip(short)
        .map(|(segment, short)| Segment {
            label: if narrow { short } else { segment.label },
            ..segment
        })
        .collect();
    if let Some(channel) = segmented(ui, &segments, scene.channel) {
        page.channel = channel;
    }
}

fn show_pattern(ui: &mut Ui, rect: Rect, convolve: &Convolve, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let (pattern, side) = (convolve.pattern, convolve.pattern_side);
    row(ui, rect, |ui| {
        let words = context.text(pattern_key(pattern));
        let size = vec2(drop_down_width(ui, words, false), theme.control_height());
        let (place, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
        let list = DropDown {
            name: context.text("convolve-pattern"),
            words,
            tooltip: context.text("convolve-pattern-tooltip"),
            stays_open: false,
            quiet: false,
        };
        drop_down(ui, place, &list, |ui| {
            for each in [
                Pattern::Edge,
                Pattern::Checkerboard,
                Pattern::Impulse,
                Pattern::Gradient,
                Pattern::Noise { seed: 1 },
            ] {
                let selected = pattern_key(each) == pattern_key(pattern);
                if menu_item(ui, context.text(pattern_key(each)), selected, "") {
                    context.push(Command::Convolve(Change::SetPattern(each, side)));
                }
            }
        });
        let mut wanted = side;
        let range = PATTERN_SIDES.0..=PATTERN_SIDES.2;
        let field = ui.add(DragValue::new(&mut wanted).range(range));
        let field = named(field, context.text("convolve-pattern-size"));
        if field.changed() && wanted != side {
            context.push(Command::Convolve(Change::SetPattern(pattern, wanted)));
        }
        if let Pattern::Noise { seed } = pattern {
            let mut wanted = seed;
            let field = ui.add(DragValue::new(&mut wanted).prefix("# "));
            let field = named(field, context.text("convolve-seed"));
            if field.changed() && wanted != seed {
                let pattern = Pattern::Noise { seed: wanted };
                context.push(Command::Convolve(Change::SetPattern(pattern, side)));
            }
            let dice = Button::icon_only(Icon::Dices, context.text("convolve-reseed"));
            if dice.show(ui).clicked() {
                context.push(Command::Convolve(Change::Reseed));
            }
        }
    });
}

/// A number's field with its name, for those who see and those who hear.
fn named(field: Response, name: &str) -> Response {
    field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    field.on_hover_text(name)
}

fn show_typed(ui: &mut Ui, rect: Rect, convolve: &Convolve, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let typed = &convolve.typed;
    let (height, width) = (typed.height(), typed.width());
    row(ui, rect, |ui| {
        let mut wanted = (height, width);
        for (key, side) in [
            ("convolve-rows", &mut wanted.0),
            ("convolve-columns", &mut wanted.1),
        ] {
            let size = vec2(theme.points(BODY) * 5.6, theme.control_height());
            let (place, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
            let stepped = stepper(
                ui,
                place,
                &Stepper {
                    name: context.text(key),
                    value: &side.to_string(),
                    tooltip: context.text(key),
                    can_fall: *side > 1,
                    can_rise: *side < MAX_TYPED,
                },
            );
            *side = side.saturating_add_signed(stepped.by).clamp(1, MAX_TYPED);
        }
        if wanted != (height, width) {
            let grid = resized(typed, wanted);
            context.push(Command::Convolve(Change::Type(grid)));
        }
        let clear = Button::icon_only(Icon::Eraser, context.text("convolve-clear-typed"));
        if clear.show(ui).clicked() {
            let grid = Grid::filled(height, width, 0.0);
            context.push(Command::Convolve(Change::Type(grid)));
        }
    });
}

/// Cropped, or with zeros after it.
fn resized(grid: &Grid, (height, width): (usize, usize)) -> Grid {
    Grid::from_fn(height, width, |row, column| {
        if row < grid.height() && column < grid.width() {
            grid.at(row, column)
        } else {
            0.0
        }
    })
}
