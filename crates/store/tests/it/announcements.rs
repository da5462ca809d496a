use chrono::{DateTime, TimeDelta, Utc};
use store::{
    Result, Tx,
    announcements::{self, Announcement, Content},
    testing::store,
};

use crate::{Test, act, add_member, hour, noon};

fn content(text: &str) -> Content<'_> {
    Content {
        text,
        all_day: false,
        starts_at: None,
        ends_at: None,
        scheduled_at: None,
        published_at: Some(noon()),
    }
}

fn add(tx: &mut Tx, text: &str) -> Result<Announcement> {
    announcements::add(tx, &content(text), noon())
}

fn texts(all: Vec<Announcement>) -> Vec<String> {
    let mut texts: Vec<String> = all.into_iter().map(|it| it.text).collect();
    texts.sort();
    texts
}

#[test]
fn an_announcement_is_added_changed_and_removed() -> Test {
    let mut tx = store()?.write()?;
    let first = add(&mut tx, "first")?;
    let second = add(&mut tx, "second")?;
    let recorded = act(&mut tx)?;

    let changed = Content {
        all_day: true,
        starts_at: Some(hour(1)),
        ends_at: Some(hour(2)),
        published_at: None,
        ..content("changed")
    };
    announcements::set(&mut tx, first.id, &changed, hour(3), &recorded)?;
    announcements::remove(&mut tx, second.id, &recorded)?;

    let found = announcements::find_locked(&mut tx, first.id)?.expect("added above");
    assert_eq!((found.text.as_str(), found.all_day), ("changed", true));
    assert_eq!(
        (found.starts_at, found.ends_at),
        (Some(hour(1)), Some(hour(2)))
    );
    assert_eq!((found.created_at, found.updated_at), (noon(), hour(3)));
    assert_eq!(announcements::find(&mut tx, second.id)?, None);
    assert_eq!(announcements::all(&mut tx)?, [found]);
    assert!(announcements::published(&mut tx)?.is_empty());
    Ok(())
}

#[test]
fn announcements_come_and_go_when_it_is_time() -> Test {
    let mut tx = store()?.write()?;
    let at = |scheduled_at: DateTime<Utc>| Content {
        scheduled_at: Some(scheduled_at),
        published_at: None,
        ..content("later")
    };
    let until = |ends_at, all_day| Content {
        starts_at: Some(noon()),
        ends_at: Some(ends_at),
        all_day,
        ..content("lasts")
    };
    let due = announcements::add(&mut tx, &at(hour(1)), noon())?.id;
    announcements::add(&mut tx, &at(hour(3)), noon())?;
    let over = announcements::add(&mut tx, &until(hour(2), false), noon())?.id;
    let day = announcements::add(&mut tx, &until(hour(2), true), noon())?.id;
    add(&mut tx, "stays")?;

    assert_eq!(announcements::publish_due(&mut tx, hour(2))?, [due]);
    assert_eq!(announcements::end_due(&mut tx, hour(2))?, [over]);

    let found = announcements::find(&mut tx, due)?.expect("added above");
    assert_eq!(
        (found.published_at, found.scheduled_at),
        (Some(hour(2)), None)
    );
    assert!(announcements::publish_due(&mut tx, hour(2))?.is_empty());
    assert!(announcements::end_due(&mut tx, hour(2))?.is_empty());
    let shown = texts(announcements::published(&mut tx)?);
    assert_eq!(shown, ["lasts", "later", "stays"]);
    let day_later = hour(2) + TimeDelta::days(1);
    assert_eq!(announcements::end_due(&mut tx, day_later)?, [day]);
    Ok(())
}

#[test]
fn reading_and_reacting_twice_is_doing_it_once() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let (one, two) = (add(&mut tx, "one")?.id, add(&mut tx, "two")?.id);

    for _ in 0..2 {
        announcements::set_read(&mut tx, one, 1)?;
    }
    assert!(announcements::add_reaction(&mut tx, one, 1, "z", noon())?);
    assert!(!announcements::add_reaction(&mut tx, one, 1, "z", hour(1))?);
    announcements::add_reaction(&mut tx, one, 2, "a", noon())?;
    announcements::add_reaction(&mut tx, one, 2, "z", noon())?;
    announcements::add_reaction(&mut tx, two, 2, "a", noon())?;

    assert_eq!(announcements::read_by(&mut tx, 1, &[one, two])?, [one]);
    assert!(announcements::read_by(&mut tx, 2, &[one, two])?.is_empty());
    let tallies = |tx: &mut Tx, ids: &[i64]| -> Result<Vec<(i64, String, i64)>> {
        let tallies = announcements::tallies(tx, ids)?.into_iter();
        Ok(tallies
            .map(|it| (it.announcement_id, it.name, it.count))
            .collect())
    };
    let expected = [
        (one, "z".into(), 2),
        (one, "a".into(), 1),
        (two, "a".into(), 1),
    ];
    assert_eq!(tallies(&mut tx, &[one, two])?, expected);
    let own = announcements::reactions_of(&mut tx, 1, &[one, two])?;
    assert_eq!(own, [(one, "z".into())]);

    assert!(announcements::remove_reaction(&mut tx, one, 1, "z")?);
    assert!(!announcements::remove_reaction(&mut tx, one, 1, "z")?);
    announcements::remove_reactions_named(&mut tx, "a")?;
    assert_eq!(tallies(&mut tx, &[one, two])?, [(one, "z".into(), 1)]);
    Ok(())
}

#[test]
fn what_an_account_did_with_announcements_can_be_forgotten() -> Test {
    let mut tx = store()?.write()?;
    let id = add(&mut tx, "one")?.id;
    for (member, name) in [(1, "ann"), (2, "bob")] {
        add_member(&mut tx, member, name)?;
        announcements::set_read(&mut tx, id, member)?;
        announcements::add_reaction(&mut tx, id, member, "z", noon())?;
    }

    announcements::remove_about(&mut tx, 1)?;

    assert!(announcements::read_by(&mut tx, 1, &[id])?.is_empty());
    assert_eq!(announcements::read_by(&mut tx, 2, &[id])?, [id]);
    assert_eq!(announcements::tallies(&mut tx, &[id])?[0].count, 1);
    Ok(())
}
