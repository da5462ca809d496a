//! OAuth 2: the pages on which members agree, and the endpoints that programs talk to.

mod authorize;
mod confirmation;
mod metadata;
mod password;
mod session;
mod token;
mod userinfo;

use axum::{
    Router,
    http::StatusCode,
    routing::{get, post},
};
use domain::oauth::Refusal;

use crate::App;

pub(crate) use session::{
    Visit, answer_people, answer_program, csrf, go_to, is_exceeded, is_too_often, sign_in_page,
};

/// What programs talk to, from wherever they run.
pub(crate) fn for_programs() -> Router<App> {
    Router::new()
        .route(
            "/.well-known/oauth-authorization-server",
            get(metadata::show),
        )
        .route("/oauth/token", post(token::give))
        .route("/oauth/revoke", post(token::revoke))
        .route("/oauth/userinfo", get(userinfo::show).post(userinfo::show))
}

/// What people see in a browser; no other site may reach into these.
pub(crate) fn for_people() -> Router<App> {
    Router::new()
        .route(
            "/oauth/authorize",
            get(authorize::ask)
                .post(authorize::decide)
                .delete(authorize::decide),
        )
        .route("/oauth/authorize/native", get(authorize::native))
        .route("/auth/sign_in", get(session::page).post(session::sign_in))
        .route("/auth/sign_out", post(session::sign_out))
        .route(
            "/auth/password/new",
            get(password::forgotten_page).post(password::ask),
        )
        .route(
            "/auth/password/edit",
            get(password::choose_page).post(password::choose),
        )
        .route(
            "/auth/confirmation",
            get(confirmation::page).post(confirmation::confirm),
        )
        .route(
            "/auth/confirmation/new",
            get(confirmation::again_page).post(confirmation::send_again),
        )
}

pub(crate) fn status_of(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::InvalidClient => StatusCode::UNAUTHORIZED,
        Refusal::NotYourToken => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    }
}
