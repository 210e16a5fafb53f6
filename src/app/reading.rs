//! What the network is given, and what it says of it.

use std::sync::{Arc, OnceLock};

use crate::digit::{Drawing, MnistForm, Steps, mnist_form};
use crate::grid::Grid;
use crate::network::trace::{Trace, trace};
use crate::network::verdict::{Verdict, verdict};
use crate::network::{Architecture, Classification, Model};
use crate::stamp::Stamp;

/// A network with no more multiply-adds, and no more parameters, reads within a frame.
const LIGHT: (usize, usize) = (20_000_000, 4_000_000);

/// Whether a drawing is read within a frame by a network of this architecture.
pub fn is_light(architecture: &Architecture) -> bool {
    let cost = architecture.total_cost();
    cost.multiply_adds <= LIGHT.0 && cost.parameters <= LIGHT.1
}

/// The drawing in the form that the network reads, and the answer.
#[derive(Debug)]
pub struct Reading {
    /// By which pictures of it are known.
    pub stamp: Stamp,
    /// Every stage from the ink to the 28×28 picture.
    pub form: MnistForm,
    /// The network that was asked.
    pub model: Model,
    pub classification: Classification,
    pub verdict: Verdict,
    /// The answers with one step switched the other way.
    pub otherwise: [Answer; 3],
    trace: OnceLock<Arc<Trace>>,
}

/// An answer in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    pub digit: u8,
    pub probability: f32,
    pub verdict: Verdict,
}

/// The steps that can be switched, in their order: crop, scale, centre.
pub const STEPS: [fn(&mut Steps) -> &mut bool; 3] =
    [|s| &mut s.crop, |s| &mut s.scale, |s| &mut s.centre];

impl Reading {
    pub fn new(drawing: &Drawing, steps: Steps, model: &Model) -> Self {
        let form = mnist_form(drawing.ink(), steps);
        let otherwise = STEPS.map(|step| {
            let mut steps = steps;
            let on = step(&mut steps);
            *on = !*on;
            let form = mnist_form(form.ink.clone(), steps);
            let classification = model.classify(&form.centred);
            Answer {
                digit: classification.digit(),
                probability: classification.probability(),
                verdict: verdict(&form.centred, &classification),
            }
        });
        let classification = model.classify(&form.centred);
        Self {
            stamp: Stamp::unique(),
            verdict: verdict(&form.centred, &classification),
            form,
            model: model.clone(),
            classification,
            otherwise,
            trace: OnceLock::new(),
        }
    }

    /// What the network is given, unless the canvas is blank.
    pub fn digit(&self) -> Option<&Grid> {
        (self.verdict != Verdict::Blank).then_some(&self.form.centred)
    }

    /// Every activation on the way to the answer, made when it is first asked for.
    pub fn trace(&self) -> &Arc<Trace> {
        let new = || Arc::new(trace(&self.model, &self.form.centred));
        self.trace.get_or_init(new)
    }
}
