//! The operations in a row, each with its result in small; and the tools of the page.

use eframe::egui::{
    CursorIcon, EventFilter, Id, Key, Modifiers, Popup, Rect, Response, Role, Sense, StrokeKind,
    TextureOptions, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::painting::Painting;
use super::scene::Scene;
use super::words::operation_name;
use super::{ConvolvePage, Sheet, save};
use crate::app::command::Command;
use crate::app::convolve::Change;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, Theme, radius, space};
use crate::app::widgets::{self, Button, menu_item};
use crate::convolution::chain::MAX_OPERATIONS;
use crate::convolution::{
    Chain, Convolution, Kernel, Operation, Padding, PaddingMode, Pooling, PoolingKind, Preset,
};

/// Widest and narrowest place of an operation, in sizes of its letters.
const WIDEST: f32 = 10.5;
const NARROWEST: f32 = 3.0;

/// Room for a name from which on there is a picture beside it, in sizes of its letters.
const LEAST_NAME: f32 = 3.5;

/// Names of the textures of the results in small.
const TEXTURES: [&str; MAX_OPERATIONS] = [
    "convolve step 1",
    "convolve step 2",
    "convolve step 3",
    "convolve step 4",
    "convolve step 5",
];

/// Cells up to which a result is shown in small with all its cells.
const SMALL_SIDE: f32 = 28.0;

/// Shows the row.
pub fn show(ui: &mut Ui, rect: Rect, page: &mut ConvolvePage, context: &mut PageContext<'_>) {
    let tools = show_tools(ui, rect, page, context);
    let row = rect.with_max_x(tools.left() - space::MEDIUM);
    let theme = Theme::of(ui.ctx());
    let count = context.state.convolve.chain.operations().len();
    let add = rect.height();
    let pitch = ((row.width() - add) / count as f32 - space::SMALL)
        .clamp(theme.points(BODY) * NARROWEST, theme.points(BODY) * WIDEST);
    let place = |index: usize| {
        let left = row.left() + index as f32 * (pitch + space::SMALL);
        Rect::from_min_size(pos2(left, row.top()), vec2(pitch, row.height()))
    };
    for index in 0..count {
        show_step(ui, place(index), index, page, context);
        if index + 1 < count {
            let x = place(index).right() + space::TINY;
            let line = theme.strong_border();
            ui.painter()
                .hline(x - space::TINY..=x + space::TINY, row.center().y, line);
        }
    }
    drop_step(ui, page, count, &place, context);
    let left = place(count).left();
    let add = Rect::from_min_size(pos2(left, row.top()), Vec2::splat(add));
    show_add(ui, add, count, context);
}

fn show_step(
    ui: &mut Ui,
    rect: Rect,
    index: usize,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let convolve = &context.state.convolve;
    let operation = &convolve.chain.operations()[index];
    let selected = convolve.selected == index;
    let count = convolve.chain.operations().len();
    let name = operation_name(operation, page, context);
    let id = Id::unique("convolve step").with(index);
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let label = context.state.text.with(
        "convolve-step",
        &[
            ("number", (index + 1).into()),
            ("name", name.clone().into()),
        ],
    );
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, &label));
    let dragged = page.dragged_step == Some(index);
    let shown = if dragged {
        rect.translate(vec2(
            response.total_drag_delta().map_or(0.0, |delta| delta.x),
            0.0,
        ))
    } else {
        rect
    };
    let (fill, line) = match (selected, response.hovered()) {
        (true, _) => (colors.accent_soft, theme.selected_border()),
        (false, true) => (colors.hover, theme.strong_border()),
        (false, false) => (colors.surface, theme.border()),
    };
    let painter = ui.painter();
    painter.rect(shown, radius::CONTROL, fill, line, StrokeKind::Inside);
    let picture = Rect::from_min_size(
        shown.min + Vec2::splat(space::TINY + 1.0),
        Vec2::splat(shown.height() - 2.0 * space::TINY - 2.0),
    );
    let removes = selected && count > 1;
    let side = theme.points(BODY) + space::SMALL;
    let end = shown.right()
        - if removes {
            side + space::TINY
        } else {
            space::SMALL
        };
    let mut words = Rect::from_min_max(
        pos2(picture.right() + space::SMALL, shown.top()),
        pos2(end, shown.bottom()),
    );
    // What is selected is seen large below.
    if selected && words.width() < theme.points(BODY) * LEAST_NAME {
        words.min.x = shown.left() + space::SMALL;
    } else {
        paint_result(ui, picture, index, context);
    }
    let face = if selected {
        Face::SemiBold
    } else {
        Face::Medium
    };
    let color = if selected { colors.accent } else { colors.text };
    let font = theme.font(BODY, face);
    if words.width() > theme.points(BODY) * 1.5 {
        widgets::fitting_text(ui, words, &name, font, color);
    }
    if removes {
        let place = Rect::from_center_size(
            pos2(shown.right() - side / 2.0 - space::TINY, shown.center().y),
            Vec2::splat(side),
        );
        show_remove(ui, place, index, context);
    }
    take_step(ui, &response, index, count, page, context);
    response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_ui(|ui| {
            ui.label(&name);
            ui.label(context.text("convolve-step-tooltip"));
        });
}

fn show_remove(ui: &mut Ui, rect: Rect, index: usize, context: &mut PageContext<'_>) {
    let mut clicked = false;
    ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt("remove"), |ui| {
        let button = Button::icon_only(Icon::X, context.text("convolve-remove-step"))
            .quiet()
            .height(rect.height());
        clicked = button.show(ui).clicked();
    });
    if clicked {
        context.push(Command::Convolve(Change::RemoveStep(index)));
    }
}

/// A click selects, dragging moves; so do the keys.
fn take_step(
    ui: &Ui,
    response: &Response,
    index: usize,
    count: usize,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) {
    if response.clicked() {
        context.push(Command::Convolve(Change::SelectStep(index)));
        page.play = super::play::Play::default();
        page.view = widgets::GridView::default();
    }
    if response.drag_started() {
        page.dragged_step = Some(index);
    }
    if response.has_focus() {
        let arrows = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let theme = Theme::of(ui.ctx());
        let ring = response.rect.expand(space::TINY / 2.0);
        let painter = ui.painter();
        painter.rect_stroke(ring, radius::CONTROL, theme.focus(), StrokeKind::Outside);
        for (key, to) in [
            (Key::ArrowLeft, index.checked_sub(1)),
            (Key::ArrowRight, Some(index + 1).filter(|to| *to < count)),
        ] {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
                && let Some(to) = to
            {
                let change = Change::MoveStep { from: index, to };
                context.push(Command::Convolve(change));
                let next = Id::unique("convolve step").with(to);
                ui.memory_mut(|memory| memory.request_focus(next));
            }
        }
    }
}

/// Puts the operation that was dragged where the pointer let it go.
fn drop_step(
    ui: &Ui,
    page: &mut ConvolvePage,
    count: usize,
    place: &dyn Fn(usize) -> Rect,
    context: &mut PageContext<'_>,
) {
    let Some(from) = page.dragged_step else {
        return;
    };
    let (is_let_go, is_held) =
        ui.input(|input| (input.pointer.any_released(), input.pointer.any_down()));
    if !is_let_go && !is_held {
        // It was let go while another page was shown.
        page.dragged_step = None;
        return;
    }
    let Some(position) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    let distance = |index: &usize| (place(*index).center().x - position.x).abs();
    let to = (0..count)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .unwrap_or(from);
    if is_let_go {
        page.dragged_step = None;
        if to != from {
            context.push(Command::Convolve(Change::MoveStep { from, to }));
        }
        return;
    }
    let theme = Theme::of(ui.ctx());
    let x = if to > from {
        place(to).right() + space::TINY
    } else {
        place(to).left() - space::TINY
    };
    if to != from {
        ui.painter()
            .vline(x, place(to).y_range(), theme.selection());
    }
}

/// The result of an operation in small; a cross where it is impossible.
fn paint_result(ui: &Ui, rect: Rect, index: usize, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let results = context.state.convolve.results.clone();
    let painter = ui.painter();
    painter.rect_filled(rect, 0, theme.colors.well);
    match results.outputs.get(index) {
        Some(Ok(maps)) => {
            let longest = maps.height().max(maps.width()).max(1) as f32;
            let size = vec2(maps.width() as f32, maps.height() as f32) / longest * rect.width();
            let place = Rect::from_center_size(rect.center(), size);
            let look = results.look(index);
            let painting = Painting {
                maps,
                look,
                padding: Padding::default(),
                channel: (maps.channels() != 3).then_some(0),
                end: usize::MAX,
            };
            let stamp = (maps.stamp(), look.reach.to_bits(), look.tone, theme.dark);
            let pixels = SMALL_SIDE.min(longest);
            let scale = pixels / longest;
            let (rows, columns) = (
                (maps.height() as f32 * scale).ceil().max(1.0) as usize,
                (maps.width() as f32 * scale).ceil().max(1.0) as usize,
            );
            let options = TextureOptions::NEAREST;
            let texture = context
                .textures
                .get(ui.ctx(), TEXTURES[index], stamp, options, || {
                    painting.small(&theme, rows, columns)
                });
            widgets::paint_texture(ui, place, texture);
        }
        Some(Err(_)) => {
            let font = theme.font(BODY, Face::Icon);
            let color = theme.colors.error;
            widgets::icon(ui, rect.center(), Icon::CircleAlert, font, color);
        }
        None => {}
    }
}

fn show_add(ui: &mut Ui, rect: Rect, count: usize, context: &mut PageContext<'_>) {
    let builder = UiBuilder::new().max_rect(rect).id_salt("add step");
    ui.scope_builder(builder, |ui| {
        let full = count >= MAX_OPERATIONS;
        let tooltip = if full {
            let most = [("most", MAX_OPERATIONS.into())];
            context.state.text.with("convolve-chain-full", &most)
        } else {
            context.text("convolve-add-tooltip").to_owned()
        };
        let button = Button::icon_only(Icon::Plus, context.text("convolve-add"))
            .tooltip(&tooltip)
            .height(rect.height());
        let response = button.show(ui);
        Popup::menu(&response).gap(space::TINY).show(|ui| {
            ui.set_min_width(Theme::of(ui.ctx()).points(BODY) * 16.0);
            if !full {
                for (words, operation) in additions() {
                    if menu_item(ui, context.text(words), false, "") {
                        context.push(Command::Convolve(Change::AddStep(operation)));
                    }
                }
                ui.separator();
            }
            for (words, tooltip, operations) in recipes() {
                if menu_item(ui, context.text(words), false, context.text(tooltip))
                    && let Ok(chain) = Chain::new(operations)
                {
                    context.push(Command::Convolve(Change::SetChain(chain)));
                }
            }
        });
    });
}

/// A convolution that keeps the picture's size.
fn same(kernel: Kernel) -> Operation {
    Operation::from(Convolution {
        padding: Padding::same(PaddingMode::Zero, kernel.size(), (1, 1)),
        ..Convolution::new(kernel)
    })
}

fn pool(kind: PoolingKind) -> Operation {
    Operation::from(Pooling {
        kind,
        window: (2, 2),
        stride: (2, 2),
    })
}

fn additions() -> [(&'static str, Operation); 4] {
    [
        ("convolve-add-convolution", same(Preset::SobelX.kernel())),
        ("convolve-relu", Operation::Relu),
        ("convolve-max", pool(PoolingKind::Max)),
        ("convolve-average", pool(PoolingKind::Average)),
    ]
}

/// Chains that are often wanted: name, what they show, operations.
fn recipes() -> [(&'static str, &'static str, Vec<Operation>); 3] {
    [
        (
            "convolve-recipe-edges",
            "convolve-recipe-edges-tooltip",
            vec![
                same(Preset::GaussianBlur.kernel()),
                same(Preset::SobelX.kernel()),
            ],
        ),
        (
            "convolve-recipe-layer",
            "convolve-recipe-layer-tooltip",
            vec![
                same(Preset::SobelX.kernel()),
                Operation::Relu,
                pool(PoolingKind::Max),
            ],
        ),
        (
            "convolve-recipe-network",
            "convolve-recipe-network-tooltip",
            vec![
                same(Preset::SobelX.kernel()),
                Operation::Relu,
                pool(PoolingKind::Max),
                same(Preset::SobelY.kernel()),
                Operation::Relu,
            ],
        ),
    ]
}

/// Zoom, the coverage, and what can be saved, at the right end; the place that they take.
fn show_tools(
    ui: &mut Ui,
    rect: Rect,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) -> Rect {
    let theme = Theme::of(ui.ctx());
    let roomy = rect.width() > theme.points(BODY) * 56.0;
    let state = context.state;
    let button = |icon: Icon, label: &'static str| {
        let words = state.text.get(label);
        if roomy {
            Button::new(words).icon(icon)
        } else {
            Button::icon_only(icon, words)
        }
    };
    let side = rect.height();
    let zoomed = !page.view.is_whole();
    let widths = [
        button(Icon::LayoutGrid, "convolve-coverage").natural_width(ui),
        button(Icon::Save, "convolve-save").natural_width(ui),
    ];
    let zooms = if zoomed { 3.0 } else { 2.0 };
    let width = widths[0] + widths[1] + zooms * side + (zooms + 1.0) * space::SMALL;
    let place = rect.with_min_x(rect.right() - width);
    ui.scope_builder(UiBuilder::new().max_rect(place).id_salt("tools"), |ui| {
        ui.spacing_mut().item_spacing.x = space::SMALL;
        ui.horizontal(|ui| {
            show_zoom(ui, page, context);
            let on = page.sheet == Sheet::Coverage;
            let toggle = button(Icon::LayoutGrid, "convolve-coverage")
                .tooltip(context.text("convolve-coverage-tooltip"))
                .selected(on);
            if toggle.show(ui).clicked() {
                page.sheet = if on { Sheet::Slide } else { Sheet::Coverage };
            }
            let response = button(Icon::Save, "convolve-save")
                .tooltip(context.text("convolve-save-tooltip"))
                .show(ui);
            Popup::menu(&response)
                .gap(space::TINY)
                .show(|ui| save::show_menu(ui, page, context));
        });
    });
    place
}

fn show_zoom(ui: &mut Ui, page: &mut ConvolvePage, context: &PageContext<'_>) {
    const STEP: f32 = 1.6;
    const MOST: f32 = 4000.0;
    let most = context.state.convolve.input().map_or(1.0, |input| {
        (input.height().max(input.width()) as f32 / 6.0).min(MOST)
    });
    for (icon, label, factor) in [
        (Icon::ZoomIn, "convolve-zoom-in", STEP),
        (Icon::ZoomOut, "convolve-zoom-out", 1.0 / STEP),
    ] {
        let button = Button::icon_only(icon, context.text(label))
            .tooltip(context.text("convolve-zoom-tooltip"));
        if button.show(ui).clicked() {
            page.view.zoom(factor, most);
            let scene = Scene::new(context, None, page.channel);
            if let Some(middle) = scene.and_then(|scene| scene.window_middle()) {
                page.view.keep_in_sight(middle);
            }
        }
    }
    if !page.view.is_whole() {
        let button = Button::icon_only(Icon::Maximize, context.text("convolve-zoom-fit"));
        if button.show(ui).clicked() {
            page.view = widgets::GridView::default();
        }
    }
}
