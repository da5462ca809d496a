use store::{
    roles::{self, EVERYBODY, Role},
    testing::store,
    users,
};

use crate::{Test, act, add_member};

#[test]
fn a_new_server_has_mastodons_roles() -> Test {
    let mut tx = store()?.write()?;

    let all = roles::all(&mut tx)?;

    let names: Vec<_> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Owner", "Admin", "Moderator", ""]);
    assert_eq!(all.last().map(|it| it.id), Some(EVERYBODY));
    Ok(())
}

#[test]
fn roles_are_listed_with_the_highest_first() -> Test {
    let mut tx = store()?.write()?;

    let helper = roles::add(&mut tx, "Helper", 50, 16)?;
    let equal = roles::add(&mut tx, "Equal", 50, i64::MAX)?;
    roles::set_require_2fa(&mut tx, helper.id, true)?;

    let all = roles::all(&mut tx)?;
    let names: Vec<_> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        ["Owner", "Admin", "Helper", "Equal", "Moderator", ""]
    );
    assert!(all[2].require_2fa && !all[3].require_2fa);
    assert_eq!((all[2].permissions, all[3].permissions), (16, i64::MAX));
    assert!(equal.id > helper.id);
    Ok(())
}

#[test]
fn who_has_a_role_is_found_by_it() -> Test {
    let mut tx = store()?.write()?;
    let helper = roles::add(&mut tx, "Helper", 50, 16)?;
    let proof = act(&mut tx)?;
    add_member(&mut tx, 1, "ann")?;
    users::set_role(&mut tx, 1, Some(helper.id), &proof)?;

    let found = users::find(&mut tx, 1)?.expect("added above");
    assert_eq!(found.role_id, Some(helper.id));
    assert!(users::set_role(&mut tx, 1, Some(999), &proof).is_err());
    Ok(())
}

#[test]
fn a_role_is_changed_as_a_whole() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let helper = roles::add(&mut tx, "Helper", 50, 16)?;
    let wanted = Role {
        id: helper.id,
        name: "Guide".into(),
        color: "#123456".into(),
        highlighted: true,
        position: -3,
        permissions: 1024,
        require_2fa: true,
        collection_limit: 0,
    };

    roles::set(&mut tx, &wanted, &proof)?;

    assert_eq!(roles::find(&mut tx, helper.id)?.as_ref(), Some(&wanted));
    assert_eq!(roles::find_locked(&mut tx, helper.id)?, Some(wanted));
    assert_eq!(roles::find(&mut tx, 999)?, None);
    assert_eq!(roles::all(&mut tx)?.len(), 5);
    Ok(())
}

#[test]
fn who_was_in_a_role_that_is_removed_has_none() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let helper = roles::add(&mut tx, "Helper", 50, 16)?;
    add_member(&mut tx, 1, "ann")?;
    users::set_role(&mut tx, 1, Some(helper.id), &proof)?;

    roles::remove(&mut tx, helper.id, &proof)?;

    assert_eq!(roles::find(&mut tx, helper.id)?, None);
    assert_eq!(users::find(&mut tx, 1)?.and_then(|it| it.role_id), None);
    Ok(())
}
