//! Accounts of this server and of others.

mod states;

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::not, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx, account_search,
    ids::is_any,
    instances, on,
    schema::{account_stats, accounts, users},
    time::Time,
    users::Outline,
};

pub use states::{
    due_for_deletion, limit_newcomer, set_deletion_begun, set_memorial, set_moved_to, set_purged,
    set_sensitized, set_silenced, set_suspended, set_suspended_remotely, set_unsuspended,
    set_unsuspended_remotely,
};

#[derive(Clone, Debug, Queryable, Selectable)]
pub struct Account {
    pub id: i64,
    pub username: String,
    /// `None` for accounts of this server; otherwise lower case and ASCII.
    pub domain: Option<String>,
    pub uri: String,
    pub url: String,
    pub display_name: String,
    /// Plain text for accounts of this server, clean HTML for others.
    pub note: String,
    /// A list of `{"name": …, "value": …}`, plain text or clean HTML like the note.
    pub fields: Value,
    /// `Person`, `Service`, `Group`, …: what ActivityPub calls it.
    pub kind: String,
    pub locked: bool,
    pub discoverable: Option<bool>,
    pub indexable: bool,
    pub hide_collections: Option<bool>,
    /// A file among the media, or an address elsewhere.
    pub avatar: Option<String>,
    pub avatar_description: String,
    pub header: Option<String>,
    pub header_description: String,
    pub memorial: bool,
    pub silenced_at: Option<DateTime<Utc>>,
    pub sensitized_at: Option<DateTime<Utc>>,
    pub suspended_at: Option<DateTime<Utc>>,
    /// `local` when suspended here, `remote` when the account's own server says so.
    pub suspension_origin: Option<String>,
    /// When the data of a suspended account is deleted.
    pub deletion_due_at: Option<DateTime<Utc>>,
    /// When it was.
    pub purged_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The account that this one goes on as.
    pub moved_to_account_id: Option<i64>,
}

impl Account {
    pub fn is_local(&self) -> bool {
        self.domain.is_none()
    }

    /// `name`, or `name@domain`, with the domain as it is kept.
    pub fn handle(&self) -> String {
        match &self.domain {
            Some(domain) => format!("{}@{domain}", self.username),
            None => self.username.clone(),
        }
    }
}

/// An account that is about to exist.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    pub id: i64,
    pub username: &'a str,
    /// Must be known to [`instances`].
    pub domain: Option<&'a str>,
    pub uri: &'a str,
    pub url: &'a str,
    pub display_name: &'a str,
    pub note: &'a str,
    pub kind: &'a str,
    pub created_at: DateTime<Utc>,
}

pub fn add(tx: &mut Tx, account: &NewAccount<'_>) -> Result<Account> {
    let values = (
        accounts::id.eq(account.id),
        accounts::username.eq(account.username),
        accounts::username_lower.eq(account.username.to_lowercase()),
        accounts::domain.eq(account.domain),
        accounts::uri.eq(account.uri),
        accounts::url.eq(account.url),
        accounts::display_name.eq(account.display_name),
        accounts::display_name_lower.eq(account.display_name.to_lowercase()),
        accounts::note.eq(account.note),
        accounts::fields.eq(Value::Array(Vec::new())),
        accounts::kind.eq(account.kind),
        accounts::locked.eq(false),
        accounts::indexable.eq(false),
        accounts::avatar_description.eq(""),
        accounts::header_description.eq(""),
        accounts::memorial.eq(false),
        accounts::created_at.eq(Time(account.created_at)),
        accounts::updated_at.eq(Time(account.created_at)),
    );
    let added: Account = on!(tx, conn => {
        insert_into(accounts::table)
            .values(values)
            .returning(Account::as_returning())
            .get_result(conn)
    })?;
    account_search::set(tx, added.id, account.display_name)?;
    if let Some(domain) = account.domain {
        instances::count_accounts(tx, domain, 1)?;
    }
    Ok(added)
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Account>> {
    let query = accounts::table.find(id);
    on!(tx, conn => query.select(Account::as_select()).first(conn).optional())
}

/// For an account that is about to change: whoever else is about to change it waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Account>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = accounts::table.find(id).select(Account::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// For accounts that are about to decide something about each other: who else is about to do so waits.
pub fn lock(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => Ok(()),
        Tx::Postgres(conn) => {
            // In the order of the ids, so that no two transactions wait for each other; and so that
            // others may refer to the accounts meanwhile.
            let query = accounts::table
                .filter(is_any(accounts::id, ids))
                .order(accounts::id)
                .select(accounts::id);
            let _: Vec<i64> = query.for_no_key_update().load(&mut **conn)?;
            Ok(())
        }
    }
}

/// By its name in federation alone.
pub fn find_by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Account>> {
    let query = accounts::table.filter(accounts::uri.eq(uri));
    on!(tx, conn => query.select(Account::as_select()).first(conn).optional())
}

/// Those of the names in federation that are known, in no particular order.
pub fn find_by_uris(tx: &mut Tx, uris: &[&str]) -> Result<Vec<Account>> {
    on!(tx, conn => {
        let query = accounts::table.filter(accounts::uri.eq_any(uris.iter().copied()));
        query.select(Account::as_select()).load(conn)
    })
}

/// By its name in federation, or by the address of its profile.
pub fn find_by_address(tx: &mut Tx, address: &str) -> Result<Option<Account>> {
    let by_uri = accounts::table.filter(accounts::uri.eq(address));
    let found: Option<Account> =
        on!(tx, conn => by_uri.select(Account::as_select()).first(conn).optional())?;
    if found.is_some() {
        return Ok(found);
    }
    let by_url = accounts::table
        .filter(accounts::url.eq(address))
        .order(accounts::id);
    on!(tx, conn => by_url.select(Account::as_select()).first(conn).optional())
}

/// By user name in any case, and domain as it is kept.
pub fn find_by_handle(
    tx: &mut Tx,
    username: &str,
    domain: Option<&str>,
) -> Result<Option<Account>> {
    // PostgreSQL has no null byte in a text, and fails at one.
    if username.contains('\0') || domain.is_some_and(|it| it.contains('\0')) {
        return Ok(None);
    }
    on!(tx, conn => {
        let named = accounts::table.filter(accounts::username_lower.eq(username.to_lowercase()));
        let query = match domain {
            Some(domain) => named.filter(accounts::domain.eq(domain)).into_boxed(),
            None => named.filter(accounts::domain.is_null()).into_boxed(),
        };
        query.select(Account::as_select()).first(conn).optional()
    })
}

/// In no particular order; ids of nothing are left out.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Account>> {
    let query = accounts::table.filter(is_any(accounts::id, ids));
    on!(tx, conn => query.select(Account::as_select()).load(conn))
}

/// What can be counted about an account.
#[derive(Clone, Debug, Default, Queryable, Selectable)]
#[diesel(table_name = account_stats)]
pub struct Stats {
    pub account_id: i64,
    pub followers_count: i64,
    pub following_count: i64,
    pub statuses_count: i64,
    pub last_status_at: Option<DateTime<Utc>>,
}

/// Accounts without any are left out.
pub fn stats_of(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Stats>> {
    let query = account_stats::table.filter(is_any(account_stats::account_id, ids));
    on!(tx, conn => query.select(Stats::as_select()).load(conn))
}

/// An account with what was counted about it, and with what is shown of the user behind it.
pub type Whole = (Account, Option<Stats>, Option<Outline>);

/// In no particular order; ids of nothing are left out.
pub fn find_whole(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Whole>> {
    let query = accounts::table
        .left_join(account_stats::table.on(account_stats::account_id.eq(accounts::id)))
        .left_join(users::table.on(users::account_id.eq(accounts::id)))
        .filter(is_any(accounts::id, ids));
    on!(tx, conn => {
        let columns = (
            Account::as_select(),
            Option::<Stats>::as_select(),
            Option::<Outline>::as_select(),
        );
        query.select(columns).load(conn)
    })
}

pub fn set_stats(tx: &mut Tx, stats: &Stats) -> Result<()> {
    let values = || {
        (
            account_stats::followers_count.eq(stats.followers_count),
            account_stats::following_count.eq(stats.following_count),
            account_stats::statuses_count.eq(stats.statuses_count),
            account_stats::last_status_at.eq(stats.last_status_at.map(Time)),
        )
    };
    on!(tx, conn => {
        insert_into(account_stats::table)
            .values((account_stats::account_id.eq(stats.account_id), values()))
            .on_conflict(account_stats::account_id)
            .do_update()
            .set(values())
            .execute(conn)
            .map(drop)
    })
}

/// Counts posts that have come or, below 0, gone; `last_at` is the time of one that has come.
pub fn count_statuses(tx: &mut Tx, id: i64, by: i64, last_at: Option<DateTime<Utc>>) -> Result<()> {
    on!(tx, conn => {
        let query = insert_into(account_stats::table).values((
            account_stats::account_id.eq(id),
            account_stats::followers_count.eq(0),
            account_stats::following_count.eq(0),
            account_stats::statuses_count.eq(by),
            account_stats::last_status_at.eq(last_at.map(Time)),
        ));
        query
            .on_conflict(account_stats::account_id)
            .do_update()
            .set((
                account_stats::statuses_count.eq(account_stats::statuses_count + by),
                last_at.map(|at| account_stats::last_status_at.eq(Some(Time(at)))),
            ))
            .execute(conn)
            .map(drop)
    })
}

/// Changes how many followers and follows an account has.
pub fn change_counts(tx: &mut Tx, id: i64, followers: i64, following: i64) -> Result<()> {
    let values = (
        account_stats::account_id.eq(id),
        account_stats::followers_count.eq(followers),
        account_stats::following_count.eq(following),
        account_stats::statuses_count.eq(0),
    );
    let change = (
        account_stats::followers_count.eq(account_stats::followers_count + followers),
        account_stats::following_count.eq(account_stats::following_count + following),
    );
    on!(tx, conn => {
        insert_into(account_stats::table)
            .values(values)
            .on_conflict(account_stats::account_id)
            .do_update()
            .set(change)
            .execute(conn)
            .map(drop)
    })
}

/// One follower less for each of the first, and one follow less for each of the others.
pub fn lower_counts(tx: &mut Tx, followed: &[i64], followers: &[i64]) -> Result<()> {
    let query = update(account_stats::table.filter(is_any(account_stats::account_id, followed)))
        .set(account_stats::followers_count.eq(account_stats::followers_count - 1));
    on!(tx, conn => query.execute(conn))?;
    let query = update(account_stats::table.filter(is_any(account_stats::account_id, followers)))
        .set(account_stats::following_count.eq(account_stats::following_count - 1));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove_stats(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(account_stats::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What a member may change about her own profile; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    pub display_name: Option<String>,
    pub note: Option<String>,
    pub fields: Option<Value>,
    pub kind: Option<String>,
    pub locked: Option<bool>,
    pub discoverable: Option<bool>,
    pub indexable: Option<bool>,
    pub hide_collections: Option<bool>,
    pub avatar: Option<String>,
    pub avatar_description: Option<String>,
    pub header: Option<String>,
    pub header_description: Option<String>,
}

pub fn change_profile(
    tx: &mut Tx,
    id: i64,
    change: &ProfileChange,
    at: DateTime<Utc>,
) -> Result<()> {
    let folded = change.display_name.as_ref().map(|it| it.to_lowercase());
    let query = update(accounts::table.find(id)).set((
        change
            .display_name
            .as_ref()
            .map(|it| accounts::display_name.eq(it)),
        folded
            .as_ref()
            .map(|it| accounts::display_name_lower.eq(it)),
        change.note.as_ref().map(|it| accounts::note.eq(it)),
        change.fields.as_ref().map(|it| accounts::fields.eq(it)),
        change.kind.as_ref().map(|it| accounts::kind.eq(it)),
        change.locked.map(|it| accounts::locked.eq(it)),
        change.discoverable.map(|it| accounts::discoverable.eq(it)),
        change.indexable.map(|it| accounts::indexable.eq(it)),
        change
            .hide_collections
            .map(|it| accounts::hide_collections.eq(it)),
        change.avatar.as_ref().map(|it| accounts::avatar.eq(it)),
        change
            .avatar_description
            .as_ref()
            .map(|it| accounts::avatar_description.eq(it)),
        change.header.as_ref().map(|it| accounts::header.eq(it)),
        change
            .header_description
            .as_ref()
            .map(|it| accounts::header_description.eq(it)),
        accounts::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))?;
    match &change.display_name {
        Some(name) => account_search::set(tx, id, name),
        None => Ok(()),
    }
}

/// The accounts of this server, as id and user name.
pub fn local_names(tx: &mut Tx) -> Result<Vec<(i64, String)>> {
    let local = accounts::table.filter(accounts::domain.is_null());
    on!(tx, conn => local.select((accounts::id, accounts::username)).load(conn))
}

/// Only for an account that nobody has seen yet: others know it by its address.
pub fn set_addresses(tx: &mut Tx, id: i64, uri: &str, url: &str) -> Result<()> {
    let values = (accounts::uri.eq(uri), accounts::url.eq(url));
    let query = update(accounts::table.find(id)).set(values);
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The user names of a server, by the alphabet, but for some accounts.
pub fn names_of_domain(tx: &mut Tx, domain: &str, but: &[i64], limit: i64) -> Result<Vec<String>> {
    let query = accounts::table
        .filter(accounts::domain.eq(domain))
        .filter(not(is_any(accounts::id, but)))
        .order((accounts::username_lower, accounts::id))
        .limit(limit)
        .select(accounts::username);
    on!(tx, conn => query.load(conn))
}

/// Takes the account away, and everything that hangs on it. Its name is free again.
pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(accounts::table.find(id)).returning(accounts::domain);
    let removed: Option<Option<String>> = on!(tx, conn => query.get_result(conn).optional())?;
    match removed.flatten() {
        Some(domain) => instances::count_accounts(tx, &domain, -1),
        None => Ok(()),
    }
}
