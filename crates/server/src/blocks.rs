//! Blocking accounts.

use std::net::IpAddr;

use api::{
    Page,
    blocks::{BlockAccount, ListBlocks, UnblockAccount},
    entities::{Account, Relationship},
};
use domain::{Context, blocks};

use crate::{
    Error, entities,
    paging::{self, cursor},
    route::Answer,
};

impl Answer for BlockAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        blocks::block(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for UnblockAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        blocks::unblock(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for ListBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        paging::people(cx, &self, cursor!(self), blocks::list)
    }
}
