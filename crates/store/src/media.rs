//! Pictures, films and sounds that posts carry.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use serde_json::Value;

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{accounts, media_attachments, statuses},
    time::Time,
};

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
    /// `waiting`, `ready` or `failed`; `remote` while nobody has fetched it, and `rejected` when nobody
    /// may.
    pub state: String,
    /// The names of the file and of the small picture. While it is waiting, the file is what was sent.
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

/// A medium that is about to exist, of a member of this server.
#[derive(Clone, Debug)]
pub struct NewMedia<'a> {
    pub id: i64,
    pub account_id: i64,
    pub description: Option<&'a str>,
    pub content: &'a Content<'a>,
    pub state: &'a str,
    pub created_at: DateTime<Utc>,
}

/// What comes of working on a file.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    pub kind: &'a str,
    pub file: &'a str,
    pub preview: Option<&'a str>,
    pub content_type: &'a str,
    pub size: i64,
    pub blurhash: Option<&'a str>,
    pub meta: &'a Value,
}

/// The columns of what comes of working on a file.
macro_rules! content {
    ($it:expr) => {
        (
            media_attachments::kind.eq($it.kind),
            media_attachments::file.eq($it.file),
            media_attachments::preview.eq($it.preview),
            media_attachments::content_type.eq($it.content_type),
            media_attachments::size.eq($it.size),
            media_attachments::blurhash.eq($it.blurhash),
            media_attachments::meta.eq($it.meta),
        )
    };
}

pub fn add(tx: &mut Tx, media: &NewMedia<'_>) -> Result<Media> {
    let values = (
        media_attachments::id.eq(media.id),
        media_attachments::account_id.eq(media.account_id),
        media_attachments::position.eq(0),
        media_attachments::state.eq(media.state),
        media_attachments::description.eq(media.description),
        media_attachments::created_at.eq(Time(media.created_at)),
        media_attachments::updated_at.eq(Time(media.created_at)),
        content!(media.content),
    );
    let query = insert_into(media_attachments::table).values(values);
    on!(tx, conn => query.returning(Media::as_returning()).get_result(conn))
}

/// A medium of another server, of which only that is known what the server says.
#[derive(Clone, Debug)]
pub struct NewRemote<'a> {
    pub id: i64,
    pub account_id: i64,
    pub status_id: i64,
    pub position: i32,
    pub kind: &'a str,
    pub state: &'a str,
    pub remote_url: &'a str,
    pub content_type: &'a str,
    pub description: Option<&'a str>,
    pub blurhash: Option<&'a str>,
    pub meta: &'a Value,
    pub created_at: DateTime<Utc>,
}

/// There is no file yet, and perhaps there never will be.
pub fn add_remote(tx: &mut Tx, media: &NewRemote<'_>) -> Result<()> {
    let values = (
        media_attachments::id.eq(media.id),
        media_attachments::account_id.eq(media.account_id),
        media_attachments::status_id.eq(media.status_id),
        media_attachments::position.eq(media.position),
        media_attachments::kind.eq(media.kind),
        media_attachments::state.eq(media.state),
        media_attachments::remote_url.eq(media.remote_url),
        media_attachments::content_type.eq(media.content_type),
        media_attachments::size.eq(0),
        media_attachments::description.eq(media.description),
        media_attachments::blurhash.eq(media.blurhash),
        media_attachments::meta.eq(media.meta),
        media_attachments::created_at.eq(Time(media.created_at)),
        media_attachments::updated_at.eq(Time(media.created_at)),
    );
    let query = insert_into(media_attachments::table).values(values);
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Media>> {
    let query = media_attachments::table.find(id);
    on!(tx, conn => query.select(Media::as_select()).first(conn).optional())
}

/// In no particular order; ids of nothing are left out.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Media>> {
    let query = media_attachments::table.filter(is_any(media_attachments::id, ids));
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// For a medium that is about to change: whoever else is about to change it waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Media>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = media_attachments::table.find(id).select(Media::as_select());
            Ok(query.for_update().first(&mut **conn).optional()?)
        }
    }
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

/// The media of some posts and of their earlier versions, in no particular order.
pub fn of_versions(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<Media>> {
    let status_id = media_attachments::status_id.assume_not_null();
    let query = media_attachments::table.filter(is_any(status_id, status_ids));
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

pub fn set_ready(tx: &mut Tx, id: i64, content: &Content<'_>, at: DateTime<Utc>) -> Result<()> {
    let state = (
        media_attachments::state.eq("ready"),
        media_attachments::updated_at.eq(Time(at)),
    );
    let query = update(media_attachments::table.find(id)).set((state, content!(content)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// One that failed has no files.
pub fn set_failed(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(media_attachments::table.find(id)).set((
        media_attachments::state.eq("failed"),
        media_attachments::file.eq(None::<String>),
        media_attachments::preview.eq(None::<String>),
        media_attachments::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// What may be changed about a medium.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub description: Option<&'a str>,
    pub preview: Option<&'a str>,
    pub blurhash: Option<&'a str>,
    pub meta: &'a Value,
}

pub fn change(tx: &mut Tx, id: i64, change: &Change<'_>, at: DateTime<Utc>) -> Result<Media> {
    let query = update(media_attachments::table.find(id)).set((
        media_attachments::description.eq(change.description),
        media_attachments::preview.eq(change.preview),
        media_attachments::blurhash.eq(change.blurhash),
        media_attachments::meta.eq(change.meta),
        media_attachments::updated_at.eq(Time(at)),
    ));
    on!(tx, conn => query.returning(Media::as_returning()).get_result(conn))
}

/// Some media of the accounts of which there are files here, or are still to be.
pub fn kept_of(tx: &mut Tx, account_ids: &[i64], limit: i64) -> Result<Vec<Media>> {
    let query = media_attachments::table
        .filter(is_any(media_attachments::account_id, account_ids))
        .filter(
            media_attachments::file
                .is_not_null()
                .or(media_attachments::preview.is_not_null())
                .or(media_attachments::state.eq("remote")),
        )
        .limit(limit);
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// Media of other servers that were fetched before, oldest first.
pub fn fetched_before(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<Media>> {
    let query = media_attachments::table
        .filter(media_attachments::remote_url.is_not_null())
        .filter(media_attachments::file.is_not_null())
        .filter(media_attachments::updated_at.lt(Time(before)))
        .order(media_attachments::updated_at)
        .limit(limit);
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// There are no files of them here any more, for that reason.
pub fn drop_files(tx: &mut Tx, ids: &[i64], state: &str) -> Result<()> {
    let query = update(media_attachments::table.filter(is_any(media_attachments::id, ids))).set((
        media_attachments::state.eq(state),
        media_attachments::file.eq(None::<String>),
        media_attachments::preview.eq(None::<String>),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

pub fn remove(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    let query = delete(media_attachments::table.filter(is_any(media_attachments::id, ids)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Media that no post carries or is to carry, and that nobody has touched since, oldest first.
pub fn loose(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<Media>> {
    let query = media_attachments::table
        .filter(media_attachments::status_id.is_null())
        .filter(media_attachments::scheduled_status_id.is_null())
        .filter(media_attachments::created_at.lt(Time(before)))
        .filter(media_attachments::updated_at.lt(Time(before)))
        .order(media_attachments::created_at)
        .limit(limit);
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// Media of an account that no post carries, oldest first.
pub fn loose_of(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<Media>> {
    let query = media_attachments::table
        .filter(media_attachments::account_id.eq(account_id))
        .filter(media_attachments::status_id.is_null())
        .order(media_attachments::id)
        .limit(limit);
    on!(tx, conn => query.select(Media::as_select()).load(conn))
}

/// What decides whether a file is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Owner {
    /// When the account was suspended, and when its data was deleted.
    pub suspended_at: Option<DateTime<Utc>>,
    pub purged_at: Option<DateTime<Utc>>,
    /// When the post was deleted, for what a post carries.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// Which files of posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    File,
    Preview,
}

/// Whose file it is, if there is one of that name.
pub fn owner_of(tx: &mut Tx, part: Part, file: &str) -> Result<Option<Owner>> {
    let of_post = media_attachments::status_id.eq(statuses::id.nullable());
    let of_account = media_attachments::account_id.eq(accounts::id);
    let query = media_attachments::table
        .inner_join(accounts::table.on(of_account))
        .left_join(statuses::table.on(of_post))
        .select((
            accounts::suspended_at,
            accounts::purged_at,
            statuses::deleted_at.nullable(),
        ));
    match part {
        Part::File => {
            let query = query.filter(media_attachments::file.eq(file));
            on!(tx, conn => query.first(conn).optional())
        }
        Part::Preview => {
            let query = query.filter(media_attachments::preview.eq(file));
            on!(tx, conn => query.first(conn).optional())
        }
    }
}
