use store::{
    Tx,
    account_list::Window,
    accounts,
    losses::{self, Loss, Totals},
    testing::store,
};

use crate::{
    Test, act, add_account, add_member,
    follows::{ALL, follow},
    noon,
};

/// Members 1 and 2, accounts 3 and 4 of far.test, and 5 of another server.
fn add_people(tx: &mut Tx) -> store::Result<()> {
    add_member(tx, 1, "ann")?;
    add_member(tx, 2, "bob")?;
    for (id, handle) in [
        (3, "eve@far.test"),
        (4, "dan@a.far.test"),
        (5, "kim@near.test"),
    ] {
        add_account(tx, id, handle)?;
    }
    follow(tx, &[(3, 1), (4, 1), (1, 3), (2, 4), (5, 2), (3, 5)])
}

fn domains() -> Vec<String> {
    ["far.test", "a.far.test"].map(String::from).into()
}

#[test]
fn what_members_have_to_lose_is_counted() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let proof = act(&mut tx)?;
    accounts::set_silenced(&mut tx, 3, Some(noon()), &proof)?;

    let found = losses::totals(&mut tx, &domains())?;

    let expected = Totals {
        accounts: 2,
        not_suspended: 2,
        not_limited: 1,
        followers: 2,
        following: 2,
        members: 2,
    };
    assert_eq!(found, expected);
    let none = losses::totals(&mut tx, &["else.test".into()])?;
    assert_eq!(none, Totals::default());
    Ok(())
}

#[test]
fn those_who_would_lose_something_are_paged() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let loss = |account_id, followers, following| Loss {
        account_id,
        followers,
        following,
    };
    let (ann, bob) = (loss(1, 2, 1), loss(2, 0, 1));

    assert_eq!(losses::page(&mut tx, &domains(), ALL)?, [bob, ann]);
    let below = Window {
        max_id: Some(2),
        ..ALL
    };
    assert_eq!(losses::page(&mut tx, &domains(), below)?, [ann]);
    let above = Window {
        min_id: Some(0),
        limit: 1,
        ..ALL
    };
    assert_eq!(losses::page(&mut tx, &domains(), above)?, [ann]);
    Ok(())
}
