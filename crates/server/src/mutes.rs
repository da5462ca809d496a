//! Muting accounts.

use std::net::IpAddr;

use api::{
    Page,
    entities::{MutedAccount, Relationship},
    mutes::{ListMutes, MuteAccount, UnmuteAccount},
};
use domain::{Context, mutes};

use crate::{
    Error, entities,
    paging::{PEOPLE, cursor, leading_integer, page},
    route::Answer,
};

impl Answer for MuteAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        let seconds = self.duration.as_deref().map(leading_integer);
        mutes::mute(cx, id, self.notifications.unwrap_or(true), seconds)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for UnmuteAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        mutes::unmute(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for ListMutes {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<MutedAccount>, Error> {
        let window = cursor!(self).part(PEOPLE);
        let kept = mutes::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = entities::muted_accounts(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}
