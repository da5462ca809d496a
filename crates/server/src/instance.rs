//! What the server says about itself.

use std::net::IpAddr;

use api::{
    entities::{Instance, InstanceV1, Rule},
    instance::{ListRules, ShowInstance, ShowInstanceV1},
};
use domain::{Context, instance};

use crate::{Error, entities, route::Answer};

impl Answer for ShowInstance {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Instance, Error> {
        let shown = instance::show(cx)?;
        Ok(entities::instance(cx, shown)?)
    }
}

impl Answer for ShowInstanceV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<InstanceV1, Error> {
        let shown = instance::show(cx)?;
        Ok(entities::instance_v1(cx, shown)?)
    }
}

impl Answer for ListRules {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Rule>, Error> {
        Ok(instance::rules(cx)?
            .into_iter()
            .map(entities::rule)
            .collect())
    }
}
