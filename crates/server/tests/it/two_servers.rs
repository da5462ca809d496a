//! Two servers that know nothing of each other but their names.

use api::{
    accounts::ShowAccount,
    blocks::{BlockAccount, UnblockAccount},
    entities::{Account, Relationship, Status},
    follow_requests::{AuthorizeFollowRequest, ListFollowRequests},
    follows::{FollowAccount, RemoveFollower, UnfollowAccount},
    polls::{ShowPoll, VoteInPoll},
    relationships::ListRelationships,
    search::Search,
    statuses::edits::EditStatus,
    statuses::{
        BoostStatus, DeleteStatus, FavouriteStatus, NewPoll, PostStatus, ShowStatus, UnboostStatus,
        UnfavouriteStatus,
    },
    timelines::HomeTimeline,
};

use serde_json::json;

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Lets both do all that they have to do, also because of what the other does.
pub(crate) fn settle(one: &Server, other: &Server) -> Result<()> {
    while one.work_off()? + other.work_off()? > 0 {}
    Ok(())
}

pub(crate) async fn find(person: &Person, handle: &str) -> Result<Account> {
    let request = Search {
        q: handle.into(),
        resolve: true,
        ..Search::default()
    };
    let found = person.client.send(&request).await?;
    found
        .accounts
        .into_iter()
        .next()
        .ok_or("nobody is found".into())
}

async fn find_post(person: &Person, address: &str) -> Result<Option<Status>> {
    let request = Search {
        q: address.into(),
        resolve: true,
        ..Search::default()
    };
    let found = person.client.send(&request).await?;
    Ok(found.statuses.into_iter().next())
}

pub(crate) async fn follow(person: &Person, account: &Account) -> Result<Relationship> {
    let request = FollowAccount {
        id: account.id.clone(),
        ..FollowAccount::default()
    };
    Ok(person.client.send(&request).await?)
}

pub(crate) async fn between(person: &Person, account: &Account) -> Result<Relationship> {
    let request = ListRelationships {
        id: vec![account.id.clone()],
        with_suspended: true,
    };
    let found = person.client.send(&request).await?;
    found.into_iter().next().ok_or("no such account".into())
}

pub(crate) async fn home(person: &Person) -> Result<Vec<Status>> {
    Ok(person.client.send(&HomeTimeline::default()).await?.items)
}

fn content(status: &Status) -> &str {
    status.content.as_deref().unwrap_or_default()
}

async fn post(person: &Person, text: &str) -> Result<Status> {
    Ok(person.post(says(text)).await?)
}

/// Ann is near, Eve is far, and Ann follows her.
pub(crate) async fn acquainted() -> Result<(Server, Server, Person, Person, Account)> {
    let (near, far) = Server::two().await?;
    let (ann, eve) = (near.member("ann")?, far.member("eve")?);
    let seen = find(&ann, "@eve@far.test").await?;
    follow(&ann, &seen).await?;
    settle(&near, &far)?;
    Ok((near, far, ann, eve, seen))
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_found_by_her_handle_and_by_her_address() -> Test {
    let (near, far) = Server::two().await?;
    let ann = near.member("ann")?;
    far.member("eve")?;

    let found = find(&ann, "@Eve@FAR.test").await?;

    assert_eq!(found.acct, "eve@far.test");
    assert_eq!(found.uri, "https://far.test/users/eve");
    let again = find(&ann, "https://far.test/@eve").await?;
    assert_eq!(again.id, found.id);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_is_asked_for_and_allowed_and_ended() -> Test {
    let (near, far, ann, eve, seen) = acquainted().await?;

    assert!(between(&ann, &seen).await?.following);
    assert_eq!(eve.told().await?, [("follow".into(), "ann".into())]);
    let follower = find(&eve, "@ann@near.test").await?;
    assert!(between(&eve, &follower).await?.followed_by);

    let id = seen.id.clone();
    ann.client.send(&UnfollowAccount { id }).await?;
    settle(&near, &far)?;

    assert!(!between(&eve, &follower).await?.followed_by);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_to_be_asked_decides_about_followers_elsewhere() -> Test {
    let (near, far) = Server::two().await?;
    let (ann, eve) = (near.member("ann")?, far.member("eve")?);
    eve.lock(true).await?;
    let seen = find(&ann, "@eve@far.test").await?;

    assert!(follow(&ann, &seen).await?.requested);
    settle(&near, &far)?;
    let waiting = eve.client.send(&ListFollowRequests::default()).await?;
    assert_eq!(waiting.items.len(), 1);
    assert!(!between(&ann, &seen).await?.following);

    let id = waiting.items[0].id.clone();
    eve.client
        .send(&AuthorizeFollowRequest { id: id.clone() })
        .await?;
    settle(&near, &far)?;
    assert!(between(&ann, &seen).await?.following);

    eve.client.send(&RemoveFollower { id }).await?;
    settle(&near, &far)?;
    let ended = between(&ann, &seen).await?;
    assert!(!ended.following && !ended.requested);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_reaches_followers_elsewhere_and_so_do_its_edit_and_its_end() -> Test {
    let (near, far, ann, eve, _) = acquainted().await?;

    let posted = post(&eve, "Hello #fediverse").await?;
    settle(&near, &far)?;

    let seen = home(&ann).await?;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].uri, posted.uri);
    assert!(content(&seen[0]).contains("Hello"));
    assert_eq!(seen[0].tags[0].name, "fediverse");

    let edit: EditStatus = serde_json::from_value(json!({
        "id": posted.id,
        "status": "Good bye",
    }))?;
    near.advance(chrono::TimeDelta::minutes(1));
    eve.client.send(&edit).await?;
    settle(&near, &far)?;
    let seen = home(&ann).await?;
    assert!(content(&seen[0]).contains("Good bye"));
    assert!(seen[0].edited_at.is_some());

    let delete = DeleteStatus {
        id: posted.id.clone(),
        delete_media: None,
    };
    eve.client.send(&delete).await?;
    settle(&near, &far)?;
    assert!(home(&ann).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_finds_the_post_it_answers_and_who_is_named_is_told() -> Test {
    let (near, far, ann, eve, _) = acquainted().await?;
    post(&eve, "A question").await?;
    settle(&near, &far)?;
    let question = home(&ann).await?.remove(0);
    let answer = PostStatus {
        status: Some("@eve@far.test An answer".into()),
        in_reply_to_id: Some(question.id.clone()),
        ..PostStatus::default()
    };

    ann.post(answer).await?;
    settle(&near, &far)?;

    let told = eve.told().await?;
    assert!(told.contains(&("mention".into(), "ann".into())), "{told:?}");
    let id = question.uri.rsplit('/').next().unwrap_or_default();
    let shown = eve.client.send(&ShowStatus { id: id.into() }).await?;
    assert_eq!(shown.replies_count, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_and_boosts_are_known_where_the_post_is_and_so_is_their_end() -> Test {
    let (near, far, ann, eve, _) = acquainted().await?;
    let posted = post(&eve, "Like me").await?;
    settle(&near, &far)?;
    let seen = home(&ann).await?.remove(0);
    let counts = async || -> Result<(i64, i64)> {
        let id = posted.id.clone();
        let it = eve.client.send(&ShowStatus { id }).await?;
        Ok((it.favourites_count, it.reblogs_count))
    };

    let id = seen.id.clone();
    ann.client.send(&FavouriteStatus { id: id.clone() }).await?;
    let boost = BoostStatus {
        id: id.clone(),
        visibility: None,
    };
    ann.client.send(&boost).await?;
    settle(&near, &far)?;

    assert_eq!(counts().await?, (1, 1));
    let told = eve.told().await?;
    for kind in ["favourite", "reblog"] {
        assert!(told.contains(&(kind.into(), "ann".into())), "{told:?}");
    }

    ann.client
        .send(&UnfavouriteStatus { id: id.clone() })
        .await?;
    ann.client.send(&UnboostStatus { id }).await?;
    settle(&near, &far)?;
    assert_eq!(counts().await?, (0, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_for_one_person_is_seen_by_her_alone() -> Test {
    let (near, far, ann, eve, _) = acquainted().await?;
    let bob = near.member("bob")?;
    let message = PostStatus {
        status: Some("@ann@near.test Psst".into()),
        visibility: Some("direct".into()),
        ..PostStatus::default()
    };
    let sent = eve.post(message).await?;
    settle(&near, &far)?;

    assert!(
        ann.told()
            .await?
            .contains(&("mention".into(), "eve".into()))
    );
    assert!(find_post(&bob, &sent.uri).await?.is_none());
    let found = find_post(&ann, &sent.uri).await?.ok_or("hers")?;
    assert_eq!(json!(found.visibility), "direct");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_for_followers_is_not_shown_to_anybody_who_asks() -> Test {
    let (near, far) = Server::two().await?;
    let (ann, eve) = (near.member("ann")?, far.member("eve")?);
    let private = PostStatus {
        status: Some("For friends".into()),
        visibility: Some("private".into()),
        ..PostStatus::default()
    };
    let sent = eve.post(private).await?;
    let public = post(&eve, "For all").await?;

    assert!(find_post(&ann, &sent.uri).await?.is_none());
    assert!(find_post(&ann, &public.uri).await?.is_some());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_from_elsewhere_counts_once() -> Test {
    let (near, far, ann, eve, _) = acquainted().await?;
    let question = PostStatus {
        status: Some("Tea or coffee?".into()),
        poll: Some(NewPoll {
            options: vec!["Tea".into(), "Coffee".into()],
            expires_in: 3600,
            ..NewPoll::default()
        }),
        ..PostStatus::default()
    };
    let asked = eve.post(question).await?;
    settle(&near, &far)?;
    let seen = home(&ann).await?.remove(0);
    let poll = seen.poll.ok_or("a poll")?;
    assert_eq!(poll.options[1].title, "Coffee");

    let vote = VoteInPoll {
        id: poll.id,
        choices: vec!["1".into()],
    };
    ann.client.send(&vote).await?;
    settle(&near, &far)?;

    let id = asked.poll.ok_or("a poll")?.id;
    let counted = eve.client.send(&ShowPoll { id }).await?;
    assert_eq!(counted.votes_count, 1);
    assert_eq!(counted.options[1].votes_count, Some(1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_blocked_elsewhere_neither_follows_nor_is_followed() -> Test {
    let (near, far, ann, eve, seen) = acquainted().await?;
    let follower = find(&eve, "@ann@near.test").await?;

    let id = follower.id.clone();
    eve.client.send(&BlockAccount { id: id.clone() }).await?;
    settle(&near, &far)?;

    let now = between(&ann, &seen).await?;
    assert!(!now.following && now.blocked_by);
    assert!(follow(&ann, &seen).await.is_err());

    eve.client.send(&UnblockAccount { id }).await?;
    settle(&near, &far)?;
    assert!(!between(&ann, &seen).await?.blocked_by);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_profile_is_known_elsewhere() -> Test {
    let (near, far, ann, eve, seen) = acquainted().await?;
    let change = api::accounts::UpdateCredentials {
        display_name: Some("Eve of Far".into()),
        ..Default::default()
    };

    eve.client.send(&change).await?;
    settle(&near, &far)?;

    let id = seen.id.clone();
    let shown = ann.client.send(&ShowAccount { id }).await?;
    assert_eq!(shown.display_name, "Eve of Far");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_can_want_to_know_who_asks() -> Test {
    let (near, far) = Server::two_with(|options| options.authorized_fetch = true).await?;
    let (ann, eve) = (near.member("ann")?, far.member("eve")?);
    let posted = post(&eve, "Only for those who say who they are").await?;
    let unsigned = async |path: &str| -> Result<u16> {
        let request = far.http.get(format!("{}{path}", far.url));
        let request = request.header("accept", "application/activity+json");
        Ok(request.send().await?.status().as_u16())
    };

    assert_eq!(unsigned("/users/eve").await?, 401);
    assert_eq!(
        unsigned(&format!("/users/eve/statuses/{}", posted.id)).await?,
        401
    );
    assert_eq!(unsigned("/actor").await?, 200);
    assert_eq!(find(&ann, "@eve@far.test").await?.acct, "eve@far.test");
    assert!(find_post(&ann, &posted.uri).await?.is_some());

    far.change(|cx| {
        cx.caller = domain::Caller::System;
        let now = cx.now;
        let terms = store::domain_blocks::Terms {
            severity: "suspend".into(),
            grace_days: 30,
            ..store::domain_blocks::Terms::default()
        };
        store::domain_blocks::add(&mut cx.tx, "near.test", &terms, None, now)?;
        Ok(())
    })?;
    let other = post(&eve, "Not for you").await?;
    assert!(find_post(&ann, &other.uri).await?.is_none());
    Ok(())
}
