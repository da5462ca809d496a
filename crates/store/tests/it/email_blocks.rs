use store::{email_blocks, testing::store};

use crate::{Test, act, add_account, hour, noon, plans::PAGES};

#[test]
fn blocking_again_changes_nothing_and_says_so() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    assert!(!email_blocks::is_blocked(&mut tx, "hash")?);

    assert!(email_blocks::add(&mut tx, "hash", Some(1), noon())?);
    assert!(!email_blocks::add(&mut tx, "hash", Some(2), noon())?);
    assert!(!email_blocks::add(&mut tx, "hash", None, noon())?);

    assert!(email_blocks::is_blocked(&mut tx, "hash")?);
    assert!(!email_blocks::is_blocked(&mut tx, "other")?);
    assert_eq!(email_blocks::remove_for(&mut tx, 2)?, 0);
    assert!(email_blocks::is_blocked(&mut tx, "hash")?);
    Ok(())
}

#[test]
fn what_suspending_an_account_blocked_is_freed_with_it() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    email_blocks::add(&mut tx, "of ann", Some(1), noon())?;
    email_blocks::add(&mut tx, "also of ann", Some(1), noon())?;
    email_blocks::add(&mut tx, "by hand", None, noon())?;

    assert_eq!(email_blocks::remove_for(&mut tx, 1)?, 2);

    assert!(!email_blocks::is_blocked(&mut tx, "of ann")?);
    assert!(email_blocks::is_blocked(&mut tx, "by hand")?);
    Ok(())
}

#[test]
fn blocks_are_listed_newest_first_counted_and_taken_away() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    email_blocks::add(&mut tx, "one", None, noon())?;
    email_blocks::add(&mut tx, "two", None, noon())?;

    let listed = email_blocks::page(&mut tx, PAGES[0])?;
    let hashes: Vec<_> = listed.iter().map(|it| &*it.canonical_email_hash).collect();
    assert_eq!(hashes, ["two", "one"]);
    email_blocks::count_hit(&mut tx, listed[1].id, hour(1))?;
    let one = email_blocks::find_by_hash(&mut tx, "one")?.expect("a block");
    assert_eq!((one.hits, one.last_hit_at), (1, Some(hour(1))));
    assert_eq!(email_blocks::find(&mut tx, one.id)?, Some(one.clone()));
    assert!(email_blocks::remove(&mut tx, one.id, &proof)?);
    assert!(!email_blocks::remove(&mut tx, one.id, &proof)?);
    assert!(email_blocks::is_blocked(&mut tx, "two")?);
    Ok(())
}
