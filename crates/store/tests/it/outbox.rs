use chrono::TimeDelta;
use store::{
    Tx,
    outbox::{self, Address, Delivery},
    outgoing,
    testing::{count, store},
};

use crate::{Test, add_account, hour, noon};

fn address(host: &str, inbox: &str) -> Address {
    Address {
        inbox: format!("https://{host}/{inbox}"),
        host: host.into(),
    }
}

/// Something to say to a few inboxes.
fn add(tx: &mut Tx, to: &[Address]) -> store::Result<i64> {
    let id = outgoing::add(tx, None, "{}", noon())?;
    outbox::add(tx, id, to, noon())?;
    Ok(id)
}

fn inboxes(claimed: &[Delivery]) -> Vec<&str> {
    claimed.iter().map(|it| it.inbox.as_str()).collect()
}

#[test]
fn nobody_is_told_twice() -> Test {
    let mut tx = store()?.write()?;
    let to = [address("a.test", "1"), address("b.test", "1")];
    let id = add(&mut tx, &to)?;
    outbox::add(&mut tx, id, &to[..1], noon())?;

    let claimed = outbox::claim(&mut tx, "me", noon(), hour(1), 10)?;

    assert_eq!(inboxes(&claimed), ["https://a.test/1", "https://b.test/1"]);
    assert!(
        claimed
            .iter()
            .all(|it| it.attempts == 1 && it.outgoing_id == id)
    );
    Ok(())
}

#[test]
fn what_somebody_has_is_nobody_elses_until_the_lease_is_over() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, &[address("a.test", "1"), address("b.test", "1")])?;

    let first = outbox::claim(&mut tx, "me", noon(), hour(1), 1)?;
    let second = outbox::claim(&mut tx, "you", noon(), hour(1), 10)?;
    assert_eq!(inboxes(&first), ["https://a.test/1"]);
    assert_eq!(inboxes(&second), ["https://b.test/1"]);
    assert!(!outbox::is_any_due(&mut tx, noon())?);

    let again = outbox::claim(&mut tx, "you", hour(1), hour(2), 10)?;
    assert_eq!(again.len(), 2);
    assert_eq!(again[0].attempts, 2);
    outbox::remove(&mut tx, &[again[0].id], "me")?;
    assert_eq!(count(&mut tx, "outbox")?, 2, "it is not hers any more");
    outbox::remove(&mut tx, &[again[0].id], "you")?;
    assert_eq!(count(&mut tx, "outbox")?, 1);
    Ok(())
}

#[test]
fn what_did_not_get_through_comes_back_and_what_was_not_tried_counts_no_try() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, &[address("a.test", "1"), address("b.test", "1")])?;
    let claimed = outbox::claim(&mut tx, "me", noon(), hour(1), 10)?;

    outbox::release(&mut tx, claimed[0].id, "me", hour(2), Some("no answer"))?;
    outbox::return_untried(&mut tx, &[claimed[1].id], "me", noon())?;

    let now = outbox::claim(&mut tx, "me", noon(), hour(1), 10)?;
    assert_eq!(inboxes(&now), ["https://b.test/1"]);
    assert_eq!(now[0].attempts, 1);
    let later = outbox::claim(&mut tx, "me", hour(2), hour(3), 10)?;
    assert_eq!(later[0].attempts, 2);
    Ok(())
}

#[test]
fn a_host_can_be_held_up_hurried_and_cleared() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, &[address("a.test", "1"), address("a.test", "2")])?;
    add(&mut tx, &[address("b.test", "1")])?;

    outbox::hold(&mut tx, "a.test", hour(1))?;
    let claimed = outbox::claim(&mut tx, "me", noon(), hour(3), 10)?;
    assert_eq!(inboxes(&claimed), ["https://b.test/1"]);

    outbox::hurry(&mut tx, "a.test", noon())?;
    outbox::hurry(&mut tx, "b.test", noon())?;
    let claimed = outbox::claim(&mut tx, "me", noon(), hour(3), 1)?;
    assert_eq!(inboxes(&claimed), ["https://a.test/1"]);

    assert_eq!(outbox::clear(&mut tx, "a.test")?, 2);
    assert_eq!(count(&mut tx, "outbox")?, 1);
    Ok(())
}

#[test]
fn a_new_process_takes_over_what_an_earlier_one_had() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, &[address("a.test", "1")])?;
    outbox::claim(&mut tx, "me", noon(), hour(1), 10)?;

    assert_eq!(outbox::release_all(&mut tx, noon())?, 1);

    assert!(outbox::is_any_due(&mut tx, noon())?);
    Ok(())
}

#[test]
fn what_all_have_heard_is_forgotten_after_a_while() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let said = outgoing::add(&mut tx, Some(1), "{}", noon())?;
    let waiting = add(&mut tx, &[address("a.test", "1")])?;
    let found = outgoing::find_many(&mut tx, &[said, waiting])?;
    assert_eq!(found.len(), 2);
    assert!(found.iter().any(|it| it.account_id == Some(1)));

    assert_eq!(outgoing::forget_said(&mut tx, noon(), 10)?, 0);
    let later = noon() + TimeDelta::days(1);
    assert_eq!(outgoing::forget_said(&mut tx, later, 10)?, 1);

    let left = outgoing::find_many(&mut tx, &[said, waiting])?;
    assert_eq!(left[0].id, waiting);
    Ok(())
}
