//! What members tell the moderators about accounts, and what those make of it.

mod file;
mod terms;
mod work;
mod write;

pub use file::{Filing, file};
pub(crate) use file::{close_reviewed, tell_staff};
pub(crate) use terms::OTHER;
pub use work::{Change, assign, get, list, reopen, resolve, unassign, update, versioned};
pub(crate) use work::{close, reopen_after, resolve_after};
pub use write::{Party, write};
