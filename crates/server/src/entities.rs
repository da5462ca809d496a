//! What is kept, as the API shows it. Lists are put together with a few statements, not one per item.

mod about;
mod accounts;
mod admin_accounts;
mod admin_acts;
mod admin_held_statuses;
mod admin_reports;
mod admin_statuses;
mod admin_webhooks;
mod announcements;
mod applications;
mod cards;
mod conversations;
mod domain_blocks;
mod emojis;
mod evidence;
mod filters;
mod instance;
mod invites;
mod lists;
mod media;
mod notification_requests;
mod notifications;
mod polls;
mod relationships;
mod reports;
mod scheduled_statuses;
mod status_edits;
mod statuses;
mod strikes;
mod tags;

use api::Open;
use serde::de::DeserializeOwned;

pub(crate) use about::{activity, description, language, policy, terms};
pub(crate) use accounts::{Accounts, account, accounts, acct, people, picture, raw_fields, role};
pub(crate) use admin_accounts::{AdminAccounts, admin_account, admin_accounts};
pub(crate) use admin_acts::admin_acts;
pub(crate) use admin_held_statuses::{admin_held_status, admin_held_statuses};
pub(crate) use admin_reports::admin_reports;
pub(crate) use admin_statuses::admin_statuses;
pub(crate) use admin_webhooks::admin_webhook;
pub(crate) use announcements::announcements;
pub(crate) use applications::{application, token};
pub(crate) use cards::{card, trends_links};
pub(crate) use conversations::{conversation, conversations};
pub(crate) use domain_blocks::{admin_domain_block, domain_block};
pub(crate) use emojis::{Emojis, custom_emoji};
pub(crate) use filters::{filter, filter_keyword, filter_results, filter_status, filter_v1};
pub(crate) use instance::{VERSION, instance, instance_v1, rule};
pub(crate) use invites::invite;
pub(crate) use lists::list;
pub(crate) use media::attachment;
pub(crate) use notification_requests::notification_requests;
pub(crate) use notifications::{notification_groups, notifications};
pub(crate) use polls::{poll, titles as poll_titles};
pub(crate) use relationships::{
    familiar_followers, muted_accounts, relationship, relationships, suggestions,
};
pub(crate) use reports::report;
pub(crate) use scheduled_statuses::{scheduled_status, scheduled_statuses};
pub(crate) use status_edits::{Edited, status_edits};
pub(crate) use statuses::{ANYBODY, status, statuses, statuses_for_anybody};
pub(crate) use strikes::{admin_appeals, admin_strikes, strikes};
pub(crate) use tags::{
    admin_tag, admin_tags, featured_tag, history, plain_tag, tag, tag_url, tags,
};

/// A word that was kept, as one of those that the API knows, or as it is.
pub(crate) fn word<T: DeserializeOwned>(text: &str) -> Open<T> {
    serde_json::from_value(text.into()).unwrap_or_default()
}

/// An id that is no number belongs to nothing: no record has this one.
pub(crate) fn id(text: &str) -> i64 {
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if is_number {
        text.parse().unwrap_or_default()
    } else {
        0
    }
}
