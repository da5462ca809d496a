use store::{
    Tx, favourites, featured_tags,
    notifications::{self, Notification},
    polls::{self, NewPoll},
    recount, status_tags,
    statuses::{self, NewStatus, Visibility},
    testing::{self, count, execute, store},
};

use crate::{
    Test, add_account, add_member, hour, noon,
    notifications::notification,
    statuses::{boost, post, public},
};

/// Ann has a post, and bob has done with it all that can be done, twice where nobody is to see it. None
/// of this is counted anywhere.
fn add_posts(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob")] {
        add_member(tx, id, name)?;
    }
    add_account(tx, 3, "carl@far.test")?;
    execute(
        tx,
        "INSERT INTO tags (id, name, created_at) SELECT 7, 'tea', created_at FROM users WHERE account_id = 1",
    )?;
    featured_tags::add(tx, 2, 7, "tea", noon())?;
    statuses::add(tx, &public(10, 1))?;
    for (id, visibility) in [(11, Visibility::Unlisted), (12, Visibility::Private)] {
        let answer = NewStatus {
            in_reply_to_id: Some(10),
            in_reply_to_account_id: Some(1),
            quote_of_id: Some(10),
            ..post(id, 2, visibility)
        };
        statuses::add(tx, &answer)?;
        status_tags::add(tx, id, &[7], noon())?;
    }
    statuses::add(tx, &boost(13, 2, 10))?;
    statuses::add(tx, &public(14, 3))?;
    favourites::add(tx, 2, 10, noon())?;
    Ok(())
}

fn add_votes(tx: &mut Tx) -> store::Result<i64> {
    let poll = NewPoll {
        status_id: 10,
        account_id: 1,
        options: &["tea".into(), "coffee".into(), "neither".into()],
        multiple: true,
        hide_totals: false,
        expires_at: hour(1),
        created_at: noon(),
    };
    let id = polls::add(tx, &poll)?.id;
    polls::add_votes(tx, id, 2, &[0, 2], noon())?;
    polls::add_votes(tx, id, 3, &[2], noon())?;
    Ok(id)
}

/// What is counted, of what, its id, what is kept, and what there is.
type Found = (&'static str, &'static str, i64, i64, i64);

fn drifted(tx: &mut Tx, at_once: i64) -> store::Result<Vec<Found>> {
    let mut found = Vec::new();
    for kept in recount::ALL {
        let mut after = 0;
        loop {
            let rows = recount::some(tx, kept, after, at_once)?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            let wrong = rows.iter().filter(|it| it.kept != it.counted);
            found.extend(wrong.map(|it| (kept.name, kept.of, it.id, it.kept, it.counted)));
        }
    }
    Ok(found)
}

fn mend(tx: &mut Tx) -> store::Result<()> {
    for (name, of, id, ..) in drifted(tx, 100)? {
        let kept = recount::ALL
            .iter()
            .find(|it| (it.name, it.of) == (name, of))
            .expect("found above");
        recount::mend(tx, kept, id)?;
    }
    Ok(())
}

#[test]
fn every_number_that_a_row_keeps_is_counted_anew_and_mended() -> Test {
    let mut tx = store()?.write()?;
    add_posts(&mut tx)?;
    let poll = add_votes(&mut tx)?;
    testing::follow(&mut tx, 2, 1, noon())?;
    execute(&mut tx, "UPDATE account_stats SET followers_count = 9")?;
    let featured = featured_tags::all_of(&mut tx, 2)?[0].0.id;

    let found = drifted(&mut tx, 100)?;

    let expected = [
        ("followers", "account", 1, 9, 1),
        ("followers", "account", 2, 9, 0),
        ("posts", "account", 1, 0, 1),
        ("posts", "account", 2, 0, 3),
        ("replies", "post", 10, 0, 1),
        ("boosts", "post", 10, 0, 1),
        ("favourites", "post", 10, 0, 1),
        ("quotes", "post", 10, 0, 1),
        ("voters", "poll", poll, 0, 2),
        ("posts", "featured tag", featured, 0, 1),
    ];
    assert_eq!(found, expected);
    assert_eq!(drifted(&mut tx, 1)?, expected, "one at a time");
    mend(&mut tx)?;
    assert_eq!(drifted(&mut tx, 100)?, []);
    Ok(())
}

#[test]
fn a_request_for_nothing_is_taken_away() -> Test {
    let mut tx = store()?.write()?;
    add_posts(&mut tx)?;
    for from in [2, 3] {
        store::notification_requests::count(&mut tx, 1, from, None, noon())?;
    }
    let aside = Notification {
        is_filtered: true,
        ..notification(11, 1, 2, "follow", None)
    };
    notifications::add(&mut tx, &aside)?;
    execute(
        &mut tx,
        "UPDATE notification_requests SET notifications_count = 5",
    )?;

    mend(&mut tx)?;

    assert_eq!(count(&mut tx, "notification_requests")?, 1);
    let left = "notification_requests WHERE from_account_id = 2 AND notifications_count = 1";
    assert_eq!(count(&mut tx, left)?, 1);
    Ok(())
}

#[test]
fn votes_are_counted_option_by_option() -> Test {
    let mut tx = store()?.write()?;
    add_posts(&mut tx)?;
    let id = add_votes(&mut tx)?;

    let counted = polls::recount(&mut tx, 0, 10)?;

    assert_eq!(counted.len(), 1);
    assert_eq!((counted[0].0.id, &*counted[0].1), (id, &[1, 0, 2][..]));
    assert!(polls::recount(&mut tx, id, 10)?.is_empty());
    let poll = polls::find(&mut tx, id)?.expect("added above");
    assert_eq!(polls::recount_one(&mut tx, poll)?, [1, 0, 2]);
    Ok(())
}
