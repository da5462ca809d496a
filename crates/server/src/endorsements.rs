//! Accounts that members recommend.

use std::net::IpAddr;

use api::{
    Page,
    endorsements::{
        EndorseAccount, ListEndorsements, ListEndorsementsOf, PinAccount, UnendorseAccount,
        UnpinAccount,
    },
    entities::{Account, Relationship},
};
use domain::{Context, endorsements};

use crate::{
    Error, entities,
    paging::{self, cursor},
    route::Answer,
};

impl Answer for EndorseAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        endorsements::endorse(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for UnendorseAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        endorsements::unendorse(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for PinAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        endorsements::endorse(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for UnpinAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        endorsements::unendorse(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for ListEndorsements {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        paging::people(cx, &self, cursor!(self), |cx, window| {
            Ok(by_account(endorsements::list(cx, window)?))
        })
    }
}

impl Answer for ListEndorsementsOf {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        paging::people(cx, &self, cursor!(self), |cx, window| {
            let id = entities::id(&self.id);
            Ok(by_account(endorsements::list_of(cx, id, window)?))
        })
    }
}

/// As in Mastodon, these lists are sorted by the accounts themselves.
fn by_account(ids: Vec<i64>) -> Vec<(i64, i64)> {
    ids.into_iter().map(|id| (id, id)).collect()
}
