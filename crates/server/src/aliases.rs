//! Other accounts of members.

use std::net::IpAddr;

use api::{
    Empty,
    aliases::{AddAlias, Alias, ListAliases, RemoveAlias},
};
use domain::{Context, aliases};

use crate::{
    App, Error,
    entities::{account, accounts},
    federation::look_up_anew,
    route::Answer,
    spool::Files,
};

impl Answer for ListAliases {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Alias>, Error> {
        list(cx)
    }
}

impl Answer for AddAlias {
    fn prepare(&mut self, app: &App, _: &mut Files) -> Result<(), Error> {
        look_up_anew(app, &self.acct)
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Alias, Error> {
        let kept = aliases::add(cx, &self.acct)?;
        let account = kept.account.as_ref().map(|it| account(cx, it));
        Ok(Alias {
            uri: kept.uri.clone(),
            account: account.transpose()?,
        })
    }
}

impl Answer for RemoveAlias {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        aliases::remove(cx, &self.uri)?;
        Ok(Empty {})
    }
}

/// The caller's own.
pub(crate) fn list(cx: &mut Context) -> Result<Vec<Alias>, Error> {
    let kept = aliases::list(cx)?;
    let known: Vec<_> = kept.iter().filter_map(|it| it.account.clone()).collect();
    let mut shown = accounts(cx, &known)?.into_iter();
    // In the same order, each that is known once.
    let alias = |it: aliases::Alias| Alias {
        account: it.account.and_then(|_| shown.next()),
        uri: it.uri,
    };
    Ok(kept.into_iter().map(alias).collect())
}
