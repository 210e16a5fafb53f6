//! The network's operations: each with its forward and its proven backward pass.
//!
//! - [`simd`]: vectors of numbers, for each of the processor's instruction sets
//! - [`product`]: the product of two small matrices: nearly all of the arithmetic
//! - `layout`: channels last, as the kernels hold maps
//! - [`convolution`], [`pooling`], [`conv_pool`], [`linear`], [`activation`], [`batch_norm`],
//!   [`dropout`], [`cross_entropy`]: an operation each
//! - [`optimizer`]: one step over all weights
//! - [`reference`]: every operation as a textbook has it, to prove the others right
//! - [`autograd`]: the operations inside candle's autograd; [`modules`]: as candle modules;
//!   [`var_optimizer`]: the optimisers for candle's variables
//! - [`plan`]: an architecture as steps; [`part`]: the pass over part of a batch
#![allow(unsafe_code)] // the fast kernels: each block says why it is sound
#![allow(clippy::needless_range_loop)] // what is counted there are registers
#![allow(clippy::too_many_arguments)] // operations take the plain numbers of several tensors

pub mod activation;
pub mod autograd;
pub mod batch_norm;
pub mod conv_pool;
mod conv_pool_plane;
pub mod convolution;
pub mod cross_entropy;
pub mod dropout;
pub mod layout;
pub mod linear;
pub mod modules;
pub mod optimizer;
pub mod part;
pub mod plan;
pub mod pooling;
pub mod product;
pub mod reference;
pub mod simd;
pub mod var_optimizer;
