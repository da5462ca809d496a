//! A big server whose people members know, and members.

use anyhow::Result;
use server::App;
use store::{Store, testing::batch};

use crate::{
    common::{
        SITE,
        rows::{PASSWORD_HASH, settle},
    },
    owner::{self, OWNER},
};

pub(crate) const DOMAIN: &str = "big.example";
pub(crate) const SCOPES: &str = "read write admin:read admin:write";

const MEMBERS: u64 = 1_000;
/// How many people of the server each member follows, and as many follow her.
const FOLLOWED: u64 = 20;
const POSTS_EACH: u64 = 10;
/// How many posts are made by one statement.
const BATCH: u64 = 50_000;
/// In milliseconds: when the first account was made, and between two posts.
const FIRST: u64 = 1_635_724_800_000;
const STEP: u64 = 60_000;

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, count: u64) -> Result<()> {
    app.store.migrate()?;
    let mut cx = app.write()?;
    if owner::is_there(&mut cx, OWNER)? {
        return Ok(());
    }
    let sql = Sql {
        is_sqlite: matches!(app.store, Store::Sqlite { .. }),
    };
    batch(&mut cx.tx, &sql.people(count))?;
    batch(&mut cx.tx, &sql.follows(count))?;
    let posts = count * POSTS_EACH;
    for first in (0..posts).step_by(usize::try_from(BATCH)?) {
        let end = (first + BATCH).min(posts);
        batch(&mut cx.tx, &sql.posts(first, end, count))?;
    }
    owner::add_owner(&mut cx)?;
    cx.tx.save()?;
    Ok(settle(&app.store)?)
}

/// What is written differently in the two databases. Members come first, then the people of the server.
struct Sql {
    is_sqlite: bool,
}

impl Sql {
    fn instant(&self, at: &str) -> String {
        match self.is_sqlite {
            true => format!("strftime('%Y-%m-%d %H:%M:%f+00:00', {at} / 1000.0, 'unixepoch')"),
            false => format!("to_timestamp({at} / 1000.0)"),
        }
    }

    fn people(&self, count: u64) -> String {
        let at = self.instant(&time("n"));
        let (all, members) = (numbers(0, MEMBERS + count), numbers(0, MEMBERS));
        let id = account("n");
        format!(
            "INSERT INTO instances (domain, created_at, accounts_count) VALUES ('{DOMAIN}', {since}, {count});
             {all} INSERT INTO accounts (id, username, username_lower, domain, uri, url, display_name,
               display_name_lower, note, fields, kind, locked, discoverable, indexable,
               avatar_description, header_description, memorial, created_at, updated_at)
             SELECT {id}, 'person' || n, 'person' || n, CASE WHEN n >= {MEMBERS} THEN '{DOMAIN}' END,
               CASE WHEN n < {MEMBERS} THEN '{SITE}' ELSE 'https://{DOMAIN}' END || '/users/person' || n,
               CASE WHEN n < {MEMBERS} THEN '{SITE}' ELSE 'https://{DOMAIN}' END || '/@person' || n,
               'Somebody', 'somebody', '<p>A few words about somebody</p>', '[]', 'Person', FALSE, TRUE,
               TRUE, '', '', FALSE, {at}, {at} FROM numbers;
             {all} INSERT INTO account_stats SELECT {id}, 20, 20, {POSTS_EACH}, NULL FROM numbers;
             {members} INSERT INTO users (account_id, email, password_hash, locale, approved, disabled,
               confirmed_at, settings, created_at)
             SELECT {id}, 'person' || n || '@mail.example', '{PASSWORD_HASH}', 'en', TRUE, FALSE, {at},
               '{{}}', {at} FROM numbers",
            since = self.instant(&time("0")),
        )
    }

    /// Each member follows some that others do not follow, and the next ones follow her.
    fn follows(&self, count: u64) -> String {
        let at = self.instant(&time("0"));
        let each = numbers(0, MEMBERS * FOLLOWED);
        let member = account(&format!("n / {FOLLOWED}"));
        let person = account(&format!("{MEMBERS} + n * 5 % {count}"));
        let columns =
            "follows (account_id, target_account_id, shows_reblogs, notifies, created_at)";
        format!(
            "{each} INSERT INTO {columns} SELECT {member}, {person}, TRUE, FALSE, {at} FROM numbers
             WHERE TRUE ON CONFLICT DO NOTHING;
             {each} INSERT INTO {columns} SELECT {person}, {member}, TRUE, FALSE, {at} FROM numbers
             WHERE TRUE ON CONFLICT DO NOTHING"
        )
    }

    /// One in eleven is by a member.
    fn posts(&self, first: u64, end: u64, count: u64) -> String {
        let id = format!(
            "({} * 65536 + 7)",
            time(&format!("{} + n", MEMBERS + count))
        );
        let at = self.instant(&time(&format!("{} + n", MEMBERS + count)));
        let by = account(&format!(
            "CASE WHEN n % 11 = 0 THEN n % {MEMBERS} ELSE {MEMBERS} + n * 7 % {count} END"
        ));
        format!(
            "{} INSERT INTO statuses (id, uri, url, account_id, content, text, spoiler_text, visibility,
               sensitive, language, conversation_id, quote_policy, is_local, is_listed, has_media,
               created_at)
             SELECT {id}, CASE WHEN n % 11 <> 0 THEN 'https://{DOMAIN}/posts/' || n END,
               CASE WHEN n % 11 <> 0 THEN 'https://{DOMAIN}/@somebody/' || n END, {by},
               '<p>A few words that somebody wrote</p>', '', '', 'public', FALSE, 'en', {id}, 'public',
               n % 11 = 0, TRUE, FALSE, {at} FROM numbers",
            numbers(first, end),
        )
    }
}

/// A time in milliseconds, for a number that is an expression of SQL.
fn time(number: &str) -> String {
    format!("({FIRST} + CAST({number} AS BIGINT) * {STEP})")
}

fn account(number: &str) -> String {
    format!("({} * 65536 + 1)", time(number))
}

/// A table with a column `n` of whole numbers, to stand before `INSERT`.
fn numbers(first: u64, end: u64) -> String {
    let last = end - 1;
    format!(
        "WITH RECURSIVE numbers (n) AS (SELECT CAST({first} AS BIGINT)
         UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
    )
}
