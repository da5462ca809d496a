use serde_json::json;
use store::{
    Tx,
    account_list::Window,
    media,
    scheduled_statuses::{self, Scheduled},
    testing::{self, store},
};

use crate::{Test, add_member, hour, noon, statuses::EVERYTHING};

fn add(tx: &mut Tx, id: i64, account_id: i64, hours: i64) -> store::Result<Scheduled> {
    let scheduled = Scheduled {
        id,
        account_id,
        scheduled_at: hour(hours),
        params: json!({ "text": "Later" }),
        created_at: noon(),
    };
    scheduled_statuses::add(tx, &scheduled)?;
    Ok(scheduled)
}

fn add_people(tx: &mut Tx) -> store::Result<()> {
    add_member(tx, 1, "ann")?;
    add_member(tx, 2, "bob").map(drop)
}

#[test]
fn what_is_to_come_is_kept_moved_and_removed() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let scheduled = add(&mut tx, 10, 1, 5)?;

    assert_eq!(
        scheduled_statuses::find(&mut tx, 10)?,
        Some(scheduled.clone())
    );
    scheduled_statuses::set_scheduled_at(&mut tx, 10, hour(7))?;
    let moved = Scheduled {
        scheduled_at: hour(7),
        ..scheduled
    };
    assert_eq!(scheduled_statuses::find_locked(&mut tx, 10)?, Some(moved));
    scheduled_statuses::remove(&mut tx, 10)?;
    assert_eq!(scheduled_statuses::find(&mut tx, 10)?, None);
    Ok(())
}

#[test]
fn what_is_to_come_is_listed_and_counted_for_its_owner() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    // Noon is the middle of a day.
    for (id, hours) in [(10, 1), (11, 11), (12, 12), (13, 35), (14, -12)] {
        add(&mut tx, id, 1, hours)?;
    }
    add(&mut tx, 15, 2, 1)?;
    let ids = |page: Vec<Scheduled>| page.iter().map(|it| it.id).collect::<Vec<_>>();

    let page = scheduled_statuses::page(&mut tx, 1, EVERYTHING)?;
    assert_eq!(ids(page), [14, 13, 12, 11, 10]);
    let above = Window {
        min_id: Some(10),
        limit: 2,
        ..EVERYTHING
    };
    assert_eq!(ids(scheduled_statuses::page(&mut tx, 1, above)?), [12, 11]);
    assert_eq!(scheduled_statuses::count(&mut tx, 1)?, 5);
    assert_eq!(scheduled_statuses::count_on_day_of(&mut tx, 1, hour(3))?, 3);
    assert_eq!(
        scheduled_statuses::count_on_day_of(&mut tx, 1, hour(13))?,
        2
    );
    assert_eq!(
        scheduled_statuses::count_on_day_of(&mut tx, 1, hour(99))?,
        0
    );
    assert_eq!(scheduled_statuses::remove_all_of(&mut tx, 1)?, 5);
    assert_eq!(scheduled_statuses::count(&mut tx, 2)?, 1);
    Ok(())
}

#[test]
fn what_comes_next_is_due_first() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for (id, hours) in [(10, 3), (11, 1), (12, 2)] {
        add(&mut tx, id, 1, hours)?;
    }

    let due = scheduled_statuses::due(&mut tx, hour(2), 9)?;
    assert_eq!(due, [(11, hour(1)), (12, hour(2))]);
    assert_eq!(
        scheduled_statuses::due(&mut tx, hour(3), 1)?,
        [(11, hour(1))]
    );
    assert!(scheduled_statuses::due(&mut tx, noon(), 9)?.is_empty());
    Ok(())
}

#[test]
fn media_wait_for_the_post_that_is_to_carry_them() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add(&mut tx, 10, 1, 1)?;
    for id in [20, 21, 22] {
        let at = "'2026-11-22 12:00:00+00:00'";
        let sql = format!(
            "INSERT INTO media_attachments (id, account_id, position, kind, state, content_type, size,
             meta, created_at, updated_at) VALUES ({id}, 1, 0, 'image', 'ready', 'image/png', 1, '{{}}',
             {at}, {at})"
        );
        testing::execute(&mut tx, &sql)?;
    }
    let waiting = |tx: &mut Tx| -> store::Result<Vec<i64>> {
        let media = media::of_scheduled(tx, &[10])?;
        Ok(media.iter().map(|it| it.id).collect())
    };

    media::reserve(&mut tx, &[22, 20], 10, noon())?;
    assert_eq!(waiting(&mut tx)?, [22, 20], "in their order");
    let loose: Vec<i64> = media::loose(&mut tx, hour(9), 9)?
        .iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(loose, [21]);
    media::release(&mut tx, 10, hour(1))?;
    assert!(waiting(&mut tx)?.is_empty());
    assert_eq!(media::loose(&mut tx, hour(9), 9)?.len(), 3);
    Ok(())
}
