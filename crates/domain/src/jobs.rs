//! Work that is left for later, in the transaction that makes it necessary.
//!
//! A job is safe to run twice: what it does is saved together with its end, and what it asks the
//! outside world (for mail and files) may be asked again.

mod doing;
mod parcel;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    jobs::{HERE, LONG, OUTSIDE},
    user_ips,
};

use crate::{
    Context, Error, Result, accounts, acts, announcements, arrivals, auto_rules, confirmation,
    gates, mail::Letter, media, mutes, news::News, numbers, polls, scheduled_statuses, servers,
    sign_in, trends, webhooks::Message,
};

pub use doing::{Doing, Errand, Step};
pub use parcel::Parcel;

/// Everything that can be left for later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "name", content = "data")]
pub enum Job {
    /// Deletes the data of a suspended account.
    PurgeAccount {
        account_id: i64,
        /// The entry of the log that says who wanted it.
        act_id: i64,
    },
    /// Brings a post into the home timelines of those who follow.
    DeliverHome { status_id: i64 },
    /// Cleans up behind a post that was deleted.
    RemoveStatus { status_id: i64 },
    /// Puts the posts of somebody into the home timeline of a follower.
    FillHome {
        account_id: i64,
        target_account_id: i64,
    },
    /// Takes the posts of somebody out of a home timeline.
    ClearHome {
        account_id: i64,
        target_account_id: i64,
    },
    /// Lets those follow who wait for an account that was unlocked.
    AuthorizeFollows { account_id: i64 },
    /// Puts the follows of an account of another server aside that was suspended here.
    CutFollows { account_id: i64 },
    /// Brings them back when it is suspended no longer.
    RestoreFollows { account_id: i64 },
    /// Brings what was decided about a server to bear on its accounts.
    ApplyDomainBlock { block_id: i64 },
    /// Takes the marks of such a decision away that was taken back.
    LiftDomainBlock {
        domain: String,
        /// In milliseconds.
        marked_at: i64,
        act_id: i64,
    },
    /// Deletes the data of the accounts of a suspended server.
    EmptyDomain { block_id: i64 },
    /// Deletes the accounts of a server that is no longer allowed.
    ForgetServer {
        domain: String,
        /// In milliseconds.
        marked_at: i64,
        act_id: i64,
    },
    /// Deletes all that is known of a server.
    PurgeServer {
        domain: String,
        /// Whether of those below it, too.
        with_subdomains: bool,
        act_id: i64,
    },
    /// Fetches a list of servers, and takes in what it says.
    CheckSubscription { subscription_id: i64 },
    /// Does what those entries of a list say that somebody has approved of.
    SettleSubscription { subscription_id: i64, batch: i64 },
    /// Takes back what a list has decided.
    EndSubscription { subscription_id: i64, act_id: i64 },
    /// Ends the follows between a member and a domain that she blocks.
    CutDomain { account_id: i64, domain: String },
    /// Moves notifications of people over whom a member has let through.
    MergeNotifications { account_id: i64 },
    /// Takes away what of somebody was put aside, when its request was dismissed.
    RemoveFiltered {
        account_id: i64,
        from_account_id: i64,
        /// An id that was new then.
        up_to: i64,
    },
    /// Tells a member something on a device.
    Push {
        subscription_id: i64,
        notification_id: i64,
    },
    /// Tells a program elsewhere what has happened.
    TellWebhook(Message),
    /// Tells those who have passed a post on that it was changed.
    TellOfEdit { status_id: i64 },
    /// Tells those who have voted that a poll has ended.
    TellOfPollEnd { poll_id: i64 },
    /// Posts what was to come at this time.
    PublishScheduled { scheduled_id: i64 },
    /// Tells other servers what has happened.
    TellServers(News),
    /// Takes away what somebody of another server has left, who is no more.
    ForgetAccount { account_id: i64 },
    /// Lets members follow an account under its new name.
    MoveFollowers {
        account_id: i64,
        target_account_id: i64,
    },
    /// Finds out who has sent something, and applies it.
    Open(Parcel),
    /// Applies what somebody of another server has said, once what it is about was fetched.
    Receive { account_id: i64, activity: Value },
    /// Gets the pictures of somebody of another server.
    FetchPictures { account_id: i64 },
    /// Gets a picture, film or sound of another server.
    FetchMedia { media_id: i64 },
    /// Gets the picture of an emoji of another server.
    FetchEmoji { emoji_id: i64 },
    /// Looks at a page that posts link to.
    FetchCard { card_id: i64 },
    /// Scores what may trend.
    RefreshTrends,
    /// Gets what somebody of another server puts first on her profile.
    FetchPins { account_id: i64 },
    /// Gets what was answered to a post of another server, as far as that one has it.
    FetchReplies {
        status_id: i64,
        /// Where they are listed.
        address: String,
    },
    /// Takes a file away that nothing shows any more.
    RemoveFile { file: String },
    /// Makes what is shown of a large picture that was sent.
    ProcessMedia { media_id: i64 },
    /// Takes away what was sent for no post.
    SweepMedia,
    /// Writes to somebody.
    SendMail(Letter),
}

/// How far a job got in one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Done,
    /// What was done so far is saved, and the job goes on.
    More,
}

/// How often a job is tried before it is given up.
pub const MOST_ATTEMPTS: i32 = 16;

impl Job {
    /// The job exists once the caller's own changes are saved, and not otherwise.
    pub fn leave(self, cx: &mut Context) -> Result<()> {
        let now = cx.now;
        self.leave_for(cx, now)
    }

    /// The same, to be done no earlier than that.
    pub fn leave_for(self, cx: &mut Context, run_at: DateTime<Utc>) -> Result<()> {
        let (name, data) = self.to_row()?;
        let key = self.key();
        let job = store::jobs::NewJob {
            name: &name,
            key: key.as_deref(),
            data: &data,
            lane: self.lane(),
            run_at,
            created_at: cx.now,
        };
        Ok(store::jobs::add(&mut cx.tx, &job)?)
    }

    /// Takes back what was left under the same key, unless it is done already.
    pub fn take_back(&self, cx: &mut Context) -> Result<()> {
        let (name, _) = self.to_row()?;
        match self.key() {
            Some(key) => Ok(store::jobs::remove(&mut cx.tx, &name, &key)?),
            None => Ok(()),
        }
    }

    /// Whether one under the same key is still to be done.
    pub fn is_left(&self, cx: &mut Context) -> Result<bool> {
        let (name, _) = self.to_row()?;
        match self.key() {
            Some(key) => Ok(store::jobs::is_left(&mut cx.tx, &name, &key)?),
            None => Ok(false),
        }
    }

    /// Reads what [`leave`](Self::leave) wrote.
    pub fn from_row(name: &str, data: &Value) -> Result<Self> {
        let row = json!({ "name": name, "data": data });
        serde_json::from_value(row).map_err(|_| Error::Internal("no such job is known"))
    }

    fn to_row(&self) -> Result<(String, Value)> {
        let unwritable = || Error::Internal("a job cannot be written");
        let mut row = serde_json::to_value(self).map_err(|_| unwritable())?;
        let name = row["name"].as_str().ok_or_else(unwritable)?.to_owned();
        Ok((name, row["data"].take()))
    }

    /// Whether it waits for others than the database.
    fn lane(&self) -> i32 {
        match self {
            Self::Push { .. }
            | Self::TellWebhook(_)
            | Self::SendMail(_)
            | Self::Open(_)
            | Self::Receive { .. }
            | Self::FetchPictures { .. }
            | Self::FetchMedia { .. }
            | Self::FetchEmoji { .. }
            | Self::FetchCard { .. }
            | Self::FetchPins { .. }
            | Self::FetchReplies { .. }
            | Self::CheckSubscription { .. } => OUTSIDE,
            Self::ApplyDomainBlock { .. }
            | Self::LiftDomainBlock { .. }
            | Self::EmptyDomain { .. }
            | Self::ForgetServer { .. }
            | Self::PurgeServer { .. }
            | Self::SettleSubscription { .. }
            | Self::EndSubscription { .. } => LONG,
            _ => HERE,
        }
    }

    /// Two jobs with the same key are one.
    fn key(&self) -> Option<String> {
        match self {
            Self::PurgeAccount { account_id, .. }
            | Self::AuthorizeFollows { account_id }
            | Self::CutFollows { account_id }
            | Self::RestoreFollows { account_id }
            | Self::ForgetAccount { account_id }
            | Self::FetchPictures { account_id }
            | Self::FetchPins { account_id }
            | Self::MergeNotifications { account_id } => Some(account_id.to_string()),
            Self::FillHome {
                account_id,
                target_account_id,
            }
            | Self::ClearHome {
                account_id,
                target_account_id,
            }
            | Self::MoveFollowers {
                account_id,
                target_account_id,
            } => Some(format!("{account_id} {target_account_id}")),
            Self::ApplyDomainBlock { block_id } | Self::EmptyDomain { block_id } => {
                Some(block_id.to_string())
            }
            Self::LiftDomainBlock { act_id, .. }
            | Self::ForgetServer { act_id, .. }
            | Self::PurgeServer { act_id, .. }
            | Self::EndSubscription { act_id, .. } => Some(act_id.to_string()),
            Self::CheckSubscription { subscription_id }
            | Self::SettleSubscription {
                subscription_id, ..
            } => Some(subscription_id.to_string()),
            Self::CutDomain { account_id, domain } => Some(format!("{account_id} {domain}")),
            Self::RemoveFiltered {
                account_id,
                from_account_id,
                ..
            } => Some(format!("{account_id} {from_account_id}")),
            Self::Push {
                subscription_id,
                notification_id,
            } => Some(format!("{subscription_id} {notification_id}")),
            Self::SendMail(Letter::Confirmation { account_id }) => {
                Some(format!("confirmation {account_id}"))
            }
            Self::SendMail(Letter::PasswordReset { account_id }) => {
                Some(format!("password {account_id}"))
            }
            Self::SendMail(Letter::Welcome { account_id }) => Some(format!("welcome {account_id}")),
            Self::RemoveFile { file } => Some(file.clone()),
            Self::ProcessMedia { media_id } | Self::FetchMedia { media_id } => {
                Some(media_id.to_string())
            }
            Self::FetchEmoji { emoji_id } => Some(emoji_id.to_string()),
            Self::FetchCard { card_id } => Some(card_id.to_string()),
            Self::SweepMedia | Self::RefreshTrends => Some("all".into()),
            Self::DeliverHome { status_id }
            | Self::RemoveStatus { status_id }
            | Self::FetchReplies { status_id, .. }
            | Self::TellOfEdit { status_id } => Some(status_id.to_string()),
            Self::TellOfPollEnd { poll_id } => Some(poll_id.to_string()),
            Self::PublishScheduled { scheduled_id } => Some(scheduled_id.to_string()),
            Self::TellServers(_)
            | Self::Open(_)
            | Self::Receive { .. }
            | Self::TellWebhook(_)
            | Self::SendMail(
                Letter::Warning { .. }
                | Letter::SecondFactorRemoved { .. }
                | Letter::FromStaff { .. }
                | Letter::NewPending { .. }
                | Letter::NewReport { .. }
                | Letter::NewAppeal { .. }
                | Letter::NewTrends { .. }
                | Letter::AppealDecided { .. },
            ) => None,
        }
    }
}

/// When a job that went wrong is tried again: later and later, and not all at the same moment.
pub fn next_try(cx: &mut Context, attempts: i32) -> Option<DateTime<Utc>> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let longest = (15_i64 << attempts.clamp(0, 11)).min(8 * 60 * 60);
    let wait = longest / 2 + i64::from(cx.chance.below(u32::try_from(longest / 2).unwrap_or(1)));
    Some(cx.now + TimeDelta::seconds(wait))
}

/// Something that is done again and again.
pub struct Schedule {
    pub name: &'static str,
    pub every: TimeDelta,
    pub run: fn(&mut Context) -> Result<()>,
}

pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        name: "delete_due_accounts",
        every: TimeDelta::minutes(1),
        run: accounts::delete_due,
    },
    Schedule {
        name: "fold_tallies",
        every: TimeDelta::seconds(10),
        run: numbers::fold,
    },
    Schedule {
        name: "end_timed_acts",
        every: TimeDelta::minutes(1),
        run: acts::expire_due,
    },
    Schedule {
        name: "end_domain_blocks",
        every: TimeDelta::minutes(1),
        run: servers::blocks::expire_due,
    },
    Schedule {
        name: "forget_ip_blocks",
        every: TimeDelta::minutes(1),
        run: gates::ip_blocks::forget_expired,
    },
    Schedule {
        name: "forget_email_domain_blocks",
        every: TimeDelta::minutes(1),
        run: gates::email_domain_blocks::forget,
    },
    Schedule {
        name: "empty_domains",
        every: TimeDelta::minutes(1),
        run: servers::empty_due,
    },
    Schedule {
        name: "check_domain_subscriptions",
        every: TimeDelta::minutes(1),
        run: servers::subscriptions::leave_due,
    },
    Schedule {
        name: "announce",
        every: TimeDelta::minutes(1),
        run: announcements::keep_time,
    },
    Schedule {
        name: "close_polls",
        every: polls::EVERY,
        run: polls::close_due,
    },
    Schedule {
        name: "publish_scheduled_statuses",
        every: scheduled_statuses::EVERY,
        run: scheduled_statuses::leave_due,
    },
    Schedule {
        name: "forget_deleted_statuses",
        every: TimeDelta::hours(1),
        run: crate::statuses::forget_deleted,
    },
    Schedule {
        name: "forget_idempotency_keys",
        every: TimeDelta::hours(1),
        run: forget_keys,
    },
    Schedule {
        name: "sweep_media",
        every: TimeDelta::hours(1),
        run: sweep_media,
    },
    Schedule {
        name: "forget_unconfirmed",
        every: TimeDelta::hours(1),
        run: confirmation::forget_unconfirmed,
    },
    Schedule {
        name: "forget_expired_mutes",
        every: TimeDelta::minutes(1),
        run: mutes::forget_expired,
    },
    Schedule {
        name: "forget_addresses",
        every: TimeDelta::days(1),
        run: forget_addresses,
    },
    Schedule {
        name: "forget_arrivals",
        every: TimeDelta::hours(1),
        run: arrivals::forget_seen,
    },
    Schedule {
        name: "forget_said",
        every: TimeDelta::hours(1),
        run: forget_said,
    },
    Schedule {
        name: "refresh_trends",
        every: trends::EVERY,
        run: trends::leave,
    },
    Schedule {
        name: "review_trends",
        every: trends::REVIEWED_EVERY,
        run: trends::request,
    },
    Schedule {
        name: "forget_uses",
        every: TimeDelta::hours(1),
        run: trends::forget,
    },
    Schedule {
        name: "forget_matches",
        every: TimeDelta::hours(1),
        run: auto_rules::forget,
    },
    Schedule {
        name: "forget_sign_ins",
        every: TimeDelta::hours(1),
        run: sign_in::forget,
    },
];

/// A job is left only where there is more than one transaction should take away.
fn sweep_media(cx: &mut Context) -> Result<()> {
    match media::sweep(cx)? {
        Progress::Done => Ok(()),
        Progress::More => Job::SweepMedia.leave(cx),
    }
}

/// Keys of requests that are not sent again any more.
fn forget_keys(cx: &mut Context) -> Result<()> {
    let before = cx.now - TimeDelta::hours(1);
    store::idempotency::forget(&mut cx.tx, before)?;
    Ok(())
}

/// Addresses that members were seen at are kept for a year.
fn forget_addresses(cx: &mut Context) -> Result<()> {
    let before = cx.now - TimeDelta::days(365);
    user_ips::forget(&mut cx.tx, before)?;
    Ok(())
}

/// What all other servers have heard that were to hear it.
fn forget_said(cx: &mut Context) -> Result<()> {
    let before = cx.now - TimeDelta::days(1);
    store::outgoing::forget_said(&mut cx.tx, before, 10_000)?;
    Ok(())
}
