//! Other servers as moderators see them, and what they can do about the way to them.

use api::{
    accounts::ShowAccount,
    admin::{
        acts::ListActs,
        domain_allows::CreateDomainAllow,
        domain_blocks::DomainBlockSeverity::{Silence, Suspend},
        instances::{
            Availability, ClearDeliveryErrors, GetInstance, InstanceOrder, ListInstances,
            PurgeInstance, RestartDelivery, StopDelivery,
        },
        notes::{AddNoteToInstance, DeleteNote, ListNotesOnInstance},
    },
};
use chrono::TimeDelta;
use domain::recount;
use store::{accounts, hosts, outbox, outgoing, severances, testing::count};

use crate::{
    account_actions::refusal,
    domain_blocks::block,
    people::Person,
    server::{Server, Test},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn domains(by: &Person, request: ListInstances) -> Result<Vec<String>> {
    let page = by.client.send(&request).await?;
    Ok(page.items.into_iter().map(|it| it.domain).collect())
}

fn get(domain: &str) -> GetInstance {
    GetInstance {
        domain: domain.into(),
        ..GetInstance::default()
    }
}

fn purge(domain: &str) -> PurgeInstance {
    PurgeInstance {
        domain: domain.into(),
        ..PurgeInstance::default()
    }
}

/// What was decided about a server, the last first.
async fn words(by: &Person, domain: &str) -> Result<Vec<(String, String)>> {
    let request = ListActs {
        domain: Some(domain.into()),
        ..ListActs::default()
    };
    let acts = by.client.send(&request).await?.items.into_iter();
    Ok(acts.map(|it| (it.action, it.target_type)).collect())
}

/// Big has two accounts, small has one, and empty is only blocked.
async fn world() -> Result<(Server, Person)> {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    for (name, domain) in [("a", "big.test"), ("b", "big.test"), ("c", "small.test")] {
        server.remote(name, domain)?;
    }
    admin.client.send(&block("empty.test", Silence)).await?;
    Ok((server, admin))
}

#[tokio::test]
async fn servers_are_listed_page_by_page_in_either_order() -> Test {
    let (server, admin) = world().await?;
    server.remote("d", "a.small.test")?;

    let all = domains(&admin, ListInstances::default()).await?;
    assert_eq!(
        all,
        ["big.test", "small.test", "a.small.test", "empty.test"]
    );
    for (order, expected) in [
        (None, all),
        (
            Some(InstanceOrder::Domain.into()),
            ["a.small.test", "big.test", "empty.test", "small.test"]
                .map(String::from)
                .to_vec(),
        ),
    ] {
        let mut request = ListInstances {
            order,
            limit: Some("1".into()),
            ..ListInstances::default()
        };
        let mut walked = Vec::new();
        loop {
            let page = admin.client.send(&request).await?;
            let Some(next) = page.next() else { break };
            let next = url::Url::parse(next)?;
            let after = next.query_pairs().find(|(name, _)| name == "after");
            request.after = after.map(|(_, value)| value.into_owned());
            walked.extend(page.items.into_iter().map(|it| it.domain));
        }
        assert_eq!(walked, expected);
    }
    let nonsense = ListInstances {
        after: Some("nowhere".into()),
        ..ListInstances::default()
    };
    assert!(domains(&admin, nonsense).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn servers_are_found_by_what_is_decided_about_them_and_by_how_they_are_reached() -> Test {
    let (server, admin) = world().await?;
    let partner = CreateDomainAllow {
        domain: "small.test".into(),
    };
    admin.client.send(&partner).await?;
    server.change(|cx| {
        let now = cx.now;
        hosts::add_failure(&mut cx.tx, "small.test", 20_000)?;
        hosts::add_failure(&mut cx.tx, "big.test", 20_000)?;
        hosts::set_unavailable(&mut cx.tx, "big.test", now, now)?;
        Ok(())
    })?;
    let all = ListInstances::default;

    for (request, expected) in [
        (
            ListInstances {
                limited: true,
                ..all()
            },
            "empty.test",
        ),
        (
            ListInstances {
                allowed: true,
                ..all()
            },
            "small.test",
        ),
        (
            ListInstances {
                by_domain: Some("MALL.".into()),
                ..all()
            },
            "small.test",
        ),
        (
            ListInstances {
                availability: Some(Availability::Failing.into()),
                ..all()
            },
            "small.test",
        ),
        (
            ListInstances {
                availability: Some(Availability::Unavailable.into()),
                ..all()
            },
            "big.test",
        ),
    ] {
        assert_eq!(domains(&admin, request).await?, [expected]);
    }
    let wild = ListInstances {
        by_domain: Some("%_".into()),
        ..all()
    };
    assert!(domains(&admin, wild).await?.is_empty());
    let page = admin.client.send(&all()).await?.items;
    let states: Vec<_> = page.iter().map(|it| it.availability.clone()).collect();
    let (failing, up) = (Availability::Failing, Availability::Available);
    assert_eq!(
        states,
        [Availability::Unavailable, failing, up].map(Into::into)
    );
    assert!(page[1].allow.is_some() && page[1].block.is_none());
    let rule = page[2].block.as_ref().map(|it| it.severity.clone());
    assert_eq!(rule, Some(Silence.into()));
    Ok(())
}

#[tokio::test]
async fn a_page_tells_how_much_there_is_of_a_server_and_what_was_done_about_it() -> Test {
    let (server, admin) = world().await?;
    let ann = server.member("ann")?;
    let far = server.remote("far", "big.test")?;
    let below = server.remote("below", "a.big.test")?;
    let today = i32::try_from(server.now().timestamp() / 86_400)?;
    server.change(|cx| {
        let now = cx.now;
        store::testing::follow(&mut cx.tx, far.id, ann.id, now)?;
        store::testing::follow(&mut cx.tx, ann.id, below.id, now)?;
        for day in [today - 14, today - 13, today] {
            hosts::add_failure(&mut cx.tx, "big.test", day)?;
        }
        let said = outgoing::add(&mut cx.tx, None, "{}", now)?;
        let to = outbox::Address {
            inbox: "https://big.test/inbox".into(),
            host: "big.test".into(),
        };
        outbox::add(&mut cx.tx, said, &[to], now)?;
        Ok(())
    })?;
    admin.client.send(&block("big.test", Silence)).await?;
    let note = AddNoteToInstance {
        domain: "BIG.test".into(),
        text: "Slow to answer reports".into(),
    };
    admin.client.send(&note).await?;

    let report = admin.client.send(&get("Big.test")).await?;

    assert_eq!(report.instance.domain, "big.test");
    let counts = report.counts;
    assert_eq!(
        (counts.accounts, counts.followers, counts.following),
        (3, 1, 0)
    );
    assert_eq!(report.failing_days, ["2026-11-09", "2026-11-22"]);
    assert_eq!(report.deliveries_waiting, 1);
    assert!(report.unavailable_since.is_none() && !report.delivery_stopped);
    assert_eq!(report.acts.map(|it| it.len()), Some(1));
    assert_eq!(report.notes.len(), 1);
    let with_below = GetInstance {
        include_subdomains: true,
        ..get("big.test")
    };
    let counts = admin.client.send(&with_below).await?.counts;
    assert_eq!(
        (counts.accounts, counts.followers, counts.following),
        (4, 1, 1)
    );
    let unknown = admin.client.send(&get("nowhere.test")).await;
    assert_eq!(refusal(unknown).0, 404);
    Ok(())
}

#[tokio::test]
async fn delivery_is_stopped_and_restarted_and_each_time_it_is_written_down() -> Test {
    let (server, admin) = world().await?;
    let domain = || "big.test".to_owned();

    let stopped = admin
        .client
        .send(&StopDelivery { domain: domain() })
        .await?;
    admin
        .client
        .send(&StopDelivery { domain: domain() })
        .await?;
    assert_eq!(stopped.availability, Availability::Unavailable.into());
    // Whatever the server does, it stays so.
    server.change(|cx| Ok(hosts::clear(&mut cx.tx, "big.test")?))?;
    server.change(|cx| {
        let now = cx.now;
        Ok(hosts::set_unavailable(&mut cx.tx, "big.test", now, now)?)
    })?;
    let report = admin.client.send(&get("big.test")).await?;
    assert!(report.delivery_stopped && report.unavailable_since.is_some());

    let restart = RestartDelivery { domain: domain() };
    let restarted = admin.client.send(&restart).await?;
    admin.client.send(&restart).await?;
    assert_eq!(restarted.availability, Availability::Available.into());
    server.change(|cx| Ok(hosts::add_failure(&mut cx.tx, "big.test", 20_000)?))?;
    let clear = ClearDeliveryErrors { domain: domain() };
    let cleared = admin.client.send(&clear).await?;
    assert_eq!(cleared.availability, Availability::Available.into());
    let words = words(&admin, "big.test").await?;
    let words: Vec<_> = words
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(
        words,
        [
            ("clear_delivery_errors", "Instance"),
            ("destroy", "UnavailableDomain"),
            ("create", "UnavailableDomain"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_gone_is_purged_and_nothing_of_it_is_left_but_its_rule() -> Test {
    let (server, admin) = world().await?;
    let ann = server.member("ann")?;
    let far = server.remote("far", "big.test")?;
    server.change(|cx| {
        let now = cx.now;
        store::testing::follow(&mut cx.tx, far.id, ann.id, now)?;
        severances::add(&mut cx.tx, "user_domain_block", "big.test", now)?;
        Ok(())
    })?;
    let there = admin.client.send(&purge("big.test")).await;
    assert_eq!(refusal(there).0, 422);
    admin.client.send(&block("big.test", Suspend)).await?;
    server.advance(TimeDelta::seconds(1));

    admin.client.send(&purge("big.test")).await?;
    server.work_off()?;

    let found = accounts::find(&mut server.tx()?, far.id)?;
    assert!(found.is_none(), "{found:?}");
    assert_eq!(
        count(&mut server.tx()?, "accounts WHERE domain = 'big.test'")?,
        0
    );
    assert_eq!(count(&mut server.tx()?, "severances WHERE is_purged")?, 2);
    let report = admin.client.send(&get("big.test")).await?;
    assert_eq!(report.counts.accounts, 0);
    assert!(report.instance.block.is_some());
    let seen = ann.client.send(&ShowAccount { id: ann.id() }).await?;
    assert_eq!(seen.followers_count, 0);
    let words = words(&admin, "big.test").await?;
    assert_eq!(words[0], ("destroy".into(), "Instance".into()));
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_server_that_nothing_is_decided_about_is_forgotten_with_its_accounts() -> Test {
    let (server, admin) = world().await?;
    server.remote("x", "a.big.test")?;
    let stop = StopDelivery {
        domain: "big.test".into(),
    };
    admin.client.send(&stop).await?;

    let request = PurgeInstance {
        include_subdomains: true,
        ..purge("big.test")
    };
    admin.client.send(&request).await?;
    server.work_off()?;

    let left = domains(&admin, ListInstances::default()).await?;
    assert_eq!(left, ["small.test", "empty.test"]);
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn notes_about_a_server_are_deleted_by_who_wrote_them_or_stands_above() -> Test {
    let (server, admin) = world().await?;
    let owner = server.staff("owner", "Owner")?;
    let moderator = server.staff("mod", "Moderator")?;
    let note = |text: &str| AddNoteToInstance {
        domain: "big.test".into(),
        text: text.into(),
    };
    let first = admin.client.send(&note("one")).await?;
    let second = owner.client.send(&note("two")).await?;
    assert_eq!(first.domain.as_deref(), Some("big.test"));
    let delete = |id: &str| DeleteNote { id: id.into() };

    let may_not = moderator.client.send(&note("three")).await;
    assert_eq!(refusal(may_not).0, 403);
    let too_low = moderator.client.send(&delete(&first.id)).await;
    assert_eq!(refusal(too_low).0, 403);
    let above = admin.client.send(&delete(&second.id)).await;
    assert_eq!(refusal(above).0, 403);
    owner.client.send(&delete(&first.id)).await?;

    let list = ListNotesOnInstance {
        domain: "big.test".into(),
    };
    let left = admin.client.send(&list).await?;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].text, "two");
    let blank = admin.client.send(&note(" ")).await;
    assert_eq!(refusal(blank).0, 422);
    Ok(())
}
