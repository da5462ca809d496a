//! How servers talk: ActivityPub, in and out.
//!
//! Nothing here waits for a network. What comes in is applied in one transaction, or says what has to be
//! fetched first; what goes out is written down with those whom it is to reach.

pub mod names;
pub mod signature;
mod tell;
pub mod write;

pub use tell::{NEXT_TRY, Telling, tell};
