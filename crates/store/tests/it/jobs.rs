use std::thread;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::{
    Result, Tx,
    jobs::{self, Job, NewJob},
    testing::store,
};

use crate::{Test, hour, noon};

fn add(tx: &mut Tx, key: Option<&str>, run_at: DateTime<Utc>) -> Result<()> {
    let job = NewJob {
        name: "hide",
        key,
        lane: jobs::HERE,
        data: &json!({ "key": key, "at": run_at.to_string() }),
        run_at,
        created_at: noon(),
    };
    jobs::add(tx, &job)
}

/// For an hour.
fn claim(tx: &mut Tx, lease: &str, now: DateTime<Utc>) -> Result<Option<Job>> {
    jobs::claim(
        tx,
        jobs::HERE,
        lease,
        now,
        now + chrono::TimeDelta::hours(1),
    )
}

fn the_only(tx: &mut Tx) -> Result<Job> {
    let mut all = jobs::list(tx, 10)?;
    assert_eq!(all.len(), 1);
    Ok(all.remove(0))
}

#[test]
fn a_job_is_claimed_when_it_is_due_with_all_that_it_needs() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, Some("1"), hour(1))?;

    assert!(claim(&mut tx, "a", noon())?.is_none());
    let job = claim(&mut tx, "a", hour(1))?.expect("added above");

    assert_eq!((job.name.as_str(), job.key.as_deref()), ("hide", Some("1")));
    assert_eq!(job.data, json!({ "key": "1", "at": hour(1).to_string() }));
    assert_eq!((job.run_at, job.attempts), (Some(hour(1)), 1));
    assert_eq!(
        (job.lease.as_deref(), job.lease_until),
        (Some("a"), Some(hour(2)))
    );
    assert_eq!((job.last_error, job.created_at), (None, noon()));
    Ok(())
}

#[test]
fn a_job_that_was_taken_back_is_gone_also_for_who_works_on_it() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, Some("1"), noon())?;
    add(&mut tx, Some("2"), hour(1))?;
    let job = claim(&mut tx, "a", noon())?.expect("added above");

    jobs::remove(&mut tx, "other", "2")?;
    jobs::remove(&mut tx, "hide", "1")?;

    assert_eq!(the_only(&mut tx)?.key.as_deref(), Some("2"));
    assert!(!jobs::complete(&mut tx, job.id, "a")?);
    Ok(())
}

#[test]
fn who_waits_longest_comes_first() -> Test {
    let mut tx = store()?.write()?;
    for (key, due) in [("late", 3), ("first", 1), ("second", 1), ("never yet", 9)] {
        add(&mut tx, Some(key), hour(due))?;
    }

    let mut order = Vec::new();
    while let Some(job) = claim(&mut tx, "a", hour(4))? {
        order.extend(job.key);
    }

    assert_eq!(order, ["first", "second", "late"]);
    Ok(())
}

#[test]
fn each_job_has_one_worker() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let keys: Vec<_> = (10..30).map(|key| key.to_string()).collect();
    for key in &keys {
        add(&mut tx, Some(key), noon())?;
    }
    tx.save()?;

    let work = |lease: String| -> Result<Vec<Value>> {
        let mut done = Vec::new();
        loop {
            let mut tx = store.write()?;
            let Some(job) = claim(&mut tx, &lease, noon())? else {
                return Ok(done);
            };
            tx.save()?;
            done.push(job.data["key"].clone());
        }
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|it| scope.spawn(move || work(format!("worker {it}"))))
            .collect();
        let done = workers.into_iter().map(|it| it.join().expect("no panic"));
        done.collect::<Result<Vec<_>>>()
    })?
    .concat();

    done.sort_by_key(Value::to_string);
    assert_eq!(done, keys);
    Ok(())
}

#[test]
fn a_job_whose_worker_is_lost_goes_to_another() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, None, noon())?;
    let job = claim(&mut tx, "lost", noon())?.expect("added above");

    let before = hour(1) - chrono::TimeDelta::microseconds(1);
    assert!(claim(&mut tx, "next", before)?.is_none());
    let again = claim(&mut tx, "next", hour(1))?.expect("the lease is over");

    assert_eq!((again.id, again.attempts), (job.id, 2));
    assert!(!jobs::renew(&mut tx, job.id, "lost", hour(9))?);
    assert!(!jobs::complete(&mut tx, job.id, "lost")?);
    jobs::release(&mut tx, job.id, "lost", None, Some("too late"))?;
    let held = the_only(&mut tx)?;
    assert_eq!(
        (held.lease.as_deref(), held.last_error),
        (Some("next"), None)
    );
    assert!(jobs::complete(&mut tx, job.id, "next")?);
    Ok(())
}

#[test]
fn a_job_that_takes_long_is_kept() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, None, noon())?;
    let job = claim(&mut tx, "a", noon())?.expect("added above");

    assert!(jobs::renew(&mut tx, job.id, "a", hour(5))?);

    assert!(claim(&mut tx, "b", hour(4))?.is_none());
    assert!(jobs::complete(&mut tx, job.id, "a")?);
    assert!(!jobs::complete(&mut tx, job.id, "a")?);
    assert!(jobs::list(&mut tx, 10)?.is_empty());
    Ok(())
}

#[test]
fn a_job_that_went_wrong_is_tried_again_later() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, None, noon())?;
    let job = claim(&mut tx, "a", noon())?.expect("added above");

    jobs::release(&mut tx, job.id, "a", Some(hour(2)), Some("no route"))?;

    assert!(claim(&mut tx, "b", hour(1))?.is_none());
    let again = claim(&mut tx, "b", hour(2))?.expect("released above");
    assert_eq!(
        (again.attempts, again.last_error.as_deref()),
        (2, Some("no route"))
    );
    Ok(())
}

#[test]
fn a_job_that_was_given_up_waits_until_somebody_retries_it() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, None, noon())?;
    let job = claim(&mut tx, "a", noon())?.expect("added above");
    assert!(!jobs::retry(&mut tx, job.id, noon())?);

    jobs::release(&mut tx, job.id, "a", None, Some("gone"))?;
    assert!(claim(&mut tx, "b", hour(999))?.is_none());

    assert!(jobs::retry(&mut tx, job.id, hour(1))?);
    assert!(!jobs::retry(&mut tx, job.id, hour(1))?);
    assert!(!jobs::retry(&mut tx, job.id + 1, hour(1))?);
    let again = claim(&mut tx, "b", hour(1))?.expect("retried above");
    assert_eq!((again.id, again.attempts), (job.id, 1));
    Ok(())
}

#[test]
fn a_job_left_twice_is_one_with_the_later_data() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, Some("1"), noon())?;
    add(&mut tx, Some("1"), hour(1))?;

    assert!(claim(&mut tx, "a", noon())?.is_none());
    let job = claim(&mut tx, "a", hour(1))?.expect("added above");
    assert_eq!(job.data, json!({ "key": "1", "at": hour(1).to_string() }));
    assert!(claim(&mut tx, "a", hour(1))?.is_none());
    Ok(())
}

#[test]
fn jobs_without_a_key_and_jobs_of_another_name_are_left_beside_each_other() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, None, noon())?;
    add(&mut tx, None, noon())?;
    add(&mut tx, Some("1"), noon())?;
    let other = NewJob {
        name: "show",
        key: Some("1"),
        lane: jobs::HERE,
        data: &Value::Null,
        run_at: noon(),
        created_at: noon(),
    };
    jobs::add(&mut tx, &other)?;

    assert_eq!(jobs::list(&mut tx, 10)?.len(), 4);
    Ok(())
}

#[test]
fn a_job_left_again_while_it_runs_runs_again() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, Some("1"), noon())?;
    let first = claim(&mut tx, "a", noon())?.expect("added above");
    jobs::release(&mut tx, first.id, "a", Some(noon()), Some("no route"))?;
    let running = claim(&mut tx, "a", noon())?.expect("released above");

    add(&mut tx, Some("1"), noon())?;

    assert!(!jobs::complete(&mut tx, running.id, "a")?);
    let fresh = claim(&mut tx, "b", noon())?.expect("added again");
    assert_eq!((fresh.attempts, fresh.last_error), (1, None));
    assert!(jobs::complete(&mut tx, fresh.id, "b")?);
    Ok(())
}

#[test]
fn what_a_dead_process_held_is_freed() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, Some("1"), noon())?;
    add(&mut tx, Some("2"), noon())?;
    claim(&mut tx, "dead", noon())?;

    assert_eq!(jobs::release_all(&mut tx)?, 1);

    assert!(claim(&mut tx, "a", noon())?.is_some());
    assert!(claim(&mut tx, "a", noon())?.is_some());
    Ok(())
}

#[test]
fn the_list_begins_with_what_is_due_and_ends_with_what_was_given_up() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, Some("given up"), noon())?;
    let job = claim(&mut tx, "a", noon())?.expect("added above");
    jobs::release(&mut tx, job.id, "a", None, None)?;
    add(&mut tx, Some("later"), hour(2))?;
    add(&mut tx, Some("sooner"), hour(1))?;

    let all: Vec<_> = jobs::list(&mut tx, 10)?
        .into_iter()
        .map(|it| it.key)
        .collect();
    let keys = ["sooner", "later", "given up"].map(|it| Some(it.to_owned()));
    assert_eq!(all, keys);
    assert_eq!(jobs::list(&mut tx, 1)?.len(), 1);
    Ok(())
}

#[test]
fn a_schedule_is_due_once() -> Test {
    let mut tx = store()?.write()?;

    assert!(jobs::advance(&mut tx, "nightly", noon(), hour(24))?);
    assert!(!jobs::advance(&mut tx, "nightly", hour(1), hour(25))?);
    assert!(!jobs::advance(&mut tx, "nightly", hour(23), hour(47))?);
    assert!(jobs::advance(&mut tx, "nightly", hour(24), hour(48))?);
    assert!(!jobs::advance(&mut tx, "nightly", hour(24), hour(48))?);
    assert!(jobs::advance(&mut tx, "hourly", hour(24), hour(25))?);
    Ok(())
}

#[test]
fn of_many_who_advance_a_schedule_one_does() -> Test {
    let store = store()?;
    for now in [noon(), hour(1)] {
        let advance = || -> Result<bool> {
            let mut tx = store.write()?;
            let advanced =
                jobs::advance(&mut tx, "hourly", now, now + chrono::TimeDelta::hours(1))?;
            tx.save()?;
            Ok(advanced)
        };
        let advanced = thread::scope(|scope| {
            let workers: Vec<_> = (0..4).map(|_| scope.spawn(advance)).collect();
            let done = workers.into_iter().map(|it| it.join().expect("no panic"));
            done.collect::<Result<Vec<_>>>()
        })?;

        assert_eq!(advanced.into_iter().filter(|it| *it).count(), 1, "{now}");
    }
    Ok(())
}

#[test]
fn a_lane_full_of_jobs_keeps_no_worker_of_another_lane_waiting() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, None, noon())?;
    let outside = NewJob {
        name: "call",
        key: None,
        data: &Value::Null,
        lane: jobs::OUTSIDE,
        run_at: hour(1),
        created_at: noon(),
    };
    jobs::add(&mut tx, &outside)?;

    assert!(!jobs::is_any_due(&mut tx, jobs::OUTSIDE, noon())?);
    let claimed = jobs::claim(&mut tx, jobs::OUTSIDE, "a", hour(1), hour(2))?;

    assert_eq!(claimed.map(|it| it.name), Some("call".to_owned()));
    assert!(jobs::is_any_due(&mut tx, jobs::HERE, noon())?);
    Ok(())
}
