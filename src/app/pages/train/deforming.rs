//! What deforming does to your digit, and how strongly it deforms.

use eframe::egui::{
    Color32, ColorImage, Popup, PopupCloseBehavior, Rect, Sense, Slider, SliderClamping,
    StrokeKind, TextureOptions, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::app::pages::PageContext;
use crate::app::theme::{BODY, ColorMap, Theme, radius, space};
use crate::app::widgets::{self, Button};
use crate::dataset::augment::Augmentation;
use crate::dataset::{self, PIXELS, SIDE};
use crate::network::Verdict;
use crate::training::Settings;

/// Deformed digits that are shown, and how many of them in a row.
const SHOWN: usize = 8;
const COLUMNS: usize = 4;

/// Width of the list of strengths, in sizes of the text.
const MENU: f32 = 18.0;

/// A strength: its key, its largest value, and the field.
type Strength = (&'static str, f32, fn(&mut Augmentation) -> &mut f32);

pub const STRENGTHS: [Strength; 6] = [
    ("train-deform-rotation", 45.0, |by| &mut by.rotation),
    ("train-deform-scale", 0.5, |by| &mut by.scale),
    ("train-deform-shear", 0.6, |by| &mut by.shear),
    ("train-deform-shift", 6.0, |by| &mut by.shift),
    ("train-deform-thickness", 1.0, |by| &mut by.thickness),
    ("train-deform-elastic", 4.0, |by| &mut by.elastic),
];

/// Shows the pictures while digits are deformed.
pub fn show(ui: &mut Ui, settings: &mut Settings, free: bool, context: &mut PageContext<'_>) {
    let Some(augmentation) = &mut settings.augmentation else {
        return;
    };
    show_pictures(ui, *augmentation, context);
    if !free {
        return;
    }
    let button = Button::new(context.text("train-deform-strengths"))
        .icon(Icon::SlidersHorizontal)
        .quiet()
        .show(ui);
    Popup::menu(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| show_strengths(ui, augmentation, context));
}

fn show_strengths(ui: &mut Ui, augmentation: &mut Augmentation, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let width = MENU * theme.points(BODY);
    ui.set_width(width);
    for (key, most, strength) in STRENGTHS {
        let value = strength(augmentation);
        ui.horizontal(|ui| {
            let room = width / 2.0;
            let name = context.text(key);
            ui.allocate_ui(vec2(room, theme.line_height()), |ui| {
                ui.set_min_width(room);
                ui.label(name);
            });
            ui.scope(|ui| {
                theme.style_slider(ui.style_mut(), room - space::LARGE);
                let slider = Slider::new(value, 0.0..=most)
                    .show_value(false)
                    .clamping(SliderClamping::Always);
                let response = ui.add(slider);
                let shown = f64::from(*value);
                response.widget_info(|| WidgetInfo::slider(true, shown, name));
            });
        });
    }
}

/// Your digit, deformed in several ways; a digit of the data set for a blank canvas.
fn show_pictures(ui: &mut Ui, augmentation: Augmentation, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let width = ui.available_width();
    let gap = space::TINY;
    let side = ((width - gap * (COLUMNS - 1) as f32) / COLUMNS as f32).floor();
    let rows = SHOWN.div_ceil(COLUMNS) as f32;
    let size = vec2(width, rows * (side + gap) - gap);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let reading = &context.state.reading;
    let pixels: Vec<u8> = if reading.verdict == Verdict::Blank {
        dataset::builtin().test.pixels(0).to_vec()
    } else {
        let ink = reading.form.centred.values().iter();
        ink.map(|v| (v * 255.0).round() as u8).collect()
    };
    let numbers = STRENGTHS.map(|(_, _, strength)| strength(&mut { augmentation }).to_bits());
    let stamp = (&pixels, numbers, theme.dark);
    let options = TextureOptions::NEAREST;
    let texture = context
        .textures
        .get(ui.ctx(), "deformed", stamp, options, || {
            image(&pixels, augmentation, &theme)
        });
    for index in 0..SHOWN {
        let corner = vec2((index % COLUMNS) as f32, (index / COLUMNS) as f32);
        let place = Rect::from_min_size(rect.min + corner * (side + gap), Vec2::splat(side));
        let top = index as f32 / SHOWN as f32;
        let uv = Rect::from_min_max(pos2(0.0, top), pos2(1.0, top + 1.0 / SHOWN as f32));
        let painter = ui.painter();
        painter.image(texture, place, uv, Color32::WHITE);
        painter.rect_stroke(
            place,
            radius::BAR / 2.0,
            theme.border(),
            StrokeKind::Outside,
        );
    }
    let name = context.text("train-deform-pictures");
    widgets::label(ui, rect, name).on_hover_text(name);
}

/// The deformed digits below each other.
fn image(pixels: &[u8], augmentation: Augmentation, theme: &Theme) -> ColorImage {
    let mut shown = Vec::with_capacity(SHOWN * PIXELS);
    for seed in 0..SHOWN as u64 {
        let mut input = [0.0; PIXELS];
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        augmentation.apply(pixels, &mut rng, &mut input);
        let ink = input.iter().map(|v| (v + 1.0) / 2.0);
        shown.extend(ink.map(|v| theme.color(ColorMap::Ink, v)));
    }
    ColorImage::new([SIDE, SIDE * SHOWN], shown)
}
