//! Taking part in relays.

use api::admin::{
    acts::ListActs,
    domain_blocks::DomainBlockSeverity::Suspend,
    relays::{
        AdminRelay, CreateRelay, DeleteRelay, DisableRelay, EnableRelay, ListRelays, RelayState,
    },
};
use serde_json::{Value, json};
use store::{outgoing, relays, statuses, testing::count};

use crate::{
    account_actions::refusal,
    domain_blocks::block,
    inbox::peer::{PUBLIC, Peer},
    people::Person,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const INBOX: &str = "https://relay.test/inbox";

async fn ask(by: &Person) -> Result<AdminRelay> {
    let request = CreateRelay {
        inbox_url: INBOX.into(),
    };
    Ok(by.client.send(&request).await?)
}

async fn state(by: &Person) -> Result<Option<RelayState>> {
    let relays = by.client.send(&ListRelays {}).await?;
    Ok(relays.into_iter().next().and_then(|it| it.state.known()))
}

/// The last thing that was said to others.
fn said(server: &Server) -> Result<Value> {
    server.work_off()?;
    let all = count(&mut server.tx()?, "outgoing")?;
    let found = outgoing::find_many(&mut server.tx()?, &(1..=all).collect::<Vec<_>>())?;
    let last = found.into_iter().max_by_key(|it| it.id);
    Ok(serde_json::from_str(
        &last.ok_or("nothing was said")?.activity,
    )?)
}

/// The relay answers the last request.
async fn answers(relay: &Peer, server: &Server, kind: &str) -> Result<()> {
    let asked = relays::all(&mut server.tx()?)?;
    let follow = asked.into_iter().next().and_then(|it| it.follow_uri);
    let object = json!({
        "id": follow,
        "type": "Follow",
        "actor": format!("{}/actor", server.app.site.url),
        "object": PUBLIC,
    });
    relay
        .send(server, &relay.activity(kind, &format!("{kind}/1"), object))
        .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_is_asked_and_accepts_and_is_left() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let relay = server.peer("relay", "relay.test")?;

    let made = ask(&admin).await?;

    assert_eq!(made.state, RelayState::Pending.into());
    assert_eq!(made.warning, None);
    let follow = said(&server)?;
    assert_eq!(
        (&follow["type"], &follow["object"]),
        (&json!("Follow"), &json!(PUBLIC))
    );
    assert_eq!(follow["actor"], format!("{}/actor", server.app.site.url));
    answers(&relay, &server, "Accept").await?;
    assert_eq!(state(&admin).await?, Some(RelayState::Accepted));
    let before = count(&mut server.tx()?, "outgoing")?;
    admin
        .client
        .send(&EnableRelay {
            id: made.id.clone(),
        })
        .await?;
    server.work_off()?;
    assert_eq!(count(&mut server.tx()?, "outgoing")?, before);

    let left = admin
        .client
        .send(&DisableRelay {
            id: made.id.clone(),
        })
        .await?;
    assert_eq!(left.state, RelayState::Idle.into());
    let undo = said(&server)?;
    assert_eq!(
        (&undo["type"], &undo["object"]["id"]),
        (&json!("Undo"), &follow["id"])
    );
    admin.client.send(&DeleteRelay { id: made.id }).await?;
    assert_eq!(state(&admin).await?, None);

    let about = ListActs {
        target_type: Some("Relay".into()),
        ..ListActs::default()
    };
    let acts = admin.client.send(&about).await?.items;
    let words: Vec<&str> = acts.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(words, ["destroy", "disable", "enable", "create"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_relay_itself_answers_and_may_say_no() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let relay = server.peer("relay", "relay.test")?;
    let other = server.peer("eve", "far.test")?;
    ask(&admin).await?;

    answers(&other, &server, "Accept").await?;
    assert_eq!(state(&admin).await?, Some(RelayState::Pending));
    answers(&relay, &server, "Reject").await?;
    assert_eq!(state(&admin).await?, Some(RelayState::Rejected));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_kept_once_and_must_be_one() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    ask(&admin).await?;

    for (url, text) in [
        (INBOX, "Validation failed: Inbox url has already been taken"),
        ("", "Validation failed: Inbox url can't be blank"),
        ("relay.test", "Validation failed: Inbox url is invalid"),
        (
            "ftp://relay.test/",
            "Validation failed: Inbox url is invalid",
        ),
    ] {
        let request = CreateRelay {
            inbox_url: url.into(),
        };
        let refused = admin.client.send(&request).await;
        assert_eq!(refusal(refused), (422, text.to_owned()));
    }
    admin.client.send(&block("relay.test", Suspend)).await?;
    let warned = admin.client.send(&ListRelays {}).await?;
    assert!(warned[0].warning.is_some(), "{warned:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn public_posts_go_to_relays_that_take_part_and_no_others() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let relay = server.peer("relay", "relay.test")?;
    let to_relay = "outbox WHERE inbox = 'https://relay.test/inbox'";
    ask(&admin).await?;
    server.work_off()?;
    let asked = count(&mut server.tx()?, to_relay)?;

    admin.post(says("Too early")).await?;
    server.work_off()?;
    assert_eq!(count(&mut server.tx()?, to_relay)?, asked);
    answers(&relay, &server, "Accept").await?;
    admin.post(says("Hello all")).await?;
    server.work_off()?;
    assert_eq!(count(&mut server.tx()?, to_relay)?, asked + 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_relay_passes_on_is_asked_for_although_nobody_follows_its_author() -> Test {
    let (near, far) = Server::two().await?;
    let (admin, eve) = (near.staff("admin", "Admin")?, far.member("eve")?);
    let relay = near.peer("relay", "relay.test")?;
    let post = eve.post(says("Hello world")).await?;
    let announce = |number: u32| {
        let mut announce =
            relay.activity("Announce", &format!("announces/{number}"), json!(post.uri));
        announce["to"] = json!([PUBLIC]);
        announce
    };

    relay.send(&near, &announce(1)).await?;
    assert!(statuses::find_by_uri(&mut near.tx()?, &post.uri)?.is_none());
    ask(&admin).await?;
    answers(&relay, &near, "Accept").await?;
    relay.send(&near, &announce(2)).await?;

    let kept = statuses::find_by_uri(&mut near.tx()?, &post.uri)?;
    assert!(kept.is_some());
    assert!(relay.posts(&near)?.is_empty(), "it means nothing by it");
    Ok(())
}
