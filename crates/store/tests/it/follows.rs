use serde_json::json;
use store::{
    Tx,
    account_list::Window,
    accounts::{self, ProfileChange, Stats},
    blocks,
    follows::{self, Terms},
    mutes,
    testing::store,
    visible::Viewer,
};

use crate::{Test, act, add_account, hour, noon};

pub(crate) const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 100,
};

pub(crate) const STRANGER: Viewer = Viewer {
    account_id: None,
    now: chrono::DateTime::UNIX_EPOCH,
};

/// Accounts 1 to 5 of this server.
pub(crate) fn add_people(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl"), (4, "dora"), (5, "eve")] {
        add_account(tx, id, name)?;
    }
    Ok(())
}

pub(crate) fn follow(tx: &mut Tx, pairs: &[(i64, i64)]) -> store::Result<()> {
    pairs
        .iter()
        .try_for_each(|(one, other)| follows::add(tx, *one, *other, &Terms::default(), noon()))
}

/// Followers and follows.
fn counts(tx: &mut Tx, id: i64) -> store::Result<(i64, i64)> {
    let stats = accounts::stats_of(tx, &[id])?.pop().unwrap_or_default();
    Ok((stats.followers_count, stats.following_count))
}

#[test]
fn a_follow_is_kept_once_and_counted_on_both_sides() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_people(&mut tx)?;
    let stats = Stats {
        account_id: 2,
        followers_count: 7,
        statuses_count: 3,
        ..Stats::default()
    };
    accounts::set_stats(&mut tx, &stats)?;
    let terms = Terms {
        shows_reblogs: false,
        notifies: true,
        languages: Some(json!(["de"])),
    };

    follows::add(&mut tx, 1, 2, &terms, noon())?;

    assert_eq!((counts(&mut tx, 1)?, counts(&mut tx, 2)?), ((0, 1), (8, 0)));
    let kept = follows::find(&mut tx, 1, 2)?.expect("added above");
    assert_eq!((kept.account_id, kept.target_account_id), (1, 2));
    assert_eq!(kept.terms, terms);
    follows::set_terms(&mut tx, kept.id, &Terms::default())?;
    let changed = follows::find(&mut tx, 1, 2)?.map(|it| it.terms);
    assert_eq!(changed, Some(Terms::default()));
    assert!(follows::remove(&mut tx, 1, 2)?);
    assert!(!follows::remove(&mut tx, 1, 2)?);
    assert_eq!((counts(&mut tx, 1)?, counts(&mut tx, 2)?), ((0, 0), (7, 0)));
    assert_eq!(accounts::stats_of(&mut tx, &[2])?[0].statuses_count, 3);
    follow(&mut tx, &[(1, 2)])?;
    let again = follows::add(&mut tx, 1, 2, &terms, noon());
    assert!(matches!(again, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn terms_want_the_languages_that_they_name() {
    let terms = |languages| Terms {
        languages,
        ..Terms::default()
    };

    assert!(terms(None).want(Some("de")));
    let german = terms(Some(json!(["de", "at"])));
    assert!(german.want(Some("de")) && german.want(None) && !german.want(Some("en")));
}

#[test]
fn follows_are_found_from_both_sides() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    follow(&mut tx, &[(1, 2), (1, 3), (4, 1), (5, 1)])?;

    let mut to: Vec<i64> = follows::to_any(&mut tx, 1, &[2, 3, 4, 99])?
        .iter()
        .map(|it| it.target_account_id)
        .collect();
    to.sort_unstable();
    assert_eq!(to, [2, 3]);
    assert_eq!(follows::followers_among(&mut tx, 1, &[2, 4, 99])?, [4]);
    Ok(())
}

#[test]
fn pages_of_follows_are_sorted_by_follow_and_leave_out_whom_the_viewer_does_not_see() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    follow(
        &mut tx,
        &[(4, 1), (2, 1), (3, 1), (5, 1), (1, 2), (1, 3), (1, 4)],
    )?;
    let followers = |tx: &mut Tx, viewer, window| -> store::Result<Vec<i64>> {
        let rows = follows::followers(tx, 1, viewer, window)?;
        Ok(rows.into_iter().map(|(_, id)| id).collect())
    };
    let rows = follows::followers(&mut tx, 1, STRANGER, ALL)?;
    let row = |place: usize| rows[place].0;
    let window = |max_id, since_id, min_id| Window {
        max_id,
        since_id,
        min_id,
        limit: 2,
    };

    assert_eq!(followers(&mut tx, STRANGER, ALL)?, [5, 3, 2, 4]);
    for (window, expected) in [
        (window(None, None, None), [5, 3].as_slice()),
        (window(Some(row(1)), None, None), &[2, 4]),
        (window(None, Some(row(3)), None), &[5, 3]),
        (window(None, None, Some(row(3))), &[3, 2]),
        (window(Some(row(1)), None, Some(row(3))), &[2]),
    ] {
        assert_eq!(
            followers(&mut tx, STRANGER, window)?,
            expected,
            "{window:?}"
        );
    }
    let following = follows::following(&mut tx, 1, STRANGER, ALL)?;
    let following: Vec<i64> = following.into_iter().map(|(_, id)| id).collect();
    assert_eq!(following, [4, 3, 2]);

    let viewer = |now| Viewer {
        account_id: Some(5),
        now,
    };
    blocks::add(&mut tx, 5, 3, noon())?;
    blocks::add(&mut tx, 2, 5, noon())?;
    mutes::set(&mut tx, 5, 4, true, Some(hour(1)), noon())?;
    assert_eq!(followers(&mut tx, viewer(noon()), ALL)?, [5]);
    assert_eq!(followers(&mut tx, viewer(hour(1)), ALL)?, [5, 4]);
    let following = follows::following(&mut tx, 1, viewer(hour(1)), ALL)?;
    assert_eq!(following.len(), 1, "{following:?}");
    Ok(())
}

#[test]
fn familiar_followers_hide_nothing() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    follow(&mut tx, &[(1, 2), (1, 3), (2, 5), (3, 5), (4, 5), (2, 4)])?;
    let hide = |hide_collections| ProfileChange {
        hide_collections: Some(hide_collections),
        ..ProfileChange::default()
    };

    let found = follows::familiar(&mut tx, 1, &[4, 5])?;
    assert_eq!(found, [(4, 2), (5, 3), (5, 2)]);
    accounts::change_profile(&mut tx, 2, &hide(false), noon())?;
    assert_eq!(follows::familiar(&mut tx, 1, &[4])?, [(4, 2)]);
    accounts::change_profile(&mut tx, 2, &hide(true), noon())?;
    assert_eq!(follows::familiar(&mut tx, 1, &[4, 5])?, [(5, 3)]);
    let recorded = act(&mut tx)?;
    accounts::set_suspended(&mut tx, 3, noon(), hour(1), &recorded)?;
    assert!(follows::familiar(&mut tx, 1, &[5])?.is_empty());
    Ok(())
}

#[test]
fn follows_between_an_account_and_a_domain_are_found_both_ways() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for (id, handle) in [
        (11, "zed@far.test"),
        (12, "yan@far.test"),
        (13, "xi@near.test"),
    ] {
        add_account(&mut tx, id, handle)?;
    }
    follow(&mut tx, &[(1, 11), (12, 1), (13, 1), (1, 2), (2, 11)])?;

    let mut found = follows::with_domain(&mut tx, 1, "far.test", 10)?;
    found.sort_unstable();
    assert_eq!(found, [(1, 11), (12, 1)]);
    Ok(())
}

#[test]
fn all_follows_of_an_account_go_some_at_a_time_and_the_others_count_right() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    follow(&mut tx, &[(1, 2), (1, 3), (1, 4), (2, 1), (5, 1), (2, 3)])?;

    assert_eq!(follows::remove_about(&mut tx, 1, 2)?, 4);
    assert_eq!(follows::remove_about(&mut tx, 1, 2)?, 1);
    assert_eq!(follows::remove_about(&mut tx, 1, 2)?, 0);

    let all: Vec<_> = (1..=5)
        .map(|id| counts(&mut tx, id))
        .collect::<Result<_, _>>()?;
    assert_eq!(all, [(0, 0), (0, 1), (1, 0), (0, 0), (0, 0)]);
    Ok(())
}

#[test]
fn members_who_follow_each_other_at_once_do_not_get_in_each_others_way() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_people(&mut tx)?;
    tx.save()?;
    let pairs: Vec<(i64, i64)> = (1..=5)
        .flat_map(|one| (1..=5).map(move |other| (one, other)))
        .filter(|(one, other)| one != other)
        .collect();

    std::thread::scope(|scope| {
        let workers: Vec<_> = pairs
            .iter()
            .map(|&(one, other)| {
                let store = &store;
                scope.spawn(move || -> store::Result<()> {
                    let mut tx = store.write()?;
                    accounts::lock(&mut tx, &[one, other])?;
                    follow(&mut tx, &[(one, other)])?;
                    tx.save()
                })
            })
            .collect();
        let mut done = workers.into_iter().map(|it| it.join().expect("no panic"));
        done.try_for_each(|it| it)
    })?;

    for id in 1..=5 {
        assert_eq!(counts(&mut store.read()?, id)?, (4, 4));
    }
    Ok(())
}
