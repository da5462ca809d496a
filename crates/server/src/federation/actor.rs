//! Accounts as other servers see them, and the server itself.

use ::federation::write;
use axum::{
    extract::{Path, Request, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    answer::{account_or_suspended, answer, answer_all, is_wanted},
    keys,
};
use crate::{App, pages};

/// `/users/name`
pub(super) async fn by_name(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    match is_wanted(&headers) {
        true => show(app, name, request).await,
        false => pages::account_by_uri(Path(name)).await,
    }
}

/// `/@name`, which is what people copy.
pub(crate) async fn by_page(
    State(app): State<App>,
    Path(handle): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    match handle.strip_prefix('@') {
        Some(name) if is_wanted(&headers) => show(app, name.to_owned(), request).await,
        _ => pages::profile(State(app), Path(handle), request).await,
    }
}

async fn show(app: App, name: String, request: Request) -> Response {
    answer(app, request, move |app, _| {
        let account = account_or_suspended(&mut app.read()?, &name)?;
        let public_key = keys::public_pem(app, Some(account.id))?;
        Ok(write::actor(&mut app.read()?, &account, &public_key)?)
    })
    .await
}

/// `/actor`
pub(super) async fn server(State(app): State<App>, request: Request) -> Response {
    answer_all(app, request, |app, _| {
        let public_key = keys::public_pem(app, None)?;
        Ok(write::instance_actor(&app.site, &public_key))
    })
    .await
}
