//! What members are told in the app.

use std::net::IpAddr;

use api::{
    Page,
    entities::Notification,
    notifications::{ListNotifications, ShowNotification},
};
use domain::{Context, notifications};
use store::notifications::Filter;

use crate::{
    Error, entities,
    paging::{Cursor, Sizes, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 40,
    most: 80,
};

impl Answer for ListNotifications {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Notification>, Error> {
        let cursor = Cursor {
            max_id: &self.max_id,
            since_id: &self.since_id,
            min_id: &self.min_id,
            limit: &self.limit,
        };
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page {
                items: Vec::new(),
                links: None,
            });
        };
        let filter = Filter {
            kinds: self.types.clone(),
            not_kinds: self.exclude_types.clone(),
            from_account_id: self.account_id.as_deref().map(entities::id),
        };
        let kept = notifications::list(cx, &filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = entities::notifications(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for ShowNotification {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Notification, Error> {
        let kept = notifications::get(cx, entities::id(&self.id))?;
        let shown = entities::notifications(cx, &[kept])?.pop();
        Ok(shown.ok_or(domain::Error::NotFound)?)
    }
}
