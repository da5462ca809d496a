//! Leaving word that something has happened, in the transaction in which it does.

use serde::{Deserialize, Serialize};
use store::{
    accounts::Account,
    statuses::Status,
    webhooks::{self, Webhook},
};

use super::{Occasion, find, occasions, target};
use crate::{Context, Error, Result, Violation, acts::Act, jobs::Job};

/// What one program is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub webhook_id: i64,
    pub occasion: Occasion,
    /// The account, the report or the post that it is about.
    pub record_id: i64,
    /// When it happened, in milliseconds.
    pub at: i64,
}

/// Leaves a job for each program that wants to hear of it.
pub(crate) fn tell(cx: &mut Context, occasion: Occasion, record_id: i64) -> Result<()> {
    for webhook_id in webhooks::subscribed(&mut cx.tx, occasion.word())? {
        leave(cx, webhook_id, occasion, record_id)?;
    }
    Ok(())
}

/// An account was changed. Only those of this server are told of.
pub(crate) fn tell_of_account(cx: &mut Context, account: &Account) -> Result<()> {
    match account.is_local() {
        true => tell(cx, Occasion::AccountUpdated, account.id),
        false => Ok(()),
    }
}

/// A post was written or changed. Only those of this server are told of, and none that are held.
pub(crate) fn tell_of_status(cx: &mut Context, occasion: Occasion, status: &Status) -> Result<()> {
    match status.is_local && status.held_at.is_none() {
        true => tell(cx, occasion, status.id),
        false => Ok(()),
    }
}

fn leave(cx: &mut Context, webhook_id: i64, occasion: Occasion, record_id: i64) -> Result<()> {
    let message = Message {
        webhook_id,
        occasion,
        record_id,
        at: cx.now.timestamp_millis(),
    };
    Job::TellWebhook(message).leave(cx)
}

/// Tells one program now, of its first event if none is named, and of something that is there already.
pub fn test(cx: &mut Context, id: i64, event: Option<&str>) -> Result<Occasion> {
    let (moderator, webhook) = find(cx, id)?;
    let offered = occasions(&webhook);
    let occasion = match event {
        Some(word) => offered.iter().find(|it| it.word() == word),
        None => offered.first(),
    };
    let Some(&occasion) = occasion else {
        let violation = Violation::not_listed("event", "Event");
        return Err(Error::Invalid(vec![violation]));
    };
    moderator.may(occasion.permission())?;
    if !webhook.is_enabled {
        return Err(Error::Unprocessable("The webhook is disabled".into()));
    }
    let sample = match occasion {
        Occasion::AccountCreated | Occasion::AccountApproved | Occasion::AccountUpdated => {
            moderator.account_id()
        }
        Occasion::ReportCreated | Occasion::ReportUpdated => webhooks::newest_report(&mut cx.tx)?,
        Occasion::StatusCreated | Occasion::StatusUpdated => webhooks::newest_status(&mut cx.tx)?,
    };
    let none = || Error::Unprocessable("There is nothing yet that it could be told of".into());
    let sample = sample.ok_or_else(none)?;
    Act::new("test", target(&webhook)).record(cx, &moderator)?;
    leave(cx, id, occasion, sample)?;
    Ok(occasion)
}

/// The program, if it still wants to hear of such things.
pub fn due(cx: &mut Context, message: Message) -> Result<Option<Webhook>> {
    let found = webhooks::find(&mut cx.tx, message.webhook_id)?;
    let wants_it = |it: &Webhook| it.is_enabled && it.events().contains(&message.occasion.word());
    Ok(found.filter(wants_it))
}

/// What it said, or why it said nothing, for those who look after it.
pub fn answered(cx: &mut Context, id: i64, answer: &str) -> Result<()> {
    let now = cx.now;
    Ok(webhooks::set_answer(&mut cx.tx, id, answer, now)?)
}
