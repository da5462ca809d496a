use store::{
    account_list::Window,
    reports::{self, NewReport},
    status_reviews::{self, StatusReview},
    statuses::{self, Inspected, Visibility},
    strikes,
    testing::store,
};

use crate::{
    Test, act, add_account, hour, noon,
    statuses::{post, public},
};

#[test]
fn a_review_is_of_one_version_and_gives_way_to_the_next() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "mod")?;
    statuses::add(&mut tx, &public(10, 1))?;
    let proof = act(&mut tx)?;
    let review = |edited_at| StatusReview {
        status_id: 10,
        account_id: Some(2),
        edited_at,
        created_at: noon(),
    };

    status_reviews::set(&mut tx, &review(None), &proof)?;
    status_reviews::set(&mut tx, &review(Some(hour(1))), &proof)?;

    let kept = status_reviews::of_statuses(&mut tx, &[10, 11])?;
    assert_eq!(kept, [review(Some(hour(1)))]);
    status_reviews::remove(&mut tx, 10, &proof)?;
    assert!(status_reviews::of_statuses(&mut tx, &[10])?.is_empty());
    Ok(())
}

#[test]
fn moderators_look_at_what_is_for_all_and_at_what_is_cited() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    for (id, visibility) in [
        (10, Visibility::Public),
        (11, Visibility::Private),
        (12, Visibility::Direct),
        (13, Visibility::Unlisted),
    ] {
        statuses::add(&mut tx, &post(id, 1, visibility))?;
    }
    statuses::add(&mut tx, &public(14, 2))?;
    let report = NewReport {
        status_ids: &[12],
        ..NewReport::new(2, 1, "spam", "", noon())
    };
    reports::add(&mut tx, &report)?;
    let cited = reports::cited(&mut tx, 1)?;
    assert_eq!(cited, [12]);
    assert!(strikes::cited(&mut tx, 1)?.is_empty());
    let window = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 10,
    };
    let mut ids = |only_cited: bool| -> Result<Vec<i64>, store::Error> {
        let what = Inspected {
            account_id: 1,
            cited: &cited,
            only_media: false,
            only_cited,
        };
        let page = statuses::inspected(&mut tx, what, window)?;
        Ok(page.iter().map(|it| it.id).collect())
    };

    assert_eq!(ids(false)?, [13, 12, 10]);
    assert_eq!(ids(true)?, [12]);
    Ok(())
}
