use store::{
    account_list::Window,
    reports::{self, Filter, NewReport, Report},
    testing::store,
};

use crate::{Test, act, add_account, hour, noon};

#[test]
fn a_report_is_unresolved_until_it_is_resolved() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "mod")] {
        add_account(&mut tx, id, name)?;
    }
    let proof = act(&mut tx)?;
    let first = reports::add(&mut tx, &NewReport::new(1, 2, "spam", "again", noon()))?;
    let second = reports::add(&mut tx, &NewReport::new(1, 2, "other", "", hour(1)))?;
    reports::add(&mut tx, &NewReport::new(2, 1, "other", "", hour(1)))?;
    assert_eq!(
        (first.category.as_str(), first.comment.as_str()),
        ("spam", "again")
    );
    assert_eq!((first.status_ids(), first.rule_ids()), (vec![], None));
    assert_eq!((first.account_id, first.target_account_id), (1, 2));
    assert_eq!(first.created_at, noon());
    let both = [first.clone(), second.clone()];
    assert_eq!(reports::unresolved_about(&mut tx, 2)?, both);

    reports::set_resolved(&mut tx, first.id, Some(3), hour(2), &proof)?;

    assert_eq!(reports::unresolved_about(&mut tx, 2)?, [second]);
    let resolved = reports::find(&mut tx, first.id)?.expect("added above");
    assert_eq!(resolved.action_taken_at, Some(hour(2)));
    assert_eq!(resolved.action_taken_by_account_id, Some(3));
    assert_eq!(reports::find(&mut tx, -1)?, None);
    Ok(())
}

#[test]
fn a_report_keeps_the_difference_between_no_list_of_rules_and_an_empty_one() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let report = NewReport {
        status_ids: &[7, 8],
        rule_ids: Some(&[]),
        forwarded: Some(false),
        ..NewReport::new(1, 2, "violation", "", noon())
    };

    let added = reports::add(&mut tx, &report)?;

    assert_eq!(added.status_ids(), [7, 8]);
    assert_eq!(added.rule_ids(), Some(vec![]));
    assert_eq!(added.forwarded, Some(false));
    assert_eq!(reports::find_locked(&mut tx, added.id)?, Some(added));
    Ok(())
}

#[test]
fn every_change_of_a_report_counts_as_a_version() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let proof = act(&mut tx)?;
    let added = reports::add(&mut tx, &NewReport::new(1, 2, "other", "", noon()))?;
    let id = added.id;
    assert_eq!(added.version, 1);

    reports::set_assigned(&mut tx, id, Some(2), hour(1), &proof)?;
    reports::set_category(&mut tx, id, "violation", Some(&[3]), hour(2), &proof)?;
    reports::set_resolved(&mut tx, id, Some(2), hour(3), &proof)?;
    let resolved = reports::find(&mut tx, id)?.expect("added above");
    reports::set_open(&mut tx, id, hour(4), &proof)?;
    reports::touch(&mut tx, id, hour(5))?;

    assert_eq!((resolved.version, resolved.updated_at), (4, hour(3)));
    assert_eq!(resolved.assigned_account_id, Some(2));
    assert_eq!(
        (&*resolved.category, resolved.rule_ids()),
        ("violation", Some(vec![3]))
    );
    let open = reports::find(&mut tx, id)?.expect("added above");
    assert_eq!((open.version, open.updated_at), (6, hour(5)));
    assert!(open.is_open() && open.action_taken_by_account_id.is_none());
    Ok(())
}

#[test]
fn reports_are_listed_newest_first_by_what_is_asked_for() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "mod")] {
        add_account(&mut tx, id, name)?;
    }
    let proof = act(&mut tx)?;
    let mut ids = Vec::new();
    for (by, about, category) in [
        (1, 2, "spam"),
        (1, 3, "spam"),
        (2, 3, "other"),
        (3, 2, "spam"),
    ] {
        let report = NewReport::new(by, about, category, "", noon());
        ids.push(reports::add(&mut tx, &report)?.id);
    }
    reports::set_resolved(&mut tx, ids[1], None, hour(1), &proof)?;
    reports::set_assigned(&mut tx, ids[2], Some(3), hour(1), &proof)?;
    let all = Filter::default;
    let cases: [(Filter<'_>, &[usize]); 8] = [
        (all(), &[3, 2, 1, 0]),
        (
            Filter {
                is_open: Some(true),
                ..all()
            },
            &[3, 2, 0],
        ),
        (
            Filter {
                is_open: Some(false),
                ..all()
            },
            &[1],
        ),
        (
            Filter {
                account_id: Some(1),
                ..all()
            },
            &[1, 0],
        ),
        (
            Filter {
                target_account_id: Some(2),
                ..all()
            },
            &[3, 0],
        ),
        (
            Filter {
                category: Some("other"),
                ..all()
            },
            &[2],
        ),
        (
            Filter {
                assigned_account_id: Some(Some(3)),
                ..all()
            },
            &[2],
        ),
        (
            Filter {
                assigned_account_id: Some(None),
                ..all()
            },
            &[3, 1, 0],
        ),
    ];
    let mut list = |filter: &Filter<'_>, window: Window| -> Result<Vec<i64>, store::Error> {
        let page = reports::page(&mut tx, filter, window)?;
        Ok(page.iter().map(|it: &Report| it.id).collect())
    };
    let whole = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 10,
    };

    for (filter, expected) in cases {
        let expected: Vec<i64> = expected.iter().map(|it| ids[*it]).collect();
        assert_eq!(list(&filter, whole)?, expected, "{filter:?}");
    }
    let above = Window {
        min_id: Some(ids[0]),
        limit: 2,
        ..whole
    };
    assert_eq!(list(&all(), above)?, [ids[2], ids[1]]);
    let below = Window {
        max_id: Some(ids[3]),
        limit: 1,
        ..whole
    };
    assert_eq!(list(&all(), below)?, [ids[2]]);
    Ok(())
}
