//! Accounts of this server, and the server itself.

use domain::{Context, Result, Site, html};
use serde_json::{Value, json};
use store::{account_aliases, accounts::Account};

use super::{
    files::{Emojis, picture},
    time,
};
use crate::names;

/// An account, with all that it shows. A suspended one shows nothing.
pub fn actor(cx: &mut Context, account: &Account, public_key: &str) -> Result<Value> {
    if account.suspended_at.is_some() {
        return Ok(emptied_actor(&cx.site, account, public_key));
    }
    let mut actor = bare(&cx.site, account, public_key);
    let shown_name = match account.display_name.as_str() {
        "" => &account.username,
        name => name,
    };
    actor["name"] = json!(shown_name);
    actor["summary"] = json!(html::from_text(&account.note));
    actor["manuallyApprovesFollowers"] = json!(account.locked);
    actor["discoverable"] = json!(account.discoverable.unwrap_or_default());
    actor["indexable"] = json!(account.indexable);
    actor["attachment"] = json!(rows(account));
    let emojis = Emojis::load(cx, texts(account))?;
    actor["tag"] = json!(emojis.of(texts(account)));
    let pictures = [
        ("icon", &account.avatar, &account.avatar_description),
        ("image", &account.header, &account.header_description),
    ];
    let aliases = account_aliases::of(&mut cx.tx, account.id)?;
    if !aliases.is_empty() {
        actor["alsoKnownAs"] = json!(aliases);
    }
    if let Some(uri) = account_aliases::moved_to(&mut cx.tx, account.id)? {
        actor["movedTo"] = json!(uri);
    }
    for (word, file, description) in pictures {
        if let Some(file) = file {
            actor[word] = picture(&cx.site, file, description);
        }
    }
    Ok(actor)
}

/// A suspended account as others see it.
pub fn emptied_actor(site: &Site, account: &Account, public_key: &str) -> Value {
    let mut actor = bare(site, account, public_key);
    actor["suspended"] = json!(true);
    actor
}

/// What no suspension takes away.
fn bare(site: &Site, account: &Account, public_key: &str) -> Value {
    let uri = &account.uri;
    json!({
        "id": uri,
        "type": kind(account),
        "preferredUsername": account.username,
        "name": account.username,
        "summary": "",
        "url": account.url,
        "inbox": names::inbox(uri),
        "outbox": names::outbox(uri),
        "followers": names::followers(uri),
        "following": names::following(uri),
        "featured": names::featured(uri),
        "featuredTags": names::featured_tags(uri),
        "endpoints": { "sharedInbox": names::shared_inbox(site) },
        "publicKey": key(uri, public_key),
        "published": time(account.created_at),
        "manuallyApprovesFollowers": false,
        "discoverable": false,
        "indexable": false,
        "memorial": account.memorial,
        "attachment": [],
        "tag": [],
    })
}

/// The server itself, which fetches from others and reports to them.
pub fn instance_actor(site: &Site, public_key: &str) -> Value {
    let uri = names::instance_actor(site);
    json!({
        "id": uri,
        "type": "Application",
        "preferredUsername": *site.domain,
        "url": site.address("/about"),
        "inbox": names::inbox(&uri),
        "outbox": names::outbox(&uri),
        "endpoints": { "sharedInbox": names::shared_inbox(site) },
        "publicKey": key(&uri, public_key),
        "manuallyApprovesFollowers": true,
    })
}

fn key(actor: &str, public_key: &str) -> Value {
    json!({ "id": names::key(actor), "owner": actor, "publicKeyPem": public_key })
}

fn kind(account: &Account) -> &str {
    match account.kind.as_str() {
        "" => "Person",
        kind => kind,
    }
}

fn rows(account: &Account) -> Vec<Value> {
    let rows = account.fields.as_array().into_iter().flatten();
    let shown = |row: &Value| {
        json!({
            "type": "PropertyValue",
            "name": row["name"].as_str().unwrap_or_default(),
            "value": html::from_line(row["value"].as_str().unwrap_or_default()),
        })
    };
    rows.map(shown).collect()
}

/// Where emoji may be.
fn texts(account: &Account) -> impl Iterator<Item = &str> {
    let rows = account.fields.as_array().into_iter().flatten();
    let cells = rows.flat_map(|row| [row["name"].as_str(), row["value"].as_str()]);
    let own = [account.display_name.as_str(), account.note.as_str()];
    own.into_iter().chain(cells.flatten())
}
