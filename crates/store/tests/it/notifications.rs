use store::{
    account_list::Window,
    notifications::{self, Filter, Notification},
    testing::{count, execute, store},
};

use crate::{Test, add_account, noon};

pub(crate) fn notification(
    id: i64,
    to: i64,
    from: i64,
    kind: &str,
    strike_id: Option<i64>,
) -> Notification {
    Notification {
        id,
        account_id: to,
        from_account_id: from,
        kind: kind.into(),
        strike_id,
        status_id: None,
        report_id: None,
        severance_id: None,
        group_key: None,
        is_filtered: false,
        created_at: noon(),
    }
}

const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 100,
};

fn add_some(tx: &mut store::Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_account(tx, id, name)?;
    }
    for (id, to, from, kind) in [
        (11, 1, 2, "admin.sign_up"),
        (12, 1, 3, "admin.sign_up"),
        (13, 1, 2, "admin.report"),
        (14, 2, 1, "admin.report"),
        (15, 1, 2, "moderation_warning"),
    ] {
        notifications::add(tx, &notification(id, to, from, kind, None))?;
    }
    Ok(())
}

#[test]
fn a_notification_is_only_its_owners() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;

    let found = notifications::find(&mut tx, 1, 13)?;
    assert_eq!(found, Some(notification(13, 1, 2, "admin.report", None)));
    assert_eq!(notifications::find(&mut tx, 2, 13)?, None);
    assert_eq!(notifications::find(&mut tx, 1, 99)?, None);
    Ok(())
}

#[test]
fn notifications_are_listed_by_any_mix_of_filters() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let kinds = |kinds: &[&str]| kinds.iter().map(|it| (*it).to_owned()).collect();

    for (filter, expected) in [
        (Filter::default(), [15, 13, 12, 11].as_slice()),
        (
            Filter {
                kinds: kinds(&["admin.sign_up", "admin.report"]),
                ..Filter::default()
            },
            &[13, 12, 11],
        ),
        (
            Filter {
                not_kinds: kinds(&["admin.sign_up"]),
                ..Filter::default()
            },
            &[15, 13],
        ),
        (
            Filter {
                from_account_id: Some(2),
                ..Filter::default()
            },
            &[15, 13, 11],
        ),
        (
            Filter {
                kinds: kinds(&["admin.sign_up", "moderation_warning"]),
                not_kinds: kinds(&["moderation_warning"]),
                from_account_id: Some(2),
            },
            &[11],
        ),
    ] {
        let page = notifications::page(&mut tx, 1, &filter, ALL)?;
        let ids: Vec<i64> = page.iter().map(|it| it.id).collect();
        assert_eq!(ids, expected, "{filter:?}");
    }
    Ok(())
}

#[test]
fn a_window_shows_a_part_of_the_notifications() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let window = |max_id, since_id, min_id| Window {
        max_id,
        since_id,
        min_id,
        limit: 2,
    };

    for (window, expected) in [
        (window(None, None, None), [15, 13].as_slice()),
        (window(Some(13), None, None), &[12, 11]),
        (window(None, Some(11), None), &[15, 13]),
        (window(None, None, Some(11)), &[13, 12]),
        (window(Some(13), Some(11), None), &[12]),
        (window(None, Some(13), Some(11)), &[13, 12]),
        (window(None, None, Some(15)), &[]),
    ] {
        let page = notifications::page(&mut tx, 1, &Filter::default(), window)?;
        let ids: Vec<i64> = page.iter().map(|it| it.id).collect();
        assert_eq!(ids, expected, "{window:?}");
    }
    Ok(())
}

#[test]
fn what_an_account_received_or_caused_goes_some_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;

    assert_eq!(notifications::remove_about(&mut tx, 2, 3)?, 3);
    assert_eq!(notifications::remove_about(&mut tx, 2, 3)?, 1);
    assert_eq!(notifications::remove_about(&mut tx, 2, 3)?, 0);

    let left = notifications::page(&mut tx, 1, &Filter::default(), ALL)?;
    assert_eq!(left, [notification(12, 1, 3, "admin.sign_up", None)]);
    Ok(())
}

#[test]
fn what_one_account_was_told_of_another_goes_by_kind_or_all_at_once() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let left = |tx: &mut store::Tx| -> store::Result<Vec<i64>> {
        let page = notifications::page(tx, 1, &Filter::default(), ALL)?;
        Ok(page.iter().map(|it| it.id).collect())
    };
    let request = "INSERT INTO notification_requests
          (account_id, from_account_id, notifications_count, created_at, updated_at)
        VALUES (1, 2, 1, '2026-11-22 12:00:00+00:00', '2026-11-22 12:00:00+00:00'),
          (1, 3, 1, '2026-11-22 12:00:00+00:00', '2026-11-22 12:00:00+00:00')";
    execute(&mut tx, request)?;

    notifications::remove_kind(&mut tx, 1, 2, "admin.report")?;
    assert_eq!(left(&mut tx)?, [15, 12, 11]);
    notifications::remove_all_from(&mut tx, 1, 2)?;
    assert_eq!(left(&mut tx)?, [12]);
    assert_eq!(count(&mut tx, "notification_requests")?, 1);
    assert_eq!(count(&mut tx, "notifications WHERE account_id = 2")?, 1);
    Ok(())
}
