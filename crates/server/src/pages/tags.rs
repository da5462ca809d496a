//! The page of a hashtag: the newest public posts with it.

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    response::Response,
};
use domain::{
    Context, tags,
    timelines::{self, Tags},
};
use store::{account_list::Window, statuses::Status, tags::Tag, timelines::Public};

use super::{
    feeds,
    profiles::{older, window},
    public::{Framed, Place, answer, in_path},
    shown::{Post, plain},
};
use crate::{App, Error};

#[derive(Template)]
#[template(path = "pages/tag.html")]
struct TagPage<'a> {
    site: &'a str,
    name: String,
    url: String,
    feed: String,
    posts: Vec<Post>,
    older: Option<String>,
}

/// `/tags/name` and `/tags/name.rss`
pub(crate) async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    answer(app, request, move |place| match name.strip_suffix(".rss") {
        Some(name) => feeds::tag(place, name),
        None => page(place, &name),
    })
    .await
}

/// A tag that is in use, and that moderators have not forbidden.
pub(super) fn find(cx: &mut Context, name: &str) -> Result<Tag, Error> {
    let name = tags::normalize(name).ok_or(domain::Error::NotFound)?;
    let tag = store::tags::find_named(&mut cx.tx, &name).map_err(domain::Error::from)?;
    let tag = tag.filter(Tag::is_usable);
    Ok(tag.ok_or(domain::Error::NotFound)?)
}

pub(super) fn posts_with(
    cx: &mut Context,
    tag: &Tag,
    window: Window,
) -> Result<Vec<Status>, Error> {
    let wanted = Tags {
        any: vec![tag.name.clone()],
        ..Tags::default()
    };
    Ok(timelines::tagged(cx, &wanted, Public::default(), window)?)
}

fn page(place: &mut Place<'_>, name: &str) -> Result<Response, Error> {
    let tag = find(place.cx, name)?;
    let window = window(place);
    let rows = posts_with(place.cx, &tag, window)?;
    let shown = crate::entities::statuses(place.cx, &rows)?;
    let url = place.site.address(&format!("/tags/{}", in_path(&tag.name)));
    let page = TagPage {
        site: &place.title,
        name: plain(tag.shown_name()),
        feed: format!("{url}.rss"),
        url,
        posts: Post::of_all(&place.site, &shown),
        older: older(&rows, ""),
    };
    place.show(&page, Framed::Nobody)
}
