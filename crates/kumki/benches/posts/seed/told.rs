//! What has come to members: their home timelines and notifications.

use super::Sql;
use crate::world::{LAST, MEMBERS, READER, account, account_id};

/// How many notifications the reader has, and each other member.
const OF_READER: i64 = 4_000;
const OF_EACH: i64 = 20;
/// How many posts are in the reader's home, and in that of each other member.
const HOME: i64 = 800;
const OTHER_HOMES: i64 = 100;

pub(super) fn all(sql: &Sql<'_>) -> String {
    [
        home(),
        homes(sql),
        of_reader(sql),
        of_others(sql),
        "DROP TABLE bench_texts".into(),
    ]
    .join(";\n")
}

/// The newest posts of those whom the reader follows.
fn home() -> String {
    let reader = account_id(READER);
    format!(
        "INSERT INTO home_items SELECT {reader}, id FROM statuses WHERE account_id IN
           (SELECT target_account_id FROM follows WHERE account_id = {reader})
         ORDER BY id DESC LIMIT {HOME}"
    )
}

fn homes(sql: &Sql<'_>) -> String {
    let numbers = sql.numbers(OTHER_HOMES, MEMBERS * OTHER_HOMES);
    let (to, posts) = (account(&format!("n / {OTHER_HOMES}")), sql.world.posts);
    let status = sql
        .world
        .status(&format!("{posts} - 10 - 10 * (n * 53 % ({posts} / 10))"));
    format!(
        "{numbers} INSERT INTO home_items SELECT {to}, {status} FROM numbers
         WHERE TRUE ON CONFLICT DO NOTHING"
    )
}

/// Forty in a row are ten each of four kinds. What is liked and boosted is of the reader.
fn of_reader(sql: &Sql<'_>) -> String {
    let (posts, reader) = (sql.world.posts, account_id(READER));
    let numbers = sql.numbers(0, OF_READER);
    let own = sql
        .world
        .status(&format!("{posts} - 499 - 500 * (n / 40 % ({posts} / 500))"));
    let naming = sql
        .world
        .status(&format!("{posts} - 50 - 50 * (n * 7 % ({posts} / 50))"));
    let from = account(&format!("{MEMBERS} + n * 7 % 1000"));
    let (time, at) = (
        format!("({LAST} + n * 60000)"),
        sql.instant(&format!("({LAST} + n * 60000)")),
    );
    format!(
        "{numbers} INSERT INTO notifications (id, account_id, from_account_id, kind, status_id,
           group_key, is_filtered, created_at)
         SELECT {time} * 65536, {reader}, {from},
           CASE n % 4 WHEN 0 THEN 'favourite' WHEN 1 THEN 'reblog' WHEN 2 THEN 'mention'
             ELSE 'follow' END,
           CASE n % 4 WHEN 2 THEN {naming} WHEN 3 THEN NULL ELSE {own} END,
           CASE n % 4 WHEN 0 THEN 'favourite-' || {own} || '-' || (480000 + n / 40)
             WHEN 1 THEN 'reblog-' || {own} || '-' || (480000 + n / 40)
             WHEN 3 THEN 'follow-' || (480000 + n / 40) END,
           FALSE, {at} FROM numbers"
    )
}

fn of_others(sql: &Sql<'_>) -> String {
    let posts = sql.world.posts;
    let numbers = sql.numbers(OF_EACH, MEMBERS * OF_EACH);
    let to = account(&format!("n / {OF_EACH}"));
    let from = account(&format!("{MEMBERS} + n * 11 % 1000"));
    let liked = sql
        .world
        .status(&format!("{posts} - 10 - 10 * (n * 7 % ({posts} / 10))"));
    let time = format!("({LAST} + n * 100)");
    let at = sql.instant(&time);
    format!(
        "{numbers} INSERT INTO notifications (id, account_id, from_account_id, kind, status_id,
           group_key, is_filtered, created_at)
         SELECT {time} * 65536 + 7, {to}, {from}, 'favourite', {liked},
           'favourite-' || {liked} || '-480000', FALSE, {at} FROM numbers"
    )
}
