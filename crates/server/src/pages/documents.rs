//! What the staff has to say at length, for those who come with a browser.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use domain::{Context, html, instance, settings::Settings};
use store::rules::Rule;

use super::show;
use crate::{App, Error, oauth::answer_people};

#[derive(Template)]
#[template(path = "pages/document.html")]
struct Document {
    site: String,
    title: String,
    /// Cleaned.
    html: String,
}

#[derive(Template)]
#[template(path = "pages/about.html")]
struct AboutPage {
    site: String,
    /// Cleaned.
    html: String,
    rules: Vec<Rule>,
    /// Who answers for the server: a user name and an address, either of which may be missing.
    contact: Option<String>,
    email: String,
    numbers: [(i64, &'static str); 4],
    has_terms: bool,
}

/// What the server is, and what its members agree to.
pub(crate) async fn about(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, _| {
        let mut cx = app.read()?;
        let instance = instance::show(&mut cx)?;
        let text = instance::extended_description(&mut cx)?.html;
        let settings = instance.settings;
        let page = AboutPage {
            html: match text.is_empty() {
                true => html::from_text(&settings.site_short_description),
                false => text,
            },
            site: settings.site_title,
            rules: instance.rules,
            contact: instance.contact.map(|it| it.username),
            email: settings.site_contact_email,
            numbers: [
                (instance.members, "members"),
                (instance.active_month, "of them active within four weeks"),
                (instance.statuses, "posts"),
                (instance.instances, "other servers known"),
            ],
            has_terms: has_terms(&mut cx)?,
        };
        Ok(show(StatusCode::OK, &page))
    })
    .await
}

pub(super) fn has_terms(cx: &mut Context) -> Result<bool, Error> {
    match instance::terms_of_service(cx, None) {
        Ok(_) => Ok(true),
        Err(domain::Error::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn privacy_policy(State(app): State<App>, request: Request) -> Response {
    answer(app, request, |cx, _| {
        let html = instance::privacy_policy(cx)?.html;
        Ok(("Privacy policy".into(), html))
    })
    .await
}

pub(crate) async fn terms(State(app): State<App>, request: Request) -> Response {
    terms_from(app, request, None).await
}

pub(crate) async fn older_terms(
    State(app): State<App>,
    Path(day): Path<String>,
    request: Request,
) -> Response {
    terms_from(app, request, Some(day)).await
}

async fn terms_from(app: App, request: Request, day: Option<String>) -> Response {
    answer(app, request, move |cx, _| {
        let terms = instance::terms_of_service(cx, day.as_deref())?;
        let title = format!("Terms of service from {}", terms.from);
        Ok((title, terms.html))
    })
    .await
}

/// A title and a text.
type Content = (String, String);

async fn answer(
    app: App,
    request: Request,
    read: impl FnOnce(&mut Context, &Settings) -> Result<Content, Error> + Send + 'static,
) -> Response {
    answer_people(app, request, move |app, _| {
        let mut cx = app.read()?;
        let settings = Settings::load(&mut cx.tx)?;
        let (title, html) = read(&mut cx, &settings)?;
        let page = Document {
            site: settings.site_title,
            title,
            html,
        };
        Ok(show(StatusCode::OK, &page))
    })
    .await
}
