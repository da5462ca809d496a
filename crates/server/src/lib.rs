//! How the server is reached: routes, OAuth, pages, jobs and mail.
//!
//! A file here that has the name of a file in `api` holds the answers to its endpoints.

mod account_notes;
mod account_search;
mod accounts;
mod admin;
mod aliases;
mod announcements;
mod app;
mod apps;
mod authorize;
mod bells;
mod blocks;
mod bridge;
mod cards;
mod client_address;
mod conversations;
mod directory;
mod dns;
mod domain_subscriptions;
mod emails;
pub mod emojis;
mod endorsements;
mod entities;
mod error;
mod featured_tags;
mod federation;
mod filters;
mod follow_requests;
mod follows;
mod gate;
mod instance;
mod invites;
pub mod jobs;
mod limits;
mod lists;
pub mod mail;
mod markers;
mod measures;
mod media;
mod migration;
mod mutes;
mod nodeinfo;
mod notification_groups;
mod notification_policy;
mod notification_requests;
mod notifications;
mod oauth;
mod observe;
mod oembed;
pub mod outgoing;
mod own_password;
mod pages;
mod paging;
mod params;
mod polls;
mod preferences;
mod presence;
mod profile;
mod push;
mod relationships;
mod relay;
mod reply;
mod reports;
mod route;
mod scheduled_statuses;
mod search;
mod serve;
mod shape;
mod spool;
mod statuses;
mod streaming;
mod strikes;
mod suggestions;
mod tags;
mod timelines;
mod trends;
mod user_domain_blocks;
mod webhooks;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{Any, CorsLayer},
};

pub use app::{App, Clock, Options};
pub use dns::Dns;
pub use error::Error;
pub use media::{Bucket, Storage, Trouble, keep_picture};
pub use serve::serve;

/// Everything that the server answers.
pub fn router(app: App) -> Router {
    let mut api = Router::new();
    macro_rules! add_all {
        ($($E:ty),* $(,)?) => {$(
            api = route::add::<$E>(api);
        )*};
    }
    api::for_each_endpoint!(add_all);
    api.route("/api/openapi.json", get(openapi))
        .merge(oauth::for_programs())
        .merge(nodeinfo::routes())
        .merge(federation::routes())
        .merge(streaming::routes())
        .layer(cors())
        .merge(oauth::for_people())
        .route("/", get(pages::home))
        .route("/about", get(pages::about))
        .route("/privacy-policy", get(pages::privacy_policy))
        .route("/terms-of-service", get(pages::terms))
        .route("/terms-of-service/{date}", get(pages::older_terms))
        .route("/auth/sign_up", get(pages::sign_up).post(pages::join))
        .route("/invite/{code}", get(pages::invited))
        .route("/disputes/strikes", get(pages::strikes))
        .route("/disputes/strikes/{id}", get(pages::strike))
        .route("/disputes/strikes/{id}/appeal", post(pages::appeal))
        .route(
            "/settings/migration",
            get(pages::migration).post(pages::migrate),
        )
        .route("/settings/migration/undo", post(pages::undo_migration))
        .route(
            "/settings/aliases",
            get(pages::migration).post(pages::add_alias),
        )
        .route("/settings/aliases/remove", post(pages::remove_alias))
        .route("/{handle}", get(federation::profile))
        .route("/{handle}/{id}", get(federation::post))
        .route("/{handle}/tagged/{tag}", get(pages::profile_tag))
        .route("/{handle}/{id}/embed", get(pages::embed))
        .route("/tags/{name}", get(pages::tag))
        .route("/favicon.ico", get(pages::icon))
        .route("/assets/{name}", get(pages::asset))
        .route("/media/{*file}", get(media::serve))
        .route("/health", get(|| async { "OK" }))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(CatchPanicLayer::custom(|_| {
            Error::Broken("a request panicked".into()).into_response()
        }))
        .layer(from_fn_with_state(app.clone(), gate::keep))
        .layer(from_fn(observe::observe))
        .with_state(app)
}

/// Everything that a token can be good for, in the words on the wire.
pub fn known_scopes() -> Vec<&'static str> {
    api::Scope::ALL.iter().map(|it| it.as_str()).collect()
}

async fn nothing() -> Error {
    Error::NoRoute
}

async fn openapi() -> axum::response::Response {
    static DOCUMENT: std::sync::LazyLock<serde_json::Value> =
        std::sync::LazyLock::new(api::openapi::document);
    reply::json(StatusCode::OK, &*DOCUMENT)
}

/// Apps in a browser come from anywhere, and show a token instead of a cookie.
fn cors() -> CorsLayer {
    let exposed = [
        "link",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "x-request-id",
    ];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(Any)
        .allow_headers(Any)
        .expose_headers(exposed.map(HeaderName::from_static))
}

/// API answers are data; a browser is to do nothing with them.
pub(crate) const API_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; form-action 'none'");
