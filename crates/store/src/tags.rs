//! Hashtags, as posts carry them and members follow them.

use chrono::{DateTime, Utc};
use diesel::{insert_into, prelude::*, sql_types::Bool};

use crate::{
    Result, Tx, account_list::successor, ids::is_any, on, schema::tags, time::Time,
    written::written,
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
