//! Accounts.

use domain::{arrivals::Profile, html};
use serde_json::{Value, json};

use super::{PEOPLE, emojis::emojis};
use crate::json::{
    file, flag, host_of, is_any, is_same_host, is_web, list, name_under, names_under, page, text,
    time,
};

/// How many rows of a profile count.
const MOST_FIELDS: usize = 50;
const LONGEST_FIELD: usize = 2047;
const LONGEST_DESCRIPTION: usize = 10_000;

/// It is no account, or none that anybody could have to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub &'static str);

/// An account as its own server shows it, but for its handle: which domain stands behind the @ is for
/// WebFinger to say.
#[derive(Clone, Debug)]
pub struct Person<'a> {
    document: &'a Value,
    pub uri: &'a str,
    pub username: &'a str,
    /// The server that shows it.
    pub host: String,
    inbox: &'a str,
    key_id: &'a str,
    public_key: &'a str,
}

impl<'a> Person<'a> {
    /// Whatever it says must be about itself, and of its own server.
    pub fn read(document: &'a Value) -> Result<Self, Unreadable> {
        if !is_any(document, &PEOPLE) {
            return Err(Unreadable("it is no account"));
        }
        let uri = text(document, "id").ok_or(Unreadable("it has no id"))?;
        let host = host_of(uri).ok_or(Unreadable("its id is no address"))?;
        let username = text(document, "preferredUsername")
            .filter(|it| is_username(it))
            .ok_or(Unreadable("it has no name that could be written"))?;
        let inbox = text(document, "inbox")
            .filter(|it| is_web(it))
            .ok_or(Unreadable("it has no inbox"))?;
        let key = list(document, "publicKey").first();
        let key = key.ok_or(Unreadable("it has no key"))?;
        let key_id = text(key, "id").ok_or(Unreadable("its key has no id"))?;
        let public_key = text(key, "publicKeyPem").ok_or(Unreadable("its key is missing"))?;
        let owner = name_under(key, "owner").or_else(|| name_under(key, "controller"));
        if owner.is_some_and(|it| it != uri) || !is_same_host(key_id, uri) {
            return Err(Unreadable("its key is somebody else's"));
        }
        Ok(Self {
            document,
            uri,
            username,
            host,
            inbox,
            key_id,
            public_key,
        })
    }

    /// The name of the account that it goes on as.
    pub fn moved_to(&self) -> Option<&'a str> {
        name_under(self.document, "movedTo").filter(|it| is_web(it) && *it != self.uri)
    }

    /// What it says of itself, under a domain that was confirmed. Several actors of one server may share
    /// a name there only if one took it over from the other.
    pub fn profile(&self, domain: &str) -> Profile {
        let it = self.document;
        let endpoints = it.get("endpoints").unwrap_or(&Value::Null);
        let (avatar, header) = (picture(it, "icon"), picture(it, "image"));
        let link = |key: &str| {
            name_under(it, key)
                .filter(|it| is_web(it))
                .map(str::to_owned)
        };
        Profile {
            uri: self.uri.to_owned(),
            url: page(it).unwrap_or(self.uri).to_owned(),
            username: self.username.to_owned(),
            domain: domain.to_owned(),
            kind: kind(it).to_owned(),
            display_name: text(it, "name").map(html::to_text).unwrap_or_default(),
            note: text(it, "summary")
                .map(html::clean_post)
                .unwrap_or_default(),
            fields: fields(it),
            locked: flag(it, "manuallyApprovesFollowers"),
            discoverable: flag(it, "discoverable"),
            indexable: flag(it, "indexable"),
            suspended: flag(it, "suspended"),
            avatar_description: description(avatar),
            avatar_url: avatar.and_then(file).map(str::to_owned),
            header_description: description(header),
            header_url: header.and_then(file).map(str::to_owned),
            aliases: names_under(it, "alsoKnownAs").map(str::to_owned).collect(),
            moved_to: self.moved_to().map(str::to_owned),
            emojis: emojis(it, self.uri),
            inbox: self.inbox.to_owned(),
            shared_inbox: text(endpoints, "sharedInbox")
                .filter(|shared| is_web(shared) && is_same_host(shared, self.inbox))
                .map(str::to_owned),
            outbox: link("outbox"),
            followers: link("followers").filter(|list| is_same_host(list, self.uri)),
            following: link("following"),
            featured: link("featured"),
            key_id: self.key_id.to_owned(),
            public_key: self.public_key.to_owned(),
            created_at: time(it, "published"),
        }
    }
}

/// Letters, digits, and between them points and dashes.
fn is_username(name: &str) -> bool {
    let is_inner = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-');
    name.len() <= 2048 && name.chars().all(is_inner)
}

fn kind(document: &Value) -> &'static str {
    let is = |kind: &&&str| is_any(document, &[**kind]);
    PEOPLE.iter().find(is).copied().unwrap_or("Person")
}

fn picture<'a>(document: &'a Value, key: &str) -> Option<&'a Value> {
    list(document, key).iter().find(|it| file(it).is_some())
}

fn description(picture: Option<&Value>) -> String {
    let said = picture.and_then(|it| text(it, "summary").or_else(|| text(it, "name")));
    let said = said.map(html::to_text).unwrap_or_default();
    said.chars().take(LONGEST_DESCRIPTION).collect()
}

fn fields(document: &Value) -> Value {
    let rows = list(document, "attachment").iter();
    let rows = rows.filter(|it| is_any(it, &["PropertyValue"]));
    let shown = rows.take(MOST_FIELDS).map(|row| {
        let of = |key: &str| text(row, key).unwrap_or_default();
        let name: String = html::to_text(of("name"))
            .chars()
            .take(LONGEST_FIELD)
            .collect();
        let value: String = of("value").chars().take(LONGEST_FIELD).collect();
        json!({ "name": name, "value": html::clean_post(&value) })
    });
    shown.collect()
}
