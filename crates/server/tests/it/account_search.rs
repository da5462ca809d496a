//! Finding people by what they are called.

use api::{
    account_search::SearchAccounts,
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount},
};

use crate::{
    people::Person,
    server::{Server, Test},
};

type Found = Result<Vec<String>, client::Error>;

impl Person {
    async fn search(&self, q: &str) -> Found {
        self.search_by(SearchAccounts {
            q: q.into(),
            ..SearchAccounts::default()
        })
        .await
    }

    async fn search_by(&self, request: SearchAccounts) -> Found {
        let page = self.client.send(&request).await?;
        Ok(page.items.into_iter().map(|it| it.acct).collect())
    }

    pub(crate) async fn call_oneself(&self, name: &str) -> Result<(), client::Error> {
        let request = UpdateCredentials {
            display_name: Some(name.into()),
            ..UpdateCredentials::default()
        };
        self.client.send(&request).await.map(drop)
    }
}

#[tokio::test]
async fn people_are_found_by_the_beginning_of_a_name_or_by_a_handle() -> Test {
    let server = Server::start().await?;
    let (ann, anton) = (server.member("ann")?, server.member("Anton")?);
    let bob = server.member("bob")?;
    bob.call_oneself("Anselm Ünsal").await?;
    server.remote("anne", "far.example")?;
    let here = server.url.trim_start_matches("http://");

    let mut found = ann.search("AN").await?;
    found.sort_unstable();
    assert_eq!(found, ["Anton", "ann", "anne@far.example", "bob"]);
    assert_eq!(ann.search("anselm ü").await?, ["bob"]);
    assert_eq!(ann.search("ünsal").await?, ["bob"], "a word in the name");
    assert_eq!(ann.search("@anne@FAR.example").await?, ["anne@far.example"]);
    assert_eq!(ann.search("an@far").await?, ["anne@far.example"]);
    assert_eq!(ann.search(&format!("ant@{here}")).await?, ["Anton"]);
    assert_eq!(ann.search("ann").await?[0], "ann", "exactly, and so first");
    for nobody in ["", " ", "@", "nobody", "%", "_nn", "an@elsewhere"] {
        assert!(ann.search(nobody).await?.is_empty(), "{nobody:?}");
    }
    assert_eq!(anton.search("b").await?, ["bob"]);
    Ok(())
}

#[tokio::test]
async fn whom_one_follows_comes_first_and_then_whom_most_follow() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bea", "beata", "bela", "benno"].map(|it| server.member(it));
    let [ann, bea, beata, bela, benno] = people;
    let (ann, bea, beata, bela, benno) = (ann?, bea?, beata?, bela?, benno?);
    for (follower, target) in [
        (&bea, &bela),
        (&beata, &bela),
        (&bea, &beata),
        (&ann, &benno),
    ] {
        follower.follow(target).await?;
    }
    let part = |limit: &str, offset: &str, following| SearchAccounts {
        q: "be".into(),
        limit: Some(limit.into()),
        offset: Some(offset.into()),
        following,
        ..SearchAccounts::default()
    };

    assert_eq!(ann.search("be").await?, ["benno", "bela", "beata", "bea"]);
    let bea_first = ["bea", "beata"];
    assert_eq!(ann.search("bea").await?, bea_first);
    let second = SearchAccounts {
        q: "bea".into(),
        limit: Some("1".into()),
        offset: Some("1".into()),
        ..SearchAccounts::default()
    };
    assert_eq!(ann.search_by(second).await?, ["beata"]);
    assert_eq!(
        ann.search_by(part("2", "1", false)).await?,
        ["bela", "beata"]
    );
    assert_eq!(ann.search_by(part("40", "0", true)).await?, ["benno"]);
    assert!(ann.search_by(part("0", "0", false)).await?.is_empty());
    let mut pages = Vec::new();
    let request = part("3", "0", false);
    let mut walk = ann.client.pages(&request);
    while let Some(page) = walk.next().await {
        pages.extend(page?.items.into_iter().map(|it| it.username));
    }
    assert_eq!(pages, ["benno", "bela", "beata", "bea"]);
    Ok(())
}

#[tokio::test]
async fn silenced_people_are_found_and_suspended_ones_only_by_their_handle() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.pending("bobby")?;
    server.unconfirmed("bobo")?;
    let act = async |action| {
        let act = ActOnAccount::new(bob.id(), action);
        moderator.client.send(&act).await
    };

    act(AccountAction::Silence).await?;
    assert_eq!(ann.search("bo").await?, ["bob"]);
    act(AccountAction::Suspend).await?;
    assert!(ann.search("bo").await?.is_empty());
    assert_eq!(ann.search("@bob").await?, ["bob"]);
    Ok(())
}
