use store::{
    Tx,
    account_list::Slice,
    account_search::{Place, Wanted, find},
    accounts::{self, ProfileChange},
    testing::store,
};

use crate::{Test, act, add_account, add_member, follows::follow, hour, noon};

fn wanted(name: &str) -> Wanted<'_> {
    Wanted {
        name,
        place: Place::Anywhere,
        viewer: 9,
        only_followed: false,
        except: None,
    }
}

const ALL: Slice = Slice {
    limit: 100,
    offset: 0,
};

fn add_some(tx: &mut Tx) -> store::Result<()> {
    for (id, handle) in [
        (1, "ann"),
        (2, "Anton"),
        (3, "anna@far.test"),
        (4, "bob"),
        (9, "me"),
    ] {
        add_account(tx, id, handle)?;
    }
    let change = ProfileChange {
        display_name: Some("Ändy".into()),
        ..ProfileChange::default()
    };
    accounts::change_profile(tx, 4, &change, noon())
}

#[test]
fn people_are_found_by_each_word_of_their_display_name() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let called = |tx: &mut Tx, name: &str| {
        let change = ProfileChange {
            display_name: Some(name.into()),
            ..ProfileChange::default()
        };
        accounts::change_profile(tx, 4, &change, noon())
    };

    called(&mut tx, "Bob, the Gardener")?;
    for text in ["bob", "the", "the gard", "gardener"] {
        assert_eq!(find(&mut tx, &wanted(text), ALL)?, [4], "{text}");
    }
    assert!(find(&mut tx, &wanted("ardener"), ALL)?.is_empty());
    let followed = Wanted {
        only_followed: true,
        ..wanted("gardener")
    };
    assert!(find(&mut tx, &followed, ALL)?.is_empty());
    follow(&mut tx, &[(9, 4)])?;
    assert_eq!(find(&mut tx, &followed, ALL)?, [4]);

    called(&mut tx, "Bob, the Cook")?;
    assert!(find(&mut tx, &wanted("gardener"), ALL)?.is_empty());
    assert_eq!(find(&mut tx, &wanted("cook"), ALL)?, [4]);
    Ok(())
}

#[test]
fn names_are_searched_from_their_beginning() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    let place = |place| Wanted {
        place,
        ..wanted("an")
    };

    assert_eq!(find(&mut tx, &wanted("an"), ALL)?, [3, 2, 1]);
    assert_eq!(find(&mut tx, &wanted("änd"), ALL)?, [4]);
    assert!(find(&mut tx, &wanted("n"), ALL)?.is_empty());
    assert!(find(&mut tx, &wanted("\u{10ffff}"), ALL)?.is_empty());
    assert_eq!(find(&mut tx, &place(Place::Here), ALL)?, [2, 1]);
    assert_eq!(find(&mut tx, &place(Place::Domain("fa")), ALL)?, [3]);
    assert!(find(&mut tx, &place(Place::Domain("near.test")), ALL)?.is_empty());
    let except = Wanted {
        except: Some(2),
        ..wanted("an")
    };
    assert_eq!(find(&mut tx, &except, ALL)?, [3, 1]);
    let second = Slice {
        limit: 1,
        offset: 1,
    };
    assert_eq!(find(&mut tx, &wanted("an"), second)?, [2]);
    Ok(())
}

#[test]
fn followed_people_come_first_and_then_whom_most_follow() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    follow(&mut tx, &[(9, 1), (4, 2), (1, 2)])?;
    let followed = Wanted {
        only_followed: true,
        ..wanted("an")
    };

    assert_eq!(find(&mut tx, &wanted("an"), ALL)?, [1, 2, 3]);
    assert_eq!(find(&mut tx, &followed, ALL)?, [1]);
    Ok(())
}

#[test]
fn who_is_not_to_be_found_is_not() -> Test {
    let mut tx = store()?.write()?;
    add_some(&mut tx)?;
    for (id, name) in [(11, "and"), (12, "ano"), (13, "anz")] {
        add_member(&mut tx, id, name)?;
    }
    let changes = [
        "UPDATE users SET approved = FALSE WHERE account_id = 11",
        "UPDATE users SET confirmed_at = NULL WHERE account_id = 12",
    ];
    for sql in changes {
        store::testing::execute(&mut tx, sql)?;
    }
    let recorded = act(&mut tx)?;
    accounts::set_suspended(&mut tx, 2, noon(), hour(1), &recorded)?;
    accounts::set_silenced(&mut tx, 1, Some(noon()), &recorded)?;

    assert_eq!(find(&mut tx, &wanted("an"), ALL)?, [13, 3, 1]);
    Ok(())
}
