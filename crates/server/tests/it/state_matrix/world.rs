//! A small community around one account, whose state changes.

use std::error::Error;

use api::admin::held_statuses::{HoldStatus, ReleaseHeldStatus};
use domain::jobs::Job;
use reqwest::Method;
use serde_json::{Value, json};
use store::{
    statuses::{self, NewStatus, Visibility},
    trends::{self, Kind, Trend},
};

use super::states::State;
use crate::{files::png, people::Person, server::Server, sign_up};

pub(super) type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub(super) struct World {
    pub(super) server: Server,
    pub(super) owner: Person,
    pub(super) subject: Subject,
    /// Follows the subject, and has her on a list.
    pub(super) fan: Person,
    pub(super) list: String,
    /// Has nothing to do with the subject, but was named by her.
    pub(super) bob: Person,
    /// Is followed by the subject, who answers, likes and boosts what he wrote.
    pub(super) carl: Person,
    pub(super) root: String,
    pub(super) posts: Posts,
}

/// The account that the states are about.
pub(super) struct Subject {
    pub(super) id: i64,
    /// `name`, or `name@domain`
    pub(super) acct: String,
    /// None for accounts of other servers.
    pub(super) person: Option<Person>,
}

impl Subject {
    pub(super) fn token(&self) -> &str {
        self.person.as_ref().map_or("", |it| it.token.as_str())
    }
}

/// What the subject has posted.
#[derive(Default)]
pub(super) struct Posts {
    pub(super) public: String,
    pub(super) private: String,
    pub(super) answer: String,
    /// Address of the picture in the public one.
    pub(super) medium: String,
}

impl Posts {
    fn ids(&self) -> [String; 3] {
        [&self.public, &self.private, &self.answer].map(Clone::clone)
    }
}

pub(super) const LINK: &str = "https://kumki.example/page";

/// A status, and the JSON of the body; null where it is none.
pub(super) type Said = (u16, Value);

impl World {
    pub(super) async fn make(is_local: bool) -> Result<Self> {
        let server = Server::start().await?;
        let subject = match is_local {
            true => member(server.member("ann")?),
            false => stranger(&server)?,
        };
        let mut world = Self::around(server, subject).await?;
        match is_local {
            true => world.take_part_here().await?,
            false => world.take_part_elsewhere().await?,
        }
        world.server.work_off()?;
        Ok(world)
    }

    /// Somebody who has yet to be let in, and so has done nothing.
    pub(super) async fn with_newcomer(state: State) -> Result<Self> {
        let server = Server::start().await?;
        let subject = match state {
            State::Unconfirmed => server.unconfirmed("ann")?,
            _ => server.pending("ann")?,
        };
        Self::around(server, member(subject)).await
    }

    async fn around(server: Server, subject: Subject) -> Result<Self> {
        let mut world = Self {
            owner: server.staff("owner", "Owner")?,
            fan: server.member("fan")?,
            bob: server.member("bob")?,
            carl: server.member("carl")?,
            list: String::new(),
            root: String::new(),
            posts: Posts::default(),
            server,
            subject,
        };
        let root = json!({ "status": "What do you think?" });
        let (_, root) = world
            .call(Method::POST, "/api/v1/statuses", &world.carl.token, root)
            .await?;
        world.root = text(&root["id"]);
        world.let_the_link_trend()?;
        // An account that could be found, if its state allowed it.
        let id = world.subject.id;
        world.server.change(|cx| {
            let findable = store::accounts::ProfileChange {
                discoverable: Some(true),
                indexable: Some(true),
                ..Default::default()
            };
            let now = cx.now;
            Ok(store::accounts::change_profile(
                &mut cx.tx, id, &findable, now,
            )?)
        })?;
        Ok(world)
    }

    /// Only what trends has a timeline of its own.
    fn let_the_link_trend(&self) -> Result<()> {
        self.server.change(|cx| {
            let now = cx.now;
            let page = store::cards::find_or_add(&mut cx.tx, LINK, now)?;
            let trend = Trend {
                thing_id: page,
                account_id: None,
                language: "en".into(),
                score: Some(9.0),
                rank: Some(1),
                allowed: true,
                is_best: true,
                peak: 9.0,
                peak_at: now,
            };
            Ok(trends::replace(&mut cx.tx, Kind::Link, &[page], &[trend])?)
        })
    }

    /// The subject is followed, listed and named; a member also does all of it herself.
    async fn take_part_here(&mut self) -> Result<()> {
        let token = self.subject.token().to_owned();
        let (id, carl) = (self.subject.id, self.carl.id);
        self.must(
            &self.fan.token,
            &format!("/api/v1/accounts/{id}/follow"),
            json!({}),
        )
        .await?;
        self.list = self.make_list().await?;
        self.must(
            &token,
            &format!("/api/v1/accounts/{carl}/follow"),
            json!({}),
        )
        .await?;
        let person = self.subject.person.as_ref().ok_or("a member")?;
        let medium = self.server.upload(person, "a.png", &png(64, 64)).await?;
        self.posts.medium = medium.url.ok_or("a picture is ready at once")?;
        let public = json!({
            "status": format!("Look at this #art {LINK} @bob"),
            "media_ids": [medium.id],
        });
        self.posts.public = self.post(&token, public).await?;
        let private = json!({ "status": "For friends", "visibility": "private" });
        self.posts.private = self.post(&token, private).await?;
        let answer = json!({ "status": "I think so", "in_reply_to_id": self.root });
        self.posts.answer = self.post(&token, answer).await?;
        for deed in ["favourite", "reblog"] {
            let path = format!("/api/v1/statuses/{}/{deed}", self.root);
            self.must(&token, &path, json!({})).await?;
        }
        Ok(())
    }

    /// The same of an account elsewhere, as if its server had told.
    async fn take_part_elsewhere(&mut self) -> Result<()> {
        let (subject, fan, carl) = (self.subject.id, self.fan.id, self.carl.id);
        for (follower, followed) in [(fan, subject), (subject, carl)] {
            self.server.change(|cx| {
                let now = cx.now;
                Ok(store::testing::follow(&mut cx.tx, follower, followed, now)?)
            })?;
        }
        self.list = self.make_list().await?;
        let root: i64 = self.root.parse()?;
        self.posts.public = self.receive("<p>Look</p>", Visibility::Public, None)?;
        self.posts.private = self.receive("<p>For friends</p>", Visibility::Private, None)?;
        let answer = Some((root, carl));
        self.posts.answer = self.receive("<p>I think so</p>", Visibility::Public, answer)?;
        self.server.change(|cx| {
            let now = cx.now;
            store::favourites::add(&mut cx.tx, subject, root, now)?;
            Ok(())
        })?;
        Ok(())
    }

    /// A post from elsewhere that names bob, has a tag, and links to a page.
    pub(super) fn receive(
        &self,
        content: &str,
        visibility: Visibility,
        answers: Option<(i64, i64)>,
    ) -> Result<String> {
        let (subject, bob) = (self.subject.id, self.bob.id);
        let id = self.server.change(|cx| {
            let id = cx.new_id();
            let uri = format!("https://far.example/posts/{id}");
            let status = statuses::add(
                &mut cx.tx,
                &NewStatus {
                    id,
                    uri: Some(&uri),
                    url: Some(&uri),
                    account_id: subject,
                    content,
                    text: "",
                    spoiler_text: "",
                    visibility,
                    sensitive: false,
                    language: None,
                    in_reply_to_id: answers.map(|(id, _)| id),
                    in_reply_to_account_id: answers.map(|(_, id)| id),
                    conversation_id: answers.map_or(id, |(id, _)| id),
                    reblog_of_id: None,
                    quote_of_id: None,
                    quote_policy: "public",
                    application_id: None,
                    is_local: false,
                    has_media: true,
                    created_at: cx.now,
                },
            )?;
            domain::search::index(cx, &status, &domain::html::to_text(content))?;
            let now = cx.now;
            let tags = domain::tags::find_or_add(cx, &["art".to_owned()])?;
            store::status_tags::add(&mut cx.tx, id, &[tags[0].id], now)?;
            store::cards::add(&mut cx.tx, id, LINK, now)?;
            if visibility == Visibility::Public && answers.is_none() {
                store::mentions::add(&mut cx.tx, id, &[bob], false)?;
                domain::notifications::tell_of_mention(cx, &status, bob)?;
            }
            cx.events.push(domain::Event::Posted { status_id: id });
            Job::DeliverHome { status_id: id }.leave(cx)?;
            Ok(id)
        })?;
        Ok(id.to_string())
    }

    async fn make_list(&self) -> Result<String> {
        let token = &self.fan.token;
        let list = self
            .must(token, "/api/v1/lists", json!({ "title": "Friends" }))
            .await?;
        let id = text(&list["id"]);
        let members = json!({ "account_ids": [self.subject.id.to_string()] });
        self.must(token, &format!("/api/v1/lists/{id}/accounts"), members)
            .await?;
        Ok(id)
    }

    /// The subject posts once more, for everybody; the id, or nothing where she may not.
    pub(super) async fn post_again(&self, words: &str) -> Result<String> {
        let post = match &self.subject.person {
            Some(person) => {
                let body = json!({ "status": words, "visibility": "public" });
                let (_, said) = self
                    .call(Method::POST, "/api/v1/statuses", &person.token, body)
                    .await?;
                text(&said["id"])
            }
            None => self.receive(&format!("<p>{words}</p>"), Visibility::Public, None)?,
        };
        self.server.work_off()?;
        Ok(post)
    }

    /// An open stream of events, and the status that it began with.
    pub(super) async fn open_stream(
        &self,
        name: &str,
        token: &str,
    ) -> Result<(u16, reqwest::Response)> {
        let address = format!("{}/api/v1/streaming/{name}", self.server.url);
        let answer = self
            .server
            .http
            .get(address)
            .bearer_auth(token)
            .send()
            .await?;
        Ok((answer.status().as_u16(), answer))
    }

    /// Lets everything wait that the subject has posted.
    pub(super) async fn hold_posts(&self) -> Result<()> {
        for status_id in self.posts.ids() {
            self.owner.client.send(&HoldStatus { status_id }).await?;
        }
        Ok(())
    }

    pub(super) async fn release_posts(&self) -> Result<()> {
        for id in self.posts.ids() {
            self.owner.client.send(&ReleaseHeldStatus { id }).await?;
        }
        self.server.work_off()?;
        Ok(())
    }

    pub(super) async fn confirm(&self) -> Result<()> {
        self.server.work_off()?;
        sign_up::confirm(&self.server).await
    }

    pub(super) async fn post(&self, token: &str, post: Value) -> Result<String> {
        let status = self.must(token, "/api/v1/statuses", post).await?;
        Ok(text(&status["id"]))
    }

    /// Something that works in every state of the subject.
    async fn must(&self, token: &str, path: &str, body: Value) -> Result<Value> {
        let (status, said) = self.call(Method::POST, path, token, body).await?;
        match status {
            200 => Ok(said),
            _ => Err(format!("{path}: {status} {said}").into()),
        }
    }

    pub(super) async fn get(&self, path: &str, token: Option<&str>) -> Result<Said> {
        self.call(Method::GET, path, token.unwrap_or_default(), Value::Null)
            .await
    }

    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Value,
    ) -> Result<Said> {
        let address = match path.starts_with("http") {
            true => path.to_owned(),
            false => format!("{}{path}", self.server.url),
        };
        let mut request = self.server.http.request(method, address);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }
}

fn member(person: Person) -> Subject {
    Subject {
        id: person.id,
        acct: "ann".into(),
        person: Some(person),
    }
}

fn stranger(server: &Server) -> Result<Subject> {
    let account = server.remote("ann", "far.example")?;
    Ok(Subject {
        id: account.id,
        acct: "ann@far.example".into(),
        person: None,
    })
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
