use api::Scope;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::Response,
};
use serde_json::json;

use crate::{App, reply};

/// What programs have to know to sign somebody in (RFC 8414).
pub(crate) async fn show(State(app): State<App>) -> Response {
    let site = &app.site;
    let scopes: Vec<&str> = Scope::ALL.iter().map(|it| it.as_str()).collect();
    let mut grants = vec!["authorization_code", "client_credentials"];
    if app.options.password_grant {
        grants.push("password");
    }
    let body = json!({
        "issuer": site.address("/"),
        "service_documentation": site.address("/api/openapi.json"),
        "authorization_endpoint": site.address("/oauth/authorize"),
        "token_endpoint": site.address("/oauth/token"),
        "revocation_endpoint": site.address("/oauth/revoke"),
        "userinfo_endpoint": site.address("/oauth/userinfo"),
        "app_registration_endpoint": site.address("/api/v1/apps"),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": grants,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    });
    let mut response = reply::json(StatusCode::OK, &body);
    response.headers_mut().insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=900"),
    );
    response
}
