//! The held-out digits that excite a map most.

use eframe::egui::{Align2, Rect, TextureOptions, Ui, Vec2, pos2, vec2};

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

/// Draws them at the foot of `rect`; asks for them where they are not there yet.
pub fn show(ui: &mut Ui, rect: Rect, wanted: Wanted, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let state = context.state;
    let side = (rect.width() - (ACROSS - 1) as f32 * space::TINY) / ACROSS as f32;
    let rows = COUNT.div_ceil(ACROSS) as f32;
    let row_height = side + theme.caption_height();
    let top = rect.bottom() - rows * row_height;
    let title = state.text.with(
        "network-favourites",
        &[("map", (wanted.channel + 1).into())],
    );
    let place = pos2(rect.left(), top - space::SMALL);
    let font = theme.font(BODY, Face::SemiBold);
    let color = theme.colors.text;
    widgets::text(ui, place, Align2::LEFT_BOTTOM, title, font, color);
    let font = theme.font(CAPTION, Face::Mono);
    let found = state
        .favourites
        .as_ref()
        .filter(|found| found.are_of(&wanted));
    let Some(found) = found else {
        let place = pos2(rect.left(), top);
        let words = context.text("network-measuring");
        let color = theme.colors.muted;
        widgets::text(ui, place, Align2::LEFT_TOP, words, font, color);
        context.push(Command::FindFavourites(wanted));
        return;
    };
    for (index, (picture, label, _)) in found.digits.iter().enumerate() {
        let corner = vec2(
            (index % ACROSS) as f32 * (side + space::TINY),
            (index / ACROSS) as f32 * row_height,
        );
        let place = Rect::from_min_size(pos2(rect.left(), top) + corner, Vec2::splat(side));
        let stamp = (std::sync::Arc::as_ptr(found) as usize, theme.dark);
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
