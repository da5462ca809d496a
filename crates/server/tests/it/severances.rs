//! Follows that were cut because of what was decided about a domain or an account.

use api::{
    admin::accounts::{AccountAction, ActOnAccount},
    notifications::ListNotifications,
    user_domain_blocks::BlockDomain,
};
use store::follows::{self, Terms};

use crate::server::{Server, Test};

#[tokio::test]
async fn members_are_told_once_that_a_suspension_has_cut_their_followers() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let far = server.remote("far", "far.example")?;
    server.change(|cx| {
        let now = cx.now;
        for id in [ann.id, bob.id] {
            follows::add(&mut cx.tx, far.id, id, &Terms::default(), now)?;
        }
        // Kept, in case that the suspension is lifted.
        Ok(follows::add(
            &mut cx.tx,
            eve.id,
            far.id,
            &Terms::default(),
            now,
        )?)
    })?;

    let suspend = ActOnAccount::new(far.id.to_string(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;
    server.work_off()?;

    for person in [&ann, &bob] {
        let told = person.notices().await?;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].r#type, "severed_relationships");
        assert_eq!(told[0].account.id, person.id());
        let event = told[0].event.as_ref().expect("what happened");
        assert_eq!(event.r#type, "account_suspension");
        assert_eq!(event.target_name, "far@far.example");
        assert_eq!((event.followers_count, event.following_count), (1, 0));
        assert!(!event.purged);
    }
    assert_eq!(eve.notices().await?, []);
    let severances = store::testing::count(&mut server.tx()?, "severances")?;
    assert_eq!(severances, 1, "for all of them");
    Ok(())
}

#[tokio::test]
async fn who_blocks_a_domain_is_told_what_that_has_cut() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut far = Vec::new();
    for name in ["one", "two", "three"] {
        far.push(server.remote(name, "far.example")?.id);
    }
    server.change(|cx| {
        let now = cx.now;
        let pairs = [
            (far[0], ann.id),
            (far[1], ann.id),
            (ann.id, far[2]),
            (far[0], bob.id),
        ];
        for (follower, target) in pairs {
            follows::add(&mut cx.tx, follower, target, &Terms::default(), now)?;
        }
        Ok(())
    })?;
    let block = BlockDomain {
        domain: "far.example".into(),
    };

    ann.client.send(&block).await?;
    server.work_off()?;
    bob.client.send(&block).await?;
    server.work_off()?;

    for (person, cut) in [(&ann, (2, 1)), (&bob, (1, 0))] {
        let list = ListNotifications::default();
        let told = person.client.send(&list).await?.items;
        assert_eq!(told.len(), 1);
        let event = told[0].event.as_ref().expect("what happened");
        assert_eq!(event.r#type, "user_domain_block");
        assert_eq!(event.target_name, "far.example");
        assert_eq!((event.followers_count, event.following_count), cut);
    }
    Ok(())
}
