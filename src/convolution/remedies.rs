//! What works where settings do not: the nearest settings that are possible.

use super::geometry::{Axis, Geometry, MAX_CELLS, Setting};
use super::padding::PaddingMode;

/// A setting to change, and the geometry with that change, which works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The setting that changes; None if one alone would not be enough.
    pub setting: Option<Setting>,
    pub geometry: Geometry,
}

impl Geometry {
    /// The settings nearest to these that work for a picture of `height` × `width` cells: each
    /// changes one setting, as little as possible and alike for both axes where it was alike, and
    /// the smallest change comes first. If no
    /// single change is enough, one remedy that changes several. Empty if these settings work, and
    /// for an empty picture.
    pub fn remedies(self, height: usize, width: usize) -> Vec<Remedy> {
        let size = (height, width);
        let works = |geometry: &Self| geometry.output(height, width).is_ok();
        if works(&self) || height == 0 || width == 0 {
            return Vec::new();
        }
        let enlarged = self.changed(enlarge_padding, size);
        let candidates = [
            (Setting::Stride, self.changed(raise_stride, size)),
            (Setting::Padding, enlarged),
            (Setting::Padding, self.with_less_padding(size)),
            (Setting::Dilation, self.changed(lower_dilation, size)),
            (Setting::Kernel, self.changed(shrink_kernel, size)),
            (Setting::PaddingMode, self.replicated()),
        ];
        let mut remedies: Vec<_> = candidates
            .into_iter()
            .map(|(setting, geometry)| (setting, self.evened(geometry)))
            .filter(|(_, geometry)| works(geometry))
            .map(|(setting, geometry)| Remedy {
                setting: Some(setting),
                geometry,
            })
            .collect();
        remedies.sort_by_key(|remedy| self.distance(remedy.geometry));
        if remedies.is_empty() {
            remedies.push(Remedy {
                setting: None,
                geometry: self.evened(self.with_everything_mended(size)),
            });
        }
        remedies
    }

    fn changed(self, change: impl Fn(&mut Axis, usize), size: (usize, usize)) -> Self {
        let mut geometry = self;
        change(&mut geometry.rows, size.0);
        change(&mut geometry.columns, size.1);
        geometry
    }

    /// What was the same for both axes stays the same: both get the larger of two changes.
    fn evened(self, mut changed: Self) -> Self {
        let (rows, columns) = (&mut changed.rows, &mut changed.columns);
        let even = |before: (usize, usize), row: &mut usize, column: &mut usize| {
            if before.0 == before.1 && *row != *column {
                let row_changes_more = row.abs_diff(before.0) > column.abs_diff(before.0);
                let value = if row_changes_more { *row } else { *column };
                (*row, *column) = (value, value);
            }
        };
        let (r, c) = (self.rows, self.columns);
        even((r.kernel, c.kernel), &mut rows.kernel, &mut columns.kernel);
        even((r.stride, c.stride), &mut rows.stride, &mut columns.stride);
        even(
            (r.dilation, c.dilation),
            &mut rows.dilation,
            &mut columns.dilation,
        );
        even(
            (r.padding.0, c.padding.0),
            &mut rows.padding.0,
            &mut columns.padding.0,
        );
        even(
            (r.padding.1, c.padding.1),
            &mut rows.padding.1,
            &mut columns.padding.1,
        );
        changed
    }

    fn replicated(self) -> Self {
        Self {
            mode: PaddingMode::Replicate,
            ..self
        }
    }

    /// No more padding than the mode can fill, and than [`MAX_CELLS`] leaves room for.
    fn with_less_padding(self, (height, width): (usize, usize)) -> Self {
        let at_most = |most: usize| {
            let cap = |axis: &mut Axis, size: usize| {
                let most = most.min(self.mode.limit(size).unwrap_or(most));
                axis.padding.0 = axis.padding.0.min(most);
                axis.padding.1 = axis.padding.1.min(most);
            };
            self.changed(cap, (height, width))
        };
        let fits = |most: usize| {
            let padding = at_most(most).padding();
            padding.padded_size(height, width).is_ok()
        };
        let (mut fitting, mut too_much) = (0, MAX_CELLS + 1);
        while fitting + 1 < too_much {
            let middle = fitting.midpoint(too_much);
            if fits(middle) {
                fitting = middle;
            } else {
                too_much = middle;
            }
        }
        at_most(fitting)
    }

    fn with_everything_mended(self, size: (usize, usize)) -> Self {
        // Evened before the kernel is fitted into it.
        self.evened(self.with_less_padding(size))
            .changed(raise_stride, size)
            .changed(
                |axis, _| {
                    axis.kernel = axis.kernel.max(1);
                    axis.dilation = axis.dilation.max(1);
                },
                size,
            )
            .changed(shrink_kernel, size)
    }

    /// How far apart two geometries are: the sum of all differences; another mode counts most.
    fn distance(self, other: Self) -> usize {
        let axis = |a: Axis, b: Axis| {
            [
                a.kernel.abs_diff(b.kernel),
                a.stride.abs_diff(b.stride),
                a.dilation.abs_diff(b.dilation),
                a.padding.0.abs_diff(b.padding.0),
                a.padding.1.abs_diff(b.padding.1),
            ]
            .into_iter()
            .fold(0, usize::saturating_add)
        };
        if self.mode != other.mode {
            return usize::MAX;
        }
        axis(self.rows, other.rows).saturating_add(axis(self.columns, other.columns))
    }
}

fn raise_stride(axis: &mut Axis, _: usize) {
    axis.stride = axis.stride.max(1);
}

/// At least one cell, and no more than fit into the padded input.
fn shrink_kernel(axis: &mut Axis, size: usize) {
    let room = axis.padded(size).saturating_sub(1);
    let steps = room.checked_div(axis.dilation).unwrap_or(0);
    axis.kernel = axis.kernel.clamp(1, steps + 1);
}

/// At least 1, and no more than lets the kernel fit into the padded input.
fn lower_dilation(axis: &mut Axis, size: usize) {
    let steps = axis.kernel.saturating_sub(1).max(1);
    let fitting = axis.padded(size).saturating_sub(1) / steps;
    axis.dilation = axis.dilation.min(fitting).max(1);
}

/// As much as the kernel lacks, half before and half after.
fn enlarge_padding(axis: &mut Axis, size: usize) {
    let lack = axis.span().saturating_sub(axis.padded(size));
    axis.padding.0 = axis.padding.0.saturating_add(lack.div_ceil(2));
    axis.padding.1 = axis.padding.1.saturating_add(lack.div_ceil(2));
}
