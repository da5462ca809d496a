//! Databases that look like those of a server which has been running for five years.
//!
//! The same number of accounts gives the same accounts, apart from when they were made.

use std::{fmt::Write, net::Ipv4Addr};

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Context, Ids};
use server::App;
use store::{Store, counters, testing::batch};

use crate::{
    common::rows::{self, PASSWORD_HASH, mix, settle},
    owner::{self, OWNER},
};

/// Everything that a moderator can read.
pub(crate) const SCOPES: &str = "admin:read";
/// What 200 user names and 200 e-mail addresses start with, however many there are.
pub(crate) const RARE: &str = "osprey";
/// Where the members with these addresses were seen.
pub(crate) const RARE_IP: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 7);
const RARE_COUNT: u64 = 200;

/// One account in so many is of this server.
const LOCAL_EVERY: u64 = 20;
/// How many rows a statement has.
const BATCH: u64 = 500;

/// The domains are many, and the first ones have most of the accounts.
pub(crate) fn domain(rank: u64) -> String {
    format!("d{rank}.example")
}

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, count: u64) -> Result<()> {
    app.store.migrate()?;
    let mut cx = app.write()?;
    if owner::is_there(&mut cx, OWNER)? {
        return Ok(());
    }
    let seeds = Seeds {
        count,
        first_at: cx.now - TimeDelta::days(5 * 365),
        now: cx.now,
        is_sqlite: matches!(app.store, Store::Sqlite { .. }),
    };
    seeds.add_domains(&mut cx)?;
    for first in (0..count).step_by(usize::try_from(BATCH)?) {
        seeds.add_batch(&mut cx, first..(first + BATCH).min(count))?;
    }
    owner::add_owner(&mut cx)?;
    cx.tx.save()?;
    Ok(settle(&app.store)?)
}

struct Seeds {
    count: u64,
    first_at: DateTime<Utc>,
    now: DateTime<Utc>,
    is_sqlite: bool,
}

impl Seeds {
    fn domain_count(&self) -> u64 {
        (self.count / 50).max(10)
    }

    fn add_domains(&self, cx: &mut Context) -> Result<()> {
        let at = instant(self.first_at);
        let rows = (0..self.domain_count()).map(|it| format!("('{}', {at})", domain(it)));
        let rows: Vec<String> = rows.collect();
        for rows in rows.chunks(1000) {
            let rows = rows.join(",");
            batch(
                &mut cx.tx,
                &format!("INSERT INTO instances (domain, created_at) VALUES {rows}"),
            )?;
        }
        let known = i64::try_from(rows.len())?;
        Ok(counters::change(&mut cx.tx, counters::INSTANCES, known)?)
    }

    fn add_batch(&self, cx: &mut Context, numbers: std::ops::Range<u64>) -> Result<()> {
        let seeds: Vec<Seed> = numbers.map(|it| self.seed(it)).collect();
        let locals = || seeds.iter().filter(|it| it.is_local());
        let mut sql = String::new();
        insert(&mut sql, ACCOUNTS, seeds.iter().map(|it| self.account(it)));
        let with_stats = seeds.iter().filter(|it| !it.chance(1, 100));
        insert(&mut sql, STATS, with_stats.map(|it| self.stats(it)));
        insert(&mut sql, USERS, locals().map(|it| self.user(it)));
        insert(&mut sql, IPS, locals().flat_map(|it| self.ips(it)));
        batch(&mut cx.tx, &sql)?;
        let confirmed = locals().filter(|it| it.is_confirmed() && !it.is_suspended());
        let members = i64::try_from(confirmed.count())?;
        Ok(counters::change(&mut cx.tx, counters::MEMBERS, members)?)
    }

    fn seed(&self, number: u64) -> Seed {
        let age = i64::try_from(number).unwrap_or_default();
        let step = TimeDelta::days(5 * 365) / i32::try_from(self.count).unwrap_or(i32::MAX);
        let created_at = self.first_at + step * i32::try_from(age).unwrap_or_default();
        let id = Ids::new(u16::try_from(number & 0xffff).unwrap_or_default()).at(created_at);
        let rank = number_between(number, 1, self.domain_count());
        let is_local = number % LOCAL_EVERY == 7;
        Seed {
            number,
            id,
            created_at,
            domain: (!is_local).then(|| domain(rank)),
            is_rare: match is_local {
                true => (number / LOCAL_EVERY)
                    .is_multiple_of((self.count / LOCAL_EVERY / RARE_COUNT).max(1)),
                false => number % (self.count / RARE_COUNT).max(1) == 3,
            },
        }
    }

    fn account(&self, seed: &Seed) -> String {
        let username = seed.username();
        let home = seed.domain.as_deref().unwrap_or("kumki.example");
        let display_name = format!("{} {}", seed.word(2), seed.word(3));
        let picture = |kind: &str, salt, permille| match (seed.chance(salt, permille), &seed.domain)
        {
            (false, _) => "NULL".to_owned(),
            (true, Some(domain)) => format!("'https://{domain}/media/{kind}/{}.png'", seed.id),
            (true, None) => format!("'{kind}/{}.png'", seed.id),
        };
        let state = |salt, permille| match seed.chance(salt, permille) {
            true => instant(seed.created_at),
            false => "NULL".to_owned(),
        };
        let suspended = seed.is_suspended();
        format!(
            "({}, '{username}', '{username}', {}, 'https://{home}/users/{username}', \
             'https://{home}/@{username}', '{display_name}', '{display_name}', '{}', '{}', '{}', \
             {}, {}, {}, NULL, {}, '', {}, '', FALSE, {}, {}, {}, {}, {}, NULL, {at}, {at})",
            seed.id,
            nullable(seed.domain.as_deref()),
            seed.note(),
            seed.fields(),
            if seed.chance(4, 50) {
                "Service"
            } else {
                "Person"
            },
            boolean(seed.chance(5, 200)),
            ["NULL", "TRUE", "FALSE"]
                [usize::from(seed.chance(6, 600)) + usize::from(seed.chance(7, 200))],
            boolean(seed.chance(8, 300)),
            picture("avatars", 9, 800),
            picture("headers", 10, 600),
            state(11, 10),
            state(12, 5),
            if suspended {
                instant(seed.created_at)
            } else {
                "NULL".into()
            },
            if suspended { "'local'" } else { "NULL" },
            // Never during a measurement.
            if suspended {
                instant(self.now + TimeDelta::days(3650))
            } else {
                "NULL".into()
            },
            at = instant(seed.created_at),
        )
    }

    fn stats(&self, seed: &Seed) -> String {
        format!(
            "({}, {}, {}, {}, {})",
            seed.id,
            seed.mix(20) % 1000,
            seed.mix(21) % 500,
            seed.mix(22) % 5000,
            match seed.chance(23, 700) {
                true => instant(self.recent(seed, 24)),
                false => "NULL".into(),
            }
        )
    }

    fn user(&self, seed: &Seed) -> String {
        let role = match seed.chance(30, 4) {
            true => "(SELECT id FROM roles WHERE name = 'Moderator')",
            false => "NULL",
        };
        format!(
            "({}, '{}@mail.example', '{PASSWORD_HASH}', {role}, '{}', {}, {}, {}, {}, '{{}}', {}, {})",
            seed.id,
            match seed.is_rare {
                true => format!("{RARE}{}", seed.number),
                false => seed.username(),
            },
            if seed.chance(31, 500) { "en" } else { "de" },
            boolean(!seed.chance(32, 20)),
            boolean(seed.chance(33, 10)),
            match seed.is_confirmed() {
                true => instant(seed.created_at),
                false => "NULL".into(),
            },
            match seed.chance(35, 300) {
                true => "'I would like to talk about gardens.'",
                false => "NULL",
            },
            instant(self.recent(seed, 36)),
            instant(seed.created_at),
        )
    }

    /// One to three, and that of many.
    fn ips(&self, seed: &Seed) -> Vec<String> {
        let row = |salt: u64, ip: Ipv4Addr| {
            let mut hex = String::new();
            for byte in ip.to_ipv6_mapped().octets() {
                // Writing to a string does not fail.
                let _ = write!(hex, "{byte:02x}");
            }
            let bytes = if self.is_sqlite {
                format!("x'{hex}'")
            } else {
                format!("'\\x{hex}'")
            };
            format!(
                "({}, {bytes}, {})",
                seed.id,
                instant(self.recent(seed, salt))
            )
        };
        let own = (0..=seed.mix(40) % 3).map(|it| {
            let [.., a, b, c] = seed.mix(41 + it).to_be_bytes();
            row(50 + it, Ipv4Addr::new(10, a, b, c))
        });
        own.chain(seed.is_rare.then(|| row(60, RARE_IP))).collect()
    }

    /// Within the last half year, so that it is not forgotten yet.
    fn recent(&self, seed: &Seed, salt: u64) -> DateTime<Utc> {
        let seconds = i64::try_from(seed.mix(salt) % (180 * 86_400)).unwrap_or_default();
        self.now - TimeDelta::seconds(seconds)
    }
}

/// One account, and what follows from its number.
struct Seed {
    number: u64,
    id: i64,
    created_at: DateTime<Utc>,
    domain: Option<String>,
    is_rare: bool,
}

impl Seed {
    fn is_local(&self) -> bool {
        self.domain.is_none()
    }

    fn is_suspended(&self) -> bool {
        self.chance(13, 20)
    }

    fn is_confirmed(&self) -> bool {
        !self.chance(34, 30)
    }

    fn mix(&self, salt: u64) -> u64 {
        mix(self.number, salt)
    }

    fn chance(&self, salt: u64, permille: u64) -> bool {
        self.mix(salt) % 1000 < permille
    }

    fn word(&self, salt: u64) -> &'static str {
        rows::word(self.mix(salt))
    }

    fn username(&self) -> String {
        match self.is_rare && !self.is_local() {
            true => format!("{RARE}{}", self.number),
            false => format!("{}{}", self.word(0), self.number),
        }
    }

    fn note(&self) -> String {
        let words: Vec<&str> = (0..5 + self.mix(70) % 30)
            .map(|it| self.word(71 + it))
            .collect();
        match (self.chance(69, 100), self.is_local()) {
            (true, _) => String::new(),
            (false, true) => words.join(" "),
            (false, false) => format!("<p>{}</p>", words.join(" ")),
        }
    }

    fn fields(&self) -> String {
        let count = if self.chance(110, 400) {
            1 + self.mix(111) % 4
        } else {
            0
        };
        let rows = (0..count).map(|it| {
            format!(
                r#"{{"name":"{}","value":"{}"}}"#,
                self.word(112 + it),
                self.word(116 + it)
            )
        });
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }
}

const ACCOUNTS: &str = "accounts (id, username, username_lower, domain, uri, url, display_name, \
    display_name_lower, note, fields, kind, locked, discoverable, indexable, hide_collections, \
    avatar, avatar_description, header, header_description, memorial, silenced_at, sensitized_at, \
    suspended_at, suspension_origin, deletion_due_at, purged_at, created_at, updated_at)";
const STATS: &str =
    "account_stats (account_id, followers_count, following_count, statuses_count, last_status_at)";
const USERS: &str = "users (account_id, email, password_hash, role_id, locale, approved, disabled, \
    confirmed_at, invite_request, settings, seen_at, created_at)";
const IPS: &str = "user_ips (account_id, ip, used_at)";
fn insert(sql: &mut String, table: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = rows.collect();
    if !rows.is_empty() {
        let _ = write!(sql, "INSERT INTO {table} VALUES {};", rows.join(","));
    }
}

fn instant(at: DateTime<Utc>) -> String {
    format!("'{}'", at.format("%F %T%.3f+00:00"))
}

fn boolean(is_on: bool) -> &'static str {
    if is_on { "TRUE" } else { "FALSE" }
}

fn nullable(text: Option<&str>) -> String {
    text.map_or("NULL".to_owned(), |it| format!("'{it}'"))
}

/// The smaller the more likely: the first tenth gets almost half.
fn number_between(number: u64, salt: u64, end: u64) -> u64 {
    let part = |salt| mix(number, salt) % 1024;
    end * part(salt) * part(salt + 1000) * part(salt + 2000) / 1024_u64.pow(3)
}
