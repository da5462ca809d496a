//! Hashtags, as posts carry them and members follow them.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, sql_types::Bool, update};

use crate::{
    Result, Tx,
    account_list::{Window, successor},
    action_log::Recorded,
    ids::is_any,
    on,
    paged::page,
    schema::tags,
    time::Time,
    written::{Written, written},
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
pub struct Tag {
    pub id: i64,
    /// Without the sign, and as all spellings of it are kept.
    pub name: String,
    /// The spelling that people see, where it is another.
    pub display_name: Option<String>,
    pub usable: Option<bool>,
    pub trendable: Option<bool>,
    pub listable: Option<bool>,
    pub reviewed_at: Option<DateTime<Utc>>,
    pub requested_review_at: Option<DateTime<Utc>>,
    pub last_status_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Tag {
    /// What people see.
    pub fn shown_name(&self) -> &str {
        self.display_name.as_deref().unwrap_or(&self.name)
    }

    /// Whether members may post with it.
    pub fn is_usable(&self) -> bool {
        self.usable.unwrap_or(true)
    }

    /// Whether it may be suggested and found.
    pub fn is_listable(&self) -> bool {
        self.listable.unwrap_or(true)
    }
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Tag>> {
    let query = tags::table.find(id);
    on!(tx, conn => query.select(Tag::as_select()).first(conn).optional())
}

/// For a tag that is about to change: whoever else is about to change it waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Tag>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = tags::table.find(id).select(Tag::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

pub fn find_named(tx: &mut Tx, name: &str) -> Result<Option<Tag>> {
    let query = tags::table.filter(tags::name.eq(name));
    on!(tx, conn => query.select(Tag::as_select()).first(conn).optional())
}

/// In no particular order; names that nobody has used are left out.
pub fn find_all_named(tx: &mut Tx, names: &[String]) -> Result<Vec<Tag>> {
    let query = tags::table.filter(tags::name.eq_any(names));
    on!(tx, conn => query.select(Tag::as_select()).load(conn))
}

/// Above so many of a beginning, only the last used are looked at.
const MANY: i64 = 1000;

/// Tags that are to be listed whose name starts like that, the last used first. What nobody has reviewed
/// is left out where that is wanted.
pub fn starting_with(tx: &mut Tx, name: &str, only_reviewed: bool, most: i64) -> Result<Vec<Tag>> {
    let Some(after) = successor(name) else {
        return Ok(Vec::new());
    };
    let listed = || match only_reviewed {
        true => written::<Bool>("coalesce(listable, TRUE) AND reviewed_at IS NOT NULL"),
        false => written::<Bool>("coalesce(listable, TRUE)"),
    };
    let query = tags::table
        .filter(tags::name.ge(name))
        .filter(tags::name.lt(&after))
        .filter(listed())
        .limit(MANY);
    let mut found: Vec<Tag> = on!(tx, conn => query.select(Tag::as_select()).load(conn))?;
    if found.len() as i64 == MANY {
        // Concatenated, the name is not looked up in its index: from the last used tags backwards, what
        // so many start with comes soon.
        let starts = written::<Bool>("name || '' >= ")
            .text(name)
            .words(" AND name || '' < ")
            .text(after)
            .words(" AND last_status_at IS NOT NULL");
        let query = tags::table
            .filter(starts)
            .filter(listed())
            .order(tags::last_status_at.desc())
            .limit(most);
        return on!(tx, conn => query.select(Tag::as_select()).load(conn));
    }
    found.sort_by(|a, b| (b.last_status_at, &a.name).cmp(&(a.last_status_at, &b.name)));
    found.truncate(usize::try_from(most).unwrap_or_default());
    Ok(found)
}

/// In no particular order; ids of nothing are left out.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Tag>> {
    let query = tags::table.filter(is_any(tags::id, ids));
    on!(tx, conn => query.select(Tag::as_select()).load(conn))
}

/// Who is second finds the tag as the first one spelled it.
pub fn add_if_new(
    tx: &mut Tx,
    name: &str,
    display_name: Option<&str>,
    at: DateTime<Utc>,
) -> Result<()> {
    let values = (
        tags::name.eq(name),
        tags::display_name.eq(display_name),
        tags::created_at.eq(Time(at)),
    );
    let query = insert_into(tags::table).values(values);
    on!(tx, conn => query.on_conflict(tags::name).do_nothing().execute(conn).map(drop))
}

/// Which tags moderators want to see.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How the name begins, as it is kept.
    pub name: Option<String>,
    pub status: Option<Status>,
    /// Oldest first.
    pub is_upwards: bool,
    /// What holds for tags that nobody has decided about.
    pub trendable_by_default: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Reviewed,
    ReviewRequested,
    Unreviewed,
    Trendable,
    NotTrendable,
    Usable,
    NotUsable,
}

impl Filter {
    /// Where an index has only those, in its very words.
    fn condition(&self) -> Written<Bool> {
        written(match (self.status, self.trendable_by_default) {
            (None, _) => "TRUE",
            (Some(Status::Reviewed), _) => "reviewed_at IS NOT NULL",
            (Some(Status::ReviewRequested), _) => {
                "requested_review_at IS NOT NULL AND reviewed_at IS NULL"
            }
            (Some(Status::Unreviewed), _) => "reviewed_at IS NULL",
            (Some(Status::Trendable), true) => "coalesce(trendable, TRUE)",
            (Some(Status::Trendable), false) => "trendable",
            (Some(Status::NotTrendable), _) => "NOT trendable",
            (Some(Status::Usable), _) => "coalesce(usable, TRUE)",
            (Some(Status::NotUsable), _) => "NOT usable",
        })
    }

    /// Those of the beginning are found by their names and then sorted: a page by name costs what
    /// starts like that.
    fn beginning(&self) -> Written<Bool> {
        let Some(name) = &self.name else {
            return written("TRUE");
        };
        let after = successor(name).unwrap_or_default();
        written("id IN (SELECT id FROM tags named WHERE named.name >= ")
            .text(name)
            .words(" AND named.name < ")
            .text(after)
            .words(")")
    }
}

/// Newest first, unless oldest first is wanted.
pub fn page(tx: &mut Tx, filter: &Filter, window: Window) -> Result<Vec<Tag>> {
    // Upwards, a page that begins nowhere begins at the bottom.
    let is_beginning = window.min_id.is_none() && window.max_id.is_none();
    let window = match filter.is_upwards && is_beginning {
        true => Window {
            min_id: Some(window.since_id.unwrap_or_default()),
            ..window
        },
        false => window,
    };
    let mut page: Vec<Tag> = page!(
        tx,
        window,
        tags::id,
        tags::table
            .filter(filter.condition())
            .filter(filter.beginning())
            .select(Tag::as_select())
    );
    if filter.is_upwards {
        page.reverse();
    }
    Ok(page)
}

/// What was decided about a tag becomes what is given: how it is shown, its flags, and that it was looked
/// at.
pub fn set_decided(tx: &mut Tx, tag: &Tag, _: &Recorded) -> Result<()> {
    let query = update(tags::table.find(tag.id)).set((
        tags::display_name.eq(&tag.display_name),
        tags::usable.eq(tag.usable),
        tags::trendable.eq(tag.trendable),
        tags::listable.eq(tag.listable),
        tags::reviewed_at.eq(tag.reviewed_at.map(Time)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Somebody should look.
pub fn set_requested(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(tags::table.find(id)).set(tags::requested_review_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}
