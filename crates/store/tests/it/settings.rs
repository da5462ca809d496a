use serde_json::{Value, json};
use store::{settings, testing::store};

use crate::{Test, hour, noon};

#[test]
fn a_setting_is_what_it_was_last_set_to() -> Test {
    let mut tx = store()?.write()?;
    assert!(settings::all(&mut tx)?.is_empty());

    settings::set(&mut tx, "title", &json!("Here"), noon())?;
    settings::set(&mut tx, "title", &json!({ "de": "Hier" }), hour(1))?;
    settings::set(&mut tx, "open", &json!(true), noon())?;
    settings::set(&mut tx, "nothing", &Value::Null, noon())?;
    let expected = json!({ "title": { "de": "Hier" }, "open": true, "nothing": null });
    assert_eq!(Value::Object(settings::all(&mut tx)?), expected);
    assert_eq!(settings::find(&mut tx, "open")?, Some(json!(true)));
    assert_eq!(settings::updated_at(&mut tx, "title")?, Some(hour(1)));

    settings::unset(&mut tx, "title")?;
    settings::unset(&mut tx, "unknown")?;
    assert_eq!(settings::all(&mut tx)?.len(), 2);
    assert_eq!(settings::find(&mut tx, "title")?, None);
    assert_eq!(settings::updated_at(&mut tx, "title")?, None);
    Ok(())
}

#[test]
fn a_setting_that_is_there_is_not_added() -> Test {
    let mut tx = store()?.write()?;

    assert!(settings::add(&mut tx, "key", &json!(1), noon())?);
    assert!(!settings::add(&mut tx, "key", &json!(2), hour(1))?);

    assert_eq!(settings::find(&mut tx, "key")?, Some(json!(1)));
    Ok(())
}
