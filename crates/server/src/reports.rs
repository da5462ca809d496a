//! Reporting accounts.

use std::net::IpAddr;

use api::{entities::Report, reports::CreateReport};
use domain::{
    Context,
    reports::{self, Filing},
    visibility,
};

use crate::{
    Error,
    entities::{self, id},
    route::Answer,
};

impl Answer for CreateReport {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Report, Error> {
        let filing = Filing {
            account_id: id(&self.account_id),
            status_ids: self.status_ids.iter().map(|it| id(it)).collect(),
            comment: self.comment.unwrap_or_default(),
            category: self.category.map(|it| it.to_text()),
            rule_ids: self
                .rule_ids
                .map(|ids| ids.iter().map(|it| id(it)).collect()),
            forward: self.forward,
            forward_to_domains: self.forward_to_domains,
        };
        let kept = reports::file(cx, &filing)?;
        let target = visibility::account(cx, kept.target_account_id)?;
        let target = entities::account(cx, &target)?;
        Ok(entities::report(&kept, target))
    }
}
