//! Of whom members do not want to hear at once, or at all.

use std::net::IpAddr;

use api::{
    entities::{NotificationPolicy, NotificationPolicySummary, NotificationPolicyV1},
    notification_policy::{
        ShowNotificationPolicy, ShowNotificationPolicyV1, UpdateNotificationPolicy,
        UpdateNotificationPolicyV1,
    },
};
use domain::{
    Context,
    notification_policy::{self as policy, Change, Measure},
};

use crate::{Error, route::Answer};

impl Answer for ShowNotificationPolicy {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationPolicy, Error> {
        show(cx)
    }
}

impl Answer for UpdateNotificationPolicy {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationPolicy, Error> {
        let change = Change {
            for_not_following: self.for_not_following,
            for_not_followers: self.for_not_followers,
            for_new_accounts: self.for_new_accounts,
            for_private_mentions: self.for_private_mentions,
            for_limited_accounts: self.for_limited_accounts,
            for_bots: self.for_bots,
        };
        policy::change(cx, &change)?;
        show(cx)
    }
}

impl Answer for ShowNotificationPolicyV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationPolicyV1, Error> {
        show_v1(cx)
    }
}

impl Answer for UpdateNotificationPolicyV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<NotificationPolicyV1, Error> {
        let word = |is_filtered: Option<bool>| {
            let measure = match is_filtered? {
                true => Measure::Filter,
                false => Measure::Accept,
            };
            Some(measure.word().to_owned())
        };
        let change = Change {
            for_not_following: word(self.filter_not_following),
            for_not_followers: word(self.filter_not_followers),
            for_new_accounts: word(self.filter_new_accounts),
            for_private_mentions: word(self.filter_private_mentions),
            for_limited_accounts: None,
            for_bots: word(self.filter_bots),
        };
        policy::change(cx, &change)?;
        show_v1(cx)
    }
}

fn show(cx: &mut Context) -> Result<NotificationPolicy, Error> {
    let kept = policy::show(cx)?;
    let word = |it: Measure| it.word().to_owned();
    Ok(NotificationPolicy {
        for_not_following: word(kept.for_not_following),
        for_not_followers: word(kept.for_not_followers),
        for_new_accounts: word(kept.for_new_accounts),
        for_private_mentions: word(kept.for_private_mentions),
        for_limited_accounts: word(kept.for_limited_accounts),
        for_bots: word(kept.for_bots),
        summary: summary(cx)?,
    })
}

fn show_v1(cx: &mut Context) -> Result<NotificationPolicyV1, Error> {
    let kept = policy::show(cx)?;
    let is_filtered = |it: Measure| it != Measure::Accept;
    Ok(NotificationPolicyV1 {
        filter_not_following: is_filtered(kept.for_not_following),
        filter_not_followers: is_filtered(kept.for_not_followers),
        filter_new_accounts: is_filtered(kept.for_new_accounts),
        filter_private_mentions: is_filtered(kept.for_private_mentions),
        filter_bots: is_filtered(kept.for_bots),
        summary: summary(cx)?,
    })
}

fn summary(cx: &mut Context) -> Result<NotificationPolicySummary, Error> {
    let (pending_requests_count, pending_notifications_count) = policy::summary(cx)?;
    Ok(NotificationPolicySummary {
        pending_requests_count,
        pending_notifications_count,
    })
}
