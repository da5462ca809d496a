use store::{
    markers::{self, Marker},
    testing::store,
};

use crate::{Test, add_member, hour, noon};

fn marker(timeline: &str, last_read_id: i64, version: i32) -> Marker {
    Marker {
        timeline: timeline.into(),
        last_read_id,
        version,
        updated_at: hour(version.into()),
    }
}

#[test]
fn a_marker_moves_on_one_version_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let first = marker("home", 10, 0);

    assert!(markers::add(&mut tx, 1, &first)?);
    assert!(!markers::add(&mut tx, 1, &marker("home", 99, 0))?);
    assert!(markers::advance(&mut tx, 1, &marker("home", 20, 1))?);
    assert!(!markers::advance(&mut tx, 1, &marker("home", 99, 1))?);
    assert!(!markers::advance(&mut tx, 2, &marker("home", 99, 1))?);

    assert_eq!(markers::all(&mut tx, 1)?, [marker("home", 20, 1)]);
    assert!(markers::all(&mut tx, 2)?.is_empty());
    assert_eq!(first.updated_at, noon());
    Ok(())
}

#[test]
fn what_an_account_has_read_can_be_forgotten() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob")] {
        add_member(&mut tx, id, name)?;
        markers::add(&mut tx, id, &marker("home", 10, 0))?;
        markers::add(&mut tx, id, &marker("notifications", 10, 0))?;
    }

    markers::remove_all(&mut tx, 1)?;

    assert!(markers::all(&mut tx, 1)?.is_empty());
    assert_eq!(markers::all(&mut tx, 2)?.len(), 2);
    Ok(())
}
