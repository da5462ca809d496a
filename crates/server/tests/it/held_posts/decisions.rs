//! What moderators do about posts that wait.

use api::{
    admin::{
        accounts::{AccountAction, ActOnAccount, DeleteAccount},
        acts::{ListActs, RevertAct},
        batches::{BatchDeed, RevertBatch, RunBatch},
        held_statuses::{ListHeldStatuses, RejectHeldStatus},
        reports::GetReport,
    },
    reports::CreateReport,
    statuses::BoostStatus,
};
use client::Error;
use reqwest::Method;
use serde_json::{Value, json};
use store::{strikes, testing::count};

use super::wants;
use crate::{
    account_actions::refusal,
    people::Person,
    reports::about,
    server::{Server, Test},
    statuses::{asks, says, to},
    streams::Events,
};

async fn last_act(of: &Person, action: &str) -> Result<RevertAct, Error> {
    let acts = ListActs {
        action: Some(action.into()),
        target_type: Some("Status".into()),
        ..ListActs::default()
    };
    let acts = of.client.send(&acts).await?.items;
    Ok(RevertAct {
        id: acts[0].id.clone(),
    })
}

fn batch(deed: BatchDeed, ids: &[&str]) -> RunBatch {
    RunBatch {
        r#type: deed.into(),
        ids: ids.iter().map(|it| (*it).to_owned()).collect(),
        ..RunBatch::default()
    }
}

#[tokio::test]
async fn a_rejected_post_is_deleted_and_waits_again_once_that_is_taken_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = server.held_post(&ann, &wants("@bob buy this"))?;

    let rejected = moderator.reject_held(&id).await?;
    server.work_off()?;

    assert!(rejected.deleted_at.is_some());
    assert!(!ann.sees(&id).await? && moderator.all_held().await?.is_empty());
    let given = strikes::against(&mut server.tx()?, ann.id)?;
    assert_eq!(
        (given.len(), &*given[0].action, &*given[0].text),
        (1, "delete_statuses", "No advertising.")
    );
    assert_eq!(ann.kinds_told().await?, ["moderation_warning"]);
    assert!(server.counts_agree()?);

    let act = last_act(&moderator, "destroy").await?;
    moderator.client.send(&act).await?;

    assert_eq!(moderator.all_held().await?, [&*id]);
    assert!(ann.sees(&id).await? && !bob.sees(&id).await?);
    assert!(server.counts_agree()?);
    moderator.release(&id).await?;
    assert!(bob.sees(&id).await?);
    assert_eq!(bob.kinds_told().await?, ["mention"]);
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn a_rejection_can_be_kept_to_oneself() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let id = server.held_post(&ann, &wants("buy this"))?;
    let quietly = RejectHeldStatus {
        id,
        send_email_notification: Some(false),
        ..RejectHeldStatus::default()
    };

    moderator.client.send(&quietly).await?;
    server.work_off()?;

    assert!(ann.kinds_told().await?.is_empty() && server.letters()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_published_post_goes_out_of_sight_and_comes_back_where_it_was() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&bob, &ann)?;
    let post = ann.post(says("@bob look")).await?;
    server.work_off()?;
    let boost: BoostStatus = asks(json!({ "id": post.id }));
    let boost = bob.client.send(&boost).await?;
    let mut fan = Events::open(&server, &bob.token, "user").await?;
    let mut own = Events::open(&server, &ann.token, "user").await?;

    let held = moderator.hold(&post.id).await?;

    assert!(held.was_published && held.auto_rule_id.is_none());
    assert_eq!(
        fan.next().await?.short()?,
        ("delete".into(), post.id.clone())
    );
    assert!(ann.sees(&post.id).await? && !bob.sees(&post.id).await?);
    assert!(!bob.sees(&boost.id).await? && bob.kinds_told().await?.is_empty());
    assert!(server.counts_agree()?);

    moderator.release(&post.id).await?;
    server.work_off()?;

    assert!(bob.sees(&post.id).await? && bob.sees(&boost.id).await?);
    assert_eq!(bob.kinds_told().await?, ["mention"]);
    assert_eq!(
        fan.next().await?.short()?,
        ("status.update".into(), post.id.clone())
    );
    // The author has heard nothing of its being held.
    assert_eq!(own.next().await?.event, "status.update");
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn holding_and_releasing_can_be_taken_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("look")).await?;
    moderator.hold(&post.id).await?;

    let hold = last_act(&moderator, "hold").await?;
    moderator.client.send(&hold).await?;
    assert!(bob.sees(&post.id).await? && moderator.all_held().await?.is_empty());

    let release = last_act(&moderator, "release").await?;
    moderator.client.send(&release).await?;
    assert!(!bob.sees(&post.id).await? && ann.sees(&post.id).await?);
    let refused = refusal(moderator.client.send(&hold).await);
    assert_eq!(refused.0, 422);
    Ok(())
}

#[tokio::test]
async fn many_are_decided_about_at_once_with_one_strike_for_an_author() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (one, two) = (
        ann.post(says("one")).await?.id,
        ann.post(says("two")).await?.id,
    );
    let three = bob.post(says("three")).await?.id;

    let all = batch(BatchDeed::Hold, &[&one, &two, &three, "12"]);
    let held = moderator.client.send(&all).await?;
    assert_eq!(held.effects.posts_held, 3);
    assert_eq!(
        moderator.all_held().await?,
        [one.clone(), two.clone(), three.clone()]
    );
    let done: Vec<bool> = held.items.iter().map(|it| it.done).collect();
    assert_eq!(done, [true, true, true, false]);

    let reject = batch(BatchDeed::RejectHeld, &[&one, &two]);
    let rejected = moderator.client.send(&reject).await?;
    assert_eq!(
        (
            rejected.effects.posts_deleted,
            rejected.effects.members_notified
        ),
        (2, 1)
    );
    assert_eq!(strikes::against(&mut server.tx()?, ann.id)?.len(), 1);
    let release = batch(BatchDeed::Release, &[&one, &three]);
    let released = moderator.client.send(&release).await?;
    let errors: Vec<Option<String>> = released.items.into_iter().map(|it| it.error).collect();
    assert_eq!(errors, [Some("Record not found".into()), None]);
    assert!(ann.sees(&three).await? && moderator.all_held().await?.is_empty());

    let request = RevertBatch { id: rejected.id };
    moderator.client.send(&request).await?;
    assert_eq!(moderator.all_held().await?, [one, two]);
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn a_dry_run_decides_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("look")).await?;
    let held = server.held_post(&ann, &wants("@bob buy this"))?;
    let own = "/api/kumki/v1/admin/held_statuses";

    for (path, body) in [
        (own.to_owned(), json!({ "status_id": post.id })),
        (format!("{own}/{held}/release"), json!({})),
        (format!("{own}/{held}/reject"), json!({})),
    ] {
        let mut body = body;
        body["dry_run"] = true.into();
        let address = format!("{}{path}", server.url);
        let request = server.http.request(Method::POST, address);
        let answer = request
            .bearer_auth(&moderator.token)
            .json(&body)
            .send()
            .await?;
        assert_eq!(answer.status(), 200, "{path}");
        let _: Value = answer.json().await?;
    }
    server.work_off()?;

    assert!(bob.sees(&post.id).await? && !bob.sees(&held).await? && ann.sees(&held).await?);
    assert_eq!(moderator.all_held().await?, [held]);
    assert!(bob.kinds_told().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn only_what_is_there_and_fits_is_decided_about() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("look")).await?;
    let boost: BoostStatus = asks(json!({ "id": post.id }));
    let boost = bob.client.send(&boost).await?;

    assert_eq!(
        refusal(moderator.hold(&boost.id).await),
        (422, "A boost cannot be held".into())
    );
    for nothing in ["12", "x", ""] {
        assert_eq!(refusal(moderator.hold(nothing).await).0, 404, "{nothing:?}");
    }
    moderator.hold(&post.id).await?;
    assert_eq!(
        refusal(moderator.hold(&post.id).await),
        (422, "The post is held already".into())
    );
    assert_eq!(refusal(ann.hold(&post.id).await).0, 403);
    assert_eq!(refusal(ann.all_held().await).0, 403);
    let free = ann.post(says("free")).await?;
    for refused in [
        moderator.release(&free.id).await,
        moderator.reject_held(&free.id).await,
    ] {
        assert_eq!(refusal(refused), (422, "The post is not held".into()));
    }
    let odd: ListHeldStatuses = asks(json!({ "origin": "moon" }));
    assert_eq!(refusal(moderator.held(odd).await).0, 400);
    Ok(())
}

#[tokio::test]
async fn what_waits_is_paged_oldest_first_and_narrowed() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let by_rule = server.held_post(&ann, &wants("one"))?;
    let post = bob.post(says("two")).await?;
    moderator.hold(&post.id).await?;
    let last = server.held_post(&ann, &wants("three"))?;

    let first: ListHeldStatuses = asks(json!({ "limit": "2" }));
    let page = moderator.client.send(&first).await?;
    let ids: Vec<&str> = page.items.iter().map(|it| &*it.id).collect();
    assert_eq!(ids, [&*by_rule, &*post.id]);
    let next = page.links.ok_or("a link to the next page")?;
    let next = next.to_str()?;
    assert!(
        next.contains(&format!("after={}&limit=2>; rel=\"next\"", post.id)),
        "{next}"
    );
    for (filter, expected) in [
        (json!({ "after": post.id }), vec![&last]),
        (json!({ "account_id": bob.id() }), vec![&post.id]),
        (json!({ "auto_rule_id": "7" }), vec![&by_rule, &last]),
        (json!({ "auto_rule_id": "8" }), vec![]),
        (
            json!({ "origin": "local" }),
            vec![&by_rule, &post.id, &last],
        ),
        (json!({ "origin": "remote" }), vec![]),
        (
            json!({ "origin": "local", "auto_rule_id": "7", "account_id": ann.id() }),
            vec![&by_rule, &last],
        ),
        (json!({ "limit": "0" }), vec![]),
    ] {
        let found = moderator.held(asks(filter.clone())).await?;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter}");
    }
    Ok(())
}

#[tokio::test]
async fn posts_of_suspended_authors_wait_for_nobody_and_go_with_them() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("owner", "Owner")?;
    let ann = server.member("ann")?;
    let id = server.held_post(&ann, &wants("buy this"))?;
    let suspend: ActOnAccount = asks(json!({ "id": ann.id(), "type": AccountAction::Suspend }));

    moderator.client.send(&suspend).await?;

    assert!(moderator.all_held().await?.is_empty());
    let refused = refusal(moderator.release(&id).await);
    assert_eq!(refused, (422, "The author of the post is suspended".into()));
    let delete: DeleteAccount = asks(json!({ "id": ann.id() }));
    moderator.client.send(&delete).await?;
    server.work_off()?;
    assert_eq!(count(&mut server.tx()?, "held_statuses")?, 0);
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn a_report_says_which_of_its_posts_are_held() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (one, two) = (ann.post(says("one")).await?, ann.post(says("two")).await?);
    let report = CreateReport {
        status_ids: vec![one.id.clone(), two.id],
        ..about(&ann)
    };
    let report = bob.client.send(&report).await?;

    moderator.hold(&one.id).await?;

    let shown = moderator.client.send(&GetReport { id: report.id }).await?;
    assert_eq!(shown.body.held_status_ids, [one.id]);
    assert_eq!(shown.body.statuses.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_message_that_is_held_leaves_the_lists_of_others() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&bob, &ann)?;
    let message = ann.post(to("@bob psst", "direct")).await?;
    let list = api::conversations::ListConversations::default();

    moderator.hold(&message.id).await?;
    let (own, other) = (ann.client.send(&list).await?, bob.client.send(&list).await?);
    assert_eq!((own.items.len(), other.items.len()), (1, 0));

    moderator.release(&message.id).await?;
    assert_eq!(bob.client.send(&list).await?.items.len(), 1);
    assert_eq!(bob.kinds_told().await?, ["mention"]);
    Ok(())
}
