//! The Convolve page: an input, a kernel that slides over it, the output that comes of it, and the
//! arithmetic of every cell.

mod complaint;
mod coverage;
mod fields;
mod grids;
mod kernel_menu;
mod layout;
mod lens;
mod lens_kernel;
mod painting;
mod play;
mod save;
mod scene;
mod settings;
mod size;
mod source;
mod steps;
mod sum;
mod words;

use std::sync::Arc;

use eframe::egui::{Pos2, Rect, Ui};

use self::layout::{Layout, Panels};
use self::play::Play;
use self::scene::Scene;
use super::PageContext;
use crate::app::command::Command;
use crate::app::convolve::{Change, Source, errors};
use crate::app::state::State;
use crate::app::theme::{Theme, space};
use crate::app::widgets::{self, CellEditor, GridView};
use crate::convolution::patterns::Pattern;
use crate::convolution::{Chain, Kernel};
use crate::grid::Grid;
use crate::language::Language;

/// What the pointer is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pointed {
    /// Row and column of the input; in its padding they are negative or beyond its size.
    Input(isize, isize),
    /// Row and column of the output.
    Output(usize, usize),
}

/// What of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sheet {
    /// The window on its way.
    #[default]
    Slide,
    /// How often each cell is used.
    Coverage,
}

/// Which of window and kernel is shown where both are too large to be seen at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Lens {
    Window,
    #[default]
    Kernel,
}

/// What the page remembers of how it is looked at.
#[derive(Default)]
pub struct ConvolvePage {
    sheet: Sheet,
    lens: Lens,
    view: GridView,
    /// The channel of a colour picture whose numbers are shown.
    channel: usize,
    /// In the last frame.
    pointed: Option<Pointed>,
    /// The cell that was chosen last, and where the pointer has rested since.
    chosen: Option<(usize, usize)>,
    resting: Option<Pos2>,
    pointed_term: Option<usize>,
    /// Row and column of the cell of the coverage that the pointer was on in the last frame.
    pointed_coverage: Option<(usize, usize)>,
    play: Play,
    kernel_editor: CellEditor,
    input_editor: CellEditor,
    /// Why what was typed or pasted is no number or no kernel.
    complaint: Option<Complaint>,
    /// Spread of the Gaussian kernels that the menu makes; 0 before it is set.
    sigma: f32,
    /// The name being typed for the kernel.
    name: String,
    /// How often the convolution is repeated, on the coverage sheet.
    layers: usize,
    dragged_step: Option<usize>,
    saving: save::Saving,
}

/// Why what was typed is no number, until something else is set.
struct Complaint {
    words: String,
    /// What was set when it was typed.
    set: Set,
}

/// All by which the page is seen to be set otherwise.
type Set = (
    Source,
    (Pattern, usize),
    Arc<Grid>,
    (Chain, usize),
    Language,
);

impl Complaint {
    fn new(words: String, state: &State) -> Self {
        let set = set(state);
        Self { words, set }
    }
}

fn set(state: &State) -> Set {
    let convolve = &state.convolve;
    (
        convolve.source,
        (convolve.pattern, convolve.pattern_side),
        convolve.typed.clone(),
        (convolve.chain.clone(), convolve.selected),
        state.text.language(),
    )
}

impl ConvolvePage {
    /// Draws the page into what `ui` has left.
    pub fn show(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let pointed_cell = self.pointed_cell(ui, context);
        let convolve = &context.state.convolve;
        let rows = convolve
            .operation()
            .geometry()
            .map_or(1, |geometry| geometry.rows.kernel);
        let layout = Layout::new(ui.max_rect(), &theme, rows);
        self.complaint
            .take_if(|complaint| complaint.set != set(context.state));
        self.take_paste(ui, context);
        self.saving.take_picture(context);
        let top = self.view.top();
        if context.state.convolve.begin_at != top {
            context.push(Command::Convolve(Change::BeginAt(top)));
        }
        steps::show(ui, layout.steps, self, context);
        widgets::card(ui, layout.main);
        match Scene::new(context, pointed_cell, self.channel) {
            Some(mut scene) => match self.sheet {
                Sheet::Slide => {
                    let less_motion = context.state.less_motion();
                    scene.window_at = self.play.glide(ui, &scene, less_motion);
                    self.show_slide(ui, &layout, &scene, context);
                }
                Sheet::Coverage => {
                    self.saving.figure = None;
                    let rect = layout.main.with_max_y(layout.transport.bottom());
                    widgets::card(ui, rect);
                    coverage::show(ui, rect, self, &scene, context);
                }
            },
            None => {
                self.saving.figure = None;
                complaint::show_before(ui, layout.main, context);
            }
        }
        settings::show(ui, layout.settings, self, context);
    }

    /// The output cell under the pointer. A cell that a key or the transport has chosen is shown
    /// instead, until the pointer moves on.
    fn pointed_cell(&mut self, ui: &Ui, context: &PageContext<'_>) -> Option<(usize, usize)> {
        let position = ui.input(|input| input.pointer.hover_pos());
        let chosen = context.state.convolve.cell;
        if chosen != self.chosen {
            self.chosen = chosen;
            self.resting = position.filter(|_| chosen.is_some());
        }
        if self.resting != position {
            self.resting = None;
        }
        match self.pointed {
            Some(Pointed::Output(row, column)) if self.resting.is_none() => Some((row, column)),
            _ => None,
        }
    }

    fn show_slide(
        &mut self,
        ui: &mut Ui,
        layout: &Layout,
        scene: &Scene<'_>,
        context: &mut PageContext<'_>,
    ) {
        let theme = Theme::of(ui.ctx());
        self.play.advance(ui, scene, context);
        self.follow(scene);
        let geometry = scene.geometry;
        let panels = Panels::new(
            layout.main,
            &theme,
            (geometry.rows.kernel, geometry.columns.kernel),
            scene.convolve.convolution().is_some(),
            (scene.padded(), scene.output_size.ok()),
            (layout.low, source::is_words(scene)),
        );
        let figure = Rect::from_min_max(layout.main.min, layout.sum.max);
        self.saving.figure = Some(figure);
        save::draw_if_wanted(ui, &panels, self, scene, context);
        let mut pointed = None;
        grids::show_input(ui, &panels, self, scene, context, &mut pointed);
        source::show(ui, panels.source, self, scene, context);
        let mut term = None;
        lens::show(ui, &panels, self, scene, context, &mut term);
        match scene.output_size {
            Ok(_) => grids::show_output(ui, &panels, self, scene, context, &mut pointed),
            Err(impossible) => complaint::show(ui, &panels, impossible, scene, context),
        }
        widgets::card(ui, layout.sum);
        let inset = if layout.low {
            space::SMALL
        } else {
            space::MEDIUM
        };
        let sum = layout.sum.shrink2(eframe::egui::vec2(space::LARGE, inset));
        term = term.or(sum::show(ui, sum, layout.low, self, scene, context));
        play::show(ui, layout.transport, self, scene, context);
        if self.pointed != pointed || self.pointed_term != term {
            ui.ctx().request_repaint();
        }
        self.pointed = pointed;
        self.pointed_term = term;
    }

    /// Keeps the window in sight while it goes its way over a picture that is looked at closely.
    fn follow(&mut self, scene: &Scene<'_>) {
        if !self.play.has_moved() || self.view.is_whole() {
            return;
        }
        if let Some(middle) = scene.window_middle() {
            self.view.keep_in_sight(middle);
        }
    }

    /// Text from the clipboard becomes the kernel, as NumPy prints it or with “;” between rows.
    fn take_paste(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
        if ui.ctx().text_edit_focused() || context.state.shows_dialog() {
            return;
        }
        let pasted = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                eframe::egui::Event::Paste(text) => Some(text.clone()),
                _ => None,
            })
        });
        let Some(text) = pasted else {
            return;
        };
        match text.parse::<Kernel>() {
            Ok(kernel) => {
                self.complaint = None;
                context.push(Command::Convolve(Change::SetKernel(kernel)));
            }
            Err(error) => {
                let words = errors::kernel(&context.state.text, &error);
                context.push(Command::Fail(words));
            }
        }
    }
}
