use std::net::IpAddr;

use api::{
    Page,
    admin::held_statuses::{
        AdminHeldStatus, HoldStatus, ListHeldStatuses, RejectHeldStatus, ReleaseHeldStatus,
    },
};
use domain::{
    Context, Permission,
    held_statuses::{self, Rejection},
};
use store::{account_list::Origin, held_statuses::Filter};

use super::accounts::{given, origin};
use crate::{
    Error,
    entities::{admin_held_status, admin_held_statuses, id},
    paging::{Sizes, page_before, size},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListHeldStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminHeldStatus>, Error> {
        cx.moderator(Permission::ManageReports)?;
        let origin = self.origin.clone().map(origin).transpose()?.flatten();
        let which = Filter {
            account_id: given(&self.account_id).map(id),
            is_local: origin.map(|it| it == Origin::Local),
            auto_rule_id: given(&self.auto_rule_id).map(id),
        };
        let limit = size(&self.limit, SIZES);
        let after = given(&self.after).map_or(0, id);
        let kept = held_statuses::list(cx, which, after, limit)?;
        let last = kept.last().map(|(_, it)| ("after", it.id.to_string()));
        let next = last.filter(|_| kept.len() as i64 == limit);
        let items = admin_held_statuses(cx, &kept)?;
        Ok(page_before(&cx.site, &self, items, next))
    }
}

impl Answer for HoldStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminHeldStatus, Error> {
        let id = id(&self.status_id);
        held_statuses::hold(cx, id)?;
        Ok(admin_held_status(cx, id)?)
    }
}

impl Answer for ReleaseHeldStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminHeldStatus, Error> {
        let id = id(&self.id);
        held_statuses::release(cx, id)?;
        Ok(admin_held_status(cx, id)?)
    }
}

impl Answer for RejectHeldStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminHeldStatus, Error> {
        let how = Rejection {
            preset_id: given(&self.warning_preset_id).map(id),
            text: self.text.clone().unwrap_or_default(),
            is_told: self.send_email_notification.unwrap_or(true),
        };
        let id = id(&self.id);
        held_statuses::reject(cx, id, &how)?;
        Ok(admin_held_status(cx, id)?)
    }
}
