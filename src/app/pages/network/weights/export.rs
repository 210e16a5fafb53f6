//! The chosen kernel or unit as a file.

use eframe::egui::{RichText, Ui};

use super::{Chosen, Weighted, weighted_layers};
use crate::app::command::Command;
use crate::app::network_files::FileMaker;
use crate::app::pages::PageContext;
use crate::app::pages::network::export::png;
use crate::app::theme::{BODY, ColorMap, Face, Theme, space};
use crate::convolution::formats::csv;
use crate::grid::Grid;
use crate::network::trace::{Trace, max_abs};

/// The menu of what can be saved.
pub fn show_menu(ui: &mut Ui, chosen: &mut Chosen, trace: &Trace, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let all = weighted_layers(trace);
    let Some(weighted) = chosen.among(&all) else {
        return;
    };
    let chosen = *chosen;
    let font = theme.font(BODY, Face::Medium);
    let words = RichText::new(context.text("network-export")).font(font);
    ui.menu_button(words, |ui| {
        ui.spacing_mut().button_padding.x = space::SMALL;
        let grid = || whole(&weighted.grids(chosen));
        if ui
            .button(context.text("network-export-kernel-png"))
            .clicked()
        {
            ui.close();
            let grid = grid();
            let most = max_abs(&weighted.weight.values).max(f32::MIN_POSITIVE);
            let color = move |value: f32| theme.color(ColorMap::Signed, value / most);
            let name = file_name(weighted, chosen, "png");
            let maker = FileMaker::new(name, move || png(&grid, color));
            context.push(Command::MakeFile(maker));
        }
        if ui
            .button(context.text("network-export-kernel-csv"))
            .clicked()
        {
            ui.close();
            let grid = grid();
            let name = file_name(weighted, chosen, "csv");
            let maker = FileMaker::new(name, move || Ok(csv::text(&grid).into_bytes()));
            context.push(Command::MakeFile(maker));
        }
    });
}

/// A unit's maps beneath each other.
fn whole(grids: &[Grid]) -> Grid {
    let height = grids.iter().map(Grid::height).sum();
    let width = grids.first().map_or(0, Grid::width);
    let values = grids
        .iter()
        .flat_map(|grid| grid.values().to_vec())
        .collect();
    Grid::from_values(height, width, values).unwrap_or_default()
}

/// “conv2-map-3-from-1.png”
fn file_name(weighted: &Weighted<'_>, chosen: Chosen, ending: &str) -> String {
    let (name, output) = (weighted.name, chosen.output + 1);
    if weighted.is_linear() {
        format!("{name}-unit-{output}.{ending}")
    } else {
        format!("{name}-map-{output}-from-{}.{ending}", chosen.input + 1)
    }
}
