//! What many people talk about at the moment: tags, links and posts, and what moderators let everybody
//! see of it.

mod count;
mod decide;
mod lists;
mod may;
mod refresh;
mod review;
mod score;

pub use count::forget;
pub(crate) use count::{count_boost, count_link, count_status};
pub use decide::{
    Decision, create_publisher, decide_on_author, decide_on_link, decide_on_publisher,
    decide_on_status, publishers, remove_publisher,
};
pub(crate) use decide::{show_tag, take_back};
pub(crate) use lists::is_link_shown;
pub use lists::{
    Page, languages, links, may_decide, page, posts, shown_links, shown_posts, shown_tags, tags_of,
};
pub use may::{Links, Posts, Verdict, of_tag};
pub use refresh::{EVERY, Refreshing, leave, refresh};
pub use review::{Announced, EVERY as REVIEWED_EVERY, request};
