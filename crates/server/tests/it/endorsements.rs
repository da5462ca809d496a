//! What members recommend, and what they write down.

use api::{
    account_notes::SetAccountNote,
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::BlockAccount,
    endorsements::{
        EndorseAccount, ListEndorsements, ListEndorsementsOf, PinAccount, UnendorseAccount,
        UnpinAccount,
    },
    follows::UnfollowAccount,
};
use client::Client;

use crate::{
    account_actions::refusal,
    follows::names,
    people::Person,
    server::{Server, Test},
};

#[tokio::test]
async fn only_whom_she_follows_a_member_can_recommend_and_only_as_long() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = || bob.id();

    let refused = ann.client.send(&EndorseAccount { id: id() }).await;
    let sentence =
        "Validation failed: You must be already following the person you want to endorse";
    assert_eq!(refusal(refused), (422, sentence.into()));
    ann.follow(&bob).await?;
    assert!(
        ann.client
            .send(&EndorseAccount { id: id() })
            .await?
            .endorsed
    );
    assert!(ann.client.send(&PinAccount { id: id() }).await?.endorsed);
    assert!(!ann.client.send(&UnpinAccount { id: id() }).await?.endorsed);
    assert!(ann.client.send(&PinAccount { id: id() }).await?.endorsed);
    let gone = ann.client.send(&UnendorseAccount { id: id() }).await?;
    assert!(!gone.endorsed && gone.following);

    ann.client.send(&EndorseAccount { id: id() }).await?;
    ann.client.send(&UnfollowAccount { id: id() }).await?;
    assert!(!ann.follow(&bob).await?.endorsed);
    Ok(())
}

#[tokio::test]
async fn recommendations_are_public_but_not_for_everybody() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let people = ["ann", "bob", "carl", "dora"].map(|it| server.member(it));
    let [ann, bob, carl, dora] = people;
    let (ann, bob, carl, dora) = (ann?, bob?, carl?, dora?);
    for other in [&bob, &carl] {
        ann.follow(other).await?;
        ann.client.send(&EndorseAccount { id: other.id() }).await?;
    }
    let stranger = Client::anonymous(&server.url)?;
    let of_ann = async |client: &Client| {
        let request = ListEndorsementsOf {
            id: ann.id(),
            ..ListEndorsementsOf::default()
        };
        let page = client.send(&request).await?;
        let names = names(&page.items).into_iter().map(str::to_owned);
        Ok::<_, client::Error>(names.collect::<Vec<_>>())
    };
    let suspend = async |person: &Person| {
        let act = ActOnAccount::new(person.id(), AccountAction::Suspend);
        moderator.client.send(&act).await
    };

    assert_eq!(of_ann(&stranger).await?, ["carl", "bob"]);
    let own = ann.client.send(&ListEndorsements::default()).await?;
    assert_eq!(names(&own.items), ["carl", "bob"]);
    let one = ListEndorsements {
        limit: Some("1".into()),
        ..ListEndorsements::default()
    };
    let first = ann.client.send(&one).await?;
    let second = ListEndorsements {
        max_id: Some(carl.id()),
        ..one
    };
    assert!(first.next().is_some_and(|it| it.contains(&carl.id())));
    assert_eq!(names(&ann.client.send(&second).await?.items), ["bob"]);

    dora.client.send(&BlockAccount { id: bob.id() }).await?;
    assert_eq!(of_ann(&dora.client).await?, ["carl"]);
    ann.client.send(&BlockAccount { id: dora.id() }).await?;
    assert!(of_ann(&dora.client).await?.is_empty());
    suspend(&bob).await?;
    assert_eq!(of_ann(&stranger).await?, ["carl"]);
    suspend(&ann).await?;
    assert!(of_ann(&stranger).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_note_is_for_its_writer_alone() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    let note = |comment: Option<&str>| SetAccountNote {
        id: bob.id(),
        comment: comment.map(str::to_owned),
    };

    let seen = ann.client.send(&note(Some("Met in Graz"))).await?;
    assert_eq!(seen.note, "Met in Graz");
    assert_eq!(bob.with(&ann).await?.note, "");
    assert_eq!(carl.with(&bob).await?.note, "");
    let long = "ü".repeat(2001);
    let refused = ann.client.send(&note(Some(&long))).await;
    let sentence = "Validation failed: Comment is too long (maximum is 2000 characters)";
    assert_eq!(refusal(refused), (422, sentence.into()));
    assert_eq!(ann.with(&bob).await?.note, "Met in Graz");
    let longest = ann.client.send(&note(Some(&long[2..]))).await?;
    assert_eq!(longest.note, long[2..]);
    for nothing in [Some(" "), None] {
        ann.client.send(&note(Some("x"))).await?;
        assert_eq!(ann.client.send(&note(nothing)).await?.note, "");
    }
    Ok(())
}
