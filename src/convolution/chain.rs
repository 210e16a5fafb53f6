//! A chain: a few operations in a row, each on the result of the one before.

use super::geometry::Impossible;
use super::operation::Operation;
use crate::grid::Grid;

/// Most operations in a chain.
pub const MAX_OPERATIONS: usize = 5;

/// Up to [`MAX_OPERATIONS`] operations, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    operations: Vec<Operation>,
}

/// A chain that already has [`MAX_OPERATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a chain has at most {MAX_OPERATIONS} operations: take one out first")]
pub struct ChainFull;

impl Chain {
    pub fn new(operations: Vec<Operation>) -> Result<Self, ChainFull> {
        if operations.len() > MAX_OPERATIONS {
            return Err(ChainFull);
        }
        Ok(Self { operations })
    }

    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// To be changed in place, and reordered; their number stays.
    pub fn operations_mut(&mut self) -> &mut [Operation] {
        &mut self.operations
    }

    /// Puts an operation at the end.
    pub fn push(&mut self, operation: Operation) -> Result<(), ChainFull> {
        if self.operations.len() == MAX_OPERATIONS {
            return Err(ChainFull);
        }
        self.operations.push(operation);
        Ok(())
    }

    /// Takes the operation of this index out. Panics without such.
    pub fn remove(&mut self, index: usize) -> Operation {
        self.operations.remove(index)
    }

    /// Moves the operation at index `from` so that it ends at index `to`. Panics without such.
    pub fn reorder(&mut self, from: usize, to: usize) {
        let operation = self.operations.remove(from);
        self.operations.insert(to, operation);
    }

    /// Each operation's result, in order; it ends with the first that is impossible.
    pub fn run(&self, input: &Grid) -> Vec<Result<Grid, Impossible>> {
        let mut results: Vec<Result<Grid, Impossible>> = Vec::new();
        for operation in &self.operations {
            let result = match results.last() {
                None => operation.apply(input),
                Some(Ok(before)) => operation.apply(before),
                Some(Err(_)) => break,
            };
            results.push(result);
        }
        results
    }

    /// (height, width) of each operation's result; it ends with the first that is impossible.
    pub fn sizes(&self, height: usize, width: usize) -> Vec<Result<(usize, usize), Impossible>> {
        let mut sizes = Vec::new();
        let mut size = (height, width);
        for operation in &self.operations {
            let next = operation.output(size.0, size.1);
            sizes.push(next);
            match next {
                Ok(next) => size = next,
                Err(_) => break,
            }
        }
        sizes
    }
}
