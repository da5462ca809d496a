use store::{
    Tx, blocks, mutes,
    quotes::{self, Aversion, QuoteState},
    statuses::{self, NewStatus, Visibility},
    testing::{self, store},
    user_domain_blocks,
    visible::Viewer,
};

use crate::{
    Test, add_account, add_member, hour, noon,
    statuses::{EVERYTHING, ids, post, public},
};

const BOB: Viewer = Viewer {
    account_id: Some(2),
    now: chrono::DateTime::UNIX_EPOCH,
};

fn add_quotes(tx: &mut Tx) -> store::Result<()> {
    for id in 1..=4 {
        add_member(tx, id, &format!("member{id}"))?;
    }
    statuses::add(tx, &public(10, 1))?;
    for (id, by, visibility) in [
        (20, 3, Visibility::Public),
        (21, 3, Visibility::Private),
        (22, 4, Visibility::Public),
        (23, 4, Visibility::Public),
    ] {
        let quote = NewStatus {
            quote_of_id: Some(10),
            ..post(id, by, visibility)
        };
        statuses::add(tx, &quote)?;
    }
    Ok(())
}

#[test]
fn quotes_are_listed_for_the_author_and_for_others() -> Test {
    let mut tx = store()?.write()?;
    add_quotes(&mut tx)?;
    statuses::set_deleted(&mut tx, 23, Some(noon()))?;

    assert_eq!(ids(&quotes::all(&mut tx, 10, EVERYTHING)?), [22, 21, 20]);
    assert_eq!(ids(&quotes::seen(&mut tx, 10, BOB, EVERYTHING)?), [22, 20]);
    assert_eq!(
        quotes::quoters(&mut tx, 10, 0, 9)?,
        [(20, 3), (21, 3), (22, 4)]
    );
    assert_eq!(quotes::quoters(&mut tx, 10, 20, 1)?, [(21, 3)]);
    let sql = "UPDATE accounts SET suspended_at = '2026-11-22 12:00:00+00:00' WHERE id = 4";
    testing::execute(&mut tx, sql)?;
    assert_eq!(ids(&quotes::all(&mut tx, 10, EVERYTHING)?), [21, 20]);
    Ok(())
}

#[test]
fn a_revoked_quote_quotes_nothing() -> Test {
    let mut tx = store()?.write()?;
    add_quotes(&mut tx)?;
    let quote = statuses::find(&mut tx, 20)?.expect("added above");
    assert_eq!(quote.quote_state, Some(QuoteState::Accepted));
    assert_eq!(quote.quoted_id(), Some(10));

    let revoked = quotes::set_state(&mut tx, 20, QuoteState::Revoked)?;

    assert_eq!((revoked.quoted_id(), revoked.quote_of_id), (None, Some(10)));
    assert_eq!(ids(&quotes::all(&mut tx, 10, EVERYTHING)?), [23, 22, 21]);
    assert_eq!(ids(&quotes::seen(&mut tx, 10, BOB, EVERYTHING)?), [23, 22]);
    statuses::remove(&mut tx, 10)?;
    let orphan = statuses::find(&mut tx, 22)?.expect("it stays");
    assert_eq!(
        (orphan.quote_of_id, orphan.quote_state),
        (None, Some(QuoteState::Accepted))
    );
    Ok(())
}

#[test]
fn what_a_reader_has_against_an_author_is_found() -> Test {
    let mut tx = store()?.write()?;
    add_quotes(&mut tx)?;
    add_account(&mut tx, 5, "eva@far.test")?;
    blocks::add(&mut tx, 2, 1, noon())?;
    mutes::set(&mut tx, 2, 1, true, None, noon())?;
    mutes::set(&mut tx, 2, 3, false, None, noon())?;
    mutes::set(&mut tx, 2, 4, true, Some(noon()), noon())?;
    user_domain_blocks::add(&mut tx, 2, "far.test", noon())?;
    let reader = Viewer {
        now: hour(1),
        ..BOB
    };

    let averse = quotes::averse_to(&mut tx, reader, &[1, 3, 4, 5])?;

    let expected = [
        (1, Aversion::Blocked),
        (5, Aversion::BlockedDomain),
        (1, Aversion::Muted),
        (3, Aversion::Muted),
    ];
    assert_eq!(averse[..2], expected[..2]);
    let mut muted = averse[2..].to_vec();
    muted.sort_by_key(|(id, _)| *id);
    assert_eq!(muted, expected[2..]);
    let nobody = Viewer {
        account_id: None,
        ..reader
    };
    assert!(quotes::averse_to(&mut tx, nobody, &[1, 3])?.is_empty());
    Ok(())
}
