//! Letters: what they say, and how they leave.

mod letters;
mod postman;

pub use postman::{Postman, Trouble};

pub(crate) use letters::compose;
