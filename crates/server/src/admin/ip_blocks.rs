use std::net::IpAddr;

use api::{
    Empty, Open, Page, Timestamp,
    admin::ip_blocks::{
        AdminIpBlock, CreateIpBlock, DeleteIpBlock, GetIpBlock, IpBlockSeverity, ListIpBlocks,
        SearchIpBlocks, UpdateIpBlock,
    },
};
use domain::{
    Context, Permission,
    gates::ip_blocks::{self, Change},
};
use store::ip_blocks::IpBlock;

use super::accounts::given;
use crate::{
    Error,
    entities::{id, word},
    paging::{Sizes, cursor, page, page_before, size},
    route::Answer,
};

/// How many rules a page of the gates has.
pub(super) const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListIpBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminIpBlock>, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = ip_blocks::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(show).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetIpBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminIpBlock, Error> {
        Ok(show(ip_blocks::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateIpBlock {
    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<AdminIpBlock, Error> {
        let change = Change {
            ip: self.ip,
            severity: severity(self.severity),
            comment: self.comment,
            expires_at: ip_blocks::ends_in(cx, self.expires_in.as_deref()),
            force: self.force,
        };
        Ok(show(ip_blocks::create(cx, &change, ip)?))
    }
}

impl Answer for UpdateIpBlock {
    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<AdminIpBlock, Error> {
        let change = Change {
            ip: self.ip,
            severity: severity(self.severity),
            comment: self.comment,
            expires_at: ip_blocks::ends_in(cx, self.expires_in.as_deref()),
            force: self.force,
        };
        Ok(show(ip_blocks::update(cx, id(&self.id), &change, ip)?))
    }
}

fn severity(sent: Option<Open<IpBlockSeverity>>) -> Option<String> {
    sent.map(|it| it.to_text())
}

impl Answer for DeleteIpBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        ip_blocks::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for SearchIpBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminIpBlock>, Error> {
        let limit = size(&self.limit, SIZES);
        let kept = ip_blocks::search(cx, given(&self.overlapping), given(&self.after), limit)?;
        let last = kept.last().map(|it| ("after", it.ip.clone()));
        let next = last.filter(|_| limit > 0 && kept.len() as i64 >= limit);
        let items = kept.into_iter().map(show).collect();
        Ok(page_before(&cx.site, &self, items, next))
    }
}

pub(super) fn show(block: IpBlock) -> AdminIpBlock {
    AdminIpBlock {
        id: block.id.to_string(),
        ip: block.ip,
        severity: word(&block.severity),
        comment: block.comment,
        created_at: Timestamp(block.created_at),
        expires_at: block.expires_at.map(Timestamp),
        hits: block.hits,
        last_hit_at: block.last_hit_at.map(Timestamp),
    }
}
