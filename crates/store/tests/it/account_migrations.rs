//! Other accounts of members, and when they went on as one of them.

use chrono::TimeDelta;
use store::{
    account_aliases,
    account_migrations::{self, AccountMigration},
    accounts,
    testing::store,
};

use crate::{Test, add_account, noon};

#[test]
fn only_the_last_migration_is_kept_also_when_nobody_is_there_any_more() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "old"), (2, "new"), (3, "newer")] {
        add_account(&mut tx, id, name)?;
    }
    let migration = |target, days| AccountMigration {
        account_id: 1,
        target_account_id: Some(target),
        followers_count: target,
        created_at: noon() + TimeDelta::days(days),
    };
    account_migrations::set(&mut tx, &migration(2, 0))?;
    account_migrations::set(&mut tx, &migration(3, 40))?;

    let kept = account_migrations::find(&mut tx, 1)?.ok_or("kept above")?;
    assert_eq!((kept.target_account_id, kept.followers_count), (Some(3), 3));
    assert_eq!(kept.created_at, noon() + TimeDelta::days(40));

    accounts::set_moved_to(&mut tx, 1, Some(3))?;
    accounts::remove(&mut tx, 3)?;
    let kept = account_migrations::find(&mut tx, 1)?.ok_or("it was")?;
    assert_eq!(kept.target_account_id, None);
    let account = accounts::find(&mut tx, 1)?.ok_or("added above")?;
    assert_eq!(account.moved_to_account_id, None);

    account_migrations::remove(&mut tx, 1)?;
    assert!(account_migrations::find(&mut tx, 1)?.is_none());
    Ok(())
}

#[test]
fn an_alias_is_kept_once_and_removed_once() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let (one, other) = ("https://a.example/users/ann", "https://b.example/users/ann");

    assert!(account_aliases::add(&mut tx, 1, other)?);
    assert!(account_aliases::add(&mut tx, 1, one)?);
    assert!(!account_aliases::add(&mut tx, 1, one)?);
    assert_eq!(account_aliases::of(&mut tx, 1)?, [one, other]);

    assert!(account_aliases::remove(&mut tx, 1, one)?);
    assert!(!account_aliases::remove(&mut tx, 1, one)?);
    assert_eq!(account_aliases::of(&mut tx, 1)?, [other]);
    Ok(())
}
