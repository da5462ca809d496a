//! Pages that posts link to.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};

use crate::{
    Result, Tx,
    ids::is_any,
    on,
    schema::{preview_cards, status_cards},
    time::Time,
};

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = preview_cards)]
pub struct Card {
    pub id: i64,
    pub url: String,
    /// Empty until the page was looked at; posts then show no card.
    pub title: String,
    pub description: String,
    /// `link`, `photo`, `video` or `rich`.
    pub kind: String,
    pub author_name: String,
    pub author_url: String,
    pub author_account_id: Option<i64>,
    pub provider_name: String,
    pub provider_url: String,
    pub html: String,
    pub width: i32,
    pub height: i32,
    pub image: Option<String>,
    pub image_description: String,
    pub blurhash: Option<String>,
    pub embed_url: String,
    pub language: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
}

/// Notes that a post links to a page, of which nothing but the address may be known.
pub fn add(tx: &mut Tx, status_id: i64, url: &str, at: DateTime<Utc>) -> Result<i64> {
    let known = preview_cards::table
        .filter(preview_cards::url.eq(url))
        .select(preview_cards::id);
    let known: Option<i64> = on!(tx, conn => known.first(conn).optional())?;
    let card_id = match known {
        Some(id) => id,
        None => add_page(tx, url, at)?,
    };
    let values = (
        status_cards::card_id.eq(card_id),
        status_cards::status_id.eq(status_id),
    );
    let query = insert_into(status_cards::table).values(values);
    on!(tx, conn => query.execute(conn))?;
    Ok(card_id)
}

fn add_page(tx: &mut Tx, url: &str, at: DateTime<Utc>) -> Result<i64> {
    let texts = (
        preview_cards::title.eq(""),
        preview_cards::description.eq(""),
        preview_cards::kind.eq("link"),
        preview_cards::author_name.eq(""),
        preview_cards::author_url.eq(""),
        preview_cards::provider_name.eq(""),
        preview_cards::provider_url.eq(""),
        preview_cards::html.eq(""),
        preview_cards::image_description.eq(""),
        preview_cards::embed_url.eq(""),
    );
    let values = (
        preview_cards::url.eq(url),
        texts,
        preview_cards::width.eq(0),
        preview_cards::height.eq(0),
        preview_cards::created_at.eq(Time(at)),
    );
    on!(tx, conn => {
        insert_into(preview_cards::table)
            .values(values)
            .on_conflict(preview_cards::url)
            .do_update()
            .set(preview_cards::url.eq(url))
            .returning(preview_cards::id)
            .get_result(conn)
    })
}

pub fn remove(tx: &mut Tx, status_id: i64) -> Result<()> {
    let query = delete(status_cards::table.filter(status_cards::status_id.eq(status_id)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The pages that some posts link to, as far as they were looked at, with the ids of the posts.
pub fn of_statuses(tx: &mut Tx, status_ids: &[i64]) -> Result<Vec<(i64, Card)>> {
    let query = status_cards::table
        .inner_join(preview_cards::table.on(preview_cards::id.eq(status_cards::card_id)))
        .filter(is_any(status_cards::status_id, status_ids))
        .filter(preview_cards::title.ne(""));
    on!(tx, conn => query.select((status_cards::status_id, Card::as_select())).load(conn))
}
