//! Blocking accounts.

use api::{
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::{BlockAccount, ListBlocks, UnblockAccount},
    endorsements::EndorseAccount,
};
use domain::recount;

use crate::{
    follows::names,
    server::{Server, Test},
    statuses::says,
};

#[tokio::test]
async fn a_block_ends_everything_between_the_two_and_lifting_it_restores_nothing() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.follow(&bob).await?;
    bob.follow(&ann).await?;
    ann.client.send(&EndorseAccount { id: bob.id() }).await?;
    bob.client.send(&EndorseAccount { id: ann.id() }).await?;
    let (ann_id, bob_id) = (ann.id, bob.id);
    let lists = format!(
        "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at) VALUES
           (1, {ann_id}, 'a', 'list', FALSE, '2026-11-22 12:00:00+00:00'),
           (2, {bob_id}, 'b', 'list', FALSE, '2026-11-22 12:00:00+00:00')"
    );
    let members = format!("INSERT INTO list_accounts VALUES (1, {bob_id}), (2, {ann_id})");
    server.change(|cx| {
        store::testing::execute(&mut cx.tx, &lists)?;
        Ok(store::testing::execute(&mut cx.tx, &members)?)
    })?;

    let seen = ann.client.send(&BlockAccount { id: bob.id() }).await?;

    assert!(seen.blocking && !seen.following && !seen.followed_by && !seen.endorsed);
    let seen = bob.with(&ann).await?;
    assert!(seen.blocked_by && !seen.blocking && !seen.endorsed);
    assert_eq!((ann.told().await?, bob.told().await?), (vec![], vec![]));
    let listed = store::testing::count(&mut server.tx()?, "list_accounts")?;
    assert_eq!(listed, 0);
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());

    let again = ann.client.send(&BlockAccount { id: bob.id() }).await?;
    assert!(again.blocking);
    let seen = ann.client.send(&UnblockAccount { id: bob.id() }).await?;
    assert!(!seen.blocking && !seen.following && !seen.followed_by);
    Ok(())
}

#[tokio::test]
async fn a_block_ends_requests_both_ways() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.lock(true).await?;
    bob.lock(true).await?;
    ann.follow(&bob).await?;
    bob.follow(&ann).await?;

    let seen = ann.client.send(&BlockAccount { id: bob.id() }).await?;

    assert!(!seen.requested && !seen.requested_by);
    assert_eq!(bob.told().await?, []);
    Ok(())
}

#[tokio::test]
async fn what_she_was_told_of_somebody_goes_when_she_blocks_him() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    for person in [&bob, &carl] {
        person.post(says("Hi @ann")).await?;
    }
    server.work_off()?;
    assert_eq!(ann.told().await?.len(), 2);

    ann.client.send(&BlockAccount { id: bob.id() }).await?;

    assert_eq!(ann.told().await?, [("mention".into(), "carl".into())]);
    Ok(())
}

#[tokio::test]
async fn nobody_blocks_herself() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;

    let seen = ann.client.send(&BlockAccount { id: ann.id() }).await?;

    assert!(!seen.blocking);
    let blocked = ann.client.send(&ListBlocks::default()).await?;
    assert!(blocked.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn blocks_are_paged_without_suspended_accounts() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for name in ["bob", "carl", "dora", "eve"] {
        let person = server.member(name)?;
        let id = person.id();
        ann.client.send(&BlockAccount { id }).await?;
        if name == "carl" {
            let suspend = ActOnAccount::new(person.id(), AccountAction::Suspend);
            moderator.client.send(&suspend).await?;
        }
    }
    let two = ListBlocks {
        limit: Some("2".into()),
        ..ListBlocks::default()
    };

    let page = ann.client.send(&two).await?;

    assert_eq!(names(&page.items), ["eve", "dora"]);
    let mut pages = ann.client.pages(&two);
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        all.extend(page?.items.into_iter().map(|it| it.username));
    }
    assert_eq!(all, ["eve", "dora", "bob"]);
    let none = ListBlocks {
        limit: Some("0".into()),
        ..ListBlocks::default()
    };
    assert!(ann.client.send(&none).await?.items.is_empty());
    Ok(())
}
