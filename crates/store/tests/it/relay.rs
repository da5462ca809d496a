use std::time::{Duration, Instant};

use store::{Store, relay::Listener, testing::store};

use crate::Test;

fn heard(listener: &mut Listener) -> store::Result<Vec<String>> {
    let began = Instant::now();
    loop {
        let heard = listener.heard()?;
        if !heard.is_empty() || began.elapsed() > Duration::from_secs(20) {
            return Ok(heard);
        }
    }
}

#[test]
fn what_is_told_is_heard_once_it_is_saved() -> Test {
    let store = store()?;
    let other = store_beside(&store)?;
    let Some(mut listener) = store.listen()? else {
        // Nobody shares a SQLite file.
        assert!(!store.write()?.tell(&["unheard".to_owned()])?);
        return Ok(());
    };
    let mut elsewhere = other.listen()?.ok_or("PostgreSQL too")?;
    let texts = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();

    let mut dropped = store.write()?;
    assert!(dropped.tell(&texts(&["never"]))?);
    drop(dropped);
    let mut saved = store.write()?;
    assert!(saved.tell(&texts(&["one", "two"]))?);
    assert!(listener.heard()?.is_empty());
    saved.save()?;

    assert_eq!(heard(&mut listener)?, ["one", "two"]);
    let longest = "x".repeat(store::relay::LONGEST);
    let mut tx = other.write()?;
    tx.tell(&texts(&[&longest]))?;
    tx.save()?;
    assert_eq!(
        heard(&mut elsewhere)?,
        [longest],
        "and nothing of another schema"
    );
    Ok(())
}

/// Another database; in PostgreSQL, another schema of the same.
fn store_beside(_: &Store) -> store::Result<Store> {
    store()
}
