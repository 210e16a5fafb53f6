//! What is on the canvas: strokes in canvas units, over a picture if there is one; undo, redo,
//! eraser.
//!
//! The canvas is 0..1 by 0..1, y down, whatever its size on screen. What is drawn beyond its
//! edge is kept, but not seen: neither on screen nor by the network.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::eraser::Sweep;
use super::pen::use_mnist_pen;
use super::raster::{self, Line, Place};
use super::resample::{Window, area_average};
use super::stroke::{Point, Stroke, on_canvas};
use crate::grid::Grid;
use crate::stamp::Stamp;

/// Side of the plane of ink that the network's way starts from, in pixels.
pub const PLANE: usize = 280;

/// How many changes can be undone.
const HISTORY: usize = 100;

/// What is on the canvas, and how it came about.
///
/// Changes are made by gestures: a pen's or an eraser's begins, moves on and ends, and is undone
/// in one step. Cloning is cheap: strokes and picture are shared.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    content: Content,
    gesture: Option<Gesture>,
    undo: VecDeque<Content>,
    redo: Vec<Content>,
    revision: u64,
}

#[derive(Clone, Debug, Default)]
struct Content {
    picture: Option<Picture>,
    strokes: Vec<Arc<Stroke>>,
}

#[derive(Clone, Debug)]
struct Picture {
    stamp: Stamp,
    /// [`PLANE`] × [`PLANE`] pixels over all of the canvas, some of them ink.
    ink: Arc<Grid>,
}

#[derive(Clone, Debug)]
enum Gesture {
    Drawing,
    Erasing {
        /// What there was when it began, until it has changed something.
        before: Option<Content>,
        at: Point,
        width: f32,
    },
}

impl Drawing {
    /// A canvas with these strokes, and nothing to undo.
    pub fn from_strokes(strokes: Vec<Stroke>) -> Self {
        let mut drawing = Self::default();
        drawing.content.strokes = strokes.into_iter().map(Arc::new).collect();
        drawing.changed();
        drawing
    }

    /// Whether there is neither a stroke nor any ink of a picture.
    pub fn is_blank(&self) -> bool {
        self.content.is_blank()
    }

    pub fn strokes(&self) -> &[Arc<Stroke>] {
        &self.content.strokes
    }

    /// The picture under the strokes: [`PLANE`] × [`PLANE`] pixels of ink (1, paper 0) that cover
    /// the canvas.
    pub fn picture(&self) -> Option<&Arc<Grid>> {
        self.content.picture.as_ref().map(|picture| &picture.ink)
    }

    /// By which this very picture is known, whatever is drawn over it.
    pub fn picture_stamp(&self) -> Option<Stamp> {
        self.content.picture.as_ref().map(|picture| picture.stamp)
    }

    /// A number that changes with everything that can be seen, and that no other drawing with
    /// anything on it has: two drawings of the same revision look the same.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Puts a pen of `width` canvas units down.
    pub fn begin_stroke(&mut self, at: Point, width: f32) {
        self.end_stroke();
        self.remember(self.content.clone());
        self.content.strokes.push(Arc::new(Stroke {
            points: vec![at],
            width,
        }));
        self.gesture = Some(Gesture::Drawing);
        self.changed();
    }

    /// Moves the pen on, if it is down.
    pub fn extend_stroke(&mut self, to: Point) {
        if !matches!(self.gesture, Some(Gesture::Drawing)) {
            return;
        }
        let Some(stroke) = self.content.strokes.last_mut() else {
            return;
        };
        if stroke.points.last() == Some(&to) {
            return;
        }
        Arc::make_mut(stroke).points.push(to);
        self.changed();
    }

    /// Whether a pen or an eraser is down.
    pub fn is_in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// Lifts the pen or the eraser.
    pub fn end_stroke(&mut self) {
        self.gesture = None;
    }

    /// Puts a round eraser of `width` canvas units down.
    pub fn begin_erasing(&mut self, at: Point, width: f32) {
        self.end_stroke();
        self.gesture = Some(Gesture::Erasing {
            before: Some(self.content.clone()),
            at,
            width,
        });
        self.erase_to(at);
    }

    /// Moves the eraser on, if it is down. It takes away every part of a stroke whose ink it
    /// touches on its straight way there, and the picture's ink that it covers.
    pub fn erase_to(&mut self, to: Point) {
        let Some(Gesture::Erasing { before, at, width }) = &mut self.gesture else {
            return;
        };
        let sweep = Sweep {
            from: *at,
            to,
            radius: *width / 2.0,
        };
        *at = to;
        if !self.content.erase(&sweep) {
            return;
        }
        if let Some(before) = before.take() {
            self.remember(before);
        }
        self.changed();
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.replace(Content::default());
    }

    /// Puts a picture of ink (1, paper 0) of any size in the place of all that was there. It
    /// keeps its proportions, in the middle of the canvas, and fills it along its longer side.
    pub fn show_picture(&mut self, picture: Grid) {
        let window = Window::around(picture.height(), picture.width());
        self.replace(Content {
            picture: unless_blank(area_average(&picture, window, PLANE)),
            strokes: Vec::new(),
        });
    }

    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Takes the last change back. False if there is none.
    pub fn undo(&mut self) -> bool {
        self.end_stroke();
        let Some(before) = self.undo.pop_back() else {
            return false;
        };
        self.redo.push(std::mem::replace(&mut self.content, before));
        self.changed();
        true
    }

    /// Makes the change again that was taken back last. False if there is none.
    pub fn redo(&mut self) -> bool {
        self.end_stroke();
        let Some(after) = self.redo.pop() else {
            return false;
        };
        self.undo
            .push_back(std::mem::replace(&mut self.content, after));
        self.changed();
        true
    }

    /// The plane of ink that the network's way starts from: [`PLANE`] × [`PLANE`] pixels, ink 1,
    /// paper 0.
    ///
    /// Strokes are drawn as wide as MNIST's, which is 1/8 of the longer side of what is drawn,
    /// whatever pen drew them; where they then pass the edge, the whole is moved, and if need
    /// be reduced, to fit. Over a picture, strokes keep their own width.
    pub fn ink(&self) -> Grid {
        let mut lines = self.content.lines(PLANE);
        match self.picture() {
            Some(picture) => {
                let mut plane = Grid::clone(picture);
                add_lines(&mut plane, &lines);
                plane
            }
            None => {
                use_mnist_pen(&mut lines, PLANE);
                let mut plane = Grid::filled(PLANE, PLANE, 0.0);
                add_lines(&mut plane, &lines);
                plane
            }
        }
    }

    /// The canvas as it is on screen, in `side` × `side` pixels: ink 1, paper 0.
    pub fn canvas_image(&self, side: usize) -> Grid {
        let mut plane = match self.picture() {
            Some(picture) => area_average(
                picture,
                Window::around(picture.height(), picture.width()),
                side,
            ),
            None => Grid::filled(side, side, 0.0),
        };
        add_lines(&mut plane, &self.content.lines(side));
        plane
    }

    fn replace(&mut self, content: Content) {
        self.end_stroke();
        if self.is_blank() && content.is_blank() {
            return;
        }
        let before = std::mem::replace(&mut self.content, content);
        self.remember(before);
        self.changed();
    }

    /// Makes `before` what undo goes back to.
    fn remember(&mut self, before: Content) {
        if self.undo.len() == HISTORY {
            self.undo.pop_front();
        }
        self.undo.push_back(before);
        self.redo.clear();
    }

    fn changed(&mut self) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        self.revision = NEXT.fetch_add(1, Ordering::Relaxed);
    }
}

impl Content {
    fn is_blank(&self) -> bool {
        self.picture.is_none() && self.strokes.is_empty()
    }

    /// The strokes on a plane of `side` × `side` pixels: those parts of their lines that lie on
    /// the canvas.
    fn lines(&self, side: usize) -> Vec<Line> {
        self.strokes
            .iter()
            .flat_map(|stroke| {
                on_canvas(&stroke.points).into_iter().map(|points| Line {
                    places: places(&points, side),
                    width: pixels(stroke.width.clamp(0.0, 1.0), side),
                })
            })
            .collect()
    }

    /// Takes away what the eraser touched on its way. False if that was nothing.
    fn erase(&mut self, sweep: &Sweep) -> bool {
        let mut changed = false;
        let mut strokes = Vec::with_capacity(self.strokes.len());
        for stroke in &self.strokes {
            match sweep.rest_of(stroke) {
                Some(pieces) => {
                    changed = true;
                    strokes.extend(pieces.into_iter().map(Arc::new));
                }
                None => strokes.push(Arc::clone(stroke)),
            }
        }
        self.strokes = strokes;
        changed | self.erase_picture(sweep)
    }

    fn erase_picture(&mut self, sweep: &Sweep) -> bool {
        let Some(picture) = &mut self.picture else {
            return false;
        };
        let side = picture.ink.width();
        let mut erased = Grid::clone(&picture.ink);
        for points in on_canvas(&[sweep.from, sweep.to]) {
            let line = Line {
                places: places(&points, side),
                width: pixels((2.0 * sweep.radius).clamp(0.0, 1.0), side),
            };
            raster::take_ink(&mut erased, &line);
        }
        let changed = erased != *picture.ink;
        if changed {
            self.picture = unless_blank(erased);
        }
        changed
    }
}

fn unless_blank(picture: Grid) -> Option<Picture> {
    let has_ink = picture.values().iter().any(|ink| *ink > 0.0);
    has_ink.then(|| Picture {
        stamp: Stamp::unique(),
        ink: Arc::new(picture),
    })
}

fn pixels(units: f32, side: usize) -> f32 {
    units * side as f32
}

fn places(points: &[Point], side: usize) -> Vec<Place> {
    points
        .iter()
        .map(|point| Place::snapped(pixels(point.x, side), pixels(point.y, side)))
        .collect()
}

fn add_lines(plane: &mut Grid, lines: &[Line]) {
    for line in lines {
        raster::add_ink(plane, line);
    }
}
