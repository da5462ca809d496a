//! Blocks, mutes, blocked domains, notes, recommendations, and what goes with an account.

use store::{
    Tx, account_notes, accounts, blocks, endorsements, follow_requests,
    follows::Terms,
    mutes, relationships, suggestions,
    testing::{count, execute, store},
    user_domain_blocks,
    visible::Viewer,
};

use crate::{
    Test, act, add_account,
    follows::{ALL, STRANGER, add_people},
    hour, noon,
};

#[test]
fn a_block_has_a_direction() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;

    blocks::add(&mut tx, 1, 2, noon())?;
    blocks::add(&mut tx, 1, 2, hour(1))?;

    assert!(blocks::is_blocking(&mut tx, 1, 2)?);
    assert!(!blocks::is_blocking(&mut tx, 2, 1)?);
    assert!(blocks::is_between(&mut tx, 2, 1)?);
    assert_eq!(blocks::among(&mut tx, 1, &[2, 3])?, [2]);
    assert_eq!(blocks::against(&mut tx, 2, &[1, 3])?, [1]);
    assert!(blocks::against(&mut tx, 1, &[2])?.is_empty());
    blocks::add(&mut tx, 1, 3, noon())?;
    let page = blocks::page(&mut tx, 1, ALL)?;
    assert_eq!(page.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [3, 2]);
    let recorded = act(&mut tx)?;
    accounts::set_suspended(&mut tx, 3, noon(), hour(1), &recorded)?;
    assert_eq!(blocks::page(&mut tx, 1, ALL)?.len(), 1);
    blocks::remove(&mut tx, 1, 2)?;
    assert!(!blocks::is_between(&mut tx, 1, 2)?);
    Ok(())
}

#[test]
fn a_mute_holds_until_it_expires() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    mutes::set(&mut tx, 1, 2, true, Some(hour(1)), noon())?;
    mutes::set(&mut tx, 1, 3, true, Some(hour(1)), noon())?;
    mutes::set(&mut tx, 1, 3, false, None, noon())?;
    let targets = |found: Vec<mutes::Mute>| -> Vec<i64> {
        found.iter().map(|it| it.target_account_id).collect()
    };

    assert_eq!(targets(mutes::page(&mut tx, 1, noon(), ALL)?), [3, 2]);
    assert_eq!(targets(mutes::page(&mut tx, 1, hour(1), ALL)?), [3]);
    let held = mutes::among(&mut tx, 1, &[2, 3], hour(1))?;
    assert_eq!((held.len(), held[0].hides_notifications), (1, false));
    assert!(targets(mutes::expired(&mut tx, noon(), 10)?).is_empty());
    assert_eq!(targets(mutes::expired(&mut tx, hour(1), 10)?), [2]);
    assert!(mutes::remove(&mut tx, 1, 2)?);
    assert!(!mutes::remove(&mut tx, 1, 2)?);
    Ok(())
}

#[test]
fn a_domain_is_blocked_by_one_account_and_not_by_others() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for (id, handle) in [(11, "zed@far.test"), (12, "yan@near.test")] {
        add_account(&mut tx, id, handle)?;
    }

    assert!(user_domain_blocks::add(&mut tx, 1, "far.test", noon())?);
    assert!(!user_domain_blocks::add(&mut tx, 1, "far.test", noon())?);
    user_domain_blocks::add(&mut tx, 1, "else.test", noon())?;

    assert!(user_domain_blocks::is_blocked(&mut tx, 1, "far.test")?);
    assert!(!user_domain_blocks::is_blocked(&mut tx, 2, "far.test")?);
    let among = user_domain_blocks::among(&mut tx, 1, &[2, 11, 12])?;
    assert_eq!(among, [11]);
    let page = user_domain_blocks::page(&mut tx, 1, ALL)?;
    let domains: Vec<_> = page.into_iter().map(|(_, domain)| domain).collect();
    assert_eq!(domains, ["else.test", "far.test"]);
    user_domain_blocks::remove(&mut tx, 1, "far.test")?;
    assert!(!user_domain_blocks::is_blocked(&mut tx, 1, "far.test")?);
    Ok(())
}

#[test]
fn a_note_is_written_over() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;

    account_notes::set(&mut tx, 1, 2, "old", noon())?;
    account_notes::set(&mut tx, 1, 2, "new", hour(1))?;

    let about = |tx: &mut Tx, id| account_notes::about_any(tx, id, &[1, 2, 3]);
    assert_eq!(about(&mut tx, 1)?, [(2, "new".to_owned())]);
    assert!(about(&mut tx, 2)?.is_empty());
    account_notes::remove(&mut tx, 1, 2)?;
    assert!(about(&mut tx, 1)?.is_empty());
    Ok(())
}

#[test]
fn recommendations_are_sorted_by_account() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for id in [3, 5, 2, 2, 4] {
        endorsements::add(&mut tx, 1, id, noon())?;
    }
    let recorded = act(&mut tx)?;
    accounts::set_suspended(&mut tx, 4, noon(), hour(1), &recorded)?;
    blocks::add(&mut tx, 3, 2, noon())?;
    let viewer = Viewer {
        account_id: Some(2),
        now: noon(),
    };

    assert_eq!(endorsements::page(&mut tx, 1, STRANGER, ALL)?, [5, 3, 2]);
    let seen = endorsements::page(&mut tx, 1, viewer, ALL)?;
    assert_eq!(seen, [5, 2]);
    assert_eq!(endorsements::among(&mut tx, 1, &[1, 5])?, [5]);
    endorsements::remove(&mut tx, 1, 5)?;
    assert!(endorsements::among(&mut tx, 1, &[1, 5])?.is_empty());
    Ok(())
}

#[test]
fn everything_between_an_account_and_others_goes_some_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let list = "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at)
        VALUES (1, 2, 'a', 'list', FALSE, '2026-11-22 12:00:00+00:00')";
    execute(&mut tx, list)?;
    execute(&mut tx, "INSERT INTO list_accounts VALUES (1, 1), (1, 3)")?;
    for (one, other) in [(1, 2), (2, 1), (1, 3), (3, 1), (2, 3)] {
        follow_requests::add(&mut tx, one, other, &Terms::default(), noon())?;
        blocks::add(&mut tx, one, other, noon())?;
        mutes::set(&mut tx, one, other, true, None, noon())?;
        endorsements::add(&mut tx, one, other, noon())?;
        account_notes::set(&mut tx, one, other, "x", noon())?;
        suggestions::dismiss(&mut tx, one, other)?;
    }
    user_domain_blocks::add(&mut tx, 1, "far.test", noon())?;
    user_domain_blocks::add(&mut tx, 2, "far.test", noon())?;

    let mut rounds = 0;
    while relationships::remove_about(&mut tx, 1, 1)? > 0 {
        rounds += 1;
    }

    assert_eq!(rounds, 2, "two of a kind, one at a time");
    for table in [
        "follow_requests",
        "blocks",
        "mutes",
        "endorsements",
        "account_notes",
        "dismissed_suggestions",
        "user_domain_blocks",
        "list_accounts",
    ] {
        assert_eq!(count(&mut tx, table)?, 1, "{table}");
    }
    Ok(())
}
