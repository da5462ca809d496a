//! One statement for many readers finds what one for each would find.

use std::collections::HashSet;

use store::{
    Tx,
    statuses::{self, NewStatus, Visibility},
    streaming,
    testing::{self, store},
    visible::{Place, Viewer},
};

use crate::{Test, add_account, add_member, noon, statuses::post};

const READERS: [i64; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
const PLACES: [Place; 4] = [Place::Alone, Place::Thread, Place::Public, Place::Home];

/// Eight members of whom each has something else to do with the authors 20 and, limited, 21@far.test.
fn populate(tx: &mut Tx) -> Result<Vec<i64>, Box<dyn std::error::Error>> {
    for id in READERS {
        add_member(tx, id, &format!("reader{id}"))?;
    }
    add_account(tx, 20, "author")?;
    add_account(tx, 21, "limited@far.test")?;
    let at = "'2026-01-01 00:00:00+00:00'";
    let mut ids = Vec::new();
    for (author, first) in [(20, 100), (21, 200)] {
        testing::follow(tx, 1, author, noon())?;
        for (table, columns, from, to) in [
            ("blocks", "", 2, author),
            ("blocks", "", author, 3),
            ("mutes", "hides_notifications, ", 4, author),
        ] {
            let value = if columns.is_empty() { "" } else { "TRUE, " };
            testing::execute(
                tx,
                &format!(
                    "INSERT INTO {table} (account_id, target_account_id, {columns}created_at) \
                     VALUES ({from}, {to}, {value}{at})"
                ),
            )?;
        }
        for (id, visibility) in (first..).zip(Visibility::ALL) {
            statuses::add(tx, &post(id, author, visibility))?;
            for named in [3, 5] {
                testing::execute(
                    tx,
                    &format!(
                        "INSERT INTO mentions (status_id, account_id, is_silent) \
                         VALUES ({id}, {named}, FALSE)"
                    ),
                )?;
            }
            ids.push(id);
        }
    }
    testing::execute(
        tx,
        &format!(
            "INSERT INTO user_domain_blocks (account_id, domain, created_at) \
             VALUES (6, 'far.test', {at})"
        ),
    )?;
    testing::execute(
        tx,
        &format!("UPDATE accounts SET silenced_at = {at} WHERE id = 21"),
    )?;
    let boost = NewStatus {
        reblog_of_id: Some(200),
        ..post(300, 7, Visibility::Public)
    };
    statuses::add(tx, &boost)?;
    ids.push(300);
    Ok(ids)
}

#[test]
fn many_readers_see_what_each_of_them_sees() -> Test {
    let mut tx = store()?.write()?;
    let ids = populate(&mut tx)?;

    for place in PLACES {
        for id in &ids {
            let seeing = streaming::who_sees(&mut tx, &READERS, *id, place, noon())?;
            let mut one_by_one = HashSet::new();
            for reader in READERS {
                let viewer = Viewer {
                    account_id: Some(reader),
                    now: noon(),
                };
                if !statuses::seen(&mut tx, &[*id], viewer, place)?.is_empty() {
                    one_by_one.insert(reader);
                }
            }
            let seeing: HashSet<i64> = seeing.into_iter().collect();
            assert_eq!(seeing, one_by_one, "{id} {place:?}");
        }
    }
    Ok(())
}

#[test]
fn a_post_concerns_whoever_has_done_something_about_it() -> Test {
    let mut tx = store()?.write()?;
    populate(&mut tx)?;
    let at = "'2026-01-01 00:00:00+00:00'";
    let filter = |account: i64, end: &str| {
        format!(
            "INSERT INTO filters (account_id, title, contexts, action, expires_at, created_at, updated_at) \
             VALUES ({account}, 'F', '[]', 'warn', {end}, {at}, {at})"
        )
    };
    for sql in [
        format!("INSERT INTO favourites (account_id, status_id, created_at) VALUES (2, 100, {at})"),
        format!("INSERT INTO bookmarks (account_id, status_id, created_at) VALUES (3, 100, {at})"),
        "INSERT INTO conversation_mutes (account_id, conversation_id) VALUES (4, 100)".to_owned(),
        filter(5, "NULL"),
        filter(6, at),
    ] {
        testing::execute(&mut tx, &sql)?;
    }
    let mut concerned = |ids: &[i64]| {
        let mut found = streaming::whom_it_concerns(&mut tx, &READERS, ids, noon())?;
        found.sort_unstable();
        Ok::<_, store::Error>(found)
    };

    assert_eq!(concerned(&[100])?, [2, 3, 4, 5]);
    assert_eq!(concerned(&[101])?, [5]);
    assert_eq!(concerned(&[200, 300])?, [5, 7]);
    testing::execute(
        &mut tx,
        "UPDATE statuses SET quote_policy = 'followers' WHERE id = 101",
    )?;
    let found = streaming::whom_it_concerns(&mut tx, &READERS, &[101], noon())?;
    assert_eq!(
        found.into_iter().collect::<HashSet<_>>(),
        HashSet::from([1, 5])
    );
    Ok(())
}

#[test]
fn a_post_is_looked_for_among_readers_and_not_among_all() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    if store.engine() != "SQLite" {
        for detour in ["seqscan", "bitmapscan", "hashjoin"] {
            testing::execute(&mut tx, &format!("SET LOCAL enable_{detour} = off"))?;
        }
    }

    let plans = testing::plans(&mut tx, |tx| {
        streaming::who_sees(tx, &READERS, 100, Place::Public, noon())?;
        streaming::whom_it_concerns(tx, &READERS, &[100], noon())?;
        streaming::who_has_at_home(tx, &READERS, 100)?;
        streaming::who_follows(tx, &READERS, 20)?;
        streaming::lists_with(tx, &READERS, 20)?;
        streaming::lists_showing(tx, &READERS, 100, noon()).map(drop)
    })?;

    let plan = plans.join("\n");
    for line in plan.lines() {
        let is_bad = ["Seq Scan", "SCAN "].iter().any(|it| line.contains(it));
        let is_reader = line.contains("reader") || line.contains("json_each");
        assert!(!is_bad || is_reader, "{plan}");
    }
    Ok(())
}
