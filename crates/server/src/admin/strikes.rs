use std::net::IpAddr;

use api::{
    Page,
    admin::strikes::{AdminStrike, ListStrikesOf},
};
use domain::{Context, accounts, strikes};

use crate::{
    Error,
    entities::{admin_strikes, id},
    paging::{cursor, page},
    route::Answer,
    strikes::SIZES,
};

impl Answer for ListStrikesOf {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminStrike>, Error> {
        let account_id = accounts::get(cx, id(&self.id))?.id;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = strikes::list_of(cx, account_id, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = admin_strikes(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}
