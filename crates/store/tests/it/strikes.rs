use store::{
    Result, Tx,
    account_list::Window,
    appeals, reports,
    strikes::{self, NewStrike, Strike},
    testing::store,
};

use crate::{Test, act, add_account, hour, noon};

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

#[test]
fn strikes_are_paged_newest_first() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let mut ids = Vec::new();
    for against in [1, 2, 1, 1] {
        ids.push(add(&mut tx, None, against)?.id);
    }
    let whole = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 2,
    };
    let mut page = |window: Window| -> Result<Vec<i64>> {
        let page = strikes::page(&mut tx, 1, window)?;
        Ok(page.iter().map(|it| it.id).collect())
    };

    assert_eq!(page(whole)?, [ids[3], ids[2]]);
    let below = Window {
        max_id: Some(ids[2]),
        ..whole
    };
    assert_eq!(page(below)?, [ids[0]]);
    let above = Window {
        min_id: Some(ids[0]),
        limit: 1,
        ..whole
    };
    assert_eq!(page(above)?, [ids[2]]);
    let since = Window {
        since_id: Some(ids[0]),
        limit: 1,
        ..whole
    };
    assert_eq!(page(since)?, [ids[3]]);
    Ok(())
}

#[test]
fn a_strike_is_repeated_by_a_later_one_of_its_kind_that_counts() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let proof = act(&mut tx)?;
    let first = add(&mut tx, None, 1)?;
    add(&mut tx, None, 2)?;
    assert!(!strikes::is_repeated(&mut tx, &first)?);

    let second = add(&mut tx, None, 1)?;
    assert!(strikes::is_repeated(&mut tx, &first)?);
    assert!(!strikes::is_repeated(&mut tx, &second)?);
    let mut other_kind = first.clone();
    other_kind.action = "suspend".into();
    assert!(!strikes::is_repeated(&mut tx, &other_kind)?);

    strikes::set_overruled(&mut tx, second.id, hour(1), &proof)?;
    assert!(!strikes::is_repeated(&mut tx, &first)?);
    Ok(())
}

#[test]
fn a_strike_is_disputable_while_it_is_new_or_its_appeal_is_undecided() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let proof = act(&mut tx)?;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(add(&mut tx, None, 1)?.id);
    }
    let pending = appeals::add(&mut tx, ids[1], 1, "Why?", hour(1))?;
    let rejected = appeals::add(&mut tx, ids[2], 1, "Why?", hour(1))?;
    appeals::set_rejected(&mut tx, rejected.id, None, hour(2), &proof)?;
    let mut disputable = |since| -> Result<Vec<i64>> {
        let found = strikes::disputable(&mut tx, 1, since)?;
        Ok(found.iter().map(|it| it.id).collect())
    };

    assert_eq!(disputable(noon())?, ids);
    assert_eq!(disputable(hour(1))?, [ids[1]]);
    strikes::set_overruled(&mut tx, ids[0], hour(1), &proof)?;
    appeals::set_approved(&mut tx, pending.id, None, hour(2), &proof)?;
    let left = strikes::disputable(&mut tx, 1, noon())?;
    assert_eq!(left.len(), 2, "what is overruled needs no second look");
    Ok(())
}
