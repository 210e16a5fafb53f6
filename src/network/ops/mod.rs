//! The network's operations: each with its forward and its proven backward pass.
#![allow(unsafe_code)] // the fast kernels: each block says why it is sound
