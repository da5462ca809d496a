use store::{presets, testing::store};

use crate::{Test, noon};

#[test]
fn a_preset_is_found_by_id() -> Test {
    let mut tx = store()?.write()?;

    let added = presets::add(&mut tx, "Spam", "Do not.", noon())?;

    assert_eq!(
        (added.title.as_str(), added.text.as_str()),
        ("Spam", "Do not.")
    );
    assert_eq!(presets::find(&mut tx, added.id)?, Some(added));
    assert_eq!(presets::find(&mut tx, -1)?, None);
    Ok(())
}
