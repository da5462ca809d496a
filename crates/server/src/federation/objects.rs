//! Posts as other servers see them. What is not for all is shown to those who may see it, if they sign.

use ::federation::{
    names,
    write::{self, Posts, collections},
};
use axum::{
    extract::{Path, Request, State},
    http::HeaderMap,
    response::Response,
};
use domain::{Caller, Context, Error as Rule, news::status_uri, statuses, visibility};
use serde_json::Value;
use store::{
    accounts::{self, Account},
    emojis,
    status_stats::{self, Stats},
    statuses::Status,
};

use super::answer::{Found, account, answer, answer_to, is_wanted};
use crate::{App, entities::id, oauth::Visit, pages};

/// How many answers a page has.
const PAGE: i64 = 50;

/// `/users/name/statuses/1`
pub(super) async fn by_name(
    State(app): State<App>,
    Path((name, id)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    match is_wanted(&headers) {
        true => show(app, (name, id), request).await,
        false => pages::post_by_uri(Path((name, id))).await,
    }
}

/// `/@name/1`, which is what people copy.
pub(crate) async fn by_page(
    State(app): State<App>,
    Path((handle, id)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    match handle.strip_prefix('@') {
        Some(name) if is_wanted(&headers) => show(app, (name.to_owned(), id), request).await,
        _ => pages::post(State(app), Path((handle, id)), request).await,
    }
}

async fn show(app: App, place: (String, String), request: Request) -> Response {
    put_into_words(app, place, request, |posts, status| {
        match status.reblog_of_id {
            Some(_) => posts.created(status),
            None => posts.object(status),
        }
    })
    .await
}

/// `/users/name/statuses/1/activity`
pub(super) async fn activity(
    State(app): State<App>,
    Path(place): Path<(String, String)>,
    request: Request,
) -> Response {
    put_into_words(app, place, request, Posts::created).await
}

async fn put_into_words(
    app: App,
    place: (String, String),
    request: Request,
    words: fn(&Posts, &Status) -> Option<Value>,
) -> Response {
    answer_to(app, request, move |app, _, reader| {
        let mut cx = app.read()?;
        read_as(&mut cx, reader);
        let (_, status) = find(&mut cx, &place)?;
        let posts = Posts::load(&mut cx, std::slice::from_ref(&status))?;
        Ok(words(&posts, &status).ok_or(Rule::NotFound)?)
    })
    .await
}

/// Who asks from elsewhere sees what she would see at home.
fn read_as(cx: &mut Context, reader: Option<&Account>) {
    if let Some(reader) = reader {
        cx.caller = Caller::Visitor {
            account_id: reader.id,
        };
    }
}

/// A post of that account that whoever asks may see.
fn find(cx: &mut Context, (name, wanted): &(String, String)) -> Found<(Account, Status)> {
    let account = account(cx, name)?;
    let status = visibility::status(cx, id(wanted))?;
    match status.account_id == account.id {
        true => Ok((account, status)),
        false => Err(Rule::NotFound.into()),
    }
}

/// `/users/name/statuses/1/replies`, oldest first.
pub(super) async fn replies(
    State(app): State<App>,
    Path(place): Path<(String, String)>,
    request: Request,
) -> Response {
    answer(app, request, move |app, visit| {
        let mut cx = app.read()?;
        let (author, status) = find(&mut cx, &place)?;
        let name = names::replies(&status_uri(&status, &author));
        if visit.text("page").is_none() {
            let first = page_of_replies(&mut cx, &status, &name, 0)?;
            return Ok(collections::with_first(&name, first));
        }
        page_of_replies(&mut cx, &status, &name, number(visit, "min_id"))
    })
    .await
}

fn page_of_replies(cx: &mut Context, status: &Status, name: &str, after: i64) -> Found {
    let replies = statuses::answers(cx, status.id, after, PAGE)?;
    let authors: Vec<i64> = replies.iter().map(|it| it.account_id).collect();
    let authors = accounts::find_many(&mut cx.tx, &authors)?;
    let name_of = |it: &Status| {
        let author = authors.iter().find(|author| author.id == it.account_id)?;
        Some(Value::from(status_uri(it, author)))
    };
    let last = replies.last().map(|it| it.id);
    let next = last.filter(|_| replies.len() as i64 == PAGE);
    let address = |after: i64| format!("{name}?page=true&min_id={after}");
    let items = replies.iter().filter_map(name_of).collect();
    let next = next.map(address);
    Ok(collections::loose_page(
        &address(after),
        name,
        items,
        next.as_deref(),
    ))
}

pub(super) fn number(visit: &Visit, name: &str) -> i64 {
    let text = visit.text(name).unwrap_or_default();
    text.parse().unwrap_or_default()
}

/// `/users/name/statuses/1/likes`
pub(super) async fn likes(
    State(app): State<App>,
    Path(place): Path<(String, String)>,
    request: Request,
) -> Response {
    count(app, place, request, |name, stats| {
        (names::likes(name), stats.favourites_count)
    })
    .await
}

/// `/users/name/statuses/1/shares`
pub(super) async fn shares(
    State(app): State<App>,
    Path(place): Path<(String, String)>,
    request: Request,
) -> Response {
    count(app, place, request, |name, stats| {
        (names::shares(name), stats.reblogs_count)
    })
    .await
}

/// How many, and not who.
async fn count(
    app: App,
    place: (String, String),
    request: Request,
    of: fn(&str, &Stats) -> (String, i64),
) -> Response {
    answer(app, request, move |app, _| {
        let mut cx = app.read()?;
        let (author, status) = find(&mut cx, &place)?;
        let stats = status_stats::of(&mut cx.tx, &[status.id])?.pop();
        let (name, count) = of(&status_uri(&status, &author), &stats.unwrap_or_default());
        Ok(collections::counted(&name, count))
    })
    .await
}

/// `/emojis/name`
pub(super) async fn emoji(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    answer(app, request, move |app, _| {
        let mut cx = app.read()?;
        let emoji = emojis::find_local(&mut cx.tx, &name)?;
        let emoji = emoji.filter(|it| !it.is_disabled);
        Ok(write::emoji(&app.site, &emoji.ok_or(Rule::NotFound)?))
    })
    .await
}
