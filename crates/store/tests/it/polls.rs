use serde_json::json;
use store::{
    Tx,
    polls::{self, Change, NewPoll, Poll},
    statuses,
    testing::{self, store},
};

use crate::{Test, add_account, add_member, hour, noon, statuses::public};

fn add_poll(tx: &mut Tx, status_id: i64, ends: i64) -> store::Result<Poll> {
    statuses::add(tx, &public(status_id, 1))?;
    let poll = NewPoll {
        status_id,
        account_id: 1,
        options: &["tea".into(), "coffee".into()],
        multiple: true,
        hide_totals: false,
        expires_at: hour(ends),
        created_at: noon(),
    };
    polls::add(tx, &poll)
}

fn add_people(tx: &mut Tx) -> store::Result<()> {
    for id in 1..=4 {
        add_member(tx, id, &format!("member{id}"))?;
    }
    add_account(tx, 5, "eva@far.test").map(drop)
}

#[test]
fn votes_are_kept_with_their_tallies() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let poll = add_poll(&mut tx, 10, 1)?;
    assert_eq!(
        (poll.tallies.clone(), poll.voters_count),
        (json!([0, 0]), 0)
    );

    polls::add_votes(&mut tx, poll.id, 2, &[1, 0], noon())?;
    let changed = polls::set_tallies(&mut tx, poll.id, &[1, 1], 1)?;

    assert_eq!((changed.tallies, changed.voters_count), (json!([1, 1]), 1));
    assert_eq!(
        polls::votes_of(&mut tx, 2, &[poll.id])?,
        [(poll.id, 0), (poll.id, 1)]
    );
    let again = polls::add_votes(&mut tx, poll.id, 2, &[1], noon());
    assert!(matches!(again, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn polls_are_found_by_id_and_by_post() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let poll = add_poll(&mut tx, 10, 1)?;

    assert_eq!(
        polls::find(&mut tx, poll.id)?.map(|it| it.status_id),
        Some(10)
    );
    assert_eq!(
        polls::find_locked(&mut tx, poll.id)?.map(|it| it.status_id),
        Some(10)
    );
    assert!(polls::find(&mut tx, poll.id + 1)?.is_none());
    let of = polls::of_statuses(&mut tx, &[10, 11])?;
    assert_eq!(of.iter().map(|it| it.id).collect::<Vec<_>>(), [poll.id]);
    Ok(())
}

#[test]
fn polls_that_have_ended_are_due_until_they_are_closed() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let (first, second) = (add_poll(&mut tx, 10, 2)?, add_poll(&mut tx, 11, 1)?);

    assert!(polls::due(&mut tx, noon(), 9)?.is_empty());
    assert_eq!(polls::due(&mut tx, hour(1), 9)?, [second.id]);
    assert_eq!(polls::due(&mut tx, hour(2), 9)?, [second.id, first.id]);
    assert_eq!(polls::due(&mut tx, hour(2), 1)?, [second.id]);
    polls::set_closed(&mut tx, second.id)?;
    assert_eq!(polls::due(&mut tx, hour(2), 9)?, [first.id]);
    Ok(())
}

#[test]
fn an_edit_opens_a_poll_again_and_a_reset_forgets_its_votes() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let poll = add_poll(&mut tx, 10, 1)?;
    polls::add_votes(&mut tx, poll.id, 2, &[0], noon())?;
    polls::set_tallies(&mut tx, poll.id, &[1, 0], 1)?;
    polls::set_closed(&mut tx, poll.id)?;
    let change = Change {
        options: &["a".into(), "b".into(), "c".into()],
        multiple: false,
        hide_totals: true,
        expires_at: hour(5),
    };

    polls::reset(&mut tx, poll.id, 3)?;
    polls::change(&mut tx, poll.id, &change)?;

    let changed = polls::find(&mut tx, poll.id)?.expect("added above");
    assert_eq!(
        (changed.options, changed.tallies),
        (json!(["a", "b", "c"]), json!([0, 0, 0]))
    );
    assert_eq!((changed.voters_count, changed.is_closed), (0, false));
    assert_eq!(changed.expires_at, Some(hour(5)));
    assert!(polls::votes_of(&mut tx, 2, &[poll.id])?.is_empty());
    polls::remove(&mut tx, poll.id)?;
    assert!(polls::find(&mut tx, poll.id)?.is_none());
    Ok(())
}

#[test]
fn voters_come_in_batches_each_once_and_only_members() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let (poll, other) = (add_poll(&mut tx, 10, 1)?, add_poll(&mut tx, 11, 1)?);
    for voter in [4, 2, 5, 3] {
        polls::add_votes(&mut tx, poll.id, voter, &[0, 1], noon())?;
    }
    polls::add_votes(&mut tx, other.id, 2, &[0], noon())?;

    assert_eq!(polls::voters(&mut tx, poll.id, 0, 2)?, [2, 3]);
    assert_eq!(polls::voters(&mut tx, poll.id, 3, 2)?, [4]);
    let mut voted = polls::voted_in(&mut tx, 2, 9)?;
    voted.sort_unstable();
    assert_eq!(voted, [poll.id, other.id]);
    polls::remove_votes(&mut tx, poll.id, 2)?;
    assert_eq!(polls::voted_in(&mut tx, 2, 9)?, [other.id]);
    assert_eq!(testing::count(&mut tx, "poll_votes")?, 7);
    Ok(())
}
