//! Notifications, taken together.

use std::net::IpAddr;

use api::{
    Empty, Linked, Page,
    entities::{Account, Count, NotificationGroups},
    notification_groups::{
        CountNotificationGroups, DismissNotificationGroup, ListNotificationGroupAccounts,
        ListNotificationGroups, ShowNotificationGroup,
    },
};
use domain::{Context, notification_groups as groups, visibility};
use store::notifications::Filter;

use crate::{
    Error,
    entities::{accounts, id, notification_groups},
    notifications::{SIZES, limit},
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListNotificationGroups {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Linked<NotificationGroups>, Error> {
        let cursor = cursor!(self);
        let is_partial = self.expand_accounts.as_deref() == Some("partial_avatars");
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Linked {
                body: notification_groups(cx, &[], true, is_partial)?,
                links: None,
            });
        };
        let filter = Filter {
            kinds: self.types.clone(),
            not_kinds: self.exclude_types.clone(),
            from_account_id: self.account_id.as_deref().map(id),
            with_filtered: self.include_filtered.unwrap_or_default(),
        };
        let found = groups::list(cx, &filter, &self.grouped_types, window)?;
        let mut ids: Vec<i64> = found.iter().map(|it| it.newest.id).collect();
        // Walked upwards, an older one may be below the newest of the last group.
        if let (Some(last), [_, .., end]) = (
            found.iter().map(|it| it.oldest_id).min(),
            ids.as_mut_slice(),
        ) && window.min_id.is_some()
        {
            *end = last;
        }
        let links = page(&cx.site, &self, Vec::<()>::new(), &ids, window).links;
        let body = notification_groups(cx, &found, true, is_partial)?;
        Ok(Linked { body, links })
    }
}

impl Answer for CountNotificationGroups {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Count, Error> {
        let filter = Filter {
            kinds: self.types,
            not_kinds: self.exclude_types,
            from_account_id: self.account_id.as_deref().map(id),
            with_filtered: false,
        };
        let count = match limit(&self.limit) {
            Some(most) => groups::count_unread(cx, &filter, &self.grouped_types, most)?,
            None => 0,
        };
        Ok(Count { count })
    }
}

impl Answer for ShowNotificationGroup {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationGroups, Error> {
        let group = groups::get(cx, &self.group_key)?;
        Ok(notification_groups(cx, &[group], false, false)?)
    }
}

impl Answer for ListNotificationGroupAccounts {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = groups::accounts(cx, &self.group_key, window)?;
        let (ids, account_ids): (Vec<i64>, Vec<i64>) = rows.into_iter().unzip();
        let kept = visibility::accounts(cx, &account_ids)?;
        let items = accounts(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for DismissNotificationGroup {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        groups::dismiss(cx, &self.group_key)?;
        Ok(Empty {})
    }
}
