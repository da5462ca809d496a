use store::{presets, testing::store};

use crate::{Test, act, noon};

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

#[test]
fn presets_are_changed_and_removed_one_by_one() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let first = presets::add(&mut tx, "Spam", "Do not.", noon())?;
    let second = presets::add(&mut tx, "", "Be kind.", noon())?;

    presets::set(&mut tx, first.id, "Ads", "Never.", &proof)?;
    presets::remove(&mut tx, second.id, &proof)?;
    presets::remove(&mut tx, -1, &proof)?;

    let all = presets::all(&mut tx)?;
    assert_eq!(all.len(), 1);
    let kept = &all[0];
    assert_eq!(
        (kept.id, &*kept.title, &*kept.text),
        (first.id, "Ads", "Never.")
    );
    Ok(())
}
