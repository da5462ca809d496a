use std::net::IpAddr;

use api::{
    Open,
    admin::batches::{BatchDeed, BatchDone, BatchItem, RevertBatch, RunBatch},
};
use domain::{
    Context, Permission, Violation,
    accounts::{self, Action, Wanted},
    acts::{self, Batch, Deed, Item},
    held_statuses::{self, Rejection},
    reports, tags, trends,
};

use super::accounts::{effects, given, moment};
use crate::{Error, entities::id, route::Answer};

impl Answer for RunBatch {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<BatchDone, Error> {
        cx.moderator_of_any(&[
            Permission::ManageReports,
            Permission::ManageTaxonomies,
            Permission::ManageUsers,
        ])?;
        let batch = Batch {
            ids: self.ids.iter().map(|it| id(it)).collect(),
            deed: deed(&self)?,
            all_or_nothing: self.all_or_nothing,
        };
        let (id, items) = acts::perform(cx, &batch)?;
        Ok(done(cx, id, items))
    }
}

impl Answer for RevertBatch {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<BatchDone, Error> {
        let (id, items) = acts::revert_batch(cx, id(&self.id))?;
        Ok(done(cx, id, items))
    }
}

fn deed(request: &RunBatch) -> Result<Deed, Error> {
    let deed = match &request.r#type {
        Open::Known(deed) => *deed,
        Open::Unknown(_) => {
            let violation = Violation::not_listed("type", "Type");
            return Err(domain::Error::Invalid(vec![violation]).into());
        }
    };
    Ok(match deed {
        BatchDeed::None => wanted(request, Action::Warn)?,
        BatchDeed::Disable => wanted(request, Action::Disable)?,
        BatchDeed::Sensitive => wanted(request, Action::Sensitize)?,
        BatchDeed::Silence => wanted(request, Action::Silence)?,
        BatchDeed::Suspend => wanted(request, Action::Suspend)?,
        BatchDeed::Approve => Deed::Plain(accounts::approve),
        BatchDeed::Reject => Deed::Plain(accounts::reject),
        BatchDeed::Enable => Deed::Plain(accounts::enable),
        BatchDeed::Unsensitive => Deed::Plain(accounts::unsensitive),
        BatchDeed::Unsilence => Deed::Plain(accounts::unsilence),
        BatchDeed::Unsuspend => Deed::Plain(accounts::unsuspend),
        BatchDeed::Resolve => Deed::Plain(reports::resolve),
        BatchDeed::Reopen => Deed::Plain(reports::reopen),
        BatchDeed::AssignToSelf => Deed::Plain(|cx, id| reports::assign(cx, id, None)),
        BatchDeed::Unassign => Deed::Plain(reports::unassign),
        BatchDeed::ApproveTags => Deed::Plain(|cx, id| tags::set_trendable(cx, id, true).map(drop)),
        BatchDeed::RejectTags => Deed::Plain(|cx, id| tags::set_trendable(cx, id, false).map(drop)),
        BatchDeed::ApproveStatuses => {
            Deed::Plain(|cx, id| trends::decide_on_status(cx, id, Some(true)).map(drop))
        }
        BatchDeed::RejectStatuses => {
            Deed::Plain(|cx, id| trends::decide_on_status(cx, id, Some(false)).map(drop))
        }
        BatchDeed::ApproveLinks => {
            Deed::Plain(|cx, id| trends::decide_on_link(cx, id, Some(true)).map(drop))
        }
        BatchDeed::RejectLinks => {
            Deed::Plain(|cx, id| trends::decide_on_link(cx, id, Some(false)).map(drop))
        }
        BatchDeed::ApprovePublishers => {
            Deed::Plain(|cx, id| trends::decide_on_publisher(cx, id, Some(true)).map(drop))
        }
        BatchDeed::RejectPublishers => {
            Deed::Plain(|cx, id| trends::decide_on_publisher(cx, id, Some(false)).map(drop))
        }
        BatchDeed::ApproveAuthors => {
            Deed::Plain(|cx, id| trends::decide_on_author(cx, id, Some(true)).map(drop))
        }
        BatchDeed::RejectAuthors => {
            Deed::Plain(|cx, id| trends::decide_on_author(cx, id, Some(false)).map(drop))
        }
        BatchDeed::Hold => Deed::Plain(held_statuses::hold),
        BatchDeed::Release => Deed::Plain(held_statuses::release),
        BatchDeed::RejectHeld => Deed::RejectHeld(Rejection {
            preset_id: given(&request.warning_preset_id).map(id),
            text: request.text.clone().unwrap_or_default(),
            is_told: request.send_email_notification.unwrap_or(true),
        }),
    })
}

fn wanted(request: &RunBatch, action: Action) -> Result<Deed, Error> {
    Ok(Deed::Act(Wanted {
        action: Ok(action),
        report_id: None,
        preset_id: given(&request.warning_preset_id).map(id),
        text: request.text.clone().unwrap_or_default(),
        is_told: request.send_email_notification.unwrap_or(true),
        expires_at: moment("expires_at", "Expires at", &request.expires_at)?,
        rule: None,
    }))
}

fn done(cx: &Context, id: i64, items: Vec<Item>) -> BatchDone {
    let item = |it: Item| BatchItem {
        id: it.id.to_string(),
        done: it.refused.is_none(),
        error: it.refused.map(|it| it.to_string()),
    };
    BatchDone {
        id: id.to_string(),
        items: items.into_iter().map(item).collect(),
        effects: effects(cx.done.effects),
    }
}
