//! Posts that quote others.

use std::net::IpAddr;

use api::{
    Page,
    entities::Status,
    statuses::quotes::{ListQuotes, RevokeQuote, SetInteractionPolicy},
};
use domain::{Context, statuses};

use crate::{
    Error,
    entities::{self, id, status},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListQuotes {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Status>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = statuses::quotes(cx, id(&self.id), window)?;
        let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
        let items = entities::statuses(cx, &rows)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for RevokeQuote {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
        let row = statuses::revoke_quote(cx, id(&self.id), id(&self.quoting_status_id))?;
        Ok(status(cx, &row)?)
    }
}

impl Answer for SetInteractionPolicy {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
        let policy = self.quote_approval_policy.as_deref();
        let row = statuses::set_quote_policy(cx, id(&self.id), policy)?;
        Ok(status(cx, &row)?)
    }
}
