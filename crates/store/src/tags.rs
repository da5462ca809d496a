//! Hashtags, as posts carry them and members follow them.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*};

use crate::{Result, Tx, ids::is_any, on, schema::tags, time::Time};

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

pub fn find_named(tx: &mut Tx, name: &str) -> Result<Option<Tag>> {
    let query = tags::table.filter(tags::name.eq(name));
    on!(tx, conn => query.select(Tag::as_select()).first(conn).optional())
}

/// In no particular order; names that nobody has used are left out.
pub fn find_all_named(tx: &mut Tx, names: &[String]) -> Result<Vec<Tag>> {
    let query = tags::table.filter(tags::name.eq_any(names));
    on!(tx, conn => query.select(Tag::as_select()).load(conn))
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
