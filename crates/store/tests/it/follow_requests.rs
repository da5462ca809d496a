use store::{
    accounts,
    follow_requests::{self, add},
    follows::Terms,
    testing::store,
};

use crate::{
    Test, act, add_account,
    follows::{ALL, add_people},
    hour, noon,
};

#[test]
fn a_request_is_kept_once_with_its_terms() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let terms = Terms {
        notifies: true,
        ..Terms::default()
    };

    add(&mut tx, 1, 2, &terms, noon())?;

    let kept = follow_requests::find(&mut tx, 1, 2)?.expect("added above");
    assert_eq!(kept.terms, terms);
    assert_eq!(follow_requests::find(&mut tx, 2, 1)?, None);
    follow_requests::set_terms(&mut tx, kept.id, &Terms::default())?;
    let to = follow_requests::to_any(&mut tx, 1, &[2, 3])?;
    assert_eq!(to.len(), 1);
    assert_eq!(to[0].terms, Terms::default());
    assert_eq!(follow_requests::among(&mut tx, 2, &[1, 3])?, [1]);
    assert!(follow_requests::remove(&mut tx, 1, 2)?);
    assert!(!follow_requests::remove(&mut tx, 1, 2)?);
    Ok(())
}

#[test]
fn who_waits_is_listed_and_counted_by_what_moderators_decided() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add_account(&mut tx, 11, "zed@far.test")?;
    for id in [2, 3, 4, 11] {
        add(&mut tx, id, 1, &Terms::default(), noon())?;
    }
    let recorded = act(&mut tx)?;
    accounts::set_silenced(&mut tx, 2, Some(noon()), &recorded)?;
    accounts::set_suspended(&mut tx, 3, noon(), hour(1), &recorded)?;

    let page = follow_requests::page(&mut tx, 1, ALL)?;
    let ids: Vec<i64> = page.into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids, [11, 4, 2]);
    assert_eq!(follow_requests::welcome(&mut tx, 1, 10)?, [4, 11]);
    assert_eq!(follow_requests::welcome(&mut tx, 1, 1)?, [4]);
    assert_eq!(follow_requests::count(&mut tx, 1, 3)?, 3);
    assert_eq!(follow_requests::count(&mut tx, 1, 40)?, 4);
    let far = follow_requests::from_domain(&mut tx, 1, "far.test", 10)?;
    assert_eq!(far, [11]);
    Ok(())
}
