//! Which held-out digits excite a map most, found in the background.

use std::sync::Arc;

use super::App;
use super::command::Command;
use super::tasks::pause_before_again;
use crate::dataset::{self, Dataset};
use crate::grid::Grid;
use crate::network::Model;
use crate::network::trace::trace;
use crate::stamp::Stamp;

/// How many are shown.
pub const COUNT: usize = 9;

/// A map whose favourites are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub model: Model,
    pub stage: usize,
    pub channel: usize,
}

impl Wanted {
    fn is_same(&self, other: &Self) -> bool {
        self.model.is_same(&other.model) && self.is_same_map(other)
    }

    fn is_same_map(&self, other: &Self) -> bool {
        self.model.architecture() == other.model.architecture()
            && (self.stage, self.channel) == (other.stage, other.channel)
    }
}

/// The digits that excite a map most.
#[derive(Debug)]
pub struct Favourites {
    /// By which pictures of them are known.
    pub stamp: Stamp,
    pub wanted: Wanted,
    /// Most exciting first: the picture and its label. None where the map answers every digit
    /// alike, as one that is switched off does.
    pub digits: Vec<(Grid, u8)>,
}

impl Favourites {
    pub fn are_of(&self, wanted: &Wanted) -> bool {
        self.wanted.is_same(wanted)
    }

    /// Whether they are of the same map, if perhaps of its network as it was before.
    pub fn are_of_map(&self, wanted: &Wanted) -> bool {
        self.wanted.is_same_map(wanted)
    }
}

impl App {
    /// Looks for them, unless a search goes on; the page asks again until it has what it wants.
    pub(super) fn find_favourites(&mut self, wanted: Wanted) {
        let known = self.state.favourites.as_ref();
        let is_shown = known.is_some_and(|known| known.are_of_map(&wanted));
        self.tasks.start("favourites", move || {
            pause_before_again(is_shown);
            let digits = most_exciting(&wanted, &dataset::builtin().test);
            let favourites = Favourites {
                stamp: Stamp::unique(),
                wanted,
                digits,
            };
            Some(Command::FavouritesFound(Arc::new(favourites)))
        });
    }
}

fn most_exciting(wanted: &Wanted, digits: &Dataset) -> Vec<(Grid, u8)> {
    let mut excited: Vec<(usize, f32)> = (0..digits.len())
        .map(|index| {
            let trace = trace(&wanted.model, &digits.picture(index));
            let map = trace.stages[wanted.stage].map(wanted.channel);
            let most = map.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            (index, most)
        })
        .collect();
    excited.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    if let [first, .., last] = excited[..]
        && first.1 == last.1
    {
        return Vec::new();
    }
    excited.truncate(COUNT);
    excited
        .into_iter()
        .map(|(index, _)| (digits.picture(index), digits.label(index)))
        .collect()
}
