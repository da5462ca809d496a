use store::{
    roles::{self, EVERYBODY},
    testing::store,
    users,
};

use crate::{Test, add_member};

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
    add_member(&mut tx, 1, "ann")?;
    users::set_role(&mut tx, 1, Some(helper.id))?;

    let found = users::find(&mut tx, 1)?.expect("added above");
    assert_eq!(found.role_id, Some(helper.id));
    assert!(users::set_role(&mut tx, 1, Some(999)).is_err());
    Ok(())
}
