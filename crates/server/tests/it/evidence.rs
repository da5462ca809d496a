//! Media that only moderators may still look at.

use api::{
    admin::{
        accounts::AccountAction,
        reports::GetReport,
        statuses::{ActOnStatuses, InspectStatus, ListStatusesOf, StatusAction},
    },
    reports::CreateReport,
    statuses::edits::EditStatus,
};
use chrono::TimeDelta;
use domain::evidence;
use serde_json::json;

use crate::{
    files::png,
    reports::about,
    server::{Server, Test},
    statuses::asks,
};

#[tokio::test]
async fn the_picture_of_a_deleted_post_is_shown_to_moderators_for_ten_minutes() -> Test {
    let server = Server::start().await?;
    server.change(evidence::make_missing)?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let picture = server.upload(&ann, "a.png", &png(60, 40)).await?;
    let post = ann
        .post(asks(json!({ "status": "Look", "media_ids": [picture.id] })))
        .await?;
    let plain = post.media_attachments[0].url.clone().unwrap_or_default();
    assert_eq!(server.get(&plain).await?.0, 200);
    let delete = ActOnStatuses {
        r#type: StatusAction::Delete.into(),
        status_ids: vec![post.id.clone()],
        ..ActOnStatuses::default()
    };
    moderator.client.send(&delete).await?;
    server.work_off()?;
    assert_eq!(server.get(&plain).await?.0, 404);

    let inspect = InspectStatus { id: post.id };
    let seen = moderator.client.send(&inspect).await?.status;

    let medium = &seen.media_attachments[0];
    let sealed = medium.url.clone().unwrap_or_default();
    assert!(sealed.starts_with(&format!("{plain}?until=")), "{sealed}");
    assert_eq!(server.get(&sealed).await?.0, 200);
    let preview = medium.preview_url.clone().unwrap_or_default();
    assert_eq!(server.get(&preview).await?.0, 200);
    let answer = server.http.get(&sealed).send().await?;
    assert_eq!(answer.headers()["cache-control"], "private, no-store");

    let (_, query) = sealed.split_once('?').unwrap_or_default();
    let (preview_plain, _) = preview.split_once('?').unwrap_or_default();
    for forged in [
        format!("{preview_plain}?{query}"),
        sealed.replace("until=1", "until=2"),
        format!("{plain}?until=9999999999&key=abc"),
        format!("{plain}?until=9999999999"),
    ] {
        assert_eq!(server.get(&forged).await?.0, 404, "{forged}");
    }
    server.advance(TimeDelta::minutes(10));
    assert_eq!(server.get(&sealed).await?.0, 404);
    Ok(())
}

#[tokio::test]
async fn what_a_deleted_post_has_carried_before_is_shown_to_moderators_too() -> Test {
    let server = Server::start().await?;
    server.change(evidence::make_missing)?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let picture = server.upload(&ann, "a.png", &png(60, 40)).await?;
    let post = ann
        .post(asks(json!({ "status": "Look", "media_ids": [picture.id] })))
        .await?;
    server.advance(TimeDelta::minutes(1));
    let edit: EditStatus = asks(json!({ "id": post.id, "status": "Nothing to see" }));
    ann.client.send(&edit).await?;
    let delete = ActOnStatuses {
        r#type: StatusAction::Delete.into(),
        status_ids: vec![post.id],
        ..ActOnStatuses::default()
    };
    moderator.client.send(&delete).await?;
    server.work_off()?;

    let list = ListStatusesOf {
        id: ann.id(),
        ..ListStatusesOf::default()
    };
    let seen = moderator.client.send(&list).await?.items;

    let edits = &seen[0].edits;
    assert_eq!((edits.len(), edits[1].media_attachments.len()), (2, 0));
    let url = edits[0].media_attachments[0].url.clone();
    let url = url.unwrap_or_default();
    let (plain, _) = url.split_once('?').unwrap_or_default();
    assert_eq!(
        (server.get(&url).await?.0, server.get(plain).await?.0),
        (200, 404)
    );
    Ok(())
}

#[tokio::test]
async fn a_report_about_a_suspended_account_still_shows_the_pictures() -> Test {
    let server = Server::start().await?;
    server.change(evidence::make_missing)?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let picture = server.upload(&ann, "a.png", &png(60, 40)).await?;
    let post = ann
        .post(asks(json!({ "status": "Look", "media_ids": [picture.id] })))
        .await?;
    let report = CreateReport {
        status_ids: vec![post.id],
        ..about(&ann)
    };
    let report = bob.client.send(&report).await?;
    let get = GetReport { id: report.id };
    let before = moderator.client.send(&get).await?.body;
    let plain = before.statuses[0].media_attachments[0]
        .url
        .clone()
        .unwrap_or_default();
    assert!(!plain.contains('?'));

    moderator.act_on(&ann, AccountAction::Suspend).await?;

    assert_eq!(server.get(&plain).await?.0, 404);
    let after = moderator.client.send(&get).await?.body;
    let sealed = after.statuses[0].media_attachments[0]
        .url
        .clone()
        .unwrap_or_default();
    assert_eq!(server.get(&sealed).await?.0, 200);
    Ok(())
}
