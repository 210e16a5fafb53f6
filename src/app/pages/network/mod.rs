//! The Network page: every layer's maps for the digit that is drawn, what a cell looks at, how
//! its value came about, the kernels, and the architecture to be changed.

mod atlas;
mod columns;
mod complaint;
mod diagram;
mod draft;
mod editor;
mod edits;
mod export;
mod feeds;
mod fields;
mod grids;
mod headings;
mod keys;
mod layer_fields;
mod notes;
mod quads;
mod sum;
mod unfolding;
mod view;
mod weights;
mod words;

use std::sync::Arc;

use eframe::egui::{Align, Layout, Rect, RichText, Ui, UiBuilder};

use self::atlas::{Atlas, Scale};
use self::columns::{Column, Kind, Moment, Room};
use self::draft::Draft;
use self::edits::Edits;
use self::headings::Headings;
use self::sum::Sum;
use self::unfolding::Unfolding;
use self::view::View;
use self::weights::{Chosen, KnownWeights};
use super::PageContext;
use crate::app::command::Command;
use crate::app::figure::Screenshot;
use crate::app::reading::Reading;
use crate::app::state::NetworkView;
use crate::app::theme::{BODY, Face, Theme, space};
use crate::app::widgets::{Segment, segmented};
use crate::digit::Drawing;
use crate::network::Architecture;
use crate::network::arithmetic::Cell;
use crate::network::trace::Trace;

/// A choice's label and tooltip.
type Keys = (&'static str, &'static str);

const MOMENTS: [(Moment, Keys); 3] = [
    (Moment::After, ("network-after", "network-after-tooltip")),
    (
        Moment::Before,
        ("network-before-moment", "network-before-moment-tooltip"),
    ),
    (Moment::Each, ("network-each", "network-each-tooltip")),
];

const SCALES: [(Scale, Keys); 3] = [
    (
        Scale::Layer,
        ("network-scale-layer", "network-scale-layer-tooltip"),
    ),
    (
        Scale::Map,
        ("network-scale-map", "network-scale-map-tooltip"),
    ),
    (
        Scale::Shared,
        ("network-scale-shared", "network-scale-shared-tooltip"),
    ),
];

/// A cell of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub stage: usize,
    pub cell: Cell,
}

/// What of the network is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sheet {
    #[default]
    Diagram,
    Weights,
    Architecture,
}

const SHEETS: [(Sheet, Keys); 3] = [
    (
        Sheet::Diagram,
        ("network-sheet-diagram", "network-sheet-diagram-tooltip"),
    ),
    (
        Sheet::Weights,
        ("network-sheet-kernels", "network-sheet-kernels-tooltip"),
    ),
    (
        Sheet::Architecture,
        (
            "network-sheet-architecture",
            "network-sheet-architecture-tooltip",
        ),
    ),
];

/// What the page remembers of how it is looked at.
pub struct NetworkPage {
    sheet: Sheet,
    /// The layers in the editor; those of the network until they are edited.
    edits: Option<Edits>,
    kernel: Chosen,
    weights: Option<KnownWeights>,
    view: View,
    moment: Moment,
    scale: Scale,
    selected: Option<Place>,
    /// The drawing for which the page has selected a cell by itself; none once the user has.
    selected_for: Option<u64>,
    sum: Sum,
    atlas: Atlas,
    headings: Option<Headings>,
    /// What the columns respect.
    room: Option<Room>,
    columns: Vec<Column>,
    unfolding: Unfolding,
    /// Where the diagram stands on screen.
    diagram: Rect,
    screenshot: Screenshot,
    /// What is shown.
    traced: Option<Arc<Trace>>,
    /// Counts the traces.
    revision: u64,
    /// What another page wanted to be seen here last.
    viewed: Option<Arc<NetworkView>>,
}

impl Default for NetworkPage {
    fn default() -> Self {
        Self {
            sheet: Sheet::default(),
            edits: None,
            kernel: Chosen::default(),
            weights: None,
            view: View::default(),
            moment: Moment::default(),
            scale: Scale::default(),
            selected: None,
            selected_for: None,
            sum: Sum::default(),
            atlas: Atlas::default(),
            headings: None,
            room: None,
            columns: Vec::new(),
            unfolding: Unfolding::default(),
            diagram: Rect::NOTHING,
            screenshot: Screenshot::default(),
            traced: None,
            revision: 0,
            viewed: None,
        }
    }
}

impl NetworkPage {
    /// Draws the page into what `ui` has left.
    pub fn show(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let rect = ui.max_rect();
        let trace = self.trace(&context.state.reading);
        self.take_view(trace.model.architecture(), context);
        let tools = rect.with_max_y(rect.top() + theme.control_height());
        self.show_tools(ui, tools, &trace, context);
        match self.screenshot.take() {
            Some(Ok(file)) => context.push(Command::SaveFile(file)),
            Some(Err(error)) => context.push(Command::Fail(error.to_string())),
            None => {}
        }
        let below = rect.with_min_y(tools.bottom() + space::MEDIUM);
        match self.sheet {
            Sheet::Diagram => self.show_diagram(ui, below, &trace, context),
            Sheet::Weights => {
                let known = &mut self.weights;
                weights::show(ui, below, &mut self.kernel, known, &trace, context);
            }
            Sheet::Architecture => {
                let current = trace.model.architecture();
                let edits = self.edits.get_or_insert_with(|| Edits::of(current));
                editor::show(ui, below, edits, context);
            }
        }
    }

    /// Shows what another page wants to be seen here, once.
    fn take_view(&mut self, architecture: &Architecture, context: &PageContext<'_>) {
        let Some(view) = &context.state.network_view else {
            return;
        };
        if self
            .viewed
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, view))
        {
            return;
        }
        self.viewed = Some(view.clone());
        match &**view {
            NetworkView::Stage(stage) => {
                let shape = architecture.shapes().get(*stage);
                let (_, height, width) = shape.map_or((0, 0, 0), |shape| shape.dims());
                let stage = columns::shown(architecture, self.moment, *stage);
                let cell = Cell::new(0, height / 2, width / 2);
                self.sheet = Sheet::Diagram;
                self.choose(stage.map(|stage| Place { stage, cell }));
            }
            NetworkView::Layers(layers) => {
                let edits = self.edits.get_or_insert_with(|| Edits::of(architecture));
                edits.set(Draft {
                    layers: layers.clone(),
                });
                self.sheet = Sheet::Architecture;
            }
        }
    }

    fn show_diagram(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        trace: &Trace,
        context: &mut PageContext<'_>,
    ) {
        let height = sum::height(ui, rect, &self.sum);
        let below = rect.with_min_y(rect.bottom() - height);
        let diagram = rect.with_max_y(below.top() - space::MEDIUM);
        self.diagram = diagram;
        diagram::show(ui, diagram, self, trace, context);
        sum::show(ui, below, self, trace, context);
    }

    /// The trace of the picture that the network is given now; what belongs to another network
    /// is forgotten.
    fn trace(&mut self, reading: &Reading) -> Arc<Trace> {
        let trace = reading.trace();
        let before = self.traced.replace(trace.clone());
        if before.as_ref().is_some_and(|it| Arc::ptr_eq(it, trace)) {
            return trace.clone();
        }
        let architecture = trace.model.architecture();
        if before.is_some_and(|it| it.model.architecture() != architecture) {
            self.selected = None;
            if let Some(edits) = &mut self.edits {
                edits.set(Draft::of(architecture));
            }
            self.view = View::default();
        }
        self.revision += 1;
        trace.clone()
    }

    fn show_tools(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        trace: &Arc<Trace>,
        context: &mut PageContext<'_>,
    ) {
        let architecture = trace.model.architecture();
        ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
            ui.horizontal(|ui| {
                let sheets = SHEETS.map(|(_, keys)| segment(keys, context));
                if let Some(index) = segmented(ui, &sheets, self.sheet as usize) {
                    self.sheet = SHEETS[index].0;
                }
                match self.sheet {
                    Sheet::Diagram => {
                        self.show_diagram_tools(ui, context);
                        export::show_menu(ui, self, trace, context);
                    }
                    Sheet::Weights => {
                        weights::show_menu(ui, &mut self.kernel, trace, context);
                    }
                    Sheet::Architecture => {
                        let edits = self.edits.get_or_insert_with(|| Edits::of(architecture));
                        editor::show_tools(ui, &edits.draft, context);
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    notes::show(ui, architecture, context);
                });
            });
        });
    }

    fn show_diagram_tools(&mut self, ui: &mut Ui, context: &PageContext<'_>) {
        let theme = Theme::of(ui.ctx());
        let words =
            RichText::new(context.text("network-look")).font(theme.font(BODY, Face::Medium));
        let look = ui.menu_button(words, |ui| self.show_look(ui, context));
        look.response
            .on_hover_text(context.text("network-look-tooltip"));
        self.view.show_buttons(ui, context);
    }

    /// What the maps show, and how their values become colours.
    fn show_look(&mut self, ui: &mut Ui, context: &PageContext<'_>) {
        ui.spacing_mut().button_padding.x = space::SMALL;
        ui.label(context.text("network-values"));
        for (moment, (label, tooltip)) in MOMENTS {
            let choice = ui.selectable_label(self.moment == moment, context.text(label));
            if choice.on_hover_text(context.text(tooltip)).clicked() {
                self.moment = moment;
                self.selected = None;
            }
        }
        ui.separator();
        ui.label(context.text("network-colours"));
        for (scale, (label, tooltip)) in SCALES {
            let choice = ui.selectable_label(self.scale == scale, context.text(label));
            if choice.on_hover_text(context.text(tooltip)).clicked() {
                self.scale = scale;
            }
        }
    }

    /// Selects what the user has chosen.
    fn choose(&mut self, place: Option<Place>) {
        self.selected = place;
        self.selected_for = None;
    }

    /// What is selected; until the user chooses, the liveliest cell of the last maps, sought anew
    /// whenever the pen rests.
    fn shown_selection(
        &mut self,
        trace: &Trace,
        columns: &[Column],
        drawing: &Drawing,
    ) -> Option<Place> {
        let is_there = |place: &Place| {
            columns.iter().any(|column| {
                let (channels, height, width) = column.shape.dims();
                column.group.shown == place.stage
                    && place.cell.channel < channels
                    && place.cell.row < height
                    && place.cell.column < width
            })
        };
        let revision = drawing.revision();
        let is_old = self.selected_for.is_some_and(|known| known != revision);
        let seek = is_old && !drawing.is_in_gesture();
        self.selected = self.selected.filter(|place| is_there(place) && !seek);
        if self.selected.is_none() {
            self.selected = liveliest(trace, columns);
            self.selected_for = Some(revision);
        }
        self.selected
    }

    fn scale_key(&self) -> &'static str {
        match self.scale {
            Scale::Layer => "network-max-layer",
            Scale::Map => "network-max-map",
            Scale::Shared => "network-max-shared",
        }
    }
}

fn segment<'a>((label, tooltip): Keys, context: &PageContext<'a>) -> Segment<'a> {
    Segment {
        icon: None,
        label: context.text(label),
        tooltip: context.text(tooltip),
    }
}

/// The cell of the largest value in the last convolution, else in the last layer.
fn liveliest(trace: &Trace, columns: &[Column]) -> Option<Place> {
    let column = columns
        .iter()
        .rfind(|column| column.group.kind == Kind::Convolution)
        .or(columns.last())?;
    let stage = column.group.shown;
    let values = &trace.stages[stage].values;
    let (_, height, width) = column.shape.dims();
    let drawn = &values[..column.drawn() * height * width];
    let (best, _) = drawn
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    Some(Place {
        stage,
        cell: Cell::of_index(trace.stages[stage].shape, best),
    })
}
