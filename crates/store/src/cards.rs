//! Pages that posts link to.

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::exists, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    action_log::Recorded,
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
    /// When the page was looked at last.
    pub fetched_at: Option<DateTime<Utc>>,
    /// Whose page it is: a name in lower case and ASCII. Empty until it was looked at.
    pub host: String,
    pub is_article: bool,
    /// Whether it may be shown that it trends, where somebody has decided about this page alone.
    pub trendable: Option<bool>,
    /// Another address of the same page, which stands for it.
    pub same_as_id: Option<i64>,
}

/// What is seen of a page.
#[derive(Clone, Debug, Default)]
pub struct Content {
    pub title: String,
    pub description: String,
    pub kind: String,
    pub author_name: String,
    pub author_url: String,
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
    pub host: String,
    pub is_article: bool,
}

pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Card>> {
    let query = preview_cards::table.find(id);
    on!(tx, conn => query.select(Card::as_select()).first(conn).optional())
}

/// For a page that is about to change: whoever else is about to change it waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Card>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = preview_cards::table.find(id).select(Card::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// In no particular order; ids of nothing are left out.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Card>> {
    let query = preview_cards::table.filter(is_any(preview_cards::id, ids));
    on!(tx, conn => query.select(Card::as_select()).load(conn))
}

/// The page at an address; where that is one of several, the one that stands for all.
pub fn find_at(tx: &mut Tx, url: &str) -> Result<Option<i64>> {
    let known = preview_cards::table
        .filter(preview_cards::url.eq(url))
        .select((preview_cards::id, preview_cards::same_as_id));
    let known: Option<(i64, Option<i64>)> = on!(tx, conn => known.first(conn).optional())?;
    Ok(known.map(|(id, same_as)| same_as.unwrap_or(id)))
}

/// The same, where nothing but the address may be known.
pub fn find_or_add(tx: &mut Tx, url: &str, at: DateTime<Utc>) -> Result<i64> {
    match find_at(tx, url)? {
        Some(id) => Ok(id),
        None => add_page(tx, url, at),
    }
}

/// Notes that a post links to a page, of which nothing but the address may be known.
pub fn add(tx: &mut Tx, status_id: i64, url: &str, at: DateTime<Utc>) -> Result<i64> {
    let card_id = find_or_add(tx, url, at)?;
    let values = (
        status_cards::card_id.eq(card_id),
        status_cards::status_id.eq(status_id),
        status_cards::is_waiting.eq(false),
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
        preview_cards::host.eq(""),
        preview_cards::is_article.eq(false),
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

/// The page that a post links to, whether or not it was looked at.
pub fn of_status(tx: &mut Tx, status_id: i64) -> Result<Option<i64>> {
    let query = status_cards::table
        .filter(status_cards::status_id.eq(status_id))
        .select(status_cards::card_id);
    on!(tx, conn => query.first(conn).optional())
}

/// What the page shows becomes what is given.
pub fn set_content(tx: &mut Tx, id: i64, it: &Content, at: DateTime<Utc>) -> Result<()> {
    let texts = (
        preview_cards::title.eq(&it.title),
        preview_cards::description.eq(&it.description),
        preview_cards::kind.eq(&it.kind),
        preview_cards::author_name.eq(&it.author_name),
        preview_cards::author_url.eq(&it.author_url),
        preview_cards::provider_name.eq(&it.provider_name),
        preview_cards::provider_url.eq(&it.provider_url),
        preview_cards::html.eq(&it.html),
        preview_cards::image_description.eq(&it.image_description),
        preview_cards::embed_url.eq(&it.embed_url),
    );
    let query = update(preview_cards::table.find(id)).set((
        texts,
        preview_cards::width.eq(it.width),
        preview_cards::height.eq(it.height),
        preview_cards::image.eq(&it.image),
        preview_cards::blurhash.eq(&it.blurhash),
        preview_cards::language.eq(&it.language),
        preview_cards::published_at.eq(it.published_at.map(Time)),
        preview_cards::host.eq(&it.host),
        preview_cards::is_article.eq(it.is_article),
        preview_cards::fetched_at.eq(Time(at)),
    ));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The page was looked at, and there was nothing new to be seen.
pub fn set_fetched(tx: &mut Tx, id: i64, at: DateTime<Utc>) -> Result<()> {
    let query = update(preview_cards::table.find(id)).set(preview_cards::fetched_at.eq(Time(at)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Another address stands for the page from now on, also in the posts that link to this one.
pub fn set_same_as(tx: &mut Tx, id: i64, same_as: i64) -> Result<()> {
    let query = update(preview_cards::table.find(id)).set(preview_cards::same_as_id.eq(same_as));
    on!(&mut *tx, conn => query.execute(conn))?;
    let query = update(status_cards::table.filter(status_cards::card_id.eq(id)))
        .set(status_cards::card_id.eq(same_as));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// The post shows the page once that was looked at.
pub fn set_waiting(tx: &mut Tx, status_id: i64) -> Result<()> {
    let query = update(status_cards::table.filter(status_cards::status_id.eq(status_id)))
        .set(status_cards::is_waiting.eq(true));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Posts that wait for a page, the first first. They wait no longer.
pub fn stop_waiting(tx: &mut Tx, card_id: i64, limit: i64) -> Result<Vec<i64>> {
    let waiting = status_cards::table
        .filter(status_cards::card_id.eq(card_id))
        .filter(status_cards::is_waiting)
        .order(status_cards::status_id)
        .limit(limit)
        .select(status_cards::status_id);
    let ids: Vec<i64> = on!(&mut *tx, conn => waiting.load(conn))?;
    let query = update(status_cards::table.filter(is_any(status_cards::status_id, &ids)))
        .set(status_cards::is_waiting.eq(false));
    on!(tx, conn => query.execute(conn))?;
    Ok(ids)
}

/// Whether any post links to the page.
pub fn is_linked(tx: &mut Tx, id: i64) -> Result<bool> {
    let posts = status_cards::table.filter(status_cards::card_id.eq(id));
    on!(tx, conn => diesel::select(exists(posts)).get_result(conn))
}

/// Whether everybody may be shown that the page trends. None where its publisher decides.
pub fn set_trendable(tx: &mut Tx, id: i64, trendable: Option<bool>, _: &Recorded) -> Result<()> {
    let query = update(preview_cards::table.find(id)).set(preview_cards::trendable.eq(trendable));
    on!(tx, conn => query.execute(conn).map(drop))
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
