//! One test binary: it links once, and its helpers are shared.

mod account_actions;
mod account_list;
mod announcements;
mod browser;
mod confirmation;
mod decisions;
mod deletion;
mod emojis;
mod every_endpoint;
mod filters;
mod instance;
mod jobs;
mod limits;
mod lists;
mod mail;
mod markers;
mod members;
mod notifications;
mod oauth;
mod people;
mod preferences;
mod server;
mod sign_up;
mod statuses;
mod tags;
