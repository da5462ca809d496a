//! Following, and who follows whom.

use std::net::IpAddr;

use api::{
    Page,
    entities::{Account, FamiliarFollowers, Relationship},
    follows::{
        FollowAccount, ListFamiliarFollowers, ListFollowers, ListFollowing, RemoveFollower,
        UnfollowAccount,
    },
};
use domain::{
    Context,
    follows::{self, Side, Wishes},
};

use crate::{
    Error, entities,
    paging::{self, cursor},
    route::Answer,
};

impl Answer for FollowAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        let mut languages = self.languages;
        if let Some(list) = &mut languages {
            list.retain(|it| !it.is_empty());
        }
        let wishes = Wishes {
            shows_reblogs: self.reblogs,
            notifies: self.notify,
            languages,
        };
        follows::follow(cx, id, &wishes)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for UnfollowAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        follows::unfollow(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for RemoveFollower {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        follows::remove_follower(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for ListFollowers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        paging::people(cx, &self, cursor!(self), |cx, window| {
            follows::list(cx, entities::id(&self.id), Side::Followers, window)
        })
    }
}

impl Answer for ListFollowing {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        paging::people(cx, &self, cursor!(self), |cx, window| {
            follows::list(cx, entities::id(&self.id), Side::Following, window)
        })
    }
}

impl Answer for ListFamiliarFollowers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<FamiliarFollowers>, Error> {
        const MOST: usize = 40;
        let ids: Vec<i64> = self
            .id
            .iter()
            .take(MOST)
            .map(|it| entities::id(it))
            .collect();
        let found = follows::familiar(cx, &ids)?;
        Ok(entities::familiar_followers(cx, found)?)
    }
}
