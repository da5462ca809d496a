//! What moderators do about posts.

use api::{
    accounts::VerifyCredentials,
    admin::{
        acts::{ListActs, RevertAct},
        batches::RevertBatch,
        reports::{GetReport, ListReports, Party, WriteAboutReport},
        statuses::{
            ActOnStatuses, AdminStatus, InspectStatus, ListStatusesOf, ReviewStatus, StatusAction,
            UnreviewStatus,
        },
    },
    entities::Status,
    notifications::ListNotifications,
    reports::CreateReport,
    statuses::{
        ShowStatus,
        edits::{EditStatus, ListVersions},
    },
};
use chrono::TimeDelta;
use client::Error;
use kumki_server::jobs::keep_schedules;
use serde_json::json;
use store::strikes;

use crate::{
    account_actions::refusal,
    files::png,
    people::Person,
    reports::about,
    server::{Server, Test},
    statuses::{asks, says, to},
};

fn act(action: StatusAction, posts: &[&Status]) -> ActOnStatuses {
    ActOnStatuses {
        r#type: action.into(),
        status_ids: posts.iter().map(|it| it.id.clone()).collect(),
        ..ActOnStatuses::default()
    }
}

async fn posts_of(moderator: &Person, of: &Person) -> Result<Vec<AdminStatus>, Error> {
    let request = ListStatusesOf {
        id: of.id(),
        ..ListStatusesOf::default()
    };
    Ok(moderator.client.send(&request).await?.items)
}

async fn count(of: &Person) -> Result<i64, Error> {
    let own = of.client.send(&VerifyCredentials {}).await?;
    Ok(own.account.statuses_count)
}

fn report(of: &Person, posts: &[&Status]) -> CreateReport {
    CreateReport {
        status_ids: posts.iter().map(|it| it.id.clone()).collect(),
        ..about(of)
    }
}

#[tokio::test]
async fn deleted_posts_are_gone_for_all_but_moderators_and_come_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (bad, worse, fine) = (
        ann.post(says("bad #spam")).await?,
        ann.post(says("worse")).await?,
        ann.post(says("fine")).await?,
    );
    let request = ActOnStatuses {
        text: Some("No advertising.".into()),
        ..act(StatusAction::Delete, &[&bad, &worse])
    };

    let done = moderator.client.send(&request).await?;
    server.work_off()?;

    assert_eq!(
        (done.effects.posts_deleted, done.effects.members_notified),
        (2, 1)
    );
    assert!(!bob.sees(&bad.id).await? && !ann.sees(&worse.id).await? && bob.sees(&fine.id).await?);
    assert_eq!(count(&ann).await?, 1);
    let seen = posts_of(&moderator, &ann).await?;
    let seen: Vec<(&str, bool)> = seen
        .iter()
        .map(|it| (&*it.id, it.deleted_at.is_some()))
        .collect();
    assert_eq!(
        seen,
        [(&*fine.id, false), (&*worse.id, true), (&*bad.id, true)]
    );
    let given = strikes::against(&mut server.tx()?, ann.id)?;
    assert_eq!(
        (given.len(), &*given[0].action, &*given[0].text),
        (1, "delete_statuses", "No advertising.")
    );
    assert_eq!(given[0].status_ids().unwrap_or_default().len(), 2);
    let told = ann.client.send(&ListNotifications::default()).await?;
    assert!(
        told.items
            .iter()
            .any(|it| it.r#type == "moderation_warning")
    );

    moderator
        .client
        .send(&RevertBatch { id: done.batch_id })
        .await?;

    assert!(bob.sees(&bad.id).await? && bob.sees(&worse.id).await?);
    assert_eq!(count(&ann).await?, 3);
    let given = strikes::against(&mut server.tx()?, ann.id)?;
    assert!(given[0].overruled_at.is_some());
    let back = bob.client.send(&ShowStatus { id: bad.id.clone() }).await?;
    assert_eq!(back.content, bad.content);
    Ok(())
}

#[tokio::test]
async fn a_strike_counts_until_the_last_of_its_posts_is_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let (one, two) = (ann.post(says("one")).await?, ann.post(says("two")).await?);
    moderator
        .client
        .send(&act(StatusAction::Delete, &[&one, &two]))
        .await?;
    let acts = ListActs {
        action: Some("destroy".into()),
        target_type: Some("Status".into()),
        ..ListActs::default()
    };
    let acts = moderator.client.send(&acts).await?.items;
    assert_eq!(acts.len(), 2);

    let mut overruled = Vec::new();
    for act in acts {
        moderator.client.send(&RevertAct { id: act.id }).await?;
        let strikes = strikes::against(&mut server.tx()?, ann.id)?;
        overruled.push(strikes[0].overruled_at.is_some());
    }

    assert_eq!(overruled, [false, true]);
    Ok(())
}

#[tokio::test]
async fn after_thirty_days_a_deleted_post_does_not_come_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let post = ann.post(says("bad")).await?;
    let done = moderator
        .client
        .send(&act(StatusAction::Delete, &[&post]))
        .await?;
    server.work_off()?;
    server.advance(TimeDelta::days(29));
    keep_schedules(&server.app)?;
    assert_eq!(posts_of(&moderator, &ann).await?.len(), 1);

    server.advance(TimeDelta::days(2));
    keep_schedules(&server.app)?;

    assert_eq!(posts_of(&moderator, &ann).await?.len(), 0);
    let undone = moderator
        .client
        .send(&RevertBatch { id: done.batch_id })
        .await?;
    let text = "The post was deleted for good meanwhile";
    assert_eq!(undone.items[0].error.as_deref(), Some(text));
    Ok(())
}

#[tokio::test]
async fn only_what_shows_something_is_hidden_and_its_edit_is_kept() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let cat = server.upload(&ann, "cat.png", &png(40, 30)).await?;
    let picture = asks(json!({ "status": "Look", "media_ids": [cat.id] }));
    let (picture, plain) = (ann.post(picture).await?, ann.post(says("Words")).await?);

    let done = moderator
        .client
        .send(&act(StatusAction::Sensitive, &[&picture, &plain]))
        .await?;

    assert_eq!(done.effects.posts_hidden, 1);
    let shown = bob
        .client
        .send(&ShowStatus {
            id: picture.id.clone(),
        })
        .await?;
    assert!(shown.sensitive && shown.edited_at.is_some());
    let versions = ListVersions {
        id: picture.id.clone(),
    };
    let versions = bob.client.send(&versions).await?;
    let sensitive: Vec<bool> = versions.iter().map(|it| it.sensitive).collect();
    assert_eq!(sensitive, [false, true]);
    let inspected = InspectStatus {
        id: picture.id.clone(),
    };
    assert_eq!(moderator.client.send(&inspected).await?.edits.len(), 2);

    moderator
        .client
        .send(&RevertBatch { id: done.batch_id })
        .await?;
    let shown = bob
        .client
        .send(&ShowStatus {
            id: picture.id.clone(),
        })
        .await?;
    assert!(!shown.sensitive);
    Ok(())
}

#[tokio::test]
async fn posts_are_listed_with_the_last_things_that_they_have_said() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let (plain, twice, often) = (
        ann.post(says("Never changed")).await?,
        ann.post(says("One")).await?,
        ann.post(says("0")).await?,
    );
    let edit = async |id: &str, text: String| {
        server.advance(TimeDelta::minutes(1));
        let edit: EditStatus = asks(json!({ "id": id, "status": text }));
        ann.client.send(&edit).await.map(drop)
    };
    edit(&twice.id, "Two".into()).await?;
    for number in 1..=24 {
        edit(&often.id, number.to_string()).await?;
    }
    moderator
        .client
        .send(&act(StatusAction::Delete, &[&twice]))
        .await?;

    let posts = posts_of(&moderator, &ann).await?;

    let said = |post: &AdminStatus| -> Vec<String> {
        let contents = post.edits.iter().map(|it| it.content.as_str());
        let plain = contents.map(|it| it.replace("<p>", "").replace("</p>", ""));
        plain.collect()
    };
    let ids: Vec<&str> = posts.iter().map(|it| &*it.id).collect();
    assert_eq!(ids, [&*often.id, &*twice.id, &*plain.id]);
    let numbers = |from: i32| -> Vec<String> { (from..=24).map(|it| it.to_string()).collect() };
    assert_eq!(said(&posts[0]), numbers(5));
    assert_eq!(said(&posts[1]), ["One", "Two"]);
    assert_eq!(said(&posts[2]), [""; 0]);
    assert!(posts[0].edits.iter().all(|it| it.account.acct == "ann"));
    let inspect = InspectStatus { id: often.id };
    let whole = moderator.client.send(&inspect).await?;
    assert_eq!(said(&whole), numbers(0));
    Ok(())
}

#[tokio::test]
async fn an_act_that_makes_no_sense_changes_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let post = ann.post(says("Hello")).await?;
    let unknown = ActOnStatuses {
        status_ids: vec![post.id.clone(), "7".into()],
        ..act(StatusAction::Delete, &[])
    };
    let report = ActOnStatuses {
        report_id: Some("77".into()),
        ..act(StatusAction::Delete, &[&post])
    };
    let many = ActOnStatuses {
        status_ids: (1..=201).map(|it| it.to_string()).collect(),
        ..act(StatusAction::Delete, &[])
    };
    let kind = ActOnStatuses {
        r#type: api::Open::Unknown("burn".into()),
        ..act(StatusAction::Delete, &[&post])
    };
    for (request, expected) in [
        (unknown, (404, "Record not found")),
        (report, (404, "Record not found")),
        (many, (422, "No more than 200 posts can be named at once")),
        (act(StatusAction::Delete, &[]), (400, "No posts were named")),
        (
            kind,
            (422, "Validation failed: Type is not included in the list"),
        ),
        (
            act(StatusAction::Sensitive, &[&post]),
            (422, "This would make no difference to any of the posts"),
        ),
    ] {
        let refused = refusal(moderator.client.send(&request).await);
        assert_eq!((refused.0, &*refused.1), expected);
    }
    assert!(ann.sees(&post.id).await?);
    assert!(strikes::against(&mut server.tx()?, ann.id)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_is_not_public_is_shown_to_moderators_once_it_is_reported() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let direct = ann.post(to("@bob Fool", "direct")).await?;
    ann.post(to("For friends", "private")).await?;
    let public = ann.post(says("Hello")).await?;
    let ids = async || -> Result<Vec<String>, Error> {
        let posts = posts_of(&moderator, &ann).await?;
        Ok(posts.into_iter().map(|it| it.id).collect())
    };
    let inspect = InspectStatus {
        id: direct.id.clone(),
    };
    assert_eq!(ids().await?, std::slice::from_ref(&public.id));
    let refused = moderator.client.send(&inspect).await;
    assert_eq!(refusal(refused), (404, "Record not found".into()));

    let report = bob.client.send(&report(&ann, &[&direct])).await?;

    assert_eq!(ids().await?, [public.id, direct.id]);
    let inspected = moderator.client.send(&inspect).await?;
    assert_eq!(inspected.open_report_ids, [report.id]);
    assert_eq!(inspected.status.visibility.to_text(), "direct");
    let reported = ListStatusesOf {
        id: ann.id(),
        only_reported: true,
        ..ListStatusesOf::default()
    };
    assert_eq!(moderator.client.send(&reported).await?.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn acting_from_a_report_resolves_it_and_tells_nobody_of_spam() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Buy this")).await?;
    let spam = CreateReport {
        category: Some(api::entities::Category::Spam.into()),
        ..report(&ann, &[&post])
    };
    let report = bob.client.send(&spam).await?;
    let request = ActOnStatuses {
        report_id: Some(report.id.clone()),
        ..act(StatusAction::Delete, &[&post])
    };

    let done = moderator.client.send(&request).await?;

    assert_eq!(done.effects.members_notified, 0);
    let report = moderator
        .client
        .send(&GetReport { id: report.id })
        .await?
        .body;
    assert!(report.action_taken);
    assert_eq!(report.statuses.len(), 1);
    assert_eq!(ann.notices().await?, []);
    Ok(())
}

#[tokio::test]
async fn nobody_is_bothered_again_with_a_post_that_was_found_fine_until_it_says_something_else()
-> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Cats are better")).await?;
    let open = async || -> Result<usize, Error> {
        Ok(moderator
            .client
            .send(&ListReports::default())
            .await?
            .items
            .len())
    };
    let review = ReviewStatus {
        id: post.id.clone(),
    };
    let reviewed = moderator.client.send(&review).await?;
    assert_eq!(reviewed.reviewed_by_account_id, Some(moderator.id()));

    let quiet = bob.client.send(&report(&ann, &[&post])).await?;
    assert!(quiet.action_taken);
    assert_eq!((open().await?, moderator.notices().await?.len()), (0, 0));

    server.advance(TimeDelta::minutes(1));
    let edit: EditStatus = asks(json!({ "id": post.id, "status": "Dogs are fools" }));
    ann.client.send(&edit).await?;
    let loud = bob.client.send(&report(&ann, &[&post])).await?;
    assert!(!loud.action_taken);
    assert_eq!(open().await?, 1);
    let inspected = InspectStatus {
        id: post.id.clone(),
    };
    assert!(
        moderator
            .client
            .send(&inspected)
            .await?
            .reviewed_at
            .is_none()
    );

    moderator.client.send(&review).await?;
    let forgotten = UnreviewStatus {
        id: post.id.clone(),
    };
    let forgotten = moderator.client.send(&forgotten).await?;
    assert!(forgotten.reviewed_at.is_none());
    Ok(())
}

#[tokio::test]
async fn who_has_to_do_with_a_report_can_be_written_to() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let far = server.remote("rob", "far.example")?;
    let report = bob.report(&ann).await?;
    let about_far = CreateReport {
        account_id: far.id.to_string(),
        ..CreateReport::default()
    };
    let about_far = bob.client.send(&about_far).await?;
    let write = |id: &str, to: Party, text: &str| WriteAboutReport {
        id: id.into(),
        to: to.into(),
        text: text.into(),
    };

    let client = &moderator.client;
    client
        .send(&write(
            &report.id,
            Party::Reporter,
            "Thank you, we have limited it.",
        ))
        .await?;
    client
        .send(&write(&report.id, Party::Target, "Please be kinder."))
        .await?;
    server.work_off()?;

    let letters = server.letters()?;
    let to = |name: &str, text: &str| {
        let address = format!("{name}@mail.example");
        letters
            .iter()
            .filter(|it| it.contains(&address) && it.contains(text))
            .count()
    };
    assert_eq!(to("bob", "Thank you, we have limited it."), 1);
    assert_eq!(to("bob", "about your report on ann"), 1);
    assert_eq!((to("ann", "Please be kinder."), to("ann", "bob")), (1, 0));
    for (id, party, text, message) in [
        (&report.id, Party::Target, " ", "Text can't be blank"),
        (
            &report.id,
            Party::Target,
            &*"x".repeat(2001),
            "Text is too long (maximum is 2000 characters)",
        ),
        (
            &about_far.id,
            Party::Target,
            "Hello",
            "To has no login here",
        ),
    ] {
        let refused = client.send(&write(id, party, text)).await;
        assert_eq!(
            refusal(refused),
            (422, format!("Validation failed: {message}"))
        );
    }
    Ok(())
}
