use chrono::TimeDelta;
use store::{
    blocks, conversation_mutes,
    follows::{self, Terms},
    mentions, mutes,
    notification_policy::let_through,
    senders,
    statuses::Visibility,
    testing::{execute, store},
    user_domain_blocks,
};

use crate::{Test, add_account, add_member, hour, noon, notifications::add_status};

#[test]
fn everything_that_two_accounts_think_of_each_other_is_found_at_once() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob@far.test")?;

    let sender = senders::find(&mut tx, 1, 2, noon())?.expect("bob is there");
    assert_eq!(sender.account.id, 2);
    assert!(sender.is_heard);
    assert!(!sender.is_blocked && !sender.is_muted && !sender.is_of_blocked_domain);
    assert!(!sender.is_followed && !sender.is_let_through);
    assert_eq!(sender.follows_since, None);

    blocks::add(&mut tx, 1, 2, noon())?;
    mutes::set(&mut tx, 1, 2, true, Some(hour(1)), noon())?;
    user_domain_blocks::add(&mut tx, 1, "far.test", noon())?;
    follows::add(&mut tx, 1, 2, &Terms::default(), noon())?;
    follows::add(&mut tx, 2, 1, &Terms::default(), hour(2))?;
    let_through(&mut tx, 1, 2)?;

    let sender = senders::find(&mut tx, 1, 2, noon())?.expect("bob is there");
    assert!(sender.is_blocked && sender.is_muted && sender.is_of_blocked_domain);
    assert!(sender.is_followed && sender.is_let_through);
    assert_eq!(sender.follows_since, Some(hour(2)));
    let later = senders::find(&mut tx, 1, 2, hour(1) + TimeDelta::seconds(1))?;
    assert!(later.is_some_and(|it| !it.is_muted), "the mute has expired");
    assert!(senders::find(&mut tx, 1, 99, noon())?.is_none());
    Ok(())
}

#[test]
fn only_members_who_are_there_are_heard() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob@far.test")?;
    let mut is_heard = |act: &str, id| -> store::Result<Option<bool>> {
        execute(&mut tx, act)?;
        let sender = senders::find(&mut tx, id, 2, noon())?;
        Ok(sender.map(|it| it.is_heard))
    };

    let nothing = "UPDATE accounts SET note = ''";
    assert_eq!(is_heard(nothing, 1)?, Some(true));
    assert_eq!(is_heard(nothing, 2)?, Some(false), "of another server");
    let freeze = "UPDATE users SET disabled = TRUE";
    assert_eq!(is_heard(freeze, 1)?, Some(true));
    let suspend = "UPDATE accounts SET suspended_at = created_at WHERE id = 1";
    assert_eq!(is_heard(suspend, 1)?, Some(false));
    Ok(())
}

#[test]
fn threads_and_messages_are_looked_at_closely() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_account(&mut tx, id, name)?;
    }
    add_status(&mut tx, 10, 2, Visibility::Public)?;
    add_status(&mut tx, 11, 1, Visibility::Direct)?;
    add_status(&mut tx, 12, 1, Visibility::Private)?;
    add_status(&mut tx, 13, 1, Visibility::Direct)?;
    for (status_id, is_silent) in [(11, false), (12, false), (13, true)] {
        mentions::add(&mut tx, status_id, &[2], is_silent)?;
    }
    conversation_mutes::add(&mut tx, 1, 10)?;
    blocks::add(&mut tx, 1, 2, noon())?;
    mutes::set(&mut tx, 1, 3, false, None, noon())?;

    assert!(senders::is_conversation_muted(&mut tx, 1, 10)?);
    assert!(!senders::is_conversation_muted(&mut tx, 1, 11)?);
    assert!(!senders::is_conversation_muted(&mut tx, 2, 10)?);

    let unwanted = |tx: &mut _, ids: &[i64]| senders::is_any_unwanted(tx, 1, ids, noon());
    assert!(unwanted(&mut tx, &[3, 2])?);
    assert!(!unwanted(&mut tx, &[3])?, "his notifications are wanted");
    mutes::set(&mut tx, 1, 3, true, None, noon())?;
    assert!(unwanted(&mut tx, &[3])?);
    assert!(!unwanted(&mut tx, &[])?);

    assert!(senders::is_any_to(&mut tx, &[10, 11], 1, 2)?);
    assert!(!senders::is_any_to(&mut tx, &[10, 12, 13], 1, 2)?);
    assert!(!senders::is_any_to(&mut tx, &[11], 1, 3)?);
    Ok(())
}
