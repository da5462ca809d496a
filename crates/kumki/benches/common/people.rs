//! Accounts as everybody sees them, with nothing looked at that the made-up ones do not have.

use api::{
    Timestamp,
    entities::{Account, AccountRole, FeatureApproval, Field},
};
use chrono::NaiveTime;
use domain::roles::Power;
use store::accounts::{self, Stats};

use super::SITE;

pub(crate) fn public_account(
    mut account: accounts::Account,
    power: Option<&Power>,
    stats: Stats,
) -> Account {
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
        moved: None,
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
