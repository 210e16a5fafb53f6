//! The held-out digits that excite a map most.

use eframe::egui::{
    Align2, Rect, RichText, Sense, TextureOptions, Ui, UiBuilder, Vec2, pos2, vec2,
};

use crate::app::command::Command;
use crate::app::favourites::{COUNT, Wanted};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets::{self, grid_image, paint_texture};

/// Pictures beside each other.
const ACROSS: usize = 5;

const NAMES: [&str; COUNT] = [
    "favourite 1",
    "favourite 2",
    "favourite 3",
    "favourite 4",
    "favourite 5",
    "favourite 6",
    "favourite 7",
    "favourite 8",
    "favourite 9",
];

/// Shows them, those of a moment ago while the network learns; asks for them where they are not
/// there yet.
pub fn show(ui: &mut Ui, wanted: Wanted, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let state = context.state;
    let found = state
        .favourites
        .as_ref()
        .filter(|found| found.are_of_map(&wanted));
    let is_known = found.is_some_and(|found| found.are_of(&wanted));
    let key = if found.is_some() && !is_known {
        "network-favourites-before"
    } else {
        "network-favourites"
    };
    let title = RichText::new(context.text(key));
    let font = theme.font(BODY, Face::SemiBold);
    ui.label(title.font(font).color(theme.colors.text));
    if !is_known {
        context.push(Command::FindFavourites(wanted));
    }
    let Some(found) = found else {
        ui.label(context.text("network-measuring"));
        return;
    };
    if found.digits.is_empty() {
        ui.label(context.text("network-favourites-none"));
        return;
    }
    let width = ui.available_width() - space::SMALL;
    let side = (width - (ACROSS - 1) as f32 * space::TINY) / ACROSS as f32;
    let row_height = side + theme.caption_height();
    let size = vec2(width, COUNT.div_ceil(ACROSS) as f32 * row_height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(rect));
    let font = theme.font(CAPTION, Face::Mono);
    for (index, (picture, label)) in found.digits.iter().enumerate() {
        let corner = vec2(
            (index % ACROSS) as f32 * (side + space::TINY),
            (index / ACROSS) as f32 * row_height,
        );
        let place = Rect::from_min_size(rect.min + corner, Vec2::splat(side));
        let stamp = (found.stamp, theme.dark);
        let options = TextureOptions::NEAREST;
        let texture = context
            .textures
            .get(ui.ctx(), NAMES[index], stamp, options, || {
                grid_image(picture, ColorMap::Ink, &theme)
            });
        paint_texture(ui, place, texture);
        let below = pos2(place.center().x, place.bottom());
        let color = theme.colors.muted;
        widgets::text(
            ui,
            below,
            Align2::CENTER_TOP,
            label.to_string(),
            font.clone(),
            color,
        );
    }
}
