//! Letting newcomers in, or not.

use store::{
    accounts::Account,
    users::{self, User},
};

use super::{as_user, get_locked, user_of};
use crate::{
    Context, Error, Event, Moderator, Permission, Result, activity,
    acts::Act,
    files::{self, Folder},
    invites,
    jobs::Progress,
    mail, media, members,
    webhooks::{Occasion, tell},
};

pub fn approve(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, account, user) = pending(cx, id)?;

    let recorded = Act::new("approve", as_user(&account)).record(cx, &moderator)?;
    users::set_approved(&mut cx.tx, id, &recorded)?;
    if user.confirmed_at.is_some() {
        activity::count_registration(cx)?;
        invites::follow_inviter(cx, &user)?;
        tell(cx, Occasion::AccountApproved, id)?;
        mail::welcome(cx, &user)?;
    }
    Ok(())
}

/// Takes the newcomer away, and all that belongs to her. The name and the address are free again.
pub fn reject(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, account, user) = pending(cx, id)?;

    Act::new("reject", as_user(&account)).record(cx, &moderator)?;
    forget(cx, &account, &user)
}

fn pending(cx: &mut Context, id: i64) -> Result<(Moderator, Account, User)> {
    let moderator = cx.moderator(Permission::ManageUsers)?;
    let account = get_locked(cx, id)?;
    let user = user_of(cx, &account)?.ok_or(Error::Forbidden)?;
    match user.approved {
        true => Err(Error::NotPermitted),
        false => Ok((moderator, account, user)),
    }
}

/// Takes away somebody who never took part, as if she had never asked.
pub(crate) fn forget(cx: &mut Context, account: &Account, user: &User) -> Result<()> {
    members::count(cx, members::is_counted(account, user), false)?;
    while media::clear(cx, account.id)? == Progress::More {}
    give_up_pictures(cx, account)?;
    cx.events.push(Event::Cut {
        account_id: account.id,
    });
    Ok(store::accounts::remove(&mut cx.tx, account.id)?)
}

/// The pictures of a profile that is about to be empty.
pub(crate) fn give_up_pictures(cx: &mut Context, account: &Account) -> Result<()> {
    let pictures = [&account.avatar, &account.header].into_iter().flatten();
    // Those of other servers may be no more than addresses.
    for file in pictures.filter(|it| Folder::of(it).is_some()) {
        files::give_up(cx, file)?;
    }
    Ok(())
}
