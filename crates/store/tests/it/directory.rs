//! People who want to be found, and whom they may want to follow.

use store::{
    Tx,
    account_list::Slice,
    accounts::{self, ProfileChange, Stats},
    blocks,
    directory::{self, Wanted},
    follow_requests,
    follows::Terms,
    suggestions,
    testing::{execute, store},
    user_domain_blocks,
    visible::Viewer,
};

use crate::{
    Test, act, add_account,
    follows::{STRANGER, add_people, follow},
    hour, noon,
};

fn slice(limit: i64, offset: i64) -> Slice {
    Slice { limit, offset }
}

const EVERYBODY: Wanted = Wanted {
    is_local: false,
    viewer: STRANGER,
};

const BY_ONE: Viewer = Viewer {
    account_id: Some(1),
    now: chrono::DateTime::UNIX_EPOCH,
};

fn hide(tx: &mut Tx, id: i64) -> store::Result<()> {
    let change = ProfileChange {
        hide_collections: Some(true),
        ..ProfileChange::default()
    };
    accounts::change_profile(tx, id, &change, noon())
}

/// Accounts 1 to 5, and 6 of another server, who all want to be found.
fn add_open_people(tx: &mut Tx) -> store::Result<()> {
    add_people(tx)?;
    add_account(tx, 6, "zed@far.test")?;
    execute(tx, "UPDATE accounts SET discoverable = TRUE").map(drop)
}

#[test]
fn who_posted_comes_before_who_did_not_on_every_page() -> Test {
    let mut tx = store()?.write()?;
    add_open_people(&mut tx)?;
    for (account_id, at) in [(2, Some(hour(1))), (4, Some(hour(3))), (5, None)] {
        let stats = Stats {
            account_id,
            last_status_at: at,
            ..Stats::default()
        };
        accounts::set_stats(&mut tx, &stats)?;
    }
    let expected = [4, 2, 6, 5, 3, 1];

    for limit in 1..=6 {
        for offset in 0..=7 {
            let part = directory::most_active(&mut tx, EVERYBODY, slice(limit, offset))?;
            let rest = expected.iter().skip(offset as usize);
            let wanted: Vec<i64> = rest.take(limit as usize).copied().collect();
            assert_eq!(part, wanted, "{limit} after {offset}");
        }
    }
    let newest = directory::newest(&mut tx, EVERYBODY, slice(3, 1))?;
    assert_eq!(newest, [5, 4, 3]);
    Ok(())
}

#[test]
fn the_directory_leaves_out_who_is_not_to_be_seen() -> Test {
    let mut tx = store()?.write()?;
    add_open_people(&mut tx)?;
    let recorded = act(&mut tx)?;
    accounts::set_silenced(&mut tx, 2, Some(noon()), &recorded)?;
    accounts::set_suspended(&mut tx, 3, noon(), hour(1), &recorded)?;
    execute(
        &mut tx,
        "UPDATE accounts SET discoverable = NULL WHERE id = 4",
    )?;
    let by_one = Wanted {
        viewer: BY_ONE,
        ..EVERYBODY
    };
    let local = Wanted {
        is_local: true,
        ..EVERYBODY
    };
    let both = |tx: &mut Tx, wanted| -> store::Result<Vec<i64>> {
        let new = directory::newest(tx, wanted, slice(10, 0))?;
        let active = directory::most_active(tx, wanted, slice(10, 0))?;
        assert_eq!(new, active, "nobody has posted");
        Ok(new)
    };

    assert_eq!(both(&mut tx, EVERYBODY)?, [6, 5, 1]);
    assert_eq!(both(&mut tx, local)?, [5, 1]);
    user_domain_blocks::add(&mut tx, 1, "far.test", noon())?;
    blocks::add(&mut tx, 5, 1, noon())?;
    assert_eq!(both(&mut tx, by_one)?, [1]);
    Ok(())
}

#[test]
fn friends_of_friends_are_sorted_by_how_many_friends_they_have() -> Test {
    let mut tx = store()?.write()?;
    add_open_people(&mut tx)?;
    follow(
        &mut tx,
        &[
            (1, 2),
            (1, 3),
            (2, 4),
            (2, 5),
            (3, 5),
            (3, 1),
            (3, 2),
            (4, 6),
        ],
    )?;
    let found = |tx: &mut Tx| suggestions::friends_of_friends(tx, 1, noon(), 10);

    assert_eq!(found(&mut tx)?, [5, 4]);
    let one = suggestions::friends_of_friends(&mut tx, 1, noon(), 1)?;
    assert_eq!(one, [5]);
    hide(&mut tx, 2)?;
    assert_eq!(found(&mut tx)?, [5]);
    hide(&mut tx, 3)?;
    assert!(found(&mut tx)?.is_empty());
    Ok(())
}

#[test]
fn whom_most_follow_is_suggested_unless_something_was_decided() -> Test {
    let mut tx = store()?.write()?;
    add_open_people(&mut tx)?;
    follow(
        &mut tx,
        &[
            (2, 3),
            (4, 3),
            (5, 3),
            (3, 4),
            (5, 4),
            (3, 5),
            (3, 6),
            (3, 1),
        ],
    )?;
    let found = |tx: &mut Tx| suggestions::most_followed(tx, 1, noon(), 10);

    assert_eq!(found(&mut tx)?, [3, 4, 6, 5]);
    suggestions::dismiss(&mut tx, 1, 3)?;
    suggestions::dismiss(&mut tx, 1, 3)?;
    follow_requests::add(&mut tx, 1, 4, &Terms::default(), noon())?;
    user_domain_blocks::add(&mut tx, 1, "far.test", noon())?;
    assert_eq!(found(&mut tx)?, [5]);
    execute(&mut tx, "UPDATE accounts SET memorial = TRUE WHERE id = 5")?;
    assert!(found(&mut tx)?.is_empty());
    Ok(())
}
