use store::{
    counters::{self, INSTANCES},
    instances,
    testing::store,
};

use crate::{Test, hour, noon};

#[test]
fn a_server_is_met_and_counted_once() -> Test {
    let mut tx = store()?.write()?;

    instances::meet(&mut tx, "far.test", noon())?;
    instances::meet(&mut tx, "other.test", noon())?;
    instances::meet(&mut tx, "far.test", hour(1))?;

    assert_eq!(instances::recount(&mut tx)?, 2);
    assert_eq!(counters::get(&mut tx, INSTANCES)?, 2);
    assert_eq!(instances::domains(&mut tx)?, ["far.test", "other.test"]);
    Ok(())
}
