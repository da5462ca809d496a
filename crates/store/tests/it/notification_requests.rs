use store::{
    Tx,
    notification_policy::let_through,
    notification_requests::{self as requests, Request},
    notifications::{self, Notification},
    statuses::Visibility,
    testing::{count, execute, store},
};

use crate::{
    Test, add_account, hour, noon,
    notifications::{ALL, add_status, notification},
};

/// Bob's first is about a post, and so is carl's only one.
fn put_aside(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_account(tx, id, name)?;
    }
    for (id, account_id) in [(5, 2), (6, 3)] {
        add_status(tx, id, account_id, Visibility::Public)?;
    }
    for (id, from, status_id) in [(11, 2, Some(5)), (12, 2, None), (13, 3, Some(6))] {
        let aside = Notification {
            is_filtered: true,
            status_id,
            ..notification(id, 1, from, "mention", None)
        };
        notifications::add(tx, &aside)?;
        requests::count(tx, 1, from, status_id, hour(id - 11))?;
    }
    Ok(())
}

/// For each request of ann's, who asks, for how many, and with which post.
fn listed(tx: &mut Tx) -> store::Result<Vec<(i64, i64, Option<i64>)>> {
    let page = requests::page(tx, 1, ALL)?.into_iter();
    Ok(page
        .map(|it| {
            (
                it.from_account_id,
                it.notifications_count,
                it.last_status_id,
            )
        })
        .collect())
}

#[test]
fn requests_add_up_and_keep_the_last_post() -> Test {
    let mut tx = store()?.write()?;
    put_aside(&mut tx)?;

    assert_eq!(listed(&mut tx)?, [(3, 1, Some(6)), (2, 2, Some(5))]);
    assert_eq!(requests::counts(&mut tx, 1, 10)?, [1, 2]);
    assert_eq!(requests::counts(&mut tx, 1, 1)?, [1]);
    let ids: Vec<i64> = requests::page(&mut tx, 1, ALL)?
        .iter()
        .map(|it| it.id)
        .collect();
    let bobs = Request {
        id: ids[1],
        account_id: 1,
        from_account_id: 2,
        last_status_id: Some(5),
        notifications_count: 2,
        created_at: noon(),
        updated_at: hour(1),
    };
    assert_eq!(requests::find(&mut tx, 1, ids[1])?, Some(bobs.clone()));
    assert_eq!(requests::find(&mut tx, 2, ids[1])?, None);
    assert_eq!(requests::find_many(&mut tx, 1, &[ids[1], 99])?, [bobs]);
    assert_eq!(requests::find_many(&mut tx, 2, &ids)?, []);
    Ok(())
}

#[test]
fn requests_are_in_step_with_what_is_there() -> Test {
    let mut tx = store()?.write()?;
    put_aside(&mut tx)?;

    assert!(notifications::remove(&mut tx, 1, 12)?);
    assert!(!notifications::remove(&mut tx, 2, 11)?);
    assert_eq!(listed(&mut tx)?, [(3, 1, Some(6)), (2, 1, Some(5))]);
    assert_eq!(notifications::remove_of_status(&mut tx, 6, 10)?, 1);
    assert_eq!(listed(&mut tx)?, [(2, 1, Some(5))]);
    notifications::remove_from(&mut tx, "mention", 2, 5)?;
    assert_eq!(listed(&mut tx)?, []);
    Ok(())
}

#[test]
fn who_is_suspended_does_not_ask() -> Test {
    let mut tx = store()?.write()?;
    put_aside(&mut tx)?;
    let id = requests::page(&mut tx, 1, ALL)?[1].id;

    execute(
        &mut tx,
        "UPDATE accounts SET suspended_at = created_at WHERE id = 2",
    )?;

    assert_eq!(listed(&mut tx)?, [(3, 1, Some(6))]);
    assert_eq!(requests::find(&mut tx, 1, id)?, None);
    assert_eq!(requests::find_many(&mut tx, 1, &[id])?, []);
    assert_eq!(requests::counts(&mut tx, 1, 10)?, [1]);
    Ok(())
}

#[test]
fn whom_a_member_has_let_through_is_merged_some_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    put_aside(&mut tx)?;
    let_through(&mut tx, 1, 2)?;
    let_through(&mut tx, 3, 1)?;

    assert_eq!(notifications::merge(&mut tx, 1, 1)?, 1);
    assert_eq!(notifications::merge(&mut tx, 1, 10)?, 1);
    assert_eq!(notifications::merge(&mut tx, 1, 10)?, 0);

    let aside = "notifications WHERE is_filtered AND from_account_id = ";
    assert_eq!(count(&mut tx, &format!("{aside}2"))?, 0);
    assert_eq!(count(&mut tx, &format!("{aside}3"))?, 1);
    Ok(())
}

#[test]
fn what_was_put_aside_goes_up_to_where_it_was_dismissed() -> Test {
    let mut tx = store()?.write()?;
    put_aside(&mut tx)?;

    assert_eq!(notifications::remove_filtered(&mut tx, 1, 2, 11, 10)?, 1);
    assert_eq!(notifications::remove_filtered(&mut tx, 1, 2, 99, 1)?, 1);
    assert_eq!(notifications::remove_filtered(&mut tx, 1, 2, 99, 1)?, 0);

    assert_eq!(count(&mut tx, "notifications")?, 1);
    Ok(())
}

#[test]
fn requests_go_with_what_a_member_clears_and_with_who_is_gone() -> Test {
    let mut tx = store()?.write()?;
    put_aside(&mut tx)?;
    requests::count(&mut tx, 2, 3, None, noon())?;

    assert_eq!(requests::remove_about(&mut tx, 2, 10)?, 1, "her own first");
    assert_eq!(requests::remove_about(&mut tx, 2, 10)?, 1);
    assert_eq!(requests::remove_about(&mut tx, 2, 10)?, 0);
    assert_eq!(listed(&mut tx)?, [(3, 1, Some(6))]);

    notifications::clear(&mut tx, 1)?;
    assert_eq!(listed(&mut tx)?, []);
    assert_eq!(count(&mut tx, "notifications")?, 0);
    Ok(())
}
