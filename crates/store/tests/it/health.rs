use store::{
    Store, health,
    testing::{execute, store},
};

use crate::Test;

#[test]
fn a_fresh_database_is_well_and_says_what_it_is() -> Test {
    let store = store()?;
    let mut tx = store.read()?;

    assert!(health::version(&mut tx)?.contains('.'));
    assert!(health::damage(&mut tx)?.is_empty());
    let is_elsewhere = matches!(store, Store::Postgres(_));
    assert_eq!(health::clock(&mut tx)?.is_some(), is_elsewhere);
    Ok(())
}

#[test]
fn rows_that_point_at_nothing_are_damage() -> Test {
    let store = store()?;
    if let Store::Postgres(_) = store {
        return Ok(());
    }
    let mut tx = store.write()?;
    execute(&mut tx, "PRAGMA defer_foreign_keys = ON")?;
    execute(
        &mut tx,
        "INSERT INTO account_stats VALUES (2, 0, 0, 0, NULL)",
    )?;

    let found = health::damage(&mut tx)?;

    assert_eq!(
        found,
        ["row 2 of account_stats points at nothing in accounts"]
    );
    Ok(())
}
