use store::{
    statuses::{self, NewStatus},
    testing::store,
    threads,
};

use crate::{Test, add_account, statuses::public};

#[test]
fn a_thread_is_walked_up_and_down_as_far_as_is_asked_for() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    for (id, to) in [
        (10, None),
        (11, Some(10)),
        (12, Some(11)),
        (13, Some(12)),
        (14, Some(10)),
    ] {
        let answer = NewStatus {
            in_reply_to_id: to,
            ..public(id, 1)
        };
        statuses::add(&mut tx, &answer)?;
    }

    assert_eq!(threads::ancestors(&mut tx, 13, 9)?, [12, 11, 10]);
    assert_eq!(threads::ancestors(&mut tx, 13, 2)?, [12, 11]);
    assert_eq!(threads::ancestors(&mut tx, 10, 9)?, [0; 0]);
    let mut below = threads::descendants(&mut tx, 10, 9, 9)?;
    below.sort_unstable();
    assert_eq!(below, [(11, 10), (12, 11), (13, 12), (14, 10)]);
    let mut near = threads::descendants(&mut tx, 10, 1, 9)?;
    near.sort_unstable();
    assert_eq!(near, [(11, 10), (14, 10)]);
    assert_eq!(threads::descendants(&mut tx, 10, 9, 2)?.len(), 2);
    statuses::remove(&mut tx, 11)?;
    assert_eq!(
        threads::ancestors(&mut tx, 13, 9)?,
        [12],
        "as far as it is whole"
    );
    Ok(())
}
