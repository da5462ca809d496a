//! What comes of a post that meets a rule.

use api::{
    admin::{
        auto_rules::{
            AutomaticRuleOutcome::{Flag, Limit},
            CreateAutomaticRule,
        },
        reports::ResolveReport,
    },
    notifications::ListNotifications,
};
use chrono::TimeDelta;
use kumki_server::jobs::keep_schedules;
use reqwest::StatusCode;
use serde_json::json;
use store::strikes;

use super::world::{World, posts, words};
use crate::{server::Test, statuses::says};

#[tokio::test]
async fn a_flagged_post_is_reported_once_and_others_go_into_the_same_report() -> Test {
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag])
    };
    let id = world.rule(&rule).await?;
    bob.report(&world.ann).await?;

    let first = world.ann.post(says("A casino")).await?;
    let second = world.ann.post(says("My casino")).await?;
    bob.post(says("Bob's casino")).await?;
    world.server.work_off()?;

    let reports = world.reports().await?;
    let told: Vec<_> = reports
        .iter()
        .map(|it| (&*it.target_account.username, it.statuses.len()))
        .collect();
    assert_eq!(told, [("ann", 0), ("ann", 2), ("bob", 1)]);
    let made = &reports[1];
    assert_eq!(
        (&*made.comment, made.category.to_text()),
        ("Casinos", "spam".into())
    );
    assert_eq!(made.auto_rule_id.as_deref(), Some(&*id));
    assert_eq!(made.account.username, "admin");
    assert_eq!(reports[0].auto_rule_id, None);
    let matches = world.matches(&id).await?;
    assert_eq!(matches[2].status_id, Some(first.id));
    assert_eq!((&*matches[2].account, matches[2].shadow), ("ann", false));
    assert_eq!(matches[2].done, [Flag.into()]);
    assert_eq!(matches[2].report_id.as_deref(), Some(&*made.id));
    let told = world
        .admin
        .client
        .send(&ListNotifications::default())
        .await?;
    assert!(told.items.iter().any(|it| it.r#type == "admin.report"));

    world
        .admin
        .client
        .send(&ResolveReport::new(&made.id))
        .await?;
    let third = world.ann.post(says("One more casino")).await?;
    let reports = world.reports().await?;
    let last = reports.last().ok_or("a new report")?;
    assert_eq!(last.statuses[0].id, third.id);
    assert_ne!(second.id, third.id);
    Ok(())
}

#[tokio::test]
async fn an_author_is_limited_for_a_time_and_told_and_the_log_names_the_rule() -> Test {
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        limit_for: Some(3600),
        text: Some("No advertising here.".into()),
        ..posts(&[Limit])
    };
    let id = world.rule(&rule).await?;
    let report = bob.report(&world.ann).await?;

    world.ann.post(says("A casino")).await?;
    world.ann.post(says("Another casino")).await?;

    assert!(world.is_limited(world.ann.id)?);
    let matches = world.matches(&id).await?;
    assert_eq!(matches[1].done, [Limit.into()]);
    assert!(matches[0].done.is_empty(), "she was limited already");
    let log = world.log().await?;
    let limits: Vec<_> = log.iter().filter(|it| it.action == "silence").collect();
    assert_eq!(limits.len(), 1);
    assert_eq!(limits[0].account_id, None);
    let reason = format!("Automatic rule {id}: Casinos");
    assert_eq!(limits[0].reason, Some(reason));
    assert_eq!(matches[1].limit_act_id.as_deref(), Some(&*limits[0].id));
    let told = log
        .iter()
        .find(|it| Some(&it.id) == matches[1].act_id.as_ref());
    let told = told.ok_or("the match is in the log")?;
    assert_eq!(
        (&*told.action, &*told.target, told.target_account_id.clone()),
        ("automatic_rule_match", "Casinos", Some(world.ann.id()))
    );
    assert!(told.batch_id.is_some() && told.batch_id == limits[0].batch_id);
    let struck = strikes::against(&mut world.server.tx()?, world.ann.id)?;
    assert_eq!(
        (struck.len(), &*struck[0].text),
        (1, "No advertising here.")
    );
    assert!(
        world
            .ann
            .kinds_told()
            .await?
            .contains(&"moderation_warning".into())
    );
    assert_eq!(world.reports().await?[0].id, report.id, "it is still open");

    world.server.advance(TimeDelta::hours(1));
    keep_schedules(&world.server.app)?;
    world.server.work_off()?;
    assert!(!world.is_limited(world.ann.id)?);
    Ok(())
}

#[tokio::test]
async fn of_several_rules_the_strictest_counts_and_each_is_noted() -> Test {
    let world = World::new().await?;
    let rule = |seconds: Option<i64>, word: &str| CreateAutomaticRule {
        name: format!("For {seconds:?}"),
        words: words(&[word]),
        limit_for: seconds,
        ..posts(&[Limit, Flag])
    };
    let hour = world.rule(&rule(Some(3600), "casino")).await?;
    let ever = world.rule(&rule(None, "prize")).await?;
    let day = world.rule(&rule(Some(86_400), "win")).await?;

    world.ann.post(says("Win a prize in our casino")).await?;

    let log = world.log().await?;
    let limits: Vec<_> = log.iter().filter(|it| it.action == "silence").collect();
    assert_eq!(limits.len(), 1);
    assert_eq!(limits[0].expires_at, None);
    assert_eq!(
        limits[0].reason,
        Some(format!("Automatic rule {ever}: For None"))
    );
    assert_eq!(world.reports().await?.len(), 1);
    for id in [&hour, &ever, &day] {
        let met = world.matches(id).await?;
        assert_eq!(met[0].limit_act_id.as_deref(), Some(&*limits[0].id));
        assert_eq!(met[0].done, [Flag.into(), Limit.into()]);
        assert_eq!(world.shown(id).await?.hits, 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_shadow_does_nothing_but_note_what_it_would_have_met() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        shadow: Some(true),
        ..posts(&[Flag, Limit])
    };
    let id = world.rule(&rule).await?;
    let before = world.log().await?.len();

    let post = world.ann.post(says("A casino")).await?;

    let met = &world.matches(&id).await?[0];
    assert_eq!(met.status_id, Some(post.id));
    assert!(met.shadow && met.done.is_empty() && met.act_id.is_none());
    assert_eq!(world.shown(&id).await?.hits, 1);
    assert_eq!(world.log().await?.len(), before);
    assert!(world.reports().await?.is_empty());
    assert!(!world.is_limited(world.ann.id)?);
    Ok(())
}

#[tokio::test]
async fn posts_of_other_servers_and_their_edits_meet_rules_too() -> Test {
    let world = World::new().await?;
    let server = &world.server;
    let eve = server.peer("eve", "far.test")?;
    let ann_uri = store::accounts::find(&mut server.tx()?, world.ann.id)?
        .ok_or("no account")?
        .uri;
    let rule = CreateAutomaticRule {
        link_hosts: words(&["evil.example"]),
        only_to_strangers: Some(true),
        ..posts(&[Flag, Limit])
    };
    let id = world.rule(&rule).await?;
    let link = "@ann <a href=\\\"https://evil.example/\\\">look</a>".replace('\\', "");
    let mut fine = eve.note(1, "@ann hello");
    fine["tag"] = json!([{ "type": "Mention", "href": ann_uri, "name": "@ann" }]);
    let mut bad = eve.note(2, &link);
    bad["tag"] = fine["tag"].clone();

    eve.send(server, &eve.create(&fine)).await?;
    assert!(world.met(&id).await?.is_empty());
    let sent = eve.send(server, &eve.create(&bad)).await?;

    assert_eq!(sent, StatusCode::ACCEPTED);
    let kept = eve.posts(server)?;
    assert_eq!(world.met(&id).await?, [kept[1].id.to_string()]);
    assert!(world.is_limited(eve.account.id)?);
    let reports = world.reports().await?;
    assert_eq!(reports[0].target_account.username, "eve");

    server.advance(TimeDelta::hours(1));
    let mut edited = fine.clone();
    edited["content"] = json!(link);
    edited["updated"] = json!("2026-11-22T13:00:00Z");
    eve.send(server, &eve.activity("Update", "updates/1", edited))
        .await?;
    assert_eq!(world.met(&id).await?.len(), 2);
    let reports = world.reports().await?;
    assert_eq!((reports.len(), reports[0].statuses.len()), (1, 2));
    Ok(())
}

#[tokio::test]
async fn nobody_is_told_of_a_post_by_its_report_and_the_author_learns_nothing_of_a_flag() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag])
    };
    world.rule(&rule).await?;

    world.ann.post(says("A casino")).await?;
    world.server.work_off()?;

    assert!(world.ann.kinds_told().await?.is_empty());
    assert!(world.server.letters()?.is_empty());
    Ok(())
}
