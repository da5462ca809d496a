//! Inviting people.

use std::net::IpAddr;

use api::{
    entities::Invite,
    invites::{CreateInvite, EndOwnInvite, ListOwnInvites},
};
use domain::{
    Context,
    invites::{self, Wanted},
};

use crate::{
    Error,
    entities::{id, invite},
    route::Answer,
};

impl Answer for ListOwnInvites {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Invite>, Error> {
        let own = invites::own(cx)?;
        Ok(own.into_iter().map(|it| invite(cx, it)).collect())
    }
}

impl Answer for CreateInvite {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Invite, Error> {
        let wanted = Wanted {
            max_uses: self.max_uses,
            expires_in: self.expires_in,
            autofollow: self.autofollow.unwrap_or_default(),
            comment: self.comment.unwrap_or_default(),
        };
        let kept = invites::create(cx, &wanted)?;
        Ok(invite(cx, kept))
    }
}

impl Answer for EndOwnInvite {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Invite, Error> {
        let kept = invites::end_own(cx, id(&self.id))?;
        Ok(invite(cx, kept))
    }
}
