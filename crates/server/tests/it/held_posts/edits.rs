//! Edits that are held, and edits of what is held.

use api::statuses::{BoostStatus, edits::EditStatus};
use domain::{held_statuses, statuses};
use serde_json::json;

use super::{Result, wants, why};
use crate::{
    people::Person,
    server::{Server, Test},
    statuses::{asks, says},
};

impl Server {
    /// An edit that a rule holds before anybody hears of it.
    fn held_edit(&self, author: &Person, id: &str, text: &str) -> Result<()> {
        let id = id.parse()?;
        self.as_member(author, |cx| {
            let edited = statuses::keep_edit(cx, id, &wants(text), &[])?;
            let edited = edited.ok_or(domain::Error::NotFound)?;
            held_statuses::hold_edit(cx, &edited, why()).map(drop)
        })
    }
}

#[tokio::test]
async fn of_a_held_edit_nobody_hears_before_it_is_released() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob, carl) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("carl")?,
    );
    let post = ann.post(says("@bob hello #art")).await?;
    let boost: BoostStatus = asks(json!({ "id": post.id }));
    bob.client.send(&boost).await?;

    server.held_edit(&ann, &post.id, "@bob @carl buy this #shop")?;
    server.work_off()?;

    assert!(!bob.sees(&post.id).await? && !carl.sees(&post.id).await?);
    assert!(bob.kinds_told().await?.is_empty() && carl.kinds_told().await?.is_empty());
    assert!(ann.show(&post.id).await?.edited_at.is_some());
    assert!(server.counts_agree()?);

    moderator.release(&post.id).await?;
    server.work_off()?;

    assert_eq!(bob.kinds_told().await?, ["update", "mention"]);
    assert_eq!(carl.kinds_told().await?, ["mention"]);
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn what_is_changed_while_it_is_held_is_told_once_it_is_released() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("hello")).await?;
    let boost: BoostStatus = asks(json!({ "id": post.id }));
    bob.client.send(&boost).await?;
    moderator.hold(&post.id).await?;
    let edit: EditStatus = asks(json!({ "id": post.id, "status": "hello again" }));

    ann.client.send(&edit).await?;
    ann.client.send(&edit).await?;
    server.work_off()?;
    assert!(bob.kinds_told().await?.is_empty());
    let held = moderator
        .client
        .send(&api::admin::held_statuses::ListHeldStatuses::default())
        .await?;
    assert!(held.items[0].was_edited);
    moderator.release(&post.id).await?;
    server.work_off()?;

    assert_eq!(bob.kinds_told().await?, ["update"]);
    Ok(())
}

#[tokio::test]
async fn an_edit_that_people_were_still_to_be_told_of_waits_with_its_post() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("hello")).await?;
    let boost: BoostStatus = asks(json!({ "id": post.id }));
    bob.client.send(&boost).await?;
    let edit: EditStatus = asks(json!({ "id": post.id, "status": "hello again" }));
    ann.client.send(&edit).await?;

    moderator.hold(&post.id).await?;
    server.work_off()?;
    assert!(bob.kinds_told().await?.is_empty());
    moderator.release(&post.id).await?;
    server.work_off()?;

    assert_eq!(bob.kinds_told().await?, ["update"]);
    Ok(())
}
