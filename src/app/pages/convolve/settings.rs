//! The settings of the operation that is looked at, in a row; where there is no room for all of
//! them, the rarer ones are in a list.

use eframe::egui::{Rect, Ui, Vec2, pos2, vec2};

use super::ConvolvePage;
use super::fields::{Numbers, caption};
use super::kernel_menu;
use super::words::{kernel_name, mode_key};
use crate::app::command::Command;
use crate::app::convolve::Change;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Theme, space};
use crate::app::widgets::{DropDown, drop_down, menu_item, toggle};
use crate::convolution::geometry::Geometry;
use crate::convolution::kernel::MAX_SIDE;
use crate::convolution::{
    Axis, Convolution, Kernel, Operation, Padding, PaddingMode, Pooling, PoolingKind, Preset,
};

/// Most cells by which something is stepped or padded.
const MOST: usize = 9_999;

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Operation,
    Kernel,
    Size,
    Stride,
    Padding,
    Mode,
    Dilation,
    Flip,
    /// The list of those for which there is no room.
    More,
}

impl Field {
    /// Width, in sizes of letters; the kernel's name takes what is left.
    fn width(self) -> f32 {
        match self {
            Self::Operation => 9.2,
            Self::Kernel => 8.4,
            Self::Size | Self::Stride | Self::Padding | Self::Dilation => 5.5,
            Self::Mode => 7.4,
            Self::Flip => 4.2,
            Self::More => 6.0,
        }
    }
}

/// Folded away first where space is short.
const FOLDED: [Field; 3] = [Field::Mode, Field::Dilation, Field::Flip];

/// Shows the settings in `rect`.
pub fn show(ui: &mut Ui, rect: Rect, page: &mut ConvolvePage, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let operation = context.state.convolve.operation().clone();
    let all: &[Field] = match operation {
        Operation::Convolution(_) => &[
            Field::Operation,
            Field::Kernel,
            Field::Size,
            Field::Stride,
            Field::Padding,
            Field::Mode,
            Field::Dilation,
            Field::Flip,
        ],
        Operation::Relu => &[Field::Operation],
        Operation::Pooling(_) => &[Field::Operation, Field::Size, Field::Stride],
    };
    let points = theme.points(BODY);
    let needed = |fields: &[Field]| {
        let widths: f32 = fields.iter().map(|field| field.width() * points).sum();
        widths + space::MEDIUM * fields.len().saturating_sub(1) as f32
    };
    let mut fields = all.to_vec();
    if needed(&fields) > rect.width() {
        fields.retain(|field| !FOLDED.contains(field));
        fields.push(Field::More);
    }
    let spare = (rect.width() - needed(&fields)).clamp(0.0, points * 6.0);
    let mut left = rect.left();
    for field in fields {
        let extra = if field == Field::Kernel { spare } else { 0.0 };
        let width = field.width() * points + extra;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        show_field(ui, place, field, &operation, page, context);
        left = place.right() + space::MEDIUM;
    }
}

fn show_field(
    ui: &mut Ui,
    rect: Rect,
    field: Field,
    operation: &Operation,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) {
    match (field, operation) {
        (Field::Operation, _) => show_operation(ui, rect, operation, context),
        (Field::Kernel, Operation::Convolution(convolution)) => {
            show_kernel(ui, rect, &convolution.kernel, page, context);
        }
        (Field::Mode, Operation::Convolution(convolution)) => {
            show_mode(ui, rect, convolution, context);
        }
        (Field::Flip, Operation::Convolution(convolution)) => {
            show_flip(ui, rect, convolution, context);
        }
        (Field::More, Operation::Convolution(_)) => {
            show_more(ui, rect, operation, page, context);
        }
        _ => show_numbers(ui, rect, field, operation, context),
    }
}

fn show_operation(ui: &mut Ui, rect: Rect, operation: &Operation, context: &mut PageContext<'_>) {
    let name = context.text("convolve-operation");
    let control = caption(ui, rect, name);
    let kinds = [
        "convolve-convolution",
        "convolve-relu",
        "convolve-max",
        "convolve-average",
    ];
    let current = match operation {
        Operation::Convolution(_) => 0,
        Operation::Relu => 1,
        Operation::Pooling(pooling) => match pooling.kind {
            PoolingKind::Max => 2,
            PoolingKind::Average => 3,
        },
    };
    let list = DropDown {
        name,
        words: context.text(kinds[current]),
        tooltip: context.text("convolve-operation-tooltip"),
        stays_open: false,
        quiet: false,
    };
    drop_down(ui, control, &list, |ui| {
        for (index, kind) in kinds.into_iter().enumerate() {
            if menu_item(ui, context.text(kind), index == current, "") && index != current {
                let operation = changed_kind(operation, index);
                context.push(Command::Convolve(Change::SetOperation(operation)));
            }
        }
    });
}

/// Another kind of operation; from pooling to pooling, window and stride stay.
fn changed_kind(operation: &Operation, kind: usize) -> Operation {
    let pooling = |kind| match operation {
        Operation::Pooling(pooling) => Operation::from(Pooling { kind, ..*pooling }),
        _ => Operation::from(Pooling {
            kind,
            window: (2, 2),
            stride: (2, 2),
        }),
    };
    match kind {
        1 => Operation::Relu,
        2 => pooling(PoolingKind::Max),
        3 => pooling(PoolingKind::Average),
        _ => {
            let kernel = Preset::SobelX.kernel();
            Operation::from(Convolution {
                padding: Padding::same(PaddingMode::Zero, kernel.size(), (1, 1)),
                ..Convolution::new(kernel)
            })
        }
    }
}

fn show_kernel(
    ui: &mut Ui,
    rect: Rect,
    kernel: &Kernel,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) {
    let name = context.text("convolve-kernel");
    let control = caption(ui, rect, name);
    let words = kernel_name(kernel, page.sigma, context);
    let list = DropDown {
        name,
        words: &words,
        tooltip: context.text("convolve-kernels-tooltip"),
        stays_open: true,
        quiet: false,
    };
    drop_down(ui, control, &list, |ui| {
        kernel_menu::show(ui, kernel, page, context);
    });
}

fn show_mode(ui: &mut Ui, rect: Rect, convolution: &Convolution, context: &mut PageContext<'_>) {
    let name = context.text("convolve-mode");
    let control = caption(ui, rect, name);
    let list = DropDown {
        name,
        words: context.text(mode_key(convolution.padding.mode)),
        tooltip: context.text("convolve-mode-tooltip"),
        stays_open: false,
        quiet: false,
    };
    let mut chosen = None;
    drop_down(ui, control, &list, |ui| {
        for mode in PaddingMode::ALL {
            let selected = mode == convolution.padding.mode;
            if menu_item(ui, context.text(mode_key(mode)), selected, "") {
                chosen = Some(mode);
            }
        }
    });
    if let Some(mode) = chosen {
        let geometry = Geometry {
            mode,
            ..convolution.geometry()
        };
        context.push(Command::Convolve(Change::SetGeometry(geometry)));
    }
}

fn show_flip(ui: &mut Ui, rect: Rect, convolution: &Convolution, context: &mut PageContext<'_>) {
    let name = context.text("convolve-flipped");
    let control = caption(ui, rect, name);
    let place = pos2(control.left() + space::TINY, control.center().y);
    let response = toggle(
        ui,
        place,
        convolution.flip,
        true,
        context.text("convolve-flip-kernel"),
    );
    let tooltip = context.text("convolve-flipped-tooltip");
    if response.on_hover_text(tooltip).clicked() {
        let operation = Operation::from(Convolution {
            flip: !convolution.flip,
            ..convolution.clone()
        });
        context.push(Command::Convolve(Change::SetOperation(operation)));
    }
}

fn show_more(
    ui: &mut Ui,
    rect: Rect,
    operation: &Operation,
    page: &mut ConvolvePage,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let control = caption(ui, rect, context.text("convolve-more"));
    let list = DropDown {
        name: context.text("convolve-more"),
        words: context.text("convolve-more-words"),
        tooltip: context.text("convolve-more-tooltip"),
        stays_open: true,
        quiet: false,
    };
    drop_down(ui, control, &list, |ui| {
        for field in FOLDED {
            let height = theme.control_height() + theme.caption_height() + space::TINY;
            let size = Vec2::new(theme.points(BODY) * 11.0, height);
            let (place, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
            show_field(ui, place, field, operation, page, context);
        }
    });
}

const ROWS_AND_COLUMNS: [&str; 2] = ["convolve-rows", "convolve-columns"];
const SIDES: [&str; 4] = [
    "convolve-top",
    "convolve-bottom",
    "convolve-left",
    "convolve-right",
];

fn show_numbers(
    ui: &mut Ui,
    rect: Rect,
    field: Field,
    operation: &Operation,
    context: &mut PageContext<'_>,
) {
    let Some(geometry) = operation.geometry() else {
        return;
    };
    let (rows, columns) = (geometry.rows, geometry.columns);
    let pooled = matches!(operation, Operation::Pooling(_));
    let four = [
        rows.padding.0,
        rows.padding.1,
        columns.padding.0,
        columns.padding.1,
    ];
    let (name, tooltip, values, range) = match field {
        Field::Size if pooled => (
            "convolve-pool-size",
            "convolve-pool-size-tooltip",
            vec![rows.kernel, columns.kernel],
            (1, MOST),
        ),
        Field::Size => (
            "convolve-size",
            "convolve-size-tooltip",
            vec![rows.kernel, columns.kernel],
            (1, MAX_SIDE),
        ),
        Field::Stride => (
            "convolve-stride",
            "convolve-stride-tooltip",
            vec![rows.stride, columns.stride],
            (0, MOST),
        ),
        Field::Dilation => (
            "convolve-dilation",
            "convolve-dilation-tooltip",
            vec![rows.dilation, columns.dilation],
            (0, MOST),
        ),
        Field::Padding => (
            "convolve-padding",
            "convolve-padding-tooltip",
            four.to_vec(),
            (0, MOST),
        ),
        _ => return,
    };
    let numbers = Numbers {
        name,
        tooltip,
        parts: if field == Field::Padding {
            &SIDES
        } else {
            &ROWS_AND_COLUMNS
        },
        values: &values,
        least: range.0,
        most: range.1,
    };
    let mut same = false;
    let words = context.text("convolve-same-padding");
    let tooltip = context.text("convolve-same-padding-tooltip");
    let set = |values: &[usize]| with_numbers(field, values, geometry, operation);
    numbers.show(ui, rect, context, set, |ui| {
        same = field == Field::Padding && menu_item(ui, words, false, tooltip);
    });
    if same && let Operation::Convolution(convolution) = operation {
        let size = convolution.kernel.size();
        let padding = Padding::same(geometry.mode, size, convolution.dilation);
        let operation = Operation::from(Convolution {
            padding,
            ..convolution.clone()
        });
        context.push(Command::Convolve(Change::SetOperation(operation)));
    }
}

fn with_numbers(
    field: Field,
    values: &[usize],
    geometry: Geometry,
    operation: &Operation,
) -> Option<Change> {
    let set = |set: fn(&mut Axis, usize)| {
        let mut geometry = geometry;
        set(&mut geometry.rows, values[0]);
        set(&mut geometry.columns, values[1]);
        geometry
    };
    match (field, operation) {
        (Field::Size, Operation::Convolution(convolution)) => {
            let kernel = sized(&convolution.kernel, values[0], values[1]);
            kernel.map(Change::SetKernel)
        }
        (Field::Size, _) => Some(Change::SetGeometry(set(|axis, size| axis.kernel = size))),
        (Field::Stride, _) => Some(Change::SetGeometry(set(|axis, stride| {
            axis.stride = stride
        }))),
        (Field::Dilation, _) => Some(Change::SetGeometry(set(|axis, dilation| {
            axis.dilation = dilation;
        }))),
        (Field::Padding, _) => {
            let mut geometry = geometry;
            geometry.rows.padding = (values[0], values[1]);
            geometry.columns.padding = (values[2], values[3]);
            Some(Change::SetGeometry(geometry))
        }
        _ => None,
    }
}

/// The kernel at another size: what is a blur stays that blur, others are cropped or get zeros
/// around them.
fn sized(kernel: &Kernel, height: usize, width: usize) -> Option<Kernel> {
    let preset = Preset::of(kernel).filter(|_| height == width);
    let sized = preset.and_then(|preset| preset.sized(height));
    sized.or_else(|| kernel.resized(height, width).ok())
}
