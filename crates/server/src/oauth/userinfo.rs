use api::{Access, Scope};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::json;

use super::session::answer_program;
use crate::{App, authorize, entities, reply};

/// Who the member is, for programs that only want to know that (OpenID Connect's userinfo).
pub(crate) async fn show(State(app): State<App>, request: Request) -> Response {
    let headers = request.headers().clone();
    answer_program(app, request, move |app, visit| {
        let mut cx = app.read()?;
        let bearer = authorize::bearer(&headers, &visit.fields);
        cx.caller = authorize::identify(&mut cx, bearer.as_deref())?;
        authorize::admit(&cx.caller, Access::Member(&[Scope::Profile]))?;
        let kept = cx.member()?.account.clone();
        let account = entities::account(&mut cx, &kept)?;
        let body = json!({
            "iss": cx.site.address("/"),
            "sub": account.uri,
            "name": account.display_name,
            "preferred_username": account.username,
            "profile": account.url,
            "picture": account.avatar,
        });
        Ok(reply::json(StatusCode::OK, &body))
    })
    .await
}
