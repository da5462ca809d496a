use store::{
    testing::store,
    username_blocks::{self, Terms, UsernameBlock},
};

use crate::{Test, act, noon, plans::PAGES};

fn terms(username: &str, folded: &str) -> Terms {
    Terms {
        username: username.into(),
        folded: folded.into(),
        comparison: "equals".into(),
        allow_with_approval: false,
    }
}

#[test]
fn a_rule_is_kept_changed_and_taken_away() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;

    let added = username_blocks::add(&mut tx, &terms("4dmin", "admin"), noon())?;
    let decided = Terms {
        comparison: "contains".into(),
        allow_with_approval: true,
        ..terms("B0ss", "boss")
    };
    let changed = username_blocks::set(&mut tx, added.id, &decided, &proof)?;

    let expected = UsernameBlock {
        id: added.id,
        username: "B0ss".into(),
        folded: "boss".into(),
        comparison: "contains".into(),
        allow_with_approval: true,
        created_at: noon(),
    };
    assert_eq!(changed, expected);
    let found = username_blocks::find_locked(&mut tx, added.id)?;
    assert_eq!(found, Some(expected.clone()));
    assert_eq!(username_blocks::page(&mut tx, PAGES[0])?, [expected]);
    username_blocks::remove(&mut tx, added.id, &proof)?;
    assert_eq!(username_blocks::find(&mut tx, added.id)?, None);
    Ok(())
}

#[test]
fn rules_are_found_by_what_they_compare_with_which_no_two_share() -> Test {
    let mut tx = store()?.write()?;
    let one = username_blocks::add(&mut tx, &terms("admin", "admin"), noon())?;
    let two = username_blocks::add(&mut tx, &terms("boss", "boss"), noon())?;
    let names = ["boss", "admin", "else"].map(String::from);

    assert_eq!(username_blocks::of_any(&mut tx, &names)?, [one, two]);
    assert_eq!(username_blocks::of_any(&mut tx, &[])?, []);
    let same = username_blocks::add(&mut tx, &terms("4dm1n", "admin"), noon());
    assert!(matches!(same, Err(store::Error::Duplicate(_))));
    Ok(())
}
