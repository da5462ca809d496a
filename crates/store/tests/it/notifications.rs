use store::{
    account_list::Window,
    notifications::{self, Filter, Notification},
    statuses::Visibility,
    testing::{count, execute, store},
    visible::Viewer,
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

pub(crate) fn reader(account_id: i64) -> Viewer {
    Viewer {
        account_id: Some(account_id),
        now: noon(),
    }
}

pub(crate) const ALL: Window = Window {
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

    let found = notifications::find(&mut tx, 1, 13, reader(1))?;
    assert_eq!(found, Some(notification(13, 1, 2, "admin.report", None)));
    assert_eq!(notifications::find(&mut tx, 2, 13, reader(2))?, None);
    assert_eq!(notifications::find(&mut tx, 1, 99, reader(1))?, None);
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
                with_filtered: false,
            },
            &[11],
        ),
    ] {
        let page = notifications::page(&mut tx, 1, &filter, reader(1), ALL)?;
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
        let page = notifications::page(&mut tx, 1, &Filter::default(), reader(1), window)?;
        let ids: Vec<i64> = page.iter().map(|it| it.id).collect();
        assert_eq!(ids, expected, "{window:?}");
    }
    Ok(())
}

#[test]
fn what_an_account_received_or_caused_goes_some_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;

    // First what it received, and then what it caused.
    assert_eq!(notifications::remove_about(&mut tx, 2, 2)?, 1);
    assert_eq!(notifications::remove_about(&mut tx, 2, 2)?, 2);
    assert_eq!(notifications::remove_about(&mut tx, 2, 2)?, 1);
    assert_eq!(notifications::remove_about(&mut tx, 2, 2)?, 0);

    let left = notifications::page(&mut tx, 1, &Filter::default(), reader(1), ALL)?;
    assert_eq!(left, [notification(12, 1, 3, "admin.sign_up", None)]);
    Ok(())
}

#[test]
fn what_one_account_was_told_of_another_goes_by_kind_or_all_at_once() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let left = |tx: &mut store::Tx| -> store::Result<Vec<i64>> {
        let page = notifications::page(tx, 1, &Filter::default(), reader(1), ALL)?;
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

/// A post with nothing special about it.
pub(crate) fn add_status(
    tx: &mut store::Tx,
    id: i64,
    account_id: i64,
    visibility: Visibility,
) -> store::Result<()> {
    let status = store::statuses::NewStatus {
        id,
        uri: None,
        url: None,
        account_id,
        content: "",
        text: "",
        spoiler_text: "",
        visibility,
        sensitive: false,
        language: None,
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        conversation_id: id,
        reblog_of_id: None,
        quote_of_id: None,
        quote_policy: "nobody",
        application_id: None,
        is_local: true,
        has_media: false,
        created_at: noon(),
    };
    store::statuses::add(tx, &status).map(drop)
}

#[test]
fn what_its_recipient_may_not_see_is_not_listed() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    add_status(&mut tx, 1, 3, Visibility::Public)?;
    add_status(&mut tx, 2, 3, Visibility::Private)?;
    for status_id in [1, 2] {
        let about = Notification {
            status_id: Some(status_id),
            ..notification(20 + status_id, 1, 3, "status", None)
        };
        notifications::add(&mut tx, &about)?;
    }
    let mut seen = |act: &str| -> store::Result<(Vec<i64>, bool)> {
        if !act.is_empty() {
            execute(&mut tx, act)?;
        }
        let page = notifications::page(&mut tx, 1, &Filter::default(), reader(1), ALL)?;
        let found = notifications::find(&mut tx, 1, 21, reader(1))?;
        Ok((page.iter().map(|it| it.id).collect(), found.is_some()))
    };

    assert_eq!(seen("")?, (vec![21, 15, 13, 12, 11], true));
    let suspend = "UPDATE accounts SET suspended_at = created_at WHERE id = 3";
    assert_eq!(seen(suspend)?, (vec![15, 13, 11], false));
    let lift = "UPDATE accounts SET suspended_at = NULL WHERE id = 3";
    assert_eq!(seen(lift)?, (vec![21, 15, 13, 12, 11], true));
    let delete = "UPDATE statuses SET deleted_at = created_at WHERE id = 1";
    assert_eq!(seen(delete)?, (vec![15, 13, 12, 11], false));
    Ok(())
}

#[test]
fn what_was_put_aside_is_listed_on_request_only() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let aside = Notification {
        is_filtered: true,
        ..notification(16, 1, 2, "mention", None)
    };
    notifications::add(&mut tx, &aside)?;
    let mut ids = |with_filtered| -> store::Result<Vec<i64>> {
        let filter = Filter {
            with_filtered,
            ..Filter::default()
        };
        let page = notifications::page(&mut tx, 1, &filter, reader(1), ALL)?;
        Ok(page.iter().map(|it| it.id).collect())
    };

    assert_eq!(ids(false)?, [15, 13, 12, 11]);
    assert_eq!(ids(true)?, [16, 15, 13, 12, 11]);
    Ok(())
}
