use std::net::IpAddr;

use api::{
    Open, Page,
    admin::statuses::{
        ActOnStatuses, ActedOnStatuses, AdminStatus, InspectStatus, ListStatusesOf, ReviewStatus,
        StatusAction, UnreviewStatus,
    },
};
use domain::{
    Context, Permission, Violation,
    statuses::{self, Demand, Measure, Which},
};

use super::accounts::{effects, given};
use crate::{
    Error,
    entities::{admin_statuses, id},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListStatusesOf {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminStatus>, Error> {
        let which = Which {
            only_media: self.only_media,
            only_reported: self.only_reported,
        };
        let window = cursor!(self).part(SIZES);
        let kept = statuses::list_of(cx, id(&self.id), which, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.status.id).collect();
        let items = admin_statuses(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for InspectStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminStatus, Error> {
        show(cx, id(&self.id))
    }
}

impl Answer for ReviewStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminStatus, Error> {
        let id = id(&self.id);
        statuses::review(cx, id)?;
        show(cx, id)
    }
}

impl Answer for UnreviewStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminStatus, Error> {
        let id = id(&self.id);
        statuses::unreview(cx, id)?;
        show(cx, id)
    }
}

fn show(cx: &mut Context, id: i64) -> Result<AdminStatus, Error> {
    let kept = statuses::inspect(cx, id)?;
    let shown = admin_statuses(cx, &[kept])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}

impl Answer for ActOnStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ActedOnStatuses, Error> {
        cx.moderator(Permission::ManageReports)?;
        let measure = match self.r#type {
            Open::Known(StatusAction::Delete) => Measure::Delete,
            Open::Known(StatusAction::Sensitive) => Measure::MarkAsSensitive,
            Open::Unknown(_) => {
                let violation = Violation::not_listed("type", "Type");
                return Err(domain::Error::Invalid(vec![violation]).into());
            }
        };
        let demand = Demand {
            measure,
            status_ids: self.status_ids.iter().map(|it| id(it)).collect(),
            report_id: given(&self.report_id).map(id),
            preset_id: given(&self.warning_preset_id).map(id),
            text: self.text.clone().unwrap_or_default(),
            is_told: self.send_email_notification,
        };
        statuses::act_on(cx, &demand)?;
        Ok(ActedOnStatuses {
            batch_id: cx.batch.map(|it| it.to_string()).unwrap_or_default(),
            effects: effects(cx.done.effects),
        })
    }
}
