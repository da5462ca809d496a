//! Somebody of another server who can sign, without a server.

use std::sync::LazyLock;

use domain::arrivals::{self, Profile};
use federation::signature::{PrivateKey, sign};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use store::accounts::Account;
use url::Url;

use crate::{people::Person, server::Server};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Making a key takes long; everybody here has the same.
pub(crate) static KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate().expect("a key can be made"));

pub(crate) const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

pub(crate) struct Peer {
    pub(crate) account: Account,
}

pub(crate) fn profile(name: &str, domain: &str) -> Profile {
    let uri = format!("https://{domain}/users/{name}");
    Profile {
        url: format!("https://{domain}/@{name}"),
        username: name.into(),
        domain: domain.into(),
        kind: "Person".into(),
        display_name: String::new(),
        note: String::new(),
        fields: json!([]),
        locked: false,
        discoverable: true,
        indexable: true,
        suspended: false,
        avatar_url: None,
        avatar_description: String::new(),
        header_url: None,
        header_description: String::new(),
        aliases: Vec::new(),
        moved_to: None,
        emojis: Vec::new(),
        inbox: format!("{uri}/inbox"),
        shared_inbox: Some(format!("https://{domain}/inbox")),
        outbox: Some(format!("{uri}/outbox")),
        followers: Some(format!("{uri}/followers")),
        following: Some(format!("{uri}/following")),
        featured: Some(format!("{uri}/collections/featured")),
        key_id: format!("{uri}#main-key"),
        public_key: KEY.public_pem().expect("a key"),
        created_at: None,
        uri,
    }
}

impl Server {
    /// Somebody whom this server knows.
    pub(crate) fn peer(&self, name: &str, domain: &str) -> Result<Peer> {
        let profile = profile(name, domain);
        let account = self.change(|cx| arrivals::meet(cx, &profile))?;
        Ok(Peer { account })
    }

    /// Sends something to the inbox that all share, signed with the key of that name.
    pub(crate) async fn send_signed(&self, key_id: &str, body: &[u8]) -> Result<StatusCode> {
        let url = Url::parse(&format!("{}/inbox", self.app.site.url))?;
        let now = self.now();
        let headers = sign(&KEY, key_id, &Method::POST, &url, Some(body), now)?;
        let host = url.authority().to_owned();
        let sent = self
            .http
            .request(Method::POST, format!("{}/inbox", self.url));
        let sent = sent
            .header("host", host)
            .headers(headers)
            .body(body.to_vec());
        Ok(sent.send().await?.status())
    }
}

impl Peer {
    pub(crate) fn uri(&self) -> &str {
        &self.account.uri
    }

    pub(crate) fn id(&self) -> String {
        self.account.id.to_string()
    }

    pub(crate) fn thing(&self, path: &str) -> String {
        format!("{}/{path}", self.uri())
    }

    pub(crate) fn key_id(&self) -> String {
        format!("{}#main-key", self.uri())
    }

    /// Sends an activity of hers, and lets the server do what is left to do.
    pub(crate) async fn send(&self, server: &Server, activity: &Value) -> Result<StatusCode> {
        let body = serde_json::to_vec(activity)?;
        let status = server.send_signed(&self.key_id(), &body).await?;
        server.work_off()?;
        Ok(status)
    }

    pub(crate) fn activity(&self, kind: &str, id: &str, object: Value) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.thing(id),
            "type": kind,
            "actor": self.uri(),
            "object": object,
        })
    }

    pub(crate) fn note(&self, number: u32, text: &str) -> Value {
        json!({
            "id": self.thing(&format!("statuses/{number}")),
            "type": "Note",
            "attributedTo": self.uri(),
            "content": format!("<p>{text}</p>"),
            "published": "2026-11-22T12:00:00Z",
            "to": [PUBLIC],
            "cc": [self.thing("followers")],
        })
    }

    pub(crate) fn create(&self, note: &Value) -> Value {
        let id = note["id"].as_str().unwrap_or_default();
        let number = id.rsplit('/').next().unwrap_or_default();
        let mut activity = self.activity(
            "Create",
            &format!("statuses/{number}/activity"),
            note.clone(),
        );
        activity["to"] = note["to"].clone();
        activity["cc"] = note["cc"].clone();
        activity
    }

    /// Lets a member follow her, as if she had accepted.
    pub(crate) fn is_followed_by(&self, server: &Server, member: &Person) -> Result<()> {
        server.change(|cx| {
            let now = cx.now;
            let terms = store::follows::Terms::default();
            store::follows::add(&mut cx.tx, member.id, self.account.id, &terms, now)?;
            Ok(())
        })
    }

    /// Her posts that are known, oldest first.
    pub(crate) fn posts(&self, server: &Server) -> Result<Vec<store::statuses::Status>> {
        let mut found = server.change(|cx| {
            Ok(store::statuses::some_live_of(
                &mut cx.tx,
                self.account.id,
                100,
            )?)
        })?;
        found.sort_unstable_by_key(|it| it.id);
        Ok(found)
    }
}

impl Server {
    pub(crate) fn account(&self, id: i64) -> Result<Account> {
        let found = self.change(|cx| Ok(store::accounts::find(&mut cx.tx, id)?))?;
        found.ok_or("no such account".into())
    }
}
