//! Whom a member may want to follow.

use api::{
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::BlockAccount,
    mutes::MuteAccount,
    suggestions::{ListSuggestions, ListSuggestionsV1, RemoveSuggestion},
};

use crate::{
    follows::names,
    people::Person,
    server::{Server, Test},
};

impl Person {
    pub(crate) async fn be_found(&self) -> Result<(), client::Error> {
        let request = UpdateCredentials {
            discoverable: Some(true),
            ..UpdateCredentials::default()
        };
        self.client.send(&request).await.map(drop)
    }

    async fn suggested(&self) -> Result<Vec<(String, String)>, client::Error> {
        let suggested = self.client.send(&ListSuggestions::default()).await?;
        let suggested = suggested.into_iter();
        let named = suggested.map(|it| (it.account.username, it.sources.join(" ")));
        Ok(named.collect())
    }
}

#[tokio::test]
async fn friends_of_friends_come_before_those_whom_most_follow() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl", "dora", "eve", "fay"].map(|it| server.member(it));
    let [ann, bob, carl, dora, eve, fay] = people;
    let (ann, bob, carl, dora, eve, fay) = (ann?, bob?, carl?, dora?, eve?, fay?);
    for person in [&ann, &bob, &carl, &dora, &eve] {
        person.be_found().await?;
    }
    for (follower, target) in [
        (&ann, &bob),
        (&bob, &carl),
        (&bob, &fay),
        (&bob, &ann),
        (&carl, &dora),
        (&eve, &dora),
        (&fay, &eve),
    ] {
        follower.follow(target).await?;
    }

    let expected = [
        ("carl".into(), "friends_of_friends most_followed".into()),
        ("dora".into(), "most_followed".into()),
        ("eve".into(), "most_followed".into()),
    ];
    assert_eq!(
        ann.suggested().await?,
        expected,
        "fay does not want to be found"
    );
    let first = ListSuggestions {
        limit: Some("1".into()),
    };
    let first = ann.client.send(&first).await?;
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].source, "past_interactions");
    let older = ann.client.send(&ListSuggestionsV1::default()).await?;
    assert_eq!(names(&older), ["carl", "dora", "eve"]);
    Ok(())
}

#[tokio::test]
async fn nobody_is_suggested_about_whom_something_was_decided() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let people = ["ann", "bob", "carl", "dora", "eve", "fay"].map(|it| server.member(it));
    let [ann, bob, carl, dora, eve, fay] = people;
    let (ann, bob, carl, dora, eve, fay) = (ann?, bob?, carl?, dora?, eve?, fay?);
    for person in [&bob, &carl, &dora, &eve, &fay] {
        person.be_found().await?;
        moderator.follow(person).await?;
    }
    assert_eq!(ann.suggested().await?.len(), 5);

    ann.client.send(&BlockAccount { id: bob.id() }).await?;
    let mute = MuteAccount {
        id: carl.id(),
        ..MuteAccount::default()
    };
    ann.client.send(&mute).await?;
    let remove = RemoveSuggestion { id: dora.id() };
    ann.client.send(&remove).await?;
    ann.client.send(&remove).await?;
    let silence = ActOnAccount::new(eve.id(), AccountAction::Silence);
    moderator.client.send(&silence).await?;
    let last = [("fay".to_owned(), "most_followed".to_owned())];
    assert_eq!(ann.suggested().await?, last);
    fay.lock(true).await?;
    ann.follow(&fay).await?;
    assert!(ann.suggested().await?.is_empty());
    assert_eq!(fay.suggested().await?.len(), 3, "others see the others");

    let id = fay.id;
    let memorial = format!("UPDATE accounts SET memorial = TRUE WHERE id = {id}");
    server.change(|cx| Ok(store::testing::execute(&mut cx.tx, &memorial)?))?;
    let of_bob = bob.suggested().await?;
    assert!(of_bob.iter().all(|(name, _)| name != "fay"), "{of_bob:?}");
    Ok(())
}
