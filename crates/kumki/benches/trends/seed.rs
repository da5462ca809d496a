//! A busy day: posts, and how often tags, pages and posts were used on it. The first of each kind are used
//! by very many, the others by ever fewer.

use anyhow::Result;
use chrono::{DateTime, Utc};
use server::App;
use store::{
    Store, card_days,
    status_stats::{self, Count},
    tag_days,
    testing::{batch, count},
    trends::Kind,
    trends_due,
};

use crate::common::rows::{mix, settle};

const PEOPLE: u64 = 20_000;
const TAGS: u64 = 50_000;
const PAGES: u64 = 20_000;
/// How many posts are made by one statement.
const BATCH: u64 = 50_000;
/// The day, since the beginning of 1970, and its first millisecond.
const DAY: i32 = 20_000;
const MORNING: u64 = 20_000 * 86_400_000;

/// When the day is nearly over.
pub(crate) fn evening() -> DateTime<Utc> {
    DateTime::from_timestamp(20_000 * 86_400 + 86_000, 0).unwrap_or_default()
}

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, posts: u64) -> Result<()> {
    app.store.migrate()?;
    let mut tx = app.store.write()?;
    if count(&mut tx, "accounts WHERE username = 'person1'")? > 0 {
        return Ok(());
    }
    let sql = Sql {
        is_sqlite: matches!(app.store, Store::Sqlite { .. }),
        posts,
    };
    batch(&mut tx, &sql.people())?;
    batch(&mut tx, &sql.things())?;
    for first in (0..posts).step_by(usize::try_from(BATCH)?) {
        batch(&mut tx, &sql.posts(first, (first + BATCH).min(posts)))?;
    }
    tx.save()?;
    Ok(settle(&app.store)?)
}

/// As if nothing had been scored yet. One post in ten was boosted or favourited.
pub(crate) fn make_all_due(app: &App) -> Result<()> {
    let mut tx = app.store.write()?;
    batch(
        &mut tx,
        "DELETE FROM trends; DELETE FROM trends_due;
         INSERT INTO trends_due SELECT DISTINCT 'tag', tag_id FROM tag_days;
         INSERT INTO trends_due SELECT 'link', card_id FROM card_days;
         INSERT INTO trends_due SELECT 'status', status_id FROM status_stats",
    )?;
    tx.save()?;
    Ok(settle(&app.store)?)
}

/// So many posts more: each with a tag, one in ten with a page, one in ten favourited.
pub(crate) fn use_some(app: &App, posts: u64) -> Result<()> {
    for number in 0..posts {
        let mut tx = app.store.write()?;
        let by = i64::try_from(account_id(mix(number, 1) % PEOPLE))?;
        let of = |count: u64, salt| i64::try_from(1 + mix(number, salt) % count);
        tag_days::count(&mut tx, by, &[of(TAGS, 2)?], DAY)?;
        if number % 10 == 0 {
            card_days::count(&mut tx, by, &[of(PAGES, 3)?], DAY)?;
            let post = i64::try_from(status_id(mix(number, 4) % 100_000 * 10))?;
            status_stats::change(&mut tx, post, Count::Favourites, 1)?;
            trends_due::add(&mut tx, Kind::Status, post)?;
        }
        tx.save()?;
    }
    Ok(())
}

fn account_id(number: u64) -> u64 {
    (MORNING - 86_400_000 + number) * 65_536 + 1
}

/// Fifty a second, so that a day holds more than four million.
fn status_id(number: u64) -> u64 {
    (MORNING + number * 20) * 65_536 + 7
}

/// What is written differently in the two databases.
struct Sql {
    is_sqlite: bool,
    posts: u64,
}

impl Sql {
    fn instant(&self, at: &str) -> String {
        match self.is_sqlite {
            true => format!("strftime('%Y-%m-%d %H:%M:%f+00:00', ({at}) / 1000.0, 'unixepoch')"),
            false => format!("to_timestamp(({at}) / 1000.0)"),
        }
    }

    fn people(&self) -> String {
        let at = self.instant(&MORNING.to_string());
        format!(
            "{} INSERT INTO instances (domain, created_at)
             SELECT 'd' || n || '.example', {at} FROM numbers;
             {} INSERT INTO accounts (id, username, username_lower, domain, uri, url, display_name,
               display_name_lower, note, fields, kind, locked, discoverable, indexable,
               avatar_description, header_description, memorial, created_at, updated_at)
             SELECT {}, 'person' || n, 'person' || n, 'd' || (n / 50) || '.example',
               'https://d' || (n / 50) || '.example/users/person' || n,
               'https://d' || (n / 50) || '.example/@person' || n, 'Somebody', 'somebody', '', '[]',
               'Person', FALSE, TRUE, TRUE, '', '', FALSE, {at}, {at} FROM numbers",
            numbers(0, PEOPLE / 50),
            numbers(0, PEOPLE),
            account("n"),
        )
    }

    /// Tags and pages, and by how many they were used yesterday and today.
    fn things(&self) -> String {
        let at = self.instant(&MORNING.to_string());
        let (tags, pages) = (numbers(1, TAGS + 1), numbers(1, PAGES + 1));
        let yesterday = DAY - 1;
        format!(
            "{tags} INSERT INTO tags (id, name, last_status_at, created_at)
             SELECT n, 'tag' || n, {at}, {at} FROM numbers;
             {tags} INSERT INTO tag_days (tag_id, day, uses, accounts)
             SELECT n, {DAY}, 2 + 60000 / n, 1 + 20000 / n FROM numbers;
             {tags} INSERT INTO tag_days (tag_id, day, uses, accounts)
             SELECT n, {yesterday}, 2 + 30000 / n, 1 + n * 7 % 5 * 8000 / n FROM numbers;
             {pages} INSERT INTO preview_cards (id, url, title, description, kind, author_name, author_url,
               provider_name, provider_url, html, width, height, image_description, embed_url, language,
               host, is_article, fetched_at, created_at)
             SELECT n, 'https://news' || (n % 500) || '.example/' || n, 'News', 'What has happened', 'link',
               '', '', 'News', '', '', 0, 0, '', '', 'en', 'news' || (n % 500) || '.example', TRUE, {at}, {at}
             FROM numbers;
             {pages} INSERT INTO card_days (card_id, day, uses, accounts)
             SELECT n, {DAY}, 2 + 30000 / n, 1 + 8000 / n FROM numbers"
        )
    }

    /// One in ten was boosted or favourited.
    fn posts(&self, first: u64, end: u64) -> String {
        let id = format!("(({MORNING} + n * 20) * 65536 + 7)");
        let at = self.instant(&format!("{MORNING} + n * 86000000 / {}", self.posts));
        let (by, numbers) = (account(&format!("n * 7 % {PEOPLE}")), numbers(first, end));
        format!(
            "{numbers} INSERT INTO statuses (id, uri, url, account_id, content, text, spoiler_text,
               visibility, sensitive, language, conversation_id, quote_policy, is_local, is_listed,
               has_media, created_at)
             SELECT {id}, 'https://d.example/posts/' || n, 'https://d.example/@somebody/' || n, {by},
               '<p>A few words that somebody wrote</p>', '', '', 'public', FALSE, 'en', {id}, 'public',
               FALSE, TRUE, FALSE, {at} FROM numbers;
             {numbers} INSERT INTO status_stats (status_id, replies_count, reblogs_count,
               favourites_count, quotes_count)
             SELECT {id}, 1, 1 + n % 970 / 100, 1 + n % 770 / 30, 0 FROM numbers WHERE n % 10 = 0"
        )
    }
}

fn account(number: &str) -> String {
    format!("(({MORNING} - 86400000 + {number}) * 65536 + 1)")
}

/// A table with a column `n` of whole numbers, to stand before `INSERT`.
fn numbers(first: u64, end: u64) -> String {
    let last = end - 1;
    format!(
        "WITH RECURSIVE numbers (n) AS (SELECT CAST({first} AS BIGINT)
         UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
    )
}
