//! Pictures, films and sounds that posts carry.

use chrono::{DateTime, Utc};
use diesel::{delete, prelude::*, update};
use serde_json::Value;

use crate::{Result, Tx, ids::is_any, on, schema::media_attachments, time::Time};

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = media_attachments)]
pub struct Media {
    pub id: i64,
    pub account_id: i64,
    pub status_id: Option<i64>,
    pub scheduled_status_id: Option<i64>,
    /// Among the media of its post, from 0. Negative when only earlier versions of the post had it.
    pub position: i32,
    /// `image`, `gifv`, `video`, `audio` or `unknown`.
    pub kind: String,
    /// `waiting`, `ready` or `failed`.
    pub state: String,
    /// The names of the file and of the small picture among the media.
    pub file: Option<String>,
    pub preview: Option<String>,
    /// Where it came from, for media of other servers.
    pub remote_url: Option<String>,
    pub content_type: String,
    pub size: i64,
    pub description: Option<String>,
    pub blurhash: Option<String>,
    pub meta: Value,
    pub created_at: DateTime<Utc>,
}

/// In no particular order; ids of nothing are left out.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Media>> {
    let query = media_attachments::table.filter(is_any(media_attachments::id, ids));
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// An account's own among these, in no particular order; whoever else is about to change one waits.
pub fn find_own_locked(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<Media>> {
    let query = media_attachments::table
        .filter(is_any(media_attachments::id, ids))
        .filter(media_attachments::account_id.eq(account_id));
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(conn) => Ok(query.select(Media::as_select()).load(&mut **conn)?),
        Tx::Postgres(conn) => {
            let query = query.order(media_attachments::id).for_update();
            Ok(query.select(Media::as_select()).load(&mut **conn)?)
        }
    }
}

/// The media of some posts, in their order.
pub fn of_statuses(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Media>> {
    let query = media_attachments::table
        .filter(is_any(media_attachments::status_id.assume_not_null(), ids))
        .filter(media_attachments::position.ge(0))
        .order((media_attachments::status_id, media_attachments::position));
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// The media of a post and of its earlier versions, in no particular order.
pub fn of_versions(tx: &mut Tx, status_id: i64) -> Result<Vec<Media>> {
    let query = media_attachments::table.filter(media_attachments::status_id.eq(status_id));
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// The media of some posts that are to come, in their order.
pub fn of_scheduled(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Media>> {
    let scheduled_id = media_attachments::scheduled_status_id;
    let query = media_attachments::table
        .filter(is_any(scheduled_id.assume_not_null(), ids))
        .order((scheduled_id, media_attachments::position));
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// Keeps media for a post that is to come, in that order.
pub fn reserve(tx: &mut Tx, ids: &[i64], scheduled_id: i64, at: DateTime<Utc>) -> Result<()> {
    for (position, id) in (0_i32..).zip(ids) {
        let query = update(media_attachments::table.find(id)).set((
            media_attachments::scheduled_status_id.eq(scheduled_id),
            media_attachments::position.eq(position),
            media_attachments::updated_at.eq(Time(at)),
        ));
        on!(tx, conn => query.execute(conn))?;
    }
    Ok(())
}

/// Lets the media go that were kept for a post.
pub fn release(tx: &mut Tx, scheduled_id: i64, at: DateTime<Utc>) -> Result<()> {
    let kept =
        media_attachments::table.filter(media_attachments::scheduled_status_id.eq(scheduled_id));
    let query = update(kept).set((
        media_attachments::scheduled_status_id.eq(None::<i64>),
        media_attachments::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Leaves all media of a post to its earlier versions.
pub fn put_aside(tx: &mut Tx, status_id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(media_attachments::table.filter(media_attachments::status_id.eq(status_id)))
        .set((
            media_attachments::position.eq(-1),
            media_attachments::updated_at.eq(Time(at)),
        ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Gives media to a post, in that order.
pub fn attach(tx: &mut Tx, ids: &[i64], status_id: i64, at: DateTime<Utc>) -> Result<()> {
    for (position, id) in (0_i32..).zip(ids) {
        let query = update(media_attachments::table.find(id)).set((
            media_attachments::status_id.eq(status_id),
            media_attachments::scheduled_status_id.eq(None::<i64>),
            media_attachments::position.eq(position),
            media_attachments::updated_at.eq(Time(at)),
        ));
        on!(tx, conn => query.execute(conn))?;
    }
    Ok(())
}

/// Lets the media of a post go, so that another may carry them.
pub fn detach(tx: &mut Tx, status_id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(media_attachments::table.filter(media_attachments::status_id.eq(status_id)))
        .set((
            media_attachments::status_id.eq(None::<i64>),
            media_attachments::updated_at.eq(Time(at)),
        ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    let query = delete(media_attachments::table.filter(is_any(media_attachments::id, ids)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What a medium shows, and which point of it is always to be seen.
pub fn describe(
    tx: &mut Tx,
    id: i64,
    description: Option<&str>,
    meta: &Value,
    at: DateTime<Utc>,
) -> Result<()> {
    let query = update(media_attachments::table.find(id)).set((
        media_attachments::description.eq(description),
        media_attachments::meta.eq(meta),
        media_attachments::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}
