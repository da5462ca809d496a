//! What members have decided about each other.

use std::net::IpAddr;

use api::{entities::Relationship, relationships::ListRelationships};
use domain::Context;

use crate::{Error, entities, route::Answer};

impl Answer for ListRelationships {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Relationship>, Error> {
        let mut ids: Vec<i64> = Vec::new();
        for id in self.id.iter().map(|it| entities::id(it)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(entities::relationships(cx, &ids, self.with_suspended)?)
    }
}
