use serde_json::{Value, json};
use store::{
    Error,
    accounts::{self, ProfileChange, Stats},
    action_log, applications, email_blocks, notifications, reports, sessions, strikes,
    testing::store,
    tokens, user_ips, users,
};

use crate::{Test, act, add_account, add_application, add_member, add_token, hour, noon};

#[test]
fn accounts_are_found_by_id() -> Test {
    let mut tx = store()?.write()?;
    let ann = add_account(&mut tx, 1, "Ann")?;
    add_account(&mut tx, 2, "bob@far.test")?;

    let found = accounts::find(&mut tx, 1)?.expect("added above");
    assert_eq!(found.handle(), "Ann");
    assert_eq!((found.created_at, found.fields), (noon(), json!([])));
    assert!(ann.is_local());
    assert!(accounts::find(&mut tx, 3)?.is_none());

    let locked = accounts::find_locked(&mut tx, 2)?.expect("added above");
    assert_eq!(locked.handle(), "bob@far.test");
    assert!(!locked.is_local());
    assert!(accounts::find_locked(&mut tx, 3)?.is_none());

    let mut many: Vec<i64> = accounts::find_many(&mut tx, &[2, 1, 3])?
        .into_iter()
        .map(|it| it.id)
        .collect();
    many.sort_unstable();
    assert_eq!(many, [1, 2]);
    assert!(accounts::find_many(&mut tx, &[])?.is_empty());
    Ok(())
}

#[test]
fn a_handle_is_found_in_any_case_and_on_its_own_server_only() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "Ann")?;
    add_account(&mut tx, 2, "ann@far.test")?;

    let mut find = |name: &str, domain: Option<&str>| -> store::Result<Option<i64>> {
        Ok(accounts::find_by_handle(&mut tx, name, domain)?.map(|it| it.id))
    };
    assert_eq!(find("aNN", None)?, Some(1));
    assert_eq!(find("ANN", Some("far.test"))?, Some(2));
    assert_eq!(find("ann", Some("other.test"))?, None);
    assert_eq!(find("an", None)?, None);
    Ok(())
}

#[test]
fn one_name_has_one_account_on_each_server() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "ann@far.test")?;
    tx.save()?;

    for handle in ["ANN", "Ann@far.test"] {
        let mut tx = store.write()?;
        let again = add_account(&mut tx, 3, handle);
        assert!(matches!(again, Err(Error::Duplicate(_))), "{handle}");
    }
    Ok(())
}

#[test]
fn states_are_set_and_taken_back() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let proof = act(&mut tx)?;

    accounts::set_silenced(&mut tx, 1, Some(hour(1)), &proof)?;
    accounts::set_sensitized(&mut tx, 1, Some(hour(2)), &proof)?;
    accounts::set_suspended(&mut tx, 1, hour(3), hour(4), &proof)?;
    let ann = accounts::find(&mut tx, 1)?.expect("added above");
    assert_eq!(ann.silenced_at, Some(hour(1)));
    assert_eq!(ann.sensitized_at, Some(hour(2)));
    assert_eq!(ann.suspended_at, Some(hour(3)));
    assert_eq!(ann.suspension_origin.as_deref(), Some("local"));
    assert_eq!(ann.deletion_due_at, Some(hour(4)));

    accounts::set_silenced(&mut tx, 1, None, &proof)?;
    accounts::set_sensitized(&mut tx, 1, None, &proof)?;
    accounts::set_unsuspended(&mut tx, 1, &proof)?;
    let ann = accounts::find(&mut tx, 1)?.expect("added above");
    assert_eq!((ann.silenced_at, ann.sensitized_at), (None, None));
    assert_eq!((ann.suspended_at, ann.deletion_due_at), (None, None));
    assert_eq!(ann.suspension_origin, None);
    Ok(())
}

#[test]
fn an_own_suspension_is_not_taken_over_by_the_other_server() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    add_account(&mut tx, 1, "ann@far.test")?;
    add_account(&mut tx, 2, "bob@far.test")?;
    accounts::set_suspended(&mut tx, 1, hour(1), hour(2), &proof)?;

    accounts::set_suspended_remotely(&mut tx, 1, hour(5))?;
    accounts::set_suspended_remotely(&mut tx, 2, hour(5))?;

    let origin = |account: accounts::Account| (account.suspended_at, account.suspension_origin);
    let ann = accounts::find(&mut tx, 1)?.expect("added above");
    assert_eq!(origin(ann), (Some(hour(1)), Some("local".into())));
    let bob = accounts::find(&mut tx, 2)?.expect("added above");
    assert_eq!(origin(bob), (Some(hour(5)), Some("remote".into())));
    Ok(())
}

#[test]
fn accounts_are_due_for_deletion_in_the_order_of_their_dates() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    for (id, due) in [(1, 3), (2, 1), (3, 2), (4, 9), (5, 1)] {
        add_account(&mut tx, id, &format!("name{id}"))?;
        accounts::set_suspended(&mut tx, id, noon(), hour(due), &proof)?;
    }
    accounts::set_deletion_begun(&mut tx, 5, &proof)?;

    assert_eq!(accounts::due_for_deletion(&mut tx, hour(3), 9)?, [2, 3, 1]);
    assert_eq!(accounts::due_for_deletion(&mut tx, hour(3), 1)?, [2]);
    assert!(accounts::due_for_deletion(&mut tx, noon(), 9)?.is_empty());
    Ok(())
}

#[test]
fn a_purged_account_keeps_its_name_and_its_suspension_only() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    add_account(&mut tx, 1, "ann")?;
    let profile = ProfileChange {
        display_name: Some("Ann".into()),
        note: Some("hello".into()),
        fields: Some(json!([{ "name": "a", "value": "b" }])),
        avatar: Some("a.png".into()),
        locked: Some(true),
        ..ProfileChange::default()
    };
    accounts::change_profile(&mut tx, 1, &profile, noon())?;
    accounts::set_suspended(&mut tx, 1, noon(), hour(1), &proof)?;

    accounts::set_purged(&mut tx, 1, hour(2), &proof)?;

    let ann = accounts::find(&mut tx, 1)?.expect("added above");
    assert_eq!(
        (ann.username.as_str(), ann.suspended_at),
        ("ann", Some(noon()))
    );
    assert_eq!((ann.display_name.as_str(), ann.note.as_str()), ("", ""));
    assert_eq!(
        (ann.fields, ann.avatar, ann.locked),
        (json!([]), None, false)
    );
    assert_eq!((ann.purged_at, ann.deletion_due_at), (Some(hour(2)), None));
    Ok(())
}

#[test]
fn a_change_of_the_profile_leaves_the_rest_alone() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let fields = json!([{ "name": "Home", "value": "here" }]);
    let all = ProfileChange {
        display_name: Some("Ann".into()),
        note: Some("hello".into()),
        fields: Some(fields.clone()),
        kind: Some("Service".into()),
        locked: Some(true),
        discoverable: Some(true),
        indexable: Some(true),
        hide_collections: Some(true),
        avatar: Some("a.png".into()),
        avatar_description: Some("a face".into()),
        header: Some("h.png".into()),
        header_description: Some("a hill".into()),
    };
    accounts::change_profile(&mut tx, 1, &all, hour(1))?;

    accounts::change_profile(&mut tx, 1, &ProfileChange::default(), hour(2))?;

    let ann = accounts::find(&mut tx, 1)?.expect("added above");
    assert_eq!(
        (ann.display_name.as_str(), ann.note.as_str()),
        ("Ann", "hello")
    );
    assert_eq!((ann.fields, ann.kind.as_str()), (fields, "Service"));
    assert!(ann.locked && ann.indexable);
    assert_eq!(
        (ann.discoverable, ann.hide_collections),
        (Some(true), Some(true))
    );
    assert_eq!(ann.avatar.as_deref(), Some("a.png"));
    assert_eq!(ann.avatar_description, "a face");
    assert_eq!(ann.header.as_deref(), Some("h.png"));
    assert_eq!(ann.header_description, "a hill");
    Ok(())
}

#[test]
fn counts_of_an_account_are_replaced() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let stats = |followers_count, last_status_at| Stats {
        account_id: 1,
        followers_count,
        following_count: 2,
        statuses_count: 3,
        last_status_at,
    };
    accounts::set_stats(&mut tx, &stats(1, Some(noon())))?;
    accounts::set_stats(&mut tx, &stats(7, None))?;

    let found = accounts::stats_of(&mut tx, &[1, 2])?;
    let [found] = found.as_slice() else {
        panic!("bob has no counts, ann has one: {found:?}");
    };
    assert_eq!((found.account_id, found.followers_count), (1, 7));
    assert_eq!((found.following_count, found.statuses_count), (2, 3));
    assert_eq!(found.last_status_at, None);

    accounts::remove_stats(&mut tx, 1)?;
    assert!(accounts::stats_of(&mut tx, &[1, 2])?.is_empty());
    Ok(())
}

#[test]
fn what_hangs_on_an_account_goes_with_it() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let app = add_application(&mut tx, "app")?;
    let proof = act(&mut tx)?;
    let stats = Stats {
        account_id: 1,
        ..Stats::default()
    };
    accounts::set_stats(&mut tx, &stats)?;
    user_ips::add(&mut tx, 1, "10.0.0.1".parse()?, noon())?;
    sessions::add(&mut tx, "session", 1, noon())?;
    add_token(&mut tx, "token", app.id, Some(1))?;
    email_blocks::add(&mut tx, "hash", Some(1), noon())?;
    let about = reports::add(&mut tx, &reports::NewReport::new(2, 1, "spam", "", noon()))?;
    let by = reports::add(&mut tx, &reports::NewReport::new(1, 2, "spam", "", noon()))?;
    let resolved = reports::add(&mut tx, &reports::NewReport::new(2, 2, "other", "", noon()))?;
    reports::set_resolved(&mut tx, resolved.id, Some(1), noon(), &proof)?;
    let against = crate::strikes::add(&mut tx, Some(2), 1)?;
    let given = crate::strikes::add(&mut tx, Some(1), 2)?;
    for (id, to, from) in [(1, 1, 2), (2, 2, 1), (3, 2, 2)] {
        let strike = if id == 3 { Some(against.id) } else { None };
        let notification = crate::notifications::notification(id, to, from, "mention", strike);
        notifications::add(&mut tx, &notification)?;
    }

    accounts::remove(&mut tx, 1)?;

    assert!(accounts::find(&mut tx, 1)?.is_none());
    assert!(users::find(&mut tx, 1)?.is_none());
    assert!(accounts::stats_of(&mut tx, &[1])?.is_empty());
    assert!(user_ips::of_many(&mut tx, &[1])?.is_empty());
    assert!(sessions::find(&mut tx, "session")?.is_none());
    assert!(tokens::find(&mut tx, "token")?.is_none());
    assert!(!email_blocks::is_blocked(&mut tx, "hash")?);
    assert!(reports::find(&mut tx, about.id)?.is_none());
    assert!(reports::find(&mut tx, by.id)?.is_none());
    assert!(strikes::against(&mut tx, 1)?.is_empty());
    for id in [1, 2, 3] {
        assert!(
            notifications::find(&mut tx, 2, id, crate::notifications::reader(2))?.is_none(),
            "{id}"
        );
    }

    // What it did to others stays, and forgets who did it.
    let resolved = reports::find(&mut tx, resolved.id)?.expect("is about bob");
    assert_eq!(resolved.action_taken_by_account_id, None);
    assert_eq!(resolved.action_taken_at, Some(noon()));
    let [strike] = &strikes::find_many(&mut tx, &[given.id])?[..] else {
        panic!("a strike against bob is bob's");
    };
    assert_eq!(strike.account_id, None);
    assert!(applications::find(&mut tx, app.id)?.is_some());
    assert!(action_log::find(&mut tx, proof.id())?.is_some());

    add_account(&mut tx, 3, "ann")?;
    Ok(())
}

#[test]
fn an_account_of_an_unknown_server_is_refused() -> Test {
    let mut tx = store()?.write()?;
    let account = accounts::NewAccount {
        id: 1,
        username: "bob",
        domain: Some("far.test"),
        uri: "https://far.test/1",
        url: "https://far.test/1",
        display_name: "",
        note: "",
        kind: "Person",
        created_at: noon(),
    };

    assert!(accounts::add(&mut tx, &account).is_err());
    Ok(())
}

#[test]
fn who_changes_an_account_keeps_others_from_it() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    tx.save()?;
    let count_up = || -> store::Result<()> {
        let mut tx = store.write()?;
        let ann = accounts::find_locked(&mut tx, 1)?.expect("added above");
        let seen: i64 = ann.note.parse().unwrap_or_default();
        let change = ProfileChange {
            note: Some((seen + 1).to_string()),
            ..ProfileChange::default()
        };
        accounts::change_profile(&mut tx, 1, &change, noon())?;
        tx.save()
    };

    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8).map(|_| scope.spawn(count_up)).collect();
        let mut done = workers.into_iter().map(|it| it.join().expect("no panic"));
        done.try_for_each(|it| it)
    })?;

    let ann = accounts::find(&mut store.read()?, 1)?.expect("added above");
    assert_eq!(ann.note, "8");
    Ok(())
}

#[test]
fn fields_keep_their_order_and_their_text() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let fields = json!([
        { "name": "ж\"\\", "value": "line\nline" },
        { "name": "b", "value": "'; DROP TABLE accounts; --" },
    ]);
    let change = ProfileChange {
        fields: Some(fields.clone()),
        ..ProfileChange::default()
    };
    accounts::change_profile(&mut tx, 1, &change, noon())?;

    let found: Value = accounts::find(&mut tx, 1)?.expect("added above").fields;
    assert_eq!(found, fields);
    Ok(())
}
