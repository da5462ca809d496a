//! Moving from one server to another.

use api::entities::Account;
use chrono::TimeDelta;

use super::invalid;
use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    two_servers::{acquainted, between, find, follow, settle},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Eve is far, and is to be Evelyn, who is near. Ann, who is near, and Dora, who is far, follow her.
struct World {
    near: Server,
    far: Server,
    ann: Person,
    dora: Person,
    eve: Person,
    evelyn: Person,
    /// Eve, as she is seen from near.
    seen: Account,
}

async fn world() -> Result<World> {
    let (near, far, ann, eve, seen) = acquainted().await?;
    let (evelyn, dora) = (near.member("evelyn")?, far.member("dora")?);
    dora.follow(&eve).await?;
    settle(&near, &far)?;
    Ok(World {
        near,
        far,
        ann,
        dora,
        eve,
        evelyn,
        seen,
    })
}

impl World {
    fn settle(&self) -> Result<()> {
        settle(&self.near, &self.far)
    }

    /// No two changes of a profile at the same moment.
    fn later(&self) {
        self.near.advance(TimeDelta::minutes(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_on_both_servers_go_along() -> Test {
    let world = world().await?;
    let (ann, eve) = (&world.ann, &world.eve);
    let added = world.evelyn.add_alias("eve@far.test").await?;
    assert_eq!(added.uri, "https://far.test/users/eve");
    world.later();

    let migration = eve.move_to("@evelyn@near.test").await?;
    world.settle()?;

    let last = migration.last.ok_or("she has moved")?;
    assert_eq!(last.followers_count, 2);
    assert!(ann.with(&world.evelyn).await?.following);
    assert!(!between(ann, &world.seen).await?.following);
    let evelyn = find(&world.dora, "@evelyn@near.test").await?;
    assert!(between(&world.dora, &evelyn).await?.following);
    assert!(!world.dora.with(eve).await?.following);
    let shown = world.dora.sees_moved(&eve.id()).await?;
    assert_eq!(shown, Some("evelyn@near.test".into()));
    let shown = ann.sees_moved(&world.seen.id).await?;
    assert_eq!(shown, Some("evelyn".into()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_server_is_asked_anew_whether_something_leads_back() -> Test {
    let world = world().await?;
    let no_alias = invalid("Account does not name this account among its aliases");
    let moved = world.eve.move_to("evelyn@near.test").await;
    assert_eq!(refusal(moved), no_alias);

    world.evelyn.add_alias("https://far.test/@eve").await?;
    world.later();

    assert!(world.eve.move_to("https://near.test/@evelyn").await.is_ok());
    let nobody = invalid("Account could not be found");
    for acct in ["nobody@near.test", "eve@gone.test"] {
        let refused = refusal(world.evelyn.add_alias(acct).await);
        assert_eq!(refused, nobody, "{acct}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_back_is_known_elsewhere_and_brings_nobody_back() -> Test {
    let world = world().await?;
    world.evelyn.add_alias("eve@far.test").await?;
    world.later();
    world.eve.move_to("evelyn@near.test").await?;
    world.settle()?;
    // Somebody who can still hear of it.
    let bob = world.near.member("bob")?;
    world.later();

    world.eve.come_back().await?;
    world.settle()?;
    world.near.advance(TimeDelta::days(2));

    let seen = find(&bob, "@eve@far.test").await?;
    assert_eq!(seen.moved, None);
    assert!(!between(&world.ann, &world.seen).await?.following);
    assert!(world.ann.with(&world.evelyn).await?.following);
    assert!(!follow(&bob, &seen).await?.blocked_by);
    world.settle()?;
    assert!(between(&bob, &seen).await?.following);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirection_is_shown_elsewhere_if_the_other_account_says_the_same() -> Test {
    let world = world().await?;
    let id = &world.seen.id;

    world.eve.lead_to("evelyn@near.test").await?;
    world.settle()?;
    assert_eq!(world.ann.sees_moved(id).await?, None, "nobody else says so");

    world.later();
    world.eve.come_back().await?;
    world.evelyn.add_alias("eve@far.test").await?;
    world.later();
    world.eve.lead_to("evelyn@near.test").await?;
    world.settle()?;
    assert_eq!(world.ann.sees_moved(id).await?, Some("evelyn".into()));
    assert!(between(&world.ann, &world.seen).await?.following);

    world.later();
    world.eve.come_back().await?;
    world.settle()?;
    assert_eq!(world.ann.sees_moved(id).await?, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_met_after_she_has_moved_is_met_with_where_she_is() -> Test {
    let (near, far) = Server::two().await?;
    let ann = near.member("ann")?;
    let (eve, zoe) = (far.member("eve")?, far.member("zoe")?);
    zoe.add_alias("eve").await?;
    eve.move_to("zoe").await?;

    let seen = find(&ann, "@eve@far.test").await?;

    let moved = seen.moved.ok_or("it says where it leads")?;
    assert_eq!(moved.acct, "zoe@far.test");
    assert!(
        follow(&ann, &find(&ann, "@eve@far.test").await?)
            .await
            .is_err()
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_follows_from_elsewhere_whoever_has_moved() -> Test {
    let world = world().await?;
    let bob = world.near.member("bob")?;
    world.eve.lead_to("dora").await?;

    // Near has not heard of it yet.
    follow(&bob, &world.seen).await?;
    world.settle()?;

    let now = between(&bob, &world.seen).await?;
    assert!(!now.following && !now.requested, "{now:?}");
    Ok(())
}
