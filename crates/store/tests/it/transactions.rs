use std::{env, process, sync::mpsc, thread, time::Duration};

use store::{
    Error, Lock, accounts, counters,
    testing::{self, store},
};

use crate::{Test, add_account};

#[test]
fn what_is_not_saved_did_not_happen() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    counters::change(&mut tx, "things", 1)?;
    drop(tx);

    let mut tx = store.write()?;
    assert!(accounts::find(&mut tx, 1)?.is_none());
    assert_eq!(counters::get(&mut tx, "things")?, 0);
    Ok(())
}

#[test]
fn what_is_saved_is_seen_by_those_who_come_after() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    tx.save()?;

    assert!(accounts::find(&mut store.read()?, 1)?.is_some());
    Ok(())
}

#[test]
fn who_only_looks_neither_waits_nor_writes() -> Test {
    let store = store()?;
    let mut writing = store.write()?;
    add_account(&mut writing, 1, "ann")?;

    let mut looking = store.read()?;

    assert!(accounts::find(&mut looking, 1)?.is_none());
    assert!(counters::change(&mut looking, "things", 1).is_err());
    Ok(())
}

#[test]
fn who_looks_sees_one_moment() -> Test {
    let store = store()?;
    let mut looking = store.read()?;
    assert!(accounts::find(&mut looking, 1)?.is_none());

    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    tx.save()?;

    assert!(accounts::find(&mut looking, 1)?.is_none());
    Ok(())
}

#[test]
fn a_panic_undoes_what_was_begun() -> Test {
    let store = store()?;
    let in_thread = store.clone();
    let panicked = thread::spawn(move || {
        let mut tx = in_thread.write().expect("nobody else writes");
        counters::change(&mut tx, "things", 1).expect("a good statement");
        panic!("on purpose");
    });
    assert!(panicked.join().is_err());

    let mut tx = store.write()?;
    assert_eq!(counters::get(&mut tx, "things")?, 0);
    Ok(())
}

#[test]
fn a_statement_that_fails_does_not_spoil_the_connection() -> Test {
    let store = store()?;
    for _ in 0..20 {
        let mut tx = store.write()?;
        assert!(testing::execute(&mut tx, "SELECT * FROM nothing").is_err());
    }

    let mut tx = store.write()?;
    counters::change(&mut tx, "things", 1)?;
    tx.save()?;
    Ok(())
}

#[test]
fn a_writer_waits_for_another_and_goes_on() -> Test {
    let store = store()?;
    let mut first = store.write()?;
    counters::change(&mut first, "things", 1)?;
    let (send, receive) = mpsc::channel();
    let in_thread = store.clone();
    let second = thread::spawn(move || -> store::Result<()> {
        let mut tx = in_thread.write()?;
        counters::change(&mut tx, "things", 1)?;
        let _ = send.send(());
        tx.save()
    });

    let is_early = receive.recv_timeout(Duration::from_millis(100)).is_ok();
    first.save()?;
    second.join().expect("no panic")?;

    assert!(!is_early);
    assert_eq!(counters::get(&mut store.read()?, "things")?, 2);
    Ok(())
}

#[test]
fn one_process_serves_from_a_folder() -> Test {
    let folder = env::temp_dir()
        .join("kumki-tests")
        .join(format!("lock_{}", process::id()));
    let lock = Lock::take(&folder)?;

    assert!(matches!(Lock::take(&folder), Err(Error::InUse(_))));
    drop(lock);
    assert!(Lock::take(&folder).is_ok());
    Ok(())
}
