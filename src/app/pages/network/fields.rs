//! What a cell looks at in every earlier layer, and what it feeds, outlined in the diagram.

use eframe::egui::{Color32, Rect, Shape, Stroke, StrokeKind, Ui};

use super::Place;
use super::columns::{Column, Kind};
use super::diagram::cell_rect;
use super::feeds::paint_kernels;
use super::quads::Quads;
use crate::app::theme::{Theme, space, stroke};
use crate::network::arithmetic::{Arithmetic, Cell, arithmetic};
use crate::network::receptive_field::Cells;
use crate::network::trace::Trace;

/// Most lines between two columns: more would hide the maps, and one fan stands for them.
const MOST_LINES: usize = 24;

/// How much of the accent a fan and its edges have.
const FAN: (f32, f32) = (0.08, 0.35);

/// Contributions of a linear unit that are drawn back onto the maps.
pub const CONTRIBUTIONS: usize = 8;

/// One outlined part of a column: of one map, or of the whole column.
#[derive(Clone)]
struct Outline {
    channel: Option<usize>,
    rect: Rect,
}

/// Outlines the cells that a cell looks at and feeds, and joins them by lines. `progress` columns
/// before its own are unfolded. Returns whether all kernels that feed it could be drawn.
pub fn paint_fields(
    ui: &Ui,
    columns: &[Column],
    trace: &Trace,
    place: Place,
    progress: f32,
) -> bool {
    let Some(at) = columns.iter().position(|c| c.group.shown == place.stage) else {
        return true;
    };
    if progress < at as f32 {
        ui.ctx().request_repaint();
    }
    let architecture = trace.model.architecture();
    let one = Cells::one(place.cell.channel, place.cell.row, place.cell.column);
    let earlier = architecture.looks_at(place.stage, one.clone());
    let later = architecture.feeds(place.stage, one);
    let whole: Vec<Vec<Outline>> = columns
        .iter()
        .map(|column| {
            let cells = match column.group.shown.checked_sub(place.stage) {
                Some(after) => &later[after],
                None => &earlier[column.group.shown],
            };
            outlines_of(column, cells)
        })
        .collect();
    let outlines: Vec<Vec<Outline>> = (0..columns.len())
        .map(|index| match at.checked_sub(index) {
            Some(distance @ 1..) => {
                let share = progress - (distance - 1) as f32;
                unfolded(&whole[index], &whole[index + 1], share)
            }
            _ => whole[index].clone(),
        })
        .collect();
    for index in 1..=at {
        let between = (&columns[index - 1], &columns[index]);
        paint_lines(ui, between, &outlines[index - 1], &outlines[index]);
    }
    if let Some(next) = columns.get(at + 1)
        && next.group.kind == Kind::Pool
    {
        let between = (&columns[at], next);
        paint_lines(ui, between, &outlines[at], &outlines[at + 1]);
    }
    let mut quads = Quads::new(ui);
    for (index, column_outlines) in outlines.iter().enumerate() {
        // Beyond the first layer that mixes everything, the rest of the network is fed.
        let shown = index <= at || column_outlines.iter().all(|o| o.channel.is_some());
        for outline in column_outlines.iter().filter(|_| shown) {
            let is_thin = index > at || outline.channel.is_none();
            add_outline(&mut quads, &Theme::of(ui.ctx()), outline.rect, is_thin);
        }
    }
    quads.paint(ui);
    if let Some(map) = columns[at].place(place.cell.channel)
        && !columns[at].shape.is_flat()
    {
        let theme = Theme::of(ui.ctx());
        let line = theme.selection();
        ui.painter()
            .rect_stroke(map.expand(1.0), 2, line, StrokeKind::Outside);
    }
    paint_contributions(ui, columns, at, trace, place);
    paint_kernels(ui, columns, at, trace, place)
}

/// The outlines of a column on their way there from those of the next column; none before they
/// set off.
fn unfolded(to: &[Outline], from: &[Outline], share: f32) -> Vec<Outline> {
    if share <= 0.0 {
        return Vec::new();
    }
    let share = share.min(1.0);
    let eased = share * share * (3.0 - 2.0 * share);
    let start = |outline: &Outline| {
        let same = from.iter().find(|from| from.channel == outline.channel);
        same.or(from.first()).map_or(outline.rect, |from| from.rect)
    };
    to.iter()
        .map(|outline| Outline {
            channel: outline.channel,
            rect: start(outline).lerp_towards(&outline.rect, eased),
        })
        .collect()
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

fn add_outline(quads: &mut Quads, theme: &Theme, rect: Rect, is_thin: bool) {
    let width = if is_thin {
        stroke::BORDER
    } else {
        stroke::FOCUS
    };
    // The line between two of paper, so that it shows on every map.
    quads.frame(rect, width + 2.0 * stroke::BORDER, theme.colors.paper);
    quads.frame(rect.expand(stroke::BORDER), width, theme.colors.accent);
}

/// Lines between the boxes of two neighbouring columns, map to same map where neither mixes; for
/// too many of them one fan.
fn paint_lines(ui: &Ui, between: (&Column, &Column), from: &[Outline], to: &[Outline]) {
    let are_maps = |outlines: &[Outline]| outlines.iter().all(|o| o.channel.is_some());
    if from.is_empty() || to.is_empty() || !are_maps(from) || !are_maps(to) {
        return;
    }
    let accent = Theme::of(ui.ctx()).colors.accent;
    let line = Stroke::new(stroke::BORDER, accent.gamma_multiply(0.7));
    let join = |a: &Outline, b: &Outline| {
        let ends = [a.rect.right_center(), b.rect.left_center()];
        // While a box sets off, there is nothing between the two.
        if ends[0].x < ends[1].x {
            ui.painter().line_segment(ends, line);
        }
    };
    let pairs_off =
        from.len() == to.len() && from.iter().zip(to).all(|(a, b)| a.channel == b.channel);
    if pairs_off && from.len() <= MOST_LINES {
        from.iter().zip(to).for_each(|(a, b)| join(a, b));
    } else if from.len() * to.len() <= MOST_LINES {
        for a in from {
            to.iter().for_each(|b| join(a, b));
        }
    } else {
        let (left, right) = between;
        let start = match from {
            [one] => one.rect,
            _ => left.rect,
        };
        let mut end = right.rect;
        if let [one] = to {
            // At the edge of its column, so that no maps are covered; a line leads on.
            end = Rect::from_x_y_ranges(end.x_range(), one.rect.y_range());
            let ends = [end.left_center(), one.rect.left_center()];
            ui.painter().line_segment(ends, line);
        }
        paint_fan(ui, start, end, accent);
    }
}

/// From all of one column to all of the next, or to one of its boxes.
fn paint_fan(ui: &Ui, from: Rect, to: Rect, accent: Color32) {
    let corners = vec![
        from.right_top(),
        to.left_top(),
        to.left_bottom(),
        from.right_bottom(),
    ];
    let fill = accent.gamma_multiply(FAN.0);
    let line = Stroke::new(stroke::BORDER, accent.gamma_multiply(FAN.1));
    let edges = [[corners[0], corners[1]], [corners[3], corners[2]]];
    let painter = ui.painter();
    painter.add(Shape::convex_polygon(corners, fill, Stroke::NONE));
    for edge in edges {
        painter.line_segment(edge, line);
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
