use store::{
    moderation_notes::{self, Subject},
    queue,
    reports::{self, NewReport},
    testing::store,
    users,
};

use crate::{Test, act, add_account, add_member, hour, member, noon};

#[test]
fn notes_are_kept_by_what_they_are_about() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "mod")?;
    let report = reports::add(&mut tx, &NewReport::new(2, 1, "spam", "", noon()))?;
    let about = Subject::Account(1);
    let first = moderation_notes::add(&mut tx, Some(2), about, "one", noon())?;
    let second = moderation_notes::add(&mut tx, None, about, "two", hour(1))?;
    let on_report = Subject::Report(report.id);
    let third = moderation_notes::add(&mut tx, Some(2), on_report, "three", hour(2))?;

    assert_eq!(
        moderation_notes::about(&mut tx, about)?,
        [first.clone(), second]
    );
    assert_eq!(
        moderation_notes::about(&mut tx, on_report)?,
        std::slice::from_ref(&third)
    );
    assert_eq!(moderation_notes::find(&mut tx, third.id)?, Some(third));
    let on_server = Subject::Server("far.test");
    let fourth = moderation_notes::add(&mut tx, Some(2), on_server, "four", hour(3))?;
    assert_eq!(fourth.domain.as_deref(), Some("far.test"));
    assert_eq!(moderation_notes::about(&mut tx, on_server)?, [fourth]);
    let proof = act(&mut tx)?;
    moderation_notes::remove(&mut tx, first.id, &proof)?;
    assert_eq!(moderation_notes::find(&mut tx, first.id)?, None);
    Ok(())
}

#[test]
fn what_waits_is_read_oldest_first() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "pen")?;
    let pending = users::NewUser {
        approved: false,
        invite_request: Some("Please"),
        ..member(2, "pen@mail.test")
    };
    users::add(&mut tx, &pending)?;
    let proof = act(&mut tx)?;
    let report = |comment| NewReport::new(2, 1, "spam", comment, noon());
    let first = reports::add(&mut tx, &report("first"))?;
    let closed = reports::add(&mut tx, &report("closed"))?;
    let second = reports::add(&mut tx, &report("second"))?;
    reports::set_resolved(&mut tx, closed.id, None, noon(), &proof)?;

    let waiting = queue::reports(&mut tx, 10)?;
    let ids: Vec<i64> = waiting.iter().map(|it| it.id).collect();
    assert_eq!(ids, [first.id, second.id]);
    assert_eq!((waiting[0].account_id, &*waiting[0].text), (1, "first"));
    assert_eq!(queue::reports(&mut tx, 1)?.len(), 1);
    let newcomers = queue::sign_ups(&mut tx, 10)?;
    assert_eq!(
        (newcomers.len(), newcomers[0].id, &*newcomers[0].text),
        (1, 2, "Please")
    );
    assert!(queue::appeals(&mut tx, 10)?.is_empty());
    Ok(())
}
