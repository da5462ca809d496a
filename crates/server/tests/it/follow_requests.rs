//! Who asks for leave to follow.

use api::{
    accounts::VerifyCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
    follow_requests::{AuthorizeFollowRequest, ListFollowRequests, RejectFollowRequest},
    follows::UnfollowAccount,
};

use crate::{
    account_actions::refusal,
    follows::names,
    people::Person,
    server::{Server, Test},
};

async fn waiting(person: &Person) -> Result<Vec<String>, client::Error> {
    let page = person.client.send(&ListFollowRequests::default()).await?;
    Ok(names(&page.items).into_iter().map(str::to_owned).collect())
}

#[tokio::test]
async fn a_locked_account_is_asked_and_says_yes_or_no() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    bob.lock(true).await?;

    let seen = ann.follow(&bob).await?;
    assert!(seen.requested && !seen.following && seen.showing_reblogs);
    assert!(bob.with(&ann).await?.requested_by);
    assert_eq!(bob.told().await?, [("follow_request".into(), "ann".into())]);
    assert_eq!(waiting(&bob).await?, ["ann"]);
    let mine = bob.client.send(&VerifyCredentials {}).await?;
    assert_eq!(mine.source.follow_requests_count, 1);

    let id = ann.id();
    let seen = bob
        .client
        .send(&RejectFollowRequest { id: id.clone() })
        .await?;
    assert!(!seen.requested_by && !seen.followed_by);
    assert_eq!(bob.told().await?, []);

    ann.follow(&bob).await?;
    let authorize = AuthorizeFollowRequest { id };
    let seen = bob.client.send(&authorize).await?;
    assert!(!seen.requested_by && seen.followed_by);
    assert_eq!(bob.told().await?, [("follow".into(), "ann".into())]);
    assert!(ann.with(&bob).await?.following);
    assert!(waiting(&bob).await?.is_empty());
    let again = bob.client.send(&authorize).await;
    assert_eq!(refusal(again), (404, "Record not found".into()));
    let reject = RejectFollowRequest { id: ann.id() };
    assert_eq!(refusal(bob.client.send(&reject).await).0, 404);
    assert!(ann.with(&bob).await?.following, "nothing was changed");
    Ok(())
}

#[tokio::test]
async fn a_request_can_be_taken_back() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    bob.lock(true).await?;
    ann.follow(&bob).await?;

    let seen = ann.client.send(&UnfollowAccount { id: bob.id() }).await?;

    assert!(!seen.requested && !seen.following);
    assert!(waiting(&bob).await?.is_empty());
    assert_eq!(bob.told().await?, []);
    Ok(())
}

#[tokio::test]
async fn who_is_silenced_has_to_ask_and_is_not_let_in_by_unlocking() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    let silence = ActOnAccount::new(ann.id(), AccountAction::Silence);
    moderator.client.send(&silence).await?;

    assert!(ann.follow(&carl).await?.requested, "carl is not locked");
    carl.lock(true).await?;
    bob.follow(&carl).await?;
    assert_eq!(waiting(&carl).await?, ["bob", "ann"]);
    carl.lock(false).await?;
    server.work_off()?;

    assert_eq!(waiting(&carl).await?, ["ann"]);
    assert!(bob.with(&carl).await?.following);
    assert!(
        carl.told()
            .await?
            .contains(&("follow".into(), "bob".into()))
    );
    Ok(())
}

#[tokio::test]
async fn who_locks_again_before_the_others_were_let_in_keeps_them_waiting() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    bob.lock(true).await?;
    ann.follow(&bob).await?;

    bob.lock(false).await?;
    bob.lock(true).await?;
    server.work_off()?;

    assert_eq!(waiting(&bob).await?, ["ann"]);
    Ok(())
}

#[tokio::test]
async fn suspended_accounts_do_not_show_among_those_who_wait() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    bob.lock(true).await?;
    ann.follow(&bob).await?;

    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;

    assert!(waiting(&bob).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn another_server_is_asked_first() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let zed = server.remote("zed", "far.example")?;
    let follow = api::follows::FollowAccount {
        id: zed.id.to_string(),
        ..api::follows::FollowAccount::default()
    };

    let seen = ann.client.send(&follow).await?;

    assert!(seen.requested && !seen.following);
    Ok(())
}
