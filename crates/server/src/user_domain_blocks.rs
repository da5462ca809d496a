//! Domains that a member wants nothing to do with.

use std::net::IpAddr;

use api::{
    Empty, Page,
    user_domain_blocks::{BlockDomain, ListUserDomainBlocks, UnblockDomain},
};
use domain::{Context, user_domain_blocks};

use crate::{
    Error,
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListUserDomainBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<String>, Error> {
        let window = cursor!(self).part(SIZES);
        let (ids, domains): (Vec<i64>, Vec<String>) =
            user_domain_blocks::list(cx, window)?.into_iter().unzip();
        Ok(page(&cx.site, &self, domains, &ids, window))
    }
}

impl Answer for BlockDomain {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        user_domain_blocks::block(cx, &self.domain)?;
        Ok(Empty {})
    }
}

impl Answer for UnblockDomain {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        user_domain_blocks::unblock(cx, &self.domain)?;
        Ok(Empty {})
    }
}
