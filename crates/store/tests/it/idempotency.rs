use store::{
    idempotency::{self, Made},
    testing::store,
};

use crate::{Test, add_account, hour, noon};

const POST: Made = Made {
    status_id: Some(10),
    scheduled_status_id: None,
};

const LATER: Made = Made {
    status_id: None,
    scheduled_status_id: Some(20),
};

#[test]
fn a_key_is_remembered_for_a_while_and_for_one_account() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    idempotency::add(&mut tx, 1, "key", POST, hour(1))?;

    assert_eq!(idempotency::find(&mut tx, 1, "key", noon())?, Some(POST));
    assert_eq!(
        idempotency::find(&mut tx, 1, "key", hour(1))?,
        None,
        "too old"
    );
    assert_eq!(idempotency::find(&mut tx, 2, "key", noon())?, None);
    assert_eq!(idempotency::find(&mut tx, 1, "other", noon())?, None);
    idempotency::add(&mut tx, 1, "key", LATER, hour(2))?;
    assert_eq!(idempotency::find(&mut tx, 1, "key", hour(1))?, Some(LATER));
    assert_eq!(idempotency::forget(&mut tx, hour(2))?, 0);
    assert_eq!(idempotency::forget(&mut tx, hour(3))?, 1);
    Ok(())
}

#[test]
fn what_was_to_come_is_the_post_once_it_is_there() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    idempotency::add(&mut tx, 1, "key", LATER, noon())?;
    idempotency::add(&mut tx, 1, "other", POST, noon())?;

    idempotency::set_posted(&mut tx, 1, 20, 30)?;

    let found = idempotency::find(&mut tx, 1, "key", hour(-1))?;
    assert_eq!(found.and_then(|it| it.status_id), Some(30));
    assert_eq!(
        idempotency::find(&mut tx, 1, "other", hour(-1))?,
        Some(POST)
    );
    Ok(())
}
