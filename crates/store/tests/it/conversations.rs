use store::{
    Tx,
    account_list::Window,
    blocks, conversation_mutes,
    conversations::{self, Message, Part},
    mutes, statuses,
    testing::store,
    user_domain_blocks,
};

use crate::{
    Test, add_account, add_member, hour, noon,
    statuses::{EVERYTHING, public},
};

fn add_people(tx: &mut Tx) -> store::Result<()> {
    for id in 1..=8 {
        add_member(tx, id, &format!("member{id}"))?;
    }
    add_account(tx, 9, "far@far.test").map(drop)
}

/// A message in a conversation of the first member.
fn add_message(tx: &mut Tx, id: i64, others: &[i64], is_unread: bool) -> store::Result<i64> {
    statuses::add(tx, &public(id, 2))?;
    let part = Part {
        account_id: 1,
        conversation_id: 5,
        others,
        last_status_id: id,
        is_unread,
    };
    conversations::add_message(tx, &part)
}

/// Each as its id, the id of the last message, and whether that is new.
fn page(tx: &mut Tx, window: Window) -> store::Result<Vec<(i64, Option<i64>, bool)>> {
    let page = conversations::page(tx, 1, window)?;
    Ok(page
        .iter()
        .map(|it| (it.id, it.last_status_id, it.is_unread))
        .collect())
}

#[test]
fn a_message_goes_to_the_conversation_of_the_same_people() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;

    let with_two = add_message(&mut tx, 10, &[2], true)?;
    let with_three = add_message(&mut tx, 11, &[2, 3], true)?;
    assert_ne!(with_two, with_three);
    assert_eq!(add_message(&mut tx, 12, &[2], false)?, with_two);

    let all = [(with_two, Some(12), false), (with_three, Some(11), true)];
    assert_eq!(page(&mut tx, EVERYTHING)?, all);
    let after = Window {
        max_id: Some(12),
        ..EVERYTHING
    };
    assert_eq!(page(&mut tx, after)?, all[1..]);
    let found = conversations::find(&mut tx, 1, with_three)?.expect("added above");
    assert_eq!(found.participants, serde_json::json!([2, 3]));
    assert!(
        conversations::find(&mut tx, 2, with_three)?.is_none(),
        "not hers"
    );
    assert!(conversations::set_unread(&mut tx, with_two, true)?.is_unread);
    Ok(())
}

#[test]
fn without_its_last_message_a_conversation_ends_with_the_one_before() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let id = add_message(&mut tx, 10, &[2], true)?;
    for message in [11, 12] {
        add_message(&mut tx, message, &[2], true)?;
    }
    let other = add_message(&mut tx, 13, &[3], true)?;

    conversations::remove_message(&mut tx, 11)?;
    conversations::remove_message(&mut tx, 12)?;
    assert_eq!(
        page(&mut tx, EVERYTHING)?,
        [(other, Some(13), true), (id, Some(10), true)]
    );
    conversations::remove_message(&mut tx, 10)?;
    conversations::remove_message(&mut tx, 10)?;
    assert_eq!(page(&mut tx, EVERYTHING)?, [(other, Some(13), true)]);
    conversations::remove(&mut tx, other)?;
    assert!(page(&mut tx, EVERYTHING)?.is_empty());
    Ok(())
}

#[test]
fn conversations_go_with_who_takes_part() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for (id, others) in [
        (10, vec![2]),
        (11, vec![2, 3]),
        (12, vec![3]),
        (13, vec![22]),
    ] {
        add_message(&mut tx, id, &others, true)?;
    }

    conversations::remove_with(&mut tx, 1, 2)?;
    let left: Vec<_> = page(&mut tx, EVERYTHING)?.iter().map(|it| it.1).collect();
    assert_eq!(left, [Some(13), Some(12)], "22 is not 2");
    assert_eq!(conversations::remove_some_of(&mut tx, 1, 1)?, 1);
    assert_eq!(conversations::remove_some_of(&mut tx, 1, 9)?, 1);
    assert_eq!(conversations::remove_some_of(&mut tx, 1, 9)?, 0);
    Ok(())
}

#[test]
fn a_message_reaches_who_wants_to_hear_of_it() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    conversation_mutes::add(&mut tx, 2, 5)?;
    conversation_mutes::add(&mut tx, 2, 5)?;
    blocks::add(&mut tx, 3, 9, noon())?;
    mutes::set(&mut tx, 4, 9, true, None, noon())?;
    mutes::set(&mut tx, 5, 9, true, Some(hour(1)), noon())?;
    mutes::set(&mut tx, 6, 9, false, None, noon())?;
    user_domain_blocks::add(&mut tx, 7, "far.test", noon())?;
    let message = Message {
        author_id: 9,
        conversation_id: 5,
        at: hour(1),
    };
    let everybody = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    assert_eq!(
        conversations::reached_among(&mut tx, message, &everybody)?,
        [1, 5, 6, 8]
    );
    let by_member = Message {
        author_id: 8,
        ..message
    };
    let reached = conversations::reached_among(&mut tx, by_member, &everybody)?;
    assert_eq!(reached, [1, 3, 4, 5, 6, 7, 8]);
    assert_eq!(conversation_mutes::among(&mut tx, 2, &[4, 5])?, [5]);
    conversation_mutes::remove(&mut tx, 2, 5)?;
    assert_eq!(conversations::reached_among(&mut tx, message, &[2])?, [2]);
    Ok(())
}
