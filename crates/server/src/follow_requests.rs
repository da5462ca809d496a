//! Who asks for leave to follow.

use std::net::IpAddr;

use api::{
    Page,
    entities::{Account, Relationship},
    follow_requests::{AuthorizeFollowRequest, ListFollowRequests, RejectFollowRequest},
};
use domain::{Context, follow_requests};

use crate::{
    Error, entities,
    paging::{self, cursor},
    route::Answer,
};

impl Answer for ListFollowRequests {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        paging::people(cx, &self, cursor!(self), follow_requests::list)
    }
}

impl Answer for AuthorizeFollowRequest {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        follow_requests::authorize(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}

impl Answer for RejectFollowRequest {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        follow_requests::reject(cx, id)?;
        Ok(entities::relationship(cx, id)?)
    }
}
