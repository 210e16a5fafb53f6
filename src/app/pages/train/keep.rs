//! Weights, runs and curves kept and opened.

use eframe::egui::{Popup, Ui};
use lucide_icons::Icon;

use super::TrainPage;
use super::svg;
use crate::app::command::Command;
use crate::app::network_files::UnsavedFile;
use crate::app::pages::PageContext;
use crate::app::state::{ModelName, PathPurpose};
use crate::app::theme::{BODY, Theme};
use crate::app::training::TrainCommand;
use crate::app::widgets::{Button, menu_item};

/// Width of the list, in sizes of the text.
const MENU: f32 = 17.0;

/// What the list offers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    SaveRun,
    OpenRun,
    SaveWeights,
    OpenWeights,
    Curves,
    LossPlot,
    AccuracyPlot,
    UseThis,
    Builtin,
}

const ITEMS: [(Item, &str); 9] = [
    (Item::SaveRun, "train-keep-run"),
    (Item::OpenRun, "train-keep-open-run"),
    (Item::SaveWeights, "train-keep-weights"),
    (Item::OpenWeights, "train-keep-open-weights"),
    (Item::Curves, "train-keep-curves"),
    (Item::LossPlot, "train-keep-loss"),
    (Item::AccuracyPlot, "train-keep-accuracy"),
    (Item::UseThis, "train-keep-use"),
    (Item::Builtin, "train-keep-builtin"),
];

impl TrainPage {
    pub(super) fn show_keep(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let button = Button::icon_only(Icon::Save, context.text("train-keep"))
            .tooltip(context.text("train-keep-tooltip"))
            .show(ui);
        let mut chosen = None;
        Popup::menu(&button).show(|ui| {
            let theme = Theme::of(ui.ctx());
            ui.set_width(MENU * theme.points(BODY));
            for (item, key) in ITEMS {
                ui.add_enabled_ui(is_possible(item, context), |ui| {
                    if menu_item(ui, context.text(key), false, "") {
                        chosen = Some(item);
                    }
                });
            }
        });
        if let Some(command) = chosen.and_then(|item| self.command(ui, item, context)) {
            context.push(command);
        }
    }

    fn command(&mut self, ui: &Ui, item: Item, context: &mut PageContext<'_>) -> Option<Command> {
        let theme = Theme::of(ui.ctx());
        Some(match item {
            Item::SaveRun => Command::ChoosePath(PathPurpose::SaveRun),
            Item::OpenRun => Command::ChoosePath(PathPurpose::OpenRun),
            Item::SaveWeights => Command::ChoosePath(PathPurpose::SaveModel),
            Item::OpenWeights => Command::ChoosePath(PathPurpose::OpenModel),
            Item::UseThis => TrainCommand::UseThis.into(),
            Item::Builtin => Command::UseBuiltinModel,
            Item::Curves => {
                let run = context.state.training.run.as_ref()?;
                Command::SaveFile(UnsavedFile {
                    name: "curves.csv".to_owned(),
                    bytes: run.live.record.to_csv().into_bytes(),
                })
            }
            Item::LossPlot => Command::SaveFile(UnsavedFile {
                name: "loss.svg".to_owned(),
                bytes: svg::loss(&self.loss, &theme, context).into_bytes(),
            }),
            Item::AccuracyPlot => Command::SaveFile(UnsavedFile {
                name: "accuracy.svg".to_owned(),
                bytes: svg::accuracy(&self.accuracy, &theme, context).into_bytes(),
            }),
        })
    }
}

fn is_possible(item: Item, context: &PageContext<'_>) -> bool {
    let training = &context.state.training;
    let has_run = training.run.is_some();
    match item {
        Item::OpenRun | Item::OpenWeights | Item::SaveWeights => true,
        Item::SaveRun | Item::Curves => has_run,
        Item::UseThis => training.can_use(),
        Item::LossPlot | Item::AccuracyPlot => has_run || !training.earlier.is_empty(),
        Item::Builtin => context.state.model.name != ModelName::Builtin,
    }
}
