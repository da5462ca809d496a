//! Appeals: the owner of a struck account answers, and a moderator decides.

mod decide;
mod file;

pub use decide::{approve, get, list, reject};
pub(crate) use file::WINDOW;
pub use file::{LONGEST, file, until};
