//! People who want to be found.

use api::{
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::BlockAccount,
    directory::ListDirectory,
    user_domain_blocks::BlockDomain,
};
use chrono::TimeDelta;
use client::Client;
use store::accounts::{self, ProfileChange, Stats};

use crate::{
    follows::names,
    server::{Server, Test},
};

async fn listed(client: &Client, request: ListDirectory) -> Result<Vec<String>, client::Error> {
    let page = client.send(&request).await?;
    Ok(names(&page.items).into_iter().map(str::to_owned).collect())
}

#[tokio::test]
async fn who_posted_last_or_came_last_comes_first() -> Test {
    let server = Server::start().await?;
    for (name, hours_ago) in [
        ("ann", Some(1)),
        ("bob", None),
        ("carl", Some(3)),
        ("dora", None),
    ] {
        let person = server.member(name)?;
        person.be_found().await?;
        server.advance(TimeDelta::seconds(1));
        let Some(hours) = hours_ago else { continue };
        let stats = Stats {
            account_id: person.id,
            statuses_count: 1,
            last_status_at: Some(server.now() - TimeDelta::hours(hours)),
            ..Stats::default()
        };
        server.change(|cx| Ok(accounts::set_stats(&mut cx.tx, &stats)?))?;
    }
    let stranger = Client::anonymous(&server.url)?;
    let part = |limit: &str, offset: &str, order: Option<&str>| ListDirectory {
        limit: Some(limit.into()),
        offset: Some(offset.into()),
        order: order.map(str::to_owned),
        local: false,
    };
    let ask = async |request| listed(&stranger, request).await;

    let active = ["ann", "carl", "dora", "bob"];
    assert_eq!(ask(ListDirectory::default()).await?, active);
    for (offset, name) in active.iter().enumerate() {
        let one = part("1", &offset.to_string(), Some("active"));
        assert_eq!(ask(one).await?, [*name]);
    }
    assert_eq!(ask(part("2", "1", None)).await?, active[1..3]);
    assert!(ask(part("2", "4", None)).await?.is_empty());
    let new = ["dora", "carl", "bob", "ann"];
    assert_eq!(ask(part("40", "0", Some("new"))).await?, new);
    assert_eq!(ask(part("2", "1", Some("new"))).await?, new[1..3]);
    let request = part("3", "0", Some("new"));
    let mut walk = stranger.pages(&request);
    let mut all = Vec::new();
    while let Some(page) = walk.next().await {
        all.extend(page?.items.into_iter().map(|it| it.username));
    }
    assert_eq!(all, new);
    Ok(())
}

#[tokio::test]
async fn only_who_wants_to_and_is_in_good_standing_is_listed() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let people = ["ann", "bob", "carl", "dora", "eve"].map(|it| server.member(it));
    let [ann, bob, carl, dora, eve] = people;
    let (ann, bob, carl, dora, eve) = (ann?, bob?, carl?, dora?, eve?);
    for person in [&ann, &bob, &carl, &dora] {
        person.be_found().await?;
    }
    let zed = server.remote("zed", "far.example")?;
    let change = ProfileChange {
        discoverable: Some(true),
        ..ProfileChange::default()
    };
    let pending = server.pending("pending")?;
    server.change(|cx| {
        let now = cx.now;
        accounts::change_profile(&mut cx.tx, pending.id, &change, now)?;
        Ok(accounts::change_profile(&mut cx.tx, zed.id, &change, now)?)
    })?;
    for (person, action) in [
        (&bob, AccountAction::Silence),
        (&carl, AccountAction::Suspend),
    ] {
        let act = ActOnAccount::new(person.id(), action);
        moderator.client.send(&act).await?;
    }
    let id = dora.id;
    let memorial = format!("UPDATE accounts SET memorial = TRUE WHERE id = {id}");
    server.change(|cx| Ok(store::testing::execute(&mut cx.tx, &memorial)?))?;
    let stranger = Client::anonymous(&server.url)?;
    let new = |local| ListDirectory {
        order: Some("new".into()),
        local,
        ..ListDirectory::default()
    };

    assert_eq!(listed(&stranger, new(false)).await?, ["zed", "dora", "ann"]);
    assert_eq!(listed(&stranger, new(true)).await?, ["dora", "ann"]);
    let active = listed(&stranger, ListDirectory::default()).await?;
    assert_eq!(active, ["zed", "dora", "ann"]);
    eve.client.send(&BlockAccount { id: ann.id() }).await?;
    let domain = "far.example".to_owned();
    eve.client.send(&BlockDomain { domain }).await?;
    assert_eq!(listed(&eve.client, new(false)).await?, ["dora"]);
    let hide = UpdateCredentials {
        discoverable: Some(false),
        ..UpdateCredentials::default()
    };
    ann.client.send(&hide).await?;
    assert_eq!(listed(&stranger, new(true)).await?, ["dora"]);
    Ok(())
}
