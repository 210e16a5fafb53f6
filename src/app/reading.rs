//! What the network is given, and what it says of it.

use crate::digit::{Drawing, MnistForm, Steps, mnist_form};
use crate::network::verdict::{Verdict, verdict};
use crate::network::{Classification, Model};

/// The drawing in the form that the network reads, and the answer.
pub struct Reading {
    /// Every stage from the ink to the 28×28 picture.
    pub form: MnistForm,
    pub classification: Classification,
    pub verdict: Verdict,
    /// The answers with one step switched the other way.
    pub otherwise: [Answer; 3],
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
            verdict: verdict(&form.centred, &classification),
            form,
            classification,
            otherwise,
        }
    }
}
