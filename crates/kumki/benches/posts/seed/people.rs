//! Accounts, members and whom they follow.

use domain::secrets;

use super::{Sql, hash};
use crate::{
    common::{
        SITE,
        rows::{PASSWORD_HASH, mix, word},
    },
    world::{
        FOLLOWED_ELSEWHERE, FOLLOWERS, FOLLOWERS_FROM, LISTED, MEMBERS, QUIET_FROM, RARE, READER,
        STAR, TOKENS, account, account_id, account_time, token,
    },
};

/// How many texts there are to choose from, and the number of one that has the rare word.
pub(super) const TEXTS: u64 = 4096;
pub(super) const RARE_TEXT: u64 = TEXTS;

pub(super) fn all(sql: &Sql<'_>) -> String {
    [
        texts(),
        accounts(sql),
        members(sql),
        tokens(sql),
        follows(sql),
        aversions(sql),
        list(sql),
    ]
    .join(";\n")
}

/// What people write, to choose from.
fn texts() -> String {
    let text = |number: u64| {
        let words = (0..6 + mix(number, 1) % 16).map(|it| some_word(number, 2 + it));
        let text: Vec<String> = words.collect();
        match number == RARE_TEXT {
            true => format!("{RARE} {}", text.join(" ")),
            false => text.join(" "),
        }
    };
    let rows: Vec<String> = (0..=TEXTS)
        .map(|it| (it, text(it)))
        .map(|(number, text)| format!("({number}, '<p>{text}</p>', '{text}')"))
        .collect();
    format!(
        "CREATE TABLE bench_texts (n BIGINT PRIMARY KEY, html TEXT NOT NULL, plain TEXT NOT NULL);
         INSERT INTO bench_texts VALUES {}",
        rows.join(",")
    )
}

/// Some words are common and most are not.
fn some_word(number: u64, salt: u64) -> String {
    let hash = mix(number, salt);
    match hash % 3 {
        0 => word(hash / 3).to_owned(),
        _ => format!("{}{}", word(hash / 3), hash / 96 % 60),
    }
}

fn accounts(sql: &Sql<'_>) -> String {
    let end = MEMBERS + sql.world.elsewhere;
    let (id, at) = (account("named.n"), sql.instant(&account_time("named.n")));
    let text = format!("{} % {TEXTS}", hash("named.n"));
    let domains = sql.numbers(MEMBERS / 50, end / 50 + 1);
    let since = sql.instant(&account_time("n"));
    let numbers = sql.numbers(0, end);
    format!(
        "{domains} INSERT INTO instances (domain, created_at) SELECT 'd' || n || '.example', {since} FROM numbers;
         {numbers}, named AS (SELECT n, n < {MEMBERS} AS is_local,
           CASE WHEN n < {MEMBERS} THEN 'member' ELSE 'person' END || n AS name,
           'd' || (n / 50) || '.example' AS home FROM numbers)
         INSERT INTO accounts (id, username, username_lower, domain, uri, url, display_name,
           display_name_lower, note, fields, kind, locked, discoverable, indexable, avatar,
           avatar_description, header, header_description, memorial, created_at, updated_at)
         SELECT {id}, name, name, CASE WHEN is_local THEN NULL ELSE home END,
           CASE WHEN is_local THEN '{SITE}' ELSE 'https://' || home END || '/users/' || name,
           CASE WHEN is_local THEN '{SITE}' ELSE 'https://' || home END || '/@' || name,
           'Somebody called ' || name, 'somebody called ' || name,
           CASE WHEN is_local THEN plain ELSE html END, '[]', 'Person', FALSE, TRUE, TRUE,
           CASE WHEN is_local THEN 'avatars/' || named.n || '.jpg'
             ELSE 'https://' || home || '/avatars/' || named.n || '.jpg' END,
           '', NULL, '', FALSE, {at}, {at}
         FROM named JOIN bench_texts ON bench_texts.n = {text}"
    )
}

fn members(sql: &Sql<'_>) -> String {
    let (id, at) = (account("n"), sql.instant(&account_time("n")));
    let hash = hash("n");
    let all = sql.numbers(0, MEMBERS + sql.world.elsewhere);
    let members = sql.numbers(0, MEMBERS);
    format!(
        "{all} INSERT INTO account_stats SELECT {id}, {hash} % 1000, {hash} % 500, {hash} % 5000,
           NULL FROM numbers;
         {members} INSERT INTO users (account_id, email, password_hash, locale, approved, disabled,
           confirmed_at, settings, created_at)
         SELECT {id}, 'member' || n || '@mail.example', '{PASSWORD_HASH}', 'en', TRUE, FALSE, {at},
           '{{}}', {at} FROM numbers"
    )
}

/// One app, and what it may do for the first members.
fn tokens(sql: &Sql<'_>) -> String {
    let at = sql.instant(&account_time("0"));
    let rows: Vec<String> = (0..TOKENS)
        .map(|it| (account_id(it), secrets::hash(&token(it))))
        .map(|(id, hash)| format!("('{hash}', 1, {id}, 'read write follow', {at})"))
        .collect();
    format!(
        "INSERT INTO applications (name, redirect_uris, scopes, client_id, client_secret_hash,
           created_at) VALUES ('An app', '[]', 'read write follow', 'app', '', {at});
         INSERT INTO access_tokens (token_hash, application_id, account_id, scopes, created_at)
         VALUES {}",
        rows.join(",")
    )
}

/// Ten thousand members follow the star, and each of them some others. The reader follows a thousand.
fn follows(sql: &Sql<'_>) -> String {
    let at = sql.instant(&account_time("0"));
    let columns = "follows (account_id, target_account_id, shows_reblogs, notifies, created_at)";
    let row = |from: &str, to: &str| {
        let (from, to) = (account(from), account(to));
        format!("INSERT INTO {columns} SELECT {from}, {to}, TRUE, FALSE, {at}")
    };
    let star = sql.numbers(FOLLOWERS_FROM, FOLLOWERS_FROM + FOLLOWERS);
    let members = sql.numbers(10, 210);
    let elsewhere = sql.numbers(MEMBERS, MEMBERS + FOLLOWED_ELSEWHERE);
    let each = sql.numbers(0, MEMBERS * 30);
    [
        format!("{star} {} FROM numbers", row("n", &STAR.to_string())),
        format!("{members} {} FROM numbers", row(&READER.to_string(), "n")),
        format!("{elsewhere} {} FROM numbers", row(&READER.to_string(), "n")),
        format!(
            "{each} {} FROM numbers WHERE n / 30 > 2 ON CONFLICT DO NOTHING",
            row(
                "n / 30",
                &format!("{MEMBERS} + (n / 30 * 7 + n % 30) % 1000")
            )
        ),
    ]
    .join(";\n")
}

/// Each member blocks somebody; the reader has blocked and muted some, and three servers.
fn aversions(sql: &Sql<'_>) -> String {
    let at = sql.instant(&account_time("0"));
    let reader = account_id(READER);
    let quiet = account(&format!("{QUIET_FROM} + n % 20"));
    let (members, some) = (sql.numbers(1, QUIET_FROM), sql.numbers(20, 40));
    let (own, member) = (sql.numbers(0, 20), account("n"));
    let muted = account(&format!("{QUIET_FROM} + n"));
    let domains = sql.numbers(0, 3);
    format!(
        "{members} INSERT INTO blocks (account_id, target_account_id, created_at)
           SELECT {member}, {quiet}, {at} FROM numbers;
         {own} INSERT INTO blocks (account_id, target_account_id, created_at)
           SELECT {reader}, {quiet}, {at} FROM numbers;
         {some} INSERT INTO mutes (account_id, target_account_id, hides_notifications, created_at)
           SELECT {reader}, {muted}, TRUE, {at} FROM numbers;
         {domains} INSERT INTO user_domain_blocks (account_id, domain, created_at)
           SELECT {reader}, 'quiet' || n || '.example', {at} FROM numbers"
    )
}

fn list(sql: &Sql<'_>) -> String {
    let at = sql.instant(&account_time("0"));
    let (reader, member) = (account_id(READER), account("n"));
    let numbers = sql.numbers(MEMBERS, MEMBERS + LISTED);
    format!(
        "INSERT INTO lists (account_id, title, replies_policy, is_exclusive, created_at)
           VALUES ({reader}, 'Some people', 'none', FALSE, {at});
         {numbers} INSERT INTO list_accounts SELECT lists.id, {member} FROM numbers, lists"
    )
}
