use serde_json::json;
use store::{
    Error, accounts,
    testing::store,
    users::{self, NewUser},
};

use crate::{Test, act, add_account, add_application, add_member, hour, member, noon};

#[test]
fn a_user_keeps_all_that_was_written() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let app = add_application(&mut tx, "app")?;
    let user = NewUser {
        role_id: Some(2),
        locale: Some("de"),
        approved: false,
        confirmed_at: None,
        invite_request: Some("please"),
        application_id: Some(app.id),
        invited_by_account_id: Some(1),
        created_at: hour(1),
        ..member(2, "bob@mail.test")
    };

    users::add(&mut tx, &user)?;

    let found = users::find(&mut tx, 2)?.expect("added above");
    assert_eq!(
        (found.account_id, found.email.as_str()),
        (2, "bob@mail.test")
    );
    assert_eq!(
        (found.role_id, found.locale.as_deref()),
        (Some(2), Some("de"))
    );
    assert_eq!((found.approved, found.disabled), (false, false));
    assert_eq!((found.confirmed_at, found.unconfirmed_email), (None, None));
    assert_eq!(found.invite_request.as_deref(), Some("please"));
    assert_eq!(found.application_id, Some(app.id));
    assert_eq!(found.invited_by_account_id, Some(1));
    assert_eq!((found.settings, found.created_at), (json!({}), hour(1)));
    assert_eq!((found.seen_at, found.second_factor_at), (None, None));
    Ok(())
}

#[test]
fn users_are_found_by_account_and_by_address() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    add_account(&mut tx, 3, "carl@far.test")?;

    let by_email = users::find_by_email(&mut tx, "bob@mail.test")?;
    assert_eq!(by_email.map(|it| it.account_id), Some(2));
    assert!(users::find_by_email(&mut tx, "bob")?.is_none());
    assert!(users::find(&mut tx, 3)?.is_none());
    assert_eq!(users::find_many(&mut tx, &[1, 2, 3])?.len(), 2);

    add_account(&mut tx, 4, "dora")?;
    let again = users::add(&mut tx, &member(4, "bob@mail.test"));
    assert!(matches!(again, Err(Error::Duplicate(_))));
    Ok(())
}

#[test]
fn a_confirmation_is_good_for_the_last_link_only() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let user = NewUser {
        confirmed_at: None,
        ..member(1, "ann@mail.test")
    };
    users::add(&mut tx, &user)?;
    users::set_confirmation(&mut tx, 1, "first", hour(1))?;
    users::set_confirmation(&mut tx, 1, "second", hour(2))?;
    assert!(users::find_by_confirmation(&mut tx, "first")?.is_none());
    let found = users::find_by_confirmation(&mut tx, "second")?.expect("set above");
    assert_eq!(found.confirmation_sent_at, Some(hour(2)));
    users::set_email(&mut tx, 1, "better@mail.test")?;

    users::set_confirmed(&mut tx, 1, "better@mail.test", hour(3))?;

    let ann = users::find(&mut tx, 1)?.expect("added above");
    assert_eq!(
        (ann.email.as_str(), ann.confirmed_at),
        ("better@mail.test", Some(hour(3)))
    );
    assert!(users::find_by_confirmation(&mut tx, "second")?.is_none());
    Ok(())
}

#[test]
fn who_never_confirmed_is_found_by_when_they_were_asked() -> Test {
    let mut tx = store()?.write()?;
    for (id, asked, confirmed) in [
        (1, 1, None),
        (2, 1, Some(noon())),
        (3, 5, None),
        (4, 2, None),
    ] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        let email = format!("{id}@mail.test");
        let user = NewUser {
            confirmed_at: confirmed,
            ..member(id, &email)
        };
        users::add(&mut tx, &user)?;
        users::set_confirmation(&mut tx, id, &format!("hash {id}"), hour(asked))?;
    }

    let mut found = users::unconfirmed_since(&mut tx, hour(5), 9)?;
    found.sort_unstable();
    assert_eq!(found, [1, 4]);
    assert_eq!(users::unconfirmed_since(&mut tx, hour(5), 1)?.len(), 1);
    assert!(users::unconfirmed_since(&mut tx, hour(1), 9)?.is_empty());
    Ok(())
}

#[test]
fn those_in_a_role_are_told_unless_they_cannot_act() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    for id in 1..=7 {
        add_member(&mut tx, id, &format!("name{id}"))?;
        users::set_role(&mut tx, id, Some(1), &proof)?;
    }
    users::set_role(&mut tx, 2, Some(2), &proof)?;
    users::set_role(&mut tx, 3, None, &proof)?;
    users::set_disabled(&mut tx, 4, true, &proof)?;
    accounts::set_suspended(&mut tx, 5, noon(), hour(1), &proof)?;
    for (id, confirmed_at, approved) in [(8, None, true), (9, Some(noon()), false)] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        let email = format!("{id}@mail.test");
        let user = NewUser {
            role_id: Some(1),
            confirmed_at,
            approved,
            ..member(id, &email)
        };
        users::add(&mut tx, &user)?;
    }

    for (role_ids, or_none, expected) in [
        ([1].as_slice(), false, [1, 6, 7].as_slice()),
        (&[1, 2], false, &[1, 2, 6, 7]),
        (&[2], true, &[2, 3]),
        (&[], true, &[3]),
        (&[], false, &[]),
    ] {
        let told = users::with_roles(&mut tx, role_ids, or_none)?;
        let ids: Vec<i64> = told.iter().map(|it| it.account_id).collect();
        assert_eq!(ids, expected, "{role_ids:?} {or_none}");
    }
    Ok(())
}

#[test]
fn states_of_a_user_are_set_and_taken_back() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    for (id, email) in [(1, "ann@mail.test"), (2, "bob@mail.test")] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        let user = NewUser {
            approved: false,
            ..member(id, email)
        };
        users::add(&mut tx, &user)?;
    }

    users::set_approved(&mut tx, 1, &proof)?;
    users::set_approved_by_rule(&mut tx, 2)?;
    users::set_disabled(&mut tx, 1, true, &proof)?;
    users::set_settings(&mut tx, 1, &json!({ "theme": "dark" }))?;
    let ann = users::find(&mut tx, 1)?.expect("added above");
    assert!(ann.approved && ann.disabled);
    assert_eq!(ann.settings, json!({ "theme": "dark" }));
    assert!(users::find(&mut tx, 2)?.expect("added above").approved);
    users::set_pending_by_rule(&mut tx, 2)?;
    assert!(!users::find(&mut tx, 2)?.expect("added above").approved);

    users::set_disabled(&mut tx, 1, false, &proof)?;
    assert!(!users::find(&mut tx, 1)?.expect("added above").disabled);

    users::remove(&mut tx, 1)?;
    assert!(users::find(&mut tx, 1)?.is_none());
    assert!(accounts::find(&mut tx, 1)?.is_some());
    Ok(())
}

#[test]
fn members_are_confirmed_and_not_suspended() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    accounts::set_suspended(&mut tx, 2, noon(), hour(1), &proof)?;
    add_account(&mut tx, 3, "carl")?;
    let unconfirmed = NewUser {
        confirmed_at: None,
        ..member(3, "carl@mail.test")
    };
    users::add(&mut tx, &unconfirmed)?;
    add_account(&mut tx, 4, "dora@far.test")?;

    assert_eq!(users::recount_members(&mut tx)?, 1);
    Ok(())
}

#[test]
fn activity_is_counted_from_a_time_on() -> Test {
    let mut tx = store()?.write()?;
    for id in 1..=3 {
        add_member(&mut tx, id, &format!("name{id}"))?;
    }
    users::set_seen(&mut tx, 1, hour(1))?;
    users::set_seen(&mut tx, 2, hour(2))?;

    assert_eq!(users::count_active(&mut tx, hour(1))?, 2);
    assert_eq!(users::count_active(&mut tx, hour(2))?, 1);
    assert_eq!(users::count_active(&mut tx, hour(3))?, 0);
    Ok(())
}

#[test]
fn a_member_is_seen_anew_once_since_a_time() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    users::set_seen(&mut tx, 1, hour(1))?;

    assert!(!users::set_seen_anew(&mut tx, 1, hour(5), hour(1))?);
    assert!(users::set_seen_anew(&mut tx, 1, hour(5), hour(2))?);
    assert!(!users::set_seen_anew(&mut tx, 1, hour(6), hour(2))?);
    assert!(users::set_seen_anew(&mut tx, 2, hour(5), hour(2))?);

    let seen = users::find(&mut tx, 1)?.and_then(|it| it.seen_at);
    assert_eq!(seen, Some(hour(5)));
    Ok(())
}
