//! How servers talk: ActivityPub, in and out.
//!
//! Nothing here waits for a network. What comes in is applied in one transaction, or says what has to be
//! fetched first; what goes out is written down with those whom it is to reach.

pub mod names;
pub mod signature;
pub mod write;

mod json;
mod read;
mod receive;
mod tell;

pub use json::{host_of, is_same_host, parse};
pub use read::{Person, Unreadable, first_page, items};
pub use receive::{Arrival, Need, Stop, World, keep, receive};
pub use tell::{NEXT_TRY, Telling, tell};
