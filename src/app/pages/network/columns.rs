//! Where everything in the diagram stands: pure geometry, from an architecture to rectangles.

use std::ops::RangeInclusive;

use eframe::egui::{Rect, Vec2, pos2, vec2};

use super::words::layer_key;
use crate::network::{Architecture, Layer, Shape, arithmetic::Cell};

/// Between a map and the next one beneath or beside it.
const MAP_GAP: f32 = 3.0;

/// Narrowest gap between two columns, and the scales at which it is kept: where the columns
/// would become too small, they move together.
const COLUMN_GAPS: [(f32, RangeInclusive<f32>); 2] =
    [(28.0, 0.6..=2.0), (CLOSEST, SMALLEST_CELL / 8.0..=0.6)];

/// Narrowest gap of all.
const CLOSEST: f32 = 12.0;

/// From one scale that is tried to the next.
const SHRINK: f32 = 0.96;

/// Width of a unit's cell, and the height that it gets where there is room.
const UNIT: Vec2 = vec2(14.0, 18.0);

/// Side of the smallest cell of a map that is still drawn, and of a unit.
const SMALLEST_CELL: f32 = 0.5;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Input,
    Convolution,
    Pool,
    Linear,
    /// A layer that works cell by cell, in a column of its own; the key of its name.
    Plain(&'static str),
    Output,
}

/// Which values the columns show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    /// Those after each activation function, in the column of the layer before it.
    #[default]
    After,
    /// Those before it.
    Before,
    /// Those of every layer, each in a column of its own.
    Each,
}

/// Layers that stand in one column: one that computes, and what follows it cell by cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub kind: Kind,
    /// Counts the convolutions from 1, for their titles.
    pub number: usize,
    /// First and last stage of the group.
    pub stages: RangeInclusive<usize>,
    /// The stage whose values are drawn.
    pub shown: usize,
}

/// The stage whose values are drawn in the column of another.
pub fn shown(architecture: &Architecture, moment: Moment, stage: usize) -> Option<usize> {
    let groups = groups(architecture, moment);
    let group = groups.iter().find(|group| group.stages.contains(&stage))?;
    Some(group.shown)
}

/// The columns of an architecture, the input first.
pub fn groups(architecture: &Architecture, moment: Moment) -> Vec<Group> {
    let mut groups = vec![Group {
        kind: Kind::Input,
        number: 0,
        stages: 0..=0,
        shown: 0,
    }];
    let mut convolutions = 0;
    for (index, layer) in architecture.layers().iter().enumerate() {
        let stage = index + 1;
        let kind = match layer {
            Layer::Convolution { .. } => Kind::Convolution,
            Layer::MaxPool { .. } | Layer::AveragePool { .. } => Kind::Pool,
            Layer::Linear { .. } => Kind::Linear,
            _ => Kind::Plain(layer_key(layer)),
        };
        if matches!(kind, Kind::Plain(_)) && moment != Moment::Each {
            let shows = moment == Moment::After && !matches!(layer, Layer::Flatten);
            extend(&mut groups, stage, shows);
            continue;
        }
        convolutions += usize::from(kind == Kind::Convolution);
        groups.push(Group {
            kind,
            number: convolutions,
            stages: stage..=stage,
            shown: stage,
        });
    }
    if let Some(last) = groups.last_mut() {
        last.kind = Kind::Output;
        last.shown = *last.stages.end();
    }
    groups
}

fn extend(groups: &mut [Group], stage: usize, shows: bool) {
    let Some(group) = groups.last_mut() else {
        return;
    };
    group.stages = *group.stages.start()..=stage;
    if shows && group.kind != Kind::Input {
        group.shown = stage;
    }
}

/// A column on screen.
#[derive(Clone, Debug)]
pub struct Column {
    pub group: Group,
    pub shape: Shape,
    /// From the first to the last map or unit.
    pub rect: Rect,
    /// How many maps or units stand beside each other, and beneath each other.
    pub across: usize,
    pub down: usize,
    /// Size of a map, or of a unit's cell.
    item: Vec2,
}

impl Column {
    /// How many maps or units are drawn; fewer than there are where there is no room.
    pub fn drawn(&self) -> usize {
        self.count().min(self.across * self.down)
    }

    /// How many maps or units there are.
    pub fn count(&self) -> usize {
        self.shape.dims().0
    }

    /// Where a map or a unit stands, if it is drawn.
    pub fn place(&self, channel: usize) -> Option<Rect> {
        if channel >= self.drawn() {
            return None;
        }
        let (row, column) = self.slot(channel);
        let pitch = vec2(
            self.item.x + self.gap(),
            self.rect.height() / self.down as f32,
        );
        let middle = pos2(
            self.rect.left() + column as f32 * pitch.x + self.item.x / 2.0,
            self.rect.top() + (row as f32 + 0.5) * pitch.y,
        );
        Some(Rect::from_center_size(middle, self.item))
    }

    /// Where a cell stands, if it is drawn.
    pub fn cell(&self, cell: Cell) -> Option<Rect> {
        let map = self.place(cell.channel)?;
        let (_, height, width) = self.shape.dims();
        let size = vec2(map.width() / width as f32, map.height() / height as f32);
        let corner = map.min + vec2(cell.column as f32, cell.row as f32) * size;
        Some(Rect::from_min_size(corner, size))
    }

    /// The cell at a position of the screen.
    pub fn cell_at(&self, position: eframe::egui::Pos2) -> Option<Cell> {
        if !self.rect.contains(position) {
            return None;
        }
        let (_, height, width) = self.shape.dims();
        let (channel, map) = (0..self.drawn())
            .filter_map(|channel| Some((channel, self.place(channel)?)))
            .find(|(_, map)| map.contains(position))?;
        let share = (position - map.min) / map.size();
        let index = |share: f32, size: usize| ((share * size as f32) as usize).min(size - 1);
        Some(Cell::new(
            channel,
            index(share.y, height),
            index(share.x, width),
        ))
    }

    /// Row and column of a map or unit: maps go along the rows, units down the columns.
    fn slot(&self, channel: usize) -> (usize, usize) {
        (channel / self.across, channel % self.across)
    }

    fn gap(&self) -> f32 {
        if self.shape.is_flat() { 0.0 } else { MAP_GAP }
    }
}

/// Side of a cell where there is room, for a map of this many cells along its longer side.
fn roomy_cell(side: usize) -> f32 {
    match side {
        28.. => 84.0 / side as f32,
        14.. => 4.0,
        9.. => 6.0,
        _ => 8.0,
    }
}

/// What a layout must respect.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// For maps and units; headings stand above it.
    pub rect: Rect,
    /// Widths of the headings: no column is narrower than its own.
    pub headings: Vec<f32>,
    /// Width of the last column, which has bars and numbers.
    pub output: f32,
    /// How many times larger everything may be than where nothing is zoomed.
    pub zoom: f32,
}

impl Room {
    /// The width without which the columns do not fit, however small their maps.
    pub fn least_width(&self) -> f32 {
        let headings: f32 = self.headings.iter().rev().skip(1).sum();
        headings + self.output + CLOSEST * (self.headings.len() - 1) as f32
    }
}

/// Puts the columns side by side into `room`, as large as they fit.
pub fn lay_out(architecture: &Architecture, groups: &[Group], room: &Room) -> Vec<Column> {
    let usual = columns_at(architecture, groups, room, room.zoom);
    let mut columns = Vec::new();
    for (gap, scales) in COLUMN_GAPS {
        let mut scale = *scales.end() * room.zoom;
        while scale > *scales.start() {
            columns = columns_at(architecture, groups, room, scale);
            let fits = width_of(&columns) + gaps(&columns) * gap <= room.rect.width();
            // Maps beneath each other are better than larger ones beside each other.
            let wraps = columns.iter().zip(&usual).any(|(a, b)| a.across > b.across);
            if fits && (scale <= room.zoom || !wraps) {
                return side_by_side(columns, room);
            }
            scale *= SHRINK;
        }
    }
    side_by_side(columns, room)
}

fn width_of(columns: &[Column]) -> f32 {
    columns.iter().map(|column| column.rect.width()).sum()
}

fn gaps(columns: &[Column]) -> f32 {
    columns.len().saturating_sub(1).max(1) as f32
}

/// Shares the room that is left over among the gaps.
fn side_by_side(mut columns: Vec<Column>, room: &Room) -> Vec<Column> {
    let gap = (room.rect.width() - width_of(&columns)) / gaps(&columns);
    let mut left = room.rect.left();
    for column in &mut columns {
        column.rect = column.rect.translate(vec2(left - column.rect.left(), 0.0));
        left = column.rect.right() + gap.max(MAP_GAP);
    }
    columns
}

fn columns_at(
    architecture: &Architecture,
    groups: &[Group],
    room: &Room,
    scale: f32,
) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (group, heading) in groups.iter().zip(&room.headings) {
        let shape = architecture.shapes()[group.shown];
        let mut column = column_at(group, shape, room, scale);
        // A pooled map stands on the line of the map that it was made of.
        if let Some(before) = columns.last().filter(|_| group.kind == Kind::Pool) {
            column.down = before.down;
            column.across = before.across;
        }
        let width = column.across as f32 * (column.item.x + column.gap()) - column.gap();
        let width = match group.kind {
            Kind::Output => room.output,
            _ => width.max(*heading),
        };
        column.rect = room.rect.with_max_x(room.rect.left() + width);
        columns.push(column);
    }
    columns
}

fn column_at(group: &Group, shape: Shape, room: &Room, scale: f32) -> Column {
    let (count, height, width) = shape.dims();
    let room_height = room.rect.height();
    let (item, pitch) = if shape.is_flat() {
        (UNIT * scale, UNIT.y * scale)
    } else {
        let fits = room_height / height.max(1) as f32;
        let cell = (roomy_cell(height.max(width)) * scale).min(fits);
        let item = vec2(width as f32, height as f32) * cell;
        (item, item.y + MAP_GAP)
    };
    let most_down = ((room_height + MAP_GAP) / pitch.max(SMALLEST_CELL))
        .floor()
        .max(1.0) as usize;
    // No column takes more than the window: what is left over is counted, not drawn.
    let most_across = (room.rect.width() / (item.x + MAP_GAP).max(SMALLEST_CELL)).max(1.0) as usize;
    let across = count.div_ceil(most_down).clamp(1, most_across);
    let down = count.div_ceil(across).clamp(1, most_down);
    let item = if shape.is_flat() {
        vec2(item.x, (room_height / down as f32).min(UNIT.y * room.zoom))
    } else {
        item
    };
    Column {
        group: group.clone(),
        shape,
        rect: room.rect,
        across,
        down,
        item,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Preset;

    fn room(width: f32, height: f32) -> Room {
        Room {
            rect: Rect::from_min_size(pos2(10.0, 20.0), vec2(width, height)),
            headings: vec![56.0; 20],
            output: 150.0,
            zoom: 1.0,
        }
    }

    fn columns(preset: Preset, room: Room) -> Vec<Column> {
        let architecture = preset.architecture();
        let groups = groups(&architecture, Moment::After);
        let headings = room.headings[..groups.len()].to_vec();
        lay_out(&architecture, &groups, &Room { headings, ..room })
    }

    #[test]
    fn columns_stand_apart_and_fit_with_all_that_they_hold() {
        for preset in Preset::ALL {
            for (width, height) in [(896.0, 470.0), (640.0, 270.0), (1500.0, 700.0)] {
                let room = room(width, height);
                let columns = columns(preset, room.clone());
                for pair in columns.windows(2) {
                    assert!(
                        pair[0].rect.right() < pair[1].rect.left(),
                        "{preset:?} {width}"
                    );
                }
                let last = columns[columns.len() - 1].rect.right();
                assert!(
                    last <= room.rect.right() + 1.0,
                    "{preset:?} {width}: {last}"
                );
                for column in &columns {
                    assert_eq!(column.drawn(), column.count(), "{preset:?} {width}");
                    for channel in 0..column.drawn() {
                        let place = column.place(channel).unwrap();
                        assert!(room.rect.expand(1.0).contains_rect(place), "{preset:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_pooled_map_stands_on_the_line_of_its_map() {
        let columns = columns(Preset::Lesson, room(896.0, 470.0));
        for (maps, pooled) in [(&columns[1], &columns[2]), (&columns[3], &columns[4])] {
            for channel in 0..maps.count() {
                let [a, b] = [maps, pooled].map(|c| c.place(channel).unwrap().center().y);
                assert!((a - b).abs() < 0.5);
            }
        }
    }

    #[test]
    fn a_cell_is_found_where_it_stands() {
        for column in columns(Preset::Lesson, room(896.0, 470.0)).iter().take(7) {
            let (channels, height, width) = column.shape.dims();
            let cell = Cell::new(channels / 2, height / 3, width - 1);
            let middle = column.cell(cell).unwrap().center();
            assert_eq!(column.cell_at(middle), Some(cell));
        }
    }

    #[test]
    fn layers_without_weights_join_the_layer_before() {
        let architecture = Preset::Deeper.architecture();
        let after = groups(&architecture, Moment::After);
        let before = groups(&architecture, Moment::Before);
        let kinds: Vec<Kind> = after.iter().map(|group| group.kind).collect();
        use Kind::{Convolution, Input, Linear, Output, Pool};
        let pair = [Convolution, Convolution, Pool];
        let expected = [&[Input][..], &pair, &pair, &[Linear, Output]].concat();
        assert_eq!(kinds, expected);
        assert_eq!((after[1].shown, before[1].shown), (3, 1));
        assert_eq!(after[1].stages, 1..=3);
        let each = groups(&architecture, Moment::Each);
        assert_eq!(each.len(), architecture.layers().len() + 1);
        assert_eq!(each[3].kind, Kind::Plain("network-layer-relu"));
    }
}
