//! What an account has posted and done goes with its data, and the counts of others follow.

use api::{
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount},
    conversations::ListConversations,
    polls::ShowPoll,
    statuses::{BoostStatus, FavouriteStatus, NewPoll, PostStatus},
    timelines::HomeTimeline,
};
use chrono::TimeDelta;
use kumki_server::jobs::keep_schedules;
use store::{counters, testing};

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

async fn suspend(by: &Person, target: &Person) -> Test {
    let suspend = ActOnAccount::new(target.id(), AccountAction::Suspend);
    by.client.send(&suspend).await?;
    Ok(())
}

async fn purge(server: &Server, by: &Person, target: &Person) -> Test {
    suspend(by, target).await?;
    by.client.send(&DeleteAccount { id: target.id() }).await?;
    server.work_off()?;
    Ok(())
}

/// How many posts the server says that it has.
fn counted(server: &Server) -> Result<i64, store::Error> {
    counters::get(&mut server.tx()?, counters::STATUSES)
}

#[tokio::test]
async fn a_purge_takes_all_posts_and_the_counts_of_others_follow() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&bob, &ann)?;
    let poll = PostStatus {
        poll: Some(NewPoll {
            options: vec!["tea".into(), "coffee".into()],
            expires_in: 600,
            ..NewPoll::default()
        }),
        ..says("Which?")
    };
    let by_bob = bob.post(poll).await?;
    let id = || by_bob.id.clone();
    let answer = PostStatus {
        in_reply_to_id: Some(id()),
        ..says("an answer")
    };
    let answer = ann.post(answer).await?;
    ann.quote(&by_bob, "look").await?;
    ann.post(to("psst @bob", "direct")).await?;
    bob.post(to("psst @ann", "direct")).await?;
    let boost = |id: &str| BoostStatus {
        id: id.into(),
        visibility: None,
    };
    ann.client.send(&boost(&by_bob.id)).await?;
    ann.client.send(&FavouriteStatus { id: id() }).await?;
    let poll_id = by_bob.poll.as_ref().expect("a poll").id.clone();
    ann.vote(&poll_id, &["1"]).await?;
    bob.client.send(&boost(&answer.id)).await?;
    bob.client
        .send(&FavouriteStatus {
            id: answer.id.clone(),
        })
        .await?;
    let later = PostStatus {
        scheduled_at: Some((server.now() + TimeDelta::hours(1)).to_rfc3339()),
        ..says("never")
    };
    ann.client.send(&later).await?;
    server.work_off()?;
    let before = bob.show(&by_bob.id).await?;
    let of = |it: &api::entities::Status| {
        [
            it.replies_count,
            it.reblogs_count,
            it.favourites_count,
            it.quotes_count,
        ]
    };
    assert_eq!(of(&before), [1, 1, 1, 1]);
    assert_eq!(counted(&server)?, 7);

    purge(&server, &owner, &ann).await?;

    let after = bob.show(&by_bob.id).await?;
    assert_eq!(of(&after), [0, 0, 0, 0]);
    let poll = bob.client.send(&ShowPoll { id: poll_id }).await?;
    assert_eq!((poll.votes_count, poll.voters_count), (0, Some(0)));
    assert_eq!(counted(&server)?, 2, "Bob's own");
    assert_eq!(bob.show(&by_bob.id).await?.account.statuses_count, 2);
    let home = bob.client.send(&HomeTimeline::default()).await?.items;
    assert!(home.iter().all(|it| it.account.acct == "bob"));
    let left = bob.client.send(&ListConversations::default()).await?.items;
    assert_eq!(left.len(), 1, "with Bob's own message");
    assert!(bob.kinds_told().await?.is_empty());
    for table in [
        "statuses",
        "favourites",
        "bookmarks",
        "poll_votes",
        "mentions",
        "account_conversations",
        "scheduled_statuses",
        "home_items",
    ] {
        let rows = format!("{table} WHERE account_id = {}", ann.id);
        assert_eq!(testing::count(&mut server.tx()?, &rows)?, 0, "{table}");
    }
    assert!(store::jobs::list(&mut server.tx()?, 10)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn more_posts_than_go_at_once_go_all_the_same() -> Test {
    const MANY: i64 = 450;
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let ann = server.member("ann")?;
    server.change(|cx| {
        cx.caller = domain::Caller::System;
        let now = cx.now;
        for number in 1..=MANY {
            let sql = format!(
                "INSERT INTO statuses (id, account_id, content, text, spoiler_text, visibility, sensitive,
                 conversation_id, quote_policy, is_local, is_listed, has_media, created_at)
                 VALUES ({number}, {}, '', '', '', 'public', FALSE, {number}, 'public', TRUE, TRUE, FALSE, '{}')",
                ann.id,
                now.to_rfc3339()
            );
            testing::execute(&mut cx.tx, &sql)?;
        }
        store::accounts::count_statuses(&mut cx.tx, ann.id, MANY, Some(now))?;
        Ok(counters::change(&mut cx.tx, counters::STATUSES, MANY)?)
    })?;

    purge(&server, &owner, &ann).await?;

    assert_eq!(testing::count(&mut server.tx()?, "statuses")?, 0);
    assert_eq!(counted(&server)?, 0);
    let account = store::accounts::find(&mut server.tx()?, ann.id)?;
    assert!(account.is_some_and(|it| it.purged_at.is_some()));
    Ok(())
}

#[tokio::test]
async fn a_post_that_an_open_report_is_about_waits_for_its_end() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (cited, other) = (ann.post(says("bad")).await?, ann.post(says("good")).await?);
    // To suspend resolves the reports that there are.
    suspend(&owner, &ann).await?;
    let (ann_id, bob_id, cited_id) = (ann.id, bob.id, cited.id.clone());
    let report = server.change(|cx| {
        let now = cx.now;
        let report = store::reports::NewReport {
            status_ids: &[cited_id.parse().unwrap_or_default()],
            ..store::reports::NewReport::new(bob_id, ann_id, "spam", "", now)
        };
        let report = store::reports::add(&mut cx.tx, &report)?;
        Ok(report)
    })?;

    owner.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;

    let exists = |id: &str| -> Result<bool, Box<dyn std::error::Error>> {
        let found = store::statuses::find(&mut server.tx()?, id.parse()?)?;
        Ok(found.is_some())
    };
    assert!(exists(&cited.id)? && !exists(&other.id)?);
    assert!(!bob.sees(&cited.id).await?);
    assert_eq!(counted(&server)?, 0);
    server.advance(TimeDelta::days(31));
    keep_schedules(&server.app)?;
    assert!(exists(&cited.id)?, "however long it takes");
    server.change(|cx| {
        let sql = format!(
            "UPDATE reports SET action_taken_at = created_at WHERE id = {}",
            report.id
        );
        Ok(testing::execute(&mut cx.tx, &sql)?)
    })?;
    server.advance(TimeDelta::hours(2));
    keep_schedules(&server.app)?;
    assert!(!exists(&cited.id)?);
    Ok(())
}
