//! Lists of posts, newest first.

use std::net::IpAddr;

use api::{
    Endpoint, Page,
    entities::Status,
    timelines::{
        HomeTimeline, LinkTimeline, ListAccountStatuses, ListBookmarks, ListFavourites,
        ListTimeline, PublicTimeline, TagTimeline,
    },
};
use domain::{Context, statuses, timelines, visibility};
use store::{
    account_list::Window,
    bookmarks, favourites,
    statuses::Status as Row,
    timelines::{Origin, Profile, Public},
    visible::Place,
};

use crate::{
    Error, entities,
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

/// A page of posts by their own ids.
fn shown<E: Endpoint>(
    cx: &mut Context,
    request: &E,
    rows: &[Row],
    window: Window,
) -> Result<Page<Status>, Error> {
    let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
    let items = entities::statuses(cx, rows)?;
    Ok(page(&cx.site, request, items, &ids, window))
}

impl Answer for HomeTimeline {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = timelines::home(cx, window)?;
        shown(cx, &self, &rows, window)
    }
}

impl Answer for PublicTimeline {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let which = public(self.local, self.remote, self.only_media);
        let rows = timelines::public(cx, which, window)?;
        shown(cx, &self, &rows, window)
    }
}

fn public(local: bool, remote: bool, only_media: bool) -> Public {
    let origin = match (local, remote) {
        (true, _) => Origin::Local,
        (false, true) => Origin::Remote,
        (false, false) => Origin::Any,
    };
    Public { origin, only_media }
}

impl Answer for TagTimeline {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let tags = timelines::Tags {
            any: [&self.hashtag]
                .into_iter()
                .chain(&self.any)
                .cloned()
                .collect(),
            all: self.all.clone(),
            none: self.none.clone(),
        };
        let which = public(self.local, self.remote, self.only_media);
        let rows = timelines::tagged(cx, &tags, which, window)?;
        shown(cx, &self, &rows, window)
    }
}

impl Answer for LinkTimeline {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = timelines::linked(cx, &self.url, window)?;
        shown(cx, &self, &rows, window)
    }
}

impl Answer for ListTimeline {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = timelines::list(cx, entities::id(&self.list_id), window)?;
        shown(cx, &self, &rows, window)
    }
}

impl Answer for ListAccountStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let id = entities::id(&self.id);
        if self.pinned {
            let rows = statuses::pinned(cx, id)?;
            let items = entities::statuses(cx, &rows)?;
            return Ok(Page { items, links: None });
        }
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let tag = self.tagged.as_deref();
        let tag_id = tag.map(|name| timelines::tag(cx, name)).transpose()?;
        let which = Profile {
            only_media: self.only_media,
            exclude_replies: self.exclude_replies,
            exclude_reblogs: self.exclude_reblogs,
            tag_id,
        };
        let rows = statuses::of_account(cx, id, which, window)?;
        shown(cx, &self, &rows, window)
    }
}

/// A page of posts that the caller has marked, by the ids of the marks.
fn marked<E: Endpoint>(
    cx: &mut Context,
    request: &E,
    marks: &[(i64, i64)],
    window: Window,
) -> Result<Page<Status>, Error> {
    let (ids, status_ids): (Vec<i64>, Vec<i64>) = marks.iter().copied().unzip();
    let rows = visibility::statuses(cx, &status_ids, Place::Alone)?;
    let items = entities::statuses(cx, &rows)?;
    Ok(page(&cx.site, request, items, &ids, window))
}

impl Answer for ListFavourites {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let id = cx.member()?.account.id;
        let viewer = visibility::viewer(cx);
        let marks =
            favourites::page(&mut cx.tx, id, viewer, window).map_err(domain::Error::from)?;
        marked(cx, &self, &marks, window)
    }
}

impl Answer for ListBookmarks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let id = cx.member()?.account.id;
        let viewer = visibility::viewer(cx);
        let marks = bookmarks::page(&mut cx.tx, id, viewer, window).map_err(domain::Error::from)?;
        marked(cx, &self, &marks, window)
    }
}
