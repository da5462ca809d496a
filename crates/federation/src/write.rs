//! Accounts, posts and what happens to them, in the words of ActivityPub.
//!
//! What is said here is understood by Mastodon, GoToSocial, Misskey, Pleroma and Lemmy; names that not
//! all of them share are spelled out in the context (`context`).

pub mod activities;
mod actor;
mod audience;
pub mod collections;
mod context;
mod files;
mod poll;
mod posts;

use chrono::{DateTime, SecondsFormat, Utc};

pub use actor::{actor, emptied_actor, instance_actor};
pub use context::with_context;
pub use files::emoji;
pub use posts::Posts;

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
