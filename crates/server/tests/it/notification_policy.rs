//! Of whom members do not want to hear at once, or at all.

use api::{
    entities::{NotificationPolicySummary, NotificationPolicyV1},
    notification_policy::{
        ShowNotificationPolicy, ShowNotificationPolicyV1, UpdateNotificationPolicy,
        UpdateNotificationPolicyV1,
    },
    statuses::PostStatus,
};
use serde_json::{json, to_value};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
    statuses::{says, to},
};

#[tokio::test]
async fn who_has_not_decided_has_limited_accounts_and_private_strangers_put_aside() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);

    let policy = ann.client.send(&ShowNotificationPolicy::default()).await?;
    assert_eq!(
        to_value(policy)?,
        json!({
            "for_not_following": "accept", "for_not_followers": "accept",
            "for_new_accounts": "accept", "for_private_mentions": "filter",
            "for_limited_accounts": "filter", "for_bots": "accept",
            "summary": { "pending_requests_count": 0, "pending_notifications_count": 0 },
        })
    );

    eve.post(to("@ann psst", "direct")).await?;
    assert_eq!(ann.notices().await?, []);
    let question = ann.post(to("@eve yes?", "direct")).await?;
    let answer = PostStatus {
        in_reply_to_id: Some(question.id),
        ..to("@ann this", "direct")
    };
    eve.post(answer).await?;
    assert_eq!(ann.notices().await?.len(), 1, "what was asked for");
    Ok(())
}

#[tokio::test]
async fn a_policy_is_changed_word_by_word() -> Test {
    let server = Server::start().await?;
    let (ann, eve, bob) = (
        server.member("ann")?,
        server.member("eve")?,
        server.member("bob")?,
    );
    let strict = UpdateNotificationPolicy {
        for_not_following: Some("filter".into()),
        for_new_accounts: Some("drop".into()),
        ..UpdateNotificationPolicy::default()
    };
    let policy = ann.client.send(&strict).await?;
    assert_eq!(
        (
            policy.for_not_following.as_str(),
            policy.for_new_accounts.as_str()
        ),
        ("filter", "drop")
    );
    assert_eq!(policy.for_limited_accounts, "filter", "as it was");

    // Everybody here is new.
    eve.post(says("@ann one")).await?;
    server.advance(chrono::TimeDelta::days(31));
    eve.post(says("@ann two")).await?;
    ann.follow(&bob).await?;
    bob.post(says("@ann three")).await?;

    let told = ann.notices().await?;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].account.username, "bob");
    let policy = ann.client.send(&ShowNotificationPolicy::default()).await?;
    let aside = NotificationPolicySummary {
        pending_requests_count: 1,
        pending_notifications_count: 1,
    };
    assert_eq!(policy.summary, aside);

    let wrong = UpdateNotificationPolicy {
        for_not_followers: Some("drop".into()),
        for_bots: Some("shout".into()),
        ..UpdateNotificationPolicy::default()
    };
    let refused = ann.client.send(&wrong).await;
    let text = "Validation failed: For bots is not included in the list";
    assert_eq!(refusal(refused), (422, text.into()));
    let policy = ann.client.send(&ShowNotificationPolicy::default()).await?;
    assert_eq!(policy.for_not_followers, "accept", "nothing is changed");
    Ok(())
}

#[tokio::test]
async fn the_first_version_knows_yes_and_no() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let drop = UpdateNotificationPolicy {
        for_bots: Some("drop".into()),
        ..UpdateNotificationPolicy::default()
    };
    ann.client.send(&drop).await?;
    let change = UpdateNotificationPolicyV1 {
        filter_not_followers: Some(true),
        filter_private_mentions: Some(false),
        ..UpdateNotificationPolicyV1::default()
    };

    let shown = ann.client.send(&change).await?;

    let expected = NotificationPolicyV1 {
        filter_not_following: false,
        filter_not_followers: true,
        filter_new_accounts: false,
        filter_private_mentions: false,
        filter_bots: true,
        summary: NotificationPolicySummary::default(),
    };
    assert_eq!(shown, expected);
    let shown = ann
        .client
        .send(&ShowNotificationPolicyV1::default())
        .await?;
    assert_eq!(shown, expected);
    let policy = ann.client.send(&ShowNotificationPolicy::default()).await?;
    assert_eq!(
        (policy.for_not_followers.as_str(), policy.for_bots.as_str()),
        ("filter", "drop")
    );
    Ok(())
}
