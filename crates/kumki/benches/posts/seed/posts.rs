//! Posts, and what belongs to each of them.

use std::ops::Range;

use super::{
    Sql, hash,
    people::{RARE_TEXT, TEXTS},
};
use crate::world::{MEMBERS, PROLIFIC, QUIET_FROM, RARE_COUNT, READER, STAR, TAG, account};

/// Of ten posts in a row, the first two are by members; the first of all is answered and boosted by
/// others, and answers nobody, unless it is in the thread. The last is a boost.
const BOOSTS: &str = "n % 10 = 9 AND n >= 2100";
const OTHER_TAGS: i64 = 999;
const META: &str = r#"{"original":{"width":1600,"height":1200,"size":"1600x1200","aspect":1.3333},"small":{"width":461,"height":346,"size":"461x346","aspect":1.3324}}"#;

pub(super) fn before(sql: &Sql<'_>) -> String {
    let tags = sql.numbers(0, OTHER_TAGS);
    let at = sql.instant(&sql.world.time("0"));
    let tags = format!(
        "INSERT INTO tags (name, last_status_at, created_at) VALUES ('{TAG}', {at}, {at});
         {tags} INSERT INTO tags (name, last_status_at, created_at)
         SELECT 'tag' || n, {at}, {at} FROM numbers"
    );
    match sql.is_sqlite {
        true => tags,
        // It is faster to build when everything is there.
        false => format!("{tags}; DROP INDEX status_words_words"),
    }
}

pub(super) fn after(sql: &Sql<'_>) -> String {
    match sql.is_sqlite {
        true => "SELECT 1".into(),
        false => "CREATE INDEX status_words_words ON status_words USING gin (words)".into(),
    }
}

pub(super) fn batch(sql: &Sql<'_>, range: Range<i64>) -> String {
    let numbers = sql.numbers(range.start, range.end);
    [
        format!("{numbers}{}", statuses(sql)),
        mentions(sql, &range),
        format!("{numbers} {}", tags(sql)),
        format!("{numbers} {}", media(sql)),
        format!("{numbers} {}", words(sql)),
        format!("{numbers} {}", stats(sql)),
        format!("{numbers} {}", favourites(sql)),
    ]
    .join(";\n")
}

/// The number of the account that wrote a post.
fn author(sql: &Sql<'_>, n: &str) -> String {
    let hash = hash(n);
    let elsewhere = sql.world.elsewhere;
    format!(
        "CASE WHEN ({n}) % 500 = 1 THEN {READER} WHEN ({n}) % 1000 = 11 THEN {STAR}
           WHEN ({n}) % 100 = 13 THEN {PROLIFIC} WHEN ({n}) % 10 < 2 THEN 2 + {hash} % ({QUIET_FROM} - 2)
           ELSE {MEMBERS} + {hash} % {elsewhere} END"
    )
}

/// The number of the post that one answers. In the thread, each has three answers at most.
fn parent(sql: &Sql<'_>) -> String {
    let thread = sql.world.thread();
    let earlier = "n - n % 10 - 10 * (1 + n * 7 % 30)";
    format!(
        "CASE WHEN n % 10 = 0 AND n BETWEEN {thread} - 90 AND {thread} THEN n - 10
           WHEN n % 10 = 0 AND n BETWEEN {thread} + 10 AND {thread} + 600
             THEN {thread} + 10 * (((n - {thread}) / 10 - 1) / 3)
           WHEN n % 10 IN (3, 4, 5) AND n >= 400
             AND {earlier} NOT BETWEEN {thread} - 100 AND {thread} + 600 THEN {earlier} END"
    )
}

/// The number of the text of a post.
fn text(sql: &Sql<'_>, n: &str) -> String {
    let (hash, every) = (hash(n), sql.world.posts / RARE_COUNT);
    format!("CASE WHEN {n} % {every} = 3 THEN {RARE_TEXT} ELSE {hash} % {TEXTS} END")
}

fn statuses(sql: &Sql<'_>) -> String {
    let world = sql.world;
    let thread = world.thread();
    let (by, parent) = (author(sql, "n"), parent(sql));
    let boosted = "n - 9 - 10 * (n * 13 % 200)";
    let by_parent = author(sql, "parent");
    let (id, account_id) = (world.status("numbered.n"), account("by_number"));
    let (answered, addressee) = (world.status("parent"), account(&by_parent));
    let root = world.status(&format!("{thread} - 100"));
    let (at, boosted_id) = (
        sql.instant(&world.time("numbered.n")),
        world.status("boosted"),
    );
    let text = text(sql, "numbered.n");
    format!(
        ", numbered AS (SELECT n, {by} AS by_number, {parent} AS parent,
           CASE WHEN {BOOSTS} THEN {boosted} END AS boosted FROM numbers)
         INSERT INTO statuses (id, uri, url, account_id, content, text, spoiler_text, visibility,
           sensitive, language, in_reply_to_id, in_reply_to_account_id, conversation_id,
           reblog_of_id, quote_policy, application_id, is_local, is_listed, has_media, created_at)
         SELECT {id},
           CASE WHEN by_number >= {MEMBERS}
             THEN 'https://d' || (by_number / 50) || '.example/posts/' || numbered.n END,
           CASE WHEN by_number >= {MEMBERS}
             THEN 'https://d' || (by_number / 50) || '.example/@somebody/' || numbered.n END,
           {account_id}, CASE WHEN boosted IS NULL THEN html ELSE '' END,
           CASE WHEN boosted IS NULL AND by_number < {MEMBERS} THEN plain ELSE '' END,
           CASE WHEN boosted IS NULL AND numbered.n % 17 = 0 THEN 'a warning' ELSE '' END,
           CASE WHEN boosted IS NOT NULL OR numbered.n % 50 < 40 THEN 'public'
             WHEN numbered.n % 50 < 45 THEN 'unlisted' ELSE 'private' END,
           numbered.n % 17 = 0, 'en', {answered}, CASE WHEN parent IS NOT NULL THEN {addressee} END,
           CASE WHEN numbered.n % 10 = 0 AND numbered.n BETWEEN {thread} - 90 AND {thread} + 600
             THEN {root} ELSE coalesce({answered}, {id}) END,
           {boosted_id}, 'public', CASE WHEN by_number < {MEMBERS} THEN 1 END, by_number < {MEMBERS},
           boosted IS NULL AND numbered.n % 50 < 40 AND (parent IS NULL OR {by_parent} = by_number),
           numbered.n % 10 = 2 OR numbered.n % 20 = 0, {at}
         FROM numbered JOIN bench_texts ON bench_texts.n = {text} WHERE TRUE ON CONFLICT DO NOTHING"
    )
}

fn mentions(sql: &Sql<'_>, range: &Range<i64>) -> String {
    let (first, end) = (
        sql.world.status_id(range.start),
        sql.world.status_id(range.end),
    );
    format!(
        "INSERT INTO mentions SELECT id, in_reply_to_account_id, FALSE FROM statuses
         WHERE id >= {first} AND id < {end} AND in_reply_to_account_id <> account_id"
    )
}

fn tags(sql: &Sql<'_>) -> String {
    let (id, hash) = (sql.world.status("n"), hash("n"));
    format!(
        "INSERT INTO status_tags SELECT (SELECT id FROM tags WHERE name = CASE WHEN n % 100 = 7
           THEN '{TAG}' ELSE 'tag' || ({hash} % {OTHER_TAGS}) END), {id}
         FROM numbers WHERE n % 100 = 7 OR n % 4 = 1 AND n % 10 <> 9"
    )
}

fn media(sql: &Sql<'_>) -> String {
    let (id, by) = (sql.world.status("n"), account(&author(sql, "n")));
    let at = sql.instant(&sql.world.time("n"));
    format!(
        "INSERT INTO media_attachments (id, account_id, status_id, position, kind, state, file,
           preview, remote_url, content_type, size, description, blurhash, meta, created_at,
           updated_at)
         SELECT {id} + 1, {by}, {id}, 0, 'image', 'ready',
           CASE WHEN n % 20 = 0 THEN 'media/' || n || '.jpg' END,
           CASE WHEN n % 20 = 0 THEN 'media/' || n || '-small.jpg' END,
           CASE WHEN n % 20 <> 0 THEN 'https://files.example/' || n || '.jpg' END,
           'image/jpeg', 250000, 'What can be seen in a picture', 'LEHV6nWB2yk8pyo0adR*.7kCMdnj',
           '{META}', {at}, {at}
         FROM numbers WHERE n % 10 = 2 OR n % 20 = 0"
    )
}

fn words(sql: &Sql<'_>) -> String {
    let id = sql.world.status("numbers.n");
    let text = text(sql, "numbers.n");
    let (into, words) = match sql.is_sqlite {
        true => ("status_words (rowid, words, singles)", "plain, ''"),
        false => (
            "status_words (status_id, words)",
            "to_tsvector('simple', plain)",
        ),
    };
    format!(
        "INSERT INTO {into} SELECT {id}, {words} FROM numbers
         JOIN bench_texts ON bench_texts.n = {text} WHERE numbers.n % 10 <> 9"
    )
}

fn stats(sql: &Sql<'_>) -> String {
    let id = sql.world.status("n");
    format!("INSERT INTO status_stats SELECT {id}, 3, 1, 2, 0 FROM numbers WHERE n % 10 = 0")
}

/// Two members like each post that begins something; the reader likes some.
fn favourites(sql: &Sql<'_>) -> String {
    let (id, by) = (
        sql.world.status("n"),
        account(&format!("({} + k * 31) % {QUIET_FROM}", hash("n"))),
    );
    let at = sql.instant(&sql.world.time("n"));
    let own = account(&READER.to_string());
    format!(
        "INSERT INTO favourites (account_id, status_id, created_at)
         SELECT CASE WHEN k = 2 THEN {own} ELSE {by} END, {id}, {at}
         FROM numbers, (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) marks
         WHERE n % 10 = 0 AND (k < 2 OR n % 1000 = 20) ON CONFLICT DO NOTHING"
    )
}
