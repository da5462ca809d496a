//! Pages for people: plain HTML that needs no script.

mod documents;
mod feeds;
mod migration;
mod posts;
mod profiles;
mod public;
mod shown;
mod sign_up;
mod strikes;
mod tags;

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};

use domain::settings::Settings;

use crate::{App, Error, oauth::answer_people};

pub(crate) use documents::{about, older_terms, privacy_policy, terms};
pub(crate) use migration::{add_alias, migrate, migration, remove_alias, undo_migration};
pub(crate) use public::{account_by_uri, embed, post, post_by_uri, profile, profile_tag};
pub(crate) use sign_up::{invited, join, sign_up};
pub(crate) use strikes::{DISPUTES, appeal, strike, strikes};
pub(crate) use tags::show as tag;

/// A page may load the style sheet, and nothing else; nobody may put it into a frame. Forms are not
/// limited here, because some browsers would then not follow them back to the program.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    ),
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
];

pub(crate) fn show(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, HEADERS, html).into_response(),
        Err(error) => Error::Broken(format!("a page cannot be written: {error}")).into_response(),
    }
}

/// A page that only says something.
#[derive(Template)]
#[template(path = "pages/message.html")]
pub(crate) struct Message<'a> {
    pub(crate) site: &'a str,
    pub(crate) title: &'a str,
    pub(crate) text: &'a str,
    pub(crate) is_bad: bool,
    /// Where to go from here, and how that is called.
    pub(crate) onward: Option<(&'a str, &'a str)>,
}

/// What the server is, for those who come with a browser.
pub(crate) async fn home(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, _| {
        let settings = Settings::load(&mut app.read()?.tx)?;
        let text = match settings.site_short_description.as_str() {
            "" => "A server of the social web. Use it with any Mastodon app: choose this address as the server.",
            text => text,
        };
        let page = Message {
            site: &settings.site_title,
            title: &settings.site_title,
            text,
            is_bad: false,
            onward: None,
        };
        Ok(show(StatusCode::OK, &page))
    })
    .await
}

/// What browsers ask for by themselves.
pub(crate) async fn icon() -> Response {
    asset(Path("avatar.png".into())).await
}

/// The few files that pages and profiles need.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, bytes): (&str, &'static [u8]) = match name.as_str() {
        "kumki.css" => (
            "text/css; charset=utf-8",
            include_bytes!("../assets/kumki.css"),
        ),
        "avatar.png" => ("image/png", include_bytes!("../assets/avatar.png")),
        "header.png" => ("image/png", include_bytes!("../assets/header.png")),
        _ => return Error::NoRoute.into_response(),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=86400"),
        ),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
