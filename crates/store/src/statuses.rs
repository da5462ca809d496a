//! Posts of this server and of others. A boost is a post too, without words of its own.

mod visibility;

use chrono::{DateTime, Utc};
use diesel::{delete, dsl::not, insert_into, prelude::*, update};

use crate::{
    Result, Tx,
    account_list::Window,
    action_log::Recorded,
    ids::is_any,
    on,
    paged::page,
    quotes::QuoteState,
    schema::statuses,
    time::Time,
    visible::{Place, Viewer},
};

pub use visibility::Visibility;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = statuses)]
pub struct Status {
    pub id: i64,
    /// Of posts of other servers; those of this one follow from the author and the id.
    pub uri: Option<String>,
    pub url: Option<String>,
    pub account_id: i64,
    /// Clean HTML.
    pub content: String,
    pub spoiler_text: String,
    pub visibility: Visibility,
    pub sensitive: bool,
    pub language: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub in_reply_to_account_id: Option<i64>,
    /// The id of the post that began it.
    pub conversation_id: i64,
    pub reblog_of_id: Option<i64>,
    pub quote_of_id: Option<i64>,
    /// Of posts that quote, also when what they quote is gone.
    pub quote_state: Option<QuoteState>,
    /// Who may quote it: `public`, `followers` or `nobody`.
    pub quote_policy: String,
    pub application_id: Option<i64>,
    pub is_local: bool,
    pub edited_at: Option<DateTime<Utc>>,
    pub deleted_at: Option<DateTime<Utc>>,
    /// Since when it waits for a moderator. Until then only its author sees it.
    pub held_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Status {
    /// The post that is meant when this one is favourited, boosted, answered …: what it boosts, or itself.
    pub fn proper_id(&self) -> i64 {
        self.reblog_of_id.unwrap_or(self.id)
    }

    /// The post that it quotes, unless the author of that one has objected.
    pub fn quoted_id(&self) -> Option<i64> {
        let is_accepted = self.quote_state == Some(QuoteState::Accepted);
        self.quote_of_id.filter(|_| is_accepted)
    }

    /// Whether public timelines show it, unless it is held.
    fn is_listed(&self) -> bool {
        let answered = (self.in_reply_to_id, self.in_reply_to_account_id);
        let is_own = self.reblog_of_id.is_none();
        is_own && is_listed(self.account_id, self.visibility, answered)
    }
}

/// Whether a post is on public timelines: public, and no answer to somebody else.
fn is_listed(author: i64, visibility: Visibility, answered: (Option<i64>, Option<i64>)) -> bool {
    let (post, person) = answered;
    let is_answer = post.is_some() || person.is_some();
    visibility == Visibility::Public && (!is_answer || person == Some(author))
}

/// A post that is about to exist.
#[derive(Clone, Debug)]
pub struct NewStatus<'a> {
    pub id: i64,
    pub uri: Option<&'a str>,
    pub url: Option<&'a str>,
    pub account_id: i64,
    pub content: &'a str,
    /// As it was written; empty for posts of other servers.
    pub text: &'a str,
    pub spoiler_text: &'a str,
    pub visibility: Visibility,
    pub sensitive: bool,
    pub language: Option<&'a str>,
    pub in_reply_to_id: Option<i64>,
    pub in_reply_to_account_id: Option<i64>,
    pub conversation_id: i64,
    pub reblog_of_id: Option<i64>,
    pub quote_of_id: Option<i64>,
    pub quote_policy: &'a str,
    pub application_id: Option<i64>,
    pub is_local: bool,
    pub has_media: bool,
    pub created_at: DateTime<Utc>,
}

impl<'a> NewStatus<'a> {
    /// A boost by somebody of this server.
    pub fn boost(
        boosted: &'a Status,
        id: i64,
        account_id: i64,
        visibility: Visibility,
        created_at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            uri: None,
            url: None,
            account_id,
            content: "",
            text: "",
            spoiler_text: "",
            visibility,
            sensitive: false,
            language: boosted.language.as_deref(),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            conversation_id: boosted.conversation_id,
            reblog_of_id: Some(boosted.id),
            quote_of_id: None,
            quote_policy: "nobody",
            application_id: None,
            is_local: true,
            has_media: false,
            created_at,
        }
    }

    fn is_listed(&self) -> bool {
        let answered = (self.in_reply_to_id, self.in_reply_to_account_id);
        let is_own = self.reblog_of_id.is_none();
        is_own && is_listed(self.account_id, self.visibility, answered)
    }
}

pub fn add(tx: &mut Tx, status: &NewStatus<'_>) -> Result<Status> {
    let content = (
        statuses::content.eq(status.content),
        statuses::text.eq(status.text),
        statuses::spoiler_text.eq(status.spoiler_text),
        statuses::visibility.eq(status.visibility),
        statuses::sensitive.eq(status.sensitive),
        statuses::language.eq(status.language),
        statuses::has_media.eq(status.has_media),
    );
    let relations = (
        statuses::in_reply_to_id.eq(status.in_reply_to_id),
        statuses::in_reply_to_account_id.eq(status.in_reply_to_account_id),
        statuses::conversation_id.eq(status.conversation_id),
        statuses::reblog_of_id.eq(status.reblog_of_id),
        statuses::quote_of_id.eq(status.quote_of_id),
        statuses::quote_state.eq(status.quote_of_id.map(|_| QuoteState::Accepted)),
        statuses::quote_policy.eq(status.quote_policy),
    );
    let values = (
        statuses::id.eq(status.id),
        statuses::uri.eq(status.uri),
        statuses::url.eq(status.url),
        statuses::account_id.eq(status.account_id),
        content,
        relations,
        statuses::application_id.eq(status.application_id),
        statuses::is_local.eq(status.is_local),
        statuses::is_listed.eq(status.is_listed()),
        statuses::created_at.eq(Time(status.created_at)),
    );
    on!(tx, conn => {
        insert_into(statuses::table)
            .values(values)
            .returning(Status::as_returning())
            .get_result(conn)
    })
}

/// Deleted ones too.
pub fn find(tx: &mut Tx, id: i64) -> Result<Option<Status>> {
    let query = statuses::table.find(id);
    on!(tx, conn => query.select(Status::as_select()).first(conn).optional())
}

/// By its name in federation alone; of posts of other servers, deleted ones too.
pub fn find_by_uri(tx: &mut Tx, uri: &str) -> Result<Option<Status>> {
    let query = statuses::table.filter(statuses::uri.eq(uri));
    on!(tx, conn => query.select(Status::as_select()).first(conn).optional())
}

/// By its name in federation, or by the address of its page; of posts of other servers.
pub fn find_by_address(tx: &mut Tx, address: &str) -> Result<Option<Status>> {
    let by_uri = statuses::table.filter(statuses::uri.eq(address));
    let found: Option<Status> =
        on!(tx, conn => by_uri.select(Status::as_select()).first(conn).optional())?;
    if found.is_some() {
        return Ok(found);
    }
    let by_url = statuses::table
        .filter(statuses::url.eq(address))
        .order(statuses::id);
    on!(tx, conn => by_url.select(Status::as_select()).first(conn).optional())
}

/// For a post that is about to change: whoever else is about to change it waits.
pub fn find_locked(tx: &mut Tx, id: i64) -> Result<Option<Status>> {
    match tx {
        // SQLite has one writer, so nobody else can be about to.
        Tx::Sqlite(_) => find(tx, id),
        Tx::Postgres(conn) => {
            let query = statuses::table.find(id).select(Status::as_select());
            Ok(query.for_update().first(conn).optional()?)
        }
    }
}

/// What moderators look at of an account: what is for all, and of the rest what is cited or held.
#[derive(Clone, Copy, Debug)]
pub struct Inspected<'a> {
    pub account_id: i64,
    /// Posts that reports and strikes are about.
    pub cited: &'a [i64],
    pub only_media: bool,
    pub only_cited: bool,
}

/// Newest first, deleted ones too. Boosts say nothing of their own.
pub fn inspected(tx: &mut Tx, what: Inspected<'_>, window: Window) -> Result<Vec<Status>> {
    let for_all = [Visibility::Public, Visibility::Unlisted];
    let page: Vec<Status> = page!(
        tx,
        window,
        statuses::id,
        statuses::table
            .filter(statuses::account_id.eq(what.account_id))
            .filter(statuses::reblog_of_id.is_null())
            .select(Status::as_select()),
        |it| {
            let mut query = it;
            query = match what.only_cited {
                true => query.filter(is_any(statuses::id, what.cited)),
                false => query.filter(
                    statuses::visibility
                        .eq_any(for_all)
                        .or(statuses::held_at.is_not_null())
                        .or(is_any(statuses::id, what.cited)),
                ),
            };
            if what.only_media {
                query = query.filter(statuses::has_media);
            }
            query
        }
    );
    Ok(page)
}

/// The newest that everybody may see, boosts aside.
pub fn newest_for_all(tx: &mut Tx, limit: i64) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(statuses::visibility.eq_any([Visibility::Public, Visibility::Unlisted]))
        .filter(statuses::reblog_of_id.is_null())
        .filter(statuses::deleted_at.is_null())
        .filter(statuses::held_at.is_null())
        .order(statuses::id.desc())
        .limit(limit);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// Whatever their visibility, deleted or not, in no particular order.
pub fn find_many(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Status>> {
    let query = statuses::table.filter(is_any(statuses::id, ids));
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// Those of the posts that somebody may see there, in no particular order.
pub fn seen(tx: &mut Tx, ids: &[i64], viewer: Viewer, place: Place) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(is_any(statuses::id, ids))
        .filter(viewer.sees(place));
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// The boost of a post by an account.
pub fn find_boost(tx: &mut Tx, account_id: i64, of: i64) -> Result<Option<Status>> {
    let query = statuses::table
        .filter(statuses::reblog_of_id.eq(of))
        .filter(statuses::account_id.eq(account_id));
    on!(tx, conn => query.select(Status::as_select()).first(conn).optional())
}

/// Some of the posts that have been deleted for so long.
pub fn deleted_before(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(statuses::deleted_at.lt(Time(before)))
        .order((statuses::deleted_at, statuses::id))
        .limit(limit);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// Which of the posts are deleted.
pub fn deleted_among(tx: &mut Tx, ids: &[i64]) -> Result<Vec<i64>> {
    let query = statuses::table
        .filter(is_any(statuses::id, ids))
        .filter(statuses::deleted_at.is_not_null());
    on!(tx, conn => query.select(statuses::id).load(conn))
}

/// Which of the posts an account has boosted.
pub fn boosted_among(tx: &mut Tx, account_id: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let boosted = statuses::reblog_of_id.assume_not_null();
    let query = statuses::table
        .filter(is_any(boosted, ids))
        .filter(statuses::account_id.eq(account_id));
    on!(tx, conn => query.select(boosted).load(conn))
}

/// Some of the boosts of a post.
pub fn boosts_of(tx: &mut Tx, id: i64, limit: i64) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(statuses::reblog_of_id.eq(id))
        .order(statuses::id)
        .limit(limit);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// A page of those who boost a post, as far as the viewer may see that, as the ids of boosts and accounts.
pub fn boosters_of(
    tx: &mut Tx,
    id: i64,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<(i64, i64)>> {
    let page: Vec<(i64, i64)> = page!(
        tx,
        window,
        statuses::id,
        statuses::table
            .filter(statuses::reblog_of_id.eq(id))
            .filter(viewer.sees(Place::Alone))
            .select((statuses::id, statuses::account_id))
    );
    Ok(page)
}

/// The members who boost a post, a batch at a time, as ids of boosts and of members.
pub fn boosters(tx: &mut Tx, id: i64, after: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
    let query = statuses::table
        .filter(statuses::reblog_of_id.eq(id))
        .filter(statuses::is_local)
        .filter(statuses::id.gt(after))
        .order(statuses::id)
        .select((statuses::id, statuses::account_id))
        .limit(limit);
    on!(tx, conn => query.load(conn))
}

/// The text as its author wrote it.
pub fn text_of(tx: &mut Tx, id: i64) -> Result<String> {
    let query = statuses::table.find(id).select(statuses::text);
    let text: Option<String> = on!(tx, conn => query.first(conn).optional())?;
    Ok(text.unwrap_or_default())
}

/// Nobody sees it any more; a moderator can still look at it, and bring it back.
pub fn set_deleted(tx: &mut Tx, id: i64, at: Option<DateTime<Utc>>) -> Result<()> {
    let query = update(statuses::table.find(id)).set(statuses::deleted_at.eq(at.map(Time)));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Holds a post back: only its author and moderators see it. Or lets it go, back to where it belongs.
pub fn set_held(
    tx: &mut Tx,
    status: &Status,
    at: Option<DateTime<Utc>>,
    _: &Recorded,
) -> Result<Status> {
    let query = update(statuses::table.find(status.id)).set((
        statuses::held_at.eq(at.map(Time)),
        statuses::is_listed.eq(at.is_none() && status.is_listed()),
    ));
    on!(tx, conn => query.returning(Status::as_returning()).get_result(conn))
}

/// What an edit makes of a post.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub content: &'a str,
    pub text: &'a str,
    pub spoiler_text: &'a str,
    pub sensitive: bool,
    pub language: Option<&'a str>,
    pub has_media: bool,
    pub edited_at: DateTime<Utc>,
}

pub fn change(tx: &mut Tx, id: i64, change: &Change<'_>) -> Result<Status> {
    let query = update(statuses::table.find(id)).set((
        statuses::content.eq(change.content),
        statuses::text.eq(change.text),
        statuses::spoiler_text.eq(change.spoiler_text),
        statuses::sensitive.eq(change.sensitive),
        statuses::language.eq(change.language),
        statuses::has_media.eq(change.has_media),
        statuses::edited_at.eq(Time(change.edited_at)),
    ));
    on!(tx, conn => query.returning(Status::as_returning()).get_result(conn))
}

/// Who may quote it from now on.
pub fn set_quote_policy(tx: &mut Tx, id: i64, policy: &str) -> Result<Status> {
    let query = update(statuses::table.find(id)).set(statuses::quote_policy.eq(policy));
    on!(tx, conn => query.returning(Status::as_returning()).get_result(conn))
}

/// Takes the post away, and everything that hangs on it.
pub fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let query = delete(statuses::table.find(id));
    on!(tx, conn => query.execute(conn).map(drop))
}

/// Some of an account's posts, boosts too, that are not deleted yet.
pub fn some_live_of(tx: &mut Tx, account_id: i64, limit: i64) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(statuses::account_id.eq(account_id))
        .filter(statuses::deleted_at.is_null())
        .order(statuses::id)
        .limit(limit);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// Some of an account's deleted posts, but for a few that are to stay.
pub fn some_deleted_of(
    tx: &mut Tx,
    account_id: i64,
    except: &[i64],
    limit: i64,
) -> Result<Vec<Status>> {
    let query = statuses::table
        .filter(statuses::account_id.eq(account_id))
        .filter(statuses::deleted_at.is_not_null())
        .filter(not(is_any(statuses::id, except)))
        .order(statuses::id)
        .limit(limit);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// How many posts members have. Counts them one by one.
pub fn recount(tx: &mut Tx) -> Result<i64> {
    let query = statuses::table
        .filter(statuses::is_local)
        .filter(statuses::deleted_at.is_null())
        .count();
    on!(tx, conn => query.get_result(conn))
}

/// Whether everybody may be shown that a post trends, for those of the posts that somebody has decided
/// about alone.
pub fn trendable(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, bool)>> {
    let query = statuses::table
        .filter(is_any(statuses::id, ids))
        .filter(statuses::trendable.is_not_null())
        .select((statuses::id, statuses::trendable.assume_not_null()));
    on!(tx, conn => query.load(conn))
}

/// None where that is decided about the author, or for all.
pub fn set_trendable(tx: &mut Tx, id: i64, trendable: Option<bool>, _: &Recorded) -> Result<()> {
    let query = update(statuses::table.find(id)).set(statuses::trendable.eq(trendable));
    on!(tx, conn => query.execute(conn).map(drop))
}
