//! Our optimisers for candle's variables: each changed in place, in one pass.

use std::cell::RefCell;

use candle_core::backprop::GradStore;
use candle_core::{CpuStorage, InplaceOp2, Layout, Result, Var, bail};

use super::optimizer::Step;
use super::simd::InstructionSet;
use crate::network::learner::Optimizer;

/// An optimiser of variables on the processor, in 32-bit floats.
pub struct VarOptimizer {
    vars: Vec<Var>,
    optimizer: Optimizer,
    rate: f64,
    steps: u64,
    /// Each variable's two running numbers.
    moments: Vec<[Vec<f32>; 2]>,
}

impl candle_nn::Optimizer for VarOptimizer {
    /// How gradients change the variables, and the learning rate.
    type Config = (Optimizer, f64);

    fn new(vars: Vec<Var>, (optimizer, rate): Self::Config) -> Result<Self> {
        let zeros = |var: &Var| [(); 2].map(|()| vec![0.0; var.elem_count()]);
        Ok(Self {
            moments: vars.iter().map(zeros).collect(),
            vars,
            optimizer,
            rate,
            steps: 0,
        })
    }

    fn step(&mut self, gradients: &GradStore) -> Result<()> {
        self.steps += 1;
        let step = Step::new(self.optimizer, self.steps, self.rate as f32);
        for (var, moments) in self.vars.iter().zip(&mut self.moments) {
            if let Some(gradient) = gradients.get(var) {
                let change = Change {
                    step,
                    moments: RefCell::new(moments),
                };
                var.inplace_op2(&gradient.contiguous()?, &change)?;
            }
        }
        Ok(())
    }

    fn learning_rate(&self) -> f64 {
        self.rate
    }

    fn set_learning_rate(&mut self, rate: f64) {
        self.rate = rate;
    }
}

/// One step of one variable.
struct Change<'a> {
    step: Step,
    /// In a cell, since candle lends an operation out unchangeable.
    moments: RefCell<&'a mut [Vec<f32>; 2]>,
}

impl InplaceOp2 for Change<'_> {
    fn name(&self) -> &'static str {
        "optimizer-step"
    }

    fn cpu_fwd(
        &self,
        var: &mut CpuStorage,
        var_layout: &Layout,
        gradient: &CpuStorage,
        gradient_layout: &Layout,
    ) -> Result<()> {
        let CpuStorage::F32(values) = var else {
            bail!("only 32-bit floats can be optimised here");
        };
        let offsets = (
            var_layout.contiguous_offsets(),
            gradient_layout.contiguous_offsets(),
        );
        let (Some(own), Some(theirs)) = offsets else {
            bail!("a variable's numbers must lie side by side");
        };
        let values = &mut values[own.0..own.1];
        let gradient = &gradient.as_slice::<f32>()?[theirs.0..theirs.1];
        let mut moments = self.moments.borrow_mut();
        let [first, second] = &mut **moments;
        self.step
            .apply(InstructionSet::best(), values, gradient, first, second);
        Ok(())
    }
}
