//! What moderators write for each other.

use api::admin::{
    acts::ListActs,
    notes::{
        AddNoteToAccount, AddNoteToReport, AdminNote, DeleteNote, ListNotesOnAccount,
        ListNotesOnReport,
    },
    reports::GetReport,
};
use client::Error;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

async fn note(by: &Person, about: &Person, text: &str) -> Result<AdminNote, Error> {
    let request = AddNoteToAccount {
        id: about.id(),
        text: text.into(),
    };
    by.client.send(&request).await
}

#[tokio::test]
async fn notes_about_an_account_are_read_by_moderators_oldest_first() -> Test {
    let server = Server::start().await?;
    let (moderator, other) = (
        server.staff("mod", "Moderator")?,
        server.staff("max", "Moderator")?,
    );
    let ann = server.member("ann")?;
    note(&moderator, &ann, " Has promised to stop. ").await?;
    note(&other, &ann, "Has not.").await?;

    let notes = moderator
        .client
        .send(&ListNotesOnAccount { id: ann.id() })
        .await?;

    let said: Vec<(&str, Option<&str>)> = notes
        .iter()
        .map(|it| (&*it.text, it.account.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            ("Has promised to stop.", Some("mod")),
            ("Has not.", Some("max"))
        ]
    );
    assert_eq!(notes[0].target_account_id, Some(ann.id()));
    let log = ListActs {
        target_account_id: Some(ann.id()),
        ..ListActs::default()
    };
    let log = moderator.client.send(&log).await?.items;
    let kinds: Vec<&str> = log.iter().map(|it| &*it.target_type).collect();
    assert_eq!(kinds, ["AccountModerationNote"; 2]);
    assert!(log.iter().all(|it| it.reason.is_none()));
    Ok(())
}

#[tokio::test]
async fn a_note_on_a_report_is_a_change_of_it_and_may_resolve_it() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = ann.report(&bob).await?.id;
    let client = &moderator.client;
    let get = GetReport { id: id.clone() };
    let before = client.send(&get).await?;
    let add = |resolve, reopen| AddNoteToReport {
        id: id.clone(),
        text: "I have asked both.".into(),
        resolve_report: resolve,
        unresolve_report: reopen,
    };

    client.send(&add(false, false)).await?;
    let after = client.send(&get).await?;
    assert!(before.version() != after.version() && !after.body.action_taken);
    client.send(&add(true, false)).await?;
    assert!(client.send(&get).await?.body.action_taken);
    client.send(&add(false, true)).await?;
    assert!(!client.send(&get).await?.body.action_taken);

    assert_eq!(client.send(&ListNotesOnReport { id }).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn notes_are_deleted_by_who_wrote_them_and_by_superiors() -> Test {
    let server = Server::start().await?;
    let (moderator, peer) = (
        server.staff("mod", "Moderator")?,
        server.staff("max", "Moderator")?,
    );
    let owner = server.staff("owner", "Owner")?;
    let ann = server.member("ann")?;
    let (own, others) = (
        note(&moderator, &ann, "one").await?,
        note(&moderator, &ann, "two").await?,
    );
    let delete = |note: &AdminNote| DeleteNote {
        id: note.id.clone(),
    };

    let refused = peer.client.send(&delete(&own)).await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    moderator.client.send(&delete(&own)).await?;
    owner.client.send(&delete(&others)).await?;

    assert!(
        owner
            .client
            .send(&ListNotesOnAccount { id: ann.id() })
            .await?
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn a_note_says_something_and_not_too_much() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for (text, message) in [
        ("  ", "Text can't be blank"),
        (
            &*"x".repeat(2001),
            "Text is too long (maximum is 2000 characters)",
        ),
    ] {
        let refused = note(&moderator, &ann, text).await;
        assert_eq!(
            refusal(refused),
            (422, format!("Validation failed: {message}"))
        );
    }
    assert!(note(&moderator, &ann, &"ä".repeat(2000)).await.is_ok());
    Ok(())
}
