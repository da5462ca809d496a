use store::{
    severances::{self, Share},
    testing::store,
};

use crate::{Test, add_account, hour, noon};

#[test]
fn what_is_lost_in_several_steps_adds_up() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let id = severances::add(&mut tx, "domain_block", "far.test", noon())?;

    let (share, is_new) = severances::count(&mut tx, id, 1, 2, 1, noon())?;
    assert!(is_new);
    assert_eq!(
        severances::count(&mut tx, id, 1, 1, 0, hour(1))?,
        (share, false)
    );

    let expected = Share {
        id: share,
        account_id: 1,
        followers_count: 3,
        following_count: 1,
        created_at: noon(),
        kind: "domain_block".into(),
        target_name: "far.test".into(),
        is_purged: false,
    };
    assert_eq!(severances::find_many(&mut tx, &[share, 99])?, [expected]);
    assert_eq!(severances::remove_about(&mut tx, 1, 10)?, 1);
    assert_eq!(severances::find_many(&mut tx, &[share])?, []);
    Ok(())
}

#[test]
fn a_severance_is_found_by_what_it_was_for_and_since_when() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob")] {
        add_account(&mut tx, id, name)?;
    }
    let old = severances::add(&mut tx, "user_domain_block", "far.test", noon())?;
    let new = severances::add(&mut tx, "user_domain_block", "far.test", hour(2))?;
    severances::count(&mut tx, old, 1, 1, 0, noon())?;
    severances::count(&mut tx, new, 2, 1, 0, noon())?;

    for (kind, target, since, of, expected) in [
        ("user_domain_block", "far.test", noon(), None, Some(new)),
        ("user_domain_block", "far.test", noon(), Some(1), Some(old)),
        ("user_domain_block", "far.test", hour(1), Some(1), None),
        ("user_domain_block", "far.test", hour(1), Some(2), Some(new)),
        ("user_domain_block", "far.test", hour(3), None, None),
        ("domain_block", "far.test", noon(), None, None),
        ("user_domain_block", "near.test", noon(), None, None),
    ] {
        let found = severances::find_since(&mut tx, kind, target, since, of)?;
        assert_eq!(found, expected, "{kind} {target} {since} {of:?}");
    }
    Ok(())
}
