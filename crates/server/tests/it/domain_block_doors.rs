//! Each severity and each flag, at each door that something from another server comes through.
//!
//! What is seen of the accounts afterwards, surface by surface, is in `docs/states.md`.

use std::error::Error;

use api::{
    accounts::{LookUpAccount, ShowAccount},
    admin::domain_blocks::{
        CreateDomainBlock,
        DomainBlockSeverity::{self, Noop, Silence, Suspend},
    },
    follows::FollowAccount,
    instance::{ListPeers, ShowDomainBlocks},
    reports::CreateReport,
};
use domain::{servers, settings::Settings};
use store::{
    accounts::{self, Account, ProfileChange},
    emojis,
    media::{self, Content, NewMedia},
    testing,
};

use serde_json::json;

use crate::{
    inbox::peer::Peer,
    people::Person,
    server::{Server, Test},
    statuses::says,
};

/// What is decided about far.example: the severity, and whether media and reports are rejected.
const RULES: [(&str, Option<DomainBlockSeverity>, bool, bool); 8] = [
    ("none", None, false, false),
    ("silence", Some(Silence), false, false),
    ("silence, no media", Some(Silence), true, false),
    ("silence, no reports", Some(Silence), false, true),
    ("suspend", Some(Suspend), false, false),
    ("noop", Some(Noop), false, false),
    ("noop, no media", Some(Noop), true, false),
    ("noop, neither", Some(Noop), true, true),
];

/// A door a line, a rule a column, in the order of the rules.
#[rustfmt::skip]
const DOORS: [(&str, [&str; RULES.len()]); 18] = [
    ("exchange",          ["yes",  "yes",     "yes",     "yes",     "no",        "yes",  "yes",  "yes"]),
    ("exchange below",    ["yes",  "yes",     "yes",     "yes",     "no",        "yes",  "yes",  "yes"]),
    ("new accounts",      ["free", "limited", "limited", "limited", "suspended", "free", "free", "free"]),
    ("new files",         ["yes",  "yes",     "no",      "yes",     "yes",       "yes",  "no",   "no"]),
    ("reports from it",   ["yes",  "yes",     "yes",     "no",      "yes",       "yes",  "yes",  "no"]),
    ("reports about it",  ["yes",  "yes",     "yes",     "yes",     "404",       "yes",  "yes",  "yes"]),
    ("follow",            ["yes",  "yes",     "yes",     "yes",     "404",       "yes",  "yes",  "yes"]),
    ("look-up",           ["yes",  "limited", "limited", "limited", "404",       "yes",  "yes",  "yes"]),
    ("profile",           ["yes",  "limited", "limited", "limited", "emptied",   "yes",  "yes",  "yes"]),
    ("files it has sent", ["3",    "3",       "0",       "3",       "3",         "3",    "0",    "0"]),
    ("its emoji",         ["1",    "1",       "0",       "1",       "1",         "1",    "0",    "0"]),
    ("peers",             ["yes",  "no",      "no",      "no",      "no",        "no",   "no",   "no"]),
    ("public list",       ["no",   "silence", "silence", "silence", "suspend",   "no",   "no",   "no"]),
    ("inbox",             ["202",  "202",     "202",     "202",     "403",       "202",  "202",  "202"]),
    ("posts that come",   ["yes",  "yes",     "yes",     "yes",     "no",        "yes",  "yes",  "yes"]),
    ("files that come",   ["yes",  "yes",     "no",      "yes",     "no",        "yes",  "no",   "no"]),
    ("reports that come", ["yes",  "yes",     "yes",     "no",      "no",        "yes",  "yes",  "no"]),
    ("delivery",          ["yes",  "yes",     "yes",     "yes",     "no",        "yes",  "yes",  "yes"]),
];

struct World {
    server: Server,
    ann: Person,
    eve: Account,
    /// Somebody there who can sign, and whom Ann follows.
    pia: Peer,
}

/// One account of another server, with files of it.
async fn world() -> Result<World, Box<dyn Error>> {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let eve = server.remote("eve", "far.example")?;
    server.change(|cx| {
        Settings::set(cx, "show_domain_blocks", "all")?;
        let pictures = ProfileChange {
            avatar: Some("avatars/eve.png".into()),
            header: Some("headers/eve.png".into()),
            ..ProfileChange::default()
        };
        let now = cx.now;
        accounts::change_profile(&mut cx.tx, eve.id, &pictures, now)?;
        let content = Content {
            kind: "image",
            file: "files/eve.png",
            preview: Some("previews/eve.png"),
            content_type: "image/png",
            size: 1,
            blurhash: None,
            meta: &serde_json::json!({}),
        };
        let medium = NewMedia {
            id: cx.new_id(),
            account_id: eve.id,
            description: None,
            content: &content,
            state: "ready",
            created_at: cx.now,
        };
        media::add(&mut cx.tx, &medium)?;
        let emoji = "INSERT INTO custom_emojis (shortcode, domain, file, static_file, is_disabled, \
                     visible_in_picker, created_at, updated_at) VALUES ('blob', 'far.example', \
                     'emojis/blob.png', 'emojis/blob.png', false, false, \
                     '2026-11-22 12:00:00+00:00', '2026-11-22 12:00:00+00:00')";
        Ok(testing::execute(&mut cx.tx, emoji)?)
    })?;
    let pia = server.peer("pia", "far.example")?;
    pia.is_followed_by(&server, &ann)?;
    Ok(World {
        server,
        ann,
        eve,
        pia,
    })
}

/// What comes of it at one of the doors.
async fn look(world: &World, door: &str) -> Result<String, Box<dyn Error>> {
    let World {
        server,
        ann,
        eve,
        pia,
    } = world;
    let (client, id) = (&ann.client, eve.id.to_string());
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let policy = server.change(|cx| servers::policy(cx, "far.example"))?;
    Ok(match door {
        "exchange" => yes(policy.is_allowed),
        "exchange below" => yes(server.change(|cx| servers::is_allowed(cx, "a.far.example"))?),
        "new accounts" => match (policy.limited_at, policy.suspended_at) {
            (None, None) => "free".into(),
            (Some(_), None) => "limited".into(),
            (_, Some(_)) => "suspended".into(),
        },
        "new files" => yes(!policy.rejects_media),
        "reports from it" => yes(!policy.rejects_reports),
        "reports about it" => status(client.send(&about(&id)).await),
        "follow" => {
            let follow = FollowAccount {
                id,
                ..FollowAccount::default()
            };
            status(client.send(&follow).await)
        }
        "look-up" => {
            let acct = "eve@far.example".into();
            shown(client.send(&LookUpAccount { acct }).await)
        }
        "profile" => shown(client.send(&ShowAccount { id }).await),
        "files it has sent" => {
            let mut tx = server.tx()?;
            let eve = accounts::find(&mut tx, eve.id)?.ok_or("she is gone")?;
            let pictures = [eve.avatar, eve.header].into_iter().flatten().count();
            (pictures + media::kept_of(&mut tx, &[eve.id], 9)?.len()).to_string()
        }
        "its emoji" => {
            let kept = emojis::some_of(&mut server.tx()?, "far.example", 9)?;
            kept.len().to_string()
        }
        "peers" => {
            let peers = client.send(&ListPeers {}).await?;
            yes(peers.iter().any(|it| it == "far.example"))
        }
        "public list" => {
            let mut listed = client.send(&ShowDomainBlocks {}).await?;
            listed.pop().map_or("no".into(), |it| it.severity)
        }
        "inbox" => {
            let status = pia.send(server, &pia.create(&pia.note(1, "Hello"))).await?;
            status.as_u16().to_string()
        }
        "posts that come" => yes(!pia.posts(server)?.is_empty()),
        "files that come" => {
            let mut note = pia.note(2, "Look");
            note["attachment"] = json!([{
                "type": "Document", "mediaType": "image/png", "url": "https://far.example/1.png",
            }]);
            let body = serde_json::to_vec(&pia.create(&note))?;
            server.send_signed(&pia.key_id(), &body).await?;
            let jobs = testing::count(&mut server.tx()?, "jobs WHERE name = 'fetch_media'")?;
            yes(jobs > 0)
        }
        "reports that come" => {
            let flag = pia.activity("Flag", "flags/1", json!([server.account(ann.id)?.uri]));
            pia.send(server, &flag).await?;
            let reports = store::reports::unresolved_about(&mut server.tx()?, ann.id)?;
            yes(!reports.is_empty())
        }
        "delivery" => {
            ann.post(says("@pia@far.example Are you there?")).await?;
            server.work_off()?;
            let waiting = testing::count(&mut server.tx()?, "outbox WHERE host = 'far.example'")?;
            yes(waiting > 0)
        }
        unknown => return Err(format!("no door is called {unknown}").into()),
    })
}

fn about(id: &str) -> CreateReport {
    CreateReport {
        account_id: id.into(),
        ..CreateReport::default()
    }
}

fn status<T>(answer: Result<T, client::Error>) -> String {
    match answer {
        Ok(_) => "yes".into(),
        Err(error) => error.status().unwrap_or_default().to_string(),
    }
}

fn shown(answer: Result<api::entities::Account, client::Error>) -> String {
    match answer {
        Ok(it) if it.suspended == Some(true) => "emptied".into(),
        Ok(it) if it.limited == Some(true) => "limited".into(),
        other => status(other),
    }
}

#[tokio::test]
async fn every_rule_holds_at_every_door() -> Test {
    let mut wrong = Vec::new();
    for (column, (rule, severity, reject_media, reject_reports)) in RULES.iter().enumerate() {
        let world = world().await?;
        if let Some(severity) = severity {
            let block = CreateDomainBlock {
                domain: "far.example".into(),
                severity: Some((*severity).into()),
                reject_media: Some(*reject_media),
                reject_reports: Some(*reject_reports),
                ..CreateDomainBlock::default()
            };
            let admin = world.server.staff("admin", "Admin")?;
            admin.client.send(&block).await?;
            world.server.work_off()?;
        }
        for (door, expected) in DOORS {
            let found = look(&world, door).await?;
            if found != expected[column] {
                let expected = expected[column];
                wrong.push(format!("{rule}, {door}: {found:?} and not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
