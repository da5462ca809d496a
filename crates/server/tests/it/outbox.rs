//! What other servers are told, and what becomes of it when they cannot be reached.

use api::{
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount, UnsuspendAccount},
    blocks::{BlockAccount, UnblockAccount},
    follow_requests::{AuthorizeFollowRequest, RejectFollowRequest},
    follows::{FollowAccount, RemoveFollower, UnfollowAccount},
    statuses::{
        BoostStatus, DeleteStatus, FavouriteStatus, PinStatus, UnboostStatus, UnfavouriteStatus,
        UnpinStatus, edits::EditStatus,
    },
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use store::{
    accounts::Account,
    statuses::{NewStatus, Visibility},
    testing::count,
};

use crate::{
    peer::{Peer, Sent},
    people::Person,
    server::{Server, Test},
    statuses::{asks, says, to},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A server that may call peers on this machine.
async fn start() -> Result<Server> {
    Server::start_with(|options| {
        options.rate_limits = false;
        options.allowed_networks = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await
}

impl Server {
    /// What is still to be said.
    fn waiting(&self) -> Result<i64> {
        Ok(count(&mut self.tx()?, "outbox")?)
    }

    /// Everything that the peer was told, in no particular order, by type and inbox.
    async fn told(&self, peer: &Peer) -> Result<Vec<(String, String)>> {
        self.work_off()?;
        let mut told = Vec::new();
        for sent in peer.received() {
            let document = sent.open(self, peer).await?;
            let kind = document["type"].as_str().unwrap_or_default();
            told.push((kind.to_owned(), sent.inbox));
        }
        Ok(told)
    }

    /// A post of another server.
    fn post_of(&self, author: &Account, text: &str) -> Result<store::statuses::Status> {
        self.change(|cx| {
            let id = cx.new_id();
            let uri = format!("{}/statuses/{id}", author.uri);
            let post = NewStatus {
                id,
                uri: Some(&uri),
                url: Some(&uri),
                account_id: author.id,
                content: text,
                text: "",
                spoiler_text: "",
                visibility: Visibility::Public,
                sensitive: false,
                language: None,
                in_reply_to_id: None,
                in_reply_to_account_id: None,
                conversation_id: id,
                reblog_of_id: None,
                quote_of_id: None,
                quote_policy: "public",
                application_id: None,
                is_local: false,
                has_media: false,
                created_at: cx.now,
            };
            Ok(store::statuses::add(&mut cx.tx, &post)?)
        })
    }
}

fn pair(kind: &str, inbox: &str) -> (String, String) {
    (kind.to_owned(), inbox.to_owned())
}

#[tokio::test]
async fn a_post_goes_once_to_each_server_with_followers_and_to_whom_it_names() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let (near, far) = (Peer::new()?, Peer::new()?);
    near.follower(&server, "eve", &ann)?;
    near.follower(&server, "fay", &ann)?;
    let gus = far.account(&server, "gus")?;

    let post = ann.post(says(&format!("Hi @gus@{}", far.address))).await?;
    server.work_off()?;

    for peer in [&near, &far] {
        let told = peer.one(&server).await?;
        assert_eq!(told["type"], "Create");
        assert_eq!(told["actor"], format!("{}/users/ann", server.url));
        let uri = format!("{}/users/ann/statuses/{}", server.url, post.id);
        assert_eq!(told["object"]["id"], uri);
        assert!(
            told["cc"]
                .as_array()
                .is_some_and(|it| it.contains(&json!(gus.uri)))
        );
    }
    assert_eq!(server.waiting()?, 0);
    Ok(())
}

#[tokio::test]
async fn what_concerns_nobody_elsewhere_leaves_no_job() -> Test {
    let server = start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    server.follow(&ann, &bob)?;
    server.work_off()?;

    let post = bob.post(says("Only here, @ann")).await?;
    ann.client
        .send(&FavouriteStatus {
            id: post.id.clone(),
        })
        .await?;
    ann.post(to("@bob psst", "direct")).await?;
    bob.client
        .send(&PinStatus {
            id: post.id.clone(),
        })
        .await?;

    let left = count(&mut server.tx()?, "jobs WHERE name = 'tell_servers'")?;
    assert_eq!(left, 0);
    Ok(())
}

#[tokio::test]
async fn private_posts_go_to_followers_and_direct_ones_to_whom_they_name() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let (near, far) = (Peer::new()?, Peer::new()?);
    near.follower(&server, "eve", &ann)?;
    far.account(&server, "gus")?;

    ann.post(to("For friends", "private")).await?;
    assert_eq!(server.told(&near).await?, [pair("Create", "shared")]);
    assert_eq!(server.told(&far).await?, []);

    ann.post(to(&format!("@gus@{} psst", far.address), "direct"))
        .await?;
    assert_eq!(server.told(&near).await?, []);
    assert_eq!(server.told(&far).await?, [pair("Create", "shared")]);
    Ok(())
}

#[tokio::test]
async fn what_becomes_of_a_post_is_told_to_those_who_know_it() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    let post = ann.post(says("First")).await?;
    server.told(&peer).await?;

    let id = &post.id;
    ann.client
        .send(&asks::<EditStatus>(json!({ "id": id, "status": "Second" })))
        .await?;
    server.work_off()?;
    let told = peer.one(&server).await?;
    assert_eq!(told["type"], "Update");
    assert!(told["object"]["updated"].is_string());

    ann.client.send(&PinStatus { id: id.clone() }).await?;
    assert_eq!(server.told(&peer).await?, [pair("Add", "shared")]);
    ann.client.send(&UnpinStatus { id: id.clone() }).await?;
    assert_eq!(server.told(&peer).await?, [pair("Remove", "shared")]);

    ann.client
        .send(&asks::<DeleteStatus>(json!({ "id": id })))
        .await?;
    server.work_off()?;
    let told = peer.one(&server).await?;
    assert_eq!(told["type"], "Delete");
    assert_eq!(told["object"]["type"], "Tombstone");
    let uri = format!("{}/users/ann/statuses/{id}", server.url);
    assert_eq!(told["object"]["id"], uri);
    Ok(())
}

#[tokio::test]
async fn boosts_and_favourites_reach_the_author_and_are_taken_back() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    let eve = peer.account(&server, "eve")?;
    let post = server.post_of(&eve, "<p>From afar</p>")?;
    let id = post.id.to_string();

    ann.client.send(&FavouriteStatus { id: id.clone() }).await?;
    server.work_off()?;
    let like = peer.one(&server).await?;
    assert_eq!(like["type"], "Like");
    assert_eq!(
        Some(like["object"].as_str().unwrap_or_default()),
        post.uri.as_deref()
    );

    ann.client
        .send(&UnfavouriteStatus { id: id.clone() })
        .await?;
    server.work_off()?;
    let undone = peer.one(&server).await?;
    assert_eq!(undone["type"], "Undo");
    assert_eq!(undone["object"]["id"], like["id"]);

    let boost = BoostStatus {
        id: id.clone(),
        visibility: None,
    };
    ann.client.send(&boost).await?;
    server.work_off()?;
    let boost = peer.one(&server).await?;
    assert_eq!(boost["type"], "Announce");
    assert!(
        boost["cc"]
            .as_array()
            .is_some_and(|it| it.contains(&json!(eve.uri)))
    );

    ann.client.send(&UnboostStatus { id }).await?;
    server.work_off()?;
    let undone = peer.one(&server).await?;
    assert_eq!(undone["object"]["type"], "Announce");
    assert_eq!(undone["object"]["id"], boost["id"]);
    Ok(())
}

#[tokio::test]
async fn a_follow_is_asked_for_and_taken_back_by_its_name() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    let eve = peer.account(&server, "eve")?;
    let id = eve.id.to_string();

    ann.client
        .send(&asks::<FollowAccount>(json!({ "id": id })))
        .await?;
    server.work_off()?;
    let follow = peer.one(&server).await?;
    assert_eq!(follow["type"], "Follow");
    assert_eq!(follow["object"], eve.uri);

    ann.client.send(&UnfollowAccount { id }).await?;
    server.work_off()?;
    let undone = peer.one(&server).await?;
    assert_eq!(undone["type"], "Undo");
    assert_eq!(undone["object"]["id"], follow["id"]);
    Ok(())
}

#[tokio::test]
async fn followers_from_elsewhere_are_let_in_sent_away_and_blocked() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    let (eve, fay) = (peer.account(&server, "eve")?, peer.account(&server, "fay")?);
    for account in [&eve, &fay] {
        server.asks_to_follow(account, &ann)?;
    }
    let id = eve.id.to_string();

    ann.client
        .send(&AuthorizeFollowRequest { id: id.clone() })
        .await?;
    server.work_off()?;
    let accepted = peer.one(&server).await?;
    assert_eq!(accepted["type"], "Accept");
    assert_eq!(accepted["object"]["id"], format!("{}#asks", eve.uri));
    assert_eq!(accepted["object"]["actor"], eve.uri);

    ann.client.send(&RemoveFollower { id: id.clone() }).await?;
    server.work_off()?;
    let rejected = peer.one(&server).await?;
    assert_eq!(rejected["type"], "Reject");
    assert_eq!(rejected["object"]["id"], format!("{}#asks", eve.uri));

    ann.client
        .send(&RejectFollowRequest {
            id: fay.id.to_string(),
        })
        .await?;
    assert_eq!(server.told(&peer).await?, [pair("Reject", "fay")]);

    ann.client.send(&BlockAccount { id: id.clone() }).await?;
    server.work_off()?;
    let block = peer.one(&server).await?;
    assert_eq!(block["type"], "Block");
    ann.client.send(&UnblockAccount { id }).await?;
    server.work_off()?;
    let undone = peer.one(&server).await?;
    assert_eq!(undone["object"]["id"], block["id"]);
    Ok(())
}

impl Server {
    fn asks_to_follow(&self, follower: &Account, of: &Person) -> Result<()> {
        let (id, uri) = (follower.id, format!("{}#asks", follower.uri));
        self.change(|cx| {
            let now = cx.now;
            let terms = store::follows::Terms::default();
            let tx = &mut cx.tx;
            store::follow_requests::add(tx, id, of.id, &terms, now)?;
            let request = store::activity_names::follow_request(tx, id, of.id)?;
            let request = request.ok_or(domain::Error::NotFound)?;
            Ok(store::activity_names::name_follow_request(
                tx, request.id, &uri,
            )?)
        })
    }
}

#[tokio::test]
async fn profiles_suspensions_and_deletions_are_told() -> Test {
    let server = start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let (near, far) = (Peer::new()?, Peer::new()?);
    near.follower(&server, "eve", &ann)?;
    far.account(&server, "gus")?;
    // Whoever follows has seen the account.
    server.document("/users/ann").await?;

    let change = json!({ "display_name": "Ann" });
    let change = asks::<api::accounts::UpdateCredentials>(change);
    ann.client.send(&change).await?;
    server.work_off()?;
    let told = near.one(&server).await?;
    assert_eq!(told["type"], "Update");
    assert_eq!(told["object"]["name"], "Ann");

    ann.post(to(&format!("@gus@{} psst", far.address), "direct"))
        .await?;
    assert_eq!(server.told(&far).await?, [pair("Create", "shared")]);
    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    server.work_off()?;
    for peer in [&near, &far] {
        let told = peer.one(&server).await?;
        assert_eq!(told["object"]["suspended"], true);
        assert_eq!(told["object"]["name"], "ann");
    }

    let lift: UnsuspendAccount = asks(json!({ "id": ann.id() }));
    admin.client.send(&lift).await?;
    server.work_off()?;
    let told = near.one(&server).await?;
    assert_eq!(told["object"].get("suspended"), None);

    admin.client.send(&suspend).await?;
    server.work_off()?;
    near.received();
    far.received();
    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;
    for peer in [&near, &far] {
        let sent = peer.received();
        let told: Vec<Value> = sent.iter().map(Sent::document).collect::<Result<_>>()?;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["type"], "Delete");
        assert_eq!(told[0]["object"], format!("{}/users/ann", server.url));
    }
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_hears_that_her_follows_are_gone_once_that_is_final() -> Test {
    let server = start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let peer = Peer::new()?;
    let eve = peer.follower(&server, "eve", &ann)?;
    let id = eve.id.to_string();

    let suspend = ActOnAccount::new(id.clone(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    assert_eq!(server.told(&peer).await?, [], "it can still be lifted");

    admin.client.send(&DeleteAccount { id }).await?;
    server.work_off()?;
    let told = peer.one(&server).await?;
    assert_eq!(told["type"], "Reject");
    assert_eq!(told["actor"], format!("{}/users/ann", server.url));
    assert_eq!(told["object"]["id"], format!("{}#follows/1", eve.uri));
    Ok(())
}

#[tokio::test]
async fn a_report_is_sent_on_by_the_server_and_names_nobody() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    let eve = peer.account(&server, "eve")?;
    let post = server.post_of(&eve, "<p>Buy this</p>")?;
    let report = |forward: bool| {
        asks::<api::reports::CreateReport>(json!({
            "account_id": eve.id.to_string(),
            "status_ids": [post.id.to_string()],
            "comment": "Spam",
            "forward": forward,
        }))
    };

    assert_eq!(
        ann.client.send(&report(false)).await?.forwarded,
        Some(false)
    );
    assert_eq!(server.told(&peer).await?, []);

    assert_eq!(ann.client.send(&report(true)).await?.forwarded, Some(true));
    server.work_off()?;
    let flag = peer.one(&server).await?;
    assert_eq!(flag["type"], "Flag");
    assert_eq!(flag["actor"], format!("{}/actor", server.url));
    assert_eq!(flag["content"], "Spam");
    assert_eq!(flag["object"], json!([eve.uri, post.uri]));
    for word in ["to", "cc", "published", "target"] {
        assert_eq!(flag.get(word), None, "{word}");
    }
    Ok(())
}

#[tokio::test]
async fn relays_get_what_is_public() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    let relay = format!(
        "INSERT INTO relays (inbox, state, created_at, updated_at) VALUES \
         ('http://{}/relay', 'accepted', '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00')",
        peer.address
    );
    server.change(|cx| Ok(store::testing::batch(&mut cx.tx, &relay)?))?;

    ann.post(says("For all")).await?;
    ann.post(to("Quietly", "unlisted")).await?;

    assert_eq!(server.told(&peer).await?, [pair("Create", "relay")]);
    Ok(())
}

#[tokio::test]
async fn servers_without_any_exchange_are_told_nothing() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    let host = peer.address.ip().to_string();
    let block = format!(
        "INSERT INTO domain_blocks (domain, severity, reject_media, reject_reports, obfuscate, \
         grace_days, created_at) VALUES ('{host}', 'suspend', {no}, {no}, {no}, 0, \
         '2026-01-01 00:00:00+00:00')",
        no = match server.app.store.engine() {
            "SQLite" => "0",
            _ => "false",
        }
    );
    server.change(|cx| Ok(store::testing::batch(&mut cx.tx, &block)?))?;

    ann.post(says("Hello")).await?;

    assert_eq!(server.told(&peer).await?, []);
    Ok(())
}

#[tokio::test]
async fn what_does_not_get_through_is_tried_again_later_and_later() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    peer.answer_with(503);
    ann.post(says("Hello")).await?;

    server.work_off()?;
    assert_eq!(peer.received().len(), 1);
    server.work_off()?;
    assert_eq!(peer.received().len(), 0, "not at once");
    server.advance(TimeDelta::minutes(1));
    server.work_off()?;
    assert_eq!(peer.received().len(), 1);

    peer.answer_with(202);
    server.advance(TimeDelta::hours(1));
    assert_eq!(server.told(&peer).await?, [pair("Create", "shared")]);
    assert_eq!(server.waiting()?, 0);
    let failures = count(&mut server.tx()?, "delivery_failures")?;
    assert_eq!(failures, 0, "it is well again");
    Ok(())
}

#[tokio::test]
async fn what_is_refused_is_not_tried_again() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    peer.answer_with(410);
    ann.post(says("Hello")).await?;

    server.work_off()?;

    assert_eq!(peer.received().len(), 1);
    assert_eq!(server.waiting()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_server_that_fails_for_seven_days_is_left_alone_and_tried_once_a_day() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peer = Peer::new()?;
    peer.follower(&server, "eve", &ann)?;
    peer.answer_with(500);
    for day in 0..7 {
        ann.post(says(&format!("Day {day}"))).await?;
        server.work_off()?;
        server.advance(TimeDelta::days(1));
    }
    assert_eq!(server.waiting()?, 0, "nothing waits for it any more");
    peer.received();

    // The day is over, so it is tried, in vain.
    ann.post(says("Are you there?")).await?;
    ann.post(says("Are you?")).await?;
    server.work_off()?;
    assert_eq!(peer.received().len(), 1);
    assert_eq!(server.waiting()?, 0);

    peer.answer_with(202);
    server.advance(TimeDelta::days(1));
    ann.post(says("And now?")).await?;
    ann.post(says("Now?")).await?;
    assert_eq!(server.told(&peer).await?, [pair("Create", "shared")]);
    ann.post(says("Welcome back")).await?;
    assert_eq!(server.told(&peer).await?, [pair("Create", "shared")]);
    assert_eq!(count(&mut server.tx()?, "unavailable_hosts")?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_serves_sends_to_many_and_waits_for_none_that_is_dead() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let peers: Vec<Peer> = (0..20).map(|_| Peer::new()).collect::<Result<_>>()?;
    for (number, peer) in peers.iter().enumerate() {
        peer.follower(&server, &format!("eve{number}"), &ann)?;
    }
    let dead = Peer::nobody()?;
    dead.follower(&server, "zoe", &ann)?;
    for text in ["One", "Two", "Three"] {
        ann.post(says(text)).await?;
    }

    let (stop, until) = tokio::sync::watch::channel(false);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let serving = tokio::spawn(kumki_server::serve(server.app.clone(), listener, until));
    for peer in &peers {
        assert!(tokio::task::block_in_place(|| peer.hears_of(3)));
    }
    stop.send(true)?;
    serving.await??;

    for peer in &peers {
        let sent = peer.received();
        assert_eq!(sent.len(), 3);
        sent[0].open(&server, peer).await?;
    }
    assert_eq!(server.waiting()?, 3, "for the dead");
    let held = count(&mut server.tx()?, "outbox WHERE lease IS NOT NULL")?;
    assert_eq!(held, 0, "somebody else can go on");
    Ok(())
}
