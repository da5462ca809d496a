//! The rules of moderation and of the community: who may do what, and what follows from it.
//!
//! Nothing here knows about HTTP, JSON of the API or SQL, and nothing can wait: it is all one
//! transaction, which [`Context`] carries.

pub mod account_notes;
pub mod account_search;
pub mod accounts;
pub mod activity;
pub mod acts;
pub mod announcements;
pub mod apps;
pub mod blocks;
pub mod confirmation;
pub mod conversations;
pub mod deliveries;
pub mod directory;
pub mod emails;
pub mod emojis;
pub mod endorsements;
pub mod events;
pub mod files;
pub mod filters;
pub mod follow_requests;
pub mod follows;
pub mod home;
pub mod html;
pub mod instance;
pub mod jobs;
pub mod languages;
pub mod lists;
pub mod mail;
pub mod markers;
pub mod media;
pub mod members;
pub mod mutes;
pub mod notification_groups;
pub mod notification_policy;
pub mod notification_requests;
pub mod notifications;
pub mod oauth;
pub mod passwords;
pub mod permissions;
pub mod polls;
pub mod preferences;
pub mod profile;
pub mod push;
pub mod relationships;
pub mod roles;
pub mod scheduled_statuses;
pub mod search;
pub mod secrets;
pub mod settings;
pub mod severances;
pub mod sign_in;
pub mod sign_up;
pub mod site;
pub mod statuses;
pub mod streaming;
pub mod suggestions;
pub mod tags;
pub mod text;
pub mod timelines;
pub mod user_domain_blocks;
pub mod usernames;
pub mod vapid;
pub mod visibility;

mod caller;
mod chance;
mod context;
mod error;

pub use caller::{Caller, Member, Moderator, Standing};
pub use chance::{Chance, Ids};
pub use context::{Context, Site};
pub use error::{Error, Result, Violation};
pub use events::Event;
pub use permissions::Permission;
