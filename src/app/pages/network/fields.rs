//! What a cell looks at in every earlier layer, and what it feeds, outlined in the diagram.

use eframe::egui::{Rect, Stroke, StrokeKind, Ui};

use super::Place;
use super::columns::{Column, Kind};
use super::diagram::cell_rect;
use super::feeds::paint_kernels;
use crate::app::theme::{Theme, space, stroke};
use crate::network::arithmetic::{Arithmetic, Cell, arithmetic};
use crate::network::receptive_field::Cells;
use crate::network::trace::Trace;

/// Most boxes that are drawn in one column.
const MOST_BOXES: usize = 64;

/// Most lines between two columns: more would hide the maps.
const MOST_LINES: usize = 24;

/// Contributions of a linear unit that are drawn back onto the maps.
pub const CONTRIBUTIONS: usize = 8;

/// One outlined part of a column: of one map, or of the whole column.
struct Outline {
    channel: Option<usize>,
    rect: Rect,
}

/// Outlines the cells that a cell looks at and feeds, and joins them by lines.
pub fn paint_fields(ui: &Ui, columns: &[Column], trace: &Trace, place: Place) {
    let Some(at) = columns.iter().position(|c| c.group.shown == place.stage) else {
        return;
    };
    let architecture = trace.model.architecture();
    let one = Cells::one(place.cell.channel, place.cell.row, place.cell.column);
    let earlier = architecture.looks_at(place.stage, one.clone());
    let later = architecture.feeds(place.stage, one);
    let outlines: Vec<Vec<Outline>> = columns
        .iter()
        .map(|column| {
            let cells = match column.group.shown.checked_sub(place.stage) {
                Some(after) => &later[after],
                None => &earlier[column.group.shown],
            };
            outlines_of(column, cells)
        })
        .collect();
    for index in 1..=at {
        paint_lines(ui, &outlines[index - 1], &outlines[index]);
    }
    if let Some(next) = columns.get(at + 1)
        && next.group.kind == Kind::Pool
    {
        paint_lines(ui, &outlines[at], &outlines[at + 1]);
    }
    for (index, column_outlines) in outlines.iter().enumerate() {
        // Beyond the first layer that mixes everything, the rest of the network is fed.
        let shown = index <= at || column_outlines.iter().all(|o| o.channel.is_some());
        for outline in column_outlines.iter().filter(|_| shown) {
            paint_outline(ui, outline.rect, index > at || outline.channel.is_none());
        }
    }
    if let Some(map) = columns[at].place(place.cell.channel)
        && !columns[at].shape.is_flat()
    {
        let theme = Theme::of(ui.ctx());
        let line = theme.selection();
        ui.painter()
            .rect_stroke(map.expand(1.0), 2, line, StrokeKind::Outside);
    }
    paint_kernels(ui, columns, at, trace, place);
    paint_contributions(ui, columns, at, trace, place);
}

/// A box for each map that has some of the cells; one around the whole column where all have all.
fn outlines_of(column: &Column, cells: &Cells) -> Vec<Outline> {
    let (channels, height, width) = column.shape.dims();
    if cells.is_empty() {
        return Vec::new();
    }
    let whole = cells.channels.len() == channels
        && cells.rows.len() == height
        && cells.columns.len() == width
        && channels > 1;
    if whole {
        return vec![Outline {
            channel: None,
            rect: column.rect.expand(space::TINY),
        }];
    }
    let ends = |indices: &[usize]| (indices[0], indices[indices.len() - 1]);
    let ((top, bottom), (left, right)) = (ends(&cells.rows), ends(&cells.columns));
    cells
        .channels
        .iter()
        .take(MOST_BOXES)
        .filter_map(|channel| {
            let first = cell_rect(column, Cell::new(*channel, top, left))?;
            let last = cell_rect(column, Cell::new(*channel, bottom, right))?;
            Some(Outline {
                channel: Some(*channel),
                rect: first.union(last),
            })
        })
        .collect()
}

fn paint_outline(ui: &Ui, rect: Rect, is_thin: bool) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter();
    let halo = Stroke::new(stroke::HALO - 1.0, theme.colors.paper);
    let width = if is_thin {
        stroke::BORDER
    } else {
        stroke::FOCUS
    };
    let rect = rect.expand(1.0);
    painter.rect_stroke(rect, 0, halo, StrokeKind::Middle);
    let line = Stroke::new(width, theme.colors.accent);
    painter.rect_stroke(rect, 0, line, StrokeKind::Middle);
}

/// Lines between the boxes of two neighbouring columns: map to same map where neither mixes.
fn paint_lines(ui: &Ui, from: &[Outline], to: &[Outline]) {
    let pairs_off = from.len() == to.len()
        && from
            .iter()
            .zip(to)
            .all(|(a, b)| a.channel.is_some() && a.channel == b.channel);
    let line = Stroke::new(
        stroke::BORDER,
        Theme::of(ui.ctx()).colors.accent.gamma_multiply(0.7),
    );
    let join = |a: &Outline, b: &Outline| {
        if a.channel.is_some() && b.channel.is_some() {
            ui.painter()
                .line_segment([a.rect.right_center(), b.rect.left_center()], line);
        }
    };
    if pairs_off && from.len() <= MOST_LINES {
        from.iter().zip(to).for_each(|(a, b)| join(a, b));
    } else if from.len() * to.len() <= MOST_LINES {
        for a in from {
            to.iter().for_each(|b| join(a, b));
        }
    }
}

/// For a linear unit: where its largest contributions come from.
fn paint_contributions(ui: &Ui, columns: &[Column], at: usize, trace: &Trace, place: Place) {
    let theme = Theme::of(ui.ctx());
    let group = &columns[at].group;
    if !matches!(group.kind, Kind::Linear | Kind::Output) || at == 0 {
        return;
    }
    let stage = *group.stages.start();
    let Arithmetic::Linear { terms, .. } = arithmetic(trace, stage, place.cell) else {
        return;
    };
    let before = &columns[at - 1];
    let Some(target) = cell_rect(&columns[at], place.cell) else {
        return;
    };
    for term in terms.iter().take(CONTRIBUTIONS) {
        let cell = Cell::of_index(before.shape, term.input);
        let Some(source) = before.cell(cell) else {
            continue;
        };
        let color = if term.product() >= 0.0 {
            theme.colors.positive
        } else {
            theme.colors.negative
        };
        let line = Stroke::new(stroke::BORDER, color);
        ui.painter()
            .line_segment([source.right_center(), target.left_center()], line);
        let frame = Stroke::new(stroke::FOCUS, color);
        ui.painter()
            .rect_stroke(source, 0, frame, StrokeKind::Outside);
    }
}
