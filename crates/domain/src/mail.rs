//! What people are told by mail. What a letter says is put together when it is sent.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use store::users::User;

use crate::{Context, Permission, Result, jobs::Job, members};

/// A letter that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// To a newcomer: show that this is your address.
    Confirmation { account_id: i64 },
    /// To a member who can start now.
    Welcome { account_id: i64 },
    /// To a member: choose another password.
    PasswordReset { account_id: i64 },
    /// To a member: the second factor is gone.
    SecondFactorRemoved { account_id: i64 },
    /// To a member: this was done about your account.
    Warning { strike_id: i64 },
    /// To somebody of the staff: this newcomer waits for approval.
    NewPending { account_id: i64, to_account_id: i64 },
    /// To somebody who has to do with a report, in the words of the staff.
    FromStaff {
        report_id: i64,
        to_account_id: i64,
        text: String,
    },
    /// To somebody of the staff: an account was reported.
    NewReport { report_id: i64, to_account_id: i64 },
    /// To somebody of the staff: a member has appealed.
    NewAppeal { appeal_id: i64, to_account_id: i64 },
    /// To somebody of the staff: this trends, and nobody has looked at it.
    NewTrends {
        tag_ids: Vec<i64>,
        card_ids: Vec<i64>,
        status_ids: Vec<i64>,
        to_account_id: i64,
    },
    /// To a member: this came of the appeal.
    AppealDecided { appeal_id: i64 },
}

impl Letter {
    /// Leaves it to be sent once what caused it is saved.
    pub fn leave(self, cx: &mut Context) -> Result<()> {
        Job::SendMail(self).leave(cx)
    }
}

/// A member who is confirmed and approved is welcomed, an hour later, and the staff sees it.
pub(crate) fn welcome(cx: &mut Context, user: &User) -> Result<()> {
    let later = cx.now + TimeDelta::hours(1);
    let letter = Letter::Welcome {
        account_id: user.account_id,
    };
    Job::SendMail(letter).leave_for(cx, later)?;
    for staff in members::who_may(cx, Permission::ManageUsers)? {
        crate::notifications::tell_of_sign_up(cx, staff.account_id, user.account_id)?;
    }
    Ok(())
}

/// A newcomer has confirmed the address, and waits for approval.
pub(crate) fn tell_of_pending(cx: &mut Context, user: &User) -> Result<()> {
    for staff in members::who_may(cx, Permission::ManageUsers)? {
        let letter = Letter::NewPending {
            account_id: user.account_id,
            to_account_id: staff.account_id,
        };
        letter.leave(cx)?;
    }
    Ok(())
}
