//! Lists of servers that others keep: what comes of them, and what they never touch.

mod keeper;
mod world;

use api::{
    Open,
    admin::{
        acts::ListActs,
        batches::RevertBatch,
        domain_allows::CreateDomainAllow,
        domain_blocks::{
            DeleteDomainBlock,
            DomainBlockSeverity::{Noop, Silence, Suspend},
            UpdateDomainBlock,
        },
        domain_subscriptions::{
            ApproveSubscriptionEntries, ApproveSubscriptionEntry, CreateDomainSubscription,
            DeleteDomainSubscription, DismissSubscriptionEntries, DismissSubscriptionEntry,
            ListDomainSubscriptions, ListSubscriptionEntries,
            SubscriptionEntryState::{Applied, Covered, Dismissed, Draft, Retracted},
            UpdateDomainSubscription,
        },
    },
};
use chrono::TimeDelta;
use kumki_server::jobs::keep_schedules;
use reqwest::StatusCode;

use crate::{
    account_actions::refusal,
    domain_blocks::{block, unblock},
    server::Test,
};

use world::World;

fn pairs<T: Copy>(pairs: &[(&str, T)]) -> Vec<(String, T)> {
    pairs
        .iter()
        .map(|(name, it)| ((*name).to_owned(), *it))
        .collect()
}

fn change(id: &str) -> UpdateDomainSubscription {
    UpdateDomainSubscription {
        id: id.into(),
        ..UpdateDomainSubscription::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_trusted_decides_at_once_and_as_one() -> Test {
    let world = World::new().await?;
    world
        .keeper
        .says("domain,severity\na.test,suspend\nb.test,silence\n");

    let id = world.read(false).await?;

    let expected = pairs(&[("a.test", Suspend), ("b.test", Silence)]);
    assert_eq!(world.rules().await?, expected);
    let rule = world.rule_for("a.test").await?;
    assert_eq!(rule.private_comment.as_deref(), Some("From the list Pests"));
    let list = world.show(&id).await?;
    assert_eq!((list.counts.applied, list.counts.draft), (2, 0));
    assert!(list.checked_at.is_some() && list.changed_at.is_some());
    let about = ListActs {
        target_type: Some("DomainBlock".into()),
        ..ListActs::default()
    };
    let acts = world.admin.client.send(&about).await?.items;
    let batches: Vec<_> = acts.iter().map(|it| it.batch_id.clone()).collect();
    assert_eq!(batches.len(), 2);
    assert!(batches[0].is_some() && batches[0] == batches[1]);
    assert!(acts.iter().all(|it| it.account_id.is_none()));

    let revert = RevertBatch {
        id: batches[0].clone().unwrap_or_default(),
    };
    world.admin.client.send(&revert).await?;
    world.check(&id).await?;
    assert!(
        world.rules().await?.is_empty(),
        "what was taken back stays so"
    );
    let dismissed = pairs(&[("a.test", Dismissed), ("b.test", Dismissed)]);
    assert_eq!(world.states(&id).await?, dismissed);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_list_that_is_not_somebody_approves_one_by_one_or_all() -> Test {
    let world = World::new().await?;
    world.keeper.says("a.test\nb.test\nc.test\nd.test\n");
    let id = world.read(true).await?;
    assert!(world.rules().await?.is_empty());
    let entries = world.entries(&id).await?;
    let of = |domain: &str| entries[domain].id.clone();

    let approve = ApproveSubscriptionEntry {
        id: id.clone(),
        entry_id: of("a.test"),
    };
    let approved = world.admin.client.send(&approve).await?;
    let dismiss = DismissSubscriptionEntry {
        id: id.clone(),
        entry_id: of("b.test"),
    };
    world.admin.client.send(&dismiss).await?;
    assert_eq!(approved.state, Applied.into());
    assert_eq!(world.rules().await?, pairs(&[("a.test", Suspend)]));
    let all = ApproveSubscriptionEntries { id: id.clone() };
    assert_eq!(world.admin.client.send(&all).await?.entries, 2);
    world.server.work_off()?;

    let states = [
        ("a.test", Applied),
        ("b.test", Dismissed),
        ("c.test", Applied),
        ("d.test", Applied),
    ];
    assert_eq!(world.states(&id).await?, pairs(&states));
    world
        .keeper
        .says("a.test\nb.test\nc.test\nd.test\ne.test\n");
    world.check(&id).await?;
    let none = DismissSubscriptionEntries { id: id.clone() };
    assert_eq!(world.admin.client.send(&none).await?.entries, 1);
    world.check(&id).await?;
    assert_eq!(world.entries(&id).await?["e.test"].state, Dismissed.into());
    assert_eq!(world.rules().await?.len(), 3);
    let only = ListSubscriptionEntries {
        id: id.clone(),
        state: Some(Dismissed.into()),
        limit: Some("1".into()),
        ..ListSubscriptionEntries::default()
    };
    let page = world.admin.client.send(&only).await?;
    assert_eq!(page.items[0].domain, "e.test");
    assert!(page.next().is_some());
    let elsewhere = ApproveSubscriptionEntry {
        id: "4711".into(),
        entry_id: of("a.test"),
    };
    assert_eq!(refusal(world.admin.client.send(&elsewhere).await).0, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_somebody_here_has_decided_is_changed() -> Test {
    let world = World::new().await?;
    let admin = &world.admin.client;
    let mild = admin.send(&block("mild.test", Noop)).await?;
    admin.send(&block("parent.test", Suspend)).await?;
    let text = "domain,severity\nmild.test,suspend\na.parent.test,suspend\nfree.test,silence\nother.test,silence\n";
    world.keeper.says(text);

    let id = world.read(false).await?;

    let states = [
        ("a.parent.test", Covered),
        ("free.test", Applied),
        ("mild.test", Covered),
        ("other.test", Applied),
    ];
    assert_eq!(world.states(&id).await?, pairs(&states));
    assert_eq!(world.rule_for("mild.test").await?, mild);
    // What is changed by hand is no longer the list's, and what is taken away by hand stays away.
    let free = world.rule_for("free.test").await?;
    let milder = UpdateDomainBlock {
        id: free.id.clone(),
        severity: Some(Noop.into()),
        ..UpdateDomainBlock::default()
    };
    admin.send(&milder).await?;
    let other = world.rule_for("other.test").await?;
    admin.send(&unblock(&other)).await?;
    world.keeper.says(&text.replace("silence", "suspend"));
    world.check(&id).await?;
    assert_eq!(world.rule_for("free.test").await?.severity, Noop.into());
    assert!(world.rule_for("other.test").await.is_err());
    assert_eq!(
        world.entries(&id).await?["other.test"].state,
        Dismissed.into()
    );
    world.keeper.says("mild.test\n");
    world.check(&id).await?;
    assert_eq!(
        world.rules().await?,
        pairs(&[
            ("free.test", Noop),
            ("mild.test", Noop),
            ("parent.test", Suspend)
        ])
    );
    let gone = DeleteDomainBlock { id: mild.id };
    admin.send(&gone).await?;
    world.check(&id).await?;
    assert_eq!(world.rule_for("mild.test").await?.severity, Suspend.into());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_members_have_to_do_with_wait_for_somebody() -> Test {
    let world = World::new().await?;
    let ann = world.server.member("ann")?;
    let far = world.server.remote("eve", "a.far.test")?;
    world.server.change(|cx| {
        let now = cx.now;
        Ok(store::testing::follow(&mut cx.tx, ann.id, far.id, now)?)
    })?;
    world.keeper.says("far.test\nnear.test\n");

    let id = world.read(false).await?;

    let states = pairs(&[("far.test", Draft), ("near.test", Applied)]);
    assert_eq!(world.states(&id).await?, states);
    let draft = world.entries(&id).await?["far.test"].clone();
    assert!(draft.note.is_some_and(|it| it.contains("follow 1")));
    let approve = ApproveSubscriptionEntry {
        id: id.clone(),
        entry_id: draft.id,
    };
    world.admin.client.send(&approve).await?;
    assert_eq!(world.rules().await?.len(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_drops_or_says_otherwise_is_followed() -> Test {
    let world = World::new().await?;
    world
        .keeper
        .says("domain,severity\na.test,suspend\nb.test,silence\nc.test,silence\n");
    let id = world.read(false).await?;

    world
        .keeper
        .says("domain,severity\nb.test,suspend\nc.test,silence\n");
    world.check(&id).await?;

    let expected = pairs(&[("b.test", Suspend), ("c.test", Silence)]);
    assert_eq!(world.rules().await?, expected);
    let dropped = world.entries(&id).await?["a.test"].clone();
    assert_eq!(dropped.state, Retracted.into());
    assert!(!dropped.listed);
    let keep = UpdateDomainSubscription {
        retracts: Some(false),
        ..change(&id)
    };
    world.change(keep).await?;
    world.keeper.says("a.test\nb.test\n");
    world.check(&id).await?;
    let states = [
        ("a.test", Applied),
        ("b.test", Applied),
        ("c.test", Applied),
    ];
    assert_eq!(world.states(&id).await?, pairs(&states));
    assert_eq!(world.rules().await?.len(), 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_excluded_is_not_touched_and_a_severity_of_our_own_counts() -> Test {
    let world = World::new().await?;
    world
        .keeper
        .says("a.good.test\ngood.test\nbad.test\nlocalhost\n");
    let request = CreateDomainSubscription {
        name: "Pests".into(),
        url: "https://lists.test/list".into(),
        needs_review: Some(false),
        severity: Some(Silence.into()),
        excludes: Some(vec!["Good.test".into()]),
        ..CreateDomainSubscription::default()
    };
    let id = world.create(request).await?;
    assert_eq!(world.rules().await?, pairs(&[("bad.test", Silence)]));

    let other = UpdateDomainSubscription {
        severity: Some(Open::default()),
        excludes: Some(vec!["bad.test".into()]),
        ..change(&id)
    };
    world.change(other).await?;

    let expected = pairs(&[("a.good.test", Suspend), ("good.test", Suspend)]);
    assert_eq!(world.rules().await?, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_lists_the_one_with_the_higher_priority_decides_and_then_the_stricter() -> Test {
    let world = World::new().await?;
    let says = |severity: &str| {
        world
            .keeper
            .says(&format!("domain,severity\na.test,{severity}\n"));
    };
    says("silence");
    let first = world.read_again("first", 0).await?;
    says("suspend");
    let stricter = world.read_again("stricter", 0).await?;
    assert_eq!(world.rules().await?, pairs(&[("a.test", Suspend)]));
    says("noop");
    let milder = world.read_again("milder", 0).await?;
    assert_eq!(world.states(&milder).await?, pairs(&[("a.test", Covered)]));
    says("silence");
    let higher = world.read_again("higher", 5).await?;
    assert_eq!(world.rules().await?, pairs(&[("a.test", Silence)]));
    world.check(&first).await?;
    assert_eq!(world.states(&first).await?, pairs(&[("a.test", Covered)]));

    let end = DeleteDomainSubscription {
        id: higher,
        take_back: true,
    };
    world.admin.client.send(&end).await?;
    world.server.work_off()?;
    assert!(world.rules().await?.is_empty());
    says("suspend");
    world.check(&stricter).await?;
    assert_eq!(
        world.states(&stricter).await?,
        pairs(&[("a.test", Applied)])
    );
    assert_eq!(world.rules().await?, pairs(&[("a.test", Suspend)]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_asked_for_what_is_new_and_seldom_if_it_fails() -> Test {
    let world = World::new().await?;
    world.keeper.says("a.test\n");
    let id = world.read(false).await?;
    world.check(&id).await?;
    assert_eq!(world.keeper.answers(), [200, 304]);

    world.keeper.fails_with(StatusCode::INTERNAL_SERVER_ERROR);
    let list = world.check(&id).await?;
    assert!(list.last_error.is_some_and(|it| it.contains("500")));
    let wait = list.next_check_at.0 - world.server.now();
    assert!(wait > TimeDelta::minutes(80), "{wait}");
    assert_eq!(world.rules().await?.len(), 1, "it is as it was");
    world.keeper.says("<html>Moved</html>");
    assert!(world.check(&id).await?.last_error.is_some());
    assert_eq!(world.rules().await?.len(), 1);

    world.keeper.says("a.test\nb.test\n");
    world.keeper.answers();
    keep_schedules(&world.server.app)?;
    world.server.work_off()?;
    assert!(world.keeper.answers().is_empty(), "it is not its time");
    world.server.advance(TimeDelta::days(2));
    keep_schedules(&world.server.app)?;
    world.server.work_off()?;
    assert_eq!(world.keeper.answers(), [200]);
    assert_eq!(world.show(&id).await?.last_error, None);
    assert_eq!(world.rules().await?.len(), 2);
    let off = UpdateDomainSubscription {
        enabled: Some(false),
        ..change(&id)
    };
    world.change(off).await?;
    world.server.advance(TimeDelta::days(2));
    keep_schedules(&world.server.app)?;
    world.server.work_off()?;
    assert!(world.keeper.answers().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_can_be_allowed_by_a_list_too() -> Test {
    let world = World::new().await?;
    let own = CreateDomainAllow {
        domain: "own.test".into(),
    };
    world.admin.client.send(&own).await?;
    world
        .keeper
        .says("[\"own.test\", \"friend.test\", \"known.test\"]");
    let ann = world.server.member("ann")?;
    let known = world.server.remote("eve", "known.test")?;
    world.server.change(|cx| {
        let now = cx.now;
        Ok(store::testing::follow(&mut cx.tx, ann.id, known.id, now)?)
    })?;
    let request = CreateDomainSubscription {
        name: "Friends".into(),
        url: "https://lists.test/list".into(),
        kind: Some("allow".into()),
        needs_review: Some(false),
        ..CreateDomainSubscription::default()
    };
    let id = world.create(request).await?;

    let states = [
        ("friend.test", Applied),
        ("known.test", Applied),
        ("own.test", Covered),
    ];
    assert_eq!(world.states(&id).await?, pairs(&states));
    assert_eq!(world.allows().await?.len(), 3);
    world.keeper.says("[\"new.test\"]");
    world.check(&id).await?;

    let allows = world.allows().await?;
    let mut names: Vec<&str> = allows.iter().map(|it| it.domain.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["known.test", "new.test", "own.test"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_ends_leaves_its_rules_or_takes_them_along() -> Test {
    let world = World::new().await?;
    world.keeper.says("a.test\nb.test\n");
    let id = world.read(false).await?;
    let end = |id: String, take_back| DeleteDomainSubscription { id, take_back };

    world.admin.client.send(&end(id, false)).await?;
    assert_eq!(world.rules().await?.len(), 2);
    let id = world.read(false).await?;
    let covered = pairs(&[("a.test", Covered), ("b.test", Covered)]);
    assert_eq!(world.states(&id).await?, covered, "they are our own now");
    world.keeper.says("c.test\n");
    world.check(&id).await?;
    world.admin.client.send(&end(id, true)).await?;
    world.server.work_off()?;

    assert_eq!(world.rules().await?.len(), 2);
    let lists = world.admin.client.send(&ListDomainSubscriptions {}).await?;
    assert!(lists.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_list_is_said_at_once() -> Test {
    let world = World::new().await?;
    world.keeper.says("a.test\n");
    world.read(true).await?;
    let wrong = CreateDomainSubscription {
        url: "http://lists.test/list".into(),
        kind: Some("both".into()),
        format: Some("xml".into()),
        priority: Some(1001),
        severity: Some(Open::Unknown("harsh".into())),
        excludes: Some(vec!["no name".into()]),
        ..CreateDomainSubscription::default()
    };
    let (status, text) = refusal(world.admin.client.send(&wrong).await);
    assert_eq!(status, 422);
    let expected = "Validation failed: Kind is not included in the list, Name can't be blank, Url is invalid, \
                    Format is not included in the list, Severity is not included in the list, \
                    Priority must be between -1000 and 1000, Excludes is invalid";
    assert_eq!(text, expected);
    let again = CreateDomainSubscription {
        name: "Twice".into(),
        url: "https://lists.test/list".into(),
        ..CreateDomainSubscription::default()
    };
    let (status, text) = refusal(world.admin.client.send(&again).await);
    assert_eq!(status, 422);
    assert_eq!(text, "Validation failed: Url has already been taken");
    Ok(())
}
