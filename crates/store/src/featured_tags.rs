//! The tags that members show on their profiles, and how many of their posts have them.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{case_when, exists},
    insert_into,
    prelude::*,
    sql_types::{BigInt, Nullable},
    update,
};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{featured_tags, status_tags, statuses, tags},
    statuses::Visibility,
    time::{Instant, Time},
    written::written,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct FeaturedTag {
    pub id: i64,
    pub account_id: i64,
    pub tag_id: i64,
    /// As the member spells it.
    pub name: String,
    /// Posts that everybody may see.
    pub statuses_count: i64,
    pub last_status_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// Those of most posts first, each with the name of the tag as it is kept.
pub fn all_of(tx: &mut Tx, account_id: i64) -> Result<Vec<(FeaturedTag, String)>> {
    let query = featured_tags::table
        .inner_join(tags::table.on(tags::id.eq(featured_tags::tag_id)))
        .filter(featured_tags::account_id.eq(account_id))
        .order((featured_tags::statuses_count.desc(), featured_tags::id));
    on!(tx, conn => query.select((FeaturedTag::as_select(), tags::name)).load(conn))
}

/// One of that account's and of nobody else's.
pub fn find(tx: &mut Tx, account_id: i64, id: i64) -> Result<Option<FeaturedTag>> {
    let query = featured_tags::table
        .find(id)
        .filter(featured_tags::account_id.eq(account_id));
    on!(tx, conn => query.select(FeaturedTag::as_select()).first(conn).optional())
}

/// Which of the tags an account shows.
pub fn among(tx: &mut Tx, account_id: i64, tag_ids: &[i64]) -> Result<Vec<i64>> {
    let query = featured_tags::table
        .filter(featured_tags::account_id.eq(account_id))
        .filter(is_any(featured_tags::tag_id, tag_ids));
    on!(tx, conn => query.select(featured_tags::tag_id).load(conn))
}

pub fn count_of(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = featured_tags::table.filter(featured_tags::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

/// With the posts that the account has made with it so far.
pub fn add(
    tx: &mut Tx,
    account_id: i64,
    tag_id: i64,
    name: &str,
    at: DateTime<Utc>,
) -> Result<FeaturedTag> {
    let values = (
        featured_tags::account_id.eq(account_id),
        featured_tags::tag_id.eq(tag_id),
        featured_tags::name.eq(name),
        featured_tags::statuses_count.eq(count_posts(tx, account_id, tag_id)?),
        featured_tags::last_status_at.eq(last_post(tx, account_id, tag_id)?.map(Time)),
        featured_tags::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(featured_tags::table)
            .values(values)
            .returning(FeaturedTag::as_returning())
            .get_result(conn)
    })
}

/// The posts of an account with a tag that everybody may see. They are looked for among its own, which are fewer than those
/// with the tag.
macro_rules! posts {
    ($account_id:expr, $tag_id:expr) => {
        statuses::table
            .filter(statuses::account_id.eq($account_id))
            .filter(statuses::deleted_at.is_null())
            .filter(statuses::held_at.is_null())
            .filter(statuses::visibility.eq_any([Visibility::Public, Visibility::Unlisted]))
            .filter(exists(
                status_tags::table
                    .filter(status_tags::tag_id.eq($tag_id))
                    .filter(status_tags::status_id.eq(statuses::id)),
            ))
    };
}

/// As they are, and not as they are kept.
pub fn count_posts(tx: &mut Tx, account_id: i64, tag_id: i64) -> Result<i64> {
    on!(tx, conn => posts!(account_id, tag_id).count().get_result(conn))
}

fn last_post(tx: &mut Tx, account_id: i64, tag_id: i64) -> Result<Option<DateTime<Utc>>> {
    on!(tx, conn => {
        posts!(account_id, tag_id)
            .order(statuses::id.desc())
            .select(statuses::created_at)
            .first(conn)
            .optional()
    })
}

pub fn remove(tx: &mut Tx, account_id: i64, tag_id: i64) -> Result<()> {
    let query = delete(
        featured_tags::table
            .filter(featured_tags::account_id.eq(account_id))
            .filter(featured_tags::tag_id.eq(tag_id)),
    );
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove_all_of(tx: &mut Tx, account_id: i64) -> Result<()> {
    let query = delete(featured_tags::table.filter(featured_tags::account_id.eq(account_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// An account has posted with these tags. Those that it does not show are left out.
pub fn count(tx: &mut Tx, account_id: i64, tag_ids: &[i64], at: DateTime<Utc>) -> Result<()> {
    let shown = featured_tags::table
        .filter(featured_tags::account_id.eq(account_id))
        .filter(is_any(featured_tags::tag_id, tag_ids));
    // One that was held, or has come late, may be older than what was counted before.
    let is_older = featured_tags::last_status_at.assume_not_null().gt(Time(at));
    let query = update(shown).set((
        featured_tags::statuses_count.eq(featured_tags::statuses_count + 1),
        featured_tags::last_status_at.eq(case_when(is_older, featured_tags::last_status_at)
            .otherwise(Time(at).into_sql::<Nullable<Instant>>())),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Counts anew what an account has made with these tags.
pub fn recount_some(tx: &mut Tx, account_id: i64, tag_ids: &[i64]) -> Result<()> {
    for tag_id in among(tx, account_id, tag_ids)? {
        let shown = featured_tags::table
            .filter(featured_tags::account_id.eq(account_id))
            .filter(featured_tags::tag_id.eq(tag_id));
        let query = update(shown).set((
            featured_tags::statuses_count.eq(count_posts(tx, account_id, tag_id)?),
            featured_tags::last_status_at.eq(last_post(tx, account_id, tag_id)?.map(Time)),
        ));
        on!(&mut *tx, conn => query.execute(conn))?;
    }
    Ok(())
}

/// A post with these tags is gone, or has them no longer; it is not to be found any more.
pub fn uncount(tx: &mut Tx, account_id: i64, tag_ids: &[i64]) -> Result<()> {
    for tag_id in among(tx, account_id, tag_ids)? {
        let last = last_post(tx, account_id, tag_id)?;
        let shown = featured_tags::table
            .filter(featured_tags::account_id.eq(account_id))
            .filter(featured_tags::tag_id.eq(tag_id))
            .filter(featured_tags::statuses_count.gt(0));
        let query = update(shown).set((
            featured_tags::statuses_count.eq(featured_tags::statuses_count - 1),
            featured_tags::last_status_at.eq(last.map(Time)),
        ));
        on!(&mut *tx, conn => query.execute(conn))?;
    }
    Ok(())
}

/// The tags that an account has used most in its last posts, and neither shows nor must not show.
pub fn suggestions(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<i64>> {
    let rows = written::<BigInt>("SELECT tag.id FROM (SELECT id FROM statuses WHERE account_id = ")
        .id(account_id)
        .words(" AND deleted_at IS NULL ORDER BY id DESC LIMIT 1000) recent")
        .words(" JOIN status_tags tagged ON tagged.status_id = recent.id")
        .words(" JOIN tags tag ON tag.id = tagged.tag_id")
        .words(
            " WHERE (tag.usable IS NULL OR tag.usable) AND (tag.listable IS NULL OR tag.listable)",
        )
        .words(" AND NOT EXISTS (SELECT 1 FROM featured_tags shown WHERE shown.tag_id = tag.id")
        .words(" AND shown.account_id = ")
        .id(account_id)
        .words(") GROUP BY tag.id ORDER BY count(*) DESC, tag.id DESC LIMIT ")
        .id(limit);
    on!(tx, conn => rows.load(conn))
}
