use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{Account, AccountRole, FeatureApproval, Field, Role},
};
use chrono::{DateTime, NaiveTime, Utc};
use domain::{
    Context, Result, Site, html,
    roles::{Power, Roles},
    visibility,
};
use serde_json::Value;
use store::{
    accounts::{self, Stats},
    users::{self, Outline},
};

use super::Emojis;

/// What it takes to show some accounts.
pub(crate) struct Accounts {
    site: Site,
    pub(crate) roles: Roles,
    pub(super) users: HashMap<i64, Outline>,
    stats: HashMap<i64, Stats>,
    emojis: Emojis,
    /// Those that some of them go on as, by their ids.
    moved: HashMap<i64, Account>,
}

impl Accounts {
    pub(crate) fn load(cx: &mut Context, accounts: &[accounts::Account]) -> Result<Self> {
        let ids: Vec<i64> = accounts.iter().map(|it| it.id).collect();
        let users = users::outlines(&mut cx.tx, &ids)?;
        let stats = accounts::stats_of(&mut cx.tx, &ids)?;
        Self::new(cx, accounts, users, stats)
    }

    pub(crate) fn new<'a>(
        cx: &mut Context,
        accounts: impl IntoIterator<Item = &'a accounts::Account> + Clone,
        users: Vec<Outline>,
        stats: Vec<Stats>,
    ) -> Result<Self> {
        let moved = moved(cx, accounts.clone())?;
        Ok(Self {
            moved,
            ..Self::unmoved(cx, accounts, users, stats)?
        })
    }

    /// The same, without those that they go on as.
    fn unmoved<'a>(
        cx: &mut Context,
        accounts: impl IntoIterator<Item = &'a accounts::Account>,
        users: Vec<Outline>,
        stats: Vec<Stats>,
    ) -> Result<Self> {
        let texts = accounts.into_iter().flat_map(|account| {
            let domain = account.domain.as_deref();
            texts(account).map(move |text| (text, domain))
        });
        Ok(Self {
            emojis: Emojis::load(cx, texts)?,
            site: cx.site.clone(),
            roles: Roles::load(&mut cx.tx)?,
            users: users.into_iter().map(|it| (it.account_id, it)).collect(),
            stats: stats.into_iter().map(|it| (it.account_id, it)).collect(),
            moved: HashMap::new(),
        })
    }

    pub(crate) fn power(&self, account_id: i64) -> Result<Option<Power>> {
        let user = self.users.get(&account_id);
        user.map(|it| self.roles.power(it.role_id)).transpose()
    }

    pub(crate) fn show(&self, account: &accounts::Account) -> Result<Account> {
        let stats = self.stats.get(&account.id).cloned().unwrap_or_default();
        let is_hidden = account.suspended_at.is_some() || account.purged_at.is_some();
        let shown = |text: &str| {
            if is_hidden {
                String::new()
            } else {
                text.to_owned()
            }
        };
        let picture = |kept: &Option<String>, missing| match kept {
            Some(it) if !is_hidden => picture(&self.site, it),
            _ => self.site.address(missing),
        };
        let avatar = picture(&account.avatar, "/assets/avatar.png");
        let header = picture(&account.header, "/assets/header.png");
        Ok(Account {
            id: account.id.to_string(),
            username: account.username.clone(),
            acct: acct(account),
            display_name: shown(&account.display_name),
            locked: account.locked && !is_hidden,
            bot: ["Application", "Service"].contains(&account.kind.as_str()) && !is_hidden,
            discoverable: if is_hidden {
                Some(false)
            } else {
                account.discoverable
            },
            indexable: account.indexable && !is_hidden,
            group: account.kind == "Group",
            created_at: Timestamp(midnight(account.created_at)),
            note: if is_hidden {
                String::new()
            } else {
                note(account)
            },
            url: account.url.clone(),
            uri: account.uri.clone(),
            avatar: avatar.clone(),
            avatar_static: avatar,
            avatar_description: shown(&account.avatar_description),
            header: header.clone(),
            header_static: header,
            header_description: shown(&account.header_description),
            followers_count: stats.followers_count,
            following_count: stats.following_count,
            statuses_count: stats.statuses_count,
            last_status_at: stats.last_status_at.map(|it| it.date_naive().to_string()),
            hide_collections: account.hide_collections,
            show_media: true,
            show_media_replies: true,
            show_featured: true,
            emojis: if is_hidden {
                Vec::new()
            } else {
                self.emojis.of(texts(account), account.domain.as_deref())
            },
            fields: if is_hidden {
                Vec::new()
            } else {
                fields(account)
            },
            feature_approval: feature_approval(),
            suspended: is_hidden.then_some(true),
            limited: account.silenced_at.map(|_| true),
            moved: self.moved(account).filter(|_| !is_hidden),
            memorial: account.memorial.then_some(true),
            noindex: self.users.get(&account.id).map(|_| !account.indexable),
            roles: self.badges(account, is_hidden)?,
        })
    }

    fn moved(&self, account: &accounts::Account) -> Option<Box<Account>> {
        let target = self.moved.get(&account.moved_to_account_id?)?;
        Some(Box::new(target.clone()))
    }

    fn badges(
        &self,
        account: &accounts::Account,
        is_hidden: bool,
    ) -> Result<Option<Vec<AccountRole>>> {
        if !account.is_local() {
            return Ok(None);
        }
        let power = self.power(account.id)?;
        let shown = power.filter(|it| it.role.highlighted && !is_hidden);
        let badge = |power: Power| AccountRole {
            id: power.role.id.to_string(),
            name: power.role.name,
            color: power.role.color,
        };
        Ok(Some(shown.into_iter().map(badge).collect()))
    }
}

/// Those that some accounts go on as, as everybody sees them, but for where they lead.
fn moved<'a>(
    cx: &mut Context,
    accounts: impl IntoIterator<Item = &'a accounts::Account>,
) -> Result<HashMap<i64, Account>> {
    let ids = accounts.into_iter().filter_map(|it| it.moved_to_account_id);
    let ids: Vec<i64> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let kept = visibility::accounts(cx, &ids)?;
    let users = users::outlines(&mut cx.tx, &ids)?;
    let stats = accounts::stats_of(&mut cx.tx, &ids)?;
    let loaded = Accounts::unmoved(cx, &kept, users, stats)?;
    let shown = kept.iter().map(|it| Ok((it.id, loaded.show(it)?)));
    shown.collect()
}

/// One account as everybody sees it.
pub(crate) fn account(cx: &mut Context, account: &accounts::Account) -> Result<Account> {
    Accounts::load(cx, std::slice::from_ref(account))?.show(account)
}

/// Several accounts as everybody sees them.
pub(crate) fn accounts(cx: &mut Context, accounts: &[accounts::Account]) -> Result<Vec<Account>> {
    let loaded = Accounts::load(cx, accounts)?;
    accounts.iter().map(|it| loaded.show(it)).collect()
}

/// Those of the accounts that the caller may see, in the order of the ids.
pub(crate) fn people(cx: &mut Context, ids: &[i64]) -> Result<Vec<Account>> {
    let kept = visibility::accounts(cx, ids)?;
    accounts(cx, &kept)
}

/// What a role amounts to.
pub(crate) fn role(power: Power) -> Role {
    Role {
        id: power.role.id.to_string(),
        name: power.role.name,
        permissions: power.permissions.to_string(),
        color: power.role.color,
        highlighted: power.role.highlighted,
        collection_limit: power.role.collection_limit,
    }
}

/// Pictures of this server are files among the media; others are addresses already.
pub(crate) fn picture(site: &Site, kept: &str) -> String {
    match kept.starts_with("https://") || kept.starts_with("http://") {
        true => kept.to_owned(),
        false => site.file(kept),
    }
}

/// The domain is shown in Unicode, and kept in ASCII.
pub(crate) fn acct(account: &accounts::Account) -> String {
    match &account.domain {
        Some(domain) => format!(
            "{}@{}",
            account.username,
            domain::emails::domain_to_unicode(domain)
        ),
        None => account.username.clone(),
    }
}

fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    at.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// Where emoji may be: in the name, the note and the rows.
fn texts(account: &accounts::Account) -> impl Iterator<Item = &str> {
    let rows = account.fields.as_array().into_iter().flatten();
    let cells = rows.flat_map(|row| [row["name"].as_str(), row["value"].as_str()]);
    let own = [account.display_name.as_str(), account.note.as_str()];
    own.into_iter().chain(cells.flatten())
}

fn note(account: &accounts::Account) -> String {
    match account.is_local() {
        true => html::from_text(&account.note),
        false => account.note.clone(),
    }
}

fn fields(account: &accounts::Account) -> Vec<Field> {
    let is_local = account.is_local();
    let rows = raw_fields(&account.fields);
    let show = |(name, value): (String, String)| Field {
        name,
        value: if is_local {
            html::from_line(&value)
        } else {
            value
        },
        verified_at: None,
    };
    rows.into_iter().map(show).collect()
}

/// The rows of a profile as they were written.
pub(crate) fn raw_fields(fields: &Value) -> Vec<(String, String)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = fields.as_array().into_iter().flatten();
    rows.map(|row| (text(row, "name"), text(row, "value")))
        .collect()
}

/// There are no collections here, so nobody can be put into one.
fn feature_approval() -> FeatureApproval {
    FeatureApproval {
        current_user: "denied".into(),
        ..FeatureApproval::default()
    }
}
