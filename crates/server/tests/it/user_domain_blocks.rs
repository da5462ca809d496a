//! Domains that a member wants nothing to do with.

use api::{
    follows::FollowAccount,
    relationships::ListRelationships,
    user_domain_blocks::{BlockDomain, ListUserDomainBlocks, UnblockDomain},
};
use domain::recount;
use store::follows::{self, Terms};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

#[tokio::test]
async fn a_blocked_domain_neither_follows_nor_is_followed() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let zed = server.remote("zed", "xn--bcher-kva.example")?;
    let yan = server.remote("yan", "near.example")?;
    server.change(|cx| {
        let now = cx.now;
        let terms = Terms::default();
        for far in [zed.id, yan.id] {
            for (follower, target) in [(far, ann.id), (ann.id, far), (far, bob.id)] {
                follows::add(&mut cx.tx, follower, target, &terms, now)?;
            }
        }
        Ok(())
    })?;
    let ask = async |id: i64| {
        let request = ListRelationships {
            id: vec![id.to_string()],
            ..ListRelationships::default()
        };
        let mut found = ann.client.send(&request).await?;
        Ok::<_, client::Error>(found.pop().expect("an account that exists"))
    };

    let domain = || " Bücher.Example ".to_owned();
    ann.client.send(&BlockDomain { domain: domain() }).await?;
    server.work_off()?;

    let seen = ask(zed.id).await?;
    assert!(seen.domain_blocking && !seen.following && !seen.followed_by);
    let seen = ask(yan.id).await?;
    assert!(!seen.domain_blocking && seen.following && seen.followed_by);
    let follow = FollowAccount {
        id: zed.id.to_string(),
        ..FollowAccount::default()
    };
    assert_eq!(refusal(ann.client.send(&follow).await).0, 403);
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    let kept = follows::find(&mut server.tx()?, zed.id, bob.id)?;
    assert!(kept.is_some(), "bob has blocked nobody");

    ann.client.send(&UnblockDomain { domain: domain() }).await?;
    server.work_off()?;
    let seen = ask(zed.id).await?;
    assert!(!seen.domain_blocking && !seen.following && !seen.followed_by);
    assert!(ann.client.send(&follow).await?.requested);
    Ok(())
}

#[tokio::test]
async fn requests_from_a_blocked_domain_go_too() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let zed = server.remote("zed", "far.example")?;
    server.change(|cx| {
        let now = cx.now;
        let terms = Terms::default();
        Ok(store::follow_requests::add(
            &mut cx.tx, zed.id, ann.id, &terms, now,
        )?)
    })?;

    let domain = "far.example".to_owned();
    ann.client.send(&BlockDomain { domain }).await?;
    server.work_off()?;

    let left = store::follow_requests::find(&mut server.tx()?, zed.id, ann.id)?;
    assert_eq!(left, None);
    Ok(())
}

#[tokio::test]
async fn blocked_domains_are_listed_newest_first() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for domain in ["a.example", "b.example", "c.example", "a.example"] {
        let domain = domain.to_owned();
        ann.client.send(&BlockDomain { domain }).await?;
    }
    let two = ListUserDomainBlocks {
        limit: Some("2".into()),
        ..ListUserDomainBlocks::default()
    };

    let page = ann.client.send(&two).await?;
    assert_eq!(page.items, ["c.example", "b.example"]);
    let mut pages = ann.client.pages(&two);
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        all.extend(page?.items);
    }
    assert_eq!(all, ["c.example", "b.example", "a.example"]);
    let domain = "nowhere.example".to_owned();
    ann.client.send(&UnblockDomain { domain }).await?;
    Ok(())
}

#[tokio::test]
async fn what_is_no_domain_is_refused() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let blank = "Validation failed: Domain can't be blank";
    let wrong = "Validation failed: Domain is not a valid domain name";
    let long = "a".repeat(300);

    for (domain, sentence) in [
        ("", blank),
        ("  ", blank),
        ("far away.example", wrong),
        ("https://far.example/", wrong),
        ("far..example", wrong),
        (long.as_str(), wrong),
    ] {
        let domain = domain.to_owned();
        let refused = ann.client.send(&BlockDomain { domain }).await;
        assert_eq!(refusal(refused), (422, sentence.into()));
    }
    let none = ann.client.send(&ListUserDomainBlocks::default()).await?;
    assert!(none.items.is_empty());
    Ok(())
}
