//! Numbers that are kept, and the doctor who counts anew.

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::json;
use store::{
    Store, accounts, counters, favourites,
    polls::{self, NewPoll},
    status_stats::{self, Count},
    statuses::{self, NewStatus, Visibility},
    testing,
};

use crate::{configuration::finding, place::Place};

fn post(id: i64, account_id: i64, at: DateTime<Utc>) -> NewStatus<'static> {
    NewStatus {
        id,
        uri: None,
        url: None,
        account_id,
        content: "",
        text: "",
        spoiler_text: "",
        visibility: Visibility::Public,
        sensitive: false,
        language: None,
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        conversation_id: id,
        reblog_of_id: None,
        quote_of_id: None,
        quote_policy: "public",
        application_id: None,
        is_local: true,
        has_media: false,
        created_at: at,
    }
}

/// Two posts of mira's. The first is liked and voted in; its id, and that of its poll.
fn add_posts(store: &Store, mira: i64) -> Result<(i64, i64)> {
    let mut tx = store.write()?;
    let at = DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default();
    for id in [100, 101] {
        statuses::add(&mut tx, &post(id, mira, at))?;
    }
    accounts::count_statuses(&mut tx, mira, 2, Some(at))?;
    counters::change(&mut tx, counters::STATUSES, 2)?;
    favourites::add(&mut tx, mira, 100, at)?;
    status_stats::change(&mut tx, 100, Count::Favourites, 1)?;
    let poll = NewPoll {
        status_id: 100,
        account_id: mira,
        options: &["tea".into(), "coffee".into()],
        multiple: false,
        hide_totals: false,
        expires_at: at,
        created_at: at,
    };
    let poll = polls::add(&mut tx, &poll)?.id;
    polls::add_votes(&mut tx, poll, mira, &[1], at)?;
    polls::set_tallies(&mut tx, poll, &[0, 1], 1)?;
    tx.save()?;
    Ok((100, poll))
}

#[test]
fn the_doctor_counts_anew_and_mends_what_has_drifted() -> Result<()> {
    let place = Place::new()?;
    let mira: i64 = place.add("mira", Some("Owner"))?.parse()?;
    let store = place.store()?;
    let (post, poll) = add_posts(&store, mira)?;
    let (_, before) = finding(&place, "counters")?;
    assert!(before.ends_with("they count what there is"), "{before}");
    let mut tx = store.write()?;
    for broken in [
        "UPDATE counters SET value = 9 WHERE name = 'statuses'",
        "UPDATE account_stats SET statuses_count = 5, following_count = 3",
        "UPDATE status_stats SET favourites_count = 7",
        "INSERT INTO status_stats (status_id, replies_count, reblogs_count, favourites_count, quotes_count)
         VALUES (101, 0, 0, 4, 0)",
        "INSERT INTO instances (domain, created_at, accounts_count)
         SELECT 'far.test', created_at, 6 FROM users LIMIT 1",
        "UPDATE polls SET tallies = '[1,0]', voters_count = 2",
    ] {
        testing::execute(&mut tx, broken)?;
    }
    tx.save()?;

    let (code, found) = finding(&place, "counters")?;
    let mended = place.run(&["doctor", "--repair"])?;
    let (_, after) = finding(&place, "counters")?;

    assert_eq!(code, Some(0));
    assert!(found.starts_with("warn") && found.ends_with("kumki doctor --repair counts anew"));
    let expected = [
        "statuses says 9, but there are 2".to_owned(),
        format!("posts of account {mira} says 5, but there are 2"),
        format!("follows of account {mira} says 3, but there are 0"),
        format!("favourites of post {post} says 7, but there are 1, and 1 like it"),
        format!("voters of poll {poll} says 2, but there are 1"),
        "accounts of server far.test says 6, but there are 0".to_owned(),
        format!("votes of poll {poll} says 1, but there are 0"),
    ];
    for line in &expected {
        assert!(found.contains(line), "{line}: {found}");
        assert!(mended.out.contains(line), "{line}: {mended:?}");
    }
    assert!(mended.out.contains("mended  counters"), "{mended:?}");
    assert!(after.ends_with("they count what there is"), "{after}");
    let poll = polls::find(&mut store.read()?, poll)?;
    let poll = poll.map(|it| (it.tallies, it.voters_count));
    assert_eq!(poll, Some((json!([0, 1]), 1)));
    Ok(())
}
