//! What a rule does to the accounts that are known of a server, and what comes back.

use api::admin::{
    accounts::{AccountAction, ActOnAccount, GetAccount, UnsuspendAccount},
    domain_blocks::{
        AdminDomainBlock, CreateDomainBlock,
        DomainBlockSeverity::{self, Noop, Silence, Suspend},
        UpdateDomainBlock,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::jobs::{Doing, Job, Progress};
use kumki_server::jobs::keep_schedules;
use store::{
    accounts::{self, Account},
    follows::{self, Terms},
    jobs, testing,
};

use crate::{
    domain_blocks::{block, unblock},
    people::Person,
    server::{Server, Test},
};

fn now(server: &Server, account: &Account) -> Result<Account, Box<dyn std::error::Error>> {
    let found = accounts::find(&mut server.tx()?, account.id)?;
    Ok(found.ok_or("it is gone")?)
}

type Marks = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Since when it is limited, and since when suspended.
fn marks(server: &Server, account: &Account) -> Result<Marks, Box<dyn std::error::Error>> {
    let account = now(server, account)?;
    Ok((account.silenced_at, account.suspended_at))
}

fn follow(server: &Server, follower: i64, target: i64) -> Test {
    server.change(|cx| {
        let now = cx.now;
        let terms = Terms {
            notifies: true,
            ..Terms::default()
        };
        Ok(follows::add(&mut cx.tx, follower, target, &terms, now)?)
    })
}

fn counts(server: &Server, id: i64) -> Result<(i64, i64), Box<dyn std::error::Error>> {
    let stats = accounts::stats_of(&mut server.tx()?, &[id])?.pop();
    let stats = stats.unwrap_or_default();
    Ok((stats.followers_count, stats.following_count))
}

async fn change(by: &Person, block: &AdminDomainBlock, to: DomainBlockSeverity) -> Test {
    let request = UpdateDomainBlock {
        id: block.id.clone(),
        severity: Some(to.into()),
        ..UpdateDomainBlock::default()
    };
    by.client.send(&request).await?;
    Ok(())
}

/// A word, with follower and followed.
type Told = (String, i64, i64);

/// What other servers are to be told of follows.
fn told(server: &Server) -> Result<Vec<Told>, Box<dyn std::error::Error>> {
    let mut told = Vec::new();
    for job in jobs::list(&mut server.tx()?, 1000)? {
        let Job::TellServers(news) = Job::from_row(&job.name, &job.data)? else {
            continue;
        };
        let news = serde_json::to_value(&news)?;
        told.push((
            news["kind"].as_str().unwrap_or_default().to_owned(),
            news["account_id"].as_i64().unwrap_or_default(),
            news["target_account_id"].as_i64().unwrap_or_default(),
        ));
    }
    told.sort();
    Ok(told)
}

/// Does one job and no other, so that what it leaves can be looked at.
fn run(server: &Server, job: Job) -> Test {
    let Doing::Steps(mut step) = job.doing() else {
        return Err("it needs more than the database".into());
    };
    while server.change(|cx| step(cx))? == Progress::More {}
    Ok(())
}

#[tokio::test]
async fn a_rule_marks_the_domain_and_all_below_it_with_its_own_time() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let mut there = Vec::new();
    for domain in ["far.example", "a.far.example", "far.example:3000"] {
        there.push(server.remote("eve", domain)?);
    }
    let beside = server.remote("eve", "notfar.example")?;
    let by_hand = server.remote("mallory", "far.example")?;
    let silence = ActOnAccount::new(by_hand.id.to_string(), AccountAction::Silence);
    admin.client.send(&silence).await?;
    let hand = Some(server.now());
    server.advance(TimeDelta::minutes(1));

    let made = admin.client.send(&block("far.example", Silence)).await?;
    server.work_off()?;

    let at = Some(made.created_at.0);
    for account in &there {
        assert_eq!(marks(&server, account)?, (at, None));
    }
    assert_eq!(marks(&server, &beside)?, (None, None));
    assert_eq!(marks(&server, &by_hand)?, (hand, None));

    server.advance(TimeDelta::minutes(1));
    change(&admin, &made, Suspend).await?;
    server.work_off()?;
    for account in &there {
        assert_eq!(marks(&server, account)?, (None, at));
    }
    assert_eq!(marks(&server, &by_hand)?, (hand, at));

    change(&admin, &made, Noop).await?;
    server.work_off()?;
    for account in &there {
        assert_eq!(marks(&server, account)?, (None, None));
    }
    assert_eq!(marks(&server, &by_hand)?, (hand, None));
    Ok(())
}

#[tokio::test]
async fn taking_a_rule_away_lifts_its_marks_and_no_others() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let mut there = Vec::new();
    for number in 0..700 {
        there.push(server.remote(&format!("eve{number}"), "far.example")?);
    }
    let by_hand = &there[0];
    let suspend = ActOnAccount::new(by_hand.id.to_string(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    let hand = Some(server.now());
    server.advance(TimeDelta::minutes(1));
    let made = admin.client.send(&block("far.example", Suspend)).await?;
    server.work_off()?;
    assert_eq!(marks(&server, &there[699])?.1, Some(made.created_at.0));

    admin.client.send(&unblock(&made)).await?;

    assert_eq!(marks(&server, &there[1])?, (None, None), "at once");
    assert!(marks(&server, &there[699])?.1.is_some(), "later");
    server.work_off()?;
    for account in &there[1..] {
        assert_eq!(marks(&server, account)?, (None, None));
    }
    assert_eq!(marks(&server, by_hand)?, (None, hand));
    Ok(())
}

#[tokio::test]
async fn what_still_holds_for_the_domain_holds_when_a_rule_is_gone() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let eve = server.remote("eve", "a.far.example")?;
    let below = admin.client.send(&block("a.far.example", Silence)).await?;
    server.work_off()?;
    server.advance(TimeDelta::minutes(1));
    let above = admin.client.send(&block("far.example", Silence)).await?;
    server.work_off()?;
    assert_eq!(marks(&server, &eve)?.0, Some(below.created_at.0));

    admin.client.send(&unblock(&below)).await?;
    server.work_off()?;

    assert_eq!(marks(&server, &eve)?.0, Some(above.created_at.0));
    Ok(())
}

#[tokio::test]
async fn follows_come_back_as_they_were_when_a_suspension_is_lifted_in_time() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let eve = server.remote("eve", "far.example")?;
    for (follower, target) in [(eve.id, ann.id), (ann.id, eve.id), (bob.id, eve.id)] {
        follow(&server, follower, target)?;
    }
    let before = follows::find(&mut server.tx()?, ann.id, eve.id)?;

    let made = admin.client.send(&block("far.example", Suspend)).await?;
    server.work_off()?;

    assert_eq!(
        [ann.id, bob.id, eve.id].map(|it| counts(&server, it).ok()),
        [Some((0, 0)); 3]
    );
    assert_eq!(follows::find(&mut server.tx()?, ann.id, eve.id)?, None);
    for (person, lost) in [(&ann, (1, 1)), (&bob, (0, 1))] {
        let notices = person.notices().await?;
        assert_eq!(notices.len(), 1, "once");
        let event = notices[0].event.as_ref().expect("what happened");
        assert_eq!(event.r#type, "domain_block");
        assert_eq!(event.target_name, "far.example");
        assert_eq!((event.followers_count, event.following_count), lost);
    }
    assert_eq!(told(&server)?, [], "that can wait");

    admin.client.send(&unblock(&made)).await?;
    server.work_off()?;

    assert_eq!(follows::find(&mut server.tx()?, ann.id, eve.id)?, before);
    assert_eq!(counts(&server, ann.id)?, (1, 1));
    assert_eq!(counts(&server, bob.id)?, (0, 1));
    assert_eq!(counts(&server, eve.id)?, (2, 1));
    assert_eq!(testing::count(&mut server.tx()?, "follows_aside")?, 0);
    Ok(())
}

#[tokio::test]
async fn who_unfollows_meanwhile_does_not_follow_again() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let (ann, bob, cat) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("cat")?,
    );
    let eve = server.remote("eve", "far.example")?;
    for follower in [ann.id, bob.id, cat.id] {
        follow(&server, follower, eve.id)?;
    }
    let made = admin.client.send(&block("far.example", Suspend)).await?;
    server.work_off()?;

    let id = eve.id.to_string();
    ann.client
        .send(&api::follows::UnfollowAccount { id: id.clone() })
        .await?;
    bob.client
        .send(&api::user_domain_blocks::BlockDomain {
            domain: "far.example".into(),
        })
        .await?;
    server.work_off()?;
    admin.client.send(&unblock(&made)).await?;
    server.work_off()?;

    let mut tx = server.tx()?;
    let follows = [&ann, &bob, &cat].map(|it| follows::find(&mut tx, it.id, eve.id));
    let follows: Vec<bool> = follows
        .into_iter()
        .flatten()
        .map(|it| it.is_some())
        .collect();
    assert_eq!(follows, [false, false, true]);
    Ok(())
}

#[tokio::test]
async fn when_the_time_is_over_the_accounts_are_emptied_and_their_servers_told() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = server.member("ann")?;
    let (eve, dan) = (
        server.remote("eve", "far.example")?,
        server.remote("dan", "a.far.example")?,
    );
    follow(&server, eve.id, ann.id)?;
    follow(&server, ann.id, dan.id)?;
    let made = admin.client.send(&block("far.example", Suspend)).await?;
    server.work_off()?;
    let due = made.created_at.0 + TimeDelta::days(30);
    assert_eq!(made.deletion_due_at.map(|it| it.0), Some(due));
    server.advance(TimeDelta::days(29));
    keep_schedules(&server.app)?;
    server.work_off()?;
    assert_eq!(now(&server, &eve)?.display_name, "eve");

    server.advance(TimeDelta::days(2));
    keep_schedules(&server.app)?;
    let block_id = made.id.parse()?;
    run(&server, Job::EmptyDomain { block_id })?;

    let expected = [
        ("follow_rejected".to_owned(), eve.id, ann.id),
        ("unfollowed".to_owned(), ann.id, dan.id),
    ];
    assert_eq!(told(&server)?, expected);
    for account in [&eve, &dan] {
        let account = now(&server, account)?;
        assert_eq!((&*account.display_name, &*account.note), ("", ""));
        assert!(account.purged_at.is_some());
    }
    assert_eq!(testing::count(&mut server.tx()?, "follows_aside")?, 0);

    admin.client.send(&unblock(&made)).await?;
    server.work_off()?;
    assert_eq!(marks(&server, &eve)?, (None, None));
    assert_eq!(now(&server, &eve)?.purged_at, None, "it can fill again");
    assert_eq!(counts(&server, ann.id)?, (0, 0));
    Ok(())
}

#[tokio::test]
async fn without_a_grace_all_is_deleted_at_once() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let eve = server.remote("eve", "far.example")?;
    let request = CreateDomainBlock {
        grace_days: Some(0),
        ..block("far.example", Suspend)
    };

    let made = admin.client.send(&request).await?;
    server.work_off()?;

    let account = now(&server, &eve)?;
    assert_eq!(account.suspended_at, Some(made.created_at.0));
    assert!(account.purged_at.is_some());
    Ok(())
}

#[tokio::test]
async fn a_suspended_account_alone_keeps_its_follows_aside_as_well() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = server.member("ann")?;
    let eve = server.remote("eve", "far.example")?;
    follow(&server, eve.id, ann.id)?;
    let id = eve.id.to_string();
    let suspend = ActOnAccount::new(id.clone(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    server.work_off()?;
    assert_eq!(counts(&server, ann.id)?, (0, 0));

    admin
        .client
        .send(&UnsuspendAccount { id: id.clone() })
        .await?;
    server.work_off()?;

    assert_eq!(counts(&server, ann.id)?, (1, 0));
    assert!(!admin.client.send(&GetAccount { id }).await?.suspended);
    Ok(())
}
