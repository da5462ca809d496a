use serde_json::{Value, json};
use store::{settings, testing::store};

use crate::Test;

#[test]
fn a_setting_is_what_it_was_last_set_to() -> Test {
    let mut tx = store()?.write()?;
    assert!(settings::all(&mut tx)?.is_empty());

    settings::set(&mut tx, "title", &json!("Here"))?;
    settings::set(&mut tx, "title", &json!({ "de": "Hier" }))?;
    settings::set(&mut tx, "open", &json!(true))?;
    settings::set(&mut tx, "nothing", &Value::Null)?;
    let expected = json!({ "title": { "de": "Hier" }, "open": true, "nothing": null });
    assert_eq!(Value::Object(settings::all(&mut tx)?), expected);

    settings::unset(&mut tx, "title")?;
    settings::unset(&mut tx, "unknown")?;
    assert_eq!(settings::all(&mut tx)?.len(), 2);
    Ok(())
}
