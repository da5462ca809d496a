//! NodeInfo: what programs ask first, to learn which software answers and how much goes on here.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::Response,
    routing::get,
};
use chrono::TimeDelta;
use domain::{
    instance::{self, Instance},
    settings::RegistrationsMode,
};
use serde_json::{Value, json};

use crate::{App, oauth::answer_program, reply};

/// The versions of the format; the newer one also says where the source code is.
const VERSIONS: [&str; 2] = ["2.0", "2.1"];

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/nodeinfo", get(list))
        .route("/nodeinfo/2.0", get(|app, it| show(app, it, "2.0")))
        .route("/nodeinfo/2.1", get(|app, it| show(app, it, "2.1")))
}

/// Where the documents are.
async fn list(State(app): State<App>) -> Response {
    let links = VERSIONS.map(|version| {
        json!({
            "rel": format!("http://nodeinfo.diaspora.software/ns/schema/{version}"),
            "href": app.site.address(&format!("/nodeinfo/{version}")),
        })
    });
    kept(reply::json(StatusCode::OK, &json!({ "links": links })))
}

async fn show(State(app): State<App>, request: Request, version: &'static str) -> Response {
    answer_program(app, request, move |app, _| {
        let mut cx = app.read()?;
        let shown = instance::show(&mut cx)?;
        let active_half_year = instance::active_since(&mut cx, TimeDelta::days(180))?;
        let document = document(version, &shown, active_half_year);
        Ok(kept(reply::json(StatusCode::OK, &document)))
    })
    .await
}

fn document(version: &str, shown: &Instance, active_half_year: i64) -> Value {
    let settings = &shown.settings;
    let mut software = json!({ "name": "kumki", "version": env!("CARGO_PKG_VERSION") });
    if version != "2.0" && !settings.source_url.is_empty() {
        software["repository"] = json!(settings.source_url);
    }
    json!({
        "version": version,
        "software": software,
        // The format wants at least one.
        "protocols": ["activitypub"],
        "services": { "inbound": [], "outbound": [] },
        "openRegistrations": settings.registrations_mode != RegistrationsMode::None,
        "usage": {
            "users": {
                "total": shown.members,
                "activeMonth": shown.active_month,
                "activeHalfyear": active_half_year,
            },
            "localPosts": shown.statuses,
        },
        "metadata": {
            "nodeName": settings.site_title,
            "nodeDescription": settings.site_short_description,
            // Programs that do not know Kumki go by this.
            "upstream": { "name": "mastodon" },
        },
    })
}

/// Programs ask for it again and again.
fn kept(mut response: Response) -> Response {
    response.headers_mut().insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=1800"),
    );
    response
}
