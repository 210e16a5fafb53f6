//! A window, its kernel and their products in numbers.

use eframe::egui::{Align2, Rect, Sense, Ui, Vec2, pos2, vec2};

use super::Scales;
use crate::app::pages::PageContext;
use crate::app::pages::network::grids::{
    LETTERS, cell_for, cells, fitting, paint_grid, paint_numbers, paint_words,
};
use crate::app::pages::network::words::{sign_color, signed, written};
use crate::app::theme::{BODY, CAPTION, Face, Theme, space};
use crate::app::widgets;
use crate::convolution::decimals::Scale;
use crate::grid::Grid;
use crate::network::arithmetic::Window;
use crate::network::shown::Part;

/// Share of the window's width that a lens may take.
const SHARE: f32 = 0.7;

/// The three grids side by side, each under its name, and what the products add up to.
pub struct Lens<'a> {
    pub window: &'a Window,
    pub part: &'a Part,
    pub scale: Scale,
    pub scales: &'a Scales,
}

impl Lens<'_> {
    /// Size of a cell that carries the longest of the numbers.
    fn cell(&self, theme: &Theme) -> Vec2 {
        let products = self.products();
        let longest = products.iter().map(|words| words.chars().count()).max();
        cell_for(longest.unwrap_or(0).max(LETTERS), theme)
    }

    fn products(&self) -> Vec<String> {
        let products = self.part.products.iter();
        products.map(|p| written(self.scale, *p)).collect()
    }

    /// Between two grids.
    fn sign_width(theme: &Theme) -> f32 {
        2.0 * theme.points(CAPTION)
    }

    /// Width of the sum at the right.
    fn sum_width(theme: &Theme) -> f32 {
        5.2 * theme.points(BODY)
    }

    /// The size that it takes with cells of this size.
    fn size(&self, cell: Vec2, theme: &Theme) -> Vec2 {
        let kernel = &self.window.kernel;
        let grid = vec2(kernel.width() as f32, kernel.height() as f32) * cell;
        vec2(
            3.0 * grid.x + 2.0 * Self::sign_width(theme) + Self::sum_width(theme),
            theme.caption_height() + space::TINY + grid.y,
        )
    }

    /// The largest cell with which it fits into `room`, if that still carries numbers.
    pub fn cell_in(&self, room: Vec2, theme: &Theme) -> Option<Vec2> {
        let kernel = &self.window.kernel;
        let (height, width) = (kernel.height() as f32, kernel.width() as f32);
        let beside = 2.0 * Self::sign_width(theme) + Self::sum_width(theme);
        let above = theme.caption_height() + space::TINY;
        let fits = (room - vec2(beside, above)) / vec2(3.0 * width, height);
        let cell = self.cell(theme).min(fits);
        let all = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height) * cell);
        let cells = cells(all, kernel);
        cells.carry_numbers(theme, CAPTION).then_some(cell)
    }

    /// As a tooltip.
    pub fn show_tooltip(&self, ui: &mut Ui, title: &str, context: &PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let largest = ui.ctx().content_rect().size() * SHARE;
        let cell = self.cell(&theme);
        let cell = cell.min(self.cell_in(largest, &theme).unwrap_or(cell * 0.4));
        ui.set_max_width(largest.x);
        ui.label(title);
        let (rect, _) = ui.allocate_exact_size(self.size(cell, &theme), Sense::hover());
        self.show(ui, rect, cell, context);
    }

    /// Draws it from the left upper corner of `rect`.
    pub fn show(&self, ui: &mut Ui, rect: Rect, cell: Vec2, context: &PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let kernel = &self.window.kernel;
        let grid = vec2(kernel.width() as f32, kernel.height() as f32) * cell;
        let top = rect.top() + theme.caption_height() + space::TINY;
        let step = grid.x + Self::sign_width(&theme);
        let place =
            |index: usize| Rect::from_min_size(pos2(rect.left() + index as f32 * step, top), grid);
        let names = [
            "network-window",
            "network-kernel-name",
            "network-products-name",
        ];
        for (index, key) in names.into_iter().enumerate() {
            let corner = pos2(
                place(index).left(),
                rect.top() + theme.caption_height() / 2.0,
            );
            let font = theme.font(CAPTION, Face::Regular);
            let (words, color) = (context.text(key), theme.colors.muted);
            widgets::text(ui, corner, Align2::LEFT_CENTER, words, font, color);
        }
        for (index, sign) in ["×", "="].into_iter().enumerate() {
            let x = place(index).right() + Self::sign_width(&theme) / 2.0;
            let middle = pos2(x, place(index).center().y);
            let font = theme.font(BODY, Face::Regular);
            let color = theme.colors.muted;
            ui.painter()
                .text(middle, Align2::CENTER_CENTER, sign, font, color);
        }
        paint_grid(ui, place(0), &self.window.input, self.scales.input);
        paint_numbers(ui, place(0), &self.window.input, self.scales.input);
        paint_grid(ui, place(1), kernel, self.scales.kernel);
        paint_numbers(ui, place(1), kernel, self.scales.kernel);
        let products = products(self.window);
        let most = products.max_abs();
        paint_grid(ui, place(2), &products, most);
        let letters = cells(place(2), &products).digits(&theme, CAPTION);
        if let Some(words) = fitting(self.products(), letters) {
            paint_words(ui, place(2), &products, most, &words);
        }
        let middle = pos2(place(2).right() + space::MEDIUM, place(2).center().y);
        let words = format!("Σ {}", signed(self.scale, self.part.sum));
        let font = theme.font(BODY, Face::MonoMedium);
        let color = sign_color(&theme, self.part.sum);
        widgets::text(ui, middle, Align2::LEFT_CENTER, words, font, color);
    }
}

/// Each input times its weight.
pub fn products(window: &Window) -> Grid {
    let (input, kernel) = (&window.input, &window.kernel);
    Grid::from_fn(kernel.height(), kernel.width(), |row, column| {
        input.at(row, column) * kernel.at(row, column)
    })
}
