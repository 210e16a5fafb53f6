//! What stands above the columns, made anew only when the network or the language changes.

use eframe::egui::{FontId, Ui};

use super::columns::{Group, Moment, groups};
use super::words::{column_name, cost, title};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, Theme};
use crate::app::widgets::{self, thousands};
use crate::language::Language;
use crate::network::Architecture;

/// The columns of an architecture, and what stands above each.
pub struct Headings {
    made_of: MadeOf,
    pub groups: Vec<Group>,
    /// Of each group.
    pub all: Vec<Heading>,
}

#[derive(PartialEq)]
struct MadeOf {
    architecture: Architecture,
    moment: Moment,
    language: Language,
    presenter: bool,
}

/// What stands above a column.
pub struct Heading {
    pub title: String,
    /// The shape and the parameters.
    pub figures: [String; 2],
    /// All that is known of the column, in a sentence.
    pub name: String,
    pub width: f32,
}

impl Headings {
    /// Those kept if they are of this architecture, else new ones; whether they are new.
    pub fn update<'a>(
        kept: &'a mut Option<Self>,
        ui: &Ui,
        architecture: &Architecture,
        moment: Moment,
        context: &PageContext<'_>,
    ) -> (&'a Self, bool) {
        let made_of = MadeOf {
            architecture: architecture.clone(),
            moment,
            language: context.state.text.language(),
            presenter: Theme::of(ui.ctx()).presenter,
        };
        let is_new = kept.as_ref().is_none_or(|kept| kept.made_of != made_of);
        if is_new {
            *kept = None;
        }
        let headings = kept.get_or_insert_with(|| Self::new(ui, made_of, context));
        (headings, is_new)
    }

    fn new(ui: &Ui, made_of: MadeOf, context: &PageContext<'_>) -> Self {
        let groups = groups(&made_of.architecture, made_of.moment);
        let all = groups
            .iter()
            .map(|group| Heading::new(ui, group, &made_of.architecture, context))
            .collect();
        Self {
            made_of,
            groups,
            all,
        }
    }
}

impl Heading {
    fn new(ui: &Ui, group: &Group, architecture: &Architecture, context: &PageContext<'_>) -> Self {
        let theme = Theme::of(ui.ctx());
        let title = title(group, context);
        let shape = architecture.shapes()[group.shown].to_string();
        let parameters = match cost(group, architecture).parameters {
            _ if group.shown == 0 => context.text("network-parameters").to_owned(),
            0 => "–".to_owned(),
            count => thousands(count),
        };
        let width = |words: &str, font: FontId| widgets::words_width(ui, words, font);
        let figures = [shape, parameters];
        let mono = figures
            .iter()
            .map(|line| width(line, theme.font(CAPTION, Face::Mono)));
        let widest = width(&title, theme.font(BODY, Face::SemiBold));
        Self {
            width: mono.fold(widest, f32::max),
            title,
            figures,
            name: column_name(group, architecture, context),
        }
    }
}
