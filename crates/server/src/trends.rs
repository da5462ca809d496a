//! What everybody is shown of what trends.

use std::net::IpAddr;

use api::{
    Page,
    entities::{Status, Tag, TrendsLink},
    trends::{ListTrendingLinks, ListTrendingStatuses, ListTrendingTags, ListTrendingTagsV0},
};
use domain::{Context, trends};

use crate::{
    Error,
    entities::{statuses, tags, trends_links},
    paging::{Sizes, by_offset, slice},
    route::Answer,
};

/// How many tags or links a page has, and how many posts.
pub(crate) const THINGS: Sizes = Sizes {
    default: 10,
    most: 20,
};
pub(crate) const POSTS: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListTrendingTags {
    const IS_FOR_ALL: bool = true;

    fn answer(mut self, cx: &mut Context, _: IpAddr) -> Result<Page<Tag>, Error> {
        // Tags have no language, and what the browser says is not for the links.
        self.accept_language = None;
        let slice = slice((&self.limit, &self.offset), THINGS);
        let shown = trends::shown_tags(cx, slice)?;
        let items = tags(cx, &shown.items)?;
        Ok(by_offset(&cx.site, &self, items, slice, shown.count))
    }
}

impl Answer for ListTrendingTagsV0 {
    const IS_FOR_ALL: bool = true;
    const DEPRECATED: Option<&str> = Some("@1648598400");

    fn answer(mut self, cx: &mut Context, _: IpAddr) -> Result<Page<Tag>, Error> {
        // Tags have no language, and what the browser says is not for the links.
        self.accept_language = None;
        let slice = slice((&self.limit, &self.offset), THINGS);
        let shown = trends::shown_tags(cx, slice)?;
        let items = tags(cx, &shown.items)?;
        Ok(by_offset(&cx.site, &self, items, slice, shown.count))
    }
}

impl Answer for ListTrendingStatuses {
    const IS_FOR_ALL: bool = true;

    fn answer(mut self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let slice = slice((&self.limit, &self.offset), POSTS);
        let accepted = self.accept_language.take();
        let languages = trends::languages(cx, self.lang.as_deref(), accepted.as_deref())?;
        let shown = trends::shown_posts(cx, &languages, slice)?;
        let items = statuses(cx, &shown.items)?;
        Ok(by_offset(&cx.site, &self, items, slice, shown.count))
    }
}

impl Answer for ListTrendingLinks {
    const IS_FOR_ALL: bool = true;

    fn answer(mut self, cx: &mut Context, _: IpAddr) -> Result<Page<TrendsLink>, Error> {
        let slice = slice((&self.limit, &self.offset), THINGS);
        let accepted = self.accept_language.take();
        let languages = trends::languages(cx, self.lang.as_deref(), accepted.as_deref())?;
        let shown = trends::shown_links(cx, &languages, slice)?;
        let items = trends_links(cx, &shown.items)?;
        Ok(by_offset(&cx.site, &self, items, slice, shown.count))
    }
}
