//! Pages that anybody may see, and that caches may keep for a moment.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, VARY,
            X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use domain::{Context, Site, settings::Settings};

use super::{
    Message, feeds, posts,
    profiles::{self, Tab},
    shown::web_address,
};
use crate::{
    App, Error,
    oauth::{Visit, answer_people},
};

/// Who may put a page into a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Framed {
    Nobody,
    Anybody,
}

/// What a page is made of, besides itself.
pub(super) struct Place<'a> {
    pub(super) cx: &'a mut Context,
    pub(super) visit: &'a Visit,
    /// What the server is called.
    pub(super) title: String,
    pub(super) site: Site,
}

impl Place<'_> {
    /// Shows a page. What a moderator does is seen a moment later, however many look at it.
    pub(super) fn show(&self, page: &impl Template, framed: Framed) -> Result<Response, Error> {
        let kept = "public, max-age=15, stale-while-revalidate=30";
        self.answer(StatusCode::OK, page, framed, kept)
    }

    /// A page that says why another is not there.
    pub(super) fn refuse(
        &self,
        status: StatusCode,
        title: &str,
        text: &str,
    ) -> Result<Response, Error> {
        let page = Message {
            site: &self.title,
            title,
            text,
            is_bad: true,
            onward: None,
        };
        self.answer(status, &page, Framed::Nobody, "public, max-age=180")
    }

    fn answer(
        &self,
        status: StatusCode,
        page: &impl Template,
        framed: Framed,
        kept: &'static str,
    ) -> Result<Response, Error> {
        let headers = self.headers(framed, kept)?;
        Ok((status, headers, written(page)?).into_response())
    }

    /// Pages load the style sheet, pictures, films and sounds of this server, and nothing else.
    fn headers(&self, framed: Framed, kept: &'static str) -> Result<HeaderMap, Error> {
        let files = match &*self.site.media_url {
            base if base.starts_with(&*self.site.url) => "'self'".to_owned(),
            base => format!("'self' {base}/"),
        };
        let ancestors = match framed {
            Framed::Nobody => "'none'",
            Framed::Anybody => "*",
        };
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src {files}; media-src {files}; \
             base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
        );
        let policy = HeaderValue::from_str(&policy);
        let broken = |_| Error::Broken("the address of files is no header".into());
        let mut headers = HeaderMap::from_iter([
            (
                CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (CONTENT_SECURITY_POLICY, policy.map_err(broken)?),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (CACHE_CONTROL, HeaderValue::from_static(kept)),
        ]);
        if framed == Framed::Nobody {
            headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        }
        Ok(headers)
    }
}

pub(super) fn written(page: &impl Template) -> Result<String, Error> {
    page.render()
        .map_err(|error| Error::Broken(format!("a page cannot be written: {error}")))
}

/// Answers somebody with a browser; what is not there is said on a page too.
pub(super) async fn answer(
    app: App,
    request: Request,
    work: impl FnOnce(&mut Place<'_>) -> Result<Response, Error> + Send + 'static,
) -> Response {
    answer_people(app, request, move |app, visit| {
        let mut cx = app.read()?;
        let mut place = Place {
            title: Settings::load(&mut cx.tx)?.site_title,
            site: app.site.clone(),
            cx: &mut cx,
            visit,
        };
        match work(&mut place) {
            Err(Error::Refused(domain::Error::NotFound)) => {
                let text = "It may have been taken away, or the address may be wrong.";
                place.refuse(StatusCode::NOT_FOUND, "There is nothing here", text)
            }
            done => done,
        }
    })
    .await
}

/// `/@name`, `/@name.rss` and `/@name@domain`
pub(crate) async fn profile(
    State(app): State<App>,
    Path(handle): Path<String>,
    request: Request,
) -> Response {
    let Some(name) = handle.strip_prefix('@').map(str::to_owned) else {
        return Error::NoRoute.into_response();
    };
    answer(app, request, move |place| {
        if let Some((name, domain)) = name.split_once('@') {
            return leave_for_account(place, name, domain);
        }
        match name.strip_suffix(".rss") {
            Some(name) => feeds::of_account(place, name),
            None => profiles::show(place, &name, &Tab::Posts),
        }
    })
    .await
}

/// `/@name/1`, `/@name@domain/1`, and what else there is below a profile
pub(crate) async fn post(
    State(app): State<App>,
    Path((handle, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(name) = handle.strip_prefix('@').map(str::to_owned) else {
        return Error::NoRoute.into_response();
    };
    answer(app, request, move |place| match name.split_once('@') {
        Some((name, domain)) => leave_for_post(place, name, domain, &id),
        None => match Tab::named(&id) {
            Some(tab) => profiles::show(place, &name, &tab),
            None => posts::show(place, &name, &id),
        },
    })
    .await
}

/// `/@name/tagged/tag`
pub(crate) async fn profile_tag(
    State(app): State<App>,
    Path((handle, tag)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(name) = handle.strip_prefix('@').map(str::to_owned) else {
        return Error::NoRoute.into_response();
    };
    let tab = Tab::Tagged(tag);
    answer(app, request, move |place| {
        profiles::show(place, &name, &tab)
    })
    .await
}

/// `/@name/1/embed`
pub(crate) async fn embed(
    State(app): State<App>,
    Path((handle, id)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(name) = handle.strip_prefix('@').map(str::to_owned) else {
        return Error::NoRoute.into_response();
    };
    answer(app, request, move |place| posts::embed(place, &name, &id)).await
}

/// `/users/name`, by which programs call an account.
pub(crate) async fn account_by_uri(Path(name): Path<String>) -> Response {
    go_to(&format!("/@{}", in_path(&name)))
}

/// `/users/name/statuses/1`
pub(crate) async fn post_by_uri(Path((name, id)): Path<(String, String)>) -> Response {
    go_to(&format!("/@{}/{}", in_path(&name), in_path(&id)))
}

/// What is sent depends on what a program understands.
pub(super) fn go_to(path: &str) -> Response {
    let mut response = StatusCode::FOUND.into_response();
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    if let Ok(path) = HeaderValue::from_str(path) {
        headers.insert(LOCATION, path);
    }
    response
}

/// A text as one segment of a path.
pub(super) fn in_path(text: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(text, PLAIN).to_string()
}

/// Says that another server comes next, which this one does not answer for.
#[derive(Template)]
#[template(path = "pages/leaving.html")]
struct LeavingPage<'a> {
    site: &'a str,
    domain: &'a str,
    url: &'a str,
}

fn leave_for_account(place: &mut Place<'_>, name: &str, domain: &str) -> Result<Response, Error> {
    let Some(account) = profiles::elsewhere(place.cx, name, domain)? else {
        return Ok(go_to(&format!("/@{}", in_path(name))));
    };
    leave(place, domain, &account.url)
}

fn leave_for_post(
    place: &mut Place<'_>,
    name: &str,
    domain: &str,
    id: &str,
) -> Result<Response, Error> {
    let Some(account) = profiles::elsewhere(place.cx, name, domain)? else {
        return Ok(go_to(&format!("/@{}/{}", in_path(name), in_path(id))));
    };
    let status = domain::visibility::status(place.cx, crate::entities::id(id))?;
    if status.account_id != account.id {
        return Err(domain::Error::NotFound.into());
    }
    leave(place, domain, status.url.as_deref().unwrap_or_default())
}

fn leave(place: &Place<'_>, domain: &str, url: &str) -> Result<Response, Error> {
    let page = LeavingPage {
        site: &place.title,
        domain,
        url: web_address(url),
    };
    match page.url.is_empty() {
        true => Err(domain::Error::NotFound.into()),
        false => place.show(&page, Framed::Nobody),
    }
}
