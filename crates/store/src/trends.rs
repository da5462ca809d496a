//! What trends, as it was scored last.

use chrono::{DateTime, Utc};
use diesel::{
    delete,
    dsl::{exists, not},
    insert_into,
    prelude::*,
    sql_query,
    sql_types::Bool,
    update,
};

use crate::{
    Result, Tx,
    account_list::Slice,
    action_log::Recorded,
    ids::is_any,
    on,
    schema::{statuses, trends},
    time::Time,
    visible::{Place, Viewer},
    written::{Written, written},
};

/// What may trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Tag,
    Link,
    Status,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Tag, Self::Link, Self::Status];

    pub fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Link => "link",
            Self::Status => "status",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
pub struct Trend {
    /// The tag, card or post.
    pub thing_id: i64,
    /// Whose post it is.
    pub account_id: Option<i64>,
    /// Empty where it has none, as tags do.
    pub language: String,
    /// None if it does not trend, and is only remembered for its peak.
    pub score: Option<f64>,
    /// Among all of the kind and language; the first is 1.
    pub rank: Option<i32>,
    /// Whether everybody may be shown it.
    pub allowed: bool,
    /// Whether no other post of the author has a higher score.
    pub is_best: bool,
    /// The highest score of late, and when that was.
    pub peak: f64,
    pub peak_at: DateTime<Utc>,
}

/// Those in the table, by id, above one.
pub fn above(tx: &mut Tx, kind: Kind, above: i64, limit: i64) -> Result<Vec<i64>> {
    let query = trends::table
        .filter(trends::kind.eq(kind.word()))
        .filter(trends::thing_id.gt(above))
        .order(trends::thing_id)
        .limit(limit)
        .select(trends::thing_id);
    on!(tx, conn => query.load(conn))
}

/// In no particular order; what is not in the table is left out.
pub fn find_many(tx: &mut Tx, kind: Kind, ids: &[i64]) -> Result<Vec<Trend>> {
    let query = trends::table
        .filter(trends::kind.eq(kind.word()))
        .filter(is_any(trends::thing_id, ids));
    on!(tx, conn => query.select(Trend::as_select()).load(conn))
}

/// What is known of these things becomes what is given. They have no rank until all are ranked.
pub fn replace(tx: &mut Tx, kind: Kind, ids: &[i64], rows: &[Trend]) -> Result<()> {
    let query = delete(
        trends::table
            .filter(trends::kind.eq(kind.word()))
            .filter(is_any(trends::thing_id, ids)),
    );
    on!(&mut *tx, conn => query.execute(conn))?;
    let values: Vec<_> = rows
        .iter()
        .map(|it| {
            (
                trends::kind.eq(kind.word()),
                trends::thing_id.eq(it.thing_id),
                trends::account_id.eq(it.account_id),
                trends::language.eq(&it.language),
                trends::score.eq(it.score),
                trends::rank.eq(it.rank),
                trends::allowed.eq(it.allowed),
                trends::is_best.eq(it.is_best),
                trends::peak.eq(it.peak),
                trends::peak_at.eq(Time(it.peak_at)),
            )
        })
        .collect();
    on!(tx, conn => insert_into(trends::table).values(&values).execute(conn).map(drop))
}

/// Gives each its rank, and says of posts which are the best of their authors. Only what has changed is
/// written.
pub fn rank(tx: &mut Tx, kind: Kind) -> Result<()> {
    let query = sql_query(
        "UPDATE trends SET rank = ranked.place, is_best = ranked.best FROM \
         (SELECT thing_id AS id, \
            row_number() OVER (PARTITION BY language ORDER BY score DESC, thing_id DESC) AS place, \
            account_id IS NULL OR row_number() OVER \
              (PARTITION BY account_id ORDER BY score DESC, thing_id DESC) = 1 AS best \
          FROM trends all_trends WHERE all_trends.kind = $1 AND all_trends.score IS NOT NULL) ranked \
         WHERE trends.kind = $1 AND trends.thing_id = ranked.id \
           AND (trends.rank IS NULL OR trends.rank <> ranked.place OR trends.is_best <> ranked.best)",
    )
    .bind::<diesel::sql_types::Text, _>(kind.word());
    on!(tx, conn => query.execute(conn).map(drop))
}

/// All that trends, the highest score first.
pub fn page(tx: &mut Tx, kind: Kind, slice: Slice) -> Result<Vec<Trend>> {
    on!(tx, conn => {
        trends::table
            .filter(trends::kind.eq(kind.word()))
            .filter(trends::score.is_not_null())
            .order((trends::score.desc(), trends::thing_id.desc()))
            .limit(slice.limit)
            .offset(slice.offset)
            .select(Trend::as_select())
            .load(conn)
    })
}

/// All that trends, so many of them, and no more than a server has: to be narrowed by what is decided.
pub fn all(tx: &mut Tx, kind: Kind, limit: i64) -> Result<Vec<Trend>> {
    page(tx, kind, Slice { limit, offset: 0 })
}

/// An index has only those.
fn is_shown() -> Written<Bool> {
    written("allowed AND is_best AND score IS NOT NULL")
}

/// What everybody is shown: the ids, first those in one of the languages, then the others, and the highest
/// score first. Of posts, only those that the viewer may see and wants to.
pub fn shown(
    tx: &mut Tx,
    kind: Kind,
    languages: &[String],
    viewer: Viewer,
    slice: Slice,
) -> Result<Vec<i64>> {
    let end = slice.offset.saturating_add(slice.limit);
    let mut ids = match languages.is_empty() {
        true => Vec::new(),
        false => in_languages(tx, kind, (languages, true), viewer, (0, end))?,
    };
    let found = ids.len() as i64;
    ids.drain(
        ..ids
            .len()
            .min(usize::try_from(slice.offset).unwrap_or(usize::MAX)),
    );
    if found < end {
        let offset = (slice.offset - found).max(0);
        let rest = slice.limit - ids.len() as i64;
        ids.extend(in_languages(
            tx,
            kind,
            (languages, false),
            viewer,
            (offset, rest),
        )?);
    }
    Ok(ids)
}

fn in_languages(
    tx: &mut Tx,
    kind: Kind,
    (languages, is_in): (&[String], bool),
    viewer: Viewer,
    (offset, limit): (i64, i64),
) -> Result<Vec<i64>> {
    let wanted = match is_in {
        true => written::<Bool>("trends.language ").any_text(languages),
        false => written::<Bool>("NOT (trends.language ")
            .any_text(languages)
            .words(")"),
    };
    on!(tx, conn => {
        let mut query = trends::table
            .filter(trends::kind.eq(kind.word()))
            .filter(is_shown())
            .filter(wanted)
            .into_boxed();
        if kind == Kind::Status {
            let seen = statuses::table
                .filter(statuses::id.eq(trends::thing_id))
                .filter(viewer.sees(Place::Public));
            query = query.filter(exists(seen));
        }
        query
            .order((trends::score.desc(), trends::thing_id.desc()))
            .limit(limit)
            .offset(offset)
            .select(trends::thing_id)
            .load(conn)
    })
}

/// Whether everybody is shown that it trends.
pub fn is_one_shown(tx: &mut Tx, kind: Kind, id: i64) -> Result<bool> {
    let query = trends::table
        .filter(trends::kind.eq(kind.word()))
        .filter(trends::thing_id.eq(id))
        .filter(is_shown());
    on!(tx, conn => diesel::select(exists(query)).get_result(conn))
}

/// The trending posts of an author.
pub fn of_account(tx: &mut Tx, account_id: i64) -> Result<Vec<i64>> {
    let query = trends::table
        .filter(trends::account_id.eq(account_id))
        .filter(trends::kind.eq(Kind::Status.word()))
        .filter(trends::score.is_not_null());
    on!(tx, conn => query.select(trends::thing_id).load(conn))
}

pub fn set_allowed(
    tx: &mut Tx,
    kind: Kind,
    ids: &[i64],
    allowed: bool,
    _: &Recorded,
) -> Result<()> {
    let query = update(
        trends::table
            .filter(trends::kind.eq(kind.word()))
            .filter(is_any(trends::thing_id, ids)),
    )
    .set(trends::allowed.eq(allowed));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Those among the first of each language that everybody is shown, with their language.
pub fn leading(tx: &mut Tx, kind: Kind, ranks: i32) -> Result<Vec<Trend>> {
    let query = trends::table
        .filter(trends::kind.eq(kind.word()))
        .filter(trends::score.is_not_null())
        .filter(trends::allowed)
        .filter(trends::rank.le(ranks));
    on!(tx, conn => query.select(Trend::as_select()).load(conn))
}

/// Those that nobody is shown, the highest score first.
pub fn hidden(tx: &mut Tx, kind: Kind, limit: i64) -> Result<Vec<Trend>> {
    let query = trends::table
        .filter(trends::kind.eq(kind.word()))
        .filter(trends::score.is_not_null())
        .filter(not(trends::allowed))
        .order((trends::score.desc(), trends::thing_id.desc()))
        .limit(limit);
    on!(tx, conn => query.select(Trend::as_select()).load(conn))
}
