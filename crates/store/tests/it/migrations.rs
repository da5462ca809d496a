use std::{env, fs, process};

use store::{
    Store, roles,
    testing::{self, store},
};

use crate::{Test, add_account};

#[test]
fn both_engines_have_the_same_tables_and_columns() -> Test {
    let folder = env::temp_dir()
        .join("kumki-tests")
        .join(format!("columns_{}", process::id()));
    let _ = fs::remove_dir_all(&folder);
    let sqlite = Store::open(&folder.join("kumki.db"))?;
    sqlite.migrate()?;

    let of_sqlite = testing::columns(&mut sqlite.read()?)?;
    let chosen = testing::columns(&mut store()?.read()?)?;

    assert!(of_sqlite.contains(&("accounts".into(), "username_lower".into())));
    assert_eq!(chosen, of_sqlite);
    Ok(())
}

#[test]
fn migrating_again_changes_nothing() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    tx.save()?;

    assert!(store.pending_migrations()?.is_empty());
    assert!(store.migrate()?.is_empty());

    let mut tx = store.read()?;
    assert!(store::accounts::find(&mut tx, 1)?.is_some());
    assert_eq!(roles::all(&mut tx)?.len(), 4);
    Ok(())
}

#[test]
fn servers_that_start_together_migrate_in_turn() -> Test {
    let (first, address) = testing::store_and_address()?;
    let migrate = || -> store::Result<()> {
        let store = match address.starts_with("postgres://") {
            true => Store::connect(&address)?,
            false => Store::open(address.as_ref())?,
        };
        store.migrate().map(drop)
    };

    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(migrate)).collect();
        let mut done = workers.into_iter().map(|it| it.join().expect("no panic"));
        done.try_for_each(|it| it)
    })?;

    assert_eq!(roles::all(&mut first.read()?)?.len(), 4);
    Ok(())
}

#[test]
fn what_is_to_be_done_has_a_name() -> Test {
    let folder = env::temp_dir()
        .join("kumki-tests")
        .join(format!("pending_{}", process::id()));
    let _ = fs::remove_dir_all(&folder);
    let sqlite = Store::open(&folder.join("kumki.db"))?;

    let pending = sqlite.pending_migrations()?;

    assert_eq!(pending.first().map(String::as_str), Some("0001_init"));
    assert_eq!(sqlite.migrate()?, pending);
    Ok(())
}
