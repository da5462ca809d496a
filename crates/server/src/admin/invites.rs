use std::net::IpAddr;

use api::{
    Page,
    admin::invites::{EndInvite, GetInvite, ListInvites},
    entities::Invite,
};
use domain::{Context, Permission, invites};
use store::invites::Filter;

use super::accounts::given;
use crate::{
    Error,
    entities::{id, invite},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListInvites {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Invite>, Error> {
        cx.moderator(Permission::ManageInvites)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let filter = Filter {
            account_id: given(&self.account_id).map(id),
            available: self.available.map(|it| (it, cx.now)),
        };
        let kept = invites::list(cx, &filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(|it| invite(cx, it)).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetInvite {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Invite, Error> {
        let kept = invites::get(cx, id(&self.id))?;
        Ok(invite(cx, kept))
    }
}

impl Answer for EndInvite {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Invite, Error> {
        let kept = invites::end(cx, id(&self.id))?;
        Ok(invite(cx, kept))
    }
}
