//! Who sees which posts where.

use store::{
    Tx, blocks, mentions, mutes,
    statuses::{self, NewStatus, Visibility},
    testing::{self, store},
    user_domain_blocks,
    visible::{
        Place::{self, Alone, Home, Public, Thread},
        Viewer,
    },
};

use crate::{Test, add_account, hour, noon, statuses::post};

const AUTHOR: i64 = 1;
const PLACES: [Place; 4] = [Alone, Thread, Public, Home];

/// What somebody is to the author. Who is none of these has the number of nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// Without an account.
    Anonymous,
    Somebody,
    Author,
    Follower,
    /// Named in each of the posts.
    Named,
    /// The author blocks her.
    Blocked,
    NamedAndBlocked,
    /// She blocks the author.
    Blocks,
    Mutes,
    /// She did, for a while.
    Muted,
    FollowsAndMutes,
    BlocksDomain,
}

use Reader::{
    Anonymous, Author, Blocked, Blocks, BlocksDomain, Follower, FollowsAndMutes, Muted, Mutes,
    Named, NamedAndBlocked, Somebody,
};

const READERS: [Reader; 12] = [
    Anonymous,
    Somebody,
    Author,
    Follower,
    Named,
    Blocked,
    NamedAndBlocked,
    Blocks,
    Mutes,
    Muted,
    FollowsAndMutes,
    BlocksDomain,
];

impl Reader {
    fn viewer(self) -> Viewer {
        let account_id = match self {
            Anonymous => None,
            Author => Some(AUTHOR),
            other => Some(100 + other as i64),
        };
        Viewer {
            account_id,
            now: hour(1),
        }
    }
}

/// One post of each visibility, with ids from 10 on, and everybody who reads them.
fn add_all(tx: &mut Tx) -> store::Result<()> {
    add_account(tx, AUTHOR, "ann@far.test")?;
    for (id, visibility) in (10..).zip(Visibility::ALL) {
        statuses::add(tx, &post(id, AUTHOR, visibility))?;
    }
    for reader in READERS {
        let Some(id) = reader.viewer().account_id.filter(|it| *it != AUTHOR) else {
            continue;
        };
        add_account(tx, id, &format!("reader{id}"))?;
        if matches!(reader, Follower | FollowsAndMutes) {
            testing::follow(tx, id, AUTHOR, noon())?;
        }
        if matches!(reader, Named | NamedAndBlocked) {
            for post in 10..14 {
                mentions::add(tx, post, &[id], false)?;
            }
        }
        if matches!(reader, Blocked | NamedAndBlocked) {
            blocks::add(tx, AUTHOR, id, noon())?;
        }
        match reader {
            Blocks => blocks::add(tx, id, AUTHOR, noon())?,
            Mutes | FollowsAndMutes => mutes::set(tx, id, AUTHOR, true, None, noon())?,
            Muted => mutes::set(tx, id, AUTHOR, true, Some(hour(1)), noon())?,
            BlocksDomain => {
                user_domain_blocks::add(tx, id, "far.test", noon())?;
            }
            _ => (),
        }
    }
    Ok(())
}

/// The first letters of the visibilities of the posts that are seen.
fn seen(tx: &mut Tx, reader: Reader, place: Place) -> store::Result<String> {
    let posts = statuses::seen(tx, &[10, 11, 12, 13], reader.viewer(), place)?;
    let mut posts: Vec<_> = posts
        .iter()
        .map(|it| (it.id, it.visibility.word()))
        .collect();
    posts.sort_unstable();
    Ok(posts.iter().map(|(_, word)| &word[..2]).collect())
}

/// What is seen alone, in a thread, among public posts and at home.
type Expected = (Reader, [&'static str; 4]);

const ALL: &str = "puunprdi";
const OPEN: &str = "puun";
const FOLLOWERS: &str = "puunpr";
const NONE: &str = "";

fn check(tx: &mut Tx, author: &str, expected: [Expected; 12]) -> Test {
    for (reader, by_place) in expected {
        for (place, expected) in PLACES.into_iter().zip(by_place) {
            let seen = seen(tx, reader, place)?;
            assert_eq!(seen, expected, "{author}: {reader:?}, {place:?}");
        }
    }
    Ok(())
}

fn set(tx: &mut Tx, state: &str) -> store::Result<()> {
    let at = noon().to_rfc3339();
    let sql = format!("UPDATE accounts SET {state} = '{at}' WHERE id = {AUTHOR}");
    testing::execute(tx, &sql).map(drop)
}

#[test]
fn a_post_is_seen_by_those_whom_it_is_for_and_who_want_to_see_it() -> Test {
    let mut tx = store()?.write()?;
    add_all(&mut tx)?;

    let expected = [
        (Anonymous, [OPEN, OPEN, OPEN, OPEN]),
        (Somebody, [OPEN, OPEN, OPEN, OPEN]),
        (Author, [ALL, ALL, ALL, ALL]),
        (Follower, [FOLLOWERS, FOLLOWERS, FOLLOWERS, FOLLOWERS]),
        (Named, [ALL, ALL, ALL, ALL]),
        (Blocked, [NONE, NONE, NONE, NONE]),
        (NamedAndBlocked, [ALL, NONE, NONE, NONE]),
        (Blocks, [OPEN, NONE, NONE, NONE]),
        (Mutes, [OPEN, NONE, NONE, NONE]),
        (Muted, [OPEN, OPEN, OPEN, OPEN]),
        (FollowsAndMutes, [FOLLOWERS, NONE, NONE, NONE]),
        (BlocksDomain, [OPEN, NONE, NONE, NONE]),
    ];
    check(&mut tx, "fine", expected)
}

#[test]
fn a_limited_author_is_seen_by_those_who_chose_her() -> Test {
    let mut tx = store()?.write()?;
    add_all(&mut tx)?;
    set(&mut tx, "silenced_at")?;

    let expected = [
        (Anonymous, [OPEN, NONE, NONE, OPEN]),
        (Somebody, [OPEN, NONE, NONE, OPEN]),
        (Author, [ALL, ALL, NONE, ALL]),
        (Follower, [FOLLOWERS, FOLLOWERS, NONE, FOLLOWERS]),
        (Named, [ALL, NONE, NONE, ALL]),
        (Blocked, [NONE, NONE, NONE, NONE]),
        (NamedAndBlocked, [ALL, NONE, NONE, NONE]),
        (Blocks, [OPEN, NONE, NONE, NONE]),
        (Mutes, [OPEN, NONE, NONE, NONE]),
        (Muted, [OPEN, NONE, NONE, OPEN]),
        (FollowsAndMutes, [FOLLOWERS, NONE, NONE, NONE]),
        (BlocksDomain, [OPEN, NONE, NONE, NONE]),
    ];
    check(&mut tx, "limited", expected)
}

#[test]
fn nobody_sees_posts_of_who_is_suspended_or_gone_or_posts_that_are() -> Test {
    for state in ["suspended_at", "purged_at"] {
        let mut tx = store()?.write()?;
        add_all(&mut tx)?;
        set(&mut tx, state)?;

        check(&mut tx, state, READERS.map(|it| (it, [NONE; 4])))?;
    }
    let mut tx = store()?.write()?;
    add_all(&mut tx)?;
    for id in 10..14 {
        statuses::set_deleted(&mut tx, id, Some(noon()))?;
    }
    check(&mut tx, "deleted posts", READERS.map(|it| (it, [NONE; 4])))
}

#[test]
fn the_other_states_of_an_author_hide_nothing() -> Test {
    let mut tx = store()?.write()?;
    add_all(&mut tx)?;
    set(&mut tx, "sensitized_at")?;

    assert_eq!(seen(&mut tx, Somebody, Public)?, OPEN);
    Ok(())
}

#[test]
fn a_boost_is_seen_by_who_may_see_both_it_and_what_it_boosts() -> Test {
    const BOOSTER: i64 = 2;
    let mut tx = store()?.write()?;
    add_all(&mut tx)?;
    add_account(&mut tx, BOOSTER, "bob")?;
    for (id, of) in [(20, 10), (21, 12)] {
        let boost = NewStatus {
            reblog_of_id: Some(of),
            ..post(id, BOOSTER, Visibility::Public)
        };
        statuses::add(&mut tx, &boost)?;
    }
    let mut boosts = |reader: Reader, place| -> store::Result<Vec<i64>> {
        let seen = statuses::seen(&mut tx, &[20, 21], reader.viewer(), place)?;
        let mut ids: Vec<i64> = seen.iter().map(|it| it.id).collect();
        ids.sort_unstable();
        Ok(ids)
    };

    assert_eq!(boosts(Somebody, Home)?, [20]);
    assert_eq!(boosts(Anonymous, Alone)?, [20]);
    assert_eq!(boosts(Follower, Home)?, [20, 21]);
    for reader in [Blocked, Blocks, Mutes, BlocksDomain] {
        assert_eq!(boosts(reader, Home)?, [0; 0], "{reader:?}");
    }
    set(&mut tx, "suspended_at")?;
    let seen = statuses::seen(&mut tx, &[20, 21], Follower.viewer(), Home)?;
    assert!(seen.is_empty());
    Ok(())
}
