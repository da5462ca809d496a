use serde_json::{Value, json};
use store::{
    Tx,
    push::{self, NewSubscription, Subscription},
    testing::store,
    tokens,
};

use crate::{Test, add_application, add_member, add_token, noon};

fn subscribe(tx: &mut Tx, token_id: i64, endpoint: &str) -> store::Result<Subscription> {
    let new = NewSubscription {
        account_id: 1,
        access_token_id: token_id,
        endpoint,
        key_p256dh: "point",
        key_auth: "secret",
        is_standard: true,
        policy: "all",
        alerts: &json!({ "mention": true }),
        created_at: noon(),
    };
    push::set(tx, &new)
}

#[test]
fn a_token_has_one_subscription_the_last() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    let app = add_application(&mut tx, "app")?.id;
    let one = add_token(&mut tx, "one", app, Some(1))?.id;
    let two = add_token(&mut tx, "two", app, Some(1))?.id;

    let old = subscribe(&mut tx, one, "https://a.test/1")?;
    let new = subscribe(&mut tx, one, "https://a.test/2")?;
    let other = subscribe(&mut tx, two, "https://a.test/3")?;

    assert_eq!(push::find_live(&mut tx, old.id)?, None);
    assert_eq!(push::find_of_token(&mut tx, one)?, Some(new.clone()));
    assert_eq!(push::live(&mut tx, 1)?, [new.clone(), other.clone()]);
    assert_eq!(push::live(&mut tx, 2)?, []);

    push::set_choice(&mut tx, new.id, "followed", &Value::Null)?;
    let changed = push::find_live(&mut tx, new.id)?.expect("as before");
    assert_eq!(
        (changed.policy.as_str(), changed.alerts),
        ("followed", Value::Null)
    );
    push::remove(&mut tx, one)?;
    assert_eq!(push::find_of_token(&mut tx, one)?, None);
    push::remove_gone(&mut tx, other.id)?;
    assert_eq!(push::live(&mut tx, 1)?, []);
    Ok(())
}

#[test]
fn what_a_revoked_token_was_subscribed_to_is_not_live() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    let app = add_application(&mut tx, "app")?.id;
    let token = add_token(&mut tx, "one", app, Some(1))?.id;
    let kept = subscribe(&mut tx, token, "https://a.test/1")?;

    tokens::revoke(&mut tx, token, noon())?;

    assert_eq!(push::live(&mut tx, 1)?, []);
    assert_eq!(push::find_live(&mut tx, kept.id)?, None);
    push::remove_about(&mut tx, 1)?;
    assert_eq!(push::find_of_token(&mut tx, token)?, None);
    Ok(())
}
