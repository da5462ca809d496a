use store::{
    Error, Tx,
    account_list::Window,
    lists::{self, List, NewList},
    testing::{self, store},
};

use crate::{Test, add_account, noon};

const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 100,
};

fn add(tx: &mut Tx, account_id: i64, title: &str) -> store::Result<List> {
    let list = NewList {
        account_id,
        title,
        replies_policy: "list",
        is_exclusive: false,
        created_at: noon(),
    };
    lists::add(tx, &list)
}

fn add_people(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl"), (4, "dora"), (5, "eve")] {
        add_account(tx, id, name)?;
    }
    Ok(())
}

#[test]
fn a_list_is_only_its_owners() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let list = add(&mut tx, 1, "Friends")?;
    let changed = List {
        title: "Family".into(),
        replies_policy: "none".into(),
        is_exclusive: true,
        ..list.clone()
    };

    lists::set(&mut tx, &changed)?;

    assert_eq!(lists::find(&mut tx, 1, list.id)?, Some(changed.clone()));
    assert_eq!(lists::find(&mut tx, 2, list.id)?, None);
    let replies = lists::replies_of(&mut tx, list.id, 1)?;
    assert_eq!(replies, Some(store::timelines::Replies::None));
    assert_eq!(lists::replies_of(&mut tx, list.id, 2)?, None);
    let second = add(&mut tx, 1, "Colleagues")?;
    assert_eq!(lists::all_of(&mut tx, 1)?, [changed, second.clone()]);
    assert_eq!(
        (lists::count_of(&mut tx, 1)?, lists::count_of(&mut tx, 2)?),
        (2, 0)
    );
    lists::remove(&mut tx, list.id)?;
    assert_eq!(lists::all_of(&mut tx, 1)?, [second]);
    Ok(())
}

#[test]
fn members_are_added_paged_and_taken_off() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let list = add(&mut tx, 1, "Friends")?;
    let other = add(&mut tx, 1, "Others")?;

    lists::add_members(&mut tx, list.id, &[2, 3, 4, 5])?;
    lists::add_members(&mut tx, other.id, &[2])?;
    lists::add_members(&mut tx, other.id, &[])?;

    assert_eq!(lists::members(&mut tx, list.id)?, [2, 3, 4, 5]);
    assert_eq!(
        lists::all_with(&mut tx, 1, 2)?,
        [list.clone(), other.clone()]
    );
    assert_eq!(lists::all_with(&mut tx, 1, 5)?, std::slice::from_ref(&list));
    assert!(lists::all_with(&mut tx, 2, 2)?.is_empty());
    let among = lists::members_among(&mut tx, other.id, &[2, 3])?;
    assert_eq!(among, [2]);
    let suspended = "UPDATE accounts SET suspended_at = created_at WHERE id = 4";
    testing::execute(&mut tx, suspended)?;
    let window = |max_id, since_id, min_id| Window {
        max_id,
        since_id,
        min_id,
        limit: 2,
    };
    for (window, expected) in [
        (ALL, [5, 3, 2].as_slice()),
        (window(None, None, None), &[5, 3]),
        (window(Some(3), None, None), &[2]),
        (window(None, Some(2), None), &[5, 3]),
        (window(None, None, Some(2)), &[5, 3]),
        (window(None, None, Some(1)), &[3, 2]),
    ] {
        let page = lists::page_of_members(&mut tx, list.id, window)?;
        assert_eq!(page, expected, "{window:?}");
    }
    lists::remove_members(&mut tx, list.id, &[3, 99])?;
    assert_eq!(lists::members(&mut tx, list.id)?, [2, 4, 5]);
    Ok(())
}

#[test]
fn nobody_is_on_a_list_twice() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let list = add(&mut tx, 1, "Friends")?;
    lists::add_members(&mut tx, list.id, &[2])?;

    let again = lists::add_members(&mut tx, list.id, &[3, 2]);

    assert!(matches!(again, Err(Error::Duplicate(_))), "{again:?}");
    Ok(())
}

#[test]
fn who_is_followed_no_longer_leaves_the_lists_of_that_owner() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let (first, second) = (add(&mut tx, 1, "one")?, add(&mut tx, 1, "two")?);
    let foreign = add(&mut tx, 3, "three")?;
    for list in [&first, &second, &foreign] {
        lists::add_members(&mut tx, list.id, &[2, 4])?;
    }

    lists::drop_member(&mut tx, 1, 2)?;

    assert_eq!(lists::members(&mut tx, first.id)?, [4]);
    assert_eq!(lists::members(&mut tx, second.id)?, [4]);
    assert_eq!(lists::members(&mut tx, foreign.id)?, [2, 4]);
    lists::remove_about(&mut tx, 4)?;
    assert_eq!(lists::members(&mut tx, foreign.id)?, [2]);
    lists::remove_about(&mut tx, 1)?;
    assert!(lists::all_of(&mut tx, 1)?.is_empty());
    assert_eq!(lists::all_of(&mut tx, 3)?, [foreign]);
    Ok(())
}

#[test]
fn whom_somebody_follows_or_asks_to_follow_is_chosen() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    testing::follow(&mut tx, 1, 2, noon())?;
    testing::follow(&mut tx, 3, 1, noon())?;
    let asks = "INSERT INTO follow_requests (account_id, target_account_id, shows_reblogs, \
                notifies, created_at) VALUES (1, 4, true, false, '2026-11-22 12:00:00+00:00')";
    testing::execute(&mut tx, asks)?;

    let mut chosen = lists::chosen(&mut tx, 1, &[2, 3, 4, 5])?;

    chosen.sort_unstable();
    assert_eq!(chosen, [2, 4]);
    assert!(lists::chosen(&mut tx, 1, &[3, 5])?.is_empty());
    Ok(())
}
