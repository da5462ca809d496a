//! Posts that rules hold.

use api::{
    admin::{
        auto_rules::{
            AutomaticRuleOutcome::{Flag, Hold, Limit},
            CreateAutomaticRule,
        },
        held_statuses::{AdminHeldStatus, ListHeldStatuses, RejectHeldStatus, ReleaseHeldStatus},
        queue::ShowQueue,
    },
    notifications::ListNotifications,
    statuses::edits::EditStatus,
    timelines::{HomeTimeline, ListAccountStatuses, PublicTimeline},
};
use serde_json::json;

use super::world::{Result, World, posts, words};
use crate::{
    people::Person,
    server::Test,
    statuses::{asks, says},
};

fn rule() -> CreateAutomaticRule {
    CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Hold])
    }
}

impl World {
    async fn held(&self) -> Result<Vec<AdminHeldStatus>> {
        let request = ListHeldStatuses::default();
        Ok(self.admin.client.send(&request).await?.items)
    }

    async fn release(&self, id: &str) -> Test {
        let request = ReleaseHeldStatus { id: id.into() };
        self.admin.client.send(&request).await?;
        Ok(())
    }
}

/// Whether somebody comes across a post: by itself, on the profile, in timelines or notices.
async fn meets(reader: &Person, author: &Person, id: &str) -> Result<Vec<&'static str>> {
    let client = &reader.client;
    let has = |ids: Vec<String>| ids.iter().any(|it| it == id);
    let profile: ListAccountStatuses = asks(json!({ "id": author.id() }));
    let profile = client.send(&profile).await?.items;
    let home = client.send(&HomeTimeline::default()).await?.items;
    let public = client.send(&PublicTimeline::default()).await?.items;
    let told = client.send(&ListNotifications::default()).await?.items;
    let told = told.into_iter().filter_map(|it| it.status);
    let mut places = Vec::new();
    for (name, is_there) in [
        ("alone", reader.sees(id).await?),
        (
            "profile",
            has(profile.into_iter().map(|it| it.id).collect()),
        ),
        ("home", has(home.into_iter().map(|it| it.id).collect())),
        ("public", has(public.into_iter().map(|it| it.id).collect())),
        ("told", has(told.map(|it| it.id).collect())),
    ] {
        if is_there {
            places.push(name);
        }
    }
    Ok(places)
}

const EVERYWHERE: [&str; 5] = ["alone", "profile", "home", "public", "told"];

#[tokio::test]
async fn a_held_post_is_nowhere_for_others_and_everywhere_once_it_is_released() -> Test {
    let world = World::new().await?;
    let (server, ann) = (&world.server, &world.ann);
    let bob = server.member("bob")?;
    server.follow(&bob, ann)?;
    let id = world.rule(&rule()).await?;

    let post = ann.post(says("@bob a casino")).await?;
    server.work_off()?;

    assert!(meets(&bob, ann, &post.id).await?.is_empty());
    assert_eq!(
        meets(ann, ann, &post.id).await?,
        ["alone", "profile", "home"]
    );
    let held = world.held().await?;
    assert_eq!((held.len(), &held[0].id), (1, &post.id));
    assert_eq!(held[0].auto_rule_id.as_deref(), Some(&*id));
    assert!(!held[0].was_published);
    let met = world.matches(&id).await?.remove(0);
    assert_eq!(met.done, [Hold.into()]);
    assert_eq!(met.hold_act_id, held[0].act_id);
    let log = world.log().await?;
    let hold = log
        .iter()
        .find(|it| it.action == "hold")
        .ok_or("it is in the log")?;
    assert_eq!(hold.account_id, None);
    assert_eq!(hold.reason, Some(format!("Automatic rule {id}: Casinos")));
    let matched = log.iter().find(|it| it.action == "automatic_rule_match");
    assert_eq!(matched.ok_or("so is the match")?.batch_id, hold.batch_id);
    let queue = world.admin.client.send(&ShowQueue::default()).await?;
    assert_eq!(queue.items[0].id, post.id);

    world.release(&post.id).await?;
    server.work_off()?;
    assert_eq!(meets(&bob, ann, &post.id).await?, EVERYWHERE);
    assert!(world.held().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_rejected_post_is_gone_and_known_for_what_it_said() -> Test {
    const SPAM: &str = "Our casino gives away a thousand prizes to everybody who comes tonight";
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let id = world.rule(&rule()).await?;
    let similar = CreateAutomaticRule {
        similar_to_removed: Some(70),
        shadow: Some(true),
        ..posts(&[Hold])
    };
    let similar = world.rule(&similar).await?;
    let post = world.ann.post(says(SPAM)).await?;
    let reject = RejectHeldStatus {
        id: post.id.clone(),
        ..RejectHeldStatus::default()
    };

    world.admin.client.send(&reject).await?;

    assert!(!world.ann.sees(&post.id).await?);
    assert!(world.held().await?.is_empty());
    bob.post(says(&format!("{SPAM}!!!"))).await?;
    assert_eq!(world.met(&similar).await?.len(), 1);
    assert_eq!(world.shown(&id).await?.hits, 2);
    Ok(())
}

#[tokio::test]
async fn taking_the_match_back_releases_the_post_and_lifts_the_limit() -> Test {
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let all = CreateAutomaticRule {
        outcomes: vec![Hold.into(), Flag.into(), Limit.into()],
        ..rule()
    };
    let id = world.rule(&all).await?;
    let post = world.ann.post(says("A casino")).await?;
    let met = world.matches(&id).await?.remove(0);
    assert_eq!(met.done, [Flag.into(), Hold.into(), Limit.into()]);
    assert!(world.is_limited(world.ann.id)? && !bob.sees(&post.id).await?);

    world.revert(met.act_id.as_deref().ok_or("an act")?).await?;

    assert!(!world.is_limited(world.ann.id)? && bob.sees(&post.id).await?);
    assert!(world.held().await?.is_empty() && world.reports().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_edit_that_meets_a_rule_takes_the_post_out_of_sight() -> Test {
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let id = world.rule(&rule()).await?;
    let post = world.ann.post(says("Hello")).await?;
    assert!(bob.sees(&post.id).await?);
    let edit = |text: &str| -> EditStatus { asks(json!({ "id": post.id, "status": text })) };

    world.ann.client.send(&edit("A casino")).await?;

    assert!(!bob.sees(&post.id).await? && world.ann.sees(&post.id).await?);
    let held = world.held().await?;
    assert!(held[0].was_published && held[0].was_edited);
    world.ann.client.send(&edit("One more casino")).await?;
    assert_eq!(world.matches(&id).await?.len(), 2);
    assert_eq!(world.held().await?.len(), 1);
    world.release(&post.id).await?;
    assert!(bob.sees(&post.id).await?);
    Ok(())
}

#[tokio::test]
async fn posts_of_other_servers_are_held_when_they_come_and_when_they_change() -> Test {
    let world = World::new().await?;
    let server = &world.server;
    let eve = server.peer("eve", "far.test")?;
    eve.is_followed_by(server, &world.ann)?;
    world.rule(&rule()).await?;

    eve.send(server, &eve.create(&eve.note(1, "A casino")))
        .await?;
    eve.send(server, &eve.create(&eve.note(2, "Hello"))).await?;
    let ids = |it: &[AdminHeldStatus]| it.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    let kept = eve.posts(server)?;
    let (bad, fine) = (kept[0].id.to_string(), kept[1].id.to_string());
    assert_eq!(ids(&world.held().await?), [&*bad]);
    assert!(!world.ann.sees(&bad).await? && world.ann.sees(&fine).await?);

    let mut edited = eve.note(2, "Hello, casino");
    edited["updated"] = json!("2026-11-22T12:00:00Z");
    eve.send(server, &eve.activity("Update", "updates/1", edited))
        .await?;
    assert_eq!(ids(&world.held().await?), [bad.clone(), fine.clone()]);
    assert!(!world.ann.sees(&fine).await?);

    world.release(&bad).await?;
    server.work_off()?;
    assert!(world.ann.sees(&bad).await?);
    let home = world.ann.client.send(&HomeTimeline::default()).await?.items;
    assert!(home.iter().any(|it| it.id == bad));
    Ok(())
}

#[tokio::test]
async fn a_shadow_holds_nothing_and_two_rules_hold_once() -> Test {
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let shadow = CreateAutomaticRule {
        shadow: Some(true),
        words: words(&["slots"]),
        ..rule()
    };
    world.rule(&shadow).await?;
    let one = world.rule(&rule()).await?;
    let two = world.rule(&rule()).await?;

    let seen = world.ann.post(says("Some slots")).await?;
    let held = world.ann.post(says("A casino")).await?;

    assert!(bob.sees(&seen.id).await? && !bob.sees(&held.id).await?);
    let waiting = world.held().await?;
    assert_eq!(waiting.len(), 1);
    for id in [&one, &two] {
        assert_eq!(world.matches(id).await?[0].hold_act_id, waiting[0].act_id);
    }
    Ok(())
}
