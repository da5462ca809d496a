use store::{
    Tx, deliveries,
    follows::{self, Terms},
    mentions,
    statuses::{self, NewStatus, Status, Visibility},
    testing::{self, store},
};

use crate::{
    Test, add_account, add_member, noon,
    statuses::{boost, post, public},
};

const AUTHOR: i64 = 1;

/// 2 follows as people do, 3 wants no boosts, 4 wants only German, and 5, of another server, follows too.
fn add_people(tx: &mut Tx) -> store::Result<()> {
    for id in [AUTHOR, 2, 3, 4, 6] {
        add_member(tx, id, &format!("member{id}"))?;
    }
    add_account(tx, 5, "dora@far.test")?;
    let terms = Terms::default();
    follows::add(tx, 2, AUTHOR, &terms, noon())?;
    let without_boosts = Terms {
        shows_reblogs: false,
        notifies: true,
        ..Terms::default()
    };
    follows::add(tx, 3, AUTHOR, &without_boosts, noon())?;
    let german = Terms {
        languages: Some(serde_json::json!(["de"])),
        ..Terms::default()
    };
    follows::add(tx, 4, AUTHOR, &german, noon())?;
    follows::add(tx, 5, AUTHOR, &terms, noon()).map(drop)
}

fn deliver(tx: &mut Tx, new: &NewStatus<'_>) -> store::Result<Vec<i64>> {
    let status: Status = statuses::add(tx, new)?;
    let mut homes = deliveries::add_for_followers(tx, &status, &[2, 3, 4, 6], 0)?;
    homes.sort_unstable();
    Ok(homes)
}

#[test]
fn followers_come_in_batches_and_only_members() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;

    let first = deliveries::followers(&mut tx, AUTHOR, 0, 2)?;
    let ids: Vec<_> = first
        .iter()
        .map(|it| (it.account_id, it.notifies))
        .collect();
    assert_eq!(ids, [(2, false), (3, true)]);
    let rest = deliveries::followers(&mut tx, AUTHOR, first[1].follow_id, 2)?;
    assert_eq!(rest.iter().map(|it| it.account_id).collect::<Vec<_>>(), [4]);
    Ok(())
}

#[test]
fn a_post_comes_into_the_homes_of_those_who_want_it() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add_account(&mut tx, 9, "asked")?;
    testing::follow(&mut tx, 3, 9, noon())?;
    statuses::add(&mut tx, &public(8, 9))?;
    let in_language = |id, language| NewStatus {
        language: Some(language),
        ..public(id, AUTHOR)
    };
    let answer = NewStatus {
        in_reply_to_id: Some(8),
        in_reply_to_account_id: Some(9),
        ..public(13, AUTHOR)
    };

    assert_eq!(deliver(&mut tx, &public(10, AUTHOR))?, [2, 3, 4]);
    assert_eq!(deliver(&mut tx, &in_language(11, "de"))?, [2, 3, 4]);
    assert_eq!(deliver(&mut tx, &in_language(12, "fr"))?, [2, 3]);
    assert_eq!(deliver(&mut tx, &answer)?, [3], "who follows both");
    assert_eq!(deliver(&mut tx, &boost(14, AUTHOR, 8))?, [2, 4]);
    let direct = post(15, AUTHOR, Visibility::Direct);
    let direct = statuses::add(&mut tx, &direct)?;
    mentions::add(&mut tx, 15, &[2], false)?;
    let homes = deliveries::add_for_followers(&mut tx, &direct, &[2, 3, 4], 0)?;
    assert_eq!(homes, [2], "whom it is for");
    let again = deliveries::add_for_followers(&mut tx, &direct, &[2, 3, 4], 0)?;
    assert!(again.is_empty(), "it is there already");
    Ok(())
}

#[test]
fn a_post_comes_into_a_home_once_a_day() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    testing::follow(&mut tx, 2, 6, noon())?;
    assert_eq!(deliver(&mut tx, &public(10, AUTHOR))?, [2, 3, 4]);
    let by_six = statuses::add(&mut tx, &boost(20, 6, 10))?;

    let mut homes = |since| deliveries::add_for_followers(&mut tx, &by_six, &[2], since);

    assert!(homes(9)?.is_empty(), "it is there by itself");
    assert_eq!(homes(15)?, [2], "that was long ago");
    Ok(())
}

#[test]
fn members_of_an_exclusive_list_stay_out_of_the_home() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    testing::execute(
        &mut tx,
        "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at)
         VALUES (1, 2, 'l', 'list', TRUE, '2026-11-22 12:00:00+00:00')",
    )?;
    testing::execute(
        &mut tx,
        "INSERT INTO list_accounts (list_id, account_id) VALUES (1, 1)",
    )?;

    assert_eq!(deliver(&mut tx, &public(10, AUTHOR))?, [3, 4]);
    Ok(())
}

#[test]
fn homes_are_trimmed_from_their_end_and_a_post_leaves_all_of_them() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for id in 10..15 {
        statuses::add(&mut tx, &public(id, AUTHOR))?;
        let mut homes = deliveries::add(&mut tx, id, &[2, 3, 5, 77])?;
        homes.sort_unstable();
        assert_eq!(homes, [2, 3], "members only");
    }
    let left = |tx: &mut Tx, id: i64| -> store::Result<i64> {
        testing::count(tx, &format!("home_items WHERE account_id = {id}"))
    };

    assert_eq!(deliveries::trim(&mut tx, &[2], 3)?, 2);
    assert_eq!((left(&mut tx, 2)?, left(&mut tx, 3)?), (3, 5));
    assert_eq!(deliveries::trim(&mut tx, &[2, 3], 800)?, 0);
    assert_eq!(deliveries::remove(&mut tx, 14)?, 2);
    assert_eq!((left(&mut tx, 2)?, left(&mut tx, 3)?), (2, 4));
    Ok(())
}

#[test]
fn followers_of_tags_come_in_batches() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for (id, account_id, tag_id) in [(1, 2, 1), (2, 3, 2), (3, 4, 3)] {
        let at = "'2026-11-22 12:00:00+00:00'";
        testing::execute(
            &mut tx,
            &format!(
                "INSERT INTO tags (id, name, created_at) VALUES ({tag_id}, 't{tag_id}', {at})"
            ),
        )?;
        testing::execute(
            &mut tx,
            &format!(
                "INSERT INTO tag_follows (id, account_id, tag_id, created_at)
                 VALUES ({id}, {account_id}, {tag_id}, {at})"
            ),
        )?;
    }

    assert_eq!(
        deliveries::tag_followers(&mut tx, &[1, 2], 0, 9)?,
        [(1, 2), (2, 3)]
    );
    assert_eq!(
        deliveries::tag_followers(&mut tx, &[1, 2, 3], 1, 1)?,
        [(2, 3)]
    );
    Ok(())
}
