//! Members who go on as another account.

mod far;
mod page;

use api::{
    accounts::ShowAccount,
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount},
    aliases::{AddAlias, Alias, ListAliases, RemoveAlias},
    directory::ListDirectory,
    entities::Account,
    follows::FollowAccount,
    migration::{GetMigration, Migration, StartMigration, UndoMigration},
    search::Search,
};
use chrono::TimeDelta;
use client::Error;
use serde_json::json;

use crate::{
    account_actions::refusal,
    follows::names,
    peer::Peer,
    people::{PASSWORD, Person},
    server::{Server, Test},
    statuses::says,
};

impl Person {
    async fn add_alias(&self, acct: &str) -> Result<Alias, Error> {
        let acct = acct.into();
        self.client.send(&AddAlias { acct }).await
    }

    async fn aliases(&self) -> Result<Vec<String>, Error> {
        let aliases = self.client.send(&ListAliases {}).await?;
        Ok(aliases.into_iter().map(|it| it.uri).collect())
    }

    async fn move_to(&self, acct: &str) -> Result<Migration, Error> {
        self.client.send(&to(acct)).await
    }

    async fn lead_to(&self, acct: &str) -> Result<Migration, Error> {
        let request = StartMigration {
            redirect_only: Some(true),
            ..to(acct)
        };
        self.client.send(&request).await
    }

    async fn migration(&self) -> Result<Migration, Error> {
        self.client.send(&GetMigration {}).await
    }

    async fn come_back(&self) -> Result<Migration, Error> {
        self.client.send(&UndoMigration {}).await
    }

    async fn looks_up(&self, id: &str) -> Result<Account, Error> {
        self.client.send(&ShowAccount { id: id.into() }).await
    }

    /// Where an account leads, as this person sees it.
    async fn sees_moved(&self, id: &str) -> Result<Option<String>, Error> {
        Ok(self.looks_up(id).await?.moved.map(|it| it.acct))
    }
}

fn to(acct: &str) -> StartMigration {
    StartMigration {
        acct: acct.into(),
        current_password: PASSWORD.into(),
        redirect_only: None,
    }
}

fn invalid(text: &str) -> (u16, String) {
    (422, format!("Validation failed: {text}"))
}

#[tokio::test]
async fn an_alias_is_another_account_that_is_there_and_is_named_once() -> Test {
    let server = Server::start().await?;
    let (ann, old, dead) = (
        server.member("ann")?,
        server.member("old")?,
        server.member("dead")?,
    );
    let moderator = server.staff("mod", "Moderator")?;
    moderator.act_on(&dead, AccountAction::Suspend).await?;

    let added = ann.add_alias("@OLD").await?;
    assert_eq!(added.uri, format!("{}/users/old", server.url));
    assert_eq!(added.account.map(|it| it.id), Some(old.id()));
    assert_eq!(ann.aliases().await?, [&*added.uri]);
    let (_, shown) = server.document("/users/ann").await?;
    assert_eq!(shown["alsoKnownAs"], json!([added.uri]));

    let missing = invalid("Account could not be found");
    for nobody in ["", "nobody", "dead", "@", "https://", "x@y@z", &server.url] {
        assert_eq!(refusal(ann.add_alias(nobody).await), missing, "{nobody}");
    }
    for own in ["ann", &format!("{}/@ann", server.url)] {
        let is_own = invalid("Account is the account that you have here");
        assert_eq!(refusal(ann.add_alias(own).await), is_own);
    }
    let twice = invalid("Account is among your aliases already");
    assert_eq!(refusal(ann.add_alias(&added.uri).await), twice);

    let remove = RemoveAlias { uri: added.uri };
    ann.client.send(&remove).await?;
    assert!(ann.aliases().await?.is_empty());
    assert_eq!(refusal(ann.client.send(&remove).await).0, 404);
    Ok(())
}

#[tokio::test]
async fn nobody_has_more_aliases_than_others_read() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for number in 0..20 {
        let name = format!("old{number}");
        server.member(&name)?;
        ann.add_alias(&name).await?;
    }
    server.member("more")?;

    let refused = refusal(ann.add_alias("more").await);

    assert_eq!(refused, (422, "There can be 20 aliases at most".into()));
    assert_eq!(ann.aliases().await?.len(), 20);
    Ok(())
}

#[tokio::test]
async fn who_moves_takes_her_followers_along() -> Test {
    let server = Server::start().await?;
    let (old, new, bob) = (
        server.member("old")?,
        server.member("new")?,
        server.member("bob")?,
    );
    server.follow(&bob, &old)?;
    old.post(says("Hello")).await?;
    new.add_alias("old").await?;

    let migration = old.move_to("new").await?;
    server.work_off()?;

    assert_eq!(migration.moved_to.map(|it| it.acct), Some("new".into()));
    let last = migration.last.ok_or("she has moved")?;
    assert_eq!(last.account.map(|it| it.acct), Some("new".into()));
    assert_eq!(last.followers_count, 1);
    assert_eq!(last.created_at.0, server.now());
    let possible_at = migration.possible_at.map(|it| it.0);
    assert_eq!(possible_at, Some(server.now() + TimeDelta::days(30)));
    assert!(bob.with(&new).await?.following);
    assert!(!bob.with(&old).await?.following);
    let shown = bob.looks_up(&old.id()).await?;
    let moved = shown.moved.ok_or("it says where it leads")?;
    assert_eq!((moved.id, moved.moved), (new.id(), None));
    let (_, document) = server.document("/users/old").await?;
    assert_eq!(document["movedTo"], format!("{}/users/new", server.url));
    Ok(())
}

#[tokio::test]
async fn nobody_moves_to_where_nothing_leads_back_or_without_the_password() -> Test {
    let server = Server::start().await?;
    let (old, new) = (server.member("old")?, server.member("new")?);
    let (gone, next) = (server.member("gone")?, server.member("next")?);
    for person in [&new, &gone, &next] {
        person.add_alias("old").await?;
    }
    server.member("other")?;
    next.lead_to("new").await?;
    let moderator = server.staff("mod", "Moderator")?;
    moderator.act_on(&gone, AccountAction::Suspend).await?;

    for (acct, text) in [
        ("other", "does not name this account among its aliases"),
        ("old", "is the account that you have here"),
        ("nobody", "could not be found"),
        ("gone", "could not be found"),
        ("next", "has moved to another account itself"),
        ("", "could not be found"),
    ] {
        let refused = refusal(old.move_to(acct).await);
        assert_eq!(refused, invalid(&format!("Account {text}")), "{acct}");
    }
    for password in ["", "battery staple", &"x".repeat(100_000)] {
        let request = StartMigration {
            current_password: password.into(),
            ..to("new")
        };
        let refused = refusal(old.client.send(&request).await);
        assert_eq!(refused, invalid("Current password is invalid"));
    }
    let migration = old.migration().await?;
    assert_eq!((migration.moved_to, migration.last), (None, None));
    Ok(())
}

#[tokio::test]
async fn followers_are_taken_along_once_in_thirty_days() -> Test {
    let server = Server::start().await?;
    let (old, new, bob) = (
        server.member("old")?,
        server.member("new")?,
        server.member("bob")?,
    );
    let second = server.member("second")?;
    for person in [&new, &second] {
        person.add_alias("old").await?;
    }
    old.move_to("new").await?;
    server.work_off()?;
    old.come_back().await?;
    server.follow(&bob, &old)?;

    server.advance(TimeDelta::days(30) - TimeDelta::milliseconds(1));
    let early = refusal(old.move_to("second").await);
    let text = "Followers can be taken along only once in 30 days";
    assert_eq!(early, (422, text.into()));
    assert!(old.lead_to("second").await.is_ok(), "nobody is asked");
    server.work_off()?;
    assert!(bob.with(&old).await?.following);

    server.advance(TimeDelta::milliseconds(1));
    let migration = old.move_to("second").await?;
    server.work_off()?;

    assert_eq!(migration.last.ok_or("again")?.followers_count, 1);
    assert!(bob.with(&second).await?.following);
    Ok(())
}

#[tokio::test]
async fn a_redirection_moves_nobody_and_ends_without_a_trace() -> Test {
    let server = Server::start().await?;
    let (old, new, bob) = (
        server.member("old")?,
        server.member("new")?,
        server.member("bob")?,
    );
    server.follow(&bob, &old)?;

    let migration = old.lead_to("new").await?;
    server.work_off()?;

    assert_eq!(migration.moved_to.map(|it| it.id), Some(new.id()));
    assert_eq!((migration.last, migration.possible_at), (None, None));
    assert!(bob.with(&old).await?.following);
    assert_eq!(bob.sees_moved(&old.id()).await?, Some("new".into()));

    assert_eq!(old.come_back().await?.moved_to, None);
    assert_eq!(bob.sees_moved(&old.id()).await?, None);
    assert_eq!(old.come_back().await?.moved_to, None, "again");
    old.post(says("Here I am")).await?;
    Ok(())
}

#[tokio::test]
async fn who_has_gone_along_stays_when_it_is_undone() -> Test {
    let server = Server::start().await?;
    let (old, new, bob) = (
        server.member("old")?,
        server.member("new")?,
        server.member("bob")?,
    );
    server.follow(&bob, &old)?;
    new.add_alias("old").await?;
    old.move_to("new").await?;
    server.work_off()?;

    let migration = old.come_back().await?;
    server.work_off()?;

    assert_eq!(migration.moved_to, None);
    assert!(migration.last.is_some() && migration.possible_at.is_some());
    assert!(bob.with(&new).await?.following);
    assert!(!bob.with(&old).await?.following);
    Ok(())
}

#[tokio::test]
async fn who_has_moved_is_neither_followed_nor_suggested() -> Test {
    let server = Server::start().await?;
    let (old, bob) = (server.member("oldname")?, server.member("bob")?);
    server.member("new")?;
    let discoverable = api::accounts::UpdateCredentials {
        discoverable: Some(true),
        ..Default::default()
    };
    old.client.send(&discoverable).await?;
    let found = async || -> Result<(usize, usize), Error> {
        let search = Search {
            q: "oldna".into(),
            ..Search::default()
        };
        let found = bob.client.send(&search).await?.accounts;
        let listed = bob.client.send(&ListDirectory::default()).await?;
        Ok((found.len(), names(&listed.items).len()))
    };
    assert_eq!(found().await?, (1, 1));

    old.lead_to("new").await?;

    assert_eq!(found().await?, (0, 0));
    let follow = FollowAccount {
        id: old.id(),
        ..FollowAccount::default()
    };
    let refused = refusal(bob.client.send(&follow).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    Ok(())
}

#[tokio::test]
async fn other_servers_with_followers_are_told_and_nobody_else() -> Test {
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        options.allowed_networks = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await?;
    let (old, new) = (server.member("old")?, server.member("new")?);
    let (near, far) = (Peer::new()?, Peer::new()?);
    near.follower(&server, "eve", &old)?;
    far.account(&server, "blocker")?;
    new.add_alias("old").await?;
    // Whoever follows has seen whom.
    server.document("/users/old").await?;
    server.work_off()?;
    old.move_to("new").await?;
    server.work_off()?;

    let mut told = Vec::new();
    for sent in near.received() {
        told.push(sent.open(&server, &near).await?);
    }

    let relocation = told.iter().find(|it| it["type"] == "Move");
    let relocation = relocation.ok_or("they are told")?;
    let uri = |name: &str| json!(format!("{}/users/{name}", server.url));
    assert_eq!(relocation["actor"], uri("old"));
    assert_eq!(relocation["object"], uri("old"));
    assert_eq!(relocation["target"], uri("new"));
    let update = told.iter().find(|it| it["type"] == "Update");
    let update = update.ok_or("they are told what the profile says")?;
    assert_eq!(update["object"]["movedTo"], uri("new"));
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(far.received().is_empty());
    Ok(())
}

#[tokio::test]
async fn the_password_is_not_to_be_guessed() -> Test {
    let server = Server::start_with(|options| options.rate_limits = true).await?;
    let old = server.member("old")?;
    let guess = StartMigration {
        current_password: "guess".into(),
        ..to("new")
    };
    for _ in 0..25 {
        assert_eq!(refusal(old.client.send(&guess).await).0, 422);
    }

    let answer = server
        .http
        .post(format!("{}/api/kumki/v1/migration", server.url))
        .bearer_auth(&old.token)
        .json(&to("new"))
        .send()
        .await?;

    assert_eq!(answer.status(), 429);
    Ok(())
}

#[tokio::test]
async fn nothing_leads_anywhere_once_an_account_is_deleted() -> Test {
    let server = Server::start().await?;
    let (old, new) = (server.member("old")?, server.member("new")?);
    let admin = server.staff("admin", "Admin")?;
    new.add_alias("old").await?;
    old.add_alias("new").await?;
    old.move_to("new").await?;
    let suspend = ActOnAccount::new(old.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    assert_eq!(admin.sees_moved(&old.id()).await?, None, "it is emptied");

    admin.client.send(&DeleteAccount { id: old.id() }).await?;
    server.work_off()?;

    let kept = server.account(old.id)?;
    assert_eq!(kept.moved_to_account_id, None);
    let aliases = store::account_aliases::of(&mut server.tx()?, old.id)?;
    assert!(aliases.is_empty());
    let last = store::account_migrations::find(&mut server.tx()?, old.id)?;
    assert!(last.is_none());
    Ok(())
}
