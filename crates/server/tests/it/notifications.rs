//! What members are told in the app.

use api::{
    Open,
    admin::accounts::{AccountAction, ActOnAccount, EnableAccount, UnsuspendAccount},
    entities::{Notification, Status, StrikeAction},
    follows::{FollowAccount, UnfollowAccount},
    markers::{Position, SaveMarkers},
    mutes::MuteAccount,
    notifications::{
        ClearNotifications, CountNotifications, DismissNotification, ListNotifications,
        ShowNotification,
    },
    statuses::{BoostStatus, DeleteStatus, FavouriteStatus, PostStatus, UnfavouriteStatus},
};
use store::reports;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

#[tokio::test]
async fn a_member_is_told_what_was_done_and_not_by_whom() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let silence = ActOnAccount {
        text: Some("Please stop advertising.".into()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };

    moderator.client.send(&silence).await?;

    let told = ann.client.send(&ListNotifications::default()).await?.items;
    let [told] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(
        (told.r#type.as_str(), told.account.id.as_str()),
        ("moderation_warning", ann.id().as_str())
    );
    let warning = told.moderation_warning.as_ref().expect("a warning");
    assert_eq!(warning.action, Open::Known(StrikeAction::Silence));
    assert_eq!(warning.text, "Please stop advertising.");
    assert_eq!(warning.target_account.limited, Some(true));
    let id = told.id.clone();
    assert_eq!(
        ann.client
            .send(&ShowNotification { id: id.clone() })
            .await?,
        *told
    );
    let others = moderator.client.send(&ShowNotification { id }).await;
    assert_eq!(refusal(others), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn the_switch_is_for_mail_and_app_alike() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let quietly = ActOnAccount {
        send_email_notification: false,
        ..ActOnAccount::new(ann.id(), AccountAction::Disable)
    };

    moderator.client.send(&quietly).await?;

    assert_eq!(server.work_off()?, 0);
    moderator
        .client
        .send(&EnableAccount { id: ann.id() })
        .await?;
    assert!(
        ann.client
            .send(&ListNotifications::default())
            .await?
            .items
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_is_told_by_mail_alone() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;

    moderator
        .client
        .send(&ActOnAccount::new(ann.id(), AccountAction::Suspend))
        .await?;
    server.work_off()?;

    assert_eq!(server.letters()?.len(), 1);
    let id = ann.id();
    moderator.client.send(&UnsuspendAccount { id }).await?;
    assert!(
        ann.client
            .send(&ListNotifications::default())
            .await?
            .items
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn lists_can_be_narrowed_to_types_and_paged() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for _ in 0..3 {
        moderator
            .client
            .send(&ActOnAccount::new(ann.id(), AccountAction::None))
            .await?;
    }
    let list = async |request: ListNotifications| ann.client.send(&request).await;

    let none = ListNotifications {
        types: vec!["mention".into()],
        ..ListNotifications::default()
    };
    assert!(list(none).await?.items.is_empty());
    let none = ListNotifications {
        exclude_types: vec!["moderation_warning".into()],
        ..ListNotifications::default()
    };
    assert!(list(none).await?.items.is_empty());
    let two = ListNotifications {
        limit: Some("2".into()),
        ..ListNotifications::default()
    };
    let mut pages = ann.client.pages(&two);
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        ids.extend(page?.items.into_iter().map(|it| it.id));
    }
    assert_eq!(ids.len(), 3);
    assert!(ids.is_sorted_by(|a, b| a > b), "newest first: {ids:?}");
    Ok(())
}

impl Person {
    /// What this person was told, newest first.
    pub(crate) async fn notices(&self) -> Result<Vec<Notification>, client::Error> {
        let told = self.client.send(&ListNotifications::default()).await?;
        Ok(told.items)
    }

    pub(crate) async fn like(&self, post: &Status) -> Result<(), client::Error> {
        let id = post.id.clone();
        self.client.send(&FavouriteStatus { id }).await.map(drop)
    }

    pub(crate) async fn boost(&self, post: &Status) -> Result<(), client::Error> {
        let id = post.id.clone();
        let boost = BoostStatus {
            id,
            visibility: None,
        };
        self.client.send(&boost).await.map(drop)
    }

    pub(crate) async fn act_on(
        &self,
        other: &Person,
        action: AccountAction,
    ) -> Result<(), client::Error> {
        let act = ActOnAccount::new(other.id(), action);
        self.client.send(&act).await.map(drop)
    }
}

fn types(told: &[Notification]) -> Vec<&str> {
    told.iter().map(|it| it.r#type.as_str()).collect()
}

#[tokio::test]
async fn a_notification_shows_the_post_that_it_is_about() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Hello")).await?;

    bob.like(&post).await?;
    bob.boost(&post).await?;
    bob.post(says("@ann Hi!")).await?;
    bob.follow(&ann).await?;

    let told = ann.notices().await?;
    assert_eq!(types(&told), ["follow", "mention", "reblog", "favourite"]);
    let about = told
        .iter()
        .map(|it| Some(it.status.as_ref()?.account.username.as_str()));
    let about: Vec<_> = about.collect();
    assert_eq!(about, [None, Some("bob"), Some("ann"), Some("ann")]);
    assert_eq!(told[3].status.as_ref().map(|it| &it.id), Some(&post.id));
    assert!(told.iter().all(|it| it.account.username == "bob"));

    let id = post.id.clone();
    bob.client.send(&UnfavouriteStatus { id }).await?;
    assert_eq!(
        types(&ann.notices().await?),
        ["follow", "mention", "reblog"]
    );
    let id = post.id.clone();
    let delete = DeleteStatus {
        id,
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    assert_eq!(
        types(&ann.notices().await?),
        ["follow", "mention"],
        "at once"
    );
    server.work_off()?;
    let kept = store::testing::count(&mut server.tx()?, "notifications")?;
    assert_eq!(kept, 2);
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_vanishes_from_what_was_told_until_it_is_lifted() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Hello")).await?;
    bob.post(says("@ann Hi!")).await?;
    bob.like(&post).await?;
    let id = ann.notices().await?[0].id.clone();

    moderator.act_on(&bob, AccountAction::Suspend).await?;

    assert_eq!(ann.notices().await?, []);
    let show = ShowNotification { id };
    let shown = ann.client.send(&show).await;
    assert_eq!(refusal(shown), (404, "Record not found".into()));
    let count = CountNotifications::default();
    assert_eq!(ann.client.send(&count).await?.count, 0);

    let id = bob.id();
    moderator.client.send(&UnsuspendAccount { id }).await?;
    assert_eq!(types(&ann.notices().await?), ["favourite", "mention"]);
    assert_eq!(ann.client.send(&show).await?.r#type, "favourite");
    Ok(())
}

#[tokio::test]
async fn what_is_no_longer_meant_for_the_reader_is_left_out() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.client
        .send(&FollowAccount {
            id: bob.id(),
            notify: Some(true),
            ..FollowAccount::default()
        })
        .await?;
    server.work_off()?;
    bob.post(to("For those who follow", "private")).await?;
    server.work_off()?;
    assert_eq!(types(&ann.notices().await?), ["status"]);

    ann.client.send(&UnfollowAccount { id: bob.id() }).await?;

    assert_eq!(ann.notices().await?, []);
    Ok(())
}

#[tokio::test]
async fn a_muted_thread_and_a_muted_member_are_silent() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let post = ann.post(says("Hello")).await?;
    let thread = post.id.parse()?;
    server.change(|cx| Ok(store::conversation_mutes::add(&mut cx.tx, ann.id, thread)?))?;
    let mute = MuteAccount {
        id: eve.id(),
        notifications: None,
        duration: None,
    };
    ann.client.send(&mute).await?;

    let answer = PostStatus {
        in_reply_to_id: Some(post.id.clone()),
        ..says("@ann Hi!")
    };
    bob.post(answer).await?;
    bob.like(&post).await?;
    eve.follow(&ann).await?;
    assert_eq!(ann.notices().await?, []);

    bob.post(says("@ann Something else")).await?;
    assert_eq!(types(&ann.notices().await?), ["mention"]);
    Ok(())
}

#[tokio::test]
async fn notifications_can_be_taken_away_one_by_one_or_all_at_once() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for text in ["@ann one", "@ann two", "@ann three"] {
        bob.post(says(text)).await?;
    }
    let ids: Vec<String> = ann.notices().await?.into_iter().map(|it| it.id).collect();

    let dismiss = DismissNotification { id: ids[1].clone() };
    let others = bob.client.send(&dismiss).await;
    assert_eq!(refusal(others), (404, "Record not found".into()));
    ann.client.send(&dismiss).await?;
    let left: Vec<String> = ann.notices().await?.into_iter().map(|it| it.id).collect();
    assert_eq!(left, [ids[0].clone(), ids[2].clone()]);
    let again = ann.client.send(&dismiss).await;
    assert_eq!(refusal(again), (404, "Record not found".into()));

    ann.client.send(&ClearNotifications::default()).await?;
    assert_eq!(ann.notices().await?, []);
    Ok(())
}

#[tokio::test]
async fn what_is_above_the_marker_is_unread() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for text in ["@ann one", "@ann two", "@ann three"] {
        bob.post(says(text)).await?;
    }
    bob.follow(&ann).await?;
    let count = async |request: CountNotifications| {
        let counted = ann.client.send(&request).await;
        counted.map(|it| it.count)
    };
    let all = CountNotifications::default;
    assert_eq!(count(all()).await?, 4);
    let limited = CountNotifications {
        limit: Some("2".into()),
        ..all()
    };
    assert_eq!(count(limited).await?, 2);
    let mentions = CountNotifications {
        types: vec!["mention".into()],
        ..all()
    };
    assert_eq!(count(mentions.clone()).await?, 3);

    let read = ann.notices().await?[2].id.clone();
    let position = Position {
        last_read_id: Some(read),
    };
    let save = SaveMarkers {
        notifications: Some(position),
        ..SaveMarkers::default()
    };
    ann.client.send(&save).await?;

    assert_eq!(count(all()).await?, 2);
    assert_eq!(count(mentions).await?, 1);
    Ok(())
}

#[tokio::test]
async fn everybody_who_works_on_reports_is_told_of_one() -> Test {
    let server = Server::start().await?;
    let (moderator, ann, bob) = (
        server.staff("mod", "Moderator")?,
        server.member("ann")?,
        server.member("bob")?,
    );
    server.change(|cx| {
        let now = cx.now;
        let report = reports::add(
            &mut cx.tx,
            &reports::NewReport::new(ann.id, bob.id, "spam", "Look at this", now),
        )?;
        domain::notifications::tell_of_report(cx, report.id, ann.id)
    })?;

    let told = moderator.client.send(&ListNotifications::default()).await?;
    let told = told.items.iter().find(|it| it.r#type == "admin.report");
    let told = told.expect("of the report");
    assert_eq!(told.account.username, "ann");
    let report = told.report.as_ref().expect("the report");
    assert_eq!(report.target_account.username, "bob");
    assert_eq!(
        (report.comment.as_str(), report.action_taken),
        ("Look at this", false)
    );
    assert_eq!(ann.notices().await?, []);
    assert_eq!(bob.notices().await?, []);
    Ok(())
}

#[tokio::test]
async fn nobody_is_told_anything_while_suspended() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let posts = [
        ann.post(says("Hello")).await?,
        eve.post(says("Hello")).await?,
    ];
    moderator.act_on(&eve, AccountAction::Disable).await?;
    server.change(|cx| {
        let sql = format!(
            "UPDATE accounts SET suspended_at = created_at WHERE id = {}",
            ann.id
        );
        store::testing::execute(&mut cx.tx, &sql)?;
        Ok(())
    })?;
    let like = |post: &Status| {
        let id: i64 = post.id.parse().expect("a number");
        server.change(|cx| {
            cx.caller = domain::Caller::Member(Box::new(
                domain::members::find(cx, bob.id)?.expect("bob is there"),
            ));
            domain::statuses::favourite(cx, id).map(drop)
        })
    };

    // Ann's posts are hidden, so nobody can.
    assert!(like(&posts[0]).is_err());
    like(&posts[1])?;

    let told = store::testing::count(&mut server.tx()?, "notifications WHERE kind = 'favourite'")?;
    assert_eq!(told, 1, "who is frozen finds it when she is back");
    Ok(())
}
