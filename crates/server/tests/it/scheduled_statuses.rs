//! Posts that are to come.

use api::{
    admin::accounts::{AccountAction, ActOnAccount},
    entities::{ScheduledStatus, Status},
    scheduled_statuses::{
        CancelScheduledStatus, ListScheduledStatuses, MoveScheduledStatus, ShowScheduledStatus,
    },
    statuses::{NewPoll, PostStatus},
    timelines::ListAccountStatuses,
};
use chrono::{TimeDelta, Utc};
use kumki_server::jobs::keep_schedules;
use serde_json::json;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says, texts},
};

impl Server {
    fn at(&self, minutes: i64) -> chrono::DateTime<Utc> {
        self.now() + TimeDelta::minutes(minutes)
    }

    /// A post that is to come in some minutes.
    fn later(&self, text: &str, minutes: i64) -> PostStatus {
        PostStatus {
            scheduled_at: Some(self.at(minutes).to_rfc3339()),
            ..says(text)
        }
    }

    /// Lets some minutes pass, and does what is due in each.
    fn wait(&self, minutes: i64) -> Test {
        for _ in 0..minutes {
            keep_schedules(&self.app)?;
            self.advance(TimeDelta::minutes(1));
            self.work_off()?;
        }
        Ok(())
    }
}

impl Person {
    async fn schedule(&self, post: PostStatus) -> Result<ScheduledStatus, client::Error> {
        let posted = self.client.send(&post).await?;
        Ok(posted.scheduled().expect("it is not there yet"))
    }

    async fn scheduled(&self) -> Result<Vec<ScheduledStatus>, client::Error> {
        let page = self.client.send(&ListScheduledStatuses::default()).await?;
        Ok(page.items)
    }

    async fn posted(&self) -> Result<Vec<Status>, client::Error> {
        let posts: ListAccountStatuses = asks(json!({ "id": self.id() }));
        Ok(self.client.send(&posts).await?.items)
    }
}

fn failed(text: &str) -> (u16, String) {
    (422, format!("Validation failed: {text}"))
}

#[tokio::test]
async fn a_scheduled_post_comes_at_its_time_with_all_that_it_was_to_have() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let picture = server.picture(&ann)?;
    let wanted = PostStatus {
        spoiler_text: Some("later".into()),
        visibility: Some("unlisted".into()),
        media_ids: vec![picture.clone()],
        ..server.later("Hello @bob", 10)
    };

    let scheduled = ann.schedule(wanted).await?;

    assert_eq!(scheduled.scheduled_at.0, server.at(10));
    assert_eq!(scheduled.params.text, "Hello @bob");
    assert_eq!(scheduled.params.media_ids, Some(vec![picture.clone()]));
    assert_eq!(scheduled.media_attachments[0].id, picture);
    assert!(scheduled.params.application_id.is_some());
    let taken = PostStatus {
        media_ids: vec![picture.clone()],
        ..says("mine now")
    };
    assert_eq!(refusal(ann.post(taken).await).0, 422, "the picture waits");
    assert!(ann.posted().await?.is_empty() && bob.kinds_told().await?.is_empty());
    server.wait(9)?;
    assert!(ann.posted().await?.is_empty());

    server.wait(2)?;

    let post = &ann.posted().await?[0];
    assert_eq!(
        (post.created_at.0, &*post.spoiler_text),
        (server.at(-1), "later")
    );
    assert_eq!(post.media_attachments[0].id, picture);
    assert_eq!(post.application.as_ref().map(|it| &*it.name), Some("tests"));
    assert_eq!(bob.kinds_told().await?, ["mention"]);
    assert!(ann.scheduled().await?.is_empty());
    server.wait(2)?;
    assert_eq!(ann.posted().await?.len(), 1, "only once");
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_posted_cannot_be_scheduled() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let too_soon = failed("Scheduled at date must be in the future");
    let at = |text: &str| PostStatus {
        scheduled_at: Some(text.into()),
        ..says("x")
    };

    assert_eq!(refusal(ann.post(server.later("x", 5)).await), too_soon);
    assert_eq!(
        refusal(ann.post(at("soon")).await),
        (422, "Record invalid".into())
    );
    let blank = refusal(ann.post(server.later(" ", 10)).await);
    assert_eq!(blank, failed("Text can't be blank"));
    let poll = PostStatus {
        poll: Some(NewPoll::default()),
        ..server.later("Which?", 10)
    };
    assert_eq!(refusal(ann.post(poll).await).0, 422);
    let answer = PostStatus {
        in_reply_to_id: Some("1".into()),
        ..server.later("x", 10)
    };
    assert_eq!(refusal(ann.post(answer).await).0, 404);
    assert!(ann.scheduled().await?.is_empty());

    let past = ann.post(server.later("late already", -5)).await?;
    assert_eq!(texts(&[past]), ["late already"], "as Mastodon, at once");
    Ok(())
}

#[tokio::test]
async fn one_may_look_move_and_cancel_and_only_ones_own() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let picture = server.picture(&ann)?;
    let wanted = PostStatus {
        media_ids: vec![picture.clone()],
        ..server.later("moved", 10)
    };
    let first = ann.schedule(wanted).await?;
    let second = ann.schedule(server.later("canceled", 10)).await?;
    let ids: Vec<_> = ann.scheduled().await?.into_iter().map(|it| it.id).collect();
    assert_eq!(ids, [second.id.clone(), first.id.clone()]);
    let page: ListScheduledStatuses = asks(json!({ "limit": "1" }));
    assert!(ann.client.send(&page).await?.next().is_some());

    let move_to = |at: String| MoveScheduledStatus {
        id: first.id.clone(),
        scheduled_at: Some(at),
    };
    let moved = move_to(server.at(30).to_rfc3339());
    let cancel = CancelScheduledStatus { id: second.id };
    let show = ShowScheduledStatus {
        id: first.id.clone(),
    };
    let missing = (404, "Record not found".to_owned());
    assert_eq!(refusal(bob.client.send(&show).await), missing);
    assert_eq!(refusal(bob.client.send(&moved).await), missing);
    assert_eq!(refusal(bob.client.send(&cancel).await), missing);
    for wrong in [server.at(5).to_rfc3339(), "whenever".into()] {
        let refused = refusal(ann.client.send(&move_to(wrong)).await);
        assert_eq!(refused, failed("Scheduled at date must be in the future"));
    }
    assert_eq!(ann.client.send(&moved).await?.scheduled_at.0, server.at(30));
    assert_eq!(ann.client.send(&show).await?.scheduled_at.0, server.at(30));
    ann.client.send(&cancel).await?;

    server.wait(20)?;
    assert!(ann.posted().await?.is_empty());
    let cancel = CancelScheduledStatus { id: first.id };
    ann.client.send(&cancel).await?;
    let again = PostStatus {
        media_ids: vec![picture],
        ..says("the picture is free")
    };
    assert!(ann.post(again).await.is_ok());
    server.wait(20)?;
    assert_eq!(ann.posted().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn there_are_25_a_day_and_300_in_all() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    const DAY: i64 = 24 * 60;
    for day in 1..=12 {
        for _ in 0..25 {
            ann.schedule(server.later("x", day * DAY)).await?;
        }
        if day == 1 {
            let day = failed("You have exceeded the limit of 25 scheduled posts for today");
            assert_eq!(refusal(ann.post(server.later("x", DAY)).await), day);
        }
    }

    let all = refusal(ann.post(server.later("x", 13 * DAY)).await);

    assert_eq!(
        all,
        failed("You have exceeded the limit of 300 scheduled posts")
    );
    let last = ann.scheduled().await?.remove(0);
    let to_full_day = MoveScheduledStatus {
        id: last.id,
        scheduled_at: Some(server.at(DAY).to_rfc3339()),
    };
    let day = failed("You have exceeded the limit of 25 scheduled posts for today");
    assert_eq!(refusal(ann.client.send(&to_full_day).await), day);
    Ok(())
}

#[tokio::test]
async fn who_may_not_post_by_then_posts_nothing() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (frozen, suspended) = (server.member("frozen")?, server.member("suspended")?);
    let (pending, memorial) = (server.member("pending")?, server.member("memorial")?);
    let fine = server.member("fine")?;
    let all = [&frozen, &suspended, &pending, &memorial, &fine];
    for person in all {
        person.schedule(server.later("Hello", 10)).await?;
    }
    for (person, action) in [
        (&frozen, AccountAction::Disable),
        (&suspended, AccountAction::Suspend),
    ] {
        let act = ActOnAccount::new(person.id(), action);
        owner.client.send(&act).await?;
    }
    server.change(|cx| {
        for sql in [
            format!(
                "UPDATE users SET approved = FALSE WHERE account_id = {}",
                pending.id
            ),
            format!(
                "UPDATE accounts SET memorial = TRUE WHERE id = {}",
                memorial.id
            ),
        ] {
            store::testing::execute(&mut cx.tx, &sql)?;
        }
        Ok(())
    })?;

    server.wait(12)?;

    for person in all {
        let posts = format!("statuses WHERE account_id = {}", person.id);
        let expected = i64::from(person.id == fine.id);
        assert_eq!(store::testing::count(&mut server.tx()?, &posts)?, expected);
    }
    let left = store::testing::count(&mut server.tx()?, "scheduled_statuses")?;
    assert_eq!(left, 0, "dropped without a word");
    Ok(())
}

#[tokio::test]
async fn what_has_become_impossible_is_dropped() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = bob.post(says("Answer me")).await?;
    let answer = PostStatus {
        in_reply_to_id: Some(post.id.clone()),
        ..server.later("later", 10)
    };
    ann.schedule(answer).await?;
    let delete: api::statuses::DeleteStatus = asks(json!({ "id": post.id }));
    bob.client.send(&delete).await?;

    server.wait(12)?;

    assert!(ann.posted().await?.is_empty());
    assert!(ann.scheduled().await?.is_empty());
    assert!(
        store::jobs::list(&mut server.tx()?, 10)?.is_empty(),
        "nothing is tried again"
    );
    Ok(())
}

#[tokio::test]
async fn the_same_key_schedules_once_and_then_gives_the_post() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let keyed = PostStatus {
        idempotency_key: Some("once".into()),
        ..server.later("Only once", 10)
    };

    let first = ann.schedule(keyed.clone()).await?;
    let second = ann.schedule(keyed.clone()).await?;
    assert_eq!((first.id, ann.scheduled().await?.len()), (second.id, 1));
    server.wait(12)?;
    let third = ann.post(keyed).await?;

    assert_eq!(third.id, ann.posted().await?[0].id);
    assert_eq!(ann.posted().await?.len(), 1);
    Ok(())
}
