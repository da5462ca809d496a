use chrono::{DateTime, TimeDelta, Utc};
use store::{accounts, testing::store, users};

use crate::{Test, act, add_account, add_member, noon};

/// As text, a whole second, a tenth and a millionth differ in length.
fn instants() -> [DateTime<Utc>; 8] {
    [-1_000_000, -1, 0, 1, 100_000, 100_001, 120_000, 1_000_000]
        .map(|micros| noon() + TimeDelta::microseconds(micros))
}

#[test]
fn times_survive_the_way_there_and_back() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let proof = act(&mut tx)?;

    for at in instants() {
        accounts::set_silenced(&mut tx, 1, Some(at), &proof)?;
        let ann = accounts::find(&mut tx, 1)?.expect("added above");
        assert_eq!(ann.silenced_at, Some(at));
    }
    Ok(())
}

#[test]
fn times_sort_and_compare_as_times() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    // Added in another order than they sort in.
    let order = [5, 2, 7, 0, 3, 6, 1, 4];
    for index in order {
        let id = 1 + index as i64;
        add_member(&mut tx, id, &format!("name{id}"))?;
        let at = instants()[index];
        accounts::set_suspended(&mut tx, id, noon(), at, &proof)?;
        users::set_seen(&mut tx, id, at)?;
    }

    for (index, now) in instants().into_iter().enumerate() {
        let due = accounts::due_for_deletion(&mut tx, now, 99)?;
        let expected: Vec<i64> = (1..=index as i64 + 1).collect();
        assert_eq!(due, expected, "{now}");
        let not_before = users::count_active(&mut tx, now)?;
        assert_eq!(not_before, 8 - index as i64, "{now}");
    }
    Ok(())
}
