use store::{email_blocks, testing::store};

use crate::{Test, add_account, noon};

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
