//! Connected pieces of ink.

use crate::grid::Grid;

/// A piece of at least this share of the picture's longer side may be what was written.
const WRITTEN: f32 = 1.0 / 8.0;

/// The ink in pieces: cells with ink of which each has a neighbour, also a diagonal one, in the
/// same piece. Pieces without a core, which is a cell of at least some darkness, are none.
pub struct Components {
    height: usize,
    width: usize,
    /// Index into `pieces` of each cell.
    of_cell: Vec<Option<usize>>,
    pieces: Vec<Piece>,
}

#[derive(Clone)]
struct Piece {
    /// Number of cells.
    cores: usize,
    /// First and last column, and row.
    columns: (usize, usize),
    rows: (usize, usize),
    dropped: bool,
}

impl Components {
    /// The pieces of `ink` with cores of at least `threshold`.
    pub fn of(ink: &Grid, threshold: f32) -> Self {
        let mut components = Self {
            height: ink.height(),
            width: ink.width(),
            of_cell: vec![None; ink.values().len()],
            pieces: Vec::new(),
        };
        for (cell, value) in ink.values().iter().enumerate() {
            if *value >= threshold && *value > 0.0 && components.of_cell[cell].is_none() {
                components.flood(ink, threshold, cell);
            }
        }
        components
    }

    fn flood(&mut self, ink: &Grid, threshold: f32, start: usize) {
        let index = self.pieces.len();
        let mut piece = Piece {
            cores: 0,
            columns: (usize::MAX, 0),
            rows: (usize::MAX, 0),
            dropped: false,
        };
        let mut waiting = vec![start];
        self.of_cell[start] = Some(index);
        while let Some(cell) = waiting.pop() {
            let (row, column) = (cell / self.width, cell % self.width);
            piece.cores += usize::from(ink.values()[cell] >= threshold);
            piece.columns = (piece.columns.0.min(column), piece.columns.1.max(column));
            piece.rows = (piece.rows.0.min(row), piece.rows.1.max(row));
            for row in row.saturating_sub(1)..(row + 2).min(self.height) {
                for column in column.saturating_sub(1)..(column + 2).min(self.width) {
                    let next = row * self.width + column;
                    if ink.values()[next] > 0.0 && self.of_cell[next].is_none() {
                        self.of_cell[next] = Some(index);
                        waiting.push(next);
                    }
                }
            }
        }
        self.pieces.push(piece);
    }

    /// Whether a piece runs from the left edge to the right or from the top to the bottom.
    pub fn run_from_edge_to_edge(&self) -> bool {
        self.pieces.iter().any(|piece| {
            let [left, right, top, bottom] = self.touches(piece);
            left && right || top && bottom
        })
    }

    /// Leaves out pieces that touch at least `edges` edges, if there is something besides that
    /// may be what was written.
    pub fn drop_frames(&mut self, edges: usize) {
        let least = WRITTEN * self.height.max(self.width) as f32;
        let frames: Vec<bool> = self
            .pieces
            .iter()
            .map(|piece| self.touches(piece).iter().filter(|t| **t).count() >= edges)
            .collect();
        let written = self.pieces.iter().zip(&frames).any(|(piece, is_frame)| {
            let (columns, rows) = (piece.columns, piece.rows);
            let longest = (columns.1 - columns.0).max(rows.1 - rows.0) + 1;
            !is_frame && longest as f32 >= least
        });
        if written {
            for (piece, is_frame) in self.pieces.iter_mut().zip(frames) {
                piece.dropped |= is_frame;
            }
        }
    }

    /// Leaves out pieces with a smaller share of all cores than `least`.
    pub fn drop_specks(&mut self, least: f32) {
        let kept = self.pieces.iter().filter(|piece| !piece.dropped);
        let all: usize = kept.map(|piece| piece.cores).sum();
        for piece in &mut self.pieces {
            piece.dropped |= (piece.cores as f32) < least * all as f32;
        }
    }

    /// `ink` without the cells that are in no piece or in one left out.
    pub fn keep(&self, mut ink: Grid) -> Grid {
        for (value, piece) in ink.values_mut().iter_mut().zip(&self.of_cell) {
            if piece.is_none_or(|index| self.pieces[index].dropped) {
                *value = 0.0;
            }
        }
        ink
    }

    /// Whether a piece touches the left, the right, the top and the bottom edge.
    fn touches(&self, piece: &Piece) -> [bool; 4] {
        [
            piece.columns.0 == 0,
            piece.columns.1 + 1 == self.width,
            piece.rows.0 == 0,
            piece.rows.1 + 1 == self.height,
        ]
    }
}
