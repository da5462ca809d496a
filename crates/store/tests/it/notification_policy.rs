use store::{
    notification_policy::{self, Policy},
    testing::{count, store},
};

use crate::{Test, add_account};

fn policy(word: &str) -> Policy {
    Policy {
        for_not_following: word.into(),
        for_not_followers: "accept".into(),
        for_new_accounts: "accept".into(),
        for_private_mentions: "filter".into(),
        for_limited_accounts: "drop".into(),
        for_bots: word.into(),
    }
}

#[test]
fn the_last_policy_counts() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    assert_eq!(notification_policy::find(&mut tx, 1)?, None);

    for word in ["filter", "drop"] {
        notification_policy::set(&mut tx, 1, &policy(word))?;
        assert_eq!(notification_policy::find(&mut tx, 1)?, Some(policy(word)));
    }
    Ok(())
}

#[test]
fn what_was_decided_by_and_about_an_account_goes_some_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl"), (4, "dora")] {
        add_account(&mut tx, id, name)?;
    }
    notification_policy::set(&mut tx, 1, &policy("drop"))?;
    for (to, from) in [(1, 2), (1, 2), (1, 3), (2, 1), (3, 1), (3, 4)] {
        notification_policy::let_through(&mut tx, to, from)?;
    }

    assert_eq!(notification_policy::remove_about(&mut tx, 1, 1)?, 2);
    assert_eq!(notification_policy::remove_about(&mut tx, 1, 1)?, 2);
    assert_eq!(notification_policy::remove_about(&mut tx, 1, 1)?, 0);

    assert_eq!(notification_policy::find(&mut tx, 1)?, None);
    assert_eq!(count(&mut tx, "notification_permissions")?, 1);
    Ok(())
}
