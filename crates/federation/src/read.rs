//! What the documents of other servers say.

mod collections;
mod emojis;
mod people;
mod posts;

pub use collections::{first_page, items};
pub use people::{Person, Unreadable};
pub(crate) use posts::Post;

/// What a thing can be that is a person, or stands for one.
pub(crate) const PEOPLE: [&str; 5] = ["Person", "Service", "Application", "Group", "Organization"];
/// What a thing can be that is shown as a post.
pub(crate) const POSTS: [&str; 8] = [
    "Note", "Question", "Article", "Page", "Image", "Audio", "Video", "Event",
];
