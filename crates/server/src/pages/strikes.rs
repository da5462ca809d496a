//! What was done about a member, and her answer, for herself alone. Frozen and suspended members may
//! sign in here, or they could not answer.

use api::{
    Open,
    strikes::{self as shown, AppealState},
};
use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use domain::{Caller, Context, appeals, html, settings::Settings, strikes};
use store::account_list::Window;

use super::{
    show,
    shown::{Moment, plain},
};
use crate::{
    App, Error,
    entities::{self, id},
    measures::{measure, reason},
    oauth::{Visit, answer_people, csrf, go_to, sign_in_page},
};

/// How many are on a page.
const AT_ONCE: i64 = 40;
/// Where they all are. Apps for Mastodon lead here.
pub(crate) const DISPUTES: &str = "/disputes/strikes";

#[derive(Template)]
#[template(path = "pages/strikes.html")]
struct StrikesPage<'a> {
    site: &'a str,
    handle: &'a str,
    strikes: Vec<Line>,
    /// The page after this one.
    older: Option<String>,
}

/// A strike among others.
struct Line {
    path: String,
    title: &'static str,
    at: Moment,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "pages/strike.html")]
struct StrikePage<'a> {
    site: &'a str,
    strike: Strike,
    path: String,
    csrf: &'a str,
    /// What the member has written so far, and what is wrong with it.
    draft: &'a str,
    problem: Option<String>,
    longest: usize,
}

struct Strike {
    title: &'static str,
    explanation: &'static str,
    at: Moment,
    ends: Option<Moment>,
    overruled: Option<Moment>,
    /// Escaped.
    html: String,
    reason: Option<&'static str>,
    rules: Vec<String>,
    posts: Vec<Post>,
    until: Option<Moment>,
    appeal: Option<Appeal>,
}

/// A post that the strike is about.
struct Post {
    /// None where it was deleted.
    content: Option<Content>,
}

struct Content {
    at: Moment,
    warning: String,
    /// Clean.
    html: String,
    media: Vec<String>,
}

struct Appeal {
    at: Moment,
    html: String,
    state: &'static str,
    decided: Option<Moment>,
}

/// `/disputes/strikes`
pub(crate) async fn strikes(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let mut cx = app.read()?;
        let site = Settings::load(&mut cx.tx)?.site_title;
        let Some(handle) = come_in(&mut cx, visit)? else {
            return Ok(sign_in_page(&site, DISPUTES, "", None));
        };
        let window = Window {
            max_id: visit.text("max_id").map(|it| id(&it)),
            since_id: None,
            min_id: None,
            limit: AT_ONCE,
        };
        let kept = strikes::list(&mut cx, window)?;
        let oldest = kept.last().filter(|_| kept.len() as i64 == AT_ONCE);
        let page = StrikesPage {
            site: &site,
            handle: &handle,
            older: oldest.map(|it| format!("{DISPUTES}?max_id={}", it.id)),
            strikes: entities::strikes(&mut cx, &kept)?
                .iter()
                .map(Line::of)
                .collect(),
        };
        Ok(show(StatusCode::OK, &page))
    })
    .await
}

/// `/disputes/strikes/1`
pub(crate) async fn strike(
    State(app): State<App>,
    Path(strike_id): Path<String>,
    request: Request,
) -> Response {
    answer_people(app, request, move |app, visit| {
        let mut cx = app.read()?;
        if come_in(&mut cx, visit)?.is_none() {
            let site = Settings::load(&mut cx.tx)?.site_title;
            let next = format!("{DISPUTES}/{}", id(&strike_id));
            return Ok(sign_in_page(&site, &next, "", None));
        }
        show_strike(&mut cx, visit, id(&strike_id), "", None)
    })
    .await
}

/// `/disputes/strikes/1/appeal`
pub(crate) async fn appeal(
    State(app): State<App>,
    Path(strike_id): Path<String>,
    request: Request,
) -> Response {
    answer_people(app, request, move |app, visit| {
        let id = id(&strike_id);
        let text = visit.text("text").unwrap_or_default();
        let mut cx = app.write()?;
        if come_in(&mut cx, visit)?.is_none() || !visit.is_genuine() {
            return Err(domain::Error::Forbidden.into());
        }
        match appeals::file(&mut cx, id, &text) {
            Ok(_) => {
                app.save(cx)?;
                app.bells.ring();
                Ok(go_to(&format!("{DISPUTES}/{id}"), None))
            }
            Err(
                error @ (domain::Error::Invalid(_)
                | domain::Error::Unprocessable(_)
                | domain::Error::Duplicate),
            ) => {
                drop(cx);
                let mut cx = app.read()?;
                come_in(&mut cx, visit)?;
                show_strike(&mut cx, visit, id, &text, Some(error))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Works in the name of whoever is signed in; her user name. Nobody signs in for the dead.
pub(super) fn come_in(cx: &mut Context, visit: &Visit) -> Result<Option<String>, Error> {
    let member = visit.member(cx)?.filter(|it| !it.account.memorial);
    let Some(member) = member else {
        return Ok(None);
    };
    let name = member.account.username.clone();
    cx.caller = Caller::Member(Box::new(member));
    Ok(Some(name))
}

fn show_strike(
    cx: &mut Context,
    visit: &Visit,
    id: i64,
    draft: &str,
    problem: Option<domain::Error>,
) -> Result<Response, Error> {
    let strike = crate::strikes::show(cx, id)?;
    let csrf = visit.session.as_deref().map(csrf).unwrap_or_default();
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = StrikePage {
        site: &Settings::load(&mut cx.tx)?.site_title,
        path: format!("{DISPUTES}/{id}/appeal"),
        strike: Strike::of(&strike),
        csrf: &csrf,
        draft,
        problem: problem.map(|it| in_words(&it)),
        longest: appeals::LONGEST,
    };
    Ok(show(status, &page))
}

fn in_words(error: &domain::Error) -> String {
    match error {
        domain::Error::Invalid(found) if found.iter().any(|it| it.code == "ERR_BLANK") => {
            "Please say why.".into()
        }
        domain::Error::Invalid(_) => {
            format!("This is too long: {} characters at most.", appeals::LONGEST)
        }
        error => format!("{error}."),
    }
}

impl Line {
    fn of(strike: &shown::Strike) -> Self {
        let appeal = strike.appeal.as_ref().map(|it| &it.state);
        Self {
            path: format!("{DISPUTES}/{}", strike.id),
            title: measure(&strike.action.to_text()).0,
            at: Moment::of(strike.created_at.0),
            state: match appeal {
                _ if strike.overruled_at.is_some() => "taken back",
                Some(Open::Known(AppealState::Rejected)) => "appeal rejected",
                Some(_) => "appeal waits for a decision",
                None if strike.appealable_until.is_some() => "can be appealed",
                None => "",
            },
        }
    }
}

impl Strike {
    fn of(strike: &shown::Strike) -> Self {
        let (title, explanation) = measure(&strike.action.to_text());
        Self {
            title,
            explanation,
            at: Moment::of(strike.created_at.0),
            ends: strike.expires_at.map(|it| Moment::of(it.0)),
            overruled: strike.overruled_at.map(|it| Moment::of(it.0)),
            html: html::from_text(&strike.text),
            reason: strike
                .category
                .as_ref()
                .and_then(|it| reason(&it.to_text(), !strike.rules.is_empty())),
            rules: strike.rules.iter().map(|it| it.text.clone()).collect(),
            posts: strike.statuses.iter().map(Post::of).collect(),
            until: strike.appealable_until.map(|it| Moment::of(it.0)),
            appeal: strike.appeal.as_ref().map(Appeal::of),
        }
    }
}

impl Post {
    fn of(cited: &shown::CitedStatus) -> Self {
        let content = cited.status.as_ref().map(|status| Content {
            at: Moment::of(status.created_at.0),
            warning: plain(&status.spoiler_text),
            html: status.content.clone().unwrap_or_default(),
            media: status
                .media_attachments
                .iter()
                .map(|it| plain(it.description.as_deref().unwrap_or_default()))
                .collect(),
        });
        Self { content }
    }
}

impl Appeal {
    fn of(appeal: &shown::StrikeAppeal) -> Self {
        Self {
            at: Moment::of(appeal.created_at.0),
            html: html::from_text(&appeal.text),
            state: match appeal.state {
                Open::Known(AppealState::Approved) => "It was approved",
                Open::Known(AppealState::Rejected) => "It was rejected",
                _ => "The moderators have not decided yet.",
            },
            decided: appeal.decided_at.map(|it| Moment::of(it.0)),
        }
    }
}
