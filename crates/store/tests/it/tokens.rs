use std::thread;

use store::{
    Error, Store,
    testing::store,
    tokens::{self, Code},
};

use crate::{Test, add_application, add_member, add_token, hour, noon};

#[test]
fn a_token_is_found_by_its_hash_even_when_revoked() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    let app = add_application(&mut tx, "app")?;
    let token = add_token(&mut tx, "hash", app.id, Some(1))?;
    add_token(&mut tx, "of the app", app.id, None)?;

    let found = tokens::find(&mut tx, "hash")?.expect("added above");
    assert_eq!((found.id, found.application_id), (token.id, app.id));
    assert_eq!((found.account_id, found.scopes.as_str()), (Some(1), "read"));
    assert_eq!(
        (found.created_at, found.used_at, found.revoked_at),
        (noon(), None, None)
    );

    tokens::set_used(&mut tx, token.id, hour(1))?;
    tokens::revoke(&mut tx, token.id, hour(2))?;
    tokens::revoke(&mut tx, token.id, hour(3))?;
    let found = tokens::find(&mut tx, "hash")?.expect("added above");
    assert_eq!(
        (found.used_at, found.revoked_at),
        (Some(hour(1)), Some(hour(2)))
    );

    let of_app = tokens::find(&mut tx, "of the app")?.expect("added above");
    assert_eq!(of_app.account_id, None);
    assert!(tokens::find(&mut tx, "other")?.is_none());
    let again = add_token(&mut tx, "hash", app.id, Some(1));
    assert!(matches!(again, Err(Error::Duplicate(_))));
    Ok(())
}

#[test]
fn live_tokens_are_listed_and_counted() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let app = add_application(&mut tx, "app")?.id;
    let other = add_application(&mut tx, "other")?.id;
    for (hash, app, account) in [("a", app, 1), ("b", app, 1), ("c", other, 1), ("d", app, 2)] {
        add_token(&mut tx, hash, app, Some(account))?;
    }
    let given = tokens::given(&mut tx, app, 1)?;
    assert_eq!(given.len(), 2);
    assert_eq!(tokens::count_live(&mut tx, 1)?, 3);

    tokens::revoke(&mut tx, given[0].id, hour(1))?;
    assert_eq!(tokens::given(&mut tx, app, 1)?.len(), 1);
    assert_eq!(tokens::count_live(&mut tx, 1)?, 2);

    assert_eq!(tokens::revoke_all(&mut tx, 1, hour(2))?, 2);
    assert_eq!(tokens::revoke_all(&mut tx, 1, hour(3))?, 0);
    assert_eq!(tokens::count_live(&mut tx, 1)?, 0);
    assert_eq!(tokens::count_live(&mut tx, 2)?, 1);
    Ok(())
}

fn add_code(store: &Store, hash: &str, hours: i64) -> store::Result<Code> {
    let mut tx = store.write()?;
    if store::accounts::find(&mut tx, 1)?.is_none() {
        add_member(&mut tx, 1, "ann")?;
    }
    let app = add_application(&mut tx, &format!("app of {hash}"))?;
    let code = Code {
        code_hash: hash.into(),
        application_id: app.id,
        account_id: 1,
        redirect_uri: "https://app.test/back".into(),
        scopes: "read write".into(),
        code_challenge: Some("challenge".into()),
        expires_at: hour(hours),
    };
    tokens::add_code(&mut tx, &code)?;
    tx.save()?;
    Ok(code)
}

#[test]
fn a_code_is_taken_once() -> Test {
    let store = store()?;
    let code = add_code(&store, "hash", 1)?;
    let mut tx = store.write()?;
    assert!(tokens::take_code(&mut tx, "other")?.is_none());

    let taken = tokens::take_code(&mut tx, "hash")?.expect("added above");

    assert_eq!(
        (taken.application_id, taken.account_id),
        (code.application_id, 1)
    );
    assert_eq!(
        (taken.redirect_uri, taken.scopes),
        (code.redirect_uri, code.scopes)
    );
    assert_eq!(
        (taken.code_challenge, taken.expires_at),
        (code.code_challenge, hour(1))
    );
    assert!(tokens::take_code(&mut tx, "hash")?.is_none());
    Ok(())
}

#[test]
fn of_many_who_take_a_code_one_gets_it() -> Test {
    let store = store()?;
    add_code(&store, "hash", 1)?;
    let take = || -> store::Result<bool> {
        let mut tx = store.write()?;
        let taken = tokens::take_code(&mut tx, "hash")?;
        tx.save()?;
        Ok(taken.is_some())
    };

    let taken = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
        let done = workers.into_iter().map(|it| it.join().expect("no panic"));
        done.collect::<store::Result<Vec<_>>>()
    })?;

    assert_eq!(taken.into_iter().filter(|it| *it).count(), 1);
    Ok(())
}

#[test]
fn codes_that_expired_are_removed() -> Test {
    let store = store()?;
    add_code(&store, "early", 1)?;
    add_code(&store, "now", 2)?;
    add_code(&store, "late", 3)?;
    let mut tx = store.write()?;

    assert_eq!(tokens::remove_expired_codes(&mut tx, hour(2))?, 2);

    assert!(tokens::take_code(&mut tx, "now")?.is_none());
    assert!(tokens::take_code(&mut tx, "late")?.is_some());
    Ok(())
}
