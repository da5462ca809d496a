//! Deciding about other servers: what is kept, what is refused, and what is written down.

use api::{
    admin::{
        acts::{AdminAct, ListActs, RevertAct},
        domain_blocks::{
            AdminDomainBlock, CreateDomainBlock, DeleteDomainBlock, DomainBlockSeverity,
            GetDomainBlock, ListDomainBlocks, LookUpDomain, PreviewDomainBlock, UpdateDomainBlock,
        },
    },
    instance::{ListPeers, ShowDomainBlocks},
};
use chrono::TimeDelta;
use client::{Client, Error};
use domain::settings::Settings;
use kumki_server::jobs::keep_schedules;
use serde_json::{Value, json};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

use DomainBlockSeverity::{Noop, Silence, Suspend};

pub(crate) fn block(domain: &str, severity: DomainBlockSeverity) -> CreateDomainBlock {
    CreateDomainBlock {
        domain: domain.into(),
        severity: Some(severity.into()),
        ..CreateDomainBlock::default()
    }
}

pub(crate) fn unblock(block: &AdminDomainBlock) -> DeleteDomainBlock {
    DeleteDomainBlock {
        id: block.id.clone(),
    }
}

fn change(block: &AdminDomainBlock) -> UpdateDomainBlock {
    UpdateDomainBlock {
        id: block.id.clone(),
        ..UpdateDomainBlock::default()
    }
}

async fn acts(client: &Client, domain: &str) -> Result<Vec<AdminAct>, Error> {
    let about = ListActs {
        domain: Some(domain.into()),
        ..ListActs::default()
    };
    Ok(client.send(&about).await?.items)
}

/// What the server says to a request of any form.
async fn post(server: &Server, by: &Person, body: Value) -> Result<(u16, Value), reqwest::Error> {
    let url = format!("{}/api/v1/admin/domain_blocks", server.url);
    let call = server.http.post(url).bearer_auth(&by.token);
    let call = call.header("content-type", "application/json");
    let answer = call.body(body.to_string()).send().await?;
    let status = answer.status().as_u16();
    let body = serde_json::from_str(&answer.text().await?).unwrap_or_default();
    Ok((status, body))
}

#[tokio::test]
async fn a_rule_has_the_shape_that_mastodon_gives_it() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let sent = json!({
        "domain": " Spam.Example/ ", "severity": "silence", "reject_media": "true",
        "private_comment": "see case 88", "public_comment": "unsolicited advertising",
        "obfuscate": true,
    });

    let (status, made) = post(&server, &admin, sent).await?;

    assert_eq!(status, 200);
    assert_eq!(
        made,
        json!({
            "id": made["id"],
            "domain": "spam.example",
            "digest": "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4",
            "created_at": "2026-11-22T12:00:00.000Z",
            "severity": "silence",
            "reject_media": true,
            "reject_reports": false,
            "private_comment": "see case 88",
            "public_comment": "unsolicited advertising",
            "obfuscate": true,
        })
    );
    let again = json!({ "domain": "spam.example", "severity": "suspend" });
    let (status, conflict) = post(&server, &admin, again).await?;
    assert_eq!(status, 422);
    let text = "You have already imposed stricter limits on spam.example.";
    assert_eq!(
        conflict,
        json!({ "error": text, "existing_domain_block": made })
    );
    Ok(())
}

#[tokio::test]
async fn rules_are_changed_listed_and_taken_away_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let one = admin.send(&block("one.example", Silence)).await?;
    let two = admin.send(&block("two.example", Noop)).await?;

    let request = UpdateDomainBlock {
        severity: Some(Suspend.into()),
        public_comment: Some("Ads".into()),
        ..change(&one)
    };
    let changed = admin.send(&request).await?;

    assert_eq!(changed.severity, Suspend.into());
    assert_eq!(changed.public_comment.as_deref(), Some("Ads"));
    assert_eq!(
        (changed.domain.as_str(), changed.created_at),
        ("one.example", one.created_at)
    );
    let get = GetDomainBlock { id: one.id.clone() };
    assert_eq!(admin.send(&get).await?, changed);
    let list = ListDomainBlocks {
        limit: Some("1".into()),
        ..ListDomainBlocks::default()
    };
    let page = admin.send(&list).await?;
    assert_eq!(page.items, [two]);
    assert!(page.next().is_some_and(|it| it.contains("limit=1")));
    admin.send(&unblock(&one)).await?;
    let gone = refusal(admin.send(&get).await);
    assert_eq!(gone, (404, "Record not found".into()));
    let log = acts(&admin, "one.example").await?;
    let log: Vec<_> = log
        .iter()
        .map(|it| (&*it.action, &*it.target_type, &*it.target))
        .collect();
    let entry = |action| (action, "DomainBlock", "one.example");
    assert_eq!(log, ["destroy", "update", "create"].map(entry));
    Ok(())
}

#[tokio::test]
async fn what_is_no_rule_is_refused_in_mastodons_words() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;

    for (sent, text) in [
        (json!({}), "Domain can't be blank"),
        (json!({ "domain": 17.5 }), "Domain is invalid"),
        (
            json!({ "domain": "https://x.example" }),
            "Domain is invalid, Domain is invalid",
        ),
        (json!({ "domain": "*.x.example" }), "Domain is invalid"),
        (
            json!({ "domain": "*", "severity": "limit" }),
            "Severity is not included in the list, Domain is invalid",
        ),
        (
            json!({ "domain": "x.example", "severity": "" }),
            "Severity is not included in the list",
        ),
        (
            json!({ "domain": "x.example", "grace_days": 366 }),
            "Grace days must be between 0 and 365",
        ),
        (
            json!({ "domain": "x.example", "expires_at": "2026-11-01" }),
            "Expires at must be in the future",
        ),
    ] {
        let (status, body) = post(&server, &admin, sent.clone()).await?;
        if sent["domain"] == 17.5 {
            // Digits and dots are a name.
            assert_eq!(status, 200);
            continue;
        }
        let expected = json!({ "error": format!("Validation failed: {text}") });
        assert_eq!((status, body), (422, expected), "{sent}");
    }
    for (domain, severity, kept) in [("a.example", 0, "silence"), ("b.example", 1, "suspend")] {
        let sent = json!({ "domain": domain, "severity": severity });
        let (_, made) = post(&server, &admin, sent).await?;
        assert_eq!(made["severity"], kept);
    }
    Ok(())
}

#[tokio::test]
async fn a_rule_below_another_must_not_undercut_it() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let with_flags = |domain: &str, severity, media, reports| CreateDomainBlock {
        reject_media: Some(media),
        reject_reports: Some(reports),
        ..block(domain, severity)
    };
    admin.send(&block("hard.example", Suspend)).await?;
    admin
        .send(&with_flags("soft.example", Silence, true, false))
        .await?;
    admin
        .send(&with_flags("mild.example", Noop, false, true))
        .await?;

    for (request, is_fine) in [
        (block("a.hard.example", Suspend), true),
        (block("b.hard.example", Silence), false),
        (block("c.hard.example", Noop), false),
        (block("d.soft.example", Suspend), true),
        (block("e.soft.example", Silence), false),
        (with_flags("f.soft.example", Silence, true, false), true),
        (with_flags("g.soft.example", Noop, true, true), false),
        (block("h.mild.example", Silence), false),
        (with_flags("i.mild.example", Silence, false, true), true),
        (with_flags("j.mild.example", Noop, false, true), true),
    ] {
        let answer = admin.send(&request).await;
        let parent = request.domain.split_once('.').map(|(_, it)| it);
        match is_fine {
            true => assert_eq!(answer?.domain, request.domain),
            false => assert_eq!(
                refusal(answer).1,
                format!(
                    "You have already imposed stricter limits on {}.",
                    parent.unwrap_or_default()
                )
            ),
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_rule_ends_by_itself_or_is_taken_back_through_the_log() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let in_an_hour = (server.now() + TimeDelta::hours(1)).to_rfc3339();
    let short = CreateDomainBlock {
        expires_at: Some(in_an_hour),
        ..block("short.example", Silence)
    };
    let short = admin.send(&short).await?;
    assert!(short.expires_at.is_some());
    admin.send(&block("wrong.example", Suspend)).await?;
    let made = acts(&admin, "wrong.example").await?.swap_remove(0);

    admin
        .send(&RevertAct {
            id: made.id.clone(),
        })
        .await?;
    server.advance(TimeDelta::hours(2));
    keep_schedules(&server.app)?;

    let left = admin.send(&ListDomainBlocks::default()).await?.items;
    assert_eq!(left, []);
    let taken_back = acts(&admin, "wrong.example").await?.swap_remove(0);
    assert_eq!(taken_back.reverts_id, Some(made.id));
    let ended = acts(&admin, "short.example").await?.swap_remove(0);
    assert_eq!((&*ended.action, ended.account_id), ("destroy", None));
    Ok(())
}

#[tokio::test]
async fn an_end_is_taken_away_by_nothing() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let request = CreateDomainBlock {
        expires_at: Some("2027-01-01".into()),
        ..block("far.example", Noop)
    };
    let made = admin.send(&request).await?;

    let kept = admin.send(&change(&made)).await?;
    assert_eq!(kept.expires_at, made.expires_at);
    let request = UpdateDomainBlock {
        expires_at: Some(String::new()),
        ..change(&made)
    };
    assert_eq!(admin.send(&request).await?.expires_at, None);
    Ok(())
}

#[tokio::test]
async fn the_closest_rule_is_looked_up() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    admin.send(&block("far.example", Suspend)).await?;
    let look_up = async |domain: &str| {
        let request = LookUpDomain {
            domain: domain.into(),
        };
        admin.send(&request).await
    };

    let below = look_up("A.B.Far.Example").await?;
    assert_eq!(below.domain, "a.b.far.example");
    assert!(!below.allowed);
    assert_eq!(
        below.rule.map(|it| it.domain).as_deref(),
        Some("far.example")
    );
    let beside = look_up("near.example").await?;
    assert!(beside.allowed && beside.rule.is_none());
    assert_eq!(refusal(look_up("a b").await).0, 422);
    Ok(())
}

#[tokio::test]
async fn a_preview_says_who_would_lose_what_and_does_nothing() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (one, two) = (
        server.remote("one", "far.example")?,
        server.remote("two", "sub.far.example")?,
    );
    server.remote("three", "near.example")?;
    let pairs = [
        (one.id, ann.id),
        (two.id, ann.id),
        (ann.id, one.id),
        (bob.id, two.id),
    ];
    server.change(|cx| {
        let now = cx.now;
        for (follower, target) in pairs {
            store::testing::follow(&mut cx.tx, follower, target, now)?;
        }
        Ok(())
    })?;
    let preview = PreviewDomainBlock {
        domain: "FAR.example".into(),
        limit: Some("1".into()),
        ..PreviewDomainBlock::default()
    };

    let first = admin.send(&preview).await?;
    let tried = admin.preview(&block("far.example", Suspend)).await?;

    let shown = &first.body;
    assert_eq!(
        (
            shown.accounts_count,
            shown.followers_count,
            shown.following_count,
            shown.members_count
        ),
        (2, 2, 2, 2)
    );
    let (loss, losses) = (&shown.members[0], |it: &_| {
        let it: &api::admin::domain_blocks::MemberLoss = it;
        (it.username.clone(), it.followers_count, it.following_count)
    });
    assert_eq!(losses(loss), ("bob".into(), 0, 1));
    let next = PreviewDomainBlock {
        max_id: Some(loss.account_id.clone()),
        ..preview.clone()
    };
    let second = admin.send(&next).await?.body;
    assert_eq!(losses(&second.members[0]), ("ann".into(), 2, 1));
    for (name, count) in [
        ("accounts_hidden", 2),
        ("followers_cut", 2),
        ("follows_cut", 2),
        ("members_notified", 2),
    ] {
        assert_eq!(tried.effects[name], count, "{name}");
    }
    let none = admin.send(&ListDomainBlocks::default()).await?.items;
    assert_eq!(none, []);
    Ok(())
}

#[tokio::test]
async fn the_public_list_shows_what_the_staff_shows() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ann = server.member("ann")?;
    let stranger = Client::anonymous(&server.url)?;
    let ads = CreateDomainBlock {
        public_comment: Some("Ads".into()),
        obfuscate: Some(true),
        ..block("spam.example", Silence)
    };
    for request in [
        block("z.example", Suspend),
        block("a.example", Suspend),
        ads,
        block("noop.example", Noop),
    ] {
        admin.send(&request).await?;
    }
    server.remote("far", "fine.example")?;
    server.change(|cx| {
        Settings::set(cx, "show_domain_blocks", "all")?;
        Settings::set(cx, "show_domain_blocks_rationale", "users")
    })?;

    let shown = stranger.send(&ShowDomainBlocks {}).await?;
    let names: Vec<_> = shown.iter().map(|it| &*it.domain).collect();
    assert_eq!(names, ["spam.****ple", "a.example", "z.example"]);
    assert_eq!(
        shown[0].digest,
        "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4"
    );
    assert_eq!(shown[0].comment, None);
    let to_members = ann.client.send(&ShowDomainBlocks {}).await?;
    assert_eq!(to_members[0].comment.as_deref(), Some("Ads"));
    assert_eq!(stranger.send(&ListPeers {}).await?, ["fine.example"]);
    Ok(())
}
