//! What members are told in the app.

use std::net::IpAddr;

use api::{
    Empty, Page,
    entities::{Count, Notification},
    notifications::{
        ClearNotifications, CountNotifications, DismissNotification, ListNotifications,
        ShowNotification,
    },
};
use domain::{Context, notifications};
use store::notifications::Filter;

use crate::{
    Error,
    entities::{self, id},
    paging::{Cursor, Sizes, cursor, page},
    route::Answer,
};

pub(crate) const SIZES: Sizes = Sizes {
    default: 40,
    most: 80,
};
/// How far is counted.
pub(crate) const COUNTED: Sizes = Sizes {
    default: 100,
    most: 1000,
};

impl Answer for ListNotifications {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Notification>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page::empty());
        };
        let filter = Filter {
            kinds: self.types.clone(),
            not_kinds: self.exclude_types.clone(),
            from_account_id: self.account_id.as_deref().map(id),
            with_filtered: self.include_filtered.unwrap_or_default(),
        };
        let kept = notifications::list(cx, &filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = entities::notifications(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for CountNotifications {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Count, Error> {
        let filter = Filter {
            kinds: self.types,
            not_kinds: self.exclude_types,
            from_account_id: self.account_id.as_deref().map(id),
            with_filtered: false,
        };
        let count = match limit(&self.limit) {
            Some(most) => notifications::count_unread(cx, &filter, most)?,
            None => 0,
        };
        Ok(Count { count })
    }
}

/// How far is counted; not at all where it is to 0.
pub(crate) fn limit(asked: &Option<String>) -> Option<i64> {
    let cursor = Cursor {
        max_id: &None,
        since_id: &None,
        min_id: &None,
        limit: asked,
    };
    cursor.window(COUNTED).map(|it| it.limit)
}

impl Answer for ShowNotification {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Notification, Error> {
        let kept = notifications::get(cx, id(&self.id))?;
        let shown = entities::notifications(cx, &[kept])?.pop();
        Ok(shown.ok_or(domain::Error::NotFound)?)
    }
}

impl Answer for ClearNotifications {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        notifications::clear(cx)?;
        Ok(Empty {})
    }
}

impl Answer for DismissNotification {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        notifications::dismiss(cx, id(&self.id))?;
        Ok(Empty {})
    }
}
