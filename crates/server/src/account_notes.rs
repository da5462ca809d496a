//! What members write down about others.

use std::net::IpAddr;

use api::{account_notes::SetAccountNote, entities::Relationship};
use domain::{Context, account_notes};

use crate::{Error, entities, route::Answer};

impl Answer for SetAccountNote {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Relationship, Error> {
        let id = entities::id(&self.id);
        account_notes::set(cx, id, &self.comment.unwrap_or_default())?;
        Ok(entities::relationship(cx, id)?)
    }
}
