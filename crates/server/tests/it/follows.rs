//! Following, and who follows whom.

use api::{
    accounts::{ShowAccount, UpdateCredentials},
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount, UnsuspendAccount},
    blocks::{BlockAccount, UnblockAccount},
    entities::{Account, Relationship},
    follows::{
        FollowAccount, ListFamiliarFollowers, ListFollowers, ListFollowing, RemoveFollower,
        UnfollowAccount,
    },
    notifications::ListNotifications,
    relationships::ListRelationships,
};
use client::Client;
use domain::recount;
use serde_json::json;
use store::accounts::{self, Stats};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

type Result<T> = std::result::Result<T, client::Error>;

impl Person {
    pub(crate) async fn follow(&self, other: &Person) -> Result<Relationship> {
        let request = FollowAccount {
            id: other.id(),
            ..FollowAccount::default()
        };
        self.client.send(&request).await
    }

    /// What this person and another have decided about each other.
    pub(crate) async fn with(&self, other: &Person) -> Result<Relationship> {
        let request = ListRelationships {
            id: vec![other.id()],
            with_suspended: true,
        };
        let mut found = self.client.send(&request).await?;
        Ok(found.pop().expect("an account that exists"))
    }

    /// The types of what this person was told, with who caused it.
    pub(crate) async fn told(&self) -> Result<Vec<(String, String)>> {
        let told = self.client.send(&ListNotifications::default()).await?;
        let told = told.items.into_iter();
        Ok(told.map(|it| (it.r#type, it.account.username)).collect())
    }

    pub(crate) async fn lock(&self, locked: bool) -> Result<()> {
        let request = UpdateCredentials {
            locked: Some(locked),
            ..UpdateCredentials::default()
        };
        self.client.send(&request).await.map(drop)
    }
}

pub(crate) fn names(accounts: &[Account]) -> Vec<&str> {
    accounts.iter().map(|it| it.username.as_str()).collect()
}

async fn counts(client: &Client, id: String) -> Result<(i64, i64)> {
    let account = client.send(&ShowAccount { id }).await?;
    Ok((account.followers_count, account.following_count))
}

#[tokio::test]
async fn a_follow_shows_on_both_sides_and_is_told_and_counted() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);

    let seen = ann.follow(&bob).await?;

    assert!(seen.following && seen.showing_reblogs && !seen.notifying && !seen.requested);
    assert_eq!((seen.id, seen.languages), (bob.id(), None));
    let seen = bob.with(&ann).await?;
    assert!(seen.followed_by && !seen.following && !seen.showing_reblogs);
    assert_eq!(bob.told().await?, [("follow".into(), "ann".into())]);
    assert_eq!(counts(&ann.client, bob.id()).await?, (1, 0));
    assert_eq!(counts(&ann.client, ann.id()).await?, (0, 1));

    let unfollow = UnfollowAccount { id: bob.id() };
    assert!(!ann.client.send(&unfollow).await?.following);
    assert!(!ann.client.send(&unfollow).await?.following, "again");
    assert!(!bob.with(&ann).await?.followed_by);
    assert_eq!(bob.told().await?, [], "what was told of is no more");
    assert_eq!(counts(&ann.client, bob.id()).await?, (0, 0));
    assert_eq!(counts(&ann.client, ann.id()).await?, (0, 0));
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn following_again_changes_only_what_is_named() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let follow = |reblogs, notify, languages: Option<&[&str]>| FollowAccount {
        id: bob.id(),
        reblogs,
        notify,
        languages: languages.map(|it| it.iter().map(|it| (*it).to_owned()).collect()),
    };
    let languages = Some(["de", "zh-TW"].as_slice());

    ann.client
        .send(&follow(Some(false), None, languages))
        .await?;
    let seen = ann.client.send(&follow(None, Some(true), None)).await?;

    assert!(seen.following && !seen.showing_reblogs && seen.notifying);
    assert_eq!(
        seen.languages,
        Some(vec!["de".to_owned(), "zh-TW".to_owned()])
    );
    assert_eq!(counts(&ann.client, bob.id()).await?, (1, 0));
    let wrong = ann
        .client
        .send(&follow(Some(true), None, Some(&["German"])))
        .await;
    let sentence = "Validation failed: Languages is invalid";
    assert_eq!(refusal(wrong), (422, sentence.into()));
    let all = ann.client.send(&follow(None, None, Some(&[]))).await?;
    assert_eq!((all.languages, all.showing_reblogs), (None, false));
    Ok(())
}

#[tokio::test]
async fn nobody_follows_herself_or_past_a_block_or_who_is_not_there() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let not_found = || (404, "Record not found".to_owned());
    let not_allowed = || (403, "This action is not allowed".to_owned());

    let own = "Following your own account is not allowed";
    assert_eq!(refusal(ann.follow(&ann).await), (403, own.into()));
    for stranger in [server.pending("pending")?, server.unconfirmed("new")?] {
        assert_eq!(refusal(ann.follow(&stranger).await), not_found());
    }
    ann.client.send(&BlockAccount { id: bob.id() }).await?;
    assert_eq!(refusal(ann.follow(&bob).await), not_allowed());
    assert_eq!(refusal(bob.follow(&ann).await), not_allowed());
    ann.client.send(&UnblockAccount { id: bob.id() }).await?;
    let act = ActOnAccount::new(bob.id(), AccountAction::Suspend);
    moderator.client.send(&act).await?;
    assert_eq!(refusal(ann.follow(&bob).await), not_found());

    assert_eq!(counts(&ann.client, ann.id()).await?, (0, 0));
    let id = bob.id();
    moderator.client.send(&UnsuspendAccount { id }).await?;
    assert!(ann.follow(&bob).await?.following);
    Ok(())
}

#[tokio::test]
async fn who_follows_very_many_needs_followers_of_her_own() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let set = |followers_count, following_count| {
        let stats = Stats {
            account_id: ann.id,
            followers_count,
            following_count,
            ..Stats::default()
        };
        server.change(|cx| Ok(accounts::set_stats(&mut cx.tx, &stats)?))
    };

    for (followers, following, most) in [(0, 7500, 7500), (6000, 7500, 7500), (7000, 7700, 7700)] {
        set(followers, following)?;
        let sentence = format!("Validation failed: You cannot follow more than {most} people");
        assert_eq!(refusal(ann.follow(&bob).await), (422, sentence));
    }
    set(7000, 7699)?;
    assert!(ann.follow(&bob).await?.following);
    Ok(())
}

#[tokio::test]
async fn a_follower_can_be_removed() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.follow(&bob).await?;
    bob.follow(&ann).await?;

    let remove = RemoveFollower { id: ann.id() };
    let seen = bob.client.send(&remove).await?;

    assert!(!seen.followed_by && seen.following, "{seen:?}");
    assert!(!bob.client.send(&remove).await?.followed_by, "again");
    assert!(!ann.with(&bob).await?.following);
    Ok(())
}

#[tokio::test]
async fn followers_and_follows_are_paged_newest_first() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for name in ["bob", "carl", "dora"] {
        let person = server.member(name)?;
        person.follow(&ann).await?;
        ann.follow(&person).await?;
    }
    let stranger = Client::anonymous(&server.url)?;
    let two = |id| ListFollowers {
        id,
        limit: Some("2".into()),
        ..ListFollowers::default()
    };

    let first = stranger.send(&two(ann.id())).await?;
    assert_eq!(names(&first.items), ["dora", "carl"]);
    let request = two(ann.id());
    let mut pages = stranger.pages(&request);
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        all.extend(page?.items.into_iter().map(|it| it.username));
    }
    assert_eq!(all, ["dora", "carl", "bob"]);
    let following = ListFollowing {
        id: ann.id(),
        ..ListFollowing::default()
    };
    let following = stranger.send(&following).await?;
    assert_eq!(names(&following.items), ["dora", "carl", "bob"]);
    assert!(following.next().is_none());
    Ok(())
}

#[tokio::test]
async fn lists_of_follows_are_empty_for_those_who_are_not_to_see_them() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let people = ["ann", "bob", "carl", "dora"].map(|it| server.member(it));
    let [ann, bob, carl, dora] = people;
    let (ann, bob, carl, dora) = (ann?, bob?, carl?, dora?);
    bob.follow(&ann).await?;
    carl.follow(&ann).await?;
    let stranger = Client::anonymous(&server.url)?;
    let followers = async |client: &Client| {
        let request = ListFollowers {
            id: ann.id(),
            ..ListFollowers::default()
        };
        let page = client.send(&request).await?;
        Result::Ok(
            page.items
                .into_iter()
                .map(|it| it.username)
                .collect::<Vec<_>>(),
        )
    };

    dora.client.send(&BlockAccount { id: carl.id() }).await?;
    assert_eq!(followers(&dora.client).await?, ["bob"]);
    assert_eq!(followers(&carl.client).await?, ["carl", "bob"]);
    ann.client.send(&BlockAccount { id: dora.id() }).await?;
    assert!(followers(&dora.client).await?.is_empty());

    let hide = UpdateCredentials {
        hide_collections: Some(true),
        ..UpdateCredentials::default()
    };
    ann.client.send(&hide).await?;
    assert!(followers(&stranger).await?.is_empty());
    assert_eq!(followers(&ann.client).await?, ["carl", "bob"], "her own");

    let show = UpdateCredentials {
        hide_collections: Some(false),
        ..UpdateCredentials::default()
    };
    ann.client.send(&show).await?;
    let act = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    moderator.client.send(&act).await?;
    assert!(followers(&stranger).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn familiar_followers_are_those_whom_the_caller_follows() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl", "dora"].map(|it| server.member(it));
    let [ann, bob, carl, dora] = people;
    let (ann, bob, carl, dora) = (ann?, bob?, carl?, dora?);
    for follower in [&bob, &carl] {
        follower.follow(&dora).await?;
    }
    ann.follow(&bob).await?;
    let familiar = async || {
        let request = ListFamiliarFollowers {
            id: vec![dora.id(), "4711".into(), bob.id()],
        };
        let found = ann.client.send(&request).await?;
        let found = found.into_iter().map(|it| {
            let names = it.accounts.into_iter().map(|it| it.username);
            (it.id, names.collect::<Vec<_>>())
        });
        Result::Ok(found.collect::<Vec<_>>())
    };

    let expected = [(dora.id(), vec!["bob".to_owned()]), (bob.id(), vec![])];
    assert_eq!(familiar().await?, expected);
    let hide = UpdateCredentials {
        hide_collections: Some(true),
        ..UpdateCredentials::default()
    };
    bob.client.send(&hide).await?;
    let nobody = [(dora.id(), vec![]), (bob.id(), vec![])];
    assert_eq!(familiar().await?, nobody, "he hides whom he follows");
    Ok(())
}

#[tokio::test]
async fn relationships_come_in_the_order_asked_for_and_without_suspended_accounts() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let far = server.remote("zed", "far.example")?;
    ann.follow(&bob).await?;
    let ask = async |with_suspended| {
        let id = [far.id.to_string(), "x".into(), bob.id(), bob.id()];
        let request = ListRelationships {
            id: id.into(),
            with_suspended,
        };
        let found = ann.client.send(&request).await?;
        Result::Ok(found.into_iter().map(|it| it.id).collect::<Vec<_>>())
    };

    assert_eq!(ask(false).await?, [far.id.to_string(), bob.id()]);
    let act = ActOnAccount::new(bob.id(), AccountAction::Suspend);
    moderator.client.send(&act).await?;
    assert_eq!(ask(false).await?, [far.id.to_string()]);
    assert_eq!(ask(true).await?, [far.id.to_string(), bob.id()]);
    assert!(
        ann.with(&bob).await?.following,
        "a suspension can be lifted"
    );
    Ok(())
}

#[tokio::test]
async fn a_form_says_the_same_as_json() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let url = format!("{}/api/v1/accounts/{}/follow", server.url, bob.id());
    let form = [("reblogs", "false"), ("notify", "1"), ("languages[]", "")];
    let answer = server.http.post(&url).bearer_auth(&ann.token).form(&form);
    let seen: Relationship = answer.send().await?.json().await?;
    assert!(!seen.showing_reblogs && seen.notifying && seen.languages.is_none());

    let body = json!({ "reblogs": true, "notify": false, "languages": ["de"] });
    let answer = server.http.post(&url).bearer_auth(&ann.token).json(&body);
    let seen: Relationship = answer.send().await?.json().await?;
    assert!(seen.showing_reblogs && !seen.notifying);
    assert_eq!(seen.languages, Some(vec!["de".to_owned()]));
    Ok(())
}

#[tokio::test]
async fn a_purge_takes_all_follows_away_and_the_others_count_right() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let people = ["ann", "bob", "carl", "dora"].map(|it| server.member(it));
    let [ann, bob, carl, dora] = people;
    let (ann, bob, carl, dora) = (ann?, bob?, carl?, dora?);
    for (follower, target) in [(&ann, &bob), (&bob, &ann), (&carl, &ann), (&carl, &bob)] {
        follower.follow(target).await?;
    }
    dora.lock(true).await?;
    ann.follow(&dora).await?;
    carl.client.send(&BlockAccount { id: dora.id() }).await?;
    bob.client.send(&BlockAccount { id: dora.id() }).await?;
    bob.client.send(&UnblockAccount { id: dora.id() }).await?;
    for gone in [&ann, &carl] {
        let suspend = ActOnAccount::new(gone.id(), AccountAction::Suspend);
        admin.client.send(&suspend).await?;
    }
    server.work_off()?;
    assert_eq!(
        counts(&admin.client, bob.id()).await?,
        (2, 1),
        "kept so far"
    );

    for gone in [&ann, &carl] {
        admin.client.send(&DeleteAccount { id: gone.id() }).await?;
    }
    server.work_off()?;

    assert_eq!(counts(&admin.client, bob.id()).await?, (0, 0));
    assert!(!dora.with(&bob).await?.requested_by);
    for table in ["follows", "follow_requests", "blocks"] {
        let left = store::testing::count(&mut server.tx()?, table)?;
        assert_eq!(left, 0, "{table}");
    }
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn suspending_an_account_of_another_server_ends_its_follows() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let zed = server.remote("zed", "far.example")?;
    server.change(|cx| {
        let now = cx.now;
        let terms = store::follows::Terms::default();
        store::follows::add(&mut cx.tx, zed.id, ann.id, &terms, now)?;
        Ok(store::follows::add(
            &mut cx.tx, ann.id, zed.id, &terms, now,
        )?)
    })?;

    let suspend = ActOnAccount::new(zed.id.to_string(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;
    server.work_off()?;

    assert_eq!(counts(&ann.client, ann.id()).await?, (0, 1));
    let request = ListRelationships {
        id: vec![zed.id.to_string()],
        with_suspended: true,
    };
    let seen = ann.client.send(&request).await?;
    assert!(seen[0].following && !seen[0].followed_by, "{seen:?}");
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}
