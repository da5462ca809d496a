//! The floor: the same statements and the same bytes, and nothing else.
//!
//! Each path has a fixed answer to give. Nobody is asked for a token, no parameter is read, no address
//! is made into a link, and rows are moved into the answer where the server has to keep them.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use api::{
    Timestamp,
    admin::accounts::{AdminAccount, AdminIp},
    entities::{Account, AccountRole, FeatureApproval, Field, Role},
};
use axum::{Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::get};
use chrono::NaiveTime;
use domain::roles::{Power, Roles};
use store::{
    Store, account_list,
    accounts::{self, Stats, Whole},
    user_ips::{self, Sight},
    users::User,
};
use tokio::task::spawn_blocking;

use crate::{
    SITE,
    cases::{CASES, Case, SIZES},
};

pub(crate) fn router(store: &Store) -> Router {
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
    router
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
    user: Option<User>,
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

fn public_account(mut account: accounts::Account, power: Option<&Power>, stats: Stats) -> Account {
    let is_hidden = account.suspended_at.is_some();
    if is_hidden {
        account.display_name.clear();
        account.note.clear();
        account.fields = serde_json::Value::Null;
        account.avatar = None;
        account.header = None;
    }
    let picture = |picture: Option<String>, missing: &str| match picture {
        Some(address) if address.starts_with("https://") => address,
        Some(file) => format!("{SITE}/media/{file}"),
        None => format!("{SITE}{missing}"),
    };
    let avatar = picture(account.avatar, "/assets/avatar.png");
    let header = picture(account.header, "/assets/header.png");
    let badges = |power: &Power| -> Vec<AccountRole> {
        let shown = Some(&power.role).filter(|it| it.highlighted && !is_hidden);
        let badge = |it: &store::roles::Role| AccountRole {
            id: it.id.to_string(),
            name: it.name.clone(),
            color: it.color.clone(),
        };
        shown.map(badge).into_iter().collect()
    };
    Account {
        id: account.id.to_string(),
        acct: match &account.domain {
            Some(domain) => format!("{}@{domain}", account.username),
            None => account.username.clone(),
        },
        username: account.username,
        display_name: account.display_name,
        locked: account.locked && !is_hidden,
        bot: account.kind == "Service" && !is_hidden,
        discoverable: if is_hidden {
            Some(false)
        } else {
            account.discoverable
        },
        indexable: account.indexable && !is_hidden,
        group: false,
        created_at: Timestamp(
            account
                .created_at
                .date_naive()
                .and_time(NaiveTime::MIN)
                .and_utc(),
        ),
        note: match account.domain.is_none() && !account.note.is_empty() {
            true => format!("<p>{}</p>", account.note),
            false => account.note,
        },
        url: account.url,
        uri: account.uri,
        avatar_static: avatar.clone(),
        avatar,
        avatar_description: account.avatar_description,
        header_static: header.clone(),
        header,
        header_description: account.header_description,
        followers_count: stats.followers_count,
        following_count: stats.following_count,
        statuses_count: stats.statuses_count,
        last_status_at: stats.last_status_at.map(|it| it.format("%F").to_string()),
        hide_collections: account.hide_collections,
        show_media: true,
        show_media_replies: true,
        show_featured: true,
        emojis: Vec::new(),
        fields: fields(&account.fields),
        feature_approval: FeatureApproval {
            current_user: "denied".into(),
            ..FeatureApproval::default()
        },
        suspended: is_hidden.then_some(true),
        limited: account.silenced_at.map(|_| true),
        memorial: None,
        noindex: power.map(|_| !account.indexable),
        roles: power.map(badges),
    }
}

fn fields(rows: &serde_json::Value) -> Vec<Field> {
    let text =
        |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = rows.as_array().into_iter().flatten();
    rows.map(|row| Field {
        name: text(row, "name"),
        value: text(row, "value"),
        verified_at: None,
    })
    .collect()
}
