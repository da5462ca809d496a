//! Posts that are to come.

use std::net::IpAddr;

use api::{
    Empty, Page,
    entities::ScheduledStatus,
    scheduled_statuses::{
        CancelScheduledStatus, ListScheduledStatuses, MoveScheduledStatus, ShowScheduledStatus,
    },
};
use domain::{Context, scheduled_statuses};

use crate::{
    Error,
    entities::{id, scheduled_status, scheduled_statuses as shown},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListScheduledStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<ScheduledStatus>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = scheduled_statuses::list(cx, window)?;
        let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
        let items = shown(cx, &rows)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for ShowScheduledStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ScheduledStatus, Error> {
        let row = scheduled_statuses::get(cx, id(&self.id))?;
        Ok(scheduled_status(cx, &row)?)
    }
}

impl Answer for MoveScheduledStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ScheduledStatus, Error> {
        let at = self.scheduled_at.as_deref();
        let row = scheduled_statuses::move_to(cx, id(&self.id), at)?;
        Ok(scheduled_status(cx, &row)?)
    }
}

impl Answer for CancelScheduledStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        scheduled_statuses::cancel(cx, id(&self.id))?;
        Ok(Empty {})
    }
}
