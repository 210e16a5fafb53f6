//! The network's operations: each with its forward and its proven backward pass.
//!
//! - [`simd`]: vectors of numbers, for each of the processor's instruction sets
//! - [`product`]: the product of two small matrices: nearly all of the arithmetic
//! - `layout`: channels last, as the kernels hold maps
//! - [`convolution`], [`pooling`], [`conv_pool`], [`linear`], [`activation`], [`batch_norm`],
//!   [`dropout`], [`cross_entropy`]: an operation each
//! - [`optimizer`]: one step over all weights
//! - [`plan`]: an architecture as steps; [`part`]: the pass over part of a batch
#![allow(unsafe_code)] // the fast kernels: each block says why it is sound

pub mod activation;
pub mod batch_norm;
pub mod conv_pool;
pub mod convolution;
pub mod cross_entropy;
pub mod dropout;
pub mod layout;
pub mod linear;
pub mod optimizer;
pub mod part;
pub mod plan;
pub mod pooling;
pub mod product;
pub mod simd;
