//! Numbers about days stay what counting gives, whatever happens to the rows and in whatever order.

use std::fmt::Write as _;

use store::{
    Store, Tx, statuses,
    tallies::{self, Kind, Parts, recount},
    testing::{self, execute, store},
};

use crate::{Test, add_account, statuses::public};

const DAY: i64 = 86_400_000;
/// Long enough ago that all made-up times are in the past.
const FIRST_DAY: i64 = 20_000;

/// Makes up what happens; the same for the same seed.
struct History {
    state: u64,
    last_id: i64,
    /// How the database writes a time that is a number of milliseconds.
    is_sqlite: bool,
}

impl History {
    fn begin(store: &Store, seed: u64) -> Self {
        Self {
            state: seed,
            last_id: 0,
            is_sqlite: matches!(store, Store::Sqlite { .. }),
        }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.state;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (it ^ (it >> 31)) % end
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let index = self.below(words.len() as u64);
        words[usize::try_from(index).unwrap_or_default()]
    }

    fn new_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// Some moment of the last 70 days, in milliseconds; often the first of a day.
    fn moment(&mut self) -> i64 {
        let day = FIRST_DAY + i64::try_from(self.below(70)).unwrap_or_default();
        let past = match self.below(3) {
            0 => 0,
            1 => DAY - 1,
            _ => i64::try_from(self.below(86_400_000)).unwrap_or_default(),
        };
        day * DAY + past
    }

    fn time(&self, milliseconds: i64) -> String {
        match self.is_sqlite {
            true => {
                format!("strftime('%Y-%m-%d %H:%M:%f+00:00', {milliseconds} / 1000.0, 'unixepoch')")
            }
            false => format!("to_timestamp({milliseconds} / 1000.0)"),
        }
    }

    /// One of the rows, as a condition for its key. There may be none.
    fn any(&mut self, table: &str, key: &str) -> String {
        let skip = self.below(12);
        format!(
            "{key} = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET
               (SELECT {skip} % CASE count(*) WHEN 0 THEN 1 ELSE count(*) END FROM {table}))",
        )
    }

    fn account(&mut self) -> String {
        let id = self.new_id();
        let at = self.moment();
        let at = self.time(at);
        let domain = self.one_of(&["NULL", "'a.test'", "'b.test'", "'sub.a.test'"]);
        let mut sql = String::new();
        if domain != "NULL" {
            let _ = write!(
                sql,
                "INSERT INTO instances (domain, created_at) VALUES ({domain}, {at}) ON CONFLICT DO NOTHING;"
            );
        }
        let _ = write!(
            sql,
            "INSERT INTO accounts (id, username, username_lower, domain, uri, url, display_name,
               display_name_lower, note, fields, kind, locked, indexable, avatar_description,
               header_description, memorial, created_at, updated_at)
             VALUES ({id}, 'n{id}', 'n{id}', {domain}, 'https://a.test/{id}', '', '', '', '', '[]', 'Person',
               FALSE, FALSE, '', '', FALSE, {at}, {at});"
        );
        if domain == "NULL" {
            let seen = self.moment();
            let seen = match self.below(3) {
                0 => "NULL".to_owned(),
                _ => self.time(seen),
            };
            let program = self.one_of(&["NULL", "1", "2"]);
            let locale = self.one_of(&["NULL", "'en'", "'de'"]);
            let _ = write!(
                sql,
                "INSERT INTO applications (id, name, redirect_uris, scopes, client_id, client_secret_hash, created_at)
                 SELECT {program}, 'app', '[]', 'read', 'p{program}', '', {at} WHERE {program} IS NOT NULL
                 ON CONFLICT DO NOTHING;
                 INSERT INTO users (account_id, email, password_hash, locale, approved, disabled, settings,
                   application_id, seen_at, created_at)
                 VALUES ({id}, '{id}@mail.test', '', {locale}, TRUE, FALSE, '{{}}', {program}, {seen}, {at});"
            );
        }
        sql
    }

    fn post(&mut self) -> String {
        let (number, at) = (self.new_id(), self.moment());
        let id = at * 65_536 + number;
        let by = self.any("accounts", "id");
        let language = self.one_of(&["NULL", "'en'", "'ko'"]);
        let boosted = match self.below(4) {
            0 => format!(
                "(SELECT id FROM statuses WHERE reblog_of_id IS NULL ORDER BY id LIMIT 1 OFFSET {})",
                self.below(5)
            ),
            _ => "NULL".to_owned(),
        };
        let at = self.time(at);
        let mut sql = format!(
            "INSERT INTO statuses (id, uri, account_id, content, text, spoiler_text, visibility, sensitive,
               language, conversation_id, reblog_of_id, quote_policy, is_local, is_listed, has_media, created_at)
             SELECT {id}, 'https://a.test/posts/{id}', id, '', '', '', 'public', FALSE, {language}, {id}, {boosted},
               'public', FALSE, FALSE, FALSE, {at} FROM accounts WHERE {by} ON CONFLICT DO NOTHING;"
        );
        for tag in 1..=2 {
            if self.below(2) == 0 {
                sql.push_str(&self.tag(tag, &format!("id = {id}")));
            }
        }
        sql
    }

    fn tag(&self, tag: i64, which: &str) -> String {
        let at = self.time(FIRST_DAY * DAY);
        format!(
            "INSERT INTO tags (id, name, created_at) VALUES ({tag}, 'tag{tag}', {at}) ON CONFLICT DO NOTHING;
             INSERT INTO status_tags (tag_id, status_id) SELECT {tag}, id FROM statuses WHERE {which}
             ON CONFLICT DO NOTHING;"
        )
    }

    fn follow(&mut self) -> String {
        let at = self.moment();
        let at = self.time(at);
        let (by, of) = (self.any("accounts", "id"), self.any("accounts", "id"));
        format!(
            "INSERT INTO follows (account_id, target_account_id, shows_reblogs, notifies, created_at)
             SELECT follower.id, followed.id, TRUE, FALSE, {at} FROM accounts follower, accounts followed
             WHERE follower.{by} AND followed.{of} ON CONFLICT DO NOTHING;"
        )
    }

    fn report(&mut self) -> String {
        let (at, resolved) = (self.moment(), self.moment());
        let (at, resolved) = (self.time(at), self.time(resolved));
        let (by, of) = (self.any("accounts", "id"), self.any("accounts", "id"));
        let resolved = match self.below(3) {
            0 => resolved,
            _ => "NULL".to_owned(),
        };
        format!(
            "INSERT INTO reports (account_id, target_account_id, category, comment, status_ids, rule_ids,
               action_taken_at, created_at, updated_at)
             SELECT reporter.id, target.id, 'spam', '', '[]', '[]', {resolved}, {at}, {at}
             FROM accounts reporter, accounts target WHERE reporter.{by} AND target.{of};"
        )
    }

    fn medium(&mut self) -> String {
        let (id, at) = (self.new_id(), self.moment());
        let (at, by) = (self.time(at), self.any("accounts", "id"));
        let file = match self.below(2) {
            0 => "NULL".to_owned(),
            _ => format!("'file{id}'"),
        };
        let size = self.below(3) * 700;
        format!(
            "INSERT INTO media_attachments (id, account_id, position, kind, state, file, content_type, size,
               meta, created_at, updated_at)
             SELECT {id}, id, 0, 'image', 'ready', {file}, '', {size}, '{{}}', {at}, {at}
             FROM accounts WHERE {by};"
        )
    }

    /// What happens next.
    fn step(&mut self) -> String {
        let moment = self.moment();
        let at = self.time(moment);
        match self.below(24) {
            0 | 1 => self.account(),
            2..=5 => self.post(),
            6 | 7 => self.follow(),
            8 => self.report(),
            9 | 10 => self.medium(),
            11 => format!(
                "UPDATE statuses SET deleted_at = {at} WHERE {}",
                self.any("statuses", "id")
            ),
            12 => format!(
                "UPDATE statuses SET deleted_at = NULL WHERE {}",
                self.any("statuses", "id")
            ),
            13 => format!("DELETE FROM statuses WHERE {}", self.any("statuses", "id")),
            14 => format!(
                "UPDATE statuses SET language = {} WHERE {}",
                self.one_of(&["NULL", "'en'", "'de'"]),
                self.any("statuses", "id")
            ),
            15 => {
                let which = self.any("statuses", "id");
                self.tag(2, &which)
            }
            16 => format!(
                "DELETE FROM status_tags WHERE {}",
                self.any("status_tags", "status_id")
            ),
            17 => format!("DELETE FROM follows WHERE {}", self.any("follows", "id")),
            18 => format!(
                "UPDATE reports SET action_taken_at = {} WHERE {}",
                match self.below(2) {
                    0 => "NULL",
                    _ => &at,
                },
                self.any("reports", "id")
            ),
            19 => format!(
                "UPDATE media_attachments SET file = {}, size = {} WHERE {}",
                self.one_of(&["NULL", "'file' || id"]),
                self.below(4) * 500,
                self.any("media_attachments", "id")
            ),
            20 => format!(
                "UPDATE users SET seen_at = {at}, locale = {} WHERE {}",
                self.one_of(&["NULL", "'en'", "'sv'"]),
                self.any("users", "account_id")
            ),
            21 => format!(
                "UPDATE accounts SET created_at = {at} WHERE {} AND domain IS NOT NULL",
                self.any("accounts", "id")
            ),
            22 => match self.below(4) {
                0 => format!(
                    "DELETE FROM applications WHERE {}",
                    self.any("applications", "id")
                ),
                1 => "DELETE FROM statuses WHERE language = 'ko'".to_owned(),
                2 => format!("DELETE FROM tags WHERE {}", self.any("tags", "id")),
                _ => format!("DELETE FROM reports WHERE {}", self.any("reports", "id")),
            },
            _ => match self.below(3) {
                0 => "DELETE FROM accounts WHERE domain = 'b.test'".to_owned(),
                _ => format!("DELETE FROM accounts WHERE {}", self.any("accounts", "id")),
            },
        }
    }
}

fn refuse_drift(tx: &mut Tx, when: &str) -> Test {
    for kind in Kind::ALL {
        let drift = recount::drift(tx, kind)?;
        assert!(drift.is_empty(), "{when}: {drift:#?}");
    }
    Ok(())
}

#[test]
fn whatever_happens_numbers_are_what_counting_gives() -> Test {
    for seed in 1..=6 {
        let store = store()?;
        let mut history = History::begin(&store, seed);
        let mut tx = store.write()?;
        for number in 0..400 {
            let step = history.step();
            for statement in step.split(';').filter(|it| !it.trim().is_empty()) {
                execute(&mut tx, statement)?;
            }
            if number % 40 == 39 {
                refuse_drift(&mut tx, &format!("seed {seed}, after {number}: {step}"))?;
            }
            if number % 100 == 70 {
                while !tallies::fold(&mut tx)? {}
                refuse_drift(&mut tx, &format!("seed {seed}, added up after {number}"))?;
            }
        }
        assert!(
            testing::count(&mut tx, "tallies")? > 100,
            "next to nothing happened"
        );
    }
    Ok(())
}

#[test]
fn what_is_wrong_is_found_and_counted_anew() -> Test {
    let store = store()?;
    let mut history = History::begin(&store, 7);
    let mut tx = store.write()?;
    for _ in 0..60 {
        for statement in history.step().split(';').filter(|it| !it.trim().is_empty()) {
            execute(&mut tx, statement)?;
        }
    }
    execute(
        &mut tx,
        "UPDATE tally_log SET amount = amount + 1 WHERE kind = 'posts'",
    )?;
    assert!(!recount::drift(&mut tx, Kind::Posts)?.is_empty());
    tx.save()?;

    let mut tx = store.write()?;
    recount::begin(&mut tx)?;
    for kind in Kind::ALL {
        recount::rebuild(&mut tx, kind)?;
    }

    refuse_drift(&mut tx, "counted anew")?;
    Ok(())
}

/// What a server has that was there before numbers were kept.
#[test]
fn a_migration_counts_what_is_there() -> Test {
    let store = store()?;
    let migration = match store {
        Store::Sqlite { .. } => include_str!("../../migrations/sqlite/0011_tallies/up.sql"),
        Store::Postgres(_) => include_str!("../../migrations/postgres/0011_tallies/up.sql"),
    };
    let (_, fill) = migration
        .split_once("-- What was there before.\n")
        .ok_or("what the migration fills in")?;
    let mut history = History::begin(&store, 8);
    let mut tx = store.write()?;
    for _ in 0..200 {
        for statement in history.step().split(';').filter(|it| !it.trim().is_empty()) {
            execute(&mut tx, statement)?;
        }
    }
    testing::batch(&mut tx, "DELETE FROM tallies; DELETE FROM tally_log")?;

    testing::batch(&mut tx, fill)?;

    refuse_drift(&mut tx, "filled in")
}

#[test]
fn numbers_are_told_by_day_by_part_and_of_all_days_added_up_or_not() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob@a.test"), (3, "cid@b.test")] {
        add_account(&mut tx, id, name)?;
    }
    for (number, day, by) in [(1, 5, 1), (2, 5, 2), (3, 6, 2), (4, 9, 3), (5, 9, 2)] {
        let id = day * DAY * 65_536 + number;
        statuses::add(&mut tx, &public(id, by))?;
    }
    tallies::add(&mut tx, Kind::Interactions, 5, 2)?;
    tallies::add(&mut tx, Kind::Interactions, 5, 1)?;
    let a = ["a.test".to_owned()];
    let both = ["a.test".to_owned(), "b.test".to_owned()];

    for _ in 0..2 {
        let of = |tx: &mut Tx, parts, days| tallies::of_days(tx, Kind::Posts, "", parts, days);
        let told: Vec<(i32, i64)> = of(&mut tx, Parts::These(&a), 5..=9)?.into_iter().collect();
        assert_eq!(told, [(5, 1), (6, 1), (9, 1)]);
        let told = of(&mut tx, Parts::These(&both), 6..=9)?;
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [(6, 1), (9, 2)]);
        let told = of(&mut tx, Parts::All, 5..=5)?;
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [(5, 2)]);
        assert_eq!(
            tallies::of_all_days(&mut tx, Kind::Posts, "", Parts::These(&a))?,
            3
        );
        assert_eq!(
            tallies::of_all_days(&mut tx, Kind::Posts, "", Parts::All)?,
            5
        );
        let parts = tallies::by_part(&mut tx, Kind::Posts, "", 5..=9, 2)?;
        assert_eq!(parts, [("a.test".to_owned(), 3), (String::new(), 1)]);
        let told = tallies::of_days(&mut tx, Kind::Interactions, "", Parts::All, 0..=9)?;
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [(5, 3)]);
        assert!(tallies::fold(&mut tx)?);
    }
    Ok(())
}
