//! Pictures of one or three channels that may still be in the making, band by band of rows. Large ones carry an overview, in which several cells are averaged into one, so that they
//! can be drawn small without flicker.

use std::ops::Range;
use std::sync::Arc;

use crate::convolution::Rows;
use crate::grid::Grid;
use crate::stamp::Stamp;

/// Rows of a band in which a large result appears, at least.
const BAND: usize = 128;

/// Longest side of an overview, in cells.
const OVERVIEW: usize = 1024;

/// Cells whose size is looked at for the colours' scale.
const SAMPLES: usize = 20_000;

/// Of the cells of a large picture, this share is within the colours' scale.
const WITHIN: f32 = 0.998;

/// Some rows of all channels.
#[derive(Debug)]
struct Band {
    channels: Vec<Arc<Grid>>,
    /// The same with `factor` × `factor` cells averaged into one; empty for a factor of 1.
    overviews: Vec<Grid>,
}

/// The channels of a picture, as far as they are there. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Maps {
    height: usize,
    width: usize,
    channels: usize,
    /// Rows of each band but the last.
    band: usize,
    /// Cells of a side that an overview's cell stands for.
    factor: usize,
    /// From the top; None is still to come.
    bands: Vec<Option<Arc<Band>>>,
    most: f32,
    /// What was there before: it shows until there is something else.
    under: Option<Arc<Maps>>,
    /// Another for all pictures that do not look the same.
    stamp: Stamp,
}

impl Maps {
    /// A whole picture; the channels are of one size, and there is at least one.
    pub fn new(channels: Vec<Arc<Grid>>) -> Self {
        let (height, width) = (channels[0].height(), channels[0].width());
        let mut maps = Self::empty((height, width), channels.len());
        maps.band = height.max(1);
        maps.bands = vec![None];
        maps.put(0, channels);
        maps
    }

    /// A picture of which nothing is there yet.
    pub fn empty((height, width): (usize, usize), channels: usize) -> Self {
        let factor = height.max(width).div_ceil(OVERVIEW).max(1);
        let band = BAND.next_multiple_of(factor);
        Self {
            height,
            width,
            channels,
            band,
            factor,
            bands: vec![None; height.div_ceil(band)],
            most: 0.0,
            under: None,
            stamp: Stamp::unique(),
        }
    }

    /// The same with `before` showing where nothing is there yet, if it is of the same size.
    pub fn over(self, before: &Self) -> Self {
        let size = |maps: &Self| (maps.height, maps.width, maps.channels);
        let under = if before.is_whole() {
            Some(Arc::new(before.clone()))
        } else {
            before.under.clone()
        };
        Self {
            under: under.filter(|under| size(under) == size(&self)),
            ..self
        }
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn cells(&self) -> usize {
        self.height * self.width
    }

    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Another for all pictures that do not look the same.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Rows of each band, from the top.
    pub fn band_rows(&self) -> impl ExactSizeIterator<Item = Range<usize>> + use<> {
        let (band, height) = (self.band, self.height);
        (0..self.bands.len()).map(move |index| index * band..height.min((index + 1) * band))
    }

    /// Whether all of these rows are there.
    pub fn has(&self, rows: &Range<usize>) -> bool {
        let last = rows.end.saturating_sub(1);
        let bands = self.bands.get(rows.start / self.band..=last / self.band);
        bands.is_some_and(|bands| bands.iter().all(Option::is_some))
    }

    /// A channel, to be read row by row.
    pub fn channel(&self, channel: usize) -> Channel<'_> {
        Channel {
            maps: self,
            channel,
        }
    }

    /// Whether something of it is there.
    pub fn is_begun(&self) -> bool {
        self.bands.iter().any(Option::is_some)
    }

    pub fn is_whole(&self) -> bool {
        self.bands.iter().all(Option::is_some)
    }

    /// The size up to which colours reach: the largest cell by absolute value, in large pictures
    /// the largest but for a few.
    pub fn most(&self) -> f32 {
        self.most
    }

    /// A channel of a picture that is whole and in one piece.
    pub fn grid(&self, channel: usize) -> Option<&Arc<Grid>> {
        match &self.bands[..] {
            [Some(band)] => band.channels.get(channel),
            _ => None,
        }
    }

    /// The cell, if it is there.
    pub fn at(&self, channel: usize, row: usize, column: usize) -> Option<f32> {
        let band = self.bands.get(row / self.band)?.as_ref()?;
        let grid = band.channels.get(channel)?;
        (row < self.height && column < self.width).then(|| grid.at(row % self.band, column))
    }

    /// The cell, or where `step` cells share a pixel their average; where it is not there yet that
    /// of before.
    pub fn sample(&self, channel: usize, row: usize, column: usize, step: f32) -> Option<f32> {
        self.own_sample(channel, row, column, step).or_else(|| {
            let under = self.under.as_ref()?;
            under.own_sample(channel, row, column, step)
        })
    }

    fn own_sample(&self, channel: usize, row: usize, column: usize, step: f32) -> Option<f32> {
        if self.factor == 1 || step < self.factor as f32 {
            return self.at(channel, row, column);
        }
        let band = self.bands.get(row / self.band)?.as_ref()?;
        let overview = band.overviews.get(channel)?;
        let row = row % self.band / self.factor;
        (row < overview.height() && column < self.width)
            .then(|| overview.at(row, column / self.factor))
    }

    /// Puts the band of this index in.
    pub fn put(&mut self, index: usize, channels: Vec<Arc<Grid>>) {
        let overviews = if self.factor > 1 {
            let averaged = |grid: &Arc<Grid>| averaged(grid, self.factor);
            channels.iter().map(averaged).collect()
        } else {
            Vec::new()
        };
        self.bands[index] = Some(Arc::new(Band {
            channels,
            overviews,
        }));
        self.most = self.measure();
        self.stamp = Stamp::unique();
    }

    /// The same in one piece, if it is whole.
    pub fn joined(self) -> Self {
        if !self.is_whole() {
            return self;
        }
        if self.bands.len() == 1 {
            return Self {
                under: None,
                ..self
            };
        }
        let bands = || self.bands.iter().flatten();
        let of_channel = |channel: usize| {
            let grids = bands().map(|band| &*band.channels[channel]);
            Arc::new(stacked(grids, self.width))
        };
        let overview_of = |channel: usize| {
            let grids = bands().map(|band| &band.overviews[channel]);
            stacked(grids, self.width.div_ceil(self.factor))
        };
        let channels = (0..self.channels).map(of_channel).collect();
        let overviews = if self.factor > 1 {
            (0..self.channels).map(overview_of).collect()
        } else {
            Vec::new()
        };
        let band = Arc::new(Band {
            channels,
            overviews,
        });
        Self {
            band: self.height.max(1),
            bands: vec![Some(band)],
            under: None,
            ..self
        }
    }

    /// The largest size of the cells that are there, but for a few where there are many.
    fn measure(&self) -> f32 {
        let bands = || self.bands.iter().flatten();
        let cells: usize = bands()
            .flat_map(|band| &band.channels)
            .map(|grid| grid.values().len())
            .sum();
        // An odd step, so that it does not fall in with the rows.
        let step = if cells > SAMPLES {
            (cells / SAMPLES) | 1
        } else {
            1
        };
        let grids = bands().flat_map(|band| &band.channels);
        let sizes = grids.flat_map(|grid| grid.values().iter().step_by(step));
        let mut samples: Vec<f32> = sizes.map(|v| v.abs()).filter(|v| v.is_finite()).collect();
        if samples.is_empty() {
            return 0.0;
        }
        if step == 1 {
            return samples.into_iter().fold(0.0, f32::max);
        }
        let index = ((samples.len() - 1) as f32 * WITHIN) as usize;
        *samples.select_nth_unstable_by(index, f32::total_cmp).1
    }
}

/// A channel of a picture of which the rows that are read are there.
#[derive(Debug)]
pub struct Channel<'a> {
    maps: &'a Maps,
    channel: usize,
}

impl Rows for Channel<'_> {
    fn height(&self) -> usize {
        self.maps.height
    }

    fn width(&self) -> usize {
        self.maps.width
    }

    fn row(&self, row: usize) -> &[f32] {
        let band = self.maps.bands[row / self.maps.band].as_ref();
        let band = band.expect("rows are read once they are there");
        band.channels[self.channel].row(row % self.maps.band)
    }
}

/// Grids of one width, one under the other.
fn stacked<'a>(grids: impl Iterator<Item = &'a Grid> + Clone, width: usize) -> Grid {
    let height = grids.clone().map(Grid::height).sum();
    let mut values = Vec::with_capacity(height * width);
    grids.for_each(|grid| values.extend_from_slice(grid.values()));
    Grid::from_values(height, width, values).unwrap_or_default()
}

/// `factor` × `factor` cells averaged into one; at the lower and right edge fewer.
fn averaged(grid: &Grid, factor: usize) -> Grid {
    let (height, width) = (grid.height(), grid.width());
    let (rows, columns) = (height.div_ceil(factor), width.div_ceil(factor));
    let mut sums = Grid::filled(rows, columns, 0.0);
    for row in 0..height {
        let first = row / factor * columns;
        let sums = &mut sums.values_mut()[first..first + columns];
        for (sum, cells) in sums.iter_mut().zip(grid.row(row).chunks(factor)) {
            *sum += cells.iter().sum::<f32>();
        }
    }
    for row in 0..rows {
        for column in 0..columns {
            let count = (height - row * factor).min(factor) * (width - column * factor).min(factor);
            sums.set(row, column, sums.at(row, column) / count as f32);
        }
    }
    sums
}
