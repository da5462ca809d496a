//! How other servers reach this one, and how it reaches them.

mod actor;
mod answer;
mod collections;
mod fetch;
mod files;
mod inbox;
mod keys;
mod listed;
mod lookup;
mod objects;
mod outbox;
mod pins;
mod replies;
mod signers;
mod webfinger;

use axum::{
    Router,
    routing::{self, get},
};

use crate::App;

pub(crate) use actor::by_page as profile;
pub(crate) use fetch::Missed;
pub(crate) use files::{fetch_card_picture, fetch_emoji, fetch_medium, fetch_pictures};
pub(crate) use inbox::{open, work_through};
pub(crate) use lookup::{look_up, look_up_anew};
pub(crate) use objects::by_page as post;
pub(crate) use outbox::{pump, work_off};
pub(crate) use pins::fetch_pins;
pub(crate) use replies::fetch_replies;

/// What programs of any kind may ask, from wherever they run.
pub(crate) fn routes() -> Router<App> {
    let status = "/users/{name}/statuses/{id}";
    Router::new()
        .route("/.well-known/webfinger", get(webfinger::find))
        .route("/.well-known/host-meta", get(webfinger::host_meta))
        .route(
            "/.well-known/host-meta.json",
            get(webfinger::host_meta_json),
        )
        .route("/inbox", routing::post(inbox::take))
        .route("/actor/inbox", routing::post(inbox::take))
        .route("/users/{name}/inbox", routing::post(inbox::take))
        .route("/actor", get(actor::server))
        .route("/actor/outbox", get(collections::outbox_of_server))
        .route("/users/{name}", get(actor::by_name))
        .route("/users/{name}/outbox", get(collections::outbox))
        .route("/users/{name}/followers", get(collections::followers))
        .route("/users/{name}/following", get(collections::following))
        .route(
            "/users/{name}/collections/featured",
            get(collections::featured),
        )
        .route(
            "/users/{name}/collections/tags",
            get(collections::featured_tags),
        )
        .route(status, get(objects::by_name))
        .route(&format!("{status}/activity"), get(objects::activity))
        .route(&format!("{status}/replies"), get(objects::replies))
        .route(&format!("{status}/likes"), get(objects::likes))
        .route(&format!("{status}/shares"), get(objects::shares))
        .route("/emojis/{name}", get(objects::emoji))
}
