use std::net::IpAddr;

use api::{
    Empty, Page, Timestamp,
    admin::canonical_email_blocks::{
        AdminCanonicalEmailBlock, CreateCanonicalEmailBlock, DeleteCanonicalEmailBlock,
        GetCanonicalEmailBlock, ListCanonicalEmailBlocks, TestCanonicalEmailBlock,
    },
};
use domain::{Context, Permission, gates::canonical_email_blocks};
use store::email_blocks::EmailBlock;

use super::ip_blocks::SIZES;
use crate::{
    Error,
    entities::id,
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListCanonicalEmailBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminCanonicalEmailBlock>, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = canonical_email_blocks::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(show).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetCanonicalEmailBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminCanonicalEmailBlock, Error> {
        Ok(show(canonical_email_blocks::get(cx, id(&self.id))?))
    }
}

impl Answer for TestCanonicalEmailBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminCanonicalEmailBlock>, Error> {
        let found = canonical_email_blocks::test(cx, &self.email)?;
        Ok(found.into_iter().map(show).collect())
    }
}

impl Answer for CreateCanonicalEmailBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminCanonicalEmailBlock, Error> {
        let (email, hash) = (self.email, self.canonical_email_hash);
        let block = canonical_email_blocks::create(cx, email.as_deref(), hash.as_deref())?;
        Ok(show(block))
    }
}

impl Answer for DeleteCanonicalEmailBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        canonical_email_blocks::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

pub(super) fn show(block: EmailBlock) -> AdminCanonicalEmailBlock {
    AdminCanonicalEmailBlock {
        id: block.id.to_string(),
        canonical_email_hash: block.canonical_email_hash,
        hits: block.hits,
        last_hit_at: block.last_hit_at.map(Timestamp),
    }
}
