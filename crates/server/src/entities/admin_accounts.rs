use std::collections::HashMap;

use api::{
    Timestamp,
    admin::accounts::{AdminAccount, AdminIp},
};
use domain::{Context, Result};
use store::{
    accounts,
    user_ips::{self, Sight},
};

use super::{Accounts, role};

/// What it takes to show some accounts to moderators.
pub(crate) struct AdminAccounts {
    kept: HashMap<i64, accounts::Account>,
    sights: HashMap<i64, Vec<Sight>>,
    loaded: Accounts,
}

impl AdminAccounts {
    pub(crate) fn load(cx: &mut Context, ids: &[i64]) -> Result<Self> {
        let mut kept = HashMap::with_capacity(ids.len());
        let (mut users, mut counted) = (Vec::new(), Vec::new());
        for (account, stats, user) in accounts::find_whole(&mut cx.tx, ids)? {
            kept.insert(account.id, account);
            users.extend(user);
            counted.extend(stats);
        }
        let local_ids: Vec<i64> = users.iter().map(|it| it.account_id).collect();
        let mut sights: HashMap<i64, Vec<Sight>> = HashMap::new();
        for sight in user_ips::of_many(&mut cx.tx, &local_ids)? {
            sights.entry(sight.account_id).or_default().push(sight);
        }
        Ok(Self {
            loaded: Accounts::new(cx, kept.values(), users, counted)?,
            kept,
            sights,
        })
    }

    /// None if it was not among the ids, or is not there.
    pub(crate) fn show(&self, id: i64) -> Result<Option<AdminAccount>> {
        let sights = self.sights.get(&id).map_or(&[][..], Vec::as_slice);
        let kept = self.kept.get(&id);
        kept.map(|it| show(it, &self.loaded, sights)).transpose()
    }
}

/// Accounts as moderators see them, in the order of the ids.
pub(crate) fn admin_accounts(cx: &mut Context, ids: &[i64]) -> Result<Vec<AdminAccount>> {
    let loaded = AdminAccounts::load(cx, ids)?;
    let mut shown = Vec::with_capacity(ids.len());
    for id in ids {
        shown.extend(loaded.show(*id)?);
    }
    Ok(shown)
}

/// One account as moderators see it.
pub(crate) fn admin_account(cx: &mut Context, id: i64) -> Result<AdminAccount> {
    admin_accounts(cx, &[id])?
        .pop()
        .ok_or(domain::Error::NotFound)
}

fn show(account: &accounts::Account, loaded: &Accounts, sights: &[Sight]) -> Result<AdminAccount> {
    let user = loaded.users.get(&account.id);
    let ips = sights.iter().map(|it| AdminIp {
        ip: Some(it.ip.to_string()),
        used_at: Timestamp(it.used_at),
    });
    let ips: Option<Vec<AdminIp>> = user.map(|_| ips.collect());
    let latest = ips
        .as_ref()
        .and_then(|it| it.first())
        .and_then(|it| it.ip.clone());
    Ok(AdminAccount {
        id: account.id.to_string(),
        username: account.username.clone(),
        domain: account.domain.clone(),
        created_at: Timestamp(account.created_at),
        email: user.map(|it| it.email.clone()),
        ip: latest,
        confirmed: user.map(|it| it.confirmed_at.is_some()),
        suspended: account.suspended_at.is_some(),
        silenced: account.silenced_at.is_some(),
        sensitized: account.sensitized_at.is_some(),
        disabled: user.map(|it| it.disabled),
        approved: user.map(|it| it.approved),
        locale: user.and_then(|it| it.locale.clone()),
        invite_request: user.and_then(|it| it.invite_request.clone()),
        ips,
        account: loaded.show(account)?,
        role: loaded.power(account.id)?.map(role),
        created_by_application_id: user
            .and_then(|it| it.application_id)
            .map(|it| it.to_string()),
        invited_by_account_id: user
            .and_then(|it| it.invited_by_account_id)
            .map(|it| it.to_string()),
    })
}
