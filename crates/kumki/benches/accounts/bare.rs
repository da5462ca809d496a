//! The floor: the same statements and the same bytes, and nothing else.
//!
//! Each path has a fixed answer to give. Nobody is asked for a token, no parameter is read, no address
//! is made into a link, and rows are moved into the answer where the server has to keep them.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use api::{
    Timestamp,
    admin::accounts::{AdminAccount, AdminIp},
    entities::Role,
};
use axum::{Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::get};
use domain::roles::Roles;
use store::{
    Store, account_list,
    accounts::{self, Stats, Whole},
    user_ips::{self, Sight},
    users::Outline,
};
use tokio::task::spawn_blocking;

use crate::{
    cases::{CASES, Case, SIZES},
    common::people::public_account,
};

pub(crate) fn router(store: &Store) -> Result<Router> {
    let mut router = Router::new();
    for case in CASES {
        for size in SIZES {
            let store = store.clone();
            let handler = async move || {
                let answer = spawn_blocking(move || answer(&store, case, size)).await;
                let body = answer.expect("no panic").expect("an answer");
                ([(CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
            };
            router = router.route(&case.bare_path(size), get(handler));
        }
    }
    Ok(router)
}

fn answer(store: &Store, case: &Case, size: i64) -> Result<Vec<u8>> {
    let mut tx = store.read()?;
    let ids = account_list::page(&mut tx, &(case.filter)(), Case::window(size))?;
    let whole = accounts::find_whole(&mut tx, &ids)?;
    let roles = Roles::load(&mut tx)?;
    let users = whole.iter().filter_map(|(_, _, user)| user.as_ref());
    let local_ids: Vec<i64> = users.map(|it| it.account_id).collect();
    let mut sights: HashMap<i64, Vec<Sight>> = HashMap::new();
    for sight in user_ips::of_many(&mut tx, &local_ids)? {
        sights.entry(sight.account_id).or_default().push(sight);
    }
    drop(tx);

    let mut whole: HashMap<i64, Whole> = whole.into_iter().map(|it| (it.0.id, it)).collect();
    let mut page = Vec::with_capacity(ids.len());
    for id in &ids {
        let (account, stats, user) = whole.remove(id).context("the account is there")?;
        let (stats, sights) = (
            stats.unwrap_or_default(),
            sights.remove(id).unwrap_or_default(),
        );
        page.push(admin_account(account, user, stats, sights, &roles)?);
    }
    Ok(serde_json::to_vec(&page)?)
}

fn admin_account(
    account: accounts::Account,
    user: Option<Outline>,
    stats: Stats,
    sights: Vec<Sight>,
    roles: &Roles,
) -> Result<AdminAccount> {
    let power = user
        .as_ref()
        .map(|it| roles.power(it.role_id))
        .transpose()?;
    let ips = sights.into_iter().map(|it| AdminIp {
        ip: Some(it.ip.to_string()),
        used_at: Timestamp(it.used_at),
    });
    let ips: Option<Vec<AdminIp>> = user.as_ref().map(|_| ips.collect());
    let mut shown = AdminAccount {
        id: account.id.to_string(),
        username: account.username.clone(),
        domain: account.domain.clone(),
        created_at: Timestamp(account.created_at),
        email: None,
        ip: ips.as_ref().and_then(|it| it.first()?.ip.clone()),
        confirmed: user.as_ref().map(|it| it.confirmed_at.is_some()),
        suspended: account.suspended_at.is_some(),
        silenced: account.silenced_at.is_some(),
        sensitized: account.sensitized_at.is_some(),
        disabled: user.as_ref().map(|it| it.disabled),
        approved: user.as_ref().map(|it| it.approved),
        locale: None,
        invite_request: None,
        ips,
        account: public_account(account, power.as_ref(), stats),
        role: power.map(|it| Role {
            id: it.role.id.to_string(),
            name: it.role.name,
            permissions: it.permissions.to_string(),
            color: it.role.color,
            highlighted: it.role.highlighted,
            collection_limit: it.role.collection_limit,
        }),
        created_by_application_id: None,
        invited_by_account_id: None,
    };
    if let Some(user) = user {
        shown.email = Some(user.email);
        shown.locale = user.locale;
        shown.invite_request = user.invite_request;
    }
    Ok(shown)
}
