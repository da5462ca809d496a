//! What was done about the caller, and her answer.

use std::net::IpAddr;

use api::{
    Page,
    strikes::{AppealStrike, GetStrike, ListStrikes, Strike},
};
use domain::{Context, appeals, strikes};

use crate::{
    Error,
    entities::{self, id},
    paging::{Sizes, cursor, page},
    route::Answer,
};

/// Each shows the posts that it is about.
pub(crate) const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListStrikes {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Strike>, Error> {
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = strikes::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = entities::strikes(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetStrike {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Strike, Error> {
        show(cx, id(&self.id))
    }
}

impl Answer for AppealStrike {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Strike, Error> {
        let id = id(&self.id);
        appeals::file(cx, id, &self.text)?;
        show(cx, id)
    }
}

/// One of the caller's own.
pub(crate) fn show(cx: &mut Context, id: i64) -> Result<Strike, Error> {
    let kept = strikes::get(cx, id)?;
    let shown = entities::strikes(cx, &[kept])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}
