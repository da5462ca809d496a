//! Where a member names her other accounts, and leaves for one of them. Also for who has left already,
//! or she could not come back.

use api::migration::Migration;
use askama::Template;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use domain::{Context, Member, aliases, migration, settings::Settings};

use super::{
    show,
    shown::{Moment, Person, counted, plain},
    strikes::come_in,
};
use crate::{
    App, Error,
    federation::look_up_anew,
    oauth::{Visit, answer_people, csrf, go_to, sign_in_page},
    own_password,
};

const PATH: &str = "/settings/migration";

#[derive(Template)]
#[template(path = "pages/migration.html")]
struct MigrationPage<'a> {
    site: &'a str,
    handle: &'a str,
    csrf: &'a str,
    problem: Option<String>,
    leads_to: Option<Person>,
    aliases: Vec<Alias>,
    last: Option<Last>,
    /// When followers can be taken along again.
    possible: Option<Moment>,
    rest_days: i64,
    drafts: Drafts,
}

struct Alias {
    uri: String,
    /// Its handle, if it is known.
    name: String,
}

/// When followers were last taken along.
struct Last {
    followers: String,
    at: Moment,
    /// May be empty.
    to: String,
}

/// What the member has written so far.
#[derive(Default)]
struct Drafts {
    alias: String,
    target: String,
}

/// `/settings/migration`
pub(crate) async fn migration(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        show_all(app, visit, Drafts::default(), None)
    })
    .await
}

/// `/settings/migration`, when its form is sent.
pub(crate) async fn migrate(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let text = |name| visit.text(name).unwrap_or_default();
        let (acct, password) = (text("acct"), text("current_password"));
        let done = who(app, visit)
            .and_then(|member| own_password::check(app, visit.ip, &member, &password))
            .and_then(|()| look_up_anew(app, &acct))
            .and_then(|()| {
                change(app, visit, |cx| match text("redirect_only").is_empty() {
                    true => migration::start(cx, &acct),
                    false => migration::redirect(cx, &acct),
                })
            });
        let drafts = Drafts {
            target: acct,
            ..Drafts::default()
        };
        answer(app, visit, drafts, done)
    })
    .await
}

/// `/settings/migration/undo`
pub(crate) async fn undo_migration(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let done = change(app, visit, migration::undo);
        answer(app, visit, Drafts::default(), done)
    })
    .await
}

/// `/settings/aliases`
pub(crate) async fn add_alias(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let acct = visit.text("acct").unwrap_or_default();
        let done = who(app, visit)
            .and_then(|_| look_up_anew(app, &acct))
            .and_then(|()| change(app, visit, |cx| aliases::add(cx, &acct).map(drop)));
        let drafts = Drafts {
            alias: acct,
            ..Drafts::default()
        };
        answer(app, visit, drafts, done)
    })
    .await
}

/// `/settings/aliases/remove`
pub(crate) async fn remove_alias(State(app): State<App>, request: Request) -> Response {
    answer_people(app, request, |app, visit| {
        let uri = visit.text("uri").unwrap_or_default();
        let done = change(app, visit, |cx| match aliases::remove(cx, &uri) {
            // It was removed in another window.
            Err(domain::Error::NotFound) => Ok(()),
            removed => removed,
        });
        answer(app, visit, Drafts::default(), done)
    })
    .await
}

/// Who has sent a form of this server, if she may send it. Asked before any other server is.
fn who(app: &App, visit: &Visit) -> Result<Member, Error> {
    let mut cx = app.read()?;
    sender(&mut cx, visit)?;
    Ok(cx.member()?.clone())
}

fn sender(cx: &mut Context, visit: &Visit) -> Result<(), Error> {
    match come_in(cx, visit)?.is_some() && visit.is_genuine() {
        true => is_free(cx),
        false => Err(domain::Error::Forbidden.into()),
    }
}

/// Nobody leaves who is frozen or suspended, or has not quite come yet.
fn is_free(cx: &Context) -> Result<(), Error> {
    let standing = cx.member()?.standing();
    match standing.is_free() {
        true => Ok(()),
        false => Err(Error::BadStanding(standing)),
    }
}

fn change(
    app: &App,
    visit: &Visit,
    deed: impl FnOnce(&mut Context) -> domain::Result<()>,
) -> Result<(), Error> {
    let mut cx = app.write()?;
    sender(&mut cx, visit)?;
    deed(&mut cx)?;
    app.save(cx)?;
    app.bells.ring();
    Ok(())
}

/// Back to the page, which says what is wrong if anything is.
fn answer(
    app: &App,
    visit: &Visit,
    drafts: Drafts,
    done: Result<(), Error>,
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(go_to(PATH, None)),
        Err(Error::Refused(
            error @ (domain::Error::Invalid(_) | domain::Error::Unprocessable(_)),
        )) => show_all(app, visit, drafts, Some(&error)),
        Err(error) => Err(error),
    }
}

fn show_all(
    app: &App,
    visit: &Visit,
    drafts: Drafts,
    problem: Option<&domain::Error>,
) -> Result<Response, Error> {
    let mut cx = app.read()?;
    let site = Settings::load(&mut cx.tx)?.site_title;
    let Some(handle) = come_in(&mut cx, visit)? else {
        return Ok(sign_in_page(&site, PATH, "", None));
    };
    is_free(&cx)?;
    let kept = crate::migration::show(&mut cx)?;
    let csrf = visit.session.as_deref().map(csrf).unwrap_or_default();
    let page = MigrationPage {
        site: &site,
        handle: &handle,
        csrf: &csrf,
        problem: problem.map(in_words),
        leads_to: kept.moved_to.as_ref().map(|it| Person::of(&cx.site, it)),
        last: Last::of(&cx, &kept),
        possible: kept.possible_at.map(|it| Moment::of(it.0)),
        rest_days: migration::REST.num_days(),
        aliases: Alias::of_caller(&mut cx)?,
        drafts,
    };
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok(show(status, &page))
}

fn in_words(error: &domain::Error) -> String {
    let first = match error {
        domain::Error::Invalid(found) => found.first(),
        _ => None,
    };
    match first {
        Some(it) if it.field == "current_password" => "The password is wrong.".into(),
        Some(it) => format!("That account {}.", it.message),
        None => format!("{error}."),
    }
}

impl Alias {
    fn of_caller(cx: &mut Context) -> Result<Vec<Self>, Error> {
        let kept = crate::aliases::list(cx)?;
        let site = &cx.site;
        let shown = kept.into_iter().map(|it| Self {
            name: match &it.account {
                Some(account) => Person::of(site, account).handle,
                None => plain(&it.uri),
            },
            uri: it.uri,
        });
        Ok(shown.collect())
    }
}

impl Last {
    fn of(cx: &Context, kept: &Migration) -> Option<Self> {
        let last = kept.last.as_ref()?;
        let to = last.account.as_ref().map(|it| Person::of(&cx.site, it));
        Some(Self {
            followers: counted(last.followers_count, "follower", "followers"),
            at: Moment::of(last.created_at.0),
            to: to.map(|it| it.handle).unwrap_or_default(),
        })
    }
}
