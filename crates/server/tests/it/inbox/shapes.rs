//! Documents in the shapes that different programs are known to send. Each is made up here; what counts
//! is what is a list and what is not, what is named and what is there, and what is said besides.

use domain::arrivals;
use federation::Person;
use serde_json::{Value, json};

use super::peer::{KEY, PUBLIC, Peer, Result};
use crate::server::{Server, Test};

/// An account, and a post of it, as one program shows them.
struct Shape {
    name: &'static str,
    person: Value,
    create: Value,
    /// What is shown of the post here.
    content: &'static str,
    warning: &'static str,
}

fn key(uri: &str) -> Value {
    let pem = KEY.public_pem().expect("a key");
    json!({ "id": format!("{uri}#main-key"), "owner": uri, "publicKeyPem": pem })
}

fn mastodon() -> Shape {
    let uri = "https://mastodon.test/users/masha";
    let context = json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        {
            "toot": "http://joinmastodon.org/ns#",
            "discoverable": "toot:discoverable",
            "ostatus": "http://ostatus.org#",
            "conversation": "ostatus:conversation",
        },
    ]);
    Shape {
        name: "Mastodon",
        person: json!({
            "@context": context,
            "id": uri,
            "type": "Person",
            "following": format!("{uri}/following"),
            "followers": format!("{uri}/followers"),
            "inbox": format!("{uri}/inbox"),
            "outbox": format!("{uri}/outbox"),
            "featured": format!("{uri}/collections/featured"),
            "featuredTags": format!("{uri}/collections/tags"),
            "preferredUsername": "masha",
            "name": "Masha :blobcat:",
            "summary": "<p>I post</p>",
            "url": "https://mastodon.test/@masha",
            "manuallyApprovesFollowers": false,
            "discoverable": true,
            "indexable": false,
            "published": "2020-01-01T00:00:00Z",
            "memorial": false,
            "devices": format!("{uri}/collections/devices"),
            "publicKey": key(uri),
            "tag": [{ "id": "https://mastodon.test/emojis/1", "type": "Emoji", "name": ":blobcat:",
                "updated": "2020-01-01T00:00:00Z",
                "icon": { "type": "Image", "mediaType": "image/png", "url": "https://mastodon.test/e.png" } }],
            "attachment": [{ "type": "PropertyValue", "name": "Site",
                "value": "<a href=\"https://masha.test\" rel=\"me\">masha.test</a>" }],
            "endpoints": { "sharedInbox": "https://mastodon.test/inbox" },
            "icon": { "type": "Image", "mediaType": "image/png", "url": "https://mastodon.test/a.png" },
        }),
        create: json!({
            "@context": context,
            "id": format!("{uri}/statuses/1/activity"),
            "type": "Create",
            "actor": uri,
            "published": "2026-11-22T11:00:00Z",
            "to": [PUBLIC],
            "cc": [format!("{uri}/followers")],
            "object": {
                "id": format!("{uri}/statuses/1"),
                "type": "Note",
                "summary": "Food",
                "inReplyTo": null,
                "published": "2026-11-22T11:00:00Z",
                "url": "https://mastodon.test/@masha/1",
                "attributedTo": uri,
                "to": [PUBLIC],
                "cc": [format!("{uri}/followers")],
                "sensitive": true,
                "atomUri": format!("{uri}/statuses/1"),
                "inReplyToAtomUri": null,
                "conversation": "tag:mastodon.test,2026-11-22:objectId=1:objectType=Conversation",
                "content": "<p>Soup</p>",
                "contentMap": { "en": "<p>Soup</p>" },
                "attachment": [],
                "tag": [],
                "replies": {
                    "id": format!("{uri}/statuses/1/replies"),
                    "type": "Collection",
                    "first": { "type": "CollectionPage", "items": [] },
                },
                "likes": { "type": "Collection", "totalItems": 0 },
                "shares": { "type": "Collection", "totalItems": 0 },
            },
            "signature": { "type": "RsaSignature2017", "creator": format!("{uri}#main-key"),
                "created": "2026-11-22T11:00:00Z", "signatureValue": "c2lnbmVk" },
        }),
        content: "<p>Soup</p>",
        warning: "Food",
    }
}

/// Keys have addresses of their own, and one addressee is no list.
fn gotosocial() -> Shape {
    let uri = "https://gts.test/users/sloth";
    let pem = KEY.public_pem().expect("a key");
    Shape {
        name: "GoToSocial",
        person: json!({
            "@context": ["https://w3id.org/security/v1", "https://www.w3.org/ns/activitystreams"],
            "discoverable": true,
            "featured": format!("{uri}/collections/featured"),
            "followers": format!("{uri}/followers"),
            "following": format!("{uri}/following"),
            "id": uri,
            "inbox": format!("{uri}/inbox"),
            "manuallyApprovesFollowers": true,
            "name": "Sloth",
            "outbox": format!("{uri}/outbox"),
            "preferredUsername": "sloth",
            "publicKey": {
                "id": format!("{uri}/main-key"),
                "owner": uri,
                "publicKeyPem": pem,
            },
            "summary": "",
            "tag": [],
            "type": "Person",
            "url": "https://gts.test/@sloth",
        }),
        create: json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "actor": uri,
            "cc": format!("{uri}/followers"),
            "id": format!("{uri}/statuses/01HXYZ/activity#Create"),
            "object": {
                "attachment": [],
                "attributedTo": uri,
                "cc": format!("{uri}/followers"),
                "content": "<p>slowly</p>",
                "contentMap": { "en": "<p>slowly</p>" },
                "id": format!("{uri}/statuses/01HXYZ"),
                "interactionPolicy": {
                    "canLike": { "always": [PUBLIC], "approvalRequired": [] },
                    "canReply": { "always": [PUBLIC], "approvalRequired": [] },
                },
                "published": "2026-11-22T11:00:00Z",
                "replies": { "first": { "id": "x", "next": "y", "partOf": "z", "type": "CollectionPage" },
                    "id": format!("{uri}/statuses/01HXYZ/replies"), "type": "Collection" },
                "sensitive": false,
                "summary": "",
                "tag": [],
                "to": PUBLIC,
                "type": "Note",
                "url": "https://gts.test/@sloth/statuses/01HXYZ",
            },
            "published": "2026-11-22T11:00:00Z",
            "to": PUBLIC,
            "type": "Create",
        }),
        content: "<p>slowly</p>",
        warning: "",
    }
}

/// Says everything twice, in a language of its own, and quotes.
fn misskey() -> Shape {
    let uri = "https://misskey.test/users/9abc";
    Shape {
        name: "Misskey",
        person: json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1",
                { "misskey": "https://misskey-hub.net/ns#", "isCat": "misskey:isCat" }],
            "type": "Person",
            "id": uri,
            "inbox": format!("{uri}/inbox"),
            "outbox": format!("{uri}/outbox"),
            "followers": format!("{uri}/followers"),
            "following": format!("{uri}/following"),
            "featured": format!("{uri}/collections/featured"),
            "sharedInbox": "https://misskey.test/inbox",
            "endpoints": { "sharedInbox": "https://misskey.test/inbox" },
            "url": "https://misskey.test/@neko",
            "preferredUsername": "neko",
            "name": null,
            "summary": null,
            "_misskey_summary": null,
            "icon": null,
            "image": null,
            "tag": [],
            "manuallyApprovesFollowers": false,
            "discoverable": true,
            "publicKey": { "type": "Key", "id": format!("{uri}#main-key"), "owner": uri,
                "publicKeyPem": KEY.public_pem().expect("a key") },
            "isCat": true,
            "attachment": [],
        }),
        create: json!({
            "@context": ["https://www.w3.org/ns/activitystreams"],
            "id": "https://misskey.test/notes/9xyz/activity",
            "actor": uri,
            "type": "Create",
            "published": "2026-11-22T11:00:00.123Z",
            "object": {
                "id": "https://misskey.test/notes/9xyz",
                "type": "Note",
                "attributedTo": uri,
                "summary": null,
                "content": "<p><span>nya</span></p>",
                "_misskey_content": "nya",
                "source": { "content": "nya", "mediaType": "text/x.misskeymarkdown" },
                "published": "2026-11-22T11:00:00.123Z",
                "to": [PUBLIC],
                "cc": [format!("{uri}/followers")],
                "inReplyTo": null,
                "attachment": [{ "type": "Document", "mediaType": "image/webp",
                    "url": "https://misskey.test/files/1", "name": null, "sensitive": false }],
                "sensitive": false,
                "tag": [],
            },
            "to": [PUBLIC],
            "cc": [format!("{uri}/followers")],
        }),
        content: "<p><span>nya</span></p>",
        warning: "",
    }
}

/// Names the context of each thing, and gives links as things.
fn pleroma() -> Shape {
    let uri = "https://pleroma.test/users/lain";
    Shape {
        name: "Pleroma",
        person: json!({
            "@context": ["https://www.w3.org/ns/activitystreams",
                "https://pleroma.test/schemas/litepub-0.1.jsonld", { "@language": "und" }],
            "alsoKnownAs": [],
            "attachment": [],
            "capabilities": { "acceptsChatMessages": true },
            "discoverable": true,
            "endpoints": {
                "oauthAuthorizationEndpoint": "https://pleroma.test/oauth/authorize",
                "sharedInbox": "https://pleroma.test/inbox",
                "uploadMedia": "https://pleroma.test/api/ap/upload_media",
            },
            "featured": format!("{uri}/collections/featured"),
            "followers": format!("{uri}/followers"),
            "following": format!("{uri}/following"),
            "icon": { "type": "Image", "url": "https://pleroma.test/media/a.png" },
            "id": uri,
            "inbox": format!("{uri}/inbox"),
            "manuallyApprovesFollowers": false,
            "name": "lain",
            "outbox": format!("{uri}/outbox"),
            "preferredUsername": "lain",
            "publicKey": key(uri),
            "summary": "present day",
            "tag": [],
            "type": "Person",
            "url": uri,
            "vcard:bday": null,
        }),
        create: json!({
            "@context": ["https://www.w3.org/ns/activitystreams",
                "https://pleroma.test/schemas/litepub-0.1.jsonld", { "@language": "und" }],
            "actor": uri,
            "cc": [format!("{uri}/followers")],
            "context": "https://pleroma.test/contexts/1",
            "directMessage": false,
            "id": "https://pleroma.test/activities/1",
            "object": {
                "actor": uri,
                "attachment": [{
                    "mediaType": "image/png",
                    "name": "",
                    "type": "Document",
                    "url": [{ "href": "https://pleroma.test/media/1.png", "mediaType": "image/png",
                        "type": "Link" }],
                }],
                "attributedTo": uri,
                "cc": [format!("{uri}/followers")],
                "content": "present time",
                "context": "https://pleroma.test/contexts/1",
                "conversation": "https://pleroma.test/contexts/1",
                "emoji": {},
                "id": "https://pleroma.test/objects/1",
                "published": "2026-11-22T11:00:00.123456Z",
                "repliesCount": 0,
                "sensitive": null,
                "source": { "content": "present time", "mediaType": "text/plain" },
                "summary": "",
                "tag": [],
                "to": [PUBLIC],
                "type": "Note",
            },
            "published": "2026-11-22T11:00:00.123456Z",
            "to": [PUBLIC],
            "type": "Create",
        }),
        content: "present time",
        warning: "",
    }
}

/// Pages with a title and a link, sent by people to communities.
fn lemmy() -> Shape {
    let uri = "https://lemmy.test/u/nutomic";
    let community = "https://lemmy.test/c/cats";
    Shape {
        name: "Lemmy",
        person: json!({
            "@context": ["https://join-lemmy.org/context.json", "https://www.w3.org/ns/activitystreams"],
            "type": "Person",
            "id": uri,
            "preferredUsername": "nutomic",
            "inbox": format!("{uri}/inbox"),
            "outbox": format!("{uri}/outbox"),
            "publicKey": key(uri),
            "summary": "<p>Some bio</p>",
            "source": { "content": "Some bio", "mediaType": "text/markdown" },
            "endpoints": { "sharedInbox": "https://lemmy.test/inbox" },
            "published": "2020-01-14T03:11:53.189595+00:00",
        }),
        create: json!({
            "@context": ["https://join-lemmy.org/context.json", "https://www.w3.org/ns/activitystreams"],
            "actor": uri,
            "to": [PUBLIC],
            "object": {
                "type": "Page",
                "id": "https://lemmy.test/post/1",
                "attributedTo": uri,
                "to": [community, PUBLIC],
                "name": "A cat & a link",
                "cc": [],
                "content": "<p>Body</p>",
                "mediaType": "text/html",
                "source": { "content": "Body", "mediaType": "text/markdown" },
                "attachment": [{ "href": "https://cats.test/", "type": "Link" }],
                "image": { "type": "Image", "url": "https://lemmy.test/pictrs/1.webp" },
                "commentsEnabled": true,
                "sensitive": false,
                "published": "2026-11-22T11:00:00.189595+00:00",
                "language": { "identifier": "en", "name": "English" },
                "audience": community,
            },
            "cc": [community],
            "type": "Create",
            "id": "https://lemmy.test/activities/create/1",
            "audience": community,
        }),
        content: "<p><strong>A cat &amp; a link</strong></p><p>Body</p>",
        warning: "",
    }
}

fn meet(server: &Server, shape: &Shape) -> Result<Peer> {
    let person = Person::read(&shape.person)?;
    let profile = person.profile(&person.host.clone());
    let account = server.change(|cx| arrivals::meet(cx, &profile))?;
    Ok(Peer { account })
}

#[tokio::test]
async fn accounts_and_posts_of_all_programs_are_understood() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for shape in [mastodon(), gotosocial(), misskey(), pleroma(), lemmy()] {
        let peer = meet(&server, &shape)?;
        peer.is_followed_by(&server, &ann)?;
        let key_id = shape.person["publicKey"]["id"].as_str().unwrap_or_default();

        let body = serde_json::to_vec(&shape.create)?;
        let status = server.send_signed(key_id, &body).await?;
        server.work_off()?;

        assert_eq!(status, 202, "{}", shape.name);
        let kept = peer.posts(&server)?;
        assert_eq!(kept.len(), 1, "{}", shape.name);
        assert_eq!(kept[0].content, shape.content, "{}", shape.name);
        assert_eq!(kept[0].spoiler_text, shape.warning, "{}", shape.name);
        assert_eq!(kept[0].visibility.word(), "public", "{}", shape.name);
    }
    Ok(())
}

#[tokio::test]
async fn files_are_found_in_every_shape() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for (shape, url) in [
        (misskey(), "https://misskey.test/files/1"),
        (pleroma(), "https://pleroma.test/media/1.png"),
    ] {
        let peer = meet(&server, &shape)?;
        peer.is_followed_by(&server, &ann)?;
        peer.send(&server, &shape.create).await?;

        let id = peer.posts(&server)?[0].id;
        let files = server.change(|cx| Ok(store::media::of_statuses(&mut cx.tx, &[id])?))?;
        assert_eq!(files[0].remote_url.as_deref(), Some(url), "{}", shape.name);
    }
    Ok(())
}
