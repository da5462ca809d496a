use std::net::IpAddr;

use api::{
    Empty, Page, Timestamp,
    admin::domain_allows::{
        AdminDomainAllow, CreateDomainAllow, DeleteDomainAllow, GetDomainAllow, ListDomainAllows,
    },
};
use domain::{Context, Permission, servers::allows};
use store::domain_allows::DomainAllow;

use super::domain_blocks::SIZES;
use crate::{
    Error,
    entities::id,
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListDomainAllows {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminDomainAllow>, Error> {
        cx.moderator(Permission::ManageFederation)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = allows::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(show).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetDomainAllow {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainAllow, Error> {
        Ok(show(allows::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateDomainAllow {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainAllow, Error> {
        Ok(show(allows::create(cx, &self.domain)?))
    }
}

impl Answer for DeleteDomainAllow {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        allows::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

pub(super) fn show(allow: DomainAllow) -> AdminDomainAllow {
    AdminDomainAllow {
        id: allow.id.to_string(),
        domain: allow.domain,
        created_at: Timestamp(allow.created_at),
    }
}
