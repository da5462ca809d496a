//! What an account has written, whom it follows, and what it shows first.

use ::federation::{
    names,
    write::{Posts, collections},
};
use axum::{
    extract::{Path, Request, State},
    response::Response,
};
use domain::{
    Context,
    follows::{self, Side},
    statuses, tags, visibility,
};
use serde_json::Value;
use store::{
    account_list::Window,
    accounts::{self, Account, Stats},
    timelines::Profile,
};

use super::{
    answer::{Absent, Found, account, answer},
    objects::number,
};
use crate::{App, oauth::Visit};

/// How many posts a page has, and how many people.
const POSTS: i64 = 20;
const PEOPLE: i64 = 40;

/// `/users/name/outbox`: what everybody may see.
pub(super) async fn outbox(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    answer(app, request, move |app, visit| {
        let mut cx = app.read()?;
        let account = account(&mut cx, &name)?;
        let id = names::outbox(&account.uri);
        if visit.text("page").is_none() {
            let total = stats(&mut cx, &account)?.statuses_count;
            let first = format!("{id}?page=true");
            return Ok(collections::paged(&id, Some(total), Some(&first)));
        }
        page_of_outbox(&mut cx, &account, &id, number(visit, "max_id"))
    })
    .await
}

fn page_of_outbox(cx: &mut Context, account: &Account, id: &str, max_id: i64) -> Found {
    let window = window(max_id, POSTS);
    let rows = statuses::of_account(cx, account.id, Profile::default(), window)?;
    let posts = Posts::load(cx, &rows)?;
    let items = rows.iter().filter_map(|it| posts.created(it)).collect();
    let last = rows.last().filter(|_| rows.len() as i64 == POSTS);
    Ok(page(id, max_id, items, last.map(|it| it.id)))
}

fn window(max_id: i64, limit: i64) -> Window {
    Window {
        max_id: Some(max_id).filter(|it| *it > 0),
        since_id: None,
        min_id: None,
        limit,
    }
}

fn page(id: &str, max_id: i64, items: Vec<Value>, last: Option<i64>) -> Value {
    let own = match max_id {
        0 => format!("{id}?page=true"),
        max_id => format!("{id}?page=true&max_id={max_id}"),
    };
    let next = last.map(|last| format!("{id}?page=true&max_id={last}"));
    collections::page(&own, id, items, next.as_deref())
}

fn stats(cx: &mut Context, account: &Account) -> Found<Stats> {
    let stats = accounts::stats_of(&mut cx.tx, &[account.id])?;
    Ok(stats.into_iter().next().unwrap_or_default())
}

/// `/actor/outbox`: the server posts nothing.
pub(super) async fn outbox_of_server(State(app): State<App>, request: Request) -> Response {
    answer(app, request, |app, _| {
        let id = names::outbox(&names::instance_actor(&app.site));
        Ok(collections::whole(&id, Vec::new()))
    })
    .await
}

/// `/users/name/followers`
pub(super) async fn followers(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    people(app, name, request, Side::Followers).await
}

/// `/users/name/following`
pub(super) async fn following(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    people(app, name, request, Side::Following).await
}

async fn people(app: App, name: String, request: Request, side: Side) -> Response {
    answer(app, request, move |app, visit| {
        let mut cx = app.read()?;
        let account = account(&mut cx, &name)?;
        let stats = stats(&mut cx, &account)?;
        let (id, total) = match side {
            Side::Followers => (names::followers(&account.uri), stats.followers_count),
            Side::Following => (names::following(&account.uri), stats.following_count),
        };
        list_of_people(&mut cx, &account, (&id, total), side, visit)
    })
    .await
}

/// Where an account hides who they are, only their number is said.
fn list_of_people(
    cx: &mut Context,
    account: &Account,
    (id, total): (&str, i64),
    side: Side,
    visit: &Visit,
) -> Found {
    let is_shown = visibility::shows_follows(cx, account)?;
    if visit.text("page").is_none() {
        let first = format!("{id}?page=true");
        let first = Some(first.as_str()).filter(|_| is_shown);
        return Ok(collections::paged(id, Some(total), first));
    }
    if !is_shown {
        return Err(Absent::Forbidden);
    }
    let max_id = number(visit, "max_id");
    let rows = follows::list(cx, account.id, side, window(max_id, PEOPLE))?;
    let last = rows.last().filter(|_| rows.len() as i64 == PEOPLE);
    let last = last.map(|(id, _)| *id);
    let ids: Vec<i64> = rows.iter().map(|(_, id)| *id).collect();
    let found = accounts::find_many(&mut cx.tx, &ids)?;
    let uri = |id: &i64| {
        found
            .iter()
            .find(|it| it.id == *id)
            .map(|it| it.uri.clone())
    };
    let items = ids.iter().filter_map(uri).map(Value::from).collect();
    Ok(page(id, max_id, items, last))
}

/// `/users/name/collections/featured`
pub(super) async fn featured(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    answer(app, request, move |app, _| {
        let mut cx = app.read()?;
        let account = account(&mut cx, &name)?;
        let rows = statuses::pinned(&mut cx, account.id)?;
        let posts = Posts::load(&mut cx, &rows)?;
        let items = rows.iter().filter_map(|it| posts.object(it)).collect();
        Ok(collections::whole(&names::featured(&account.uri), items))
    })
    .await
}

/// `/users/name/collections/tags`
pub(super) async fn featured_tags(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    answer(app, request, move |app, _| {
        let mut cx = app.read()?;
        let account = account(&mut cx, &name)?;
        let (_, shown) = tags::shown_by(&mut cx, account.id)?;
        let id = names::featured_tags(&account.uri);
        let tags: Vec<(String, String)> = shown
            .into_iter()
            .map(|(featured, name)| (featured.name, name))
            .collect();
        Ok(collections::tags(&cx.site, &id, &tags))
    })
    .await
}
