//! Activities that nobody would send, made up by chance out of the words of those that somebody does.

use domain::{Caller, Chance};
use federation::{Arrival, Person, Stop, World, parse, receive};
use serde_json::{Map, Value, json};

use super::peer::{KEY, PUBLIC, Peer};
use crate::{
    server::{Server, Test},
    statuses::says,
};

const ROUNDS: u32 = 4000;
const DEEPEST: u32 = 5;

const KEYS: [&str; 46] = [
    "@context",
    "id",
    "type",
    "actor",
    "object",
    "target",
    "to",
    "cc",
    "attributedTo",
    "content",
    "contentMap",
    "name",
    "summary",
    "inReplyTo",
    "tag",
    "attachment",
    "url",
    "href",
    "mediaType",
    "published",
    "updated",
    "oneOf",
    "anyOf",
    "endTime",
    "closed",
    "votersCount",
    "replies",
    "totalItems",
    "sensitive",
    "quote",
    "quoteUrl",
    "interactionPolicy",
    "canQuote",
    "automaticApproval",
    "preferredUsername",
    "inbox",
    "publicKey",
    "publicKeyPem",
    "owner",
    "endpoints",
    "icon",
    "blurhash",
    "width",
    "focalPoint",
    "alsoKnownAs",
    "suspended",
];

const KINDS: [&str; 30] = [
    "Create",
    "Update",
    "Delete",
    "Undo",
    "Follow",
    "Accept",
    "Reject",
    "Like",
    "EmojiReact",
    "Announce",
    "Block",
    "Add",
    "Remove",
    "Flag",
    "Move",
    "Note",
    "Question",
    "Article",
    "Page",
    "Video",
    "Image",
    "Document",
    "Mention",
    "Hashtag",
    "Emoji",
    "Tombstone",
    "Person",
    "Group",
    "PropertyValue",
    "Juggle",
];

const TEXTS: [&str; 14] = [
    "",
    " ",
    "x",
    "<p>Hello</p>",
    "<script>",
    "<a href=\"javascript:x\">",
    "#tag",
    "@ann",
    "2026-11-22T12:00:00Z",
    "9999-99-99",
    "-1",
    "\u{0}",
    "\u{202e}\u{1f600}",
    "%00%ff",
];

struct Maker {
    chance: Chance,
    names: Vec<String>,
}

impl Maker {
    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let number = self.chance.below(u32::try_from(of.len()).expect("few"));
        of[usize::try_from(number).expect("small")]
    }

    fn name(&mut self) -> Value {
        let number = self
            .chance
            .below(u32::try_from(self.names.len()).expect("few"));
        json!(self.names[usize::try_from(number).expect("small")])
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.chance.below(if depth < DEEPEST { 12 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.chance.below(2) == 1),
            2 => json!(i64::from(self.chance.below(1000)) - 500),
            3 => json!(f64::MAX),
            4 | 5 => json!(self.pick(&TEXTS)),
            6 | 7 => self.name(),
            8 | 9 => {
                let length = self.chance.below(4);
                (0..length).map(|_| self.value(depth + 1)).collect()
            }
            _ => self.thing(depth + 1),
        }
    }

    fn thing(&mut self, depth: u32) -> Value {
        let mut thing = Map::new();
        for _ in 0..self.chance.below(12) {
            let key = self.pick(&KEYS).to_owned();
            let value = self.value(depth);
            thing.insert(key, value);
        }
        if self.chance.below(5) > 0 {
            thing.insert("type".into(), json!(self.pick(&KINDS)));
        }
        if self.chance.below(3) > 0 {
            let id = self.name();
            thing.insert("id".into(), id);
        }
        Value::Object(thing)
    }

    /// Something of that actor, so that it is looked at.
    fn activity(&mut self, peer: &Peer) -> Value {
        let mut activity = self.thing(0);
        activity["actor"] = json!(peer.uri());
        activity["id"] = json!(peer.thing(&format!("fuzz/{}", self.chance.below(u32::MAX))));
        if self.chance.below(2) > 0 && activity["object"].is_object() {
            activity["object"]["attributedTo"] = json!(peer.uri());
            let id = peer.thing(&format!("statuses/{}", self.chance.below(5)));
            activity["object"]["id"] = json!(id);
        }
        activity
    }
}

#[tokio::test]
async fn whatever_is_sent_is_applied_or_ignored_and_nothing_breaks() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.peer("eve", "far.test")?);
    eve.is_followed_by(&server, &ann)?;
    let posted = ann.post(says("Hello")).await?;
    eve.send(&server, &eve.create(&eve.note(1, "Known")))
        .await?;
    let names = [
        posted.uri,
        server.account(ann.id)?.uri,
        eve.uri().to_owned(),
        eve.thing("statuses/1"),
        eve.thing("followers"),
        eve.thing("collections/featured"),
        "https://nobody.test/1".to_owned(),
        PUBLIC.to_owned(),
        "https://".to_owned(),
        "acct:a@b".to_owned(),
        KEY.public_pem()?,
    ];
    let mut maker = Maker {
        chance: Chance::seeded(5),
        names: names.into(),
    };

    let (mut applied, mut missing) = (0, 0);
    for _ in 0..ROUNDS {
        let activity = serde_json::to_vec(&maker.activity(&eve))?;
        let activity = parse(&activity).ok_or("it is JSON")?;
        let mut cx = server.app.write()?;
        cx.caller = Caller::System;
        let arrival = Arrival {
            signer: &eve.account,
            activity: &activity,
        };
        match receive(&mut cx, &World::default(), arrival) {
            Ok(()) => applied += 1,
            Err(Stop::Missing(_)) => missing += 1,
            Err(Stop::Ignored(_)) => (),
            Err(Stop::Failed(error)) => panic!("{error:?}: {activity}"),
        }
        // Nothing of it is saved, so that each meets the same world.
        drop(cx);
        if let Ok(person) = Person::read(&maker.thing(0)) {
            person.profile("far.test");
        }
    }

    assert!(applied > 50, "{applied} were applied");
    assert!(missing > 0, "{missing} asked for something");
    Ok(())
}
