use store::{sessions, testing::store};

use crate::{Test, add_member, hour, noon};

#[test]
fn a_session_lasts_until_it_is_removed() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    sessions::add(&mut tx, "hash", 1, noon())?;
    sessions::set_used(&mut tx, "hash", hour(1))?;

    let found = sessions::find(&mut tx, "hash")?.expect("added above");
    assert_eq!(
        (found.account_id, found.created_at, found.used_at),
        (1, noon(), hour(1))
    );

    sessions::remove(&mut tx, "hash")?;
    assert!(sessions::find(&mut tx, "hash")?.is_none());
    Ok(())
}

#[test]
fn sessions_end_together_or_when_nobody_uses_them() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    for (hash, account, at) in [
        ("old", 1, 0),
        ("new", 1, 2),
        ("other", 2, 2),
        ("last", 2, 1),
    ] {
        sessions::add(&mut tx, hash, account, hour(at))?;
    }

    assert_eq!(sessions::remove_unused(&mut tx, hour(1))?, 1);
    assert!(sessions::find(&mut tx, "old")?.is_none());
    assert!(sessions::find(&mut tx, "last")?.is_some());

    assert_eq!(sessions::remove_all(&mut tx, 2)?, 2);
    assert!(sessions::find(&mut tx, "other")?.is_none());
    assert!(sessions::find(&mut tx, "new")?.is_some());
    Ok(())
}
