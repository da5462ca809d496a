use store::{
    actors, relays,
    testing::{execute, store},
};

use crate::{Test, act, add_account, hour, noon};

#[test]
fn a_relay_is_found_by_its_address_and_by_what_it_was_asked() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let relay = relays::add(&mut tx, "https://relay.test/inbox", noon())?;
    assert_eq!(relay.state, "idle");

    relays::set_follow(&mut tx, relay.id, "pending", Some("#1"), hour(1), &proof)?;
    let asked = relays::find_by_follow(&mut tx, "#1")?.expect("it was asked");
    assert_eq!(
        (asked.id, &*asked.state, asked.updated_at),
        (relay.id, "pending", hour(1))
    );
    relays::set_state(&mut tx, relay.id, "accepted", hour(2))?;
    let found = relays::find_by_inbox(&mut tx, "https://relay.test/inbox")?;
    assert_eq!(found.map(|it| it.state).as_deref(), Some("accepted"));
    assert_eq!(relays::all(&mut tx)?.len(), 1);
    relays::remove(&mut tx, relay.id, &proof)?;
    assert_eq!(relays::find(&mut tx, relay.id)?, None);
    assert_eq!(relays::find_locked(&mut tx, relay.id)?, None);
    Ok(())
}

#[test]
fn an_account_is_a_relay_by_where_it_is_reached() -> Test {
    let mut tx = store()?.write()?;
    for (id, handle) in [
        (1, "one@relay.test"),
        (2, "two@relay.test"),
        (3, "eve@far.test"),
    ] {
        add_account(&mut tx, id, handle)?;
    }
    for (id, inbox, shared) in [
        (1, "https://relay.test/inbox", "NULL"),
        (2, "https://relay.test/two", "'https://relay.test/inbox'"),
        (3, "https://far.test/inbox", "NULL"),
    ] {
        execute(
            &mut tx,
            &format!(
                "INSERT INTO actors (account_id, inbox, shared_inbox, key_id, public_key, fetched_at) \
                 SELECT id, '{inbox}', {shared}, '{id}', '', created_at FROM accounts WHERE id = {id}"
            ),
        )?;
    }
    let relay = relays::add(&mut tx, "https://relay.test/inbox", noon())?;
    assert!(!relays::is_one(&mut tx, 1)?);
    relays::set_state(&mut tx, relay.id, "accepted", noon())?;

    assert!(actors::find(&mut tx, 1)?.is_some());
    assert!(relays::is_one(&mut tx, 1)? && relays::is_one(&mut tx, 2)?);
    assert!(!relays::is_one(&mut tx, 3)?);
    Ok(())
}
