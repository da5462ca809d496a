//! Appealing against a strike.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    appeals::{self, Appeal},
    strikes::Strike,
};

use crate::{
    Context, Error, Permission, Result, Violation, error::refuse, mail::Letter, members, strikes,
    text,
};

/// How long after a strike it can be appealed.
pub(crate) const WINDOW: TimeDelta = TimeDelta::days(20);
/// Characters of an appeal.
pub const LONGEST: usize = 2000;

/// Keeps what the caller has to say about one of her strikes, and tells those who decide. Whatever was
/// done about the account: that is what it is about.
pub fn file(cx: &mut Context, strike_id: i64, words: &str) -> Result<Appeal> {
    let strike = strikes::get(cx, strike_id)?;
    let appeal = appeals::of_strikes(&mut cx.tx, &[strike.id])?.pop();
    check_strike(cx, &strike, appeal.as_ref())?;
    let text = text::clean(words);
    check_text(&text)?;

    let now = cx.now;
    let own = strike.target_account_id;
    let appeal = appeals::add(&mut cx.tx, strike.id, own, &text, now)?;
    tell_staff(cx, &appeal)?;
    Ok(appeal)
}

/// Until when a strike can be appealed, if it still can.
pub fn until(
    strike: &Strike,
    appeal: Option<&Appeal>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let end = strike.created_at + WINDOW;
    let is_open = appeal.is_none() && strike.overruled_at.is_none() && now <= end;
    is_open.then_some(end)
}

fn check_strike(cx: &Context, strike: &Strike, appeal: Option<&Appeal>) -> Result<()> {
    let text = if appeal.is_some() {
        "This was appealed already"
    } else if strike.overruled_at.is_some() {
        "This was taken back already"
    } else if until(strike, None, cx.now).is_none() {
        "This can no longer be appealed: it is more than 20 days old"
    } else {
        return Ok(());
    };
    Err(Error::Unprocessable(text.into()))
}

fn check_text(words: &str) -> Result<()> {
    let (field, name) = ("text", "Text");
    if text::is_blank(words) {
        return refuse(vec![Violation::blank(field, name)]);
    }
    match words.chars().count() > LONGEST {
        true => refuse(vec![Violation::too_long(field, name, LONGEST)]),
        false => Ok(()),
    }
}

/// Nobody decides her own appeal, and so nobody is asked to.
fn tell_staff(cx: &mut Context, appeal: &Appeal) -> Result<()> {
    for staff in members::who_may(cx, Permission::ManageAppeals)? {
        if staff.account_id == appeal.account_id {
            continue;
        }
        let letter = Letter::NewAppeal {
            appeal_id: appeal.id,
            to_account_id: staff.account_id,
        };
        letter.leave(cx)?;
    }
    Ok(())
}
