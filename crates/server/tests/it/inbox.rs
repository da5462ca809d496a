//! What other servers send, as they should and as they should not.

mod bad;
mod deeds;
mod fuzz;
mod odd;
pub(crate) mod peer;
mod posts;
mod shapes;
