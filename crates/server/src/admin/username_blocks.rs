use std::net::IpAddr;

use api::{
    Empty, Page, Timestamp,
    admin::username_blocks::{
        AdminUsernameBlock, CreateUsernameBlock, DeleteUsernameBlock, GetUsernameBlock,
        ListUsernameBlocks, UpdateUsernameBlock,
    },
};
use domain::{
    Context, Permission,
    gates::username_blocks::{self, Change},
};
use store::username_blocks::UsernameBlock;

use super::ip_blocks::SIZES;
use crate::{
    Error,
    entities::{id, word},
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListUsernameBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminUsernameBlock>, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = username_blocks::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(show).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetUsernameBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminUsernameBlock, Error> {
        Ok(show(username_blocks::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateUsernameBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminUsernameBlock, Error> {
        let change = Change {
            username: Some(self.username),
            comparison: self.comparison.map(|it| it.to_text()),
            allow_with_approval: self.allow_with_approval,
        };
        Ok(show(username_blocks::create(cx, &change)?))
    }
}

impl Answer for UpdateUsernameBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminUsernameBlock, Error> {
        let change = Change {
            username: self.username,
            comparison: self.comparison.map(|it| it.to_text()),
            allow_with_approval: self.allow_with_approval,
        };
        Ok(show(username_blocks::update(cx, id(&self.id), &change)?))
    }
}

impl Answer for DeleteUsernameBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        username_blocks::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

pub(super) fn show(block: UsernameBlock) -> AdminUsernameBlock {
    AdminUsernameBlock {
        id: block.id.to_string(),
        username: block.username,
        comparison: word(&block.comparison),
        allow_with_approval: block.allow_with_approval,
        created_at: Timestamp(block.created_at),
    }
}
