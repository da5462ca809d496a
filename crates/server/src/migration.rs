//! Going on as another account.

use std::net::IpAddr;

use api::{
    Timestamp, entities,
    migration::{GetMigration, LastMigration, Migration, StartMigration, UndoMigration},
};
use domain::{Context, migration};
use store::accounts::Account;

use crate::{App, Error, entities::account, federation::look_up_anew, route::Answer, spool::Files};

impl Answer for GetMigration {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Migration, Error> {
        show(cx)
    }
}

impl Answer for StartMigration {
    fn password(&self) -> Option<&str> {
        Some(&self.current_password)
    }

    fn prepare(&mut self, app: &App, _: &mut Files) -> Result<(), Error> {
        look_up_anew(app, &self.acct)
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Migration, Error> {
        match self.redirect_only.unwrap_or_default() {
            true => migration::redirect(cx, &self.acct)?,
            false => migration::start(cx, &self.acct)?,
        }
        show(cx)
    }
}

impl Answer for UndoMigration {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Migration, Error> {
        migration::undo(cx)?;
        show(cx)
    }
}

/// The caller's own.
pub(crate) fn show(cx: &mut Context) -> Result<Migration, Error> {
    let kept = migration::show(cx)?;
    Ok(Migration {
        moved_to: shown(cx, kept.moved_to)?,
        possible_at: kept.possible_at.map(Timestamp),
        last: match kept.last {
            Some(last) => Some(LastMigration {
                account: shown(cx, last.account)?,
                followers_count: last.followers_count,
                created_at: Timestamp(last.at),
            }),
            None => None,
        },
    })
}

fn shown(cx: &mut Context, kept: Option<Account>) -> Result<Option<entities::Account>, Error> {
    Ok(kept.map(|it| account(cx, &it)).transpose()?)
}
