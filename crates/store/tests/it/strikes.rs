use store::{
    Result, Tx, reports,
    strikes::{self, NewStrike, Strike},
    testing::store,
};

use crate::{Test, add_account, hour, noon};

pub(crate) fn add(tx: &mut Tx, by: Option<i64>, against: i64) -> Result<Strike> {
    let strike = NewStrike {
        account_id: by,
        target_account_id: against,
        action: "silence",
        text: "Enough.",
        report_id: None,
        status_ids: None,
        created_at: noon(),
    };
    strikes::add(tx, &strike)
}

#[test]
fn a_strike_keeps_all_that_was_written() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "mod")?;
    let report = reports::add(&mut tx, &reports::NewReport::new(2, 1, "spam", "", noon()))?;
    let strike = NewStrike {
        account_id: Some(2),
        target_account_id: 1,
        action: "mark_statuses_as_sensitive",
        text: "Hidden.",
        report_id: Some(report.id),
        status_ids: Some(&[1, 2]),
        created_at: hour(1),
    };

    let added = strikes::add(&mut tx, &strike)?;

    assert_eq!((added.account_id, added.target_account_id), (Some(2), 1));
    assert_eq!(added.action, "mark_statuses_as_sensitive");
    assert_eq!(
        (added.text.as_str(), added.report_id),
        ("Hidden.", Some(report.id))
    );
    assert_eq!(added.status_ids(), Some(vec![1, 2]));
    assert_eq!((added.overruled_at, added.created_at), (None, hour(1)));
    assert_eq!(strikes::find_many(&mut tx, &[added.id])?, [added]);
    Ok(())
}

#[test]
fn strikes_against_an_account_are_listed_oldest_first() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let first = add(&mut tx, None, 1)?;
    let other = add(&mut tx, None, 2)?;
    let second = add(&mut tx, None, 1)?;

    assert_eq!(strikes::against(&mut tx, 1)?, [first.clone(), second]);
    let found = strikes::find_many(&mut tx, &[other.id, first.id, -1])?;
    assert_eq!(found.len(), 2);
    assert!(strikes::find_many(&mut tx, &[])?.is_empty());
    Ok(())
}
