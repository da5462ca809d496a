use store::{domain_allows, testing::store};

use crate::{Test, act, noon, plans::PAGES};

#[test]
fn a_server_is_allowed_by_its_very_name() -> Test {
    let mut tx = store()?.write()?;
    let added = domain_allows::add(&mut tx, "far.test", None, noon())?;

    assert!(domain_allows::is_allowed(&mut tx, "far.test")?);
    for other in ["a.far.test", "test", ""] {
        assert!(!domain_allows::is_allowed(&mut tx, other)?, "{other}");
    }
    let found = domain_allows::find_by_domain(&mut tx, "far.test")?;
    assert_eq!(found, Some(added.clone()));
    assert_eq!(domain_allows::find(&mut tx, added.id)?, Some(added));
    assert_eq!(domain_allows::find(&mut tx, -1)?, None);
    Ok(())
}

#[test]
fn allowed_servers_are_paged_newest_first_and_removed_one_by_one() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let one = domain_allows::add(&mut tx, "one.test", None, noon())?;
    let two = domain_allows::add(&mut tx, "two.test", None, noon())?;

    assert_eq!(
        domain_allows::page(&mut tx, PAGES[0])?,
        [two.clone(), one.clone()]
    );
    domain_allows::remove(&mut tx, two.id, &proof)?;
    assert_eq!(domain_allows::page(&mut tx, PAGES[0])?, [one]);
    Ok(())
}
