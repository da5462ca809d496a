use store::{
    Tx,
    notification_groups::{self as groups, Member},
    notifications::{self, Notification},
    testing::store,
};

use crate::{
    Test, add_account,
    notifications::{ALL, notification, reader},
};

fn add_groups(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl"), (4, "dora")] {
        add_account(tx, id, name)?;
    }
    for (id, to, from, key) in [
        (11, 1, 2, Some("follow-400001")),
        (12, 1, 3, Some("follow-400001")),
        (13, 1, 4, Some("follow-400002")),
        (14, 1, 4, None),
        (15, 1, 4, Some("follow-400001")),
        (16, 2, 4, Some("follow-400009")),
        (17, 1, 2, Some("follow_request-400005")),
    ] {
        let one = Notification {
            group_key: key.map(str::to_owned),
            ..notification(id, to, from, "follow", None)
        };
        notifications::add(tx, &one)?;
    }
    Ok(())
}

#[test]
fn the_last_key_of_a_range_is_found_and_no_other() -> Test {
    let mut tx = store()?.write()?;
    add_groups(&mut tx)?;

    for (first, last, expected) in [
        ("follow-399990", "follow-400001", Some("follow-400001")),
        ("follow-399991", "follow-400002", Some("follow-400002")),
        ("follow-399998", "follow-400009", Some("follow-400002")),
        ("follow-400003", "follow-400014", None),
    ] {
        let found = groups::last_between(&mut tx, 1, first, last)?;
        assert_eq!(found.as_deref(), expected, "{first} {last}");
    }
    Ok(())
}

#[test]
fn the_newest_of_each_group_come_with_the_number_of_all() -> Test {
    let mut tx = store()?.write()?;
    add_groups(&mut tx)?;
    let member = |key: &str, notification_id, from_account_id, count| Member {
        group_key: key.into(),
        notification_id,
        from_account_id,
        count,
    };
    let keys = ["follow-400001", "follow-400002", "follow-400009"].map(str::to_owned);

    let expected = [
        member("follow-400001", 15, 4, 3),
        member("follow-400002", 13, 4, 1),
        member("follow-400001", 12, 3, 3),
    ];
    assert_eq!(groups::newest(&mut tx, 1, &keys, 2)?, expected);

    let suspend = "UPDATE accounts SET suspended_at = created_at WHERE id = 4";
    store::testing::execute(&mut tx, suspend)?;
    let expected = [
        member("follow-400001", 12, 3, 2),
        member("follow-400001", 11, 2, 2),
    ];
    assert_eq!(groups::newest(&mut tx, 1, &keys, 2)?, expected);
    assert_eq!(groups::newest(&mut tx, 1, &[], 2)?, []);
    Ok(())
}

#[test]
fn a_group_is_listed_and_goes_as_a_whole() -> Test {
    let mut tx = store()?.write()?;
    add_groups(&mut tx)?;
    let mut ids = |key: &str| -> store::Result<Vec<i64>> {
        let page = groups::page(&mut tx, 1, key, reader(1), ALL)?;
        groups::remove(&mut tx, 1, key)?;
        let left = groups::page(&mut tx, 1, key, reader(1), ALL)?;
        assert_eq!(left, []);
        Ok(page.iter().map(|it| it.id).collect())
    };

    assert_eq!(ids("follow-400001")?, [15, 12, 11]);
    assert_eq!(ids("follow-400002")?, [13]);
    assert!(ids("follow-400009")?.is_empty(), "somebody else's");
    let kept = store::testing::count(&mut tx, "notifications")?;
    assert_eq!(kept, 3);
    Ok(())
}
