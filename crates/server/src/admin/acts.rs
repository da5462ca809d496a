use std::net::IpAddr;

use api::{
    Page,
    admin::acts::{AdminAct, GetAct, ListActs, RevertAct},
};
use domain::{Context, Permission, acts, emails};
use store::action_log::Filter;

use super::accounts::{given, moment};
use crate::{
    Error,
    entities::{admin_acts, id},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListActs {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminAct>, Error> {
        cx.moderator(Permission::ViewAuditLog)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let domain = given(&self.domain).map(emails::domain_to_ascii);
        let filter = Filter {
            account_id: given(&self.account_id).map(|it| (it != "system").then(|| id(it))),
            action: given(&self.action),
            target_type: given(&self.target_type),
            target_account_id: given(&self.target_account_id).map(id),
            domain: domain.as_deref(),
            batch: given(&self.batch_id).map(id),
            since: moment("since", "Since", &self.since)?,
            until: moment("until", "Until", &self.until)?,
        };
        let kept = acts::list(cx, &filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = admin_acts(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetAct {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAct, Error> {
        show(cx, id(&self.id))
    }
}

impl Answer for RevertAct {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAct, Error> {
        let id = id(&self.id);
        acts::revert(cx, id)?;
        show(cx, id)
    }
}

fn show(cx: &mut Context, id: i64) -> Result<AdminAct, Error> {
    let kept = acts::get(cx, id)?;
    let shown = admin_acts(cx, &[kept])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}
