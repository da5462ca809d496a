//! People whose notifications were put aside.

use std::net::IpAddr;

use api::{
    Empty, Page,
    entities::{NotificationRequest, NotificationsMerged},
    notification_requests::{
        AcceptNotificationRequest, AcceptNotificationRequests, CheckNotificationsMerged,
        DismissNotificationRequest, DismissNotificationRequests, ListNotificationRequests,
        ShowNotificationRequest,
    },
};
use domain::{Context, notification_requests as requests};

use crate::{
    Error,
    entities::{id, notification_requests},
    notifications::SIZES,
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListNotificationRequests {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<NotificationRequest>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = requests::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = notification_requests(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for CheckNotificationsMerged {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationsMerged, Error> {
        let merged = requests::is_merged(cx)?;
        Ok(NotificationsMerged { merged })
    }
}

impl Answer for ShowNotificationRequest {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationRequest, Error> {
        let kept = requests::get(cx, id(&self.id))?;
        let shown = notification_requests(cx, &[kept])?.pop();
        Ok(shown.ok_or(domain::Error::NotFound)?)
    }
}

impl Answer for AcceptNotificationRequest {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        requests::accept(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for DismissNotificationRequest {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        requests::dismiss(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for AcceptNotificationRequests {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        requests::accept_many(cx, &ids(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for DismissNotificationRequests {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        requests::dismiss_many(cx, &ids(&self.id))?;
        Ok(Empty {})
    }
}

fn ids(asked: &[String]) -> Vec<i64> {
    asked.iter().map(|it| id(it)).collect()
}
