use store::{
    Tx, accounts,
    follows::{self, Terms},
    follows_aside::{Side, bring_back, put, remove, remove_about, remove_with_domain, take},
    testing::store,
};

use crate::{Test, add_account, follows::follow, noon};

/// Accounts 1 and 2 of this server, and 3 and 4 of another.
fn add_people(tx: &mut Tx) -> store::Result<()> {
    for (id, handle) in [
        (1, "ann"),
        (2, "bob"),
        (3, "eve@far.test"),
        (4, "dan@far.test"),
    ] {
        add_account(tx, id, handle)?;
    }
    Ok(())
}

/// Followers and follows.
fn counts(tx: &mut Tx, id: i64) -> store::Result<(i64, i64)> {
    let stats = accounts::stats_of(tx, &[id])?.pop().unwrap_or_default();
    Ok((stats.followers_count, stats.following_count))
}

#[test]
fn follows_are_put_aside_and_come_back_as_they_were() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let terms = Terms {
        shows_reblogs: false,
        notifies: true,
        languages: Some(serde_json::json!(["de"])),
    };
    follows::add(&mut tx, 1, 3, &terms, noon())?;
    follow(&mut tx, &[(3, 1), (3, 2), (4, 1)])?;
    let before = follows::find(&mut tx, 1, 3)?;

    let mut theirs = put(&mut tx, &[3], Side::Theirs, 10)?;
    theirs.sort_unstable();
    assert_eq!(theirs, [(3, 1), (3, 2)]);
    assert_eq!(put(&mut tx, &[3], Side::Others, 10)?, [(1, 3)]);
    assert!(put(&mut tx, &[3], Side::Others, 10)?.is_empty());
    assert_eq!((counts(&mut tx, 1)?, counts(&mut tx, 3)?), ((1, 0), (0, 0)));
    assert_eq!(follows::find(&mut tx, 1, 3)?, None);

    let taken = take(&mut tx, &[3], 10)?;
    assert_eq!(taken.len(), 3);
    assert!(taken.iter().all(|it| it.suspended_account_id == 3));
    for it in &taken {
        bring_back(&mut tx, it)?;
        bring_back(&mut tx, it)?;
    }
    assert_eq!(follows::find(&mut tx, 1, 3)?, before);
    assert_eq!((counts(&mut tx, 1)?, counts(&mut tx, 3)?), ((2, 1), (1, 2)));
    assert!(take(&mut tx, &[3], 10)?.is_empty());
    Ok(())
}

#[test]
fn some_are_moved_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    follow(&mut tx, &[(3, 1), (3, 2), (4, 1)])?;

    assert_eq!(put(&mut tx, &[3, 4], Side::Theirs, 2)?.len(), 2);
    assert_eq!(put(&mut tx, &[3, 4], Side::Theirs, 2)?.len(), 1);
    assert_eq!(take(&mut tx, &[3, 4], 2)?.len(), 2);
    assert_eq!(take(&mut tx, &[3, 4], 2)?.len(), 1);
    Ok(())
}

#[test]
fn what_somebody_does_not_want_any_more_is_forgotten() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add_account(&mut tx, 5, "kim@near.test")?;
    follow(&mut tx, &[(1, 3), (2, 3), (4, 1), (1, 5), (2, 5), (3, 2)])?;
    put(&mut tx, &[3, 4, 5], Side::Theirs, 10)?;
    put(&mut tx, &[3, 4, 5], Side::Others, 10)?;
    let left = |tx: &mut Tx| store::testing::count(tx, "follows_aside");

    assert!(remove(&mut tx, 2, 3)?);
    assert!(!remove(&mut tx, 2, 3)?);
    assert_eq!(left(&mut tx)?, 5);
    remove_with_domain(&mut tx, 1, "far.test")?;
    assert_eq!(left(&mut tx)?, 3, "(1, 5), (2, 5) and (3, 2)");
    remove_about(&mut tx, 2)?;
    assert_eq!(left(&mut tx)?, 1);
    Ok(())
}
