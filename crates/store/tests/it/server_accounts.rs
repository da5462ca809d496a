use store::{
    Tx, accounts,
    server_accounts::{
        drop_pictures, next_full, pictures, silence, some, suspend, suspended_among, unsilence,
        unsuspend,
    },
    testing::store,
};

use crate::{Test, act, add_account, hour, noon};

/// Accounts 1 to 3 of far.test, and 4 of another server.
fn add_accounts(tx: &mut Tx) -> store::Result<()> {
    for (id, handle) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_account(tx, id, &format!("{handle}@far.test"))?;
    }
    add_account(tx, 4, "dora@near.test").map(drop)
}

#[test]
fn accounts_of_a_server_are_walked_by_their_ids() -> Test {
    let mut tx = store()?.write()?;
    add_accounts(&mut tx)?;

    assert_eq!(some(&mut tx, "far.test", 0, 2)?, [1, 2]);
    assert_eq!(some(&mut tx, "far.test", 2, 2)?, [3]);
    assert!(some(&mut tx, "far.test", 3, 2)?.is_empty());
    Ok(())
}

#[test]
fn marks_of_one_time_come_and_go_and_others_stay() -> Test {
    let mut tx = store()?.write()?;
    add_accounts(&mut tx)?;
    let proof = act(&mut tx)?;
    accounts::set_silenced(&mut tx, 1, Some(hour(1)), &proof)?;
    accounts::set_suspended(&mut tx, 2, hour(1), hour(9), &proof)?;
    let ids = [1, 2, 3];

    silence(&mut tx, &ids, noon(), &proof)?;
    suspend(&mut tx, &ids, noon(), &proof)?;

    let marks = |tx: &mut Tx| -> store::Result<Vec<_>> {
        let mut found = accounts::find_many(tx, &[1, 2, 3, 4])?;
        found.sort_by_key(|it| it.id);
        let marks = found.into_iter();
        Ok(marks.map(|it| (it.silenced_at, it.suspended_at)).collect())
    };
    let (old, new) = (Some(hour(1)), Some(noon()));
    assert_eq!(
        marks(&mut tx)?,
        [(old, new), (new, old), (new, new), (None, None)]
    );
    let mut suspended = suspended_among(&mut tx, &[1, 2, 4])?;
    suspended.sort_unstable();
    assert_eq!(suspended, [(1, noon()), (2, hour(1))]);

    unsilence(&mut tx, &ids, noon(), &proof)?;
    unsuspend(&mut tx, &ids, noon(), &proof)?;
    assert_eq!(
        marks(&mut tx)?,
        [(old, None), (None, old), (None, None), (None, None)]
    );
    Ok(())
}

#[test]
fn accounts_are_emptied_one_after_the_other() -> Test {
    let mut tx = store()?.write()?;
    add_accounts(&mut tx)?;
    let proof = act(&mut tx)?;
    suspend(&mut tx, &[1, 3], noon(), &proof)?;
    accounts::set_suspended(&mut tx, 2, hour(1), hour(9), &proof)?;

    assert_eq!(next_full(&mut tx, "far.test", 0, noon())?, Some(1));
    assert_eq!(next_full(&mut tx, "far.test", 1, noon())?, Some(3));
    accounts::set_purged(&mut tx, 1, hour(2), &proof)?;
    assert_eq!(next_full(&mut tx, "far.test", 0, noon())?, Some(3));
    assert_eq!(next_full(&mut tx, "far.test", 3, noon())?, None);
    Ok(())
}

#[test]
fn pictures_go_from_those_who_have_any() -> Test {
    let mut tx = store()?.write()?;
    add_accounts(&mut tx)?;
    let avatar = accounts::ProfileChange {
        avatar: Some("avatars/a.png".into()),
        ..accounts::ProfileChange::default()
    };
    accounts::change_profile(&mut tx, 2, &avatar, noon())?;

    let found = pictures(&mut tx, &[1, 2])?;
    assert_eq!(found, [(2, Some("avatars/a.png".into()), None)]);
    drop_pictures(&mut tx, &[1, 2])?;
    assert!(pictures(&mut tx, &[1, 2])?.is_empty());
    Ok(())
}
