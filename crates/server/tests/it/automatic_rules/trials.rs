//! Trying rules on what is there.

use api::admin::auto_rules::{
    AutomaticRuleOutcome::Flag, AutomaticRuleSubject, AutomaticRuleTrial, CreateAutomaticRule,
    TestAutomaticRule,
};

use domain::Permission;

use super::world::{World, posts, words};
use crate::{
    account_actions::refusal,
    server::Test,
    statuses::{says, to},
};

fn found(trial: &AutomaticRuleTrial) -> Vec<(&str, &str)> {
    let matches = trial.matches.iter();
    matches.map(|it| (&*it.account, &*it.text)).collect()
}

fn about(given: &[&str]) -> TestAutomaticRule {
    TestAutomaticRule {
        words: words(given),
        ..TestAutomaticRule::default()
    }
}

#[tokio::test]
async fn conditions_are_tried_on_the_newest_posts_and_nothing_comes_of_it() -> Test {
    let world = World::new().await?;
    let (bob, ann) = (world.server.member("bob")?, &world.ann);
    world.server.follow(&bob, ann)?;
    ann.post(says("An old casino")).await?;
    ann.post(says("Some herons")).await?;
    ann.post(to("A secret casino", "private")).await?;
    let last = bob.post(says("@ann a casino")).await?;
    ann.post(says("@bob a casino")).await?;
    let before = world.log().await?.len();

    let all = world.admin.client.send(&about(&["casino"])).await?;
    assert_eq!(all.examined, 4);
    let texts = [
        ("ann", "@bob a casino"),
        ("bob", "@ann a casino"),
        ("ann", "An old casino"),
    ];
    assert_eq!(found(&all), texts);
    assert_eq!(
        (all.matches[1].status_id.clone(), all.text_matches),
        (Some(last.id), None)
    );
    let few = TestAutomaticRule {
        limit: Some(2),
        ..about(&["casino"])
    };
    assert_eq!(world.admin.client.send(&few).await?.examined, 2);
    let strangers = TestAutomaticRule {
        only_to_strangers: Some(true),
        email_domains: words(&["mail.example"]),
        ..about(&["casino"])
    };
    let trial = world.admin.client.send(&strangers).await?;
    assert_eq!(found(&trial), [("bob", "@ann a casino")]);

    assert_eq!(world.log().await?.len(), before);
    assert!(world.reports().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_rule_that_is_there_is_tried_as_it_is_or_with_something_else() -> Test {
    let world = World::new().await?;
    world.ann.post(says("A casino with slots")).await?;
    world.ann.post(says("Only slots")).await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        shadow: Some(true),
        ..posts(&[Flag])
    };
    let id = world.rule(&rule).await?;
    let kept = TestAutomaticRule {
        rule_id: Some(id.clone()),
        ..TestAutomaticRule::default()
    };
    let other = TestAutomaticRule {
        words: words(&["slots"]),
        ..kept.clone()
    };

    assert_eq!(world.admin.client.send(&kept).await?.matches.len(), 1);
    assert_eq!(world.admin.client.send(&other).await?.matches.len(), 2);
    assert_eq!(world.shown(&id).await?.hits, 0);
    assert_eq!(world.shown(&id).await?.conditions.words, ["casino"]);
    let unknown = TestAutomaticRule {
        rule_id: Some("4711".into()),
        ..TestAutomaticRule::default()
    };
    assert_eq!(refusal(world.admin.client.send(&unknown).await).0, 404);
    Ok(())
}

#[tokio::test]
async fn a_text_is_tried_as_if_its_author_met_the_rest() -> Test {
    let world = World::new().await?;
    let with = |text: &str| TestAutomaticRule {
        text: Some(text.into()),
        mentions_at_least: Some(2),
        link_hosts: words(&["evil.example"]),
        account_younger_than: Some(60),
        only_to_strangers: Some(true),
        ..about(&["casino"])
    };
    for (text, expected) in [
        ("@ann @bob a casino https://www.evil.example/", true),
        ("@ann @bob a casino https://fine.example/", false),
        ("@ann a casino https://evil.example/", false),
    ] {
        let trial = world.admin.client.send(&with(text)).await?;
        assert_eq!(trial.text_matches, Some(expected), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn newcomers_are_tried_by_who_may_see_them() -> Test {
    let world = World::new().await?;
    world.server.member("bob1234")?;
    let names = TestAutomaticRule {
        subject: Some(AutomaticRuleSubject::SignUp.into()),
        usernames: Some(r"\d+$".into()),
        ..TestAutomaticRule::default()
    };
    world.role("Blocker", &[Permission::ManageBlocks])?;
    let blocker = world.server.staff("blocker", "Blocker")?.client;

    let trial = world.admin.client.send(&names).await?;
    assert_eq!(found(&trial), [("bob1234", "")]);
    assert_eq!(refusal(blocker.send(&names).await).0, 403);
    let addresses = TestAutomaticRule {
        email_domains: words(&["mail.example"]),
        ..TestAutomaticRule::default()
    };
    assert_eq!(refusal(blocker.send(&addresses).await).0, 403);
    assert_eq!(blocker.send(&about(&["casino"])).await?.matches.len(), 0);
    let nothing = refusal(blocker.send(&TestAutomaticRule::default()).await);
    assert_eq!(
        nothing,
        (422, "Validation failed: A rule needs a condition".into())
    );
    Ok(())
}
