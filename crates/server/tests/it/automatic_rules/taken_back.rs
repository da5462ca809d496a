//! What rules have done is taken back.

use api::admin::{
    auto_rules::{
        AutomaticRuleOutcome::{Flag, Limit},
        CreateAutomaticRule, DeleteAutomaticRule,
    },
    batches::RevertBatch,
};

use domain::Permission;

use super::world::{World, posts, words};
use crate::{account_actions::refusal, server::Test, statuses::says};

fn rule() -> CreateAutomaticRule {
    CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag, Limit])
    }
}

#[tokio::test]
async fn a_match_is_taken_back_with_all_that_came_of_it_also_when_the_rule_is_gone() -> Test {
    let world = World::new().await?;
    let id = world.rule(&rule()).await?;
    world.ann.post(says("A casino")).await?;
    let act = world.matches(&id).await?[0]
        .act_id
        .clone()
        .ok_or("an act")?;
    world.admin.client.send(&DeleteAutomaticRule { id }).await?;

    world.revert(&act).await?;

    assert!(!world.is_limited(world.ann.id)?);
    assert!(world.reports().await?.is_empty());
    let log = world.log().await?;
    let back = log
        .iter()
        .find(|it| it.reverts_id.as_deref() == Some(&*act));
    let back = back.ok_or("it is in the log")?;
    assert_eq!(back.account_id, Some(world.admin.id()));
    assert_eq!(refusal(world.revert(&act).await).0, 422);
    Ok(())
}

#[tokio::test]
async fn taking_one_match_back_leaves_the_other_posts_in_the_report() -> Test {
    let world = World::new().await?;
    let flag = CreateAutomaticRule {
        outcomes: vec![Flag.into()],
        ..rule()
    };
    let id = world.rule(&flag).await?;
    world.ann.post(says("A casino")).await?;
    let second = world.ann.post(says("My casino")).await?;
    let matches = world.matches(&id).await?;

    world
        .revert(matches[1].act_id.as_deref().ok_or("an act")?)
        .await?;

    let reports = world.reports().await?;
    let left: Vec<_> = reports[0].statuses.iter().map(|it| &*it.id).collect();
    assert_eq!(left, [second.id]);
    Ok(())
}

#[tokio::test]
async fn the_limit_alone_is_taken_back_and_then_nothing_of_it_is_left() -> Test {
    let world = World::new().await?;
    let limit = CreateAutomaticRule {
        outcomes: vec![Limit.into()],
        ..rule()
    };
    let id = world.rule(&limit).await?;
    world.ann.post(says("A casino")).await?;
    let met = world.matches(&id).await?.remove(0);

    world
        .revert(met.limit_act_id.as_deref().ok_or("an act")?)
        .await?;

    assert!(!world.is_limited(world.ann.id)?);
    let act = met.act_id.ok_or("an act")?;
    let text = "There is nothing left of this act to be taken back";
    assert_eq!(refusal(world.revert(&act).await), (422, text.into()));
    Ok(())
}

#[tokio::test]
async fn all_that_rules_did_about_a_post_is_one_batch() -> Test {
    let world = World::new().await?;
    world.rule(&rule()).await?;
    world.ann.post(says("A casino")).await?;
    let batch = world.log().await?[0].batch_id.clone().ok_or("a batch")?;

    world.admin.client.send(&RevertBatch { id: batch }).await?;

    assert!(!world.is_limited(world.ann.id)?);
    assert!(world.reports().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_may_not_act_on_accounts_takes_no_limit_back() -> Test {
    let world = World::new().await?;
    let id = world.rule(&rule()).await?;
    world.ann.post(says("A casino")).await?;
    let act = world.matches(&id).await?[0]
        .act_id
        .clone()
        .ok_or("an act")?;
    world.role(
        "Reader",
        &[Permission::ViewAuditLog, Permission::ManageReports],
    )?;
    let reader = world.server.staff("reader", "Reader")?;

    let request = api::admin::acts::RevertAct { id: act };
    let said = refusal(reader.client.send(&request).await);

    assert_eq!(said.0, 403);
    assert!(world.is_limited(world.ann.id)?);
    assert_eq!(world.reports().await?.len(), 1);
    Ok(())
}
