//! People whose notifications were put aside, until the member decides about them.

use api::{
    admin::accounts::{AccountAction, UnsuspendAccount},
    entities::NotificationRequest,
    notification_policy::ShowNotificationPolicy,
    notification_requests::{
        AcceptNotificationRequest, AcceptNotificationRequests, CheckNotificationsMerged,
        DismissNotificationRequest, DismissNotificationRequests, ListNotificationRequests,
        ShowNotificationRequest,
    },
    notifications::{DismissNotification, ListNotifications},
    statuses::UnfavouriteStatus,
};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, client::Error>;

impl Person {
    async fn requests(&self) -> Result<Vec<NotificationRequest>> {
        let list = ListNotificationRequests::default();
        Ok(self.client.send(&list).await?.items)
    }

    /// How many requests there are, and how many notifications in them.
    async fn aside(&self) -> Result<(i64, i64)> {
        let policy = self.client.send(&ShowNotificationPolicy::default()).await?;
        let summary = policy.summary;
        Ok((
            summary.pending_requests_count,
            summary.pending_notifications_count,
        ))
    }

    async fn is_merged(&self) -> Result<bool> {
        let check = CheckNotificationsMerged::default();
        Ok(self.client.send(&check).await?.merged)
    }
}

/// A member, and another who is limited.
async fn limited(
    server: &Server,
) -> std::result::Result<(Person, Person), Box<dyn std::error::Error>> {
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    moderator.act_on(&eve, AccountAction::Silence).await?;
    Ok((ann, eve))
}

#[tokio::test]
async fn what_limited_members_cause_is_put_aside_and_asks_to_be_let_in() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = limited(&server).await?;
    let post = ann.post(says("Hello")).await?;

    let first = eve.post(says("@ann one")).await?;
    let second = eve.post(says("@ann two")).await?;
    eve.like(&post).await?;

    assert_eq!(ann.notices().await?, []);
    assert_eq!(ann.aside().await?, (1, 3));
    let requests = ann.requests().await?;
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(request.account.username, "eve");
    assert_eq!(request.notifications_count, "3");
    let last = request.last_status.as_ref().map(|it| &it.id);
    assert_eq!(last, Some(&second.id), "a like is no message");
    let show = ShowNotificationRequest {
        id: request.id.clone(),
    };
    assert_eq!(ann.client.send(&show).await?, *request);
    let others = eve.client.send(&show).await;
    assert_eq!(refusal(others), (404, "Record not found".into()));

    // Who wants to see them can.
    for request in [
        ListNotifications {
            include_filtered: Some(true),
            ..ListNotifications::default()
        },
        ListNotifications {
            account_id: Some(eve.id()),
            ..ListNotifications::default()
        },
    ] {
        let told = ann.client.send(&request).await?.items;
        let about: Vec<_> = told.iter().filter_map(|it| it.status.as_ref()).collect();
        assert_eq!(about.len(), 3);
        assert_eq!(about[2].id, first.id);
    }
    Ok(())
}

#[tokio::test]
async fn a_request_counts_what_is_still_there() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = limited(&server).await?;
    let post = ann.post(says("Hello")).await?;
    let message = eve.post(says("@ann one")).await?;
    eve.like(&post).await?;
    assert_eq!(ann.aside().await?, (1, 2));

    let id = post.id.clone();
    eve.client.send(&UnfavouriteStatus { id }).await?;
    assert_eq!(ann.aside().await?, (1, 1));
    eve.like(&post).await?;
    let list = ListNotifications {
        account_id: Some(eve.id()),
        ..ListNotifications::default()
    };
    let id = ann.client.send(&list).await?.items[0].id.clone();
    ann.client.send(&DismissNotification { id }).await?;
    assert_eq!(ann.aside().await?, (1, 1));

    let delete = api::statuses::DeleteStatus {
        id: message.id,
        delete_media: None,
    };
    eve.client.send(&delete).await?;
    server.work_off()?;
    assert_eq!(ann.aside().await?, (0, 0));
    assert_eq!(ann.requests().await?, []);
    Ok(())
}

#[tokio::test]
async fn who_is_accepted_is_let_in_with_all_that_waited() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = limited(&server).await?;
    eve.post(says("@ann one")).await?;
    eve.post(says("@ann two")).await?;
    let id = ann.requests().await?[0].id.clone();
    assert!(ann.is_merged().await?);

    ann.client
        .send(&AcceptNotificationRequest { id: id.clone() })
        .await?;

    assert_eq!(ann.aside().await?, (0, 0));
    assert!(!ann.is_merged().await?, "a job does it");
    server.work_off()?;
    assert!(ann.is_merged().await?);
    let merged = domain::Event::NotificationsMerged { account_id: ann.id };
    server.change(|cx| {
        domain::notification_requests::merge(cx, ann.id)?;
        assert_eq!(cx.events, [merged], "those who are connected hear of it");
        Ok(())
    })?;
    assert_eq!(ann.notices().await?.len(), 2);
    eve.post(says("@ann three")).await?;
    assert_eq!(ann.notices().await?.len(), 3);
    let again = ann.client.send(&AcceptNotificationRequest { id }).await;
    assert_eq!(refusal(again), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn who_is_dismissed_is_forgotten_and_may_ask_again() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = limited(&server).await?;
    eve.post(says("@ann one")).await?;
    let id = ann.requests().await?[0].id.clone();

    ann.client.send(&DismissNotificationRequest { id }).await?;
    assert_eq!(ann.aside().await?, (0, 0));
    // What comes before the job has cleaned up is not lost.
    eve.post(says("@ann two")).await?;
    server.work_off()?;

    let kept = "notifications WHERE is_filtered";
    assert_eq!(store::testing::count(&mut server.tx()?, kept)?, 1);
    assert_eq!(ann.aside().await?, (1, 1));
    assert_eq!(ann.notices().await?, []);
    Ok(())
}

#[tokio::test]
async fn several_requests_are_decided_on_together() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for name in ["eve", "fay", "gus", "hal"] {
        let person = server.member(name)?;
        moderator.act_on(&person, AccountAction::Silence).await?;
        person.post(says("@ann Hi!")).await?;
    }
    let list = ListNotificationRequests {
        limit: Some("3".into()),
        ..ListNotificationRequests::default()
    };
    let mut pages = ann.client.pages(&list);
    let mut requests = Vec::new();
    while let Some(page) = pages.next().await {
        requests.extend(page?.items);
    }
    let names: Vec<&str> = requests
        .iter()
        .map(|it| it.account.username.as_str())
        .collect();
    assert_eq!(names, ["hal", "gus", "fay", "eve"]);
    let ids = |of: &[NotificationRequest]| -> Vec<String> {
        of.iter()
            .map(|it| it.id.clone())
            .chain(["4711".into(), "x".into()])
            .collect()
    };

    let id = ids(&requests[..2]);
    ann.client.send(&AcceptNotificationRequests { id }).await?;
    let id = ids(&requests[2..3]);
    ann.client.send(&DismissNotificationRequests { id }).await?;
    server.work_off()?;

    assert_eq!(ann.notices().await?.len(), 2);
    let left = ann.requests().await?;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].account.username, "eve");
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_asks_for_nothing_meanwhile() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = limited(&server).await?;
    eve.post(says("@ann one")).await?;
    let owner = server.staff("owner", "Owner")?;

    owner.act_on(&eve, AccountAction::Suspend).await?;
    assert_eq!(ann.requests().await?, []);
    assert_eq!(ann.aside().await?, (0, 0));

    let id = eve.id();
    owner.client.send(&UnsuspendAccount { id }).await?;
    assert_eq!(ann.aside().await?, (1, 1));
    Ok(())
}
