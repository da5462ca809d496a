use store::{
    Error, Result,
    account_list::Window,
    action_log::{self, NewEntry},
    appeals::{self, Appeal, Filter, State},
    testing::store,
};

use crate::{Test, act, add_account, hour, noon, strikes};

const WHOLE: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 10,
};

#[test]
fn a_strike_is_appealed_once() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let strike = strikes::add(&mut tx, None, 1)?;

    let added = appeals::add(&mut tx, strike.id, 1, "It was not me.", hour(1))?;

    assert_eq!((added.strike_id, added.account_id), (strike.id, 1));
    assert_eq!(
        (&*added.text, added.created_at),
        ("It was not me.", hour(1))
    );
    assert_eq!((added.state(), added.decided_at()), (State::Pending, None));
    assert_eq!(appeals::find(&mut tx, added.id)?, Some(added.clone()));
    assert_eq!(
        appeals::find_locked(&mut tx, added.id)?,
        Some(added.clone())
    );
    assert_eq!(appeals::of_strikes(&mut tx, &[strike.id, -1])?, [added]);
    assert_eq!(appeals::find(&mut tx, -1)?, None);
    let again = appeals::add(&mut tx, strike.id, 1, "Really.", hour(2));
    assert!(matches!(again, Err(Error::Duplicate(_))), "{again:?}");
    Ok(())
}

#[test]
fn a_decision_says_who_has_made_it_and_when() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "mod")?;
    let proof = act(&mut tx)?;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let strike = strikes::add(&mut tx, Some(2), 1)?;
        ids.push(appeals::add(&mut tx, strike.id, 1, "Why?", noon())?.id);
    }

    appeals::set_approved(&mut tx, ids[0], Some(2), hour(1), &proof)?;
    appeals::set_rejected(&mut tx, ids[1], Some(2), hour(2), &proof)?;

    let approved = appeals::find(&mut tx, ids[0])?.expect("added above");
    assert_eq!(approved.state(), State::Approved);
    assert_eq!(approved.decided_at(), Some(hour(1)));
    assert_eq!(approved.approved_by_account_id, Some(2));
    let rejected = appeals::find(&mut tx, ids[1])?.expect("added above");
    assert_eq!(rejected.state(), State::Rejected);
    assert_eq!(rejected.decided_at(), Some(hour(2)));
    assert_eq!(rejected.rejected_by_account_id, Some(2));
    assert_eq!(rejected.approved_by_account_id, None);
    Ok(())
}

#[test]
fn appeals_are_listed_newest_first_by_state_and_account() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let proof = act(&mut tx)?;
    let mut ids = Vec::new();
    for who in [1, 2, 1, 2] {
        let strike = strikes::add(&mut tx, None, who)?;
        ids.push(appeals::add(&mut tx, strike.id, who, "Why?", noon())?.id);
    }
    appeals::set_approved(&mut tx, ids[0], None, hour(1), &proof)?;
    appeals::set_rejected(&mut tx, ids[3], None, hour(1), &proof)?;
    let mut list = |filter, window| -> Result<Vec<i64>> {
        let page = appeals::page(&mut tx, filter, window)?;
        Ok(page.iter().map(|it: &Appeal| it.id).collect())
    };
    let state = |state| Filter {
        state: Some(state),
        ..Filter::default()
    };
    let of_ann = Filter {
        account_id: Some(1),
        ..Filter::default()
    };
    let pending_of_ann = Filter {
        account_id: Some(1),
        ..state(State::Pending)
    };
    let cases: [(Filter, &[usize]); 6] = [
        (Filter::default(), &[3, 2, 1, 0]),
        (state(State::Pending), &[2, 1]),
        (state(State::Approved), &[0]),
        (state(State::Rejected), &[3]),
        (of_ann, &[2, 0]),
        (pending_of_ann, &[2]),
    ];

    for (filter, expected) in cases {
        let expected: Vec<i64> = expected.iter().map(|it| ids[*it]).collect();
        assert_eq!(list(filter, WHOLE)?, expected, "{filter:?}");
    }
    let above = Window {
        min_id: Some(ids[0]),
        limit: 2,
        ..WHOLE
    };
    assert_eq!(list(Filter::default(), above)?, [ids[2], ids[1]]);
    let below = Window {
        max_id: Some(ids[2]),
        limit: 1,
        ..WHOLE
    };
    assert_eq!(list(Filter::default(), below)?, [ids[1]]);
    Ok(())
}

#[test]
fn the_log_knows_which_acts_end_by_themselves() -> Test {
    let mut tx = store()?.write()?;
    let lasting = act(&mut tx)?.id();
    let entry = NewEntry {
        account_id: None,
        action: "silence",
        target_type: "Account",
        target_id: Some(1),
        human_identifier: "ann",
        reason: None,
        report_id: None,
        target_account_id: Some(1),
        expires_at: Some(hour(24)),
        batch: None,
        reverts: None,
        effects: &serde_json::json!({}),
        created_at: noon(),
    };
    let timed = action_log::add(&mut tx, &entry)?.id();

    let ends = action_log::ends(&mut tx, &[lasting, timed, -1])?;

    assert_eq!(ends, [(timed, hour(24))]);
    Ok(())
}
